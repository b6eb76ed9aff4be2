"""Distances and rings against Karney's published values and geographiclib; what the base map holds."""

from __future__ import annotations

import json
import math
import re

import numpy as np
import pytest
import vl_convert
from geographiclib.geodesic import Geodesic

from hakusho import facts, geo
from hakusho._altair import alt
from hakusho.charts import geo as maps
from hakusho.errors import Mistake

WGS84 = Geodesic.WGS84

# lat1, lon1, azimuth, lat2, lon2, metres. Test set of GeographicLib (C. F. F. Karney), first lines of the
# table in its test_geodesic.py; computed there with 30 digits.
KARNEY = [
    (35.60777, -139.44815, 111.098748429560326, -11.17491, -69.95921, 8935244.5604818305),
    (55.52454, 106.05087, 22.020059880982801, 77.03196, 197.18234, 4105086.1713924406),
    (-21.97856, 142.59065, -32.44456876433189, 41.84138, 98.56635, 8394328.894657671),
    (-66.99028, 112.2363, 173.73491240878403, -12.70631, 285.90344, 11150344.2312080241),
    (-17.42761, 173.34268, -159.033557661192928, -15.84784, 5.93557, 16076603.1631180673),
    (32.84994, 48.28919, 150.492927788121982, -56.28556, 202.29132, 16727068.9438164461),
    (6.96833, 52.74123, 92.581585386317712, -7.39675, 206.17291, 17102477.2496958388),
]
# Where Vincenty's iteration fails: the same tests, GeodSolve6 (near the poles), 76 (Wellington to Salamanca)
# and 78 (a line on which a national survey's calculator does not settle).
OPPOSITE = [
    (88.202499451857, 0, -88.202499451857, 179.981022032992859592, 20003898.214),
    (89.262080389218, 0, -89.262080389218, 179.992207982775375662, 20003925.854),
    (-(41 + 19 / 60), 174 + 49 / 60, 40 + 58 / 60, -(5 + 30 / 60), 19960543.857179),
    (27.2, 0.0, -27.1, 179.5, 19974354.765767),
]


@pytest.mark.parametrize("lat1, lon1, azimuth, lat2, lon2, metres", KARNEY)
def test_published_lines_forth_and_back(lat1, lon1, azimuth, lat2, lon2, metres):
    assert geo.distance_km(lat1, lon1, lat2, lon2) == pytest.approx(metres / 1000, abs=1e-6)
    lat, lon = geo.destination(lat1, lon1, azimuth, metres / 1000)
    assert float(lat) == pytest.approx(lat2, abs=1e-8)
    assert float(lon) == pytest.approx((lon2 + 180) % 360 - 180, abs=1e-8)


@pytest.mark.parametrize("lat1, lon1, lat2, lon2, metres", OPPOSITE)
def test_almost_opposite_points(lat1, lon1, lat2, lon2, metres):
    assert geo.distance_km(lat1, lon1, lat2, lon2) == pytest.approx(metres / 1000, abs=1e-3)


def test_special_lines():
    assert geo.distance_km(35, 135, 35, 135) == 0
    # a quarter meridian by quadrature of its radius of curvature, a quarter equator by its circumference
    square = geo.FLATTENING * (2 - geo.FLATTENING)
    middles = (np.arange(200_000) + 0.5) * math.pi / 2 / 200_000
    meridian = np.mean(geo.MAJOR * (1 - square) / (1 - square * np.sin(middles) ** 2) ** 1.5) * math.pi / 2
    assert geo.distance_km(0, 20, 90, 20) == pytest.approx(meridian / 1000, abs=1e-6)
    assert geo.distance_km(0, 0, 0, 90) == pytest.approx(geo.MAJOR * math.pi / 2 / 1000, abs=1e-6)


def test_arrays_broadcast_and_agree_with_geographiclib():
    random = np.random.default_rng(20261122)
    lat1, lat2 = random.uniform(-90, 90, (2, 400))
    lon1, lon2 = random.uniform(-180, 180, (2, 400))
    wanted = [WGS84.Inverse(*line)["s12"] / 1000 for line in zip(lat1, lon1, lat2, lon2, strict=True)]
    assert np.abs(geo.distance_km(lat1, lon1, lat2, lon2) - wanted).max() < 1e-6
    assert geo.distance_km(lat1[:3, None], lon1[:3, None], lat2[None, :5], lon2[None, :5]).shape == (3, 5)


@pytest.mark.parametrize("km", [140, 1000, 4500, 13000, 15000])
def test_every_point_of_a_ring_is_that_far(km):
    points = geo.ring(39.03, 125.75, km, points=24)
    assert points[0] == points[-1]
    for lon, lat in points:
        assert -180 <= lon < 180
        assert WGS84.Inverse(39.03, 125.75, lat, lon)["s12"] == pytest.approx(km * 1000, abs=0.001)


def test_maps_are_small_and_hold_what_the_tables_speak_of():
    for name in geo.MAPS:
        assert len(json.dumps(geo.base_map(name), separators=(",", ":"))) <= 45_000
    held = dict(geo._countries())
    assert {"JPN", "CHN", "PRK", "KOR", "TWN", "RUS", "PHL", "GUM", "MNP", "USA", "AUS"} <= set(held)
    # islands that the 1:110 million map lacks: Okinawa (26.5 N, 128 E), Miyako, Jeju, Guam
    islands = [("JPN", 26.5, 128.0), ("JPN", 24.8, 125.3), ("KOR", 33.4, 126.5), ("GUM", 13.4, 144.8)]
    for iso3, lat, lon in islands:
        middles = [np.mean(shape, axis=0) for shape in held[iso3]]
        assert min(np.hypot(x - lon, y - lat) for x, y in middles) < 0.3, (iso3, lat, lon)


def test_an_unknown_map_or_country_names_the_nearest():
    with pytest.raises(Mistake, match="did you mean 'east_asia'"):
        geo.base_map("eastasia")
    with pytest.raises(Mistake, match="no country 'JPM'; did you mean"):
        geo.mainland("JPM")


@pytest.mark.parametrize(
    ("iso3", "place", "lat", "lon", "between"),
    [
        # Tsushima to the coast at Busan: about 50 km across the strait from the island's north end at 34.7 N
        ("KOR", "north end of Tsushima", 34.70, 129.47, (40, 65)),
        # Kinmen lies in Xiamen bay, within 15 km of the mainland
        ("CHN", "Kinmen", 24.44, 118.36, (0, 20)),
        # Wakkanai to Russia's mainland across Sakhalin is more than 200 km, although Sakhalin is 43 km away
        ("RUS", "Wakkanai", 45.41, 141.68, (200, 330)),
    ],
)
def test_nearest_point_of_a_mainland(iso3, place, lat, lon, between):
    nearest = geo.nearest_point(iso3, lat, lon)
    assert between[0] <= nearest.km <= between[1], place
    measured = WGS84.Inverse(lat, lon, nearest.lat, nearest.lon)["s12"] / 1000
    assert measured == pytest.approx(nearest.km, abs=0.2)
    outline = np.array(geo.mainland(iso3))
    corners = geo.distance_km(lat, lon, outline[:, 1], outline[:, 0])
    assert nearest.km <= corners.min() + 0.05  # no corner of the outline is nearer


def test_a_place_inside_is_at_no_distance():
    assert geo.nearest_point("CHN", 39.9, 116.4).km == 0


# ---------------------------------------------------------------- the same geometry, computed in the chart

SCALE = 1_000_000  # pixels a radian: the SVG's three decimals are then below a centimetre


def drawn(lat, lon, km, rotate=0.0):
    """Corners of the ring as the chart's own expressions give them, as latitude and longitude."""
    flat = {"type": "equirectangular", "scale": SCALE, "translate": [0, 0], "precision": 0}
    chart = maps.ring_layer("place[0]", "place[1]", "reach").project(**flat, rotate=[rotate, 0, 0])
    chart = chart.add_params(alt.param(name="place", value=[lat, lon]), alt.param(name="reach", value=km))
    svg = vl_convert.vegalite_to_svg(chart.to_dict())
    paths = [p for p in re.findall(r'd="([^"]+)"', svg) if p.count("L") > 50]
    pairs = re.findall(r"(-?[\d.]+(?:e-?\d+)?),(-?[\d.]+(?:e-?\d+)?)", " ".join(paths))
    return [(-math.degrees(float(y) / SCALE), math.degrees(float(x) / SCALE) - rotate) for x, y in pairs]


@pytest.mark.parametrize(
    ("lat", "lon", "km", "rotate"),
    [
        (39.0339, 125.7543, 500, 0),
        (32.8059, 130.6918, 1200, 0),
        (39.2, 125.67, 4500, -150),
        (39.2, 125.67, 13000, 0),  # runs over the pole and over the 180th meridian
        (39.2, 125.67, 15000, -126),
    ],
)
def test_ring_computed_in_the_chart(lat, lon, km, rotate):
    points = drawn(lat, lon, km, rotate)
    assert len(points) >= 180
    off = [abs(WGS84.Inverse(lat, lon, y, x)["s12"] - km * 1000) for y, x in points]
    # all but the corners that the projection adds where the line leaves the map's edge
    assert sorted(off)[int(len(off) * 0.97) - 1] < 0.02  # metres


def test_a_missing_distance_draws_nothing():
    assert drawn(35, 135, None) == []
    assert drawn(35, 135, 0) == []


def test_distances_computed_in_the_chart_equal_those_of_python():
    sites = facts.load("missiles/sites")[["site_id", "lat", "lon"]]
    frame = sites.astype({"site_id": str, "lat": float, "lon": float})
    chart = alt.Chart(frame).mark_text().encode(text="words:N")
    words = {"calculate": "datum.site_id + '=' + datum.km", "as": "words"}
    chart.transform = [*maps.distance_steps("place[0]", "place[1]"), words]
    chart = chart.add_params(alt.param(name="place", value=[32.8059, 130.6918]))
    svg = vl_convert.vegalite_to_svg(chart.to_dict())
    shown = {n: float(k) for n, k in re.findall(r">([a-z0-9-]+)=([-0-9.e]+)<", svg)}
    assert set(shown) == set(frame.site_id)
    for site in frame.itertuples():
        wanted = WGS84.Inverse(32.8059, 130.6918, site.lat, site.lon)["s12"] / 1000
        assert shown[site.site_id] == pytest.approx(wanted, abs=1e-5)


@pytest.mark.parametrize("projection", ["mercator", "equirectangular", "azimuthalEquidistant"])
@pytest.mark.parametrize("km", [800, 13000])
def test_rings_draw_in_each_projection(projection, km):
    chart = alt.layer(maps.land("world"), maps.ring_layer("39", "126", f"{km}", stroke="red"))
    clip = {"clipAngle": 150} if projection == "azimuthalEquidistant" else {}
    svg = vl_convert.vegalite_to_svg(chart.project(projection, **clip).to_dict())
    ring = re.findall(r'<path[^>]*stroke="red"[^>]*>', svg)
    assert ring and "NaN" not in svg and "Z" not in re.search(r' d="([^"]*)"', ring[0])[1]
