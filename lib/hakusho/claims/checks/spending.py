"""Checks on budgets, targets, exchange rates and ranks."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

import pandas as pd

from hakusho import sources
from hakusho.claims.checks.base import (
    BUDGET,
    CLEARLY_MORE,
    CLOSE,
    EDITIONS,
    FX,
    LOOSE,
    MILEX,
    NEARLY_TWICE,
    TARGETS,
    TOP,
    _ministry_goal,
    _wide_goal,
    amount,
    bars,
    check,
    day,
    initial,
    moved_target,
    number,
    read,
    target,
    when,
    words,
    written,
)
from hakusho.claims.ground import Bar, Edit, Finding, Ground, Missing

T = TypeVar("T")


def _double(g: Ground) -> tuple[dict[str, float], tuple[pd.DataFrame, ...]]:
    """Return the planned rise from fiscal 2022 to 2027 as a factor, by count, and the rows."""
    wide, plan = _wide_goal(g), _ministry_goal(g)
    base, base_excl = initial(g, "FY2022"), initial(g, "FY2022", "excl_saco_realignment")
    factors = {"wide": amount(wide) / amount(base), "ministry": amount(plan) / amount(base_excl)}
    return factors, (wide, plan, base, base_excl)


def _chosen(g: Ground, counts: dict[str, T]) -> dict[str, T]:
    """Return both counts, or the one that the definition in force leaves."""
    choice = g.definition("spending")
    return counts if choice == "either" else {choice: counts[choice]}


def _doubled(g: Ground, more: str = "") -> Finding:
    """Both counts reach 1.9 times: supported; one: with a nuance; none: contradicted."""
    factors, rows = _double(g)
    kept = _chosen(g, factors)
    reach = sum(factor >= NEARLY_TWICE for factor in kept.values())
    verdict = "supported" if reach == len(kept) else "supported_with_nuance" if reach else "contradicted"
    because = (
        f"Planned for fiscal 2027 against fiscal 2022: {factors['wide']:.2f} times for the wide total, "
        f"{factors['ministry']:.2f} times for the ministry's budget.{more}"
    )
    counts = {"wide total": factors["wide"], "the ministry's budget": factors["ministry"]}
    return Finding(verdict, because, rows, bars(counts, "{:.2f} times", 2))


_WIDE = {"budget_kind": "nato_style_2pct_total", "variant": "goal"}


@check(
    "s1-c18",
    "ratio under two counts",
    "the wide total planned for fiscal 2027 is 9.9 trillion yen",
    "contradicted",
    Edit(BUDGET, _WIDE, {"amount_jpy_bn": 9900.0}),
)
def _(g: Ground) -> Finding:
    return _doubled(g)


@check(
    "s3-c09",
    "ratio under two counts",
    "the wide total planned for fiscal 2027 is 9.0 trillion yen",
    "contradicted",
    Edit(BUDGET, _WIDE, {"amount_jpy_bn": 9000.0}),
)
def _(g: Ground) -> Finding:
    goal = target(g, "tgt-05")
    found = _doubled(g, f" The goal is {goal['target_value_pct_gdp'].iloc[0]:g}% of GDP.")
    right = goal["target_value_pct_gdp"].iloc[0] == number(g, "s3-c09")
    return replace(found, verdict=found.verdict if right else "contradicted", rows=(*found.rows, goal))


@check(
    "s1-c19",
    "share, year and what is counted",
    "the target of December 2022 is 1.5% of GDP",
    "contradicted",
    Edit(TARGETS, {"target_id": "tgt-05"}, {"target_value_pct_gdp": 1.5}),
)
def _(g: Ground) -> Finding:
    goal, wide, plan = target(g, "tgt-05"), _wide_goal(g), _ministry_goal(g)
    g.row(FX, basis="government_estimate_dec_2022")
    gdp = g.rows(FX, basis="government_estimate_dec_2022")
    share = 100 * amount(plan) / float(gdp["value"].iloc[0])
    said, counted = number(g, "s1-c19"), g.definition("spending")
    if goal["target_value_pct_gdp"].iloc[0] != said or goal["deadline_year"].iloc[0] != 2027:
        return Finding("contradicted", "The target has another value or year.", (goal,))
    conditions = [] if counted == "wide" else ["related spending counts"]
    conditions += ["GDP stays that of fiscal 2022"] if wide["gdp_basis"].iloc[0] == "gdp_fy2022_fixed" else []
    conditions += [] if g.definition("year") == "fiscal" else ["the year is fiscal and ends in March 2028"]
    moved = moved_target(g)
    because = (
        f"Target {goal['target_value_pct_gdp'].iloc[0]:g}% for fiscal 2027, if {', '.join(conditions)}. "
        f"The ministry's own part would be {share:.1f}%.{_moved(g, moved, 's1')}"
    )
    later = "outdated" if len(moved) else "supported_with_nuance"
    verdict = "contradicted" if counted == "ministry" and share < said - 0.05 else later
    drawn = bars({"target, all included": said, "the ministry's own part": share}, "{:.1f}% of GDP")
    return Finding(verdict, because, read(goal, wide, plan, gdp, moved), drawn)


def _moved(g: Ground, moved: pd.DataFrame, doc_id: str) -> str:
    """Return when a later target moved the year of an article's, as a sentence; nothing where none did.

    The rule: a statement that names the year is outdated from that day; one that names none is not touched.
    """
    if moved.empty:
        return ""
    days = (when(moved, "date_announced") - written(g, doc_id)).days
    return (
        f" The year was moved to {_fiscal(moved['deadline'].iloc[0])} on "
        f"{day(when(moved, 'date_announced'))}, {days} day{'s' * (days != 1)} after the article."
    )


@check(
    "s5-c10",
    "ratio, and whether a later target moved the year",
    "no target was set after 2022",
    "supported_with_nuance",
    Edit(TARGETS, {"target_id": "tgt-17"}),
)
def _(g: Ground) -> Finding:
    goal, moved, found = target(g, "tgt-05"), moved_target(g), _doubled(g)
    if found.verdict == "contradicted":
        return replace(found, rows=(*found.rows, goal))
    if len(moved):
        return Finding(
            "outdated",
            f"{found.because}{_moved(g, moved, 's5')}",
            (*found.rows, goal, moved),
            found.bars,
        )
    return replace(found, rows=(*found.rows, goal))


def _fiscal(year: str) -> str:
    return str(year).replace("FY", "fiscal ")


def _plan_end(g: Ground) -> tuple[pd.DataFrame, pd.Timestamp, pd.Timestamp]:
    plan = target(g, "tgt-06")
    first = re.search(r"FY(\d{4})", str(plan["target_value_other"].iloc[0]))
    last = int(str(plan["deadline"].iloc[0])[2:])
    begin = int(first.group(1)) if first else last
    return plan, pd.Timestamp(begin, 4, 1), pd.Timestamp(last + 1, 3, 31)


@check(
    "s3-c08",
    "last day of a plan",
    "the programme ends with fiscal 2025",
    "contradicted",
    Edit(TARGETS, {"target_id": "tgt-06"}, {"deadline": "FY2025"}),
)
def _(g: Ground) -> Finding:
    plan, first, last = _plan_end(g)
    said, choice = int(number(g, "s3-c08")), g.definition("year")
    fiscal, calendar = last.year - 1 == said, last.year == said
    by = {"either": fiscal or calendar, "fiscal": fiscal, "calendar": calendar}[choice]
    sure = choice != "either" or (fiscal and calendar)
    verdict = "contradicted" if not by else "supported" if sure else "supported_with_nuance"
    drawn = words({"the programme begins": day(first), "it ends": day(last), "the article says": str(said)})
    return Finding(verdict, f"The programme runs from {day(first)} to {day(last)}.", (plan,), drawn)


def _yen(text: str) -> str:
    """Return 'JPY 43 trillion FY2023-27' as '43 trillion yen'."""
    return re.sub(r"JPY (\S+ \w+).*", r"\1 yen", text)


@check(
    "s5-c09",
    "length of a plan, and a day within it",
    "the programme ends with fiscal 2024",
    "contradicted",
    Edit(TARGETS, {"target_id": "tgt-06"}, {"deadline": "FY2024"}),
)
def _(g: Ground) -> Finding:
    plan, first, last = _plan_end(g)
    years, on = last.year - first.year, written(g, "s5")
    sum_said = str(plan["target_value_other"].iloc[0])
    right = years == 5 and first <= on <= last and f"JPY {number(g, 's5-c09'):g} trillion" in sum_said
    return Finding(
        "supported" if right else "contradicted",
        f"{years} fiscal years, {day(first)} to {day(last)}, with {_yen(sum_said)}.",
        (plan,),
        words({"the programme begins": day(first), "it ends": day(last), "its sum": _yen(sum_said)}),
    )


@check(
    "s1-c20",
    "rise from year to year",
    "the initial budget of fiscal 2025 is 7.0 trillion yen",
    "contradicted",
    Edit(BUDGET, {"budget_id": "fy2025-initial-incl-expenditure"}, {"amount_jpy_bn": 7000.0}),
)
def _(g: Ground) -> Finding:
    years = [initial(g, f"FY{y}") for y in (2022, 2023, 2024, 2025)]
    sums = [amount(one) for one in years]
    rises = sum(b > a for a, b in pairwise(sums))
    because = (
        f"Initial budgets of fiscal 2022 to 2025: {', '.join(f'{s / 1000:.1f}' for s in sums)} trillion yen."
    )
    drawn = bars({f"fiscal {2022 + k}": s / 1000 for k, s in enumerate(sums)}, "{:.1f} trillion yen")
    return Finding("supported" if rises == 3 else "contradicted", because, tuple(years), drawn)


def _two(old: pd.DataFrame, new: pd.DataFrame, first: int, last: int) -> tuple[Bar, ...]:
    values = {f"fiscal {first}": amount(old) / 1000, f"fiscal {last}": amount(new) / 1000}
    return bars(values, "{:.2f} trillion yen")


@check(
    "s2-c15",
    "ratio of two budgets",
    "the initial budget of fiscal 2025 is 5.5 trillion yen",
    "contradicted",
    Edit(BUDGET, {"budget_id": "fy2025-initial-incl-expenditure"}, {"amount_jpy_bn": 5500.0}),
)
def _(g: Ground) -> Finding:
    old, new = initial(g, "FY2022"), initial(g, "FY2025")
    factor = amount(new) / amount(old)
    because = f"{amount(new) / 1000:.1f} against {amount(old) / 1000:.1f} trillion yen: {factor:.2f} times."
    drawn = _two(old, new, 2022, 2025)
    return Finding("supported" if factor >= CLEARLY_MORE else "contradicted", because, (old, new), drawn)


@check(
    "s2-c34",
    "rise to the next year",
    "the draft for fiscal 2026 is 8.6 trillion yen",
    "contradicted",
    Edit(BUDGET, {"budget_id": "fy2026-draft-incl-expenditure"}, {"amount_jpy_bn": 8600.0}),
)
def _(g: Ground) -> Finding:
    old, new = initial(g, "FY2025"), initial(g, "FY2026")
    because = (
        f"Draft for fiscal 2026 {amount(new) / 1000:.2f}, fiscal 2025 {amount(old) / 1000:.2f} trillion yen."
    )
    verdict = "supported" if amount(new) > amount(old) else "contradicted"
    return Finding(verdict, because, (old, new), _two(old, new, 2025, 2026))


@check(
    "s4-c03",
    "distance of a round figure from two counts",
    "the wide total is 10.2 trillion yen",
    "supported",
    Edit(BUDGET, _WIDE, {"amount_jpy_bn": 10200.0}),
)
def _(g: Ground) -> Finding:
    counts = {"wide": _wide_goal(g), "ministry": _ministry_goal(g)}
    kept = _chosen(g, counts)
    said = 1000 * number(g, "s4-c03")
    off = min(abs(said / amount(frame) - 1) for frame in kept.values())
    verdict = "supported" if off <= CLOSE else "imprecise" if off <= LOOSE else "contradicted"
    because = (
        f"Planned for fiscal 2027: {amount(counts['wide']) / 1000:g} trillion yen in the wide count, "
        f"{amount(counts['ministry']) / 1000:g} for the ministry; the nearest is {off:.0%} away."
    )
    goals = {f"{name} count": amount(frame) / 1000 for name, frame in counts.items()}
    return Finding(verdict, because, tuple(counts.values()), bars(goals, "{:.1f} trillion yen", said / 1000))


def _rate(g: Ground) -> pd.DataFrame:
    plan = g.definition("rate") == "plan"
    where = (
        {"period": "FY2023", "basis": "budget_rate"}
        if plan
        else {"period": "2024-01", "basis": "fed_h10_monthly_average"}
    )
    g.row(FX, country_iso3="JPN", **where)
    return g.rows(FX, country_iso3="JPN", **where)


@check(
    "s4-c04",
    "ratio against an exchange rate",
    "the yen stood at 130 to the dollar in January 2024",
    "contradicted",
    Edit(FX, {"country_iso3": "JPN", "period": "2024-01"}, {"value": 130.0}),
)
def _(g: Ground) -> Finding:
    implied = 1000 * number(g, "s4-c03") / number(g, "s4-c04")
    rate = _rate(g)
    off = abs(implied / float(rate["value"].iloc[0]) - 1)
    verdict = "supported" if off <= 0.02 else "imprecise" if off <= 0.1 else "contradicted"
    because = f"The pair implies {implied:.0f} yen a dollar; the rate was {float(rate['value'].iloc[0]):.0f}."
    drawn = bars({"rate of the month": float(rate["value"].iloc[0])}, "{:.0f} yen a dollar", implied)
    return Finding(verdict, because, (rate,), drawn)


def _requests(g: Ground, before: bool, on: pd.Timestamp) -> pd.DataFrame:
    asked = g.rows(TARGETS, announcer_iso3="USA", target_kind="request")
    asked = asked[
        asked["applies_to_iso3"].eq("JPN").fillna(False) & asked["target_value_pct_gdp"].gt(2).fillna(False)
    ]
    dates = asked["date_announced_start"]
    return asked[dates.le(on) if before else dates.gt(on)]


def _who(announced_by: str) -> str:
    """Return 'Elbridge Colby' of 'United States (Elbridge Colby, nominee)'."""
    return announced_by.partition("(")[2].rstrip(")").partition(",")[0] or announced_by


def _asked_for(asked: pd.DataFrame, span: str) -> Finding:
    """Any request above two per cent: supported."""
    top = asked["target_value_pct_gdp"].max() if len(asked) else 2
    because = f"{len(asked)} American requests of Japan above 2% {span}, the highest {top:g}%."
    by_day = {
        f"{_who(r.announced_by)}, {day(r.date_announced_start)}": r.target_value_pct_gdp
        for r in asked.itertuples()
    }
    drawn = bars({"the target of 2022": 2.0, **by_day}, "{:.1f}% of GDP")
    return Finding("supported" if len(asked) else "contradicted", because, read(asked), drawn)


_ASKED = {"announcer_iso3": "USA", "applies_to_iso3": "JPN", "target_kind": "request"}


@check(
    "s2-c11",
    "later requests above a share",
    "every American request of Japan is for 2% of GDP",
    "contradicted",
    Edit(TARGETS, _ASKED, {"target_value_pct_gdp": 2.0}),
)
def _(g: Ground) -> Finding:
    on = written(g, "s2")
    asked = _requests(g, False, on)
    if asked.empty and pd.Timestamp(g.today) < on + pd.Timedelta(days=366):
        raise Missing(TARGETS, {"announcer_iso3": "USA", "date after": on.date()})
    return _asked_for(asked, f"after {day(on)}")


@check(
    "s5-c08",
    "earlier requests above a share",
    "every American request of Japan is for 2% of GDP",
    "contradicted",
    Edit(TARGETS, _ASKED, {"target_value_pct_gdp": 2.0}),
)
def _(g: Ground) -> Finding:
    return _asked_for(_requests(g, True, written(g, "s5")), "before the article")


def _series(g: Ground, codes: list[str], first: int, last: int) -> tuple[pd.Series, pd.DataFrame]:
    rows = g.rows(MILEX, country_iso3=codes, edition="2026-04")
    rows = rows[rows["year"].between(first, last)]
    if rows.empty:
        raise Missing(MILEX, {"edition": "2026-04"})
    return rows.groupby("year")["usd_const_m"].sum().astype(float).sort_index(), rows


@check(
    "s2-c21",
    "number of rises in a row",
    "Chinese spending of 2024 is 280 billion constant dollars",
    "contradicted",
    Edit(MILEX, {"country_iso3": "CHN", "year": 2024}, {"usd_const_m": 280000.0}),
)
def _(g: Ground) -> Finding:
    sums, rows = _series(g, ["CHN"], 2000, 2024)
    falls = sums.diff().le(0)
    run = len(sums) - 1 if not falls.any() else int((sums.index > falls[falls].index.max()).sum())
    because = (
        f"In constant dollars {run} rises in a row up to 2024, in a table that begins in {sums.index[0]}."
    )
    drawn = bars({str(y): v / 1000 for y, v in sums.tail(5).items()}, "{:.0f} billion constant dollars")
    return Finding("supported" if run >= 3 else "contradicted", because, (rows.tail(5),), drawn)


@check(
    "s2-c38",
    "change of a sum",
    "Chinese spending of 2024 is 200 billion constant dollars",
    "contradicted",
    Edit(MILEX, {"country_iso3": "CHN", "year": 2024}, {"usd_const_m": 200000.0}),
)
def _(g: Ground) -> Finding:
    sums, rows = _series(g, ["CHN", "JPN", "KOR", "TWN"], 2014, 2024)
    year, decade = 100 * (sums[2024] / sums[2023] - 1), 100 * (sums[2024] / sums[2014] - 1)
    because = f"China, Japan, South Korea and Taiwan: {year:+.1f}% in 2024, {decade:+.0f}% since 2014."
    return Finding(
        "supported" if year > 0 and decade > 0 else "contradicted",
        because,
        (rows[rows["year"].isin([2014, 2023, 2024])],),
        bars({str(y): sums[y] / 1000 for y in (2014, 2023, 2024)}, "{:.0f} billion constant dollars"),
    )


def _dollars(g: Ground) -> tuple[float, tuple[pd.DataFrame, ...]]:
    """Return the sum in billion dollars that the rank is asked for."""
    if g.definition("amount") == "written":
        return number(g, "s4-c04"), ()
    rate, wide = _rate(g.under(rate="plan")), _wide_goal(g)
    return amount(wide) / float(rate["value"].iloc[0]), (rate, wide)


def rank_of(dollars: float, table: pd.DataFrame, column: str) -> int:
    """Return the place that a sum would take among the others of a table, Japan left out."""
    others = table[table["country_iso3"].ne("JPN")]
    return int(others[column].gt(dollars).sum()) + 1


def third_then(g: Ground) -> Finding:
    """The rank claim for a reader of its day: tables as they had been published by then."""
    tables, (dollars, more) = g(EDITIONS), _dollars(g)
    if tables.empty:
        raise Missing(EDITIONS, {"published by": g.today})
    newest = g.rows(EDITIONS, data_year=int(tables["data_year"].max()))
    place = rank_of(dollars, newest, "usd_current_bn")
    because = (
        f"In the newest table of the time (edition of {sources.day(newest['edition'].iloc[0])}, data of "
        f"{newest['data_year'].iloc[0]}), {dollars:.0f} billion dollars would have been rank {place} of "
        f"{newest['n_countries'].iloc[0]}."
    )
    verdict = "supported" if place <= number(g, "s4-c05") else "contradicted"
    return Finding(verdict, because, (newest, *more))


@check(
    "s4-c05",
    "rank of a sum in every yearly table",
    "in the tables of 2021 to 2025 no state but the first two spent over 68 billion dollars",
    "supported",
    Edit(
        TOP, {"year": [2021, 2022, 2023, 2024, 2025], "rank": list(range(3, 11))}, {"usd_current_m": 68000.0}
    ),
    then=third_then,
)
def _(g: Ground) -> Finding:
    (dollars, more), said = _dollars(g), number(g, "s4-c05")
    tables = g.rows(TOP, year=[2021, 2022, 2023, 2024, 2025])
    if tables.empty:
        raise Missing(TOP, {"year": "2021 to 2025"})
    places = {int(y): rank_of(1000 * dollars, t, "usd_current_m") for y, t in tables.groupby("year")}
    hits = [year for year, place in places.items() if place <= said]
    latest = places[max(places)] <= said
    verdict = "supported" if latest else "supported_with_nuance" if hits else "contradicted"
    own = tables[tables["country_iso3"].eq("JPN")].sort_values("year")
    because = (
        f"In the edition of {sources.day(tables['edition'].iloc[-1])}, {dollars:.0f} billion dollars would "
        f"be rank {', '.join(map(str, places.values()))} on the data of {min(places)} to {max(places)}; "
        f"Japan's own rank in {max(places)} is {int(own['rank'].iloc[-1])}. Tested on what "
        "the others spent; the table of 2027 is not known."
    )
    drawn = bars({f"on the data of {year}": place for year, place in places.items()}, "rank {:.0f}", said)
    return Finding(verdict, because, (tables[tables["rank"].le(10)], *more), drawn)
