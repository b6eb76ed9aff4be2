"""What the explorations of regional activity share: names of states, months."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Sequence
from functools import cache

from hakusho import facts

NEIGHBOURS = ("JPN", "CHN", "KOR", "TWN")


@cache
def state_names() -> dict[str, str]:
    """Return the English name of every code."""
    table = facts.load("countries")
    return dict(zip(table["iso3"], table["name_en"], strict=True))


def state_options(codes: Sequence[str]) -> dict[str, str]:
    """Return name and code of these states, for a control."""
    names = state_names()
    return {names[code]: code for code in names if code in set(codes)}


def month(period: str) -> str:
    """Return a month or a year in words: 2022-08 is August 2022."""
    year, _, number = period.partition("-")
    return f"{month_name[int(number)]} {year}" if number else year
