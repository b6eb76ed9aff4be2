"""Reach from a place: distances on the ellipsoid, nearest points of a mainland, places inside the rings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from hakusho import facts, geo
from hakusho.missiles import wording
from hakusho.missiles.ranges import Ranges, bounds, span

NAMED_FIRST = {"capital": 0, "city": 1}
"""Kinds of places that a sentence names before others, those in Japan first."""

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
    at, names = sites.set_index("site_id"), wording.names({iso3 for iso3, _ in pairs}, by_code=True)
    found = []
    for iso3, site in pairs:
        near = nearest_points(iso3, at.loc[[site]]).iloc[0]
        found.append(
            {
                "site_id": f"{iso3.lower()}-nearest-{site}",
                "name": f"{names[iso3]}: mainland point nearest to {wording.short(at.loc[site, 'name'])}",
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
        return wording.grouped(self.spread, "operator_iso3", "system_id")

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
        kind = rows["kind"].map(NAMED_FIRST)
        first = rows.assign(o=kind.where(rows["iso3"].eq("JPN") | kind.isna(), 2).fillna(3))
        first = first.sort_values("o", kind="stable")  # Japan's cities, other cities, then the rest
        inside, depends = (list(first.loc[first["within"] == w, "name"]) for w in ("inside", "depends"))
        flown = own["measure"] == "flown"
        edge = "within the longest flight" if flown else "inside the published range"
        edge = "inside every published range" if depends else edge
        words = (
            f"From {wording.short(place['name'])}, {len(inside)} of {len(rows)} listed places lie {edge} "
            f"of the {own['name']} ({span(own)})"
        )
        words += f"; for {wording.listed(depends)} it depends on the estimate." if depends else "."
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


def apart(one: str, other: str) -> float:
    """Return the kilometres between two listed places."""
    at = facts.load("missiles/sites").set_index("site_id")[["lat", "lon"]].astype(float)
    return geo.distance_km(*at.loc[one], *at.loc[other])
