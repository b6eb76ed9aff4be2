"""Missiles: spread of published ranges, places within reach, promises and what became of them.

Frames in, frames out. `Ranges`, `Reach`, `Matrix` and `Programmes` hold the frames of one exploration and
answer its controls with rows (``rows(**state)``) and a sentence made from them (``words(rows, **state)``).
"""

from __future__ import annotations

from hakusho.missiles.amounts import (
    MOST_TOMAHAWKS,
    STAGES,
    ceiling_ratio,
    china_counts,
    missile_defence,
    money_at,
    rates,
    ship_costs,
    tomahawk_money,
    tomahawk_stages,
    unit_cost,
)
from hakusho.missiles.matrix import (
    DEPTHS,
    ESTIMATES,
    SETS,
    STATES,
    UNDECIDED,
    Matrix,
    areas_within,
    banded,
    cell_state,
    cells,
    undecided,
)
from hakusho.missiles.places import (
    Reach,
    apart,
    both_names,
    nearest_origins,
    nearest_points,
    reach,
)
from hakusho.missiles.programmes import (
    OUTCOMES,
    Programmes,
    articles,
    slips,
    statements,
)
from hakusho.missiles.ranges import (
    ANY_KM,
    Ranges,
    bounds,
    figures,
    range_spread,
    span,
)

__all__ = [
    "ANY_KM",
    "DEPTHS",
    "ESTIMATES",
    "MOST_TOMAHAWKS",
    "OUTCOMES",
    "SETS",
    "STAGES",
    "STATES",
    "UNDECIDED",
    "Matrix",
    "Programmes",
    "Ranges",
    "Reach",
    "apart",
    "areas_within",
    "articles",
    "banded",
    "both_names",
    "bounds",
    "ceiling_ratio",
    "cell_state",
    "cells",
    "china_counts",
    "figures",
    "missile_defence",
    "money_at",
    "nearest_origins",
    "nearest_points",
    "range_spread",
    "rates",
    "reach",
    "ship_costs",
    "slips",
    "span",
    "statements",
    "tomahawk_money",
    "tomahawk_stages",
    "undecided",
    "unit_cost",
]
