"""The threat charts as drawn: each control changes the picture, and the picture says what the rows say."""

from __future__ import annotations

import re
from functools import cache

import pytest
import vl_convert

from hakusho import facts, threats
from hakusho.charts import theme
from hakusho.explore import threats as core
from hakusho.explore import threats_further as further


@cache
def made(name):
    return getattr(core if hasattr(core, name) else further, name)()


def draw(explorer, **state):
    return vl_convert.vegalite_to_svg(explorer._spec({**explorer.state, **state}))


def texts(svg):
    found = re.findall(r"<text[^>]*>(.*?)</text>", svg, flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", words) for words in found).replace("&amp;", "&")


@cache
def opening(name):
    return draw(made(name))


EMPTY = {
    "counters": ({"year": 2018}, "No number is held"),
    "race": ({"countries": []}, "No chosen country"),
    "north_korean_tests": ({"system": "Musudan", "site": "nk-hodo"}, "No shot of this system"),
    "outcomes": ({"least": 20, "span": [2010, 2012]}, "No system has so many shots"),
    "over_japan": ({"kinds": []}, "No kind is chosen"),
    "nuclear_yields": ({"stages": []}, "No stage is chosen"),
    "around_taiwan": ({"view": "party", "per_day": True}, "No daily reports stand behind"),
    "warheads": ({"countries": []}, "no figure for the chosen states"),
    "acts": ({"actors": []}, "No act is held"),
    "elsewhere": ({"speaker": "RUS", "subject": "radar_incident"}, "Nothing is held"),
}


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_picture_says_why(name):
    state, words = EMPTY[name]
    assert words in texts(draw(made(name), **state))
    assert words not in texts(opening(name))


def test_the_pressure_chart_prints_what_the_rows_hold():
    explorer = made("pressure")
    said = texts(draw(explorer, base=2012, end=2024))
    rows = explorer.rows_at({**explorer.state, "base": 2012, "end": 2024})
    for row in rows[rows["ratio"].notna()].itertuples():
        assert f"{row.from_value:,.0f} → {row.to_value:,.0f}" in said
    assert "no figure for 2024" in said


def test_the_strip_of_leaders_agrees_with_python():
    explorer = made("race")
    svg = opening("race")
    drawn = re.findall(r'fill="(#[0-9A-Fa-f]{6})"[^>]*stroke="white"', svg) or re.findall(
        r'stroke="white"[^>]*fill="(#[0-9A-Fa-f]{6})"', svg
    )
    spent = threats.spending(facts.load("spending/milex"))
    leaders = [threats.last_index(spent, explorer.countries, year).index[0] for year in range(1990, 2025)]
    wanted = [theme.colour(code).lower() for code in leaders]
    strip = [colour.lower() for colour in drawn]
    assert sorted(strip) == sorted(wanted)


def test_no_share_is_drawn_where_none_may_be_given():
    explorer = made("outcomes")
    said = texts(draw(explorer, least=1))
    given = explorer.rows_at({**explorer.state, "least": 1})
    assert said.count("%") == int(given["low"].notna().sum())
    assert "no rate" in texts(opening("north_korean_tests"))


def test_around_taiwan_draws_one_side_of_the_change_at_a_time():
    def bars(view):
        svg = draw(made("around_taiwan"), view=view)
        return len(re.findall(r'aria-roledescription="bar"', svg))

    explorer = made("around_taiwan")
    for view in ("all", "zone", "navy"):
        assert bars(view) == len(explorer.rows_at({**explorer.state, "view": view}))


def test_a_ladder_counts_what_it_cannot_show():
    explorer = made("elsewhere")
    said = texts(draw(explorer, speaker="all", subject="all", since=2010))
    total = len(explorer.rows_at({"speaker": "all", "subject": "all", "since": 2010}))
    assert re.search(rf"\d+ of {total} drawn", said)


def test_actor_filters_are_symmetric():
    table = made("crossings")
    for actor in ("JPN", "USA", "CHN", "RUS"):
        rows = table.rows_at({"actor": actor, "kind": "all"})
        assert len(rows) and rows["actors_iso3"].str.contains(actor).all()
