"""The spending charts: every control changes picture and words, and the drawing says what Python says."""

from __future__ import annotations

import html
import json
import re
from functools import cache

import pytest
import vl_convert

from hakusho import spending
from hakusho.explore import spending as explore
from hakusho.explore import spending_further as further
from hakusho.explore import spending_study as study

EVERY = {**explore.EVERY, **further.EVERY}


@cache
def made(name):
    return EVERY[name]()


def drawn(name, **state):
    explorer = made(name)
    return svg(json.dumps(explorer._spec({**explorer.state, **state})))


@cache
def svg(spec):
    return vl_convert.vegalite_to_svg(spec)


def texts(svg):
    found = re.findall(r"<text[^>]*>(.*?)</text>", svg, flags=re.S)
    return [re.sub(r"<[^>]+>", "", words) for words in found]


def test_the_lead_judges_its_statements_as_python_does():
    for unit, definition in (("yen", "government"), ("current", "sipri"), ("share", "government_initial")):
        words = texts(drawn("one_budget", unit=unit, definition=definition))
        change = spending.change("JPN", 2012, 2024, unit)
        share = spending.share_of_gdp(definition, 2025)
        expected = [change >= 90, change > 0, spending.reached(share)]
        assert [w for w in words if w in ("holds", "fails")] == ["holds" if e else "fails" for e in expected]
        assert f"{change:+.1f} %" in [w.replace("−", "-") for w in words]


@pytest.mark.parametrize(
    ("yen", "rate", "year"), [(11, 150, 2025), (11, 110, 2021), (5, 94, 1995), (28.5, 150, 2025)]
)
def test_the_chart_places_an_amount_as_python_does(yen, rate, year):
    place = spending.place_of(1000 * yen / rate, year)
    said = f"{place}. {1000 * yen / rate:,.1f}"
    assert any(words.startswith(said) for words in texts(drawn("what_if", yen=yen, rate=rate, year=year)))


def test_ties_and_gaps_are_named_on_the_chart():
    words = texts(drawn("world_rank", country="KOR", year=2025))
    assert sum("a tie" in w for w in words) == 2  # Italy 48.1, Poland 46.8
    assert f"fifteen of {spending.n_countries(2025)} countries" in " ".join(words)


def test_expenditure_and_contracts_keep_their_own_totals():
    words = texts(drawn("progress", total="sum_of_yearly_budgets"))
    assert "total 40.5" in words and "total 43.5" in words
    assert f"{spending.progress_pct('contract'):.0f} %" in words
    assert f"{spending.progress_pct('expenditure', True, 'sum_of_yearly_budgets'):.0f} %" in words


def test_the_waterfall_shows_the_parts_that_python_computes():
    words = [w.replace("−", "-") for w in texts(drawn("yen_and_dollar", country="KOR", years=[2015, 2020]))]
    for value in spending.decompose("KOR", 2015, 2020).values():
        assert f"{value:+.1f}" in words


MOVED = {"share": 3.5, "yen": 110, "growth": 3, "others": 4, "year": 2035, "place": 5}


@pytest.mark.parametrize("definition", spending.DEFINITIONS)
def test_the_path_of_the_scenario_ends_where_python_says(definition):
    state = {**made("scenario").state, **MOVED, "definition": definition}
    one = spending.Scenario(**{name: value for name, value in state.items() if name != "place"})
    assert f"{one.trillion_yen():.1f}" in texts(drawn("scenario", **state))


UNDONE = [("government", {name: True}) for name in ("no_extra", "no_related", "own_gdp")]


@pytest.mark.parametrize(("definition", "undo"), [*((name, {}) for name in spending.DEFINITIONS), *UNDONE])
def test_the_chosen_counting_is_the_one_in_front(definition, undo):
    rows = made("two_per_cent").rows_at({**made("two_per_cent").state, "definition": definition, **undo})
    words = texts(drawn("two_per_cent", definition=definition, **undo))
    named = [w.removeprefix("Chosen: ") for w in words if w.startswith("Chosen: ")]
    said = made("two_per_cent").words_at({**made("two_per_cent").state, "definition": definition, **undo})
    assert len(named) == 1 and f"{rows[rows['label'].isin(named)]['share_pct'].iloc[-1]:.2f} %" in said


def test_one_counting_and_one_unit_are_followed_by_every_chart_that_has_them():
    same = explore.one_counting()
    joined = [maker(same) for maker in (explore.one_budget, explore.two_per_cent, explore.what_if,
                                        further.long_run, further.scenario, further.targets)]  # fmt: skip
    alone = explore.one_budget()
    joined[0].set(unit="share", definition="sipri")
    assert {e.definition for e in joined} == {"sipri"} and joined[3].unit == "share"
    joined[3].set(unit="current", definition="government_initial")
    assert {e.definition for e in joined} == {"government_initial"} and joined[0].unit == "current"
    assert "does not reach" in joined[0].caption and "9.9 trillion" in joined[2].caption
    assert (alone.unit, alone.definition) == ("yen", "government")
    again = explore.one_budget(same)  # as when its cell is run again
    joined[0].set(definition="sipri")
    assert again.definition == "government_initial" == joined[1].definition


def test_what_could_not_be_located_is_on_the_chart():
    words = texts(drawn("by_field"))
    assert "Not located in a source" in words and words.count("no amount found") == 2


def test_listings_name_their_gaps():
    paid = study.who_pays().data.set_index("item")
    assert (paid.loc["non-tax revenue", ["yearly_by_fy2027", "five_years"]] == "no amount found").all()
    assert paid.loc["tax increases"].tolist()[:2] == [
        "over 1.0",
        "no amount found",
    ]  # a quarter of 4 trillion
    held = study.seen_from_elsewhere()
    assert {"CHN", "USA"} <= set(held.data.speaker_iso3) and "No official statement" in held.note
    assert "<table>" in held._repr_html_()
    assert set(study.what_the_articles_said().data.theme) == {"spending"}


SAID = [
    ("one_budget", {}),
    ("one_budget", {"years": [2000, 2020], "unit": "current", "definition": "sipri"}),
    ("one_budget", {"years": [1990, 2025], "unit": "share", "definition": "government_initial"}),
    ("what_if", {}),
    ("what_if", {"yen": 28.5, "rate": 80, "year": 2021}),
    ("what_if", {"yen": 4, "rate": 175, "year": 2025}),
    ("what_if", {"yen": 7.5, "rate": 155, "year": 2025}),
    ("yen_and_dollar", {}),
    ("yen_and_dollar", {"country": "KOR", "years": [2015, 2020]}),
    ("yen_and_dollar", {"years": [2010, 2010]}),
]


@pytest.mark.parametrize(("name", "state"), SAID)
def test_a_page_says_what_python_says(name, state):
    explorer = made(name)
    state = {**explorer.state, **state}
    spec = explorer._spec(state)
    told = {"data": {"values": [{}]}, "mark": {"type": "text", "text": {"expr": "words_"}, "limit": 0}}
    spec = {"params": spec["params"], "$schema": spec["$schema"], "data": {"values": [{}]}, **told}
    assert explorer.words_at(state) in [html.unescape(w) for w in texts(vl_convert.vegalite_to_svg(spec))]
