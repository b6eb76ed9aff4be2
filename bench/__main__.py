"""Run the measurements, print a table, write bench/results.json.

Each module has `run() -> list[Row]`. Speed is compared within the run, never with a clock of another day.
Options: names of modules to run; then the table is printed, and the results of the last whole run are kept.
The exit code is 1 when a bound is missed.
"""

from __future__ import annotations

import importlib
import json
import platform
import sys
import time
from pathlib import Path

from bench.row import Row

MODULES = ("facts", "start", "sizes", "notebooks", "lab")
RESULTS = Path(__file__).with_name("results.json")


def table(rows: list[Row]) -> str:
    """Return the rows as aligned text, one line each."""
    lines = [("measure", "value", "bound", "")]
    lines += [
        (r.name, f"{r.value:,.4g} {r.unit}".strip(), r.bound, "" if r.ok else f"MISSED {r.detail}")
        for r in rows
    ]
    widths = [max(len(line[i]) for line in lines) for i in range(4)]
    return "\n".join(
        "  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def measured(name: str) -> list[Row]:
    """Return the rows of a module; one that cannot be measured is a bound missed, and the others go on."""
    begin = time.perf_counter()
    try:
        rows = importlib.import_module(f"bench.{name}").run()
    except Exception as problem:
        rows = [Row(f"{name}: measured", 0, ok=False, bound="yes", detail=str(problem)[:300])]
    print(f"{name}: {time.perf_counter() - begin:.0f} s", file=sys.stderr, flush=True)
    return rows


def main(names: list[str]) -> int:
    """Run the named modules, or all; write the results of a run of all."""
    sections = {name: measured(name) for name in names or MODULES}
    rows = [row for section in sections.values() for row in section]
    missed = [row.name for row in rows if not row.ok]
    print(table(rows))
    print(f"{len(rows)} measures, {len(missed)} missed{': ' + ', '.join(missed) if missed else ''}")
    if not names:
        content = {
            "machine": {
                "python": platform.python_version(),
                "system": platform.system(),
                "machine": platform.machine(),
            },
            "missed": missed,
            "sections": {name: [vars(row) for row in section] for name, section in sections.items()},
        }
        RESULTS.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
