"""The measurements: one run holds every section, and names every bound that is missed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from bench import __main__ as bench
from bench.row import Row, at_most

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two modules to measure, one of which fails, and a file of its own for the results."""

    def broken() -> list[Row]:
        raise OSError("no browser")

    monkeypatch.setitem(sys.modules, "bench.one", SimpleNamespace(run=lambda: [at_most("size", 3, 2, "kB")]))
    monkeypatch.setitem(sys.modules, "bench.two", SimpleNamespace(run=broken))
    monkeypatch.setattr(bench, "MODULES", ("one", "two"))
    monkeypatch.setattr(bench, "RESULTS", tmp_path / "results.json")
    return tmp_path / "results.json"


def test_a_missed_bound_and_what_could_not_be_measured_are_named(
    results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bench.main([]) == 1
    written = json.loads(results.read_text("utf-8"))
    assert written["missed"] == ["size", "two: measured"]
    assert written["sections"]["one"][0] == vars(Row("size", 3, "kB", "≤ 2", ok=False))
    assert written["sections"]["two"][0]["detail"] == "no browser"
    assert "2 missed: size, two: measured" in capsys.readouterr().out


def test_a_run_of_some_keeps_the_results_of_the_last_whole_run(results: Path) -> None:
    results.write_text("kept")
    bench.main(["one"])
    assert results.read_text() == "kept"


def test_the_results_shipped_are_of_a_whole_run() -> None:
    written = json.loads(bench.RESULTS.read_text("utf-8"))
    sections = written["sections"]
    assert tuple(sections) == bench.MODULES and all(sections.values())
    rows = [Row(**row) for section in sections.values() for row in section]
    assert written["missed"] == [row.name for row in rows if not row.ok]
    for row in (row for row in rows if row.bound.startswith("≤")):
        assert row.ok == (row.value <= float(row.bound[1:])), row.name
    timed = {row["name"] for row in sections["notebooks"]}
    assert timed == {f"nbval {path.stem}" for path in NOTEBOOKS.glob("*.ipynb")}
    assert sum(bool(row.bound) for row in rows) >= 20
