"""The explorer in a real JupyterLab, driven by keyboard, with every outside host blocked."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

import samples
from browser import Lab
from hakusho import share
from test_explorer_page import STEPS

pytestmark = pytest.mark.browser

TESTS = str(Path(__file__).parent)
HEAD = f"import sys; sys.path.insert(0, {TESTS!r})\nimport os, samples, time, ipywidgets as W\n"
BUNDLE_BYTES = 250_000  # a message longer than this carries the bundle


@pytest.fixture
def page(desk: Any) -> Any:
    """JupyterLab, loaded once for all tests that need no fresh page."""
    return desk


class Wire:
    """Counts what the kernel sends over the page's sockets."""

    def __init__(self, page: Any) -> None:
        self.sizes: list[int] = []
        page.on("websocket", lambda ws: ws.on("framereceived", lambda frame: self.sizes.append(len(frame))))

    def bundles(self) -> int:
        return sum(size > BUNDLE_BYTES for size in self.sizes)


def kernel_says(page: Any, lab: Lab, expression: str) -> Any:
    """Evaluate an expression in the notebook's kernel, beside the cells."""
    code = f"import json; print('@@' + json.dumps({expression}) + '@@')"
    text = page.evaluate(
        """async (code) => {
          const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
          let text = '';
          const future = kernel.requestExecute({ code, store_history: false });
          future.onIOPub = (m) => { if (m.content.text) text += m.content.text; };
          await future.done;
          return text; }""",
        code,
    )
    return json.loads(text.split("@@")[1])


def drawn(page: Any, count: int = 1) -> None:
    page.wait_for_function("n => document.querySelectorAll('.hakusho svg.marks').length === n", arg=count)


def open_sample(page: Any, lab: Lab, name: str, *more: str) -> None:
    lab.open(page, lab.write(name, HEAD + "explorer = samples.sample()\nexplorer", *more))
    lab.run_all(page)
    drawn(page)


@pytest.mark.parametrize("width", [1280])
def test_every_control_answers_the_keyboard(page: Any, lab: Lab, width: int) -> None:
    open_sample(page, lab, "keys.ipynb")
    mirror = samples.sample()
    for control, where, keys, state in STEPS:
        target = page.locator(f"[data-control={control}] {where}")
        before = page.locator("svg.marks").inner_html()
        target.focus()
        for key in keys:
            page.keyboard.press(key)
        mirror.set(**state)
        page.wait_for_function(
            "w => document.querySelector('.hk-caption').textContent === w", arg=mirror.caption
        )
        assert page.locator("svg.marks [aria-roledescription=circle]").count() == len(mirror.data)
        assert page.locator("svg.marks").inner_html() != before, f"{control}: the picture did not change"
        assert target.evaluate("e => e === document.activeElement"), f"{control}: the focus was lost"
        assert kernel_says(page, lab, "explorer.state") == mirror.state
        page.get_by_role("button", name="Reset").click()
        mirror = samples.sample()
        page.wait_for_function(
            "w => document.querySelector('.hk-caption').textContent === w", arg=mirror.caption
        )


def test_the_finding_is_announced_and_the_drawing_described(page: Any, lab: Lab) -> None:
    open_sample(page, lab, "aria.ipynb")
    assert page.locator(".hk-caption").get_attribute("aria-live") == "polite"
    page.locator("[data-control=year] input").press("Home")
    page.wait_for_function("() => document.querySelector('.hk-view').ariaLabel === '1 rows up to 1950.'")
    unlabelled = page.evaluate(
        """() => [...document.querySelectorAll('.hakusho input, .hakusho select')].filter(
          (e) => !e.ariaLabel && !e.labels?.[0]?.textContent.trim()).length"""
    )
    assert unlabelled == 0


def test_sources_and_rows_open_below_the_chart(page: Any, lab: Lab) -> None:
    open_sample(page, lab, "more.ipynb")
    page.locator("summary", has_text="Sources of the rows").click()
    page.wait_for_selector(".hk-body li")
    assert page.locator(".hk-body li").all_inner_texts() == samples.sample().sources
    page.get_by_text("Rows shown", exact=True).click()
    page.wait_for_selector(".hk-body td")
    page.locator("[data-control=year] input").press("Home")
    page.wait_for_function("() => document.querySelectorAll('.hk-body tbody tr').length === 1")


def test_a_view_is_taken_away_as_files_and_as_a_command(page: Any, lab: Lab, tmp_path: Path) -> None:
    make = "from hakusho.explore import missiles\nexplorer = missiles.reach()\nexplorer"
    lab.open(page, lab.write("take.ipynb", make))
    lab.run_all(page)
    drawn(page)
    page.locator("[data-control=system] select").select_option(label="Hwasong-12")
    page.get_by_text("Take this view with you").click()
    page.wait_for_selector(".hk-body code")
    command = page.locator(".hk-body code").inner_text()
    assert "draw missiles.reach system=hwasong-12 --save missiles-reach.zip" in command
    for label, ending in [("Rows (CSV)", ".csv"), ("All of it (ZIP)", ".zip")]:
        with page.expect_download() as got:
            page.get_by_role("button", name=label).click()
        assert got.value.suggested_filename == f"missiles-reach{ending}"
        got.value.save_as(tmp_path / f"view{ending}")
    assert share.differences(tmp_path / "view.zip") == []
    assert (tmp_path / "view.csv").read_bytes() == share.redraw(
        "missiles.reach", {"system": "hwasong-12"}
    ).file(".csv")


def test_ten_explorers_share_one_bundle_and_a_rerun_sends_none(fresh: Any, lab: Lab) -> None:
    wire = Wire(fresh)
    cells = [HEAD, *["samples.sample()"] * 10]
    lab.open(fresh, lab.write("ten.ipynb", *cells))
    fresh.evaluate("""() => { const make = URL.createObjectURL; window.scripts = 0;
      URL.createObjectURL = (b) => {
        window.scripts += b.type === 'text/javascript' && b.size > 500000; return make(b); } }""")
    lab.run_all(fresh)
    fresh.wait_for_function("() => document.querySelectorAll('.hakusho svg.marks').length >= 1")
    for n in range(10):
        fresh.evaluate("n => document.querySelectorAll('.jp-Cell')[n + 1].scrollIntoView()", n)
        fresh.wait_for_function(
            "n => document.querySelectorAll('.jp-Cell')[n + 1].querySelector('.hakusho svg.marks') !== null",
            arg=n,
        )
    assert wire.bundles() == 1
    assert fresh.evaluate("window.scripts") == 1
    before = len(wire.sizes)
    lab.command(fresh, "notebook:run-cell")
    lab.idle(fresh)
    picture_twice = 2.4 * len(samples.sample()._repr_mimebundle_()[0]["image/png"])
    assert sum(wire.sizes[before:]) < 40_000 + picture_twice
    assert wire.bundles() == 1


def test_a_restarted_kernel_draws_again(page: Any, lab: Lab) -> None:
    open_sample(page, lab, "restart.ipynb")
    page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.restartKernel()")
    page.wait_for_timeout(500)
    lab.idle(page)
    lab.run_all(page)
    drawn(page)
    page.locator("[data-control=year] input").press("Home")
    page.wait_for_function("() => document.querySelector('.hk-caption').textContent === '1 rows up to 1950.'")


def test_a_second_notebook_in_the_same_page_draws(page: Any, lab: Lab) -> None:
    open_sample(page, lab, "first.ipynb")
    name = lab.write("second.ipynb", HEAD + "samples.sample()")
    page.evaluate("n => window.jupyterapp.commands.execute('docmanager:open', { path: n })", name)
    page.wait_for_function("n => window.jupyterapp.shell.currentWidget?.title.label === n", arg=name)
    lab.idle(page)
    lab.run_all(page)
    drawn(page, 2)
    assert page.evaluate("Object.keys(globalThis).filter((k) => k.startsWith('hakusho_')).length") == 1


def test_a_reload_draws_again_while_the_kernel_lives(fresh: Any, lab: Lab) -> None:
    open_sample(fresh, lab, "reload.ipynb")
    fresh.locator("[data-control=year] input").press("Home")
    fresh.wait_for_function(
        "() => document.querySelector('.hk-caption').textContent === '1 rows up to 1950.'"
    )
    lab.command(fresh, "docmanager:save")
    fresh.reload()
    drawn(fresh)
    assert fresh.locator(".hk-caption").inner_text() == "1 rows up to 1950."
    fresh.locator("[data-control=year] input").press("ArrowRight")
    fresh.wait_for_function(
        "() => document.querySelector('.hk-caption').textContent === '2 rows up to 1951.'"
    )


def test_a_linked_slider_moves_the_chart_without_the_kernel(page: Any, lab: Lab) -> None:
    link = "s = W.IntSlider(min=1950, max=2009, value=1980); W.jslink((s, 'value'), (explorer, 'year')); s"
    open_sample(page, lab, "link.ipynb", link)
    page.locator(".noUi-handle").first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "() => document.querySelector('[data-control=year] output').textContent === '1981'"
    )
    assert page.locator("svg.marks [aria-roledescription=circle]").count() == len(
        samples.sample().set(year=1981).data
    )


def test_a_step_while_a_cell_runs_is_answered(page: Any, lab: Lab) -> None:
    wait = "for _ in range(600):\n    time.sleep(0.1)\n    if os.path.exists('go'): break"
    more = "other = samples.computed()\nother", wait
    lab.open(page, lab.write("busy.ipynb", HEAD + "explorer = samples.sample()\nexplorer", *more))
    lab.command(page, "notebook:run-all-cells", wait=False)
    drawn(page, 2)
    page.wait_for_function(
        "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'busy'"
    )
    page.locator("[data-control=year] input").press("Home")
    page.wait_for_function("() => document.querySelector('.hk-caption').textContent === '1 rows up to 1950.'")
    page.locator("[data-control=top] input").press("Home")
    few = samples.computed().set(top=0).caption
    page.wait_for_function("w => document.querySelectorAll('.hk-caption')[1].textContent === w", arg=few)
    busy = page.evaluate(
        "[...document.querySelectorAll('.jp-InputPrompt')].some((p) => p.textContent.includes('*'))"
    )
    assert busy, "the cell had ended: the test proved nothing"
    (lab.root / "go").touch()
    lab.idle(page)


# ---------------------------------------------------------------- saved notebooks


@pytest.fixture(scope="module")
def saved(_desk: Any, lab: Lab) -> Path:
    """A notebook that was run and saved in JupyterLab."""
    open_sample(_desk, lab, "saved.ipynb")
    _desk.evaluate("async () => { await window.jupyterapp.commands.execute('docmanager:save'); }")
    lab.clear(_desk)
    return lab.root / "saved.ipynb"


def test_a_saved_notebook_holds_pictures_and_no_bundle(saved: Path) -> None:
    book = nbformat.read(saved, as_version=4)
    (output,) = book.cells[0].outputs
    assert {"image/png", "application/vnd.jupyter.widget-view+json"} <= set(output.data)
    assert book.metadata.widgets, "widget state was not saved"
    assert saved.stat().st_size < 250_000


@pytest.mark.parametrize("trusted", [True, False], ids=["trusted", "untrusted"])
def test_reopened_without_running_it_shows_the_picture(
    fresh: Any, lab: Lab, saved: Path, trusted: bool
) -> None:
    book = nbformat.read(saved, as_version=4)
    if not trusted:
        book.cells[0].source += "\n# changed elsewhere, so no longer trusted"
    name = f"reopened-{trusted}.ipynb"
    nbformat.write(book, lab.root / name)
    if trusted:
        subprocess.run(
            [sys.executable, "-m", "jupyter", "trust", name], cwd=lab.root, check=True, env=lab.env
        )
    lab.open(fresh, name)
    fresh.wait_for_function(
        """() => [...document.querySelectorAll('.jp-OutputArea img')].some(
          (i) => i.complete && i.naturalWidth > 300)"""
    )
    shown = fresh.locator(".jp-OutputArea").inner_text()
    assert "Error" not in shown and "model not found" not in shown


def test_nbconvert_shows_the_picture(lab: Lab, saved: Path, tmp_path: Path) -> None:
    target = tmp_path / "saved.html"
    command = [sys.executable, "-m", "nbconvert", "--to", "html", "--output", str(target), str(saved)]
    subprocess.run(command, check=True, capture_output=True, env=lab.env)
    text = target.read_text()
    assert "widget-view+json" not in text
    assert "data:image/png;base64," in text
