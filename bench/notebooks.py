"""How long each notebook takes under nbval."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from bench.row import Row, at_most, keeping_bytecode

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
LIMIT_SECONDS = 10


def run() -> list[Row]:
    """Return the seconds of each notebook; one that fails counts as missed."""
    rows = []
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        begin = time.perf_counter()
        command = [sys.executable, "-m", "pytest", "-q", "--nbval-lax", "--nbval-current-env", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, env=keeping_bytecode())
        row = at_most(f"nbval {path.stem}", time.perf_counter() - begin, LIMIT_SECONDS, "s")
        if done.returncode:
            row.ok, row.detail = False, done.stdout[-300:]
        rows.append(row)
    return rows
