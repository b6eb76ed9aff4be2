"""Systems against places: which cells every published figure decides, and what the others depend on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

import pandas as pd

from hakusho import facts, geo
from hakusho.missiles import wording
from hakusho.missiles.places import nearest_points
from hakusho.missiles.ranges import Ranges
from hakusho.words import count, joined

SETS: dict[str, tuple[str, str, str]] = {
    "cities": ("Cities of Japan", "JPN", "capital;city"),
    "bases": ("Bases in Japan", "JPN", "base"),
    "islands": ("Islands administered by Japan", "JPN", "island"),
    "korea": ("Korean peninsula, bases included", "KOR;PRK", "capital;city;base"),
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
        options[""] |= dict(zip(used["name"].map(wording.short), used["site_id"], strict=True))
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
            f"{counts[state]} by {STATES[state].removeprefix('depends on ')}"
            for state in UNDECIDED
            if state in counts
        ]
        systems, places = ranged["system"].nunique(), rows["place"].nunique()
        words = (
            f"{count(systems, 'system')} with a range and {places} places: of {len(ranged)} cells "
            f"{counts.get('inside', 0)} are inside and {counts.get('outside', 0)} outside by all figures; "
            f"{open_} ({100 * open_ / len(ranged):.0f} %) are in doubt"
        )
        words += f": {joined(parts)}." if parts else "."
        flights = rows.loc[rows["state"] == "flight", "system"].nunique()
        return words + (
            f" {count(flights, 'system')} known by flights only stay out of the count." if flights else ""
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
