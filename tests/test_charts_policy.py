"""Each exploration of the policy theme: drawn, small, legible, and answering every control."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import pytest
import vl_convert

from hakusho import policy, sources
from hakusho.charts import policy as charts
from hakusho.charts import theme
from hakusho.explore import policy as explore
from hakusho.explorer import Explorer

SPEC_LIMIT, WIDTH_LIMIT = 80_000, 800

# Every control of every exploration, with a setting that must change rows or picture.
CHANGES: list[tuple[str, str, Any]] = [
    ("polls", "which", "taxes"),
    ("polls", "guess", 60),
    ("polls", "show", True),
    ("timeline", "chosen", "p008"),
    ("timeline", "kinds", ["law", "election"]),
    ("timeline", "span", [1990, 2010]),
    ("communities", "chosen", "p147"),
    ("communities", "kinds", ["local"]),
    ("communities", "span", [2019, 2026]),
    ("counterstrike", "since", 2016),
    ("counterstrike", "polls", False),
    ("preemption", "actors", ["JPN", "PRK"]),
    ("preemption", "words", False),
    ("exports", "year", 1980),
    ("exports", "polls", False),
    ("ceiling", "limit", 0.95),
    ("ceiling", "series", ["sipri"]),
    ("recruiting", "measure", "strength"),
    ("funding", "view", "fy2024"),
    ("reasons", "change", "p133"),
    ("reasons", "months", 60),
    ("offices", "said", "s1-c05"),
    ("offices", "country", "USA"),
    ("elsewhere", "speakers", ["RUS", "JPN"]),
    ("elsewhere", "statement", "rus-2022-12-22"),
]
ALL = list(dict.fromkeys(name for name, _, _ in CHANGES))


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
    assert explorer.caption and "nan" not in explorer.caption.lower() and len(explorer.data) >= 2
    assert explorer.data["source_id"].notna().all() and sources.ids(explorer.data)


@pytest.mark.parametrize(("name", "control", "value"), CHANGES, ids=[f"{n}-{c}" for n, c, _ in CHANGES])
def test_every_control_changes_rows_or_picture(name: str, control: str, value: Any) -> None:
    explorer = opened(name)
    assert explorer.state[control] != value
    before = drawn(explorer)
    assert drawn(explorer, **{control: value}) != before
    changed = getattr(explore, name)().set(**{control: value})
    assert changed.caption and "<NA>" not in changed.caption


def test_every_control_is_tried() -> None:
    held = {(name, control) for name in ALL for control in opened(name).state}
    assert held == {(name, control) for name, control, _ in CHANGES}


@pytest.mark.parametrize("which", policy.SETS)
def test_results_stay_hidden_until_they_are_asked_for(which: str) -> None:
    explorer = explore.polls(which)
    rows = explorer.data
    assert not {"answers", "share_for_pct", "net"} & set(rows.columns)
    shown = texts(drawn(explorer))
    assert shown.count("?") == len(rows) and not any(text.startswith("net ") for text in shown)
    explorer.set(show=True)
    assert explorer.data["net"].notna().all()
    assert sum(text.startswith("net ") for text in texts(drawn(explorer))) == len(rows)


def test_the_gap_is_told_only_with_the_results() -> None:
    explorer = explore.polls()
    assert "29.6" not in explorer.caption
    assert "29.6 points apart" in explorer.set(show=True, guess=30).caption
    assert "0.4 points off" in explorer.caption


def test_an_event_is_told_with_who_was_in_office() -> None:
    explorer = explore.timeline()
    shown = " ".join(texts(drawn(explorer, chosen="p063")))
    assert "Limited collective self-defence" in shown and "Abe Shinzo" in shown and "Barack Obama" in shown
    chosen = explorer.set(chosen="p063", kinds=["ruling"], span=[1945, 1990])
    assert "p063" in set(chosen.data["event_id"])  # the open event stays among the rows


def test_every_kind_and_status_of_the_table_has_a_row_and_a_mark() -> None:
    assert set(charts.KINDS) == set(policy.kinds())
    assert set(charts.STATUS) == set(charts.STATUS_WORDS) >= set(policy.timeline()["status"])


def test_no_exploration_counts_events_per_year() -> None:
    for name in ALL:
        assert '"count"' not in json.dumps(opened(name).chart().to_dict())


@pytest.mark.parametrize(("year", "allowed"), [(1975, 0), (1990, 1), (2014, 3), (2025, 5), (2026, 6)])
def test_bars_of_what_may_leave_follow_the_year(year: int, allowed: int) -> None:
    explorer = explore.exports().set(year=year, polls=False)
    assert len(explorer.data) == allowed
    assert drawn(explorer).lower().count(f'fill="{charts.FOR}"') - 1 == allowed  # one in the legend


def test_the_title_of_the_ceiling_says_what_the_facts_say() -> None:
    first, last = policy.longest_below(1.0)
    assert round(policy.years_between(policy.CAP_SET, policy.CAP_DROPPED)) == 10 and last - first + 1 == 60
    assert "ten years" in opened("ceiling").title and "sixty" in opened("ceiling").title


def test_an_empty_choice_is_said() -> None:
    assert explore.ceiling().set(series=[]).caption == "No counting is chosen."
    assert "No statement" in explore.preemption().set(actors=[]).caption


@pytest.mark.parametrize("name", [name for name in dir(explore) if name.startswith("exercise_")])
def test_exercises_accept_their_own_answer_and_explain(name: str) -> None:
    exercise = getattr(explore, name)()
    right = exercise.solution()
    given = str(right) if isinstance(right, float) else right
    verdict = exercise.check(given)
    assert verdict.right and len(verdict.words) > 40 and exercise.clue
    wrong = "-1" if isinstance(right, float) else frozenset() if isinstance(right, frozenset) else "something"
    assert not exercise.check(wrong).right


@pytest.mark.parametrize("name", [name for name in dir(explore) if name.startswith("discussion_")])
def test_discussions_point_at_rows(name: str) -> None:
    found = getattr(explore, name)().evidence()
    assert all(len(rows) for rows in found.values())
