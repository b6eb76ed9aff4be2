"""`python -m hakusho add`, driven through its standard input."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import small_base
from hakusho import atomic
from hakusho.__main__ import main

ROW = ["c6", "beta-2", "2021", "50", "Ministry", "mod-2019", ""]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_base.write(tmp_path / "data")


def typed(monkeypatch: pytest.MonkeyPatch, folder: Path, table: str, answers: list[str]) -> int:
    """Run the command with one answer a question; after the last one the input ends."""
    left = iter(answers)

    def read(prompt: str = "") -> str:
        print(prompt, end="")
        try:
            return next(left)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("builtins.input", read)
    return main(["add", table, "--data", str(folder)])


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_row_is_appended_and_every_other_byte_stays(monkeypatch, folder: Path, capsys):
    before = content(folder)
    assert typed(monkeypatch, folder, "arms/counts", [*ROW, "yes"]) == 0
    after = content(folder)
    line = b"c6,beta-2,2021,50,Ministry,mod-2019,\n"
    assert after.pop("counts.csv") == before.pop("counts.csv") + line
    assert after == before
    out = capsys.readouterr().out
    assert out.index("The row:") < out.index("Written to")


def test_it_works_as_a_program_fed_by_a_pipe(folder: Path):
    command = [sys.executable, "-m", "hakusho", "add", "arms/counts", "--data", str(folder)]
    done = subprocess.run(command, input="\n".join([*ROW, "y"]) + "\n", capture_output=True, text=True)
    assert done.returncode == 0 and "Traceback" not in done.stderr
    assert b"c6,beta-2" in (folder / "arms/counts.csv").read_bytes()


@pytest.mark.parametrize("answered", range(len(ROW) + 1))
@pytest.mark.parametrize("how", ["end", "q", "interrupt"])
def test_it_can_be_left_at_any_point(monkeypatch, folder: Path, capsys, answered: int, how: str):
    before = content(folder)
    answers = ROW[:answered] + (["q"] if how == "q" else [])
    if how == "interrupt":
        left = iter(answers)

        def read(prompt: str = "") -> str:
            try:
                return next(left)
            except StopIteration:
                raise KeyboardInterrupt from None

        monkeypatch.setattr("builtins.input", read)
        code = main(["add", "arms/counts", "--data", str(folder)])
    else:
        code = typed(monkeypatch, folder, "arms/counts", answers)
    assert code == 1 and content(folder) == before
    assert "nothing was written" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("place", "wrong", "message"),
    [
        (0, "c1", "'c1' is taken"),
        (0, "", "is empty; a value is required"),
        (1, "alpha-2", "'alpha-2' is not in arms/systems [system_id]; did you mean 'alpha-1'?"),
        (2, "next year", "is not a value of type integer"),
        (3, "1,000", "is not a value of type integer"),
        (4, "=SUM(A1)", "starts with '='"),
        (4, "<b>x</b>", "looks like HTML"),
        (5, "mod-2020", "is not a source in sources.csv; did you mean 'mod-2019'?; a new source comes first"),
    ],
)
def test_a_wrong_value_is_refused_as_it_is_typed(
    monkeypatch, folder: Path, capsys, place: int, wrong: str, message: str
):
    answers = [*ROW[:place], wrong, *ROW[place:], "yes"]
    assert typed(monkeypatch, folder, "arms/counts", answers) == 0
    out = capsys.readouterr().out
    assert message in out
    assert wrong == "" or f",{wrong}," not in (folder / "arms/counts.csv").read_text().splitlines()[-1]


def test_near_duplicates_are_shown(monkeypatch, folder: Path, capsys):
    typed(monkeypatch, folder, "arms/systems", ["alpha-2", "Beta 2"])
    out = capsys.readouterr().out
    assert "near-duplicate? line 2 has system_id 'alpha-1'" in out
    assert "near-duplicate? line 3 has name 'Bêta 2'" in out


def test_a_fault_across_columns_stops_the_row_until_mended(monkeypatch, folder: Path, capsys):
    row = ["delta-4", "Delta", "srbm", "900", "300", "", "", "", "", "", "", "mod-2019", ""]
    answers = [*row, "yes", "range_min_km", "200", "yes"]
    assert typed(monkeypatch, folder, "arms/systems", answers) == 0
    assert "'900' is above range_max_km '300'" in capsys.readouterr().out
    assert b"delta-4,Delta,srbm,200,300," in (folder / "arms/systems.csv").read_bytes()


def test_one_can_go_back(monkeypatch, folder: Path):
    answers = ["c7", "<", "c6", *ROW[1:], "yes"]
    assert typed(monkeypatch, folder, "arms/counts", answers) == 0
    assert b"\nc6,beta-2" in (folder / "arms/counts.csv").read_bytes()


def test_a_source_takes_its_place_in_the_order(monkeypatch, tmp_path: Path):
    lines = small_base.FILES["sources.csv"].splitlines(keepends=True)
    ordered = "".join([lines[0], *sorted(lines[1:])])
    folder = small_base.write(tmp_path, sources_csv=ordered)
    row = ["cnn-2024", "A title", "CNN", "", "2024", "https://example.org/z", "", "news", "en", "", ""]
    assert typed(monkeypatch, folder, "sources", [*row, "yes"]) == 0
    held = (folder / "sources.csv").read_text().splitlines()
    assert [line.split(",")[0] for line in held[1:]] == ["blog", "cnn-2024", "mod-2019", "post-2023"]
    assert held[2].split(",")[9].startswith("20")  # the day of reading: today


def test_windows_line_ends_stay(monkeypatch, tmp_path: Path):
    text = small_base.FILES["arms/counts.csv"].replace("\n", "\r\n")
    folder = small_base.write(tmp_path, arms__counts_csv=text)
    assert typed(monkeypatch, folder, "arms/counts", [*ROW, "yes"]) == 0
    assert (folder / "arms/counts.csv").read_bytes() == (text + ",".join(ROW) + "\r\n").encode()


def test_commas_and_quotes_are_written_as_csv(monkeypatch, folder: Path):
    row = [*ROW[:6], 'He said "ten", then left']
    assert typed(monkeypatch, folder, "arms/counts", [*row, "yes"]) == 0
    assert (folder / "arms/counts.csv").read_text().endswith(',"He said ""ten"", then left"\n')


def test_a_faulty_table_comes_first(monkeypatch, tmp_path: Path, capsys):
    text = small_base.FILES["arms/counts.csv"].replace("c2,", "c1,")
    folder = small_base.write(tmp_path / "data", arms__counts_csv=text)
    assert typed(monkeypatch, folder, "arms/counts", ROW) == 2
    assert "mend them first, beginning with: data/arms/counts.csv:3" in capsys.readouterr().err


def test_a_change_by_someone_else_is_not_overwritten(monkeypatch, folder: Path, capsys):
    path = folder / "arms/counts.csv"
    answers = iter([*ROW, "yes"])

    def read(prompt: str = "") -> str:
        answer = next(answers)
        if answer == "yes":
            path.write_bytes(path.read_bytes() + b"c9,beta-2,2020,1,Ministry,mod-2019,\n")
        return answer

    monkeypatch.setattr("builtins.input", read)
    assert main(["add", "arms/counts", "--data", str(folder)]) == 2
    assert "changed by someone else" in capsys.readouterr().err and b"c6," not in path.read_bytes()


def test_an_unknown_table_is_one_line(folder: Path, capsys):
    assert main(["add", "arms/count", "--data", str(folder)]) == 2
    assert "did you mean 'arms/counts'?" in capsys.readouterr().err


def test_a_write_that_fails_leaves_the_old_file(monkeypatch, tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"old\n")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        atomic.write_bytes(path, b"new\n")
    assert path.read_bytes() == b"old\n" and [p.name for p in tmp_path.iterdir()] == ["a.csv"]
