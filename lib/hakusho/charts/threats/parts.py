"""What the charts of this theme share: axes, headings, empty pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hakusho._altair import alt
from hakusho.charts import theme
from hakusho.charts.expressions import js, one

MORE, LESS = "#e07b00", "#08306b"
"""More and less of a count: light and dark in grey print, and told apart by side as well."""


def heading(words: str, y: float = -12) -> alt.Chart:
    """Return a bold line above a view; `words` is an expression of parameters."""
    mark = one().mark_text(align="left", baseline="middle", fontWeight="bold", fontSize=13, x=0, y=y)
    return mark.encode(text=alt.value(alt.expr(words)))


def empty(chart: alt.Chart, wanted: str, x: float, y: float, words: str) -> alt.Chart:
    """Return words that stand where no row of the whole data is wanted.

    The rows are counted before any filter: in Vega an aggregate of no rows gives no row to draw.
    """
    counted = chart.transform_calculate(wanted_=f"{wanted} ? 1 : 0").transform_aggregate(n="sum(wanted_)")
    return counted.transform_filter("datum.n === 0").mark_text(
        x=x, y=y, align="center", color=theme.QUIET, fontSize=14, text=words
    )


def slots(most: Any, **scale: Any) -> alt.Y:
    """Return the place of a chart's rows, 1 at the top; `most` is a number or an expression."""
    low = alt.ExprRef(f"{most} + 0.6") if isinstance(most, str) else most + 0.6
    return alt.Y("row:Q", title=None, axis=None).scale(domain=[0.4, low], reverse=True, nice=False, **scale)


def row_bars(chart: alt.Chart, x: alt.X, y: alt.Y, **encoding: Any) -> alt.Chart:
    """Return bars from zero that are as thick as two thirds of a row, however many rows there are."""
    thick = chart.transform_calculate(top_="datum.row - 0.33", low_="datum.row + 0.33")
    place = {"x": x, "x2": alt.datum(0), "y": alt.Y("top_:Q", **same(y)), "y2": "low_:Q"}
    return thick.mark_bar().encode(**place, **encoding)


def powers(scale: Any) -> str:
    """Return labels of an axis that carries logarithms when the control says so."""
    return f"{scale.name} === 'log' ? format(pow(10, datum.value), ',.3~r') : format(datum.value, ',')"


def logarithmic(scale: Any) -> str:
    """Return the end of a heading's expression: says so where the axis is logarithmic."""
    return f" + ({scale.name} === 'log' ? ', logarithmic' : '')"


def ticks(scale: Any, parts: Sequence[float] = (0, 0.30103, 0.69897)) -> alt.ExprRef:
    """Return ticks at 1, 2 and 5 of each power of ten on an axis of logarithms, else the usual ones."""
    steps = [round(power + part, 5) for power in range(-1, 7) for part in parts]
    return alt.ExprRef(f"{scale.name} === 'log' ? {js(steps)} : null")


def same(x: alt.X) -> dict[str, Any]:
    """Return scale, axis and title of a channel, for another field on it."""
    return {key: value for key, value in x._kwds.items() if key in ("scale", "axis", "title")}
