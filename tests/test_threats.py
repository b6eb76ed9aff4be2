"""The threats analysis against numbers published elsewhere, and its rules on frames made for the test."""

from __future__ import annotations

import pandas as pd
import pytest

from hakusho import facts, threats

LISTS = ("incidents", "transits_deployments", "taiwan_strait_passages", "airspace_violations")


def frame(**columns):
    return pd.DataFrame(columns)


# ---------------------------------------------------------------- published numbers


@pytest.mark.parametrize(
    ("against", "year", "count"),
    [
        ("all", 2016, 1168),  # Joint Staff Office, release of 13 April 2017
        ("CHN", 2016, 851),
        ("RUS", 2016, 301),
        ("all", 2024, 704),  # Joint Staff Office, release of April 2025
        ("CHN", 2024, 464),
        ("RUS", 2024, 237),
        ("all", 1984, 944),  # the record of the Cold War, as every release of fiscal 2014 to 2016 recalls
    ],
)
def test_scrambles_are_those_of_the_joint_staff_office(against, year, count):
    assert threats.scrambles(against, year) == count


def test_scrambles_by_area_are_those_of_the_joint_staff_office():
    # Nikkei, 15 April 2015: 286 in the north and 468 in the south-west in fiscal 2014
    assert (threats.value("scr-north", 2014), threats.value("scr-southwest", 2014)) == (286, 468)


def test_airspace_was_entered_44_times_to_2021_and_41_times_by_soviet_or_russian_aircraft():
    # Asahi Shimbun, 12 September 2021, on what the ministry had announced
    table = facts.load("threats/airspace_violations")
    kept = table[table["date_start"] <= "2021-09-12"]
    assert (len(kept), int((kept["state_iso3"] == "RUS").sum())) == (44, 41)
    acts = threats.acts(*(facts.load(f"threats/{name}") for name in LISTS))
    assert int((acts["kind"] == "airspace_violation").sum()) == len(table) - 1  # one incident holds two


def test_statista_leaves_the_failures_out():
    # Statista, chart 9172: 64 successful tests or tests of unknown outcome in 2022, 30 in 2023
    shots_ = threats.shots(facts.load("threats/nk_missile_tests"))
    for year, count in ((2022, 64), (2023, 30)):
        kept = shots_[shots_["year"] == year]
        assert int((kept["outcome"] != "failure").sum()) == count


def test_days_with_vessels_are_those_of_the_coast_guard():
    # Japan Coast Guard: 336 days in 2022; Japanese press of January 2025: 355 days in 2024, then a record
    assert threats.value("senkaku-days", 2022) == 336
    assert threats.value("senkaku-days", 2024) == 355


def test_no_figure_is_made_up_for_years_that_were_not_found():
    with pytest.raises(KeyError):
        threats.value("senkaku-zone", 2024)


def test_the_ministry_counted_59_missiles_in_31_rounds_in_2022():
    # Nikkei Asia, January 2023; jbpress 73373 has 99 from the CSIS Missile Defense Project
    table = threats.counters(facts.load("threats/nk_tests_by_year"))
    kept = table[(table["year"] == 2022) & (table["who"] == "Japan Ministry of Defense")]
    assert dict(zip(kept["unit"], kept["count"], strict=True)) == {"missiles": 59, "launches": 31}
    assert threats.count_range(2022) == (59, 99)


def test_three_missiles_crossed_japan_and_launchers_are_apart():
    # J-Alert announced a missile over Japan on 29 August and 15 September 2017 and on 4 October 2022
    rows = threats.over_japan(facts.load("threats/nk_missile_events"))
    missiles = rows[rows["kind"] == "ballistic missile"]
    assert list(missiles["date_kst"]) == ["2017-08-29", "2017-09-15", "2022-10-04"]
    assert set(rows["date_kst"]) - set(missiles["date_kst"]) >= {"1998-08-31", "2009-04-05", "2012-12-12"}


def test_sixth_nuclear_test_has_the_ministrys_three_figures_and_38_north():
    # Onodera, 6 September 2017: about 160 kilotons, after 70 and 120; 38 North, 12 September 2017: about 250
    kept = threats.yields(facts.load("threats/nk_nuclear_tests")).query("test_no == 6")
    ours = kept[kept["who"] == "Japan Ministry of Defense"].set_index("estimate_stage")["central_kt"]
    assert ours.to_dict() == {"first": 70, "second": 120, "final": 160}
    assert 250 in set(kept["central_kt"].dropna())


def test_sipri_stockpiles_of_january_2025():
    # SIPRI press release of 16 June 2025: Russia 4309, United States 3700, China 600, Israel 90
    known = {"RUS": 4309, "USA": 3700, "CHN": 600, "ISR": 90}
    assert {c: threats.warhead_estimate(c, 2025, "sipri", "Yearbook 2025") for c in known} == known


def test_prices_of_2024_are_current_in_2024():
    """In the base year of constant prices both figures are the same, by definition."""
    milex = facts.load("spending/milex")
    kept = milex[(milex["edition"] == "2026-04") & (milex["year"] == 2024)].set_index("country_iso3")
    for code in ("JPN", "CHN", "KOR"):
        assert threats.spent(code, 2024) == pytest.approx(float(kept.loc[code, "usd_current_m"]) / 1000)


# ---------------------------------------------------------------- rules on small frames

SERIES = frame(
    indicator=["scr-chn", "scr-chn", "nk-days", "nk-days", "twn-all"],
    year=[2016, 2025, 2016, 2025, 2025],
    value=[100.0, 50.0, 0.0, 4.0, 9.0],
    source_id=["a", "b;a", "c", "c", "d"],
)


def test_change_divides_end_by_base_and_leaves_out_what_is_missing():
    found = threats.change(SERIES, 2016, 2025).set_index("indicator")
    assert found.loc["scr-chn", "ratio"] == 0.5
    assert pd.isna(found.loc["nk-days", "ratio"]) and found.loc["nk-days", "to_value"] == 4
    assert pd.isna(found.loc["twn-all", "from_value"]) and pd.isna(found.loc["twn-all", "ratio"])
    assert found.loc["scr-chn", "source_id"] == "a;b"
    assert list(found.index) == list(threats.INDICATORS)


def test_index_and_growth_follow_the_textbook(monkeypatch):
    spent = frame(
        country_iso3=["AAA", "AAA", "BBB", "BBB"],
        year=[2000, 2025, 2000, 2025],
        usd_const_m=[50.0, 200.0, 80.0, 100.0],
    )
    assert threats.last_index(spent, ["AAA", "BBB"], 2000).to_dict() == {"AAA": 400, "BBB": 125}
    shown = threats.indexed(spent, ["BBB"], 2025)
    assert list(shown["index"]) == [80, 100] and list(shown["level"]) == [80, 100]
    # what doubles in ten years grows by 7.18 per cent a year (any table of compound interest)
    monkeypatch.setattr(threats, "spent", lambda code, year: 2.0 if year == 2010 else 1.0)
    assert threats.yearly_growth("AAA", 2000, 2010) == pytest.approx(7.18, abs=0.005)


def shots(system, count, outcome, year):
    return [{"system": system, "outcome": outcome, "year": year, "source_id": "x"}] * count


def test_a_share_needs_ten_shots_before_2025_and_keeps_unknown_apart():
    held = pd.DataFrame(
        shots("old", 6, "success", 2010) + shots("old", 2, "failure", 2010) + shots("old", 2, "unknown", 2010)
        + shots("few", 9, "success", 2010)
        + shots("new", 30, "success", 2010) + shots("new", 1, "success", 2025)
    )  # fmt: skip
    found = threats.outcomes(held).set_index("system")
    assert found.loc["old", ["n", "success", "failure", "unknown"]].tolist() == [10, 6, 2, 2]
    assert (found.loc["old", "low"], found.loc["old", "high"]) == (60, 80)
    assert found.loc[["few", "new"], ["low", "high"]].isna().all(axis=None)


def test_every_shot_is_counted_once():
    tests = facts.load("threats/nk_missile_tests")
    held = threats.shots(tests)
    assert len(held) == int((tests["record_level"] == "missile").sum())
    assert int(threats.outcomes(held)["n"].sum()) == len(held)


def test_no_view_of_taiwan_spans_the_change_of_count():
    taiwan = facts.load("threats/taiwan_adiz")
    for view in ("zone", "all", "navy", "peak"):
        months = threats.around_taiwan(taiwan, view)["period"]
        assert months.is_unique
        assert (months < threats.CHANGE_OF_COUNT).all() or (months >= threats.CHANGE_OF_COUNT).all(), view


def test_a_view_of_warheads_is_one_publisher_one_edition_one_measure():
    table = threats.warheads(facts.load("threats/nuclear_warheads"))
    assert (table.groupby("view")[["publisher", "edition", "measure"]].nunique() == 1).all(axis=None)
    assert not table.duplicated(["view", "country", "year", "kind", "bound"]).any()


def test_every_act_has_one_actor_list_one_family_and_stands_once():
    table = threats.acts(*(facts.load(f"threats/{name}") for name in LISTS))
    assert table["id"].is_unique and table["group"].notna().all() and table["title"].notna().all()
    assert {"JPN", "USA", "CHN", "RUS", "PRK"} <= set(table["actors"])
    first_japanese = table[(table["date"] == "2024-09-25") & (table["actors"] == "JPN")]
    assert len(first_japanese) == 1


def test_words_carry_no_score():
    table = threats.official_words(facts.load("threats/threat_statements"))
    assert not table.select_dtypes("number").columns.tolist()
    assert set(table["class"]) == {"strategy", "white paper"}
