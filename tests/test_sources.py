"""Citations: which sources, in which form, and that text from data is inert."""

from __future__ import annotations

from pathlib import Path

import pytest

import hakusho
import small_base
from hakusho import facts, sources
from hakusho.__main__ import main
from hakusho.errors import Mistake, nearest
from hakusho.facts import FactBase

HOSTILE = {
    "source_id": "evil",
    "title": r"</script><script>alert(1)</script> } % \input{x} $1",
    "publisher": "A & B",
    "author": "X } @misc{y,",
    "published": "2024-03-09",
    "url": "https://example.org/{a}?b=%7D&c=<d>",
    "archive_url": "javascript:alert(1)",
    "kind": "news",
    "language": "",
    "accessed": "2026-11-22",
    "note": "",
}


@pytest.fixture
def base(tmp_path: Path) -> FactBase:
    return FactBase(small_base.write(tmp_path))


@pytest.fixture
def hostile(tmp_path: Path) -> FactBase:
    import csv
    import io

    out = io.StringIO()
    writer = csv.DictWriter(out, list(HOSTILE), lineterminator="\n")
    writer.writeheader()
    writer.writerow(HOSTILE)
    return FactBase(small_base.write(tmp_path / "hostile", sources_csv=out.getvalue()))


def test_the_house_style(base: FactBase):
    assert sources.cite("post-2023", base) == [
        "A. Writer. 2023. “Missiles & fear {2023}.” The Post, May 2023. https://example.org/b. "
        "Accessed 22 November 2026."
    ]
    assert sources.cite("blog", base)[0].startswith("A blog. n.d. “Undated page.”")
    assert sources.cite("blog", base)[0].endswith("Read in a copy.")


def test_a_frame_cites_what_it_still_holds(base: FactBase):
    frame = base.load("arms/systems")
    assert sources.ids(frame, base) == ["mod-2019", "post-2023", "blog"]
    assert sources.ids(frame[frame["class"] == "srbm"], base) == ["mod-2019"]
    assert sources.ids(frame["source_id"].tail(1), base) == ["blog"]
    assert sources.ids("arms/counts", base) == ["mod-2019", "post-2023"]
    assert sources.ids(["post-2023;mod-2019", "mod-2019"], base) == ["post-2023", "mod-2019"]


def test_a_frame_without_sources_is_not_cited_by_guess(base: FactBase):
    with pytest.raises(Mistake, match=r"no source_id column.*cite\('arms/systems'\)"):
        sources.cite(base.load("arms/systems")[["name"]], base)


def test_an_unknown_id_names_the_nearest(base: FactBase):
    with pytest.raises(Mistake, match="no source or table is called 'mod-2018'; did you mean 'mod-2019'"):
        sources.cite("mod-2018", base)


def test_short_form_for_a_source_line(base: FactBase):
    assert sources.short(["post-2023", "mod-2019"], base) == ["The Post 2023", "Ministry of Defence 2019"]


def test_bibtex_is_balanced_and_inert(hostile: FactBase):
    entry = sources.bibtex("evil", hostile)
    assert entry.count("{") == entry.count("}")
    depth = 0
    for sign in entry.strip():
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert entry.count("@misc{evil,") == 1 and r"\input{" not in entry and r"\textbackslash{}input" in entry


def test_html_is_inert(hostile: FactBase):
    page = sources.html("evil", hostile)
    assert "<script" not in page and 'href="javascript' not in page
    assert "&lt;/script&gt;" in page and page.count("<a ") == 1


def test_csl_json_has_dates_and_types(base: FactBase):
    (item,) = sources.csl_json("post-2023", base)
    assert item["type"] == "article-newspaper" and item["issued"] == {"date-parts": [[2023, 5]]}
    assert item["author"] == [{"literal": "A. Writer"}] and item["container-title"] == "The Post"
    assert item["accessed"] == {"date-parts": [[2026, 11, 22]]}


def test_authors_are_told_apart_and_a_book_is_a_book():
    """Publishers' pages: the article of Glaser and Fetter has two authors; Walt's is a book."""
    assert "author = {{Charles L. Glaser} and {Steve Fetter}}" in sources.bibtex("glaser-fetter-2016")
    pair, book = sources.csl_json(["glaser-fetter-2016"]), sources.csl_json("walt-1987")
    assert [name["literal"] for name in pair[0]["author"]] == ["Charles L. Glaser", "Steve Fetter"]
    assert pair[0]["container-title"] == "International Security" and pair[0]["type"] == "article-journal"
    assert book[0]["type"] == "book" and book[0]["publisher"] == "Cornell University Press"


def test_the_bibliography_is_in_reference_order(base: FactBase):
    table = sources.bibliography(base)
    assert table["source_id"].tolist() == ["blog", "post-2023", "mod-2019"]
    assert table["citation"].str.len().min() > 20


def test_the_work_is_cited_with_its_data_version():
    assert facts.version() in hakusho.cite() and hakusho.__version__ in hakusho.cite()
    entry = hakusho.cite("bibtex")
    assert entry.startswith("@misc{hakusho,") and entry.count("{") == entry.count("}")
    with pytest.raises(Mistake, match="did you mean 'bibtex'"):
        hakusho.cite("bibtx")


def test_every_source_of_the_shipped_base_can_be_cited():
    for name in facts.tables():
        if facts.base().source_columns(name):
            assert sources.cite(facts.load(name)), name


def _entries(text: str) -> dict[str, dict[str, str]]:
    """Read BibTeX by counting braces, as BibTeX does: keys and fields of each entry."""
    entries, place = {}, 0
    while (place := text.find("@misc{", place)) >= 0:
        comma = text.index(",", place)
        key, fields, start, depth, place = text[place + 6 : comma], {}, comma + 1, 1, comma + 1
        while depth:
            depth += {"{": 1, "}": -1}.get(text[place], 0)
            if depth == 1 and text[place] == "}":
                name, value = text[start:place].split("=", 1)
                fields[name.strip(" ,\n")], start = value.strip()[1:], place + 1
            place += 1
        assert key not in entries and not text[start : place - 1].strip(), key
        entries[key] = fields
    return entries


def test_bibtex_of_the_shipped_base_reads_back():
    read = _entries(sources.bibtex("sources"))
    assert len(read) == len(facts.load("sources"))
    for source in sources.records("sources"):
        entry = read[source["source_id"]]
        assert entry["author"].count(" and {") == source["author"].count("; ")
        assert entry["title"] == "{" + sources.tex(source["title"]) + "}"
        assert "&" not in entry["title"].replace(r"\&", "") and "%" not in entry["title"].replace(r"\%", "")
    japanese = [entry for entry in read.values() if "艦艇" in entry["title"]]
    assert len(japanese) > 50


def test_the_citation_file_is_of_this_version(root: Path):
    text = (root / "CITATION.cff").read_text("utf-8")
    assert f"\nversion: {hakusho.__version__}\n" in text
    assert "Hakusho: an open interactive white paper on Japan's defence build-up" in text
    assert "Hakusho: an open interactive white paper on Japan's defence build-up" in hakusho.cite()


def test_no_hint_for_a_word_too_short_to_be_near_anything():
    assert nearest("x", ["index", "x-y"]) is None and nearest("3", ["nk-samsok-test-3"]) is None
    assert nearest("systems", ["missiles/systems"]) == "missiles/systems"
    assert nearest("tax", ["go-gifu-2025-10-tax"]) is None  # the end of a long name says little


def test_the_command_find_prints_a_row_once_and_facts_first(capsys: pytest.CaptureFixture[str]):
    assert main(["find", "kengun"]) == 0
    *told, count = capsys.readouterr().out.splitlines()
    rows = [line.split(" [")[0] for line in told]
    assert len(set(rows)) == len(rows) > 3 and count == f"{len(rows)} found"
    kinds = [1 if row.startswith("claims/") else 0 if "/" in row.split()[0] else 2 for row in rows]
    assert set(kinds) == {0, 1, 2} and kinds == sorted(kinds)  # facts, statements, sources
