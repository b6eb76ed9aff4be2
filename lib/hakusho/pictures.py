"""Charts in print: SVG and PNG with title, description and source line inside the file.

vl-convert draws them; it writes neither a text alternative nor PNG metadata, so both are added here.
"""

from __future__ import annotations

import struct
import textwrap
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from hakusho.bundle import VEGA_LITE

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
    """The chart as PNG; ``texts`` become iTXt chunks (Title, Description, Source)."""
    import vl_convert

    image = vl_convert.vegalite_to_png(
        dict(spec), vl_version=VEGA_LITE, scale=scale, allowed_base_urls=NO_HOSTS
    )
    return packed(image, texts or {})


def packed(image: bytes, texts: Mapping[str, str]) -> bytes:
    """The same PNG with its pixels packed harder (to about a third) and with iTXt chunks after the header.

    Method: PNG specification, third edition, sections 5 (chunks) and 11.3.3.4 (iTXt).
    """
    chunks = list(_chunks(image))
    pixels = zlib.decompress(b"".join(body for kind, body in chunks if kind == b"IDAT"))
    words = [
        (b"iTXt", name.encode("latin-1") + b"\0\0\0\0\0" + text.encode())
        for name, text in texts.items()
        if text
    ]
    before = [c for c in chunks if c[0] not in (b"IDAT", b"IEND")]
    after = [(b"IDAT", zlib.compress(pixels, 9)), (b"IEND", b"")]
    return image[:8] + b"".join(_chunk(*c) for c in [*before[:1], *words, *before[1:], *after])


def _chunks(image: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(image):
        (size,) = struct.unpack(">I", image[at : at + 4])
        yield image[at + 4 : at + 8], image[at + 8 : at + 8 + size]
        at += 12 + size


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


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
    return head + ">" + words + drawing[end + 1 :]
