"""A notebook that holds widget state is converted to pictures, not to views that need a host outside."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from hakusho.nbformat_tools import StripWidgetState, clean, main

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n the picture").decode()


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    """A saved notebook: one widget with its state, and the picture beside it."""
    view = {"model_id": "m", "version_major": 2, "version_minor": 0}
    data = {VIEW: view, "image/png": PNG, "text/plain": "words"}
    cell = new_code_cell("chart", outputs=[new_output("display_data", data)])
    model = {"model_name": "LayoutModel", "model_module": "@jupyter-widgets/base",
             "model_module_version": "2.0.0", "state": {}}  # fmt: skip
    state = {STATE: {"version_major": 2, "version_minor": 0, "state": {"m": model}}}
    path = tmp_path / "saved.ipynb"
    nbformat.write(new_notebook(cells=[cell], metadata={"widgets": state}), path)
    return path


def convert(path: Path, **env: str) -> str:
    """What `jupyter nbconvert --to html` makes of it, with the settings of this environment."""
    subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to", "html", path.name],
        cwd=path.parent, env=os.environ | env, check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    return path.with_suffix(".html").read_text(encoding="utf-8")


def test_the_state_goes_and_the_rest_stays(notebook: Path) -> None:
    before = nbformat.read(notebook, as_version=4)
    after, resources = StripWidgetState().preprocess(nbformat.read(notebook, as_version=4), {"kept": 1})
    assert "widgets" in before.metadata
    assert "widgets" not in after.metadata
    assert after.cells == before.cells
    assert resources == {"kept": 1}


@pytest.mark.slow
def test_the_environment_makes_nbconvert_show_the_picture(notebook: Path, empty_home: Path) -> None:
    page = convert(notebook)
    assert PNG in page.replace("\n", "")
    assert 'alt="words"' in page, "the picture lost its words"
    assert not re.findall(r"https?://[^\"' ]*\.js", page), "the page would ask a host outside for a script"
    assert VIEW not in page
    assert STATE not in page
    assert "widgets" in nbformat.read(notebook, as_version=4).metadata


@pytest.mark.slow
def test_without_the_setting_nbconvert_would_show_a_widget_view(notebook: Path, empty_home: Path) -> None:
    assert VIEW in convert(notebook, JUPYTER_NO_CONFIG="1")


def test_a_heading_that_opens_folded_stays_folded() -> None:
    folded = new_markdown_cell("## Further", metadata={"jp-MarkdownHeadingCollapsed": True})
    assert clean(new_notebook(cells=[folded])).cells == [folded]


def test_clean_drops_what_a_run_leaves_and_keeps_checked_cells(notebook: Path) -> None:
    run = nbformat.read(notebook, as_version=4)
    run.cells[0].execution_count = 7
    printed = new_output("stream", name="stdout", text="a\n")
    checked = new_code_cell("# NBVAL_CHECK_OUTPUT", execution_count=9, outputs=[printed])
    checked.metadata = {"tags": ["keep_output"], "execution": {"started": "now"}}
    run.cells.append(checked)
    cleaned = clean(run)
    assert [cell.execution_count for cell in cleaned.cells] == [None, 1]
    assert [len(cell.outputs) for cell in cleaned.cells] == [0, 1]
    assert "widgets" not in cleaned.metadata and "execution" not in cleaned.cells[1].metadata
    assert clean(cleaned) == cleaned
    assert "widgets" in run.metadata, "the notebook given was changed"


def test_clean_writes_files_in_one_form(notebook: Path) -> None:
    main([str(notebook)])
    once = notebook.read_bytes()
    main([str(notebook)])
    assert notebook.read_bytes() == once
    assert b"widget-view" not in once and once.endswith(b"}\n")
