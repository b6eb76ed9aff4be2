"""The descriptor itself: a table or column without its description does not exist."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from hakusho.check.problem import Problem, quoted
from hakusho.check.rules import bounds
from hakusho.errors import hint
from hakusho.facts import is_table

KINDS = ["id", "enum", "partial_date", "fiscal_year", "year", "country", "country_list", "list"]
KINDS += ["source_list", "text", "url", "number", "count"]
TYPES = ["string", "integer", "number", "boolean"]
_WORDS = ["title", "description", "use", "misuse"]
_DAYS = ["licence_checked", "vintage", "review_by"]
_LISTS = ["known_gaps", "read_by"]
PATH = "datapackage.json"

# The form of what later passes read: a type, [form] for a list, {name: form} for a mapping (keys optional).
_TEXTS = [str]
_FIELD = {
    "name": str,
    "type": str,
    "kind": str,
    "description": str,
    "title": str,
    "unit": str,
    "empty": str,
    "of": str,
    "items": _TEXTS,
    "labels": dict,
    "trueValues": _TEXTS,
    "falseValues": _TEXTS,
    "constraints": {
        "required": bool,
        "unique": bool,
        "enum": list,
        "minimum": (int, float),
        "maximum": (int, float),
        "pattern": str,
    },
}
_OTHER = ("title", "description", "use", "misuse", "licenses", "licence_checked", "vintage")  # of a base map
_TABLE = {
    **dict.fromkeys([*_WORDS, *_DAYS], str),
    **dict.fromkeys(_LISTS, _TEXTS),
    "licenses": [{"name": str, "title": str}],
    "row_floor": int,
    "clock": (dict, type(None)),
    "rivals": {"by": _TEXTS, "value": _TEXTS, "definition": _TEXTS},
    "order": [_TEXTS],
    "no_overlap": {"by": _TEXTS, "from": str, "to": str},
    "outliers": [{"check": str, "key": (str, int), "reason": str}],
    "schema": {
        "fields": [_FIELD],
        "primaryKey": _TEXTS,
        "foreignKeys": [{"fields": _TEXTS, "reference": {"resource": str, "fields": _TEXTS}}],
    },
}


def _misfit(value: Any, form: Any, where: str) -> str | None:
    """Return where a value departs from a form, or None."""
    if isinstance(form, list):
        items = enumerate(value) if isinstance(value, list) else None
        return (
            where
            if items is None
            else next((m for i, v in items if (m := _misfit(v, form[0], f"{where}[{i}]"))), None)
        )
    if isinstance(form, dict):
        if not isinstance(value, dict):
            return where
        known = ((name, part) for name, part in form.items() if name in value)
        return next((m for name, part in known if (m := _misfit(value[name], part, f"{where}.{name}"))), None)
    wrong = isinstance(value, bool) and form is not bool
    return where if wrong or not isinstance(value, form) else None


class _Places:
    """Finds the line of a table or column in the descriptor's text, to name it in a message."""

    def __init__(self, text: str) -> None:
        self.text = text

    def line(self, table: str, column: str = "") -> int:
        start = self.text.find(f'"name": {json.dumps(table)}')
        if start >= 0 and column:
            start = self.text.find(f'"name": {json.dumps(column)}', start)
        return self.text.count("\n", 0, start) + 1 if start >= 0 else 0


def _listed(value: Any) -> bool:
    """Say whether a value is a list of words."""
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _columns_named(resource: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield every column that a rule of the table names, with the rule."""
    schema = resource["schema"]
    yield from ((name, "primaryKey") for name in schema.get("primaryKey", []))
    for rule in schema.get("foreignKeys", []):
        yield from ((name, "foreignKeys") for name in rule["fields"])
    yield from ((name, "order") for names in resource.get("order", []) for name in names)
    for part in ("by", "value", "definition"):
        yield from ((name, f"rivals.{part}") for name in resource.get("rivals", {}).get(part, []))
    rule = resource.get("no_overlap", {})
    yield from (
        (name, "no_overlap") for name in [*rule.get("by", []), *filter(None, map(rule.get, ("from", "to")))]
    )
    if isinstance(event := (resource.get("clock") or {}).get("event"), str):
        yield event, "clock.event"
    for part in ("ahead", "later"):
        yield from ((name, f"clock.{part}") for name in (resource.get("clock") or {}).get(part, []))


def _table(resource: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (column or '', message) for one table."""
    for name in _WORDS:
        if not str(resource.get(name, "")).strip():
            yield "", f"'{name}' is missing"
    for name in _DAYS:
        if not bounds(str(resource.get(name, ""))):
            yield "", f"'{name}' is not a date"
    for name in _LISTS:
        if not isinstance(resource.get(name), list):
            yield "", f"'{name}' is not a list"
    if not any(one.get("title") for one in resource.get("licenses", [])):
        yield "", "'licenses' needs an entry with a title a reader can use"
    if not isinstance(resource.get("row_floor"), int) or resource["row_floor"] < 1:
        yield "", "'row_floor' is not a number above 0"
    clock = resource.get("clock", "missing")
    if clock is not None and not (isinstance(clock, dict) and isinstance(clock.get("event", 0), str | None)):
        yield "", "'clock' needs 'event': the column that says when it happened; null for timeless facts"
    elif clock and not all(_listed(clock.get(part, [])) for part in ("ahead", "later")):
        yield "", "'clock.ahead' and 'clock.later' are lists of columns"
    if str(resource.get("review_by", "")) < str(resource.get("vintage", "")):
        yield "", "'review_by' is before 'vintage'"
    if not resource["schema"].get("primaryKey"):
        yield "", "'primaryKey' is missing"
    for entry in resource.get("outliers", []):
        if not all(str(entry.get(part, "")).strip() for part in ("check", "key", "reason")):
            yield "", "an entry of 'outliers' needs 'check', 'key' and 'reason'"
    for part, needed in (("rivals", ("by", "value")), ("no_overlap", ("by", "from", "to"))):
        if part in resource and not all(resource[part].get(name) for name in needed):
            yield "", f"'{part}' needs {', '.join(needed)}"
    keys = resource["schema"].get("foreignKeys", [])
    if not all(
        rule.get("fields") and {"resource", "fields"} <= set(rule.get("reference", {})) for rule in keys
    ):
        yield "", "an entry of 'foreignKeys' needs 'fields' and 'reference' with 'resource' and 'fields'"
        return
    names = [field["name"] for field in resource["schema"]["fields"]]
    for name, rule in _columns_named(resource):
        if name not in names:
            yield name, f"'{rule}' names a column that the table does not have{hint(name, names)}"


def _column(field: dict[str, Any]) -> Iterator[str]:
    """Yield messages for one column."""
    kind, rules = field.get("kind"), field.get("constraints", {})
    if not str(field.get("description", "")).strip():
        yield "has no description"
    if field.get("type") not in TYPES:
        yield f"has the type {quoted(field.get('type'))}; expected one of {', '.join(TYPES)}"
    if "kind" in field and kind not in KINDS:
        yield f"has the kind {quoted(kind)}; expected one of {', '.join(KINDS)}{hint(str(kind), KINDS)}"
    if field.get("type") in ("integer", "number") and kind != "year" and not field.get("unit"):
        yield "is a number without 'unit' (\"1\" for a plain count)"
    if field.get("type") == "boolean" and (field.get("trueValues"), field.get("falseValues")) != (
        ["yes"],
        ["no"],
    ):
        yield 'is yes or no: set trueValues ["yes"] and falseValues ["no"]'
    if not rules.get("required") and not str(field.get("empty", "")).strip():
        yield "may be empty: say in 'empty' what an empty cell means, or require a value"
    try:
        re.compile(rules.get("pattern", ""))
    except re.error as error:
        yield f"has a pattern that is no regular expression: {error}"
    if unknown := set(rules) - set(_FIELD["constraints"]):
        yield f"has unknown constraints: {', '.join(sorted(unknown))}"
    if field.get("type") == "string" and {"minimum", "maximum"} & set(rules):
        yield "is text: minimum and maximum are for numbers"
    if (kind == "enum") != ("enum" in rules):
        yield "needs both kind 'enum' and constraints.enum"
    elif kind == "enum" and set(map(str, rules["enum"])) != set(field.get("labels", {})):
        wrong = set(map(str, rules["enum"])) ^ set(field.get("labels", {}))
        yield f"needs a label for each allowed value and no other: {', '.join(sorted(wrong))}"
    is_source = field["name"] == "source_id" or field["name"].endswith("_source_id")
    if (kind == "source_list") != is_source and not (kind == "id" and field["name"] == "source_id"):
        yield "source_list columns are called source_id or end in _source_id, and only they"


def _links(resource: dict[str, Any], resources: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield references to tables or columns that do not exist."""
    wanted = [
        (field["name"], *field["of"].rsplit(".", 1))
        for field in resource["schema"]["fields"]
        if field.get("of")
    ]
    for rule in resource["schema"].get("foreignKeys", []):
        theirs = rule.get("reference", {})
        target = theirs.get("resource") or resource["name"]
        wanted += [("", target, name) for name in theirs.get("fields", [])]
    for column, *target in wanted:
        if len(target) != 2 or target[0] not in resources:
            yield (
                column,
                f"refers to the table {quoted(target[0])}, which does not exist{hint(target[0], resources)}",
            )
        elif target[1] not in (
            names := [field["name"] for field in resources[target[0]]["schema"]["fields"]]
        ):
            yield column, f"refers to {target[0]} [{target[1]}], which does not exist{hint(target[1], names)}"


def _shape(content: Any) -> str | None:
    """Return what keeps the descriptor from being read at all, or None."""
    resources = content.get("resources") if isinstance(content, dict) else None
    if not isinstance(resources, list) or not resources:
        return "'resources' is not a list of tables"
    names = [resource.get("name") for resource in resources if isinstance(resource, dict)]
    for resource in resources:
        name = resource.get("name") if isinstance(resource, dict) else None
        if not isinstance(name, str) or not isinstance(resource.get("path"), str):
            return "a table has no 'name' or no 'path'"
        if names.count(name) > 1:
            return f"the table {quoted(name)} is described twice"
        if not is_table(resource):
            continue
        schema = resource.get("schema")
        fields = schema.get("fields") if isinstance(schema, dict) else None
        if not isinstance(fields, list) or not all(isinstance(f, dict) and "name" in f for f in fields):
            return f"the table {quoted(name)} has no 'schema' with 'fields' that have names"
        if untyped := [f["name"] for f in fields if "type" not in f]:
            return f"the table {quoted(name)} has a column without 'type': {untyped[0]}"
        if not all(isinstance(f["name"], str) and f["name"] for f in fields):
            return f"the table {quoted(name)} has a column whose name is not text"
    return None


def package(folder: str, text: str, content: dict[str, Any]) -> list[Problem]:
    """Return the faults of the descriptor. `folder` is named in messages, `text` gives line numbers."""
    places, problems = _Places(text), []
    if wrong := _shape(content):
        return [Problem(f"{folder}/{PATH}", 0, "", wrong, "descriptor")]
    resources = {resource["name"]: resource for resource in content["resources"] if is_table(resource)}

    def add(table: str, column: str, message: str) -> None:
        where = f"{table}.{column}" if column else table
        problems.append(Problem(f"{folder}/{PATH}", places.line(table, column), where, message, "descriptor"))

    for name, resource in resources.items():
        if resource["path"] != f"{name}.csv":
            add(name, "", f"'path' is {quoted(resource['path'])}; expected '{name}.csv'")
        if wrong := _misfit(resource, _TABLE, ""):
            add(name, "", f"'{wrong[1:]}' has not the form that CONTRIBUTING.md describes")
            continue
        for column, message in [*_table(resource), *_links(resource, resources)]:
            add(name, column, message)
        for field in resource["schema"]["fields"]:
            for message in _column(field):
                add(name, field["name"], message)
    for other in (r for r in content["resources"] if not is_table(r)):
        if missing := [key for key in _OTHER if not other.get(key)]:
            add(other["name"], "", f"'{missing[0]}' is missing: what is not a table is described as well")
    return problems
