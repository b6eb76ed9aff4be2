"""One measure and the bound it is held to."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass


@dataclass
class Row:
    """A measured value. ``bound`` is empty where the value is only reported."""

    name: str
    value: float
    unit: str = ""
    bound: str = ""
    ok: bool = True
    detail: str = ""


def at_most(name: str, value: float, limit: float, unit: str = "", detail: str = "") -> Row:
    """Return a row that holds the value to an upper bound."""
    return Row(name, round(value, 4), unit, f"≤ {limit:g}", value <= limit, detail)


def keeping_bytecode() -> dict[str, str]:
    """Return the environment without the switch that forbids Python to keep what it compiled."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def process_seconds(code: str) -> float:
    """Return the wall time of a fresh Python that runs the code.

    Bytecode is kept, as it is on a reader's machine: without it one side would be compiled at every start.
    """
    begin = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL, env=keeping_bytecode()
    )
    return time.perf_counter() - begin


def paired_ratio(code: str, other: str, runs: int = 7) -> tuple[float, float, float]:
    """Return the median ratio of two programs run in turn, and the median seconds of each.

    The first pair warms the disk and does not count.
    """
    pairs = [(process_seconds(code), process_seconds(other)) for _ in range(runs + 1)][1:]
    ratio = statistics.median(a / b for a, b in pairs)
    return ratio, statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)
