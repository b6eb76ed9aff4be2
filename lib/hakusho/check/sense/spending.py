"""Sense checks on budgets, military expenditure and ranks."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from hakusho.check.sense import Found, at, rule

SHARE = 0.25  # SIPRI divides by another GDP series than the World Bank's, revised at other times
JUMP = 1.75  # year on year, in constant dollars; more is war, collapse or a slip of the pen
SAME = 0.0005  # two prints of one figure, rounded
SIPRI_CELLS = 54_326  # numbers in the data set's edition of April 2026
TENTH = 0.1  # SIPRI's terms of February 2016 allow less than this share of a data set
RATE = (75.0, 400.0)  # yen per dollar since 1970


@rule("share_of_gdp", "spending/milex", "country_iso3 year usd_current_m share_gdp_pct", ["spending/gdp_fx"])
def share_of_gdp(milex: pd.DataFrame, gdp: pd.DataFrame) -> Iterator[Found]:
    """Spending divided by the World Bank's GDP is further than SHARE from the share given."""
    world = gdp[(gdp["indicator"] == "gdp_nominal_usd") & (gdp["basis"] == "world_bank")]
    output = world.set_index(world["country_iso3"] + world["period"])["value"]
    per = (milex["country_iso3"] + milex["year"].astype("string")).map(output).astype("Float64")
    ratio = milex["usd_current_m"] / 1000 / per * 100 / milex["share_gdp_pct"]
    far = (ratio - 1).abs() > SHARE
    return at(
        milex,
        "share_gdp_pct",
        far,
        lambda row: f"{row['share_gdp_pct']} % is {ratio[row.name]:.2f} of the share",
    )


@rule("jump", "spending/milex", "country_iso3 year edition usd_const_m")
def jump(milex: pd.DataFrame) -> Iterator[Found]:
    """Constant dollars change by more than the factor JUMP from one year to the next."""
    ordered = milex.sort_values(["edition", "country_iso3", "year"])
    group = ordered.groupby(["edition", "country_iso3"])
    ratio = (ordered["usd_const_m"] / group["usd_const_m"].shift())[
        ordered["year"] - group["year"].shift() == 1
    ]
    ratio = ratio.reindex(milex.index)
    wild = (ratio > JUMP) | (ratio < 1 / JUMP)
    return at(milex, "usd_const_m", wild, lambda row: f"{ratio[row.name]:.2f} times the year before")


@rule("same_as_milex", "spending/milex_top", "country_iso3 year edition usd_current_m", ["spending/milex"])
def same_as_milex(top: pd.DataFrame, milex: pd.DataFrame) -> Iterator[Found]:
    """The amount differs from the country's row of the same year and edition in spending/milex."""
    key = ["country_iso3", "year", "edition"]
    other = top[key].merge(milex[[*key, "usd_current_m"]], on=key, how="left")["usd_current_m"]
    differs = (top["usd_current_m"] / other - 1).abs() > SAME
    return at(
        top, "usd_current_m", differs, lambda row: f"{row['usd_current_m']}, in milex {other[row.name]}"
    )


def reproduced(milex: pd.DataFrame, top: pd.DataFrame) -> pd.Series:
    """Return how many numbers of each edition the tables hold; one that stands in both counts once."""
    numbers = ["usd_const_m", "usd_current_m", "share_gdp_pct", "local_currency_bn"]
    held = milex.groupby("edition")[numbers].count().sum(axis=1)
    key = ["country_iso3", "year", "edition"]
    both = top[key].merge(milex[milex["usd_current_m"].notna()][key], on=key)
    more = top["edition"].value_counts() - both["edition"].value_counts().reindex(
        top["edition"].unique()
    ).fillna(0)
    return held.add(more, fill_value=0).astype(int)


@rule(
    "share_reproduced",
    "spending/milex",
    "country_iso3 year edition usd_const_m usd_current_m share_gdp_pct local_currency_bn",
    ["spending/milex_top"],
)
def share_reproduced(milex: pd.DataFrame, top: pd.DataFrame) -> Iterator[Found]:
    """More than a TENTH of an edition's numbers is held, which SIPRI's terms do not allow."""
    for edition, cells in reproduced(milex, top).items():
        if cells > TENTH * SIPRI_CELLS:
            place = int((milex["edition"] == edition).to_numpy().argmax())
            yield Found(place, "edition", f"{cells} numbers of the edition, over a tenth of {SIPRI_CELLS}")


@rule("rank_order", "spending/milex_top", "year rank usd_current_m")
def rank_order(top: pd.DataFrame) -> Iterator[Found]:
    """Ranks of a year leave a gap, or a lower rank spends more than the one above it."""
    ordered = top.sort_values(["year", "rank"])
    group = ordered.groupby("year")
    gap = (ordered["rank"] != group.cumcount() + 1).reindex(top.index)
    above = (ordered["usd_current_m"] > group["usd_current_m"].shift()).reindex(top.index)
    yield from at(top, "rank", gap, lambda row: f"ranks of {row['year']} leave a gap at {row['rank']}")
    yield from at(
        top, "rank", above, lambda row: f"rank {row['rank']} of {row['year']} spends more than the one above"
    )


@rule(
    "rank_computed",
    "spending/rankings",
    "data_year country_iso3 rank measure statement_kind",
    ["spending/milex_top"],
)
def rank_computed(ranks: pd.DataFrame, top: pd.DataFrame) -> Iterator[Found]:
    """A rank computed from the newest edition is not the one in spending/milex_top, or should be there."""
    computed = (ranks["statement_kind"] == "computed_from_dataset") & (
        ranks["measure"] == "sipri_current_usd"
    )
    place = top.set_index(top["country_iso3"] + top["year"].astype("string"))["rank"]
    other = (ranks["country_iso3"] + ranks["data_year"].astype("string")).map(place).astype("Int64")
    last = ranks["data_year"].map(top.groupby("year")["rank"].max()).astype("Int64")
    differs = computed & ((ranks["rank"] != other).fillna(False) | (other.isna() & (ranks["rank"] <= last)))
    return at(ranks, "rank", differs, lambda row: f"rank {row['rank']}, in milex_top {other[row.name]}")


def _half_step(cells: pd.Series) -> pd.Series:
    """Return half a unit of the last digit of each number as written: what rounding may hide."""
    decimals = (
        cells.astype("string").str.extract(r"\.(\d+)$")[0].str.rstrip("0").str.len().fillna(0).astype("Int64")
    )
    return 0.5 * (10.0 ** -decimals.astype("Float64"))


_GDP = {
    "gnp_outlook_same_fy": ("gnp_forecast_lcu", None),
    "gdp_fy2022_fixed": ("gdp_nominal_lcu", "FY2022"),
}


@rule(
    "share_of_outlook",
    "spending/japan_budget",
    "fiscal_year amount_jpy_bn share_gdp_pct gdp_basis",
    ["spending/gdp_fx"],
)
def share_of_outlook(budget: pd.DataFrame, gdp: pd.DataFrame) -> Iterator[Found]:
    """The budget divided by the GDP it names differs from its share by more than both roundings."""
    for basis, (indicator, year) in _GDP.items():
        series = gdp[(gdp["indicator"] == indicator) & gdp["period"].str.startswith("FY")]
        per = series.drop_duplicates("period").set_index("period")["value"]
        wanted = budget["fiscal_year"] if year is None else pd.Series(year, budget.index)
        share = budget["amount_jpy_bn"] / wanted.map(per).astype("Float64") * 100
        slack = _half_step(budget["share_gdp_pct"]) + share * 0.005
        far = (budget["gdp_basis"] == basis) & ((share - budget["share_gdp_pct"]).abs() > slack)
        yield from at(
            budget,
            "share_gdp_pct",
            far,
            lambda row, s=share: f"{row['share_gdp_pct']} %, computed {s[row.name]:.3f}",
        )


@rule("yen_per_dollar", "spending/japan_budget", "amount_jpy_bn usd_bn")
def yen_per_dollar(budget: pd.DataFrame) -> Iterator[Found]:
    """Yen and dollars of one row imply an exchange rate outside RATE."""
    rate = budget["amount_jpy_bn"] / budget["usd_bn"]
    odd = (rate < RATE[0]) | (rate > RATE[1])
    return at(budget, "usd_bn", odd, lambda row: f"implies {rate[row.name]:.0f} yen to the dollar")


_PLAN = "scheme fiscal_year budget_stage pillar sub_item amount_jpy_bn"


@rule("parts_of_plan", "spending/japan_budget_breakdown", _PLAN)
def parts_of_plan(items: pd.DataFrame) -> Iterator[Found]:
    """Parts of the five-year programme exceed their total (half a trillion of rounding for each part)."""
    plan = items[(items["scheme"] == "five_year_programme") & (items["budget_stage"] == "plan")]
    totals = plan[plan["sub_item"] == "total"].set_index("pillar")["amount_jpy_bn"]
    parts = plan[plan["sub_item"] != "total"].groupby("pillar")["amount_jpy_bn"]
    sums, counts = parts.sum(), parts.count()
    for pillar in totals.index.intersection(sums.index):
        if sums[pillar] > totals[pillar] + 500 * counts[pillar]:
            place = plan.index[(plan["pillar"] == pillar) & (plan["sub_item"] == "total")][0]
            yield Found(int(place), "amount_jpy_bn", f"{totals[pillar]}, but its parts add to {sums[pillar]}")
    fields = [*totals.drop("all_fields", errors="ignore"), *sums[~sums.index.isin(totals.index)]]
    if "all_fields" in totals and sum(fields) > totals["all_fields"] + 500 * len(fields):
        place = plan.index[plan["pillar"] == "all_fields"][0]
        yield Found(
            int(place), "amount_jpy_bn", f"{totals['all_fields']}, but the fields add to {sum(fields)}"
        )


@rule(
    "parts_of_two_percent",
    "spending/japan_budget",
    "fiscal_year budget_kind amount_jpy_bn",
    ["spending/japan_budget_breakdown"],
)
def parts_of_two_percent(budget: pd.DataFrame, items: pd.DataFrame) -> Iterator[Found]:
    """The four parts of a year's two-per-cent total do not add up to one of its totals (within 100 bn)."""
    parts = items[(items["scheme"] == "two_percent_components") & (items["sub_item"] == "total")]
    totals = budget[budget["budget_kind"] == "nato_style_2pct_total"]
    for year, group in parts.groupby("fiscal_year"):
        same = totals[totals["fiscal_year"] == year]["amount_jpy_bn"].dropna()
        if len(group) == 4 and len(same) and (same - group["amount_jpy_bn"].sum()).abs().min() > 100:
            wrong = f"{same.iloc[0]} is not the sum of its four parts, {group['amount_jpy_bn'].sum()}"
            yield Found(int(same.index[0]), "amount_jpy_bn", wrong)
