"""Japan's missile programmes: promises and what became of them, statements, claims of the five articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from hakusho import facts
from hakusho.missiles import wording
from hakusho.words import count, joined

DAYS_A_MONTH = 365.2425 / 12


def slips(promises: pd.DataFrame, as_of: str | pd.Timestamp) -> pd.DataFrame:
    """Return the promises with what became of them by a date.

    Takes missiles/promises. `outcome`: early (done before the time promised), kept (within it), late (after
    it), replaced (another promise took its place and it was not done), overdue (the time is past and nothing
    is reported), open. `slip_days` counts from the edge of the promised time, negative for early, missing
    until done; `slip_months` is the same in months of 30.4 days. `moved_months` is how far the promise that
    replaced it moved the start of the time, negative for brought forward, zero where it only narrowed it.
    """
    day = pd.Timestamp(as_of)
    start, end = promises["promised_for_from_start"], promises["promised_for_to_end"]
    done_first, done_last = promises["fulfilled_on_start"], promises["fulfilled_on_end"]
    days = (done_first - end).where(done_first > end, (done_last - start).where(done_last < start))
    days = days.dt.days.where(days.notna() | done_first.isna(), 0).astype("Int64")
    known = promises.set_index("promise_id")
    first, last = (
        pd.to_datetime(promises["superseded_by"].map(known[f"promised_for_{edge}"]))
        for edge in ("from_start", "to_end")
    )
    moved = (first - start).dt.days.mask(first.ge(start) & last.le(end), 0)  # narrowed is not moved
    return promises.assign(
        outcome=[_outcome(*row, day) for row in zip(days, promises["superseded_by"], end, strict=True)],
        slip_days=days,
        slip_months=(days / DAYS_A_MONTH).astype("Float64").round(1) + 0.0,  # no minus zero
        moved_months=(moved / DAYS_A_MONTH).round().astype("Int64"),
    )


def _day(iso: str) -> str:
    day = pd.Timestamp(iso)
    return f"{day.day} {day:%B %Y}"


def _outcome(days: Any, successor: Any, end: pd.Timestamp, today: pd.Timestamp) -> str:
    if pd.notna(days):
        return "early" if days < 0 else "late" if days > 0 else "kept"
    if pd.notna(successor):
        return "replaced"
    return "overdue" if end < today else "open"


OUTCOMES = {
    "early": "done before the time promised",
    "kept": "done in the time promised",
    "late": "done after it",
    "replaced": "replaced by another promise",
    "overdue": "time past, not reported as done",
    "open": "time not past",
}
"""What became of a promise, for a legend."""

_BECAME = {
    "early": "done before the time promised",
    "kept": "done in the time promised",
    "late": "done later",
    "replaced": "replaced by another",
    "overdue": "past their time without a report that they were done",
    "open": "with time left",
}


@dataclass(frozen=True)
class Programmes:
    """Japan's missile programmes: the frames behind the time line."""

    promises: pd.DataFrame
    milestones: pd.DataFrame
    names: dict[str, str]
    as_of: str

    @classmethod
    def load(cls) -> Programmes:
        """Read promises and milestones; outcomes are as of the vintage of the facts."""
        as_of = facts.version().split("+")[0]
        events = facts.load("missiles/japan_programmes")
        names = dict(zip(events["programme_id"], events["name"], strict=True))
        promised = slips(facts.load("missiles/promises"), as_of)
        kept = events[events["programme_id"].isin(promised["programme_id"])]
        return cls(
            wording.with_titles(promised), wording.with_titles(kept.reset_index(drop=True)), names, as_of
        )

    def programmes(self) -> dict[str, str]:
        """Options for the programmes that have a promise, those with the most first."""
        order = self.promises["programme_id"].value_counts(sort=True).index
        return {self.names.get(code, code): code for code in order}

    def rows(self, chosen: Sequence[str], fates: Sequence[str] | None = None) -> pd.DataFrame:
        """Return the promises on screen with outcome and slip, by programme and time promised."""
        kept = self.promises[self.promises["programme_id"].isin(chosen)]
        kept = kept[kept["outcome"].isin(OUTCOMES if fates is None else fates)]
        columns = [
            "programme_id",
            "promise",
            "promised_on",
            "promised_for_from",
            "promised_for_to",
            "fulfilled_on",
            "outcome",
            "slip_days",
            "slip_months",
            "moved_months",
            "source_id",
            "note",
        ]
        return kept.sort_values(["programme_id", "promised_for_from"])[columns].reset_index(drop=True)

    def words(self, rows: pd.DataFrame, **state: Any) -> str:
        """Return how many promises were kept, brought forward, late or are open."""
        if rows.empty:
            return "No promise fits these settings."
        counts = rows["outcome"].value_counts()
        said = [f"{counts[name]} {words}" for name, words in _BECAME.items() if counts.get(name)]
        shown = [self.names.get(code, code) for code in rows["programme_id"].unique()]
        held = self.promises["programme_id"].nunique()
        whose = f"{len(shown)} of {held} programmes" if 3 < len(shown) < held else joined(shown)
        whose = f"all {held} programmes" if len(shown) == held else whose
        number = count(len(rows), "promise")
        words = f"Of {number} on {whose}, as of {_day(self.as_of)}: {joined(said)}."
        forward = int((rows["moved_months"] < 0).sum())
        if forward:
            words += f" {count(forward, 'promise')} had been brought forward."
        matched = int(rows["slip_days"].notna().sum())
        if matched:
            late = int((rows["slip_days"] > 0).sum())
            words += f" Matched pairs alone would show {matched - late} of {matched} in time."
        return words


ON_MISSILES = ("counterstrike", "us_missiles", "missile_defence", "tomahawk", "type_12")
"""Subjects of statements that concern missiles, though some are filed under another theme."""


def statements() -> pd.DataFrame:
    """Return official words on missiles and counterstrike, and Japan's own announcements, in one form.

    Columns: id, date, start (Timestamp), who (ISO code), office, words, more, source_id.
    """
    said = facts.load("threats/foreign_statements")
    said = said[said["about_theme"].eq("missiles") | said["subject"].isin(ON_MISSILES)]
    own = facts.load("missiles/japan_programmes")
    own = own[own["kind"].isin(["decision", "plan"]) & own["basis"].eq("official_announcement")]
    theirs = pd.DataFrame(
        {
            "id": said["statement_id"], "date": said["date"], "start": said["date_start"],
            "who": said["speaker_iso3"], "office": said["speaker_office"], "words": said["paraphrase"],
            "more": "On: " + said["response_to"].fillna("no single event"), "source_id": said["source_id"],
        }
    )  # fmt: skip
    ours = pd.DataFrame(
        {
            "id": own["milestone_id"], "date": own["date"], "start": own["date_start"], "who": "JPN",
            "office": "Government of Japan, " + own["name"], "words": own["milestone"],
            "more": own["note"].fillna(""), "source_id": own["source_id"],
        }
    )  # fmt: skip
    return pd.concat([theirs, ours], ignore_index=True).sort_values(["date", "id"]).reset_index(drop=True)


def articles(*wanted: str) -> pd.DataFrame:
    """Return what the five articles said on missiles; with `wanted`, only claims of these verdicts."""
    held = facts.load("claims/claims")
    own = held[held["theme"] == "missiles"]
    own = own[own["verdict"].isin(wanted)] if wanted else own
    columns = ["claim_id", "doc_id", "claim", "verdict", "judgement", "evidence", "source_id"]
    return own[columns].reset_index(drop=True)
