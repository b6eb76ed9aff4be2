"""`python -m hakusho add TABLE`: ask for a new row, check each value as it is typed, write it at once.

Nothing is written before the last question is answered with yes; q, Ctrl-C and Ctrl-D leave at any point.
"""

from __future__ import annotations

import argparse
import difflib
import textwrap
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from hakusho.atomic import write_bytes
from hakusho.check import raw, rules, schema
from hakusho.check.problem import Problem
from hakusho.check.run import Checker
from hakusho.describe import column_notes, column_type
from hakusho.errors import Mistake, hint
from hakusho.facts import FactBase, root
from hakusho.lookup import fold

_NAMES = (
    "name",
    "title",
    "short_name",
    "term_en",
    "person",
    "milestone",
    "claim",
    "question",
    "document",
    "url",
)
_ALIKE = 0.8
_BOM = b"\xef\xbb\xbf"
_HELP = "Enter takes the default or leaves an optional value empty; ? explains, < goes back, q leaves."
_LEFT = "Left; nothing was written."


class Left(Exception):
    """The person left."""


def _ask(prompt: str) -> str:
    try:
        answer = input(prompt).strip()
    except (EOFError, KeyboardInterrupt):
        print()
        raise Left from None
    if answer in ("q", ":q", "quit"):
        raise Left
    return answer


class Form:
    """The dialogue for one row of one table."""

    def __init__(self, base: FactBase, name: str) -> None:
        """Read the table. Raises Mistake where it has faults: those come first."""
        self.base, self.name, self.checker = base, name, Checker(base)
        self.resource = base.resource(name)
        self.fields: list[dict[str, Any]] = self.resource["schema"]["fields"]
        self.path = base.folder / self.resource["path"]
        self.content = self.path.read_bytes() if self.path.is_file() else b""
        if faults := self.checker.table(name, self.content):
            raise Mistake(f"the table has faults; mend them first, beginning with: {faults[0]}")
        cells, _ = raw.read("", self.content, self.resource)
        self.rows = [dict(zip(cells[0], row, strict=True)) for row in cells[1:]]
        self.answers: dict[str, str] = {}

    def fault(self, field: dict[str, Any], cell: str) -> str | None:
        """Return what is wrong with a value for a column, or None, as `make check` would see it."""
        if not cell:
            return "is empty; a value is required" if field.get("constraints", {}).get("required") else None
        numeric = field["type"] in ("integer", "number")
        if wrong := raw.cell_fault(cell, numeric):
            return wrong
        alone = {"schema": {"fields": [field], "primaryKey": []}}
        if wrong := next((p.message for p in schema.table("", [[field["name"]], [cell]], alone)), None):
            return wrong
        wrong = rules.cell_fault(cell, field, self.checker.keys) or self._reference(field, cell)
        if not wrong and self._is_key(field) and any(row[field["name"]] == cell for row in self.rows):
            return f"'{cell}' is taken; a key stands once"
        if wrong and "is not a source" in wrong:
            return f"{wrong}; a new source comes first: python -m hakusho add sources"
        return wrong

    def _is_key(self, field: dict[str, Any]) -> bool:
        alone = self.resource["schema"]["primaryKey"] == [field["name"]]
        return alone or bool(field.get("constraints", {}).get("unique"))

    def _reference(self, field: dict[str, Any], cell: str) -> str | None:
        for rule in self.resource["schema"].get("foreignKeys", []):
            own, theirs = rule["fields"], rule["reference"]["fields"]
            if own != [field["name"]] or not cell:
                continue
            table = rule["reference"]["resource"] or self.name
            known = self.checker.keys(table, theirs[0])
            if known is not None and cell not in known:
                return f"'{cell}' is not in {table} [{theirs[0]}]{hint(cell, known)}"
        return None

    def default(self, field: dict[str, Any]) -> str:
        """Return what Enter means for a column; only the day of reading a source has a default."""
        return date.today().isoformat() if field["name"] == "accessed" else ""

    def _explain(self, field: dict[str, Any]) -> None:
        unit = f", {field['unit']}" if field.get("unit") else ""
        head = f"{field['name']} ({column_type(field)}{unit})"
        need = "required" if field.get("constraints", {}).get("required") else "optional"
        print(textwrap.fill(f"{head}, {need}: {column_notes(field)}", 100, subsequent_indent="    "))

    def near(self, column: str, cell: str) -> list[tuple[int, str]]:
        """Return up to three rows (line, value) whose value in `column` is close to `cell`."""
        scored = []
        for line, row in enumerate(self.rows, 2):
            score = difflib.SequenceMatcher(None, fold(cell), fold(row[column])).ratio() if row[column] else 0
            if score >= _ALIKE:
                scored.append((-score, line, row[column]))
        return [(line, value) for _, line, value in sorted(scored)[:3]]

    def _warn(self, column: str, cell: str) -> None:
        if cell and (column in _NAMES or column in self.resource["schema"]["primaryKey"]):
            distinct = len({row[column] for row in self.rows}) > 0.8 * len(self.rows)
            for line, value in self.near(column, cell) if distinct else []:
                print(f"  near-duplicate? line {line} has {column} '{value}'")

    def _one(self, field: dict[str, Any]) -> bool:
        """Ask for one value until it is right. Returns False where the person wants to go back."""
        name, default = field["name"], self.answers.get(field["name"], self.default(field))
        self._explain(field)
        while True:
            answer = _ask(f"  {name}{f' [{default}]' if default else ''} = ")
            if answer == "<":
                return False
            if answer == "?":
                self._explain(field)
                continue
            cell = answer or default
            if wrong := self.fault(field, cell):
                print(f"  {wrong}")
                continue
            self.answers[name] = cell
            self._warn(name, cell)
            return True

    def ask(self) -> None:
        """Ask for every column in turn."""
        place = 0
        while place < len(self.fields):
            place = place + 1 if self._one(self.fields[place]) else max(place - 1, 0)

    def result(self) -> bytes:
        """Return the file with the new row; every other byte stays.

        The row goes to the end, or to its place where the file is in the order of its key.
        """
        end = b"\r\n" if b"\r\n" in self.content else b"\n"
        line = raw.line_of([self.answers[field["name"]] for field in self.fields]).encode() + end
        lines = self.content.splitlines(keepends=True)
        keys = [rules.key_of(row, self.resource) for row in self.rows]
        new, place = rules.key_of(self.answers, self.resource), len(lines)
        if keys == sorted(keys):
            place = 1 + sum(key < new for key in keys)
        return b"".join([*lines[:place], line, *lines[place:]])

    def faults(self) -> list[Problem]:
        """Return what the whole check says about the table with the new row."""
        content = self.result()
        found = self.checker.table(self.name, content)
        cells, _ = raw.read("", content, self.resource)
        rows = [dict(zip(cells[0], row, strict=True)) for row in cells[1:]] if not found else []
        key, path = rules.key_of(self.answers, self.resource), self.checker.path(self.name)
        return found + [p for p in rules.consistency(path, rows, self.resource) if p.key == key]

    def show(self) -> None:
        """Print the row as it would be written."""
        print("\nThe row:")
        width = max(len(field["name"]) for field in self.fields)
        for field in self.fields:
            print(f"  {field['name']:<{width}}  {self.answers[field['name']] or '(empty)'}")
        for field in self.fields:
            self._warn(field["name"], self.answers[field["name"]])

    def confirm(self) -> bool:
        """Show the row and ask. A column's name lets that value be changed; only yes writes."""
        by_name = {field["name"]: field for field in self.fields}
        while True:
            self.show()
            faults = self.faults()
            for fault in faults:
                print(f"  {fault}")
            can = (
                "Change a column (its name), leave (q)"
                if faults
                else "Write it (yes), change a column (its name), leave (q)"
            )
            answer = _ask(f"{can}? ")
            if answer in by_name:
                self._one(by_name[answer])
            elif answer.lower() in ("y", "yes") and not faults:
                return True
            elif answer.lower() in ("n", "no"):
                raise Left
            else:
                print(f"  '{answer}' is neither yes nor a column{hint(answer, by_name)}")

    def write(self) -> None:
        """Write the file in one step. Raises Mistake if it changed since it was read."""
        if self.path.read_bytes() != self.content:
            raise Mistake(f"{self.path} was changed by someone else meanwhile; nothing was written")
        write_bytes(self.path, self.result())


def run(base: FactBase, name: str, out: Callable[[str], None] = print) -> int:
    """Hold the dialogue. Returns 0 if the row was written, 1 if the person left."""
    form = Form(base, name)
    out(f"A new row for {name}. {base.describe(name).row}")
    out(_HELP + "\n")
    try:
        form.ask()
        form.confirm()
    except (Left, KeyboardInterrupt):  # Ctrl-C may also come between two questions
        out(_LEFT)
        return 1
    form.write()
    out(f"Written to {form.path}. Now: python -m hakusho pages, then make check.")
    return 0


def main(argv: list[str]) -> int:
    """Run the command line of `add`."""
    parser = argparse.ArgumentParser(
        "python -m hakusho add", description="Add a row to a table, step by step."
    )
    parser.add_argument("table", help="for example missiles/systems, or sources")
    parser.add_argument("--data", type=Path, default=root(), help="folder of the facts")
    args = parser.parse_args(argv)
    return run(FactBase(args.data), args.table)
