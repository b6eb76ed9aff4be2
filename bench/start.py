"""From process start to the first chart, against the bare imports that nobody can avoid."""

from __future__ import annotations

from bench.row import Row, at_most, paired_ratio

BARE = "import sys; sys.modules.setdefault('rfc3987_syntax', None); import pandas, altair, ipywidgets"
PLAIN = "import pandas, altair, ipywidgets"
CHART = "from hakusho.explore import missiles; missiles.ranges()"
SHOWN = CHART + "._repr_mimebundle_()"


def run() -> list[Row]:
    """Return the ratio for the first chart, and what its picture costs on top."""
    ratio, chart, bare = paired_ratio(CHART, BARE)
    shown, seconds, _ = paired_ratio(SHOWN, BARE)
    naive, _, _ = paired_ratio(CHART, PLAIN)
    return [
        at_most("first chart / bare imports", ratio, 1.25, detail=f"{chart:.2f} s against {bare:.2f} s"),
        Row("first chart with its picture / bare imports", round(shown, 3), detail=f"{seconds:.2f} s"),
        Row("first chart / imports as Altair ships them", round(naive, 3)),
    ]
