"""Charts of regional activity: indicators, counters, spending, tests, words and acts.

Each takes frames of `hakusho.threats` and one Vega parameter per control, and returns an unconfigured chart
whose expressions use the parameters: a control repaints it without Python.
"""

from hakusho.charts.threats.counts import around_taiwan, counters, pressure
from hakusho.charts.threats.korea import outcomes, over_japan, tests, yields
from hakusho.charts.threats.race import race
from hakusho.charts.threats.stocks import forces, warheads
from hakusho.charts.threats.texts import annotated, ladder

__all__ = [
    "annotated",
    "around_taiwan",
    "counters",
    "forces",
    "ladder",
    "outcomes",
    "over_japan",
    "pressure",
    "race",
    "tests",
    "warheads",
    "yields",
]
