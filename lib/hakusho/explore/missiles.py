"""Explorations of missiles: published ranges, reach from a place, promises of Japan's programmes."""

from __future__ import annotations

from typing import Any

from hakusho import facts, missiles
from hakusho.charts import geo as maps
from hakusho.charts import missiles as charts
from hakusho.explorer import Choice, Explorer, Interval, MultiChoice
from hakusho.study import Discussion, Exercise

OPENING_OPERATORS = ("PRK",)
OPENING_SYSTEM, OPENING_SITE = "type-12-upgraded-ground", "camp-kengun"
VIEWS = {"fitted to the rings": 0, "500 km": 500, "1,500 km": 1500, "4,000 km": 4000, "12,000 km": 12000}


def ranges() -> Explorer:
    """Published ranges side by side: a bar from lowest to highest, a mark per source."""
    held = missiles.Ranges.load()

    def build(operators: Any, classes: Any, basings: Any, km: Any) -> Any:
        return charts.range_comparison(held, operators, classes, basings, km)

    return Explorer(
        build,
        title="How far do they reach, and who says so? Published ranges by system",
        rows=held.rows,
        caption=held.words,
        note="A bar runs from the lowest to the highest published range; a flight is shown as a mark, not as "
        "a range. Figures of governments, institutes and the press stand side by side. Logarithmic axis.",
        operators=MultiChoice(held.operators(), OPENING_OPERATORS, label="Operator"),
        classes=MultiChoice(held.classes(), label="Class"),
        basings=MultiChoice(held.basings(), label="Launched from"),
        km=Interval(*missiles.ANY_KM, step=50, label="Longest range", unit="km"),
    )


def reach(system: str = OPENING_SYSTEM, site: str = OPENING_SITE) -> Explorer:
    """A system at a place: rings of its lowest and highest published range, and the places inside."""
    held = missiles.Reach.load()

    def build(system: Any, site: Any, view: Any) -> Any:
        return charts.reach_map(held, system, site, view)

    return Explorer(
        build,
        title="What lies within reach? Rings of the lowest and the highest published range",
        rows=held.rows,
        caption=held.words,
        note="Distances are geodesics on WGS84; the map is centred on the place of launch, so they hold in "
        f"every direction. A ring shows distance, not a capability to hit. {maps.de_facto()}",
        system=Choice(held.systems(), system, label="System"),
        site=Choice(held.sites(), site, label="From"),
        view=Choice(VIEWS, label="Map"),
    )


def programmes() -> Explorer:
    """Promises of Japan's stand-off programmes on a time line: for when, made when, done when."""
    held = missiles.Programmes.load()
    return Explorer(
        lambda chosen: charts.programme_timeline(held, chosen),
        title="Promised and done: Japan's missile programmes",
        rows=lambda chosen: held.rows(chosen),
        caption=lambda rows, chosen: held.words(rows),
        note="A fiscal year is a span of time: April to March. Done in time means within that span. "
        "What became of a promise is computed only where it is matched by a fulfilment or a later promise.",
        chosen=MultiChoice(held.programmes(), list(held.programmes().values())[:4], label="Programme"),
    )


# ---------------------------------------------------------------- exercises and discussion


def exercise_widest_spread() -> Exercise:
    """Which North Korean system has the widest gap between published ranges, as a ratio?"""
    held = missiles.Ranges.load()
    ranged = held.spread[held.spread["operator_iso3"].eq("PRK") & held.spread["lowest_km"].notna()]
    differ = ranged[ranged["highest_km"] > ranged["lowest_km"]]
    ratio = (differ["highest_km"] / differ["lowest_km"]).astype(float)
    widest = differ.loc[ratio.idxmax()]
    return Exercise(
        "For which North Korean system do published ranges differ most, as a ratio of highest to lowest?",
        answer=lambda: str(widest["name"]),
        why=lambda: (
            f"For the {widest['name']} the figures run from {widest['lowest_km']:,} to "
            f"{widest['highest_km']:,} km: a factor of {ratio.max():.1f}. The median of the {len(differ)} "
            f"systems that differ is {ratio.median():.1f}."
        ),
        options=sorted(differ["name"]),
        clue="On a logarithmic axis a ratio is a length: look for the longest bar.",
    )


def exercise_distance_to_tokyo() -> Exercise:
    """How many launch areas bring Tokyo inside the lowest published range of the Hwasong-7?"""
    held = missiles.Reach.load()
    areas = [
        site for head, sites in held.sites().items() if "launch areas" in head for site in sites.values()
    ]
    states = [held.rows("nodong", site).set_index("site_id").loc["tokyo"] for site in areas]
    low, high = missiles.bounds(held.spread.set_index("system_id").loc["nodong"])
    inside = [row["within"] for row in states]
    nearest = min(int(row["km"]) for row in states)
    return Exercise(
        "From how many of the listed North Korean launch areas does Tokyo lie inside the lowest published "
        "range of the Hwasong-7?",
        answer=lambda: inside.count("inside"),
        why=lambda: (
            f"The lowest figure is {low:,} km, the highest {high:,} km; the nearest listed launch area is "
            f"{nearest:,} km from Tokyo. Of {len(areas)} areas Tokyo is inside every figure from "
            f"{inside.count('inside')}, and for {inside.count('depends')} it depends on the figure."
        ),
        unit="launch areas",
        clue="In the reach chart choose the Hwasong-7, step through the launch areas, watch Tokyo's colour.",
    )


def exercise_kept_promises() -> Exercise:
    """What happened to the promises that are due?"""
    promises = missiles.Programmes.load().promises
    due = promises[promises["outcome"] != "open"]
    kept = int(due["outcome"].isin(["kept", "early"]).sum())
    counts = due["outcome"].value_counts()
    return Exercise(
        "Of the promises that are due or were replaced, what share was done in time or before it?",
        answer=lambda: 100 * kept / len(due),
        why=lambda: (
            f"{kept} of {len(due)}; {counts['replaced']} were replaced by another promise and "
            f"{counts['overdue']} are past their time without a report. With so few cases, one more or less "
            f"moves the share by {100 / len(due):.0f} points."
        ),
        within=1,
        unit="%",
        clue="Choose all programmes; the sentence below the time line counts the outcomes.",
    )


def discussion_whose_figure() -> Discussion:
    """Whose figure should a map show?"""
    estimates = facts.load("missiles/range_estimates")
    keys = list(estimates.loc[estimates["system_id"] == "nodong", "estimate_id"])
    return Discussion(
        "A map in a newspaper shows one ring for the Hwasong-7. Which figure would you draw, and what would "
        "you write beside it? Who has a reason to give a high figure, who a low one?",
        rows={"missiles/range_estimates": keys},
        listen_for="Is the source the owner, a neighbour, or an institute? Does the figure name a payload?",
    )


def discussion_brought_forward() -> Discussion:
    """Is a date brought forward a promise kept?"""
    promises = missiles.Programmes.load().promises
    keys = list(promises.loc[promises["moved_months"].fillna(0) < 0, "promise_id"])
    return Discussion(
        "Several dates were brought forward by a year. What does an earlier date promise that the later one "
        "did not, and how would you tell a faster programme from an earlier announcement?",
        rows={"missiles/promises": keys},
        listen_for="Number delivered against date of the first; a unit deployed against a stock of missiles.",
    )
