"""Further explorations on alliances: codings, an Asian NATO, the alliance, promises, groupings, use."""

from __future__ import annotations

import pandas as pd

from hakusho import alliances, facts
from hakusho.charts import alliances as charts
from hakusho.charts import theme
from hakusho.explore.alliances import NOW, body, day, some
from hakusho.explore.listing import Listing
from hakusho.explorer import Choice, Explorer, MultiChoice, Range, Toggle

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
        when = ", in effect today" if current else ""
        return f"Duties{when}: {len(shown)}; in {n} of them the codings that cover the text disagree (red)."

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
        "years and does not hold the text. Too late: signed after its years. Limited: bound only in part.",
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
            "body": body(
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
        rows.append({"agreement_id": key, "head": row.short_name, "body": body(row.summary, *notes)})
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
            f"{day(year)}, {some(len(members), 'member')}: {count['exist']} of {count['pairs']} {what} "
            f"{'exist' if directed else 'hold a pledge'}, {count['new']} would be new; pairs in which both "
            f"sides are pledged: {count['both_ways']}."
        )

    return Explorer(
        lambda **p: charts.calculator(pairs, **p),
        title="What an Asian NATO would have to add: defence pledges among its members",
        rows=rows,
        caption=caption,
        note="Complete for these nineteen states. A row pledges to defend a column. Counted once where "
        "several texts repeat a pledge; limited, disputed and dormant pledges do not count. Off at the "
        "start: the Manila Pact (since 1977 only between the United States and Thailand, and by one data set "
        "not a pledge at all) and Atlantic and European treaties, which do not cover Asia and the Pacific.",
        members=MultiChoice(
            {charts.short_name(code): code for code in alliances.CLOSED_SET},
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
                body(s, n if pd.notna(n) else "") for s, n in zip(table.summary, table.note, strict=True)
            ],
        }
    )

    def rows(since: int, kinds: list[str], entry: str) -> pd.DataFrame:
        shown = table[(table.date_start.dt.year >= since) & table.kind.isin(kinds)]
        return shown[["date", "title", "kind", "summary", "source_id"]].reset_index(drop=True)

    def caption(shown: pd.DataFrame, since: int, kinds: list[str], entry: str) -> str:
        return f"{some(len(shown), 'event')} listed since {since}. Open: {entry}."

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
        note="Chosen events, denser for recent years: the list shows what was collected, so nothing is "
        "counted by year.",
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
                body(f"Promised: {r.promised}", f"Found: {r.outcome}", r.note if pd.notna(r.note) else "")
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
        return f"{some(len(shown), 'item')}: {'; '.join(parts)}. Open: {opened['item']}."

    return Explorer(
        lambda areas, project: charts.promises(drawn, project, areas),
        title="What became of the groups and projects of April 2024",
        rows=rows,
        caption=caption,
        picks={"project": "id"},
        note="A bar ends at the latest outcome found, which may be a step only. A diamond: no result was "
        f"found by {day(NOW)}, which is not the same as failed. Status is our reading.",
        areas=MultiChoice({label: area for area, label in AREAS.items()}, label="Fields"),
        project=Choice(
            dict(zip(table["item"], table.item_id, strict=True)), "command-us", label="Item open below"
        ),
    )


def groupings() -> Explorer:
    """Return who belongs to which small grouping in a year, and what is only proposed."""
    spells = alliances.groupings()
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
        american = members[members.iso3 == "USA"].title.nunique()
        only = int((shown.status == "proposed").sum())
        return (
            f"{day(year)}: {some(members.title.nunique(), 'grouping')}, Japan in {japan}, the United States "
            f"in {american}; only proposed: {some(only, 'seat')}."
        )

    return Explorer(
        lambda **p: charts.groupings(drawn, **p),
        title="Small groupings: members over time, and what is only proposed",
        rows=rows,
        caption=caption,
        note="None of them carries a defence pledge. The year is that of the first meeting or announcement; "
        "the Quad met in 2007, was dormant from 2008 and came back in 2017. JAUKUS is a label of the press "
        "for possible work with Japan under AUKUS Pillar II; it names no body.",
        year=Range(2006, NOW, NOW, label="Year", play=True),
        proposed=Toggle(True, label="Show what is only proposed"),
    )


# ---------------------------------------------------------------- what the texts are used for


def practice() -> Listing:
    """Return, for each partner on the ladder, its rungs and the listed exercises that it holds with Japan."""
    table = alliances.practice(NOW).query("n > 0 or rungs > 2")
    shown = table.assign(
        partner=table.partner.map(alliances.name), small=table.small.replace("", "none listed")
    )
    heads = {"partner": "partner", "rungs": "rungs in effect"}
    heads |= {"small": f"exercises of up to {alliances.SMALL} states", "large": "larger ones"}
    note = (
        f"From a list of chosen exercises, those last seen in {alliances.PRACTICE_SINCE} or later; "
        f"partners with one, or with three rungs. None listed is not none held. {_sources(table)}"
    )
    return Listing(shown, heads, note)


def assistance() -> Listing:
    """Return the grants of equipment under Official Security Assistance, by recipient."""
    table = alliances.assistance()
    shown = table.assign(
        recipient=table.recipient.map(alliances.name), value=[f"{n:,.0f}" for n in table.value_jpy_m]
    )
    heads = {"recipient": "recipient", "signed": "grants signed", "value": "million yen", "items": "what"}
    note = (
        f"Grants for which notes were exchanged; planned ones and deliveries are left out. {_sources(table)}"
    )
    return Listing(shown, heads | {"rungs": "rungs in effect"}, note)


def _sources(table: pd.DataFrame) -> str:
    """The first, firmest source of each row in short."""
    return theme.source_line([ids.split(";")[0] for ids in table.source_id], most=5)
