"""Charts in print: SVG and PNG with title, finding and source line inside the file.

vl-convert draws the chart. The words around it are set here: it would measure them letter by letter, and it
writes neither a text alternative nor PNG metadata.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from hakusho.bundle import VEGA_LITE

if TYPE_CHECKING:
    from PIL.Image import Image

Spec = Mapping[str, Any]
NO_HOSTS: list[str] = []
MAX_COVERAGE = 1  # Pillow's name needs its import; quicker and closer than the median cut
LARGEST = 65_000  # bytes of a stand-in, which every notebook and message carries
MARGIN, GAP = 5, 12  # pixels
NARROWEST = 560  # of a picture with words, so that they do not stand in a column
EM = 0.485  # mean width of a letter, in font sizes; bold is a tenth wider


@dataclass(frozen=True)
class Print:
    """A chart with the words around it: a title, lines below it, small print below the chart."""

    spec: Spec
    title: str = ""
    lines: Sequence[str] = ()
    footer: Sequence[str] = ()


@dataclass(frozen=True)
class _Style:
    size: int
    leading: int
    look: str
    em: float = EM

    def fold(self, lines: Sequence[str], width: float) -> list[str]:
        """Return the lines folded to a width in pixels."""
        letters = int((width - 2 * MARGIN) / (self.em * self.size))
        return [part for line in lines for part in textwrap.wrap(line, letters)]

    def set(self, lines: Sequence[str], top: float) -> str:
        """Return the lines as SVG text, the first below `top`."""
        font = f'font-family="sans-serif" font-size="{self.size}px" {self.look}'
        return "".join(
            f'<text x="{MARGIN}" y="{top + n * self.leading + self.size}" {font}>{escape(line)}</text>'
            for n, line in enumerate(lines)
        )


_TITLE = _Style(18, 24, 'font-weight="bold" fill="#1f2328"', EM * 1.1)
_LINE = _Style(13, 17, 'fill="#333"')
_SMALL = _Style(12, 16, 'fill="#57606a"')


def _drawn(shown: Print | Spec) -> str:
    """Return a chart as SVG, its words around it."""
    import vl_convert

    print_ = shown if isinstance(shown, Print) else Print(shown)
    chart = vl_convert.vegalite_to_svg(dict(print_.spec), vl_version=VEGA_LITE, allowed_base_urls=NO_HOSTS)
    return _framed(chart, print_) if print_.title else chart


def _framed(chart: str, words: Print) -> str:
    start, root, inner = re.split(r"(<svg[^>]*>)", chart, maxsplit=1)
    wide, high = (float(re.search(rf' {name}="([\d.]+)"', root)[1]) for name in ("width", "height"))
    width = max(wide, NARROWEST)
    blocks, top = [], float(MARGIN)
    for style, lines in ((_TITLE, [words.title]), (_LINE, words.lines)):
        folded = style.fold(lines, width)
        blocks.append(style.set(folded, top))
        top += style.leading * len(folded)
    top += GAP / 2
    blocks.append(f'<g transform="translate(0,{top})">{inner.rpartition("</svg>")[0]}</g>')
    small = _SMALL.fold(words.footer, width)
    blocks.append(_SMALL.set(small, top + high + GAP / 2))
    height = top + high + (GAP + _SMALL.leading * len(small) if small else 0)
    size = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}"'
    root = re.sub(r' (width|height|viewBox)="[^"]*"', "", root).replace("<svg", f"<svg {size}", 1)
    ground = f'<rect width="{width:g}" height="{height:g}" fill="white"/>'
    return start + root + ground + "".join(blocks) + "</svg>"


def svg(shown: Print | Spec, *, title: str, description: str, source: str = "") -> str:
    """The chart as SVG with ``<title>``, ``<desc>`` and ``<metadata>`` as its first children."""
    drawing = _drawn(shown)
    end = drawing.index(">", drawing.index("<svg"))
    head = drawing[:end] + ' role="img" aria-labelledby="hk-title hk-desc"'
    words = (
        f'<title id="hk-title">{escape(title)}</title><desc id="hk-desc">{escape(description)}</desc>'
        f"<metadata>{escape(source)}</metadata>"
    )
    return head + ">" + words + _numbered(drawing[end + 1 :])


def _numbered(drawing: str) -> str:
    """Number clip paths within the drawing: Vega counts on from one drawing to the next."""
    order: dict[str, int] = {}
    return re.sub(
        r'((?:id="|url\(#)clip)(\d+)', lambda hit: f"{hit[1]}{order.setdefault(hit[2], len(order))}", drawing
    )


def png(shown: Print | Spec, *, scale: float = 1, texts: Mapping[str, str] | None = None) -> bytes:
    """Return the chart as PNG; ``texts`` become iTXt chunks (Title, Description, Source)."""
    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    for name, text in (texts or {}).items():
        words.add_itxt(name, text)
    return _packed(_painted(shown, scale), pnginfo=words)


def fallback(shown: Print | Spec) -> bytes:
    """Return the picture that stands in for a live chart: few colours, about a quarter of the bytes."""
    painted = _painted(shown, 1).convert("RGB")
    for colours in (256, 64, 24):
        picture = _packed(painted.quantize(colours, method=MAX_COVERAGE))
        if len(picture) <= LARGEST:
            break
    return picture


def _painted(shown: Print | Spec, scale: float) -> Image:
    import vl_convert
    from PIL import Image as images

    return images.open(io.BytesIO(vl_convert.svg_to_png(_drawn(shown), scale=scale)))


def _packed(image: Image, **more: Any) -> bytes:
    content = io.BytesIO()
    image.save(content, "PNG", compress_level=8, **more)
    return content.getvalue()
