"""Missiles: spread of published ranges, places within reach, promises and what became of them.

Frames in, frames out. `Ranges`, `Reach` and `Programmes` hold the frames of one exploration and answer its
controls with rows (``rows(**state)``) and a sentence made from them (``words(rows, **state)``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

import numpy as np
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
        "n_sources": len(_ids([figure.source_id for figure in used])),
        "source_id": ";".join(_ids([figure.source_id for figure in [*used, *flown]])),
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


COAST_STEP = 0.05  # degrees between points of an outline: under 6 km


@cache
def _outline(iso3: str) -> np.ndarray:
    """Points of a mainland's outline as longitude and latitude, close together."""
    corners = np.array(geo.mainland(iso3))
    steps = np.maximum(1, np.ceil(np.hypot(*np.diff(corners, axis=0).T) / COAST_STEP).astype(int))
    at = np.concatenate([n + np.arange(k) / k for n, k in enumerate(steps)])
    corner = np.arange(len(corners))
    return np.column_stack([np.interp(at, corner, corners[:, 0]), np.interp(at, corner, corners[:, 1])])


def _upright(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    lon, lat = np.radians(lon), np.radians(lat)
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def nearest_points(iso3: str, places: pd.DataFrame) -> pd.DataFrame:
    """Return the point of a country's mainland nearest to each place outside it: lat, lon and km.

    Chords on a sphere find the candidates, the geodesic on WGS84 chooses among those within one per cent.
    A distance from such a point is the least that anything launched from the mainland has to cover, at the
    map's accuracy (`geo.MAP_ERROR_KM`).
    """
    coast = _outline(iso3)
    lats, lons = places["lat"].to_numpy(float), places["lon"].to_numpy(float)
    chords = 2 - 2 * _upright(lons, lats) @ _upright(coast[:, 0], coast[:, 1]).T
    found = []
    for lat, lon, chord in zip(lats, lons, chords, strict=True):
        near = coast[chord <= chord.min() * 1.02 + 1e-9]  # the square of one per cent
        km = geo.distance_km(lat, lon, near[:, 1], near[:, 0])
        n = int(np.argmin(km))
        found.append((round(float(near[n, 1]), 3), round(float(near[n, 0]), 3), float(km[n])))
    return pd.DataFrame(found, columns=["lat", "lon", "km"], index=places.index)


def nearest_origins(sites: pd.DataFrame, pairs: Sequence[tuple[str, str]]) -> pd.DataFrame:
    """Return a row per (country, site) pair: the point of that country's mainland nearest to the site.

    The rows have the columns of missiles/sites that a chart of reach needs. To another place a different
    point of the mainland may be nearer (see `nearest_points`).
    """
    at, names = sites.set_index("site_id"), _names({iso3 for iso3, _ in pairs}, by_code=True)
    found = []
    for iso3, site in pairs:
        near = nearest_points(iso3, at.loc[[site]]).iloc[0]
        found.append(
            {
                "site_id": f"{iso3.lower()}-nearest-{site}",
                "name": f"{names[iso3]}: mainland point nearest to {_short(at.loc[site, 'name'])}",
                "iso3": iso3,
                "kind": "nearest_point",
                "lat": near["lat"],
                "lon": near["lon"],
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


def both_names(sites: pd.DataFrame) -> pd.Series:
    """Return names of places, with the other name beside it where another state claims the place."""
    other = sites["name_other"].str.split(";").str[0].str.replace(r" \(.*", "", regex=True)
    short = sites["name"].str.replace(r" \(.*", "", regex=True)
    disputed = sites["claimed_by"].notna() & other.notna()
    return sites["name"].where(~disputed, short + " / " + other)


@dataclass(frozen=True)
class Reach:
    """A system and a place: the frames behind the map of reach."""

    spread: pd.DataFrame
    origins: pd.DataFrame
    targets: pd.DataFrame

    # Whose mainland, and the place that it is nearest to.
    NEAREST = (("CHN", "tokyo"), ("CHN", "naha"), ("CHN", "taipei"), ("RUS", "sapporo"), ("PRK", "tokyo"))

    @classmethod
    @cache
    def load(cls) -> Reach:
        """Read systems, figures and places; systems without a figure are left out."""
        spread = Ranges.load().shown()
        sites = facts.load("missiles/sites")
        listed, nearest = sites[sites["is_origin"]], nearest_origins(sites, cls.NEAREST)
        starts = pd.concat([listed, nearest], ignore_index=True)
        targets = sites[sites["is_target"]].reset_index(drop=True)
        return cls(spread.reset_index(drop=True), starts, targets.assign(name=both_names(targets)))

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


# ---------------------------------------------------------------- systems against places

SETS: dict[str, tuple[str, str, str]] = {
    "cities": ("Cities of Japan", "JPN", "capital;city"),
    "bases": ("Bases in Japan", "JPN", "base"),
    "islands": ("Islands administered by Japan", "JPN", "island"),
    "korea": ("Korean peninsula", "KOR;PRK", "capital;city;base"),
    "china": ("Cities of China", "CHN", "capital;city"),
    "taiwan": ("Taiwan and the Philippines", "TWN;PHL", "capital;city"),
    "russia": ("Russia's Far East and islands it administers", "RUS", "city;island"),
    "pacific": ("Guam, the Marianas and US states", "GUM;MNP;UMI;USA", "capital;city;base"),
}
"""Sets of listed places: heading, country codes, kinds."""

STATES = {
    "inside": "inside by all figures",
    "estimate": "depends on the estimate",
    "launch": "depends on the launch point",
    "both": "depends on both",
    "outside": "outside by all figures",
    "flight": "no range figure, only a flight",
}
UNDECIDED = ("estimate", "launch", "both")
ESTIMATES = ("all", "lowest", "highest")


def cell_state(kms: Sequence[float], low: int | None, high: int | None, estimate: str = "all") -> str:
    """Return what published ranges say of a place at distances `kms` from the possible launch points.

    One of STATES. `low` and `high` bound the published ranges (None: only a flight is known); `estimate`
    narrows them to one end.
    """
    if low is None or high is None:
        return "flight"
    ends = {"all": (low, high), "lowest": (low, low), "highest": (high, high)}[estimate]
    figures_differ = any((km <= ends[0]) != (km <= ends[1]) for km in kms)
    points_differ = any(len({km <= end for km in kms}) > 1 for end in ends)
    if figures_differ or points_differ:
        return "both" if figures_differ and points_differ else "estimate" if figures_differ else "launch"
    return "inside" if kms[0] <= ends[0] else "outside"


def banded(spread: pd.DataFrame) -> pd.DataFrame:
    """Return systems with `low` and `high`: a band only where two or more sources give a range.

    Where one source gives a span, both are its highest figure. Missing where only a flight is known.
    """
    low = spread["lowest_km"].where(spread["n_sources"] >= 2, spread["highest_km"])
    return spread.assign(low=low, high=spread["highest_km"])


@dataclass(frozen=True)
class Matrix:
    """Systems against places: one state a cell, from a choice of launch points.

    `systems` has low and high; `km[origin][place]` are kilometres; `launches[option][system]` lists the
    launch points of a system under an option of the control, and systems that it leaves out are missing.
    """

    systems: pd.DataFrame
    places: pd.DataFrame
    km: dict[str, dict[str, float]]
    launches: dict[str, dict[str, list[str]]]
    options: dict[str, dict[str, str]]

    @classmethod
    @cache
    def load(cls) -> Matrix:
        """Systems of North Korea, China and Russia that are fired from land.

        Launch points: the listed launch areas of North Korean tests; for China and Russia the mainland point
        nearest to each place, so that the distance is a lower bound. Ships, submarines and aircraft have no
        launch point and are left out, so are systems without any figure.
        """
        held = banded(Ranges.load().shown())
        held = held[held["operator_iso3"].isin(["PRK", "CHN", "RUS"]) & held["basing"].eq("ground")]
        sites = facts.load("missiles/sites")
        areas = sites[sites["kind"] == "launch_area"].sort_values("name")
        places = _in_sets(sites, ("cities", "bases", "islands", "korea", "taiwan", "pacific"))
        km = _kilometres(areas, places)
        for iso3 in ("CHN", "RUS"):
            least = nearest_points(iso3, places)["km"]
            km[iso3] = dict(zip(places["site_id"], least, strict=True))
        own = {
            iso3: list(held.loc[held["operator_iso3"] == iso3, "system_id"]) for iso3 in ("PRK", "CHN", "RUS")
        }
        every = list(areas["site_id"])
        launches = {"PRK": dict.fromkeys(own["PRK"], every)}
        launches |= {area: {system: [area] for system in own["PRK"]} for area in every}
        launches |= {iso3: {system: [iso3] for system in own[iso3]} for iso3 in ("CHN", "RUS")}
        options = {
            "North Korea: launch areas of tests": {f"all {len(every)} listed launch areas": "PRK"}
            | dict(zip(areas["name"], every, strict=True)),
            "Nearest point of the mainland (lower bound)": {"China": "CHN", "Russia": "RUS"},
        }
        return cls(_longest_first(held), places, km, launches, options)

    @classmethod
    @cache
    def mirror(cls) -> Matrix:
        """Japanese systems from announced sites: in place, planned, and with ships and aircraft.

        Options are ``depth|site``. A ship or aircraft counts as if it fired from its home port or base.
        """
        held = banded(Ranges.load().shown())
        sites, listed = facts.load("missiles/sites"), facts.load("missiles/deployments")
        listed = listed[listed["status"].isin(["deployed", "planned"])]
        listed = listed.merge(held[["system_id", "basing", "operator_iso3"]], on="system_id")
        listed = listed[listed["operator_iso3"] == "JPN"]
        used = sites[sites["site_id"].isin(listed["site_id"])]
        places = _in_sets(sites, ("china", "korea", "russia", "taiwan", "islands"))
        launches: dict[str, dict[str, list[str]]] = {}
        for depth, kept in _depths(listed).items():
            at = kept.groupby("system_id", sort=False)["site_id"].apply(list).to_dict()
            launches[f"{depth}|all"] = at
            for site in used["site_id"]:
                launches[f"{depth}|{site}"] = {system: [site] for system in at if site in at[system]}
        options = {"": {"all announced sites of each system": "all"}}
        options[""] |= dict(zip(used["name"].map(_short), used["site_id"], strict=True))
        held = held[held["system_id"].isin(listed["system_id"])]
        return cls(_longest_first(held), places, _kilometres(used, places), launches, options)

    def sets(self) -> dict[str, str]:
        """Options for the set of places."""
        return {SETS[name][0]: name for name in dict.fromkeys(self.places["set"])}

    def rows(self, option: str, estimate: str, places: str) -> pd.DataFrame:
        """Return a row per cell: system, place, nearest and farthest launch point in km, state, sources."""
        shown = self.places[self.places["set"] == places]
        wanted = self.launches[option]
        systems = self.systems[self.systems["system_id"].isin(wanted)]
        found = []
        for system, place in product(systems.itertuples(), shown.itertuples()):
            kms = [self.km[origin][place.site_id] for origin in wanted[system.system_id]]
            low, high = (None, None) if pd.isna(system.high) else (int(system.low), int(system.high))
            state = cell_state(kms, low, high, estimate)
            cells = (system.system_id, system.name, place.site_id, place.name, round(min(kms)))
            found.append((*cells, round(max(kms)), low, high, state, f"{system.source_id};{place.source_id}"))
        columns = [
            "system_id",
            "system",
            "site_id",
            "place",
            "km_nearest",
            "km_farthest",
            "low_km",
            "high_km",
        ]
        table = pd.DataFrame(found, columns=[*columns, "state", "source_id"])
        return table.astype({"low_km": "Int64", "high_km": "Int64"})

    def words(self, rows: pd.DataFrame) -> str:
        """Return how many cells every figure decides, and what the others depend on."""
        ranged = rows[rows["state"] != "flight"]
        if ranged.empty:
            return "No system with a published range has a launch point under these settings."
        counts = ranged["state"].value_counts()
        open_ = int(sum(counts.get(state, 0) for state in UNDECIDED))
        parts = [
            f"{counts[state]} {STATES[state].removeprefix('depends ')}"
            for state in UNDECIDED
            if state in counts
        ]
        systems, places = ranged["system"].nunique(), rows["place"].nunique()
        words = (
            f"{_count(systems, 'system')} with a range and {places} places: of {len(ranged)} cells "
            f"{counts.get('inside', 0)} are inside and {counts.get('outside', 0)} outside by all figures; "
            f"{open_} ({100 * open_ / len(ranged):.0f} %) depend"
        )
        words += f" ({_list(parts)})." if parts else "."
        flights = rows.loc[rows["state"] == "flight", "system"].nunique()
        return words + (
            f" {_count(flights, 'system')} known by flights only stay out of the count." if flights else ""
        )


def undecided(option: str = "PRK", places: str = "cities") -> float:
    """Return the share, in per cent, of cells with a range that depend on the estimate or the launch point.

    `option` is a launch option of `Matrix`, or "any": the cells of North Korea, China and Russia together.
    """
    matrix = Matrix.load()
    parts = [
        matrix.rows(one, "all", places) for one in (("PRK", "CHN", "RUS") if option == "any" else (option,))
    ]
    ranged = pd.concat(parts)
    ranged = ranged[ranged["state"] != "flight"]
    return 100 * float(ranged["state"].isin(UNDECIDED).mean())


def areas_within(system: str = "nodong", place: str = "tokyo", estimate: str = "lowest") -> int:
    """Return from how many listed launch areas a place lies inside the lowest or highest published range."""
    matrix = Matrix.load()
    row = matrix.systems.set_index("system_id").loc[system]
    edge = int(row["low"] if estimate == "lowest" else row["high"])
    return sum(matrix.km[area][place] <= edge for area in matrix.launches["PRK"][system])


def cells(*states: str, option: str = "planned|all", places: str = "china") -> int:
    """Return how many cells of the mirror matrix are in these states."""
    return int(Matrix.mirror().rows(option, "all", places)["state"].isin(states).sum())


def apart(one: str, other: str) -> float:
    """Return the kilometres between two listed places."""
    at = facts.load("missiles/sites").set_index("site_id")[["lat", "lon"]].astype(float)
    return geo.distance_km(*at.loc[one], *at.loc[other])


def _in_sets(sites: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Listed places with the set they belong to, set by set, from north to south."""
    parts = []
    for name in names:
        _, codes, kinds = SETS[name]
        here = (
            sites["is_target"] & sites["iso3"].isin(codes.split(";")) & sites["kind"].isin(kinds.split(";"))
        )
        parts.append(
            sites[here & sites["site_id"].ne("moscow")].assign(set=name).sort_values("lat", ascending=False)
        )
    return pd.concat(parts, ignore_index=True)


def _kilometres(origins: pd.DataFrame, places: pd.DataFrame) -> dict[str, dict[str, float]]:
    lats, lons = (origins[column].to_numpy(float)[:, None] for column in ("lat", "lon"))
    km = geo.distance_km(lats, lons, places["lat"].to_numpy(float), places["lon"].to_numpy(float))
    return {
        o: dict(zip(places["site_id"], line, strict=True))
        for o, line in zip(origins["site_id"], km.tolist(), strict=True)
    }


DEPTHS = {"in place": "deployed", "in place or planned": "planned", "with ships and aircraft": "home"}
"""How much of what is announced counts: ``{label: value}``."""


def _depths(listed: pd.DataFrame) -> dict[str, pd.DataFrame]:
    land = listed["basing"] == "ground"
    return {
        "deployed": listed[land & listed["status"].eq("deployed")],
        "planned": listed[land],
        "home": listed,
    }


def _longest_first(held: pd.DataFrame) -> pd.DataFrame:
    order = held.assign(reach=held["high"].fillna(0)).sort_values(
        ["reach", "flown_km", "name"], ascending=[False, False, True]
    )
    return order.drop(columns="reach").reset_index(drop=True)


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

    def rows(self, chosen: Sequence[str], fates: Sequence[str] | None = None) -> pd.DataFrame:
        """Return the promises on screen with outcome and slip, by programme and time promised."""
        kept = self.promises[self.promises["programme_id"].isin(chosen)]
        kept = kept[kept["outcome"].isin(OUTCOMES if fates is None else fates)]
        columns = [
            "programme_id",
            "promise",
            "promised_on",
            "promised_for_from",
            "promised_for_to",
            "fulfilled_on",
            "outcome",
            "slip_days",
            "slip_months",
            "moved_months",
            "source_id",
            "note",
        ]
        return kept.sort_values(["programme_id", "promised_for_from"])[columns].reset_index(drop=True)

    def words(self, rows: pd.DataFrame, **state: Any) -> str:
        """Return how many promises were kept, brought forward, late or are open."""
        if rows.empty:
            return "No promise fits these settings."
        counts = rows["outcome"].value_counts()
        said = [f"{counts[name]} {words}" for name, words in _BECAME.items() if counts.get(name)]
        words = f"Of {_count(len(rows), 'promise')}, as of {self.as_of}: {_list(said)}."
        forward = int((rows["moved_months"] < 0).sum())
        if forward:
            words += f" {_count(forward, 'promise')} had been brought forward."
        matched = int(rows["slip_days"].notna().sum())
        if matched:
            late = int((rows["slip_days"] > 0).sum())
            words += f" Matched pairs alone would show {matched - late} of {matched} in time."
        return words


# ---------------------------------------------------------------- Tomahawk: stages and money

MOST_TOMAHAWKS = 400  # "up to", in the approval and in the contract
STAGES = {
    "decision": "Decisions", "us_approval": "US approval", "budget": "Budget", "contract": "Contract",
    "training": "Training", "plan": "Plans", "deployment": "Ship", "delivery": "Delivery",
    "delay_report": "Delay reported", "cost_report": "Cost report",
}  # fmt: skip
TOMAHAWK_MONEY = {
    "tomahawk-2023-11-17-us-approval": "US approval: ceiling of the sale",
    "tomahawk-2022-12-budget": "FY2023 budget: missiles",
    "tomahawk-2022-12-23-budget-ships": "FY2023 budget: equipment of ships",
    "tomahawk-2024-01-18-contract": "Contract: whole",
    "tomahawk-2024-01-19-contract-missiles": "Contract: missiles",
    "tomahawk-2024-01-19-contract-fitting": "Contract: fitting of ships",
}


def tomahawk_money() -> pd.DataFrame:
    """Return published amounts in the currency they were set in: what, yen bn or dollars m, scope, sources.

    The ceiling was set in dollars, budget and contract in yen; dollars that the press computed are left out.
    """
    held = facts.load("missiles/japan_programmes").set_index("milestone_id").loc[list(TOMAHAWK_MONEY)]
    held = held.assign(what=[TOMAHAWK_MONEY[key] for key in held.index])
    held["usd_m"] = held["cost_usd_m"].where(held["cost_scope"] == "ceiling")
    held["jpy_bn"] = held["cost_jpy_bn"]
    return held.reset_index()[
        ["milestone_id", "date", "what", "jpy_bn", "usd_m", "cost_scope", "note", "source_id"]
    ]


def money_at(rate: float) -> pd.DataFrame:
    """Return the amounts of `tomahawk_money` in both currencies at `rate` yen a dollar."""
    held = tomahawk_money()
    yen = held["jpy_bn"].fillna(held["usd_m"] * rate / 1000).astype(float)
    return held.assign(jpy_bn=yen.round(1), usd_m=(yen * 1000 / rate).round(0), rate=rate)


def unit_cost(rate: float | None = None) -> float:
    """Return the contract for missiles divided by 400: million yen, or million dollars at a `rate`."""
    held = tomahawk_money().set_index("milestone_id")["jpy_bn"]
    yen = 1000 * float(held["tomahawk-2024-01-19-contract-missiles"]) / MOST_TOMAHAWKS
    return yen if rate is None else yen / rate


def ceiling_ratio(rate: float) -> float:
    """Return the ceiling of the sale as a multiple of the whole contract at `rate` yen a dollar."""
    held = money_at(rate).set_index("milestone_id")["jpy_bn"]
    return float(held["tomahawk-2023-11-17-us-approval"] / held["tomahawk-2024-01-18-contract"])


def rates() -> dict[str, float]:
    """Return published yen-per-dollar rates that belong to this purchase, ``{what: rate}``."""
    held = facts.load("spending/gdp_fx")
    held = held[held["country_iso3"].eq("JPN") & held["indicator"].eq("fx_lcu_per_usd")]
    at = held.set_index(["period", "basis"])["value"].astype(float)
    month = held[held["basis"] == "fed_h10_monthly_average"].iloc[-1]
    return {
        "plan of December 2022": at["FY2024", "plan_rate_dec_2022"],
        "budget of FY2023": at["FY2023", "budget_rate"],
        "market, month of the contract": at["2024-01", "fed_h10_monthly_average"],
        f"market, {month['period']}": float(month["value"]),
    }


def tomahawk_stages() -> pd.DataFrame:
    """Return the milestones of the purchase by date: stage, milestone, quantity, note, sources."""
    held = facts.load("missiles/japan_programmes")
    own = held[held["programme_id"] == "tomahawk"].sort_values("date_start", kind="stable")
    return own[["date", "kind", "milestone", "quantity", "quantity_scope", "note", "source_id"]].reset_index(
        drop=True
    )


# ---------------------------------------------------------------- figures side by side

FIELDS = {
    "defence": {
        "Aegis ships and sites": "Aegis", "Patriot PAC-3": "pac-3", "SM-3 and SM-6 interceptors": "sm-",
    },
    "counts": {"ICBM": "ICBM", "MRBM": "MRBM", "DF-26 and IRBM": "DF-26|IRBM", "Silos": "silo"},
}  # fmt: skip
SCOPES = {
    "estimate": "Estimate", "life_cycle": "Life cycle", "request": "Request", "budget": "Budget",
    "draft_budget": "Draft budget", "contract": "Contract",
}  # fmt: skip


def missile_defence() -> pd.DataFrame:
    """Return published numbers of Japan's missile defence: group, label, low, high, kind, sources."""
    held = facts.load("missiles/interceptors")
    named = held["asset"] + " " + held["platform"].fillna("") + " " + held["system_id"].fillna("")
    has = held["measure"].map({"fleet": "in the fleet or built up", "units": "in the fleet or built up"})
    kind = has.fillna(
        held["measure"].map({"approved": "approved for sale", "annual_production": "built a year"})
    )
    return _side_by_side(
        held, "defence", named, held["as_of"] + " · " + held["asset"], kind.fillna("planned"), "number"
    )


def china_counts() -> pd.DataFrame:
    """Return counts of China's land-based missiles and launchers: group, label, low, high, kind, sources."""
    held = facts.load("missiles/inventories")
    held = held[held["operator_iso3"] == "CHN"]
    named = held["category"] + " "
    label = (
        held["as_of"].fillna(held["report_year"].astype(str))
        + " · "
        + held["category"]
        + " · "
        + held["basis"].str.replace("Bulletin of the Atomic Scientists", "Bulletin")
    )
    return _side_by_side(
        held.assign(number=held["high"].fillna(held["low"])), "counts", named, label, held["unit"], "number"
    )


def ship_costs() -> pd.DataFrame:
    """Return published costs of the Aegis system equipped vessels in bn yen; the group is the scope."""
    held = facts.load("missiles/japan_programmes")
    held = held[held["programme_id"].eq("asev") & held["cost_jpy_bn"].notna()]
    scope = held["cost_scope"].map(SCOPES)
    ships = held["quantity"].map({1: "one ship", 2: "two ships"}).fillna("parts of the ships")
    frame = held.assign(
        group=scope, label=held["date"] + " · " + scope + " · " + ships, low=held["cost_jpy_bn"]
    )
    frame = frame.assign(high=frame["low"], kind=ships, note=held["note"].fillna(held["milestone"]))
    return frame.sort_values("date")[
        ["group", "label", "low", "high", "kind", "note", "source_id"]
    ].reset_index(drop=True)


def _side_by_side(
    held: pd.DataFrame, field: str, named: pd.Series, label: pd.Series, kind: pd.Series, number: str
) -> pd.DataFrame:
    group = pd.Series("", held.index)
    for name, pattern in FIELDS[field].items():
        group = group.mask(named.str.contains(pattern) & group.eq(""), name)
    low = held["low"].fillna(held[number]) if "low" in held else held[number]
    frame = held.assign(group=group, label=label, kind=kind, low=low, high=held[number])
    frame = frame[frame["group"].ne("")].sort_values("label")
    return frame[["group", "label", "low", "high", "kind", "note", "source_id"]].reset_index(drop=True)


# ---------------------------------------------------------------- words from elsewhere, articles, readings

ON_MISSILES = ("counterstrike", "us_missiles", "missile_defence", "tomahawk", "type_12")
"""Subjects of statements that concern missiles, though some are filed under another theme."""


def statements() -> pd.DataFrame:
    """Return official words on missiles and counterstrike, and Japan's own announcements, in one form.

    Columns: id, date, start (Timestamp), who (ISO code), office, words, more, source_id.
    """
    said = facts.load("threats/foreign_statements")
    said = said[said["about_theme"].eq("missiles") | said["subject"].isin(ON_MISSILES)]
    own = facts.load("missiles/japan_programmes")
    own = own[own["kind"].isin(["decision", "plan"]) & own["basis"].eq("official_announcement")]
    theirs = pd.DataFrame(
        {
            "id": said["statement_id"], "date": said["date"], "start": said["date_start"],
            "who": said["speaker_iso3"], "office": said["speaker_office"], "words": said["paraphrase"],
            "more": "On: " + said["response_to"].fillna("no single event"), "source_id": said["source_id"],
        }
    )  # fmt: skip
    ours = pd.DataFrame(
        {
            "id": own["milestone_id"], "date": own["date"], "start": own["date_start"], "who": "JPN",
            "office": "Government of Japan, " + own["name"], "words": own["milestone"],
            "more": own["note"].fillna(""), "source_id": own["source_id"],
        }
    )  # fmt: skip
    return pd.concat([theirs, ours], ignore_index=True).sort_values(["date", "id"]).reset_index(drop=True)


def articles(*wanted: str) -> pd.DataFrame:
    """Return what the five articles said on missiles; with `wanted`, only claims of these verdicts."""
    held = facts.load("claims/claims")
    own = held[held["theme"] == "missiles"]
    own = own[own["verdict"].isin(wanted)] if wanted else own
    columns = ["claim_id", "doc_id", "claim", "verdict", "judgement", "evidence", "source_id"]
    return own[columns].reset_index(drop=True)


# ---------------------------------------------------------------- helpers


def _ids(cells: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(part for cell in cells for part in cell.split(";")))


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
