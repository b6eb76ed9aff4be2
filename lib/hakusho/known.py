"""When was it known? Derived from the sources held, never typed.

Two clocks run in every table: when something happened (the descriptor's `clock.event` column) and when it was
known at the latest (`attested_by`: the earliest publication among the sources held, at the end of a partial
date). `attested_by` is an upper bound: somebody may have published earlier.

`known_basis` of a row:

- ``contemporaneous``: attested within WINDOW_DAYS after the event, or before it (a plan);
- ``later_edition``: attested later than that, or a timeless row, or a table whose every figure comes from a
  later edition of a data set. What readers had at the time may have differed, so the row cannot be
  reconstructed for a day before its edition; that is never "unknown then";
- ``undated``: no source held has a publication date.

The window is one year (366 days): the cycle of yearbooks, budgets and yearly data sets. A source published
before the event announces it and attests it from the event's first day on, except where the table holds plans
(`clock.plans`): a plan is attested when it is published.

Asked for a day, a row is *kept* if it was attested by then, *dropped* if its event had not begun (and it is
no plan), and otherwise *not decidable*: published later, but it may have been known. Tables with
`clock.timeless` (countries, places, words) are kept whole, so that other tables can be joined to them.

A row is attested by its earliest source, but its cells were filled from all of them. So cells that can only
have come later are blanked: every partial date that begins after the day (save the clock's own column and
those in `clock.ahead`, dates set in advance), and the columns in `clock.later` (such as a status or an
outcome) of rows whose newest source is later than the day or undated. A note may still speak of later things.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from hakusho.errors import Mistake
from hakusho.facts import fiscal_bounds, partial_bounds
from hakusho.sources import day

if TYPE_CHECKING:
    from hakusho.facts import FactBase, Period

WINDOW_DAYS = 366
_NONE = np.datetime64("NaT", "D")
_PARTIAL = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def clock(base: FactBase, name: str) -> dict[str, Any]:
    """Return what the descriptor says about a table's time; nothing for a timeless table."""
    return base.resource(name).get("clock") or {}


def event_bounds(base: FactBase, name: str) -> Period | None:
    """Return first and last day of each row's event, or None for a timeless table."""
    column = clock(base, name).get("event")
    if not column:
        return None
    header, columns = base.raw(name)
    cells = columns[header.index(column)]
    fiscal = base.fields(name)[column].get("kind") == "fiscal_year"
    try:
        return (fiscal_bounds if fiscal else partial_bounds)(cells)
    except ValueError:
        raise Mistake(f"{name} [{column}]: the clock needs dates, years or fiscal years") from None


def _published(base: FactBase) -> dict[str, np.datetime64]:
    header, columns = base.raw("sources")
    _, last = partial_bounds(columns[header.index("published")])
    return dict(zip(columns[header.index("source_id")], last, strict=True))


def _earliest(cited: Iterable[str], days: dict[str, np.datetime64], floor: np.datetime64) -> np.datetime64:
    held = [floor if day < floor else day for i in cited if not np.isnat(day := days.get(i, _NONE))]
    return min(held, default=_NONE)


def attested_by(base: FactBase, name: str) -> np.ndarray:
    """Return each row's earliest publication among its sources as datetime64[D]; NaT if none is dated."""
    header, columns = base.raw(name)
    days, bounds = _published(base), event_bounds(base, name)
    places = [header.index(c) for c in base.source_columns(name)]
    if not places:  # the bibliography attests itself
        return bounds[1] if bounds else np.full(len(columns[0]), _NONE)
    plans = clock(base, name).get("plans", False)
    floors = np.full(len(columns[0]), _NONE) if plans or bounds is None else bounds[0]
    rows = zip(*(columns[place] for place in places), strict=True)
    cited = (";".join(row).split(";") for row in rows)
    found = [_earliest(c, days, floor) for c, floor in zip(cited, floors, strict=True)]
    return np.array(found, dtype="datetime64[D]")


def newest_source(base: FactBase, name: str) -> np.ndarray:
    """Return each row's latest publication among its sources as datetime64[D]; NaT if none is dated."""
    header, columns = base.raw(name)
    days, places = _published(base), [header.index(c) for c in base.source_columns(name)]
    rows = (";".join(row).split(";") for row in zip(*(columns[place] for place in places), strict=True))
    held = ([day for i in row if not np.isnat(day := days.get(i, _NONE))] for row in rows)
    return np.array([max(row, default=_NONE) for row in held], dtype="datetime64[D]")


def when_known(base: FactBase, name: str) -> pd.DataFrame:
    """Return `attested_by` (Timestamp) and `known_basis` for each row of a table, in its order."""
    attested, bounds = attested_by(base, name), event_bounds(base, name)
    basis = np.full(len(attested), "later_edition", dtype=object)
    if bounds and not clock(base, name).get("edition_table"):
        basis[attested <= bounds[1] + np.timedelta64(WINDOW_DAYS, "D")] = "contemporaneous"
    basis[np.isnat(attested)] = "undated"
    typed = pd.array(basis, dtype=pd.StringDtype("python"))
    return pd.DataFrame({"attested_by": attested.astype("datetime64[us]"), "known_basis": typed})


class AsOf:
    """The facts as they could be known on a day. Made by ``facts.as_of``."""

    def __init__(self, base: FactBase, date: str) -> None:
        """Take a day, month or year as text; a month or year counts to its last day."""
        text = str(date)
        try:
            if not _PARTIAL.fullmatch(text):
                raise ValueError
            self.day = partial_bounds([text])[1][0]
        except ValueError:
            raise Mistake(f"'{date}' is not a date; write YYYY, YYYY-MM or YYYY-MM-DD") from None
        self.base = base

    def tables(self) -> list[str]:
        """Return the names of all tables."""
        return self.base.tables()

    def fate(self, name: str) -> pd.Series:
        """Return 'kept', 'dropped' or 'not_decidable' for each row of a table, in its order."""
        attested, bounds = attested_by(self.base, name), event_bounds(self.base, name)
        fate = np.full(len(attested), "not_decidable", dtype=object)
        fate[attested <= self.day] = "kept"
        if clock(self.base, name).get("timeless"):
            fate[:] = "kept"
        elif bounds and not clock(self.base, name).get("plans"):
            fate[bounds[0] > self.day] = "dropped"
        if not bounds and not self.base.source_columns(name):
            fate[:] = "kept"  # plain vocabulary, such as a list of codes
        return pd.Series(pd.array(fate, dtype=pd.StringDtype("python")), name="fate")

    def _came_later(self, name: str) -> dict[str, np.ndarray]:
        """Return, by column, a mask of the filled cells that can only have been filled after the day."""
        header, columns = self.base.raw(name)
        told = clock(self.base, name)
        spared = {told.get("event"), *told.get("ahead", [])}
        masks: dict[str, np.ndarray] = {}
        for column, field in self.base.fields(name).items():
            if field.get("kind") == "partial_date" and column not in spared:
                masks[column] = partial_bounds(columns[header.index(column)])[0] > self.day
        if told.get("later"):
            newest = newest_source(self.base, name)
            late = np.isnat(newest) | (newest > self.day)
            for column in told["later"]:
                filled = np.array([cell != "" for cell in columns[header.index(column)]], dtype=bool)
                masks[column] = masks.get(column, False) | (late & filled)
        return masks

    def blanked(self, name: str) -> int:
        """Return how many cells of the rows kept are blanked, since they can only have been filled later."""
        kept = (self.fate(name) == "kept").to_numpy(dtype=bool)
        return sum(int((mask & kept).sum()) for mask in self._came_later(name).values())

    def _pick(self, name: str, fate: str) -> pd.DataFrame:
        frame = self.base.load(name)
        for column, mask in self._came_later(name).items():
            for part in (column, f"{column}_start", f"{column}_end"):
                if part in frame:
                    frame[part] = frame[part].mask(mask)
        known = when_known(self.base, name)
        chosen = pd.concat([frame, known], axis=1)[self.fate(name) == fate].reset_index(drop=True)
        chosen.attrs = {"table": name, "as_of": str(self.day)}
        return chosen

    def load(self, name: str) -> pd.DataFrame:
        """Return the rows published by the day, as ``facts.load`` does, with attested_by and known_basis.

        Cells that can only have been filled later are NA, as the module says.
        """
        return self._pick(name, "kept")

    def undecided(self, name: str) -> pd.DataFrame:
        """Return the rows that may have been known: published later, not reconstructable, or undated."""
        return self._pick(name, "not_decidable")

    def count(self, name: str) -> dict[str, int]:
        """Return how many rows are kept, dropped and not decidable, the last also by reason."""
        fate, basis = self.fate(name), when_known(self.base, name)["known_basis"]
        open_ = basis[fate == "not_decidable"]
        return {
            "rows": len(fate),
            "kept": int((fate == "kept").sum()),
            "dropped": int((fate == "dropped").sum()),
            "not_decidable": len(open_),
            "of_later_edition": int((open_ == "later_edition").sum()),
            "of_published_later": int((open_ == "contemporaneous").sum()),
            "of_undated": int((open_ == "undated").sum()),
        }

    def report(self) -> pd.DataFrame:
        """Return `count` for every table and, last, for all of them."""
        counts = pd.DataFrame([{"table": name, **self.count(name)} for name in self.tables()])
        total = counts.drop(columns="table").sum()
        return pd.concat([counts, pd.DataFrame([{"table": "all", **total}])], ignore_index=True)

    def __repr__(self) -> str:
        """Say in sentences what the day keeps, drops and leaves open; sources and countries are not facts."""
        names = [name for name in self.tables() if "/" in name] or self.tables()
        dated = [name for name in names if not clock(self.base, name).get("timeless")]
        whole = sum(self.count(name)["rows"] for name in set(names) - set(dated))
        counts = pd.DataFrame([self.count(name) for name in dated]).sum()
        n = {name: f"{number:,}" for name, number in counts.items()}
        blanked = sum(self.blanked(name) for name in names)
        return (
            f"Facts as of {day(str(self.day))}: of {n['rows']} rows {n['kept']} had been published by then"
            f" ({blanked:,} of their cells came later and are blank), {n['dropped']} had not happened yet, "
            f"and {n['not_decidable']} cannot be decided: {n['of_later_edition']} stand in later editions "
            f"only and are not reconstructable, {n['of_published_later']} were published "
            f"later but may have been known, {n['of_undated']} have no dated source. {whole:,} rows on "
            "places, words and the like are kept whole: they tell of no day."
        )
