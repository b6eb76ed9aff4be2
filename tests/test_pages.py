"""Generated pages: complete, reproducible, fresh, inert."""

from __future__ import annotations

from pathlib import Path

import small_base
from hakusho import codebook, facts
from hakusho.__main__ import main
from hakusho.facts import FactBase


def test_the_codebook_names_every_table_and_column():
    text = codebook.codebook(facts.base())
    for name in facts.tables():
        assert f"## {codebook.plain(name)}:" in text
        section = text.split(f"## {codebook.plain(name)}:")[1].split("\n## ")[0]
        for column in facts.base().fields(name):
            assert f"| {codebook.plain(column)} |" in section, f"{name} {column}"


def test_the_source_list_names_every_source_and_where_it_is_cited(tmp_path: Path):
    base = FactBase(small_base.write(tmp_path))
    text = codebook.source_list(base)
    assert "- `post-2023` A. Writer. 2023." in text
    assert (
        text.split("`post-2023`")[1]
        .split("\n")[0]
        .endswith("Cited in arms/systems, arms/counts, arms/terms.")
    )


def test_pages_are_the_same_twice(tmp_path: Path):
    one, two = (FactBase(small_base.write(tmp_path / name)) for name in ("one", "two"))
    assert codebook.pages(one) == codebook.pages(two)


def test_stale_pages_are_named_and_written(tmp_path: Path, capsys):
    folder = small_base.write(tmp_path / "data")
    where = ["--data", str(folder)]
    assert main(["pages", "--check", *where]) == 1
    assert "data/CODEBOOK.md the page is missing; run: python -m hakusho pages" in capsys.readouterr().out
    assert main(["check", *where]) == 1
    assert main(["pages", *where]) == 0 and main(["pages", "--check", *where]) == 0
    (folder / "SOURCES.md").write_text("edited by hand\n")
    assert main(["check", *where]) == 1
    assert "data/SOURCES.md the page is out of date" in capsys.readouterr().out


def test_text_from_data_is_inert():
    hostile = "<script>x</script> | [a](javascript:b) `c` *d* <!-- e"
    page = codebook.plain(hostile)
    assert "<" not in page and "](" not in page.replace("\\](", "") and "\\|" in page


def test_addresses_stay_whole():
    line = codebook.linked("A_b. https://example.org/a_b?c=*d*&e. Read in a copy at https://x.org/<i>.")
    assert "<https://example.org/a_b?c=*d*&e>." in line and line.startswith("A\\_b. ")
    assert "<i>" not in line


def test_shipped_pages_are_fresh_and_small():
    assert [str(problem) for problem in codebook.stale(facts.base())] == []
    for name in ("CODEBOOK.md", "SOURCES.md"):
        assert (facts.root() / name).stat().st_size < 1_000_000
