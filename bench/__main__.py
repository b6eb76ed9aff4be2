"""Run the measurements, print a table, write bench/results.json.

Each module has `run() -> list[Row]`. Speed is compared within the run, never with a clock of another day.
Options: names of modules to run (default: all). The exit code is 1 when a bound is missed.
"""

from __future__ import annotations

import importlib
import json
import platform
import sys
from pathlib import Path

from bench.row import Row

MODULES = ("facts", "start", "notebooks", "lab")
RESULTS = Path(__file__).with_name("results.json")


def table(rows: list[Row]) -> str:
    """Return the rows as aligned text, one line each."""
    lines = [("measure", "value", "bound", "")]
    lines += [(r.name, f"{r.value:,.4g} {r.unit}".strip(), r.bound, "" if r.ok else "MISSED") for r in rows]
    widths = [max(len(line[i]) for line in lines) for i in range(4)]
    return "\n".join(
        "  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def main(names: list[str]) -> int:
    """Run the named modules, or all; write the results of what was run."""
    rows: list[Row] = []
    for name in names or MODULES:
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        rows += [
            Row(**row) if isinstance(row, dict) else row
            for row in importlib.import_module(f"bench.{name}").run()
        ]
    print(table(rows))
    machine = {
        "python": platform.python_version(),
        "system": platform.system(),
        "machine": platform.machine(),
    }
    content = {"machine": machine, "rows": [vars(row) for row in rows]}
    RESULTS.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")
    missed = [row.name for row in rows if not row.ok]
    print(f"{len(rows)} measures, {len(missed)} missed{': ' + ', '.join(missed) if missed else ''}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
