"""The explorations of the ledger: they build, stay small, answer every control; the forms answer too."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hakusho import claims
from hakusho.claims import bench, vote
from hakusho.explore import claim_forms as forms
from hakusho.explore import claims as explore
from hakusho.explorer import Explorer

MADE: dict[str, Callable[[], Explorer]] = {
    name: getattr(explore, name)
    for name in ("verdicts", "ledger", "then_and_now", "third_rank", "differences")
}
OTHER = {
    "verdicts": {"theme": "missiles", "kind": "said", "definition": "spending:ministry"},
    "ledger": {
        "theme": "spending",
        "kind": "quantity",
        "verdict": "imprecise",
        "basis": "judged",
        "order": "v",
        "claim": "s1-c18",
    },
    "then_and_now": {"doc": "s4", "claim": "s4-c05"},
    "third_rank": {"dollars": 90, "day": claims.TODAY},
    "differences": {"pair": "x05"},
}
STEPS = [(name, control, value) for name, steps in OTHER.items() for control, value in steps.items()]
MOST_BYTES = 80_000


@pytest.fixture(scope="module")
def made() -> dict[str, Explorer]:
    return {name: make() for name, make in MADE.items()}


def drawn(explorer: Explorer) -> str:
    return explorer.file(".svg").decode()


@pytest.mark.parametrize("name", MADE)
def test_it_builds_small_with_words_and_sources(name: str, made: dict[str, Explorer]) -> None:
    explorer = made[name]
    spec = explorer._spec(explorer.state)
    assert len(json.dumps(spec, ensure_ascii=False).encode()) <= MOST_BYTES
    assert explorer.caption.endswith(".") and "nan" not in explorer.caption.lower()
    rows = explorer.data
    assert len(rows) and rows["source_id"].ne("").all() and explorer.sources


@pytest.mark.parametrize("name", MADE)
def test_it_draws_no_missing_value(name: str, made: dict[str, Explorer]) -> None:
    svg = drawn(made[name])
    assert all(word not in svg for word in (">NaN<", ">null<", ">undefined<", ">nan<"))


@pytest.mark.parametrize(("name", "control", "value"), STEPS, ids=[f"{n}-{c}" for n, c, _ in STEPS])
def test_every_control_changes_the_picture(
    name: str, control: str, value: Any, made: dict[str, Explorer]
) -> None:
    explorer = made[name]
    opening = explorer.state
    before = explorer._spec(opening), drawn(explorer)
    explorer.set(**{control: value})
    try:
        marks = drawn(explorer).split("</text>", 8)[-1]  # behind the printed settings
        assert marks != before[1].split("</text>", 8)[-1]
    finally:
        explorer.set(**opening)


def test_every_control_is_driven(made: dict[str, Explorer]) -> None:
    assert {name: set(explorer.state) for name, explorer in made.items()} == {
        n: set(s) for n, s in OTHER.items()
    }


def test_a_definition_moves_as_many_tiles_as_the_ledger_says(made: dict[str, Explorer]) -> None:
    explorer = made["verdicts"]
    explorer.set(definition="spending:ministry")
    try:
        rows = explorer.data
        assert rows["verdict"].ne(rows["recorded"]).sum() == claims.turned("spending:ministry")
        assert f"turns {claims.turned('spending:ministry')} " in explorer.caption
    finally:
        explorer.set(definition="recorded")


def test_an_opened_statement_shows_the_facts_behind_it(made: dict[str, Explorer]) -> None:
    explorer = made["ledger"]
    for claim_id in claims.ledger()["claim_id"]:
        assert len(explorer._rows_for({**explorer.state, "claim": claim_id})), claim_id


def test_a_reader_of_the_day_sees_two_tables(made: dict[str, Explorer]) -> None:
    rows = made["third_rank"].data
    assert sorted(rows["year"].unique()) == [2021, 2022]
    assert set(rows["source_id"].str.contains("2024|2025|2026")) == {False}


def test_the_rank_in_words_is_the_rank_of_the_rows(made: dict[str, Explorer]) -> None:
    """SIPRI, April 2023: Russia 86.4 and India 81.4 billion dollars in 2022, third and fourth."""
    explorer = made["third_rank"]
    explorer.set(dollars=85)
    try:
        assert "rank 3 on the data of 2021, 4 on the data of 2022" in explorer.caption
    finally:
        explorer.set(dollars=explore.OPENING_SUM)


# ---------------------------------------------------------------- the vote


def test_the_ballot_is_balanced() -> None:
    rows = vote.ballot()
    assert len(rows) == 12 and set(rows["right"].value_counts()) == {4}
    assert rows["claim_id"].str[:2].nunique() == 5 and rows["judgement"].nunique() == 2


def test_a_perfect_voter_and_the_plain_rule() -> None:
    rows = vote.ballot().set_index("claim_id")
    best = vote.score({i: (rows.loc[i, "right"], 1.0) for i in rows.index})
    assert (best.hits, best.error) == (12, 0.0)
    plain = vote.score(dict.fromkeys(rows.index, ("supported", 1.0)))
    assert (plain.hits, plain.error) == (plain.plain_hits, plain.plain_error) == (4, pytest.approx(8 / 12))


def test_the_ballot_reveals_nothing_before_all_have_a_vote() -> None:
    form = forms.ballot()
    form.parts["reveal"](None)
    assert "12 of 12 have no vote" in form.parts["said"].value
    assert all(told.value == "" for _, _, told in form.parts["entries"])
    for choice, _, _ in form.parts["entries"]:
        choice.value = "supported"
    form.parts["reveal"](None)
    assert "4 of 12 right" in form.parts["said"].value
    assert sum("Right" in told.value for _, _, told in form.parts["entries"]) == 4


# ---------------------------------------------------------------- bench and search


@pytest.mark.parametrize("measure", sorted(bench.MEASURES))
def test_the_lists_of_the_bench_follow_the_measure(measure: str) -> None:
    parts = forms.test_bench().parts
    parts["measure"].value = measure
    assert parts["subject"].value in bench.subjects(measure)
    assert parts["date"].value in bench.dates(measure, parts["subject"].value)
    parts["value"].value = -1
    parts["mark"].value = ">"
    parts["button"].click()
    assert ": holds." in parts["said"].value


def test_the_bench_tells_a_mistake_in_one_line() -> None:
    parts = forms.test_bench().parts
    parts["typed"].value = "JPN milx rank 2025 <= 3"
    parts["button"].click()
    assert "milex" in parts["said"].value and "<table" not in parts["said"].value


def test_what_a_reader_types_is_inert() -> None:
    parts = forms.test_bench().parts
    parts["typed"].value = "<img src=x onerror=alert(1)> milex rank 2025 <= 3"
    parts["button"].click()
    assert "<img" not in parts["said"].value


def test_search_finds_sorts_and_opens() -> None:
    form = forms.search()
    assert len(form.parts["listed"].options) == len(claims.ledger())
    form.parts["text"].value = "tomahawk nuance"
    found = [i for _, i in form.parts["listed"].options]
    assert found and set(found) < set(claims.ledger()["claim_id"])
    form.parts["listed"].value = found[0]
    assert claims.find(found[0])["claim"] in form.parts["opened"].value.replace("&#x27;", "'")
    form.parts["text"].value = ""
    form.parts["sort"].value = "verdict"
    assert [i for _, i in form.parts["listed"].options] != list(claims.ledger()["claim_id"])


# ---------------------------------------------------------------- exercises and discussion

EXERCISES = [name for name in explore.__all__ if name.startswith("exercise_")]


@pytest.mark.parametrize("name", EXERCISES)
def test_exercises_accept_their_answer_and_explain_another(name: str) -> None:
    exercise = getattr(explore, name)()
    right = exercise.solution()
    assert exercise.check(right).right
    wrong = right + 10 if isinstance(right, float) else "no such answer"
    told = exercise.check(wrong)
    assert not told.right and len(told.words) > 40


@pytest.mark.parametrize("name", [n for n in explore.__all__ if n.startswith("discussion_")])
def test_discussions_point_at_rows(name: str) -> None:
    assert all(len(rows) for rows in getattr(explore, name)().evidence().values())


def test_readings_and_words_from_elsewhere_have_sources() -> None:
    assert len(explore.readings().frame) >= 5
    shown = explore.elsewhere().frame
    assert set(shown["state"]) >= {"CHN", "KOR", "PRK", "RUS", "USA"} and shown["source"].ne("").all()


# ---------------------------------------------------------------- in a page


@pytest.mark.browser
@pytest.mark.parametrize("name", ["ledger", "then_and_now"])
def test_a_click_on_a_tile_opens_the_statement(
    name: str, page: Any, tmp_path: Path, made: dict[str, Explorer]
) -> None:
    explorer = made[name]
    page.goto(explorer.save(tmp_path / "x.html").as_uri())
    page.wait_for_selector("[data-ready=yes]")
    page.locator("svg.marks [aria-roledescription=square]").nth(3).click()
    chosen = page.locator("[data-control=claim] select")
    selected = "document.querySelector('[data-control=claim] select').selectedOptions[0].text"
    page.wait_for_function(f"old => !{selected}.startsWith(old)", arg=explorer.state["claim"])
    opened = chosen.evaluate("e => e.selectedOptions[0].text").split(" ")[0]
    assert opened in set(claims.ledger()["claim_id"]) and opened != explorer.state["claim"]
    page.wait_for_function("id => document.querySelector('svg.marks').textContent.includes(id)", arg=opened)
