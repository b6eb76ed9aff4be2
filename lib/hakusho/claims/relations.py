"""Claims that a name answers and no figure: offices, members of a pact, allies, and what came first.

Each relation answers with the facts that it stands on: a frame with meets (yes or no), shown, definition and
source_id.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import pandas as pd

from hakusho import facts, policy
from hakusho.claims.checks.base import country, state, ties
from hakusho.claims.ground import Ground
from hakusho.errors import Mistake, hint

EVENTS, PARTIES, AGREEMENTS = "policy/policy_timeline", "alliances/parties", "alliances/agreements"
COLUMNS = ["meets", "shown", "definition", "source_id"]


@dataclass(frozen=True)
class Relation:
    """A relation of two names, on a day if `dated`: its lists, and the facts that decide it.

    `subjects` and `values` give names to choose from, by id; `decide(subject, value, day)` gives the facts.
    """

    name: str
    example: str
    subjects: Callable[[], Mapping[str, str]]
    values: Callable[[str], Mapping[str, str]]
    decide: Callable[[str, str, str], tuple[str, pd.DataFrame]]
    dated: bool = True


def bounds(day: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the first and last day of a partial date. Raises Mistake for what is no date."""
    try:
        first, last = facts.partial_bounds([day])
    except ValueError:
        raise Mistake(f"'{day}' is not a date; write YYYY, YYYY-MM or YYYY-MM-DD") from None
    return pd.Timestamp(first[0]), pd.Timestamp(last[0])


def known(wanted: str, names: Mapping[str, str], what: str) -> str:
    """Return the id that a reader means by an id or a name. Raises Mistake with the nearest."""
    folded = {i.casefold(): i for i in names} | {name.casefold(): i for i, name in names.items()}
    if (found := folded.get(wanted.strip().casefold())) is not None:
        return found
    holding = [f"{name} ({i})" for i, name in names.items() if wanted.casefold() in name.casefold()]
    near = hint(wanted, [*names, *names.values()]) or (f"; try {'; '.join(holding[:3])}" if holding else "")
    raise Mistake(f"no {what} is called '{wanted}'{near}")


def _facts(rows: list[tuple[str, str, str, str]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)


# ---------------------------------------------------------------- offices


@cache
def offices() -> dict[str, dict[str, str]]:
    """Return the offices held in the base: office, then code and name of each country that has it."""
    rows = facts.load("policy/offices")
    return {
        office: {code: country(code) for code in sorted(group["country_iso3"].unique())}
        for office, group in rows.groupby("office")
    }


def _persons(office: str, code: str) -> dict[str, str]:
    rows = facts.load("policy/offices")
    mine = rows[rows["office"].eq(office) & rows["country_iso3"].eq(code)].sort_values("from_start")
    return {person: person for person in dict.fromkeys(mine["person"])}


def _held(office: str) -> Callable[[str, str, str], tuple[str, pd.DataFrame]]:
    def decide(code: str, wanted: str, day: str) -> tuple[str, pd.DataFrame]:
        bounds(day)
        found = policy.holders(office, code, day)
        if found.empty:
            return f"No term is held for {day}.", _facts([])
        named = " and ".join(found["person"])
        hits = found["person"].str.casefold().str.contains(wanted.casefold(), regex=False)
        rows = [
            ("yes" if hit else "no", r.person, _span(r.to_dict()), str(r.source_id))
            for hit, (_, r) in zip(hits, found.iterrows(), strict=True)
        ]
        return f"{office} of {state(code)} on {day}: {named}.", _facts(rows)

    return decide


def _span(row: Mapping[str, object]) -> str:
    begins = "from the start" if pd.isna(row["from"]) else f"from {row['from']}"
    return f"{begins} to {'today' if pd.isna(row['to']) else row['to']}"


# ---------------------------------------------------------------- members of a pact


@cache
def _pacts() -> dict[str, str]:
    rows, parties = facts.load(AGREEMENTS), set(facts.load(PARTIES)["agreement_id"])
    mine = rows[rows["agreement_id"].isin(parties)].sort_values("short_name")
    return dict(zip(mine["agreement_id"], mine["short_name"], strict=True))


@cache
def _states() -> dict[str, str]:
    codes = sorted(set(facts.load(PARTIES)["country_iso3"]), key=country)
    return {code: country(code) for code in codes}


def _member(pact: str, code: str, day: str) -> tuple[str, pd.DataFrame]:
    first, last = bounds(day)
    rows = facts.load(PARTIES)
    text = facts.load(AGREEMENTS).set_index("agreement_id").loc[pact]
    begins = text["in_force_start"] if pd.notna(text["in_force_start"]) else text["signed_start"]
    if pd.isna(begins) or begins > last or (pd.notna(text["ended"]) and text["ended_end"] <= first):
        return f"{text['short_name']} was not in effect on {day}, or its dates are not known.", _facts([])
    mine = rows[rows["agreement_id"].eq(pact)]
    now = mine[
        (mine["from"].isna() | mine["from_start"].le(last)) & (mine["to"].isna() | mine["to_end"].ge(first))
    ]
    own = now[now["country_iso3"].eq(code)]
    parties = now.loc[now["role"].eq("party"), "country_iso3"]
    listed = ", ".join(country(other) for other in parties if other != code)
    role = own["role"].iloc[0] if len(own) else "no part"
    cited = str(own["source_id"].iloc[0] if len(own) else text["source_id"])
    line = ("yes" if role == "party" else "no", role, f"{country(code)}, beside {listed}", cited)
    return f"{text['short_name']} on {day} had {len(parties)} parties.", _facts([line])


# ---------------------------------------------------------------- allies

TIES = {"mutual_defence_treaty": "a treaty of mutual defence", None: "any security agreement in force"}


def _ally(code: str, partner: str, day: str) -> tuple[str, pd.DataFrame]:
    _, last = bounds(day)
    lines = []
    for kind, definition in TIES.items():
        found = ties(Ground(), partner, last, kind, code)
        named = ", ".join(found["short_name"].head(3)) + (" …" if len(found) > 3 else "")
        cited = ";".join(found["source_id"].head(3).astype(str))
        lines.append(("yes" if len(found) else "no", named or "none", definition, cited))
    return f"{country(code)} and {country(partner)} on {day}, by what makes an ally:", _facts(lines)


# ---------------------------------------------------------------- what came first


@cache
def _events() -> dict[str, str]:
    rows = facts.load(EVENTS).sort_values("date_start")
    return {r.event_id: f"{r.title}, {r.date}" for r in rows.itertuples()}


def _before(one: str, other: str, _: str) -> tuple[str, pd.DataFrame]:
    rows = facts.load(EVENTS).set_index("event_id")
    a, b = rows.loc[one], rows.loc[other]
    lines = [("", str(e["date"]), str(e["title"]), str(e["source_id"])) for e in (a, b)]
    found = _facts(lines)
    if a["date_end"] < b["date_start"]:
        days = (b["date_start"] - a["date_end"]).days
        return f"It came first, by {days} day{'s' * (days != 1)} at least.", found.assign(meets="yes")
    if a["date_start"] >= b["date_end"]:
        return "It did not come first.", found.assign(meets="no")
    return "The dates are not known closely enough.", found.iloc[:0]


_ORDER = "National Security Strategy 2022 before Early revision of the three documents"


@cache
def relations() -> dict[str, Relation]:
    """Return what can be asked of names, by its word."""
    held = {
        office: Relation(
            office,
            f"2025-01-21 {office} {'JPN' if 'JPN' in codes else next(iter(codes))} is NAME",
            lambda codes=codes: codes,
            lambda code, office=office: _persons(office, code),
            _held(office),
        )
        for office, codes in offices().items()
    }
    pacts = (
        Relation("member", "2024-02-01 member aukus-2021 is JPN", _pacts, lambda _: _states(), _member),
        Relation("ally", "2025-10-23 ally JPN is KOR", _states, lambda _: _states(), _ally),
        Relation(
            "before",
            _ORDER,
            _events,
            lambda _: _events(),
            _before,
            dated=False,
        ),
    )
    return held | {one.name: one for one in pacts}
