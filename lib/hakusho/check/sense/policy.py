"""Sense checks on polls, claims and contradictions."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from hakusho.check.sense import Found, at, rule


@rule("shares", "policy/polls", "share_for_pct share_against_pct")
def shares(polls: pd.DataFrame) -> Iterator[Found]:
    """The two sides of a poll add to more than 101 per cent (one for rounding)."""
    both = polls["share_for_pct"] + polls["share_against_pct"]
    return at(polls, "share_for_pct", both > 101, lambda row: f"the two sides add to {both[row.name]} %")


@rule("paragraph", "claims/claims", "doc_id paragraph", ["claims/seed_documents"])
def paragraph(claims: pd.DataFrame, documents: pd.DataFrame) -> Iterator[Found]:
    """A claim stands in a paragraph that its document does not have."""
    last = claims["doc_id"].map(documents.set_index("doc_id")["n_paragraphs"]).astype("Int64")
    beyond = claims["paragraph"] > last
    return at(
        claims, "paragraph", beyond, lambda row: f"{row['paragraph']}, but the text has {last[row.name]}"
    )


@rule("against_itself", "claims/contradictions", "claim_a claim_b")
def against_itself(pairs: pd.DataFrame) -> Iterator[Found]:
    """A claim is said to contradict itself."""
    return at(
        pairs,
        "claim_b",
        pairs["claim_a"] == pairs["claim_b"],
        lambda row: f"'{row['claim_b']}' on both sides",
    )
