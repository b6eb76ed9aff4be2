"""Explorations of regional activity and threat perception."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import pandas as pd

from hakusho import facts, threats
from hakusho.charts import threats as charts
from hakusho.explore.listing import Listing
from hakusho.explorer import Choice, Explorer, Interval, MultiChoice, Range, Toggle
from hakusho.study import Discussion, Exercise, References

OPENING_BASE = 2016
"""Year with the most scrambles against Chinese aircraft: the base that makes the indicators part most."""
NEIGHBOURS = ("JPN", "CHN", "KOR", "TWN")


@cache
def _names(by: str = "name") -> dict[str, str]:
    table = facts.load("countries")
    return dict(zip(table["iso3"], table["name_en"], strict=True))


def _options(codes: Sequence[str]) -> dict[str, str]:
    names = _names()
    return {names[c]: c for c in names if c in set(codes)}


def _say(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


# ---------------------------------------------------------------- core path


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def pressure() -> Explorer:
    """More or less pressure? Every indicator against a base year, and the chosen one in full."""
    series, practice = threats.load_indicators(), facts.load("threats/scramble_practice")

    def rows(indicator: str, base: int, end: int) -> pd.DataFrame:
        return threats.change(series, base, end)

    def caption(shown: pd.DataFrame, indicator: str, base: int, end: int) -> str:
        held = shown[shown["ratio"].notna()]
        up = int((held["ratio"] > 1).sum())
        own = shown[shown["indicator"] == indicator].iloc[0]
        words = (
            f"From {base} to {end}, {up} of {len(held)} indicators with both figures rose and "
            f"{len(held) - up} did not."
        )
        if pd.isna(own["ratio"]):
            return f"{words} {own['label']}: no comparison for these two years."
        return f"{words} {own['label']}: {own['from_value']:,.0f} to {own['to_value']:,.0f}."

    return Explorer(
        lambda indicator, base, end: charts.pressure(series, practice, indicator, base, end),
        title="More or less pressure? It depends on the indicator and the base year",
        rows=rows,
        caption=caption,
        note="Indicators overlap and are not weighed: how many rose is no measure of pressure. A "
        "scramble is a take-off, "
        "not an intrusion; since 2020 fighters are sent less often, by press reports. The Senkaku "
        "Islands are called "
        "Diaoyu by China, which claims them. Counts are Japanese, US and Taiwanese. Broken lines: years "
        "without a figure.",
        picks={"indicator": "i"},
        indicator=Choice(
            {label: key for key, label in threats.INDICATORS.items()}, "scr-chn", label="Indicator"
        ),
        base=Range(2008, 2022, OPENING_BASE, label="Base year", play=True),
        end=Choice([2025, 2024, 2022], 2025, label="End year"),
    )


def counters() -> Explorer:
    """One year of North Korean tests as different counters give it."""
    table = threats.counters(facts.load("threats/nk_tests_by_year"), whole_years=False)

    def rows(year: int, units: list[str], part: bool) -> pd.DataFrame:
        kept = table[(table["year"] == year) & table["unit"].isin(units) & (table["whole"] | part)]
        return kept.sort_values(["unit", "count"], ascending=[True, False]).reset_index(drop=True)

    def caption(shown: pd.DataFrame, year: int, units: list[str], part: bool) -> str:
        if shown.empty:
            return f"No number is held for {year} in these units."
        parts = []
        for unit, own in shown.groupby("unit", sort=False):
            low, high = own["count"].min(), own["count"].max()
            span = f"{low}" if low == high else f"{low} to {high}"
            parts.append(
                f"{span} {threats.COUNTED_UNITS[unit]} ({len(own)} "
                f"{'figure' if len(own) == 1 else 'figures'})"
            )
        return f"North Korea's {year}: {_say(parts)}."

    return Explorer(
        lambda year, units, part: charts.counters(table, year, units, part),
        title="One year, many counters: North Korea's tests by definition and publisher",
        rows=rows,
        caption=caption,
        note="A launch may be a volley of several missiles; days, launches and missiles are never "
        "added. CNS counts missiles "
        "able to carry 500 kg over 300 km, by UTC date. The later copy and the Statista chart rest on "
        "the same data.",
        year=Range(2012, 2025, 2022, label="Year", play=True),
        units=MultiChoice({v: k for k, v in threats.COUNTED_UNITS.items()}, label="Counted"),
        part=Toggle(False, label="Numbers for part of the year too"),
    )


def race() -> Explorer:
    """Military spending: index and level together, and who leads for each base year."""
    spent = threats.spending(facts.load("spending/milex"))
    options = _options([c for c in spent["country_iso3"].unique() if c != "PRK"])
    names = {code: name for name, code in options.items()}
    measures = {"const": "usd_const_m", "share": "share_gdp_pct"}

    def rows(countries: list[str], base: int, measure: str, scale: str) -> pd.DataFrame:
        return (
            threats.indexed(spent, countries, base, measures[measure])
            .query("year >= 1990")
            .reset_index(drop=True)
        )

    def caption(shown: pd.DataFrame, countries: list[str], base: int, measure: str, scale: str) -> str:
        last = threats.last_index(spent, countries, base, measures[measure])
        if last.empty:
            return "No country with a figure in the base year is chosen."
        top = last.index[0]
        high = shown[shown["year"] == 2025].sort_values("level", ascending=False).iloc[0]
        unit = "billion dollars" if measure == "const" else "per cent of GDP"
        level = high["level"] / (1000 if measure == "const" else 1)
        return (
            f"With {base} = 100 {names[top]} stands highest in 2025, at {last.iloc[0]:,.0f}"
            + (f"; Japan at {last['JPN']:,.0f}" if top != "JPN" and "JPN" in last else "")
            + f". The highest level: {names[high['country_iso3']]}, {level:,.1f} {unit}."
        )

    return Explorer(
        lambda countries, base, measure, scale: charts.race(spent, names, countries, base, measure, scale),
        title="The spending race: who leads depends on the base year",
        rows=rows,
        caption=caption,
        note="SIPRI, edition of April 2026: calendar years, constant prices and exchange rates of 2024. "
        "Figures for China and "
        "recent ones for Russia are SIPRI's estimates; market rates understate what lower prices buy. "
        "No constant-price "
        "figure exists for North Korea.",
        countries=MultiChoice(options, NEIGHBOURS, label="Country"),
        base=Range(1990, 2024, 2000, label="Base year", play=True),
        measure=Choice({"constant dollars": "const", "share of GDP": "share"}, label="Measure"),
        scale=Choice({"linear": "linear", "logarithmic": "log"}, label="Scale"),
    )


# ---------------------------------------------------------------- further: North Korean tests


def north_korean_tests() -> Explorer:
    """Launch days since 1984 as a calendar, and outcomes by year, for a system and a place."""
    shot = threats.shots(facts.load("threats/nk_missile_tests"))
    events = facts.load("threats/nk_missile_events")
    days = events[events["record"] == "day_only"]
    sites = facts.load("threats/nk_sites")
    held = sites[sites["site_id"].isin(shot["site_id"]) | sites["site_id"].isin(days["site_ids"])]
    places = {"all places": "all"} | dict(sorted(zip(held["name"], held["site_id"], strict=True)))
    by_count = shot["system"].value_counts()
    systems = {"all systems": "all"} | {
        ("not identified" if s == "unknown" else s): s for s in by_count.index
    }

    def rows(system: str, site: str) -> pd.DataFrame:
        kept = shot[(shot["system"] == system) | (system == "all")]
        return kept[(kept["site_id"] == site) | (site == "all")].reset_index(drop=True)

    def caption(shown: pd.DataFrame, system: str, site: str) -> str:
        if shown.empty:
            return "No shot of this system from this place is in the CNS data."
        total = threats.outcomes(shown.assign(every="all"), by="every").iloc[0]
        first, last = shown["date"].iloc[0][:4], shown["date"].iloc[-1][:4]
        return (
            f"{total['n']} missiles on {shown['event_id'].nunique()} days, {first}–{last}: "
            f"{total['success']} coded success, "
            f"{total['failure']} failure, {total['unknown']} unknown."
        )

    return Explorer(
        lambda system, site: charts.tests(shot, days, system, site),
        title="North Korean ballistic missiles and satellite launchers since 1984, day by day",
        rows=rows,
        caption=caption,
        note="CNS data to 18 April 2026; three days known from other lists alone are dots without an "
        "outcome. Success: the missile flew "
        "as its makers are thought to have meant, judged from outside; it says nothing of accuracy or "
        "warheads. Unknown is a "
        "third part. No share is given with shots of 2024 or later, or under ten shots. Dates of 1984 "
        "are placeholders.",
        system=Choice(systems, "all", label="System"),
        site=Choice(places, "all", label="Fired from"),
    )


def outcomes() -> Explorer:
    """Outcomes by named system: x of n, unknown apart."""
    shot = threats.shots(facts.load("threats/nk_missile_tests"))

    def rows(least: int, span: list[int]) -> pd.DataFrame:
        found = threats.outcomes(shot[shot["year"].between(*span)])
        return found[found["n"] >= least].reset_index(drop=True)

    def caption(shown: pd.DataFrame, least: int, span: list[int]) -> str:
        rated = shown["low"].notna().sum()
        return (
            f"{span[0]}–{span[1]}: {len(shown)} named or unidentified systems with at least {least} "
            f"shots; a share of "
            f"successes can be given for {rated}."
        )

    return Explorer(
        lambda least, span: charts.outcomes(shot, least, span),
        title="Coded success, failure, unknown: x of n by system",
        rows=rows,
        caption=caption,
        note="At most twenty systems are drawn. The share counts unknown once as failure and once as "
        "success; none is given under "
        "ten shots or with shots of 2024 or later. Outcomes are codings from outside.",
        least=Range(1, 20, 6, label="At least", unit="shots"),
        span=Interval(1984, 2026, (1984, 2026), label="Years"),
    )


def over_japan() -> Explorer:
    """Flights over Japan and landings in its zone, satellite launchers apart."""
    events = facts.load("threats/nk_missile_events")
    over, zone = threats.over_japan(events), threats.in_zone(events)
    keep = {"date_kst": "date", "missile_names": "name", "max_distance_km": "km"}
    both = pd.concat(
        [
            over.rename(columns=keep | {"overflight_path": "note"}).assign(what="over"),
            zone.rename(columns=keep).assign(what="zone", note=""),
        ],
        ignore_index=True,
    )[["what", "date", "name", "kind", "km", "note", "source_id"]]

    def rows(kinds: list[str], what: str) -> pd.DataFrame:
        return both[both["kind"].isin(kinds) & (both["what"] == what)].reset_index(drop=True)

    def caption(shown: pd.DataFrame, kinds: list[str], what: str) -> str:
        counts = shown["kind"].value_counts()
        said = [f"{counts[k]} {k}{'s' if counts[k] > 1 else ''}" for k in counts.index]
        where = "over Japan" if what == "over" else "down in the zone that Japan claims"
        return f"Days with a vehicle {where}: {_say(said)}." if said else "No kind is chosen."

    return Explorer(
        lambda kinds, what: charts.over_japan(both.drop(columns="source_id"), kinds, what),
        title="Over Japan, or into its zone: ballistic missiles and satellite launchers apart",
        rows=rows,
        caption=caption,
        note="Over Japan: a passage that Tokyo announced, over land or between the islands of Okinawa "
        "Prefecture. The zone is the "
        "exclusive economic zone as Japan claims it; landings before 2016 are known for few days only. "
        "A distance is no range.",
        kinds=MultiChoice(["ballistic missile", "satellite launcher"], label="Kind"),
        what=Choice({"flew over Japan": "over", "came down in the zone": "zone"}, label="What"),
    )


def nuclear_yields() -> Explorer:
    """Six nuclear tests, every published yield."""
    table = threats.yields(facts.load("threats/nk_nuclear_tests"))

    def rows(stages: list[str], scale: str) -> pd.DataFrame:
        return table[table["estimate_stage"].isin(stages)].reset_index(drop=True)

    def caption(shown: pd.DataFrame, stages: list[str], scale: str) -> str:
        last = shown[shown["test_no"] == 6]
        figures = pd.concat([last["low_kt"], last["high_kt"], last["central_kt"]]).dropna()
        if figures.empty:
            return f"{len(shown)} estimates with a figure."
        return (
            f"{len(shown)} estimates with a figure for {shown['test_no'].nunique()} tests; for the test "
            f"of 2017 the figures run "
            f"from {figures.min():,.0f} to {figures.max():,.0f} kilotons."
        )

    return Explorer(
        lambda stages, scale: charts.yields(table, stages, scale),
        title="Six nuclear tests, rival yields",
        rows=rows,
        caption=caption,
        note="Estimates rest on the same seismic waves and differ by assumed depth and rock; none is an "
        "average. A triangle points to the open side of a figure that is a bound. First estimates were "
        "mostly revised. Words without a figure are left out.",
        stages=MultiChoice({"first": "first", "second": "second", "final": "final"}, label="Stage"),
        scale=Choice({"logarithmic": "log", "linear": "linear"}, label="Scale"),
    )


# ---------------------------------------------------------------- further: Taiwan, words, warheads, acts


def around_taiwan() -> Explorer:
    """Aircraft and ships around Taiwan: one definition per view."""
    taiwan = facts.load("threats/taiwan_adiz")
    every = pd.concat(
        [threats.around_taiwan(taiwan, view).assign(view=view) for view in threats.TAIWAN_VIEWS]
    )

    def rows(view: str, per_day: bool) -> pd.DataFrame:
        kept = every[every["view"] == view]
        return (kept[kept["per_day"].notna()] if per_day else kept).reset_index(drop=True)

    def caption(shown: pd.DataFrame, view: str, per_day: bool) -> str:
        if shown.empty:
            return "No daily reports stand behind this count."
        field = "per_day" if per_day else "count"
        top = shown.loc[shown[field].idxmax()]
        number = f"{top[field]:,.1f} a day" if per_day else f"{top[field]:,}"
        short = int((~shown["whole"]).sum())
        return (
            f"{threats.TAIWAN_LABELS[view]}: {shown['period'].iloc[0]} to {shown['period'].iloc[-1]}, "
            f"highest in {top['period']} "
            f"({number})." + (f" {short} of {len(shown)} periods lack reports of some days." if short else "")
        )

    return Explorer(
        lambda view, per_day: charts.around_taiwan(every, view, per_day),
        title="Around Taiwan: one definition at a time",
        rows=rows,
        caption=caption,
        note="Until July 2022 Taiwan's ministry listed aircraft inside its air defence identification "
        "zone, since August 2022 all "
        "aircraft detected: nothing is drawn across that change. The zone is not airspace. Counts are "
        "Taiwanese.",
        view=Choice({label: key for key, label in threats.TAIWAN_LABELS.items()}, "all", label="Definition"),
        per_day=Toggle(False, label="Mean per day with a report"),
    )


def words() -> Explorer:
    """How Japanese documents describe a neighbour: a ladder of words."""
    table = threats.official_words(facts.load("threats/threat_statements"))
    shown = _word_rows(table)

    def rows(country: str, kind: str, read: bool) -> pd.DataFrame:
        kept = table[(table["country"] == country) & (table["class"] == kind) & (table["read"] | (not read))]
        return kept.reset_index(drop=True)

    def caption(kept: pd.DataFrame, country: str, kind: str, read: bool) -> str:
        if kept.empty:
            return "No document that was read itself is held for this choice."
        first, last = kept.iloc[0], kept.iloc[-1]
        return (
            f"{_names()[country]}: from “{first['words']}” ({first['document']}) to “{last['words']}” "
            f"({last['document']}); our "
            "paraphrases."
        )

    wanted = "datum.code === country && datum.kind === kind && (datum.strong || !read)"
    return Explorer(
        lambda country, kind, read: charts.ladder(shown, wanted, left=240, height=620),
        title="Official words: how Japanese documents describe a neighbour, oldest first",
        rows=rows,
        caption=caption,
        note="Paraphrases; the second line gives the Japanese term by its reading and its literal "
        "meaning where the text was seen. "
        "Filled mark: the document was read; open mark: a press report or summary. Not a scale: no "
        "score is held.",
        country=Choice(_options(["CHN", "PRK", "RUS"]), "CHN", label="About"),
        kind=Choice(
            {"strategies and guidelines": "strategy", "annual white papers": "white paper"},
            "white paper",
            label="Kind of document",
        ),
        read=Toggle(False, label="Only documents that were read"),
    )


def _word_rows(table: pd.DataFrame) -> pd.DataFrame:
    terms = [
        f"{term}: “{meaning}”" if pd.notna(term) else ""
        for term, meaning in zip(table["term"], table["meaning"], strict=True)
    ]
    return pd.DataFrame(
        {
            "order": table["date"],
            "head": table["date"] + " " + table["document"],
            "code": table["country"],
            "words": table["words"],
            "sub": terms,
            "strong": table["read"],
            "kind": table["class"],
        }
    )


PUBLISHERS = {"fas": "FAS, ", "sipri": "SIPRI, ", "us_dod": ""}
"""Short names before an edition; the reports of the US Department of Defense bear their own."""


def warheads() -> Explorer:
    """Nuclear warheads: one publisher, one edition, one measure per view."""
    table = threats.warheads(facts.load("threats/nuclear_warheads"))
    names = {code: name for name, code in _options(table["country"].unique()).items()}
    publishers = facts.base().fields("threats/nuclear_warheads")["publisher"]["labels"]
    views: dict[str, dict[str, str]] = {}
    for row in table.drop_duplicates("view").itertuples():
        label = f"{PUBLISHERS[row.publisher]}{row.edition}: {row.measure.replace('_', ' ')}"
        views.setdefault(publishers[row.publisher], {})[label] = row.view

    def rows(view: str, countries: list[str], scale: str) -> pd.DataFrame:
        return table[(table["view"] == view) & table["country"].isin(countries)].reset_index(drop=True)

    def caption(shown: pd.DataFrame, view: str, countries: list[str], scale: str) -> str:
        if shown.empty:
            return "This edition has no figure for the chosen states."
        known = shown[shown["kind"] == "estimate"]
        said = []
        for code, own in known.groupby("country", sort=False):
            first, last = own.iloc[0], own.iloc[-1]
            sign = {"at least": "over ", "up to": "up to "}.get(last["bound"], "")
            span = f"{sign}{last['value']:,} ({last['year']})"
            said.append(
                f"{names[code]} {first['value']:,} ({first['year']}) to {span}"
                if len(own) > 1
                else f"{names[code]} {span}"
            )
        ahead = len(shown) - len(known)
        ahead = f" {ahead} projection{'s are' if ahead > 1 else ' is'} drawn apart." if ahead else ""
        return f"{_say(said) if said else 'No estimate'}.{ahead}"

    return Explorer(
        lambda view, countries, scale: charts.warheads(table, names, view, countries, scale),
        title="Nuclear warheads: one publisher and edition at a time",
        rows=rows,
        caption=caption,
        note="No publisher counts warheads: all figures are estimates. Editions restate earlier years, "
        "so none are joined. Stockpile leaves "
        "retired warheads out, total inventory has them in. Open diamonds are projections or bounds of them.",
        view=Choice(views, "fas|series of 2023|stockpile", label="Publisher and edition"),
        countries=MultiChoice({n: c for c, n in names.items()}, label="State"),
        scale=Choice({"linear": "linear", "logarithmic": "log"}, "log", label="Scale"),
    )


ACTORS = {
    "China": "CHN",
    "China and Russia": "CHN;RUS",
    "Russia": "RUS",
    "Russia and North Korea": "PRK;RUS",
    "North Korea": "PRK",
    "Japan": "JPN",
    "Japan and United States": "JPN;USA",
    "United States": "USA",
    "Russia and United States": "RUS;USA",
    "South Korea": "KOR",
    "other states, alone or in company": "other",
}


def acts(
    indicator: str = "scr-chn",
    actors: Sequence[str] = ("CHN", "JPN", "JPN;USA", "USA"),
    span: Sequence[int] = (2012, 2026),
) -> Explorer:
    """Dated acts beside a series, filtered by actor, kind and period; the same filters for every state."""
    series = threats.load_indicators()
    lists = ("incidents", "transits_deployments", "taiwan_strait_passages")
    table = threats.acts(*(facts.load(f"threats/{name}") for name in lists))
    grouped = table["actors"].where(table["actors"].isin(ACTORS.values()), "other")
    table = table.assign(states=table["actors"], actors=grouped)

    def rows(indicator: str, actors: list[str], groups: list[str], span: list[int]) -> pd.DataFrame:
        kept = table[
            table["actors"].isin(actors) & table["group"].isin(groups) & table["year"].between(*span)
        ]
        return kept.drop(columns="start").reset_index(drop=True)

    def caption(
        shown: pd.DataFrame, indicator: str, actors: list[str], groups: list[str], span: list[int]
    ) -> str:
        if shown.empty:
            return "No act is held for this choice."
        last = shown.iloc[-1]
        return (
            f"{len(shown)} acts of the list, {span[0]}–{span[1]}; the newest is of {last['date']}: "
            f"{last['title']}."
        )

    return Explorer(
        lambda indicator, actors, groups, span: charts.annotated(
            series, table, indicator, actors, groups, span
        ),
        title="Acts beside a series: who did what, when",
        rows=rows,
        caption=caption,
        note="A chosen list, not a census: it shows what was collected and is never counted by year. "
        "Acts of Japan and the United States "
        "that others protested stand in the same form. Passages of the Taiwan Strait are listed more "
        "fully before 2024. A diamond is a joint act.",
        indicator=Choice(
            {label: key for key, label in threats.INDICATORS.items()}, indicator, label="Series"
        ),
        actors=MultiChoice(ACTORS, actors, label="Actor"),
        groups=MultiChoice(list(threats.GROUPS), label="Kind of act"),
        span=Interval(2005, 2026, span, label="Years"),
    )


def russia() -> Explorer:
    """Russia alone, with China and with North Korea, beside scrambles against Russian aircraft."""
    return acts("scr-rus", ("RUS", "CHN;RUS", "PRK;RUS", "RUS;USA"), (2012, 2026))


def forces() -> Explorer:
    """Force levels as one ministry printed them."""
    table = facts.load("threats/force_levels")
    fields = facts.base().fields("threats/force_levels")
    held = (
        table.groupby(["publisher", "edition", "category", "year"])["country_iso3"].transform("nunique") >= 3
    )
    table = (
        table[held].assign(view=lambda t: t["edition"].str[:21] + "|" + t["category"]).reset_index(drop=True)
    )
    names = {code: name for name, code in _options(table["country_iso3"].unique()).items()}
    kinds = table.drop_duplicates("view").set_index("view")["category"].map(fields["category"]["labels"])
    kinds = kinds.map(_capital) + kinds.map({"tonnage of the navy": ", thousand tonnes"}).fillna("")
    publishers = fields["publisher"]["labels"]
    views: dict[str, dict[str, str]] = {}
    for row in table.drop_duplicates("view").itertuples():
        label = f"{kinds[row.view]} ({row.edition.split(' (')[0]})"
        views.setdefault(publishers[row.publisher], {})[label] = row.view

    def rows(view: str) -> pd.DataFrame:
        return table[table["view"] == view].sort_values("value", ascending=False).reset_index(drop=True)

    def caption(shown: pd.DataFrame, view: str) -> str:
        said = [f"{names[r.country_iso3]} {r.value:,}" for r in shown.itertuples()]
        return f"{kinds[view]}, {shown['edition'].iloc[0]}: {_say(said)}."

    return Explorer(
        lambda view: charts.forces(table, names, kinds, view),
        title="Force levels: one category, one edition",
        rows=rows,
        caption=caption,
        note="Not a balance of power: categories mix old and new equipment and leave out training, "
        "readiness and geography. Figures of "
        "2010 for Russia are for the Far East only. Editions of one category are not joined.",
        view=Choice(views, "Defense of Japan 2023|combat_aircraft", label="Category"),
    )


# ---------------------------------------------------------------- seen from elsewhere, claims


def elsewhere() -> Explorer:
    """Official statements on Japanese defence policy, Japan's own words about neighbours in the same form."""
    table = _statements()
    subjects = facts.base().fields("threats/foreign_statements")["subject"]["labels"]
    options = {"all subjects": "all", "words about neighbours (Japan)": "neighbours"}
    options |= {label: key for key, label in subjects.items() if key in set(table["subject"])}
    speakers = {"all speakers": "all"} | _options(["JPN", "CHN", "PRK", "KOR", "RUS", "USA"])

    def rows(speaker: str, subject: str, since: int) -> pd.DataFrame:
        kept = table[
            ((table["code"] == speaker) | (speaker == "all"))
            & ((table["subject"] == subject) | (subject == "all"))
        ]
        kept = kept[kept["year"] >= since].sort_values("order", ascending=False).reset_index(drop=True)
        return kept[["id", "order", "code", "head", "subject", "words", "sub", "source_id"]].rename(
            columns={"order": "date"}
        )

    def caption(shown: pd.DataFrame, speaker: str, subject: str, since: int) -> str:
        if shown.empty:
            return "No statement is held for this choice: a gap of the collection, not proof of silence."
        heard = [_names()[code] for code in dict.fromkeys(shown["code"])]
        return (
            f"{len(shown)} statements since {since}, from {_say(heard)}; the newest is of "
            f"{shown['date'].iloc[0]}."
        )

    wanted = (
        "(speaker === 'all' || datum.code === speaker) && (subject === 'all' || datum.subject === "
        "subject) && datum.year >= since"
    )
    return Explorer(
        lambda speaker, subject, since: charts.ladder(
            table.drop(columns=["source_id", "id"]), wanted, left=225, newest_first=True
        ),
        title="Seen from elsewhere: official statements, newest first",
        rows=rows,
        caption=caption,
        note="Paraphrases of ours; each row has its date and source. A selection by what could be "
        "found: numbers of statements say nothing. "
        "North Korean agency commentary stands for the state but is no government act. Filled marks "
        "rest on an official text.",
        speaker=Choice(speakers, "all", label="Speaker"),
        subject=Choice(options, "strategy_documents", label="Subject"),
        since=Choice({"2010": 2010, "2022": 2022, "2025": 2025}, 2010, label="Since"),
    )


def _statements() -> pd.DataFrame:
    """Foreign statements and Japan's own words in one form."""
    kinds = facts.base().source_kinds
    foreign, own = (
        facts.load("threats/foreign_statements"),
        threats.official_words(facts.load("threats/threat_statements")),
    )
    first = pd.DataFrame(
        {
            "id": foreign["statement_id"],
            "order": foreign["date"],
            "year": foreign["date_start"].dt.year.astype(int),
            "head": foreign["date"]
            + " "
            + foreign["speaker_iso3"].map(_names())
            + ", "
            + foreign["speaker_office"].map(_office),
            "code": foreign["speaker_iso3"],
            "subject": foreign["subject"],
            "words": foreign["paraphrase"],
            "sub": "On: " + foreign["response_to"],
            "strong": [
                any(kinds.get(i) == "official" for i in cell.split(";")) for cell in foreign["source_id"]
            ],
            "source_id": foreign["source_id"],
        }
    )
    second = pd.DataFrame(
        {
            "id": own["id"],
            "order": own["date"],
            "year": own["date"].str[:4].astype(int),
            "head": own["date"] + " Japan, " + own["document"],
            "code": "JPN",
            "subject": "neighbours",
            "words": "On " + own["country"].map(_names()) + ": " + own["words"],
            "sub": "",
            "strong": own["read"],
            "source_id": own["source_id"],
        }
    )
    return pd.concat([first, second], ignore_index=True)


def _office(name: str) -> str:
    cuts = {
        "Ministry of Foreign Affairs": "foreign ministry",
        "Ministry of National Defense": "defence ministry",
        "Korean Central News Agency (state agency)": "KCNA",
        "Department of State": "State Department",
    }
    for long, short in cuts.items():
        name = name.replace(long, short)
    return name.split(", spokesperson")[0]


def crossings() -> Explorer:
    """Transits, flights, firings and deployments of four states, with who protested."""
    table = facts.load("threats/transits_deployments")
    kinds = facts.base().fields("threats/transits_deployments")["kind"]["labels"]
    names = _names()
    actors = [_say([names[c] for c in cell.split(";")]) for cell in table["actors_iso3"]]
    protests = [
        f"Protested: {_say([names[c] for c in by.split(';')])}. {what}"
        if pd.notna(by)
        else (what if pd.notna(what) else "")
        for by, what in zip(table["protested_by_iso3"], table["protest"], strict=True)
    ]
    shown = pd.DataFrame(
        {
            "order": table["date"],
            "head": [f"{d} {a}" for d, a in zip(table["date"], actors, strict=True)],
            "code": table["actors_iso3"].str.split(";").str[0],
            "all_": table["actors_iso3"],
            "kind": table["kind"],
            "words": table["unit"].map(_capital) + ", " + table["place"] + ". " + table["summary"],
            "sub": pd.Series(protests).fillna(""),
            "strong": table["protested_by_iso3"].notna(),
        }
    )

    def rows(actor: str, kind: str) -> pd.DataFrame:
        kept = table[table["actors_iso3"].str.contains(actor) | (actor == "all")]
        kept = kept[(kept["kind"] == kind) | (kind == "all")].sort_values("date", ascending=False)
        return kept.drop(columns=["date_start", "date_end", "end_date_start", "end_date_end"]).reset_index(
            drop=True
        )

    def caption(kept: pd.DataFrame, actor: str, kind: str) -> str:
        protested = int(kept["protested_by_iso3"].notna().sum())
        return (
            f"{len(kept)} acts of the list; a protest was found for {protested} of them."
            if len(kept)
            else "No act is held for this choice."
        )

    wanted = "(actor === 'all' || indexof(datum.all_, actor) >= 0) && (kind === 'all' || datum.kind === kind)"
    return Explorer(
        lambda actor, kind: charts.ladder(shown, wanted, newest_first=True, height=690),
        title="Crossings and deployments: the same list for Japan, the United States, China and Russia",
        rows=rows,
        caption=caption,
        note="A chosen list, not a count: US passages of the Taiwan Strait are far more than those "
        "held. Filled mark: a protest was "
        "found in a source. Legal claims are those of the states named and are disputed in part.",
        actor=Choice({"all four": "all"} | _options(["JPN", "USA", "CHN", "RUS"]), "JPN", label="Actor"),
        kind=Choice(
            {"all kinds": "all"} | {v: k for k, v in kinds.items() if k in set(table["kind"])},
            "all",
            label="Kind",
        ),
    )


VERDICTS = {
    "supported": "supported",
    "supported_with_nuance": "supported with nuance",
    "imprecise": "imprecise",
    "outdated": "outdated",
    "contradicted": "contradicted",
    "unverifiable": "not verifiable",
    "opinion": "opinion",
}


def claims() -> Explorer:
    """What the five articles said on the theme, with verdicts."""
    table = facts.load("claims/claims")
    table = table[table["theme"] == "regional_threats"].reset_index(drop=True)
    documents = facts.load("claims/seed_documents").set_index("doc_id")
    titles = {
        f"{d.outlet if d.outlet != 'not stated' else 'Outlet not stated'}, {d.published[:4]}: {d.title}": i
        for i, d in documents.iterrows()
        if i in set(table["doc_id"])
    }
    shown = pd.DataFrame(
        {
            "order": table["claim_id"],
            "head": table["claim_id"] + ": " + table["verdict"].map(VERDICTS),
            "code": "none",
            "words": table["claim"],
            "sub": table["evidence"],
            "strong": table["judgement"] == "computed",
            "doc": table["doc_id"],
            "verdict": table["verdict"],
        }
    )

    def rows(article: str, verdict: str) -> pd.DataFrame:
        kept = table[(table["doc_id"] == article) & ((table["verdict"] == verdict) | (verdict == "all"))]
        columns = [
            "claim_id",
            "claim",
            "verdict",
            "judgement",
            "evidence",
            "confidence",
            "evidence_source_id",
            "source_id",
        ]
        return kept[columns].reset_index(drop=True)

    def caption(kept: pd.DataFrame, article: str, verdict: str) -> str:
        counts = kept["verdict"].value_counts()
        said = [f"{counts[k]} {VERDICTS[k]}" for k in VERDICTS if k in counts]
        return (
            f"{len(kept)} claims on this theme: {_say(said)}."
            if said
            else "No claim of this article has this verdict."
        )

    wanted = "datum.doc === article && (verdict === 'all' || datum.verdict === verdict)"
    here = {label: key for key, label in VERDICTS.items() if key in set(table["verdict"])}
    return Explorer(
        lambda article, verdict: charts.ladder(shown, wanted, left=230, height=730),
        title="What the five articles said on regional threats, and what the facts say",
        rows=rows,
        caption=caption,
        note="Claims are in our words. Filled mark: the verdict is computed from the facts; open mark: "
        "it is a judgement. The articles "
        "were not sampled: the share of verdicts is no score of the press.",
        article=Choice(titles, "s2", label="Article"),
        verdict=Choice(
            {"all verdicts": "all"} | {label.capitalize(): key for label, key in here.items()},
            "all",
            label="Verdict",
        ),
    )


# ---------------------------------------------------------------- for study

READINGS = (
    "jervis-1978",
    "huth-1988",
    "smith-2015",
    "beckley-2017",
    "nids-china-report",
    "bulletin-china-2024",
    "fas-nk-2024",
    "robertson-2021-column",
)


def readings() -> Listing:
    """The readings of this theme: author, year, title, what they argue, level."""
    table = facts.load("policy/readings").set_index("reading_id").loc[list(READINGS)]
    return Listing(table[["author", "year", "title", "argues", "level"]].reset_index(drop=True))


def exercise_opposite() -> Exercise:
    """Which indicators rose while scrambles fell?"""
    table = threats.change(threats.load_indicators(), 2016, 2025)
    table = table[table["ratio"].notna()]

    def why() -> str:
        said = [f"{r.label}: {r.from_value:,.0f} to {r.to_value:,.0f}" for r in table.itertuples()]
        return "; ".join(said) + ". All are true at once: they count different things."

    return Exercise(
        "Which of these were higher in 2025 than in 2016 (scrambles: fiscal years)?",
        lambda: set(table.loc[table["ratio"] > 1, "label"]),
        why,
        options=list(table["label"]),
        clue="Set the base year to 2016 and the end year to 2025 in the first explorer.",
    )


def exercise_distance() -> Exercise:
    """How far apart are the counts of missiles of 2022?"""

    def why() -> str:
        low, high = threats.count_range(2022)
        return (
            f"The lowest whole-year figure is {low} (at least; ballistic missiles), the highest {high} "
            f"(all missiles, cruise "
            "missiles included). The words beside the number decide."
        )

    return Exercise(
        "By how many missiles do the lowest and the highest whole-year counts of North Korea's 2022 differ?",
        lambda: threats.count_range(2022)[1] - threats.count_range(2022)[0],
        why,
        unit="missiles",
        clue="Compare like with like: the unit is missiles, not launches or days.",
    )


def exercise_base_years() -> Exercise:
    """For which base years does China lead?"""
    years = (1990, 2000, 2010, 2016, 2019, 2022)

    def leaders() -> dict[str, str]:
        spent = threats.spending(facts.load("spending/milex"))
        return {str(y): threats.last_index(spent, NEIGHBOURS, y).index[0] for y in years}

    def why() -> str:
        found = leaders()
        return (
            "; ".join(f"base {y}: {_names()[c]}" for y, c in found.items())
            + ". The level is China's in every case."
        )

    return Exercise(
        "Among Japan, China, South Korea and Taiwan: with which of these base years does China have the "
        "highest index in 2025?",
        lambda: {year for year, code in leaders().items() if code == "CHN"},
        why,
        options=[str(y) for y in years],
        clue="Read the strip of colours below the two panels.",
    )


def exercise_increase() -> Exercise:
    """China's increase against Japan's whole spending."""

    def share() -> float:
        return 100 * (threats.spent("CHN", 2025) - threats.spent("CHN", 2022)) / threats.spent("JPN", 2025)

    def why() -> str:
        more = threats.spent("CHN", 2025) - threats.spent("CHN", 2022)
        return (
            f"China added {more:.1f} billion dollars between 2022 and 2025, Japan spent "
            f"{threats.spent('JPN', 2025):.1f} billion in "
            "2025 (prices of 2024). In the same years Japan's growth rate was the higher one: an index "
            "hides size."
        )

    return Exercise(
        "China's real increase from 2022 to 2025: how many per cent of Japan's whole spending in 2025 "
        "is that?",
        share,
        why,
        within=2,
        unit="per cent",
        clue="Take the levels from the right panel of the spending race.",
    )


def exercise_rates() -> Exercise:
    """For which systems may a share of successes be given?"""
    asked = ("KN-25", "Scud-C", "Nodong", "Musudan", "Hwasong-12", "Hwasong-11A (KN-23)")

    def table() -> pd.DataFrame:
        found = threats.outcomes(threats.shots(facts.load("threats/nk_missile_tests"))).set_index("system")
        return found.loc[list(asked)]

    def why() -> str:
        said = [
            f"{name}: {r['success']} of {r['n']}, {r['unknown']} unknown" for name, r in table().iterrows()
        ]
        return (
            "; ".join(said)
            + f". A share needs {threats.FEWEST_SHOTS} shots, all before {threats.NO_RATE_FROM}: later "
            f"outcomes are "
            "mostly not coded."
        )

    return Exercise(
        "Over all years, for which of these systems may a share of coded successes be given by the rule "
        "of this notebook?",
        lambda: set(table().index[table()["low"].notna()]),
        why,
        options=list(asked),
        clue="Two conditions: enough shots, and none of them from 2024 on.",
    )


def exercise_overflights() -> Exercise:
    """Ballistic missiles over Japan, launchers apart."""

    def why() -> str:
        rows = threats.over_japan(facts.load("threats/nk_missile_events"))
        said = [f"{r.date_kst} ({r.missile_names}, {r.kind})" for r in rows.itertuples()]
        return (
            "; ".join(said)
            + ". Satellite launchers are drawn apart: they use much of the same technology and fly "
            "another path."
        )

    return Exercise(
        "On how many days did a North Korean ballistic missile, not a satellite launcher, fly over Japan?",
        lambda: threats.overflights("ballistic missile"),
        why,
        unit="days",
        clue="Uncheck satellite launchers in the explorer of flights over Japan.",
    )


def exercise_taiwan() -> Exercise:
    """The same months, the same definition."""

    def change() -> float:
        return 100 * (threats.taiwan_sum(2026, 1, 7) / threats.taiwan_sum(2025, 1, 7) - 1)

    def why() -> str:
        return (
            f"January to July: {threats.taiwan_sum(2025, 1, 7):,} aircraft in 2025 and "
            f"{threats.taiwan_sum(2026, 1, 7):,} in 2026, "
            "one definition, daily reports. Ships over the same months: "
            f"{threats.taiwan_sum(2025, 1, 7, 'navy'):,} and {threats.taiwan_sum(2026, 1, 7, 'navy'):,}."
        )

    return Exercise(
        "Aircraft detected around Taiwan, January to July: by how many per cent did 2026 differ from "
        "2025 (minus for less)?",
        change,
        why,
        within=2,
        unit="per cent",
        clue="Add the seven months of each year in the rows below the chart.",
    )


def discuss_measures() -> Discussion:
    """Who decides what a scramble is?"""
    return Discussion(
        "Tokyo decides when fighters are sent, Beijing decides where its ships sail. Which of the two "
        "series would you put before a "
        "parliament as a measure of pressure, and what would you print beside it?",
        {
            "threats/scrambles": ["FY2016", "FY2024"],
            "threats/scramble_practice": ["narrowed-2020", "four-fighters"],
            "threats/senkaku_presence": ["2016", "2025"],
        },
        listen_for="that one series depends on the counting side's own practice, and that neither "
        "records what China would say.",
    )


def discuss_spiral() -> Discussion:
    """Response or spiral?"""
    return Discussion(
        "Read one Japanese and one Chinese statement. Does each side describe its own acts as an answer "
        "to the other's? What "
        "would you need to see to tell a spiral from a response?",
        {
            "threats/threat_statements": ["nss-2022-chn", "dj-2025-chn"],
            "threats/foreign_statements": ["chn-2013-07-09"],
            "policy/readings": ["jervis-1978"],
        },
        listen_for="that both sides call their acts defensive, which both explanations expect; order "
        "and timing separate them better.",
    )


def discuss_symmetry() -> Discussion:
    """The same kind of act by different states."""
    return Discussion(
        "A Japanese destroyer in the Taiwan Strait, a Japanese destroyer off Zhejiang, a Chinese "
        "carrier between Yonaguni and "
        "Iriomote: which legal words does each side use, and would you use the same word for all three?",
        {"threats/transits_deployments": ["tr-2024-09-25", "tr-2024-07-04", "tr-2024-09-18"]},
        listen_for="the difference between strait, contiguous zone and territorial sea, and who "
        "protested against what.",
    )


def references(*used: Any) -> References:
    """The sources of the explorers and frames given."""
    return References(*used)
