"""An explorer saved as HTML, opened from disk in a real browser with every outside host blocked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import samples
from hakusho._altair import alt
from hakusho.explorer import Choice, Explorer, Range

pytestmark = pytest.mark.browser

# Control, keys, the state that they should lead to: every kind of control, driven from the keyboard alone.
STEPS = [
    ("year", "input", ["ArrowRight"], {"year": 1981}),
    ("year", "input", ["Home"], {"year": 1950}),
    ("groups", "input >> nth=1", ["Space"], {"groups": ["alpha", "gamma"]}),
    ("span", "input >> nth=0", ["PageUp"], {"span": [10, 100]}),
    ("span", "input >> nth=1", ["Home"], {"span": [0, 0]}),
    ("which", "select", ["ArrowDown"], {"which": "alpha"}),
    ("small", "input", ["Space"], {"small": False}),
]


def opened(page: Any, explorer: Explorer, folder: Path) -> Any:
    page.goto(explorer.save(folder / "x.html").as_uri())
    page.wait_for_selector("[data-ready=yes]")
    return page


def dots(page: Any) -> int:
    return page.locator("svg.marks [aria-roledescription=circle]").count()


@pytest.mark.parametrize(
    ("control", "where", "keys", "state"), STEPS, ids=[f"{s[0]}-{s[2][0]}" for s in STEPS]
)
def test_every_control_answers_the_keyboard(
    page: Any, tmp_path: Path, control: str, where: str, keys: list[str], state: dict[str, Any]
) -> None:
    explorer = samples.sample()
    opened(page, explorer, tmp_path)
    target = page.locator(f"[data-control={control}] {where}")
    target.focus()
    for key in keys:
        page.keyboard.press(key)
    expected = len(explorer.set(**state).data)
    page.wait_for_function(
        "n => document.querySelectorAll('svg.marks [aria-roledescription=circle]').length === n", arg=expected
    )
    assert target.evaluate("e => e === document.activeElement"), "the control lost the focus"


def test_reset_returns_to_the_opening_settings(page: Any, tmp_path: Path) -> None:
    explorer = samples.sample()
    opened(page, explorer, tmp_path)
    page.locator("[data-control=year] input").press("Home")
    page.locator("[data-control=small] input").press("Space")
    page.get_by_role("button", name="Reset").click()
    assert page.locator("[data-control=year] output").inner_text() == "1980"
    page.wait_for_function(
        "n => document.querySelectorAll('svg.marks [aria-roledescription=circle]').length === n",
        arg=len(explorer.data),
    )


def test_play_steps_through_the_years(page: Any, tmp_path: Path) -> None:
    opened(page, samples.sample(), tmp_path)
    page.get_by_role("button", name="Play Year").click()
    page.wait_for_function(
        "() => document.querySelector('[data-control=year] output').textContent === '1982'"
    )
    page.get_by_role("button", name="Pause Year").click()
    year = page.locator("[data-control=year] output").inner_text()
    page.wait_for_timeout(1000)
    assert page.locator("[data-control=year] output").inner_text() == year


def test_words_from_data_are_shown_as_words(page: Any, tmp_path: Path) -> None:
    opened(page, samples.sample(), tmp_path)
    assert page.locator(".hk-title").inner_text() == "Every <b>control</b> & more"
    assert page.locator(".hk-title b").count() == 0


def test_a_page_names_its_sources_and_its_limits(page: Any, tmp_path: Path) -> None:
    explorer = samples.sample()
    opened(page, explorer, tmp_path)
    page.locator("summary", has_text="Sources at the opening settings").click()
    page.wait_for_selector(".hk-body li")
    assert page.locator(".hk-body li").all_inner_texts() == explorer.sources


def test_many_settings_keep_the_sentence_of_one_step(page: Any, tmp_path: Path) -> None:
    explorer = samples.sample()
    opened(page, explorer, tmp_path)
    caption, opening = page.locator(".hk-caption"), explorer.caption
    assert caption.inner_text() == opening
    page.locator("[data-control=groups] input").nth(1).press("Space")
    assert caption.inner_text() == explorer.set(groups=["alpha", "gamma"]).caption
    page.locator("[data-control=small] input").press("Space")
    assert caption.inner_text().startswith(f"At the opening settings: {opening}")


def test_few_settings_keep_their_sentences(page: Any, tmp_path: Path) -> None:
    explorer = Explorer(
        lambda top, kind: alt.Chart(samples.FRAME).mark_circle().encode(x="year:Q").transform_filter(
            "datum.value <= top && (kind == 'é' || true)"),
        title="Few", rows=lambda top, kind: samples.FRAME[samples.FRAME.value <= top],
        caption=lambda rows, top, kind: f"{len(rows)} rows, {kind}.", top=Range(0, 1, 0.5, step=0.1),
        kind=Choice(["é", "plain"]),
    )  # fmt: skip
    opened(page, explorer, tmp_path)
    page.locator("[data-control=top] input").press("ArrowRight")
    page.locator("[data-control=kind] select").press("ArrowDown")
    assert page.locator(".hk-caption").inner_text() == explorer.set(top=0.6, kind="plain").caption


def test_a_sentence_that_an_expression_can_say_needs_no_python(page: Any, tmp_path: Path) -> None:
    explorer = Explorer(
        lambda top: (
            alt.Chart(samples.FRAME).mark_circle().encode(x="year:Q").transform_filter("datum.value <= top")
        ),
        title="Said by the chart", rows=lambda top: samples.FRAME[samples.FRAME.value <= top],
        caption=lambda rows, top: f"Up to {top}.", caption_expr="'Up to ' + top + '.'", top=Range(0, 5000),
    )  # fmt: skip
    opened(page, explorer, tmp_path)
    page.locator("[data-control=top] input").press("End")
    assert page.locator(".hk-caption").inner_text() == explorer.set(top=5000).caption


def test_what_python_computes_is_shown_without_a_dead_control(page: Any, tmp_path: Path) -> None:
    opened(page, samples.computed(), tmp_path)
    assert page.locator(".hakusho input, .hakusho select").count() == 0
    assert "computed by Python" in page.locator(".hk-note").inner_text()
    assert page.locator("svg.marks path[aria-roledescription=bar]").count() == 3


@pytest.mark.parametrize("width", [400, 1280, 1920])
def test_the_page_fits_its_width(page: Any, tmp_path: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    opened(page, samples.sample(), tmp_path)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    drawing = page.locator("svg.marks").bounding_box()
    assert drawing["width"] > 0.5 * width


def test_a_page_works_from_a_server_too(page: Any, lab: Any) -> None:
    samples.sample().save(lab.root / "served.html")
    page.goto(f"{lab.url}/files/served.html?token={lab.token}")
    page.wait_for_selector("img, [data-ready=yes]")
