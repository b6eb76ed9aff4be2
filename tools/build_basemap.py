"""Cut the base maps in data/geo/ out of a world-atlas file.

    python tools/build_basemap.py PATH/TO/countries-50m.json

world-atlas (version 2.0.2) is Natural Earth 4.1.0 as TopoJSON; Natural Earth is in the public domain, the
packaging is under the ISC licence. The file is a maintainer's download and is not kept in the repository.
Needs pycountry for the ISO codes. Same input, same output, byte for byte.

Each line between two junctions is simplified once (Visvalingam and Whyatt, 1993: drop the point whose
triangle with its neighbours is smallest), so neighbours still share their borders. The triangle that may go
is larger the farther a point lies from Japan: the part that readers look at keeps its islands and bays.
"""

from __future__ import annotations

import argparse
import heapq
import json
import math
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

Point = tuple[float, float]
Line = list[Point]

OUT = Path(__file__).resolve().parents[1] / "data" / "geo"
LIMIT = 45_000  # bytes: a larger map costs more than a frame each time it is drawn


@dataclass(frozen=True)
class Map:
    """One map to cut: window west, south, east, north; sizes in square degrees; grid in degrees."""

    name: str
    window: tuple[float, float, float, float]
    grid: float
    triangle: float  # largest triangle dropped near Japan
    island: float  # smallest island kept near Japan
    far: float  # how many times coarser it is where the map is coarsest


MAPS = (
    Map("east_asia", (60, -15, 180, 78), grid=0.01, triangle=0.006, island=0.01, far=110),
    Map("world", (-180, -60, 180, 84), grid=0.03, triangle=0.0115, island=0.024, far=500),
)
# Inhabited islands that the tables speak of and that are smaller than the smallest island kept: lon, lat.
KEPT = (
    (144.8, 13.4), (145.7, 15.2), (145.6, 15.0), (127.9, 26.5), (129.4, 28.3), (126.5, 33.4), (125.3, 24.8),
    (124.2, 24.4), (129.3, 34.4),
)
NEAR = (128.0, 35.0)  # the middle of the part that is kept finest
NEAR_RADIUS = 14.0  # degrees


def coarseness(point: Point, far: float) -> float:
    """1 near Japan, Korea and Taiwan, rising to `far` at a third of the globe."""
    x, y = point
    away = math.hypot(min(abs(x - NEAR[0]), 360 - abs(x - NEAR[0])) * math.cos(math.radians(y)), y - NEAR[1])
    share = min(1.0, max(0.0, away - NEAR_RADIUS) / 70)
    return far**share


def triangle_area(a: Point, b: Point, c: Point) -> float:
    """Area in square degrees at the equator's scale."""
    flat = math.cos(math.radians(b[1]))
    return abs((a[0] - b[0]) * flat * (c[1] - b[1]) - (c[0] - b[0]) * flat * (a[1] - b[1])) / 2


def simplify(line: Line, allowed: Callable[[Point], float]) -> Line:
    """Return the line without the points whose triangle is below what is allowed there; the ends stay."""
    closed = line[0] == line[-1]
    least = 5 if closed else 2
    before, after = list(range(-1, len(line) - 1)), list(range(1, len(line) + 1))
    alive = [True] * len(line)

    def weight(i: int) -> float:
        return triangle_area(line[before[i]], line[i], line[after[i]]) / allowed(line[i])

    queue = [(weight(i), i) for i in range(1, len(line) - 1)]
    heapq.heapify(queue)
    current = {i: w for w, i in queue}
    left = len(line)
    while queue and left > least:
        w, i = heapq.heappop(queue)
        if not alive[i] or current[i] != w:
            continue
        if w >= 1:
            break
        alive[i] = False
        left -= 1
        after[before[i]], before[after[i]] = after[i], before[i]
        for j in (before[i], after[i]):
            if 0 < j < len(line) - 1:
                current[j] = max(w, weight(j))  # a point never goes before one that went already
                heapq.heappush(queue, (current[j], j))
    return [p for p, stays in zip(line, alive, strict=True) if stays]


def unpack(topology: dict) -> list[Line]:
    """Arcs as lines of longitude and latitude."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    lines = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        lines.append(line)
    return lines


def polygons(geometry: dict) -> list[list[list[int]]]:
    """Rings of arc numbers, polygon by polygon."""
    if geometry["type"] == "Polygon":
        return [geometry["arcs"]]
    return list(geometry.get("arcs", []))


def trace(ring: list[int], lines: list[Line]) -> Line:
    """Points of a ring."""
    points: Line = []
    for number in ring:
        part = lines[number] if number >= 0 else lines[~number][::-1]
        points += part[1:] if points else part
    return points


def ring_area(points: Line) -> float:
    """Area of a ring in square degrees at the equator's scale."""
    flat = math.cos(math.radians(sum(p[1] for p in points) / len(points)))
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(points))) / 2 * flat


def is_kept(points: Line, cut: Map) -> bool:
    """A ring inside the window that is large enough for where it lies, or an island that is always kept."""
    west, south, east, north = cut.window
    if not any(west <= x <= east and south <= y <= north for x, y in points):
        return False
    x = sum(p[0] for p in points) / len(points)
    y = sum(p[1] for p in points) / len(points)
    if any(math.hypot(x - kx, y - ky) < 0.35 for kx, ky in KEPT):
        return True
    return ring_area(points) >= cut.island * coarseness((x, y), cut.far)


def codes() -> dict[str, str]:
    """Alpha-3 code by three-digit ISO code."""
    try:
        import pycountry
    except ImportError:
        sys.exit("build_basemap needs pycountry in this environment: it is not part of the lock")
    return {country.numeric: country.alpha_3 for country in pycountry.countries}


def cut_map(topology: dict, cut: Map) -> dict:
    """One map as TopoJSON: object ``countries``, property ``iso3`` where ISO has a code."""
    lines, code = unpack(topology), codes()
    used: dict[int, int] = {}
    kept: list[Line] = []

    def renumber(number: int) -> int:
        source = number if number >= 0 else ~number
        if source not in used:
            used[source] = len(kept)
            kept.append(simplify(lines[source], lambda p: cut.triangle * coarseness(p, cut.far)))
        return used[source] if number >= 0 else ~used[source]

    geometries = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        shapes = [[r for r in shape if is_kept(trace(r, lines), cut)] for shape in polygons(geometry)]
        shapes = [[[renumber(n) for n in r] for r in shape] for shape in shapes if shape]
        if not shapes:
            continue
        iso3 = code.get(str(geometry.get("id", "")).zfill(3))
        made: dict = {"type": "MultiPolygon", "arcs": shapes}
        if iso3:
            made["properties"] = {"iso3": iso3}
        geometries.append(made)
    return pack(kept, geometries, cut)


def pack(lines: list[Line], geometries: list[dict], cut: Map) -> dict:
    """Lines on the grid as differences, the form that TopoJSON stores."""
    west, south = min(x for line in lines for x, _ in line), min(y for line in lines for _, y in line)

    def steps(line: Line) -> Iterator[list[int]]:
        last = (0, 0)
        for n, (x, y) in enumerate(line):
            here = (round((x - west) / cut.grid), round((y - south) / cut.grid))
            if n == 0 or here != last or n == len(line) - 1 == 1:
                yield [here[0] - last[0], here[1] - last[1]]
            last = here

    return {
        "type": "Topology",
        "transform": {"scale": [cut.grid, cut.grid], "translate": [round(west, 6), round(south, 6)]},
        "objects": {"countries": {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": [list(steps(line)) for line in lines],
    }


def main() -> None:
    """Write every map and say how large it is."""
    parser = argparse.ArgumentParser(description="Cut the base maps in data/geo/ out of a world-atlas file.")
    parser.add_argument("atlas", type=Path, help="countries-50m.json of the package world-atlas 2.0.2")
    atlas = parser.parse_args().atlas
    try:
        topology = json.loads(atlas.read_text("utf-8"))
    except (OSError, ValueError) as error:
        sys.exit(f"{atlas}: not readable as TopoJSON ({error})")
    OUT.mkdir(parents=True, exist_ok=True)
    for cut in MAPS:
        text = json.dumps(cut_map(topology, cut), separators=(",", ":")) + "\n"
        if len(text) > LIMIT:
            sys.exit(f"{cut.name}: {len(text):,} bytes, above {LIMIT:,}; raise triangle or island")
        (OUT / f"{cut.name}.topo.json").write_text(text, "utf-8")
        print(f"{cut.name}: {len(text):,} bytes")


if __name__ == "__main__":
    main()
