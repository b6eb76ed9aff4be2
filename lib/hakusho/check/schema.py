"""Second pass: Frictionless holds a table against its schema; its errors become one line each."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

from hakusho.check.problem import Problem, quoted
from hakusho.errors import hint

_KNOWN_TO_THE_ENGINE = ("name", "type", "constraints", "trueValues", "falseValues")
_FORMS = {"^[a-z0-9]+(-[a-z0-9]+)*$": "small letters and digits in parts joined by hyphens, such as type-12"}
_BOUNDS = {"minimum": "below the minimum", "maximum": "above the maximum"}


@cache
def _engine() -> Any:
    """Import Frictionless when first needed."""
    sys.modules.setdefault("rfc3987_syntax", None)  # a second of start-up for a format not used; see _altair
    import frictionless

    return frictionless


@cache
def _schema(descriptor: str) -> Any:
    return _engine().Schema.from_descriptor(json.loads(descriptor))


def _resource(rows: list[list[str]], resource: dict[str, Any]) -> Any:
    """Return the columns that the engine has something to say about: free text has no rule to break."""
    fields = [f for f in resource["schema"]["fields"] if f["type"] != "string" or f.get("constraints")]
    known = [{k: v for k, v in field.items() if k in _KNOWN_TO_THE_ENGINE} for field in fields]
    places = [rows[0].index(field["name"]) for field in fields]
    schema = _schema(json.dumps({"fields": known, "missingValues": [""]}))
    # Encoding and delimiter were pinned by the raw pass, so that the engine need not guess: it gets cells.
    return _engine().Resource(data=[[row[place] for place in places] for row in rows], schema=schema)


def header(path: str, found: list[str], resource: dict[str, Any]) -> list[Problem]:
    """Return what is wrong with the header: missing, extra, repeated or misplaced columns."""
    names = [field["name"] for field in resource["schema"]["fields"]]
    missing, extra = [n for n in names if n not in found], [n for n in found if n not in names]
    problems = [Problem(path, 1, n, "column is missing from the header", "header") for n in missing]
    for name in extra:
        near = hint(name, missing or names)
        problems.append(
            Problem(path, 1, name or "(no name)", f"column is not in the descriptor{near}", "header")
        )
    twice = {n for n in found if found.count(n) > 1}
    problems += [Problem(path, 1, n, "column stands twice in the header", "header") for n in sorted(twice)]
    if not problems and found != names:
        first = next(n for n, wanted in zip(found, names, strict=True) if n != wanted)
        problems.append(
            Problem(path, 1, first, f"columns are out of order; expected {', '.join(names)}", "header")
        )
    return problems


def _constraint(cell: str, field: dict[str, Any], note: str) -> str:
    """Say which constraint a cell breaks, with the nearest right answer for a list of values."""
    rules = field.get("constraints", {})
    if not cell:
        return "is empty; a value is required"
    if "enum" in rules and cell not in map(str, rules["enum"]):
        allowed = ", ".join(map(str, rules["enum"]))
        shown = allowed if len(allowed) < 120 else f"{allowed[:110]}, …"
        return f"{quoted(cell)} is not one of {shown}{hint(cell, map(str, rules['enum']))}"
    for name, words in _BOUNDS.items():
        if name in rules and f'"{name}"' in note:
            return f"{quoted(cell)} is {words} {rules[name]}"
    if "pattern" in rules:
        form = _FORMS.get(rules["pattern"], f"the pattern {rules['pattern']}")
        return f"{quoted(cell)} does not have the form expected: {form}"
    return f"{quoted(cell)} breaks a rule of the column ({note})"


def _words(kind: str, cell: str, field: dict[str, Any], note: str) -> str:
    if kind == "type-error":
        wanted = "yes or no" if field["type"] == "boolean" else f"a value of type {field['type']}"
        return f"{quoted(cell)} is not {wanted}"
    return _constraint(cell, field, note)


def _repeats(path: str, rows: list[list[str]], resource: dict[str, Any]) -> Iterator[Problem]:
    """Name the line that already holds a key or a value that must be unique."""
    names = rows[0]
    single = [[f["name"]] for f in resource["schema"]["fields"] if f.get("constraints", {}).get("unique")]
    keys = [key for key in [resource["schema"].get("primaryKey", []), *single] if key]
    reported: set[int] = set()
    for key in keys:
        places, first = [names.index(name) for name in key], {}
        for line, row in enumerate(rows[1:], 2):
            value = tuple(row[place] for place in places)
            if first.setdefault(value, line) != line and line not in reported:
                reported.add(line)
                what = quoted("|".join(value))
                yield Problem(
                    path, line, ", ".join(key), f"{what} already stands on line {first[value]}", "key"
                )


def table(path: str, rows: list[list[str]], resource: dict[str, Any]) -> list[Problem]:
    """Return the faults of a table (header first) against its schema. A wrong header ends the pass."""
    if wrong := header(path, rows[0], resource):
        return wrong
    if len(rows) == 1:
        return [Problem(path, 1, "", "the table has a header and no rows", "structure")]
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    problems: dict[tuple[int, str], Problem] = {}
    for error in (
        _resource(rows, resource).validate().flatten(["type", "rowNumber", "fieldName", "cell", "note"])
    ):
        kind, line, name, cell, note = error
        if kind in ("unique-error", "blank-row"):
            continue  # the one is told below, with the line that came first; the other by the raw pass
        if name not in fields:
            problems.setdefault((line or 0, ""), Problem(path, line or 0, "", f"{kind}: {note}"))
        else:
            words = _words(kind, "" if cell is None else str(cell), fields[name], note)
            problems.setdefault((line, name), Problem(path, line, name, words))
    return sorted([*problems.values(), *_repeats(path, rows, resource)], key=lambda p: p.line)
