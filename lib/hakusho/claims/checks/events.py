"""Checks on dates and on the order of events."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from hakusho.claims.checks.base import AGREEMENTS, EVENTS, OFFICES, check, claim, day, event, when, written
from hakusho.claims.checks.offices import ends, office_on
from hakusho.claims.ground import Edit, Finding, Ground, Missing, span


@check(
    "s1-c11",
    "order of events",
    "the committee first meets on 1 February 2025, after the article",
    "contradicted",
    Edit(EVENTS, {"event_id": "p102"}, {"date": "2025-02-01"}),
)
def _(g: Ground) -> Finding:
    order, first, on = event(g, "p100"), event(g, "p102"), written(g, "s1")
    right = when(order) <= when(first) <= on
    return Finding(
        "supported" if right else "contradicted",
        f"Ordered on {day(when(order))}, first meeting on {day(when(first))}, article of {day(on)}.",
        (order, first),
    )


@check(
    "s1-c14",
    "date",
    "the strategy is dated 23 December 2022",
    "contradicted",
    Edit(EVENTS, {"event_id": "p080"}, {"date": "2022-12-23"}),
)
def _(g: Ground) -> Finding:
    found = event(g, "p080")
    right = when(found) == pd.Timestamp(claim(g, "s1-c14")["value"])
    return Finding("supported" if right else "contradicted", f"Adopted on {day(when(found))}.", (found,))


@check(
    "s1-c15",
    "latest of its kind on a day",
    "another national security strategy is dated January 2024",
    "contradicted",
    Edit(EVENTS, {"event_id": "p059"}, {"date": "2024-01-10"}),
)
def _(g: Ground) -> Finding:
    papers, on = g.rows(EVENTS, kind="strategy_document"), written(g, "s1")
    strategies = papers[papers["title"].str.contains("National Security Strategy")]
    last = strategies[strategies["date_start"].le(on)].sort_values("date_start").tail(1)
    if last.empty:
        raise Missing(EVENTS, {"title": "National Security Strategy"})
    if last["event_id"].iloc[0] != "p080":
        return Finding("contradicted", f"The latest by then was of {day(when(last))}.", (last,))
    replaced = papers[papers["date_start"].gt(on) & papers["title"].str.contains("three documents")]
    words = f"The strategy of {day(when(last))} was the latest by {day(on)}"
    if len(replaced):
        return Finding(
            "supported_with_nuance",
            f"{words}; its replacement was ordered on {day(when(replaced))}.",
            (last, replaced),
        )
    return Finding("supported", words + ".", (last,))


_IWAYA = ("Iwaya Takeshi", "Minister for Foreign Affairs", "JPN")
_SUMMIT = (("Joe Biden", "President", "USA"), ("Kishida Fumio", "Prime Minister", "JPN"))


def _met(g: Ground, event_id: str, people: tuple[tuple[str, str, str], ...]) -> Finding:
    """Everyone named held the office on the day of the meeting: supported; else contradicted."""
    met = event(g, event_id)
    found = [office_on(g, *one, when(met)) for one in people]
    verdict = "supported" if all(one.verdict == "supported" for one in found) else "contradicted"
    rows = (met, *(frame for one in found for frame in one.rows))
    return Finding(verdict, " ".join(one.because for one in found), rows)


@check(
    "s2-c01",
    "date, weekday and office",
    "the meeting is dated 22 January 2025",
    "contradicted",
    Edit(EVENTS, {"event_id": "p142"}, {"date": "2025-01-22"}),
)
def _(g: Ground) -> Finding:
    met = event(g, "p142")
    found = office_on(g, *_IWAYA, when(met))
    tuesday = f"{when(met):%A}" == "Tuesday" and when(met) == pd.Timestamp(claim(g, "s2-c01")["value"])
    verdict = found.verdict if tuesday else "contradicted"
    return Finding(verdict, f"{when(met):%A}, {day(when(met))}. {found.because}", (met, *found.rows))


@check(
    "s2-c05",
    "date and two offices",
    "Rubio takes office on 22 January 2025, Blinken until then",
    "contradicted",
    *ends("o042", "2025-01-21", "o043", "2025-01-22"),
)
def _(g: Ground) -> Finding:
    hosts = (_IWAYA, ("Marco Rubio", "Secretary of State", "USA"))
    return _met(g, "p142", hosts)


@check(
    "s3-c15",
    "date and two offices",
    "the summit is dated 10 November 2024, after Kishida left",
    "contradicted",
    Edit(EVENTS, {"event_id": "p094"}, {"date": "2024-11-10"}),
)
def _(g: Ground) -> Finding:
    found = _met(g, "p094", _SUMMIT)
    on = when(event(g, "p094"))
    verdict = found.verdict if on == pd.Timestamp(claim(g, "s3-c15")["value"]) else "contradicted"
    return replace(found, verdict=verdict, because=f"{day(on)}. {found.because}")


_GONE = ("none of the two", "one of the two", "both")


@check(
    "s3-c18",
    "age of an event, and who was still in office",
    "Biden and Kishida are still in office",
    "supported",
    Edit(OFFICES, {"term_id": "o004"}, {"to": "2026-01-01"}),
    Edit(OFFICES, {"term_id": "o036"}, {"to": "2026-01-01"}),
)
def _(g: Ground) -> Finding:
    met, on = event(g, "p094"), written(g, "s3")
    now = [office_on(g, *one, on) for one in _SUMMIT]
    gone = sum(one.verdict == "contradicted" for one in now)
    old = span(when(met), on)
    return Finding(
        "imprecise" if gone and old >= 12 else "supported",
        f"The measures were {old} months old; {_GONE[gone]} leaders named had left office.",
        (met, *(frame for one in now for frame in one.rows)),
    )


@check(
    "s3-c31",
    "order of events",
    "the order to revise the documents is dated before the article",
    "outdated",
    Edit(EVENTS, {"event_id": "p117"}, {"date": "2025-09-24"}),
)
def _(g: Ground) -> Finding:
    order, on = event(g, "p117"), written(g, "s3")
    words = f"The revision was ordered on {day(when(order))}, the article is of {day(on)}."
    return Finding("supported" if when(order) >= on else "outdated", words, (order,))


@check(
    "s3-c44",
    "order of events",
    "the summit is dated 10 October 2025, before the article",
    "outdated",
    Edit(EVENTS, {"event_id": "p118"}, {"date": "2025-10-10"}),
)
def _(g: Ground) -> Finding:
    met, on = event(g, "p118"), written(g, "s3")
    gap = (when(met) - on).days
    words = f"The summit followed {gap} days after the article." if gap >= 0 else "It was before the article."
    verdict = "supported" if 0 <= gap <= 7 else "outdated" if gap < 0 else "imprecise"
    return Finding(verdict, words, (met,))


@check(
    "s5-c02",
    "order of events and calendar week",
    "the summit is dated 10 November 2025",
    "contradicted",
    Edit(EVENTS, {"event_id": "p118"}, {"date": "2025-11-10"}),
)
def _(g: Ground) -> Finding:
    formed, met, on = event(g, "p115"), event(g, "p118"), written(g, "s5")
    weeks = (when(met).to_period("W-SUN").start_time - on.to_period("W-SUN").start_time).days // 7
    right = when(formed) <= on and weeks == 1
    return Finding(
        "supported" if right else "contradicted",
        f"Cabinet of {day(when(formed))}; summit on {day(when(met))}, {weeks} calendar week later.",
        (formed, met),
    )


@check(
    "s4-c33",
    "order of events",
    "the ministers' statement on Japan is dated 1 December 2023",
    "contradicted",
    Edit(AGREEMENTS, {"agreement_id": "aukus-pillar2-japan"}, {"signed": "2023-12-01"}),
)
def _(g: Ground) -> Finding:
    g.row(AGREEMENTS, agreement_id="aukus-pillar2-japan")
    said, on = g.rows(AGREEMENTS, agreement_id="aukus-pillar2-japan"), written(g, "s4")
    words = f"The ministers named Japan on {day(when(said, 'signed'))}; the article is of {day(on)}."
    return Finding("supported" if when(said, "signed") > on else "contradicted", words, (said,))
