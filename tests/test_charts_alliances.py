"""Each exploration of the alliance theme: what is drawn is what Python counts."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
import vl_convert

from hakusho import alliances
from hakusho.charts import alliances as charts
from hakusho.explore import alliances as explore
from hakusho.explore import alliances_further as further
from hakusho.explorer import Explorer

CORE = ["lattice", "network", "ladder", "elsewhere", "articles"]


@cache
def opened(name: str) -> Explorer:
    return getattr(explore if name in CORE else further, name)()


KEPT: dict[str, str] = {}  # drawings by title and settings: several tests look at the same one


def drawn(explorer: Explorer, **state: Any) -> str:
    key = f"{explorer.title} {sorted(state.items())}"
    if key not in KEPT:
        KEPT[key] = vl_convert.vegalite_to_svg(explorer.chart(**state).to_dict())
    return KEPT[key]


def texts(svg: str) -> list[str]:
    return [
        re.sub(r"<[^>]+>", "", words) for words in re.findall(r"<text[^>]*>(.*?)</text>", svg, flags=re.S)
    ]


@pytest.mark.parametrize(("year", "open_ended"), [(1955, False), (2000, False), (2016, True), (2026, False)])
def test_the_count_drawn_is_the_count_in_python(year: int, open_ended: bool) -> None:
    shown = texts(drawn(opened("lattice"), year=year, open_ended=open_ended))
    total = alliances.count(year, open_ended=open_ended)
    american = alliances.with_us(year, open_ended=open_ended)
    assert f"{year}: {total} ties" in shown
    assert f"{total - american} without the United States" in shown
    assert any(words.startswith(f"{american} with the United States") for words in shown)
    pledged = len(alliances.pledged_to("JPN", year))
    assert ("1 pledge to defend Japan" if pledged else "No pledge to defend Japan") in shown


def test_kinds_that_no_setting_shows_have_no_row() -> None:
    law, all_texts = texts(drawn(opened("lattice"))), texts(drawn(opened("lattice"), open_ended=True))
    assert "Reciprocal access" in law and "Forum" not in law and "Forum" in all_texts
    chosen = texts(drawn(opened("lattice"), kinds=["acsa"]))
    assert "Logistics (ACSA)" in chosen and "Reciprocal access" not in chosen


def test_an_opened_agreement_says_what_it_obliges_to_and_what_else_the_pair_shares() -> None:
    shown = texts(drawn(opened("network")))  # the treaty of 1960 is open
    assert any("To defend: Japan pledged within limits; United States pledged." in words for words in shown)
    pair = next(words for words in shown if words.startswith("Japan and United States in 2026"))
    edges = alliances.edges()
    both = edges[edges.a.eq("JPN") & edges.b.eq("USA") & edges.known.eq("dated")]
    now = both[(both.first_year <= 2026) & (both.last_year >= 2026)]
    assert pair.endswith(f" and {len(now) - 3} more")


def test_parties_of_a_text_of_many_are_named() -> None:
    shown = texts(drawn(opened("network")))
    assert "Trilateral Strategic Dialogue" in shown and "Australia, Japan, US" in shown
    assert not [words for words in shown if re.fullmatch(r"[A-Z]{3}( [A-Z]{3})+", words)]


@pytest.mark.parametrize("state", [{"year": 1960}, {}], ids=["1960", "now"])
def test_the_pairs_drawn_are_the_pairs_in_python(state: dict[str, int]) -> None:
    svg, year = drawn(opened("network"), **state), state.get("year", 2026)
    lines = re.findall(r'aria-roledescription="rule mark"', svg)
    opened_too = 1  # the dashes of the agreement that is open
    assert len(lines) == 2 * len(alliances.strongest(year)) + opened_too  # each with a wide one to click on


@pytest.mark.parametrize(
    ("members", "directed", "manila"),
    [
        (("JPN", "USA", "THA"), True, True),
        (("JPN", "USA", "THA"), False, False),
        (alliances.CLOSED_SET, True, False),
    ],
)
def test_the_calculator_counts_as_python_does(members: tuple[str, ...], directed: bool, manila: bool) -> None:
    state = {"members": list(members), "directed": directed, "manila": manila}
    shown = texts(drawn(opened("asian_nato"), **state))
    count = alliances.club(members, directed=directed, manila=manila)
    assert f"{count['exist']} of {count['pairs']}" in shown
    assert f"{count['new']} would be new" in shown


def test_the_ladder_says_where_a_date_is_unknown() -> None:
    shown = texts(drawn(opened("ladder")))
    states = alliances.rungs(2026).state.value_counts()
    assert shown.count("date unknown") == states["unknown"] > 0
    assert shown.count("signed only") == states["pending"] + 1  # one in the legend


def test_every_place_in_the_network_has_room() -> None:
    places = charts.places()
    assert not places.duplicated(["x", "y"]).any()
    edges = alliances.edges()
    assert {*edges.a, *edges.b} <= set(places.c)


def test_a_pledge_that_runs_one_way_has_one_head() -> None:
    heads = charts.arrow_heads(charts.edge_rows(alliances.edges()))
    pairs = heads.groupby(heads.apply(lambda r: tuple(sorted((r.p, r.q))), axis=1)).q.nunique()
    assert pairs["JPN", "USA"] == 1 and pairs["KOR", "USA"] == 2
