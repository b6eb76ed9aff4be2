"""Policy: events, the people in office, polls with their wording, and limits that were set or kept.

Plain functions answer prose, claims and tests (``holder("Prime Minister", "JPN", "2022-12-16")``); functions
that return frames feed the charts. Events, statements and polls are picked from sources, not sampled:
nothing here counts them per year.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pandas as pd

from hakusho import facts, sources
from hakusho.errors import Mistake, hint

DAYS_A_YEAR = 365.2425

SETS: dict[str, tuple[str, tuple[str, ...]]] = {
    "programme": ("The build-up programme, December 2022", ("q001", "q005")),
    "again": (
        "The same programme, six polls to February 2023",
        ("q001", "q088", "q005", "q094", "q093", "q091"),
    ),
    "counterstrike": ("Counterstrike, December 2022", ("q003", "q089", "q006", "q095")),
    "taxes": ("Taxes for defence, to February 2023", ("q002", "q090", "q009", "q010", "q092")),
    "forces": ("Strength of the forces, autumn 2022", ("q024", "q027", "q036")),
    "constitution": ("Amending the Constitution, spring 2023", ("q057", "q061")),
    "article9": ("Amending Article 9, spring 2023", ("q058", "q060")),
    "exports": ("Arms exports, winter 2025/26", ("q041", "q071", "q072")),
}
"""Questions on one matter asked within weeks of one another: words, keys of policy/polls."""

STAGES: dict[str, str] = {
    "allowed": "held to be allowed",
    "debated": "under debate",
    "decided": "decided",
    "ordered": "ordered",
    "in place": "in place",
}
"""How far a capability has come, from a legal view to a weapon in a unit."""

STEPS: tuple[tuple[str, str, str], ...] = (
    ("p008", "allowed", "view on striking bases"),
    ("p072", "debated", "Aegis Ashore dropped"),
    ("p079", "debated", "striking first excluded"),
    ("p080", "decided", "strategy of 2022"),
    ("p091", "ordered", "Tomahawk contract"),
    ("tomahawk-delivery-fy2025", "in place", "first Tomahawks"),
    ("type12-ground-fy2025", "in place", "first Type 12 unit, as announced"),
)
"""Steps towards counterstrike: key of policy/policy_timeline or missiles/promises, stage, short words."""

POSITIONS: dict[str, str] = {
    "excluded": "no first strike",
    "same": "it is pre-emption",
    "consent": "wants to be asked",
    "other": "another objection",
    "welcome": "welcomes it",
}
"""What a statement says of counterstrike and striking first, as this project reads its paraphrase."""

SAID: dict[str, str] = {
    "prk-2013-06-11": "other",
    "prk-2020-07-15": "same",
    "chn-2022-07-22": "other",
    "p079": "excluded",
    "usa-2022-12-16": "welcome",
    "kor-2022-12-16": "consent",
    "kor-2022-12-19": "consent",
    "prk-2022-12-20": "same",
    "rus-2022-12-22": "other",
    "usa-2023-01-11": "welcome",
    "prk-2025-03-20": "same",
    "prk-2025-08-04": "same",
}
"""Statements on counterstrike: key of policy/policy_timeline or threats/foreign_statements, position."""

EXPORTS: tuple[tuple[str, str], ...] = (
    ("Military technology, to the United States", "1983-us-exemption"),
    ("Joint development; aid for peace", "2011-12-criteria"),
    ("Finished goods of five non-combat kinds", "2014-04-01-transfer-principles"),
    ("Finished goods, back to the licensor", "2023-12-22-revision"),
    ("Joint fighter (GCAP), to third states", "2024-03-26-gcap"),
    ("Weapons, to partner states", "2026-04-21-categories"),
)
"""What the general rules let go abroad, with the rule of alliances/export_rules that first did so."""

BANS = ("1967-04-three-principles", "1976-02-miki")
"""Rules that restricted exports, in order."""

CAP_SET, CAP_DROPPED = "p022", "p031"
SERIES: dict[str, str] = {
    "budget": "initial budgets, share of GNP or GDP forecast",
    "sipri": "SIPRI, share of GDP by calendar year",
}
"""Ways to measure the ceiling of one per cent."""

LANES: dict[str, str] = {
    "threat": "External threat",
    "usa": "United States",
    "home": "Politics at home",
}
"""Three explanations of change, each with the kind of entry that would speak for it."""

CHANGES: tuple[str, ...] = ("p063", "p066", "p072", "p080", "p090", "p116", "p133")
"""Changes of policy that the explanations are tried on."""

THREAT_KINDS = (
    "missile_overflight", "nuclear_test", "airspace_violation", "gray_zone", "adiz_declaration",
    "ballistic_missile_in_eez", "radar_lock", "economic_coercion", "attack",
)  # fmt: skip

PEOPLE = "attribution"


@cache
def table(name: str) -> pd.DataFrame:
    """Return a table of facts, loaded once; do not change it."""
    return facts.load(name)


def _row(name: str, key: str) -> pd.Series:
    frame = table(name)
    column = frame.columns[0]
    found = frame[frame[column] == key]
    if found.empty:
        raise Mistake(f"no row of {name} has {column} '{key}'{hint(key, frame[column])}")
    return found.iloc[0]


def _middle(frame: pd.DataFrame, column: str) -> pd.Series:
    """The middle of each partial date as a year with fraction."""
    start, end = frame[f"{column}_start"], frame[f"{column}_end"]
    return as_year(start + (end - start) / 2)


def as_year(days: pd.Series) -> pd.Series:
    """Return timestamps as years with fraction, 2022-07-02 being 2022.5."""
    return (days.dt.year + (days.dt.day_of_year - 1) / DAYS_A_YEAR).round(3)


# ---------------------------------------------------------------- events


def event(event_id: str) -> pd.Series:
    """Return one event of the time line. Raises Mistake for an unknown id."""
    return _row("policy/policy_timeline", event_id)


def kinds() -> dict[str, str]:
    """Return the kinds of event in the order of the table's descriptor, ``{kind: words}``."""
    return facts.base().fields("policy/policy_timeline")["kind"]["labels"]


def timeline() -> pd.DataFrame:
    """Return one row per event, oldest first, with who was in office.

    Rows that give a rival figure for another row are left out. Adds `t` (the middle of a partial date as a
    year with fraction), `premier` and `president` (names; two where the date spans a change, empty where
    the base has none) and `kind_words`.
    """
    return _timeline().copy()


@cache
def _timeline() -> pd.DataFrame:
    events = table("policy/policy_timeline")
    held = events[events["rival_of"].isna()].copy()
    spans = list(zip(held["date_start"], held["date_end"], strict=True))
    held["t"] = _middle(held, "date")
    held["premier"] = [_named("Prime Minister", "JPN", *span) for span in spans]
    held["president"] = [_named("President", "USA", *span) for span in spans]
    held["kind_words"] = held["kind"].map(lambda kind: kinds()[kind].split(":")[0])
    return held.sort_values(["date_start", "event_id"]).reset_index(drop=True)


def years_between(first: str, last: str) -> float:
    """Return the years from one event or fulfilled promise to another; a year alone counts as its middle."""
    return (_when(last) - _when(first)).days / DAYS_A_YEAR


def months_between(first: str, last: str) -> float:
    """Return the same in months."""
    return 12 * years_between(first, last)


def _when(key: str) -> pd.Timestamp:
    if key in set(table("policy/policy_timeline")["event_id"]):
        start, end = event(key)[["date_start", "date_end"]]
        return start + (end - start) / 2
    return _row("missiles/promises", key)["fulfilled_on_start"]


# ---------------------------------------------------------------- offices


def holders(office: str, country: str, date: str) -> pd.DataFrame:
    """Return the terms that a day, month or year falls into, earliest first.

    A term holds from its first day up to, not including, its last: on a day of handover the newcomer holds
    the office. A term known by month only counts for that whole month. Where powers are suspended, the
    acting row stands beside the substantive one. Raises Mistake for an office that the table does not list.
    """
    terms = table("policy/offices")
    listed = terms[(terms["office"] == office) & (terms["country_iso3"] == country)]
    if listed.empty:
        names = sorted({f"{o} {c}" for o, c in zip(terms["office"], terms["country_iso3"], strict=True)})
        raise Mistake(
            f"no terms are listed for '{office}' of '{country}'{hint(f'{office} {country}', names)}"
        )
    try:
        first, last = (pd.Timestamp(edge[0]) for edge in facts.partial_bounds([date]))
    except ValueError:
        raise Mistake(f"'{date}' is not a date like 2022-12-16, 2022-12 or 2022") from None
    return _spanned(listed, first, last)


def _spanned(terms: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    return terms[(terms["from_start"] <= last) & (_over(terms) > first)].sort_values("from_start")


def _over(terms: pd.DataFrame) -> pd.Series:
    """The day from which a term no longer holds: its last day, or the day after its last month."""
    over = terms["to_end"].where(terms["to"].str.len() == 10, terms["to_end"] + pd.Timedelta(days=1))
    return over.fillna(pd.Timestamp("2200-01-01"))


def holder(office: str, country: str, date: str, acting: bool = False) -> str:
    """Return the name of who held an office on a day, as the table spells it; empty for a vacancy.

    `date` may be a month or year if one person held the office throughout. With `acting`, a person who acts
    for a suspended or absent holder comes first. Raises Mistake where several held it, and for an office
    that the table does not list.
    """
    found = holders(office, country, date)
    own = found["status"] == "substantive"
    chosen = found[~own] if acting and (~own).any() else found[own] if own.any() else found
    names = list(dict.fromkeys(chosen["person"]))
    if len(names) > 1:
        raise Mistake(f"{' and '.join(names)} held the office of {office} in {date}; give a day")
    return names[0] if names else ""


def offices_of(person: str, date: str) -> list[str]:
    """Return the offices that a person held on a day, as 'Office (Japan)'; empty where none is listed."""
    first, last = (pd.Timestamp(edge[0]) for edge in facts.partial_bounds([date]))
    terms = table("policy/offices")
    own = _spanned(terms[terms["person"] == person], first, last)
    names = facts.load("countries").set_index("iso3")["name_en"]
    return [f"{o} ({names[c]})" for o, c in zip(own["office"], own["country_iso3"], strict=True)]


def _named(office: str, country: str, first: pd.Timestamp, last: pd.Timestamp) -> str:
    """Names of the substantive holders over a span of days; empty where none or too many are listed."""
    spells = _spells(office, country)
    found = dict.fromkeys(person for person, start, over in spells if start <= last and over > first)
    return " / ".join(found) if len(found) < 4 else ""


@cache
def _spells(office: str, country: str) -> list[tuple[str, pd.Timestamp, pd.Timestamp]]:
    """Substantive terms of an office: name, first day, day on which another may hold it."""
    held = terms(country, office)
    held = held[held["status"] == "substantive"]
    return list(zip(held["person"], held["from_start"], _over(held), strict=True))


def terms(country: str = "JPN", office: str = "Prime Minister") -> pd.DataFrame:
    """Return terms with `t_from` and `t_to` as years; an open term ends on the last day seen."""
    held = table("policy/offices")
    held = held[(held["country_iso3"] == country) & (held["office"] == office)].copy()
    seen = pd.Timestamp("2026-09-30")
    return held.assign(
        t_from=as_year(held["from_start"]), t_to=as_year(held["to_end"].fillna(seen))
    ).sort_values("from_start")


def utterances() -> pd.DataFrame:
    """Return the articles' attributions to people with an office on record: who, when, which office.

    `day` is the last day on which the statement can have been made: its own day, or the end of the month
    given, or the article's date. `held` lists the offices held then, computed; where the month saw a change
    it says so.
    """
    claims = table("claims/claims")
    documents = table("claims/seed_documents").set_index("doc_id")
    dates = documents["published"]
    people = set(table("policy/offices")["person"])
    own = claims[claims["claim_kind"].eq(PEOPLE) & claims["subject"].isin(people)].copy()
    last = own["as_of_end"].dt.strftime("%Y-%m-%d")
    own["day"] = last.where(last < own["doc_id"].map(dates), own["doc_id"].map(dates))
    first = own["as_of_start"].dt.strftime("%Y-%m-%d")
    own["held"] = [_held(*one) for one in zip(own["subject"], first, own["day"], strict=True)]
    own["article"] = own["doc_id"].map(documents["short_name"])
    columns = ["claim_id", "article", "subject", "claim", "as_of", "day", "held", "verdict", "source_id"]
    return own.sort_values(["day", "claim_id"])[columns].reset_index(drop=True)


def _held(person: str, first: str, last: str) -> str:
    """Offices of a person over a span of days, in words."""
    then, now = offices_of(person, first), offices_of(person, last)
    if then != now:
        return f"{', '.join(now) or 'none'} from within that month on; it depends on the day"
    return ", ".join(now) or "none of the offices listed"


# ---------------------------------------------------------------- polls


def poll(item: str) -> pd.Series:
    """Return one question of one poll. Raises Mistake for an unknown key."""
    return _row("policy/polls", item)


def net(item: str) -> float:
    """Return the share for minus the share against, in points. Raises Mistake unless both sides are known."""
    row = poll(item)
    if row["sides"] != "for_against" or pd.isna(row["share_for_pct"]) or pd.isna(row["share_against_pct"]):
        raise Mistake(f"{item} has no two shares for and against")
    return round(float(row["share_for_pct"] - row["share_against_pct"]), 1)


def poll_set(name: str) -> pd.DataFrame:
    """Return the questions of one of `SETS` in its order, with `net` (points) and `set`."""
    keys = SETS[name][1]
    frame = table("policy/polls").set_index("poll_item_id").loc[list(keys)].reset_index()
    return frame.assign(net=[net(key) for key in keys], set=name)


def gap(name: str) -> float:
    """Return the points between the highest and the lowest net result of a set."""
    found = poll_set(name)["net"]
    return round(float(found.max() - found.min()), 1)


def days_spanned(name: str) -> int:
    """Return the days from the first interview of a set to the last, where field days are known."""
    held = poll_set(name)
    return int((held["field_to_end"].max() - held["field_from_start"].min()).days)


def polls_on(topic: str) -> pd.DataFrame:
    """Return the questions on a topic that have two sides, oldest first, with `t` and `net`."""
    held = table("policy/polls")
    own = held[held["topic"].eq(topic) & held["sides"].eq("for_against")]
    own = own[own["share_for_pct"].notna() & own["share_against_pct"].notna()]
    return own.assign(
        t=_middle(own, "reference_date"), net=[net(key) for key in own["poll_item_id"]]
    ).sort_values("t")


# ---------------------------------------------------------------- counterstrike and striking first


def counterstrike() -> pd.DataFrame:
    """Return the steps towards counterstrike in order: key, date, t, stage, words, what, source_id."""
    rows = []
    for key, stage, words in STEPS:
        own = key in set(table("policy/policy_timeline")["event_id"])
        row = event(key) if own else _row("missiles/promises", key)
        rows.append(
            {
                "key": key, "date": row["date" if own else "fulfilled_on"], "day": _when(key),
                "stage": stage, "words": words, "what": row["summary" if own else "promise"],
                "source_id": row["source_id"],
            }
        )  # fmt: skip
    frame = pd.DataFrame(rows)
    return frame.assign(t=as_year(frame["day"])).drop(columns="day")


def preemption() -> pd.DataFrame:
    """Return statements on counterstrike by date: who, position, paraphrase, source.

    `position` is this project's reading of the paraphrase, one of `POSITIONS`; Japan's own words are events
    of the time line.
    """
    rows = []
    for key, position in SAID.items():
        if key.startswith("p0"):
            row, who, text = event(key), "JPN", "summary"
        else:
            row, text = _row("threats/foreign_statements", key), "paraphrase"
            who = row["speaker_iso3"]
        rows.append(
            {
                "key": key, "date": row["date"], "speaker": who, "position": position,
                "paraphrase": row[text], "source_id": row["source_id"],
            }
        )  # fmt: skip
    return pd.DataFrame(rows).sort_values("date").reset_index(drop=True)


# ---------------------------------------------------------------- exports


def exports() -> pd.DataFrame:
    """Return what may go abroad and since when: item, rule, t_from, source_id; oldest first."""
    rows = []
    for item, rule in EXPORTS:
        row = _row("alliances/export_rules", rule)
        rows.append({"item": item, "rule_id": rule, "date": row["date"], "t_from": row["date_start"],
                     "change": row["change"], "source_id": row["source_id"]})  # fmt: skip
    frame = pd.DataFrame(rows)
    return frame.assign(t_from=as_year(frame["t_from"]))


def allowed(year: int) -> list[str]:
    """Return what the general rules let go abroad at the end of a year."""
    held = exports()
    return list(held.loc[held["date"].str[:4].astype(int) <= year, "item"])


def ban(year: int) -> str:
    """Return the restriction in force at the end of a year before 2014, or an empty text."""
    rules = [_row("alliances/export_rules", rule) for rule in BANS]
    held = [row["title"] for row in rules if int(row["date"][:4]) <= year]
    return held[-1] if held and year < 2014 else ""


# ---------------------------------------------------------------- the ceiling of one per cent


def shares(series: str) -> pd.DataFrame:
    """Return Japan's share of GDP by year in %: year, share, source_id; `series` is one of `SERIES`.

    "budget": initial budgets against the forecast of GNP, from fiscal 1994 of GDP, without the costs of bases
    in Okinawa where the table has that figure, published years only. "sipri": calendar years since 1952.
    """
    if series == "sipri":
        held = table("spending/milex")
        held = held[held["country_iso3"].eq("JPN") & held["edition"].eq("2026-04")]
        return held.rename(columns={"share_gdp_pct": "share"})[["year", "share", "source_id"]]
    held = table("spending/japan_budget")
    held = held[held["budget_kind"].eq("initial") & held["share_gdp_pct"].notna()]
    held = held.sort_values(["fiscal_year", "basis"]).drop_duplicates("fiscal_year")
    year = held["fiscal_year"].str[2:].astype(int)
    return held.assign(year=year, share=held["share_gdp_pct"])[["year", "share", "source_id"]]


def share(series: str, year: int) -> float:
    """Return the share of one year in %. Raises Mistake where the base has none."""
    own = shares(series)
    found = own.loc[own["year"] == year, "share"]
    if found.empty:
        raise Mistake(f"no share of {year} is held for '{series}'")
    return float(found.iloc[0])


def years_above(series: str, limit: float, first: int, last: int) -> list[int]:
    """Return the years from `first` to `last` in which the share is above a limit (%)."""
    held = shares(series)
    own = held[held["year"].between(first, last) & (held["share"] > limit)]
    return [int(year) for year in own["year"]]


def longest_below(limit: float = 1.0) -> tuple[int, int]:
    """Return first and last year of the longest unbroken run of SIPRI's yearly share at or below a limit."""
    held = shares("sipri").sort_values("year")
    runs = (held["share"] > limit).cumsum()[held["share"] <= limit]
    if runs.empty:
        return (0, 0)
    run = held.loc[runs[runs == runs.mode().iloc[0]].index, "year"]
    return int(run.min()), int(run.max())


# ---------------------------------------------------------------- limits at home


def recruits() -> pd.DataFrame:
    """Return people hired per fiscal year, all ranks: hired, quota, rate_pct, quota_known, source_id.

    Where no quota was published but a rate was, `quota` is implied: hired divided by the rate.
    """
    held = table("policy/recruitment")
    own = held[held["measure"].eq("hired") & held["category"].eq("all")].copy()
    own["quota_known"] = own["quota"].notna()
    implied = (own["hired"] / own["rate_pct"] * 100).astype("Float64").round(-2)
    own["quota"] = own["quota"].astype("Float64").fillna(implied)
    return own[["fiscal_year", "hired", "quota", "rate_pct", "quota_known", "note", "source_id"]]


def hired(fiscal_year: str, column: str = "hired") -> float:
    """Return people hired in a fiscal year, or another column of `recruits`."""
    own = recruits()
    return float(own.loc[own["fiscal_year"] == fiscal_year, column].iloc[0])


def strength() -> pd.DataFrame:
    """Return actual strength at the end of fiscal years, with authorised strength where the source has it."""
    held = table("policy/recruitment")
    own = held[held["measure"].eq("strength") & held["category"].eq("all")]
    return own[["fiscal_year", "hired", "quota", "rate_pct", "note", "source_id"]]


FUNDING: dict[str, tuple[str, str, str]] = {
    "yearly": ("A year, by fiscal 2027", "yearly_by_fy2027", "FY2027"),
    "fy2023": ("Fiscal 2023, above fiscal 2022", "rise_over_fy2022", "FY2023"),
    "fy2024": ("Fiscal 2024, above fiscal 2022", "rise_over_fy2022", "FY2024"),
}
"""Views of the money: words, scope and fiscal year of spending/financing."""

FUNDS = {
    "extra_need": "needed above fiscal 2022",
    "spending_reform": "cuts in other spending",
    "settlement_surplus": "surpluses left over",
    "non_tax_revenue": "non-tax revenue of the year",
    "defence_fund": "defence fund (non-tax revenue)",
    "tax_increase": "tax rises",
}


def funding(view: str) -> pd.DataFrame:
    """Return need and sources of money in trillion yen for one of `FUNDING`: item, words, amount."""
    _, scope, year = FUNDING[view]
    held = table("spending/financing")
    own = held[held["scope"].eq(scope) & held["fiscal_year"].eq(year) & held["item"].isin(FUNDS)]
    own = own.assign(words=own["item"].map(FUNDS), amount=(own["amount_jpy_bn"] / 1000).astype(float))
    return own.assign(view=view)[["view", "item", "words", "amount", "amount_kind", "detail", "source_id"]]


def tax_share() -> float:
    """Return the planned tax rises as a share of the yearly need by fiscal 2027, in %."""
    held = funding("yearly").set_index("item")["amount"]
    return float(100 * held["tax_increase"] / held["extra_need"])


# ---------------------------------------------------------------- why did Japan change?


def evidence() -> pd.DataFrame:
    """Return dated entries that could speak for an explanation: lane, day, t, title, source_id.

    External threat: incidents by China, North Korea or Russia of the kinds in THREAT_KINDS. United States:
    requests to Japan or to all allies, statements, meetings and agreements. Politics at home: cabinets,
    coalitions and elections that took place, and shares of GDP that parties named. `day` is the last day of
    a partial date: what is known by month only never counts as earlier than something in that month.
    """
    return _evidence().copy()


@cache
def _evidence() -> pd.DataFrame:
    parts = [_threats(), _american(), _at_home()]
    held = pd.concat(parts, ignore_index=True)
    return held.assign(t=as_year(held["day"])).sort_values(["lane", "day"]).reset_index(drop=True)


def _threats() -> pd.DataFrame:
    held = table("threats/incidents")
    actors = held["actors_iso3"].str.split(";").map(lambda codes: bool({"CHN", "PRK", "RUS"} & set(codes)))
    own = held[actors & held["kind"].isin(THREAT_KINDS)]
    return _lane("threat", own["date_end"], own["title"], own["source_id"])


def requests() -> pd.DataFrame:
    """Return the requests of the United States for a share of GDP that reach Japan, alone or among allies."""
    asked = table("spending/policy_targets")
    among = asked["applies_to_text"].str.contains("allies").fillna(False)
    own = asked["announcer_iso3"].eq("USA") & (asked["applies_to_iso3"].eq("JPN") | among)
    return asked[own].sort_values("date_announced_start")


def _american() -> pd.DataFrame:
    asked = requests()
    whom = asked["applies_to_text"].fillna("Japan").str.split(",").str[0].str.replace("All", "all")
    denied = asked["status"].eq("denied").map({True: " (denied in Tokyo)", False: ""})
    share = asked["target_value_pct_gdp"].astype(float).map("{:g} %".format)
    words = "Asks " + whom + " for " + share + denied
    said = table("threats/foreign_statements")
    said = said[
        said["speaker_iso3"].eq("USA") & said["about_theme"].isin(["policy", "spending", "alliances"])
    ]
    spoken = said["form"].str.replace("_", " ").str.capitalize() + " on " + _subject(said)
    met = table("policy/policy_timeline")
    met = met[met["kind"].eq("alliance")]
    return pd.concat(
        [
            _lane("usa", asked["date_announced_end"], words, asked["source_id"]),
            _lane("usa", said["date_end"], spoken, said["source_id"]),
            _lane("usa", met["date_end"], met["title"], met["source_id"]),
        ]
    )


def _at_home() -> pd.DataFrame:
    held = timeline()
    own = held[held["kind"].isin(["cabinet", "election"]) & held["status"].eq("done")]
    named = table("spending/policy_targets")
    named = named[named["announcer_iso3"].eq("JPN") & named["target_kind"].eq("party_proposal")]
    named = named[named["target_value_pct_gdp"].notna()]
    party = named["announced_by"].str.replace("Liberal Democratic Party", "LDP")
    words = party + " names " + named["target_value_pct_gdp"].astype(float).map("{:g} % of GDP".format)
    return pd.concat(
        [
            _lane("home", own["date_end"], own["title"], own["source_id"]),
            _lane("home", named["date_announced_end"], words, named["source_id"]),
        ]
    )


def _lane(lane: str, days: pd.Series, titles: pd.Series, ids: pd.Series) -> pd.DataFrame:
    return pd.DataFrame(
        {"lane": lane, "day": days.to_numpy(), "title": titles.to_numpy(), "source_id": ids.to_numpy()}
    )


def before(change: str, months: float) -> pd.DataFrame:
    """Return the entries of `evidence` in the months before a change, with `months` (negative: before)."""
    start = event(change)["date_start"]
    held = evidence()
    away = (held["day"] - start).dt.days / (DAYS_A_YEAR / 12)
    own = held.assign(months=away.round(1))[(away >= -months) & (away < 0)]
    return own.sort_values(["lane", "months"], ascending=[True, False]).reset_index(drop=True)


def first_request(alone: bool = False) -> pd.Timestamp:
    """Return the day of the first US request for a share of GDP to Japan, as far as collected.

    Requests to all allies count, unless `alone`: then only those addressed to Japan by itself.
    """
    own = requests()
    return own.loc[own["applies_to_text"].isna() | (not alone), "date_announced_start"].min()


def asked(target_id: str) -> float:
    """Return the share of GDP (%) that a row of spending/policy_targets names."""
    return float(_row("spending/policy_targets", target_id)["target_value_pct_gdp"])


def request_lag(alone: bool = False) -> float:
    """Return the months from the decision of December 2022 to `first_request`; negative: before it."""
    return (first_request(alone) - event("p080")["date_start"]).days / (DAYS_A_YEAR / 12)


# ---------------------------------------------------------------- seen from elsewhere


def statements() -> pd.DataFrame:
    """Return official words of other states on Japan's policy, and Japan's on theirs, in one form.

    Columns: key, date, t, speaker, office, subject, about, paraphrase, source_id. Japan's are the strategy
    documents and white papers on China, North Korea and Russia.
    """
    said = table("threats/foreign_statements")
    said = said[said["about_theme"].isin(["policy", "spending", "threats"])]
    theirs = pd.DataFrame(
        {
            "key": said["statement_id"], "date": said["date"], "t": _middle(said, "date"),
            "speaker": said["speaker_iso3"], "office": said["speaker_office"],
            "subject": _subject(said), "about": said["response_to"],
            "paraphrase": said["paraphrase"], "source_id": said["source_id"],
        }
    )  # fmt: skip
    own = table("threats/threat_statements")
    names = table("countries").set_index("iso3")["name_en"]
    ours = pd.DataFrame(
        {
            "key": own["statement_id"], "date": own["date"], "t": _middle(own, "date"), "speaker": "JPN",
            "office": own["document"], "subject": "on " + own["country_iso3"].map(names),
            "about": "", "paraphrase": own["phrase_paraphrase"], "source_id": own["source_id"],
        }
    )  # fmt: skip
    both = pd.concat([theirs, ours], ignore_index=True)
    return both.sort_values(["date", "key"]).reset_index(drop=True)


def _subject(said: pd.DataFrame) -> pd.Series:
    """The subject of a statement in words."""
    return said["subject"].str.replace("_", " ").str.replace(r"\bus\b", "US", regex=True)


def articles() -> pd.DataFrame:
    """Return what the five articles said on policy and law, with verdict and whether it was computed."""
    names = table("claims/seed_documents").set_index("doc_id")["short_name"]
    held = table("claims/claims")
    own = held[held["theme"].eq("policy_law")]
    columns = ["claim_id", "article", "claim", "verdict", "judgement", "confidence", "source_id"]
    return own.assign(article=own["doc_id"].map(names))[columns].reset_index(drop=True)


def readings() -> pd.DataFrame:
    """Return the works on the theme that have a page: author, year, title, what each argues, level."""
    held = table("policy/readings")
    own = held[held["theme"].eq("policy") & held["url"].notna()].sort_values(
        ["level", "year"], ascending=[False, True]
    )
    return own[["author", "year", "title", "argues", "level", "source_id"]].reset_index(drop=True)


def verdicts(*wanted: str) -> int:
    """Return how many of those statements have one of the verdicts; all of them without an argument."""
    held = articles()["verdict"]
    return int(held.isin(wanted).sum()) if wanted else len(held)


def cited(ids: Sequence[str], most: int = 3) -> str:
    """Return 'A; B and 2 more' for cells of source ids."""
    known = list(dict.fromkeys(part for cell in ids for part in str(cell).split(";") if part))
    names = sources.short(known)
    return "; ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
