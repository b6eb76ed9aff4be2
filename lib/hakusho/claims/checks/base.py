"""The named checks: verdicts on quantities, dates, ranks, ratios, distances, offices, membership and order.

A check reads facts through its ground and returns a Finding. Each is registered for one claim together with
a Flip: the change in the facts that turns its verdict, in words and as edits, so that a test makes it turn.
What the article asserts is read from the ledger (`value`), never typed here twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from hakusho import facts
from hakusho.claims.ground import Bar, Edit, Finding, Ground, Missing

OFFICES, EVENTS = "policy/offices", "policy/policy_timeline"
BUDGET, TARGETS, FX = "spending/japan_budget", "spending/policy_targets", "spending/gdp_fx"
MILEX, TOP, EDITIONS = "spending/milex", "spending/milex_top", "spending/sipri_top15_editions"
PROGRAMMES, SYSTEMS, RANGES = "missiles/japan_programmes", "missiles/systems", "missiles/range_estimates"
AGREEMENTS, PARTIES = "alliances/agreements", "alliances/parties"
SAID, LAUNCHES = "threats/threat_statements", "threats/nk_missile_events"
OPEN = "open"  # a forecast that the facts published by the reader's day could not yet decide

NEARLY_TWICE, CLEARLY_MORE = 1.9, 1.25
CLOSE, LOOSE = 0.05, 0.15  # shares within which a round figure is right, or only near


@dataclass(frozen=True)
class Flip:
    """The change in the facts that turns a verdict, and what the verdict becomes."""

    words: str
    becomes: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Check:
    """A named check for one claim. `then` answers for a reader of the time from tables of the time."""

    claim_id: str
    name: str
    run: Callable[[Ground], Finding]
    flip: Flip
    then: Callable[[Ground], Finding] | None = None

    def __call__(self, ground: Ground) -> Finding:
        """Return the finding over a ground; a row that is not there makes it 'open'."""
        try:
            return self.run(ground)
        except Missing as missing:
            return Finding(OPEN, f"{missing}.")


CHECKS: dict[str, Check] = {}


def check(
    claim_id: str,
    name: str,
    words: str,
    becomes: str,
    *edits: Edit,
    then: Callable[[Ground], Finding] | None = None,
) -> Callable[[Callable[[Ground], Finding]], Callable[[Ground], Finding]]:
    """Register a check for a claim, with the change that flips it."""

    def add(run: Callable[[Ground], Finding]) -> Callable[[Ground], Finding]:
        CHECKS[claim_id] = Check(claim_id, name, run, Flip(words, becomes, edits), then)
        return run

    return add


# ---------------------------------------------------------------- small selectors


def claim(g: Ground, claim_id: str) -> pd.Series:
    """Return the ledger row of a claim."""
    return g.row("claims/claims", claim_id=claim_id)


def number(g: Ground, claim_id: str) -> float:
    """Return the figure that the article asserts."""
    return float(claim(g, claim_id)["value"])


def written(g: Ground, doc_id: str) -> pd.Timestamp:
    """Return the day of an article."""
    return g.row("claims/seed_documents", doc_id=doc_id)["published_start"]


def day(stamp: Any) -> str:
    """Write a day out."""
    stamp = pd.Timestamp(stamp)
    return f"{stamp.day} {stamp:%B %Y}"


def event(g: Ground, event_id: str) -> pd.DataFrame:
    """Return one event of the time line as a frame. Raises Missing."""
    g.row(EVENTS, event_id=event_id)
    return g.rows(EVENTS, event_id=event_id)


def when(frame: pd.DataFrame, column: str = "date") -> pd.Timestamp:
    """Return the first day of a frame's first row."""
    return frame[f"{column}_start"].iloc[0]


def holders(g: Ground, office: str, country: str, on: Any) -> pd.DataFrame:
    """Return who held an office on a day; on a day of change both stand."""
    on = pd.Timestamp(on)
    terms = g.rows(OFFICES, office=office, country_iso3=country)
    return terms[terms["from_start"].le(on) & (terms["to"].isna() | terms["to_end"].ge(on))]


def initial(g: Ground, fiscal_year: str, basis: str = "incl_saco_realignment") -> pd.DataFrame:
    """Return the initial budget (expenditure) of a fiscal year."""
    where = {"fiscal_year": fiscal_year, "basis": basis, "accounting_basis": "expenditure"}
    found = g.rows(BUDGET, budget_kind=["initial", "draft"], variant="not_applicable", **where)
    if found.empty:
        raise Missing(BUDGET, where)
    return found


def amount(frame: pd.DataFrame) -> float:
    """Return the amount of a budget row in billion yen."""
    return float(frame["amount_jpy_bn"].iloc[0])


def _wide_goal(g: Ground) -> pd.DataFrame:
    g.row(BUDGET, budget_kind="nato_style_2pct_total", variant="goal")
    return g.rows(BUDGET, budget_kind="nato_style_2pct_total", variant="goal")


def _ministry_goal(g: Ground) -> pd.DataFrame:
    g.row(BUDGET, budget_kind="plan_target", fiscal_year="FY2027")
    return g.rows(BUDGET, budget_kind="plan_target", fiscal_year="FY2027")


def target(g: Ground, target_id: str) -> pd.DataFrame:
    """Return one spending target as a frame. Raises Missing."""
    g.row(TARGETS, target_id=target_id)
    return g.rows(TARGETS, target_id=target_id)


def moved_target(g: Ground) -> pd.DataFrame:
    """Return the later target of the government for the same share, if the reader's day knows one."""
    later = g.rows(TARGETS, applies_to_iso3="JPN", announcer_iso3="JPN", target_kind="target")
    return later[later["date_announced_start"].gt(pd.Timestamp("2022-12-31"))]


def contract(g: Ground) -> pd.DataFrame:
    """Return the Tomahawk contract as a whole. Raises Missing."""
    where = {"programme_id": "tomahawk", "kind": "contract", "cost_scope": "contract"}
    g.row(PROGRAMMES, **where)
    return g.rows(PROGRAMMES, **where)


def ties(
    g: Ground, partner: str, on: pd.Timestamp, kind: str | None = None, own: str = "JPN"
) -> pd.DataFrame:
    """Return agreements in force on a day with both a state, Japan, and its partner as parties."""
    agreements = g.rows(AGREEMENTS, **({"kind": kind} if kind else {}))
    known = agreements["in_force_start"].le(on) | (
        agreements["in_force"].isna()
        & agreements["status"].eq("in_force")
        & agreements["signed_start"].le(on)
    )
    alive = agreements[known & (agreements["ended"].isna() | agreements["ended_end"].gt(on))]
    parties = g.rows(PARTIES, role="party")
    parties = parties[parties["from"].isna() | parties["from_start"].le(on)]
    of = [set(parties.loc[parties["country_iso3"] == c, "agreement_id"]) for c in (own, partner)]
    return alive[alive["agreement_id"].isin(of[0] & of[1])]


def country(code: str) -> str:
    """Return the English name of a country."""
    return str(_names()[code])


def state(code: str) -> str:
    """Return the name of a country as a sentence takes it: 'the United States'."""
    name = country(code)
    return f"the {name}" if name.startswith(("United", "Philippines")) else name


@cache
def _names() -> dict[str, str]:
    rows = facts.load("countries")
    return dict(zip(rows["iso3"], rows["name_en"], strict=True))


def bars(values: Mapping[str, float], form: str, said: float | None = None) -> tuple[Bar, ...]:
    """Return figures to draw, each written in a form such as '{:.1f} km', and that of the article."""
    drawn = [Bar(label, float(value), form.format(value)) for label, value in values.items()]
    article = [] if said is None else [Bar("the article says", said, form.format(said), True)]
    return (*drawn, *article)


def words(lines: Mapping[str, str]) -> tuple[Bar, ...]:
    """Return lines for the small chart where the fact is a word and no figure."""
    return tuple(Bar(label, None, said) for label, said in lines.items())


def read(*frames: pd.DataFrame) -> tuple[pd.DataFrame, ...]:
    """Return the frames that hold rows."""
    return tuple(frame for frame in frames if len(frame))
