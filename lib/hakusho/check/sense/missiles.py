"""Sense checks on missiles, sites and programmes."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from hakusho.check.sense import Found, at, rule


@rule(
    "range_has_estimate",
    "missiles/systems",
    "system_id range_min_km range_max_km",
    ["missiles/range_estimates"],
)
def range_has_estimate(systems: pd.DataFrame, estimates: pd.DataFrame) -> Iterator[Found]:
    """A system's lowest or highest range is not a figure that one of its estimates states."""
    long = estimates.melt("system_id", ["range_min_km", "range_max_km"]).dropna(subset="value")
    stated = set(zip(long["system_id"], long["value"], strict=True))
    for column in ("range_min_km", "range_max_km"):
        pairs = zip(systems["system_id"], systems[column], strict=True)
        unknown = pd.Series([not pd.isna(km) and (own, km) not in stated for own, km in pairs], systems.index)
        yield from at(
            systems, column, unknown, lambda row, c=column: f"{row[c]} km stands in no row of range_estimates"
        )


@rule("flown_in_range", "missiles/range_estimates", "system_id range_max_km measure", ["missiles/systems"])
def flown_in_range(estimates: pd.DataFrame, systems: pd.DataFrame) -> Iterator[Found]:
    """A flight went further than the system's highest range."""
    limit = estimates["system_id"].map(systems.set_index("system_id")["range_max_km"]).astype("Float64")
    further = (estimates["measure"] == "flown") & (estimates["range_max_km"] > limit)
    return at(
        estimates,
        "range_max_km",
        further,
        lambda row: f"{row['range_max_km']} km flown, range {limit[row.name]:g} km",
    )


@rule("same_place", "missiles/sites", "site_id lat lon kind")
def same_place(sites: pd.DataFrame) -> Iterator[Found]:
    """Two sites of one kind stand on the same point."""
    twice = sites.duplicated(["lat", "lon", "kind"])
    return at(
        sites, "lat", twice, lambda row: f"another {row['kind']} has the point {row['lat']}, {row['lon']}"
    )
