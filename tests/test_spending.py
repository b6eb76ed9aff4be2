"""Spending: figures against SIPRI's fact sheets and official papers, arithmetic against sums by hand."""

from __future__ import annotations

import math
from itertools import pairwise

import pandas as pd
import pytest

from hakusho import spending
from hakusho.errors import Mistake

# ---------------------------------------------------------------- one country, one year


def test_japan_2025_is_as_sipri_published_it():
    # SIPRI fact sheet "Trends in World Military Expenditure, 2025", April 2026: 62.2 billion dollars, 1.4 %
    assert round(spending.milex("JPN", 2025), 1) == 62.2
    assert round(spending.milex("JPN", 2025, "share"), 1) == 1.4


def test_editions_differ_for_the_same_year():
    # fact sheet of April 2025: Japan 2024, 55.3 billion dollars and 1.4 %; the edition of 2026 revised both
    assert round(spending.milex("JPN", 2024, edition="2025-04"), 1) == 55.3
    assert round(spending.milex("JPN", 2024), 1) == 54.2


@pytest.mark.parametrize(("unit", "change"), [("yen", 71.5), ("constant", 49.4), ("current", -9.6)])
def test_one_budget_three_changes(unit, change):
    # workbook of 27 April 2026: 4,788.35 -> 8,210.875 bn yen; 36,308.8 and 60,011.5 -> 54,245.1 m dollars
    assert spending.change("JPN", 2012, 2024, unit) == pytest.approx(change, abs=0.05)


def test_two_per_cent_by_four_definitions():
    # Jiji 15 April 2025 (1.6, 1.8), Asahi 29 November 2025 (2.0), SIPRI 2026 (1.41)
    shares = [spending.share_of_gdp(name, 2025) for name in spending.DEFINITIONS]
    assert [round(share, 2) for share in shares] == [1.41, 1.6, 1.8, 2.0]
    assert [spending.reached(share) for share in shares] == [False, False, False, True]


def test_the_money_behind_the_definitions():
    # Fiscal System Council, December 2025: initial budgets of 9.9 trillion; Asahi, 29 November 2025: 11
    found = {name: spending.counted_as(name) for name in spending.DEFINITIONS}
    assert (found["government_initial"], found["government"]) == (9_900, 11_000)
    assert found["government_same_year_gdp"] == 9_900 and found["sipri"] < 9_900


def test_reached_rounds_as_shares_are_published():
    assert spending.reached(1.96) and not spending.reached(1.94)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: spending.milex("JPN", 2025, "dollar"), "no unit is called 'dollar'"),
        (lambda: spending.milex("JPN", 1900), "no figure in the base"),
        (lambda: spending.share_of_gdp("goverment", 2025), "did you mean 'government'"),
        (lambda: spending.share_of_gdp("government", 2023), "no figure in the base"),
        (lambda: spending.rank("TWN", 2025), "no figure in the base"),
        (lambda: spending.places(1970), "no table of 1970"),
        (lambda: spending.budget(1999), "no figure in the base"),
        (lambda: spending.gdp(2026), "no figure in the base"),
    ],
)
def test_a_wrong_question_gets_one_clear_line(call, says):
    with pytest.raises(Mistake, match=says):
        call()


# ---------------------------------------------------------------- countings


def test_exactly_one_counting_reaches_two_per_cent():
    found = spending.countings_reaching()
    assert len(found) == 1
    one = found.iloc[0]
    assert (one.year, one.money, one.extra, one.gdp) == (2025, "defence_plus_related", True, "fy2022")
    # 11 trillion of about 560 trillion yen (white paper 2024), by hand
    assert one.share_pct == pytest.approx(100 * 11 / 560)


def test_a_lower_goal_is_reached_more_often():
    assert len(spending.countings_reaching(1.5)) > len(spending.countings_reaching(2.0))


def test_extra_budgets_and_wider_money_never_lower_a_share():
    held = spending.countings()
    wide = held.pivot_table(index=["year", "money", "gdp"], columns="extra", values="share_pct").dropna()
    assert len(wide) and (wide[True] > wide[False]).all()
    money = held.pivot_table(index=["year", "extra", "gdp"], columns="money", values="share_pct").dropna()
    order = list(spending.MONEY)
    assert all((money[a] < money[b]).all() for a, b in pairwise(order))


def test_printed_and_computed_shares_agree_to_a_tenth_on_the_fixed_gdp():
    held = spending.countings()
    both = held[held.gdp.eq("fy2022") & held.published_pct.notna()]
    assert len(both) >= 3
    assert ((both.share_pct - both.published_pct.astype(float)).abs() <= 0.05).all()


def test_fiscal_2024_with_its_extra_budget_is_a_lower_bound():
    held = spending.countings()
    row = held[held.year.eq(2024) & held.money.eq("defence_plus_related") & held.extra].iloc[0]
    assert row.lower_bound and row.amount_jpy_bn == 8900 + 820  # Nikkei: over 820 bn on top of 8.9 trillion


def test_the_long_run_holds_no_inferred_year():
    held = spending.long_run()
    points = held[held.series != "sipri"]
    assert not set(points.year) & set(range(1998, 2003))  # read from chart labels only, so left out
    assert held[held.series == "sipri"].constant.notna().any()


# ---------------------------------------------------------------- the programme


def test_the_plan_adds_up_to_its_total_with_the_rest_as_a_row():
    plan = spending.plan_by_field()
    # Ministry of Defense, Defense Buildup Program: new contracts of 43.5 trillion yen
    assert plan.amount_jpy_bn.sum() == 43_500
    assert plan.loc[~plan.located, "amount_jpy_bn"].tolist() == [4_500]


def test_contracts_by_field_add_up_to_the_contracts_of_the_year():
    held = spending.contracts_by_field().groupby("year").amount_jpy_bn.sum()
    # Finance Ministry slides: 8,952.5, 9,362.5 and 8,433.2 billion yen
    assert held.round(0).to_dict() == pytest.approx({2023: 8952.5, 2024: 9362.5, 2025: 8433.2}, abs=1)


@pytest.mark.parametrize(("accounting", "extra", "sum_bn"), [
    ("expenditure", False, 6600.1 + 7724.9 + 8474.8 + 8809.3),
    ("expenditure", True, 6600.1 + 7724.9 + 8474.8 + 8809.3 + 496.2 + 496.1 + 502.1),
    ("contract", True, 8952.5 + 9362.5 + 8433.2 + 8260.7 + 129.7 + 106.6 + 102.1),
])  # fmt: skip
def test_progress_is_the_sum_of_the_finance_ministrys_figures(accounting, extra, sum_bn):
    held = spending.progress(accounting, extra)
    assert held.running_jpy_bn.iloc[-1] == pytest.approx(sum_bn)
    assert spending.progress_pct(accounting, extra) == pytest.approx(
        100 * sum_bn / {"expenditure": 43_000, "contract": 43_500}[accounting]
    )


def test_requests_are_never_budgets():
    held = spending.standoff()
    assert set(held.loc[held.stage.eq("request"), "kind"]) == {"request"}
    assert not held.loc[held.kind.eq("budget"), "stage"].eq("request").any()


# ---------------------------------------------------------------- places


def test_places_are_sipris():
    # fact sheets: tenth in the editions of April 2023 to 2026, ninth in April 2022
    assert [spending.rank("JPN", y, f"{y + 1}-04") for y in range(2021, 2026)] == [9, 10, 10, 10, 10]
    assert spending.n_countries(2025) == 151


def test_place_of_its_own_amount_is_its_own_place():
    for year in (1995, 2012, 2025):
        assert spending.place_of(spending.milex("JPN", year), year) == spending.rank("JPN", year)


def test_the_amount_for_a_place_is_the_edge_of_that_place():
    for place in (3, 6, 9):
        edge = spending.usd_for_place(place, 2025)
        assert spending.place_of(edge + 0.01, 2025) == place
        assert spending.place_of(edge - 0.01, 2025) == place + 1


def test_eleven_trillion_yen_was_third_and_is_ninth():
    # by hand: 11,000 / 134.8 (December 2022) = 81.6 against India's 76.6; 11,000 / 149.57 = 73.5 against 83.2
    then = 11_000 / spending.month_rate("2022-12")
    assert spending.place_of(then, 2021, "2022-04") == 3
    assert spending.place_of(11_000 / spending.rate(2025), 2025) == 9
    assert spending.yen_for_place(3, 2025, 150) == pytest.approx(190.4166 * 150 / 1000)


def test_a_gap_is_a_share_of_the_larger_amount_and_small_ones_are_ties():
    assert spending.gap("JPN", 2025) == pytest.approx(100 * (68.0076 - 62.1581) / 68.0076)
    assert all(spending.gap("JPN", 2025, to) > spending.TIE for to in ("above", "below"))
    assert all(
        spending.gap("ITA", 2025, to) < spending.TIE for to in ("above", "below")
    )  # 48.28, 48.14, 47.77
    assert "IND" in spending.near(73, 2021, "2022-04")  # 73 of 76.6


@pytest.mark.parametrize(("day", "edition"), [
    ("2022-04-24", None), ("2022-04-25", "2022-04"), ("2022-12-16", "2022-04"), ("2024-02", "2023-04"),
    ("2026-11-22", "2026-04"),
])  # fmt: skip
def test_the_edition_a_reader_had(day, edition):
    assert spending.edition_on(day) == edition


def test_claims_of_third_place_by_the_money_they_rest_on():
    ten, eleven = spending.third_place_claims(10), spending.third_place_claims(11)
    assert (ten.had <= ten.claimed).sum() == 0
    assert (eleven.had <= eleven.claimed).sum() == 5
    assert (eleven.now <= eleven.claimed).sum() == 0
    assert pd.isna(
        spending.third_place_claims().set_index("rank_id").loc["reuters-2022-12-16-2027-jpn", "had"]
    )


# ---------------------------------------------------------------- yen, dollar, scenario


@pytest.mark.parametrize("country", ["JPN", "KOR", "AUS", "USA"])
def test_parts_of_a_change_add_up(country):
    part = spending.decompose(country, 2012, 2024)
    assert part["volume"] + part["prices"] + part["exchange"] == pytest.approx(part["total"])
    change = spending.change(country, 2012, 2024, "current")
    assert part["total"] == pytest.approx(100 * math.log(1 + change / 100))
    assert country != "USA" or part["exchange"] == pytest.approx(0, abs=1e-6)


def test_at_the_old_rate_the_dollars_move_as_the_yen_did():
    assert spending.at_old_rate("JPN", 2012, 2024) == pytest.approx(
        spending.milex("JPN", 2012) * (1 + spending.change("JPN", 2012, 2024, "yen") / 100)
    )


def test_a_scenario_by_hand():
    # 2 % of 658.88 trillion yen, no growth, 100 yen: 131.8 billion dollars, between Germany and Russia
    one = spending.Scenario(share=2, growth=0, yen=100, year=2027)
    assert one.usd_bn() == pytest.approx(131.777, abs=0.01)
    assert one.place() == 4
    assert spending.Scenario(2, 0, 100, 2027, others=100).relative() == pytest.approx(one.usd_bn() / 4)


def test_a_fixed_gdp_makes_growth_and_year_irrelevant():
    # 2 % of the 560 trillion yen of fiscal 2022 (white paper 2024)
    for growth, year in ((0, 2026), (5, 2035)):
        one = spending.Scenario(2, growth, 150, year, definition="government")
        assert one.trillion_yen() == pytest.approx(11.2) and set(one.needed(3)) == {"share", "yen"}


def test_neighbours_of_an_amount():
    # table of 2025: Saudi Arabia 83.2, France 68.0 billion dollars
    near = spending.neighbours(75, 2025)
    assert list(near) == ["SAU", "FRA"]
    assert near["SAU"] == pytest.approx(-100 * 8.2 / 83.2, abs=0.1) and near["FRA"] == pytest.approx(
        9.3, abs=0.1
    )


def test_targets_of_japan_are_reached_by_one_counting_only():
    held = {name: spending.targets(name).query("applies_to_iso3 == 'JPN'") for name in spending.DEFINITIONS}
    two = {name: rows[rows.target_value_pct_gdp.eq(2)] for name, rows in held.items()}
    met = {name: bool((rows.actual_pct >= rows.target_value_pct_gdp).all()) for name, rows in two.items()}
    assert [name for name, all_met in met.items() if all_met] == ["government"]


@pytest.mark.parametrize("name", ["share", "yen", "growth"])
def test_if_and_only_if(name):
    centre = spending.default_scenario()
    need = centre.needed(3)[name]
    step = 1e-6 * (-1 if name == "yen" else 1)
    state = {f: getattr(centre, f) for f in ("share", "growth", "yen", "year", "others")}
    assert spending.Scenario(**{**state, name: need + step}).place() <= 3
    assert spending.Scenario(**{**state, name: need - step}).place() > 3
    assert "if and only if" in spending.only_if(centre, 3)


def test_every_assumption_has_a_source_and_a_default_in_its_range():
    held = spending.assumptions()
    assert held.source_id.str.len().gt(0).all()
    assert ((held.low <= held.default) & (held.default <= held.high)).all()


def test_the_tornado_puts_the_widest_first():
    held = spending.tornado(spending.default_scenario())
    assert held.swing.is_monotonic_decreasing
    assert held.name.iloc[0] == "share" and (held.groupby("name").size() == 2).all()


def test_the_plan_of_financing_as_published():
    # Finance Ministry, April 2023: about 4 trillion a year, a quarter of it from taxes
    assert spending.financed("extra-need-yearly-by-fy2027-fy2027") == 4_000
    assert spending.financed("tax-increase-yearly-by-fy2027-fy2027") == 1_000
