"""Missiles: spread of published ranges, places within reach, promises and what became of them.

Frames in, frames out. `Ranges`, `Reach` and `Programmes` hold the frames of one exploration and answer its
controls with rows (``rows(**state)``) and a sentence made from them (``words(rows, **state)``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from hakusho import facts, geo

ANY_KM = (50, 16000)
"""Interval that holds every published range."""

MEASURES = ("range", "claim")
"""Measures that are ranges. A distance flown is none: lofted and partial shots fall short of the reach."""

NAMED = 5  # places named in a sentence before the rest are counted
DAYS_A_MONTH = 365.2425 / 12


# ---------------------------------------------------------------- ranges compared


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
    every = figures(systems, estimates)
    rows = [_spread(system, every[every["system_id"] == system]) for system in systems["system_id"]]
    kept = ["system_id", "name", "operator_iso3", "class", "basing", "status"]
    found = systems[kept].reset_index(drop=True).join(pd.DataFrame(rows, index=range(len(rows))))
    return found.astype({"lowest_km": "Int64", "highest_km": "Int64", "flown_km": "Int64"})


def _spread(system: str, own: pd.DataFrame) -> dict[str, Any]:
    flown = own[own["measure"] == "flown"]
    longest = int(flown["high_km"].max()) if len(flown) else None
    used = next((part for part in _by_weight(own) if len(part)), flown)
    measure = used["measure"].iloc[0] if len(used) else "none"
    is_range = measure in MEASURES
    highest = int(used["high_km"].max()) if is_range else None
    return {
        "lowest_km": int(used["low_km"].min()) if is_range else None,
        "highest_km": highest,
        "flown_km": longest,
        "at_least": bool(is_range and used.loc[used["high_km"] == highest, "at_least"].all()),
        "measure": measure,
        "n_figures": len(used),
        "n_sources": len(_ids(used["source_id"])),
        "source_id": ";".join(_ids(pd.concat([used["source_id"], flown["source_id"]]))),
    }


def _by_weight(own: pd.DataFrame) -> list[pd.DataFrame]:
    """Figures of a system from the firmest kind to the weakest: ranges, then claims, the variant first."""
    variant = own["scope"] == "variant"
    return [own[(own["measure"] == m) & here] for m in MEASURES for here in (variant, ~variant)]


@dataclass(frozen=True)
class Ranges:
    """Systems side by side: the frames behind the comparison of published ranges."""

    spread: pd.DataFrame
    figures: pd.DataFrame

    @classmethod
    def load(cls) -> Ranges:
        """Read the tables of systems and figures."""
        systems, estimates = facts.load("missiles/systems"), facts.load("missiles/range_estimates")
        return cls(range_spread(systems, estimates), _with_titles(figures(systems, estimates)))

    def operators(self) -> dict[str, str]:
        """Options for the operators that have a figure, ``{name: code}``, in the order of countries."""
        held = {code for cell in self.shown()["operator_iso3"] for code in cell.split(";")}
        return _names(held)

    def classes(self) -> dict[str, str]:
        """Options for the classes that have a figure."""
        return _options("class", self.shown()["class"])

    def basings(self) -> dict[str, str]:
        """Options for the ways of launching that have a figure."""
        return _options("basing", self.shown()["basing"])

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
        first = f"{_count(len(rows), 'system')} with a published figure."
        if len(flown := rows[rows["measure"] == "flown"]):
            first = f"{_count(len(rows), 'system')}, {len(flown)} of them known by test flights only."
        if ranged.empty:
            return first
        ratio = (ranged["highest_km"] / ranged["lowest_km"]).astype(float)
        widest = ranged.loc[ratio.idxmax()]
        if ratio.max() == 1:
            return f"{first} The sources agree on each range."
        return (
            f"{first} The sources differ most on the {widest['name']}: {_span(widest)}, "
            f"a factor of {ratio.max():.1f} between {_count(int(widest['n_sources']), 'source')}."
        )


# ---------------------------------------------------------------- reach


def nearest_origins(sites: pd.DataFrame, pairs: Sequence[tuple[str, str]]) -> pd.DataFrame:
    """Return a row per (country, site) pair: the point of that country's mainland nearest to the site.

    The rows have the columns of missiles/sites that a chart of reach needs. A distance from such a point to
    its site is the least that anything launched from the mainland has to cover, at the map's accuracy
    (`geo.MAP_ERROR_KM`); to another place a different point may be nearer.
    """
    at, names = sites.set_index("site_id"), _names({iso3 for iso3, _ in pairs}, by_code=True)
    found = []
    for iso3, site in pairs:
        near = geo.nearest_point(iso3, float(at.loc[site, "lat"]), float(at.loc[site, "lon"]))
        found.append(
            {
                "site_id": f"{iso3.lower()}-nearest-{site}",
                "name": f"{names[iso3]}: mainland point nearest to {_short(at.loc[site, 'name'])}",
                "iso3": iso3, "kind": "nearest_point", "lat": near.lat, "lon": near.lon,
                "source_id": at.loc[site, "source_id"],
            }
        )
    return pd.DataFrame(found)


def reach(system: Mapping[str, Any], origin: Mapping[str, Any], targets: pd.DataFrame) -> pd.DataFrame:
    """Return the targets with their distance from `origin` and whether `system` covers it.

    `system` is a row of `range_spread`, `origin` and `targets` have lat and lon. Adds `km` (whole kilometres
    along the geodesic) and `within`: inside every estimate, depends on the estimate, outside all of them, or
    unknown where no figure is published. A lowest estimate that is a lower bound still counts as it stands.
    Nearest first; the origin itself is left out.
    """
    low, high = bounds(system)
    found = targets[targets["site_id"] != origin["site_id"]]
    exact = geo.distance_km(
        float(origin["lat"]), float(origin["lon"]), found["lat"].to_numpy(float), found["lon"].to_numpy(float)
    )
    within = [_within(float(d), low, high) for d in exact]
    found = found.assign(km=pd.Series(exact, found.index).round().astype(int), within=within)
    return found.sort_values(["km", "name"]).reset_index(drop=True)


def bounds(system: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """Return lowest and highest reach of a row of `range_spread`; for flights only, the longest flight."""
    known = system["flown_km"] if pd.isna(system["highest_km"]) else system["highest_km"]
    low = known if pd.isna(system["lowest_km"]) else system["lowest_km"]
    return (None, None) if pd.isna(known) else (int(low), int(known))


def _within(km: float, low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return "unknown"
    return "inside" if km <= low else "depends" if km <= high else "outside"


@dataclass(frozen=True)
class Reach:
    """A system and a place: the frames behind the map of reach."""

    spread: pd.DataFrame
    origins: pd.DataFrame
    targets: pd.DataFrame

    # Whose mainland, and the place that it is nearest to.
    NEAREST = (("CHN", "tokyo"), ("CHN", "naha"), ("CHN", "taipei"), ("RUS", "sapporo"), ("PRK", "tokyo"))

    @classmethod
    def load(cls) -> Reach:
        """Read systems, figures and places; systems without a figure are left out."""
        spread = Ranges.load().shown()
        sites = facts.load("missiles/sites")
        listed, nearest = sites[sites["is_origin"]], nearest_origins(sites, cls.NEAREST)
        starts = pd.concat([listed, nearest], ignore_index=True)
        return cls(spread.reset_index(drop=True), starts, sites[sites["is_target"]].reset_index(drop=True))

    def systems(self) -> dict[str, dict[str, str]]:
        """Options for the system, by operator: ``{operator: {name: system_id}}``."""
        return _grouped(self.spread, "operator_iso3", "system_id")

    def sites(self) -> dict[str, dict[str, str]]:
        """Options for the place of launch, by kind: ``{heading: {name: site_id}}``."""
        heads = {
            "missile_unit": "Japan: announced missile units",
            "nearest_point": "Nearest point of a mainland",
            "launch_area": "North Korea: launch areas of tests",
        }
        parts = {head: self.origins[self.origins["kind"] == kind] for kind, head in heads.items()}
        return {head: dict(zip(p["name"], p["site_id"], strict=True)) for head, p in parts.items() if len(p)}

    def rows(self, system: str, site: str, **state: Any) -> pd.DataFrame:
        """Return every listed place with its distance in km and whether the system covers it."""
        kept = ["site_id", "name", "iso3", "kind", "km", "within", "source_id"]
        own = self._system(system)
        found = reach(own, self._site(site), self.targets)[kept]
        return found.assign(source_id=found["source_id"] + ";" + own["source_id"])

    def words(self, rows: pd.DataFrame, system: str, site: str, **state: Any) -> str:
        """Return which places lie inside, which depend on the estimate, and what the figures rest on."""
        own, place = self._system(system), self._site(site)
        inside, depends = (list(rows.loc[rows["within"] == w, "name"]) for w in ("inside", "depends"))
        flown = own["measure"] == "flown"
        edge = "within the longest flight" if flown else "inside the published range"
        edge = "inside every published range" if depends else edge
        words = (
            f"From {_short(place['name'])}, {len(inside)} of {len(rows)} listed places lie {edge} "
            f"of the {own['name']} ({_span(own)})"
        )
        words += f"; for {_listed(depends)} it depends on the estimate." if depends else "."
        if flown:
            words += " A distance flown is not a range: the missile may go farther."
        elif own["measure"] == "claim":
            words += " The figures are claims of the owner state."
        if own["at_least"]:
            words += " The highest figure is a lower bound."
        if place["kind"] == "nearest_point":
            words += f" The place of launch is read off a map good to {geo.MAP_ERROR_KM} km."
        if not set(own["operator_iso3"].split(";")) & {place["iso3"]}:
            words += " The pair is hypothetical: the operator has no such unit there."
        return words

    def _system(self, system: str) -> pd.Series:
        return self.spread[self.spread["system_id"] == system].iloc[0]

    def _site(self, site: str) -> pd.Series:
        return self.origins[self.origins["site_id"] == site].iloc[0]


# ---------------------------------------------------------------- promises and milestones


def slips(promises: pd.DataFrame, as_of: str | pd.Timestamp) -> pd.DataFrame:
    """Return the promises with what became of them by a date.

    Takes missiles/promises. `outcome`: early (done before the time promised), kept (within it), late (after
    it), replaced (another promise took its place and it was not done), overdue (the time is past and nothing
    is reported), open. `slip_days` counts from the edge of the promised time, negative for early, missing
    until done; `slip_months` is the same in months of 30.4 days. `moved_months` is how far the promise that
    replaced it moved the start of the time, negative for brought forward.
    """
    day = pd.Timestamp(as_of)
    start, end = promises["promised_for_from_start"], promises["promised_for_to_end"]
    done_first, done_last = promises["fulfilled_on_start"], promises["fulfilled_on_end"]
    days = (done_first - end).where(done_first > end, (done_last - start).where(done_last < start))
    days = days.dt.days.where(days.notna() | done_first.isna(), 0).astype("Int64")
    successor = promises["superseded_by"].map(promises.set_index("promise_id")["promised_for_from_start"])
    moved = (pd.to_datetime(successor) - start).dt.days
    return promises.assign(
        outcome=[_outcome(*row, day) for row in zip(days, promises["superseded_by"], end, strict=True)],
        slip_days=days,
        slip_months=(days / DAYS_A_MONTH).astype("Float64").round(1) + 0.0,  # no minus zero
        moved_months=(moved / DAYS_A_MONTH).round().astype("Int64"),
    )


def _outcome(days: Any, successor: Any, end: pd.Timestamp, today: pd.Timestamp) -> str:
    if pd.notna(days):
        return "early" if days < 0 else "late" if days > 0 else "kept"
    if pd.notna(successor):
        return "replaced"
    return "overdue" if end < today else "open"


OUTCOMES = {
    "early": "done before the time promised",
    "kept": "done in the time promised",
    "late": "done after it",
    "replaced": "replaced by another promise",
    "overdue": "time past, not reported as done",
    "open": "time not past",
}
"""What became of a promise, for a legend."""

_BECAME = {
    "early": "done before the time promised",
    "kept": "done in the time promised",
    "late": "done later",
    "replaced": "replaced by another",
    "overdue": "past their time without a report that they were done",
    "open": "with time left",
}


@dataclass(frozen=True)
class Programmes:
    """Japan's missile programmes: the frames behind the time line."""

    promises: pd.DataFrame
    milestones: pd.DataFrame
    names: dict[str, str]
    as_of: str

    @classmethod
    def load(cls) -> Programmes:
        """Read promises and milestones; outcomes are as of the vintage of the facts."""
        as_of = facts.version().split("+")[0]
        events = facts.load("missiles/japan_programmes")
        names = dict(zip(events["programme_id"], events["name"], strict=True))
        promised = slips(facts.load("missiles/promises"), as_of)
        kept = events[events["programme_id"].isin(promised["programme_id"])]
        return cls(_with_titles(promised), _with_titles(kept.reset_index(drop=True)), names, as_of)

    def programmes(self) -> dict[str, str]:
        """Options for the programmes that have a promise, those with the most first."""
        order = self.promises["programme_id"].value_counts(sort=True).index
        return {self.names.get(code, code): code for code in order}

    def rows(self, chosen: Sequence[str], **state: Any) -> pd.DataFrame:
        """Return the promises on screen with outcome and slip, by programme and time promised."""
        kept = self.promises[self.promises["programme_id"].isin(chosen)]
        columns = [
            "programme_id", "promise", "promised_on", "promised_for_from", "promised_for_to", "fulfilled_on",
            "outcome", "slip_days", "slip_months", "moved_months", "source_id", "note",
        ]
        return kept.sort_values(["programme_id", "promised_for_from"])[columns].reset_index(drop=True)

    def words(self, rows: pd.DataFrame, **state: Any) -> str:
        """Return how many promises were kept, brought forward, late or are open."""
        if rows.empty:
            return "No programme is chosen."
        counts = rows["outcome"].value_counts()
        said = [f"{counts[name]} {words}" for name, words in _BECAME.items() if counts.get(name)]
        words = f"Of {_count(len(rows), 'promise')}, as of {self.as_of}: {_list(said)}."
        forward = int((rows["moved_months"] < 0).sum())
        if forward:
            words += f" {_count(forward, 'promise')} had been brought forward."
        return words


# ---------------------------------------------------------------- helpers


def _ids(cells: pd.Series) -> list[str]:
    return list(dict.fromkeys(part for cell in cells.dropna() for part in cell.split(";")))


def _with_titles(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with `source`: publisher and year of each source of the row, for tooltips."""
    known = facts.load("sources").set_index("source_id")
    names = (known["publisher"] + " " + known["published"].str[:4].fillna("n.d.")).to_dict()
    told = [", ".join(names.get(i, i) for i in cell.split(";")) for cell in frame["source_id"]]
    titles = known["title"].to_dict()
    first = [titles.get(cell.split(";")[0], "") for cell in frame["source_id"]]
    return frame.assign(source=told, source_title=first)


def _names(codes: set[str], by_code: bool = False) -> dict[str, str]:
    """Country names in the order of the countries table, ``{name: code}`` or the other way round."""
    table = facts.load("countries")
    kept = table[table["iso3"].isin(codes)].sort_values("display_order")
    pair = ("iso3", "name_en") if by_code else ("name_en", "iso3")
    return dict(zip(kept[pair[0]], kept[pair[1]], strict=True))


def _options(column: str, held: pd.Series) -> dict[str, str]:
    """Options for a column of missiles/systems, ``{label: value}``, labels from the descriptor."""
    field = facts.base().fields("missiles/systems")[column]
    here = set(held)
    return {_capital(field["labels"][v]): v for v in field["constraints"]["enum"] if v in here}


def _grouped(frame: pd.DataFrame, by: str, value: str) -> dict[str, dict[str, str]]:
    names = _names({code for cell in frame[by] for code in cell.split(";")}, by_code=True)
    found: dict[str, dict[str, str]] = {name: {} for name in names.values()}
    for row in frame.itertuples():
        found[names[getattr(row, by).split(";")[0]]][row.name] = getattr(row, value)
    return {group: options for group, options in found.items() if options}


def _short(name: str) -> str:
    return name.split(" (")[0]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _span(system: Mapping[str, Any]) -> str:
    low, high = bounds(system)
    if low is None:
        return "no figure"
    more = "more than " if system["at_least"] and low == high else ""
    return f"{more}{high:,} km" if low == high else f"{low:,}–{high:,} km"


def _list(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def _listed(names: Sequence[str]) -> str:
    shown = [_short(name) for name in names[:NAMED]]
    more = len(names) - len(shown)
    return _list([*shown, f"{more} more"] if more else shown)
