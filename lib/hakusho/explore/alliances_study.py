"""Exercises, questions and readings of the alliance theme; every answer is computed from the facts."""

from __future__ import annotations

from functools import cache

import pandas as pd

from hakusho import alliances, facts, sources
from hakusho.charts import alliances as charts
from hakusho.explore.alliances import NOW
from hakusho.explore.alliances_further import OPENING_CLUB
from hakusho.explore.listing import Listing
from hakusho.study import Discussion, Exercise

# ---------------------------------------------------------------- exercises: every answer is computed


def exercise_majority() -> Exercise:
    """Ask since when ties without the United States are the larger part."""

    @cache
    def first() -> int:
        years = range(charts.FIRST_YEAR, NOW + 1)
        return next(y for y in years if alliances.without_us(y) > alliances.with_us(y))

    def why() -> str:
        before, after = first() - 1, first()
        return (
            f"At the end of {before} there were {alliances.without_us(before)} without the United States and "
            f"{alliances.with_us(before)} with it; at the end of {after} {alliances.without_us(after)} and "
            f"{alliances.with_us(after)}."
        )

    return Exercise(
        "At the end of which year did Japan's ties without the United States first outnumber those with it?",
        lambda: str(first()),
        why,
        [str(year) for year in range(2009, 2022, 2)],
        clue="Step through the first chart from 2009 on, with its opening kinds.",
    )


def exercise_third() -> Exercise:
    """Ask which bond is the most frequent strongest one between Japan and its partners."""
    words = list(alliances.BONDS.values())

    def counts() -> pd.Series:
        return alliances.strongest(NOW, "JPN").bond.value_counts()

    def why() -> str:
        listed = ", ".join(f"{alliances.BONDS[bond]} {n}" for bond, n in counts().items())
        return f"Strongest ties of Japan in {NOW}, by partner: {listed}."

    return Exercise(
        f"What is most often the strongest bond between Japan and a partner in {NOW}?",
        lambda: alliances.BONDS[str(counts().idxmax())],
        why,
        words,
        clue="Put Japan in focus and count the colours.",
    )


def exercise_ladder() -> Exercise:
    """Ask which partners hold at least four rungs."""
    known = ["AUS", "CAN", "DEU", "FRA", "GBR", "IND", "ITA", "KOR", "PHL", "USA"]
    options = [alliances.name(code) for code in known]
    return Exercise(
        f"Which of these partners hold at least four of the six rungs in {NOW} (date known or not)?",
        lambda: {alliances.name(code) for code in alliances.full_ladders(NOW, 4)},
        lambda: (
            "; ".join(f"{alliances.name(c)} {alliances.rung_count(NOW, c)}" for c in known)
            + ". Signed texts that are not known to be in effect do not count."
        ),
        options,
        clue="The bars at the right of the ladder count the rungs.",
    )


def exercise_codings() -> Exercise:
    """Ask in which codings South Korea is pledged to defend the United States."""

    def row() -> pd.Series:
        table = alliances.codings()
        return table[(table.agreement_id == "usa-kor-mdt-1953") & (table.country == "KOR")].iloc[0]

    def why() -> str:
        note = row()["note"]
        return (
            f"{note} The row for the United States is a pledge in all three."
            if pd.notna(note)
            else "See the row."
        )

    return Exercise(
        "In which codings is South Korea pledged to defend the United States?",
        lambda: {label for coding, label in alliances.CODINGS.items() if row()[coding] == "yes"},
        why,
        list(alliances.CODINGS.values()),
        clue="Look for the treaty of 1953 among those where the codings differ.",
    )


def exercise_new() -> Exercise:
    """Ask how many directed pledges a club of four partners without the United States would have to add."""
    club = ("JPN", "KOR", "AUS", "PHL")
    names = ", ".join(alliances.name(code) for code in club)

    def why() -> str:
        alone, joined = alliances.club(club, NOW), alliances.club((*club, "USA"), NOW)
        return (
            f"{alone['exist']} of {alone['pairs']} directed pledges exist among them. With the United States "
            f"as a fifth member it would be {joined['exist']} of {joined['pairs']}."
        )

    return Exercise(
        f"How many directed pledges would be new in a club of {names}, without the United States?",
        lambda: alliances.club(club, NOW)["new"],
        why,
        clue="A club of n members has n times (n - 1) directed pairs.",
    )


def exercise_package() -> Exercise:
    """Ask for which items of April 2024 no result was found."""
    items = list(alliances.package()["item"])
    return Exercise(
        "For which items of the package of April 2024 was no result found?",
        lambda: set(alliances.package("no_result_found")["item"]),
        lambda: (
            f"{len(alliances.package('done'))} items are done, {len(alliances.package('under_way'))} begun. "
            "Not found is not failed: the search was limited to published reports."
        ),
        items,
        clue="Look for the diamonds.",
    )


# ---------------------------------------------------------------- questions for a group


def discussions() -> list[Discussion]:
    """Return questions for a group, each with the rows that it is about."""
    return [
        Discussion(
            "Is a state that may land its forces in Japan, but need not defend it, an ally?",
            {
                "alliances/agreements": [
                    "jpn-aus-raa-2022",
                    "jpn-aus-jdsc-2022",
                    "usa-jpn-security-treaty-1960",
                ]
            },
            "The difference between access, consultation and pledge; the wording of 2022 against article V.",
        ),
        Discussion(
            "Does Japan buy insurance against abandonment with the new ties, or risk entrapment by them?",
            {
                "alliances/agreements": ["jpn-phl-raa-2024", "jpn-gbr-raa-2023", "camp-david-2023"],
                "policy/readings": ["snyder-1984"],
            },
            "What lowers one fear can raise the other; none of the texts holds a duty to fight.",
        ),
        Discussion(
            "Which states would have to promise something new for an Asian NATO, and which would refuse?",
            {
                "alliances/agreements": ["asian-nato-proposal", "fpda-1971", "seato-manila-pact-1954"],
                "policy/readings": ["japanpolicyforum-asiannato", "cha-2010"],
            },
            "Constitutional limits, the pledge that runs one way, the end of the Manila Pact's organisation.",
        ),
        Discussion(
            "An American president calls the treaty unfair. Which rows bear him out, and which do not?",
            {
                "threats/foreign_statements": ["usa-2019-06-29", "usa-2025-03-06"],
                "alliances/agreements": ["usa-jpn-sofa-1960", "usa-jpn-sma-2022"],
                "alliances/defence_pledges": _keys_1960(),
            },
            "The pledge runs one way; bases and payments run the other way.",
        ),
    ]


def _keys_1960() -> list[str]:
    table = alliances.pledges()
    return list(table[table.agreement_id == "usa-jpn-security-treaty-1960"].pledge_id)


def readings() -> Listing:
    """Return the readings on alliances: author, year, title, what each argues, level."""
    table = facts.load("policy/readings")
    table = table[table.theme == "alliances"].sort_values(["level", "year"])
    return Listing(table[["author", "year", "title", "argues", "level"]].reset_index(drop=True))


def card(key: str) -> Listing:
    """Return one agreement as a reader wants it: what it is, its dates, its caveat, its sources."""
    row = alliances.agreement(key)
    lines = {
        "agreement": row["name"],
        "kind": alliances.KINDS[row.kind],
        "signed": row.signed,
        "in effect from": row.in_force,
        "what it says": row.summary,
        "caveat": row.note,
        "sources": "; ".join(dict.fromkeys(sources.short(one)[0] for one in row.source_id.split(";"))),
    }
    held = [(label, "not known" if pd.isna(text) else text) for label, text in lines.items()]
    return Listing(pd.DataFrame(held, columns=["field", "value"]))


def defaults() -> Listing:
    """Return why each exploration opens where it does."""
    club = ", ".join(alliances.name(code) for code in OPENING_CLUB)
    rows = [
        ("Ties over time", f"{NOW}, texts with legal force", "Texts that never end can only add up"),
        ("Network", f"{NOW}, all countries, treaty of 1960 open", "The one pledge to defend Japan"),
        ("Ladder", f"{NOW}, six rungs", "The whole ladder; the year control shows how it was built"),
        ("Elsewhere", "since 2010, words only", "Most statements held are later; a switch adds forces"),
        ("Articles", "all five, the claim on allies open", "Of all claims the closest to the lead finding"),
        ("Three codings", "treaties where they differ", "Agreement needs no argument"),
        (
            "Asian NATO",
            f"{club}, {NOW}, each direction",
            "Treaty partners of the United States in the region, and the British",
        ),
    ]
    return Listing(pd.DataFrame(rows, columns=["exploration", "opens at", "because"]))
