"""Distances, rings and the base map: geodesics on the WGS84 ellipsoid, without a projection library.

Both problems of the geodesic follow T. Vincenty, "Direct and inverse solutions of geodesics on the ellipsoid
with application of nested equations", Survey Review 23 (1975), equations 1-21. The inverse iteration does not
settle for almost opposite points; there the line is cut in two (see `_opposite`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from hakusho import facts
from hakusho.errors import Mistake, hint

MAJOR = 6378137.0  # metres; WGS84
FLATTENING = 1 / 298.257223563
MINOR = MAJOR * (1 - FLATTENING)
_SECOND = (MAJOR**2 - MINOR**2) / MINOR**2  # second eccentricity, squared

MAPS = ("east_asia", "world")
MAP_ERROR_KM = 15
"""Largest distance between the coast of `east_asia` and the atlas it was cut from, around Japan, Korea and
eastern China (half of all points: within 1 km, 95 %: within 4 km)."""

DE_FACTO = "Borders and coasts: Natural Earth, as administered; no endorsement of any claim."

Numbers = float | np.ndarray


class Nearest(NamedTuple):
    """The point of a country's mainland that is nearest to a place, and its distance."""

    lat: float
    lon: float
    km: float


def distance_km(lat1: Numbers, lon1: Numbers, lat2: Numbers, lon2: Numbers) -> Any:
    """Return the length of the shortest line on WGS84 in kilometres.

    Takes degrees, single numbers or arrays that broadcast; gives a float or an array. Good to a millimetre,
    for almost opposite points to a metre.
    """
    given = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (lat1, lon1, lat2, lon2)))
    flat = [array.ravel() for array in given]
    metres, settled = _inverse(*flat)
    for n in np.flatnonzero(~settled):
        metres[n] = _opposite(*(float(array[n]) for array in flat))
    kilometres = metres.reshape(given[0].shape) / 1000
    return float(kilometres) if kilometres.ndim == 0 else kilometres


def destination(lat: Numbers, lon: Numbers, azimuth: Numbers, km: Numbers) -> tuple[np.ndarray, np.ndarray]:
    """Return latitude and longitude reached from a point along an azimuth (degrees from north, clockwise)."""
    given = (np.asarray(x, dtype=float) for x in (lat, lon, azimuth, km))
    lat, lon, azimuth, km = np.broadcast_arrays(*given)
    bearing = np.radians(azimuth)
    reduced = np.arctan((1 - FLATTENING) * np.tan(np.radians(lat)))
    start = np.arctan2(np.tan(reduced), np.cos(bearing))
    sin_equator = np.cos(reduced) * np.sin(bearing)
    big, small = _series((1 - sin_equator**2) * _SECOND)
    first = np.asarray(km) * 1000 / (MINOR * big)
    arc = first
    for _ in range(20):
        arc = first + _difference(small, arc, np.cos(2 * start + arc))
    sin_u, cos_u, sin_s, cos_s = np.sin(reduced), np.cos(reduced), np.sin(arc), np.cos(arc)
    level = sin_u * sin_s - cos_u * cos_s * np.cos(bearing)
    lat2 = np.arctan2(
        sin_u * cos_s + cos_u * sin_s * np.cos(bearing), (1 - FLATTENING) * np.hypot(sin_equator, level)
    )
    turn = np.arctan2(sin_s * np.sin(bearing), cos_u * cos_s - sin_u * sin_s * np.cos(bearing))
    turn = turn - _longitude_correction(sin_equator, arc, np.cos(2 * start + arc))
    return np.degrees(lat2), (lon + np.degrees(turn) + 180) % 360 - 180


def ring(lat: float, lon: float, km: float, points: int = 180) -> list[list[float]]:
    """Return the points at `km` from a place as [longitude, latitude], clockwise from north, closed."""
    lats, lons = destination(lat, lon, np.arange(points) * 360 / points, km)
    line = [[float(x), float(y)] for x, y in zip(lons, lats, strict=True)]
    return [*line, line[0]]


@cache
def base_map(name: str = "east_asia") -> dict[str, Any]:
    """Return a base map as TopoJSON: object ``countries``, property ``iso3``. Treat it as read-only.

    ``east_asia`` is the finer map of Asia and the western Pacific, ``world`` covers the globe and is coarser
    far from Japan. Raises Mistake for another name.
    """
    if name not in MAPS:
        raise Mistake(f"no base map is called '{name}', only {' and '.join(MAPS)}{hint(name, MAPS)}")
    return json.loads((facts.root() / "geo" / f"{name}.topo.json").read_text("utf-8"))


@cache
def mainland(iso3: str) -> tuple[tuple[float, float], ...]:
    """Return the outline of a country's largest piece of land as (longitude, latitude).

    Raises Mistake for a country that the map of Asia does not hold.
    """
    outlines = dict(_countries())
    if iso3 not in outlines:
        raise Mistake(f"the base map holds no country '{iso3}'{hint(iso3, outlines)}")
    return max(outlines[iso3], key=_area)


@cache
def nearest_point(iso3: str, lat: float, lon: float) -> Nearest:
    """Return the point of a country's mainland nearest to a place, and the distance.

    The mainland is the country's largest piece of land on the base map. The distance is a lower bound for
    anything launched from there, as good as the map (see MAP_ERROR_KM); 0 for a place inside.
    """
    outline = np.array(mainland(iso3))
    if _holds(outline, lon, lat):
        return Nearest(lat, lon, 0.0)
    here = _dense(outline, step=0.2)
    best = here[int(np.argmin(distance_km(lat, lon, here[:, 1], here[:, 0])))]
    for step in (0.02, 0.002):
        close = np.hypot(outline[:, 0] - best[0], outline[:, 1] - best[1])
        near = _around(outline, int(np.argmin(close)))
        here = _dense(near, step)
        best = here[int(np.argmin(distance_km(lat, lon, here[:, 1], here[:, 0])))]
    km = distance_km(lat, lon, best[1], best[0])
    return Nearest(round(float(best[1]), 3), round(float(best[0]), 3), km)


# ---------------------------------------------------------------- Vincenty's series


def _series(u2: Any) -> tuple[Any, Any]:
    """A and B of equations 3 and 4."""
    big = 1 + u2 / 16384 * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)))
    small = u2 / 1024 * (256 + u2 * (-128 + u2 * (74 - 47 * u2)))
    return big, small


def _difference(small: Any, arc: Any, middle: Any) -> Any:
    """Delta sigma of equation 6; `middle` is the cosine of twice the angle to the middle of the line."""
    inner = np.cos(arc) * (2 * middle**2 - 1)
    inner = inner - small / 6 * middle * (4 * np.sin(arc) ** 2 - 3) * (4 * middle**2 - 3)
    return small * np.sin(arc) * (middle + small / 4 * inner)


def _longitude_correction(sin_equator: Any, arc: Any, middle: Any) -> Any:
    """Difference between longitude on the auxiliary sphere and on the ellipsoid, equations 10 and 11."""
    cos2 = 1 - sin_equator**2
    c = FLATTENING / 16 * cos2 * (4 + FLATTENING * (4 - 3 * cos2))
    inner = middle + c * np.cos(arc) * (2 * middle**2 - 1)
    return (1 - c) * FLATTENING * sin_equator * (arc + c * np.sin(arc) * inner)


def _inverse(
    lat1: np.ndarray, lon1: np.ndarray, lat2: np.ndarray, lon2: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Metres between points, and whether the iteration settled."""
    u1 = np.arctan((1 - FLATTENING) * np.tan(np.radians(lat1)))
    u2 = np.arctan((1 - FLATTENING) * np.tan(np.radians(lat2)))
    apart = np.radians((lon2 - lon1 + 180) % 360 - 180)
    turn, settled = apart.copy(), np.zeros(apart.shape, dtype=bool)
    with np.errstate(invalid="ignore", divide="ignore"):
        for _ in range(100):
            east = np.cos(u2) * np.sin(turn)
            north = np.cos(u1) * np.sin(u2) - np.sin(u1) * np.cos(u2) * np.cos(turn)
            sin_s = np.hypot(east, north)
            cos_s = np.sin(u1) * np.sin(u2) + np.cos(u1) * np.cos(u2) * np.cos(turn)
            arc = np.arctan2(sin_s, cos_s)
            sin_equator = np.where(sin_s > 0, np.cos(u1) * east / sin_s, 0.0)
            cos2 = 1 - sin_equator**2
            # a line along the equator has no middle: the terms with it vanish
            middle = np.where(cos2 > 1e-15, cos_s - 2 * np.sin(u1) * np.sin(u2) / cos2, 0.0)
            new = apart + _longitude_correction(sin_equator, arc, middle)
            settled = np.abs(new - turn) < 1e-12
            turn = np.where(settled, turn, new)
            if settled.all():
                break
        big, small = _series(cos2 * _SECOND)
        metres = MINOR * big * (arc - _difference(small, arc, middle))
    return metres, settled & (np.abs(turn) <= np.pi)


def _opposite(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Metres between almost opposite points.

    A shortest line passes some point 10,000 km from its start, and from there the end is far from opposite.
    So the length is 10,000 km plus the least distance to the end over all azimuths; around that least the
    azimuth matters only in second order.
    """
    half = 10_000.0
    low, high = 0.0, 360.0
    for _ in range(12):
        azimuths = np.linspace(low, high, 73)
        rest, settled = _inverse(*_spread(*destination(lat1, lon1, azimuths, half), lat2, lon2))
        n = int(np.argmin(np.where(settled, rest, np.inf)))
        step = azimuths[1] - azimuths[0]
        low, high = azimuths[n] - step, azimuths[n] + step
    return half * 1000 + float(rest[n])


def _spread(lats: np.ndarray, lons: np.ndarray, lat: float, lon: float) -> tuple[np.ndarray, ...]:
    return lats, lons, np.full(lats.shape, lat), np.full(lats.shape, lon)


# ---------------------------------------------------------------- the base map as outlines


def _countries() -> Iterator[tuple[str, list[tuple[tuple[float, float], ...]]]]:
    """Country code and outer outlines."""
    topology = base_map("east_asia")
    lines = _lines(topology)
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = geometry.get("properties", {}).get("iso3")
        shapes = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        if code:
            yield code, [_outline(shape[0], lines) for shape in shapes]


def _lines(topology: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """Arcs of a TopoJSON as degrees: differences summed up, then scaled (TopoJSON specification, 2.1.1)."""
    scale, offset = (np.array(topology["transform"][k]) for k in ("scale", "translate"))
    summed = (np.cumsum(np.array(arc), axis=0) * scale + offset for arc in topology["arcs"])
    return [[(float(x), float(y)) for x, y in arc] for arc in summed]


def _outline(numbers: list[int], lines: list[list[tuple[float, float]]]) -> tuple[tuple[float, float], ...]:
    points: list[tuple[float, float]] = []
    for number in numbers:
        part = lines[number] if number >= 0 else lines[~number][::-1]
        points += part[1:] if points else part
    return tuple(points)


def _area(outline: tuple[tuple[float, float], ...]) -> float:
    """Area in square degrees, enough to tell a mainland from its islands."""
    x, y = np.array(outline).T
    return abs(float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))) / 2 * float(np.cos(np.radians(y.mean())))


def _holds(outline: np.ndarray, x: float, y: float) -> bool:
    """Whether a point lies inside an outline: odd number of crossings to the east."""
    (x1, y1), (x2, y2) = outline[:-1].T, outline[1:].T
    across = (y1 > y) != (y2 > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = x1 + (y - y1) / (y2 - y1) * (x2 - x1)
    return bool(np.sum(across & (at > x)) % 2)


def _dense(outline: np.ndarray, step: float) -> np.ndarray:
    """The outline with extra points so that neighbours are at most `step` degrees apart."""
    parts = [
        np.linspace(a, b, max(2, int(np.ceil(np.hypot(*(b - a)) / step)) + 1)) for a, b in pairwise(outline)
    ]
    return np.concatenate(parts)


def _around(outline: np.ndarray, n: int) -> np.ndarray:
    """The corner `n` of a closed outline with two neighbours on each side."""
    ring_ = outline[:-1]
    return ring_[np.arange(n - 2, n + 3) % len(ring_)]
