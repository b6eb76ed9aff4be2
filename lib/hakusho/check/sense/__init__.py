"""Fourth pass: figures against each other, across rows and tables, with written tolerances.

A rule belongs to the table whose rows it blames. It runs only where that table and the tables it compares
with passed all earlier checks. True outliers are excused by key, with the reason, in the descriptor. The
rules of a theme stand in the module named after it; a new theme adds a module here and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import NamedTuple

import numpy as np
import pandas as pd

from hakusho.check.problem import Problem
from hakusho.facts import STRONG_KINDS, FactBase
from hakusho.lookup import row_key


class Found(NamedTuple):
    """A row that makes no sense: its place in the table (from 0), the column to look at, and why."""

    place: int
    column: str
    message: str


Check = Callable[..., Iterator[Found]]


@dataclass(frozen=True)
class Rule:
    """A sense check: `run` takes the frames of `table` and of `needs`, in this order."""

    name: str
    table: str
    needs: tuple[str, ...]
    columns: tuple[str, ...]
    run: Check


RULES: list[Rule] = []


def rule(name: str, table: str, columns: str, needs: Iterable[str] = ()) -> Callable[[Check], Check]:
    """Register a sense check for `table`, which must have the `columns` (separated by spaces)."""

    def register(run: Check) -> Check:
        RULES.append(Rule(name, table, tuple(needs), tuple(columns.split()), run))
        return run

    return register


def rules_of(table: str) -> list[Rule]:
    """Return the rules that blame rows of `table`."""
    if not RULES:
        for module in iter_modules(__path__):
            import_module(f"{__name__}.{module.name}")
    return [one for one in RULES if one.table == table]


def _attested(base: FactBase, name: str) -> Iterator[Found]:
    """Yield rows whose every dated source is over a year older than the event; plans may be."""
    from hakusho.known import WINDOW_DAYS, clock, event_bounds, newest_source

    event = clock(base, name).get("event")
    if not event or clock(base, name).get("plans") or not base.source_columns(name):
        return
    bounds = event_bounds(base, name)
    if bounds is None:
        return
    newest = newest_source(base, name)
    for place in (newest + np.timedelta64(WINDOW_DAYS, "D") < bounds[0]).nonzero()[0]:
        yield Found(int(place), event, f"the newest dated source is of {newest[place]}, over a year before")


def _unmarked(base: FactBase, name: str) -> Iterator[Found]:
    """Yield rows that rest on undated press or encyclopedia pages alone and do not say so in a note."""
    from hakusho.known import newest_source

    fields, cited = base.fields(name), base.source_columns(name)
    if not cited or "note" not in fields:
        return
    header, columns = base.raw(name)
    undated = np.isnat(newest_source(base, name)).nonzero()[0]
    for place in map(int, undated):
        row = {column: values[place] for column, values in zip(header, columns, strict=True)}
        kinds = {base.source_kinds.get(i) for column in cited for i in row[column].split(";") if i}
        if kinds.isdisjoint(STRONG_KINDS) and not row["note"]:
            yield Found(place, "note", "rests on undated press or encyclopedia pages only: say so in a note")


def _run(base: FactBase, one: Rule) -> list[Found]:
    """Run a check. One that lacks a column of a table it compares with says so instead of raising."""
    try:
        return list(one.run(*(base.load(table) for table in (one.table, *one.needs))))
    except KeyError as error:
        where = ", ".join((one.table, *one.needs))
        return [Found(0, "", f"the check cannot run: no column {error} in {where}")]


def table(base: FactBase, name: str, broken: set[str], path: str) -> list[Problem]:
    """Return the rows of a sound table that a sense check objects to."""
    fields = base.fields(name)
    dated = [] if "sources" in broken else _attested(base, name)
    found = [("attested_before_event", one) for one in dated]
    weak = [] if "sources" in broken else _unmarked(base, name)
    found += [("weak_and_unmarked", one) for one in weak]
    for one in rules_of(name):
        sound = all(need in base.resources and need not in broken for need in one.needs)
        if sound and all(column in fields for column in one.columns):
            found += [(one.name, hit) for hit in _run(base, one)]
    if not found:
        return []
    header, columns = base.raw(name)
    rows = list(zip(*columns, strict=True))
    keys = {
        hit.place: row_key(base, name, dict(zip(header, rows[hit.place], strict=True))) for _, hit in found
    }
    return [
        Problem(path, hit.place + 2, hit.column, hit.message, check, keys[hit.place]) for check, hit in found
    ]


def at(
    frame: pd.DataFrame, column: str, objection: pd.Series, message: Callable[[pd.Series], str]
) -> Iterator[Found]:
    """Yield a Found for each row where `objection` is true (NA counts as no objection)."""
    for place in objection.fillna(False).to_numpy(dtype=bool).nonzero()[0]:
        yield Found(int(place), column, message(frame.iloc[place]))


def beside(frame: pd.DataFrame, key: list[str], whole: pd.Series, column: str) -> pd.Series:
    """Return for each row the value of `column` in the first row of the same `key` where `whole` is true."""
    first = frame[whole].drop_duplicates(key).set_index(key)[column]
    return pd.Series(first.reindex(pd.MultiIndex.from_frame(frame[key])).array, frame.index)
