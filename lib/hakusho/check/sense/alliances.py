"""Sense checks on agreements and their parties."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from hakusho.check.sense import Found, at, rule


@rule("status_and_dates", "alliances/agreements", "status in_force ended")
def status_and_dates(agreements: pd.DataFrame) -> Iterator[Found]:
    """The status says ended and no end is given, or the other way round; or not yet signed and in force."""
    over = agreements["status"].isin(["ended", "lapsed", "replaced", "suspended"])
    dated = agreements["ended"].notna() & (agreements["ended"] != "unknown")
    yield from at(
        agreements, "ended", dated & ~over, lambda row: f"ended {row['ended']}, status '{row['status']}'"
    )
    early = agreements["status"].isin(["negotiating", "proposed"]) & agreements["in_force_start"].notna()
    yield from at(
        agreements, "in_force", early, lambda row: f"in force {row['in_force']}, status '{row['status']}'"
    )


@rule("two_parties", "alliances/agreements", "agreement_id", ["alliances/parties"])
def two_parties(agreements: pd.DataFrame, parties: pd.DataFrame) -> Iterator[Found]:
    """An agreement has fewer than two parties in alliances/parties."""
    count = parties.groupby("agreement_id")["country_iso3"].nunique()
    held = agreements["agreement_id"].map(count).fillna(0)
    return at(
        agreements, "agreement_id", held < 2, lambda row: f"{held[row.name]:.0f} parties in alliances/parties"
    )


@rule("party_in_time", "alliances/parties", "agreement_id from to", ["alliances/agreements"])
def party_in_time(parties: pd.DataFrame, agreements: pd.DataFrame) -> Iterator[Found]:
    """A party joined before the agreement was signed, or stayed after its end."""
    treaty = agreements.set_index("agreement_id")
    signed = parties["agreement_id"].map(treaty["signed_start"])
    ended = parties["agreement_id"].map(treaty["ended_end"])
    early, late = parties["from_end"] < signed, parties["to_start"] > ended
    yield from at(
        parties,
        "from",
        early,
        lambda row: f"{row['from']}, before the signature of {signed[row.name]:%Y-%m-%d}",
    )
    yield from at(
        parties, "to", late, lambda row: f"{row['to']}, after the end of {ended[row.name]:%Y-%m-%d}"
    )
