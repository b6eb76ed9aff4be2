"""`python -m hakusho claim …`: test a claim, show one of the ledger, or write the ledger to a file."""

from __future__ import annotations

import argparse
import re
import textwrap

import pandas as pd

from hakusho import sources
from hakusho.claims import bench, export, record
from hakusho.claims.relations import relations
from hakusho.errors import Mistake

ABOUT = f"""Test a claim against the facts, such as "{bench.EXAMPLE}"; show a statement of the ledger by
its id, such as s4-c05; or write the whole ledger to a file. Exit code: 0 holds, 1 does not or not always."""


def main(argv: list[str]) -> int:
    """Run the command and return its exit code. Raises Mistake for a claim that cannot be read."""
    parser = argparse.ArgumentParser("python -m hakusho claim", description=ABOUT)
    parser.add_argument("claim", nargs="*", help="a claim in quotation marks, or an id of the ledger")
    parser.add_argument("--measures", action="store_true", help="list measures, their units and subjects")
    parser.add_argument("--export", metavar="FILE", help="write the ledger to FILE.csv or FILE.jsonld")
    args = parser.parse_args(argv)
    text = " ".join(args.claim).strip()
    if args.export:
        print(f"Written: {export.write(args.export)}")
        return 0
    if args.measures:
        print(_measures())
        return 0
    if not text:
        raise Mistake(f'give a claim in quotation marks, such as "{bench.EXAMPLE}", or an id such as s4-c05')
    if re.fullmatch(r"s\d+-c\d+", text):
        print(shown(text))
        return 0
    answer = bench.answer(text)
    print(answer)
    ids = sorted({i for cell in answer.readings["source_id"] for i in cell.split(";") if i})
    if ids:
        print(f"Sources: {'; '.join(sources.short(ids))}")
    return 0 if answer.answer == "holds" else 1


def _measures() -> str:
    figures = [
        f"{m.name:<16}{m.unit:<26}date: {m.dates:<22}{', '.join(bench.subjects(m.name))[:60]}"
        for m in bench.MEASURES.values()
    ]
    return "\n".join([*figures, *(f"{r.name:<42}{r.example}" for r in relations().values())])


def shown(claim_id: str) -> str:
    """Return a statement of the ledger with verdict, reason, what would turn it, and sources, as text."""
    row = record.find(claim_id)
    lines = [
        f"{claim_id}, {row['article']}, paragraph {row['paragraph']}: {row['claim']}",
        f"Verdict: {record.VERDICTS[row['verdict']]} ({row['judgement']}, confidence {row['confidence']})",
        *record.reasons(claim_id),
    ]
    if claim_id in record.CHECKS:
        lines.append(f"Evidence: {row['evidence']}")
    if pd.notna(row["evidence_source_id"]):
        lines.append(f"Sources: {'; '.join(sources.short(row['evidence_source_id'].split(';')))}")
    return "\n".join(textwrap.fill(line, 110, subsequent_indent="  ") for line in lines)
