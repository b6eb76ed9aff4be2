"""Regional activity and threat perception: counts, their definitions, and words.

Frames in, frames out; the scalars at the end load the facts themselves, for numbers in prose. Counts of
different counters, units, editions or practices are kept apart: no function here adds or joins them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from hakusho import facts

INDICATORS: dict[str, str] = {
    "scr-chn": "Scrambles against Chinese aircraft",
    "scr-rus": "Scrambles against Russian aircraft",
    "scr-all": "Scrambles against all aircraft",
    "senkaku-zone": "Vessel-days, Senkaku contiguous zone",
    "senkaku-days": "Days with vessels, Senkaku contiguous zone",
    "senkaku-sea": "Vessel-days, Senkaku territorial sea",
    "nk-missiles": "North Korean missiles (CNS)",
    "nk-days": "North Korean launch days (CNS)",
    "scr-southwest": "Scrambles, Southwestern Air Defense Force",
    "scr-north": "Scrambles, Northern Air Defense Force",
    "twn-all": "Aircraft around Taiwan (daily reports)",
}
"""Yearly indicators, each under one definition. Senkaku: Chinese government vessels."""

AGAINST = {"CHN": "china", "RUS": "russia", "TWN": "taiwan", "PRK": "north_korea", "all": "total"}
CNS_FIRST, CNS_LAST = 1984, 2025
"""Whole years of the CNS counts: a year without a row had no launch by that counter."""

NO_RATE_FROM = 2025
"""From this year on figures are preliminary and outcomes mostly not coded: no share of successes."""
FEWEST_SHOTS = 10
"""A share of fewer shots says little: none is computed."""

CHANGE_OF_COUNT = "2022-08"
"""Month from which Taiwan's ministry reports all aircraft detected, not those inside its zone alone."""

MILEX_EDITION = "2026-04"


# ---------------------------------------------------------------- indicators of pressure


def indicators(
    scrambles: pd.DataFrame,
    areas: pd.DataFrame,
    senkaku: pd.DataFrame,
    tests: pd.DataFrame,
    taiwan: pd.DataFrame,
) -> pd.DataFrame:
    """Return every yearly indicator in long form: indicator, year, value, period, source_id, note.

    Takes threats/scrambles, scrambles_by_area, senkaku_presence, nk_tests_by_year and taiwan_adiz. A fiscal
    year counts as the year in which it begins (`period` keeps its name). Where the Coast Guard table and a
    press figure give the same quantity the table is taken; rival readings are left out.
    """
    parts = [
        *(
            _scrambles(scrambles[(scrambles["reading"] == "main") & (scrambles["against"] == against)], key)
            for key, against in _SCRAMBLES.items()
        ),
        *(_scrambles(areas[areas["area"] == area], f"scr-{area}") for area in ("southwest", "north")),
        _senkaku(senkaku, "senkaku-zone", "contiguous", "vessel_days", ("jcg", "press")),
        _senkaku(senkaku, "senkaku-days", "contiguous", "days", ("jcg", "press")),
        _senkaku(senkaku, "senkaku-sea", "territorial_sea", "vessel_days", ("jcg",)),
        _cns(tests, "nk-missiles", "missiles"),
        _cns(tests, "nk-days", "launch_days"),
        _taiwan_years(taiwan, "twn-all", "aircraft_detected", "mnd_all_detected"),
    ]
    found = pd.concat(parts, ignore_index=True)
    return found.assign(year=found["year"].astype(int), value=found["value"].astype(float))


_SCRAMBLES = {"scr-chn": "china", "scr-rus": "russia", "scr-all": "total"}
_COLUMNS = ["indicator", "year", "value", "period", "source_id", "note"]


def _scrambles(table: pd.DataFrame, key: str) -> pd.DataFrame:
    kept = table[table["period"] == "FY"]
    years = kept["fiscal_year"].str[2:]
    return kept.assign(indicator=key, year=years, value=kept["count"], period=kept["fiscal_year"])[_COLUMNS]


def _senkaku(table: pd.DataFrame, key: str, zone: str, measure: str, by: Sequence[str]) -> pd.DataFrame:
    kept = table[
        (table["granularity"] == "year")
        & (table["zone"] == zone)
        & (table["measure"] == measure)
        & table["reported_by"].isin(by)
    ]
    kept = kept.sort_values(["period_from", "reported_by"]).drop_duplicates("period_from")
    years = kept["period_from"]
    return kept.assign(indicator=key, year=years, value=kept["count"], period=years)[_COLUMNS]


def _cns(table: pd.DataFrame, key: str, counted: str) -> pd.DataFrame:
    kept = table[(table["counter"] == "cns") & (table["unit"] == counted) & table["whole_year"]]
    kept = kept[kept["year"].between(CNS_FIRST, CNS_LAST)].set_index("year")
    whole = kept.reindex(range(CNS_FIRST, CNS_LAST + 1))
    whole["source_id"] = whole["source_id"].ffill()
    whole["note"] = whole["note"].mask(whole["count"].isna(), "no launch by this counter")
    years = whole.index
    return whole.assign(indicator=key, year=years, value=whole["count"].fillna(0), period=years.astype(str))[
        _COLUMNS
    ]


def _taiwan_years(table: pd.DataFrame, key: str, measure: str, definition: str) -> pd.DataFrame:
    kept = table[
        (table["granularity"] == "year") & (table["measure"] == measure) & (table["definition"] == definition)
    ]
    years = kept["period_from"]
    return kept.assign(indicator=key, year=years, value=kept["count"], period=years)[_COLUMNS]


def load_indicators() -> pd.DataFrame:
    """Return `indicators` of the facts."""
    names = ("scrambles", "scrambles_by_area", "senkaku_presence", "nk_tests_by_year", "taiwan_adiz")
    return indicators(*(facts.load(f"threats/{name}") for name in names))


def change(series: pd.DataFrame, base: int, end: int) -> pd.DataFrame:
    """Return one row per indicator: value in `base` and in `end`, and end divided by base.

    `from_value`, `to_value` and `ratio` are missing where no figure is held; the ratio also where the base is
    zero. Columns: indicator, label, from_value, to_value, ratio, source_id.
    """
    rows = []
    for key, label in INDICATORS.items():
        own = series[series["indicator"] == key].drop_duplicates("year").set_index("year")
        start, stop = (own["value"].get(year) for year in (base, end))
        ratio = stop / start if start and stop is not None else None
        ids = own.loc[own.index.isin([base, end]), "source_id"]
        rows.append((key, label, start, stop, ratio, ";".join(dict.fromkeys(";".join(ids).split(";")))))
    found = pd.DataFrame(rows, columns=["indicator", "label", "from_value", "to_value", "ratio", "source_id"])
    return found.astype({"from_value": "Float64", "to_value": "Float64", "ratio": "Float64"})


# ---------------------------------------------------------------- one year, many counters


def counters(tests: pd.DataFrame, whole_years: bool = True) -> pd.DataFrame:
    """Return the yearly numbers of North Korean tests with words for counter, unit and scope.

    Takes threats/nk_tests_by_year; `whole_years` leaves part-year numbers out. Columns: year, who, unit,
    counted, count, at_least, whole, basis, source_id, note.
    """
    fields = facts.base().fields("threats/nk_tests_by_year")
    kept = tests[tests["whole_year"]] if whole_years else tests
    who = kept["counter"].map(fields["counter"]["labels"])
    return pd.DataFrame(
        {
            "year": kept["year"].astype(int),
            "who": who,
            "unit": kept["unit"],
            "counted": kept["scope"].map(SCOPES),
            "count": kept["count"].astype(int),
            "at_least": kept["count_is_minimum"].astype(bool),
            "whole": kept["whole_year"].astype(bool),
            "basis": kept["basis"].map({"published": "printed", "derived_from_database": "counted here"}),
            "source_id": kept["source_id"],
            "note": kept["note"],
        }
    ).reset_index(drop=True)


SCOPES = {
    "ballistic_space_500kg_300km": "ballistic and space, 500 kg over 300 km",
    "ballistic": "ballistic",
    "ballistic_and_cruise": "ballistic and cruise",
    "all_missiles": "all missiles",
    "all_provocations": "all military provocations",
    "labelled_ballistic_or_space": "labelled ballistic or space",
    "not_stated": "scope not stated",
}
COUNTED_UNITS = {
    "missiles": "missiles",
    "launches": "launches (volleys)",
    "launch_days": "launch days",
    "events": "events",
}


# ---------------------------------------------------------------- the spending race


def spending(milex: pd.DataFrame) -> pd.DataFrame:
    """Return country, year, constant dollars (millions, prices of 2024) and share of GDP (%), one edition.

    Takes spending/milex. Years without a constant-price figure are left out.
    """
    kept = milex[(milex["edition"] == MILEX_EDITION) & milex["usd_const_m"].notna()]
    columns = ["country_iso3", "year", "usd_const_m", "share_gdp_pct", "estimate_flag", "source_id"]
    return kept[columns].sort_values(["country_iso3", "year"]).reset_index(drop=True)


def indexed(
    spent: pd.DataFrame, countries: Sequence[str], base: int, measure: str = "usd_const_m"
) -> pd.DataFrame:
    """Return level and index (base year = 100) of the countries from 1990 on; both in one frame.

    A country without a figure in the base year has no index. `measure` is usd_const_m or share_gdp_pct.
    """
    kept = spent[spent["country_iso3"].isin(countries) & spent[measure].notna()]
    start = kept[kept["year"] == base].set_index("country_iso3")[measure]
    level = kept[measure].astype(float)
    return kept.assign(level=level, index=100 * level / kept["country_iso3"].map(start).astype(float))


def last_index(
    spent: pd.DataFrame, countries: Sequence[str], base: int, measure: str = "usd_const_m"
) -> pd.Series:
    """Return the index of each country in the last year, highest first; those without are left out."""
    shown = indexed(spent, countries, base, measure)
    last = shown[shown["year"] == shown["year"].max()].set_index("country_iso3")["index"]
    return last.dropna().sort_values(ascending=False)


# ---------------------------------------------------------------- North Korean tests


def shots(tests: pd.DataFrame) -> pd.DataFrame:
    """Return one row per missile: year, day of the year, system, type, site, outcome (CNS data).

    Takes threats/nk_missile_tests; cruise missiles and launch events of other lists are left out. A date
    known to the month takes its first day.
    """
    kept = tests[tests["record_level"] == "missile"]
    start = kept["date_kst_start"]
    return pd.DataFrame(
        {
            "event_id": kept["event_id"],
            "date": kept["date_kst"],
            "year": start.dt.year.astype(int),
            "day": start.dt.day_of_year.astype(int),
            "system": kept["missile_name"],
            "type": kept["missile_type"],
            "site_id": kept["site_id"].fillna("unknown"),
            "outcome": kept["outcome"],
            "source_id": kept["source_id"],
        }
    ).reset_index(drop=True)


def outcomes(shot: pd.DataFrame, by: str = "system") -> pd.DataFrame:
    """Return x of n by group: n, success, failure, unknown, and the share of successes where allowed.

    "success" is the coding of CNS: the missile flew as its makers are thought to have meant, judged from
    outside. `low` counts unknown as failures, `high` as successes (per cent); both are missing where a shot
    is of NO_RATE_FROM or later, or where n is below FEWEST_SHOTS.
    """
    counts = shot.groupby([by, "outcome"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=["success", "failure", "unknown"], fill_value=0)
    counts.insert(0, "n", counts.sum(axis=1))
    last = shot.groupby(by)["year"].max()
    given = (counts["n"] >= FEWEST_SHOTS) & (last < NO_RATE_FROM)
    low = (100 * counts["success"] / counts["n"]).where(given)
    high = (100 * (counts["success"] + counts["unknown"]) / counts["n"]).where(given)
    ids = shot.groupby(by)["source_id"].agg(lambda c: ";".join(dict.fromkeys(";".join(c).split(";"))))
    found = counts.assign(low=low, high=high, source_id=ids)
    return found.sort_values("n", ascending=False).reset_index()


def over_japan(events: pd.DataFrame) -> pd.DataFrame:
    """Return the launch days with a passage over Japan; `kind` is missile or satellite launcher.

    Takes threats/nk_missile_events.
    """
    return _launch_days(events, "overflew_japan", "overflight_path")


def in_zone(events: pd.DataFrame) -> pd.DataFrame:
    """Return the launch days with a missile down in the zone that Japan claims, with how that is known."""
    return _launch_days(events, "landed_in_japan_eez", "eez_basis")


def _launch_days(events: pd.DataFrame, marked: str, how: str) -> pd.DataFrame:
    kept = events[events[marked].fillna(False)]
    kind = kept["types"].str.contains("slv").map({True: "satellite launcher", False: "ballistic missile"})
    columns = ["event_id", "date_kst", "missile_names", how, "max_distance_km", "source_id"]
    return kept[columns].assign(kind=kind).reset_index(drop=True)


def yields(nuclear: pd.DataFrame) -> pd.DataFrame:
    """Return one row per estimate of a nuclear test with a figure: low, high and central in kilotons.

    Takes threats/nk_nuclear_tests. `at_least` and `below` mark one-sided figures; their other end is missing.
    """
    figures = ["yield_low_kt", "yield_high_kt", "yield_central_kt"]
    kept = nuclear[nuclear[figures].notna().any(axis=1)].copy()
    low, high, central = (kept[name].astype("Float64") for name in figures)
    kept["low_kt"], kept["high_kt"], kept["central_kt"] = low, high, central
    kept["at_least"] = low.notna() & high.isna() & central.isna()
    kept["below"] = high.notna() & low.isna() & central.isna()
    kept["who"] = kept["estimate_by"].map(
        facts.base().fields("threats/nk_nuclear_tests")["estimate_by"]["labels"]
    )
    ends = ["low_kt", "high_kt", "central_kt", "at_least", "below"]
    return kept[["test_no", "date", "who", "estimate_stage", *ends, "source_id", "note"]].reset_index(
        drop=True
    )


# ---------------------------------------------------------------- around Taiwan

TAIWAN_VIEWS: dict[str, tuple[str, str, str]] = {
    "all": ("aircraft_detected", "mnd_all_detected", "month"),
    "zone": ("aircraft_in_adiz", "mnd_adiz", "month"),
    "navy": ("vessels_detected", "mnd_navy_vessels", "month"),
    "line": ("aircraft_across_line_or_in_adiz", "mnd_line_or_adiz", "month"),
    "peak": ("max_aircraft_one_day", "mnd_all_detected", "month"),
    "janes": ("aircraft_in_adiz", "mnd_adiz_janes", "year"),
    "party": ("aircraft_detected", "dpp_sorties", "year"),
}
TAIWAN_LABELS = {
    "all": "Aircraft detected, by month (from August 2022)",
    "zone": "Aircraft in the zone, by month (to July 2022)",
    "navy": "Navy vessels, by month (from August 2022)",
    "line": "Aircraft across the line or in the zone (single months)",
    "peak": "Most aircraft on one day, by month",
    "janes": "Aircraft in the zone, by year (Janes)",
    "party": "Sorties, by year (a party's count, from 2023)",
}


def around_taiwan(taiwan: pd.DataFrame, view: str) -> pd.DataFrame:
    """Return one definition by period: period, count, days_reported, days, per_day, whole, source_id.

    Takes threats/taiwan_adiz. Where two rows give a month, the one that covers more days is kept. `per_day`
    is the count per day with a report, missing for sums not made of daily reports here and for peaks.
    """
    measure, definition, size = TAIWAN_VIEWS[view]
    kept = taiwan[
        (taiwan["measure"] == measure)
        & (taiwan["definition"] == definition)
        & (taiwan["granularity"] == size)
    ].copy()
    kept["days"] = (kept["period_from_end"] - kept["period_from_start"]).dt.days + 1
    kept = kept.sort_values(["period_from", "days_reported"], ascending=[True, False], kind="stable")
    kept = kept.drop_duplicates("period_from")
    reported = kept["days_reported"].astype("Float64")
    rate = kept["count"].astype("Float64") / reported if view != "peak" else reported * pd.NA
    return pd.DataFrame(
        {
            "period": kept["period_from"],
            "count": kept["count"].astype(int),
            "days_reported": kept["days_reported"],
            "days": kept["days"],
            "per_day": rate,
            "whole": (reported >= kept["days"]).fillna(True).astype(bool),
            "source_id": kept["source_id"],
            "note": kept["note"],
        }
    ).reset_index(drop=True)


# ---------------------------------------------------------------- words, acts, warheads

IN_FULL = {"^NDPG": "National Defense Program Guidelines", "^NSS": "National Security Strategy"}
DOCUMENTS = {"ndpg": "strategy", "nss": "strategy", "nds": "strategy", "white_paper": "white paper"}


def official_words(statements: pd.DataFrame) -> pd.DataFrame:
    """Return how Japanese documents describe a state: date, document, class, country, words, term, read.

    Takes threats/threat_statements, oldest first. There is no score: words are not a scale.
    """
    return (
        pd.DataFrame(
            {
                "id": statements["statement_id"],
                "date": statements["date"],
                "document": statements["document"].replace(IN_FULL, regex=True),
                "class": statements["document_type"].map(DOCUMENTS),
                "country": statements["country_iso3"],
                "words": statements["phrase_paraphrase"],
                "term_ja": statements["term_ja"],
                "term": statements["term_reading"],
                "meaning": statements["term_meaning"],
                "read": statements["text_read"] == "document",
                "source_id": statements["source_id"],
            }
        )
        .sort_values(["date", "id"])
        .reset_index(drop=True)
    )


def acts(
    incidents: pd.DataFrame, transits: pd.DataFrame, passages: pd.DataFrame, violations: pd.DataFrame
) -> pd.DataFrame:
    """Return dated acts as one list: id, date, start, year, actors, affected, kind, title, group, source_id.

    Takes threats/incidents, transits_deployments, taiwan_strait_passages and airspace_violations. An act
    that stands in an earlier one of these is taken from there (a passage also where the days differ by one
    or two). `group` is a family of kinds (see GROUPS). A chosen list: never count it by year.
    """
    own = transits[transits["incident_id"].isna()]
    titles = own["unit"].str.split(";").str[0].map(lambda t: t[:1].upper() + t[1:]) + ", " + own["place"]
    parts = [
        _acts(incidents, "incident_id", "affected_iso3", incidents["title"], incidents["kind"]),
        _acts(own, "transit_id", "protested_by_iso3", titles, own["kind"]),
    ]
    known = transits[transits["kind"] == "strait_transit"]
    doubles = [
        bool(((known["date_start"] - day).abs().dt.days <= DAYS_APART).any())
        for day in passages["date_start"]
    ]
    more = passages[~pd.Series(doubles, index=passages.index, dtype=bool)]
    more = more.assign(actors_iso3=more["states_iso3"], affected=pd.NA)
    parts.append(_acts(more, "passage_id", "affected", more["ships"] + ", Taiwan Strait", "strait_transit"))
    entered = violations[violations["incident_id"].isna()]
    entered = entered.assign(actors_iso3=entered["state_iso3"], affected="JPN")
    craft = entered["aircraft"].fillna("aircraft").map(lambda t: t[:1].upper() + t[1:])
    told = craft + " in airspace, " + entered["place"]
    parts.append(_acts(entered, "violation_id", "affected", told, "airspace_violation"))
    both = pd.concat(parts, ignore_index=True)
    actors = both["actors"].str.split(";").map(lambda codes: ";".join(sorted(codes)))
    groups = {kind: group for group, kinds in GROUPS.items() for kind in kinds}
    both = both.assign(year=both["start"].dt.year.astype(int), actors=actors, group=both["kind"].map(groups))
    return both.sort_values("start", ignore_index=True)


DAYS_APART = 2  # lists give the same passage by local day, by day of the report, or by its first day


def _acts(table: pd.DataFrame, key: str, affected: str, title: Any, kind: Any) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": table[key],
            "date": table["date"],
            "start": table["date_start"],
            "actors": table["actors_iso3"],
            "affected": table[affected].fillna("").astype(str),
            "kind": kind,
            "title": title,
            "source_id": table["source_id"],
        }
    )


GROUPS: dict[str, tuple[str, ...]] = {
    "missiles and nuclear tests": (
        "missile_overflight",
        "ballistic_missile_in_eez",
        "missile_test",
        "nuclear_test",
        "missile_firing",
    ),
    "aircraft": (
        "airspace_violation",
        "airspace_entry",
        "adiz_declaration",
        "bomber_flight",
        "reconnaissance_flight",
        "radar_lock",
    ),
    "ships": (
        "naval_transit",
        "strait_transit",
        "territorial_sea_entry",
        "contiguous_zone",
        "freedom_of_navigation",
    ),
    "exercises and joint patrols": ("exercise", "joint_patrol"),
    "new forces and deployments": ("force_development", "missile_deployment"),
    "grey zone and attacks": ("gray_zone", "cyber", "attack"),
    "politics and trade": ("political_dispute", "economic_coercion", "treaty"),
}


def warheads(table: pd.DataFrame) -> pd.DataFrame:
    """Return estimates and projections with `view`: publisher, edition and measure in one key.

    Takes threats/nuclear_warheads. `value` is the single figure or the one bound; `bound` says which
    (exact, at least, up to). One view is one publisher, one edition and one measure.
    """
    kept = table[table["country_iso3"] != "WLD"]
    central, low, high = (kept[name].astype("Float64") for name in ("central", "low", "high"))
    bound = pd.Series("figure", index=kept.index).mask(central.isna() & low.notna(), "at least")
    bound = bound.mask(central.isna() & low.isna(), "up to")
    return pd.DataFrame(
        {
            "view": kept["publisher"] + "|" + kept["edition"] + "|" + kept["measure"],
            "publisher": kept["publisher"],
            "edition": kept["edition"],
            "measure": kept["measure"],
            "country": kept["country_iso3"],
            "year": kept["year"].astype(int),
            "value": central.fillna(low).fillna(high).astype(int),
            "bound": bound,
            "kind": kept["kind"],
            "source_id": kept["source_id"],
        }
    ).sort_values(["view", "country", "year"], ignore_index=True)


# ---------------------------------------------------------------- scalars for prose


def scrambles(against: str, fiscal_year: int) -> int:
    """Return scrambles against aircraft of a state (ISO code, or "all") in a Japanese fiscal year."""
    table = facts.load("threats/scrambles")
    kept = table[
        (table["fiscal_year"] == f"FY{fiscal_year}")
        & (table["period"] == "FY")
        & (table["reading"] == "main")
        & (table["against"] == AGAINST[against])
    ]
    return int(kept["count"].iloc[0])


def value(indicator: str, year: int) -> float:
    """Return one indicator in one year. Raises KeyError where no figure is held."""
    kept = load_indicators()
    return float(kept[kept["indicator"] == indicator].set_index("year")["value"][year])


def risen(base: int, end: int) -> int:
    """Return how many indicators rose between two years, of those with both figures."""
    return int((change(load_indicators(), base, end)["ratio"] > 1).sum())


def comparable(base: int, end: int) -> int:
    """Return how many indicators have a figure in both years."""
    return int(change(load_indicators(), base, end)["ratio"].notna().sum())


def count_range(year: int, counted: str = "missiles") -> tuple[int, int]:
    """Return the lowest and highest whole-year number of tests in one unit."""
    table = counters(facts.load("threats/nk_tests_by_year"))
    kept = table[(table["year"] == year) & (table["unit"] == counted)]["count"]
    return int(kept.min()), int(kept.max())


def n_counters(year: int) -> int:
    """Return how many whole-year numbers of tests are held for a year, over all units."""
    table = counters(facts.load("threats/nk_tests_by_year"))
    return int((table["year"] == year).sum())


def spent(iso3: str, year: int) -> float:
    """Return military spending in billions of dollars at prices and exchange rates of 2024 (SIPRI)."""
    return _spent(iso3, year, "usd_const_m") / 1000


def share_of_gdp(iso3: str, year: int) -> float:
    """Return military spending as a share of GDP in per cent (SIPRI)."""
    return _spent(iso3, year, "share_gdp_pct")


def _spent(iso3: str, year: int, measure: str) -> float:
    table = spending(facts.load("spending/milex"))
    return float(table[(table["country_iso3"] == iso3) & (table["year"] == year)][measure].iloc[0])


def index(iso3: str, base: int, year: int = 2025) -> float:
    """Return real spending of `year` with the base year as 100."""
    return 100 * spent(iso3, year) / spent(iso3, base)


def yearly_growth(iso3: str, start: int, end: int) -> float:
    """Return the mean yearly real growth of spending in per cent (compound)."""
    return 100 * ((spent(iso3, end) / spent(iso3, start)) ** (1 / (end - start)) - 1)


def overflights(kind: str) -> int:
    """Return days with a passage over Japan of "ballistic missile" or "satellite launcher"."""
    return int((over_japan(facts.load("threats/nk_missile_events"))["kind"] == kind).sum())


def shots_to(last_year: int) -> pd.Series:
    """Return n, success, failure and unknown of all CNS shots up to a year."""
    held = shots(facts.load("threats/nk_missile_tests"))
    kept = held[held["year"] <= last_year]
    return outcomes(kept.assign(every="all"), by="every").iloc[0]


def taiwan_sum(year: int, first: int = 1, last: int = 12, view: str = "all") -> int:
    """Return the sum of one monthly count around Taiwan over months of a year."""
    rows = around_taiwan(facts.load("threats/taiwan_adiz"), view)
    months = [f"{year}-{month:02d}" for month in range(first, last + 1)]
    return int(rows[rows["period"].isin(months)]["count"].sum())


def yield_range(test: int) -> tuple[float, float]:
    """Return the lowest and highest figure in kilotons that any estimate gives for a nuclear test."""
    kept = yields(facts.load("threats/nk_nuclear_tests"))
    kept = kept[kept["test_no"] == test]
    figures: list[Any] = [kept[name].dropna() for name in ("low_kt", "high_kt", "central_kt")]
    every = pd.concat(figures)
    return float(every.min()), float(every.max())


def warhead_estimate(iso3: str, year: int, publisher: str, edition: str) -> int:
    """Return the stockpile that one edition gives for a year."""
    kept = warheads(facts.load("threats/nuclear_warheads"))
    kept = kept[
        (kept["view"] == f"{publisher}|{edition}|stockpile")
        & (kept["country"] == iso3)
        & (kept["year"] == year)
    ]
    return int(kept["value"].iloc[0])
