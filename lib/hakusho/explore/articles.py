"""What the five articles said on a theme, by verdict: one exploration for every theme that shows it."""

from __future__ import annotations

import textwrap
from typing import Any

import pandas as pd

from hakusho import facts
from hakusho.explorer import Choice

VERDICTS = {
    "supported": "Supported",
    "supported_with_nuance": "Supported with nuance",
    "imprecise": "Imprecise",
    "contradicted": "Contradicted",
    "outdated": "Outdated",
    "opinion": "Opinion",
    "unverifiable": "Not verifiable",
}
HOW = {"computed": "#08306b", "judged": "#CD8800"}
LINE, PANEL = 112, 95  # characters in a line of the text below, pixels of that text


def by_verdict(theme: str, subject: str, opening: str) -> dict[str, Any]:
    """Return what Explorer takes: claims as marks, a lane for each verdict; a click opens claim and grounds.

    `theme` is that of claims/claims; `subject` completes "claims on …"; `opening` is the claim that is open
    at the start.
    """
    from hakusho.charts.alliances import lanes  # here: the first chart of a notebook need not wait for it

    table = facts.load("claims/claims").query("theme == @theme").reset_index(drop=True)
    order = [verdict for verdict in VERDICTS if verdict in set(table.verdict)]
    articles = facts.load("claims/seed_documents").set_index("doc_id").short_name
    said = table.doc_id.map(articles)
    drawn = pd.DataFrame(
        {
            "id": table.claim_id,
            "lane": table.verdict.map(VERDICTS),
            "tone": table.judgement,
            "doc": table.doc_id,
            "head": table.verdict.map(VERDICTS) + ": " + said,
            "body": [
                "\n".join(_lines(claim, f"Evidence: {why}" if pd.notna(why) else "No evidence noted."))
                for claim, why in zip(table.claim, table.evidence, strict=True)
            ],
        }
    )

    def rows(article: str, claim: str) -> pd.DataFrame:
        kept = table if article == "all" else table[table.doc_id == article]
        columns = ["claim_id", "claim", "verdict", "judgement", "evidence", "evidence_source_id", "source_id"]
        return kept[columns].reset_index(drop=True)

    def caption(shown: pd.DataFrame, article: str, claim: str) -> str:
        counts = shown.verdict.value_counts()
        parts = [f"{counts[v]} {VERDICTS[v].lower()}" for v in order if v in counts]
        whose = "the five articles" if article == "all" else articles[article]
        return f"{len(shown)} claims on {subject} in {whose}: {', '.join(parts)}."

    listed = [key for key in articles.index if key in set(table.doc_id)]

    def build(article: Any, claim: Any) -> Any:
        test = f"{article.name} == 'all' || datum.doc == {article.name}"
        look = {"x_title": "Claims (one mark each)", "label_width": 170, "panel": PANEL}
        return lanes(drawn, [VERDICTS[v] for v in order], claim, test, HOW, **look)

    return {
        "build": build,
        "title": f"What the five articles said on {subject}, and how it stands",
        "rows": rows,
        "caption": caption,
        "picks": {"claim": "id"},
        "note": "Claims are in our words. Computed: the verdict follows from the facts by a named check; "
        "judged: a person weighed the evidence named.",
        "article": Choice(
            {"All five": "all"} | {articles[key]: key for key in listed}, "all", label="Article"
        ),
        "claim": Choice(_options(table, said), opening, label="Claim open below"),
    }


def _lines(*texts: str) -> list[str]:
    return [line for text in texts for line in textwrap.wrap(text, LINE)]


def _options(table: pd.DataFrame, said: pd.Series) -> dict[str, str]:
    """Claims by their own words, cut at a word; the article tells two of the same words apart."""
    options: dict[str, str] = {}
    for key, claim, article in zip(table.claim_id, table.claim, said, strict=True):
        words = textwrap.shorten(claim, 70, placeholder=" …")
        options[words if words not in options else f"{words} ({article})"] = key
    return options
