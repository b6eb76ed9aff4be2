"""Explorations of policy: polls, the time line, limits set and kept, reasons for change, office-holders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from hakusho import policy
from hakusho.charts import policy as charts
from hakusho.charts.policy.polls import signed
from hakusho.explore.listing import Listing
from hakusho.explorer import Choice, Explorer, Interval, MultiChoice, Range, Toggle

COLLECTED = "The list is a choice from sources and closer for recent years: its density shows collection."
FIRST, LAST = 1945, 2026
BAND_KINDS = ("cabinet", "election", "local")  # who was in office stands in the band below the time line
ACTORS = {name: code for code, name in charts.NAMES.items()}
SIPRI = (
    "Military expenditure: SIPRI Military Expenditure Database, edition of April 2026, non-commercial use."
)


def listed(items: Sequence[str]) -> str:
    """Return "a, b and c"."""
    items = list(items)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


# ---------------------------------------------------------------- polls


def polls(which: str = "programme") -> Explorer:
    """Wording first: the questions of polls on one matter, then a guess, then the results."""
    return Explorer(
        lambda which, show, guess: charts.poll_wording(which, show, guess),
        title="One matter, several polls: read the questions, guess the gap, then look",
        rows=_poll_rows,
        caption=_poll_words,
        note="Net support is the share for minus the share against. Questions are paraphrased from reports. "
        "Results of different polls are never averaged: wording, order, day and mode differ.",
        which=Choice({words: key for key, (words, _) in policy.SETS.items()}, which, label="Matter"),
        guess=Range(0, 120, 10, 5, label="Your guess: apart by", unit="points"),
        show=Toggle(False, label="Show the results"),
    )


def _poll_rows(which: str, show: bool, guess: float) -> pd.DataFrame:
    held = policy.poll_set(which)
    asked = ["poll_item_id", "pollster", "field_from", "field_to", "question", "mode", "n"]
    found = ["answers", "share_for_pct", "share_against_pct", "net"] if show else []
    return held[[*asked, *found, "source_id"]]


def _poll_words(rows: pd.DataFrame, which: str, show: bool, guess: float) -> str:
    words = policy.SETS[which][0]
    if not show:
        asked = f"{len(rows)} questions by {listed(list(dict.fromkeys(rows['pollster'])))}"
        return f"{words}: {asked}. Results are hidden; your guess is that they lie {guess:g} points apart."
    low, high = rows.loc[rows["net"].idxmin()], rows.loc[rows["net"].idxmax()]
    gap = policy.gap(which)
    return (
        f"{words}: net support runs from {signed(low['net'])} ({low['pollster']}) to {signed(high['net'])} "
        f"({high['pollster']}): {gap:g} points apart. Your guess was {abs(gap - guess):.3g} points off."
    )


# ---------------------------------------------------------------- the time line


def timeline(
    chosen: str = "p080", kinds: Sequence[str] | None = None, span: tuple[int, int] = (FIRST, LAST)
) -> Explorer:
    """Events since 1945 by kind, with who was in office; one event in words."""
    held = policy.timeline()
    kinds = [k for k in charts.KINDS if k not in BAND_KINDS] if kinds is None else list(kinds)
    options: dict[str, dict[str, str]] = {}
    for row in held.itertuples():
        options.setdefault(f"{row.date[:3]}0s", {})[f"{row.date}: {row.title}"] = row.event_id

    def shown(kinds: list[str], span: list[float]) -> pd.Series:
        return held["kind"].isin(kinds) & held["t"].between(span[0], span[1] + 1)

    def rows(chosen: str, kinds: list[str], span: list[float]) -> pd.DataFrame:
        columns = ["event_id", "date", "title", "kind_words", "status", "summary", "premier", "president"]
        return held.loc[shown(kinds, span) | held["event_id"].eq(chosen), [*columns, "note", "source_id"]]

    def words(rows: pd.DataFrame, chosen: str, kinds: list[str], span: list[float]) -> str:
        row = rows[rows["event_id"] == chosen].iloc[0]
        office = f" Prime minister: {row['premier']}." if row["premier"] else ""
        drawn = int(shown(kinds, span).sum())
        view = f"{drawn} of {len(held)} events {'is' if drawn == 1 else 'are'} in view."
        return (
            f"{charts.day(row['date'])}: {row['title']}.{office} "
            f"{view if drawn else 'No event of these kinds and years: widen the choice.'}"
        )

    return Explorer(
        lambda chosen, kinds, span: charts.event_line(held, chosen, kinds, span),
        title="Japan's security policy since 1945, by kind of event",
        rows=rows,
        caption=words,
        note=f"{COLLECTED} Dates known by month or year only stand in the middle of it.",
        picks={"chosen": "event"},
        chosen=Choice(options, chosen, label="Event"),
        kinds=MultiChoice({words: code for code, words in charts.KINDS.items()}, kinds, label="Kinds"),
        span=Interval(FIRST, LAST, list(span), label="Years"),
    )


def communities() -> Listing:
    """Host communities: what they did or were told, and the decision that they met."""
    held = policy.timeline()
    local = held[held["kind"].eq("local") | held["event_id"].eq("p071")]
    local = local.assign(
        day=local["date"].map(charts.day), cited=[policy.cited([ids]) for ids in local["source_id"]]
    )
    columns = {"day": "Day", "title": "Event", "summary": "What happened", "cited": "Sources"}
    return Listing(local.reset_index(drop=True), columns, "Court cases and votes of assemblies are missing.")


# ---------------------------------------------------------------- counterstrike, pre-emption


def counterstrike() -> Explorer:
    """Steps from a legal view of 1956 to missiles in units, with polls."""
    held = policy.counterstrike()

    def rows(since: int, polls: bool) -> pd.DataFrame:
        steps = held[held["t"] >= since][["key", "date", "stage", "what", "source_id"]]
        if not polls:
            return steps
        asked = policy.polls_on("counterstrike").rename(
            columns={"reference_date": "date", "question": "what"}
        )
        asked = asked.assign(
            key=asked["poll_item_id"], stage=[f"poll: net {signed(n)}" for n in asked["net"]]
        )
        return pd.concat([steps, asked[["key", "date", "stage", "what", "source_id"]]], ignore_index=True)

    def words(rows: pd.DataFrame, since: int, polls: bool) -> str:
        view, decided = (
            policy.years_between("p008", "p080"),
            policy.years_between("p080", held["key"].iloc[-2]),
        )
        text = (
            f"From the view of 1956 to the decision of December 2022: about {view:.0f} years. "
            f"From the decision to the first missiles: {decided:.1f} years."
        )
        if polls:
            nets = policy.polls_on("counterstrike")["net"]
            text += f" Net support in {len(nets)} polls: {signed(nets.min())} to {signed(nets.max())}."
        return text

    return Explorer(
        lambda since, polls: charts.counterstrike_steps(since, polls),
        title="Counterstrike: from a legal view to missiles in units",
        rows=rows,
        caption=words,
        note="Stages are this project's reading of dated events. Polls are not joined: questions differ.",
        since=Choice({"1954": 1954, "2016": 2016}, 1954, label="Since"),
        polls=Toggle(True, label="Polls"),
    )


def preemption() -> Explorer:
    """Who says what of striking first: positions taken in official statements."""
    held = policy.preemption()

    def rows(actors: list[str], words: bool) -> pd.DataFrame:
        kept = held[held["speaker"].isin(actors)]
        return kept if words else kept.drop(columns="paraphrase")

    def caption(rows: pd.DataFrame, **state: Any) -> str:
        ranks = {position: rank for rank, position in enumerate(policy.POSITIONS)}
        first = rows.sort_values("position", key=lambda held: held.map(ranks), kind="stable")
        first = first.drop_duplicates("speaker")  # a state with several positions is named once
        said = []
        for key, position in policy.POSITIONS.items():
            who = first.loc[first["position"] == key, "speaker"].map(charts.NAMES)
            said += [f"{listed(list(who))}: {position.split(': ')[-1]}"] if len(who) else []
        return f"{'; '.join(said)}." if said else "No statement by the states chosen."

    return Explorer(
        lambda actors, words: charts.preemption_table(actors, words),
        title="Is a counterstrike a pre-emptive strike? What governments said",
        rows=rows,
        caption=caption,
        note="The column is this project's reading of a paraphrase. Statements were picked, not sampled: "
        "their number says nothing of how often a state spoke.",
        actors=MultiChoice(ACTORS, label="States"),
        words=Toggle(True, label="What was said"),
    )


# ---------------------------------------------------------------- exports, ceiling


def exports(year: int = 2014) -> Explorer:
    """What the general rules let go abroad, year by year, and what polls found."""
    held = policy.exports()

    def rows(year: int, polls: bool) -> pd.DataFrame:
        kept = held[held["item"].isin(policy.allowed(year))][["item", "date", "change", "source_id"]]
        if not polls:
            return kept
        asked = policy.polls_on("exports")
        asked = asked.rename(columns={"question": "item", "reference_date": "date", "answers": "change"})
        return pd.concat([kept, asked[["item", "date", "change", "source_id"]]], ignore_index=True)

    def words(rows: pd.DataFrame, year: int, polls: bool) -> str:
        open_now, ban = policy.allowed(year), policy.ban(year)
        when, verb = ("Today", "allow") if year == LAST else (f"At the end of {year}", "allowed")
        text = f"{when} the general rules {verb} {len(open_now)} of {len(held)} kinds of transfer"
        text += f", under the {ban}." if ban and open_now else f"; in force: {ban}." if ban else "."
        if polls:
            nets = policy.polls_on("exports")["net"]
            text += f" In {(nets < 0).sum()} of {len(nets)} polls more people were against than for."
        return text

    return Explorer(
        lambda year, polls: charts.export_stairs(year, polls),
        title="What may leave the country: rules on arms exports since 1976",
        rows=rows,
        caption=words,
        note="A bar starts with the first general rule that allowed such transfers. Each transfer is still "
        "screened; exemptions for single cases before 2011 are not drawn. Diamonds: net support in polls.",
        year=Range(1976, LAST, year, label="End of", play=True),
        polls=Toggle(True, label="Polls"),
    )


def ceiling() -> Explorer:
    """One per cent: the years of the written rule, and the years in which the share stayed below."""
    names = {words: key for key, words in policy.SERIES.items()}

    def rows(limit: float, series: list[str]) -> pd.DataFrame:
        parts = [policy.shares(name).assign(series=name) for name in series]
        if not parts:
            return pd.DataFrame(columns=["year", "share", "series", "source_id", "above"])
        held = pd.concat(parts, ignore_index=True)
        return held.assign(above=held["share"] > limit)

    def words(rows: pd.DataFrame, limit: float, series: list[str]) -> str:
        said = []
        for name in series:
            own = rows[rows["series"] == name]
            after = own[own["year"].between(1976, 2020)]
            said.append(
                f"{'Initial budgets' if name == 'budget' else 'SIPRI'}: {int(after['above'].sum())} of "
                f"{len(after)} years on record from 1976 to 2020 above {limit:.2f} %"
            )
        return ". ".join(said) + "." if said else "No counting is chosen."

    return Explorer(
        lambda limit, series: charts.ceiling(limit, series),
        title="One per cent: a rule for ten years, a habit for sixty",
        rows=rows,
        caption=words,
        note="Budgets: shares as published, of the GNP forecast (later GDP), from 1997 partly with the cost "
        "of moving US bases; not every year is held. Missing is 2010, a fourth year above 1 %, but only "
        f"with that cost. Larger marks are above. {SIPRI}",
        limit=Range(0.8, 1.2, 1.0, 0.01, label="Limit", unit="%"),
        series=MultiChoice(names, label="Counted by"),
    )


# ---------------------------------------------------------------- limits at home


def recruiting() -> Explorer:
    """People hired against plan, and actual strength against the authorised."""

    def rows(measure: str) -> pd.DataFrame:
        return policy.recruits() if measure == "hired" else policy.strength()

    def words(rows: pd.DataFrame, measure: str) -> str:
        last = rows.iloc[-1]
        if measure == "strength":
            first = rows.iloc[0]
            return (
                f"Filled: {first['rate_pct']:g} % of the authorised strength at the end of fiscal "
                f"{first['fiscal_year'][2:]}, {last['rate_pct']:g} % at the end of fiscal "
                f"{last['fiscal_year'][2:]}."
            )
        prior = rows.iloc[-2]
        smaller = round(prior["quota"] - last["quota"], -2)
        return (
            f"From fiscal {prior['fiscal_year'][2:]} to {last['fiscal_year'][2:]} the share of the plan that "
            f"was met rose from {prior['rate_pct']:g} to {last['rate_pct']:g} %, while "
            f"{prior['hired'] - last['hired']:,} fewer people were hired: the plan shrank by about "
            f"{smaller:,.0f}."
        )

    return Explorer(
        lambda measure: charts.recruiting(measure),
        title="People: hired against plan, and strength against what is authorised",
        rows=rows,
        caption=words,
        note="Outline: the plan, or the authorised strength; dashed where it is not published but implied by "
        "the published share, rounded to hundreds. Most figures are ministry figures as reported.",
        measure=Choice({"People hired": "hired", "Actual strength": "strength"}, "hired", label="Measure"),
    )


def funding() -> Explorer:
    """Who pays: the need above fiscal 2022 and its sources, planned and in the first two budgets."""

    def words(rows: pd.DataFrame, view: str) -> str:
        held = rows.set_index("item")["amount"]
        tax = float(held.get("tax_increase", 0))
        told = (
            f"about {100 * tax / held['extra_need']:.0f} % of it from tax rises"
            if tax
            else "none of it from tax rises"
        )
        return f"{policy.FUNDING[view][0]}: about {held['extra_need']:.1f} trillion yen more, {told}."

    return Explorer(
        lambda view: charts.funding(view),
        title="Who pays? The money above the level of fiscal 2022",
        rows=lambda view: policy.funding(view),
        caption=words,
        note="Rounded figures of the Finance Ministry; parts need not add up. Bonds are left out.",
        view=Choice({words: key for key, (words, *_) in policy.FUNDING.items()}, "yearly", label="View"),
    )


# ---------------------------------------------------------------- reasons, offices, elsewhere


def reasons(change: str = "p080", months: int = 30) -> Explorer:
    """Three explanations: what happened in each lane before a change of policy."""
    titles = {f"{policy.event(k)['date']}: {policy.event(k)['title']}": k for k in policy.CHANGES}

    def words(rows: pd.DataFrame, change: str, months: int) -> str:
        said = []
        for lane, name in policy.LANES.items():
            own = rows[rows["lane"] == lane]
            near = f"{-own['months'].iloc[0]:.1f} months ({own['title'].iloc[0]})" if len(own) else "none"
            said.append(f"{name.lower() if lane != 'usa' else name}: {near}")
        return f"Nearest entries before '{policy.event(change)['title']}': {'; '.join(said)}."

    return Explorer(
        lambda change, months: charts.reasons(change, months),
        title="Why did Japan change? What came before, in three lanes",
        rows=lambda change, months: policy.before(change, months).drop(columns=["day", "t"]),
        caption=words,
        note="What came before is not yet a cause. External threat: incidents by China, North Korea and "
        "Russia; United States: requests for a share of GDP, statements, meetings, agreements; at home: "
        f"cabinets, elections, shares of GDP that parties named. {COLLECTED}",
        change=Choice(titles, change, label="Change"),
        months=Range(6, 60, months, 6, label="Look back", unit="months"),
    )


def offices(said: str = "s3-c07") -> Explorer:
    """Who said what in which office: attributions of the five articles against the list of terms."""
    held = policy.utterances()
    options: dict[str, dict[str, str]] = {}
    for row in held.itertuples():
        options.setdefault(row.article, {})[f"{row.subject}: {row.claim}"] = row.claim_id
    known = [code for code in ("JPN", "USA", "KOR", "PRK", "CHN") if code in set(_offices()["country_iso3"])]

    def rows(said: str, country: str) -> pd.DataFrame:
        day = held.loc[held["claim_id"] == said, "day"].iloc[0]
        terms = _offices()
        listed = dict.fromkeys(terms.loc[terms["country_iso3"] == country, "office"])
        return pd.concat([policy.holders(office, country, day) for office in listed])[
            ["term_id", "office", "person", "status", "from", "to", "source_id"]
        ]

    def words(rows: pd.DataFrame, said: str, country: str) -> str:
        one = held[held["claim_id"] == said].iloc[0]
        vague = rows["to"].eq(one["day"][:7]).fillna(False)
        there = [
            f"{o}: {p}" + (" (end known to the month only)" if v else "")
            for o, p, v in zip(rows["office"], rows["person"], vague, strict=True)
        ]
        return (
            f"{one['subject']}, {charts.day(one['day'])}: {one['held']}. "
            f"Offices of {'the ' if country == 'USA' else ''}{charts.NAMES[country]} that day: "
            + (f"{'; '.join(there)}." if there else "nobody is listed.")
        )

    return Explorer(
        lambda said, country: charts.office_holders(said, country),
        title="Who said what in which office? Attributions in the five articles",
        rows=rows,
        caption=words,
        note="The office is computed from the list of terms, not taken from the article. Where an article "
        "gives a month, the day drawn is the end of it or the article's own date, whichever comes first.",
        said=Choice(options, said, label="Statement"),
        country=Choice({charts.NAMES[code]: code for code in known}, "JPN", label="Offices of"),
    )


def _offices() -> pd.DataFrame:
    return policy.table("policy/offices")


def elsewhere(statement: str = "chn-2022-12-16") -> Explorer:
    """Official words on Japan's policy, and Japan's words on others, in one form."""
    held = policy.statements()
    options: dict[str, dict[str, str]] = {name: {} for name in charts.NAMES.values()}
    for row in held.itertuples():
        own = options[charts.NAMES[row.speaker]]
        label = f"{row.date}: {row.subject}"
        twice = sum(one == label or one.startswith(f"{label} (") for one in own)
        own[f"{label} ({twice + 1})" if twice else label] = row.key

    def rows(speakers: list[str], statement: str) -> pd.DataFrame:
        shown = held["speaker"].isin(speakers) | held["key"].eq(statement)
        return held.loc[shown].drop(columns="t")

    def words(rows: pd.DataFrame, statement: str, **state: Any) -> str:
        one = rows[rows["key"] == statement].iloc[0]
        drawn = int(held["speaker"].isin(state["speakers"]).sum())
        shown = f"{drawn} of {len(held)} statements are in view" if drawn else "No speaker is chosen"
        return f"{charts.NAMES[one['speaker']]} on {charts.day(one['date'])}: {one['subject']}. {shown}."

    return Explorer(
        lambda speakers, statement: charts.seen_from(speakers, statement),
        title="Seen from elsewhere, and from Tokyo: official words in one form",
        rows=rows,
        caption=words,
        note="Paraphrases, not quotations. Statements were picked from sources: how many there are says "
        "nothing of how often a state spoke. Japan's are strategy documents and white papers.",
        picks={"statement": "key"},
        speakers=MultiChoice(ACTORS, label="Speakers"),
        statement=Choice({k: v for k, v in options.items() if v}, statement, label="Statement"),
    )
