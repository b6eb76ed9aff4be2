"""The explorations of notebook 04: facts, chart, rows, sentence and controls, one function each."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import pandas as pd

from hakusho import facts, sources, spending
from hakusho.charts import spending as charts
from hakusho.explore.listing import Listing
from hakusho.explorer import Choice, Explorer, Interval, MultiChoice, Range, Toggle
from hakusho.study import Discussion, Exercise

CREDIT = (
    "SIPRI Military Expenditure Database, edition of April 2026, © SIPRI; reproduced in part for"
    " non-commercial use, with credit."
)
CREDIT_EDITIONS = CREDIT.replace("edition of April 2026", "editions of April 2022 to April 2026")
FIRST = 1990

UNITS = {
    "Yen": "yen", "Constant dollars (2024)": "constant", "Current dollars": "current",
    "Share of GDP": "share",
}  # fmt: skip
DEFINITIONS = {
    "SIPRI, share of the year's GDP": "sipri",
    "Government: initial budgets, the year's own GDP": "government_same_year_gdp",
    "Government: initial budgets, GDP of fiscal 2022": "government_initial",
    "Government: with extra budget, GDP of fiscal 2022": "government",
}


@cache
def _names() -> dict[str, str]:
    held = facts.load("countries")
    return dict(zip(held["iso3"], held["name_en"], strict=True))


def _sign(value: float) -> str:
    return f"{value:+,.1f} %".replace("-", "−")


def _js(value: Any) -> str:
    """A value as the text of a Vega expression."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _tenth(value: float) -> float:
    """Round half up, as the chart does: Python alone would round 356.25 to 356.2."""
    return math.floor(value * 10 + 0.5) / 10


def _points(value: float) -> str:
    return f"{value:+.0f}".replace("-", "−")


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Numbers as plain floats, rounded: what a chart needs of them, in few bytes."""
    numbers = frame.select_dtypes("number").columns
    return frame.assign(**{c: frame[c].astype("Float64").astype(object).map(_short) for c in numbers})


def _short(value: Any) -> Any:
    if pd.isna(value):
        return None
    return int(value) if float(value).is_integer() else round(float(value), 4)


# ---------------------------------------------------------------- lead: one budget in four units


@cache
def _lines() -> pd.DataFrame:
    held = spending.table("milex")
    held = held[
        held["country_iso3"].eq("JPN") & held["edition"].eq(spending.EDITION) & held["year"].ge(FIRST)
    ]
    parts = [
        pd.DataFrame({"year": held["year"], "unit": unit, "value": held[column] / divisor,
                      "source_id": held["source_id"]})
        for unit, (column, divisor, _) in spending.UNITS.items()
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def _shares() -> pd.DataFrame:
    rows = [
        {"definition": key, "label": words, "share": spending.share_of_gdp(key, 2025)}
        for key, (words, _) in spending.DEFINITIONS.items()
    ]
    held = pd.DataFrame(rows)
    said = [_printed(d, s) for d, s in zip(held["definition"], held["share"], strict=True)]
    return held.assign(said=said)


def _printed(definition: str, share: float) -> str:
    """A share with the decimals of its publisher: the government prints one, SIPRI's table allows two."""
    return f"{share:.2f}" if definition == "sipri" else f"{share:.1f}"


def _budget_sources(definition: str) -> str:
    if definition == "sipri":
        return "sipri-milex-2026"
    variant, basis = spending.DEFINITIONS[definition][1].split()
    held = spending.table("japan_budget")
    kept = held["variant"].eq(variant) & held["gdp_basis"].eq(basis) & held["fiscal_year"].eq("FY2025")
    return str(held.loc[kept & held["budget_kind"].eq("nato_style_2pct_total"), "source_id"].iloc[0])


def _one_budget_words() -> str:
    """The caption of the lead as a Vega expression."""
    held = _lines()
    values = {
        unit: {str(r.year): round(float(r.value), 4) for r in part.itertuples()}
        for unit, part in held.groupby("unit")
    }
    change = {
        unit: f"format(100 * ({_js(of)}[years[1]] / {_js(of)}[years[0]] - 1), '+,.1f') + ' % in {words}'"
        for (unit, words) in charts.UNIT_LABELS.items()
        for of in [values[unit]]
    }
    said = {
        unit: f"{own} + ' (' + join([{','.join(change[u] for u in change if u != unit)}], ', ') + ')'"
        for unit, own in change.items()
    }
    shares = {d: spending.share_of_gdp(d, 2025) for d in spending.DEFINITIONS}
    printed = {d: _printed(d, share) for d, share in shares.items()}
    verdicts = {d: "reaches" if spending.reached(v) else "does not reach" for d, v in shares.items()}
    chosen = " : ".join(f"unit == '{unit}' ? {expr}" for unit, expr in said.items()) + " : ''"
    return (
        "'From ' + years[0] + ' to ' + years[1] + ' Japan\\'s military spending changed by ' +"
        f" ({chosen}) + '. For 2025 it ' + {_js(verdicts)}[definition] + ' two per cent of GDP by the chosen"
        f" counting: ' + {_js(printed)}[definition] + ' %.'"
    )


def one_budget() -> Explorer:
    """Lead: the same spending in four units, and its share of GDP by four countings."""

    def rows(years: Sequence[int], unit: str, definition: str) -> pd.DataFrame:
        held = _lines()
        kept = held[held["year"].isin(list(years)) & held["unit"].eq(unit)]
        share = pd.DataFrame([{"year": 2025, "unit": f"% of GDP, {spending.DEFINITIONS[definition][0]}",
                               "value": spending.share_of_gdp(definition, 2025),
                               "source_id": _budget_sources(definition)}])  # fmt: skip
        return pd.concat([kept.astype({"value": float}), share], ignore_index=True)

    def caption(_rows: pd.DataFrame, years: Sequence[int], unit: str, definition: str) -> str:
        first, last = years
        said = {u: _sign(spending.change("JPN", first, last, u)) for u in spending.UNITS}
        share = spending.share_of_gdp(definition, 2025)
        verdict = "reaches" if spending.reached(share) else "does not reach"
        words = charts.UNIT_LABELS[unit]
        others = ", ".join(f"{said[u]} in {charts.UNIT_LABELS[u]}" for u in spending.UNITS if u != unit)
        return (
            f"From {first} to {last} Japan's military spending changed by {said[unit]} in {words}"
            f" ({others}). For 2025 it {verdict} two per cent of GDP by the chosen counting:"
            f" {_printed(definition, share)} %."
        )

    return Explorer(
        lambda **p: charts.one_budget(_plain(_lines()[["year", "unit", "value"]]), _shares(), **p),
        title="One budget, many truths: Japan's military spending by unit and counting",
        rows=rows, caption=caption, caption_expr=_one_budget_words(),
        note=f"Lines: {CREDIT} Calendar years. The other three shares are the Japanese government's, for"
        " fiscal 2025, as published; 'reaches' means when rounded to one decimal.",
        years=Interval(FIRST, 2025, (2012, 2024), label="From – to"),
        unit=Choice(UNITS, "yen", label="Unit"),
        definition=Choice(DEFINITIONS, "government", label="Counting of the two per cent"),
    )  # fmt: skip


# ---------------------------------------------------------------- when was two per cent reached?


def two_per_cent() -> Explorer:
    """Every counting of fiscal 2022 to 2026, the chosen one in front."""
    shown = ["year", "money", "extra", "gdp", "amount_jpy_bn", "gdp_jpy_bn", "share_pct", "lower_bound",
             "published_pct", "label"]  # fmt: skip

    def rows(money: str, extra: bool, gdp: str, year: int) -> pd.DataFrame:
        held = spending.countings()
        own = held["money"].eq(money) & held["extra"].eq(extra) & held["gdp"].eq(gdp)
        return held[own | held["year"].eq(year)].reset_index(drop=True)

    def caption(found: pd.DataFrame, money: str, extra: bool, gdp: str, year: int) -> str:
        own = found[found["money"].eq(money) & found["extra"].eq(extra) & found["gdp"].eq(gdp)]
        every, hits = spending.countings(), spending.countings_reaching()
        of_year, reach = every[every["year"].eq(year)], hits[hits["year"].eq(year)]
        last = "" if own.empty else (
            " The chosen one stands at"
            f" {'over ' if own['lower_bound'].iloc[-1] else ''}{own['share_pct'].iloc[-1]:.2f} % in fiscal"
            f" {own['year'].iloc[-1]}, the last year it can be made."
        )  # fmt: skip
        none = " The base lacks a part of the chosen counting." if own.empty else ""
        return (
            f"Of {len(of_year)} countings that can be made for fiscal {year}, {len(reach)}"
            f" {'reaches' if len(reach) == 1 else 'reach'} two per cent when rounded to one"
            f" decimal.{last}{none}"
        )

    return Explorer(
        lambda **p: charts.two_per_cent(_plain(spending.countings()[shown]), **p),
        title="When was two per cent reached, and by which counting?",
        rows=rows, caption=caption,
        note="Dots: computed from budget amounts and GDP, expenditure basis. Diamonds: shares as printed."
        " GDP of the year: calendar year, as SIPRI's shares imply (edition of April 2026, © SIPRI,"
        " non-commercial use), newer than the estimates behind the printed shares. For fiscal 2024 the"
        " extra budget is known as a lower bound. With US bases: costs of SACO and of the realignment of US"
        " forces.",
        money=Choice({"Programme money alone": "excl_saco_realignment",
                      "With US bases (SACO, realignment)": "incl_saco_realignment",
                      "With coast guard and related items": "defence_plus_related"},
                     "defence_plus_related", label="Money"),
        extra=Toggle(True, label="Count extra budgets"),
        gdp=Choice({"GDP of fiscal 2022, fixed": "fy2022", "GDP of the year": "same_year"},
                   label="Divided by"),
        year=Range(2022, 2026, 2025, label="All countings of fiscal year"),
    )  # fmt: skip


# ---------------------------------------------------------------- the long run


def _events() -> pd.DataFrame:
    held = spending.table("policy_targets").set_index("target_id")
    words = {"tgt-01": "1 % cap", "tgt-02": "cap dropped", "tgt-05": "2 % goal"}
    rows = [
        {"year": int(str(held.loc[key, "date_announced"])[:4]), "words": text} for key, text in words.items()
    ]
    return pd.DataFrame(rows)


def long_run() -> Explorer:
    """SIPRI's line since 1949 and Japan's own figures as points."""

    def rows(measure: str, series: Sequence[str], years: Sequence[int]) -> pd.DataFrame:
        held = spending.long_run()
        kept = held[held[measure].notna() & held["series"].isin(series) & held["year"].between(*years)]
        return kept[["series", "year", measure, "source_id"]].reset_index(drop=True)

    def caption(found: pd.DataFrame, measure: str, series: Sequence[str], years: Sequence[int]) -> str:
        counts = found["series"].value_counts()
        line = found[found["series"].eq("sipri")]
        said = [f"{counts.get(key, 0)} {words}" for key, words in (
            ("incl", "budget figures with US bases"), ("excl", "without")) if key in series]  # fmt: skip
        points = f" National points: {', '.join(said)}; years without a figure stay empty." if said else ""
        if line.empty:
            return f"SIPRI's line is off or has no figure here.{points}"
        top, low = line.loc[line[measure].idxmax()], line.loc[line[measure].idxmin()]
        return (
            f"SIPRI's line between {int(line['year'].min())} and {int(line['year'].max())}: highest in"
            f" {top['year']} ({top[measure]:,.4g} {charts.MEASURES[measure]}), lowest in {low['year']}"
            f" ({low[measure]:,.4g}).{points}"
        )

    shown = ["series", "year", "yen_bn", "share_pct", "constant_bn"]
    return Explorer(
        lambda **p: charts.long_run(_plain(spending.long_run()[shown]), _events(), **p),
        title="The long run: Japan's military spending, 1949 to 2025",
        rows=rows, caption=caption,
        note=f"Line: {CREDIT} Points: initial budgets by fiscal year from white papers and budget"
        " documents, with the share of GNP or GDP printed there; fiscal 1998 to 2002 were not found in a"
        " table, constant dollars exist for SIPRI only. Before 1952 Japan had no armed forces; SIPRI gives"
        " what it counts.",
        measure=Choice({"Share of GDP": "share_pct", "Billion yen": "yen_bn",
                        "Constant dollars of 2024": "constant_bn"}, label="Measure"),
        series=MultiChoice({"SIPRI": "sipri", "With US bases": "incl", "Without": "excl"}, label="Series"),
        years=Interval(1949, 2026, (1955, 2026), label="Years"),
    )  # fmt: skip


# ---------------------------------------------------------------- the programme of 43 trillion yen


def by_field() -> Explorer:
    """The plan by field with what was not located, beside the contracts budgeted so far."""

    def rows(years: Sequence[int], measure: str) -> pd.DataFrame:
        plan = spending.plan_by_field().assign(panel="plan")
        done = spending.contracts_by_field()
        done = done[done["year"].isin(list(years))].assign(panel="budget")
        found = pd.concat([plan, done], ignore_index=True)
        total = found.groupby("panel")["amount_jpy_bn"].transform("sum")
        return found if measure != "share" else found.assign(share_pct=100 * found["amount_jpy_bn"] / total)

    def caption(found: pd.DataFrame, years: Sequence[int], measure: str) -> str:
        plan, done = found[found["panel"].eq("plan")], found[found["panel"].eq("budget")]
        rest = plan.loc[~plan["located"].astype(bool), "amount_jpy_bn"].sum()
        whole = plan["amount_jpy_bn"].sum()
        first = (
            f"Of {whole / 1000:.1f} trillion yen of planned contracts, {rest / 1000:.1f} could not be located"
            " in a source."
        )
        if done.empty:
            return first
        fields = done.groupby("field")["amount_jpy_bn"].sum().sort_values(ascending=False)
        words = charts.FIELDS[str(fields.index[0])].lower()
        return (
            f"{first} The initial budgets of fiscal {', '.join(map(str, sorted(years)))} placed"
            f" {fields.sum() / 1000:.1f} trillion in contracts, the largest part for {words}"
            f" ({100 * fields.iloc[0] / fields.sum():.0f} %)."
        )

    plan, done = spending.plan_by_field(), spending.contracts_by_field()
    return Explorer(
        lambda **p: charts.by_field(
            _plain(plan.drop(columns="source_id")), _plain(done.drop(columns="source_id")), **p
        ),
        title="The 43-trillion-yen programme by field: plan, and contracts budgeted so far",
        rows=rows, caption=caption,
        note="Both panels: new contracts, not money paid out. The plan is known from rounded press figures"
        " that do not say how overlaps were booked; the budgets count each item in one field. So the panels"
        " stand side by side and no rate of fulfilment is formed. Fiscal 2026 by field was not found.",
        years=MultiChoice([2023, 2024, 2025], label="Budgets of fiscal years"),
        measure=Choice({"Trillion yen": "trillion", "Share of the panel's total": "share"}, label="Measure"),
    )  # fmt: skip


def _steps() -> pd.DataFrame:
    parts = []
    for accounting in charts.PANELS:
        for extra in (True, False):
            held = spending.progress(accounting, extra).groupby("year", as_index=False)["amount_jpy_bn"].sum()
            last = held["amount_jpy_bn"].cumsum()
            parts.append(pd.DataFrame({
                "accounting": accounting, "extra": extra, "year": held["year"],
                "first": (last - held["amount_jpy_bn"]) / 1000, "last": last / 1000,
                "amount": held["amount_jpy_bn"] / 1000}))  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def _totals() -> pd.DataFrame:
    rows = [("expenditure", v, spending.ceiling("expenditure", v) / 1000)
            for v in ("level_of_effort", "sum_of_yearly_budgets")]  # fmt: skip
    rows.append(("contract", "not_applicable", spending.ceiling("contract") / 1000))
    return pd.DataFrame(rows, columns=["accounting", "variant", "amount"])


def progress() -> Explorer:
    """How far the programme has come, in two panels that are never summed."""

    def rows(extra: bool, total: str) -> pd.DataFrame:
        return pd.concat(
            [spending.progress(key, extra).assign(accounting=key) for key in charts.PANELS], ignore_index=True
        )

    def caption(found: pd.DataFrame, extra: bool, total: str) -> str:
        paid, signed = (spending.progress_pct(key, extra, total) for key in charts.PANELS)
        money = spending.ceiling("expenditure", total) / 1000
        return (
            f"With four of five budgets {'and their extra budgets ' if extra else ''}booked, {paid:.0f} % of"
            f" {money:.1f} trillion yen is to be paid out and {signed:.0f} % of"
            f" {spending.ceiling('contract') / 1000:.1f} trillion is contracted. The two must not be added."
        )

    return Explorer(
        lambda **p: charts.progress(_plain(_steps()), _totals(), **p),
        title="Progress of the programme: paid out and contracted",
        rows=rows, caption=caption,
        note="Without SACO and realignment. Fiscal 2026 is the draft budget; its extra budget is not held."
        " The 43 trillion hold 1.6 for faster work on facilities and 0.9 of extra surpluses beyond the"
        " yearly budgets of 40.5. A contract is paid over several years, so a yen can stand in both"
        " panels.",
        extra=Toggle(True, label="Count extra budgets"),
        total=Choice({"43 trillion: level of effort": "level_of_effort",
                      "40.5 trillion: yearly budgets": "sum_of_yearly_budgets"},
                     label="Measure spending against"),
    )  # fmt: skip


def standoff() -> Explorer:
    """Stand-off defence alone, by year, with requests apart."""

    def rows(scopes: Sequence[str], requests: bool) -> pd.DataFrame:
        held = spending.standoff()
        kept = held[held["scope"].isin(scopes) & (held["kind"].eq("budget") | requests)]
        return kept.reset_index(drop=True)

    def caption(found: pd.DataFrame, scopes: Sequence[str], requests: bool) -> str:
        held = found[found["kind"].eq("budget") & found["scope"].eq("own_field")].sort_values("year")
        if held.empty:
            return (
                f"{len(found)} figures on screen; the own-field budgets, the only ones to compare, are off."
            )
        low = held.loc[held["amount_jpy_bn"].idxmin()]
        return (
            f"Initial budgets, own field: {held['amount_jpy_bn'].iloc[0]:,.0f} billion yen in fiscal"
            f" {held['year'].iloc[0]}, lowest in {low['year']} ({low['amount_jpy_bn']:,.0f}),"
            f" {held['amount_jpy_bn'].iloc[-1]:,.0f} in {held['year'].iloc[-1]}. Contracts come in lumps: a"
            " year is no trend."
        )

    return Explorer(
        lambda **p: charts.standoff(_plain(spending.standoff().drop(columns="source_id")), **p),
        title="Stand-off defence by fiscal year: budgets, and requests apart",
        rows=rows, caption=caption,
        note="New contracts. A request is what the ministry asks for in August, not money granted. Items"
        " booked under another field may be counted or not; where a source does not say, the bar is grey"
        " and must not be compared with the others. The figures of fiscal 2026 are of that kind.",
        scopes=MultiChoice({"Own field": "own_field", "With items booked elsewhere": "incl_other_fields",
                            "Scope not stated": "as_reported"}, label="What is counted"),
        requests=Toggle(True, label="Show requests"),
    )  # fmt: skip


# ---------------------------------------------------------------- place in the world


@cache
def _top() -> pd.DataFrame:
    held = spending.table("milex_top")
    return pd.DataFrame({"year": held["year"], "rank": held["rank"], "iso": held["country_iso3"],
                         "usd": held["usd_current_m"] / 1000,
                         "n": held["n_countries"]})  # fmt: skip


def _top_names() -> dict[str, str]:
    return {code: _names().get(code, code) for code in _top()["iso"].unique()}


def _in_words(place: int) -> str:
    return {1: "first", 2: "second", 3: "third"}.get(place, f"number {place}")


def world_rank() -> Explorer:
    """Rank by year, with the gap to both neighbours and ties called ties."""

    def rows(country: str, year: int) -> pd.DataFrame:
        return spending.places(year)

    def caption(found: pd.DataFrame, country: str, year: int) -> str:
        name, n = _names()[country], spending.n_countries(year)
        if country not in set(found["country_iso3"]):
            return f"In {year} {name} was not among the fifteen largest of {n} countries with a figure."
        said, own, places = [], spending.rank(country, year), found.set_index("rank")
        for to in ("above", "below"):
            try:
                size = spending.gap(country, year, to)
            except ValueError:
                continue
            other = places.loc[own + (1 if to == "below" else -1), "country_iso3"]
            said.append(f"{size:.1f} % {'below' if to == 'above' else 'above'} {_names()[other]}"
                        + (" (a tie)" if size < spending.TIE else ""))  # fmt: skip
        place = _in_words(own)
        return f"In {year} {name} was {place} of {n} countries with a figure, {' and '.join(said)}."

    codes = ["JPN", "CHN", "KOR", "IND", "RUS", "DEU", "GBR", "FRA", "AUS", "TWN"]
    return Explorer(
        lambda **p: charts.world_rank(_plain(_top()), _top_names(), **p),
        title="A place in the world, among how many, and how far from the neighbours",
        rows=rows, caption=caption,
        note=f"{CREDIT} Current dollars at market rates. A gap under 5 % of the larger amount is called a"
        " tie. A past year's place is today's reading of it. No figure for the Soviet Union or Russia in"
        " 1991 and 1992; the United Arab Emirates and Qatar are missing from recent years. Germany before"
        " 1990: West Germany.",
        country=Choice({_names()[code]: code for code in codes}, "JPN", label="Country"),
        year=Range(1988, 2025, 2025, label="Year", play=True),
    )  # fmt: skip


def _what_if_words() -> str:
    """The caption of what_if as a Vega expression over the chart's own `usd_`, `others_` and `names_`."""
    above = " + ".join(f"(others_[{i}] > usd_)" for i in range(14))
    place = f"(1 + {above})"
    tie = " + ".join(
        f"(100 * abs(others_[{i}] - usd_) / max(others_[{i}], usd_) < {spending.TIE}"
        f" ? ', ' + names_[{i}] : '')"
        for i in range(14)
    )
    words = _js(["", *[_in_words(n) for n in range(1, 15)], "number 15 or lower"])
    return (
        "format(yen, '~g') + ' trillion yen at ' + rate + ' yen for a dollar are ' + format(usd_, ',.1f')"
        f" + ' billion dollars: ' + {words}[{place}] + ' in the table of ' + year"
        f" + (length({tie}) > 0 ? ', a tie with ' + slice({tie}, 2) : '')"
        " + '. Third place there takes more than ' + format(others_[2] * rate / 1000, '.1f') + ' trillion.'"
    )


def _what_if_tables() -> dict[str, dict[int, list[Any]]]:
    """Dollars and names of the other fourteen by year, largest first, for the words of what_if."""
    held = _top()
    held = held[~held["iso"].eq("JPN")]
    return {
        "others_": {int(y): [round(float(u), 4) for u in part["usd"]] for y, part in held.groupby("year")},
        "names_": {int(y): [_names()[c] for c in part["iso"]] for y, part in held.groupby("year")},
    }


def what_if() -> Explorer:
    """What rank an amount of yen gives in any year's table at any exchange rate."""

    def rows(yen: float, rate: float, year: int) -> pd.DataFrame:
        held = spending.places(year)
        held = held[~held["country_iso3"].eq("JPN")][["country_iso3", "usd_bn", "source_id"]]
        mine = {"country_iso3": "JPN", "usd_bn": 1000 * yen / rate, "source_id": "sipri-milex-2026"}
        found = pd.concat([held.astype({"usd_bn": float}), pd.DataFrame([mine])])
        return found.sort_values("usd_bn", ascending=False).reset_index(drop=True)

    def caption(found: pd.DataFrame, yen: float, rate: float, year: int) -> str:
        usd, place = 1000 * yen / rate, spending.place_of(1000 * yen / rate, year)
        ties = [_names()[code] for code in spending.near(usd, year)]
        near = f", a tie with {', '.join(ties)}" if ties else ""
        need = spending.yen_for_place(3, year, rate)
        lower = " or lower" if place == len(found) else ""
        return (
            f"{yen:g} trillion yen at {rate:g} yen for a dollar are {_tenth(usd):,.1f} billion dollars:"
            f" {_in_words(place)}{lower} in the table of {year}{near}. Third place there takes more than"
            f" {_tenth(need):.1f} trillion."
        )

    return Explorer(
        lambda **p: charts.what_if(
            _plain(_top().drop(columns=["rank", "n"])), _top_names(), _what_if_tables(), **p
        ),
        title="What place would an amount of yen give?",
        rows=rows, caption=caption, caption_expr=_what_if_words(),
        note=f"{CREDIT} The other countries stay as in the chosen year; the amount is the reader's, so this"
        " is arithmetic, not a forecast. SIPRI's definition and a Japanese budget total are not the same"
        " thing. Thick line: what third place takes. A gap under 5 % is a tie.",
        yen=Range(4, 30, 11, step=0.5, label="Japan spends", unit="trillion yen"),
        rate=Range(75, 175, 150, label="Exchange rate", unit="yen for a dollar"),
        year=Range(1988, 2025, 2025, label="Table of", play=True),
    )  # fmt: skip


CLAIM_MONEY = {"Dollars stated in the claim": "stated", "10 trillion yen at the month's rate": "10",
               "11 trillion yen at the month's rate": "11"}  # fmt: skip


@cache
def _claims() -> pd.DataFrame:
    parts = []
    for money in CLAIM_MONEY.values():
        held = spending.third_place_claims(None if money == "stated" else float(money))
        parts.append(held.assign(money=money))
    return pd.concat(parts, ignore_index=True)


def _claim_marks() -> pd.DataFrame:
    held = _claims()
    short = held["by"].str.replace(" (commentary)", "").str.replace(
        r"One of the five articles read in this project \(s4\)", "Article s4", regex=True)  # fmt: skip
    held = held.assign(label=held["published"] + "  " + short)
    long = held.melt(["money", "label", "usd_bn", "edition"], ["claimed", "had", "now"], "kind", "place")
    long = long.dropna(subset=["place"])
    said = [f"{usd:,.1f} billion dollars; edition {edition}" if pd.notna(usd) else "no dollar amount stated"
            for usd, edition in zip(long["usd_bn"], long["edition"], strict=True)]  # fmt: skip
    return long.assign(said=said, place=long["place"].astype(int))[
        ["money", "label", "kind", "place", "said"]
    ]


def third_place() -> Explorer:
    """The 'third-largest' claim from every side, with the edition that a reader had on the day."""

    def rows(money: str, tables: Sequence[str]) -> pd.DataFrame:
        held = _claims()
        hidden = [kind for kind in charts.CLAIM_MARKS if kind not in tables]
        return held[held["money"].eq(money)].drop(columns=hidden).reset_index(drop=True)

    def caption(_rows: pd.DataFrame, money: str, tables: Sequence[str]) -> str:
        found = _claims()
        found = found[found["money"].eq(money)]
        held = found[found["had"].notna()]
        good = int((held["had"].astype(float) <= held["claimed"]).sum())
        later = int((held["now"].astype(float) <= held["claimed"]).sum())
        missing = len(found) - len(held)
        rest = f" {missing} of {len(found)} claims state no dollars." if missing else ""
        return (
            f"Of {len(held)} forecasts with an amount, {good} {'holds' if good == 1 else 'hold'} in the table"
            " that a reader had on the day"
            f" and {later} in the table of 2025.{rest}"
        )

    return Explorer(
        lambda **p: charts.third_place(_claim_marks(), **p),
        title="“Third-largest”: what was claimed, and what the tables say",
        rows=rows, caption=caption,
        note=f"{CREDIT_EDITIONS} Each claim is about 2026 or 2027; its money is placed among the other"
        " countries as they stood in the newest year of the edition published before the claim, and in"
        " 2025. Reuters wrote 'based on current budgets': the others held constant. One undated claim is"
        " left out.",
        money=Choice(CLAIM_MONEY, "11", label="Money of the claim"),
        tables=MultiChoice({"Place claimed": "claimed", "Table a reader had": "had", "Table of 2025": "now"},
                           label="Show"),
    )  # fmt: skip


# ---------------------------------------------------------------- yen and dollar

COUNTRIES = ("JPN", "KOR", "CHN", "TWN", "IND", "AUS", "DEU", "GBR")


@cache
def _currencies() -> pd.DataFrame:
    held = spending.table("milex")
    held = held[held["country_iso3"].isin(COUNTRIES) & held["edition"].eq(spending.EDITION)]
    held = held[held["year"].ge(2000)]
    return pd.DataFrame({"iso": held["country_iso3"], "year": held["year"],
                         "local": held["local_currency_bn"].round(2),
                         "current": (held["usd_current_m"] / 1000).round(3),
                         "constant": (held["usd_const_m"] / 1000).round(3)})  # fmt: skip


def _yen_and_dollar_words() -> str:
    """The caption of yen_and_dollar as a Vega expression over the chart's own `ends_` ."""

    def logs(i: int) -> str:
        return f"100 * log(ends_[1][{i}] / ends_[0][{i}])"

    own, dollars, volume = logs(0), logs(1), logs(2)
    names = _js({code: _names()[code] for code in COUNTRIES})
    return (
        f"years[0] == years[1] ? 'Choose two different years.' : {names}[country] + ', ' + years[0] + ' to '"
        " + years[1] + ': ' + format(100 * (ends_[1][1] / ends_[0][1] - 1), '+,.1f') + ' % in current"
        f" dollars. Volume gave ' + format({volume}, '+.0f') + ' log points, prices '"
        f" + format({own} - {volume}, '+.0f') + ', the exchange rate '"
        f" + format({dollars} - {own}, '+.0f') + '. At the rate of ' + years[0] + ' the '"
        " + format(ends_[1][1], ',.1f') + ' billion dollars of ' + years[1] + ' would have been '"
        " + format(ends_[1][0] * ends_[0][1] / ends_[0][0], ',.1f') + '.'"
    )


def _by_country_and_year() -> dict[str, dict[int, list[float]]]:
    """Local currency, current and constant dollars by country and year, for the words of yen_and_dollar."""
    held = _currencies()
    return {
        str(code): {
            int(r.year): [float(r.local), float(r.current), float(r.constant)] for r in part.itertuples()
        }
        for code, part in held.groupby("iso")
    }


def yen_and_dollar() -> Explorer:
    """How much of a change in dollars is volume, prices and the exchange rate."""

    def rows(country: str, years: Sequence[int]) -> pd.DataFrame:
        held = spending.table("milex")
        kept = held["country_iso3"].eq(country) & held["edition"].eq(spending.EDITION)
        columns = ["country_iso3", "year", "local_currency_bn", "usd_current_m", "usd_const_m", "source_id"]
        return held.loc[kept & held["year"].isin(list(years)), columns].reset_index(drop=True)

    def caption(found: pd.DataFrame, country: str, years: Sequence[int]) -> str:
        first, last = years
        if first == last:
            return "Choose two different years."
        part = spending.decompose(country, first, last)
        now, kept = spending.milex(country, last), spending.at_old_rate(country, first, last)
        return (
            f"{_names()[country]}, {first} to {last}:"
            f" {_sign(spending.change(country, first, last, 'current'))} in current dollars. Volume gave"
            f" {_points(part['volume'])} log points, prices {_points(part['prices'])}, the exchange rate"
            f" {_points(part['exchange'])}. At the rate of {first} the {now:,.1f} billion dollars of {last}"
            f" would have been {kept:,.1f}."
        )

    return Explorer(
        lambda **p: charts.decomposition(_plain(_currencies()), _by_country_and_year(), **p),
        title="Yen and dollar: what moved the figure in dollars",
        rows=rows, caption=caption, caption_expr=_yen_and_dollar_words(),
        note=f"{CREDIT} Log decomposition: the three parts add up exactly; 10 log points are about 10 %,"
        " larger ones less than they look on the way down and more on the way up. Constant prices use"
        " consumer prices, not prices of arms. China's figures are SIPRI's estimates.",
        country=Choice({_names()[code]: code for code in COUNTRIES}, "JPN", label="Country"),
        years=Interval(2000, 2025, (2012, 2024), label="From – to"),
    )  # fmt: skip


# ---------------------------------------------------------------- scenario


def _path_line() -> pd.DataFrame:
    held = _lines()
    held = held[held["unit"].eq("yen") & held["year"].ge(2012)]
    return pd.DataFrame({"year": held["year"].astype(int), "yen": held["value"].astype(float) / 1000})


def _said(name: str, value: float) -> str:
    return f"{value:.0f}" if name in ("year", "yen") else f"{value:.1f} %".replace("-", "−")


def _ends() -> pd.DataFrame:
    rows = [
        {"name": r.name, "end": end, "value": float(getattr(r, end)), "said": _said(r.name, getattr(r, end))}
        for r in spending.assumptions().itertuples(index=False) for end in ("low", "high")
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _thresholds() -> pd.DataFrame:
    return pd.DataFrame(
        [{"place": place, "usd": spending.usd_for_place(place, 2025)} for place in range(2, 13)]
    )


def scenario() -> Explorer:
    """Growth, exchange rate, share and year: path, place, and what moves the result most."""
    held = spending.assumptions().set_index("name")["default"]
    opening = {"share": held["share"], "yen": round(held["yen"]), "growth": round(held["growth"], 1)}

    def made(share: float, yen: float, growth: float, others: float, year: int) -> spending.Scenario:
        return spending.Scenario(share, growth, yen, int(year), others)

    def rows(place: int, **state: Any) -> pd.DataFrame:
        return spending.tornado(made(**state))

    def caption(found: pd.DataFrame, place: int, **state: Any) -> str:
        one = made(**state)
        most = charts.ASSUMED[str(found["name"].iloc[0])]
        return (
            f"{one.share:g} % of GDP in {one.year} would be {one.trillion_yen():.1f} trillion yen or"
            f" {one.usd_bn():,.1f} billion dollars: {_in_words(one.place())}"
            f"{' or lower' if one.place() == 15 else ''} among the others of 2025. Over"
            f" its sourced range the {most} moves that most. {spending.only_if(one, place)}"
        )

    return Explorer(
        lambda **p: charts.scenario(_path_line(), _ends(), _thresholds(), spending.gdp(2025) / 1000, **p),
        title="If: a share of GDP, an exchange rate, a place",
        rows=rows, caption=caption,
        note=f"{CREDIT} Arithmetic, not a forecast. The share is in SIPRI's definition, which gives less"
        " than the government's: its 2.0 % for fiscal 2025 is 11 trillion yen. GDP of 2025 as SIPRI's"
        " shares imply. Bars: one assumption at a time over its sourced range, the rest as set.",
        share=Range(1, 5, opening["share"], step=0.1, label="Share of GDP", unit="%"),
        yen=Range(80, 200, opening["yen"], label="Exchange rate", unit="yen for a dollar"),
        growth=Range(-2, 5, opening["growth"], step=0.1, label="Nominal GDP, a year", unit="%"),
        others=Range(0, 8, 0, step=0.5, label="Others' dollars, a year", unit="%"),
        year=Range(2026, 2035, int(held["year"]), label="Reached in"),
        place=Range(2, 12, 3, label="Place asked about"),
    )  # fmt: skip


def scenario_defaults() -> Listing:
    """Defaults and ranges of the scenario with their reasons and sources, for reading."""
    held = spending.assumptions()
    said = {
        c: [_said(n, v) for n, v in zip(held["name"], held[c], strict=True)]
        for c in ("default", "low", "high")
    }
    cited = ["; ".join(sources.short(cell.split(";"))[:3]) for cell in held["source_id"]]
    held = held.assign(**said, name=held["name"].map(charts.ASSUMED), sources=cited)
    columns = {
        "name": "Assumption", "default": "Opens at", "low": "From", "high": "To",
        "why_default": "Why it opens there", "why_range": "Where the range comes from", "sources": "Sources",
    }  # fmt: skip
    return Listing(
        held, columns, "At most three sources a row; all of them are in the list of sources below."
    )


# ---------------------------------------------------------------- further


def targets() -> Explorer:
    """What others promise or are asked for, beside what they spend."""
    held = spending.targets()
    held = held[held["target_kind"].isin(list(charts.TARGET_KINDS))].copy()
    held["iso"] = held["applies_to_iso3"].fillna("other")
    names = {code: _names()[code] for code in held["iso"].unique() if code != "other"}
    names["other"] = "Groups of states"

    def label(row: pd.Series) -> str:
        who = row["announced_by"].split(",")[0].replace("Government of ", "")
        who = who.split(" (")[0].split(" on the ")[0]
        who = {"United States": "US", "Liberal Democratic Party": "LDP",
               "Analyst Marcus Hellyer": "Australia, as an analyst counts it"}.get(who, who)  # fmt: skip
        to = row["applies_to_text"] if pd.isna(row["applies_to_iso3"]) else names[row["iso"]]
        target = "" if row["announcer_iso3"] == row["iso"] else f" → {to}"
        due = "" if pd.isna(row["deadline_year"]) else f", by {row['deadline_year']}"
        return f"{row['date_announced'][:4]}  {who}{target}{due}"

    order = {code: place for place, code in enumerate(names)}
    held = held.sort_values(["iso", "date_announced"], key=lambda c: c.map(order) if c.name == "iso" else c)
    labels = [label(row) for _, row in held.iterrows()]
    seen: dict[str, int] = {}
    for i, text in enumerate(labels):
        seen[text] = seen.get(text, 0) + 1
        labels[i] = text + "\u200b" * (seen[text] - 1)
    held = held.assign(definition=held["definition"].fillna(""))
    renamed = {"target_kind": "kind", "iso": "iso", "target_value_pct_gdp": "pct", "actual_pct": "actual",
               "definition": "said"}  # fmt: skip
    marks = held[list(renamed)].rename(columns=renamed).assign(label=labels, order=range(len(held)))

    def rows(kinds: Sequence[str], countries: Sequence[str]) -> pd.DataFrame:
        kept = held["target_kind"].isin(list(kinds)) & held["iso"].isin(list(countries))
        return held[kept].reset_index(drop=True)

    def caption(found: pd.DataFrame, kinds: Sequence[str], countries: Sequence[str]) -> str:
        if found.empty:
            return "No target fits these settings."
        met = found[found["actual_pct"].notna() & ~found["target_kind"].eq("cap")]
        over = int((met["actual_pct"] >= met["target_value_pct_gdp"]).sum())
        low, high = found["target_value_pct_gdp"].min(), found["target_value_pct_gdp"].max()
        span = f"{low:g}" if low == high else f"{low:g} to {high:g}"
        reach = (
            f" For {len(met)} of them (the cap apart) SIPRI gives what was spent in 2025: it reaches"
            f" {over or 'none'} of these."
        )
        return f"{len(found)} levels on screen, {span} % of GDP.{reach if len(met) else ''}"

    return Explorer(
        lambda **p: charts.targets(_plain(marks), **p),
        title="What is promised or asked for, and what is spent",
        rows=rows, caption=caption,
        note=f"Black tick: share of GDP in 2025. {CREDIT} A request is no commitment; shares by NATO, SIPRI"
        " and national definitions differ by several tenths of a point. A collection of cases, not of all"
        " there are.",
        kinds=MultiChoice({charts.TARGET_KINDS[k]: k for k in charts.TARGET_KINDS if k in set(marks["kind"])},
                          label="Kind"),
        countries=MultiChoice({name: code for code, name in names.items()}, label="For whom"),
    )  # fmt: skip


def _money() -> pd.DataFrame:
    plain = {"yearly_by_fy2027": "yearly_by_fy2027", "five_years": "five_years"}
    held = spending.table("financing")
    held = held[held["amount_jpy_bn"].notna() & held["item"].isin(list(charts.MONEY_LABELS))]
    rise = held["scope"].eq("rise_over_fy2022")
    scope = held["scope"].map(plain).where(~rise, "rise_" + held["fiscal_year"].str[2:])
    found = held.assign(chart_scope=scope)
    return found[found["chart_scope"].notna() & ~found["item"].eq("construction_bonds")]


def who_pays() -> Explorer:
    """Where the extra money comes from, in plan and budgets, and bonds apart."""
    signs = {"about": "about ", "at_least": "over ", "range_low": "from ", "exact": ""}

    def rows(scope: str) -> pd.DataFrame:
        held = _money()
        bonds = spending.table("financing")
        bonds = bonds[bonds["item"].eq("construction_bonds")].assign(chart_scope="bonds")
        return pd.concat([held[held["chart_scope"].eq(scope)], bonds], ignore_index=True)

    def caption(found: pd.DataFrame, scope: str) -> str:
        held = found[found["chart_scope"].eq(scope)].set_index("item")["amount_jpy_bn"] / 1000
        tax = f"taxes {held['tax_increase']:.1f}" if "tax_increase" in held else "no amount for taxes"
        need, rest = held["extra_need"], held.drop(["extra_need", "tax_increase"], errors="ignore")
        return (
            f"{charts.MONEY_SCOPES[scope]}: about {need:.1f} trillion yen above the level of 2022; {tax},"
            f" other sources {rest.sum():.1f} (rounded parts). Bonds stand apart: they are debt."
        )

    held = _money()
    marks = pd.DataFrame({"scope": held["chart_scope"], "item": held["item"],
                          "trillion": held["amount_jpy_bn"].astype(float) / 1000,
                          "said": held["amount_kind"].map(signs)
                          + (held["amount_jpy_bn"].astype(float) / 1000).map("{:.1f}".format)})  # fmt: skip
    bonds = pd.DataFrame(
        [("plan, five years", "construction-bonds-five-years-fy2023-27"),
         ("FY2023 budget", "construction-bonds-budget-of-the-year-fy2023"),
         ("FY2023–25, so far", "construction-bonds-cumulative-fy2023-25")],
        columns=["label", "id"])  # fmt: skip
    bonds = bonds.assign(trillion=[spending.financed(i) / 1000 for i in bonds["id"]])[["label", "trillion"]]
    return Explorer(
        lambda **p: charts.who_pays(marks, bonds, **p),
        title="Who pays: taxes, cuts, surpluses, one-off revenue, and bonds apart",
        rows=rows, caption=caption,
        note="Rounded by the Finance Ministry; parts need not add up. 'Over' and 'from' mark lower bounds."
        " The yields of the corporation and tobacco taxes and the money of fiscal 2025 and 2026 were not"
        " found. Bonds: plan as reported in December 2022; the sum to fiscal 2025 as a party newspaper"
        " cites ministry papers.",
        scope=Choice({text: key for key, text in charts.MONEY_SCOPES.items()}, label="Which money"),
    )  # fmt: skip


# ---------------------------------------------------------------- words of others, claims, exercises


def seen_from_elsewhere() -> Listing:
    """Statements of other states about Japanese spending, and whose words were not found."""
    held = facts.load("threats/foreign_statements")
    held = held[held["about_theme"].eq("spending") | held["subject"].eq("spending")].sort_values("date")
    missing = [c for c in ("CHN", "KOR", "PRK", "RUS", "USA") if c not in set(held["speaker_iso3"])]
    gap = ", ".join(_names()[c] for c in missing)
    note = "Paraphrased; the wording is at the source. Collected cases, not all that was said." + (
        f" No official statement on Japanese spending was found from: {gap}." if gap else "")  # fmt: skip
    speakers = zip(held["speaker_iso3"], held["speaker_office"], strict=True)
    held = held.assign(who=[f"{_names()[c]}, {o}" for c, o in speakers],
                       source=["; ".join(sources.short(s.split(";")))
                               for s in held["source_id"]])  # fmt: skip
    columns = {"date": "Date", "who": "Who", "paraphrase": "What was said", "source": "Source"}
    return Listing(held.reset_index(drop=True), columns, note)


def what_the_articles_said() -> Listing:
    """The statements of the five articles on spending, with verdicts as the ledger records them."""
    held = facts.load("claims/claims")
    held = held[held["theme"].eq("spending")].reset_index(drop=True)
    held = held.assign(verdict=held["verdict"].str.replace("_", " "))
    columns = {"claim_id": "Id", "claim": "Statement, in our words", "verdict": "Verdict"}
    return Listing(held, columns, "Notebook 06 gives the evidence and the definitions behind each verdict.")


def readings() -> Listing:
    """Readings on comparing and sharing military spending."""
    held = facts.load("policy/readings")
    held = held[held["theme"].eq("spending")].sort_values(["year", "author"])
    columns = {"author": "Author", "year": "Year", "title": "Title", "argues": "What it argues"}
    return Listing(held.reset_index(drop=True), columns)


def exercise_unit() -> Exercise:
    """Which unit turns the rise into a fall."""
    options = list(charts.UNIT_LABELS.values())

    def answer() -> str:
        fell = [u for u in spending.UNITS if spending.change("JPN", 2012, 2024, u) < 0]
        return charts.UNIT_LABELS[fell[0]]

    def why() -> str:
        said = [
            f"{charts.UNIT_LABELS[u]} {_sign(spending.change('JPN', 2012, 2024, u))}" for u in spending.UNITS
        ]
        old, new = spending.rate(2012), spending.rate(2024)
        return (f"2012 to 2024: {', '.join(said)}. A dollar cost {old:.1f} yen in 2012 and {new:.1f} in"
                " 2024, so more yen bought fewer dollars.")  # fmt: skip

    return Exercise("In which unit did Japan's military spending fall between 2012 and 2024?", answer, why,
                    options, clue="Think of what a yen bought abroad.")  # fmt: skip


def exercise_countings() -> Exercise:
    """How many countings reach two per cent."""

    def why() -> str:
        hits, every = spending.countings_reaching(), spending.countings()
        one = hits.iloc[-1]
        return (f"Of {int(every['year'].eq(2025).sum())} countings of fiscal 2025 it is '{one['label']}':"
                f" {one['amount_jpy_bn'] / 1000:.1f} of {one['gdp_jpy_bn'] / 1000:.0f} trillion yen, or"
                f" {one['share_pct']:.2f} %, printed as {one['published_pct']:.1f} %.")  # fmt: skip

    return Exercise(
        "By how many of the countings of fiscal 2025 does Japan reach two per cent, rounded to one decimal?",
        lambda: int(spending.countings_reaching()["year"].eq(2025).sum()), why, unit="countings",
        clue="Set the year to 2025 and look for dots on the dashed line.",
    )  # fmt: skip


def exercise_third_place() -> Exercise:
    """What third place would have taken in 2025."""

    def why() -> str:
        usd, rate = spending.usd_for_place(3, 2025), spending.rate(2025)
        held = spending.places(2025).set_index("rank")
        return (f"Third in the table of 2025 is {_names()[held.loc[3, 'country_iso3']]}"
                f" with {usd:.1f} billion dollars; times"
                f" {rate:.1f} yen gives {spending.yen_for_place(3, 2025, rate):.1f} trillion, against"
                f" {spending.milex('JPN', 2025, 'yen') / 1000:.1f} spent.")  # fmt: skip

    return Exercise(
        "How many trillion yen would third place in the table of 2025 have taken, at the average rate of"
        " 2025?",
        lambda: spending.yen_for_place(3, 2025, spending.rate(2025)), why, within=0.6, unit="trillion yen",
        clue="Dollars of number three times yen for a dollar.",
    )  # fmt: skip


def exercise_neighbours() -> Exercise:
    """Which neighbour is nearer, and whether it is a tie."""
    options = ["a tie with the country above", "a tie with the country below", "no tie"]

    def answer() -> str:
        near = [spending.gap("JPN", 2025, to) < spending.TIE for to in ("above", "below")]
        return options[near.index(True)] if any(near) else options[2]

    def why() -> str:
        up, down = (spending.gap("JPN", 2025, to) for to in ("above", "below"))
        place = _in_words(spending.rank("JPN", 2025))
        return (f"Japan is {place}. The country above is {up:.1f} % away and the one below {down:.1f} %; a"
                f" tie is a gap under {spending.TIE:g} %.")  # fmt: skip

    question = "Is Japan's place in 2025 a tie with a neighbour (a gap under 5 %)?"
    return Exercise(question, answer, why, options,
                    clue="Look at the gaps beside the bars.")  # fmt: skip


def exercise_contracts() -> Exercise:
    """How much of the contracts is booked, and why expenditure is not added to it."""

    def why() -> str:
        paid = spending.progress("expenditure")["amount_jpy_bn"].sum() / 1000
        signed = spending.progress("contract")["amount_jpy_bn"].sum() / 1000
        plan = spending.table("japan_budget_breakdown").set_index("item_id")["amount_jpy_bn"]
        later = plan["plan-fy2023-27-plan-all-fields-paid-after-fy2027"] / 1000
        return (
            f"{signed:.1f} of {spending.ceiling('contract') / 1000:.1f} trillion yen. Do not add the"
            f" {paid:.1f} trillion of expenditure: a contract signed in one year is paid in later ones, so"
            f" the same yen stands in both,"
            f" and {later:.1f} trillion of the contracts fall due after fiscal 2027."
        )

    return Exercise(
        "What part of the programme's new contracts is booked up to fiscal 2026, extra budgets counted?",
        lambda: spending.progress_pct("contract"), why, within=1.5, unit="%",
        clue="The right-hand panel of the progress chart.",
    )  # fmt: skip


def exercise_exchange() -> Exercise:
    """Spending of 2024 at the rate of 2012."""

    def why() -> str:
        part = spending.decompose("JPN", 2012, 2024)
        return (f"{spending.milex('JPN', 2024, 'yen') / 1000:.2f} trillion yen at the rate of 2012. In log"
                f" points the volume added {part['volume']:.0f}, prices {part['prices']:.0f}, and the"
                f" exchange rate took {-part['exchange']:.0f} away.")  # fmt: skip

    return Exercise(
        "Had the yen kept its rate of 2012, how many billion dollars would Japan's spending of 2024 have"
        " been?",
        lambda: spending.at_old_rate("JPN", 2012, 2024), why, within=2, unit="billion dollars",
        clue="The dashed line of the yen and dollar chart, at its right end.",
    )  # fmt: skip


def exercise_tornado() -> Exercise:
    """Which assumption moves the scenario most."""
    options = list(charts.ASSUMED.values())

    def why() -> str:
        held = spending.tornado(spending.default_scenario()).drop_duplicates("name")
        said = ", ".join(
            f"{charts.ASSUMED[n]} {s:.0f}" for n, s in zip(held["name"], held["swing"], strict=True)
        )
        return f"Swing in billion dollars over the sourced range: {said}."

    return Exercise(
        "Which assumption, moved over its sourced range alone, changes Japan's dollars of 2027 most?",
        lambda: charts.ASSUMED[str(spending.tornado(spending.default_scenario())["name"].iloc[0])],
        why, options, clue="The longest bar.",
    )  # fmt: skip


def discuss_denominator() -> Discussion:
    """Why fix the denominator?"""
    return Discussion(
        "A government fixes the GDP of one year as the measure of a goal that is due five years later. What"
        " speaks for it, what against, and who should say so in a report?",
        {"spending/japan_budget": [
            "fy2025-nato-style-2pct-total-with-related-expenditure-initial-only",
            "fy2025-nato-style-2pct-total-with-related-expenditure-initial-only-same-year-gdp"],
         "spending/policy_targets": ["tgt-05"]},
        listen_for="planning certainty; a share that no later growth can spoil; the reader who compares"
        " with NATO",
    )  # fmt: skip


def discuss_rank() -> Discussion:
    """What a rank in dollars says."""
    return Discussion(
        "Reuters wrote 'third-biggest, based on current budgets'. Later texts dropped the condition. Is a"
        " rank in current dollars a statement about Japan, about the others, or about the exchange rate?",
        {"spending/rankings": ["reuters-2022-12-16-2027-jpn", "us-live-after-ap-2024-12-27-2027-jpn"]},
        listen_for="others armed faster; the yen; pay and prices at home, which no market rate shows",
    )


def discuss_who_pays() -> Discussion:
    """Taxes, one-off money, bonds."""
    return Discussion(
        "The rise was decided before it was decided who pays. What does one-off revenue or a bond do to the"
        " strength of the promise?",
        {"spending/financing": ["tax-increase-yearly-by-fy2027-fy2027",
                                "construction-bonds-budget-of-the-year-fy2023",
                                "non-tax-revenue-rise-over-fy2022-fy2023"]},
        listen_for="permanence of the source; the post-war rule against bonds for arms; who was asked",
    )  # fmt: skip


EVERY: dict[str, Callable[[], Explorer]] = {
    one.__name__: one
    for one in (one_budget, two_per_cent, long_run, by_field, progress, standoff, world_rank, what_if,
                third_place, yen_and_dollar, scenario, targets, who_pays)
}  # fmt: skip
"""All explorations of the notebook, in its order."""
