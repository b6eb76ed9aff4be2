"""The spending race: index and level side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from hakusho._altair import alt
from hakusho.charts import theme
from hakusho.charts.expressions import js
from hakusho.charts.threats.parts import empty, heading, logarithmic, powers, same, ticks

RACE_W, NAMES_W, GAP = 242, 84, 34
STRIP_W = 2 * RACE_W + NAMES_W + GAP + 20


def race(
    spent: pd.DataFrame,
    names: Mapping[str, str],
    countries: alt.Parameter,
    base: alt.Parameter,
    measure: alt.Parameter,
    scale: alt.Parameter,
) -> alt.VConcatChart:
    """Return index and level side by side, and below them who leads for each base year that could be chosen.

    Parameters: `countries` (ISO codes), `base` (year), `measure` (const or share), `scale` (linear or log).
    """
    rows = pd.DataFrame(
        {
            "c": spent["country_iso3"],
            "y": spent["year"],
            "k": spent["usd_const_m"].astype(float).div(1000).round(2),
            "s": spent["share_gdp_pct"].astype(float).round(3),
        }
    )
    rows = rows[rows["y"] >= 1990]
    chosen = f"indexof({countries.name}, datum.c) >= 0"
    held = f"{chosen} && datum.y === {base.name} && isValid({measure.name} === 'const' ? datum.k : datum.s)"
    no_base = empty(
        alt.Chart(rows), held, RACE_W / 2, 120, "No chosen country has a figure in the base year."
    )
    chart = alt.Chart(rows).transform_filter(chosen)
    chart = chart.transform_calculate(
        v=f"{measure.name} === 'const' ? datum.k : datum.s", name=f"{js(dict(names))}[datum.c]"
    ).transform_filter("isValid(datum.v)")
    chart = chart.transform_calculate(
        b=f"datum.y === {base.name} ? datum.v : null", last="datum.y === 2025 ? datum.v : null"
    ).transform_joinaggregate(start="max(b)", n="valid(b)", groupby=["c"])
    chart = chart.transform_calculate(ix="datum.n > 0 ? 100 * datum.v / datum.start : null")
    colour = alt.Color("c:N", legend=None, scale=theme.country_scale(names))
    lines = alt.hconcat(
        _race_panel(chart, "ix", f"'Index, ' + {base.name} + ' = 100'", colour, base, scale) + no_base,
        _race_panel(
            chart,
            "v",
            f"{measure.name} === 'const' ? 'Billion dollars, prices of 2024' : 'Share of GDP (%)'",
            colour,
            base,
            scale,
        ),
        spacing=GAP + NAMES_W - 40,
    )
    return alt.vconcat(lines, _leaders(chart, names, base), spacing=16)


def _race_panel(
    chart: alt.Chart, field: str, title: str, colour: alt.Color, base: Any, scale: Any
) -> alt.LayerChart:
    x = alt.X("y:Q", title=None).scale(domain=[1990, 2025], nice=False)
    x = x.axis(format="d", grid=False, values=[1990, 1995, 2000, 2005, 2010, 2015, 2020, 2025])
    axis = alt.Axis(labelExpr=powers(scale), values=ticks(scale), tickCount=6)
    y = alt.Y("drawn:Q", title=None, axis=axis)
    drawn = chart.transform_filter(f"isValid(datum.{field})").transform_calculate(
        drawn=f"{scale.name} === 'log' ? log(datum.{field}) / LN10 : datum.{field}"
    )
    y = y.scale(zero=False, domainMin=alt.ExprRef(f"{scale.name} === 'log' ? null : 0"))
    lines = drawn.mark_line(strokeWidth=2.4).encode(x=x, y=y, color=colour, detail="c:N")
    tips = drawn.mark_point(size=60, opacity=0).encode(
        x=x,
        y=y,
        tooltip=[
            alt.Tooltip("name:N", title="Country"),
            alt.Tooltip("y:Q", title="Year", format="d"),
            alt.Tooltip("ix:Q", title="Index", format=",.0f"),
            alt.Tooltip("v:Q", title="Level", format=",.2f"),
        ],
    )
    words = heading(f"({title}){logarithmic(scale)}")
    one = alt.Chart(alt.InlineData(values=[{}])).transform_calculate(y=base.name)
    rule = one.mark_rule(strokeDash=[3, 3], color=theme.QUIET).encode(x=x)
    return alt.layer(rule, lines, tips, words, _end_names(drawn, scale, colour)).properties(
        width=RACE_W, height=250
    )


def _end_names(drawn: alt.Chart, scale: Any, colour: alt.Color) -> alt.Chart:
    """Names at the ends of the lines, each at least a line's height above the one below it."""
    low = f"({scale.name} === 'log' ? datum.least : 0)"
    ends = drawn.transform_joinaggregate(most="max(drawn)", least="min(drawn)")
    ends = ends.transform_filter("datum.y === 2025").transform_window(
        place="row_number()", sort=[alt.SortField("drawn")]
    )
    ends = ends.transform_calculate(step=f"(datum.most - {low}) * 0.058")
    ends = ends.transform_calculate(free="datum.drawn - datum.place * datum.step")
    ends = ends.transform_window(up="max(free)", sort=[alt.SortField("drawn")], frame=[None, 0])
    ends = ends.transform_calculate(at="datum.up + datum.place * datum.step")
    names = ends.mark_text(align="left", baseline="middle", x=RACE_W + 6)
    return names.encode(y=alt.Y("at:Q"), text="name:N", color=colour)


def _leaders(chart: alt.Chart, names: Mapping[str, str], base: Any) -> alt.VConcatChart:
    """For each base year: which of the chosen countries has the highest index in 2025."""
    colour = alt.Color("c:N", legend=None, scale=theme.country_scale(names))
    x = alt.X("left:Q", title="Base year; coloured by the country with the highest index in 2025")
    x = x.scale(domain=[1989.5, 2024.5], nice=False)
    x = x.axis(format="d", grid=False, values=[1990, 1995, 2000, 2005, 2010, 2015, 2020, 2024])
    first = chart.transform_joinaggregate(end="max(last)", m="valid(last)", groupby=["c"])
    first = first.transform_filter("datum.m > 0 && datum.y < 2025").transform_calculate(
        r="datum.end / datum.v"
    )
    first = first.transform_joinaggregate(top="max(r)", groupby=["y"]).transform_filter(
        "datum.r === datum.top"
    )
    first = first.transform_calculate(left="datum.y - 0.5", right="datum.y + 0.5")
    strip = first.mark_bar(height=26, stroke="white", strokeWidth=1).encode(
        x=x,
        x2="right:Q",
        y=alt.value(14),
        color=colour,
        tooltip=[
            alt.Tooltip("y:Q", title="Base year", format="d"),
            alt.Tooltip("name:N", title="Leads"),
            alt.Tooltip("r:Q", title="2025 divided by base", format=".2f"),
        ],
    )
    runs = first.transform_window(before="lag(c)", sort=[alt.SortField("y")])
    runs = runs.transform_calculate(new="datum.c === datum.before ? 0 : 1")
    runs = runs.transform_window(run="sum(new)", sort=[alt.SortField("y")], frame=[None, 0])
    runs = runs.transform_aggregate(a="min(left)", z="max(right)", groupby=["run", "name"])
    runs = runs.transform_filter(f"(datum.z - datum.a) * {STRIP_W / 35} > 7.5 * length(datum.name) + 6")
    runs = runs.transform_calculate(left="(datum.a + datum.z) / 2")
    names_of = runs.mark_text(color="white", fontWeight="bold", baseline="middle").encode(
        x=x, y=alt.value(14), text="name:N"
    )
    one = alt.Chart(alt.InlineData(values=[{}])).transform_calculate(y=base.name)
    mark = one.mark_point(shape="triangle-down", size=110, color=theme.INK, filled=True, y=-5)
    mark = mark.encode(x=alt.X("y:Q", **same(x)))
    return alt.vconcat(
        alt.layer(strip, names_of, mark).properties(width=STRIP_W, height=28),
        _standing(chart, names),
        spacing=20,
    )


def _standing(chart: alt.Chart, names: Mapping[str, str]) -> alt.LayerChart:
    """The chosen countries in 2025 in order of their index: the legend, with both numbers."""
    last = (
        chart.transform_filter("datum.y === 2025")
        .transform_window(row="row_number()", sort=[alt.SortField("ix", order="descending")])
        .transform_filter("datum.row <= 20")
    )
    last = last.transform_calculate(
        side="(datum.row - 1) % 4 * 178",
        line="floor((datum.row - 1) / 4)",
        t="datum.name + ': ' + (isValid(datum.ix) ? format(datum.ix, ',.0f') : 'no index') + ' · '"
        " + format(datum.v, ',.1f')",
    )
    y = alt.Y("line:Q", axis=None).scale(domain=[-0.5, 4.5], reverse=True, nice=False)
    x = alt.X("side:Q", axis=None).scale(domain=[-6, 688], nice=False)
    colour = alt.Color("c:N", legend=None, scale=theme.country_scale(names))
    look = last.mark_square(size=120, opacity=1).encode(x=x, y=y, color=colour)
    text = last.mark_text(align="left", baseline="middle", dx=11).encode(x=x, y=y, text="t:N")
    head = heading("'In 2025, by index: index · level'", -10)
    return alt.layer(look, text, head).properties(width=STRIP_W, height=100)
