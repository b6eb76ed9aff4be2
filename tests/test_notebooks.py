"""Every notebook: skeleton, limits, clean outputs, bound numbers, and the tables it says it reads."""

from __future__ import annotations

import importlib
import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from PIL import Image

from bound import bound, unbound
from hakusho import facts, nbformat_tools
from hakusho.explore import missiles

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MODULES = ("facts", "sources", "geo", "missiles", "threats", "alliances", "spending", "policy", "claims")
START = "00_start_here"
MOST_WORDS, LEAST_WORDS = 2500, 600
MOST_CODE_LINES, MOST_CELL_LINES, MOST_BYTES = 100, 15, 250_000

each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)


def cells(path: Path, kind: str) -> list[Any]:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == kind]


def prose(path: Path) -> str:
    return "\n\n".join(cell.source for cell in cells(path, "markdown"))


def names() -> dict[str, Any]:
    return {module: importlib.import_module(f"hakusho.{module}") for module in MODULES}


def test_there_are_notebooks() -> None:
    assert START in [path.stem for path in NOTEBOOKS]


@each
def test_it_is_valid_and_small(path: Path) -> None:
    nbformat.validate(nbformat.read(path, as_version=4))
    assert path.stat().st_size <= MOST_BYTES


@each
def test_outputs_are_stripped_save_in_checked_cells(path: Path) -> None:
    book = nbformat.read(path, as_version=4)
    assert "widgets" not in book.metadata
    for cell in book.cells:
        if cell.cell_type != "code":
            continue
        checked = "NBVAL_CHECK_OUTPUT" in cell.source
        assert (cell.execution_count is not None) == checked, "nbval compares only cells that were run"
        assert checked == ("keep_output" in cell.metadata.get("tags", [])), (
            "a checked cell carries the tag keep_output"
        )
        assert bool(cell.outputs) == checked, f"run `make clean-notebooks`: {cell.source[:60]!r}"


@each
def test_make_clean_notebooks_would_change_nothing(path: Path) -> None:
    before = path.read_text("utf-8")
    assert nbformat_tools.text(nbformat_tools.clean(nbformat.reads(before, as_version=4))) == before


@each
def test_the_overview_is_the_list_of_sections(path: Path) -> None:
    text = prose(path)
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1, "one title"
    overview = re.findall(r"^\d+\. (.+)$", cells(path, "markdown")[0].source, re.MULTILINE)
    sections = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert overview == sections


@pytest.mark.parametrize("path", [p for p in NOTEBOOKS if p.stem != START], ids=lambda p: p.stem)
def test_what_goes_further_is_folded_alone(path: Path) -> None:
    folded = [c for c in cells(path, "markdown") if c.metadata.get("jp-MarkdownHeadingCollapsed")]
    assert [c.source.splitlines()[0] for c in folded] == ["## Further"]
    assert sum(line.startswith("#") for line in folded[0].source.splitlines()) == 1
    assert "folded" in folded[0].source.lower()


@each
def test_prose_and_code_keep_their_limits(path: Path) -> None:
    words = len(re.sub(r"<!--.*?-->", "", prose(path)).split())
    assert (200 if path.stem == START else LEAST_WORDS) <= words <= MOST_WORDS
    code = [cell for cell in cells(path, "code") if "hide-input" not in cell.metadata.get("tags", [])]
    lengths = [len(cell.source.splitlines()) for cell in code]
    assert sum(lengths) <= MOST_CODE_LINES and max(lengths) <= MOST_CELL_LINES


@each
def test_numbers_in_prose_equal_the_facts(path: Path) -> None:
    known = names()
    faults = [fault for one in bound(prose(path)) if (fault := one.fault(known))]
    assert not faults, "\n".join(faults)


@each
def test_no_number_that_looks_like_a_fact_is_unbound(path: Path) -> None:
    assert unbound(prose(path)) == []


@each
def test_it_names_the_tables_that_it_reads(path: Path) -> None:
    said = [c for c in cells(path, "code") if "facts.used()" in c.source]
    if path.stem == START and not said:
        return
    assert len(said) == 1, "the last section prints facts.used() in a checked cell"
    text = "".join(output.get("text", "") for output in said[0].outputs)
    used = set(re.findall(r"[a-z_]+/[a-z_0-9]+", text))
    declared = {
        name for name in facts.tables() if path.stem in facts.base().resource(name).get("read_by", [])
    }
    assert used == declared, (
        "read_by in data/datapackage.json must name this notebook for exactly these tables"
    )


def test_read_by_names_notebooks_that_exist() -> None:
    package = json.loads((ROOT / "data" / "datapackage.json").read_text("utf-8"))
    named = {stem for resource in package["resources"] for stem in resource.get("read_by", [])}
    assert named <= {path.stem for path in NOTEBOOKS}


@each
def test_its_links_lead_somewhere(path: Path) -> None:
    linked = re.findall(r"\]\(([\w./-]+\.ipynb)\)", prose(path))
    assert [name for name in linked if not (path.parent / name).exists()] == []


def test_the_picture_in_the_readme_is_the_chart_of_today() -> None:
    name = re.search(r"\]\((notebooks/images/[\w-]+\.png)\)", (ROOT / "README.md").read_text("utf-8"))[1]
    said = Image.open(ROOT / name).text["Description"]
    assert said == missiles.reach().caption, "run `make picture`"
