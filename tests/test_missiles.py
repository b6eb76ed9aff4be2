"""Spread of ranges, places within reach and slips: against hand-made frames, geographiclib and the table."""

from __future__ import annotations

import pandas as pd
import pytest
from geographiclib.geodesic import Geodesic

from hakusho import facts, geo, missiles

SYSTEM = ["system_id", "name", "operator_iso3", "class", "basing", "status"]
FIGURE = ["estimate_id", "system_id", "range_min_km", "range_max_km", "measure", "scope", "source_id"]


def systems(*ids):
    return pd.DataFrame([(i, i.upper(), "JPN", "lacm", "ground", "tested") for i in ids], columns=SYSTEM)


def estimates(*rows):
    frame = pd.DataFrame([(f"e{n}", *row) for n, row in enumerate(rows)], columns=FIGURE)
    return frame.astype({"range_min_km": "Int64", "range_max_km": "Int64"})


def spread(*rows):
    return missiles.range_spread(systems("a"), estimates(*rows)).iloc[0]


# ---------------------------------------------------------------- spread


def test_lowest_and_highest_over_spans_and_single_figures():
    row = spread(
        ("a", 500, 900, "range", "variant", "x"),
        ("a", None, 1200, "range", "variant", "y;z"),
        ("a", None, 450, "range", "variant", "x"),
    )
    assert (row.lowest_km, row.highest_km) == (450, 1200)
    assert (row.n_figures, row.n_sources, row.measure) == (3, 3, "range")
    assert row.source_id == "x;y;z"


def test_a_distance_flown_is_not_a_range():
    row = spread(("a", None, 1000, "range", "variant", "x"), ("a", None, 2000, "flown", "variant", "y"))
    assert (row.lowest_km, row.highest_km, row.flown_km) == (1000, 1000, 2000)
    flown = spread(("a", None, 2000, "flown", "variant", "y"))
    assert pd.isna(flown.highest_km) and flown.flown_km == 2000 and flown.measure == "flown"
    assert missiles.bounds(flown) == (2000, 2000)


def test_claims_and_families_count_only_where_nothing_better_is_known():
    row = spread(
        ("a", None, 1000, "range", "variant", "x"),
        ("a", None, 9000, "range", "family", "y"),
        ("a", None, 8000, "claim", "variant", "z"),
    )
    assert (row.lowest_km, row.highest_km, row.measure) == (1000, 1000, "range")
    family = spread(("a", None, 9000, "range", "family", "y"), ("a", None, 8000, "claim", "variant", "z"))
    assert (family.highest_km, family.measure) == (9000, "range")
    claim = spread(("a", None, 8000, "claim", "variant", "z"), ("a", None, 600, "flown", "variant", "x"))
    assert (claim.highest_km, claim.measure) == (8000, "claim")


def test_more_than_is_a_lower_bound():
    assert spread(("a", 15000, None, "range", "variant", "x")).at_least
    assert not spread(
        ("a", 15000, None, "range", "variant", "x"), ("a", None, 15000, "range", "variant", "y")
    ).at_least


def test_a_system_without_a_figure_keeps_its_row():
    found = missiles.range_spread(systems("a", "b"), estimates(("b", None, 10, "range", "variant", "x")))
    assert list(found.measure) == ["none", "range"]
    assert missiles.bounds(found.iloc[0]) == (None, None)


@pytest.mark.parametrize(
    ("system", "lowest", "highest"),
    [
        # the figures that the compilers' notes list as rival: 1,450, 1,500, 2,700, 2,800 and 3,000 km
        ("df-21d", 1450, 3000),
        # CSIS Missile Threat, April 2018: 3,000 to 4,000 km; a report on the drill of January 2021: 5,000 km
        ("df-26", 3000, 5000),
        # Japan's own use of the missile: about 1,600 km (Jiji Press, January 2024)
        ("tomahawk-block4-jpn", 1600, 1600),
    ],
)
def test_spread_of_real_systems(system, lowest, highest):
    row = missiles.Ranges.load().spread.set_index("system_id").loc[system]
    assert (row.lowest_km, row.highest_km) == (lowest, highest)


def test_spread_agrees_with_the_range_columns_of_the_table():
    """The columns of missiles/systems were filled by the compilers' own rule, not by this code."""
    table = facts.load("missiles/systems").set_index("system_id")
    found = missiles.Ranges.load().spread.set_index("system_id")
    same = table[table["range_rule"].isin(["estimates", "estimates_at_least", "claim"])].index
    assert len(same) >= 40
    highest = table.loc[same, "range_max_km"]
    lowest = table.loc[same, "range_min_km"].fillna(highest)
    assert (found.loc[same, "highest_km"] == highest).all(), same[found.loc[same, "highest_km"] != highest]
    assert (found.loc[same, "lowest_km"] == lowest).all(), same[found.loc[same, "lowest_km"] != lowest]


def test_rows_follow_the_controls_and_words_follow_the_rows():
    ranges = missiles.Ranges.load()
    every = {"classes": list(ranges.classes().values()), "basings": list(ranges.basings().values())}
    shown = ranges.rows(["JPN"], km=[900, 2000], **every)
    assert len(shown) and set(shown.operator_iso3) <= {"JPN", "JPN;USA"}
    assert shown.reach_km.between(900, 2000).all() and shown.reach_km.is_monotonic_decreasing
    assert ranges.words(shown).startswith(f"{len(shown)} systems")
    assert ranges.words(ranges.rows([], km=[0, 1], **every)).startswith("No system")


# ---------------------------------------------------------------- reach


def test_reach_sorts_places_by_geodesic_distance_and_estimate():
    system = {"lowest_km": 1000, "highest_km": 1200, "flown_km": None}
    origin = {"site_id": "kengun", "lat": 32.8059, "lon": 130.6918}
    places = [
        ("shanghai", 31.2222, 121.4581),
        ("vladivostok", 43.1056, 131.8735),
        ("manila", 14.6042, 120.9822),
    ]
    targets = pd.DataFrame(places, columns=["site_id", "lat", "lon"])
    targets["name"] = targets["site_id"]
    found = missiles.reach(system, origin, targets).set_index("site_id")
    for name, lat, lon in places:
        wanted = Geodesic.WGS84.Inverse(32.8059, 130.6918, lat, lon)["s12"] / 1000
        assert found.loc[name, "km"] == round(wanted)
    assert list(found.within) == ["inside", "depends", "outside"]


def test_the_place_of_launch_is_not_a_target():
    reach = missiles.Reach.load()
    rows = reach.rows("type-12-upgraded-ground", "camp-kengun")
    assert "camp-kengun" not in set(rows.site_id)
    assert len(rows) == len(reach.targets) - 1
    assert rows.source_id.str.contains(";").all()  # the place's source and the system's


@pytest.mark.parametrize("system", ["type-12-upgraded-ground", "kn-25", "hwasong-17", "df-26"])
def test_words_count_the_rows(system):
    reach = missiles.Reach.load()
    rows = reach.rows(system, "camp-kengun")
    words = reach.words(rows, system, "camp-kengun")
    assert f"{(rows.within == 'inside').sum()} of {len(rows)} listed places" in words
    assert ("A distance flown is not a range" in words) == (system == "kn-25")
    assert ("hypothetical" in words) == (system != "type-12-upgraded-ground")
    assert ("depends" in words) == (rows.within == "depends").any()


def test_nearest_point_of_a_mainland_is_nearer_than_any_city_there():
    reach = missiles.Reach.load()
    start = reach.origins.set_index("site_id").loc["chn-nearest-naha"]
    naha = reach.targets.set_index("site_id").loc["naha"]
    least = geo.distance_km(start.lat, start.lon, naha.lat, naha.lon)
    cities = reach.targets[reach.targets.iso3 == "CHN"].astype({"lat": float, "lon": float})
    assert (geo.distance_km(naha.lat, naha.lon, cities.lat, cities.lon) > least).all()


@pytest.mark.parametrize("iso3", ["CHN", "RUS"])
def test_nearest_points_agree_with_the_slow_search(iso3):
    """`geo.nearest_point` goes round the outline in its own way; held to geographiclib in test_geo."""
    sites = facts.load("missiles/sites").set_index("site_id", drop=False)
    places = sites.loc[["tokyo", "naha", "taipei", "sapporo", "hagatna"]]
    found = missiles.nearest_points(iso3, places)
    for place, near in zip(places.itertuples(), found.itertuples(), strict=True):
        slow = geo.nearest_point(iso3, float(place.lat), float(place.lon))
        assert near.km == pytest.approx(slow.km, abs=1)
        away = Geodesic.WGS84.Inverse(float(place.lat), float(place.lon), near.lat, near.lon)["s12"] / 1000
        assert near.km == pytest.approx(away, abs=0.2)


# ---------------------------------------------------------------- systems against places


@pytest.mark.parametrize(
    ("kms", "low", "high", "estimate", "state"),
    [
        ([900], 1000, 1300, "all", "inside"),
        ([1300.1], 1000, 1300, "all", "outside"),
        ([1000, 1001], 1000, 1000, "all", "launch"),
        ([1001, 1300], 1000, 1300, "all", "estimate"),
        ([1047, 1412], 1000, 1300, "all", "both"),
        ([1047, 1412], 1000, 1300, "lowest", "outside"),
        ([1047, 1412], 1000, 1300, "highest", "launch"),
        ([900, 1400], 1000, 1300, "all", "launch"),  # at every point all figures agree
        ([900], None, None, "all", "flight"),
    ],
)
def test_state_of_a_cell(kms, low, high, estimate, state):
    assert missiles.cell_state(kms, low, high, estimate) == state


def test_a_band_needs_two_sources():
    frame = missiles.range_spread(
        systems("a", "b"),
        estimates(
            ("a", 500, 900, "range", "variant", "x"),
            ("b", 500, 900, "range", "variant", "x"),
            ("b", None, 900, "range", "variant", "y"),
        ),
    )
    held = missiles.banded(frame)
    assert list(held.low) == [900, 500] and list(held.high) == [900, 900]


def test_tokyo_and_the_hwasong_7():
    """Counted again with geographiclib; 1,000 and 1,300 km are the figures in missiles/range_estimates."""
    sites = facts.load("missiles/sites").set_index("site_id")
    tokyo = sites.loc["tokyo"]
    areas = sites[sites.kind == "launch_area"]
    kms = [
        Geodesic.WGS84.Inverse(float(a.lat), float(a.lon), float(tokyo.lat), float(tokyo.lon))["s12"] / 1000
        for a in areas.itertuples()
    ]
    assert missiles.areas_within() == sum(km <= 1000 for km in kms)
    assert missiles.areas_within(estimate="highest") == sum(km <= 1300 for km in kms)
    matrix = missiles.Matrix.load()
    assert len(matrix.launches["PRK"]["nodong"]) == len(kms)
    rows = matrix.rows("PRK", "all", "cities").set_index(["system_id", "site_id"])
    assert rows.loc[("nodong", "tokyo"), "state"] == "both"


def test_words_of_the_matrix_add_up():
    matrix = missiles.Matrix.load()
    for option in ("PRK", "CHN", "RUS", "nk-wonsan"):
        rows = matrix.rows(option, "all", "bases")
        counted = rows[rows.state != "flight"].state.value_counts()
        words = matrix.words(rows)
        assert f"of {counted.sum()} cells {counted.get('inside', 0)} are inside" in words
        assert set(rows.state) <= set(missiles.STATES)


def test_no_system_without_a_launch_point_is_in_the_matrix():
    assert set(missiles.Matrix.load().systems.basing) == {"ground"}
    mirror = missiles.Matrix.mirror()
    land = set(mirror.systems.loc[mirror.systems.basing == "ground", "system_id"])
    assert set(mirror.launches["planned|all"]) <= land < set(mirror.launches["home|all"])
    assert set(mirror.systems.operator_iso3) == {"JPN"}  # Typhon was brought by the United States


# ---------------------------------------------------------------- Tomahawk


def test_the_parts_of_the_contract_make_the_whole():
    held = missiles.tomahawk_money().set_index("milestone_id").jpy_bn
    parts = held["tomahawk-2024-01-19-contract-missiles"] + held["tomahawk-2024-01-19-contract-fitting"]
    assert parts == pytest.approx(held["tomahawk-2024-01-18-contract"], abs=0.2)  # rounded by the ministry


def test_unit_cost_agrees_with_the_conversion_of_nhk():
    """NHK, 19 January 2024: 169.4 bn yen, or 1,150 million dollars; for 400 missiles 2.875 million each."""
    assert missiles.unit_cost() == pytest.approx(423.5)
    assert missiles.unit_cost(169_400 / 1150) == pytest.approx(1150 / 400)
    money = missiles.money_at(100).set_index("milestone_id")
    assert money.loc["tomahawk-2023-11-17-us-approval", "jpy_bn"] == 235  # 2,350 million dollars


def test_the_ceiling_moves_with_the_rate_and_the_contract_does_not():
    low, high = missiles.money_at(108), missiles.money_at(160)
    set_in_yen = low["cost_scope"] != "ceiling"
    assert (low.jpy_bn == high.jpy_bn).eq(set_in_yen).all()
    assert missiles.ceiling_ratio(160) / missiles.ceiling_ratio(108) == pytest.approx(160 / 108, rel=0.001)


# ---------------------------------------------------------------- figures and words


@pytest.mark.parametrize("maker", [missiles.missile_defence, missiles.ship_costs, missiles.china_counts])
def test_every_figure_is_in_a_group_with_a_source(maker):
    rows = maker()
    assert len(rows) >= 9 and rows.notna().drop(columns="note").all().all()
    assert (rows.low.astype(float) <= rows.high.astype(float)).all()


def test_statements_have_one_form_for_all_speakers():
    held = missiles.statements()
    assert held.id.is_unique and {"JPN", "USA", "CHN", "KOR", "PRK", "RUS"} == set(held.who)
    assert held[["date", "office", "words", "source_id"]].notna().all().all()


# ---------------------------------------------------------------- promises


def promises(*rows):
    """Frames as facts.load gives them, from (id, from, to, done, successor)."""
    names = ["promise_id", "promised_for_from", "promised_for_to", "fulfilled_on", "superseded_by"]
    frame = pd.DataFrame(rows, columns=names)
    for column in names[1:4]:
        frame[f"{column}_start"] = frame[f"{column}_end"] = pd.to_datetime(frame[column])
    return frame


@pytest.mark.parametrize(
    ("done", "successor", "today", "outcome", "days"),
    [
        ("2026-03-31", None, "2026-11-22", "early", -1),
        ("2026-04-01", None, "2026-11-22", "kept", 0),
        ("2027-03-31", None, "2027-11-22", "kept", 0),
        ("2027-05-01", None, "2027-11-22", "late", 31),
        (None, None, "2026-11-22", "open", None),
        (None, None, "2027-04-01", "overdue", None),
        (None, "b", "2030-01-01", "replaced", None),
        ("2026-03-31", "b", "2026-11-22", "early", -1),
    ],
)
def test_what_became_of_a_promise(done, successor, today, outcome, days):
    later = ("b", "2025-04-01", "2026-03-31", None, None)
    frame = promises(("a", "2026-04-01", "2027-03-31", done, successor), later)
    row = missiles.slips(frame, today).iloc[0]
    assert row.outcome == outcome
    assert (pd.isna(row.slip_days) and days is None) or row.slip_days == days
    assert (pd.isna(row.moved_months) and successor is None) or row.moved_months == -12


def test_real_promises():
    """The upgraded Type 12: promised for FY2026, brought forward a year, deployed on 31 March 2026."""
    found = missiles.Programmes.load().promises.set_index("promise_id")
    first, second = found.loc["type12-ground-fy2026"], found.loc["type12-ground-fy2025"]
    assert (first.outcome, int(first.slip_days), int(first.moved_months)) == ("early", -1, -12)
    assert (second.outcome, int(second.slip_days)) == ("kept", 0)
    assert int(found.loc["chokai-test-fy2026", "moved_months"]) == 0  # from FY2026 to summer 2026: narrowed
    assert set(found.outcome) <= set(missiles.OUTCOMES)


def test_programme_words_add_up():
    programmes = missiles.Programmes.load()
    rows = programmes.rows(list(programmes.programmes().values()))
    words = programmes.words(rows)
    parts = words.split(": ")[1].split(".")[0].replace(" and ", ", ").split(", ")
    counted = [int(part.split()[0]) for part in parts]
    assert sum(counted) == len(rows) == len(programmes.promises)
