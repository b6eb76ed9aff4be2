"""Explorations of regional activity: the core path, the view from elsewhere, the five articles."""

from __future__ import annotations

import pandas as pd

from hakusho import facts, threats
from hakusho.charts import threats as charts
from hakusho.explore import articles as told
from hakusho.explore.threats_common import NEIGHBOURS, state_names, state_options
from hakusho.explorer import Choice, Explorer, MultiChoice, Range, Toggle
from hakusho.words import capital, count, joined

OPENING_BASE = 2016
"""Year with the most scrambles against Chinese aircraft: the base that makes the indicators part most."""


def pressure() -> Explorer:
    """More or less pressure? Every indicator against a base year, and the chosen one in full."""
    series, practice = threats.load_indicators(), facts.load("threats/scramble_practice")

    def rows(indicator: str, base: int, end: int) -> pd.DataFrame:
        return threats.change(series, base, end)

    def caption(shown: pd.DataFrame, indicator: str, base: int, end: int) -> str:
        up, down = int((shown["ratio"] > 1).sum()), int((shown["ratio"] < 1).sum())
        own = shown[shown["indicator"] == indicator].iloc[0]
        words = (
            f"From {base} to {end}: {up} rose, {down} fell, {int(shown['ratio'].isna().sum())} cannot be "
            "compared."
        )
        if pd.isna(own["ratio"]):
            return f"{words} {own['label']}: no comparison for these two years."
        return f"{words} {own['label']}: {own['from_value']:,.0f} to {own['to_value']:,.0f}."

    return Explorer(
        lambda indicator, base, end: charts.pressure(series, practice, indicator, base, end),
        title="More or less pressure? It depends on the indicator and the base year",
        rows=rows,
        caption=caption,
        note="Indicators overlap and are not weighed: how many rose is no measure of pressure. A scramble "
        "is a take-off, not an intrusion; since 2020 fighters are sent less often, by press reports. The "
        "Senkaku Islands (Diaoyu Dao in China, Diaoyutai in Taiwan) are also claimed by China and Taiwan. "
        "Counts are Japanese, US and Taiwanese. Broken lines: years without a figure.",
        picks={"indicator": "i"},
        indicator=Choice(
            {label: key for key, label in threats.INDICATORS.items()}, "scr-chn", label="Indicator"
        ),
        base=Range(2008, 2021, OPENING_BASE, label="Base year", play=True),
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
            parts.append(f"{span} {threats.COUNTED_UNITS[unit]} ({count(len(own), 'figure')})")
        return f"North Korea's {year}: {joined(parts)}."

    return Explorer(
        lambda year, units, part: charts.counters(table, year, units, part),
        title="One year, many counters: North Korea's tests by definition and publisher",
        rows=rows,
        caption=caption,
        note="A launch may be a volley of several missiles; days, launches and missiles are never added. "
        "CNS counts missiles able to carry 500 kg over 300 km, by UTC date. The later copy and the "
        "Statista chart rest on the same data.",
        year=Range(2012, 2025, 2022, label="Year", play=True),
        units=MultiChoice({v: k for k, v in threats.COUNTED_UNITS.items()}, label="Counted"),
        part=Toggle(False, label="Numbers for part of the year too"),
    )


def race() -> Explorer:
    """Military spending: index and level together, and who leads for each base year."""
    spent = threats.spending(facts.load("spending/milex"))
    options = state_options([c for c in spent["country_iso3"].unique() if c != "PRK"])
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
        "Figures for China and recent ones for Russia are SIPRI's estimates; market rates understate what "
        "lower prices buy. No constant-price figure exists for North Korea.",
        countries=MultiChoice(options, NEIGHBOURS, label="Country"),
        base=Range(1990, 2024, 2000, label="Base year", play=True),
        measure=Choice({"constant dollars": "const", "share of GDP": "share"}, label="Measure"),
        scale=Choice({"linear": "linear", "logarithmic": "log"}, label="Scale"),
    )


def elsewhere() -> Explorer:
    """Official statements on Japanese defence policy, Japan's own words about neighbours in the same form."""
    table = _statements()
    subjects = facts.base().fields("threats/foreign_statements")["subject"]["labels"]
    options = {"all subjects": "all", "words about neighbours (Japan)": "neighbours"}
    options |= {label: key for key, label in subjects.items() if key in set(table["subject"])}
    table = table.sort_values(["order", "id"], ascending=[False, True], ignore_index=True)
    table["na"], table["ns"] = (table.groupby(by).cumcount() for by in ("code", ["code", "subject"]))
    speakers = {"the newest of each state": "newest", "all speakers": "all"} | state_options(
        ["JPN", "CHN", "PRK", "KOR", "RUS", "USA"]
    )

    def rows(speaker: str, subject: str, since: int) -> pd.DataFrame:
        newest = table["na" if subject == "all" else "ns"] == 0
        kept = table[
            ((table["code"] == speaker) | (speaker == "all") | ((speaker == "newest") & newest))
            & ((table["subject"] == subject) | (subject == "all"))
        ]
        kept = kept[kept["year"] >= since].sort_values("order", ascending=False).reset_index(drop=True)
        return kept[["id", "order", "code", "head", "subject", "words", "sub", "source_id"]].rename(
            columns={"order": "date"}
        )

    def caption(shown: pd.DataFrame, speaker: str, subject: str, since: int) -> str:
        if shown.empty:
            return "No statement is held for this choice: a gap of the collection, not proof of silence."
        heard = [state_names()[code] for code in dict.fromkeys(shown["code"])]
        return (
            f"{count(len(shown), 'statement')} since {since}, from {joined(heard)}; the newest is of "
            f"{shown['date'].iloc[0]}."
        )

    wanted = (
        "(speaker === 'all' || datum.code === speaker || speaker === 'newest' && "
        "(subject === 'all' ? datum.na : datum.ns) === 0) && "
        "(subject === 'all' || datum.subject === subject) "
        "&& datum.year >= since"
    )
    return Explorer(
        lambda speaker, subject, since: charts.ladder(
            table.drop(columns=["source_id", "id"]), wanted, left=225, newest_first=True
        ),
        title="Seen from elsewhere: official statements, newest first",
        rows=rows,
        caption=caption,
        note="Paraphrases of ours; each row has its date and source. A selection by what could be found: "
        "numbers of statements say nothing. North Korean agency commentary stands for the state but is no "
        "government act. Filled marks rest on an official text.",
        speaker=Choice(speakers, "newest", label="Speaker"),
        subject=Choice(options, "all", label="Subject"),
        since=Choice({str(year): year for year in (2010, 2022, 2025, 2026)}, 2025, label="Since"),
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
            + foreign["speaker_iso3"].map(state_names())
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
            "words": "On " + own["country"].map(state_names()) + ": " + own["words"],
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
    names = state_names()
    actors = [joined([names[c] for c in cell.split(";")]) for cell in table["actors_iso3"]]
    protests = [
        f"Protested: {joined([names[c] for c in by.split(';')])}. {what}"
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
            "words": table["unit"].map(capital) + ", " + table["place"] + ". " + table["summary"],
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
            f"{count(len(kept), 'act')} of the list; a protest was found for {protested} of them."
            if len(kept)
            else "No act is held for this choice."
        )

    wanted = "(actor === 'all' || indexof(datum.all_, actor) >= 0) && (kind === 'all' || datum.kind === kind)"
    return Explorer(
        lambda actor, kind: charts.ladder(shown, wanted, newest_first=True, height=690),
        title="Crossings and deployments: the same list for Japan, the United States, China and Russia",
        rows=rows,
        caption=caption,
        note="A chosen list, not a count: US passages of the Taiwan Strait are far more than those held. "
        "Filled mark: a protest was found in a source. Legal claims are those of the states named and are "
        "disputed in part.",
        actor=Choice({"all four": "all"} | state_options(["JPN", "USA", "CHN", "RUS"]), "JPN", label="Actor"),
        kind=Choice(
            {"all kinds": "all"} | {v: k for k, v in kinds.items() if k in set(table["kind"])},
            "all",
            label="Kind",
        ),
    )


def articles() -> Explorer:
    """What the five articles said on the theme, by verdict; a click opens claim and grounds."""
    return Explorer(**told.by_verdict("regional_threats", "regional threats", "s2-c20"))
