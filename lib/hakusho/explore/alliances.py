"""The explorations, exercises and questions of the alliance theme."""

from __future__ import annotations

import pandas as pd

from hakusho import alliances, facts, sources
from hakusho.charts import alliances as charts
from hakusho.explore.listing import Listing
from hakusho.explorer import Choice, Explorer, MultiChoice, Range, Toggle
from hakusho.study import Discussion, Exercise

NOW = alliances.today().year
PANEL = 118  # characters in a line of the text below a chart
NOT_COLLECTED = (
    "Ties among third states are not collected: the chart cannot show density or the centrality of anyone "
    "but "
    "Japan."
)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} per cent" if whole else "none"


def _body(*lines: str, width: int = PANEL) -> str:
    return "\n".join(part for line in lines if line for part in charts.wrapped(line, width))


# ---------------------------------------------------------------- the lead


def lattice() -> Explorer:
    """Return Japan's ties in effect by year and kind, and the share that include the United States."""
    ties = alliances.ties("JPN")

    def rows(year: int, kinds: list[str], open_ended: bool) -> pd.DataFrame:
        shown = alliances.in_effect(year, kinds, open_ended)
        columns = ["agreement_id", "short_name", "kind", "others", "with_us", "first_year", "source_id"]
        return shown[columns].reset_index(drop=True)

    def caption(shown: pd.DataFrame, year: int, kinds: list[str], open_ended: bool) -> str:
        american, unknown = int(shown.with_us.sum()), len(alliances.undated(year, kinds, open_ended))
        pledge = alliances.pledged_to("JPN", year)
        share = f" ({_share(american, len(shown))})" if len(shown) else ""
        return (
            f"{_day(year)}: {len(shown)} dated ties of these kinds in effect, {american} of them with the "
            f"United"
            f" States{share}; in effect, date unknown: {unknown}. States pledged to defend Japan: "
            f"{len(pledge)}{' (the United States)' if pledge else ''}."
        )

    return Explorer(
        lambda **p: charts.lattice(ties, **p),
        title="Japan's security ties in effect, by year, kind and American share",
        rows=rows,
        caption=caption,
        note="A tie counts when it is in effect on the last day of the year, in the running year on "
        f"{_day(NOW)}. Off at the start: political texts, contracts and forums, which bind no one in law "
        f"and never "
        "expire, and ASEAN's amity treaty of 24 parties, rivals included. "
        "Before 1960 (grey) two data sets code an American pledge, we do not. " + NOT_COLLECTED,
        year=Range(charts.FIRST_YEAR, NOW, NOW, label="Year", play=True),
        open_ended=Toggle(False, label="Also texts that never expire (political texts, contracts, forums)"),
        kinds=MultiChoice(
            {label: kind for kind, label in alliances.KINDS.items()},
            list(alliances.DEFAULT_KINDS),
            label="Kinds",
        ),
    )


def _day(year: int) -> str:
    day = alliances.day_of(year)
    return f"{day.day} {day:%B} {day.year}"


# ---------------------------------------------------------------- the network


def network() -> Explorer:
    """Return the ties of Japan and the United States in a year; a click on an edge opens the agreement."""
    edges, many = alliances.edges(), alliances.many_party()
    listed = list(dict.fromkeys([*edges[edges.known != "pending"].agreement_id, *many.agreement_id]))
    texts = _texts(listed)

    def rows(year: int, country: str, agreement: str, apart: bool) -> pd.DataFrame:
        shown = alliances.strongest(year, country, apart)[
            ["a", "b", "agreement_id", "title", "bond", "source_id"]
        ]
        opened = alliances.agreement(agreement)
        first = pd.DataFrame(
            [
                {
                    "a": "",
                    "b": "",
                    "agreement_id": agreement,
                    "title": f"Open: {opened.short_name}",
                    "bond": "",
                    "source_id": opened.source_id,
                }
            ]
        )
        groups = _many_rows(many, year, country, apart)
        return pd.concat([first, shown, groups], ignore_index=True).fillna("")

    def caption(shown: pd.DataFrame, year: int, country: str, agreement: str, apart: bool) -> str:
        pairs = shown[shown.a.ne("") & shown.b.ne("")]
        pledges = int((pairs.bond == "pledge").sum())
        opened = alliances.agreement(agreement)
        unknown = _unknown_ties(edges, year, country)
        whose = "Japan and the United States" if country == "all" else alliances.name(country)
        many_now = int((shown.bond == "many parties").sum())
        return (
            f"{_day(year)}: {whose} – {len(pairs)} ties between two states, {pledges} of them a defence "
            f"pledge; "
            f"texts of three or more: {many_now}; in effect, date unknown: {unknown}. "
            f"Open: {opened.short_name} ({'; '.join(sources.short(opened.source_id.split(';'))[:2])})."
        )

    return Explorer(
        lambda **p: charts.network(edges, many, texts, **p),
        title="Who is tied to Japan and to the United States, by strongest bond",
        rows=rows,
        caption=caption,
        picks={"agreement": "agreement_id"},
        note="Arrow heads point at the state that is to be defended: two heads where both are pledged. The "
        "order of "
        "bonds is ours. Off at the start, with an asterisk when shown: the Manila Pact "
        "(its organisation ended in 1977), ASEAN's "
        "amity treaty "
        "and the Shanghai Cooperation Organisation, whose members include rivals. The North Atlantic "
        "Treaty does "
        "not reach the Pacific and is not drawn. " + NOT_COLLECTED,
        year=Range(charts.FIRST_YEAR, NOW, NOW, label="Year", play=True),
        country=Choice(_focus_options(edges), "all", label="Country in focus"),
        agreement=Choice(
            _agreement_options(listed), "usa-jpn-security-treaty-1960", label="Agreement open below"
        ),
        apart=Toggle(False, label="Also Manila Pact, ASEAN treaty, SCO"),
    )


def _many_rows(many: pd.DataFrame, year: int, focus: str, apart: bool) -> pd.DataFrame:
    now = many[(many.first_year <= year) & (many.last_year >= year) & (apart | ~many.apart)]
    now = now if focus == "all" else now[now.members.str.contains(focus)]
    return now.rename(columns={"members": "a"}).assign(b="", bond="many parties")[
        ["a", "b", "agreement_id", "title", "bond", "source_id"]
    ]


def _unknown_ties(edges: pd.DataFrame, year: int, focus: str) -> int:
    now = edges[edges.known.eq("unknown") & (edges.signed_year <= year) & (edges.last_year >= year)]
    return len(now if focus == "all" else now[(now.a == focus) | (now.b == focus)])


def _focus_options(edges: pd.DataFrame) -> dict[str, str]:
    codes = sorted({*edges.a, *edges.b} - {"JPN", "USA"}, key=alliances.name)
    return {"All": "all"} | {alliances.name(code): code for code in ("JPN", "USA", *codes)}


def _agreement_options(keys: list[str]) -> dict[str, str]:
    table = facts.load("alliances/agreements").set_index("agreement_id")
    pairs = sorted((f"{table.short_name[key]} ({_span(table.loc[key])})", key) for key in keys)
    return dict(pairs)


def _span(row: pd.Series) -> str:
    start = row.in_force if pd.notna(row.in_force) else row.signed
    first = str(start)[:4] if pd.notna(start) else "date unknown"
    return f"{first}–{row.ended[:4]}" if pd.notna(row.ended) else f"from {first}"


def _texts(keys: list[str]) -> pd.DataFrame:
    """Each agreement as a title and lines: dates, who is obliged, what the text says."""
    table = facts.load("alliances/agreements").set_index("agreement_id")
    coded = alliances.codings()
    return pd.DataFrame(
        [
            {
                "agreement_id": key,
                "head": table.name[key] if len(table.name[key]) < 100 else table.short_name[key],
                "body": _body(
                    _dates(table.loc[key]), _obliged(coded[coded.agreement_id == key]), table.summary[key]
                ),
            }
            for key in keys
        ]
    )


def _dates(row: pd.Series) -> str:
    form = {"binding": "Binding", "political": "Political text", "law": "Law", "contract": "Contract"}
    start = {
        "dated": f"in effect from {row.in_force}",
        "unknown": "in effect, date unknown",
        "pending": "entry into force not found or still to come",
        "not_applicable": "needs no entry into force",
    }[row.in_force_known]
    signed = row.signed if pd.notna(row.signed) else "date unknown"
    ended = f"; ended {row.ended}" if pd.notna(row.ended) else ""
    return f"{form.get(row.legal_form, '')}. Signed or announced: {signed}; {start}{ended}."


def _obliged(parties: pd.DataFrame) -> str:
    if len(parties) == 0:
        return "No promise to defend: not a text of that kind."
    parties = parties.drop_duplicates("country", keep="last")  # a later spell replaces an earlier one
    running = (parties.last_year == alliances.NEVER).any()
    duties = {"yes": "pledged", "limited": "pledged within limits"}
    parts = []
    for row in parties[parties.ours.isin(list(duties))].itertuples():
        left = running and row.last_year != alliances.NEVER
        until = f" until {row.last_year + 1}" if left else ""
        parts.append(f"{alliances.name(row.country)} {duties[row.ours]}{until}")
    return f"To defend: {'; '.join(parts)}." if parts else "Nobody is pledged to defend."


# ---------------------------------------------------------------- the ladder


def ladder() -> Explorer:
    """Return the rungs of cooperation that each partner of Japan has reached in a year."""
    spells = alliances.ladder()
    final = alliances.rungs(NOW)
    score = final.assign(s=final.reached * 10 + 1).groupby("partner").s.sum()
    order = sorted(score.index, key=lambda code: (-score[code], alliances.name(code)))

    def rows(year: int, rungs: list[str]) -> pd.DataFrame:
        held = alliances.rungs(year)
        held = held[held.rung.isin(rungs)]
        return held[
            ["partner", "rung", "state", "date", "since", "reached", "title", "source_id"]
        ].reset_index(drop=True)

    def caption(shown: pd.DataFrame, year: int, rungs: list[str]) -> str:
        reached = shown[shown.reached]
        counts = reached.groupby("partner").size()
        best = counts.max() if len(counts) else 0
        top = ", ".join(alliances.name(code) for code in counts[counts == best].index) or "nobody"
        unknown, signed = int((shown.state == "unknown").sum()), int((shown.state == "pending").sum())
        return (
            f"{_day(year)}: {len(counts)} partners hold at least one of these rungs; most: {top} ({best} of "
            f"{len(rungs)}). In effect, date unknown: {unknown}; signed only: {signed}."
        )

    return Explorer(
        lambda **p: charts.ladder(spells, order, **p),
        title="Japan's ladder with each partner",
        rows=rows,
        caption=caption,
        note="A number is the first year in which the rung was held with that partner. 2+2: foreign and "
        "defence "
        "ministers have met at least once; it does not say that they still meet (with Russia the last "
        "round found "
        "was in 2017). Signed only: entry into force was not found or is still to come. The status of US "
        "forces in "
        "Japan (1960) runs one way and is no rung. An empty field means that nothing was found.",
        year=Range(1983, NOW, NOW, label="Year", play=True),
        rungs=MultiChoice({label: rung for rung, label in alliances.RUNGS.items()}, label="Rungs"),
    )


# ---------------------------------------------------------------- one treaty, three codings


def codings() -> Explorer:
    """Return who is obliged to defend whom under our coding, ATOP and Correlates of War."""
    table = _coded_rows()
    texts = _arguments(table)

    def rows(treaty: str, current: bool) -> pd.DataFrame:
        shown = table[table.now] if current else table
        if treaty == "differ":
            shown = shown[shown.differ]
        elif treaty == "agree":
            shown = shown[~shown.differ]
        else:
            shown = shown[shown.agreement_id == treaty]
        return shown[["agreement_id", "who", "years", *alliances.CODINGS, "differ", "source_id"]].reset_index(
            drop=True
        )

    def caption(shown: pd.DataFrame, treaty: str, current: bool) -> str:
        n = int(shown.differ.sum())
        return (
            f"Duties{' in effect today' if current else ''}: {len(shown)}; in {n} the codings that cover "
            f"the text "
            "disagree (red)."
        )

    titles = table.drop_duplicates("agreement_id")
    options = {"Where the codings differ": "differ", "Where they agree": "agree"} | dict(
        zip(titles.title, titles.agreement_id, strict=True)
    )
    return Explorer(
        lambda **p: charts.codings(table.drop(columns=["title", "source_id"]), texts, **p),
        title="Who is obliged to defend: three codings of the same treaties",
        rows=rows,
        caption=caption,
        note="ATOP covers years to 2018, Correlates of War to 2012. Not listed: the data set covers the "
        "years and "
        "does not hold the text. Too late: signed after its years. Limited: bound only in part.",
        treaty=Choice(options, "differ", label="Treaty"),
        current=Toggle(False, label="Only what is in effect today"),
    )


def _coded_rows() -> pd.DataFrame:
    """Parties with the same answers under one treaty in one row, by the time when the duty began."""
    coded = alliances.codings()
    ever = coded[coded.ours.isin(["yes", "limited"]) | coded.atop.eq("yes") | coded.cow.eq("yes")]
    keys = ["agreement_id", "short_name", "first_year", "last_year", *alliances.CODINGS, "differ"]
    joined = ever.groupby(keys, as_index=False, sort=False).agg(
        names=("country", lambda codes: ", ".join(_brief(code) for code in codes)),
        source_id=("source_id", lambda ids: ";".join(dict.fromkeys(";".join(ids).split(";")))),
    )
    joined = joined.sort_values(["first_year", "agreement_id"], kind="stable").reset_index(drop=True)
    started = joined.groupby("agreement_id").first_year.transform("min")
    joined = joined.assign(s=started).sort_values(["s", "agreement_id", "first_year"], kind="stable")
    last = joined.last_year.astype(int)
    until = last.where(last < alliances.NEVER).map(lambda y: "today" if pd.isna(y) else str(int(y) + 1))
    return pd.DataFrame(
        {
            "agreement_id": joined.agreement_id,
            "title": joined.short_name,
            "who": joined.short_name + ": " + joined.names,
            "years": joined.first_year.astype(str) + "–" + until,
            "now": last >= NOW,
            "order": range(len(joined)),
            "differ": joined.differ,
            **{coding: joined[coding] for coding in alliances.CODINGS},
            "source_id": joined.source_id,
        }
    ).reset_index(drop=True)


def _brief(code: str) -> str:
    short = {
        "USA": "US",
        "NZL": "NZ",
        "GBR": "UK",
        "PRK": "N. Korea",
        "KOR": "S. Korea",
        "RUS": "USSR/Russia",
    }
    return short.get(code, alliances.name(code))


def _arguments(table: pd.DataFrame) -> pd.DataFrame:
    """Why the codings of a treaty differ, from the notes of the crosswalk and of the agreement."""
    crosswalk = facts.load("alliances/cow_atop_crosswalk").set_index("agreement_id")
    rows = [
        {
            "agreement_id": "differ",
            "head": "Choose a treaty to read the argument",
            "body": _body(
                "The codings part on three questions: does a right to use forces amount to a duty (1951), "
                "does a duty with limits count as a pledge (1960, New Zealand), and does a treaty outlive "
                "its organisation (Manila Pact)?"
            ),
        }
    ]
    rows.append(rows[0] | {"agreement_id": "agree"})
    for key in dict.fromkeys(table.agreement_id):
        row = alliances.agreement(key)
        notes = [row["note"] if pd.notna(row["note"]) else "", str(crosswalk.note.get(key, ""))]
        rows.append({"agreement_id": key, "head": row.short_name, "body": _body(row.summary, *notes)})
    return pd.DataFrame(rows)


# ---------------------------------------------------------------- the calculator

OPENING_CLUB = ("JPN", "USA", "KOR", "AUS", "PHL", "THA", "GBR")


def asian_nato() -> Explorer:
    """Return the pledges that a club of chosen states would hold, and how many would be new."""
    pairs = _pair_rows()

    def rows(members: list[str], year: int, directed: bool, manila: bool, atlantic: bool) -> pd.DataFrame:
        return alliances.cells(members, year, manila, atlantic)

    def caption(
        shown: pd.DataFrame, members: list[str], year: int, directed: bool, manila: bool, atlantic: bool
    ) -> str:
        count = alliances.club(members, year, directed=directed, manila=manila, atlantic=atlantic)
        what = "directed pledges" if directed else "pairs"
        return (
            f"{_day(year)}, {len(members)} members: {count['exist']} of {count['pairs']} {what} "
            f"{'exist' if directed else 'hold a pledge'}, {count['new']} would be new; in "
            f"{count['both_ways']} pairs "
            "both sides are pledged."
        )

    return Explorer(
        lambda **p: charts.calculator(pairs, **p),
        title="What an Asian NATO would have to add: defence pledges among its members",
        rows=rows,
        caption=caption,
        note="Complete for these nineteen states. A row pledges to defend a column. Counted once where "
        "several texts "
        "repeat a pledge; limited, disputed and dormant pledges do not count. Off at the start: the Manila "
        "Pact "
        "(since 1977 only between the United States and Thailand, and by one data set not a pledge at all) "
        "and "
        "Atlantic and European treaties, which do not cover Asia and the Pacific.",
        members=MultiChoice(
            {charts._short_name(code): code for code in alliances.CLOSED_SET},
            list(OPENING_CLUB),
            label="Members",
        ),
        year=Range(charts.FIRST_YEAR, NOW, NOW, label="Year"),
        directed=Toggle(True, label="Count each direction (off: count pairs)"),
        manila=Toggle(False, label="Count the Manila Pact"),
        atlantic=Toggle(False, label="Count Atlantic and European treaties"),
    )


def _pair_rows() -> pd.DataFrame:
    """Every ordered pair of the closed set, and every pledge of level defence with its years."""
    pairs = [(f, t, 0, 0, 0, 0, 0) for f in alliances.CLOSED_SET for t in alliances.CLOSED_SET if f != t]
    table = alliances.pledges()
    table = table[table.level == "defence"]
    last = table.last_year.clip(upper=NOW).astype(int)
    held = zip(
        table.from_iso3,
        table.to_iso3,
        [1] * len(table),
        table.first_year.astype(int),
        last,
        table.manila.astype(int),
        table.atlantic.astype(int),
        strict=True,
    )
    return pd.DataFrame([*pairs, *held], columns=["f", "t", "i", "a", "b", "m", "e"])


# ---------------------------------------------------------------- the alliance, April 2024, groupings

TIMELINE_KINDS = {
    "treaty": "Treaties",
    "guideline": "Guidelines",
    "summit": "Summits",
    "two_plus_two": "2+2 ministers",
    "basing": "Bases",
    "cost_sharing": "Cost sharing",
    "command": "Command",
    "exercise": "Exercises",
    "arms": "Equipment",
    "law": "Laws and rules",
}


def us_japan() -> Explorer:
    """Return the events of the US-Japan alliance since 1951 in lanes; a click opens one."""
    table = facts.load("alliances/us_japan_timeline")
    table = table.assign(id=table.date + " " + table.title)
    events = pd.DataFrame(
        {
            "id": table.id,
            "lane": table.kind.map(TIMELINE_KINDS),
            "x": table.date_start.dt.strftime("%Y-%m-%d"),
            "y": table.date_start.dt.year,
            "tone": "event",
            "k": table.kind,
            "head": table.date + ": " + table.title,
            "body": [
                _body(s, n if pd.notna(n) else "") for s, n in zip(table.summary, table.note, strict=True)
            ],
        }
    )

    def rows(since: int, kinds: list[str], entry: str) -> pd.DataFrame:
        shown = table[(table.date_start.dt.year >= since) & table.kind.isin(kinds)]
        return shown[["date", "title", "kind", "summary", "source_id"]].reset_index(drop=True)

    def caption(shown: pd.DataFrame, since: int, kinds: list[str], entry: str) -> str:
        return f"{len(shown)} events listed since {since}. Open: {entry}."

    return Explorer(
        lambda since, kinds, entry: charts.lanes(
            events,
            list(TIMELINE_KINDS.values()),
            entry,
            f"datum.y >= {since.name} && indexof({kinds.name}, datum.k) >= 0",
            {"event": "#2f6fb0"},
            since=since,
            label_width=110,
            panel=70,
        ),
        title="The US–Japan alliance since 1951",
        rows=rows,
        caption=caption,
        picks={"entry": "id"},
        note="A list of chosen events, denser for recent years: it shows collection, so nothing is counted "
        "by year.",
        since=Range(1951, 2025, 1951, label="Since"),
        kinds=MultiChoice({label: kind for kind, label in TIMELINE_KINDS.items()}, label="Kinds"),
        entry=Choice(list(table.id), table.id[table.date.eq("1960-06-23")].iloc[0], label="Event"),
    )


AREAS = {
    "command": "Command",
    "missile_defence": "Missile defence",
    "industry": "Industry",
    "training": "Training",
    "technology": "Technology",
}


def _decimal_year(days: pd.Series) -> pd.Series:
    return (days.dt.year + (days.dt.month - 1 + (days.dt.day - 1) / 31) / 12).round(3)


def april_2024() -> Explorer:
    """Return what the summit of April 2024 set up and what was found of each item."""
    table = facts.load("alliances/april_2024_package")
    end = table.outcome_date_end.clip(upper=alliances.today())
    drawn = pd.DataFrame(
        {
            "id": table.item_id,
            "item": table["item"],
            "area": table.area,
            "status": table.status,
            "start": _decimal_year(table.promised_on_start),
            "end": _decimal_year(end),
            "head": table["item"],
            "body": [
                _body(f"Promised: {r.promised}", f"Found: {r.outcome}", r.note if pd.notna(r.note) else "")
                for r in table.itertuples()
            ],
        }
    )

    def rows(areas: list[str], project: str) -> pd.DataFrame:
        shown = table[table.area.isin(areas)]
        return shown[
            ["item_id", "item", "area", "status", "outcome", "outcome_date", "source_id"]
        ].reset_index(drop=True)

    def caption(shown: pd.DataFrame, areas: list[str], project: str) -> str:
        counts = shown.status.value_counts()
        parts = [f"{counts.get(key, 0)} {words}" for key, (_, words) in charts.PROMISE.items()]
        opened = table[table.item_id == project].iloc[0]
        return f"{len(shown)} items: {', '.join(parts)}. Open: {opened['item']}."

    return Explorer(
        lambda areas, project: charts.promises(drawn, project, areas),
        title="What became of the groups and projects of April 2024",
        rows=rows,
        caption=caption,
        picks={"project": "id"},
        note="A bar ends at the latest outcome found, which may be a step only. A diamond: no result was "
        "found by "
        f"{_day(NOW)}, which is not the same as failed. Status is our reading.",
        areas=MultiChoice({label: area for area, label in AREAS.items()}, label="Fields"),
        project=Choice(
            dict(zip(table["item"], table.item_id, strict=True)), "command-us", label="Item open below"
        ),
    )


def groupings() -> Explorer:
    """Return who belongs to which small grouping in a year, and what is only proposed."""
    table = alliances.groupings()
    spells = alliances._year_ends(table, "from", "to")
    states = ["JPN", "USA", "AUS", "KOR", "PHL", "IND", "GBR", "ITA", "NZL", "CAN"]
    spells = spells.sort_values("iso3", key=lambda codes: codes.map(states.index), kind="stable")
    drawn = pd.DataFrame(
        {
            "state": spells.iso3.map(alliances.name),
            "grouping": spells.title,
            "f": spells.first_year.astype(int),
            "l": spells.last_year.clip(upper=2100).astype(int),
            "status": spells.status,
        }
    )

    def rows(year: int, proposed: bool) -> pd.DataFrame:
        now = spells[(spells.first_year <= year) & (spells.last_year >= year)]
        now = now if proposed else now[now.status == "member"]
        return now[["title", "iso3", "from", "to", "status", "note", "source_id"]].reset_index(drop=True)

    def caption(shown: pd.DataFrame, year: int, proposed: bool) -> str:
        members = shown[shown.status == "member"]
        japan = members[members.iso3 == "JPN"].title.nunique()
        only = shown[shown.status == "proposed"]
        return (
            f"{_day(year)}: {members.title.nunique()} groupings, Japan in {japan}, the United States in "
            f"{members[members.iso3 == 'USA'].title.nunique()}; only proposed: {len(only)} memberships."
        )

    return Explorer(
        lambda **p: charts.groupings(drawn, **p),
        title="Small groupings: members over time, and what is only proposed",
        rows=rows,
        caption=caption,
        note="None of them carries a defence pledge. The year is that of the first meeting or "
        "announcement; the Quad "
        "met in 2007, was dormant from 2008 and came back in 2017. JAUKUS is a label of the press for "
        "possible work "
        "with Japan under AUKUS Pillar II; it names no body.",
        year=Range(2006, NOW, NOW, label="Year", play=True),
        proposed=Toggle(True, label="Show what is only proposed"),
    )


# ---------------------------------------------------------------- seen from elsewhere, the five articles

SPEAKERS = {
    "JPN;USA": "Japan and US together",
    "USA": "United States",
    "CHN": "China",
    "KOR": "South Korea",
    "PRK": "North Korea",
    "RUS": "Russia",
    "JPN": "Japan",
}
TONES = {"statement": "#2f6fb0", "deployment, transit or firing": "#CD8800"}


ON_THE_ALLIANCE = ("collective_self_defence", "us_missiles")
"""Subjects of statements that concern the alliance, though filed under another theme."""


def elsewhere() -> Explorer:
    """Return official words on the alliance by state, with deployments and transits of all sides."""
    table = _words_and_acts()
    drawn = table[["id", "lane", "x", "tone", "head", "body", "y"]]

    def rows(since: int, acts: bool, entry: str) -> pd.DataFrame:
        shown = table[(table.y >= since) & (acts | table.tone.eq("statement"))]
        return shown[["id", "date", "lane", "tone", "words", "source_id"]].reset_index(drop=True)

    def caption(shown: pd.DataFrame, since: int, acts: bool, entry: str) -> str:
        counts = shown[shown.tone == "statement"].lane.value_counts()
        said = ", ".join(f"{who} {counts.get(who, 0)}" for who in SPEAKERS.values())
        opened = table[table.id == entry].iloc[0]
        return f"Statements listed since {since}: {said}. Open: {opened.lane}, {opened.date}."

    return Explorer(
        lambda since, acts, entry: charts.lanes(
            drawn,
            list(SPEAKERS.values()),
            entry,
            f"datum.y >= {since.name} && ({acts.name} || datum.tone == 'statement')",
            TONES,
            since=since,
            label_width=160,
            panel=75,
        ),
        title="The alliance in official words, and forces on the move",
        rows=rows,
        caption=caption,
        picks={"entry": "id"},
        note="Statements on the alliance, its exercises, collective self-defence and American missiles in "
        "Japan. "
        "Japan speaks here through the documents that it issues with the United States (summits, ministers' "
        "meetings); its statements alone are not in this list: a gap. Numbers show what was collected, not "
        "how "
        "much was said.",
        since=Range(2004, 2026, 2010, label="Since"),
        acts=Toggle(False, label="Also deployments, transits and firings by all sides"),
        entry=Choice(
            dict(zip(table["head"], table.id, strict=True)), "chn-2024-04-12", label="Entry open below"
        ),
    )


def _words_and_acts() -> pd.DataFrame:
    """Statements on the alliance, joint documents and movements of forces in one form."""
    said = facts.load("threats/foreign_statements")
    said = said[said.about_theme.eq("alliances") | said.subject.isin(ON_THE_ALLIANCE)]
    joint = facts.load("alliances/us_japan_timeline")
    joint = joint[joint.kind.isin(["summit", "two_plus_two"]) & joint.date_start.dt.year.ge(2004)]
    moved = facts.load("threats/transits_deployments")
    answers = "On: " + said.response_to.fillna("no single event")
    parts = [
        pd.DataFrame(
            {
                "id": said.statement_id,
                "date": said.date,
                "start": said.date_start,
                "who": said.speaker_iso3,
                "tone": "statement",
                "title": said.speaker_office,
                "words": said.paraphrase,
                "more": answers,
                "source_id": said.source_id,
            }
        ),
        pd.DataFrame(
            {
                "id": "joint-" + joint.date,
                "date": joint.date,
                "start": joint.date_start,
                "who": "JPN;USA",
                "tone": "statement",
                "title": joint.title,
                "words": joint.summary,
                "more": "",
                "source_id": joint.source_id,
            }
        ),
        pd.DataFrame(
            {
                "id": moved.transit_id,
                "date": moved.date,
                "start": moved.date_start,
                "who": moved.actors_iso3.replace({"USA;JPN": "JPN;USA"}),
                "tone": "deployment, transit or firing",
                "title": moved.place,
                "words": moved.summary,
                "more": "",
                "source_id": moved.source_id,
            }
        ),
    ]
    table = pd.concat(parts, ignore_index=True)
    table = table.assign(who=table.who.where(table.who.isin(list(SPEAKERS)), table.who.str.split(";")))
    table = table.explode("who").drop_duplicates("id")
    lane = table.who.map(SPEAKERS)
    return (
        table.assign(
            lane=lane,
            x=table.start.dt.strftime("%Y-%m-%d"),
            y=table.start.dt.year,
            head=table.date + ", " + lane + ": " + table.title,
            body=[_body(words, more) for words, more in zip(table.words, table.more, strict=True)],
        )
        .sort_values("date")
        .reset_index(drop=True)
    )


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


def articles() -> Explorer:
    """Return the five articles' claims on alliances by verdict; a click opens claim and grounds."""
    table = alliances.articles()
    order = [v for v in VERDICTS if v in set(table.verdict)]
    drawn = pd.DataFrame(
        {
            "id": table.claim_id,
            "lane": table.verdict.map(VERDICTS),
            "tone": table.judgement,
            "doc": table.doc_id,
            "head": table.claim_id + ": " + table.verdict.map(VERDICTS),
            "body": [
                _body(claim, f"Evidence: {why}" if pd.notna(why) else "No evidence noted.")
                for claim, why in zip(table.claim, table.evidence, strict=True)
            ],
        }
    )

    def rows(article: str, claim: str) -> pd.DataFrame:
        shown = table if article == "all" else table[table.doc_id == article]
        return shown[["claim_id", "doc_id", "claim", "verdict", "judgement", "source_id"]].reset_index(
            drop=True
        )

    def caption(shown: pd.DataFrame, article: str, claim: str) -> str:
        counts = shown.verdict.value_counts()
        parts = [f"{counts[v]} {VERDICTS[v].lower()}" for v in order if v in counts]
        return f"{len(shown)} claims on alliances: {', '.join(parts)}. Open: {claim}."

    docs = facts.load("claims/seed_documents")
    titles = {f"{r.doc_id}: {r.title}": r.doc_id for r in docs.itertuples()}
    return Explorer(
        lambda article, claim: charts.lanes(
            drawn,
            [VERDICTS[v] for v in order],
            claim,
            f"{article.name} == 'all' || datum.doc == {article.name}",
            HOW,
            x_title="Claims (one mark each)",
            label_width=170,
            panel=95,
        ),
        title="What the five articles said on alliances, and how it stands",
        rows=rows,
        caption=caption,
        picks={"claim": "id"},
        note="Claims are in our words. Computed: the verdict follows from the facts by a named check; "
        "judged: a "
        "person weighed the evidence named.",
        article=Choice({"All five": "all"} | titles, "all", label="Article"),
        claim=Choice(
            {f"{r.claim_id} {r.claim}"[:70]: r.claim_id for r in table.itertuples()},
            "s5-c13",
            label="Claim open below",
        ),
    )


# ---------------------------------------------------------------- exercises: every answer is computed


def exercise_break() -> Exercise:
    """Ask what counting open-ended texts does to the share."""
    options = ["It rises", "It falls", "It stays within two percentage points"]

    def answer() -> str:
        change = alliances.us_share(NOW, open_ended=True) - alliances.us_share(NOW)
        return options[2] if abs(change) <= 2 else options[0] if change > 0 else options[1]

    def why() -> str:
        return (
            f"With them {alliances.with_us(NOW, open_ended=True)} of "
            f"{alliances.count(NOW, open_ended=True)} ties "
            f"include the United States ({alliances.us_share(NOW, open_ended=True):.0f} per cent), without "
            f"them "
            f"{alliances.with_us(NOW)} of {alliances.count(NOW)} ({alliances.us_share(NOW):.0f}): "
            f"political texts "
            "pile up, above all with Washington, because nobody ends them."
        )

    return Exercise(
        f"Count texts that never expire too. What happens to the American share in {NOW}?",
        answer,
        why,
        options,
        clue="Switch the second control of the first chart.",
    )


def exercise_third() -> Exercise:
    """Ask which bond is the most frequent strongest one between Japan and its partners."""
    words = list(alliances.BONDS.values())

    def counts() -> pd.Series:
        return alliances.strongest(NOW, "JPN").bond.value_counts()

    def why() -> str:
        listed = ", ".join(f"{alliances.BONDS[bond]} {n}" for bond, n in counts().items())
        return f"Strongest ties of Japan in {NOW}, by partner: {listed}."

    return Exercise(
        f"What is most often the strongest bond between Japan and a partner in {NOW}?",
        lambda: alliances.BONDS[str(counts().idxmax())],
        why,
        words,
        clue="Put Japan in focus and count the colours.",
    )


def exercise_ladder() -> Exercise:
    """Ask which partners hold at least four rungs."""
    known = ["AUS", "CAN", "DEU", "FRA", "GBR", "IND", "ITA", "KOR", "PHL", "USA"]
    options = [alliances.name(code) for code in known]
    return Exercise(
        f"Which of these partners hold at least four of the six rungs in {NOW} (date known or not)?",
        lambda: {alliances.name(code) for code in alliances.full_ladders(NOW, 4)},
        lambda: (
            "; ".join(f"{alliances.name(c)} {alliances.rung_count(NOW, c)}" for c in known)
            + ". Signed texts that are not known to be in effect do not count."
        ),
        options,
        clue="The bars at the right of the ladder count the rungs.",
    )


def exercise_codings() -> Exercise:
    """Ask in which codings South Korea is pledged to defend the United States."""

    def row() -> pd.Series:
        table = alliances.codings()
        return table[(table.agreement_id == "usa-kor-mdt-1953") & (table.country == "KOR")].iloc[0]

    def why() -> str:
        note = row()["note"]
        return (
            f"{note} The row for the United States is a pledge in all three."
            if pd.notna(note)
            else "See the row."
        )

    return Exercise(
        "In which codings is South Korea pledged to defend the United States?",
        lambda: {label for coding, label in alliances.CODINGS.items() if row()[coding] == "yes"},
        why,
        list(alliances.CODINGS.values()),
        clue="Look for the treaty of 1953 among those where the codings differ.",
    )


def exercise_new() -> Exercise:
    """Ask how many directed pledges a club of four partners without the United States would have to add."""
    club = ("JPN", "KOR", "AUS", "PHL")
    names = ", ".join(alliances.name(code) for code in club)

    def why() -> str:
        alone, joined = alliances.club(club, NOW), alliances.club((*club, "USA"), NOW)
        return (
            f"{alone['exist']} of {alone['pairs']} directed pledges exist among them. With the United States "
            f"as a fifth member it would be {joined['exist']} of {joined['pairs']}."
        )

    return Exercise(
        f"How many directed pledges would be new in a club of {names}, without the United States?",
        lambda: alliances.club(club, NOW)["new"],
        why,
        clue="A club of n members has n times (n - 1) directed pairs.",
        unit="pledges",
    )


def exercise_package() -> Exercise:
    """Ask for which items of April 2024 no result was found."""
    items = list(alliances.package()["item"])
    return Exercise(
        "For which items of the package of April 2024 was no result found?",
        lambda: set(alliances.package("no_result_found")["item"]),
        lambda: (
            f"{len(alliances.package('done'))} items are done, {len(alliances.package('under_way'))} begun. "
            "Not found is not failed: the search was limited to published reports."
        ),
        items,
        clue="Look for the diamonds.",
    )


# ---------------------------------------------------------------- questions for a group


def discussions() -> list[Discussion]:
    """Return questions for a group, each with the rows that it is about."""
    return [
        Discussion(
            "Is a state that may land its forces in Japan, but need not defend it, an ally?",
            {
                "alliances/agreements": [
                    "jpn-aus-raa-2022",
                    "jpn-aus-jdsc-2022",
                    "usa-jpn-security-treaty-1960",
                ]
            },
            "The difference between access, consultation and pledge; the wording of 2022 against article V.",
        ),
        Discussion(
            "Does Japan buy insurance against abandonment with the new ties, or risk entrapment by them?",
            {
                "alliances/agreements": ["jpn-phl-raa-2024", "jpn-gbr-raa-2023", "camp-david-2023"],
                "policy/readings": ["snyder-1984"],
            },
            "What lowers one fear can raise the other; none of the texts holds a duty to fight.",
        ),
        Discussion(
            "Which states would have to promise something new for an Asian NATO, and which would refuse?",
            {
                "alliances/agreements": ["asian-nato-proposal", "fpda-1971", "seato-manila-pact-1954"],
                "policy/readings": ["japanpolicyforum-asiannato", "cha-2010"],
            },
            "Constitutional limits, the pledge that runs one way, the end of the Manila Pact's organisation.",
        ),
        Discussion(
            "An American president calls the treaty unfair. Which rows bear him out, and which do not?",
            {
                "threats/foreign_statements": ["usa-2019-06-29", "usa-2025-03-06"],
                "alliances/agreements": ["usa-jpn-sofa-1960", "usa-jpn-sma-2022"],
                "alliances/defence_pledges": _keys_1960(),
            },
            "The pledge runs one way; bases and payments run the other way.",
        ),
    ]


def _keys_1960() -> list[str]:
    table = alliances.pledges()
    return list(table[table.agreement_id == "usa-jpn-security-treaty-1960"].pledge_id)


def readings() -> Listing:
    """Return the readings on alliances: author, year, title, what each argues, level."""
    table = facts.load("policy/readings")
    table = table[table.theme == "alliances"].sort_values(["level", "year"])
    return Listing(table[["author", "year", "title", "argues", "level"]].reset_index(drop=True))


def card(key: str) -> Listing:
    """Return one agreement as a reader wants it: what it is, its dates, its caveat, its sources."""
    row = alliances.agreement(key)
    lines = {
        "agreement": row["name"],
        "kind": alliances.KINDS[row.kind],
        "signed": row.signed,
        "in effect from": row.in_force,
        "what it says": row.summary,
        "caveat": row.note,
        "sources": "; ".join(sources.short(row.source_id.split(";"))),
    }
    held = [(label, "not known" if pd.isna(text) else text) for label, text in lines.items()]
    return Listing(pd.DataFrame(held, columns=["field", "value"]))


def defaults() -> Listing:
    """Return why each exploration opens where it does."""
    club = ", ".join(alliances.name(code) for code in OPENING_CLUB)
    rows = [
        ("Ties over time", f"{NOW}, texts with legal force", "Texts that never end can only add up"),
        ("Network", f"{NOW}, all countries, treaty of 1960 open", "The one pledge to defend Japan"),
        ("Ladder", f"{NOW}, six rungs", "The whole ladder; the year control shows how it was built"),
        ("Elsewhere", "since 2010, words only", "Most statements held are later; a switch adds forces"),
        ("Articles", "all five, the claim on allies open", "Of all claims the closest to the lead finding"),
        ("Three codings", "treaties where they differ", "Agreement needs no argument"),
        (
            "Asian NATO",
            f"{club}, {NOW}, each direction",
            "Its treaty partners in the region, and the British",
        ),
    ]
    return Listing(pd.DataFrame(rows, columns=["exploration", "opens at", "because"]))
