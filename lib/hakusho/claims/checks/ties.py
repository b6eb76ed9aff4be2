"""Checks on membership and on what an agreement obliges to."""

from __future__ import annotations

import pandas as pd

from hakusho import facts
from hakusho.claims.checks.base import AGREEMENTS, PARTIES, bars, check, country, read, ties, words, written
from hakusho.claims.ground import Bar, Edit, Finding, Ground


def _counts(found: dict[str, pd.DataFrame]) -> str:
    return ", ".join(f"{country(code)} {len(frame)}" for code, frame in found.items()) + "."


def _counted(found: dict[str, pd.DataFrame]) -> tuple[Bar, ...]:
    return bars({country(code): len(frame) for code, frame in found.items()}, "{:.0f}")


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
    because = "Agreements in force on 21 January 2025: " + _counts(found)
    verdict = "supported" if having == 3 else "imprecise" if having else "contradicted"
    return Finding(verdict, because, read(*found.values()), _counted(found))


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
    because = "New instruments since 2021: " + _counts(found)
    verdict = "supported" if having == 3 else "imprecise" if having else "contradicted"
    return Finding(verdict, because, read(*found.values()), _counted(found))


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
    because = (
        f"Treaties of mutual defence with Japan: {sum(map(len, allies.values())) or 'none'}; agreements of "
        f"any kind in force: {_counts(partners)}"
    )
    treaties = Bar("treaties of mutual defence", sum(map(len, allies.values())), "with any of them: none")
    verdict = "supported" if having == 3 else "imprecise" if some else "contradicted"
    return Finding(verdict, because, read(*partners.values()), (*_counted(partners), treaties))


def _aukus(g: Ground, otherwise: str) -> Finding:
    g.row(AGREEMENTS, agreement_id="aukus-2021")
    pact = g.rows(AGREEMENTS, agreement_id="aukus-2021")
    kind, duty = str(pact["kind"].iloc[0]), str(pact["obligation_defence"].iloc[0])
    bound = kind == "mutual_defence_treaty" or duty == "yes"
    named = facts.base().fields(AGREEMENTS)["kind"]["labels"][kind].partition(":")[0]
    none = "none" if duty in ("no", "not_applicable") else duty
    because = f"AUKUS is coded as {named}; duty of defence: {none}."
    loose = g.definition("ally") == "any_tie"
    drawn = words({"Kind of agreement": named, "Duty of defence": none})
    return Finding("supported" if bound or loose else otherwise, because, (pact,), drawn)


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
    listed = ", ".join(map(country, sorted(states)))
    because = f"Members: {listed}; status: {status.replace('_', ' ')}."
    drawn = words({"Members": listed, "Status": status.replace("_", " ")})
    if states != {"AUS", "JPN", "USA"}:
        return Finding("contradicted", because, read(text, members), drawn)
    verdict = "supported" if status == "in_force" else "supported_with_nuance"
    return Finding(verdict, because, (text, members), drawn)


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
    because = f"Status {status}; Japan's part: {', '.join(sorted(roles)) or 'none'}, not a member."
    if "party" in roles:
        return Finding("outdated", because, (idea, ours))
    verdict = {"negotiating": "supported", "proposed": "supported_with_nuance"}.get(status, "contradicted")
    drawn = words({"Status": status, "Japan's part": ", ".join(sorted(roles)) or "none"})
    return Finding(verdict, because, read(idea, ours), drawn)
