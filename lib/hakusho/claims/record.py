"""The ledger: every statement of the five articles with its verdict, its basis, and what would turn it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pandas as pd

from hakusho import facts, sources
from hakusho.claims.checks import CHECKS, OPEN
from hakusho.claims.ground import DEFINITIONS, TODAY, Finding, Ground
from hakusho.errors import Mistake, hint

VERDICTS: dict[str, str] = {
    "supported": "supported",
    "supported_with_nuance": "supported, with a nuance",
    "imprecise": "imprecise",
    "outdated": "outdated",
    "contradicted": "contradicted",
    "unverifiable": "unverifiable",
    "opinion": "opinion",
}
"""Verdicts from best to worst, then those that no fact decides."""

OMISSION = ("supported_with_nuance", "imprecise", "outdated")
"""Verdicts of statements that lack a condition, a better term or a date."""

AS_RECORDED = "recorded"


@cache
def ground() -> Ground:
    """Return the ground of the facts as they are."""
    return Ground()


def ledger() -> pd.DataFrame:
    """Return all statements: the ledger's columns, `article`, its day `published`, `check` (name or NA)."""
    rows = facts.load("claims/claims")
    papers = facts.load("claims/seed_documents").set_index("doc_id")["published"]
    names = {claim_id: check.name for claim_id, check in CHECKS.items()}
    return rows.assign(
        article=rows["doc_id"].map(articles()),
        published=rows["doc_id"].map(papers),
        check=rows["claim_id"].map(names).astype("string"),
    )


@cache
def articles() -> dict[str, str]:
    """Return how each article is named to a reader, by doc_id: outlet or first words of its title, date."""
    rows = facts.load("claims/seed_documents")
    return dict(zip(rows["doc_id"], rows["short_name"], strict=True))


def days() -> dict[str, str]:
    """Return the days that a reader may ask for: today, and that of each article; name to day."""
    rows = facts.load("claims/seed_documents")
    held = {f"{name}, its day": day for name, day in zip(rows["short_name"], rows["published"], strict=True)}
    return {"today": TODAY} | held


def find(claim_id: str) -> pd.Series:
    """Return one statement. Raises Mistake with the nearest id."""
    rows = ledger().set_index("claim_id", drop=False)
    if claim_id not in rows.index:
        raise Mistake(f"no claim has the id '{claim_id}'{hint(claim_id, rows.index)}")
    return rows.loc[claim_id]


def compute(claim_id: str, on: Ground | None = None) -> Finding:
    """Return what the claim's check finds now, or over another ground. Raises Mistake for a judged claim."""
    find(claim_id)
    if claim_id not in CHECKS:
        raise Mistake(f"the verdict on {claim_id} is a judgement: no check computes it")
    return CHECKS[claim_id](on or ground())


@cache
def _findings() -> dict[str, Finding]:
    return {claim_id: found for claim_id, (found, _) in _with_families().items()}


@cache
def _with_families() -> dict[str, tuple[Finding, frozenset[str]]]:
    """Return each check's finding and the families of definitions that it asked for."""
    found = {}
    for claim_id, check in CHECKS.items():
        here = replace(ground(), asked=set())
        found[claim_id] = (check(here), frozenset(here.asked))
    return found


def findings() -> dict[str, Finding]:
    """Return the finding of every check over the facts as they are, by claim."""
    return dict(_findings())


def drifted() -> list[str]:
    """Return a line for each claim whose facts no longer give the recorded verdict; none is right."""
    said = ledger().set_index("claim_id")["verdict"]
    return [
        f"{claim_id}: recorded {said[claim_id]}, computed {found.verdict} ({found.because})"
        for claim_id, found in _findings().items()
        if found.verdict != said[claim_id]
    ]


# ---------------------------------------------------------------- definitions


def switches() -> dict[str, dict[str, str]]:
    """Return the settings of the definition switch: name, then the choice it makes."""
    one_by_one = {
        f"{family}:{choice}": {family: choice}
        for family, choices in DEFINITIONS.items()
        for choice in list(choices)[1:]
    }
    return {AS_RECORDED: {}} | one_by_one


def meaning(switch: str) -> str:
    """Return a setting of the switch in words."""
    if switch == AS_RECORDED:
        return "as recorded"
    family, choice = switch.split(":")
    return DEFINITIONS[family][choice]


@cache
def _under() -> pd.DataFrame:
    lines = []
    for name, chosen in switches().items():
        for claim_id, (said, families) in _with_families().items():
            if families.isdisjoint(chosen):
                continue
            found = CHECKS[claim_id](ground().under(**chosen))
            if found.verdict != said.verdict:
                lines.append((claim_id, name, said.verdict, found.verdict, found.because))
    columns = ["claim_id", "switch", "recorded", "verdict", "because"]
    return pd.DataFrame(lines, columns=columns).assign(definition=lambda d: d["switch"].map(meaning))


def flipped_by_definition() -> pd.DataFrame:
    """Return each verdict that another definition turns.

    Columns: claim_id, switch, recorded, verdict, because, definition.
    """
    return _under().copy()


def verdicts(switch: str = AS_RECORDED) -> pd.Series:
    """Return the verdict of every claim under a setting of the switch, by claim_id."""
    if switch not in switches():
        raise Mistake(f"no definition is called '{switch}'{hint(switch, switches())}")
    said = ledger().set_index("claim_id")["verdict"].copy()
    for row in _under().query("switch == @switch").itertuples():
        said[row.claim_id] = row.verdict
    return said


# ---------------------------------------------------------------- counts for prose


def count(verdict: str | None = None, *, judgement: str | None = None, doc: str | None = None) -> int:
    """Return how many statements have a verdict, are computed or judged, or stand in an article."""
    rows = ledger()
    kept = pd.Series(True, index=rows.index)
    for column, value in (("verdict", verdict), ("judgement", judgement), ("doc_id", doc)):
        kept &= rows[column].eq(value) if value else True
    return int(kept.sum())


def testable() -> pd.DataFrame:
    """Return the statements that are neither opinion nor left open for want of a source."""
    rows = ledger()
    return rows[~rows["verdict"].isin(["opinion", "unverifiable"])]


def omission_share(switch: str = AS_RECORDED) -> float:
    """Return the share in percent of testable statements that need a condition, better term or date."""
    said = verdicts(switch)
    decided = said[~said.isin(["opinion", "unverifiable"])]
    return 100 * float(decided.isin(OMISSION).mean())


def turned(switch: str) -> int:
    """Return how many verdicts a setting of the definition switch turns."""
    meaning(switch)
    return int(_under()["switch"].eq(switch).sum())


def differences(nature: str | None = None) -> int:
    """Return how many pairs differ, or differ in one way: conflict, scope, omission, overtaken."""
    pairs = facts.load("claims/contradictions")
    return int(pairs["nature"].eq(nature).sum()) if nature else len(pairs)


def families() -> pd.Series:
    """Return how many claims each named check decides."""
    return pd.Series([check.name for check in CHECKS.values()]).value_counts()


# ---------------------------------------------------------------- then and now


@cache
def _readings() -> pd.DataFrame:
    rows = ledger().set_index("claim_id")
    lines = []
    for claim_id in CHECKS:
        now, date = _findings()[claim_id], str(rows.loc[claim_id, "published"])
        then, why = _then(claim_id, date)
        lines.append(
            (
                claim_id,
                date,
                then.verdict if then else pd.NA,
                now.verdict,
                then.because if then else why,
                now.because,
            )
        )
    columns = ["claim_id", "day", "then", "now", "because_then", "because_now"]
    found = pd.DataFrame(lines, columns=columns)
    found["outcome"] = "same"
    found.loc[found["then"].ne(found["now"]).fillna(False).astype(bool), "outcome"] = "changed"
    found.loc[found["then"].isna(), "outcome"] = "not_reconstructable"
    return found


def _then(claim_id: str, date: str) -> tuple[Finding | None, str]:
    """Return the finding for a reader of the day, or None and why it cannot be reconstructed.

    The rule: every row that decides the verdict today, if its event had begun, must have been published by
    the day. A row known only from a later edition says nothing of what its reader then had.
    """
    check = CHECKS[claim_id]
    if check.then:
        return check.then(ground().on(date)), ""
    lost = [key for key in _findings()[claim_id].places() if not _settled(key, date)]
    if lost:
        tables = ", ".join(sorted({table for table, _ in lost}))
        return None, f"{len(lost)} of the rows that decide it are known from later publications ({tables})."
    return check(ground().on(date)), ""


@cache
def _fate(table: str, date: str) -> tuple[str, ...]:
    return tuple(facts.as_of(date).fate(table))


def _settled(key: tuple[str, int], date: str) -> bool:
    table, place = key
    if table == "missiles/sites":
        return True  # where a place lies was no secret
    if (begun := _BEGUN.get(table)) and facts.load(table)[f"{begun}_start"].iloc[place] > pd.Timestamp(date):
        return True  # it had not happened, so nobody could have known it
    return _fate(table, date)[place] != "not_decidable"


_BEGUN = {"policy/policy_timeline": "date", "spending/japan_budget": "stage_date"}


def readings() -> pd.DataFrame:
    """Return the two readings of every computed claim: on its article's day, and now.

    Columns: claim_id, day, then (a verdict, 'open', or NA), now, because_then, because_now, outcome (same,
    changed, not_reconstructable). 'Not reconstructable' never means that it was unknown then.
    """
    return _readings().copy()


def reading_count(outcome: str) -> int:
    """Return how many computed claims have an outcome: same, changed or not_reconstructable."""
    return int(_readings()["outcome"].eq(outcome).sum())


def reasons(claim_id: str) -> list[str]:
    """Return why a statement has its verdict, a sentence each: check or evidence, what would turn it."""
    row = find(claim_id)
    if claim_id not in CHECKS:
        return [f"Evidence: {row['evidence']}", f"Who could disagree: {row['who_could_disagree']}"]
    check, then = CHECKS[claim_id], _readings().set_index("claim_id").loc[claim_id]
    under = _under().query("claim_id == @claim_id")
    return [
        f"Check ({check.name}): {_findings()[claim_id].because}",
        f"The verdict turns to {VERDICTS[check.flip.becomes]} if {check.flip.words}.",
        *(f"Counted otherwise ({f.definition}): {VERDICTS[f.verdict]}." for f in under.itertuples()),
        f"For a reader of {sources.day(then['day'])}: {_outcome(then)}.",
    ]


def meaning_then(verdict: object) -> str:
    """Return a verdict of the article's day in words; it may be open, or missing."""
    return "not yet decided" if verdict == OPEN else VERDICTS.get(str(verdict), "not reconstructable")


def _outcome(reading: pd.Series) -> str:
    return "the same verdict" if reading["outcome"] == "same" else meaning_then(reading["then"])
