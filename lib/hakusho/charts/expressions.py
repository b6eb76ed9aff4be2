"""Vega expressions and small marks that charts of several themes share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from hakusho._altair import alt
from hakusho.charts import theme

PLAIN = "format(datum.value, abs(datum.value) >= 10 || datum.value == 0 ? ',.0f' : ',.2~f')"
"""Axis labels without exponents."""


def js(value: Any) -> str:
    """Return a value as the text of a Vega expression."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def labels(words: Mapping[str, str]) -> str:
    """Return a label expression that turns codes into words."""
    return f"{js(dict(words))}[datum.label] || datum.label"


def one(**values: Any) -> alt.Chart:
    """Return a chart of a single row, for words that expressions make."""
    return alt.Chart(alt.InlineData(values=[values or {"one": 1}]))


def says(chart: alt.Chart, words: str, x: float, y: float, **mark: Any) -> alt.Chart:
    """Return a line of words at a place of the view; `words` is an expression."""
    mark = {"align": "left", "baseline": "middle", "fontSize": 13, "color": theme.QUIET, **mark}
    return chart.transform_calculate(words_=words).mark_text(**mark).encode(
        x=alt.value(x), y=alt.value(y), text="words_:N"
    )  # fmt: skip


def year_axis(**axis: Any) -> alt.Axis:
    """Return an axis of years: four digits, no grid."""
    return alt.Axis(format="d", **{"grid": False, **axis})
