"""Readings, exercises and questions on regional activity."""

from __future__ import annotations

import pandas as pd

from hakusho import facts, threats
from hakusho.explore.listing import Listing
from hakusho.explore.threats_common import NEIGHBOURS, state_names
from hakusho.study import Discussion, Exercise

READINGS = (
    "jervis-1978",
    "huth-1988",
    "smith-2015",
    "beckley-2017",
    "nids-china-report",
    "bulletin-china-2024",
    "fas-nk-2024",
    "robertson-2021-column",
)


def readings() -> Listing:
    """The readings of this theme: author, year, title, what they argue, level."""
    table = facts.load("policy/readings").set_index("reading_id").loc[list(READINGS)]
    return Listing(table[["author", "year", "title", "argues", "level"]].reset_index(drop=True))


def exercise_opposite() -> Exercise:
    """Which indicators rose while scrambles fell?"""
    table = threats.change(threats.load_indicators(), 2016, 2025)
    table = table[table["ratio"].notna()]

    def why() -> str:
        said = [f"{r.label}: {r.from_value:,.0f} to {r.to_value:,.0f}" for r in table.itertuples()]
        return "; ".join(said) + ". All are true at once: they count different things."

    return Exercise(
        "Which of these were higher in 2025 than in 2016 (scrambles: fiscal years)?",
        lambda: set(table.loc[table["ratio"] > 1, "label"]),
        why,
        options=list(table["label"]),
        clue="Set the base year to 2016 and the end year to 2025 in the first explorer.",
    )


def exercise_distance() -> Exercise:
    """How far apart are the counts of missiles of 2022?"""

    def why() -> str:
        low, high = threats.count_range(2022)
        return (
            f"The lowest whole-year figure is {low} (at least; ballistic missiles), the highest {high} "
            "(all missiles, cruise missiles included). The words beside the number decide."
        )

    return Exercise(
        "By how many missiles do the lowest and the highest whole-year counts of North Korea's 2022 differ?",
        lambda: threats.count_range(2022)[1] - threats.count_range(2022)[0],
        why,
        unit="missiles",
        clue="Compare like with like: the unit is missiles, not launches or days.",
    )


def exercise_base_years() -> Exercise:
    """For which base years does China lead?"""
    years = (1990, 2000, 2010, 2016, 2019, 2022)

    def leaders() -> dict[str, str]:
        spent = threats.spending(facts.load("spending/milex"))
        return {str(y): threats.last_index(spent, NEIGHBOURS, y).index[0] for y in years}

    def why() -> str:
        found = leaders()
        return (
            "; ".join(f"base {y}: {state_names()[c]}" for y, c in found.items())
            + ". The level is China's in every case."
        )

    return Exercise(
        "Among Japan, China, South Korea and Taiwan: with which of these base years does China have the "
        "highest index in 2025?",
        lambda: {year for year, code in leaders().items() if code == "CHN"},
        why,
        options=[str(y) for y in years],
        clue="Read the strip of colours below the two panels.",
    )


def exercise_increase() -> Exercise:
    """China's increase against Japan's whole spending."""

    def share() -> float:
        return 100 * (threats.spent("CHN", 2025) - threats.spent("CHN", 2015)) / threats.spent("JPN", 2025)

    def why() -> str:
        more = threats.spent("CHN", 2025) - threats.spent("CHN", 2015)
        return (
            f"China added {more:.1f} billion dollars between 2015 and 2025, Japan spent "
            f"{threats.spent('JPN', 2025):.1f} billion in 2025 (prices of 2024). China's index for these ten "
            f"years is {threats.index('CHN', 2015):.0f}, Japan's {threats.index('JPN', 2015):.0f}: an index "
            "hides size."
        )

    return Exercise(
        "China's real increase from 2015 to 2025: how many per cent of Japan's whole spending in 2025 is "
        "that?",
        share,
        why,
        within=2,
        unit="per cent",
        clue="Take the levels from the right panel of the spending race.",
    )


def exercise_rates() -> Exercise:
    """For which systems may a share of successes be given?"""
    asked = ("KN-25", "Scud-C", "Nodong", "Musudan", "Hwasong-12", "Hwasong-11A (KN-23)")

    def table() -> pd.DataFrame:
        found = threats.outcomes(threats.shots(facts.load("threats/nk_missile_tests"))).set_index("system")
        return found.loc[list(asked)]

    def why() -> str:
        said = [
            f"{name}: {r['success']} of {r['n']}, {r['unknown']} unknown" for name, r in table().iterrows()
        ]
        return (
            "; ".join(said)
            + f". A share needs {threats.FEWEST_SHOTS} shots, all before {threats.NO_RATE_FROM}: later "
            "outcomes are mostly not coded."
        )

    return Exercise(
        "Over all years, for which of these systems may a share of coded successes be given by the rule of "
        "this notebook?",
        lambda: set(table().index[table()["low"].notna()]),
        why,
        options=list(asked),
        clue="Two conditions: enough shots, and none of them from 2025 on.",
    )


def exercise_overflights() -> Exercise:
    """Ballistic missiles over Japan, launchers apart."""

    def why() -> str:
        rows = threats.over_japan(facts.load("threats/nk_missile_events"))
        said = [f"{r.date_kst} ({r.missile_names}, {r.kind})" for r in rows.itertuples()]
        return (
            "; ".join(said)
            + ". The kinds are those of CNS. Japan's Defense Agency treated the launch of 31 August 1998 as "
            "that of a ballistic missile: with it the number is "
            f"{threats.overflights('ballistic missile') + 1}."
        )

    return Exercise(
        "By the coding of CNS, on how many days did a North Korean ballistic missile, not a satellite "
        "launcher, fly over Japan?",
        lambda: threats.overflights("ballistic missile"),
        why,
        unit="days",
        clue="Uncheck satellite launchers in the explorer of flights over Japan.",
    )


def exercise_taiwan() -> Exercise:
    """The same months, the same definition."""

    def change() -> float:
        return 100 * (threats.taiwan_sum(2026, 1, 7) / threats.taiwan_sum(2025, 1, 7) - 1)

    def why() -> str:
        return (
            f"January to July: {threats.taiwan_sum(2025, 1, 7):,} aircraft in 2025 and "
            f"{threats.taiwan_sum(2026, 1, 7):,} in 2026, one definition, daily reports. Ships over the "
            f"same months: {threats.taiwan_sum(2025, 1, 7, 'navy'):,} and "
            f"{threats.taiwan_sum(2026, 1, 7, 'navy'):,}."
        )

    return Exercise(
        "Aircraft detected around Taiwan, January to July: by how many per cent did 2026 differ from 2025 "
        "(minus for less)?",
        change,
        why,
        within=2,
        unit="per cent",
        clue="Add the seven months of each year in the rows below the chart.",
    )


def discuss_measures() -> Discussion:
    """Who decides what a scramble is?"""
    return Discussion(
        "Tokyo decides when fighters are sent, Beijing decides where its ships sail. Which of the two "
        "series would you put before a parliament as a measure of pressure, and what would you print "
        "beside it?",
        {
            "threats/scrambles": ["FY2016", "FY2024"],
            "threats/scramble_practice": ["narrowed-2020", "four-fighters"],
            "threats/senkaku_presence": ["2016", "2025"],
        },
        listen_for="that one series depends on the counting side's own practice, and that neither records "
        "what China would say.",
    )


def discuss_spiral() -> Discussion:
    """Response or spiral?"""
    return Discussion(
        "Read one Japanese and one Chinese statement. Does each side describe its own acts as an answer to "
        "the other's? What would you need to see to tell a spiral from a response?",
        {
            "threats/threat_statements": ["nss-2022-chn", "dj-2025-chn"],
            "threats/foreign_statements": ["chn-2013-07-09"],
            "policy/readings": ["jervis-1978"],
        },
        listen_for="that both sides call their acts defensive, which both explanations expect; order and "
        "timing separate them better.",
    )


def discuss_symmetry() -> Discussion:
    """The same kind of act by different states."""
    return Discussion(
        "A Japanese destroyer in the Taiwan Strait, a Japanese destroyer off Zhejiang, a Chinese carrier "
        "between Yonaguni and Iriomote: which legal words does each side use, and would you use the same "
        "word for all three?",
        {"threats/transits_deployments": ["tr-2024-09-25", "tr-2024-07-04", "tr-2024-09-18"]},
        listen_for="the difference between strait, contiguous zone and territorial sea, and who protested "
        "against what.",
    )


def discussions() -> tuple[Discussion, ...]:
    """Return the questions of this theme."""
    return discuss_measures(), discuss_spiral(), discuss_symmetry()
