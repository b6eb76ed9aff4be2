"""What the explorations of spending share: controls, rows, credit, names, rounding."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import pandas as pd

from hakusho import facts, spending
from hakusho.explore.shared import Shared
from hakusho.explorer import Choice

CREDIT = (
    "SIPRI Military Expenditure Database, edition of April 2026, © SIPRI; reproduced in part for"
    " non-commercial use, with credit."
)
CREDIT_EDITIONS = CREDIT.replace("edition of April 2026", "editions of April 2022 to April 2026")
FIRST = 1990
UNITS = {
    "Yen": "yen", "Constant dollars (2024)": "constant", "Current dollars": "current",
    "Share of GDP": "share",
}  # fmt: skip
DEFINITIONS = {
    "SIPRI's": "sipri",
    "Initial budgets, GDP of the year": "government_same_year_gdp",
    "Initial budgets, GDP of 2022": "government_initial",
    "With extra budget, GDP of 2022": "government",
}


def one_counting() -> Shared:
    """Return one counting and one unit for all charts of the notebook that are made with it."""
    return Shared(definition="government", unit="yen")


def unit_choice() -> Choice:
    """Return the control of the shared unit."""
    return Choice(UNITS, "yen", label="Unit")


def definition_choice() -> Choice:
    """Return the control of the shared counting."""
    return Choice(DEFINITIONS, "government", label="Counting")


def amounts() -> dict[str, float]:
    """Return what Japan spent in 2025 by each counting, trillion yen."""
    return {d: round(spending.counted_as(d) / 1000, 4) for d in spending.DEFINITIONS}


def shares() -> dict[str, float]:
    """Return Japan's share of GDP of 2025 by each counting, %."""
    return {d: round(spending.share_of_gdp(d, 2025), 4) for d in spending.DEFINITIONS}


def cited(definition: str) -> str:
    """Return the sources of a counting's figure of 2025."""
    if definition == "sipri":
        return "sipri-milex-2026"
    return str(spending.published(definition, 2025)["source_id"].iloc[0])


@cache
def lines() -> pd.DataFrame:
    """Return SIPRI's figures of Japan since `FIRST` in four units: year, unit, value, source_id."""
    held = spending.table("milex")
    held = held[
        held["country_iso3"].eq("JPN") & held["edition"].eq(spending.EDITION) & held["year"].ge(FIRST)
    ]
    parts = [
        pd.DataFrame({"year": held["year"], "unit": unit, "value": held[column] / divisor,
                      "source_id": held["source_id"]})
        for unit, (column, divisor, _) in spending.UNITS.items()
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True)


@cache
def top() -> pd.DataFrame:
    """Return the fifteen largest of each year: year, rank, iso, usd (billion), n (countries counted)."""
    held = spending.table("milex_top")
    return pd.DataFrame({"year": held["year"], "rank": held["rank"], "iso": held["country_iso3"],
                         "usd": held["usd_current_m"] / 1000,
                         "n": held["n_countries"]})  # fmt: skip


def top_names() -> dict[str, str]:
    """Return the names of all countries that were among the fifteen."""
    return {code: name_of(code) for code in top()["iso"].unique()}


@cache
def _names() -> dict[str, str]:
    held = facts.load("countries")
    return dict(zip(held["iso3"], held["name_en"], strict=True))


def name_of(code: str, within: bool = False) -> str:
    """Return a country's name by its ISO code, `within` a sentence with its article."""
    article = "the " if within and code in ("USA", "GBR", "SUN", "NLD") else ""
    return article + _names().get(code, code)


def signed(value: float) -> str:
    """Return a change in per cent with its sign."""
    return f"{value:+,.1f} %".replace("-", "−")


def points(value: float) -> str:
    """Return whole points with their sign."""
    return f"{value:+.0f}".replace("-", "−")


def tenth(value: float) -> float:
    """Round half up, as the chart does: Python alone would round 356.25 to 356.2."""
    return math.floor(value * 10 + 0.5) / 10


def in_words(place: int) -> str:
    """Return a place in a ranking: first, second, third, number 4."""
    return {1: "first", 2: "second", 3: "third"}.get(place, f"number {place}")


def plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Return numbers as plain floats, rounded: what a chart needs of them, in few bytes."""
    numbers = frame.select_dtypes("number").columns
    return frame.assign(**{c: frame[c].astype("Float64").astype(object).map(_short) for c in numbers})


def _short(value: Any) -> Any:
    if pd.isna(value):
        return None
    return int(value) if float(value).is_integer() else round(float(value), 4)
