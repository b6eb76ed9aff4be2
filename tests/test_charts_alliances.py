"""Each exploration of the alliance theme: drawn, small, and answering every control."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import pytest
import vl_convert

from hakusho import alliances, sources
from hakusho.charts import alliances as charts
from hakusho.charts import theme
from hakusho.explore import alliances as explore
from hakusho.explorer import Explorer

SPEC_LIMIT, WIDTH_LIMIT = 80_000, 800
ALL = ["lattice", "network", "ladder", "codings", "asian_nato", "us_japan", "april_2024", "groupings",
       "elsewhere", "articles"]  # fmt: skip

# Every control of every exploration, with a setting that must change rows or picture.
CHANGES: list[tuple[str, str, Any]] = [
    ("lattice", "year", 2000),
    ("lattice", "open_ended", True),
    ("lattice", "kinds", ["acsa"]),
    ("network", "year", 1975),
    ("network", "country", "USA"),
    ("network", "agreement", "quad"),
    ("network", "apart", True),
    ("ladder", "year", 2012),
    ("ladder", "rungs", ["acsa", "reciprocal_access"]),
    ("codings", "treaty", "usa-jpn-security-treaty-1960"),
    ("codings", "current", True),
    ("asian_nato", "members", ["JPN", "USA", "THA"]),
    ("asian_nato", "year", 1952),
    ("asian_nato", "directed", False),
    ("asian_nato", "manila", True),
    ("asian_nato", "atlantic", True),
    ("us_japan", "since", 2000),
    ("us_japan", "kinds", ["treaty"]),
    ("us_japan", "entry", "1972-05-15 Okinawa returned to Japan"),
    ("april_2024", "areas", ["industry"]),
    ("april_2024", "project", "jet-trainer"),
    ("groupings", "year", 2007),
    ("groupings", "proposed", False),
    ("elsewhere", "since", 2020),
    ("elsewhere", "acts", True),
    ("elsewhere", "entry", "usa-2019-06-29"),
    ("articles", "article", "s3"),
    ("articles", "claim", "s4-c32"),
]


@cache
def opened(name: str) -> Explorer:
    return getattr(explore, name)()


def drawn(explorer: Explorer, **state: Any) -> str:
    return vl_convert.vegalite_to_svg(explorer.chart(**state).to_dict())


def texts(svg: str) -> list[str]:
    return [
        re.sub(r"<[^>]+>", "", words) for words in re.findall(r"<text[^>]*>(.*?)</text>", svg, flags=re.S)
    ]


@pytest.mark.parametrize("name", ALL)
def test_it_opens_small_legible_and_cited(name: str) -> None:
    explorer = opened(name)
    spec = explorer.chart().to_dict()
    assert len(json.dumps(spec, separators=(",", ":"), ensure_ascii=False).encode()) <= SPEC_LIMIT
    svg = vl_convert.vegalite_to_svg(spec)
    assert float(re.search(r'width="([\d.]+)"', svg)[1]) <= WIDTH_LIMIT + 20  # page margins included
    assert min(map(float, re.findall(r'font-size="([\d.]+)px"', svg))) >= theme.SMALLEST
    assert explorer.caption and "nan" not in explorer.caption.lower() and len(explorer.data) > 3
    assert explorer.data.source_id.ne("").all() and sources.ids(explorer.data)
    assert not re.search(r">(undefined|null|NaN)<", svg)


@pytest.mark.parametrize(("name", "control", "value"), CHANGES, ids=[f"{n}-{c}" for n, c, _ in CHANGES])
def test_every_control_changes_rows_or_picture(name: str, control: str, value: Any) -> None:
    explorer = opened(name)
    assert drawn(explorer, **{control: value}) != drawn(explorer)


def test_every_control_is_tried() -> None:
    tried = {(name, control) for name, control, _ in CHANGES}
    assert tried == {(name, control) for name in ALL for control in opened(name).state}


@pytest.mark.parametrize(("year", "open_ended"), [(1955, False), (2000, False), (2016, True), (2026, False)])
def test_the_count_drawn_is_the_count_in_python(year: int, open_ended: bool) -> None:
    shown = texts(drawn(opened("lattice"), year=year, open_ended=open_ended))
    total = alliances.count(year, open_ended=open_ended)
    assert f"{year}: {total} ties" in shown
    american = alliances.with_us(year, open_ended=open_ended)
    assert any(words.startswith(f"{american} with the United States") for words in shown)


@pytest.mark.parametrize("year", [1960, 1990, 2026])
def test_the_pairs_drawn_are_the_pairs_in_python(year: int) -> None:
    svg = drawn(opened("network"), year=year)
    lines = re.findall(r'aria-roledescription="rule mark"', svg)
    opened_too = 1  # the dashes of the agreement that is open
    assert len(lines) == 2 * len(alliances.strongest(year)) + opened_too  # each with a wide one to click on


@pytest.mark.parametrize("directed", [True, False])
@pytest.mark.parametrize("members", [("JPN", "USA", "THA"), alliances.CLOSED_SET])
@pytest.mark.parametrize("manila", [True, False])
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
    _, heads = charts._edge_rows(alliances.edges())
    pairs = heads.groupby(heads.apply(lambda r: tuple(sorted((r.p, r.q))), axis=1)).q.nunique()
    assert pairs["JPN", "USA"] == 1 and pairs["KOR", "USA"] == 2
