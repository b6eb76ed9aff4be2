"""Charts in print: SVG and PNG with title, description and source line inside the file.

vl-convert draws them; it writes neither a text alternative nor PNG metadata, so both are added here.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from hakusho.bundle import VEGA_LITE

if TYPE_CHECKING:
    from PIL.Image import Image

Spec = Mapping[str, Any]
TOP_ONLY = ("$schema", "config", "datasets", "background", "padding", "usermeta", "autosize")
LEGENDS = ("color", "fill", "stroke", "shape", "size", "opacity", "strokeDash", "strokeWidth")
LINE_WIDTH = 118  # characters in the width of an 800-pixel chart
FOOTER_WIDTH = 96  # the footer stands under the plot, right of its axis labels
NO_HOSTS: list[str] = []


def printed(
    spec: Spec, *, title: str, lines: Sequence[str] = (), footer: Sequence[str] = ()
) -> dict[str, Any]:
    """The spec with a title and subtitle lines above it and small print below it, as one concatenation."""
    body = dict(spec)
    top = {name: body.pop(name) for name in TOP_ONLY if name in body}
    top.pop("autosize", None)
    free = [p for p in body.get("params", []) if "select" not in p or "views" in p]
    kept = [p for p in body.pop("params", []) if p not in free]
    if kept:
        body["params"] = kept
    heading = {"text": title, "anchor": "start", "fontSize": 18, "offset": 12}
    if lines:
        heading |= {
            "subtitle": wrap(lines),
            "subtitleFontSize": 13,
            "subtitlePadding": 6,
            "subtitleColor": "#333",
        }
    parts = [body, _small_print(wrap(footer, FOOTER_WIDTH))] if footer else [body]
    own = dict.fromkeys(LEGENDS, "independent")  # else the legend leaves its chart for the page's edge
    return {
        **top,
        "title": heading,
        "vconcat": parts,
        "spacing": 14,
        "params": free,
        "resolve": {"scale": own, "legend": own},
    }


def wrap(lines: Sequence[str], width: int = LINE_WIDTH) -> list[str]:
    """Return each line folded to ``width`` characters."""
    return [part for line in lines for part in (textwrap.wrap(line, width) or [""])]


def _small_print(lines: Sequence[str]) -> dict[str, Any]:
    return {
        "data": {"values": [{}]},
        "mark": {
            "type": "text",
            "align": "left",
            "baseline": "top",
            "fontSize": 12,
            "color": "#57606a",
            "text": list(lines),
            "lineHeight": 16,
        },
        "encoding": {"x": {"value": 0}, "y": {"value": 0}},
        "width": 300,
        "height": 16 * len(lines),
        "view": {"stroke": None},
    }


def png(spec: Spec, *, scale: float = 1, texts: Mapping[str, str] | None = None) -> bytes:
    """Return the chart as PNG; ``texts`` become iTXt chunks (Title, Description, Source)."""
    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    for name, text in (texts or {}).items():
        words.add_itxt(name, text)
    return _packed(_drawn(spec, scale), pnginfo=words)


def fallback(spec: Spec) -> bytes:
    """Return the picture that stands in for a live chart: 256 colours, about a quarter of the bytes."""
    return _packed(_drawn(spec, 1).convert("RGB").quantize(256))


def _drawn(spec: Spec, scale: float) -> Image:
    import vl_convert
    from PIL import Image as images

    drawing = vl_convert.vegalite_to_png(
        dict(spec), vl_version=VEGA_LITE, scale=scale, allowed_base_urls=NO_HOSTS
    )
    return images.open(io.BytesIO(drawing))


def _packed(image: Image, **more: Any) -> bytes:
    content = io.BytesIO()
    image.save(content, "PNG", optimize=True, **more)
    return content.getvalue()


def svg(spec: Spec, *, title: str, description: str, source: str = "") -> str:
    """The chart as SVG with ``<title>``, ``<desc>`` and ``<metadata>`` as its first children."""
    import vl_convert

    drawing = vl_convert.vegalite_to_svg(dict(spec), vl_version=VEGA_LITE, allowed_base_urls=NO_HOSTS)
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
