"""Third pass: what a schema cannot say. Real dates, lists of keys, order within a row, terms that overlap."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hakusho.check.problem import Problem, quoted
from hakusho.errors import hint

YEARS = range(1800, 2101)
SMALL = 20  # rows; below this a share says little
LOOSE, TIGHT = 0.8, 0.98  # a floor outside this share of the rows is stale, or leaves no room
_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_ADDRESS = re.compile(r"https?://[^\s/.]+\.[^\s]+")
Keys = Callable[[str, str], "set[str] | None"]
Row = dict[str, str]


def bounds(cell: str) -> tuple[date, date] | None:
    """Return first and last day of a partial date or fiscal year, or None where it is not a real one."""
    if re.fullmatch(r"FY[0-9]{4}", cell):
        year = int(cell[2:])
        return (date(year, 4, 1), date(year + 1, 3, 31)) if year in YEARS else None
    if not (match := _PARTIAL.fullmatch(cell)) or int(match[1]) not in YEARS:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return first, first
    following = (
        date(first.year + 1, 1, 1) if not month else (first.replace(day=28) + timedelta(4)).replace(day=1)
    )
    return first, following - timedelta(1)


def _partial_date(cell: str, _: dict[str, Any], __: Keys) -> str | None:
    if bounds(cell) and not cell.startswith("FY"):
        return None
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell):
        return f"{quoted(cell)} is not a day of the calendar"
    return f"{quoted(cell)} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD"


def _fiscal_year(cell: str, _: dict[str, Any], __: Keys) -> str | None:
    return (
        None
        if cell.startswith("FY") and bounds(cell)
        else f"{quoted(cell)} is not a fiscal year; write FY2023"
    )


def _year(cell: str, _: dict[str, Any], __: Keys) -> str | None:
    return None if not cell.isdigit() or int(cell) in YEARS else f"{quoted(cell)} is not a year of our time"


def _number(cell: str, _: dict[str, Any], __: Keys) -> str | None:
    plain = re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cell)
    return None if plain else f"{quoted(cell)} is not a number in plain digits, such as 1200 or 3.5"


def _url(cell: str, _: dict[str, Any], __: Keys) -> str | None:
    return None if _ADDRESS.fullmatch(cell) else f"{quoted(cell)} is not an address; expected https://…"


def _items(cell: str, known: set[str] | None, what: str) -> str | None:
    items = cell.split(";")
    for item in items:
        if item != item.strip() or not item:
            return f"{quoted(cell)}: separate items by ';' without spaces or empty items"
        if known is not None and item not in known:
            return f"{quoted(item)} is not {what}{hint(item, known)}"
    if twice := next((item for item in items if items.count(item) > 1), None):
        return f"{quoted(twice)} stands twice in the list"
    return None


def _sources(cell: str, _: dict[str, Any], keys: Keys) -> str | None:
    return _items(cell, keys("sources", "source_id"), "a source in sources.csv")


def _country(cell: str, _: dict[str, Any], keys: Keys) -> str | None:
    known = keys("countries", "")
    return (
        f"{quoted(cell)} is not one country code" if ";" in cell else _items(cell, known, "in countries.csv")
    )


def _countries(cell: str, _: dict[str, Any], keys: Keys) -> str | None:
    return _items(cell, keys("countries", ""), "in countries.csv")


def _list(cell: str, field: dict[str, Any], keys: Keys) -> str | None:
    if of := field.get("of"):
        table, column = of.rsplit(".", 1)
        return _items(cell, keys(table, column), f"a {column} of {table}")
    allowed = field.get("items")
    return _items(cell, set(allowed) if allowed else None, f"one of {', '.join(allowed or [])}")


_KINDS: dict[str, Callable[[str, dict[str, Any], Keys], str | None]] = {
    "partial_date": _partial_date,
    "fiscal_year": _fiscal_year,
    "year": _year,
    "number": _number,
    "count": _number,
    "url": _url,
    "source_list": _sources,
    "country": _country,
    "country_list": _countries,
    "list": _list,
}


def cell_fault(cell: str, field: dict[str, Any], keys: Keys) -> str | None:
    """Return what is wrong with a cell by the kind of its column, or None. Empty cells pass."""
    kind = field.get("kind", "number" if field["type"] in ("integer", "number") else "")
    return _KINDS[kind](cell, field, keys) if cell and kind in _KINDS else None


def _cells(path: str, rows: list[Row], fields: Iterable[dict[str, Any]], keys: Keys) -> Iterator[Problem]:
    for field in fields:
        name, seen = field["name"], dict[str, str | None]()
        for line, row in enumerate(rows, 2):
            cell = row[name]
            if cell not in seen:
                seen[cell] = cell_fault(cell, field, keys)
            if fault := seen[cell]:
                yield Problem(path, line, name, fault, field.get("kind", "kind"))


def _foreign(path: str, rows: list[Row], schema: dict[str, Any], keys: Keys) -> Iterator[Problem]:
    """Yield values that the table they refer to does not hold. Keys of several columns are joined by '|'."""
    for rule in schema.get("foreignKeys", []):
        own, other = rule["fields"], "|".join(rule["reference"]["fields"])
        known = keys(rule["reference"]["resource"] or "", other)
        for line, row in enumerate(rows, 2) if known is not None else ():
            value = "|".join(row[name] for name in own)
            if value.strip("|") and value not in (known or ()):
                where = f"{rule['reference']['resource']} [{other}]"
                yield Problem(
                    path,
                    line,
                    ", ".join(own),
                    f"{quoted(value)} is not in {where}{hint(value, known)}",
                    "key",
                )


def key_of(row: Row, resource: dict[str, Any]) -> str:
    """Return the primary key of a row, joined by '|', as outlier entries name it."""
    return "|".join(row[name] for name in resource["schema"].get("primaryKey", []))


def _certainly_after(left: str, right: str, numeric: bool) -> bool:
    if numeric:
        return float(left) > float(right)
    one, two = bounds(left), bounds(right)
    return bool(one and two and one[0] > two[1])


def order(path: str, rows: list[Row], resource: dict[str, Any]) -> Iterator[Problem]:
    """Yield rows whose columns named in `order` decrease; dates only where certainly so."""
    types = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
    for line, row in enumerate(rows, 2):
        for names in resource.get("order", []):
            told = [
                (name, row[name])
                for name in names
                if row[name] and row[name] not in ("unknown", "not_applicable")
            ]
            for (low, left), (high, right) in pairwise(told):
                if _certainly_after(left, right, types[low] in ("integer", "number")):
                    wrong = f"{quoted(left)} is above {high} {quoted(right)}"
                    yield Problem(path, line, low, wrong, "order", key_of(row, resource))


def overlap(path: str, rows: list[Row], resource: dict[str, Any]) -> Iterator[Problem]:
    """Yield rows that certainly overlap in time with an earlier row of the same `no_overlap` group."""
    if not (rule := resource.get("no_overlap")):
        return
    groups: dict[tuple[str, ...], list[tuple[date, date, int, Row]]] = {}
    for line, row in enumerate(rows, 2):
        if began := bounds(row[rule["from"]]):
            ended = bounds(row[rule["to"]])
            term = (began[1], ended[0] if ended else date.max, line, row)
            groups.setdefault(tuple(row[name] for name in rule["by"]), []).append(term)
    for terms in groups.values():
        latest = None
        for term in sorted(terms, key=lambda t: t[:3]):
            if latest and term[0] < latest[1]:
                what = (
                    f"begins {quoted(term[3][rule['from']])}, before the term on line {latest[2]} has ended"
                )
                yield Problem(path, term[2], rule["from"], what, "no_overlap", key_of(term[3], resource))
            latest = term if not latest or term[1] > latest[1] else latest


def table(path: str, rows: list[Row], resource: dict[str, Any], keys: Keys) -> list[Problem]:
    """Return the faults of the cells and references of a table, and a row count below its floor."""
    schema = resource["schema"]
    problems = [*_cells(path, rows, schema["fields"], keys), *_foreign(path, rows, schema, keys)]
    if len(rows) < (floor := resource.get("row_floor", 1)):
        problems.append(
            Problem(path, 0, "", f"{len(rows)} rows, fewer than the floor of {floor}: rows lost?", "rows")
        )
    elif len(rows) >= SMALL and not LOOSE * len(rows) <= floor <= TIGHT * len(rows):
        told = f"row_floor is {floor} for {len(rows)} rows; set it to about {round(0.9 * len(rows))}"
        problems.append(Problem(path, 0, "", told, "rows"))
    return sorted(problems, key=lambda p: p.line)


def consistency(path: str, rows: list[Row], resource: dict[str, Any]) -> list[Problem]:
    """Return the faults against the rules that a descriptor declares: order and no_overlap."""
    return [*order(path, rows, resource), *overlap(path, rows, resource)]
