"""Exercises compare with computed answers and say why; discussions point at rows."""

from __future__ import annotations

import pytest

from hakusho import facts
from hakusho.errors import Mistake
from hakusho.study import Discussion, Exercise, References, said


def number(value: float, within: float = 0, unit: str = "%") -> Exercise:
    return Exercise("How many?", answer=lambda: value, why=lambda: "Because.", within=within, unit=unit)


@pytest.mark.parametrize("typed", ["42", "42%", " 42 % ", "42.0", 42])
def test_a_number_may_carry_its_unit(typed: object) -> None:
    assert number(42).check(typed).right


@pytest.mark.parametrize(("typed", "right"), [("1,380", True), ("1380 ships", True), ("1,381", False)])
def test_separators_and_units_are_read(typed: str, right: bool) -> None:
    assert number(1380, unit="ships").check(typed).right is right


@pytest.mark.parametrize(("typed", "right"), [("10.4", True), ("10.6", False), ("9.5", True)])
def test_a_number_is_right_within_its_distance(typed: str, right: bool) -> None:
    assert number(10, within=0.5).check(typed).right is right


def test_words_are_no_number_and_the_reader_is_told_what_to_write() -> None:
    verdict = number(1).check("many")
    assert not verdict.right and "write digits" in verdict.words


def test_several_answers_must_all_be_found() -> None:
    exercise = Exercise("Which?", answer=lambda: {"a", "b"}, why=lambda: "Both.", options=["a", "b", "c"])
    assert exercise.check(("b", "a")).right
    assert not exercise.check(("a",)).right
    assert exercise.check(("a",)).words == "Not quite: a, b. Both."


def test_an_answer_that_is_no_option_is_found_out() -> None:
    with pytest.raises(Mistake, match="did you mean 'alpha'"):
        Exercise("Which?", answer=lambda: "alhpa", why=str, options=["alpha", "beta"]).solution()


def test_the_form_tells_right_from_wrong() -> None:
    exercise = Exercise("Which?", answer=lambda: "b", why=lambda: "So.", options=["a", "b"], clue="Second.")
    exercise._repr_mimebundle_()
    _, entry, buttons, verdict, _ = exercise._box.children
    for choice, words in [("a", "Not quite: b. So."), ("b", "Yes. So.")]:
        entry.value = choice
        buttons.children[0].click()
        assert words in verdict.value
    buttons.children[1].click()
    assert verdict.value == "Second."


def test_text_is_inert_in_the_form_and_in_its_fallback() -> None:
    exercise = Exercise("<b>?</b>", answer=lambda: "<i>", why=lambda: "<u>", options=["<i>"])
    page = exercise._repr_mimebundle_()[0]["text/html"]
    assert "<b>" not in page and "<i>" not in page and "<u>" not in page


def test_a_discussion_needs_rows_that_exist() -> None:
    with pytest.raises(
        Mistake, match="no row of missiles/systems has system_id 'nodon'; did you mean 'nodong'"
    ):
        Discussion("?", rows={"missiles/systems": ["nodon"]}).evidence()


def test_references_list_each_source_once() -> None:
    frame = Discussion("?", rows={"missiles/systems": ["nodong"]}).evidence()["missiles/systems"]
    assert len(References(frame, frame)) == len(References(frame)) > 0


def test_a_discussion_tells_its_rows_in_words() -> None:
    rows = {"missiles/systems": ["nodong"]}
    shown = Discussion("Why?", rows=rows)._repr_html_()
    assert "Hwasong-7" in shown and "North Korea" in shown
    (figure,) = said("threats/scrambles", facts.load("threats/scrambles").query("count == 851"))
    assert "FY2016" in figure and "China" in figure and "851 scrambles" in figure
