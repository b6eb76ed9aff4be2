"""A saved view: its files, the command that draws it again, and the check of its rows."""

from __future__ import annotations

import csv
import io
import json
import shlex
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from hakusho import facts, share, sources
from hakusho.__main__ import main
from hakusho.errors import Mistake
from samples import sample

NAME = "missiles.reach"
SETTINGS = {"system": "hwasong-12", "view": 4000}


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of the reach map at settings other than its own."""
    return share.redraw(NAME, SETTINGS).save(tmp_path_factory.mktemp("saved") / "view.zip")


def packed(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as content:
        return {name: content.read(name) for name in content.namelist()}


def rewritten(path: Path, name: str, content: bytes, target: Path) -> Path:
    with zipfile.ZipFile(target, "w") as written:
        for other, text in {**packed(path), name: content}.items():
            written.writestr(other, text)
    return target


def test_a_package_holds_figure_rows_sources_and_command(saved: Path) -> None:
    files, explorer = packed(saved), share.redraw(NAME, SETTINGS)
    rows = list(csv.DictReader(io.StringIO(files["rows.csv"].decode())))
    assert len(rows) == len(explorer.data) > 0 and list(rows[0]) == [*explorer.data, "cited_as"]
    assert rows[0]["cited_as"] == "; ".join(sources.short(rows[0]["source_id"].split(";")))
    assert files["sources.txt"].decode().splitlines() == explorer.sources
    assert files["sources.bib"].decode().count("@misc{") == len(explorer.sources)
    assert Image.open(io.BytesIO(files["figure.png"])).text["Description"] == explorer.caption
    assert b"<desc" in files["figure.svg"]
    view = json.loads(files["view.json"])
    assert view["settings"] == explorer.state and view["data_version"] == facts.version()


def test_the_same_view_gives_the_same_bytes(saved: Path) -> None:
    assert share.redraw(NAME, SETTINGS).file(".zip") == saved.read_bytes()


def test_the_command_in_it_draws_the_same_view(
    saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = next(x for x in packed(saved)["README.txt"].decode().splitlines() if " hakusho draw " in x)
    words = shlex.split(line.partition(" -m hakusho ")[2])
    monkeypatch.chdir(tmp_path)
    assert main(words) == 0
    assert (tmp_path / words[-1]).read_bytes() == saved.read_bytes()


def test_verify_agrees_with_an_untouched_package(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(saved)]) == 0
    assert capsys.readouterr().out.startswith("The same rows: ")


def test_verify_shows_what_was_changed(
    saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = packed(saved)["rows.csv"].decode().splitlines()
    changed = [*rows[:2], rows[2] + "9", *rows[3:]]
    touched = rewritten(saved, "rows.csv", ("\n".join(changed) + "\n").encode(), tmp_path / "t.zip")
    assert main(["verify", str(touched)]) == 1
    said = capsys.readouterr().out
    assert f"then {changed[2]}" in said and f"now  {rows[2]}" in said and "3 differences" in said


def test_a_row_pasted_twice_is_a_difference(saved: Path, tmp_path: Path) -> None:
    rows = packed(saved)["rows.csv"]
    last = rows.splitlines(True)[-1]
    twice = rewritten(saved, "rows.csv", rows + last, tmp_path / "twice.zip")
    assert share.differences(twice)[0] == f"then {last.decode().strip()}"


def bad_packages(folder: Path, saved: Path) -> Iterator[tuple[Path, str]]:
    yield folder / "none.zip", "no such file"
    (folder / "text.zip").write_text("not a zip")
    yield folder / "text.zip", "not a package"
    yield rewritten(saved, "view.json", b"[1]", folder / "list.zip"), "names no exploration"
    yield rewritten(saved, "view.json", b"[" * 100_000, folder / "deep.zip"), "not a package"
    unknown = json.dumps({"exploration": "missiles.reech", "settings": {}}).encode()
    yield rewritten(saved, "view.json", unknown, folder / "unknown.zip"), "did you mean 'missiles.reach'"
    wrong = json.dumps({"exploration": NAME, "settings": {"system": "x"}}).encode()
    yield rewritten(saved, "view.json", wrong, folder / "wrong.zip"), "is not one of"


def test_a_file_that_is_no_package_gets_one_line(
    saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path, expected in bad_packages(tmp_path, saved):
        assert main(["verify", str(path)]) == 2, path
        said = capsys.readouterr().err
        assert expected in said and said.count("\n") == 1, said


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["missiles.reech"], "did you mean 'missiles.reach'"),
        ([NAME, "system"], "CONTROL=VALUE"),
        ([NAME, "sistem=nodong"], "did you mean 'system'"),
        (["missiles.ranges", "km=1..x"], "km: 'x' is not a number"),
        (["missiles.ranges", "operators=PRK,XXX"], "operators: 'XXX' is not one of"),
        ([NAME, "--save", "view.docx"], "saved as"),
    ],
)
def test_a_wrong_word_gets_one_line(
    words: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["draw", *words]) == 2
    said = capsys.readouterr().err
    assert expected in said and said.count("\n") == 1


def test_an_explorer_of_ones_own_is_packed_without_a_command(tmp_path: Path) -> None:
    explorer = sample().set(year=1960)
    files = packed(explorer.save(tmp_path / "own.zip"))
    assert explorer.name == "" and b"hakusho draw" not in files["README.txt"]
    assert len(files["rows.csv"].splitlines()) == len(explorer.data) + 1
    with pytest.raises(Mistake, match="no exploration"):
        share.differences(tmp_path / "own.zip")


def test_rows_alone_and_references_alone(tmp_path: Path) -> None:
    explorer = sample()
    rows = explorer.save(tmp_path / "rows.csv").read_text("utf-8").splitlines()
    assert rows[0] == ",".join([*explorer.data, "cited_as"]) and len(rows) == len(explorer.data) + 1
    cited: Any = explorer.save(tmp_path / "rows.bib").read_text("utf-8")
    assert cited == sources.bibtex(explorer.data)


def test_rows_of_sipri_carry_its_credit_wherever_they_go() -> None:
    files = zipfile.ZipFile(io.BytesIO(share.redraw("spending.one_budget").file(".zip")))
    for name in ("README.txt", "sources.txt", "sources.bib", "figure.svg"):
        text = files.read(name).decode()
        assert "SIPRI" in text and "non-commercial" in text, name
    assert "SIPRI 2026" in files.read("rows.csv").decode()
