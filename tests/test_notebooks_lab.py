"""Every notebook in a real JupyterLab, outside hosts blocked: it runs, and explorers answer each control."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell

from browser import Lab

pytestmark = pytest.mark.browser

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))

# What a keyboard does to each kind of control. One small step may rightly pass no row, and one entry of a
# list may have none at the opening, so several are tried; a control is dead when none of them changes
# the drawing.
KEYS = {
    "range": ["ArrowRight", "PageUp", "PageDown", "Home", "End"],
    "checkbox": ["Space"],
    "select-one": [*["ArrowDown"] * 5, "End", "Home"],
}

# The drawing as text, and nothing else: a sentence that changes does not excuse a dead picture.
DRAWING = """box => { const v = box.querySelector('.hk-view');
  return v.querySelector('canvas.marks')?.toDataURL() ?? v.querySelector('svg.marks').innerHTML; }"""
# The state of what a key can change: the control, and how often the drawing was painted.
STATE = """box => { const ticked = (e) => e.type === 'checkbox' ? e.checked : e.value;
  return [[...box.querySelectorAll('input, select')].map(ticked).join(),
    box.querySelector('.hk-view').dataset.painted ?? '0']; }"""
PAINTED = f"""async ([box, before]) => {{
  const frame = () => new Promise(requestAnimationFrame);
  while (({STATE})(box)[1] === before) await frame();
  while (box.querySelector('.hk-stale')) await frame();   // what Python computes comes with its answer
  await frame(); await frame();
  window.hkNow = ({DRAWING})(box);
  return window.hkNow !== window.hkBefore; }}"""


@pytest.fixture
def page(desk: Any) -> Any:
    """JupyterLab, loaded once for all tests that need no fresh page."""
    return desk


def explorers(page: Any) -> int:
    """Bring every cell on screen once, so that all explorers are drawn; return how many there are."""
    for cell in page.locator(".jp-Cell").all():
        cell.scroll_into_view_if_needed()
    page.wait_for_function(
        """() => { const all = [...document.querySelectorAll('.jp-OutputArea .hakusho')];
          return all.length && all.every((e) => e.querySelector('.marks')); }"""
    )
    return page.locator(".jp-OutputArea .hakusho").count()


def press(page: Any, box: Any, act: Callable[[], None]) -> bool:
    """Act on a control and wait until it is painted; say whether the drawing differs from the opening."""
    values, painted = box.evaluate(STATE)
    act()
    if box.evaluate(STATE)[0] == values:
        return False  # the control is at its end
    return page.evaluate(PAINTED, [box, painted])


def answers(page: Any, box: Any, control: Any) -> bool:
    """Press keys on a control until the drawing changes; say whether it did. The focus must stay."""
    press(page, box, box.query_selector(".hk-reset").click)
    box.evaluate(f"box => {{ window.hkBefore = ({DRAWING})(box); }}")
    for entry in control.query_selector_all("input, select")[:8]:
        entry.focus()
        for key in KEYS[entry.evaluate("e => e.type")]:
            changed = press(page, box, lambda key=key: page.keyboard.press(key))
            assert entry.evaluate("e => e === document.activeElement"), "the focus was lost"
            if changed:
                return True
    return False


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_it_runs_and_every_control_changes_what_is_shown(page: Any, lab: Lab, path: Path) -> None:
    shutil.copy(path, lab.root / path.name)
    lab.open(page, path.name)
    lab.run_all(page)
    lab.unfold(page)
    count = explorers(page)
    dead: list[str] = []
    for number in range(count):
        found = page.locator(".jp-OutputArea .hakusho").nth(number)
        found.scroll_into_view_if_needed()
        title, box = found.locator(".hk-title").text_content(), found.element_handle()
        for control in box.query_selector_all("[data-control]"):
            if not answers(page, box, control):
                dead.append(f"{title}: {control.get_attribute('data-control')}")
        finding = found.locator(".hk-caption:not(.hk-stale)").inner_text()
        assert "No finding for these settings" not in finding, f"{title}: {finding}"
    assert not dead, f"controls that changed nothing: {dead}"


def test_every_themed_notebook_has_an_explorer() -> None:
    assert all(
        "explore." in path.read_text("utf-8") for path in NOTEBOOKS if not path.stem.startswith("00")
    )  # the start page has one too, but may teach without


def test_a_folded_part_is_run_but_not_shown(page: Any, lab: Lab) -> None:
    name = lab.write("folded.ipynb", "x = 1", "x = 2", "print(f'x is {x}')")
    book = nbformat.read(lab.root / name, as_version=4)
    folded = new_markdown_cell("## Further", metadata={"jp-MarkdownHeadingCollapsed": True})
    book.cells[1:1] = [folded]
    book.cells[3:3] = [new_markdown_cell("## Discuss")]
    nbformat.write(book, lab.root / name)
    lab.open(page, name)
    inner = page.locator(".jp-CodeCell").nth(1)
    assert not inner.is_visible(), "the part opens unfolded"
    lab.run_all(page)
    page.get_by_text("x is 2").wait_for()
    lab.unfold(page)
    inner.wait_for(state="visible")
