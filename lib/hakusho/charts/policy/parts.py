"""What the charts of policy share: colours, names, dates in words, paragraphs."""

from __future__ import annotations

import re
import textwrap
from calendar import month_name
from typing import Any

import pandas as pd

from hakusho import policy
from hakusho._altair import alt

FOR, AGAINST = "#2f6fb0", "#c76a00"
FAINT = "#e3e8ed"
CHOSEN = "#c2410c"
TODAY = 2026.89
ACTORS = ("JPN", "USA", "CHN", "KOR", "PRK", "RUS")
NAMES = {
    "JPN": "Japan",
    "USA": "United States",
    "CHN": "China",
    "KOR": "South Korea",
    "PRK": "North Korea",
    "RUS": "Russia",
}


def wrap(text: str, width: int, most: int = 9) -> str:
    """Return a text in lines parted by line breaks; what does not fit ends in an ellipsis."""
    lines = textwrap.wrap(str(text), width)
    return "\n".join(lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1] + " …"])


def paragraph(chart: alt.Chart, text: str, y: float, **look: Any) -> alt.Chart:
    """Return a line or paragraph of the row, `y` pixels down; `x` may be left of the plot."""
    style = {"align": "left", "baseline": "top", "x": 0, "y": y, "lineBreak": "\n", "lineHeight": 16, **look}
    return chart.mark_text(**style).encode(text=f"{text}:N")


def day(date: str) -> str:
    """Return a partial date in words."""
    parts = str(date).split("-")
    words = [parts[0]] if len(parts) == 1 else [month_name[int(parts[1])], parts[0]]
    return " ".join(([str(int(parts[2]))] if len(parts) == 3 else []) + words)


def brief(words: str) -> str:
    """Return a date in words with the month cut to three letters."""
    return re.sub(r"([A-Z][a-z]{2})[a-z]+", r"\1", words)


def start_of(event_id: str) -> float:
    """Return the first day of an event as a year with fraction."""
    return float(policy.as_year(pd.Series([policy.event(event_id)["date_start"]])).iloc[0])
