"""The policy charts as drawn: what is drawn is what Python counts."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import pytest
import vl_convert

from hakusho import policy, share
from hakusho.charts import policy as charts
from hakusho.explore import policy as explore
from hakusho.explorer import Explorer


@cache
def opened(name: str) -> Explorer:
    return getattr(explore, name)()


def drawn(explorer: Explorer, **state: Any) -> str:
    return vl_convert.vegalite_to_svg(explorer.chart(**state).to_dict())


def texts(svg: str) -> list[str]:
    return [
        re.sub(r"<[^>]+>", "", words) for words in re.findall(r"<text[^>]*>(.*?)</text>", svg, flags=re.S)
    ]


@pytest.mark.parametrize("which", ["programme", "again"])  # in large type, in small type
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


def test_every_question_is_told_in_full() -> None:
    rows = opened("polls").chart().to_dict()["datasets"].values()
    asked = [row["question"] for data in rows for row in data if "question" in row]
    assert len(asked) == sum(len(keys) for _, keys in policy.SETS.values())
    assert not any("…" in question for question in asked)


def test_an_event_is_told_with_who_was_in_office() -> None:
    explorer = explore.timeline()
    shown = " ".join(texts(drawn(explorer, chosen="p063")))
    assert "Limited collective self-defence" in shown and "Abe Shinzo" in shown and "Barack Obama" in shown
    chosen = explorer.set(chosen="p063", kinds=["ruling"], span=[1945, 1990])
    assert "p063" in set(chosen.data["event_id"])  # the open event stays among the rows
    assert "in view" in chosen.caption and "No event" in explorer.set(kinds=[]).caption


def test_no_event_is_cut_short() -> None:
    rows = opened("timeline").chart().to_dict()["datasets"].values()
    told = [row["summary"] for data in rows for row in data if "summary" in row]
    assert len(told) == len(policy.timeline()) and not any("…" in text for text in told)


def test_every_kind_and_status_of_the_table_has_a_row_and_a_mark() -> None:
    assert set(charts.KINDS) == set(policy.kinds())
    assert set(charts.STATUS) == set(charts.STATUS_WORDS) >= set(policy.timeline()["status"])


def test_no_exploration_counts_events_per_year() -> None:
    for name, make in share.explorations().items():
        if name.startswith("policy."):
            assert '"count"' not in json.dumps(make().chart().to_dict()), name


@pytest.mark.parametrize(("year", "allowed"), [(1976, 0), (1990, 1), (2014, 3), (2025, 5), (2026, 6)])
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
