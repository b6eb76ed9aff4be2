"""Verdicts on what five articles assert, computed from the facts wherever an honest check can be written.

- ``checks``: a named check for each computed claim, and the change in the facts that flips it;
- ``record``: the ledger, the definition switch, readings for the article's day and for now, counts;
- ``bench``: test a claim of your own; ``command`` shares it with the command line;
- ``export``: the ledger as CSV and as ClaimReview.
"""

from __future__ import annotations

from hakusho.claims.bench import answer, parse
from hakusho.claims.checks import CHECKS, OPEN, Check, Flip
from hakusho.claims.export import write
from hakusho.claims.ground import DEFINITIONS, TODAY, Edit, Finding, Ground
from hakusho.claims.record import (
    AS_RECORDED,
    OMISSION,
    VERDICTS,
    articles,
    compute,
    count,
    days,
    differences,
    drifted,
    families,
    find,
    findings,
    flipped_by_definition,
    ground,
    ledger,
    meaning,
    meaning_then,
    omission_share,
    reading_count,
    readings,
    reasons,
    switches,
    testable,
    turned,
    verdicts,
)

__all__ = [
    "AS_RECORDED",
    "CHECKS",
    "DEFINITIONS",
    "OMISSION",
    "OPEN",
    "TODAY",
    "VERDICTS",
    "Check",
    "Edit",
    "Finding",
    "Flip",
    "Ground",
    "answer",
    "articles",
    "compute",
    "count",
    "days",
    "differences",
    "drifted",
    "families",
    "find",
    "findings",
    "flipped_by_definition",
    "ground",
    "ledger",
    "meaning",
    "meaning_then",
    "omission_share",
    "parse",
    "reading_count",
    "readings",
    "reasons",
    "switches",
    "testable",
    "turned",
    "verdicts",
    "write",
]
