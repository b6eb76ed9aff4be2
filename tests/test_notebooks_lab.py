"""Every notebook in a real JupyterLab, outside hosts blocked: it runs, and explorers answer each control."""

from __future__ import annotations

import shutil
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
SETTLE_MS = 2_000


def explorers(page: Any) -> int:
    """Bring every cell on screen once, so that all explorers are drawn; return how many there are."""
    for cell in page.locator(".jp-Cell").all():
        cell.scroll_into_view_if_needed()
    page.wait_for_function(
        """() => { const all = [...document.querySelectorAll('.jp-OutputArea .hakusho')];
          return all.length && all.every((e) => e.querySelector('.marks')); }"""
    )
    return page.locator(".jp-OutputArea .hakusho").count()


def shown(box: Any) -> str:
    """Return what is drawn, and nothing else: a sentence that changes does not excuse a dead picture."""
    return box.locator(".hk-view").evaluate(
        "v => v.querySelector('canvas.marks')?.toDataURL() ?? v.querySelector('svg.marks').innerHTML"
    )


def changes(page: Any, box: Any, before: str) -> bool:
    """Wait until the drawing differs from what it was."""
    for _ in range(SETTLE_MS // 100):
        if shown(box) != before:
            return True
        page.wait_for_timeout(100)
    return False


def answers(page: Any, box: Any, control: Any) -> bool:
    """Press keys on a control until the drawing changes; say whether it did. The focus must stay."""
    page.wait_for_timeout(300)
    before = shown(box)
    for entry in control.locator("input, select").all()[:8]:
        entry.focus()
        for key in KEYS[entry.evaluate("e => e.type")]:
            page.keyboard.press(key)
            assert entry.evaluate("e => e === document.activeElement"), "the focus was lost"
            if changes(page, box, before):
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
        box = page.locator(".jp-OutputArea .hakusho").nth(number)
        box.scroll_into_view_if_needed()
        title = box.locator(".hk-title").text_content()
        for control in box.locator("[data-control]").all():
            box.get_by_role("button", name="Reset").click()
            if not answers(page, box, control):
                dead.append(f"{title}: {control.get_attribute('data-control')}")
        page.wait_for_function(
            "n => !document.querySelectorAll('.jp-OutputArea .hakusho')[n].querySelector('.hk-stale')",
            arg=number,
        )
        finding = box.locator(".hk-caption").inner_text()
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
