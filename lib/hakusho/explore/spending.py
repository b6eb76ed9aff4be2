"""The explorations of notebook 04's core path, one function each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import pandas as pd

from hakusho import spending
from hakusho.charts import spending as charts
from hakusho.charts.expressions import js
from hakusho.explore.shared import Shared, joined
from hakusho.explore.spending_common import (
    CREDIT,
    FIRST,
    amounts,
    cited,
    definition_choice,
    in_words,
    lines,
    name_of,
    one_counting,
    plain,
    shares,
    signed,
    tenth,
    top,
    top_names,
    unit_choice,
)  # fmt: skip
from hakusho.explorer import Explorer, Interval, Range, Toggle

__all__ = ["EVERY", "one_budget", "one_counting", "two_per_cent", "what_if"]

# ---------------------------------------------------------------- lead: one budget in four units


def _shares() -> pd.DataFrame:
    held = pd.DataFrame({"definition": list(shares()), "share": list(shares().values())})
    said = [_printed(d, s) for d, s in zip(held["definition"], held["share"], strict=True)]
    return held.assign(said=said, label=[spending.DEFINITIONS[d][0] for d in held["definition"]])


def _printed(definition: str, share: float) -> str:
    """A share with the decimals of its publisher: the government prints one, SIPRI's table allows two."""
    return f"{share:.2f}" if definition == "sipri" else f"{share:.1f}"


def _said(definition: str, share: float) -> str:
    """A share with its source of rounding, for a caption: "2.0 % as published, rounded (1.96 %)"."""
    words = f"{_printed(definition, share)} %"
    exact = spending.counted(2025, "defence_plus_related", True, "fy2022")
    return f"{words} as published, rounded ({exact:.2f} %)" if definition == "government" else words


def _year(definition: str) -> str:
    """The year of the share: SIPRI's is a calendar year, the government's a fiscal one."""
    return "calendar 2025" if definition == "sipri" else "fiscal 2025"


def _one_budget_words() -> str:
    """The caption of the lead as a Vega expression."""
    held = lines()
    values = {
        unit: {str(r.year): round(float(r.value), 4) for r in part.itertuples()}
        for unit, part in held.groupby("unit")
    }
    change = {
        unit: f"format(100 * ({js(of)}[years[1]] / {js(of)}[years[0]] - 1), '+,.1f') + ' % in {words}'"
        for (unit, words) in charts.UNIT_LABELS.items()
        for of in [values[unit]]
    }
    said = {
        unit: f"{own} + ' (' + join([{','.join(change[u] for u in change if u != unit)}], ', ') + ')'"
        for unit, own in change.items()
    }
    printed = {d: _said(d, share) for d, share in shares().items()}
    periods = {d: _year(d) for d in shares()}
    verdicts = {d: "reaches" if spending.reached(v) else "does not reach" for d, v in shares().items()}
    chosen = " : ".join(f"unit == '{unit}' ? {expr}" for unit, expr in said.items()) + " : ''"
    return (
        "years[0] == years[1] ? 'Choose two different years.' : 'From ' + years[0] + ' to ' + years[1] + '"
        " Japan\\'s military spending changed by ' +"
        f" ({chosen}) + '. For ' + {js(periods)}[definition] + ' it ' + {js(verdicts)}[definition]"
        f" + ' two per cent of GDP by the chosen counting: ' + {js(printed)}[definition] + '.'"
    )


def one_budget(shared: Shared | None = None) -> Explorer:
    """Lead: the same spending in four units, and its share of GDP by four countings."""

    def rows(years: Sequence[int], unit: str, definition: str) -> pd.DataFrame:
        held = lines()
        kept = held[held["year"].isin(list(years)) & held["unit"].eq(unit)]
        share = pd.DataFrame([{"year": 2025, "unit": f"% of GDP, {spending.DEFINITIONS[definition][0]}",
                               "value": spending.share_of_gdp(definition, 2025),
                               "source_id": cited(definition)}])  # fmt: skip
        return pd.concat([kept.astype({"value": float}), share], ignore_index=True)

    def caption(_rows: pd.DataFrame, years: Sequence[int], unit: str, definition: str) -> str:
        first, last = years
        if first == last:
            return "Choose two different years."
        said = {u: signed(spending.change("JPN", first, last, u)) for u in spending.UNITS}
        share = spending.share_of_gdp(definition, 2025)
        verdict = "reaches" if spending.reached(share) else "does not reach"
        words = charts.UNIT_LABELS[unit]
        others = ", ".join(f"{said[u]} in {charts.UNIT_LABELS[u]}" for u in spending.UNITS if u != unit)
        return (
            f"From {first} to {last} Japan's military spending changed by {said[unit]} in {words}"
            f" ({others}). For {_year(definition)} it {verdict} two per cent of GDP by the chosen counting:"
            f" {_said(definition, share)}."
        )

    explorer = Explorer(
        lambda **p: charts.one_budget(plain(lines()[["year", "unit", "value"]]), _shares(), **p),
        title="One budget, many truths: Japan's military spending by unit and counting",
        rows=rows, caption=caption, caption_expr=_one_budget_words(),
        note=f"Lines: {CREDIT} Calendar years. The other three shares are the Japanese government's, for"
        " fiscal 2025, as published; 'reaches' means when rounded to one decimal.",
        years=Interval(FIRST, 2025, (2012, 2024), label="From – to"),
        unit=unit_choice(), definition=definition_choice(),
    )  # fmt: skip
    return joined(explorer, shared)


# ---------------------------------------------------------------- when was two per cent reached?


@cache
def _countings() -> pd.DataFrame:
    """The countings that the budgets allow, and SIPRI's own."""
    line = spending.long_run()
    line = line[line["series"].eq("sipri") & line["year"].isin(spending.YEARS)]
    own = pd.DataFrame({"year": line["year"], "money": "sipri", "extra": False, "gdp": "same_year",
                        "amount_jpy_bn": line["yen"], "share_pct": line["share"], "lower_bound": False,
                        "label": "SIPRI's own, GDP of the year", "source_id": line["source_id"]})  # fmt: skip
    own = own.assign(gdp_jpy_bn=[spending.gdp(int(year)) for year in own["year"]])
    return pd.concat([spending.countings(), own], ignore_index=True)


def _chosen(definition: str, no_extra: bool, no_related: bool, own_gdp: bool) -> tuple[str, bool, str]:
    """Money, extra budgets and GDP of a counting with some of its choices undone, as the chart has it."""
    if definition == "sipri":
        return "sipri", False, "same_year"
    money = "incl_saco_realignment" if no_related else "defence_plus_related"
    fixed = definition in spending.FIXED and not own_gdp
    return money, definition == "government" and not no_extra, "fy2022" if fixed else "same_year"


def two_per_cent(shared: Shared | None = None) -> Explorer:
    """Every counting of fiscal 2022 to 2026, the chosen one in front; its choices can be undone."""
    shown = ["year", "money", "extra", "gdp", "amount_jpy_bn", "gdp_jpy_bn", "share_pct", "lower_bound",
             "published_pct", "label"]  # fmt: skip

    def chosen(held: pd.DataFrame, **choices: Any) -> pd.Series:
        money, extra, gdp = _chosen(**choices)
        return held["money"].eq(money) & held["extra"].eq(extra) & held["gdp"].eq(gdp)

    def rows(year: int, **choices: Any) -> pd.DataFrame:
        held = _countings()
        return held[chosen(held, **choices) | held["year"].eq(year)].reset_index(drop=True)

    def caption(found: pd.DataFrame, year: int, **choices: Any) -> str:
        mine = found[chosen(found, **choices)]
        own = (mine[mine["year"].eq(year)] if mine["year"].eq(year).any() else mine).iloc[-1]
        lacks = "" if own["year"] == year else f" It has no figure for fiscal {year}."
        every = spending.countings()
        of_year, hits = every["year"].eq(year).sum(), spending.countings_reaching()["year"].eq(year).sum()
        over = "over " if own["lower_bound"] else ""
        fiscal = "" if own["money"] == "sipri" else "fiscal "
        printed = own.get("published_pct")
        known = own["gdp"] == "fy2022" and pd.notna(printed)
        rounded = f" ({printed:.1f} as published, rounded)" if known else ""
        undone = any(choices[name] for name in ("no_extra", "no_related", "own_gdp"))
        nothing = " SIPRI's counting has none of these choices to undo."
        return (
            f"By the chosen counting Japan stands at {over}{own['share_pct']:.2f} %{rounded} in"
            f" {fiscal}{own['year']}.{lacks} Of the {of_year} countings that budgets allow for"
            f" fiscal {year},"
            f" {'one' if hits == 1 else hits or 'none'}"
            f" {'reaches' if hits < 2 else 'reach'} two per cent when rounded to one decimal."
            f"{nothing if undone and choices['definition'] == 'sipri' else ''}"
        )

    explorer = Explorer(
        lambda **p: charts.two_per_cent(plain(_countings()[shown]), **p),
        title="When was two per cent reached, and by which counting?",
        rows=rows, caption=caption,
        note="Dots: computed from budget amounts and GDP, expenditure basis; diamonds: shares as printed. GDP"
        " of"
        " the year: calendar year, as SIPRI's shares imply, newer than the estimates behind the printed"
        " shares."
        " For fiscal 2024 the extra budget is known as a lower bound. Related items: coast guard,"
        " peacekeeping and"
        " items of other ministries. US bases: costs of SACO and of the realignment of US forces."
        f" {CREDIT}",
        definition=definition_choice(),
        no_extra=Toggle(label="Undo the extra budget"),
        no_related=Toggle(label="Undo the related items"),
        own_gdp=Toggle(label="Undo the fixed GDP"),
        year=Range(2022, 2026, 2025, label="All countings of fiscal year"),
    )  # fmt: skip
    return joined(explorer, shared)


# ---------------------------------------------------------------- what place an amount gives


def _what_if_words() -> str:
    """The caption of what_if as a Vega expression over the chart's own `usd_`, `others_` and `names_`."""
    above = " + ".join(f"(others_[{i}] > usd_)" for i in range(14))
    place = f"(1 + {above})"
    tie = " + ".join(
        f"(100 * abs(others_[{i}] - usd_) / max(others_[{i}], usd_) < {spending.TIE}"
        f" ? ', ' + names_[{i}] : '')"
        for i in range(14)
    )
    words = js(["", *[in_words(n) for n in range(1, 15)], "number 15 or lower"])
    return (
        "format(yen, '~g') + ' trillion yen at ' + rate + ' yen for a dollar are ' + format(usd_, ',.1f')"
        f" + ' billion dollars: ' + {words}[{place}] + ' in the table of ' + year"
        f" + (length({tie}) > 0 ? ', a tie with ' + slice({tie}, 2) : '')"
        " + '. Third place there takes more than ' + format(others_[2] * rate / 1000, '.1f') + ' trillion."
        " The"
        " chosen counting gives ' + format(counted_, '.1f') + ' trillion for 2025.'"
    )


def _what_if_tables() -> dict[str, dict[int, list[Any]]]:
    """Dollars and names of the other fourteen by year, largest first, for the words of what_if."""
    held = top()
    held = held[~held["iso"].eq("JPN")]
    return {
        "others_": {int(y): [round(float(u), 4) for u in part["usd"]] for y, part in held.groupby("year")},
        "names_": {int(y): [name_of(c, True) for c in part["iso"]] for y, part in held.groupby("year")},
    }


def what_if(shared: Shared | None = None) -> Explorer:
    """What rank an amount of yen gives in any year's table at any exchange rate."""

    def rows(yen: float, rate: float, year: int, definition: str) -> pd.DataFrame:
        held = spending.places(year)
        held = held[~held["country_iso3"].eq("JPN")][["country_iso3", "usd_bn", "source_id"]]
        mine = {"country_iso3": "JPN", "usd_bn": 1000 * yen / rate, "source_id": "sipri-milex-2026"}
        found = pd.concat([held.astype({"usd_bn": float}), pd.DataFrame([mine])])
        found = found.sort_values("usd_bn", ascending=False).reset_index(drop=True)
        cell = f"sipri-milex-2026;{cited(definition)}"
        return found.assign(source_id=found["source_id"].mask(found["country_iso3"].eq("JPN"), cell))

    def caption(found: pd.DataFrame, yen: float, rate: float, year: int, definition: str) -> str:
        usd, place = 1000 * yen / rate, spending.place_of(1000 * yen / rate, year)
        ties = [name_of(code, True) for code in spending.near(usd, year)]
        near = f", a tie with {', '.join(ties)}" if ties else ""
        need = spending.yen_for_place(3, year, rate)
        lower = " or lower" if place == len(found) else ""
        return (
            f"{yen:g} trillion yen at {rate:g} yen for a dollar are {tenth(usd):,.1f} billion dollars:"
            f" {in_words(place)}{lower} in the table of {year}{near}. Third place there takes more than"
            f" {tenth(need):.1f} trillion. The chosen counting gives {tenth(amounts()[definition]):.1f}"
            " trillion for"
            " 2025."
        )

    explorer = Explorer(
        lambda **p: charts.what_if(
            plain(top().drop(columns="rank")), top_names(), _what_if_tables(), amounts(), **p
        ),
        title="What place would an amount of yen give?",
        rows=rows, caption=caption, caption_expr=_what_if_words(),
        note=f"{CREDIT} The other countries stay as in the chosen year, in current dollars as SIPRI counts"
        " them;"
        " Japan's amount is the reader's, so this is arithmetic, not a forecast. Thick line: what third place"
        " takes. Dashed: Japan's spending of 2025 by the chosen counting. A gap under 5 % is a tie. For 1991"
        " and 1992 SIPRI has no figure for Russia: places in them may be one too high.",
        yen=Range(4, 30, 11, step=0.5, label="Japan spends", unit="trillion yen"),
        rate=Range(75, 175, 150, label="Exchange rate", unit="yen for a dollar"),
        year=Range(1988, 2025, 2025, label="Table of", play=True),
        definition=definition_choice(),
    )  # fmt: skip
    return joined(explorer, shared)


EVERY: dict[str, Callable[[], Explorer]] = {one.__name__: one for one in (one_budget, two_per_cent, what_if)}
"""The explorations of the core path, in the notebook's order."""
