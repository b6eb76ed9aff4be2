"""The explorations of notebook 04 that can be skipped: one function each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd

from hakusho import spending
from hakusho.charts import spending_further as charts
from hakusho.charts.expressions import js
from hakusho.explore.shared import Shared, joined
from hakusho.explore.spending_common import (
    CREDIT,
    CREDIT_EDITIONS,
    amounts,
    definition_choice,
    in_words,
    lines,
    name_of,
    plain,
    points,
    shares,
    signed,
    top,
    top_names,
    unit_choice,
)  # fmt: skip
from hakusho.explorer import Choice, Explorer, Interval, MultiChoice, Range, Toggle

PROGRAMME = "Programme money as the plan counts it, in yen: the choice of counting does not apply."

# ---------------------------------------------------------------- the long run


def _events() -> pd.DataFrame:
    held = spending.table("policy_targets").set_index("target_id")
    words = {"tgt-01": "1 % cap", "tgt-02": "cap dropped", "tgt-05": "2 % goal"}
    rows = [
        {"year": int(str(held.loc[key, "date_announced"])[:4]), "words": text} for key, text in words.items()
    ]
    return pd.DataFrame(rows)


def _figure(value: float, unit: str, digits: int = 2) -> str:
    return f"{value:.{digits}f}" if unit == "share" else f"{value:,.{0 if value >= 100 else 1}f}"


def long_run(shared: Shared | None = None) -> Explorer:
    """SIPRI's line since 1949, Japan's own figures as points, and the chosen counting in front."""

    def rows(unit: str, definition: str, series: Sequence[str], years: Sequence[int]) -> pd.DataFrame:
        held = spending.long_run()
        kept = held["series"].isin([*series, definition]) & held[unit].notna() & held["year"].between(*years)
        return held.loc[kept, ["series", "year", unit, "source_id"]].reset_index(drop=True)

    def caption(
        found: pd.DataFrame, unit: str, definition: str, series: Sequence[str], years: Sequence[int]
    ) -> str:
        words, line = charts.MEASURES[unit], found[found["series"].eq("sipri")]
        counted = found[found["series"].eq(definition)].tail(1)
        name = "SIPRI's counting" if definition == "sipri" else "The chosen counting"
        said = [f"{name} has no figure in {words} here."]
        if len(counted):
            figure = _figure(counted[unit].iloc[0], unit, 2 if definition == "sipri" else 1)
            said = [f"{name}: {figure} {words} for {counted['year'].iloc[0]}."]
        if "sipri" in series and len(line):
            high, low = line.loc[line[unit].idxmax()], line.loc[line[unit].idxmin()]
            said.append(
                f"SIPRI's line between {int(line['year'].min())} and {int(line['year'].max())}: highest in"
                f" {high['year']} ({_figure(high[unit], unit)}), lowest in {low['year']}"
                f" ({_figure(low[unit], unit)})."
            )
        n = found["series"].isin(["incl", "excl"]).sum()
        said += [f"Initial budgets: {n} points; years without a figure stay empty."] if n else []
        return " ".join(said)

    shown = ["series", "year", *spending.UNITS]
    explorer = Explorer(
        lambda **p: charts.long_run(plain(spending.long_run()[shown]), _events(), **p),
        title="The long run: Japan's military spending by year",
        rows=rows, caption=caption,
        note=f"Line: {CREDIT} Points: initial budgets by fiscal year from white papers and budget documents,"
        " with"
        " the share of GNP or GDP printed there; fiscal 1998 to 2002 were not found in a table. Square: the"
        " chosen"
        " counting as published, for the fiscal years that it exists. Dollars exist for SIPRI only. Before"
        " 1954 Japan had no forces under today's name (a police reserve from 1950, security forces from 1952)"
        "; SIPRI gives what it counts.",
        unit=unit_choice(), definition=definition_choice(),
        series=MultiChoice({"SIPRI": "sipri", "With US bases": "incl", "Without": "excl"}, label="Series"),
        years=Interval(1949, 2026, (1955, 2026), label="Years"),
    )  # fmt: skip
    return joined(explorer, shared)


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
            plain(plan.drop(columns="source_id")), plain(done.drop(columns="source_id")), **p
        ),
        title="The 43-trillion-yen programme by field: plan, and contracts budgeted so far",
        rows=rows, caption=caption,
        note=f"{PROGRAMME} Both panels: new contracts, not money paid out. The plan is known from rounded"
        " press figures"
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
            f"With four of five budgets {'and their extra budgets ' if extra else ''}made, that of fiscal"
            f" 2026 as a draft, {paid:.0f} % of {money:.1f} trillion yen of expenditure and {signed:.0f} % of"
            f" {spending.ceiling('contract') / 1000:.1f} trillion of new contracts are budgeted. The two must"
            " not be added."
        )

    return Explorer(
        lambda **p: charts.progress(plain(_steps()), _totals(), **p),
        title="Progress of the programme: expenditure and contracts budgeted so far",
        rows=rows, caption=caption,
        note=f"{PROGRAMME} Without SACO and realignment. Fiscal 2026 is the draft budget; its extra budget is"
        " not held."
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
                f"{len(found) or 'No'} figures on screen; the own-field budgets, the only ones to compare,"
                " are off."
            )
        low = held.loc[held["amount_jpy_bn"].idxmin()]
        return (
            f"Initial budgets, own field: {held['amount_jpy_bn'].iloc[0]:,.0f} billion yen in fiscal"
            f" {held['year'].iloc[0]}, lowest in {low['year']} ({low['amount_jpy_bn']:,.0f}),"
            f" {held['amount_jpy_bn'].iloc[-1]:,.0f} in {held['year'].iloc[-1]}. Contracts come in lumps: a"
            " year is no trend."
        )

    return Explorer(
        lambda **p: charts.standoff(plain(spending.standoff().drop(columns="source_id")), **p),
        title="Stand-off defence by fiscal year: budgets, and requests apart",
        rows=rows, caption=caption,
        note=f"{PROGRAMME} New contracts. A request is what the ministry asks for in August, not money"
        " granted. Items"
        " booked under another field may be counted or not; where a source does not say, the bar is grey"
        " and must not be compared with the others. The figures of fiscal 2026 are of that kind.",
        scopes=MultiChoice({"Own field": "own_field", "With items booked elsewhere": "incl_other_fields",
                            "Scope not stated": "as_reported"}, label="What is counted"),
        requests=Toggle(True, label="Show requests"),
    )  # fmt: skip


# ---------------------------------------------------------------- place in the world


def _runs(held: pd.DataFrame) -> pd.DataFrame:
    """With a number for each run of years in which a country was among the fifteen: lines keep their gaps."""
    held = held.sort_values(["iso", "year"])
    broken = held["year"].diff().ne(1) | held["iso"].ne(held["iso"].shift())
    return held.assign(run=broken.cumsum())


def world_rank() -> Explorer:
    """Rank by year, with the gap to both neighbours and ties called ties."""

    def rows(country: str, year: int) -> pd.DataFrame:
        return spending.places(year)

    def caption(found: pd.DataFrame, country: str, year: int) -> str:
        name, n = name_of(country), spending.n_countries(year)
        if country not in set(found["country_iso3"]):
            return f"In {year} {name} was not among the fifteen largest of {n} countries with a figure."
        said, own, places = [], spending.rank(country, year), found.set_index("rank")
        for to in ("above", "below"):
            try:
                size = spending.gap(country, year, to)
            except ValueError:
                continue
            other = places.loc[own + (1 if to == "below" else -1), "country_iso3"]
            said.append(f"{size:.1f} % {'below' if to == 'above' else 'above'} {name_of(other, True)}"
                        + (" (a tie)" if size < spending.TIE else ""))  # fmt: skip
        place = in_words(own)
        return f"In {year} {name} was {place} of {n} countries with a figure, {' and '.join(said)}."

    codes = ["JPN", "CHN", "KOR", "IND", "RUS", "DEU", "GBR", "FRA", "AUS", "TWN"]
    return Explorer(
        lambda **p: charts.world_rank(plain(_runs(top())), top_names(), **p),
        title="A place in the world, among how many, and how far from the neighbours",
        rows=rows, caption=caption,
        note=f"{CREDIT} Ranks exist for SIPRI's counting in current dollars only: the choice of counting and"
        " unit does"
        " not apply. A gap under 5 % of the larger amount is called a"
        " tie. A past year's place is today's reading of it. No figure for the Soviet Union or Russia in"
        " 1991 and 1992; the United Arab Emirates and Qatar are missing from recent years. Germany before"
        " 1990: West Germany.",
        country=Choice({name_of(code): code for code in codes}, "JPN", label="Country"),
        year=Range(1988, 2025, 2025, label="Year", play=True),
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
        "One of the five articles read in this project (s4), after AP", "One of the five articles",
        regex=False)  # fmt: skip
    held = held.assign(label=held["published"] + "  " + short, gaps=held["near"].map(_gaps))
    kept, kinds = ["money", "label", "usd_bn", "edition", "gaps"], ["claimed", "had", "now"]
    long = held.melt(kept, kinds, "kind", "place")
    long = long.dropna(subset=["place"])
    said = [f"{usd:,.1f} billion dollars; edition {edition}" if pd.notna(usd) else "no dollar amount stated"
            for usd, edition in zip(long["usd_bn"], long["edition"], strict=True)]  # fmt: skip
    long = long.assign(said=said, place=long["place"].astype(int))
    return long.assign(gaps=long["gaps"].where(long["kind"].eq("had"), ""))[
        ["money", "label", "kind", "place", "said", "gaps"]
    ]


def _gaps(near: dict[str, float]) -> str:
    """Gaps to both neighbours in words."""
    said = [
        f"{abs(gap):.1f} % {'below' if gap < 0 else 'above'} {name_of(code, True)}"
        + (" (a tie)" if abs(gap) < spending.TIE else "")
        for code, gap in near.items()
    ]
    return ", ".join(said)


def third_place() -> Explorer:
    """The 'third-largest' claim from every side, with the edition that a reader had on the day."""

    def rows(money: str, tables: Sequence[str]) -> pd.DataFrame:
        held = _claims()
        hidden = [kind for kind in charts.CLAIM_MARKS if kind not in tables]
        held = held.assign(near=held["near"].map(_gaps))
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
            f"Of {len(held)} forecasts with an amount, {good or 'none'} {'holds' if good == 1 else 'hold'}"
            f" in the table that a reader had on the day and {later or 'none'} in the table of 2025.{rest}"
        )

    sizes = [spending.n_countries(row.data_year, row.edition) for row in spending.editions().itertuples()]
    countries = f"{min(sizes)} to {max(sizes)} countries"

    return Explorer(
        lambda **p: charts.third_place(_claim_marks(), countries, **p),
        title="“Third-largest”: what was claimed, and what the tables say",
        rows=rows, caption=caption,
        note=f"{CREDIT_EDITIONS} Places are by SIPRI's counting alone. Each claim is about 2026 or 2027; its"
        " money is placed among the other"
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
    names = js({code: name_of(code) for code in COUNTRIES})
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
            f"{name_of(country)}, {first} to {last}:"
            f" {signed(spending.change(country, first, last, 'current'))} in current dollars. Volume gave"
            f" {points(part['volume'])} log points, prices {points(part['prices'])}, the exchange rate"
            f" {points(part['exchange'])}. At the rate of {first} the {now:,.1f} billion dollars of {last}"
            f" would have been {kept:,.1f}."
        )

    return Explorer(
        lambda **p: charts.decomposition(plain(_currencies()), _by_country_and_year(), **p),
        title="Yen and dollar: what moved the figure in dollars",
        rows=rows, caption=caption, caption_expr=_yen_and_dollar_words(),
        note=f"{CREDIT} All units at once, by SIPRI's counting alone. Log decomposition: the three parts add"
        " up exactly; 10 log points are about 10 %,"
        " larger ones less than they look on the way down and more on the way up. Constant prices use"
        " consumer prices, not prices of arms. China's figures are SIPRI's estimates.",
        country=Choice({name_of(code): code for code in COUNTRIES}, "JPN", label="Country"),
        years=Interval(2000, 2025, (2012, 2024), label="From – to"),
    )  # fmt: skip


# ---------------------------------------------------------------- scenario


def _path_line() -> pd.DataFrame:
    held = lines()
    held = held[held["unit"].eq("yen") & held["year"].ge(2012)]
    return pd.DataFrame({"year": held["year"].astype(int), "yen": held["value"].astype(float) / 1000})


def assumed(name: str, value: float) -> str:
    """Return a value of one of the scenario's assumptions in words."""
    return f"{value:.0f}" if name in ("year", "yen") else f"{value:.1f} %".replace("-", "−")


def _ends() -> pd.DataFrame:
    rows = [
        {"name": name, "end": end, "value": float(value), "said": assumed(name, value)}
        for end in ("low", "high")
        for name, value in spending.assumptions()[["name", end]].itertuples(index=False)
    ]
    return pd.DataFrame(rows)


def _thresholds() -> pd.DataFrame:
    return pd.DataFrame(
        [{"place": place, "usd": spending.usd_for_place(place, 2025)} for place in range(2, 13)]
    )


def scenario(shared: Shared | None = None) -> Explorer:
    """Growth, exchange rate, share and year: path, place, and what moves the result most."""
    held = spending.assumptions().set_index("name")["default"]
    opening = {"share": held["share"], "yen": round(held["yen"]), "growth": round(held["growth"], 1)}
    gdp = {d: spending.gdp(2025, "fy2022" if d in spending.FIXED else "same_year") / 1000 for d in amounts()}

    def made(year: int, **state: Any) -> spending.Scenario:
        return spending.Scenario(year=int(year), **state)

    def rows(place: int, **state: Any) -> pd.DataFrame:
        return spending.tornado(made(**state))

    def caption(found: pd.DataFrame, place: int, **state: Any) -> str:
        one = made(**state)
        most = charts.ASSUMED[str(found["name"].iloc[0])]
        of = "the GDP of fiscal 2022" if one.definition in spending.FIXED else f"GDP in {one.year}"
        others = f"others, grown by {one.others:g} % a year" if one.others else "others of 2025"
        own = 100 * one.trillion_yen() / replace(one, definition="sipri").gdp_trillion()
        also = f" ({own:.2f} % of the GDP of {one.year})" if one.definition in spending.FIXED else ""
        return (
            f"{one.share:g} % of {of}{also} would be {one.trillion_yen():.1f} trillion yen or"
            f" {one.usd_bn():,.1f} billion dollars: {in_words(one.place())}"
            f"{' or lower' if one.place() == 15 else ''} among the {others}. Over"
            f" its sourced range the {most} moves that most. {spending.only_if(one, place)}"
        )

    explorer = Explorer(
        lambda **p: charts.scenario(_path_line(), _ends(), _thresholds(), gdp, amounts(), **p),
        title="If: a share of GDP, an exchange rate, a place",
        rows=rows, caption=caption,
        note=f"{CREDIT} Arithmetic, not a forecast. The others are as SIPRI counts them: a share by the"
        " government's counting holds items that SIPRI leaves out, and puts Japan too high. With the GDP of"
        " 2022"
        " held fixed, growth and the year change nothing at home. Bars: one assumption at a time over its"
        " sourced"
        " range, the rest as set.",
        definition=definition_choice(),
        share=Range(1, 5, opening["share"], step=0.1, label="Share of GDP", unit="%"),
        yen=Range(80, 200, opening["yen"], label="Exchange rate", unit="yen for a dollar"),
        growth=Range(-2, 5, opening["growth"], step=0.1, label="Nominal GDP, a year", unit="%"),
        others=Range(0, 8, 0, step=0.5, label="Others' dollars, a year", unit="%"),
        year=Range(2026, 2035, int(held["year"]), label="Reached in"),
        place=Range(2, 12, 3, label="Place asked about"),
    )  # fmt: skip
    return joined(explorer, shared)


# ---------------------------------------------------------------- further


def targets(shared: Shared | None = None) -> Explorer:
    """What others promise or are asked for, beside what they spend."""
    held = spending.targets()
    held = held[held["target_kind"].isin(list(charts.TARGET_KINDS))].copy()
    held["iso"] = held["applies_to_iso3"].fillna("other")
    names = {code: name_of(code) for code in held["iso"].unique() if code != "other"}
    names["other"] = "Groups of states"

    def label(row: pd.Series) -> str:
        who = row["announced_by"].split(",")[0].replace("Government of ", "")
        who = who.split(" (")[0].split(" on the ")[0]
        who = {"United States": "US", "Liberal Democratic Party": "LDP",
               "Analyst Marcus Hellyer": "Australia, as an analyst counts it"}.get(who, who)  # fmt: skip
        to = (
            names[row["iso"]]
            if pd.isna(row["applies_to_text"])
            else row["applies_to_text"].replace("All allies", "all allies")
        )
        target = "" if row["announcer_iso3"] == row["iso"] else f" → {to}"
        due = "" if pd.isna(row["deadline_year"]) else f", by {row['deadline_year']}"
        denied = ", denied" if row["status"] == "denied" else ""
        return f"{row['date_announced'][:7]}  {who}{target}{due}{denied}"

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

    def rows(definition: str, kinds: Sequence[str], countries: Sequence[str]) -> pd.DataFrame:
        kept = held[held["target_kind"].isin(list(kinds)) & held["iso"].isin(list(countries))]
        actual = kept["actual_pct"].mask(kept["iso"].eq("JPN"), shares()[definition])
        return kept.assign(actual_pct=actual).reset_index(drop=True)

    def caption(found: pd.DataFrame, definition: str, kinds: Sequence[str], countries: Sequence[str]) -> str:
        if found.empty:
            return "No target fits these settings."
        met = found[found["actual_pct"].notna() & ~found["target_kind"].eq("cap")]
        pairs = zip(met["actual_pct"], met["target_value_pct_gdp"], strict=True)
        over = met[[spending.reached(actual, target) for actual, target in pairs]]
        low, high = found["target_value_pct_gdp"].min(), found["target_value_pct_gdp"].max()
        span = f"{low:g}" if low == high else f"{low:g} to {high:g}"
        one_country = over["iso"].nunique() == 1
        who = f", all for {names[over['iso'].iloc[0]]}" if one_country and len(over) > 1 else ""
        if definition != "sipri" and over["iso"].eq("JPN").any():
            own = met[met["iso"].eq("JPN")]["target_value_pct_gdp"]
            by_sipri = sum(spending.reached(shares()["sipri"], target) for target in own)
            who += f" and by the counting chosen; by SIPRI's, {by_sipri or 'none'}"
        reach = (
            f" For {len(met)} (the cap apart) it is known what was spent in 2025:"
            f" {len(over) or 'none'} {'is' if len(over) < 2 else 'are'} reached{who}."
        )
        levels = f"{len(found)} levels" if len(found) > 1 else "One level"
        return f"{levels} on screen, {span} % of GDP.{reach if len(met) else ''}"

    explorer = Explorer(
        lambda **p: charts.targets(plain(marks), shares(), **p),
        title="What is promised or asked for, and what is spent",
        rows=rows, caption=caption,
        note=f"{CREDIT} Japan's tick follows the chosen counting, the others' are SIPRI's. A request is no"
        " commitment; shares by NATO, SIPRI and national definitions differ by several tenths of a point. A"
        " collection of cases, not of all there are.",
        definition=definition_choice(),
        kinds=MultiChoice({charts.TARGET_KINDS[k]: k for k in charts.TARGET_KINDS if k in set(marks["kind"])},
                          label="Kind"),
        countries=MultiChoice({name: code for code, name in names.items()}, label="For whom"),
    )  # fmt: skip
    return joined(explorer, shared)


EVERY: dict[str, Callable[[], Explorer]] = {
    one.__name__: one
    for one in (long_run, by_field, progress, standoff, world_rank, third_place, yen_and_dollar, scenario,
                targets)
}  # fmt: skip
"""All explorations that can be skipped, in the notebook's order."""
