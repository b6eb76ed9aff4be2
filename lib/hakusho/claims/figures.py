"""The small chart behind a computed verdict: bars of figures, or days and terms of office on one line.

A check that compares figures hands them over itself; for one that compares dates the line is drawn from the
rows that it read, with the day of the article on it.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

import pandas as pd

from hakusho import facts, sources
from hakusho.claims.ground import TODAY, Finding

MOST = 6  # lines in one chart
LABEL = 44  # letters

_DATED = {
    "policy/policy_timeline": ("date", "title"),
    "alliances/agreements": ("signed", "short_name"),
    "missiles/japan_programmes": ("date", "name"),
    "alliances/arms_transfers": ("date", "item"),
    "spending/policy_targets": ("date_announced", "announced_by"),
    "sources": ("published", "title"),
}


_STAGES = {"us_approval": "American approval", "contract": "contract", "delivery": "delivery"}


@dataclass(frozen=True)
class Mark:
    """A line of the chart: from `start` to `end` in hundredths of its width, a point where they are equal.

    Both are None where the fact is a word. `article`: the line stands for what the article says, or its day.
    """

    label: str
    start: float | None
    end: float | None
    said: str
    article: bool = False


def marks(finding: Finding, day: str) -> list[Mark]:
    """Return the lines of the chart for a finding on an article of a day; none where nothing can be drawn."""
    if finding.bars:
        return _bars(finding)
    spans = sorted(set(_spans(finding)), key=lambda s: s[:2])
    return _placed([*spans[-MOST + 1 :], (day, day, "the article", True)]) if spans else []


def _bars(finding: Finding) -> list[Mark]:
    largest = max((b.value for b in finding.bars if b.value is not None), default=0) or 1
    return [
        Mark(_short(b.label), None, None, b.said, b.article)
        if b.value is None
        else Mark(_short(b.label), 0, round(100 * b.value / largest, 1), b.said, b.article)
        for b in finding.bars[:MOST]
    ]


def _short(text: str) -> str:
    return textwrap.shorten(text, LABEL, placeholder=" …")


def _spans(finding: Finding) -> list[tuple[str, str, str, bool]]:
    found = []
    for frame in finding.rows:
        table = frame.attrs["table"]
        if table == "policy/offices":
            found += [
                (r["from"], TODAY if pd.isna(r["to"]) else r["to"], f"{r['person']}, in office", False)
                for _, r in frame.iterrows()
            ]
        elif table in _DATED:
            date, label = _DATED[table]
            held = frame[frame[date].notna()]
            kind = (
                ": " + held["kind"].map(_STAGES).fillna("step")
                if table == "missiles/japan_programmes"
                else ""
            )
            found += [
                (d, d, str(said), False) for d, said in zip(held[date], held[label] + kind, strict=True)
            ]
    return [(str(a), str(b), _short(said), mine) for a, b, said, mine in found]


def _placed(spans: list[tuple[str, str, str, bool]]) -> list[Mark]:
    firsts, lasts = (facts.partial_bounds([span[k] for span in spans])[0] for k in (0, 1))
    starts, ends = pd.DatetimeIndex(firsts), pd.DatetimeIndex(lasts)
    begin, whole = starts.min(), max((ends.max() - starts.min()).days, 1)
    return [
        Mark(
            label,
            round(100 * (a - begin).days / whole, 1),
            round(100 * (b - begin).days / whole, 1),
            _said(first, last),
            mine,
        )
        for a, b, (first, last, label, mine) in zip(starts, ends, spans, strict=True)
    ]


def _said(first: str, last: str) -> str:
    if first == last:
        return sources.day(first)
    return f"{sources.day(first)} to {'today' if last == TODAY else sources.day(last)}"
