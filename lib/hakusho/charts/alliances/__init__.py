"""Charts of the alliance theme: ties over time, the network of a year, ladder, codings, calculator, lanes.

Each takes frames of `hakusho.alliances` and one Vega parameter per control, and returns an unconfigured chart
whose expressions use the parameters: a control repaints it without Python.
"""

from hakusho.charts.alliances.grids import calculator, codings, groupings, ladder
from hakusho.charts.alliances.lanes import PROMISE, lanes, promises
from hakusho.charts.alliances.lattice import lattice
from hakusho.charts.alliances.network import arrow_heads, edge_rows, network, places
from hakusho.charts.alliances.parts import FIRST_YEAR, short_name, wrapped

__all__ = [
    "FIRST_YEAR",
    "PROMISE",
    "arrow_heads",
    "calculator",
    "codings",
    "edge_rows",
    "groupings",
    "ladder",
    "lanes",
    "lattice",
    "network",
    "places",
    "promises",
    "short_name",
    "wrapped",
]
