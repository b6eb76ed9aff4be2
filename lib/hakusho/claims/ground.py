"""What a check stands on: the fact tables, the definitions chosen, the day of the reader.

A check never opens a file. It asks its ground for a table, so that the same check can run over the facts as
they are, over the facts published by a day, under another definition, or with one fact changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from hakusho import facts
from hakusho.errors import Mistake, hint

TODAY = "2026-11-22"

DEFINITIONS: dict[str, dict[str, str]] = {
    "spending": {
        "either": "both counts named: the wide total and the ministry's budget",
        "wide": "the wide total only, with coast guard, research and other related items",
        "ministry": "the ministry's budget only",
    },
    "year": {
        "either": "the article does not say which year it means",
        "fiscal": "a year is Japan's fiscal year, April to March",
        "calendar": "a year is a calendar year",
    },
    "ally": {
        "treaty": "an ally is bound by a treaty of mutual defence",
        "any_tie": "an ally is a partner by any security agreement in force",
    },
    "quantity": {
        "marked": "a ceiling is right with the words 'up to'",
        "ceiling": "a ceiling counts as the figure",
        "exact": "only an exact figure counts",
    },
    "named": {
        "all": "every state of concern in the strategy counts as a reason",
        "threats": "only states called a threat or a challenge count",
    },
    "amount": {
        "written": "68 billion dollars, as written",
        "wide_plan": "11 trillion yen at the budget rate of fiscal 2023",
    },
    "rate": {
        "month": "the exchange rate of the month of the article's source",
        "plan": "the budget rate of fiscal 2023, set in late 2022",
    },
}
"""Definitions on which a verdict can hang: family, choice, meaning. The first choice is the recorded one."""


@dataclass(frozen=True)
class Edit:
    """A change in the facts: rows of `table` that match `where` take the values of `new`, or go."""

    table: str
    where: Mapping[str, Any]
    new: Mapping[str, Any] | None = None

    def apply(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the changed frame. Raises Mistake where no row matches: the change would be empty."""
        hit = matching(frame, **self.where)
        if not hit.any():
            raise Mistake(f"{self.table}: no row matches {dict(self.where)}")
        if self.new is None:
            return frame[~hit]
        changed = frame.copy()
        for column, value in self.new.items():
            changed.loc[hit, column] = pd.NA if value == "" else value
            if f"{column}_start" in changed:
                bounds = facts.fiscal_bounds if str(value).startswith("FY") else facts.partial_bounds
                first, last = bounds([str(value)])
                changed.loc[hit, f"{column}_start"] = pd.Timestamp(first[0])
                changed.loc[hit, f"{column}_end"] = pd.Timestamp(last[0])
        changed.attrs = dict(frame.attrs)
        return changed


def matching(frame: pd.DataFrame, **where: Any) -> pd.Series:
    """Return which rows have these values; a list means any of them."""
    hit = pd.Series(True, index=frame.index)
    for column, value in where.items():
        wanted = list(value) if isinstance(value, (list, tuple, set)) else [value]
        hit &= frame[column].isin(wanted).fillna(False).astype(bool)
    return hit


@dataclass(frozen=True)
class Ground:
    """Tables, definitions and the reader's day. `ground("policy/offices")` gives a table."""

    load: Callable[[str], pd.DataFrame] = facts.load
    chosen: Mapping[str, str] = field(default_factory=dict)
    today: str = TODAY
    edits: tuple[Edit, ...] = ()
    _seen: dict[str, pd.DataFrame] = field(default_factory=dict, compare=False, repr=False)
    asked: set[str] = field(default_factory=set, compare=False, repr=False)  # families that checks asked for

    def __call__(self, table: str) -> pd.DataFrame:
        """Return a table with this ground's changes. The frame is shared: do not write into it."""
        if table not in self._seen:
            frame = self.load(table)
            for edit in self.edits:
                frame = edit.apply(frame) if edit.table == table else frame
            self._seen[table] = frame
        return self._seen[table]

    def rows(self, table: str, **where: Any) -> pd.DataFrame:
        """Return the rows of a table that have these values, with the index of the table."""
        frame = self(table)
        return frame[matching(frame, **where)].copy().pipe(_named, table)

    def row(self, table: str, **where: Any) -> pd.Series:
        """Return the one row with these values. Raises Missing where there is none."""
        found = self.rows(table, **where)
        if found.empty:
            raise Missing(table, where)
        return found.iloc[0]

    def definition(self, family: str) -> str:
        """Return the choice in force for a family of definitions."""
        self.asked.add(family)
        return self.chosen.get(family, next(iter(DEFINITIONS[family])))

    def under(self, **chosen: str) -> Ground:
        """Return this ground under other definitions. Raises Mistake for a name that is none."""
        for family, choice in chosen.items():
            if family not in DEFINITIONS:
                raise Mistake(f"no definition is called '{family}'{hint(family, DEFINITIONS)}")
            if choice not in DEFINITIONS[family]:
                known = ", ".join(DEFINITIONS[family])
                raise Mistake(
                    f"{family} is one of {known}, not '{choice}'{hint(choice, DEFINITIONS[family])}"
                )
        return Ground(self.load, {**self.chosen, **chosen}, self.today, self.edits, self._seen, self.asked)

    def changed(self, *edits: Edit) -> Ground:
        """Return this ground with changes in the facts."""
        return Ground(self.load, self.chosen, self.today, (*self.edits, *edits))

    def on(self, date: str) -> Ground:
        """Return the ground of a reader on a day: only rows that were published by then."""
        return Ground(_library(date), self.chosen, date)


_LIBRARIES: dict[str, Callable[[str], pd.DataFrame]] = {}
_ALWAYS = ("claims/claims", "claims/seed_documents", "missiles/sites", "sources")  # asserted, or timeless


def _library(date: str) -> Callable[[str], pd.DataFrame]:
    if date not in _LIBRARIES:
        held: dict[str, pd.DataFrame] = {}
        then = facts.as_of(date)

        def load(table: str) -> pd.DataFrame:
            if table not in held:
                held[table] = facts.load(table) if table in _ALWAYS else then.load(table)
            return held[table]

        _LIBRARIES[date] = load
    return _LIBRARIES[date]


class Missing(LookupError):
    """A row that a check needs is not in the tables of its ground."""

    def __init__(self, table: str, where: Mapping[str, Any]) -> None:
        said = ", ".join(f"{column} {value}" for column, value in where.items())
        super().__init__(f"The facts held for that day have no row in {table} with {said}")
        self.table = table


def _named(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    frame.attrs = {"table": table}
    return frame


@dataclass(frozen=True)
class Bar:
    """A line of the small chart behind a verdict: a figure with its words; without a figure, words alone."""

    label: str
    value: float | None
    said: str
    article: bool = False


@dataclass(frozen=True)
class Finding:
    """What a check found: a verdict, the reason in words, the rows that it read by table, figures to draw."""

    verdict: str
    because: str
    rows: tuple[pd.DataFrame, ...] = ()
    bars: tuple[Bar, ...] = ()

    def places(self) -> list[tuple[str, int]]:
        """Return table and place of every row read."""
        return [(frame.attrs["table"], int(place)) for frame in self.rows for place in frame.index]

    def facts(self) -> pd.DataFrame:
        """Return the rows read as one list. Columns: table, key, fact, source_id."""
        lines = [
            {"table": frame.attrs["table"], "key": key, "fact": said, "source_id": cited}
            for frame in self.rows
            for key, said, cited in _lines(frame)
        ]
        return pd.DataFrame(lines, columns=["table", "key", "fact", "source_id"]).drop_duplicates()


_QUIET = ("source_id", "note", "summary", "evidence", "claim")


def _lines(frame: pd.DataFrame) -> Iterable[tuple[str, str, str]]:
    resource = facts.base().resource(frame.attrs["table"])
    key = resource["schema"]["primaryKey"]
    shown = [c for c in _FACT_COLUMNS.get(frame.attrs["table"], ()) if c in frame]
    for _, row in frame.iterrows():
        said = ", ".join(_said(c, row[c]) for c in shown if not pd.isna(row[c]))
        yield "|".join(str(row[c]) for c in key), said, str(row.get("source_id", "") or "")


def _said(column: str, value: Any) -> str:
    """Return a text by itself, a number with the name of its column, which says the unit."""
    if isinstance(value, str):
        return value.replace("_", " ")
    if column == "year":
        return str(value)
    return _UNITS.get(column, column.replace("_", " ") + " {}").format(f"{value:,g}")


_UNITS = {
    "amount_jpy_bn": "{} billion yen",
    "usd_const_m": "{} million constant dollars",
    "usd_current_m": "{} million dollars",
    "usd_current_bn": "{} billion dollars",
    "cost_usd_m": "{} million dollars",
    "range_max_km": "at most {} km",
    "range_min_km": "at least {} km",
    "target_value_pct_gdp": "{}% of GDP",
    "value_m": "{} million",
    "central": "{} warheads",
    "value": "{}",
}
_FACT_COLUMNS: dict[str, tuple[str, ...]] = {
    "policy/offices": ("person", "office", "from", "to"),
    "policy/policy_timeline": ("date", "title"),
    "spending/japan_budget": ("fiscal_year", "budget_kind", "basis", "amount_jpy_bn", "gdp_basis"),
    "spending/policy_targets": (
        "date_announced",
        "announced_by",
        "applies_to_iso3",
        "target_kind",
        "target_value_pct_gdp",
        "deadline",
    ),
    "spending/gdp_fx": ("period", "indicator", "value", "unit", "basis"),
    "spending/milex": ("country_iso3", "year", "usd_const_m", "edition"),
    "spending/milex_top": ("year", "rank", "country_iso3", "usd_current_m"),
    "spending/sipri_top15_editions": ("edition", "data_year", "rank", "country_iso3", "usd_current_bn"),
    "missiles/range_estimates": ("system_id", "range_min_km", "range_max_km", "measure", "published"),
    "missiles/systems": ("name", "class", "basing", "range_max_km", "status", "quantity_published"),
    "missiles/japan_programmes": (
        "name",
        "date",
        "kind",
        "quantity",
        "quantity_scope",
        "cost_usd_m",
        "cost_scope",
    ),
    "missiles/sites": ("name", "lat", "lon"),
    "threats/threat_statements": ("document", "country_iso3", "phrase_paraphrase"),
    "threats/nk_missile_events": ("date_kst", "types", "missiles"),
    "threats/nuclear_warheads": ("country_iso3", "year", "central", "publisher"),
    "alliances/agreements": ("short_name", "kind", "signed", "in_force", "status", "obligation_defence"),
    "alliances/parties": ("agreement_id", "country_iso3", "role", "from", "to"),
    "alliances/groupings": ("grouping", "iso3", "status", "from"),
    "alliances/arms_transfers": ("item", "date", "event", "value_m", "currency", "quantity"),
    "alliances/export_rules": ("date", "title", "direction"),
    "sources": ("title", "publisher", "published"),
}


def span(a: Any, b: Any) -> int:
    """Return whole months from one day to another."""
    first, last = pd.Timestamp(a), pd.Timestamp(b)
    return int(np.floor((last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)))
