"""A corpus of damage, generated for every table that ships: nothing passes in silence, nothing raises.

Each damage is done to a cut of the table (its first rows) and must be reported at the right line and column.
A byte order mark and Windows line ends are no damage and must be accepted.
"""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hakusho import facts
from hakusho.check import Checker, Problem
from hakusho.facts import FactBase

ROWS = 12
BIG = 10_000_000


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
        self.place = zlib.crc32(name.encode()) % len(
            self.rows
        )  # another row in each table, the same each time
        self.line = self.place + 2

    def fields(self, *kinds: str) -> list[dict[str, Any]]:
        return [f for f in self.resource["schema"]["fields"] if f.get("kind") in kinds or f["type"] in kinds]

    def text(self, header: list[str] | None = None, rows: list[list[str]] | None = None) -> str:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows([header or self.header, *(self.rows if rows is None else rows)])
        return out.getvalue()

    def with_cell(self, column: str, cell: str) -> bytes:
        rows = [list(row) for row in self.rows]
        rows[self.place][self.header.index(column)] = cell
        return self.text(rows=rows).encode()

    def plain_text(self) -> str:
        """A column of free text."""
        free = [f for f in self.fields("text") if not {"enum", "pattern"} & set(f.get("constraints", {}))]
        keys = self.resource["schema"]["primaryKey"]
        return next((f["name"] for f in free if f["name"] not in keys), self.header[-1])


def cells(table: Table) -> Iterator[Damage]:
    """Damage to one cell."""
    for field in table.fields("enum"):
        wrong = str(field["constraints"]["enum"][0]) + "m"
        yield Damage("wrong enum", table.with_cell(field["name"], wrong), table.line, field["name"])
    for field in table.fields("source_list")[:1]:
        name = field["name"]
        yield Damage("unknown source", table.with_cell(name, "no-such-source"), table.line, name)
        yield Damage("no source", table.with_cell("source_id", ""), table.line, "source_id")
        yield Damage("space in a list", table.with_cell(name, "a; b"), table.line, name)
    for field in table.fields("partial_date"):
        for wrong in ("2017-02-30", "30.2.2017", "2017-13", "0017-01-01"):
            yield Damage(f"date {wrong}", table.with_cell(field["name"], wrong), table.line, field["name"])
    for field in table.fields("fiscal_year"):
        yield Damage("fiscal year", table.with_cell(field["name"], "FY23"), table.line, field["name"])
    for field in table.fields("country", "country_list"):
        yield Damage("unknown country", table.with_cell(field["name"], "JPX"), table.line, field["name"])
    for field in table.fields("integer", "number"):
        for wrong in ("about 12", "1,000", "NaN", "１２"):
            yield Damage(f"number {wrong}", table.with_cell(field["name"], wrong), table.line, field["name"])
    for field in table.fields("boolean"):
        yield Damage("yes or no", table.with_cell(field["name"], "True"), table.line, field["name"])
    for field in table.fields("url"):
        yield Damage(
            "address", table.with_cell(field["name"], "javascript:alert(1)"), table.line, field["name"]
        )
    for rule in table.resource["schema"].get("foreignKeys", [])[:1]:
        if len(rule["fields"]) == 1:
            column = rule["fields"][0]
            yield Damage("unknown key", table.with_cell(column, "no-such-key"), table.line, column)


def words(table: Table) -> Iterator[Damage]:
    """Damage to a cell of free text."""
    name = table.plain_text()
    for sign in "=+-@":
        yield Damage(f"formula {sign}", table.with_cell(name, f"{sign}SUM(A1)"), table.line, name)
    for wrong in ("<b>bold</b>", "<script>x</script>", "a &amp; b", "<img src=x onerror=y>"):
        yield Damage(f"HTML {wrong[:4]}", table.with_cell(name, wrong), table.line, name)
    for wrong in (" stray", "stray ", "stray\u00a0", "\u3000stray"):
        yield Damage("stray space", table.with_cell(name, wrong), table.line, name)
    yield Damage("invisible", table.with_cell(name, "zero\u200bwidth"), table.line, name)
    yield Damage("10 MB cell", table.with_cell(name, "x" * BIG), table.line, name)
    yield Damage("line break", table.with_cell(name, "two\nlines"), table.line, name)
    for encoding, wrong in (("latin-1", "défense"), ("shift-jis", "防衛"), ("utf-16-le", "防")):
        mark = b"MARK"
        content = table.with_cell(name, "MARK").replace(mark, wrong.encode(encoding), 1)
        if encoding != "utf-16-le" or b"\x00" in wrong.encode(encoding) or not _is_utf8(content):
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


def test_every_damage_to_every_table_is_caught(capsys):
    base = FactBase(facts.root())
    for resource in base.resources.values():
        resource["row_floor"] = 1  # the cut is shorter than the table
    checker, tried, caught, accepted, missed = Checker(base), 0, 0, 0, []
    for name in base.tables():
        table = Table(base, name)
        before = {str(problem) for problem in checker.table(name, table.text().encode())}
        for damage in [*cells(table), *words(table), *shape(table)]:
            found = [p for p in checker.table(name, damage.content) if str(p) not in before]
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
