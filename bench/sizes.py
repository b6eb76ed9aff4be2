"""What is sent to a reader: charts, their pictures, a page, the bundle."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys

from bench.row import Row, at_most

# In a process of its own: every exploration is built and drawn.
PROGRAM = """
import json
from hakusho import share
from hakusho.live_chart import split_assets

found = {}
for name, maker in share.explorations().items():
    explorer = maker()
    light, assets = split_assets(explorer.spec)
    sent = len(json.dumps(light, ensure_ascii=False, separators=(",", ":")).encode())
    explorer._repr_mimebundle_()
    found[name] = (sent + sum(map(len, assets.values())), len(explorer.picture))
print(json.dumps(found))
"""


def run() -> list[Row]:
    """Return the largest chart, picture and page, and the bundle that a kernel sends once."""
    from hakusho import bundle
    from hakusho.explore import missiles

    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    found = json.loads(done.stdout)
    page = len(gzip.compress(missiles.reach().file(".html")))
    return [
        _largest("chart, map included", {name: sizes[0] for name, sizes in found.items()}, 80),
        _largest("picture", {name: sizes[1] for name, sizes in found.items()}, 65),
        at_most("page with the reach map, compressed", page / 1e3, 500, "kB"),
        at_most("Vega bundle, once per kernel", len(bundle.packed()) / 1e6, 1.1, "MB"),
        Row("explorations", len(found)),
    ]


def _largest(what: str, sizes: dict[str, int], limit: float) -> Row:
    name = max(sizes, key=sizes.__getitem__)
    return at_most(f"largest {what}", sizes[name] / 1e3, limit, "kB", name)
