"""Run all passes over a folder of facts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from hakusho.check import descriptor, raw, rules, schema
from hakusho.check.problem import Problem
from hakusho.facts import PRIMARY_KINDS, FactBase

FIRST = ("sources", "countries")  # what every other table refers to


class Checker:
    """Checks the tables of one base. Keys of other tables are read once and kept."""

    def __init__(self, base: FactBase) -> None:
        """Take the base; nothing is read yet."""
        self.base = base
        self.broken: set[str] = set()
        self._keys: dict[tuple[str, str], set[str] | None] = {}

    def path(self, name: str) -> str:
        """Return the path of a table as messages name it: data/missiles/systems.csv."""
        return f"{self.base.folder.name}/{self.base.resource(name)['path']}"

    def keys(self, name: str, column: str) -> set[str] | None:
        """Return the values of a column (or several joined by '|'; '' is the key) of another table.

        None where the table is missing or broken: then nothing can be said about references to it.
        """
        if name in self.broken:
            return None
        if (name, column) not in self._keys:
            self._keys[name, column] = self._read_keys(name, column)
        return self._keys[name, column]

    def _read_keys(self, name: str, column: str) -> set[str] | None:
        if name not in self.base.resources:
            return None
        resource = self.base.resources[name]
        names = column.split("|") if column else resource["schema"]["primaryKey"]
        try:
            cells, _ = raw.read("", (self.base.folder / resource["path"]).read_bytes(), resource)
        except OSError:
            return None
        if not cells or any(name not in cells[0] for name in names):
            return None
        places = [cells[0].index(name) for name in names]
        return {"|".join(row[place] for place in places) for row in cells[1:]}

    def table(self, name: str, content: bytes) -> list[Problem]:
        """Return the faults of a table whose file holds `content`."""
        resource, path = self.base.resource(name), self.path(name)
        cells, problems = raw.read(path, content, resource)
        if not cells:
            return problems
        problems += schema.table(path, cells, resource)
        if any(problem.line == 1 for problem in problems):
            return problems
        faulty = {(problem.line, problem.column) for problem in problems}
        rows = [dict(zip(cells[0], row, strict=True)) for row in cells[1:]]
        later = rules.table(path, rows, resource, self.keys)
        problems += [problem for problem in later if (problem.line, problem.column) not in faulty]
        return sorted(problems, key=lambda problem: problem.line)

    def file(self, name: str) -> list[Problem]:
        """Return the faults of a table as it stands in its file, and remember whether it is broken."""
        path = self.base.folder / self.base.resource(name)["path"]
        try:
            content = path.read_bytes()
        except OSError:
            self.broken.add(name)
            return [
                Problem(self.path(name), 0, "", "the file is missing; the descriptor names it", "structure")
            ]
        problems = self.table(name, content)
        if problems:
            self.broken.add(name)
        return problems

    def consistency(self, name: str) -> list[Problem]:
        """Return the faults of a sound table against the rules its descriptor declares."""
        header, columns = self.base.raw(name)
        rows = [dict(zip(header, row, strict=True)) for row in zip(*columns, strict=True)]
        return rules.consistency(self.path(name), rows, self.base.resource(name))


def _strays(base: FactBase) -> Iterable[Problem]:
    """Yield CSV files that no descriptor describes, and files above 1 MB."""
    described = {resource["path"] for resource in base.resources.values()}
    for path in sorted(base.folder.rglob("*")):
        local = path.relative_to(base.folder).as_posix()
        if path.suffix == ".csv" and local not in described:
            yield Problem(
                f"{base.folder.name}/{local}", 0, "", "no table in datapackage.json describes it", "file"
            )
        if path.is_file() and path.stat().st_size > 1_000_000:
            size = path.stat().st_size
            yield Problem(f"{base.folder.name}/{local}", 0, "", f"{size:,} bytes; at most 1,000,000", "file")


def _excused(base: FactBase, name: str, found: list[Problem]) -> list[Problem]:
    """Drop the faults that the descriptor lists as true outliers; report entries that no longer trigger."""
    listed = {(entry["check"], str(entry["key"])) for entry in base.resource(name).get("outliers", [])}
    triggered = {(problem.check, problem.key) for problem in found}
    kept = [problem for problem in found if (problem.check, problem.key) not in listed]
    for check, key in sorted(listed - triggered):
        idle = f"outlier '{key}' of check '{check}' no longer triggers; remove the entry"
        kept.append(Problem(f"{base.folder.name}/{descriptor.PATH}", 0, name, idle, "outliers"))
    return kept


def check(folder: Path | str, *, pages: bool = True) -> list[Problem]:
    """Return every fault of a folder of facts, root causes first. Raises Mistake without a descriptor."""
    from hakusho.check import sense
    from hakusho.codebook import stale

    base = FactBase(folder)
    text = (base.folder / descriptor.PATH).read_text("utf-8") if base.package else ""
    problems = descriptor.package(base.folder.name, text, base.package)
    if any(not problem.line and not problem.column for problem in problems):
        return problems  # the descriptor cannot be read: nothing else can be said
    problems += _strays(base)
    checker = Checker(base)
    unfit = {problem.column.split(".")[0] for problem in problems}  # their own description comes first
    checker.broken |= unfit
    ordered = [*(n for n in FIRST if n in base.resources), *(n for n in base.resources if n not in FIRST)]
    for name in ordered:
        problems += checker.file(name) if name not in unfit else []
    for name in ordered:
        if name not in checker.broken:
            found = [
                *checker.consistency(name),
                *sense.table(base, name, checker.broken, checker.path(name)),
            ]
            problems += _excused(base, name, found)
    if pages and not problems:
        problems += stale(base)
    return problems


def support(base: FactBase) -> list[tuple[str, int, int, int, int, str]]:
    """Return (theme, tables, rows, official rows, strong rows, strong share without places and words).

    The last line is that of all themes. Official: on an official, treaty or dataset source; strong: on one
    of these or on an academic or think-tank source.

    Places, words and countries (tables with a timeless clock) are looked up more than argued about, and
    mostly rest on data sets: the last column leaves them out, so that they cannot lift a theme.
    """
    counts: dict[str, list[int]] = {}
    for name in base.resources:
        if base.source_columns(name):
            rows, strong = base.support(name)
            dated = not (base.resource(name).get("clock") or {}).get("timeless")
            more = [1, rows, base.support(name, PRIMARY_KINDS)[1], strong, rows * dated, strong * dated]
            for theme in (name.split("/")[0], "all"):
                counts[theme] = [sum(pair) for pair in zip(counts.get(theme, [0] * 6), more, strict=True)]
    last = counts.pop("all", [0] * 6)
    told = [*counts.items(), ("all", last)]
    return [(theme, *n[:4], f"{n[5] / n[4]:.0%}" if n[4] else "") for theme, n in told]
