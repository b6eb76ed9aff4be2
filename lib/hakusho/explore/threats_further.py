"""Further explorations of regional activity: tests, Taiwan, words, warheads, acts, forces."""

from __future__ import annotations

import pandas as pd

from hakusho import facts, threats
from hakusho.charts import threats as charts
from hakusho.explore.threats_common import month, state_names, state_options
from hakusho.explorer import Choice, Explorer, Interval, MultiChoice, Range, Toggle
from hakusho.words import capital, count, joined


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
        years = "–".join(dict.fromkeys((shown["date"].iloc[0][:4], shown["date"].iloc[-1][:4])))
        return (
            f"Missiles and launchers, {years}: {total['n']} on {count(shown['event_id'].nunique(), 'day')}, "
            f"{total['success']} coded success, {total['failure']} failure, {total['unknown']} unknown."
        )

    return Explorer(
        lambda system, site: charts.tests(shot, days, system, site),
        title="North Korean ballistic missiles and satellite launchers since 1984, day by day",
        rows=rows,
        caption=caption,
        note="CNS data to 18 April 2026; three days known from other lists alone are dots without an "
        "outcome. Success: the missile flew as its makers are thought to have meant, judged from outside; "
        "it says nothing of accuracy or warheads. Unknown is a third part. No share is given with shots "
        "of 2025 or later (preliminary), or under ten shots. Dates of 1984 are placeholders.",
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
            f"{span[0]}–{span[1]}: {count(len(shown), 'system')} with {count(least, 'shot')} or "
            f"more, those not identified taken as one; a share of successes can be given for {rated}."
        )

    return Explorer(
        lambda least, span: charts.outcomes(shot, least, span),
        title="Coded success, failure, unknown: x of n by system",
        rows=rows,
        caption=caption,
        note="At most sixteen systems are drawn. The share counts unknown once as failure and once as "
        "success; none is given under ten shots or with shots of 2025 or later. Outcomes are codings from "
        "outside.",
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
    both["name"] = both["name"].replace("unknown", "type not identified")

    def rows(kinds: list[str], what: str) -> pd.DataFrame:
        return both[both["kind"].isin(kinds) & (both["what"] == what)].reset_index(drop=True)

    def caption(shown: pd.DataFrame, kinds: list[str], what: str) -> str:
        counts = shown["kind"].value_counts()
        said = [f"{counts[k]} {k}{'s' if counts[k] > 1 else ''}" for k in counts.index]
        where = "over Japan" if what == "over" else "that came down in the zone which Japan claims"
        return f"Days with a vehicle {where}: {joined(said)}." if said else "No kind is chosen."

    return Explorer(
        lambda kinds, what: charts.over_japan(both.drop(columns="source_id"), kinds, what),
        title="Over Japan, or into its zone: ballistic missiles and satellite launchers apart",
        rows=rows,
        caption=caption,
        note="Kinds as the James Martin Center for Nonproliferation Studies (CNS) codes them; Japan's "
        "Defense Agency treated the launch of 31 August 1998 as that of a ballistic missile. Over Japan: a "
        "passage that Tokyo announced, over land or between the islands of Okinawa Prefecture. The zone is "
        "the exclusive economic zone as Japan claims it; landings before 2016 are known for few days only. "
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
        words = (
            f"{count(len(shown), 'estimate')} with a figure for {count(shown['test_no'].nunique(), 'test')}"
        )
        if figures.empty:
            return f"{words}."
        return f"{words}; for 2017 they run from {figures.min():,.0f} to {figures.max():,.0f} kilotons."

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
            f"{threats.TAIWAN_LABELS[view]}: {month(shown['period'].iloc[0])} to "
            f"{month(shown['period'].iloc[-1])}, "
            f"highest in {month(top['period'])} ({number})."
            + (f" {short} of {len(shown)} periods lack reports of some days." if short else "")
        )

    return Explorer(
        lambda view, per_day: charts.around_taiwan(every, view, per_day),
        title="Around Taiwan: one definition at a time",
        rows=rows,
        caption=caption,
        note="Until July 2022 Taiwan's ministry listed aircraft inside its air defence identification "
        "zone, since August 2022 all aircraft detected: nothing is drawn across that change. The zone is "
        "not airspace. Counts are Taiwanese.",
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
            f"{state_names()[country]}: from “{first['words']}” ({first['document']}) to “{last['words']}” "
            f"({last['document']}); our paraphrases.{_gaps(kept, kind)}"
        )

    wanted = "datum.code === country && datum.kind === kind && (datum.strong || !read)"
    return Explorer(
        lambda country, kind, read: charts.ladder(shown, wanted, left=240, height=620),
        title="Official words: how Japanese documents describe a neighbour, oldest first",
        rows=rows,
        caption=caption,
        note="Paraphrases; the second line gives the Japanese term by its reading and its literal meaning "
        "where the text was seen; the rows give it in Japanese. Filled mark: the document was read; open "
        "mark: a press report or summary. Not a scale: no score is held.",
        country=Choice(state_options(["CHN", "PRK", "RUS"]), "CHN", label="About"),
        kind=Choice(
            {"strategies and guidelines": "strategy", "annual white papers": "white paper"},
            "white paper",
            label="Kind of document",
        ),
        read=Toggle(False, label="Only documents that were read"),
    )


def _gaps(kept: pd.DataFrame, kind: str) -> str:
    """Name the years from 2010 on whose white paper is not held."""
    if kind != "white paper":
        return ""
    missing = sorted(set(range(2010, 2026)) - set(kept["date"].str[:4].astype(int)))
    return f" Not held: {joined([str(year) for year in missing])}." if missing else ""


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
    names = {code: name for name, code in state_options(table["country"].unique()).items()}
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
        return f"{joined(said) if said else 'No estimate'}.{ahead}"

    return Explorer(
        lambda view, countries, scale: charts.warheads(table, names, view, countries, scale),
        title="Nuclear warheads: one publisher and edition at a time",
        rows=rows,
        caption=caption,
        note="No publisher counts warheads: all figures are estimates. Editions restate earlier years, so "
        "none are joined. Stockpile leaves retired warheads out, total inventory has them in. Open "
        "diamonds are projections or bounds of them.",
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


FIRST_ACT = 2005


def acts() -> Explorer:
    """Dated acts beside a series, filtered by actor, kind and period; the same filters for every state."""
    series = threats.load_indicators()
    lists = ("incidents", "transits_deployments", "taiwan_strait_passages", "airspace_violations")
    table = threats.acts(*(facts.load(f"threats/{name}") for name in lists)).query("year >= @FIRST_ACT")
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
            f"{count(len(shown), 'act')} of the list, {span[0]}–{span[1]}; the newest is of {last['date']}: "
            f"{last['title']}."
        )

    return Explorer(
        lambda indicator, actors, groups, span: charts.annotated(
            series, table, indicator, actors, groups, span
        ),
        title="Acts beside a series: who did what, when",
        rows=rows,
        caption=caption,
        note="A chosen list, not a census: it shows what was collected and is never counted by year. Acts "
        "of Japan and the United States that others protested stand in the same form. Passages of the "
        "Taiwan Strait are listed more fully before 2024. A diamond is a joint act.",
        indicator=Choice(
            {label: key for key, label in threats.INDICATORS.items()}, "scr-chn", label="Series"
        ),
        actors=MultiChoice(ACTORS, ("CHN", "CHN;RUS", "RUS", "JPN", "JPN;USA", "USA"), label="Actor"),
        groups=MultiChoice(list(threats.GROUPS), label="Kind of act"),
        span=Interval(FIRST_ACT, 2026, (2012, 2026), label="Years"),
    )


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
    names = {code: name for name, code in state_options(table["country_iso3"].unique()).items()}
    kinds = table.drop_duplicates("view").set_index("view")["category"].map(fields["category"]["labels"])
    kinds = kinds.map(capital) + kinds.map({"tonnage of the navy": ", thousand tonnes"}).fillna("")
    publishers = fields["publisher"]["labels"]
    views: dict[str, dict[str, str]] = {}
    for row in table.drop_duplicates("view").itertuples():
        label = f"{kinds[row.view]} ({row.edition.split(' (')[0]})"
        views.setdefault(publishers[row.publisher], {})[label] = row.view

    def rows(view: str) -> pd.DataFrame:
        return table[table["view"] == view].sort_values("value", ascending=False).reset_index(drop=True)

    def caption(shown: pd.DataFrame, view: str) -> str:
        said = [f"{names[r.country_iso3]} {r.value:,}" for r in shown.itertuples()]
        return f"{kinds[view]}, {shown['edition'].iloc[0]}: {joined(said)}."

    return Explorer(
        lambda view: charts.forces(table, names, kinds, view),
        title="Force levels: one category, one edition",
        rows=rows,
        caption=caption,
        note="Not a balance of power: categories mix old and new equipment and leave out training, "
        "readiness and geography. Figures of 2010 for Russia are for the Far East only. Editions of one "
        "category are not joined.",
        view=Choice(views, "Defense of Japan 2023|combat_aircraft", label="Category"),
    )
