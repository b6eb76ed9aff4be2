"""The ledger for others: as CSV, and as schema.org ClaimReview in JSON-LD."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from hakusho import facts, sources
from hakusho.claims.record import CHECKS, VERDICTS, findings, flipped_by_definition, ledger, readings
from hakusho.errors import Mistake

RATING = {"supported": 5, "supported_with_nuance": 4, "imprecise": 3, "outdated": 2, "contradicted": 1}
"""Places of the verdicts on an ordinal scale, as ClaimReview asks for; they are not a measure of truth."""


def table() -> pd.DataFrame:
    """Return the ledger with what is computed: check, finding, what flips it, definitions, reading then."""
    rows, found = ledger(), findings()
    flips = flipped_by_definition()
    under = flips.assign(line=flips["definition"] + ": " + flips["verdict"]).groupby("claim_id")["line"]
    then = readings().set_index("claim_id")
    of = rows["claim_id"]
    return rows.assign(
        finding=of.map({k: f.because for k, f in found.items()}),
        flips_if=of.map({k: f"{c.flip.words}: {c.flip.becomes}" for k, c in CHECKS.items()}),
        under_other_definitions=of.map(under.agg("; ".join)),
        reading_then=of.map(then["then"]),
        reading_outcome=of.map(then["outcome"]),
    )[lambda d: [c for c in d.columns if not c.endswith(("_start", "_end"))]]


def claim_reviews() -> list[dict[str, Any]]:
    """Return one schema.org ClaimReview for each statement; opinions and open ones carry no rating value."""
    rows = table()
    cited = {
        s["source_id"]: s
        for s in sources.records([i for c in rows["evidence_source_id"].dropna() for i in c.split(";")])
    }
    papers = facts.load("claims/seed_documents").set_index("doc_id")
    return [_review(row, papers.loc[row["doc_id"]], cited) for _, row in rows.iterrows()]


def _review(row: pd.Series, paper: pd.Series, cited: dict[str, dict[str, str]]) -> dict[str, Any]:
    rating: dict[str, Any] = {
        "@type": "Rating",
        "alternateName": VERDICTS[row["verdict"]],
        "ratingExplanation": _explained(row),
    }
    if row["verdict"] in RATING:
        rating |= {"ratingValue": RATING[row["verdict"]], "bestRating": 5, "worstRating": 1}
    listed = [] if pd.isna(row["evidence_source_id"]) else row["evidence_source_id"].split(";")
    author = {"@type": "Organization", "name": "Hakusho contributors"}
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "identifier": row["claim_id"],
        "claimReviewed": row["claim"],
        "author": author,
        "datePublished": facts.version()[:10],
        "reviewRating": rating,
        "itemReviewed": {
            "@type": "Claim",
            "appearance": {
                "@type": "CreativeWork",
                "name": paper["title"],
                "datePublished": str(paper["published"]),
                **_stated("publisher", "Organization", paper["outlet"]),
                **_stated("author", "Person", paper["author"]),
            },
        },
        "citation": [_citation(cited[i]) for i in listed if i in cited],
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }


def _explained(row: pd.Series) -> str:
    basis = f"Computed ({row['check']}): {row['finding']}" if pd.notna(row["check"]) else "Judged."
    return f"{basis} {row['evidence']}"


def _stated(role: str, kind: str, name: str) -> dict[str, Any]:
    """Return a publisher or author as schema.org has them, or nothing where none is stated."""
    return {} if name in ("", "not stated") else {role: {"@type": kind, "name": name}}


def _citation(source: dict[str, str]) -> dict[str, Any]:
    said = {
        "@type": "CreativeWork",
        "name": source["title"],
        "datePublished": source["published"],
        "url": source["url"],
        **_stated("publisher", "Organization", source["publisher"]),
    }
    return {key: value for key, value in said.items() if value}


def write(path: str | Path) -> Path:
    """Write the ledger to ``x.csv`` or ``x.jsonld``. Raises Mistake for another ending."""
    target = Path(path)
    if target.suffix == ".csv":
        table().to_csv(target, index=False, lineterminator="\n")
    elif target.suffix == ".jsonld":
        text = json.dumps(claim_reviews(), ensure_ascii=False, indent=1)
        target.write_text(text + "\n", encoding="utf-8")
    else:
        raise Mistake(f"{target.name}: the ledger is written as .csv or .jsonld")
    return target
