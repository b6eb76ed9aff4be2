"""Charts of the spending theme: units, countings, and the place that an amount of yen gives.

Each takes frames of `hakusho.spending` and one Vega parameter per control, and returns an unconfigured chart
whose expressions use the parameters: a control repaints it without Python.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from hakusho import spending
from hakusho._altair import alt
from hakusho.charts import theme
from hakusho.charts.expressions import PLAIN, js, labels, one, says, year_axis

JAPAN = theme.colour("JPN")
STRONG, NEAR, WEAK = "#08306b", "#2f6fb0", "#b6bec7"
HOLDS, FAILS = "#0b5d1e", "#8a3b00"
UNIT_LABELS = {
    "yen": "yen", "constant": "constant dollars", "current": "current dollars", "share": "share of GDP",
}  # fmt: skip


# ---------------------------------------------------------------- one budget in four units

LEAD_STATEMENTS = (
    ("Spending all but doubled (1.9 times or more)", "change_ >= 90"),
    ("Spending rose at all", "change_ > 0"),
)


def one_budget(
    lines: pd.DataFrame,
    shares: pd.DataFrame,
    years: alt.Parameter,
    unit: alt.Parameter,
    definition: alt.Parameter,
) -> alt.VConcatChart:
    """Return Japan's spending in the chosen unit, its change in every unit, and 2025 by four countings.

    `lines`: year, unit, value; `shares`: definition, label, share. Below, three statements are judged by the
    chosen unit, years and counting, and counted over all of them. Parameters: `years` ([from, to]), `unit`,
    `definition`.
    """
    top = alt.hconcat(
        _level(lines, years.name, unit.name), _changes(lines, years.name, unit.name), spacing=30
    )
    bottom = alt.hconcat(
        _shares(shares, definition.name), _verdicts(lines, shares, years.name, unit.name, definition.name),
        spacing=34,
    )  # fmt: skip
    return alt.vconcat(top, bottom, spacing=24)


def _level(lines: pd.DataFrame, years: str, unit: str) -> alt.LayerChart:
    own = alt.Chart(lines).transform_filter(f"datum.unit == {unit}")
    x = alt.X("year:Q", title="Calendar year").scale(domain=[1990, 2025], nice=False)
    y = alt.Y("value:Q", title=None).scale(zero=True).axis(minExtent=46, labelExpr=PLAIN, tickCount=6)
    line = own.mark_line(color=JAPAN).encode(x=x.axis(year_axis()), y=y)
    ends = own.transform_filter(f"datum.year == {years}[0] || datum.year == {years}[1]")
    ends = ends.mark_point(color=JAPAN, size=110, opacity=1).encode(x=x, y=y, tooltip=["year", "value"])
    words = {code: text for code, (_, _, text) in spending.UNITS.items()}
    title = says(one(), f"'Japan, ' + {js(words)}[{unit}]", 0, -12, fontSize=13, color=theme.INK)
    return alt.layer(line, ends, title).properties(width=345, height=200)


def _two_ends(lines: pd.DataFrame, years: str) -> alt.Chart:
    """Per unit the change between the two years in %, as `change_`."""
    held = alt.Chart(lines).transform_filter(f"datum.year == {years}[0] || datum.year == {years}[1]")
    held = held.transform_calculate(
        first_=f"datum.year == {years}[0] ? datum.value : null",
        last_=f"datum.year == {years}[1] ? datum.value : null",
    )
    held = held.transform_aggregate(first="max(first_)", last="max(last_)", groupby=["unit"])
    return held.transform_calculate(change_="100 * (datum.last / datum.first - 1)")


def _changes(lines: pd.DataFrame, years: str, unit: str) -> alt.LayerChart:
    held = _two_ends(lines, years).transform_calculate(
        said="(datum.change_ > 0 ? '+' : '') + format(datum.change_, '.1f') + ' %'"
    )
    y = alt.Y("unit:N", title=None, sort=list(UNIT_LABELS)).axis(
        labelExpr=labels(UNIT_LABELS), ticks=False, domain=False, labelPadding=6
    )
    x = alt.X("change_:Q", title="Change between the two years (%)").scale(domain=[-60, 180], nice=False)
    x = x.axis(values=[-50, 0, 50, 100, 150])
    chosen = alt.condition(f"datum.unit == {unit}", alt.value(JAPAN), alt.value(WEAK))
    bars = held.mark_bar(height=26).encode(x=x, y=y, color=chosen)
    told = {"dx": 5, "fontSize": 13}
    plus = held.transform_filter("datum.change_ >= 0").mark_text(align="left", **told)
    minus = held.transform_filter("datum.change_ < 0").mark_text(align="right", **{**told, "dx": -5})
    zero = alt.Chart(alt.InlineData(values=[{"z": 0}])).mark_rule(color=theme.QUIET).encode(x="z:Q")
    words = [part.encode(x=x, y=y, text="said:N") for part in (plus, minus)]
    return alt.layer(bars, zero, *words).properties(width=220, height=200)


def _shares(shares: pd.DataFrame, definition: str) -> alt.LayerChart:
    held = alt.Chart(shares)
    y = alt.Y("label:N", title=None, sort=None, axis=None)
    x = alt.X("share:Q", title="Spending for 2025, % of GDP, as published").scale(domain=[0, 2.4], nice=False)
    x = x.axis(values=[0, 0.5, 1, 1.5, 2])
    chosen = alt.condition(f"datum.definition == {definition}", alt.value(STRONG), alt.value(WEAK))
    bars = held.mark_bar(height=11, yOffset=9).encode(x=x, y=y, color=chosen)
    words = held.transform_calculate(words_="datum.said + ' %: ' + datum.label").mark_text(
        align="left", dy=-7, fontSize=13
    ).encode(x=alt.value(2), y=y, text="words_:N")  # fmt: skip
    goal = alt.Chart(alt.InlineData(values=[{"goal": spending.GOAL}])).mark_rule(
        color=theme.INK, strokeDash=[4, 3]
    ).encode(x=alt.X("goal:Q", scale=alt.Scale(domain=[0, 2.4], nice=False)))  # fmt: skip
    return alt.layer(bars, goal, words).properties(width=345, height=160)


def _verdicts(
    lines: pd.DataFrame, shares: pd.DataFrame, years: str, unit: str, definition: str
) -> alt.LayerChart:
    """Three statements with 'holds' or 'fails' as set, and by how many units or countings they hold."""
    ends = _two_ends(lines, years)
    own = f"datum.unit == {unit}"
    rows = [(_judged(ends, test, own), text, "in {} of 4 units") for text, test in LEAD_STATEMENTS]
    reaches = f"share * 10 >= {10 * spending.GOAL - 0.5}"
    counted = _judged(alt.Chart(shares), reaches, f"datum.definition == {definition}")
    rows.append((counted, "Japan spends two per cent of GDP", "by {} of 4 countings"))
    parts = [says(one(), "'What holds as set, and how widely'", 0, 4, fontWeight="bold", color=theme.INK)]
    for place, (chart, text, count) in enumerate(rows):
        at = 34 + 48 * place
        before, after = count.split("{}")
        colour = alt.condition("datum.ok_", alt.value(HOLDS), alt.value(FAILS))
        verdict = says(chart, "datum.ok_ ? 'holds' : 'fails'", 0, at, fontWeight="bold")
        parts += [
            verdict.encode(color=colour),
            says(chart, js(text), 52, at, color=theme.INK),
            says(chart, f"{js(before)} + datum.n_ + {js(after)}", 52, at + 18),
        ]
    return alt.layer(*parts).properties(width=330, height=160)


def _judged(chart: alt.Chart, test: str, own: str) -> alt.Chart:
    """The row as set, with `ok_` (the test holds) and `n_`: for how many rows it does."""
    held = chart.transform_calculate(ok_=f"datum.{test} ? 1 : 0").transform_joinaggregate(n_="sum(ok_)")
    return held.transform_filter(own)


# ---------------------------------------------------------------- two per cent, counting by counting


def two_per_cent(
    countings: pd.DataFrame,
    definition: alt.Parameter,
    no_extra: alt.Parameter,
    no_related: alt.Parameter,
    own_gdp: alt.Parameter,
    year: alt.Parameter,
) -> alt.HConcatChart:
    """Return every counting by fiscal year with the chosen one in front, and all countings of one year.

    `countings`: see `spending.countings`, with rows of money "sipri". The chosen one is `definition` with
    choices undone: `no_extra`, `no_related`, `own_gdp` (each true or false). Parameter `year`: of the list.
    """
    d = definition.name
    wide = f"{no_related.name} ? 'incl_saco_realignment' : 'defence_plus_related'"
    money = f"({d} == 'sipri' ? 'sipri' : {wide})"
    extra = f"({d} == 'government' && !{no_extra.name})"
    gdp = f"({d} == 'sipri' || {d} == 'government_same_year_gdp' || {own_gdp.name} ? 'same_year' : 'fy2022')"
    held = alt.Chart(countings).transform_calculate(
        far_=f"(datum.money != {money}) + (datum.extra != {extra}) + (datum.gdp != {gdp})"
    )
    held = held.transform_calculate(
        own_="datum.far_ == 0", near_=f"datum.far_ == 1 && {d} != 'sipri' && datum.money != 'sipri'"
    )
    return alt.hconcat(_by_year(held, year.name), _of_one_year(held, year.name), spacing=24)


SHARE = alt.Scale(domain=[0.8, 2.1], nice=False, zero=False)


def _by_year(held: alt.Chart, year: str) -> alt.LayerChart:
    x = alt.X("year:Q", title="Fiscal year").scale(domain=[2021, 2026.2], nice=False)
    x = x.axis(year_axis(values=list(spending.YEARS)))
    y = alt.Y("share_pct:Q", title="% of GDP", scale=SHARE)
    grey = held.transform_filter("!datum.own_").mark_line(
        color=WEAK, strokeWidth=1, point={"color": WEAK, "size": 18, "filled": True}
    ).encode(x=x, y=y, detail="label:N")  # fmt: skip
    mine = held.transform_filter("datum.own_").mark_line(
        color=STRONG, strokeWidth=2.6, point={"color": STRONG, "size": 80, "filled": True}
    ).encode(x=x, y=y)  # fmt: skip
    said = held.transform_filter("datum.own_").transform_calculate(
        said="(datum.lower_bound ? 'over ' : '') + format(datum.share_pct, '.2f')"
    ).mark_text(align="right", dx=-9, fontSize=13, color=STRONG, fontWeight="bold")  # fmt: skip
    said = said.encode(x=x, y=y, text="said:N")
    goal = alt.Chart(alt.InlineData(values=[{"goal": spending.GOAL}])).mark_rule(
        color=theme.INK, strokeDash=[4, 3]
    ).encode(y="goal:Q")  # fmt: skip
    now = one().transform_calculate(now_=year).mark_rule(color=theme.LINE, strokeWidth=12, opacity=0.5)
    now = now.encode(x=alt.X("now_:Q", scale=alt.Scale(domain=[2021, 2026.2], nice=False)))
    named = held.transform_filter("datum.own_ && datum.year == 2025")
    head = says(named, "'Chosen: ' + datum.label", 0, -12, color=STRONG, fontWeight="bold")
    return alt.layer(grey, now, goal, mine, said, head).properties(width=240, height=345)


def _of_one_year(held: alt.Chart, year: str) -> alt.LayerChart:
    held = held.transform_filter(f"datum.year == {year}")
    y = alt.Y("label:N", title=None, sort=alt.EncodingSortField("share_pct", order="descending"))
    y = y.axis(ticks=False, domain=False, labelPadding=6, labelLimit=320, grid=True, gridDash=[1, 3])
    x = alt.X("share_pct:Q", title="% of GDP in the chosen year", scale=SHARE)
    colour = {"condition": [{"test": "datum.own_", "value": STRONG}, {"test": "datum.near_", "value": NEAR}],
              "value": WEAK}  # fmt: skip
    dots = held.mark_point(size=110, opacity=1).encode(x=x, y=y, color=colour, tooltip=_counting_tip())
    printed = held.transform_filter("isValid(datum.published_pct)").mark_point(
        shape="diamond", filled=False, size=150, color=FAILS, strokeWidth=2
    ).encode(x=alt.X("published_pct:Q", scale=SHARE), y=y)  # fmt: skip
    goal = alt.Chart(alt.InlineData(values=[{"goal": spending.GOAL}])).mark_rule(
        color=theme.INK, strokeDash=[4, 3]
    ).encode(x="goal:Q")  # fmt: skip
    key = says(one(), "'Blue: one choice away from it. Diamond: as printed.'", 160, -12, align="right")
    return alt.layer(goal, dots, printed, key).properties(width=160, height=345)


def _counting_tip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("label:N", title="Counting"),
        alt.Tooltip("amount_jpy_bn:Q", title="Billion yen", format=",.1f"),
        alt.Tooltip("gdp_jpy_bn:Q", title="GDP, billion yen", format=",.0f"),
        alt.Tooltip("share_pct:Q", title="Computed, %", format=".2f"),
        alt.Tooltip("published_pct:Q", title="Printed, %"),
    ]


# ---------------------------------------------------------------- what place an amount gives

RATES = (75, 175)


def what_if(
    top: pd.DataFrame,
    names: dict[str, str],
    tables: dict[str, dict[int, list[Any]]],
    amounts: dict[str, float],
    yen: alt.Parameter,
    rate: alt.Parameter,
    year: alt.Parameter,
    definition: alt.Parameter,
) -> alt.HConcatChart:
    """Return where an amount of yen would stand in a year's table at an exchange rate.

    Left: yen against the rate, a line per country (what it takes to equal it): the lines above the point are
    the places above Japan. Right: the table with Japan at the amount. `top`: year, iso, usd, n. `tables`:
    name of a parameter (`others_`, `names_`) and its list by year, for the words below. `amounts`: trillion
    yen of 2025 by definition. Parameters: `yen` (trillion), `rate` (yen for a dollar), `year`, `definition`.
    """
    held = alt.Chart(top).transform_filter(f"datum.year == {year.name}")
    both = alt.hconcat(
        _rate_plane(held, names, yen.name, rate.name),
        _with_japan(held, names, yen.name, rate.name),
        spacing=8,
    )
    counted = alt.param(name="counted_", expr=f"{js(amounts)}[{definition.name}]")
    listed = [alt.param(name=name, expr=f"{js(by)}[{year.name}]") for name, by in tables.items()]
    return both.add_params(alt.param(name="usd_", expr=f"1000 * {yen.name} / {rate.name}"), counted, *listed)


def _rate_plane(held: alt.Chart, names: dict[str, str], yen: str, rate: str) -> alt.LayerChart:
    low, high = RATES
    others = held.transform_filter("datum.iso != 'JPN'").transform_calculate(
        r0=str(low), r1=str(high), y0=f"datum.usd * {low} / 1000", y1=f"datum.usd * {high} / 1000"
    )
    others = others.transform_calculate(state=f"{js(names)}[datum.iso]")
    others = others.transform_window(place="rank()", sort=[alt.SortField("usd", order="descending")])
    x = alt.X("r0:Q", title="Yen for a dollar").scale(domain=[low, high], nice=False, zero=False)
    y = alt.Y("y0:Q", title="Japan's spending, trillion yen").scale(domain=[0, 32], nice=False, clamp=False)
    third = {"condition": {"test": "datum.place == 3", "value": theme.INK}, "value": WEAK}
    wide = {"condition": {"test": "datum.place == 3", "value": 2.4}, "value": 1.2}
    lines = others.mark_rule(clip=True).encode(
        x=x, x2="r1:Q", y=y, y2="y1:Q", color=third, strokeWidth=wide, tooltip=["iso", "usd"]
    )
    here = one().transform_calculate(r0=rate, y0=yen)
    point = here.mark_point(size=170, color=JAPAN, opacity=1).encode(x=x, y=y)
    cross = here.mark_rule(color=JAPAN, strokeDash=[3, 3]).encode(x=x)
    counted = one().transform_calculate(r0=str(low), r1=str(high), y0="counted_")
    level = counted.mark_rule(color=STRONG, strokeDash=[6, 3], strokeWidth=1.6).encode(x=x, x2="r1:Q", y=y)
    told = counted.transform_calculate(said="'counted for 2025: ' + format(counted_, '.1f')")
    told = [  # a white edge keeps the words readable on the lines
        told.mark_text(align="left", dx=4, dy=10, fontWeight="bold", **look).encode(x=x, y=y, text="said:N")
        for look in ({"stroke": "white", "strokeWidth": 4}, {"color": STRONG})
    ]
    head = says(one(), "'Lines above the point: places above Japan'", 0, -12, color=theme.INK)
    named = others.transform_window(
        above="lag(y1)", sort=[alt.SortField("usd", order="descending")]
    ).transform_filter(
        "toNumber(datum.y1) <= 32 && (!datum.above || datum.above > 32 || datum.above - datum.y1 > 1.2)"
    )
    ends = named.mark_text(align="left", dx=4, color=theme.QUIET).encode(
        x=alt.value(240), y=alt.Y("y1:Q"), text="state:N"
    )
    room = says(one(), "'United Kingdom'", 244, 330, opacity=0)  # keeps the width of the picture
    return alt.layer(lines, cross, level, *told, point, head, ends, room).properties(width=240, height=340)


def _with_japan(held: alt.Chart, names: dict[str, str], yen: str, rate: str) -> alt.LayerChart:
    held = held.transform_calculate(amount=f"datum.iso == 'JPN' ? 1000 * {yen} / {rate} : datum.usd")
    held = held.transform_window(place="rank()", sort=[alt.SortField("amount", order="descending")])
    held = held.transform_calculate(
        mine_="datum.iso == 'JPN' ? datum.amount : null", own_="datum.iso == 'JPN' ? datum.place : null"
    ).transform_joinaggregate(mine="max(mine_)", own="max(own_)")
    held = held.transform_calculate(
        gap_="100 * abs(datum.amount - datum.mine) / max(datum.amount, datum.mine)"
    ).transform_calculate(
        said="datum.place + '. ' + format(datum.amount, ',.1f') + (datum.iso == 'JPN' ? '' :"
        " (abs(datum.place - datum.own) == 1 ? ', gap ' + format(datum.gap_, '.1f') + ' %' : '')"
        f" + (datum.gap_ < {spending.TIE} ? ', a tie' : ''))"
    )
    placed = held.transform_filter("datum.iso == 'JPN'")
    words = "'Japan: number ' + datum.place + (datum.place == 15 ? ' or lower' : '') + ' of ' + datum.n"
    head = says(placed, f"{words} + ' countries in ' + datum.year", 0, -12, color=JAPAN, fontWeight="bold")
    lost = placed.transform_filter("datum.year == 1991 || datum.year == 1992")
    lost = says(lost, "'Russia is missing: no figure'", 296, 330, align="right", color=theme.INK)
    y = alt.Y("iso:N", title=None, sort=alt.EncodingSortField("amount", op="max", order="descending")).axis(
        labelExpr=labels(names), ticks=False, domain=False, labelPadding=6, grid=True, gridDash=[1, 3]
    )
    x = alt.X("amount:Q", title="Billion dollars, logarithmic scale").scale(
        type="log", domain=[1, 20000], nice=False
    ).axis(values=[1, 10, 100, 1000])  # fmt: skip
    colour = alt.condition("datum.iso == 'JPN'", alt.value(JAPAN), alt.value(WEAK))
    bars = held.mark_point(size=110, opacity=1).encode(x=x, y=y, color=colour, tooltip=["iso:N", "usd:Q"])
    words = held.mark_text(align="left", dx=9).encode(x=x, y=y, text="said:N")
    return alt.layer(bars, words, head, lost).properties(width=300, height=340)
