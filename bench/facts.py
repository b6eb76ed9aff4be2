"""Loading and checking the facts: against the import of pandas, and as the number of rows grows."""

from __future__ import annotations

import copy
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.row import Row, at_most, paired_ratio

PANDAS = "import pandas"
LOAD = "from hakusho import facts\nfor name in facts.tables(): facts.load(name)"
READ_CSV = (
    "import pandas, json, pathlib; from hakusho.facts import root\n"
    "for r in json.loads((root() / 'datapackage.json').read_text('utf-8'))['resources']:\n"
    "    'schema' in r and pandas.read_csv(root() / r['path'], dtype=str)"
)
TIMES = (1, 10, 100)
GROWTH = 2.0  # times that the seconds for a row may grow from 10 to 100 times the rows; quadratic would be 10
PLAIN = ("threats/nuclear_warheads", "spending/milex", "threats/nk_missile_tests", "missiles/range_estimates")


def _seconds(work: Callable[[], Any], runs: int = 3) -> float:
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def _enlarged(folder: Path, name: str, times: int) -> Any:
    """Return a base whose table `name` has `times` its rows, with keys of their own."""
    from hakusho.check.raw import cells_of, line_of
    from hakusho.facts import FactBase, root

    whole = FactBase(root())
    resource = copy.deepcopy(whole.resource(name))
    key = resource["schema"]["primaryKey"]
    text = next(f["name"] for f in resource["schema"]["fields"] if f["name"] in key and f["type"] == "string")
    for field in resource["schema"]["fields"]:
        if field["name"] == text:  # the copies of a key are no codes of the old list
            field.get("constraints", {}).pop("enum", None)
            field["kind"] = "text"
    resource["schema"]["foreignKeys"] = []
    resource["row_floor"] *= times
    header, *rows = (root() / resource["path"]).read_text("utf-8").splitlines()
    place = header.split(",").index(text)
    lines = [header]
    for copy_number in range(times):
        for row in rows:
            cells = cells_of(row)
            cells[place] += f"-{copy_number}"
            lines.append(line_of(cells))
    path = folder / resource["path"]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    package = {"resources": [resource, *(r for n, r in whole.resources.items() if n != name)]}
    (folder / "datapackage.json").write_text(json.dumps(package), "utf-8")
    for other in package["resources"][1:]:
        target = folder / other["path"]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((root() / other["path"]).read_bytes())
    return FactBase(folder)


def _costs(name: str, times: int) -> tuple[int, float, float]:
    """Return rows, seconds to load and seconds to check a table of `times` its size."""
    from hakusho.check import Checker
    from hakusho.facts import FactBase

    with tempfile.TemporaryDirectory() as folder:
        base = _enlarged(Path(folder), name, times)
        content = (base.folder / base.resource(name)["path"]).read_bytes()
        rows = len(base.load(name))
        load = _seconds(lambda: FactBase(base.folder).load(name))
        faults = Checker(base).table(name, content)
        if faults:
            raise RuntimeError(f"the enlarged table is not sound: {faults[0]}")
        check = _seconds(lambda: Checker(base).table(name, content), runs=1 if times > 10 else 3)
    return rows, load, check


def _growth() -> list[Row]:
    """Return seconds at 1, 10 and 100 times the rows, and how the cost of a row grows."""
    from hakusho.facts import base

    name = next(name for name in PLAIN if name in base().tables())
    costs = {times: _costs(name, times) for times in TIMES}
    rows = []
    for place, what in ((1, "load"), (2, "check")):
        for times, cost in costs.items():
            rows.append(
                Row(f"{what} {name}, {times} x", round(cost[place], 4), "s", detail=f"{cost[0]:,} rows")
            )
        # From 10 to 100 times: below that, fixed costs hide the cost of a row.
        ratio = costs[100][place] / costs[100][0] / (costs[10][place] / costs[10][0])
        rows.append(at_most(f"{what}: cost of a row, 100 x / 10 x", ratio, GROWTH))
    return rows


def run() -> list[Row]:
    """Return the cost of loading and of checking all facts, and how both grow."""
    from hakusho.check import check
    from hakusho.facts import base, root

    ratio, load, bare = paired_ratio(LOAD, PANDAS, 9)
    other, _, _ = paired_ratio(READ_CSV, PANDAS, 5)
    count = sum(len(base().load(name)) for name in base().tables())
    check(root())  # the engine is imported once
    detail = f"{len(base().tables())} tables, {count:,} rows; {load:.3f} s against {bare:.3f} s"
    return [
        at_most("facts: import and load every table / import pandas", ratio, 1.4, detail=detail),
        Row("for comparison: read_csv as text / import pandas", round(other, 3)),
        at_most("validation of all facts", _seconds(lambda: check(root())), 10, "s"),
        *_growth(),
    ]
