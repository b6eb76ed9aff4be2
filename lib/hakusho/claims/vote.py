"""Vote first, then reveal: twelve statements, fixed and balanced, scored against always saying 'supported'.

Nothing here is stored or sent: a ballot is a value that lives as long as the notebook's kernel.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from hakusho.claims.record import OMISSION, VERDICTS, findings, ledger

CHOICES: dict[str, str] = {
    "supported": "stands as it is",
    "lacking": "lacks a condition, a better term or a date",
    "neither": "contradicted, or nothing held decides it",
}
"""What a reader can vote, in words."""

TWELVE = (
    "s1-c13", "s4-c05", "s3-c25", "s2-c21", "s5-c13", "s4-c41", "s1-c18", "s4-c01", "s2-c07", "s3-c08",
    "s5-c14", "s3-c38",
)  # fmt: skip
"""The ballot: four statements for each choice, from all five articles, computed and judged, mixed."""


def choice_for(verdict: str) -> str:
    """Return the choice that a verdict makes right."""
    return "supported" if verdict == "supported" else "lacking" if verdict in OMISSION else "neither"


def ballot() -> pd.DataFrame:
    """Return the twelve: claim_id, claim, subject, article, verdict, judgement, right, why, source_id."""
    rows = ledger().set_index("claim_id", drop=False).loc[list(TWELVE)]
    found = findings()
    why = [found[i].because if i in found else rows.loc[i, "evidence"] for i in rows.index]
    rows = rows.assign(right=rows["verdict"].map(choice_for), why=why)
    columns = [
        "claim_id",
        "claim",
        "subject",
        "article",
        "verdict",
        "judgement",
        "right",
        "why",
        "source_id",
    ]
    return rows[columns].reset_index(drop=True)


@dataclass(frozen=True)
class Score:
    """Hits and mean squared error of the confidence (0 best, 1 worst), with the plain rule's beside."""

    hits: int
    of: int
    error: float
    plain_hits: int
    plain_error: float
    confidence: float

    def __str__(self) -> str:
        """Return the score in a sentence."""
        better = "better than" if self.error < self.plain_error else "no better than"
        return (
            f"{self.hits} of {self.of} right at a mean confidence of {self.confidence:.0%}; error "
            f"{self.error:.2f}, {better} always saying 'supported' with certainty: {self.plain_hits} right, "
            f"error {self.plain_error:.2f}."
        )


def score(votes: Mapping[str, tuple[str, float]]) -> Score:
    """Return the score of votes: claim_id to (choice, confidence from 0 to 1).

    The error is Brier's: the mean squared distance of the confidence from 1 where the vote was right and from
    0 where it was wrong (Glenn W. Brier, Monthly Weather Review 78, 1950).
    """
    rows = ballot().set_index("claim_id").loc[list(votes)]
    right = [choice == rows.loc[i, "right"] for i, (choice, _) in votes.items()]
    sure = [confidence for _, confidence in votes.values()]
    error = sum((c - r) ** 2 for c, r in zip(sure, right, strict=True)) / len(right)
    plain = rows["right"].eq("supported")
    return Score(
        sum(right), len(right), error, int(plain.sum()), float((~plain).mean()), sum(sure) / len(sure)
    )


def revealed(claim_id: str) -> str:
    """Return the verdict on a statement of the ballot with its reason, as one line."""
    row = ballot().set_index("claim_id").loc[claim_id]
    return f"{VERDICTS[row['verdict']]} ({row['judgement']}). {row['why']}"
