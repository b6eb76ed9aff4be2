"""What the charts of this theme share: colours of a state of affairs, cells with words, a text to open."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import pandas as pd

from hakusho import alliances
from hakusho._altair import alt
from hakusho.charts import theme
from hakusho.charts.expressions import labels

STATE_COLOURS = {"dated": "#2f6fb0", "unknown": "#c6dbef", "pending": "#f6e3c5", "talks": "#ffffff"}
FIRST_YEAR = 1952
BARE = {"ticks": False, "domain": False}
"""An axis of names: no ticks, no line."""


def wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines of at most `width` characters."""
    return textwrap.wrap(str(text), width)


def short_name(code: str) -> str:
    """Return a country's name as it fits beside a mark."""
    return {"EUU": "European Union", "NAT": "NATO", "ARE": "UAE"}.get(code, alliances.name(code))


def text_panel(
    data: pd.DataFrame, key: str, chosen: str, width: int, height: int, left: int = 0
) -> alt.LayerChart:
    """The text of the row whose `key` equals the parameter, from `left` pixels left of the plot on."""
    base = alt.Chart(data).transform_filter(f"datum['{key}'] == {chosen}")
    title = base.mark_text(x=-left, y=12, align="left", fontSize=14, fontWeight="bold").encode(text="head:N")
    body = base.mark_text(x=-left, y=32, align="left", lineHeight=17, lineBreak="\n", color=theme.INK)
    return (title + body.encode(text="body:N")).properties(width=width, height=height)


def columns(field: str, order: list[str], words: Mapping[str, str] | None = None, **axis: object) -> alt.X:
    """Return columns in a fixed order with their headings above."""
    if words:
        axis["labelExpr"] = labels(words)
    scale = alt.Scale(domain=order, paddingInner=0.06)
    return alt.X(f"{field}:N", scale=scale, title=None).axis(
        **{"orient": "top", "labelAngle": 0, **BARE, **axis}
    )


def names(field: str, order: list[str], **axis: object) -> alt.Y:
    """Return rows in a fixed order with their names at the left."""
    return alt.Y(f"{field}:N", scale=alt.Scale(domain=order), title=None).axis(
        **{"grid": False, **BARE, **axis}
    )


def cells(
    chart: alt.Chart, x: alt.X, y: alt.Y, colour: alt.Color, dark: str, **more: object
) -> alt.LayerChart:
    """Return coloured cells with the field `words` written in them, white where the test `dark` holds."""
    boxes = chart.mark_rect(stroke=theme.BORDER, strokeWidth=0.8).encode(x=x, y=y, color=colour, **more)
    tone = alt.condition(dark, alt.value("white"), alt.value(theme.INK))
    return boxes + chart.mark_text().encode(x=x, y=y, text="words:N", color=tone)


def squares(field: str, colours: Mapping[str, str], words: Mapping[str, str], **legend: object) -> alt.Color:
    """Return a colour channel whose legend names each state beside an outlined square."""
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    edge = {"symbolType": "square", "symbolStrokeColor": theme.BORDER, "symbolStrokeWidth": 0.8}
    return alt.Color(f"{field}:N", scale=scale, title=None).legend(
        **{"labelExpr": labels(words), **edge, **legend}
    )
