"""Charts of the missile theme: ranges compared, reach on a map, systems against places, promises, amounts.

Each takes the frames of `hakusho.missiles` and one Vega parameter per control, and returns an unconfigured
chart whose expressions use the parameters: a control repaints it without Python.
"""

from __future__ import annotations

from hakusho.charts.missiles.amounts import side_by_side, tomahawk
from hakusho.charts.missiles.matrix import reach_matrix
from hakusho.charts.missiles.places import reach_map
from hakusho.charts.missiles.ranges import range_comparison
from hakusho.charts.missiles.timeline import programme_timeline

__all__ = [
    "programme_timeline",
    "range_comparison",
    "reach_map",
    "reach_matrix",
    "side_by_side",
    "tomahawk",
]
