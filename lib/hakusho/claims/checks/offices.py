"""Checks on who held which office on a day."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hakusho.claims.checks.base import OFFICES, check, day, holders, number, read, state, written
from hakusho.claims.ground import Edit, Finding, Ground, Missing


def office_on(g: Ground, person: str, office: str, country: str, on: Any) -> Finding:
    """The named person held the office on the day: supported; another did: contradicted."""
    found = holders(g, office, country, on)
    if found.empty:
        raise Missing(OFFICES, {"office": office, "country_iso3": country, "day": pd.Timestamp(on).date()})
    names = list(found["person"])
    right = person in names
    return Finding(
        "supported" if right else "contradicted",
        f"{office} of {state(country)} on {day(on)}: {' and '.join(names)}.",
        read(found),
    )


def ends(term: str, to: str, then: str, start: str) -> tuple[Edit, ...]:
    """Return the edits that end one term and begin the next."""
    return Edit(OFFICES, {"term_id": term}, {"to": to}), Edit(OFFICES, {"term_id": then}, {"from": start})


@check(
    "s1-c02",
    "office on a day",
    "Ishiba's term ends on 1 January 2025 and Takaichi's begins",
    "contradicted",
    *ends("o005", "2025-01-01", "o006", "2025-01-01"),
)
def _(g: Ground) -> Finding:
    on = written(g, "s1")
    found = office_on(g, "Ishiba Shigeru", "Prime Minister", "JPN", on)
    paper = g.rows("sources", source_id="kantei-2025-01-06-ishiba")
    days = int((on - paper["published_start"].iloc[0]).days)
    if not 0 <= days <= 7:
        return Finding("contradicted", "The transcript is not of the days before the article.", found.rows)
    return Finding(
        found.verdict,
        f"{found.because} His office's transcript is dated {days} day earlier.",
        (*found.rows, paper),
    )


@check(
    "s2-c02",
    "office on a day",
    "Iwaya leaves the foreign ministry on 1 January 2025 and Motegi follows",
    "contradicted",
    *ends("o013", "2025-01-01", "o014", "2025-01-01"),
)
def _(g: Ground) -> Finding:
    return office_on(g, "Iwaya Takeshi", "Minister for Foreign Affairs", "JPN", "2025-01-21")


@check(
    "s2-c10",
    "office on a day, for a second time",
    "the earlier term as president is not Trump's",
    "imprecise",
    Edit(OFFICES, {"term_id": "o035"}, {"person": "Mike Pence"}),
)
def _(g: Ground) -> Finding:
    found = office_on(g, "Donald Trump", "President", "USA", "2025-01-21")
    terms = g.rows(OFFICES, person="Donald Trump", office="President")
    earlier = terms[terms["to_end"].lt(pd.Timestamp("2025-01-01")) & terms["to"].notna()]
    if found.verdict == "supported" and earlier.empty:
        return Finding("imprecise", "He held the office on that day, but for the first time.", found.rows)
    ended = f" An earlier term ended on {day(earlier['to_end'].iloc[0])}." if len(earlier) else ""
    return Finding(found.verdict, found.because + ended, read(*found.rows, earlier))


@check(
    "s3-c33",
    "office on a day",
    "Takaichi takes office on 30 October 2025, Ishiba until then",
    "contradicted",
    *ends("o005", "2025-10-30", "o006", "2025-10-30"),
)
def _(g: Ground) -> Finding:
    return office_on(g, "Takaichi Sanae", "Prime Minister", "JPN", written(g, "s3"))


@check(
    "s1-c13",
    "number and end of terms",
    "the second term as defence minister has no end",
    "contradicted",
    Edit(OFFICES, {"term_id": "o021"}, {"to": ""}),
)
def _(g: Ground) -> Finding:
    terms = g.rows(OFFICES, person="Onodera Itsunori", office="Minister of Defense")
    on, said = written(g, "s1"), number(g, "s1-c13")
    ended = terms[terms["to"].notna() & terms["to_end"].lt(on)]
    words = f"{len(terms)} terms as defence minister, {len(ended)} of them ended before {day(on)}."
    if terms.empty or len(ended) < len(terms):
        return Finding("contradicted", words, read(terms))
    return Finding("supported" if len(terms) == said else "imprecise", words, read(terms))


@check(
    "s3-c06",
    "first day of a term, and earlier terms",
    "no earlier term as foreign minister was his",
    "supported",
    Edit(OFFICES, {"term_id": "o009"}, {"person": "Kono Taro"}),
)
def _(g: Ground) -> Finding:
    terms = g.rows(OFFICES, person="Motegi Toshimitsu", office="Minister for Foreign Affairs")
    on = written(g, "s3")
    new = terms[terms["from_start"].le(on) & terms["from_start"].gt(on - pd.Timedelta(days=31))]
    old = terms[terms["from_start"].le(on - pd.Timedelta(days=31))]
    if new.empty:
        return Finding("contradicted", f"No term of his began in the month before {day(on)}.", read(terms))
    begins = f"His term began on {day(new['from_start'].iloc[0])}"
    if len(old):
        return Finding(
            "supported_with_nuance",
            f"{begins}; an earlier one began on {day(old['from_start'].iloc[0])}.",
            read(terms),
        )
    return Finding("supported", f"{begins}; it was his first.", read(terms))
