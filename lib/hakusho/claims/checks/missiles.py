"""Checks on the states a strategy names, on ranges, distances, contracts and launches."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd

from hakusho import geo
from hakusho.claims.checks.base import (
    LAUNCHES,
    PROGRAMMES,
    RANGES,
    SAID,
    SYSTEMS,
    bars,
    check,
    claim,
    contract,
    country,
    day,
    event,
    number,
    read,
    when,
    words,
    written,
)
from hakusho.claims.ground import Bar, Edit, Finding, Ground, Missing, span


def _named(g: Ground) -> Finding:
    """The strategy names just China and North Korea: supported; more: nuance; not both: contradicted."""
    found = g.rows(SAID, document="NSS 2022")
    if found.empty:
        raise Missing(SAID, {"document": "NSS 2022"})
    strong = found["phrase_paraphrase"].str.contains("threat|challenge", case=False)
    kept = found[strong] if g.definition("named") == "threats" else found
    states = list(kept["country_iso3"])
    two = {"CHN", "PRK"}
    verdict = (
        "supported"
        if set(states) == two
        else ("supported_with_nuance" if two < set(states) else "contradicted")
    )
    said = {country(c): "strategy and article" if c in two else "strategy only" for c in states}
    listed = ", ".join(said)
    because = f"The strategy of 2022 names {listed}; the statement names China and North Korea."
    return Finding(verdict, because, (kept,), words(said))


def _cause(g: Ground) -> Finding:
    """The states named as a cause: with a nuance at best, because a stated reason is no cause."""
    found = _named(g)
    verdict = "supported_with_nuance" if found.verdict == "supported" else found.verdict
    return replace(found, verdict=verdict, because=f"{found.because} A stated reason is not yet a cause.")


_NO_RUSSIA = Edit(SAID, {"statement_id": "nss-2022-rus"})
for _id in ("s2-c39", "s4-c07"):
    check(_id, "set of states named", "the strategy of 2022 does not name Russia", "supported", _NO_RUSSIA)(
        _named
    )
check(
    "s3-c05",
    "set of states named",
    "the strategy of 2022 does not name North Korea",
    "contradicted",
    Edit(SAID, {"statement_id": "nss-2022-prk"}),
)(_cause)


@check(
    "s1-c21",
    "ratio of two ranges",
    "no source gives the upgraded missile more than 150 km",
    "contradicted",
    Edit(RANGES, {"system_id": "type-12-upgraded-ground"}, {"range_max_km": 150, "range_min_km": 150}),
)
def _(g: Ground) -> Finding:
    old, new = (
        g.rows(RANGES, system_id=s, measure="range") for s in ("type-12-ssm", "type-12-upgraded-ground")
    )
    if old.empty or new.empty:
        raise Missing(RANGES, {"system_id": "type-12"})
    least = float(new[["range_min_km", "range_max_km"]].min().min())
    most = float(old[["range_min_km", "range_max_km"]].max().max())
    because = f"At least {least:,.0f} km for the upgraded missile, at most {most:,.0f} km for the original."
    drawn = bars({"original, at most": most, "upgraded, at least": least}, "{:,.0f} km")
    return Finding("supported" if least > most else "contradicted", because, (old, new), drawn)


@check(
    "s1-c22",
    "contracts for a class of missile before a day",
    "no such contract before March 2025",
    "contradicted",
    Edit(PROGRAMMES, {"programme_id": ["hvgp", "hypersonic"], "kind": "contract"}, {"date": "2025-03-01"}),
)
def _(g: Ground) -> Finding:
    fast = g.rows(SYSTEMS, operator_iso3="JPN", developer_iso3="JPN", **{"class": ["hgv", "hcm"]})
    signed = g.rows(PROGRAMMES, system_id=list(fast["system_id"]), kind="contract")
    signed = signed[signed["date_start"].le(written(g, "s1"))]
    because = (
        f"{len(signed)} contracts for {signed['system_id'].nunique()} Japanese designs before the article."
    )
    return Finding("supported" if len(signed) else "contradicted", because, read(fast, signed))


@check(
    "s1-c23",
    "date of a contract against the article",
    "the contract is dated 18 February 2025",
    "supported",
    Edit(PROGRAMMES, {"milestone_id": "tomahawk-2024-01-18-contract"}, {"date": "2025-02-18"}),
)
def _(g: Ground) -> Finding:
    signed, on = contract(g), written(g, "s1")
    months = span(when(signed), on)
    because = (
        f"Contract of {day(when(signed))}, {abs(months)} months {'before' if months >= 0 else 'after'} it."
    )
    return Finding("supported_with_nuance" if when(signed) < on else "supported", because, (signed,))


@check(
    "s3-c11",
    "long-range missiles under contract before a day",
    "no Japanese missile reaches 1,000 km",
    "contradicted",
    Edit(SYSTEMS, {"operator_iso3": "JPN", "class": "lacm"}, {"range_max_km": 900}),
)
def _(g: Ground) -> Finding:
    far = g.rows(SYSTEMS, operator_iso3="JPN", **{"class": "lacm"})
    far = far[far["range_max_km"].ge(1000).fillna(False)]
    bought = g.rows(PROGRAMMES, system_id=list(far["system_id"]), kind=["contract", "delivery"])
    bought = bought[bought["date_start"].le(written(g, "s3"))]
    names = sorted(set(bought["name"]))
    because = f"Land-attack missiles of 1,000 km or more under contract: {', '.join(names) or 'none'}."
    reach = far[far["name"].notna()].drop_duplicates("name").set_index("name")["range_max_km"]
    drawn = bars({**reach.to_dict(), "long range, as counted here": 1000}, "{:,.0f} km")
    return Finding("supported" if len(names) else "contradicted", because, read(far, bought), drawn)


@check(
    "s4-c01",
    "date of a contract",
    "the contract is dated 19 January 2024",
    "contradicted",
    Edit(PROGRAMMES, {"milestone_id": "tomahawk-2024-01-18-contract"}, {"date": "2024-01-19"}),
)
def _(g: Ground) -> Finding:
    signed = contract(g)
    right = when(signed) == pd.Timestamp(claim(g, "s4-c01")["value"])
    return Finding("supported" if right else "contradicted", f"Signed on {day(when(signed))}.", (signed,))


def _ceiling(
    g: Ground, ceiling: bool, equal: bool, because: str, drawn: tuple[Bar, ...], *rows: pd.DataFrame
) -> Finding:
    """A figure that is right but a ceiling: verdict by the definition of a quantity."""
    if not equal:
        return Finding("contradicted", because, rows, drawn)
    by = {"marked": "supported_with_nuance", "ceiling": "supported", "exact": "imprecise"}
    return Finding(by[g.definition("quantity")] if ceiling else "supported", because, rows, drawn)


@check(
    "s4-c02",
    "quantity, and whether it is a ceiling",
    "the contract is for exactly 400",
    "supported",
    Edit(PROGRAMMES, {"milestone_id": "tomahawk-2024-01-18-contract"}, {"quantity_scope": "exact"}),
)
def _(g: Ground) -> Finding:
    signed = contract(g)
    count, scope = int(signed["quantity"].iloc[0]), str(signed["quantity_scope"].iloc[0])
    because = f"The contract names {'up to ' if scope == 'up_to' else ''}{count} missiles."
    said = number(g, "s4-c02")
    drawn = bars({f"contract, {scope.replace('_', ' ')}": count}, "{:.0f} missiles", said)
    return _ceiling(g, scope == "up_to", count == said, because, drawn, signed)


def _approval(g: Ground) -> pd.DataFrame:
    g.row(PROGRAMMES, programme_id="tomahawk", kind="us_approval")
    return g.rows(PROGRAMMES, programme_id="tomahawk", kind="us_approval")


@check(
    "s4-c11",
    "month of an approval",
    "the notice to Congress is dated 1 December 2023",
    "contradicted",
    Edit(PROGRAMMES, {"milestone_id": "tomahawk-2023-11-17-us-approval"}, {"date": "2023-12-01"}),
)
def _(g: Ground) -> Finding:
    notice = _approval(g)
    right = f"{when(notice):%Y-%m}" == str(claim(g, "s4-c11")["value"])[:7]
    return Finding("supported" if right else "contradicted", f"Notice of {day(when(notice))}.", (notice,))


@check(
    "s4-c12",
    "parts of a quantity",
    "the second block counts up to 250",
    "contradicted",
    Edit(SYSTEMS, {"system_id": "tomahawk-block5-jpn"}, {"quantity_published": "Up to 250"}),
)
def _(g: Ground) -> Finding:
    blocks = g.rows(SYSTEMS, system_id=["tomahawk-block4-jpn", "tomahawk-block5-jpn"])
    notice = _approval(g)
    parts = [int(re.sub(r"\D", "", str(text))) for text in blocks["quantity_published"]]
    said = [int(n) for n in str(claim(g, "s4-c12")["value"]).split("+")]
    equal = parts == said and sum(parts) == int(notice["quantity"].iloc[0])
    because = f"{' and '.join(map(str, parts))} by block, {int(notice['quantity'].iloc[0])} in all, at most."
    named = {"Block IV, up to": parts[0], "Block V, up to": parts[1], "in all, up to": sum(parts)}
    drawn = bars(named, "{:.0f} missiles", sum(said))
    return _ceiling(g, notice["quantity_scope"].iloc[0] == "up_to", equal, because, drawn, blocks, notice)


@check(
    "s4-c13",
    "value, and whether it is a ceiling",
    "the notice gives 2.0 billion dollars",
    "contradicted",
    Edit(PROGRAMMES, {"milestone_id": "tomahawk-2023-11-17-us-approval"}, {"cost_usd_m": 2000}),
)
def _(g: Ground) -> Finding:
    notice = _approval(g)
    bought = g.rows(PROGRAMMES, programme_id="tomahawk", kind="contract", cost_scope="contract")
    ceiling = float(notice["cost_usd_m"].iloc[0])
    later = f"; the contract came to about {float(bought['cost_usd_m'].iloc[0]):,.0f}" if len(bought) else ""
    because = f"Ceiling of the sale {ceiling:,.0f} million dollars{later}."
    equal = ceiling == 1000 * number(g, "s4-c13")
    costs = {"ceiling of the notice": ceiling}
    if len(bought):
        costs["contract"] = float(bought["cost_usd_m"].iloc[0])
    drawn = bars({k: v / 1000 for k, v in costs.items()}, "{:.2f} billion dollars", number(g, "s4-c13"))
    ceiling_only = notice["cost_scope"].iloc[0] == "ceiling"
    return _ceiling(g, ceiling_only, equal, because, drawn, *read(notice, bought))


@check(
    "s4-c15",
    "basing of a system",
    "the missile is fired from the ground",
    "contradicted",
    Edit(SYSTEMS, {"system_id": "tomahawk-block4-jpn"}, {"basing": "ground"}),
)
def _(g: Ground) -> Finding:
    missile = g.rows(SYSTEMS, system_id="tomahawk-block4-jpn")
    if missile.empty:
        raise Missing(SYSTEMS, {"system_id": "tomahawk-block4-jpn"})
    base = str(missile["basing"].iloc[0])
    verdict = "supported" if base == "ship" else "contradicted"
    return Finding(verdict, f"Launched from: {base}.", (missile,), words({"Launched from": base}))


@check(
    "s4-c16",
    "range, and a unit conversion",
    "the published range is 1,300 km",
    "contradicted",
    Edit(RANGES, {"system_id": "tomahawk-block4-jpn"}, {"range_max_km": 1300}),
)
def _(g: Ground) -> Finding:
    figures = g.rows(RANGES, system_id="tomahawk-block4-jpn", measure="range")
    if figures.empty:
        raise Missing(RANGES, {"system_id": "tomahawk-block4-jpn"})
    most = float(figures["range_max_km"].max())
    right = most == number(g, "s4-c16") and abs(1000 * 1.609344 / most - 1) <= 0.01
    because = f"Published range {most:,.0f} km; a thousand miles are {1000 * 1.609344:,.0f} km."
    drawn = bars({"published range": most, "1,000 miles": 1000 * 1.609344}, "{:,.0f} km", number(g, "s4-c16"))
    return Finding("supported" if right else "contradicted", because, (figures,), drawn)


def _nearest(g: Ground, origins: pd.DataFrame, targets: pd.DataFrame) -> tuple[float, pd.DataFrame]:
    """Return the shortest distance in km from any origin to any target, and the two places."""
    best = (float("inf"), 0, 0)
    for i, a in origins.iterrows():
        km = geo.distance_km(
            a["lat"], a["lon"], targets["lat"].to_numpy(float), targets["lon"].to_numpy(float)
        )
        place = int(km.argmin())
        best = min(best, (float(km[place]), i, targets.index[place]))
    sites = g("missiles/sites").loc[[best[1], best[2]]]
    sites.attrs = {"table": "missiles/sites"}
    return best[0], sites


@check(
    "s2-c26",
    "greatest range against shortest distance",
    "no North Korean missile reaches 200 km",
    "contradicted",
    Edit(SYSTEMS, {"operator_iso3": "PRK"}, {"range_max_km": 200, "range_min_km": 200}),
)
def _(g: Ground) -> Finding:
    held = g.rows(SYSTEMS, operator_iso3="PRK", status="in_service", range_rule=["estimates"])
    km, sites = _nearest(
        g, g.rows("missiles/sites", iso3="PRK", is_origin=True), g.rows("missiles/sites", site_id="tokyo")
    )
    low = held["range_min_km"].fillna(held["range_max_km"])
    able = held[low.ge(km).fillna(False)]
    because = (
        f"Tokyo is {km:,.0f} km from the nearest listed launch area; {len(able)} systems in service reach "
        "it by every estimate."
    )
    best = low[able.index].astype(float).nlargest(4)
    reach = {able.loc[i, "name"].partition(" (")[0]: value for i, value in best.items()}
    drawn = bars({"distance to Tokyo": km, **reach}, "{:,.0f} km")
    return Finding("supported" if len(able) else "contradicted", because, (sites, *read(able)), drawn)


_FAR = {"system_id": ["tomahawk-block4-jpn", "type-12-upgraded-ground"]}


@check(
    "s4-c20",
    "range against two distances",
    "the long-range missiles reach 300 km",
    "contradicted",
    Edit(SYSTEMS, _FAR, {"range_max_km": 300, "range_min_km": 300}),
)
def _(g: Ground) -> Finding:
    far = g.rows(SYSTEMS, **_FAR)
    low = far["range_min_km"].fillna(far["range_max_km"])
    if low.isna().all():
        raise Missing(SYSTEMS, _FAR)
    reach, sites = float(low.min()), g("missiles/sites")
    bases = g.rows("missiles/sites", iso3="JPN", kind=["missile_unit", "base"])
    bases = bases[bases["site_id"].isin(["camp-kengun", "sasebo"])]
    north, a = _nearest(g, bases, g.rows("missiles/sites", site_id="pyongyang"))
    china, b = _nearest(g, bases, sites[sites["iso3"].eq("CHN") & sites["kind"].isin(["city", "capital"])])
    both = (north <= reach, china <= reach)
    verdict = "supported_with_nuance" if all(both) else "supported" if both[0] else "contradicted"
    because = (
        f"{reach:,.0f} km against {north:,.0f} km to Pyongyang and {china:,.0f} km to the nearest listed "
        f"Chinese city. {'Both' if all(both) else 'Not both'} lie inside; the article names North Korea only."
    )
    lines = {"range, at least": reach, "to Pyongyang": north, "to the nearest Chinese city": china}
    return Finding(verdict, because, (far, a, b), bars(lines, "{:,.0f} km"))


@check(
    "s2-c24",
    "launches in a year, and warhead estimates",
    "the estimate for 2024 is 20 warheads",
    "contradicted",
    Edit(
        "threats/nuclear_warheads",
        {"country_iso3": "PRK", "year": 2024, "publisher": "sipri"},
        {"central": 20},
    ),
)
def _(g: Ground) -> Finding:
    on, events = written(g, "s2"), g.rows(LAUNCHES)
    recent = events[events["date_kst_start"].between(on - pd.Timedelta(days=366), on)]
    heads = g.rows("threats/nuclear_warheads", country_iso3="PRK", measure="stockpile", publisher="sipri")
    heads = heads[heads["year"].between(2022, 2024)].sort_values("year")
    counts = [int(n) for n in heads["central"].dropna()]
    if events.empty or not counts:
        raise Missing(LAUNCHES, {"year": 2024})
    days = recent["date_kst"].nunique()
    because = (
        f"{days} launch days in the year before the article; warheads estimated {counts[0]} to {counts[-1]}."
    )
    right = days > 0 and counts[-1] >= counts[0]
    years = dict(zip(heads["year"].astype(str), heads["central"].astype(float), strict=True))
    drawn = bars(years, "{:.0f} warheads")
    return Finding("supported" if right else "contradicted", because, (*read(recent), heads), drawn)


@check(
    "s4-c18",
    "two decisions on one day",
    "the Patriot transfer is approved on 22 January 2024",
    "contradicted",
    Edit("alliances/arms_transfers", {"transfer_id": "exp-usa-pac3-2023"}, {"date": "2024-01-22"}),
)
def _(g: Ground) -> Finding:
    rule, sent = event(g, "p090"), g.rows("alliances/arms_transfers", transfer_id="exp-usa-pac3-2023")
    if sent.empty:
        raise Missing("alliances/arms_transfers", {"transfer_id": "exp-usa-pac3-2023"})
    same = when(rule) == when(sent)
    because = f"Rules revised on {day(when(rule))}, transfer approved on {day(when(sent))}."
    return Finding("supported" if same else "contradicted", because, (rule, sent))
