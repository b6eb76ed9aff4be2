"""A corpus of damage, generated for every table that ships: nothing passes in silence, nothing raises.

Each damage is done to a cut of the table (its first rows) and must be reported at the right line and column.
Damage to cells is done to several rows of one copy, one a row, so that the engine runs once for all of
them; what stands on a line must be reported for that line, and no other line may be blamed. A damaged
file has a copy of its own. A byte order mark and Windows line ends are no damage and must be accepted.
"""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from hakusho import facts
from hakusho.check import Checker, Problem
from hakusho.facts import FactBase

ROWS = 24
BIG = 10_000_000


@dataclass
class Cell:
    """A wrong value for a cell of `column`; the report must name that column."""

    name: str
    column: str
    value: str


@dataclass
class Damage:
    """Bytes of a damaged file and where the report must point; line 0 and column '' stand for anywhere."""

    name: str
    content: bytes
    line: int
    column: str
    accepted: bool = False


class Table:
    """The first rows of a table, to be damaged."""

    def __init__(self, base: FactBase, name: str) -> None:
        header, columns = base.raw(name)
        self.resource: dict[str, Any] = base.resource(name)
        self.header = header
        self.rows = [list(row) for row in zip(*columns, strict=True)][:ROWS]
        # another row in each table, the same each time
        self.place = zlib.crc32(name.encode()) % len(self.rows)
        self.line = self.place + 2

    def fields(self, *kinds: str) -> list[dict[str, Any]]:
        return [f for f in self.resource["schema"]["fields"] if f.get("kind") in kinds or f["type"] in kinds]

    def text(self, header: list[str] | None = None, rows: list[list[str]] | None = None) -> str:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows([header or self.header, *(self.rows if rows is None else rows)])
        return out.getvalue()

    def with_cells(self, cells: dict[int, Cell]) -> bytes:
        """The table with one damaged cell in each of the rows named."""
        rows = [list(row) for row in self.rows]
        for place, cell in cells.items():
            rows[place][self.header.index(cell.column)] = cell.value
        return self.text(rows=rows).encode()

    def with_bytes(self, column: str, content: bytes) -> bytes:
        """The table with raw bytes in a cell."""
        mark = Cell("", column, "MARK")
        return self.with_cells({self.place: mark}).replace(b"MARK", content, 1)

    def plain_text(self) -> str:
        """A column of free text."""
        free = [f for f in self.fields("text") if not {"enum", "pattern"} & set(f.get("constraints", {}))]
        keys = self.resource["schema"]["primaryKey"]
        return next((f["name"] for f in free if f["name"] not in keys), self.header[-1])


def cells(table: Table) -> Iterator[Cell]:
    """Damage to one cell."""
    for field in table.fields("enum"):
        yield Cell("wrong enum", field["name"], str(field["constraints"]["enum"][0]) + "m")
    for field in table.fields("source_list"):
        yield Cell("unknown source", field["name"], "no-such-source")
        yield Cell("space in a list", field["name"], "a; b")
        if field.get("constraints", {}).get("required"):
            yield Cell("no source", field["name"], "")
    for field in table.fields("partial_date"):
        for wrong in ("2017-02-30", "30.2.2017", "2017-13", "0017-01-01"):
            yield Cell(f"date {wrong}", field["name"], wrong)
    for field in table.fields("fiscal_year"):
        yield Cell("fiscal year", field["name"], "FY23")
    for field in table.fields("country", "country_list"):
        yield Cell("unknown country", field["name"], "JPX")
    for field in table.fields("integer", "number"):
        for wrong in ("about 12", "1,000", "NaN", "１２"):
            yield Cell(f"number {wrong}", field["name"], wrong)
    for field in table.fields("boolean"):
        yield Cell("yes or no", field["name"], "True")
    for field in table.fields("url"):
        yield Cell("address", field["name"], "javascript:alert(1)")
    for rule in table.resource["schema"].get("foreignKeys", []):
        if len(rule["fields"]) == 1:
            yield Cell("unknown key", rule["fields"][0], "no-such-key")
    name = table.plain_text()
    for sign in "=+-@":
        yield Cell(f"formula {sign}", name, f"{sign}SUM(A1)")
    for wrong in ("<b>bold</b>", "<script>x</script>", "a &amp; b", "<img src=x onerror=y>"):
        yield Cell(f"HTML {wrong[:4]}", name, wrong)
    for wrong in (" stray", "stray ", "stray\u00a0", "\u3000stray"):
        yield Cell("stray space", name, wrong)
    yield Cell("invisible", name, "zero\u200bwidth")


def copies(table: Table) -> Iterator[tuple[bytes, list[Damage]]]:
    """Copies of the table with a damaged cell in every row, and where each must be reported."""
    waiting = cells(table)
    while some := list(islice(waiting, len(table.rows))):
        places = [(table.place + step) % len(table.rows) for step in range(len(some))]
        content = table.with_cells(dict(zip(places, some, strict=True)))
        told = zip(places, some, strict=True)
        yield content, [Damage(cell.name, content, place + 2, cell.column) for place, cell in told]


def words(table: Table) -> Iterator[Damage]:
    """Damage to a cell that spoils the file: its size, its line, its encoding."""
    name = table.plain_text()
    yield Damage("10 MB cell", table.with_bytes(name, b"x" * BIG), table.line, name)
    yield Damage("line break", table.with_bytes(name, b'"two\nlines"'), table.line, name)
    for encoding, wrong in (("latin-1", "défense"), ("shift-jis", "防衛"), ("utf-16-le", "防")):
        content = table.with_bytes(name, wrong.encode(encoding))
        if encoding != "utf-16-le" or not _is_utf8(content):
            yield Damage(f"encoding {encoding}", content, table.line, name)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def shape(table: Table) -> Iterator[Damage]:
    """Damage to rows, columns and the file."""
    whole = table.text().encode()
    double = [*table.rows, table.rows[table.place]]
    key = ", ".join(table.resource["schema"]["primaryKey"])
    yield Damage("duplicate key", table.text(rows=double).encode(), len(double) + 1, key)
    for place in (0, len(table.header) - 1):
        cut = [row[:place] + row[place + 1 :] for row in [table.header, *table.rows]]
        yield Damage("missing column", table.text(cut[0], cut[1:]).encode(), 1, table.header[place])
    wide = [[*row, "x"] for row in table.rows]
    yield Damage("extra column", table.text([*table.header, "colour"], wide).encode(), 1, "colour")
    swapped = [[row[1], row[0], *row[2:]] for row in [table.header, *table.rows]]
    yield Damage("columns swapped", table.text(swapped[0], swapped[1:]).encode(), 1, table.header[1])
    short = [row[:-1] if place == table.place else row for place, row in enumerate(table.rows)]
    yield Damage("missing cell", table.text(rows=short).encode(), table.line, "")
    lines = whole.decode().splitlines(keepends=True)
    last = lines[-1].rstrip("\n")
    yield Damage("cut last line", ("".join(lines[:-1]) + last[: len(last) // 2]).encode(), len(lines), "")
    yield Damage("no line end", whole[:-1], len(lines), table.header[-1])
    blank = [*lines[: table.place + 1], "\n", *lines[table.place + 1 :]]
    yield Damage("blank line", "".join(blank).encode(), table.line, "")
    yield Damage("empty file", b"", 1, "")
    yield Damage("only a mark", b"\xef\xbb\xbf", 1, "")
    yield Damage("header alone", lines[0].encode(), 1, "")
    yield Damage("UTF-16", b"\xff\xfe" + whole.decode().encode("utf-16-le"), 1, "")
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows([table.header, *table.rows])
    yield Damage("semicolons", out.getvalue().encode(), 1, "")
    quote = lines[table.place + 1].replace(",", ',"', 1)
    odd = "".join([*lines[: table.place + 1], quote, *lines[table.place + 2 :]])
    if quote.count('"') % 2:
        yield Damage("unclosed quote", odd.encode(), table.line, "")
    yield Damage("byte order mark", b"\xef\xbb\xbf" + whole, 0, "", accepted=True)
    yield Damage("CRLF", whole.replace(b"\n", b"\r\n"), 0, "", accepted=True)


def judged(damage: Damage, found: list[Problem]) -> str | None:
    """What is wrong with the report on a damage, or None."""
    if damage.accepted:
        return f"rejected: {found[0]}" if found else None
    if not found:
        return "passed in silence"
    if len(str(found[0])) > 600 or "\n" in str(found[0]):
        return "the message is no readable line"
    right = [p for p in found if p.line == damage.line and (not damage.column or p.column == damage.column)]
    if not right:
        return f"reported elsewhere: {found[0]}"
    return f"a cascade of {len(found)}: {found[0]} …" if len(found) > 3 else None


def reports(checker: Checker, table: Table, name: str) -> Iterator[tuple[Damage, list[Problem]]]:
    """Every damage with what the check says about it, less what it says about the cut as it is."""
    before = {str(problem) for problem in checker.table(name, table.text().encode())}

    def new(content: bytes) -> list[Problem]:
        return [problem for problem in checker.table(name, content) if str(problem) not in before]

    for content, damages in copies(table):
        found = new(content)
        for damage in damages:
            yield damage, [problem for problem in found if problem.line == damage.line]
        stray = [p for p in found if p.line not in {damage.line for damage in damages}]
        if stray:
            yield Damage("a sound row", content, 0, "", accepted=True), stray
    for damage in [*words(table), *shape(table)]:
        yield damage, new(damage.content)


def test_every_damage_to_every_table_is_caught(capsys):
    base = FactBase(facts.root())
    for resource in base.resources.values():
        resource["row_floor"] = 1  # the cut is shorter than the table
    checker, tried, caught, accepted, missed = Checker(base), 0, 0, 0, []
    for name in base.tables():
        for damage, found in reports(checker, Table(base, name), name):
            tried += 1
            if wrong := judged(damage, found):
                missed.append(f"{name}, {damage.name} (line {damage.line} [{damage.column}]): {wrong}")
            elif damage.accepted:
                accepted += 1
            else:
                caught += 1
    with capsys.disabled():
        print(f"\ndamage: {tried} tried on {len(base.tables())} tables")
        print(f"damage: {caught} caught, {accepted} accepted as harmless")
    assert not missed, f"{len(missed)} of {tried}:\n" + "\n".join(missed[:40])
    assert tried > 30 * len(base.tables())


def test_a_damaged_bibliography_does_not_blame_the_tables():
    base = FactBase(facts.root())
    checker = Checker(base)
    checker.broken.add("sources")
    for name in base.tables():
        found = checker.table(name, (base.folder / base.resource(name)["path"]).read_bytes())
        assert not [p for p in found if "is not a source" in p.message]
