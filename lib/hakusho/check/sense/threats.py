"""Sense checks on launches, scrambles, presence and warheads."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from hakusho.check.sense import Found, at, beside, rule

_PARTS = {"china", "russia", "other", "north_korea", "taiwan"}
_CRUISE = ["lacm", "ascm"]
FLAT = 25  # short-range missiles that glide and pull up reach 8 to 23 times their apogee


@rule("parts_of_scrambles", "threats/scrambles", "fiscal_year period against reading count")
def parts_of_scrambles(scrambles: pd.DataFrame) -> Iterator[Found]:
    """Scrambles by state add to more than the total, or, where 'other' is given too, to another number."""
    main = scrambles[scrambles["reading"] == "main"]
    for _, group in main.groupby(["fiscal_year", "period"]):
        counts = group.set_index("against")["count"]
        parts = counts[counts.index.isin(_PARTS)]
        if "total" not in counts or parts.empty:
            continue
        whole = {"china", "russia", "other"} <= set(parts.index)
        if parts.sum() > counts["total"] or (whole and parts.sum() != counts["total"]):
            place = group.index[group["against"] == "total"][0]
            yield Found(int(place), "count", f"total {counts['total']}, but the states add to {parts.sum()}")


@rule("part_of_year", "threats/scrambles", "fiscal_year period against reading count")
def part_of_year(scrambles: pd.DataFrame) -> Iterator[Found]:
    """A part of the year has more scrambles than the whole year."""
    year = (scrambles["reading"] == "main") & (scrambles["period"] == "FY")
    whole = beside(scrambles, ["fiscal_year", "against"], year, "count")
    more = (scrambles["period"] != "FY") & (scrambles["count"] > whole)
    return at(
        scrambles,
        "count",
        more,
        lambda row: f"{row['count']} in {row['period']}, {whole[row.name]} in the year",
    )


def _of_tests(events: pd.DataFrame, tests: pd.DataFrame) -> pd.DataFrame:
    """Return what each launch day's rows in nk_missile_tests add up to, without cruise missiles."""
    ballistic = tests[~tests["missile_type"].isin(_CRUISE)]
    failed = ballistic.assign(failed=(ballistic["outcome"] == "failure").astype("Int64"))
    summed = failed.groupby("event_id").agg(
        missiles=("missiles_in_record", "sum"),
        failures=("failed", "sum"),
        max_apogee_km=("apogee_km", "max"),
        max_distance_km=("distance_km", "max"),
    )
    return summed.reindex(events["event_id"]).set_axis(events.index)


_EVENT = "event_id missiles failures max_apogee_km max_distance_km"


@rule("launch_day", "threats/nk_missile_events", _EVENT, ["threats/nk_missile_tests"])
def launch_day(events: pd.DataFrame, tests: pd.DataFrame) -> Iterator[Found]:
    """Missiles, failures, greatest apogee or distance of a day are not those of its tests."""
    summed = _of_tests(events, tests)
    for column in summed:
        differs = events[column].astype("Float64") != summed[column].astype("Float64")
        yield from at(
            events, column, differs, lambda row, c=column: f"{row[c]}, in its tests {summed[c][row.name]}"
        )


@rule("local_date", "threats/nk_missile_tests", "date date_kst time_utc date_precision")
def local_date(tests: pd.DataFrame) -> Iterator[Found]:
    """The Korean date is not nine hours after the UTC date and time."""
    moment = pd.to_datetime(tests["date"] + " " + tests["time_utc"], format="%Y-%m-%d %H:%M", errors="coerce")
    local = (moment + pd.Timedelta(hours=9)).dt.strftime("%Y-%m-%d").astype("string")
    differs = local.notna() & (tests["date_precision"] == "day") & (local != tests["date_kst"])
    return at(tests, "date_kst", differs, lambda row: f"{row['date_kst']}, by the clock {local[row.name]}")


@rule("flight", "threats/nk_missile_tests", "apogee_km distance_km missile_type")
def flight(tests: pd.DataFrame) -> Iterator[Found]:
    """A ballistic flight is longer than FLAT times its apogee, or than half the Earth's girth."""
    ballistic = ~tests["missile_type"].isin([*_CRUISE, "hgv", "slv"])
    flat = ballistic & (tests["distance_km"] > FLAT * tests["apogee_km"]) | (tests["distance_km"] > 20_004)
    return at(
        tests,
        "distance_km",
        flat,
        lambda row: f"{row['distance_km']} km with an apogee of {row['apogee_km']} km",
    )


# Rough boxes around the seas: south, north, west, east, in degrees.
_SEAS = {
    "sea_of_japan": (33.5, 52.0, 127.3, 142.5),
    "yellow_sea": (31.0, 41.0, 117.0, 127.3),
    "pacific_ocean": (-10.0, 60.0, 130.0, 200.0),
}


def _reach(lat: float, lon: float, sea: str) -> tuple[float, float]:
    """Return the least and greatest distance in km from a point to a sea, on a sphere."""
    south, north, west, east = np.radians(_SEAS[sea])
    lats, lons = np.meshgrid(np.arange(south, north, 0.005), np.arange(west, east, 0.005))
    here, there = np.radians(lat), np.radians(lon)
    half = np.sin((lats - here) / 2) ** 2 + np.cos(here) * np.cos(lats) * np.sin((lons - there) / 2) ** 2
    far = 2 * 6371.0 * np.arcsin(np.sqrt(half))
    return float(far.min()), float(far.max())


@rule("landing", "threats/nk_missile_tests", "site_id landing_area distance_km outcome", ["threats/nk_sites"])
def landing(tests: pd.DataFrame, sites: pd.DataFrame) -> Iterator[Found]:
    """The stated distance from the launch site misses the sea where it fell by more than 5 %."""
    points = sites.dropna(subset=["lat", "lon"]).set_index("site_id")[["lat", "lon"]]
    known = tests["site_id"].isin(points.index) & tests["landing_area"].isin(list(_SEAS))
    flown = tests[known & tests["distance_km"].notna() & (tests["outcome"] != "failure")]
    for (site, sea), group in flown.groupby(["site_id", "landing_area"]):
        near, far = _reach(*points.loc[site], sea)
        off = group[(group["distance_km"] < near * 0.95) | (group["distance_km"] > far * 1.05)]
        for place, km in off["distance_km"].items():
            wrong = f"{km} km from {site} do not end in the {sea}, {near:.0f} to {far:.0f} km away"
            yield Found(int(place), "distance_km", wrong)


_COUNTS = "year period_to counter count unit scope date_basis basis"


@rule("counted_from_tests", "threats/nk_tests_by_year", _COUNTS, ["threats/nk_missile_tests"])
def counted_from_tests(years: pd.DataFrame, tests: pd.DataFrame) -> Iterator[Found]:
    """A yearly count said to be derived from the data set is not what its rows add up to."""
    missiles = tests[tests["record_level"] == "missile"]
    utc = missiles["date"].str[:4].value_counts()
    local = missiles.drop_duplicates("date_kst")["date_kst"].str[:4].value_counts()
    derived = (years["counter"] == "cns") & (years["basis"] == "derived_from_database")
    for (unit, clock), counted in {("missiles", "utc"): utc, ("launch_days", "local"): local}.items():
        same = derived & (years["unit"] == unit) & (years["date_basis"] == clock)
        found = years["year"].astype("string").map(counted).astype("Int64")
        differs = same & (years["count"] != found)
        yield from at(years, "count", differs, lambda row, f=found: f"{row['count']}, counted {f[row.name]}")


_WARHEADS = "country_iso3 year measure publisher edition central"


@rule("part_of_stockpile", "threats/nuclear_warheads", _WARHEADS)
def part_of_stockpile(warheads: pd.DataFrame) -> Iterator[Found]:
    """Deployed warheads exceed the stockpile, or it the inventory, of one publisher and edition."""
    key = ["country_iso3", "year", "publisher", "edition"]
    for part, whole in (
        ("deployed", "stockpile"),
        ("stockpile", "total_inventory"),
        ("deployed", "total_inventory"),
    ):
        limit = beside(warheads, key, warheads["measure"] == whole, "central")
        more = (warheads["measure"] == part) & (warheads["central"] > limit)
        yield from at(
            warheads, "central", more, lambda row, w=whole, t=limit: f"more than the {w} of {t[row.name]}"
        )


def _days(frame: pd.DataFrame) -> pd.Series:
    """Return the calendar days of each row's period."""
    return (frame["period_to_end"] - frame["period_from_start"]).dt.days + 1


@rule("days_of_period", "threats/senkaku_presence", "period_from period_to measure count")
def days_of_period(presence: pd.DataFrame) -> Iterator[Found]:
    """Days with vessels are more than the days of the period."""
    more = presence["measure"].isin(["days", "consecutive_days"]) & (presence["count"] > _days(presence))
    return at(
        presence, "count", more, lambda row: f"{row['count']} days in a period of {_days(presence)[row.name]}"
    )


@rule("zone_in_zone", "threats/senkaku_presence", "period_from period_to zone measure reported_by count")
def zone_in_zone(presence: pd.DataFrame) -> Iterator[Found]:
    """Vessel-days in the territorial sea are more than in the contiguous zone, through which they pass."""
    key = ["period_from", "period_to", "measure", "reported_by"]
    limit = beside(presence, key, presence["zone"] == "contiguous", "count")
    more = (presence["zone"] == "territorial_sea") & (presence["count"] > limit)
    return at(
        presence, "count", more, lambda row: f"{row['count']}, in the contiguous zone {limit[row.name]}"
    )


@rule("days_reported", "threats/taiwan_adiz", "period_from period_to days_reported")
def days_reported(adiz: pd.DataFrame) -> Iterator[Found]:
    """More days are reported than the period has."""
    more = adiz["days_reported"] > _days(adiz)
    return at(
        adiz,
        "days_reported",
        more,
        lambda row: f"{row['days_reported']} days in a period of {_days(adiz)[row.name]}",
    )


@rule("day_in_month", "threats/taiwan_adiz", "period_from period_to measure definition count")
def day_in_month(adiz: pd.DataFrame) -> Iterator[Found]:
    """The largest number of aircraft on a day is more than that of the whole period."""
    key = ["period_from", "period_to", "definition"]
    limit = beside(adiz, key, adiz["measure"].isin(["aircraft_detected", "aircraft_in_adiz"]), "count")
    more = (adiz["measure"] == "max_aircraft_one_day") & (adiz["count"] > limit)
    return at(adiz, "count", more, lambda row: f"{row['count']} on a day, {limit[row.name]} in the period")
