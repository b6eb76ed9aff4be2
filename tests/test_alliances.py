"""The alliance measures against numbers known from outside the code, and the exercises of its notebook."""

from __future__ import annotations

import pytest

from hakusho import alliances, facts
from hakusho.errors import Mistake
from hakusho.explore import alliances_study as tasks

# Parties in effect, as the Japanese government lists them (partners, year end):
OFFICIAL = [
    # Foreign ministry, entry into force of the German ACSA, 12 July 2024: the seventh, after the United
    # States, Australia, the United Kingdom, Canada, France and India.
    ("acsa", 2024, {"USA", "AUS", "GBR", "CAN", "FRA", "IND", "DEU"}),
    # Foreign ministry, signing of the agreement with Ukraine, 16 November 2024, names those before it.
    ("information_security", 2024, {"USA", "NAT", "FRA", "AUS", "GBR", "IND", "ITA", "KOR", "DEU"}),
    # Foreign ministry, entries into force: 13 August 2023, 15 October 2023, 11 September 2025.
    ("reciprocal_access", 2022, set()),
    ("reciprocal_access", 2023, {"AUS", "GBR"}),
    ("reciprocal_access", 2025, {"AUS", "GBR", "PHL"}),
]


@pytest.mark.parametrize(("kind", "year", "expected"), OFFICIAL)
def test_partners_are_those_of_the_official_lists(kind: str, year: int, expected: set[str]) -> None:
    assert set(alliances.partners(year, kind)) == expected


def test_the_american_ties_of_2000_are_those_of_the_treaty_lists() -> None:
    """Treaty, notes, SOFA, assistance, special measures, ACSA and technology notes; and China 1978."""
    held = alliances.in_effect(2000).set_index("agreement_id")
    assert set(held[held.with_us].index) == {
        "usa-jpn-security-treaty-1960", "usa-jpn-prior-consultation-1960", "usa-jpn-sofa-1960",
        "usa-jpn-mdaa-1954", "usa-jpn-sma-1996", "usa-jpn-acsa-1996", "jpn-usa-etta",
    }  # fmt: skip
    assert list(held[~held.with_us].index) == ["prc-jpn-1978"]


@pytest.mark.parametrize("year", [1952, 1987, 1995, 2006, 2011, 2017, 2021, 2026])
def test_a_replaced_agreement_counts_once(year: int) -> None:
    """Special measures run without a gap from 1987 and never twice; the first ACSA ended with the second."""
    held = alliances.in_effect(year)
    assert (held.kind == "host_nation_support").sum() == (1 if year >= 1987 else 0)
    assert held[held.kind.eq("acsa") & held.with_us].agreement_id.nunique() == (1 if year >= 1996 else 0)


def test_dates_bound_a_tie_on_both_sides() -> None:
    """The treaty of 1951 was in effect from 28 April 1952 to 23 June 1960 (dates of the treaty texts)."""
    assert "usa-jpn-security-treaty-1951" in set(alliances.in_effect(1959).agreement_id)
    assert "usa-jpn-security-treaty-1951" not in set(alliances.in_effect(1951).agreement_id)
    held = set(alliances.in_effect(1960).agreement_id)
    assert "usa-jpn-security-treaty-1951" not in held and "usa-jpn-security-treaty-1960" in held


def test_ties_without_a_date_are_listed_apart_and_never_counted() -> None:
    apart = set(alliances.undated(2026).agreement_id) | set(alliances.pending(2026).agreement_id)
    assert apart and not apart & set(alliances.in_effect(2026, open_ended=True).agreement_id)
    assert alliances.undated(2014).empty


def test_the_quad_slept_from_2008_to_2017() -> None:
    """Foreign ministry: a first meeting in 2007, revived in November 2017."""
    years = {y for y in range(2005, 2027) if alliances.members("quad", y)}
    assert years == {2007} | set(range(2017, 2027))
    held = {
        y for y in range(2005, 2027) if "quad" in set(alliances.in_effect(y, open_ended=True).agreement_id)
    }
    assert held == years


def test_one_state_is_pledged_to_defend_japan_since_1960() -> None:
    """ATOP 5.1, directed: United States to Japan yes, Japan to the United States no."""
    for year in (1960, 1990, 2026):
        assert alliances.pledged_to("JPN", year) == ["USA"]
        assert alliances.pledged_by("JPN", year) == []
    assert alliances.pledged_to("JPN", 1955) == []
    assert alliances.pledged_to("JPN", 1955, "atop") == ["USA"]


def test_anzus_lost_new_zealand_in_1986() -> None:
    """The United States suspended its obligations on 11 August 1986; Australia's and its own stand."""
    assert alliances.pledged_to("NZL", 1985) and "USA" not in alliances.pledged_to("NZL", 1990)
    assert "USA" in alliances.pledged_to("AUS", 1990)


def test_a_club_counts_as_a_complete_graph() -> None:
    """n(n-1) ordered pairs, half as many unordered; six members of NATO hold all thirty (article 5)."""
    allies = ("USA", "GBR", "CAN", "FRA", "DEU", "ITA")
    assert alliances.club(allies, atlantic=True) == {"pairs": 30, "exist": 30, "new": 0, "both_ways": 15}
    assert alliances.club(allies)["exist"] == 0
    assert alliances.club(alliances.CLOSED_SET)["pairs"] == 19 * 18
    assert alliances.club(("JPN", "USA"), directed=False) == {
        "pairs": 1,
        "exist": 1,
        "new": 0,
        "both_ways": 0,
    }
    assert alliances.club(("THA", "USA"))["exist"] == 0
    assert alliances.club(("THA", "USA"), manila=True)["exist"] == 2
    assert alliances.club(())["pairs"] == 0


def test_counts_and_cells_of_a_club_agree() -> None:
    members = ("JPN", "USA", "KOR", "AUS", "PHL", "THA")
    for manila in (False, True):
        assert len(alliances.cells(members, 2026, manila)) == alliances.club(members, manila=manila)["exist"]


def test_the_data_sets_never_code_beyond_their_years() -> None:
    coded = alliances.codings().set_index(["agreement_id", "country", "spell"])
    late = coded.loc[("rus-dprk-2024", "PRK", 1)]
    assert (late.atop, late.cow, late.differ) == ("not_covered", "not_covered", False)
    korea = coded.loc[("usa-kor-mdt-1953", "KOR", 1)]
    assert (korea.ours, korea.atop, korea.cow, korea.differ) == ("yes", "yes", "no", True)


def test_a_text_of_many_parties_is_no_set_of_pairs() -> None:
    pairs = alliances.edges()
    many = alliances.many_party()
    shared = set(pairs[pairs.bond != "pledge"].agreement_id) & set(many.agreement_id)
    assert not shared
    assert (many.members.str.count(";") >= 2).all()


def test_every_pair_appears_once_with_its_strongest_bond() -> None:
    held = alliances.strongest(2026).set_index(["a", "b"]).bond
    assert held.index.is_unique
    assert (
        held["JPN", "USA"] == "pledge"
        and held["AUS", "JPN"] == "access"
        and held["FRA", "JPN"] == "logistics"
    )
    assert alliances.strongest(1955, "JPN").bond.tolist() == ["access"]  # bases, before there was a pledge


def test_a_rung_that_is_signed_is_not_reached() -> None:
    """Signed on 15 January 2026; takes effect after the exchange of notes (both ministries)."""
    held = alliances.rungs(2026).set_index(["partner", "rung"])
    assert held.loc[("PHL", "acsa")].state == "pending" and not held.loc[("PHL", "acsa")].reached
    assert held.loc[("PHL", "equipment_transfer")].state == "unknown"  # used since 2016, first day not found
    assert held.loc[("PHL", "equipment_transfer")].reached
    assert held.loc[("GBR", "two_plus_two")].since == 2015  # London, 21 January 2015 (foreign ministry)
    assert held.loc[("AUS", "acsa")].since == 2013  # the agreement of 2010, in force on 31 January 2013
    assert ("GBR", "two_plus_two") not in alliances.rungs(1990).set_index(["partner", "rung"]).index


def test_only_what_is_collected_can_be_asked_for() -> None:
    with pytest.raises(Mistake, match="JPN and USA only"):
        alliances.ties("AUS")
    with pytest.raises(Mistake, match="closed set"):
        alliances.club(("JPN", "CHN"))
    with pytest.raises(Mistake, match="no coding 'gibler'"):
        alliances.pledged(2000, "gibler")
    with pytest.raises(Mistake, match="did you mean 'quad'"):
        alliances.agreement("quadd")


def test_exercises_are_those_of_the_list_and_grants_those_of_the_ministry() -> None:
    """Foreign ministry, fiscal 2023: notes with four states, 575, 400, 400 and 600 million yen."""
    held = alliances.practice(2026).set_index("partner")
    assert "Malabar" in held.small["IND"] and "RIMPAC" not in held.small["USA"] and held.large["USA"] == 2
    assert "La Perouse" not in held.small["IND"]  # Japan was not in it in 2025
    grants = alliances.assistance().set_index("recipient")
    assert grants.value_jpy_m["BGD"] == 575 and grants.signed["PHL"] == 3 and "DJI" not in grants.index


# ---------------------------------------------------------------- exercises and questions

EXERCISES = [name for name in dir(tasks) if name.startswith("exercise_")]


def test_questions_name_rows_that_exist() -> None:
    asked = tasks.discussions()
    assert len(asked) >= 4
    assert all(len(frame) for question in asked for frame in question.evidence().values())
    assert len(EXERCISES) >= 6


def test_readings_are_those_of_the_theme() -> None:
    assert 5 <= len(tasks.readings().frame) <= 8
    assert set(facts.load("policy/readings").title) >= set(tasks.readings().frame.title)
