"""One problem, one line: where it is, what stands there, what was expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SHOWN = 40
LIKE_IT = 12


@dataclass(frozen=True)
class Problem:
    """A fault in the facts. `line` counts from 1, the header; 0 means the whole file."""

    path: str
    line: int
    column: str
    message: str
    check: str = "schema"
    key: str = ""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        column = f" [{self.column}]" if self.column else ""
        sense = f" (check: {self.check}, key: {self.key})" if self.key else ""
        return f"{place}{column} {self.message}{sense}"


def quoted(value: object) -> str:
    """Return a value for a message: in quotes, without control characters, cut to a readable length."""
    text = "".join(c if c.isprintable() else "·" for c in str(value)[: SHOWN + 1])
    return f"'{text[:SHOWN]}…'" if len(text) > SHOWN else f"'{text}'"


def lines(problems: Iterable[Problem]) -> Iterator[str]:
    """Return the lines to print: of many alike (same file, column and check) the first ones and a count."""
    seen: dict[tuple[str, str, str], int] = {}
    listed = list(problems)
    for problem in listed:
        alike = (problem.path, problem.column, problem.check)
        seen[alike] = seen.get(alike, 0) + 1
        if seen[alike] <= LIKE_IT:
            yield str(problem)
    for (path, column, check), count in seen.items():
        if count > LIKE_IT:
            yield f"{path}{f' [{column}]' if column else ''} … and {count - LIKE_IT} more like this ({check})"
