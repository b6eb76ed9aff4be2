"""Spending: one budget in several units, by several countings, and the place in the world that it gives.

Plain functions with the definition as an argument answer prose, claims and tests (``change("JPN", 2012,
2024, "yen")``); functions that return frames feed the charts. Amounts of the military expenditure table are
SIPRI's, by calendar year; Japanese budgets are by fiscal year. The two are never joined.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import product

import pandas as pd

from hakusho import facts
from hakusho.errors import Mistake, hint

EDITION = "2026-04"
"""SIPRI's present edition in the base; `usd_const_m` is in prices and exchange rates of 2024."""

TIE = 5.0
"""Two amounts closer than this many per cent of the larger one are called a tie."""

UNITS: dict[str, tuple[str, float, str]] = {
    "yen": ("local_currency_bn", 1, "billion yen"),
    "constant": ("usd_const_m", 1000, "billion dollars at 2024 prices and rates"),
    "current": ("usd_current_m", 1000, "billion current dollars"),
    "share": ("share_gdp_pct", 1, "% of GDP"),
}
"""Unit: column of spending/milex, divisor, words. "yen" reads any country's own currency."""

DEFINITIONS: dict[str, tuple[str, str]] = {
    "sipri": ("SIPRI, share of the year's GDP", ""),
    "government_same_year_gdp": ("initial budgets, the year's own GDP", "initial_only gdp_estimate_same_fy"),
    "government_initial": ("initial budgets, GDP of fiscal 2022", "initial_only gdp_fy2022_fixed"),
    "government": ("with extra budget, GDP of fiscal 2022", "with_supplementary gdp_fy2022_fixed"),
}
"""Published shares: words, and `variant gdp_basis` of the rows of spending/japan_budget."""

MONEY: dict[str, str] = {
    "excl_saco_realignment": "programme",
    "incl_saco_realignment": "with US bases",
    "defence_plus_related": "with related items",
}
"""What counts as defence, narrow to wide: `basis` of spending/japan_budget."""

GDP: dict[str, str] = {"fy2022": "GDP of fiscal 2022", "same_year": "GDP of the year"}
"""Denominators: the government's fixed 560 trillion yen, or the calendar year's GDP implied by SIPRI."""

YEARS = range(2022, 2027)
"""Fiscal years for which countings are compared."""

GOAL = 2.0

FIXED = ("government_initial", "government")
"""Definitions that divide by the GDP of fiscal 2022 in every year."""


@cache
def table(name: str) -> pd.DataFrame:
    """Return a table of data/spending, read once; treat it as read-only."""
    return facts.load(f"spending/{name}")


def _one(frame: pd.DataFrame, column: str, what: str) -> float:
    values = frame[column].dropna()
    if len(values) != 1:
        raise Mistake(f"{what}: {len(values) or 'no'} figure{'s' * (len(values) > 1)} in the base")
    return float(values.iloc[0])


def _known(value: str, options: Mapping[str, object] | list[str], what: str) -> None:
    if value not in options:
        raise Mistake(
            f"no {what} is called '{value}', only {', '.join(options)}{hint(str(value), list(options))}"
        )


# ---------------------------------------------------------------- one country, one year


@cache
def milex(country: str, year: int, unit: str = "current", edition: str = EDITION) -> float:
    """Return SIPRI's figure for a country (ISO code) and calendar year in one of `UNITS`.

    Raises Mistake for an unknown unit and where the edition gives no figure.
    """
    _known(unit, UNITS, "unit")
    column, divisor, _ = UNITS[unit]
    held = table("milex")
    held = held[held["country_iso3"].eq(country) & held["year"].eq(year) & held["edition"].eq(edition)]
    return _one(held, column, f"{country} {year}, {unit}, edition {edition}") / divisor


def change(country: str, first: int, last: int, unit: str = "yen", edition: str = EDITION) -> float:
    """Return the change from one year to another in per cent, in one of `UNITS`."""
    before, after = (milex(country, year, unit, edition) for year in (first, last))
    return 100 * (after / before - 1)


@cache
def gdp(year: int, basis: str = "same_year") -> float:
    """Return Japan's GDP in billion yen: of the calendar `year`, or the fixed one of fiscal 2022."""
    _known(basis, GDP, "GDP")
    held = table("gdp_fx")
    held = held[held["country_iso3"].eq("JPN") & held["indicator"].eq("gdp_nominal_lcu")]
    if basis == "fy2022":
        return _one(held[held["basis"].eq("government_estimate_dec_2022")], "value", "GDP of fiscal 2022")
    held = held[held["basis"].eq("implied_by_sipri_2026") & held["period"].eq(str(year))]
    return _one(held, "value", f"GDP of {year}")


@cache
def rate(period: int | str, basis: str = "fed_h10_annual_average") -> float:
    """Return yen for a dollar in a year (2025), month ("2026-06") or fiscal year ("FY2027") of a basis."""
    held = table("gdp_fx")
    held = held[held["country_iso3"].eq("JPN") & held["indicator"].eq("fx_lcu_per_usd")]
    held = held[held["basis"].eq(basis) & held["period"].eq(str(period))]
    return _one(held, "value", f"yen rate of {period}, {basis}")


def month_rate(month: str) -> float:
    """Return the average of the daily yen rates of a month such as "2026-06"."""
    return rate(month, "fed_h10_monthly_average")


@cache
def share_of_gdp(definition: str, year: int) -> float:
    """Return Japan's spending as % of GDP as published, by one of `DEFINITIONS`.

    "sipri" takes a calendar year, the others a fiscal year. Raises Mistake where no share was published.
    """
    _known(definition, DEFINITIONS, "definition")
    if definition == "sipri":
        return milex("JPN", year, "share")
    return _one(published(definition, year), "share_gdp_pct", f"share of fiscal {year}, {definition}")


def counted_as(definition: str, year: int = 2025) -> float:
    """Return Japan's spending in billion yen by one of `DEFINITIONS`; Mistake where none was published."""
    _known(definition, DEFINITIONS, "definition")
    if definition == "sipri":
        return milex("JPN", year, "yen")
    return _one(published(definition, year), "amount_jpy_bn", f"amount of fiscal {year}, {definition}")


def published(definition: str, year: int) -> pd.DataFrame:
    """Return the row of spending/japan_budget with a share of `DEFINITIONS`; empty where there is none."""
    variant, basis = DEFINITIONS[definition][1].split()
    held = table("japan_budget")
    held = held[held["budget_kind"].eq("nato_style_2pct_total") & held["fiscal_year"].eq(f"FY{year}")]
    return held[held["variant"].eq(variant) & held["gdp_basis"].eq(basis)]


def reached(share: float, goal: float = GOAL) -> bool:
    """Say whether a share reaches the goal when rounded to one decimal, as it is published."""
    return round(share, 1) >= goal


def budget(
    year: int,
    basis: str = "incl_saco_realignment",
    kind: str = "initial",
    accounting: str = "expenditure",
    variant: str | None = None,
) -> float:
    """Return a Japanese budget amount in billion yen (see the columns of spending/japan_budget).

    `kind` "initial" takes the draft of a year whose budget was not yet seen as enacted.
    """
    held = table("japan_budget")
    kinds = ["initial", "draft"] if kind == "initial" else [kind]
    held = held[held["fiscal_year"].eq(f"FY{year}") & held["budget_kind"].isin(kinds)]
    held = held[held["basis"].eq(basis) & held["accounting_basis"].eq(accounting)]
    held = held if variant is None else held[held["variant"].eq(variant)]
    return _one(held, "amount_jpy_bn", f"fiscal {year}, {kind}, {basis}, {accounting}")


# ---------------------------------------------------------------- two per cent, counting by counting


@cache
def countings() -> pd.DataFrame:
    """Return every counting of every fiscal year in `YEARS` that the budgets allow.

    A counting is a choice of money (`MONEY`), of extra budgets (counted or not) and of denominator (`GDP`).
    Columns: year, money, extra, gdp, amount_jpy_bn, gdp_jpy_bn, share_pct, lower_bound (an extra budget is
    known as a lower bound only), published_pct (printed share of the same counting), label, source_id.
    """
    rows = [found for y, m, e in product(YEARS, MONEY, (False, True)) for found in _counted(y, m, e)]
    return pd.DataFrame(rows).astype({"published_pct": "Float64"})


def _counted(year: int, money: str, extra: bool) -> list[dict[str, object]]:
    held = table("japan_budget")
    held = held[held["fiscal_year"].eq(f"FY{year}") & held["accounting_basis"].eq("expenditure")]
    rows = _money_rows(held, money, extra)
    if rows is None:
        return []
    amount, cited = float(rows["amount_jpy_bn"].sum()), list(rows["source_id"])
    mixed = extra and money == "defence_plus_related" and len(rows) > 1
    bound = mixed or bool(rows["note"].fillna("").str.contains("lower bound").any())
    name = f"{MONEY[money]}, {'with extra' if extra else 'initial'}"
    found = []
    for basis, of in GDP.items():
        try:
            below = gdp(year, basis)
        except Mistake:
            continue
        where = "mod-dp-2024-two-pct" if basis == "fy2022" else "sipri-milex-2026"
        found.append({
            "year": year, "money": money, "extra": extra, "gdp": basis, "amount_jpy_bn": amount,
            "gdp_jpy_bn": below, "share_pct": 100 * amount / below, "lower_bound": bound,
            "published_pct": _printed(held, money, extra, basis), "label": f"{name}, {of}",
            "source_id": ";".join(dict.fromkeys(";".join([*cited, where]).split(";"))),
        })  # fmt: skip
    return found


def _money_rows(held: pd.DataFrame, money: str, extra: bool) -> pd.DataFrame | None:
    """Rows of one fiscal year that add up to a counting's money; None where a part is not held."""
    if money == "defence_plus_related":
        return _related_rows(held, extra)
    own = held[held["basis"].eq(money)]
    first, more = (
        own[own["budget_kind"].isin(["initial", "draft"])],
        own[own["budget_kind"].eq("supplementary")],
    )
    if first.empty or (extra and more.empty):
        return None
    return pd.concat([first, more]) if extra else first


def _related_rows(held: pd.DataFrame, extra: bool) -> pd.DataFrame | None:
    """Totals as the government counts them; where it left out an extra budget, the ministry's part is added.

    That sum is a lower bound: extra money of other ministries is not in it.
    """
    total = held[held["budget_kind"].eq("nato_style_2pct_total") & held["amount_jpy_bn"].notna()]
    total = total[total["gdp_basis"].eq("gdp_fy2022_fixed")]
    whole = total[total["variant"].eq("with_supplementary")]
    first = total[total["variant"].eq("initial_only")]
    if len(whole) or not extra:
        found = whole if extra else first
        return found if len(found) else None
    more = held[held["budget_kind"].eq("supplementary") & held["basis"].eq("incl_saco_realignment")]
    return pd.concat([first, more]) if len(first) and len(more) else None


def _printed(held: pd.DataFrame, money: str, extra: bool, basis: str) -> float | None:
    bases = {"fy2022": ["gdp_fy2022_fixed"], "same_year": ["gdp_outlook_same_fy", "gdp_estimate_same_fy"]}
    kept = held[held["basis"].eq(money) & held["gdp_basis"].isin(bases[basis])]
    variants = ["with_supplementary"] if extra else ["initial_only", "not_applicable"]
    kept = kept[kept["variant"].isin(variants) & kept["share_gdp_pct"].notna()]
    return float(kept["share_gdp_pct"].iloc[0]) if len(kept) else None


def counted(year: int, money: str, extra: bool, gdp: str) -> float:
    """Return one computed share in %; raises Mistake where the base lacks a part of it."""
    held = countings()
    held = held[held["year"].eq(year) & held["money"].eq(money) & held["extra"].eq(extra)]
    return _one(held[held["gdp"].eq(gdp)], "share_pct", f"fiscal {year}, {money}, extra {extra}, {gdp}")


def countings_reaching(goal: float = GOAL) -> pd.DataFrame:
    """Return the countings whose share reaches `goal` to one decimal."""
    held = countings()
    return held[held["share_pct"].map(lambda share: reached(share, goal))]


@cache
def long_run() -> pd.DataFrame:
    """Return SIPRI's line and the national points of Japan: series, year, a column for each of `UNITS`.

    Series "sipri" is by calendar year and a line; "excl" and "incl" are initial budgets of the fiscal year, a
    point where a white paper or budget document gave one; the other `DEFINITIONS` are the government's shares
    as published. Years without a figure have no row.
    """
    line = table("milex")
    line = line[line["country_iso3"].eq("JPN") & line["edition"].eq(EDITION)]
    units = {unit: line[column] / divisor for unit, (column, divisor, _) in UNITS.items()}
    line = pd.DataFrame({"series": "sipri", "year": line["year"], **units, "source_id": line["source_id"]})
    held = table("japan_budget")
    held = held[held["budget_kind"].isin(["initial", "draft"]) & held["accounting_basis"].eq("expenditure")]
    names = {"excl_saco_realignment": "excl", "incl_saco_realignment": "incl"}
    held = held[held["basis"].isin(names)]
    points = [_points(held, held["basis"].map(names))]
    for definition in DEFINITIONS:
        if definition != "sipri":
            points += [_points(published(definition, year), definition) for year in YEARS]
    found = pd.concat([line, *[one for one in points if len(one)]], ignore_index=True)
    return found.astype({"year": int, **dict.fromkeys(UNITS, "Float64")})


def _points(held: pd.DataFrame, series: pd.Series | str) -> pd.DataFrame:
    year = held["fiscal_year"].str[2:].astype(int)
    return pd.DataFrame({"series": series, "year": year, "yen": held["amount_jpy_bn"],
                         "share": held["share_gdp_pct"], "source_id": held["source_id"]})  # fmt: skip


# ---------------------------------------------------------------- the programme of 43 trillion yen


def plan_by_field() -> pd.DataFrame:
    """Return the five-year plan of new contracts by field, billion yen, with what was not located as a row.

    Columns: field, amount_jpy_bn, located (False for the rest up to the total), source_id.
    """
    held = table("japan_budget_breakdown")
    held = held[held["scheme"].eq("five_year_programme")]
    whole = held[held["pillar"].eq("all_fields") & held["sub_item"].eq("total")]
    named = held[~held["pillar"].eq("all_fields")]
    fields = pd.DataFrame([_field_total(parts) for _, parts in named.groupby("pillar", sort=False)])
    rest = float(whole["amount_jpy_bn"].iloc[0]) - float(fields["amount_jpy_bn"].sum())
    last = {"field": "not_located", "amount_jpy_bn": rest, "located": False,
            "source_id": whole["source_id"].iloc[0]}  # fmt: skip
    return pd.concat([fields, pd.DataFrame([last])], ignore_index=True)


def _field_total(parts: pd.DataFrame) -> dict[str, object]:
    """A field's own total where there is one, else the sum of the parts that were found."""
    total = parts[parts["sub_item"].eq("total")]
    used = total if len(total) else parts
    cited = dict.fromkeys(i for cell in parts["source_id"] for i in cell.split(";"))
    return {"field": parts["pillar"].iloc[0], "amount_jpy_bn": float(used["amount_jpy_bn"].sum()),
            "located": True, "source_id": ";".join(cited)}  # fmt: skip


def contracts_by_field() -> pd.DataFrame:
    """Return new contracts of the initial budgets by field and fiscal year, items booked elsewhere left out.

    Columns: year, field, amount_jpy_bn (billion yen), source_id. Only the years that the table fills.
    """
    held = table("japan_budget_breakdown")
    held = held[held["scheme"].eq("fy_budget_pillar") & held["scope"].eq("own_field")]
    held = held[held["budget_stage"].eq("initial") & held["sub_item"].eq("total")]
    return pd.DataFrame({"year": held["fiscal_year"].str[2:].astype(int), "field": held["pillar"],
                         "amount_jpy_bn": held["amount_jpy_bn"], "source_id": held["source_id"]})  # fmt: skip


def progress(accounting: str, extra: bool = True) -> pd.DataFrame:
    """Return what was booked under the programme by year on one basis ("expenditure" or "contract").

    Columns: year, stage (initial, draft, supplementary), amount_jpy_bn, running_jpy_bn, source_id.
    """
    held = table("japan_budget_breakdown")
    held = held[held["scheme"].eq("programme_progress") & held["accounting_basis"].eq(accounting)]
    held = held if extra else held[~held["budget_stage"].eq("supplementary")]
    found = pd.DataFrame({"year": held["fiscal_year"].str[2:].astype(int), "stage": held["budget_stage"],
                          "amount_jpy_bn": held["amount_jpy_bn"],
                          "source_id": held["source_id"]})  # fmt: skip
    return found.assign(running_jpy_bn=found["amount_jpy_bn"].cumsum())


def ceiling(accounting: str, variant: str = "level_of_effort") -> float:
    """Return the programme's five-year total in billion yen: 43,000 or 40,500 spent, 43,500 in contracts."""
    return budget(2023, "excl_saco_realignment", "programme_total", accounting,
                  "not_applicable" if accounting == "contract" else variant)  # fmt: skip


def progress_pct(accounting: str, extra: bool = True, variant: str = "level_of_effort") -> float:
    """Return the part of the programme's total that is booked, in %."""
    return 100 * float(progress(accounting, extra)["amount_jpy_bn"].sum()) / ceiling(accounting, variant)


def standoff() -> pd.DataFrame:
    """Return stand-off defence by fiscal year, new contracts: year, stage, scope, amount_jpy_bn, source_id.

    `kind` is "budget" (initial budget or draft) or "request"; the two are never one line.
    """
    held = table("japan_budget_breakdown")
    held = held[held["scheme"].eq("fy_budget_pillar") & held["pillar"].eq("standoff_defence")]
    held = held[held["sub_item"].eq("total")]
    kind = held["budget_stage"].map(lambda stage: "request" if stage == "request" else "budget")
    return pd.DataFrame({"year": held["fiscal_year"].str[2:].astype(int), "kind": kind,
                         "stage": held["budget_stage"], "scope": held["scope"],
                         "amount_jpy_bn": held["amount_jpy_bn"], "source_id": held["source_id"]})  # fmt: skip


# ---------------------------------------------------------------- place in the world


@cache
def places(year: int, edition: str = EDITION) -> pd.DataFrame:
    """Return the fifteen largest spenders of a year as an edition has them, largest first.

    The present edition covers 1988-2025, an older one only its newest year. Columns: rank, country_iso3,
    usd_bn, n_countries, source_id. Raises Mistake where the edition's table of the year is not held.
    """
    if edition == EDITION:
        held = table("milex_top")
        held = held[held["year"].eq(year)].assign(usd_bn=lambda rows: rows["usd_current_m"] / 1000)
    else:
        held = table("sipri_top15_editions")
        held = held[held["data_year"].eq(year) & held["edition"].eq(edition)]
        held = held.assign(usd_bn=held["usd_current_bn"])
    if held.empty:
        raise Mistake(f"no table of {year} in the edition {edition} is held")
    return held[["rank", "country_iso3", "usd_bn", "n_countries", "source_id"]].sort_values("rank")


def rank(country: str, year: int, edition: str = EDITION) -> int:
    """Return a country's place by current dollars; Mistake where it is not among the fifteen kept."""
    held = places(year, edition)
    return int(_one(held[held["country_iso3"].eq(country)], "rank", f"place of {country} in {year}"))


def n_countries(year: int, edition: str = EDITION) -> int:
    """Return among how many countries with a figure the places of a year are counted."""
    return int(places(year, edition)["n_countries"].iloc[0])


def gap(country: str, year: int, to: str = "above", edition: str = EDITION) -> float:
    """Return how far the neighbour "above" or "below" is, in % of the larger of the two amounts."""
    held = places(year, edition).set_index("rank")
    own = rank(country, year, edition)
    other = own - 1 if to == "above" else own + 1
    if other not in held.index:
        raise Mistake(f"no neighbour {to} {country} in {year} is held")
    pair = [float(held.loc[place, "usd_bn"]) for place in (own, other)]
    return 100 * (max(pair) - min(pair)) / max(pair)


def place_of(usd_bn: float, year: int, edition: str = EDITION, without: str = "JPN") -> int:
    """Return the place that an amount would take among the others of a year's table.

    15 means fifteenth or lower: only fifteen countries are kept.
    """
    held = places(year, edition)
    return 1 + int((held.loc[~held["country_iso3"].eq(without), "usd_bn"] > usd_bn).sum())


def near(usd_bn: float, year: int, edition: str = EDITION, without: str = "JPN") -> list[str]:
    """Return the countries of a year's table with which an amount ties (gap under `TIE`), largest first."""
    held = places(year, edition)
    held = held[~held["country_iso3"].eq(without)]
    gaps = [100 * abs(usd_bn - other) / max(usd_bn, other) for other in held["usd_bn"]]
    return [code for code, one in zip(held["country_iso3"], gaps, strict=True) if one < TIE]


def neighbours(usd_bn: float, year: int, edition: str = EDITION) -> dict[str, float]:
    """Return the next country above and below an amount, without Japan, with the gap in % of the larger one.

    The gap is negative where the amount is below the country.
    """
    held = places(year, edition)
    held = held[~held["country_iso3"].eq("JPN")].set_index("country_iso3")["usd_bn"].sort_values()
    found = [*held[held > usd_bn].head(1).items(), *held[held <= usd_bn].tail(1).items()]
    return {str(code): 100 * (usd_bn - other) / max(usd_bn, other) for code, other in found}


def usd_for_place(place: int, year: int, edition: str = EDITION, without: str = "JPN") -> float:
    """Return the dollars (billion) above which an amount takes `place` among the others of a year's table."""
    held = places(year, edition)
    others = held.loc[~held["country_iso3"].eq(without), "usd_bn"].sort_values(ascending=False)
    return float(others.iloc[place - 1])


def yen_for_place(place: int, year: int, yen_per_dollar: float, edition: str = EDITION) -> float:
    """Return the trillion yen above which Japan would take `place` at an exchange rate."""
    return usd_for_place(place, year, edition) * yen_per_dollar / 1000


@cache
def editions() -> pd.DataFrame:
    """Return SIPRI's editions held as first published: edition, published, data_year, in order of time."""
    held = table("sipri_top15_editions")[["edition", "published", "data_year"]].drop_duplicates()
    return held.sort_values("published").reset_index(drop=True)


def edition_on(day: str) -> str | None:
    """Return the edition a reader had on a day (partial dates: the last day); None before the first one."""
    _, last = facts.partial_bounds((day,))
    held = editions()
    known = held[pd.to_datetime(held["published"]) <= pd.Timestamp(last[0])]
    return None if known.empty else str(known["edition"].iloc[-1])


def third_place_claims(yen_trillion: float | None = None) -> pd.DataFrame:
    """Return each forecast of Japan's place with the place its money takes in two tables.

    The money is the claim's own dollars, or `yen_trillion` at the rate of the month of the claim. Columns:
    by, published, claimed, usd_bn, edition, had (place in the edition a reader had), now (place in the
    present edition's newest year), near (`neighbours` in the edition a reader had), source_id. Claims without
    a day of publication are left out; `usd_bn`, `had` and `now` are missing where a claim names no dollars.
    """
    held = table("rankings")
    held = held[held["statement_kind"].eq("forecast_claim") & held["published"].notna()]
    return pd.DataFrame(
        [_claim(row, yen_trillion) for _, row in held.sort_values("published_start").iterrows()]
    )


def _claim(row: pd.Series, yen_trillion: float | None) -> dict[str, object]:
    given = row["amount_usd_bn"]
    amount = None if pd.isna(given) else float(given)
    if yen_trillion is not None:
        amount = 1000 * yen_trillion / _rate_on(row["published"])
    edition = edition_on(row["published"])
    year = None if edition is None else int(editions().set_index("edition").loc[edition, "data_year"])
    usable = amount is not None and edition is not None
    last = int(editions()["data_year"].max())
    return {"rank_id": row["rank_id"], "by": row["published_by"], "published": row["published"],
            "claimed": int(row["rank"]), "usd_bn": amount, "edition": edition, "data_year": year,
            "had": place_of(amount, year, edition) if usable else None,
            "now": place_of(amount, last) if amount is not None else None,
            "near": neighbours(amount, year, edition) if usable else {},
            "source_id": f"{row['source_id']};sipri-milex-2026"}  # fmt: skip


def _rate_on(day: str) -> float:
    """The rate of the month of a partial date; of a bare year, its average."""
    return month_rate(day[:7]) if len(day) >= 7 else rate(day)


# ---------------------------------------------------------------- yen and dollar


def decompose(country: str, first: int, last: int) -> dict[str, float]:
    """Return the change of a country's spending in current dollars in parts that add up.

    Keys volume (constant prices), prices, exchange (rate of the currency), total: 100 times the natural
    logarithm of each factor, so volume + prices + exchange = total exactly (log decomposition; for small
    changes close to per cent). Constant prices are SIPRI's, made with the consumer price index.
    """
    logs = {}
    for key, unit in (("own", "yen"), ("volume", "constant"), ("total", "current")):
        logs[key] = 100 * math.log(milex(country, last, unit) / milex(country, first, unit))
    prices, exchange = logs["own"] - logs["volume"], logs["total"] - logs["own"]
    return {"volume": logs["volume"], "prices": prices, "exchange": exchange, "total": logs["total"]}


def at_old_rate(country: str, first: int, last: int) -> float:
    """Return spending of the last year in billion dollars had the exchange rate stayed as in the first."""
    old = milex(country, first, "yen") / milex(country, first, "current")
    return milex(country, last, "yen") / old


# ---------------------------------------------------------------- scenario


@dataclass(frozen=True)
class Scenario:
    """A future amount: what a share of GDP would be in yen, in dollars, and as a place in the world.

    share: % of GDP by `definition` (of `DEFINITIONS`); growth: nominal GDP in yen, % a year; yen: for a
    dollar; year: when the share is reached; others: growth of all other countries' dollars, % a year (0: as
    in 2025).
    """

    share: float
    growth: float
    yen: float
    year: int
    others: float = 0.0
    base: int = 2025
    definition: str = "sipri"

    def gdp_trillion(self) -> float:
        """What the share is taken of, trillion yen: GDP of `year`, or of fiscal 2022 where fixed."""
        if self.definition in FIXED:
            return gdp(self.base, "fy2022") / 1000
        return gdp(self.base) / 1000 * (1 + self.growth / 100) ** (self.year - self.base)

    def trillion_yen(self) -> float:
        """Spending of `year` in trillion yen."""
        return self.share / 100 * self.gdp_trillion()

    def usd_bn(self) -> float:
        """Spending of `year` in billion dollars."""
        return 1000 * self.trillion_yen() / self.yen

    def relative(self) -> float:
        """The same in terms of the table of `base`: divided by the others' growth, so that places compare."""
        return self.usd_bn() / (1 + self.others / 100) ** (self.year - self.base)

    def place(self) -> int:
        """Place among the others of `base` at their assumed growth; 15 means fifteenth or lower."""
        return place_of(self.relative(), self.base)

    def needed(self, place: int) -> dict[str, float]:
        """Return for share (%), yen and growth (%) the value that alone gives `place`.

        Above the share and the growth, below the yen rate. Where GDP is fixed there is no growth.
        """
        factor = usd_for_place(place, self.base) / self.relative()
        found = {"share": self.share * factor, "yen": self.yen / factor}
        if self.definition not in FIXED and self.year > self.base:
            grown = (1 + self.growth / 100) * factor ** (1 / (self.year - self.base))
            found["growth"] = 100 * (grown - 1)
        return found


@cache
def assumptions() -> pd.DataFrame:
    """Return the scenario's assumptions: name, default, low, high, why_default, why_range, source_id.

    Every value is read or computed from the base.
    """
    held = table("policy_targets").set_index("target_id")
    target, asked = held.loc["tgt-05"], held.loc["tgt-12"]
    growth, others = _growth_windows(), _others_growth()
    claim = table("rankings").set_index("rank_id").loc["reuters-2022-12-16-2027-jpn"]
    rows = [
        ("share", float(target["target_value_pct_gdp"]), milex("JPN", 2025, "share"),
         float(asked["target_value_pct_gdp"]), "the government's goal",
         "SIPRI's share of 2025; the share reported as asked for by the United States in June 2025",
         f"{target['source_id'].split(';')[0]};sipri-milex-2026;{asked['source_id']}"),
        ("yen", rate(2025), rate("FY2027", "plan_rate_dec_2022"), month_rate("2026-06"), "average of 2025",
         "rate behind the 43 trillion yen; average of June 2026, the last month held",
         "fed-fx-datahub;shugiin-answer-212-58"),
        ("growth", growth["last ten years"], growth["lowest"], growth["highest"], "2015 to 2025, a year",
         "slowest and fastest five years since 2000", "sipri-milex-2026"),
        ("others", 0.0, 0.0, others, "others as in 2025, as in the press claims (\"current budgets\")",
         "none; the median of the other large spenders, 2015 to 2025, a year",
         f"{claim['source_id']};sipri-milex-2026"),
        ("year", 2027.0, 2027.0, 2035.0, "last year of the programme", "to NATO's year of 2035",
         f"{held.loc['tgt-05', 'source_id']};{held.loc['tgt-15', 'source_id']}"),
    ]  # fmt: skip
    names = ["name", "default", "low", "high", "why_default", "why_range", "source_id"]
    return pd.DataFrame(rows, columns=names)


def _growth_windows() -> dict[str, float]:
    """Nominal GDP growth, % a year: last ten years, and the extremes of five-year spans since 2000."""
    spans = [_yearly(gdp(year), gdp(year + 5), 5) for year in range(2000, 2021)]
    return {"last ten years": _yearly(gdp(2015), gdp(2025), 10), "lowest": min(spans), "highest": max(spans)}


def _others_growth() -> float:
    """Median yearly growth in current dollars, 2015-2025, of countries among the fifteen in both years."""
    then, now = (places(year).set_index("country_iso3")["usd_bn"] for year in (2015, 2025))
    both = [code for code in now.index if code in then.index and code != "JPN"]
    return float(pd.Series([_yearly(then[code], now[code], 10) for code in both]).median())


def _yearly(first: float, last: float, years: int) -> float:
    return 100 * ((last / first) ** (1 / years) - 1)


def tornado(centre: Scenario) -> pd.DataFrame:
    """Return what each assumption does alone: name, end, value, usd_bn (`relative`), place, swing.

    `end` is low or high; `swing` is the distance between the two ends in billion dollars. The widest first.
    """
    rows = []
    for held in assumptions().itertuples():
        for end in ("low", "high"):
            value = getattr(held, end)
            one = replace(centre, **{held.name: int(value) if held.name == "year" else value})
            rows.append({"name": held.name, "end": end, "value": value, "usd_bn": one.relative(),
                         "place": one.place(), "source_id": held.source_id})  # fmt: skip
    found = pd.DataFrame(rows)
    spread = found.groupby("name")["usd_bn"].agg(lambda ends: ends.max() - ends.min())
    found = found.assign(swing=found["name"].map(spread))
    return found.sort_values(["swing", "end"], ascending=[False, False], kind="stable").reset_index(drop=True)


def default_scenario() -> Scenario:
    """Return the scenario at the defaults of `assumptions`."""
    held = {name: float(value) for name, value in assumptions()[["name", "default"]].itertuples(index=False)}
    return Scenario(**{**held, "year": int(held["year"])})


def only_if(scenario: Scenario, place: int) -> str:
    """Return the sentence "X if and only if …" for a place, with each assumption's threshold."""
    need = scenario.needed(place)
    words = {"share": "the share were above {:.2f} %", "yen": "the dollar cost less than {:.0f} yen",
             "growth": "GDP grew by more than {:.1f} % a year"}  # fmt: skip
    ways = [words[name].format(value).replace("-", "−") for name, value in need.items()]
    within = [name for name, value in need.items() if _in_range(name, value)]
    met = scenario.place() <= place
    alone = "" if met or within else " None of these lies in its sourced range."
    return (
        f"Japan would be number {place} or higher if and only if it spent more than"
        f" {usd_for_place(place, scenario.base):,.1f} billion dollars in terms of {scenario.base}: with the"
        " rest"
        f" as set, if {', or '.join(ways)}.{alone}"
    )


def _in_range(name: str, value: float) -> bool:
    """Say whether a threshold lies inside the assumption's sourced range."""
    held = assumptions().set_index("name").loc[name]
    return bool(held["low"] <= value <= held["high"])


# ---------------------------------------------------------------- targets and money


def targets(definition: str = "sipri") -> pd.DataFrame:
    """Return targets, pledges, requests and caps with a share of GDP, and what was spent in 2025 where held.

    Columns: those of spending/policy_targets, and actual_pct: SIPRI's share of 2025 of applies_to_iso3, for
    Japan the share by `definition`.
    """
    held = table("policy_targets")
    held = held[held["target_value_pct_gdp"].notna()].copy()
    held["actual_pct"] = [
        share_of_gdp(definition, 2025) if str(code) == "JPN" else _actual(code)
        for code in held["applies_to_iso3"]
    ]
    return held.astype({"actual_pct": "Float64"}).reset_index(drop=True)


def _actual(code: object) -> float | None:
    try:
        return milex(str(code), 2025, "share")
    except Mistake:
        return None


def financed(financing_id: str) -> float:
    """Return one amount of spending/financing in billion yen."""
    held = table("financing")
    return _one(held[held["financing_id"].eq(financing_id)], "amount_jpy_bn", financing_id)
