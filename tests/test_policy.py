"""Offices, polls, events and limits: against published figures and hand-checked days."""

from __future__ import annotations

import pandas as pd
import pytest

from hakusho import facts, policy
from hakusho.errors import Mistake

# ---------------------------------------------------------------- offices


@pytest.mark.parametrize(
    ("office", "country", "day", "who"),
    [
        # The Cabinet of 16 December 2022: kantei.go.jp, press conference by Prime Minister Kishida.
        ("Prime Minister", "JPN", "2022-12-16", "Kishida Fumio"),
        ("Minister of Defense", "JPN", "2022-12-16", "Hamada Yasukazu"),
        # Handover at noon: the newcomer holds the day. Amendment XX of the US Constitution, 20 January.
        ("President", "USA", "2025-01-19", "Joe Biden"),
        ("President", "USA", "2025-01-20", "Donald Trump"),
        # A whole month or year is enough where one person held the office.
        ("Prime Minister", "JPN", "2023", "Kishida Fumio"),
        ("Prime Minister", "JPN", "1960-01", "Kishi Nobusuke"),
        # Nobody but an acting minister between Inada and Onodera: Reuters, 2 August 2017.
        ("Minister of Defense", "JPN", "2017-07-30", "Kishida Fumio"),
    ],
)
def test_holder(office: str, country: str, day: str, who: str) -> None:
    assert policy.holder(office, country, day) == who


def test_an_acting_president_stands_beside_the_suspended_one() -> None:
    # Impeached on 14 December 2024, removed on 4 April 2025: Constitutional Court of Korea.
    assert policy.holder("President", "KOR", "2025-01-10") == "Yoon Suk Yeol"
    assert policy.holder("President", "KOR", "2025-01-10", acting=True) == "Choi Sang-mok"
    assert policy.holder("President", "KOR", "2025-05-10") == "Lee Ju-ho"


def test_a_span_with_a_change_is_an_error_that_names_both() -> None:
    with pytest.raises(Mistake, match="Ishiba Shigeru and Takaichi Sanae"):
        policy.holder("Prime Minister", "JPN", "2025-10")


@pytest.mark.parametrize(
    ("office", "day", "told"),
    [("Prime Ministr", "2020", "Prime Minister JPN"), ("Prime Minister", "2020-13", "not a date")],
)
def test_a_wrong_office_or_day_is_told_in_one_line(office: str, day: str, told: str) -> None:
    with pytest.raises(Mistake, match=told):
        policy.holder(office, "JPN", day)


def test_a_vacancy_and_a_time_before_the_list_give_no_name() -> None:
    # No national security adviser between Bolton (10 September 2019) and O'Brien (18 September 2019).
    assert policy.holder("National Security Advisor", "USA", "2019-09-15") == ""
    assert policy.holder("Minister for Foreign Affairs", "JPN", "1990-01-01") == ""


def test_a_term_known_by_month_counts_for_the_whole_month() -> None:
    held = policy.holders("Prime Minister", "GBR", "2026-07-15")
    assert set(held["person"]) == {"Keir Starmer", "Andy Burnham"}


def test_offices_of_a_person_who_holds_two() -> None:
    # Rubio, Secretary of State since 21 January 2025 and acting adviser since 1 May 2025.
    assert policy.offices_of("Marco Rubio", "2025-04-30") == ["Secretary of State (United States)"]
    assert len(policy.offices_of("Marco Rubio", "2025-06-01")) == 2


def test_attributions_carry_the_office_of_their_day() -> None:
    held = policy.utterances().set_index("claim_id")["held"]
    assert held["s3-c07"] == "Minister for Foreign Affairs (Japan)"
    assert held["s1-c05"] == "none of the offices listed"  # September 2024: not yet prime minister
    assert "depends on the day" in held["s2-c14"]  # January 2025: inaugurated on the 20th


# ---------------------------------------------------------------- polls


def test_the_two_polls_of_december_2022() -> None:
    # NHK, 12 December 2022: 51 for, 36 against; Kyodo, 18 December 2022: 39.0 for, 53.6 against.
    assert (policy.net("q001"), policy.net("q005")) == (51 - 36, round(39.0 - 53.6, 1))
    assert policy.gap("programme") == pytest.approx(29.6)
    assert policy.days_spanned("programme") == 9  # 9 to 18 December


def test_a_share_that_is_no_support_has_no_net() -> None:
    with pytest.raises(Mistake, match="q007"):  # first share: tension may rise
        policy.net("q007")
    with pytest.raises(Mistake, match="no row of policy/polls"):
        policy.net("q999")


@pytest.mark.parametrize("name", policy.SETS)
def test_a_set_compares_sides_for_and_against_within_four_months(name: str) -> None:
    held = policy.poll_set(name)
    assert held["sides"].eq("for_against").all() and held["topic"].nunique() == 1
    assert (held["reference_date_end"].max() - held["reference_date_start"].min()).days <= 125
    assert policy.gap(name) == pytest.approx(held["net"].max() - held["net"].min())


# ---------------------------------------------------------------- events


def test_events_carry_who_was_in_office() -> None:
    held = policy.timeline().set_index("event_id")
    assert held.loc["p080", "premier"] == "Kishida Fumio" and held.loc["p080", "president"] == "Joe Biden"
    assert held.loc["p008", "premier"] == "Hatoyama Ichiro / Ishibashi Tanzan"  # 1956, to the year only
    assert held["rival_of"].isna().all() and held["t"].between(1945, 2027).all()


def test_years_between_take_the_middle_of_a_year() -> None:
    # From mid 1956 to 16 December 2022; from that day to 13 March 2026.
    assert policy.years_between("p008", "p080") == pytest.approx(66.5, abs=0.1)
    days = (pd.Timestamp("2026-03-13") - pd.Timestamp("2022-12-16")).days
    assert policy.years_between("p080", "tomahawk-delivery-fy2025") == pytest.approx(days / 365.2425)


def test_steps_towards_counterstrike_never_go_back() -> None:
    held = policy.counterstrike()
    assert held["t"].is_monotonic_increasing
    assert [list(policy.STAGES).index(stage) for stage in held["stage"]] == sorted(
        list(policy.STAGES).index(stage) for stage in held["stage"]
    )


def test_positions_rest_on_statements_that_exist() -> None:
    held = policy.preemption()
    assert len(held) == len(policy.SAID) and held["source_id"].notna().all()
    same = held[held["position"] == "same"]
    assert same["paraphrase"].str.contains("pre-emptive").all()  # the column says no more than the row
    consent = held[held["position"] == "consent"]
    assert consent["paraphrase"].str.contains("consent").all()


# ---------------------------------------------------------------- limits


def test_export_rules_in_their_order() -> None:
    # Three Principles of 1 April 2014 replaced the ban; the five categories fell on 21 April 2026.
    assert policy.allowed(1970) == [] and policy.ban(1970) == "Three Principles on Arms Exports"
    assert policy.ban(2013) == "Miki guideline" and policy.ban(2014) == ""
    assert len(policy.allowed(2013)) == 2 and len(policy.allowed(2014)) == 3
    assert "Weapons, to partner states" not in policy.allowed(2025)
    assert "Weapons, to partner states" in policy.allowed(2026)


def test_the_ceiling_was_passed_in_fiscal_1987_to_1989() -> None:
    # Finance Ministry, Finance of April 2023: 1.004, 1.013 and 1.006 per cent of GNP.
    assert policy.years_above("budget", 1.0, 1976, 2009) == [1987, 1988, 1989]
    assert policy.share("budget", 1988) == pytest.approx(1.013)
    assert policy.years_above("budget", 1.01, 1976, 2009) == [1988]


def test_the_habit_lasted_sixty_years() -> None:
    assert policy.longest_below(1.0) == (1961, 2020)
    assert policy.years_above("sipri", 1.0, 1961, 2020) == []
    assert policy.longest_below(0.0) == (0, 0)
    with pytest.raises(Mistake, match="no share of 1900"):
        policy.share("sipri", 1900)


def test_a_rate_can_rise_while_fewer_are_hired() -> None:
    # Fiscal 2023: 9,959 of 19,598 (51 %); fiscal 2024: 9,724 (65 %), a quota about 4,700 lower.
    assert policy.hired("FY2023", "rate_pct") == 51 and policy.hired("FY2024", "rate_pct") == 65
    assert policy.hired("FY2024") < policy.hired("FY2023")
    assert 19598 - policy.hired("FY2024", "quota") == pytest.approx(4700, abs=150)


def test_a_quarter_of_the_yearly_need_from_taxes() -> None:
    # Finance Ministry: about 4 trillion yen a year by fiscal 2027, three quarters of it without taxes.
    assert policy.tax_share() == pytest.approx(25)
    parts = policy.funding("yearly").set_index("item")["amount"]
    assert parts.drop("extra_need").sum() == pytest.approx(parts["extra_need"], abs=0.5)


# ---------------------------------------------------------------- reasons, statements, articles


def test_evidence_before_a_change_is_before_it() -> None:
    for change in policy.CHANGES:
        start = policy.event(change)["date_start"]
        held = policy.before(change, 24)
        assert (held["day"] < start).all() and held["months"].between(-24, 0).all()
    assert "Statement on strategy documents" not in set(policy.before("p080", 24)["title"])  # December 2022


def test_requests_to_all_allies_precede_the_decision_and_those_to_japan_alone_follow_it() -> None:
    # Esper at RAND, 16 September 2020; Colby before the Senate, 4 March 2025; the strategy, 16 December 2022.
    assert policy.first_request() == pd.Timestamp("2020-09-16")
    assert policy.request_lag() == pytest.approx(-27, abs=0.1)
    assert policy.first_request(alone=True) == pd.Timestamp("2025-03-04")
    assert policy.request_lag(alone=True) == pytest.approx(26.6, abs=0.1)
    lanes = policy.before("p080", 30).groupby("lane")["title"].agg(list)
    assert "Asks all allies for 2 %" in lanes["usa"] and lanes["home"].count("LDP names 2 % of GDP") == 2


def test_statements_of_all_sides_have_one_form() -> None:
    held = policy.statements()
    assert set(held["speaker"]) == {"JPN", "USA", "CHN", "KOR", "PRK", "RUS"}
    assert held["key"].is_unique and held[["paraphrase", "source_id", "t"]].notna().all().all()


def test_verdicts_add_up() -> None:
    kinds = set(policy.articles()["verdict"])
    assert sum(policy.verdicts(kind) for kind in kinds) == policy.verdicts()


def test_tables_are_not_changed_by_the_analysis() -> None:
    policy.timeline(), policy.utterances(), policy.recruits(), policy.statements()
    for name in ("policy/policy_timeline", "claims/claims", "policy/recruitment"):
        pd.testing.assert_frame_equal(policy.table(name), facts.load(name))
