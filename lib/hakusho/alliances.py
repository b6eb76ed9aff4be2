"""Japan's security ties: what is in effect in a year, who is pledged to whom, what small groupings hold.

A tie counts for a year when it is in effect on the last day of that year, for the running year on the vintage
day of alliances/agreements. Ties without a known start are listed apart. A text of many parties is one tie.
Ties among third states are not collected, so nothing here measures density or the centrality of any state but
Japan; the one complete layer is the defence pledges among the nineteen states of the closed set hakusho-19.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

import pandas as pd

from hakusho import facts
from hakusho.errors import Mistake, hint

CLOSED_SET = (
    "JPN", "USA", "KOR", "AUS", "NZL", "PHL", "THA", "TWN", "IND", "SGP", "MYS", "IDN", "VNM", "BRN",
    "GBR", "CAN", "FRA", "DEU", "ITA",
)  # fmt: skip
"""The states for which alliances/defence_pledges is complete (hakusho-19)."""

APART = {"asean-tac-1976": "amity_treaty", "seato-manila-pact-1954": "manila_pact", "sco-2001": "sco"}
"""Texts of many parties that are off by default: they would tie rivals together or have lost their effect."""

KINDS = {
    "mutual_defence_treaty": "Defence treaty",
    "status_of_forces": "Status of forces",
    "host_nation_support": "Cost sharing for bases",
    "reciprocal_access": "Reciprocal access",
    "acsa": "Logistics (ACSA)",
    "information_security": "Information security",
    "equipment_transfer": "Equipment transfer",
    "co_development": "Joint development",
    "arms_sale": "Arms sale",
    "security_partnership": "Other security text",
    "forum": "Forum",
    "minilateral": "Format of three or four",
    "summit_declaration": "Leaders' declaration",
    "trade_tech_pact": "Trade and technology",
    "amity_treaty": "ASEAN amity treaty",
}
"""Kinds of ties of Japan, strongest promise first; the ASEAN treaty is a kind of its own."""

DEFAULT_KINDS = tuple(kind for kind in KINDS if kind != "amity_treaty")

BONDS = {
    "pledge": "defence pledge",
    "access": "forces: access or status",
    "logistics": "logistics (ACSA)",
    "secrets": "information security",
    "equipment": "equipment, development, sales",
    "text": "other text or declaration",
}
"""Strength of a tie between two states, strongest first: our ranking, by how much one puts at stake."""

BOND_OF = {
    "mutual_defence_treaty": "pledge", "status_of_forces": "access", "reciprocal_access": "access",
    "host_nation_support": "access", "acsa": "logistics", "information_security": "secrets",
    "equipment_transfer": "equipment", "co_development": "equipment", "arms_sale": "equipment",
}  # fmt: skip

RUNGS = {
    "two_plus_two": "2+2 ministers", "information_security": "Information", "equipment_transfer": "Equipment",
    "acsa": "Logistics", "reciprocal_access": "Access", "co_development": "Development",
}  # fmt: skip
"""Rungs of the ladder, in the order in which they are drawn."""

ATLANTIC = ("North Atlantic Treaty", "Treaty on European Union", "Brussels Treaty", "Treaty of Dunkirk",
            "Treaty of Aachen", "Quirinal Treaty", "Kensington Treaty", "NORAD", "Entry 210")  # fmt: skip
"""Beginnings of the names of pledges that do not reach the Pacific (North Atlantic Treaty, article 6)."""

NEVER = 9999  # a year beyond all others: "not ended"


@cache
def today() -> pd.Timestamp:
    """Return the day up to which ties are known: the vintage of alliances/agreements."""
    return pd.Timestamp(facts.base().resource("alliances/agreements")["vintage"])


def day_of(year: int) -> pd.Timestamp:
    """Return the day that stands for a year: 31 December, or the vintage day for the running year."""
    return min(pd.Timestamp(year, 12, 31), today())


@cache
def names() -> dict[str, str]:
    """Return English country names by code."""
    table = facts.load("countries")
    return dict(zip(table["iso3"], table["name_en"], strict=True))


def name(code: str) -> str:
    """Return the English name of a country or group code."""
    return names().get(code, code)


# ---------------------------------------------------------------- ties in effect


def _year_ends(frame: pd.DataFrame, start: str, end: str) -> pd.DataFrame:
    """Add `first_year` and `last_year`: the first and last year on whose day the row is in effect.

    A row starts at the first day of a partial date; it is over from the first day of its end date on.
    """
    first = frame[f"{start}_start"].dt.year.astype("Int64")
    last = (frame[f"{end}_start"].dt.year - 1).astype("Int64").fillna(NEVER)
    return frame.assign(first_year=first, last_year=last)


def ties(country: str = "JPN") -> pd.DataFrame:
    """Return the ties of a country: one row per agreement and spell.

    Columns: agreement_id, short_name, kind (as in KINDS, where ASEAN's treaty is a kind of its own),
    legal_form, open_ended (no treaty: a political text or contract that does not expire by itself), known
    (dated, unknown, pending), signed_year, first_year, last_year (NEVER = not ended), others (codes of the
    other parties, `;`), with_us_from (first year in which the United States is a party too; NA = never),
    source_id. Proposals and talks are left out. Raises Mistake for another country than Japan or the United
    States: the ties of others are not collected.
    """
    if country not in ("JPN", "USA"):
        raise Mistake(f"ties are collected for JPN and USA only, not for '{country}'")
    return _ties(country).copy()


@cache
def _ties(country: str) -> pd.DataFrame:
    agreements = facts.load("alliances/agreements")
    agreements = agreements[~agreements.status.isin(["proposed", "negotiating"])]
    parties = _year_ends(_parties(), "from", "to")
    mine = parties[parties.country_iso3 == country]
    found = mine[["agreement_id", "spell", "standing", "first_year", "last_year"]].merge(
        agreements[
            ["agreement_id", "short_name", "kind", "legal_form", "in_force_known", "status", "signed",
             "signed_start", "source_id"]
        ],
        on="agreement_id",
    )  # fmt: skip
    known = found["in_force_known"].mask(found["first_year"].notna(), "dated")
    found["known"] = known.mask(known.eq("not_applicable"), "dated")
    found["kind"] = found["agreement_id"].map(APART).fillna(found["kind"])
    found["open_ended"] = found["legal_form"] != "binding"
    found["signed_year"] = found["signed_start"].dt.year.astype("Int64")
    others = parties[parties.country_iso3 != country].groupby("agreement_id")["country_iso3"]
    found["others"] = found["agreement_id"].map(others.agg(lambda codes: ";".join(sorted(set(codes)))))
    americans = parties[parties.country_iso3 == "USA"].groupby("agreement_id")["first_year"].min()
    found["with_us_from"] = found["agreement_id"].map(americans).astype("Int64")
    us_unknown = found["others"].str.contains("USA", na=False) & found["with_us_from"].isna()
    found.loc[us_unknown, "with_us_from"] = 0
    return found.drop(columns=["in_force_known", "signed_start"]).reset_index(drop=True)


@cache
def _parties() -> pd.DataFrame:
    """Parties proper, with a grant programme counted for the state that runs it."""
    parties = facts.load("alliances/parties")
    return parties[parties.role.isin(["party", "framework"])]


def in_effect(
    year: int, kinds: Collection[str] = DEFAULT_KINDS, open_ended: bool = False, country: str = "JPN"
) -> pd.DataFrame:
    """Return the dated ties of a country in effect on the day of a year, with `with_us` (bool).

    Texts without legal force are left out unless `open_ended`. Columns as in `ties`.
    """
    shown = _wanted(_ties(country), kinds, open_ended)
    shown = shown[
        shown.known.eq("dated") & (shown.first_year <= year) & (shown.last_year >= year).fillna(False)
    ]
    return shown.assign(with_us=(shown.with_us_from <= year).fillna(False).astype(bool))


def undated(
    year: int, kinds: Collection[str] = DEFAULT_KINDS, open_ended: bool = False, country: str = "JPN"
) -> pd.DataFrame:
    """Return ties in effect whose first day is unknown, signed by the end of that year."""
    shown = _wanted(_ties(country), kinds, open_ended)
    return shown[
        shown.known.eq("unknown") & (shown.signed_year <= year).fillna(False) & (shown.last_year >= year)
    ]


def pending(year: int, kinds: Collection[str] = DEFAULT_KINDS) -> pd.DataFrame:
    """Return Japan's signed texts of which no entry into force is known, signed by the end of that year."""
    shown = _wanted(_ties("JPN"), kinds, False)
    signed = shown.signed_year.fillna(today().year)
    return shown[shown.known.eq("pending") & (signed <= year)]


def _wanted(frame: pd.DataFrame, kinds: Collection[str], open_ended: bool) -> pd.DataFrame:
    kept = frame[frame.kind.isin(list(kinds))]
    return kept if open_ended else kept[~kept.open_ended]


def count(year: int, kinds: Collection[str] = DEFAULT_KINDS, open_ended: bool = False) -> int:
    """Return the number of Japan's ties in effect on the day of a year."""
    return len(in_effect(year, kinds, open_ended))


def with_us(year: int, kinds: Collection[str] = DEFAULT_KINDS, open_ended: bool = False) -> int:
    """Return how many of Japan's ties in effect include the United States."""
    return int(in_effect(year, kinds, open_ended).with_us.sum())


def without_us(year: int, kinds: Collection[str] = DEFAULT_KINDS, open_ended: bool = False) -> int:
    """Return how many of Japan's ties in effect do not include the United States."""
    return count(year, kinds, open_ended) - with_us(year, kinds, open_ended)


def us_share(year: int, kinds: Collection[str] = DEFAULT_KINDS, open_ended: bool = False) -> float:
    """Return the share of Japan's ties in effect that include the United States, in per cent; 0 of none."""
    total = count(year, kinds, open_ended)
    return 100 * with_us(year, kinds, open_ended) / total if total else 0.0


def by_kind(year: int, open_ended: bool = False) -> pd.DataFrame:
    """Return Japan's ties in effect by kind: columns kind, with_us, without_us, total."""
    shown = in_effect(year, KINDS, open_ended)
    table = shown.groupby("kind").agg(total=("agreement_id", "size"), with_us=("with_us", "sum"))
    table = table.reindex([kind for kind in KINDS if kind in table.index]).astype(int)
    return table.assign(without_us=table.total - table.with_us).reset_index()


def partners(year: int, kind: str) -> list[str]:
    """Return the codes of Japan's partners in ties of one kind in effect on the day of a year."""
    codes = in_effect(year, (kind,)).others.str.split(";").explode()
    return sorted(set(codes.dropna()))


# ---------------------------------------------------------------- pledges to defend


def pledges() -> pd.DataFrame:
    """Return alliances/defence_pledges with first_year, last_year and `atlantic` (not for the Pacific).

    One row is a pledge of one state (from_iso3) towards another (to_iso3) under one agreement.
    """
    return _pledges().copy()


@cache
def _pledges() -> pd.DataFrame:
    table = _year_ends(facts.load("alliances/defence_pledges"), "from", "to")
    return table.assign(atlantic=table.agreement.str.startswith(ATLANTIC).astype(bool))


CODINGS = {"ours": "Hakusho", "atop": "ATOP", "cow": "Correlates of War"}


def pledged(year: int, coding: str = "ours", manila: bool = True, atlantic: bool = True) -> pd.DataFrame:
    """Return the pledges in effect on the day of a year under one coding.

    ``ours`` takes level = defence; ``atop`` and ``cow`` what the data set codes as a defence pledge. Rows
    that rest on the Manila Pact, or on Atlantic and European treaties, can be left out.
    Raises Mistake for another coding.
    """
    if coding not in CODINGS:
        raise Mistake(f"there is no coding '{coding}', only {', '.join(CODINGS)}{hint(coding, CODINGS)}")
    table = _pledges()
    coded = table.level.eq("defence") if coding == "ours" else table[coding].eq("yes")
    kept = table[coded & (table.first_year <= year) & (table.last_year >= year)]
    return kept[(manila | ~kept.manila) & (atlantic | ~kept.atlantic)]


def pledged_to(country: str, year: int, coding: str = "ours") -> list[str]:
    """Return the states pledged to defend a country (of the closed set), in alphabetical order."""
    table = pledged(year, coding)
    return sorted(set(table[table.to_iso3 == country].from_iso3))


def pledged_by(country: str, year: int, coding: str = "ours") -> list[str]:
    """Return the states that a country (of the closed set) is pledged to defend without limit of place."""
    table = pledged(year, coding)
    return sorted(set(table[table.from_iso3 == country].to_iso3))


def club(
    members: Sequence[str],
    year: int = 2026,
    *,
    directed: bool = True,
    manila: bool = False,
    atlantic: bool = False,
) -> dict[str, int]:
    """Return what a mutual-defence club of these members would have and lack.

    Keys: ``pairs`` (possible), ``exist`` (pairs with a pledge), ``new`` (pairs without), ``both_ways``
    (undirected pairs with pledges in both directions). Directed: n(n-1) pairs; undirected: half, and a pair
    exists where at least one side is pledged. Raises Mistake for a state outside the closed set.
    """
    for code in members:
        if code not in CLOSED_SET:
            raise Mistake(f"'{code}' is not in the closed set of nineteen{hint(code, CLOSED_SET)}")
    chosen = set(members)
    table = pledged(year, "ours", manila, atlantic)
    inside = table[table.from_iso3.isin(chosen) & table.to_iso3.isin(chosen)]
    arrows = set(zip(inside.from_iso3, inside.to_iso3, strict=True))
    lines = {frozenset(arrow) for arrow in arrows}
    possible = len(chosen) * (len(chosen) - 1)
    pairs, exist = (possible, len(arrows)) if directed else (possible // 2, len(lines))
    both = sum((b, a) in arrows for a, b in arrows) // 2
    return {"pairs": pairs, "exist": exist, "new": pairs - exist, "both_ways": both}


def cells(members: Sequence[str], year: int, manila: bool = False, atlantic: bool = False) -> pd.DataFrame:
    """Return the pledges that exist among members: from, to, agreements, source_id (both joined by `;`)."""
    table = pledged(year, "ours", manila, atlantic)
    inside = table[table.from_iso3.isin(list(members)) & table.to_iso3.isin(list(members))]
    return inside.groupby(["from_iso3", "to_iso3"], as_index=False).agg(
        agreements=("agreement", lambda texts: "; ".join(dict.fromkeys(texts))),
        source_id=("source_id", lambda ids: ";".join(dict.fromkeys(";".join(ids).split(";")))),
    )


# ---------------------------------------------------------------- one treaty, three codings


def codings() -> pd.DataFrame:
    """Return each party's duty to defend in three codings: one row per agreement, country and spell.

    Columns: agreement_id, short_name, country, first_year, last_year, ours, atop, cow (yes, limited, no,
    not_in_list, not_covered), differ (the codings that cover the text disagree), note, source_id.
    """
    return _codings().copy()


@cache
def _codings() -> pd.DataFrame:
    parties = _year_ends(_parties(), "from", "to")
    coded = parties[parties.obliged_ours != "not_applicable"]
    agreements = facts.load("alliances/agreements")[["agreement_id", "short_name", "signed_start"]]
    table = coded.merge(agreements, on="agreement_id")
    table["first_year"] = table.first_year.fillna(table.signed_start.dt.year.astype("Int64"))
    renamed = table.rename(columns={"country_iso3": "country"} | {f"obliged_{c}": c for c in CODINGS})
    wanted = renamed[list(CODINGS)].isin(["yes", "limited", "no"])
    answers = renamed[list(CODINGS)].where(wanted)
    columns = ["agreement_id", "short_name", "country", "spell", "standing", "first_year", "last_year",
               *CODINGS, "note", "source_id"]  # fmt: skip
    return renamed.assign(differ=answers.nunique(axis=1) > 1)[[*columns, "differ"]].reset_index(drop=True)


# ---------------------------------------------------------------- ladder


def ladder() -> pd.DataFrame:
    """Return Japan's rungs per partner as spells: one row per text (or series of meetings) and state.

    Columns: partner, rung (as in RUNGS), state (dated = in effect; unknown = in effect, date unknown;
    pending = signed, not in effect as far as is known; talks), first_year, last_year, date (first day, as
    far as known), title, source_id. Binding texts only, save for joint development, where programmes count.
    A text, or a meeting, of unknown date counts from the first year for which a source attests it.
    """
    return _ladder().copy()


@cache
def _ladder() -> pd.DataFrame:
    return pd.concat([_texts_on_the_ladder(), _meetings()], ignore_index=True)


def _texts_on_the_ladder() -> pd.DataFrame:
    agreements = facts.load("alliances/agreements")
    parties = facts.load("alliances/parties")
    parties = parties[parties.role.isin(["party", "candidate"])]
    mine = parties[parties.country_iso3 == "JPN"].agreement_id
    chosen = agreements[agreements.agreement_id.isin(mine) & agreements.kind.isin(list(RUNGS))]
    formal = chosen.legal_form.eq("binding") | chosen.status.eq("negotiating")
    programme = chosen.kind.eq("co_development") & chosen.in_force_known.isin(["dated", "not_applicable"])
    chosen = _year_ends(chosen[formal | (programme & ~chosen.status.eq("proposed"))], "in_force", "ended")
    theirs = parties[parties.country_iso3 != "JPN"][["agreement_id", "country_iso3"]].drop_duplicates()
    table = chosen.merge(theirs, on="agreement_id")
    return pd.DataFrame(
        [spell for row in table.to_dict("records") for spell in _spells(row)],
        columns=["partner", "rung", "state", "first_year", "last_year", "date", "title", "source_id"],
    )


def _spells(row: dict) -> list[tuple]:
    """Signed but not in effect, then in effect: the spells of one text with one partner."""
    about = (row["short_name"], row["source_id"])
    signed = int(row["signed"][:4]) if pd.notna(row["signed"]) else today().year
    where, last, known = (row["country_iso3"], row["kind"]), int(row["last_year"]), row["in_force_known"]
    if row["status"] == "negotiating":
        return [(*where, "talks", today().year, last, pd.NA, *about)]
    if known in ("unknown", "pending"):
        return [(*where, known, signed, last, row["signed"], *about)]
    if known == "not_applicable":
        return [(*where, "dated", signed, last, row["signed"], *about)]
    start = int(row["in_force"][:4])
    before = [(*where, "pending", signed, start - 1, row["signed"], *about)] if signed < start else []
    return [*before, (*where, "dated", start, last, row["in_force"], *about)]


def _meetings() -> pd.DataFrame:
    held = facts.load("alliances/visits_dialogues")
    held = held[held.level == "2plus2"]
    first = held.first_held.fillna(held.latest)
    return pd.DataFrame(
        {
            "partner": held.partner_iso3, "rung": "two_plus_two",
            "state": held.first_held.isna().map({True: "unknown", False: "dated"}),
            "first_year": first.str[:4].astype(int), "last_year": NEVER, "date": held.first_held,
            "title": held.format, "source_id": held.source_id,
        }
    )  # fmt: skip


STATES = {
    "dated": "in effect", "unknown": "in effect, date unknown",
    "pending": "signed only", "talks": "under negotiation",
}  # fmt: skip
"""States of a rung, strongest first."""


def rungs(year: int) -> pd.DataFrame:
    """Return the strongest state of each partner's rung on the day of a year, and `since`.

    Columns as in `ladder`; `since` is the first year in which that rung was held with that partner (a
    replaced text counts from its first edition), `reached` says whether it is in effect.
    """
    table = ladder()
    now = table[(table.first_year <= year) & (table.last_year >= year)]
    order = {state: place for place, state in enumerate(STATES)}
    now = now.sort_values("state", key=lambda states: states.map(order), kind="stable")
    now = now.drop_duplicates(["partner", "rung"])
    since = table[table.state.eq("dated")].groupby(["partner", "rung"]).first_year.min().rename("since")
    now = now.merge(since, on=["partner", "rung"], how="left")
    return now.assign(reached=now.state.isin(["dated", "unknown"])).reset_index(drop=True)


def full_ladders(year: int, least: int) -> list[str]:
    """Return the partners with at least that many rungs reached on the day of a year."""
    held = rungs(year)
    counts = held[held.reached].groupby("partner").size()
    return sorted(counts[counts >= least].index)


def rung_count(year: int, partner: str) -> int:
    """Return how many of the six rungs a partner has reached by the day of a year."""
    table = rungs(year)
    return int(table[table.partner == partner].reached.sum())


# ---------------------------------------------------------------- the network


def edges() -> pd.DataFrame:
    """Return Japan's and the United States' ties with single partners: one row per pair, text and spell.

    Columns: a, b (codes), agreement_id, title, bond (as in BONDS), first_year, signed_year, last_year,
    known, arrow (code of the state that pledges, where it runs one way), apart (off by default), source_id.
    A text of two parties is a tie between them; of texts of many parties only the defence pledges appear.
    """
    return _edges().copy()


@cache
def _edges() -> pd.DataFrame:
    agreements = facts.load("alliances/agreements").set_index("agreement_id")
    parties = _year_ends(_parties(), "from", "to")
    sizes = parties.groupby("agreement_id")["country_iso3"].nunique()
    rows = []
    for key in sizes[sizes == 2].index:
        text, spells = agreements.loc[key], parties[parties.agreement_id == key]
        pair = sorted(set(spells.country_iso3))
        if {"JPN", "USA"}.isdisjoint(pair) or text.status in ("proposed", "negotiating"):
            continue
        first = spells.first_year.max()
        bond = BOND_OF.get(text.kind, "text") if text.legal_form == "binding" else "text"
        bond = "access" if bond == "pledge" and text.obligation_defence != "yes" else bond
        known = "dated" if pd.notna(first) else text.in_force_known
        signed = int(text.signed[:4]) if pd.notna(text.signed) else today().year
        rows.append(
            (*pair, key, text.short_name, bond, signed, first, spells.last_year.min(), known, text.source_id)
        )
    columns = ["a", "b", "agreement_id", "title", "bond", "signed_year", "first_year", "last_year", "known",
               "source_id"]  # fmt: skip
    pairs = pd.DataFrame(rows, columns=columns)
    pairs = pairs[pairs.bond != "pledge"].assign(arrow="", apart=False)
    return pd.concat([pairs, _pledge_edges()], ignore_index=True)


def _pledge_edges() -> pd.DataFrame:
    """Pairs with a defence pledge of Japan or the United States; Atlantic treaties left out."""
    table = pledges()
    ours = table.level.eq("defence") & ~table.atlantic & table.agreement_id.notna()
    table = table[ours & (table.from_iso3.isin(["JPN", "USA"]) | table.to_iso3.isin(["JPN", "USA"]))].copy()
    table["a"] = table[["from_iso3", "to_iso3"]].min(axis=1)
    table["b"] = table[["from_iso3", "to_iso3"]].max(axis=1)
    keys = ["a", "b", "agreement_id", "agreement", "first_year", "last_year", "manila"]
    pairs = table.groupby(keys, as_index=False).agg(
        arrow=("from_iso3", lambda froms: froms.iloc[0] if froms.nunique() == 1 else ""),
        source_id=("source_id", "first"),
    )
    pairs = pairs.rename(columns={"agreement": "title", "manila": "apart"})
    return pairs.assign(bond="pledge", known="dated", signed_year=pairs.first_year)


def many_party() -> pd.DataFrame:
    """Return texts of three or more parties with Japan or the United States among them, by spell.

    Columns: agreement_id, title, members (codes, `;`), bond, first_year, last_year, apart (off by default),
    source_id. One row is one tie of many parties, never a set of pairs.
    """
    return _many_party().copy()


@cache
def _many_party() -> pd.DataFrame:
    agreements = facts.load("alliances/agreements").set_index("agreement_id")
    parties = _year_ends(_parties(), "from", "to")
    rows = []
    for key, spells in parties.groupby("agreement_id"):
        text, members = agreements.loc[key], sorted(set(spells.country_iso3))
        if len(members) < 3 or text.status in ("proposed", "negotiating"):
            continue
        if {"JPN", "USA"}.isdisjoint(members) and key != "sco-2001":
            continue
        bond = BOND_OF.get(text.kind, "text") if text.legal_form == "binding" else "text"
        for _, spell in spells.groupby("spell"):
            if spell.standing.isin(["suspended", "dormant"]).any():
                continue
            first, last = spell.first_year.min(), spell.last_year.max()
            rows.append((key, text.short_name, ";".join(members), bond, first, last, key in APART,
                         text.source_id))  # fmt: skip
    columns = ["agreement_id", "title", "members", "bond", "first_year", "last_year", "apart", "source_id"]
    return pd.DataFrame(rows, columns=columns)


def strongest(year: int, focus: str = "all", apart: bool = False) -> pd.DataFrame:
    """Return one row per pair of states: its strongest dated tie in effect on the day of a year.

    The Manila Pact's pledges count only with `apart`.
    """
    table = edges() if apart else edges().query("~apart")
    rank = {bond: place for place, bond in enumerate(BONDS)}
    current = (table.first_year <= year).fillna(False) & (table.last_year >= year)
    table = table[current & table.known.eq("dated")]
    if focus != "all":
        table = table[(table.a == focus) | (table.b == focus)]
    ordered = table.assign(rank=table.bond.map(rank)).sort_values(["rank", "first_year"], kind="stable")
    return ordered.drop_duplicates(["a", "b"]).reset_index(drop=True)


def tied_to(country: str, year: int, bonds: Collection[str] = tuple(BONDS)) -> int:
    """Return the number of states whose strongest tie with a country in a year is one of these bonds."""
    return int(strongest(year, country).bond.isin(list(bonds)).sum())


# ---------------------------------------------------------------- groupings, promises, events


GROUPINGS = {
    "quad": "Quad", "aukus": "AUKUS", "aukus_pillar2": "AUKUS Pillar II", "camp_david": "Camp David",
    "squad": "Squad", "gcap": "GCAP", "ajus": "Australia–Japan–US", "japhus": "Japan–Philippines–US",
    "ip4": "NATO's four partners",
}  # fmt: skip


def groupings() -> pd.DataFrame:
    """Return alliances/groupings with `title`, first_year, last_year: a row per grouping, state and spell."""
    table = _year_ends(facts.load("alliances/groupings"), "from", "to")
    return table.assign(title=table.grouping.map(GROUPINGS))


def members(grouping: str, year: int, status: str = "member") -> list[str]:
    """Return members (or proposed members) of a grouping on the day of a year."""
    table = groupings()
    kept = table[table.grouping.eq(grouping) & table.status.eq(status)]
    return sorted(kept[(kept.first_year <= year) & (kept.last_year >= year)].iso3)


PRACTICE_SINCE = 2023
"""An exercise seen in this year or later counts as held now."""

SMALL = 5
"""The most states in an exercise that is counted by name: beyond, taking part says little about a pair."""


def practice(year: int) -> pd.DataFrame:
    """Return each partner on the ladder with its rungs in effect and the exercises that it holds with Japan.

    Columns: partner, rungs (number), small (names of exercises of up to SMALL states), large (number of
    others), source_id. Counted are exercises of alliances/exercises last seen in PRACTICE_SINCE or later.
    """
    held = facts.load("alliances/exercises")
    held = held[held.participants.str.contains("JPN") & held.latest_year_seen.ge(PRACTICE_SINCE)]
    pairs = held.assign(partner=held.participants.str.split(";")).explode("partner")
    pairs = pairs.assign(few=pairs.participants.str.count(";") < SMALL)
    steps = rungs(year)
    count = steps[steps.reached].groupby("partner").size()
    rows = []
    for partner in dict.fromkeys(steps.partner):
        mine = pairs[pairs.partner == partner]
        cited = [*mine.source_id, *steps[steps.partner == partner].source_id]
        few = mine[mine.few]["name"]
        rows.append((partner, int(count.get(partner, 0)), ", ".join(few), int((~mine.few).sum()), len(few),
                     ";".join(dict.fromkeys(";".join(cited).split(";")))))  # fmt: skip
    table = pd.DataFrame(rows, columns=["partner", "rungs", "small", "large", "n", "source_id"])
    return table.sort_values(["rungs", "n"], ascending=False, kind="stable", ignore_index=True)


def exercises(*with_states: str) -> int:
    """Return how many small exercises of Japan, seen in PRACTICE_SINCE or later, have all of these states."""
    held = facts.load("alliances/exercises")
    held = held[held.latest_year_seen.ge(PRACTICE_SINCE) & held.participants.str.count(";").lt(SMALL)]
    return int(held.participants.map(lambda codes: {"JPN", *with_states} <= set(codes.split(";"))).sum())


def assistance() -> pd.DataFrame:
    """Return signed grants under Official Security Assistance by recipient, largest sum first.

    Columns: recipient, signed (grants), value_jpy_m (million yen), items, rungs (on the ladder), source_id.
    """
    grants = facts.load("alliances/osa_recipients")
    grants = grants[grants.status == "signed"]
    table = grants.groupby("recipient_iso3", as_index=False).agg(
        signed=("osa_id", "size"), value_jpy_m=("value_jpy_m", "sum"), items=("item", "; ".join),
        source_id=("source_id", lambda ids: ";".join(dict.fromkeys(";".join(ids).split(";")))),
    )  # fmt: skip
    table = table.rename(columns={"recipient_iso3": "recipient"})
    table = table.assign(rungs=[rung_count(today().year, code) for code in table.recipient])
    return table.sort_values("value_jpy_m", ascending=False, kind="stable", ignore_index=True)


def package(status: str | None = None) -> pd.DataFrame:
    """Return the items of the summit of 10 April 2024, or those of one status."""
    table = facts.load("alliances/april_2024_package")
    return table if status is None else table[table.status == status]


def articles() -> pd.DataFrame:
    """Return what the five articles said on alliances: alliances rows of claims/claims, with verdicts."""
    claims = facts.load("claims/claims")
    return claims[claims.theme == "alliances"].reset_index(drop=True)


def verdicts(*kinds: str) -> int:
    """Return how many of the articles' claims on alliances have one of these verdicts (all without any)."""
    table = articles()
    return len(table) if not kinds else int(table.verdict.isin(kinds).sum())


def agreement(key: str) -> pd.Series:
    """Return one row of alliances/agreements. Raises Mistake with the nearest right key."""
    table = facts.load("alliances/agreements").set_index("agreement_id", drop=False)
    if key not in table.index:
        raise Mistake(f"no agreement is called '{key}'{hint(key, table.index)}")
    return table.loc[key]
