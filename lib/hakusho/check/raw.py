"""First pass over the bytes of a table: what a CSV reader would silently accept or choke on.

Accepted: a UTF-8 byte order mark, CRLF line ends. A fault in the structure (encoding, quotes, delimiter,
number of cells) ends the pass, since everything after it would be a consequence.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

from hakusho.check.problem import Problem, quoted

MAX_CELL = 4_000
_HTML = re.compile(r"</?[a-zA-Z][^>]*>?|<!|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]{2,8});")
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_NUMERIC = ("integer", "number")


def cells_of(line: str) -> list[str]:
    """Return the cells of one line of CSV; the size limit of csv is lifted meanwhile."""
    before = csv.field_size_limit(max(len(line) + 1, 131_072))
    try:
        return next(csv.reader([line]), [])
    finally:
        csv.field_size_limit(before)


def line_of(cells: list[str]) -> str:
    """Return a line of CSV as the house writes it: comma, quotes only where needed, no line end."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(cells)
    return buffer.getvalue()


def _at(header: list[str], place: int) -> str:
    return header[place] if 0 <= place < len(header) else ""


def _not_utf8(path: str, content: bytes, error: UnicodeDecodeError) -> Problem:
    before = content[: error.start]
    line = before.count(b"\n") + 1
    start = before.rfind(b"\n") + 1
    header = cells_of(content.split(b"\n", 1)[0].decode("utf-8", "replace").rstrip("\r"))
    place = len(cells_of(before[start:].decode("utf-8", "replace") + "?")) - 1
    wrong = f"byte 0x{content[error.start]:02X} is not UTF-8; save the file as UTF-8"
    return Problem(path, line, _at(header, place), wrong, "encoding")


def _structure(path: str, rows: list[str], cells: list[list[str]], columns: int) -> Iterator[Problem]:
    """Yield faults that make the rest of the file unreadable; `cells` are those of each row."""
    header = cells[0]
    for sign, word in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if len(header) == 1 and sign in header[0] and columns > 1:
            yield Problem(path, 1, "", f"columns are separated by {word}; expected commas", "delimiter")
            return
    for number, (row, parts) in enumerate(zip(rows, cells, strict=True), 1):
        if not row.strip():
            yield Problem(path, number, "", "blank line; remove it", "structure")
        elif row.count('"') % 2:
            cut = row[: row.rfind('"')]
            column = _at(header, len(cells_of(cut + "?")) - 1)
            yield Problem(path, number, column, "odd number of quotation marks", "quotes")
        elif len(parts) != len(header):
            column = _at(header, min(len(parts), len(header)) - 1)
            wrong = f"{len(parts)} cells; the header has {len(header)}"
            yield Problem(path, number, column, wrong, "structure")
        elif '"' in row and line_of(parts) != row:
            seen = range(len(parts))
            place = next((i for i in seen if not row.startswith(line_of(parts[: i + 1]))), len(parts) - 1)
            odd = "odd or needless quotes; a cell is quoted only around a comma or quotes, which are doubled"
            yield Problem(path, number, _at(header, place), odd, "quotes")


def _oversized(path: str, rows: list[str], columns: int) -> Iterator[Problem]:
    """Yield lines so long that a cell must be too long, without parsing them whole."""
    header, most = cells_of(rows[0][: 2 * columns * MAX_CELL]), 2 * columns * MAX_CELL
    for number, row in enumerate(rows, 1):
        if len(row) > most:
            sizes = [len(cell) for cell in cells_of(row[:most])]
            column = _at(header, sizes.index(max(sizes)))
            wrong = f"a cell of over {max(sizes):,} bytes, in a line of {len(row):,}; at most {MAX_CELL:,}"
            yield Problem(path, number, column, wrong, "text")


def cell_fault(cell: str, numeric: bool) -> str | None:
    """Return what is wrong with one cell as text, or None."""
    if len(cell) * 4 > MAX_CELL and (size := len(cell.encode())) > MAX_CELL:
        return f"{size:,} bytes in one cell; at most {MAX_CELL:,} (starts {quoted(cell)})"
    if cell != cell.strip():
        return f"{quoted(cell)} has a space at its start or end; remove it"
    if cell[0] in "=@+" or (cell[0] == "-" and not numeric):
        return f"{quoted(cell)} starts with '{cell[0]}', which spreadsheets run as a formula; reword it"
    if hidden := _HIDDEN.search(cell):
        return f"{quoted(cell)} holds the invisible character U+{ord(hidden[0]):04X}; remove it"
    if found := _HTML.search(cell):
        return f"{quoted(found[0])} looks like HTML; cells hold plain text"
    return None


def read(path: str, content: bytes, resource: dict[str, Any]) -> tuple[list[list[str]], list[Problem]]:
    """Return the cells of a table (header first) and the faults found.

    No cells come back where the structure is at fault. `path` is only used in messages.
    """
    if not content.strip(b"\xef\xbb\xbf \r\n\t"):
        return [], [Problem(path, 1, "", "the file is empty; expected a header and rows", "structure")]
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        text = content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        return [], [_not_utf8(path, content, error)]
    rows = text.removesuffix("\n").split("\n")
    fields = resource["schema"]["fields"]
    if not text.endswith("\n"):
        column = _at(cells_of(rows[0]), len(cells_of(rows[-1])) - 1)
        cut = "the last line has no line end: the file may be cut short"
        return [], [Problem(path, len(rows), column, cut, "structure")]
    if oversized := list(_oversized(path, rows, len(fields))):
        return [], oversized
    cells = [cells_of(row) for row in rows]
    if broken := list(_structure(path, rows, cells, len(fields))):
        return [], broken
    numeric = {field["name"] for field in fields if field["type"] in _NUMERIC}
    found = [
        Problem(path, number, cells[0][place], wrong, "text")
        for number, row in enumerate(cells, 1)
        for place, cell in enumerate(row)
        if cell and (wrong := cell_fault(cell, cells[0][place] in numeric))
    ]
    return cells, found
