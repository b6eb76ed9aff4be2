"""Checks on membership and on what an agreement obliges to."""

from __future__ import annotations

import pandas as pd

from hakusho.claims.checks.base import AGREEMENTS, PARTIES, check, read, ties, written
from hakusho.claims.ground import Edit, Finding, Ground


@check(
    "s2-c30",
    "agreements in force with each partner",
    "no agreement with South Korea is in force",
    "imprecise",
    Edit(PARTIES, {"country_iso3": "KOR"}, {"from": "2026-06-01"}),
)
def _(g: Ground) -> Finding:
    found = {c: ties(g, c, pd.Timestamp("2025-01-21")) for c in ("KOR", "AUS", "IND")}
    having = sum(len(frame) > 0 for frame in found.values())
    words = "Agreements in force on 21 January 2025: " + ", ".join(f"{c} {len(f)}" for c, f in found.items())
    verdict = "supported" if having == 3 else "imprecise" if having else "contradicted"
    return Finding(verdict, words + ".", read(*found.values()))


@check(
    "s4-c08",
    "new instruments since 2021 with each partner",
    "Britain is party to none of them",
    "imprecise",
    Edit(PARTIES, {"country_iso3": "GBR"}, {"role": "candidate"}),
)
def _(g: Ground) -> Finding:
    on, parties = written(g, "s4"), g.rows(PARTIES, role="party")
    signed = g.rows(AGREEMENTS)
    signed = signed[signed["signed_start"].between(pd.Timestamp("2021-01-01"), on)]
    ours = set(parties.loc[parties["country_iso3"] == "JPN", "agreement_id"])
    found = {
        c: signed[
            signed["agreement_id"].isin(ours & set(parties.loc[parties["country_iso3"] == c, "agreement_id"]))
        ]
        for c in ("USA", "AUS", "GBR")
    }
    having = sum(len(frame) > 0 for frame in found.values())
    words = "New instruments since 2021: " + ", ".join(f"{c} {len(f)}" for c, f in found.items()) + "."
    verdict = "supported" if having == 3 else "imprecise" if having else "contradicted"
    return Finding(verdict, words, read(*found.values()))


_PACT = {"kind": "mutual_defence_treaty"}


@check(
    "s5-c13",
    "treaties of mutual defence in force",
    "the three agreements are treaties of mutual defence",
    "supported",
    Edit(
        AGREEMENTS, {"agreement_id": ["jpn-kor-gsomia-2016", "jpn-aus-jdsc-2022", "jpn-phl-raa-2024"]}, _PACT
    ),
)
def _(g: Ground) -> Finding:
    on = written(g, "s5")
    allies = {c: ties(g, c, on, "mutual_defence_treaty") for c in ("KOR", "AUS", "PHL")}
    partners = {c: ties(g, c, on) for c in allies}
    kept = partners if g.definition("ally") == "any_tie" else allies
    having = sum(len(frame) > 0 for frame in kept.values())
    some = any(len(frame) for frame in partners.values())
    words = (
        f"Treaties of mutual defence with Japan: {sum(map(len, allies.values()))}; other agreements in "
        "force: " + ", ".join(f"{c} {len(f)}" for c, f in partners.items()) + "."
    )
    verdict = "supported" if having == 3 else "imprecise" if some else "contradicted"
    return Finding(verdict, words, read(*partners.values()))


def _aukus(g: Ground, otherwise: str) -> Finding:
    g.row(AGREEMENTS, agreement_id="aukus-2021")
    pact = g.rows(AGREEMENTS, agreement_id="aukus-2021")
    kind, duty = str(pact["kind"].iloc[0]), str(pact["obligation_defence"].iloc[0])
    bound = kind == "mutual_defence_treaty" or duty == "yes"
    words = f"AUKUS is coded {kind.replace('_', ' ')}, duty of defence: {duty.replace('_', ' ')}."
    loose = g.definition("ally") == "any_tie"
    return Finding("supported" if bound or loose else otherwise, words, (pact,))


_BOUND = Edit(AGREEMENTS, {"agreement_id": "aukus-2021"}, {**_PACT, "obligation_defence": "yes"})


@check("s3-c25", "kind of an agreement", "AUKUS holds a duty of defence", "supported", _BOUND)
def _(g: Ground) -> Finding:
    return _aukus(g, "supported_with_nuance")


@check("s4-c32", "kind of an agreement", "AUKUS holds a duty of defence", "supported", _BOUND)
def _(g: Ground) -> Finding:
    return _aukus(g, "imprecise")


@check(
    "s3-c19",
    "members and status",
    "the architecture is in force",
    "supported",
    Edit(AGREEMENTS, {"agreement_id": "aus-jpn-usa-iamd-2024"}, {"status": "in_force"}),
)
def _(g: Ground) -> Finding:
    g.row(AGREEMENTS, agreement_id="aus-jpn-usa-iamd-2024")
    text = g.rows(AGREEMENTS, agreement_id="aus-jpn-usa-iamd-2024")
    members = g.rows(PARTIES, agreement_id="aus-jpn-usa-iamd-2024", role="party")
    states, status = set(members["country_iso3"]), str(text["status"].iloc[0])
    words = f"Members {', '.join(sorted(states))}; status: {status.replace('_', ' ')}."
    if states != {"AUS", "JPN", "USA"}:
        return Finding("contradicted", words, read(text, members))
    return Finding("supported" if status == "in_force" else "supported_with_nuance", words, (text, members))


@check(
    "s3-c23",
    "membership and status",
    "Japan's entry is under negotiation",
    "supported",
    Edit(AGREEMENTS, {"agreement_id": "aukus-pillar2-japan"}, {"status": "negotiating"}),
)
def _(g: Ground) -> Finding:
    g.row(AGREEMENTS, agreement_id="aukus-pillar2-japan")
    idea = g.rows(AGREEMENTS, agreement_id="aukus-pillar2-japan")
    ours = g.rows(PARTIES, agreement_id=["aukus-2021", "aukus-pillar2-japan"], country_iso3="JPN")
    roles, status = set(ours["role"]), str(idea["status"].iloc[0])
    words = f"Status {status}; Japan's part: {', '.join(sorted(roles)) or 'none'}, not a member."
    if "party" in roles:
        return Finding("outdated", words, (idea, ours))
    verdict = {"negotiating": "supported", "proposed": "supported_with_nuance"}.get(status, "contradicted")
    return Finding(verdict, words, read(idea, ours))
