"""The explorations of the ledger: they build, stay small, answer every control; the forms answer too."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hakusho import claims, sources
from hakusho.claims import bench, figures, vote
from hakusho.explore import claim_forms as forms
from hakusho.explore import claims as explore
from hakusho.explorer import Explorer
from hakusho.keys import KeyGuard

MADE: dict[str, Callable[[], Explorer]] = {
    name: getattr(explore, name)
    for name in ("verdicts", "ledger", "then_and_now", "third_rank", "differences")
}


@pytest.fixture(scope="module")
def made() -> dict[str, Explorer]:
    return {name: make() for name, make in MADE.items()}


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
        assert len(explorer.rows_at({**explorer.state, "claim": claim_id})), claim_id


@pytest.mark.parametrize("claim_id", ["s1-c18", "s3-c18", "s2-c39", "s3-c27"])
def test_the_card_draws_what_its_verdict_stands_on(claim_id: str, made: dict[str, Explorer]) -> None:
    """Bars, terms of office, words, and the sources of a judgement; with the article's name."""
    explorer = made["ledger"]
    explorer.set(claim=claim_id)
    try:
        drawing = html.unescape(explorer.file(".svg").decode())
    finally:
        explorer.set(claim=explore.OPENING_CLAIM)
    row = claims.find(claim_id)
    computed = claim_id in claims.CHECKS
    lines = figures.marks(claims.findings()[claim_id], row["published"]) if computed else []
    named = [m.said for m in lines] or sources.short(row["evidence_source_id"].split(";")[:1])
    assert all(f">{word}<" in drawing for word in [*named, *(m.label for m in lines)])
    assert f"{row['article']}, paragraph {row['paragraph']}" in drawing
    spans = sum(m.start is not None and m.start < m.end for m in lines)
    assert drawing.count('aria-roledescription="bar"') == spans


@pytest.mark.parametrize("claim_id", sorted(claims.CHECKS))
def test_every_computed_verdict_has_a_small_chart(claim_id: str) -> None:
    lines = figures.marks(claims.findings()[claim_id], claims.find(claim_id)["published"])
    assert 1 <= len(lines) <= figures.MOST and all(m.said for m in lines)
    for m in lines:
        assert m.start is None or 0 <= m.start <= m.end <= 100


def test_a_reader_of_the_day_sees_two_tables(made: dict[str, Explorer]) -> None:
    rows = made["third_rank"].data
    assert sorted(rows["year"].unique()) == [2021, 2022]
    assert set(rows["source_id"].str.contains("2024|2025|2026")) == {False}


def test_the_rank_in_words_is_the_rank_of_the_rows(made: dict[str, Explorer]) -> None:
    """SIPRI, April 2023: Russia 86.4 and India 81.4 billion dollars in 2022, third and fourth."""
    explorer = made["third_rank"]
    explorer.set(dollars=85)
    try:
        said = explorer.caption
        assert (
            "rank 3 on the data of 2021" in said
            and "4 on the data of 2022 (edition of April 2023; tie" in said
        )
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


@pytest.mark.parametrize("measure", ["milex rank", "distance", "Prime Minister", "member", "ally", "before"])
def test_the_lists_of_the_bench_follow_the_measure(measure: str) -> None:
    parts = forms.test_bench().parts
    parts["measure"].value = measure
    assert parts["subject"].value in bench.subjects(measure)
    named = measure in bench.relations()
    assert (parts["name"].layout.display == "none") is not named
    assert (parts["value"].layout.display == "none") is named
    if not named:
        parts["value"].value = -1
        parts["mark"].value = ">"
    parts["button"].click()
    assert any(f": {answer}." in parts["said"].value for answer in bench.ANSWERS.values())
    assert named or ": holds." in parts["said"].value


def test_every_form_keeps_its_keys() -> None:
    for form in (forms.ballot(), forms.test_bench(), forms.search()):
        assert isinstance(form.box.children[-1], KeyGuard)


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


def test_readings_and_words_from_elsewhere_have_sources() -> None:
    assert len(explore.readings().frame) >= 5
    shown = explore.elsewhere().frame
    assert (
        set(shown["state"]) >= {"China", "South Korea", "North Korea", "Russia", "United States"}
        and shown["source"].ne("").all()
    )


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
    label = "document.querySelector('[data-control=claim] select').selectedOptions[0].text"
    opening = claims.find(explorer.state["claim"])["claim"][:30]
    page.wait_for_function(f"old => !{label}.startsWith(old)", arg=opening)
    opened = page.evaluate(label)[:30]
    drawn = "document.querySelector('svg.marks').textContent"
    page.wait_for_function(f"text => {drawn}.includes(text)", arg=opened)
