"""Amounts and counts: the Tomahawk purchase, missile defence, ships, counts of China's missiles."""

from __future__ import annotations

import re

import pandas as pd

from hakusho import facts

MOST_TOMAHAWKS = 400  # "up to", in the approval and in the contract
STAGES = {
    "decision": "Decisions", "us_approval": "US approval", "budget": "Budget", "contract": "Contract",
    "training": "Training", "plan": "Plans", "deployment": "Ship", "delivery": "Delivery",
    "delay_report": "Delay reported", "cost_report": "Cost report",
}  # fmt: skip
TOMAHAWK_MONEY = {
    "tomahawk-2023-11-17-us-approval": "US approval: ceiling of the sale",
    "tomahawk-2022-12-budget": "FY2023 budget: missiles",
    "tomahawk-2022-12-23-budget-ships": "FY2023 budget: equipment of ships",
    "tomahawk-2024-01-18-contract": "Contract: whole",
    "tomahawk-2024-01-19-contract-missiles": "Contract: missiles",
    "tomahawk-2024-01-19-contract-fitting": "Contract: fitting of ships",
}


def tomahawk_money() -> pd.DataFrame:
    """Return published amounts in the currency they were set in: what, yen bn or dollars m, scope, sources.

    The ceiling was set in dollars, budget and contract in yen; dollars that the press computed are left out.
    """
    held = facts.load("missiles/japan_programmes").set_index("milestone_id").loc[list(TOMAHAWK_MONEY)]
    held = held.assign(what=[TOMAHAWK_MONEY[key] for key in held.index])
    held["usd_m"] = held["cost_usd_m"].where(held["cost_scope"] == "ceiling")
    held["jpy_bn"] = held["cost_jpy_bn"]
    return held.reset_index()[
        ["milestone_id", "date", "what", "jpy_bn", "usd_m", "cost_scope", "note", "source_id"]
    ]


def money_at(rate: float) -> pd.DataFrame:
    """Return the amounts of `tomahawk_money` in both currencies at `rate` yen a dollar."""
    held = tomahawk_money()
    yen = held["jpy_bn"].fillna(held["usd_m"] * rate / 1000).astype(float)
    return held.assign(jpy_bn=yen.round(1), usd_m=(yen * 1000 / rate).round(0), rate=rate)


def unit_cost(rate: float | None = None) -> float:
    """Return the contract for missiles divided by 400: million yen, or million dollars at a `rate`."""
    held = tomahawk_money().set_index("milestone_id")["jpy_bn"]
    yen = 1000 * float(held["tomahawk-2024-01-19-contract-missiles"]) / MOST_TOMAHAWKS
    return yen if rate is None else yen / rate


def ceiling_ratio(rate: float) -> float:
    """Return the ceiling of the sale as a multiple of the whole contract at `rate` yen a dollar."""
    held = money_at(rate).set_index("milestone_id")["jpy_bn"]
    return float(held["tomahawk-2023-11-17-us-approval"] / held["tomahawk-2024-01-18-contract"])


def rates() -> dict[str, float]:
    """Return published yen-per-dollar rates that belong to this purchase, ``{what: rate}``."""
    held = facts.load("spending/gdp_fx")
    held = held[held["country_iso3"].eq("JPN") & held["indicator"].eq("fx_lcu_per_usd")]
    at = held.set_index(["period", "basis"])["value"].astype(float)
    month = held[held["basis"] == "fed_h10_monthly_average"].iloc[-1]
    return {
        "plan of December 2022": at["FY2024", "plan_rate_dec_2022"],
        "budget of FY2023": at["FY2023", "budget_rate"],
        "market, month of the contract": at["2024-01", "fed_h10_monthly_average"],
        f"market, {month['period']}": float(month["value"]),
    }


def tomahawk_stages() -> pd.DataFrame:
    """Return the milestones of the purchase by date: stage, milestone, quantity, note, sources."""
    held = facts.load("missiles/japan_programmes")
    own = held[held["programme_id"] == "tomahawk"].sort_values("date_start", kind="stable")
    return own[["date", "kind", "milestone", "quantity", "quantity_scope", "note", "source_id"]].reset_index(
        drop=True
    )


FIELDS = {
    "defence": {
        "Aegis ships and sites": "Aegis", "Patriot PAC-3": "pac-3", "SM-3 and SM-6 interceptors": "sm-",
    },
    "counts": {"ICBM": "ICBM", "MRBM": "MRBM", "DF-26 and IRBM": "DF-26|IRBM", "Silos": "silo"},
}  # fmt: skip
SCOPES = {
    "estimate": "Estimate", "life_cycle": "Life cycle", "request": "Request", "budget": "Budget",
    "draft_budget": "Draft budget", "contract": "Contract",
}  # fmt: skip


def missile_defence() -> pd.DataFrame:
    """Return published numbers of Japan's missile defence: group, label, low, high, kind, sources."""
    held = facts.load("missiles/interceptors")
    named = held["asset"] + " " + held["platform"].fillna("") + " " + held["system_id"].fillna("")
    has = held["measure"].map({"fleet": "in the fleet or built up", "units": "in the fleet or built up"})
    kind = has.fillna(
        held["measure"].map({"approved": "approved for sale", "annual_production": "built a year"})
    )
    return _side_by_side(
        held, "defence", named, held["as_of"] + " · " + held["asset"], kind.fillna("planned"), "number"
    )


def china_counts() -> pd.DataFrame:
    """Return counts of China's land-based missiles and launchers: group, label, low, high, kind, sources."""
    held = facts.load("missiles/inventories")
    held = held[held["operator_iso3"] == "CHN"]
    named = held["category"] + " "
    label = (
        held["as_of"].fillna(held["report_year"].astype(str))
        + " · "
        + held["category"]
        + " · "
        + held["basis"].str.replace("Bulletin of the Atomic Scientists", "Bulletin")
    )
    held = held.assign(note=held["note"].str.replace("Bulletin of the Atomic Scientists", "Bulletin"))
    return _side_by_side(
        held.assign(number=held["high"].fillna(held["low"])), "counts", named, label, held["unit"], "number"
    )


def ship_costs() -> pd.DataFrame:
    """Return published costs of the Aegis system equipped vessels in bn yen; the group is the scope."""
    held = facts.load("missiles/japan_programmes")
    held = held[held["programme_id"].eq("asev") & held["cost_jpy_bn"].notna()]
    scope = held["cost_scope"].map(SCOPES)
    ships = held["quantity"].map({1: "one ship", 2: "two ships"}).fillna("parts of the ships")
    frame = held.assign(
        group=scope, label=scope + " · " + held["date"] + " · " + ships, low=held["cost_jpy_bn"]
    )
    frame = frame.assign(
        high=frame["low"],
        kind=ships,
        note=held["note"].where(held["cost_scope"].ne("life_cycle"), held["milestone"]),
    )
    bound = held["note"].fillna("").map(_bound)
    frame["bound"] = bound.where(bound.ne(""), held["milestone"].map(_bound))
    span = held["note"].str.extract(r"^(\d+)-\d+ bn yen")[0].astype(float)
    frame["low"] = span.fillna(frame["low"].astype(float))
    frame["note"] = frame["note"].fillna(held["milestone"])
    frame["order"] = held["cost_scope"].map({scope: n for n, scope in enumerate(SCOPES)})
    return frame.sort_values(["order", "date"])[
        ["group", "label", "low", "high", "bound", "kind", "note", "source_id"]
    ].reset_index(drop=True)


BOUNDS = {
    r"^more than": "over ", r"^at least": "at least ", r"^(roughly|approximate)": "about ",
    r"reported at about": "about ", r"will pass": "about ",
}  # fmt: skip
"""Words of a note that make its figure a bound or a round one, and how it is drawn."""


def _bound(note: str) -> str:
    """Return what stands before a figure whose note says that it is no exact one."""
    return next((drawn for words, drawn in BOUNDS.items() if re.search(words, note.lower())), "")


def _side_by_side(
    held: pd.DataFrame, field: str, named: pd.Series, label: pd.Series, kind: pd.Series, number: str
) -> pd.DataFrame:
    group = pd.Series("", held.index)
    for name, pattern in FIELDS[field].items():
        group = group.mask(named.str.contains(pattern) & group.eq(""), name)
    low = held["low"].fillna(held[number]) if "low" in held else held[number]
    bound = held["note"].fillna("").astype(str).map(_bound)
    frame = held.assign(group=group, label=label, kind=kind, low=low, high=held[number], bound=bound)
    frame = frame[frame["group"].ne("")].sort_values("label")
    kept = ["group", "label", "low", "high", "bound", "kind", "note", "source_id"]
    return frame[kept].reset_index(drop=True)
