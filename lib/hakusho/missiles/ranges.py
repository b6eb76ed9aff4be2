"""Published ranges: the figures of each system and their spread, from the lowest to the highest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from hakusho import facts
from hakusho.missiles import wording
from hakusho.words import count

ANY_KM = (50, 16000)
"""Interval that holds every published range."""

MEASURES = ("range", "claim")
"""Measures that are ranges. A distance flown is none: lofted and partial shots fall short of the reach."""


def figures(systems: pd.DataFrame, estimates: pd.DataFrame) -> pd.DataFrame:
    """Return one row per published figure, with its system's name, operator, class and basing.

    Takes missiles/systems and missiles/range_estimates. Adds `low_km` and `high_km` (equal where the source
    gives one figure) and `at_least` (the source gives a lower bound only).
    """
    low, high = estimates["range_min_km"], estimates["range_max_km"]
    found = estimates.assign(
        low_km=low.fillna(high).astype(int), high_km=high.fillna(low).astype(int), at_least=high.isna()
    )
    kept = ["system_id", "name", "operator_iso3", "class", "basing", "status"]
    return found.merge(systems[kept], on="system_id", how="inner", validate="many_to_one")


def range_spread(systems: pd.DataFrame, estimates: pd.DataFrame) -> pd.DataFrame:
    """Return one row per system: lowest and highest published range in km, and what they rest on.

    `lowest_km` and `highest_km` come from figures of measure `range`, else from claims of the owner state; a
    figure for a family counts only where there is none for the variant. They are missing where a system has
    only been seen to fly: `flown_km` is the longest flight, which is not a range. `at_least` says that the
    highest figure is a lower bound. `n_sources` counts the sources of the figures used, `measure` names them:
    range, claim, flown or none.
    """
    held: dict[str, list[Any]] = {}
    for figure in figures(systems, estimates).itertuples(index=False):  # once: a selection each is slow
        held.setdefault(figure.system_id, []).append(figure)
    rows = [_spread(held.get(system, [])) for system in systems["system_id"]]
    kept = ["system_id", "name", "operator_iso3", "class", "basing", "status"]
    found = systems[kept].reset_index(drop=True).join(pd.DataFrame(rows, index=range(len(rows))))
    return found.astype({"lowest_km": "Int64", "highest_km": "Int64", "flown_km": "Int64"})


def _spread(own: Sequence[Any]) -> dict[str, Any]:
    flown = [figure for figure in own if figure.measure == "flown"]
    used = next((part for part in _by_weight(own) if part), flown)
    measure = used[0].measure if used else "none"
    is_range = measure in MEASURES
    highest = max(figure.high_km for figure in used) if is_range else None
    return {
        "lowest_km": min(figure.low_km for figure in used) if is_range else None,
        "highest_km": highest,
        "flown_km": max((figure.high_km for figure in flown), default=None),
        "at_least": is_range and all(f.at_least for f in used if f.high_km == highest),
        "measure": measure,
        "n_figures": len(used),
        "n_sources": len(wording.ids([figure.source_id for figure in used])),
        "source_id": ";".join(wording.ids([figure.source_id for figure in [*used, *flown]])),
    }


def _by_weight(own: Sequence[Any]) -> list[list[Any]]:
    """Figures of a system from the firmest kind to the weakest: ranges, then claims, the variant first."""
    return [
        [figure for figure in own if figure.measure == measure and (figure.scope == "variant") == variant]
        for measure in MEASURES
        for variant in (True, False)
    ]


@dataclass(frozen=True)
class Ranges:
    """Systems side by side: the frames behind the comparison of published ranges."""

    spread: pd.DataFrame
    figures: pd.DataFrame

    @classmethod
    def load(cls) -> Ranges:
        """Read the tables of systems and figures."""
        systems, estimates = facts.load("missiles/systems"), facts.load("missiles/range_estimates")
        return cls(range_spread(systems, estimates), wording.with_titles(figures(systems, estimates)))

    def operators(self) -> dict[str, str]:
        """Options for the operators that have a figure, ``{name: code}``, in the order of countries."""
        held = {code for cell in self.shown()["operator_iso3"] for code in cell.split(";")}
        return wording.names(held)

    def classes(self) -> dict[str, str]:
        """Options for the classes that have a figure."""
        return wording.options("class", self.shown()["class"])

    def basings(self) -> dict[str, str]:
        """Options for the ways of launching that have a figure."""
        return wording.options("basing", self.shown()["basing"])

    def shown(self) -> pd.DataFrame:
        """Systems with a figure of any kind, with `reach_km`: the highest range, else the longest flight."""
        held = self.spread[self.spread["measure"] != "none"]
        return held.assign(reach_km=held["highest_km"].fillna(held["flown_km"]))

    def rows(
        self, operators: Sequence[str], classes: Sequence[str], basings: Sequence[str], km: Sequence[float]
    ) -> pd.DataFrame:
        """Return the systems on screen, longest reach first: one row per system, see `range_spread`."""
        held = self.shown()
        by = held["operator_iso3"].map(lambda cell: bool(set(cell.split(";")) & set(operators)))
        kept = held[by & held["class"].isin(classes) & held["basing"].isin(basings)]
        kept = kept[kept["reach_km"].between(*km)]
        return kept.sort_values(["reach_km", "name"], ascending=[False, True]).reset_index(drop=True)

    def words(self, rows: pd.DataFrame, **state: Any) -> str:
        """Return how many systems are on screen and where the sources differ most."""
        if rows.empty:
            return "No system with a published figure fits these settings."
        ranged = rows[rows["highest_km"].notna()]
        first = f"{count(len(rows), 'system')} with a published figure."
        if len(flown := rows[rows["measure"] == "flown"]):
            first = f"{count(len(rows), 'system')}, {len(flown)} of them known by test flights only."
        if ranged.empty:
            return first
        ratio = (ranged["highest_km"] / ranged["lowest_km"]).astype(float)
        widest = ranged.loc[ratio.idxmax()]
        if ratio.max() == 1:
            return f"{first} The sources agree on each range."
        return (
            f"{first} The sources differ most on the {widest['name']}: {span(widest)}, "
            f"a factor of {ratio.max():.1f} between {count(int(widest['n_sources']), 'source')}."
        )


def bounds(system: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """Return lowest and highest reach of a row of `range_spread`; for flights only, the longest flight."""
    known = system["flown_km"] if pd.isna(system["highest_km"]) else system["highest_km"]
    low = known if pd.isna(system["lowest_km"]) else system["lowest_km"]
    return (None, None) if pd.isna(known) else (int(low), int(known))


def span(system: Mapping[str, Any]) -> str:
    """Return the figures of a row of `range_spread` in words."""
    low, high = bounds(system)
    if low is None:
        return "no figure"
    more = "more than " if system["at_least"] and low == high else ""
    return f"{more}{high:,} km" if low == high else f"{low:,}–{high:,} km"
