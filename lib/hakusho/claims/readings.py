"""What the facts hold of each measure that a claim can name: subject, date, definition, figure, source.

Every definition and every publisher gives a reading of its own; none is preferred.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pandas as pd

from hakusho import facts, geo, sources

BUDGET, RANKINGS, RANGES = "spending/japan_budget", "spending/rankings", "missiles/range_estimates"
SCRAMBLES, TESTS = "threats/scrambles", "threats/nk_tests_by_year"
WARHEADS, PRESENCE = "threats/nuclear_warheads", "threats/senkaku_presence"


@dataclass(frozen=True)
class Measure:
    """What can be asked: its words, unit, the shape of its dates, and the readings that the facts hold.

    `readings`: frame with subject, date, definition, low, high, source_id; low equals high for a figure.
    """

    name: str
    unit: str
    dates: str
    readings: Callable[[], pd.DataFrame]

    def said(self, figure: str) -> str:
        """Return a figure with the unit, as a sentence takes it."""
        return f"rank {figure}" if self.unit == "rank" else f"{figure} {self.unit}".strip()


_BRIEF = {
    "not_applicable": "",
    "initial": "initial budget",
    "draft": "draft budget",
    "plan_target": "level of the plan",
    "nato_style_2pct_total": "wide total for the 2% goal",
    "excl_saco_realignment": "without Okinawa and realignment costs",
    "incl_saco_realignment": "with Okinawa and realignment costs",
    "defence_plus_related": "",
    "gdp_fy2022_fixed": "over the GDP of fiscal 2022",
    "gdp_outlook_same_fy": "over the GDP foreseen for the year",
    "gdp_estimate_same_fy": "over the GDP estimated for the year",
    "main": "main figure",
    "rival": "another figure",
    "published": "as printed",
    "cns": "CNS / NTI database",
}
"""Codes whose label is longer than a list of readings can take."""


def _words(rows: pd.DataFrame, table: str, *columns: str) -> pd.Series:
    """Return coded columns in the words of the descriptor, without what it puts in brackets."""
    fields = facts.base().fields(table)
    said = pd.Series("", index=rows.index)
    for column in columns:
        labels = {
            code: _BRIEF[code] if code in _BRIEF else re.sub(r" \(.*?\)", "", text).partition(":")[0]
            for code, text in fields[column]["labels"].items()
        }
        words = rows[column].map(labels).fillna("").astype(str)
        said = said + words.where(said.eq("") | words.eq(""), ", " + words)
    return said


def _frame(
    rows: pd.DataFrame,
    subject: str,
    date: str,
    definition: pd.Series,
    low: str,
    high: str | None = None,
    scale: float = 1,
) -> pd.DataFrame:
    high = high or low
    found = pd.DataFrame(
        {
            "subject": rows[subject].astype(str),
            "date": rows[date].astype(str),
            "definition": definition.astype(str),
            "low": rows[low].fillna(rows[high]).astype(float) * scale,
            "high": rows[high].fillna(rows[low]).astype(float) * scale,
            "source_id": rows["source_id"].astype(str),
        }
    )
    return found.dropna(subset=["low"]).drop_duplicates(["subject", "date", "definition", "low", "high"])


def _rank() -> pd.DataFrame:
    top, old = facts.load("spending/milex_top"), facts.load("spending/sipri_top15_editions")
    said = facts.load(RANKINGS)
    said = said[said["statement_kind"].eq("published_rank")]
    return pd.concat(
        [
            _frame(
                top,
                "country_iso3",
                "year",
                "SIPRI, edition of " + top["edition"] + ", current dollars",
                "rank",
            ),
            _frame(
                old,
                "country_iso3",
                "data_year",
                "SIPRI, edition of " + old["edition"] + ", as published",
                "rank",
            ),
            _frame(
                said,
                "country_iso3",
                "data_year",
                said["published_by"] + ", " + _words(said, RANKINGS, "measure"),
                "rank",
            ),
        ]
    ).drop_duplicates(["subject", "date", "definition"])


def _milex(column: str, scale: float = 1) -> Callable[[], pd.DataFrame]:
    def readings() -> pd.DataFrame:
        rows = facts.load("spending/milex")
        base = " at prices of " + rows["const_base_year"].astype(str) if "const" in column else ""
        kind = {"usd_current_m": ", current dollars", "usd_const_m": ", constant dollars"}.get(column, "")
        return _frame(
            rows,
            "country_iso3",
            "year",
            "SIPRI, edition of " + rows["edition"] + kind + base,
            column,
            scale=scale,
        )

    return readings


def _budget() -> pd.DataFrame:
    rows = facts.load(BUDGET)
    rows = rows[rows["fiscal_year"].eq(rows["fiscal_year_end"]) & rows["accounting_basis"].eq("expenditure")]
    rows = rows[rows["budget_kind"].isin(["initial", "draft", "plan_target", "nato_style_2pct_total"])]
    name = _words(rows, BUDGET, "budget_kind", "variant", "basis")
    return _frame(rows.assign(who="JPN"), "who", "fiscal_year", name, "amount_jpy_bn", scale=0.001)


def _share() -> pd.DataFrame:
    rows = facts.load(BUDGET)
    rows = rows[rows["fiscal_year"].eq(rows["fiscal_year_end"]) & rows["share_gdp_pct"].notna()]
    name = _words(rows, BUDGET, "budget_kind", "variant", "basis", "gdp_basis")
    own = _frame(rows.assign(who="JPN"), "who", "fiscal_year", name, "share_gdp_pct")
    sipri = _milex("share_gdp_pct")()
    return pd.concat([sipri, own])


def _scrambles() -> pd.DataFrame:
    rows = facts.load(SCRAMBLES)
    rows = rows[rows["period"].eq("FY")]
    return _frame(rows, "against", "fiscal_year", _words(rows, SCRAMBLES, "reading", "basis"), "count")


def _launches() -> pd.DataFrame:
    rows = facts.load(TESTS)
    rows = rows[rows["whole_year"]]
    name = _words(rows, TESTS, "counter", "unit", "scope")
    return _frame(rows.assign(who="PRK"), "who", "year", name, "count").drop_duplicates()


def _warheads() -> pd.DataFrame:
    rows = facts.load(WARHEADS)
    rows = rows[rows["measure"].eq("stockpile")]
    low, high = rows["low"].fillna(rows["central"]), rows["high"].fillna(rows["central"])
    rows = rows.assign(low=low, high=high)
    return _frame(
        rows,
        "country_iso3",
        "year",
        _words(rows, WARHEADS, "publisher") + ", " + rows["edition"],
        "low",
        "high",
    )


def _senkaku() -> pd.DataFrame:
    rows = facts.load(PRESENCE)
    rows = rows[rows["granularity"].eq("year") & rows["measure"].eq("vessel_days")]
    name = _words(rows, PRESENCE, "zone", "reported_by")
    return _frame(rows.assign(who="CHN"), "who", "period_from", name, "count")


def _range() -> pd.DataFrame:
    rows = facts.load(RANGES)
    rows = rows[rows["measure"].isin(["range", "claim"])].assign(always="any")
    name = (
        _words(rows, RANGES, "measure")
        + ", "
        + rows["source_id"].map(lambda ids: sources.short(ids.split(";"))[0])
    )
    return _frame(rows, "system_id", "always", name, "range_min_km", "range_max_km")


@cache
def _distance() -> pd.DataFrame:
    """Return the distance between every two listed places; the second stands where others have a date."""
    rows = facts.load("missiles/sites")
    at = [rows[column].to_numpy(float) for column in ("lat", "lon")]
    kms = geo.distance_km(at[0][:, None], at[1][:, None], *at)
    pairs = pd.DataFrame(kms, index=rows["site_id"], columns=rows["site_id"]).stack()
    found = pairs.rename_axis(["subject", "date"]).rename("low").reset_index()
    cited = rows.set_index("site_id")["source_id"].astype(str)
    found = found[found["subject"].ne(found["date"])]
    found["source_id"] = found["subject"].map(cited) + ";" + found["date"].map(cited)
    return found.assign(high=found["low"], definition="shortest way over the ground (WGS84), point to point")


MEASURES: dict[str, Measure] = {
    m.name: m
    for m in (
        Measure("milex rank", "rank", "year", _rank),
        Measure("milex dollars", "billion dollars", "year", _milex("usd_current_m", 0.001)),
        Measure("milex constant", "billion constant dollars", "year", _milex("usd_const_m", 0.001)),
        Measure("milex share", "% of GDP", "year or fiscal year", _share),
        Measure("budget", "trillion yen", "fiscal year", _budget),
        Measure("scrambles", "scrambles", "fiscal year", _scrambles),
        Measure("launches", "", "year", _launches),
        Measure("warheads", "warheads", "year", _warheads),
        Measure("vessel days", "vessel-days", "year", _senkaku),
        Measure("range", "km", "any", _range),
        Measure("distance", "km", "place", _distance),
    )
}
