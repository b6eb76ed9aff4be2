"""What holds for every exploration of every theme: valid, light, cited, said in words, and printed."""

from __future__ import annotations

import html
import importlib
import inspect
import json
import pkgutil
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import pandas as pd
import pytest

import hakusho.explore
from hakusho import pictures, share, sources
from hakusho._altair import alt
from hakusho.charts import theme
from hakusho.controls import Control
from hakusho.errors import Mistake
from hakusho.explorer import Explorer
from hakusho.live_chart import split_assets
from hakusho.study import Discussion, Exercise

SPEC_BYTES = 80_000
CHART_WIDTH = 800


def makers() -> list[Callable[[], Any]]:
    """Return the public functions of hakusho.explore.* that can be called without arguments."""
    found = []
    for module in pkgutil.iter_modules(hakusho.explore.__path__):
        loaded = importlib.import_module(f"hakusho.explore.{module.name}")
        for name, thing in inspect.getmembers(loaded, inspect.isfunction):
            own = thing.__module__ == loaded.__name__ and not name.startswith("_")
            if own and all(p.default is not p.empty for p in inspect.signature(thing).parameters.values()):
                found.append(thing)
    return found


def label(maker: Callable[[], Any]) -> str:
    theme = maker.__module__.rsplit(".", 1)[1].partition("_")[0]
    return f"{theme}.{maker.__name__}"


@cache
def made(maker: Callable[[], Any]) -> Any:
    return maker()


def returns(kind: str) -> list[Callable[[], Any]]:
    return [m for m in makers() if str(inspect.signature(m).return_annotation).rsplit(".", 1)[-1] == kind]


explorations = pytest.mark.parametrize("maker", returns("Explorer"), ids=label)


def test_there_are_explorations() -> None:
    assert len(returns("Explorer")) >= 3


@explorations
def test_it_is_valid_light_and_has_a_title(maker: Callable[[], Any]) -> None:
    explorer: Explorer = made(maker)
    alt.Root.validate(explorer.spec)  # Vega-Lite's own schema
    light, assets = split_assets(explorer.spec)
    sent = json.dumps(light, ensure_ascii=False, separators=(",", ":")).encode()  # as it goes over the wire
    size = len(sent) + sum(map(len, assets.values()))
    assert size <= SPEC_BYTES, f"{size:,} bytes"
    assert explorer.title and explorer.note


@explorations
def test_its_rows_are_cited_and_said_in_words(maker: Callable[[], Any]) -> None:
    explorer: Explorer = made(maker)
    assert len(explorer.data), "the opening shows no row"
    assert explorer.sources == sources.cite(explorer.ids_at(explorer.state)) != []
    assert 20 < len(explorer.caption) < 700
    assert "nan" not in explorer.caption.lower().split() and "<NA>" not in explorer.caption


@explorations
def test_it_is_printed_with_its_words(maker: Callable[[], Any]) -> None:
    explorer: Explorer = made(maker)
    drawing = explorer.file(".svg").decode()
    assert "Sources (" in drawing and not re.search(r"NaN|>(undefined|null)", drawing)
    width = float(drawing.split('width="', 1)[1].split('"', 1)[0])
    assert width <= CHART_WIDTH + 100, f"{width:.0f} px wide"
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)px"', drawing)]
    assert min(sizes) >= theme.SMALLEST, f"text of {min(sizes):g} px"


@explorations
def test_sipri_is_credited_with_its_terms(maker: Callable[[], Any]) -> None:
    explorer: Explorer = made(maker)
    if any(one.startswith("sipri-milex-") for one in explorer.ids_at(explorer.state)):
        small_print = f"{explorer.note} {explorer._answer['source']}"
        assert "© SIPRI" in small_print and "non-commercial" in small_print


def settings(control: Control) -> list[Any]:
    """Return values of a control: all where they are few; of lists and intervals the empty and narrow."""
    values, opening = control.values(), control.default()
    if values is None:
        return [[], opening[:1]] if control.kind == "multi" else [[end, end] for end in opening]
    return values if len(values) <= 12 else [*values[:: max(1, len(values) // 12)], values[-1]]


def said(rows: pd.DataFrame, words: str) -> tuple[str, str]:
    """Return what tells one state of an explorer from another."""
    return rows.to_csv(index=False), words


def drawing(explorer: Explorer, state: dict[str, Any]) -> str:
    return pictures.svg(explorer._spec(state), title="", description="")


@explorations
def test_no_setting_breaks_it_and_every_control_is_answered(maker: Callable[[], Any]) -> None:
    explorer: Explorer = made(maker)
    opening = explorer.state
    for name, control in explorer.settings.items():
        seen = {said(explorer.rows_at(opening), explorer.words_at(opening))}
        for value in settings(control):
            state = {**opening, name: value}
            rows, words = explorer.rows_at(state), explorer.words_at(state)
            assert rows is not None and words.strip(), state
            assert "nan" not in words.lower().split() and "<NA>" not in words, (state, words)
            seen.add(said(rows, words))
        if len(seen) == 1:  # a matter of display: of units, order, marks
            drawn = {drawing(explorer, {**opening, name: v}) for v in [opening[name], *settings(control)]}
            assert len(drawn) > 1, f"{name} changes neither rows nor words nor drawing"


@explorations
def test_a_command_line_says_every_setting(maker: Callable[[], Any]) -> None:
    explorer: Explorer = made(maker)
    assert explorer.name == label(maker) and share.explorations()[explorer.name] is maker
    for name, control in explorer.settings.items():
        listed = control.values() or [control.default()]
        for value in [*listed[:3], listed[-1], control.default()]:
            assert control.read(control.write(value)) == value, (name, value)
        if control.kind == "range" and control.step == 1:
            with pytest.raises(Mistake, match="is not a step of 1"):
                control.check(control.min + 0.5)


@pytest.mark.parametrize("maker", returns("Exercise"), ids=label)
def test_an_exercise_knows_its_answer_and_says_why(maker: Callable[[], Any]) -> None:
    exercise: Exercise = made(maker)
    right = exercise.solution()
    given = str(right) if isinstance(right, float) else right
    assert exercise.check(given).right
    wrong = next((o for o in exercise.options if o != right), "-1e9")
    refused = exercise.check([wrong, "x"] if isinstance(right, frozenset) else wrong)
    assert not refused.right and len(refused.words) > 40
    assert "nan" not in refused.words.lower().split()
    page = exercise._repr_mimebundle_()[0]["text/html"]
    assert html.escape(exercise.why()) in page
    assert "Not quite" not in page and "is not a number" not in page


@pytest.mark.parametrize("maker", returns("Discussion"), ids=label)
def test_a_discussion_points_at_rows_that_exist(maker: Callable[[], Any]) -> None:
    discussion: Discussion = made(maker)
    found = discussion.evidence()
    assert found and all(len(rows) for rows in found.values())
    assert "<details>" in discussion._repr_html_()
