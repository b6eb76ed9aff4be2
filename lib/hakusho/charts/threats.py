"""Charts of regional activity: indicators, counters, spending, tests, words and acts.

Each takes frames of `hakusho.threats` and one Vega parameter per control, and returns an unconfigured chart
whose expressions use the parameters: a control repaints it without Python.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from hakusho import threats
from hakusho._altair import alt
from hakusho.charts import theme

MORE, LESS = "#e07b00", "#08306b"
"""More and less of a count: light and dark in grey print, and told apart by side as well."""

STEPS = (0.125, 0.25, 0.5, 1, 2, 4, 8)
OUTCOME_COLOURS = {"success": "#08306b", "failure": "#e07b00", "unknown": "#b6bec7"}
UNIT_COLOURS = {"missiles": "#08306b", "launches": "#2f6fb0", "launch_days": "#7fb2d9", "events": "#8c959f"}
SERIES_START = {"scr-all": 1957, "nk-missiles": 1983, "nk-days": 1983, "twn-zone": 2019, "twn-all": 2019}


def _js(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _labels(words: Mapping[str, str]) -> str:
    return f"{_js(dict(words))}[datum.value] || datum.value"


def _powers(scale: Any) -> str:
    """Labels of an axis that carries logarithms when the control says so."""
    return f"{scale.name} === 'log' ? format(pow(10, datum.value), ',.3~r') : format(datum.value, ',')"


def _logarithmic(scale: Any) -> str:
    """The end of a heading's expression: says so where the axis is logarithmic."""
    return f" + ({scale.name} === 'log' ? ', logarithmic' : '')"


def _ticks(scale: Any, parts: Sequence[float] = (0, 0.30103, 0.69897)) -> alt.ExprRef:
    """Ticks at 1, 2 and 5 of each power of ten on an axis of logarithms, else the usual ones."""
    steps = [round(power + part, 5) for power in range(-1, 7) for part in parts]
    return alt.ExprRef(f"{scale.name} === 'log' ? {_js(steps)} : null")


def _one(**mark: Any) -> alt.Chart:
    """A text that depends on parameters alone."""
    return alt.Chart(alt.InlineData(values=[{}])).mark_text(align="left", baseline="middle", **mark)


# ---------------------------------------------------------------- more or less pressure


def pressure(
    series: pd.DataFrame,
    practice: pd.DataFrame,
    indicator: alt.Parameter,
    base: alt.Parameter,
    end: alt.Parameter,
) -> alt.VConcatChart:
    """Return how every indicator changed from the base year to the end year, and the chosen one in full.

    Parameters: `indicator` (a key of threats.INDICATORS), `base` and `end` (years).
    """
    return alt.vconcat(
        _changes(series, indicator, base, end),
        _whole_series(series, practice, indicator, base, end),
        spacing=18,
    )


def _changes(series: pd.DataFrame, indicator: Any, base: Any, end: Any) -> alt.LayerChart:
    names = list(threats.INDICATORS.values())
    rows = pd.DataFrame({"i": series["indicator"], "y": series["year"], "v": series["value"]})
    chart = alt.Chart(rows).transform_calculate(
        b=f"datum.y === {base.name} ? datum.v : null", e=f"datum.y === {end.name} ? datum.v : null"
    )
    chart = chart.transform_aggregate(
        b="max(b)", e="max(e)", nb="valid(b)", ne="valid(e)", groupby=["i"]
    ).transform_calculate(
        name=f"{_js(threats.INDICATORS)}[datum.i]",
        both="datum.nb > 0 && datum.ne > 0",
        ratio="datum.both && datum.b > 0 && datum.e > 0 ? datum.e / datum.b : null",
        way="datum.ratio > 1 ? 'more' : 'less'",
        words=(
            "!datum.both ? 'no figure for ' + (datum.nb > 0 ? '' : "
            f"{base.name}) + (datum.nb > 0 || datum.ne > 0 ? '' : ' and ') + (datum.ne > 0 ? '' : {end.name})"
            " : format(datum.b, ',') + ' → ' + format(datum.e, ',')"
            " + (datum.ratio === null ? '' : '  (× ' + format(datum.ratio, '.2f') + ')')"
        ),
    )
    y = alt.Y("name:N", title=None, sort=names, axis=None)
    axis = alt.Axis(
        values=list(STEPS),
        labelExpr="datum.value < 1 ? '1/' + (1 / datum.value) : '× ' + datum.value",
        grid=True,
    )
    x = alt.X(
        "ratio:Q", title="End year divided by base year (doubling scale; longer bars are cut)", axis=axis
    )
    x = x.scale(type="log", base=2, domain=[0.125, 8], range=[290, 550], clamp=True, nice=False)
    bars = (
        chart.transform_filter("datum.ratio !== null")
        .mark_bar(height=13, cursor="pointer")
        .encode(
            x=x,
            x2=alt.datum(1),
            y=y,
            color=alt.Color("way:N", title=None)
            .scale(domain=["less", "more"], range=[LESS, MORE])
            .legend(orient="top", labelExpr=_labels({"less": "less than in the base year", "more": "more"})),
            opacity=alt.condition(f"datum.i === {indicator.name}", alt.value(1), alt.value(0.62)),
            tooltip=[alt.Tooltip("name:N", title="Indicator"), alt.Tooltip("words:N", title="Change")],
        )
    )
    words = chart.mark_text(align="left", baseline="middle", cursor="pointer").encode(
        x=alt.value(562),
        y=y,
        text="words:N",
        color=alt.condition("datum.both", alt.value(theme.INK), alt.value(theme.QUIET)),
    )
    left = chart.mark_text(
        align="right",
        baseline="middle",
        x=280,
        cursor="pointer",
        fontWeight=alt.expr(f"datum.i === {indicator.name} ? 'bold' : 'normal'"),
    ).encode(y=y, text="name:N")
    line = alt.Chart(alt.InlineData(values=[{"x": 1}])).mark_rule(color=theme.INK).encode(x=x)
    return alt.layer(bars, line, left, words).properties(width=745, height=22 * len(names))


def _whole_series(
    series: pd.DataFrame, practice: pd.DataFrame, indicator: Any, base: Any, end: Any
) -> alt.LayerChart:
    rows = pd.DataFrame(
        {"i": series["indicator"], "y": series["year"], "v": series["value"], "p": series["period"]}
    )
    chart = alt.Chart(rows).transform_filter(f"datum.i === {indicator.name}")
    start = alt.ExprRef(f"{_js(SERIES_START)}[{indicator.name}] || 2004")
    x = (
        alt.X("y:Q", title="Calendar year; for scrambles the fiscal year that begins in it")
        .scale(domain=[start, 2026], nice=False)
        .axis(format="d", tickMinStep=1, grid=False)
    )
    y = alt.Y("v:Q", title=None).scale(zero=True)
    unit = f"{_js({key: threats.unit(key) for key in threats.INDICATORS})}[{indicator.name}]"
    name = f"{_js(threats.INDICATORS)}[{indicator.name}]"
    heading = _one(fontWeight="bold", fontSize=13, x=0, y=-26, text=alt.expr(f"{name} + ': ' + {unit}"))
    colour = _js({"scr-chn": "CHN", "scr-rus": "RUS", "nk-missiles": "PRK", "nk-days": "PRK", "scr-all": ""})
    inks = _js({code: theme.colour(code) for code in ("CHN", "RUS", "PRK")} | {"": theme.OTHER})
    stroke = alt.expr(f"{inks}[isDefined({colour}[{indicator.name}]) ? {colour}[{indicator.name}] : 'CHN']")
    held = chart.transform_window(before="lag(y)", sort=[alt.SortField("y")])
    held = held.transform_calculate(gap="datum.y - datum.before > 1 ? 1 : 0")
    held = held.transform_window(run="sum(gap)", sort=[alt.SortField("y")], frame=[None, 0])
    lines = held.mark_line(stroke=stroke, clip=True).encode(x=x, y=y, detail="run:N")
    dots = chart.mark_point(size=34, filled=True, fill=stroke, stroke=stroke, clip=True).encode(
        x=x,
        y=y,
        opacity=alt.value(1),
        tooltip=[alt.Tooltip("p:N", title="Period"), alt.Tooltip("v:Q", title="Number", format=",")],
    )
    ends = chart.transform_filter(f"datum.y === {base.name} || datum.y === {end.name}")
    rings = ends.mark_point(size=150, filled=False, stroke=theme.INK, strokeWidth=2).encode(x=x, y=y)
    told = ends.mark_text(dy=-15, fontSize=13, fontWeight="bold").encode(
        x=x, y=y, text=alt.Text("v:Q", format=",")
    )
    return alt.layer(*_practice_marks(practice, indicator, x), lines, dots, rings, told, heading).properties(
        width=745, height=190
    )


def _practice_marks(practice: pd.DataFrame, indicator: Any, x: alt.X) -> list[alt.Chart]:
    """Dated changes in when and how fighters are sent, on the scramble series alone."""
    told = {"four-fighters": "four fighters, not two", "narrowed-2020": "sent less often"}
    kept = practice[practice["practice_id"].isin(told)]
    rows = pd.DataFrame({"y": kept["date_start"].dt.year, "t": kept["practice_id"].map(told)})
    chart = alt.Chart(rows).transform_filter(
        f"{indicator.name} === 'scr-chn' || {indicator.name} === 'scr-all'"
    )
    rule = chart.mark_rule(strokeDash=[3, 3], color=theme.QUIET).encode(x=x)
    words = [
        chart.transform_filter(f"datum.y {side} 2018")
        .mark_text(align=align, dx=dx, y=180, color=theme.QUIET, baseline="middle")
        .encode(x=x, text="t:N")
        for side, align, dx in (("<", "right", -5), (">", "left", 5))
    ]
    return [rule, *words]


# ---------------------------------------------------------------- one year, many counters


def counters(
    table: pd.DataFrame, year: alt.Parameter, units: alt.Parameter, part: alt.Parameter
) -> alt.LayerChart:
    """Return a bar per counter of a year. Parameters: `year`, `units` (list), `part` (bool)."""
    rows = pd.DataFrame(
        {
            "y": table["year"],
            "u": table["unit"],
            "n": table["count"],
            "w": table["whole"],
            "k": [
                f"{_short_who(who)} · {scope}"
                for who, scope in zip(table["who"], table["counted"], strict=True)
            ],
            "t": [
                ("at least " if low else "") + f"{n}" + ("" if whole else " (part of the year)")
                for n, low, whole in zip(table["count"], table["at_least"], table["whole"], strict=True)
            ],
            "b": table["basis"],
        }
    )
    order = list(threats.COUNTED_UNITS)
    chart = (
        alt.Chart(rows)
        .transform_filter(
            f"datum.y === {year.name} && indexof({units.name}, datum.u) >= 0 && (datum.w || {part.name})"
        )
        .transform_calculate(o=f"indexof({_js(order)}, datum.u)")
    )
    chart = chart.transform_window(
        row="row_number()",
        sort=[alt.SortField("o"), alt.SortField("n", order="descending"), alt.SortField("k")],
    )
    y = alt.Y("row:Q", title=None, axis=None).scale(domain=[0.4, 17.6], reverse=True, nice=False)
    x = alt.X("n:Q", title="Number in the year, in the unit of the bar's colour")
    x = x.scale(domain=[0, 105], range=[400, 740], nice=False).axis(values=[0, 20, 40, 60, 80, 100])
    bars = chart.mark_bar(height=14, orient="horizontal").encode(
        x=x,
        y=y,
        color=alt.Color("u:N", title="Counted")
        .scale(domain=order, range=list(UNIT_COLOURS.values()))
        .legend(orient="top", labelExpr=_labels(threats.COUNTED_UNITS)),
        tooltip=[
            alt.Tooltip("k:N", title="Counter and scope"),
            alt.Tooltip("t:N", title="Number"),
            alt.Tooltip("b:N", title="Basis"),
        ],
    )
    names = chart.mark_text(align="right", baseline="middle", x=392, limit=390).encode(y=y, text="k:N")
    told = chart.mark_text(align="left", baseline="middle", dx=5).encode(x=x, y=y, text="t:N")
    none = _none(chart, 400, 170, "No number is held for this year and these units.")
    return alt.layer(bars, names, told, none).properties(width=780, height=17 * 21)


def _short_who(name: str) -> str:
    cuts = {
        "CNS / NTI database, counted from nk_missile_tests": "CNS database",
        "CNS data in a later copy (file of October 2026)": "CNS, later copy",
        "CNS / NTI chart of Statista": "CNS, as charted by Statista",
        "CSIS Missile Defense Project, as printed by JBpress": "CSIS Missile Defense",
        "CSIS Beyond Parallel database": "CSIS Beyond Parallel",
        "South Korean Joint Chiefs of Staff, as printed by press": "South Korean Joint Chiefs",
        "South Korean Ministry of National Defense": "South Korean ministry",
        "Japan Ministry of Defense": "Japanese ministry",
        "CNS as printed by the Washington Post": "CNS, as in Washington Post",
        "UN Panel of Experts (resolution 1874)": "UN Panel of Experts",
    }
    return cuts.get(name, name)


def _none(chart: alt.Chart, x: int, y: int, words: str) -> alt.Chart:
    """Words in an empty picture."""
    return (
        chart.transform_aggregate(n="count()")
        .transform_filter("datum.n === 0")
        .mark_text(x=x, y=y, align="center", color=theme.QUIET, fontSize=14, text=words)
    )


# ---------------------------------------------------------------- the spending race

RACE_W = 330


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
    chart = alt.Chart(rows).transform_filter(f"indexof({countries.name}, datum.c) >= 0")
    chart = chart.transform_calculate(
        v=f"{measure.name} === 'const' ? datum.k : datum.s", name=f"{_js(dict(names))}[datum.c]"
    ).transform_filter("isValid(datum.v)")
    chart = chart.transform_calculate(
        b=f"datum.y === {base.name} ? datum.v : null", last="datum.y === 2025 ? datum.v : null"
    ).transform_joinaggregate(start="max(b)", n="valid(b)", groupby=["c"])
    chart = chart.transform_calculate(ix="datum.n > 0 ? 100 * datum.v / datum.start : null")
    colour = alt.Color("c:N", legend=None, scale=theme.country_scale(names))
    lines = alt.hconcat(
        _race_panel(chart, "ix", f"'Index, ' + {base.name} + ' = 100'", colour, base, scale),
        _race_panel(
            chart,
            "v",
            f"{measure.name} === 'const' ? 'Billion dollars, prices of 2024' : 'Share of GDP (%)'",
            colour,
            base,
            scale,
        ),
        spacing=34,
    )
    return alt.vconcat(lines, _leaders(chart, names, base), spacing=16)


def _race_panel(
    chart: alt.Chart, field: str, heading: str, colour: alt.Color, base: Any, scale: Any
) -> alt.LayerChart:
    x = alt.X("y:Q", title=None).scale(domain=[1990, 2025], nice=False)
    x = x.axis(format="d", grid=False, values=[1990, 1995, 2000, 2005, 2010, 2015, 2020, 2025])
    axis = alt.Axis(labelExpr=_powers(scale), values=_ticks(scale), tickCount=6)
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
    words = _one(
        x=0, y=-12, fontWeight="bold", fontSize=13, text=alt.expr(f"({heading}){_logarithmic(scale)}")
    )
    one = alt.Chart(alt.InlineData(values=[{}])).transform_calculate(y=base.name)
    rule = one.mark_rule(strokeDash=[3, 3], color=theme.QUIET).encode(x=x)
    return alt.layer(rule, lines, tips, words).properties(width=RACE_W, height=250)


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
    one = alt.Chart(alt.InlineData(values=[{}])).transform_calculate(y=base.name)
    mark = one.mark_point(shape="triangle-down", size=110, color=theme.INK, filled=True, y=-5)
    mark = mark.encode(x=alt.X("y:Q", **_same(x)))
    return alt.vconcat(
        alt.layer(strip, mark).properties(width=2 * RACE_W + 34, height=28),
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
    head = _one(x=0, y=-10, fontWeight="bold", text="In 2025, by index: index · level")
    return alt.layer(look, text, head).properties(width=2 * RACE_W + 34, height=100)


# ---------------------------------------------------------------- North Korean tests

TYPE_GROUPS = {"missile": "missile", "slv": "satellite launcher"}


def tests(
    shot: pd.DataFrame, days: pd.DataFrame, system: alt.Parameter, site: alt.Parameter
) -> alt.VConcatChart:
    """Return a calendar of launch days and below it the outcomes by year, for one system and one site.

    `days` are launch days of other lists that the CNS data lack. Parameters: `system`, `site` ("all" or one).
    """
    rows = (
        shot.assign(o=shot["outcome"].str[0], l=shot["type"].eq("slv"))
        .groupby(["event_id", "date", "year", "day", "system", "site_id", "o", "l"], as_index=False)
        .size()
    )
    rows = rows.rename(
        columns={
            "event_id": "e",
            "date": "d",
            "year": "y",
            "day": "q",
            "system": "m",
            "site_id": "p",
            "size": "n",
        }
    )
    more = pd.DataFrame(
        {
            "e": days["event_id"],
            "d": days["date_kst"],
            "y": days["date_kst_start"].dt.year,
            "q": days["date_kst_start"].dt.day_of_year,
            "m": "unknown",
            "p": days["site_ids"],
            "o": "n",
            "l": False,
            "n": days["missiles"].fillna(1).astype(int),
        }
    )
    data = pd.concat([rows.assign(e=rows["e"].str[4:]), more.assign(e=more["e"].str[4:])], ignore_index=True)
    wanted = (
        f"({system.name} === 'all' || datum.m === {system.name}) && ({site.name} === 'all' || "
        f"datum.p === {site.name})"
    )
    chart = alt.Chart(data.drop(columns="e")).transform_filter(wanted)
    return alt.vconcat(_calendar(chart), _outcomes_by_year(chart), spacing=12).resolve_scale(
        color="independent"
    )


def _calendar(chart: alt.Chart) -> alt.LayerChart:
    x = alt.X("y:Q", title=None).scale(domain=[1983, 2027], nice=False)
    x = x.axis(format="d", grid=False, values=list(range(1985, 2026, 5)))
    starts = [1, 32, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335]
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    y = alt.Y("q:Q", title=None).scale(domain=[0, 367], reverse=True, nice=False)
    y = y.axis(
        values=starts,
        labelExpr=f"{_js(dict(zip(map(str, starts), months, strict=True)))}[datum.value]",
        gridDash=[1, 3],
    )
    day = chart.transform_aggregate(n="sum(n)", names="values(m)", groupby=["d", "y", "q", "l"])
    day = day.transform_calculate(kind="datum.l ? 'slv' : 'missile'")
    dots = day.mark_point(filled=True, opacity=0.75, stroke="white", strokeWidth=0.8).encode(
        x=x,
        y=y,
        size=alt.Size("n:Q", title="Missiles on the day")
        .scale(domain=[1, 25], range=[36, 620])
        .legend(orient="top", values=[1, 5, 20], symbolFillColor=theme.colour("PRK"), symbolStrokeWidth=0),
        color=alt.Color("kind:N", title=None)
        .scale(domain=list(TYPE_GROUPS), range=[theme.colour("PRK"), MORE])
        .legend(orient="top", labelExpr=_labels(TYPE_GROUPS), symbolSize=90),
        shape=alt.Shape("kind:N").scale(domain=list(TYPE_GROUPS), range=["circle", "diamond"]).legend(None),
        tooltip=[alt.Tooltip("d:N", title="Day (UTC+9)"), alt.Tooltip("n:Q", title="Missiles")],
    )
    none = _none(chart, 350, 120, "No shot of this system from this place.")
    return alt.layer(dots, none).properties(width=700, height=235)


def _outcomes_by_year(chart: alt.Chart) -> alt.LayerChart:
    names = {"s": "coded success", "f": "coded failure", "u": "unknown"}
    counted = chart.transform_filter("datum.o !== 'n'")
    year = counted.transform_aggregate(n="sum(n)", groupby=["y", "o"]).transform_calculate(
        left="datum.y - 0.4", right="datum.y + 0.4", order="indexof(['s', 'f', 'u'], datum.o)"
    )
    x = alt.X("left:Q", title=None).scale(domain=[1983, 2027], nice=False)
    x = x.axis(format="d", grid=False, values=list(range(1985, 2026, 5)))
    bars = year.mark_bar(stroke=None).encode(
        x=x,
        x2="right:Q",
        y=alt.Y("sum(n):Q", title="Missiles", stack="zero"),
        color=alt.Color("o:N", title="Outcome")
        .scale(domain=list(names), range=list(OUTCOME_COLOURS.values()))
        .legend(orient="bottom", labelExpr=_labels(names)),
        order="order:Q",
        tooltip=[
            alt.Tooltip("y:Q", title="Year", format="d"),
            alt.Tooltip("o:N", title="Outcome"),
            alt.Tooltip("sum(n):Q", title="Missiles"),
        ],
    )
    total = counted.transform_calculate(
        s="datum.o === 's' ? datum.n : 0", u="datum.o === 'u' ? datum.n : 0"
    ).transform_aggregate(s="sum(s)", u="sum(u)", n="sum(n)", to="max(y)")
    words = (
        total.transform_filter("datum.n > 0")
        .transform_calculate(
            t="datum.s + ' of ' + datum.n + ' coded success, ' + (datum.n - datum.s - datum.u) + ' failure, '"
            " + datum.u + ' unknown' + "
            f"(datum.n >= {threats.FEWEST_SHOTS} && datum.to < {threats.NO_RATE_FROM}"
            " ? ' (' + format(100 * datum.s / datum.n, '.0f') + (datum.u ? '–' + format(100 * (datum.s "
            "+ datum.u) / datum.n,"
            " '.0f') : '') + ' %)' : '; no rate')"
        )
        .mark_text(align="left", x=0, y=-12, fontSize=13, fontWeight="bold")
        .encode(text="t:N")
    )
    return alt.layer(bars, words).properties(width=700, height=130)


def outcomes(shot: pd.DataFrame, least: alt.Parameter, span: alt.Parameter) -> alt.LayerChart:
    """Return x of n by named system as bars of three parts. Parameters: `least`, `span` ([from, to])."""
    rows = shot.assign(o=shot["outcome"].str[0]).groupby(["system", "year", "o"], as_index=False).size()
    rows = rows.rename(columns={"system": "m", "year": "y", "size": "n"})
    chart = (
        alt.Chart(rows)
        .transform_filter(f"inrange(datum.y, {span.name})")
        .transform_calculate(s="datum.o === 's' ? datum.n : 0", u="datum.o === 'u' ? datum.n : 0")
    )
    held = chart.transform_aggregate(s="sum(s)", u="sum(u)", n="sum(n)", to="max(y)", groupby=["m"])
    held = (
        held.transform_filter(f"datum.n >= {least.name}")
        .transform_window(
            row="row_number()", sort=[alt.SortField("n", order="descending"), alt.SortField("m")]
        )
        .transform_filter("datum.row <= 20")
    )
    held = held.transform_calculate(
        f="datum.n - datum.s - datum.u",
        t="datum.s + ' of ' + datum.n + (datum.u ? ', ' + datum.u + ' unknown' : '') + "
        f"(datum.n >= {threats.FEWEST_SHOTS} && datum.to < {threats.NO_RATE_FROM} ? ' · '"
        " + format(100 * datum.s / datum.n, '.0f')"
        " + (datum.u ? '–' + format(100 * (datum.s + datum.u) / datum.n, '.0f') : '') + ' %' : '')",
        name="datum.m === 'unknown' ? 'not identified' : datum.m",
    )
    y = alt.Y("row:Q", axis=None).scale(domain=[0.4, 20.6], reverse=True, nice=False)
    x = alt.X("a:Q", title="Missiles fired").scale(domain=[0, 85], range=[160, 600], nice=False)
    x = x.axis(values=[0, 20, 40, 60, 80])
    names = {"s": "coded success", "f": "coded failure", "u": "unknown"}
    parts = (
        held.transform_fold(["s", "f", "u"], as_=["o", "k"])
        .transform_calculate(
            a="datum.o === 's' ? 0 : datum.o === 'f' ? datum.s : datum.s + datum.f", z="datum.a + datum.k"
        )
        .transform_filter("datum.k > 0")
    )
    bars = parts.mark_bar(height=13, orient="horizontal").encode(
        x=x,
        x2="z:Q",
        y=y,
        color=alt.Color("o:N", title="Outcome")
        .scale(domain=list(names), range=list(OUTCOME_COLOURS.values()))
        .legend(orient="top", labelExpr=_labels(names)),
        tooltip=[alt.Tooltip("name:N", title="System"), alt.Tooltip("t:N", title="Outcome")],
    )
    left = held.mark_text(align="right", baseline="middle", x=152).encode(y=y, text="name:N")
    right = held.mark_text(align="left", baseline="middle", dx=6).encode(
        x=alt.X("n:Q", **_same(x)), y=y, text="t:N"
    )
    return alt.layer(bars, left, right).properties(width=770, height=20 * 20)


def over_japan(days: pd.DataFrame, kinds: alt.Parameter, what: alt.Parameter) -> alt.LayerChart:
    """Return days with a passage over Japan or a landing in its zone, satellite launchers apart.

    Parameters: `kinds` (list), `what` (over or zone). `days` holds both with a column `what`.
    """
    chart = (
        alt.Chart(days)
        .transform_filter(f"indexof({kinds.name}, datum.kind) >= 0 && datum.what === {what.name}")
        .transform_window(row="row_number()", sort=[alt.SortField("date")])
    )
    y = alt.Y("row:Q", axis=None).scale(domain=[0.4, 14.6], reverse=True, nice=False)
    x = alt.X("km:Q", title="Distance over the ground (km)").scale(
        domain=[0, 5000], range=[220, 610], nice=False
    )
    x = x.axis(values=[0, 1000, 2000, 3000, 4000, 5000], format=",d")
    bars = chart.mark_bar(height=12, orient="horizontal").encode(
        x=x,
        y=y,
        color=alt.Color("kind:N", title=None)
        .scale(domain=["ballistic missile", "satellite launcher"], range=[theme.colour("PRK"), MORE])
        .legend(orient="top"),
        tooltip=[
            alt.Tooltip("date:N", title="Day (UTC+9)"),
            alt.Tooltip("name:N", title="Vehicle"),
            alt.Tooltip("note:N", title="Where"),
        ],
    )
    left = (
        chart.transform_calculate(t="datum.date + '  ' + datum.name")
        .mark_text(align="right", baseline="middle", x=212)
        .encode(y=y, text="t:N")
    )
    right = chart.transform_calculate(
        t="format(datum.km, ',') + ' km' + (datum.note ? ' · ' + datum.note : '')"
    )
    told = right.mark_text(align="left", baseline="middle", dx=6).encode(x=x, y=y, text="t:N")
    none = _none(chart, 400, 120, "No kind is chosen.")
    return alt.layer(bars, left, told, none).properties(width=780, height=14 * 20)


def yields(table: pd.DataFrame, stages: alt.Parameter, scale: alt.Parameter) -> alt.LayerChart:
    """Return every estimate of each nuclear test. Parameters: `stages` (list), `scale` (log or linear)."""
    low = table["low_kt"].fillna(table["central_kt"]).fillna(table["high_kt"])
    high = table["high_kt"].fillna(table["central_kt"]).fillna(table["low_kt"])
    side = [
        "‹" if below else "›" if least else ""
        for below, least in zip(table["below"], table["at_least"], strict=True)
    ]
    rows = pd.DataFrame(
        {
            "n": table["test_no"],
            "d": table["date"],
            "who": table["who"],
            "st": table["estimate_stage"],
            "a": low.astype(float),
            "z": high.astype(float),
            "c": table["central_kt"].astype(float),
            "side": side,
        }
    )
    chart = alt.Chart(rows).transform_filter(f"indexof({stages.name}, datum.st) >= 0")
    chart = chart.transform_calculate(
        t="(datum.side === '‹' ? 'under ' : datum.side === '›' ? 'over ' : '') + (datum.a === datum.z ? "
        "format(datum.a, '~r')"
        " : format(datum.a, '~r') + '–' + format(datum.z, '~r')) + ' kt · ' + datum.who",
        head="'Test ' + datum.n + ', ' + datum.d",
        p=f"{scale.name} === 'log' ? log(datum.a) / LN10 : datum.a",
        q=f"{scale.name} === 'log' ? log(datum.z) / LN10 : datum.z",
    ).transform_window(
        row="row_number()", sort=[alt.SortField("n"), alt.SortField("z"), alt.SortField("who")]
    )
    chart = chart.transform_joinaggregate(first="min(row)", groupby=["n"])
    y = alt.Y("row:Q", axis=None).scale(domain=[0.4, 31.6], reverse=True, nice=False)
    axis = alt.Axis(labelExpr=_powers(scale), values=_ticks(scale), tickCount=6)
    x = alt.X(
        "p:Q", title="Yield (kilotons of TNT; logarithmic unless the scale is set to linear)", axis=axis
    ).scale(
        domain=[
            alt.ExprRef(f"{scale.name} === 'log' ? -0.4 : 0"),
            alt.ExprRef(f"{scale.name} === 'log' ? 2.6 : 300"),
        ],
        range=[150, 470],
        nice=False,
    )
    shades = {"first": "#7fb2d9", "second": "#2f6fb0", "final": "#08306b"}
    colour = (
        alt.Color("st:N", title="Stage of the estimate")
        .scale(domain=list(shades), range=list(shades.values()))
        .legend(orient="top", symbolType="circle", symbolOpacity=1)
    )
    bars = chart.mark_rule(strokeWidth=5, strokeCap="round", opacity=0.6).encode(
        x=x, x2="q:Q", y=y, color=colour
    )
    dots = (
        chart.transform_filter("datum.a === datum.z && datum.side === ''")
        .mark_point(filled=True, size=75, opacity=1)
        .encode(x=x, y=y, color=colour, tooltip=[alt.Tooltip("t:N", title="Estimate")])
    )
    arrows = (
        chart.transform_filter("datum.side !== ''")
        .mark_point(filled=True, size=80, opacity=1)
        .encode(
            x=x,
            y=y,
            color=colour,
            shape=alt.Shape("side:N")
            .scale(domain=["‹", "›"], range=["triangle-left", "triangle-right"])
            .legend(None),
            tooltip=[alt.Tooltip("t:N", title="Estimate")],
        )
    )
    told = chart.mark_text(align="left", baseline="middle", dx=12).encode(x=alt.X("q:Q"), y=y, text="t:N")
    heads = (
        chart.transform_filter("datum.row === datum.first")
        .mark_text(align="right", baseline="middle", x=138, fontWeight="bold")
        .encode(y=y, text="head:N")
    )
    return alt.layer(bars, dots, arrows, told, heads).properties(width=780, height=31 * 18)


# ---------------------------------------------------------------- around Taiwan


def around_taiwan(table: pd.DataFrame, view: alt.Parameter, per_day: alt.Parameter) -> alt.LayerChart:
    """Return one definition by month or year on a fixed time axis with the change of August 2022 marked.

    Parameters: `view` (a key of threats.TAIWAN_VIEWS), `per_day` (bool: per day with a report).
    """
    month = (table["period"].str[5:7].where(table["period"].str.len() == 7, "01").astype(int) - 1) / 12
    start = table["period"].str[:4].astype(int) + month
    size = [1 / 12 if len(p) == 7 else 1 for p in table["period"]]
    rows = pd.DataFrame(
        {
            "w": table["view"],
            "p": table["period"],
            "n": table["count"],
            "r": table["days_reported"],
            "k": table["whole"],
            "f": table["per_day"].astype(float).round(2),
            "a": start.round(4),
            "z": (start + size).round(4),
        }
    )
    chart = (
        alt.Chart(rows)
        .transform_filter(f"datum.w === {view.name}")
        .transform_calculate(
            v=f"{per_day.name} ? datum.f : datum.n",
            a2="datum.a + 0.012",
            z2="datum.z - 0.012",
            part="datum.k ? 'whole period' : 'days without a report'",
        )
        .transform_filter("isValid(datum.v)")
    )
    x = alt.X("a2:Q", title=None).scale(domain=[2020, 2027], nice=False)
    x = x.axis(format="d", values=list(range(2020, 2028)), grid=False)
    bars = chart.mark_bar().encode(
        x=x,
        x2="z2:Q",
        y=alt.Y("v:Q", title=None),
        y2=alt.datum(0),
        color=alt.Color("part:N", title=None)
        .scale(domain=["whole period", "days without a report"], range=[theme.colour("CHN"), "#f0d9a8"])
        .legend(orient="bottom"),
        stroke=alt.value(theme.colour("CHN")),
        strokeWidth=alt.value(0.8),
        tooltip=[
            alt.Tooltip("p:N", title="Period"),
            alt.Tooltip("n:Q", title="Number", format=","),
            alt.Tooltip("r:Q", title="Days with a report"),
            alt.Tooltip("f:Q", title="Per day"),
        ],
    )
    change = alt.Chart(
        alt.InlineData(
            values=[{"x": 2022 + 7 / 12, "t": "August 2022: the daily report changes what it counts"}]
        )
    )
    rule = change.mark_rule(color=theme.INK, strokeWidth=1.5, strokeDash=[5, 3]).encode(
        x=alt.X("x:Q", **_same(x))
    )
    words = change.mark_text(align="left", dx=5, y=8, fontWeight="bold").encode(
        x=alt.X("x:Q", **_same(x)), text="t:N"
    )
    label = f"{_js(threats.TAIWAN_LABELS)}[{view.name}] + ({per_day.name} ? ', per day with a report' : '')"
    head = _one(x=0, y=-12, fontWeight="bold", fontSize=13, text=alt.expr(label))
    none = _none(chart, 350, 150, "No daily reports stand behind this count: switch off the mean per day.")
    return alt.layer(bars, rule, words, head, none).properties(width=710, height=300)


# ---------------------------------------------------------------- words and acts as a ladder

LINE_PX, GAP_PX = 16, 12


def ladder(
    rows: pd.DataFrame, wanted: str, height: int = 560, left: int = 190, newest_first: bool = False
) -> alt.LayerChart:
    """Return texts one under another: date and heading on the left, words and a second line on the right.

    `rows`: order (sortable), head, code (country for the mark's colour), words, sub, strong (filled mark) and
    the columns that the expression `wanted` tests. Rows beyond the height are counted, not squeezed.
    """
    chars = int((790 - left) / 6.9)
    words = ["\n".join(textwrap.wrap(t, chars)) for t in rows["words"]]
    subs = ["\n".join(textwrap.wrap(t, chars)) for t in rows["sub"].fillna("")]
    heads = ["\n".join(textwrap.wrap(t, int(left / 7.4))) for t in rows["head"]]
    size = [
        max(h.count("\n") + 1, w.count("\n") + 1 + (s.count("\n") + 1 if s else 0)) * LINE_PX + GAP_PX
        for h, w, s in zip(heads, words, subs, strict=True)
    ]
    place = (
        rows["order"].reset_index().sort_values(["order", "index"]).index
    )  # unique: ties would share a place
    data = rows.drop(columns=["words", "sub", "head"]).assign(
        order=pd.Series(range(len(rows)), index=place).sort_index().to_numpy(),
        w=words,
        s=subs,
        h=heads,
        px=size,
        d=[(w.count("\n") + 1) * LINE_PX for w in words],
    )
    way = "descending" if newest_first else "ascending"
    chart = alt.Chart(data).transform_filter(wanted)
    order = [alt.SortField("order", order=way)]
    chart = chart.transform_window(bottom="sum(px)", row="row_number()", sort=order, frame=[None, 0])
    chart = chart.transform_joinaggregate(all="count()").transform_calculate(top="datum.bottom - datum.px")
    shown = chart.transform_filter(f"datum.bottom <= {height}")
    y = alt.Y("top:Q", axis=None).scale(domain=[0, height], reverse=True, nice=False)
    low = shown.transform_calculate(under="datum.top + datum.d")
    text = {"align": "left", "baseline": "top", "lineBreak": "\n", "lineHeight": LINE_PX}
    codes = list(dict.fromkeys(rows["code"]))
    mark = (
        shown.transform_calculate(mid="datum.top + 7")
        .mark_point(size=90, x=6, strokeWidth=2, opacity=1)
        .encode(
            y=alt.Y("mid:Q", axis=None),
            stroke=alt.Color("code:N", legend=None, scale=theme.country_scale(codes)),
            fill=alt.condition(
                "datum.strong",
                alt.Color("code:N", legend=None, scale=theme.country_scale(codes)),
                alt.value("white"),
            ),
        )
    )
    rest = chart.transform_filter(f"datum.bottom > {height}").transform_aggregate(n="count()", all="max(all)")
    more = (
        rest.transform_filter("datum.n > 0")
        .transform_calculate(
            t="(datum.all - datum.n) + ' of ' + datum.all + ' rows shown; narrow the choice for the rest'"
        )
        .mark_text(align="left", x=18, y=height + 10, color=theme.QUIET)
        .encode(text="t:N")
    )
    return alt.layer(
        mark,
        shown.mark_text(**text, x=18, fontWeight="bold").encode(y=y, text="h:N"),
        shown.mark_text(**text, x=left).encode(y=y, text="w:N"),
        low.transform_filter("datum.s !== ''")
        .mark_text(**text, x=left, color=theme.QUIET, fontStyle="italic")
        .encode(y=alt.Y("under:Q", axis=None), text="s:N"),
        more,
        _none(chart, 350, 120, "Nothing is held for this choice."),
    ).properties(width=790, height=height + 20)


# ---------------------------------------------------------------- acts beside a series


def annotated(
    series: pd.DataFrame,
    acts: pd.DataFrame,
    indicator: alt.Parameter,
    actors: alt.Parameter,
    groups: alt.Parameter,
    span: alt.Parameter,
) -> alt.VConcatChart:
    """Return one series with dated acts below it and the newest of them in words.

    Parameters: `indicator`, `actors` (sorted `;` lists), `groups` (see threats.GROUPS), `span` ([from, to]).
    """
    rows = pd.DataFrame({"i": series["indicator"], "y": series["year"], "v": series["value"]})
    x = (
        alt.X("y:Q", title=None)
        .scale(
            domain=[alt.ExprRef(f"{span.name}[0]"), alt.ExprRef(f"{span.name}[1] + 1")],
            range=[180, 745],
            nice=False,
        )
        .axis(format="d", tickMinStep=1, grid=False)
    )
    held = alt.Chart(rows).transform_filter(f"datum.i === {indicator.name} && inrange(datum.y, {span.name})")
    held = held.transform_calculate(a="datum.y + 0.1", z="datum.y + 0.9")
    bars = held.mark_bar(color="#b6bec7").encode(
        x=alt.X("a:Q", **_same(x)),
        x2="z:Q",
        y=alt.Y("v:Q", title=None),
        y2=alt.datum(0),
        tooltip=[
            alt.Tooltip("y:Q", title="Year", format="d"),
            alt.Tooltip("v:Q", title="Number", format=","),
        ],
    )
    name = f"{_js(threats.INDICATORS)}[{indicator.name}]"
    unit = f"{_js({key: threats.unit(key) for key in threats.INDICATORS})}[{indicator.name}]"
    head = _one(x=0, y=-12, fontWeight="bold", fontSize=13, text=alt.expr(f"{name} + ': ' + {unit}"))
    top = alt.layer(bars, head).properties(width=745, height=130)
    return alt.vconcat(top, *_acts(acts, actors, groups, span, x), spacing=14)


def _same(x: alt.X) -> dict[str, Any]:
    return {key: value for key, value in x._kwds.items() if key in ("scale", "axis", "title")}


def _acts(acts: pd.DataFrame, actors: Any, groups: Any, span: Any, x: alt.X) -> Sequence[alt.Chart]:
    when = acts["start"].dt.year + (acts["start"].dt.day_of_year - 1) / 366
    rows = pd.DataFrame(
        {
            "d": acts["date"],
            "y": when.round(3),
            "r": acts["year"],
            "a": acts["actors"],
            "g": acts["group"],
            "t": [textwrap.shorten(t, 62, placeholder=" …") for t in acts["title"]],
        }
    )
    lanes = list(threats.GROUPS)
    chart = (
        alt.Chart(rows)
        .transform_filter(
            f"indexof({actors.name}, datum.a) >= 0 && indexof({groups.name}, datum.g) >= 0 && "
            f"inrange(datum.r, {span.name})"
        )
        .transform_calculate(code="split(datum.a, ';')[0]", joint="length(split(datum.a, ';')) > 1")
    )
    codes = ["CHN", "JPN", "KOR", "PRK", "RUS", "USA", "other"]
    names = {
        "CHN": "China",
        "JPN": "Japan",
        "KOR": "South Korea",
        "PRK": "North Korea",
        "RUS": "Russia",
        "USA": "United States",
        "other": "other",
    }
    colour = alt.Color("code:N", title="First actor").scale(
        domain=codes, range=[theme.colour(c) for c in codes]
    )
    dots = chart.mark_point(size=70, filled=True, opacity=0.85).encode(
        x=x,
        y=alt.Y("g:N", title=None, sort=lanes)
        .scale(domain=lanes)
        .axis(labelLimit=1, labels=False, ticks=False, domain=False, grid=True, gridDash=[1, 3]),
        color=colour.legend(orient="top", labelExpr=_labels(names), columns=7),
        shape=alt.Shape("joint:N", title=None)
        .scale(domain=[False, True], range=["circle", "diamond"])
        .legend(
            orient="top",
            labelExpr="datum.value ? 'jointly with another state' : 'alone'",
            symbolFillColor=theme.QUIET,
            symbolStrokeWidth=0,
        ),
        tooltip=[
            alt.Tooltip("d:N", title="Date"),
            alt.Tooltip("a:N", title="Actors"),
            alt.Tooltip("t:N", title="Act"),
        ],
    )
    lane_words = (
        alt.Chart(pd.DataFrame({"g": lanes}))
        .mark_text(align="left", baseline="middle", x=0, color=theme.QUIET)
        .encode(y=alt.Y("g:N", sort=lanes).scale(domain=lanes), text="g:N")
    )
    listed = chart.transform_window(row="row_number()", sort=[alt.SortField("y", order="descending")])
    listed = listed.transform_joinaggregate(all="count()").transform_filter("datum.row <= 18")
    listed = listed.transform_calculate(
        side="floor((datum.row - 1) / 9) * 372",
        line="(datum.row - 1) % 9",
        words="datum.d + '  ' + datum.t",
    )
    place = {
        "y": alt.Y("line:Q", axis=None).scale(domain=[-0.6, 8.6], reverse=True, nice=False),
        "x": alt.X("side:Q", axis=None).scale(domain=[0, 730], range=[0, 730], nice=False),
    }
    text = listed.mark_text(align="left", baseline="middle", limit=362).encode(**place, text="words:N")
    some = (
        listed.transform_aggregate(n="count()", all="max(all)")
        .transform_filter("datum.n > 0")
        .transform_calculate(
            t="datum.all > datum.n ? 'The newest ' + datum.n + ' of ' + datum.all + ' acts chosen' : "
            "'All ' + datum.n + ' acts chosen'"
        )
        .mark_text(align="left", x=0, y=-8, fontWeight="bold")
        .encode(text="t:N")
    )
    none = _none(chart, 350, 60, "No act is held for this choice.")
    return (
        alt.layer(dots, lane_words).properties(width=745, height=26 * len(lanes)),
        alt.layer(text, some, none).properties(width=745, height=9 * 18),
    )


# ---------------------------------------------------------------- warheads and forces


def warheads(
    table: pd.DataFrame,
    names: Mapping[str, str],
    view: alt.Parameter,
    countries: alt.Parameter,
    scale: alt.Parameter,
) -> alt.HConcatChart:
    """Return one publisher's one edition, projections as open marks apart from the estimates.

    Parameters: `view` (publisher|edition|measure), `countries` (list), `scale` (linear or log).
    """
    views = list(dict.fromkeys(table["view"]))
    rows = pd.DataFrame(
        {
            "w": table["view"].map(views.index),
            "c": table["country"],
            "y": table["year"],
            "v": table["value"],
            "b": table["bound"].map({"figure": "", "at least": "over ", "up to": "up to "}),
            "k": table["kind"].eq("projection"),
            "r": (table["year"].diff() != 1).cumsum(),
        }
    )
    chart = (
        alt.Chart(rows)
        .transform_filter(
            f"datum.w === indexof({_js(views)}, {view.name}) && indexof({countries.name}, datum.c) >= 0"
        )
        .transform_calculate(
            name=f"{_js(dict(names))}[datum.c]",
            p=f"{scale.name} === 'log' ? log(max(1, datum.v)) / LN10 : datum.v",
        )
    )
    colour = alt.Color("c:N", legend=None, scale=theme.country_scale(names))
    axis = alt.Axis(labelExpr=_powers(scale), values=_ticks(scale, (0,)), tickCount=6)
    x = (
        alt.X("y:Q", title=None)
        .scale(zero=False, nice=False, padding=14)
        .axis(format="d", labelOverlap="greedy", labelSeparation=12, tickMinStep=1, grid=False)
    )
    y = alt.Y("p:Q", title=None, axis=axis)
    tip = [
        alt.Tooltip("name:N", title="State"),
        alt.Tooltip("y:Q", title="Year", format="d"),
        alt.Tooltip("b:N", title="Bound"),
        alt.Tooltip("v:Q", title="Warheads", format=","),
    ]
    known = chart.transform_filter("!datum.k")
    lines = known.mark_line().encode(x=x, y=y, color=colour, detail="r:N")
    dots = known.mark_point(size=36, filled=True, opacity=1).encode(x=x, y=y, color=colour, tooltip=tip)
    ahead = chart.transform_filter("datum.k")
    open_ = ahead.mark_point(size=130, filled=False, shape="diamond", strokeWidth=2).encode(
        x=x, y=y, color=colour, tooltip=tip
    )
    told = (
        ahead.mark_text(align="right", baseline="middle", dx=-12, dy=4)
        .transform_calculate(t="datum.b + format(datum.v, ',') + ' by ' + datum.y + ' (projection)'")
        .encode(x=x, y=y, text="t:N")
    )
    none = _none(chart, 250, 150, "This edition has no figure for the chosen states.")
    words = f"'Nuclear warheads (estimates)'{_logarithmic(scale)}"
    head = _one(x=0, y=-12, fontWeight="bold", fontSize=13, text=alt.expr(words))
    left = alt.layer(lines, dots, open_, told, none, head).properties(width=500, height=320)
    return alt.hconcat(left, _latest(known, names), spacing=20)


def _latest(known: alt.Chart, names: Mapping[str, str]) -> alt.LayerChart:
    """The newest estimate of each chosen state, highest first: the legend, with numbers."""
    last = known.transform_joinaggregate(to="max(y)", groupby=["c"]).transform_filter("datum.y === datum.to")
    last = last.transform_window(row="row_number()", sort=[alt.SortField("v", order="descending")])
    y = alt.Y("row:Q", axis=None).scale(domain=[0, 13], reverse=True, nice=False)
    look = last.mark_square(size=120, x=6, opacity=1).encode(
        y=y, color=alt.Color("c:N", legend=None, scale=theme.country_scale(names))
    )
    text = last.transform_calculate(
        t="datum.name + ': ' + datum.b + format(datum.v, ',') + ' (' + datum.y + ')'"
    )
    head = _one(x=0, y=2, fontWeight="bold", text="Newest estimate in this edition")
    return alt.layer(
        look, text.mark_text(align="left", baseline="middle", x=18).encode(y=y, text="t:N"), head
    ).properties(width=210, height=320)


def forces(
    table: pd.DataFrame, names: Mapping[str, str], kinds: Mapping[str, str], view: alt.Parameter
) -> alt.LayerChart:
    """Return one category of one edition by state. `kinds` says in words what each view counts.

    Parameter: `view` (a key of the column view).
    """
    rows = pd.DataFrame(
        {
            "w": table["view"],
            "h": table["view"].map(dict(kinds)),
            "c": table["country_iso3"],
            "v": table["value"].astype(float),
            "n": table["country_iso3"].map(dict(names))
            + table["note"].map(lambda note: " (Far East only)" if "Far East" in str(note) else ""),
            "k": table["kind"].eq("projection"),
            "y": table["year"],
        }
    )
    chart = (
        alt.Chart(rows)
        .transform_filter(f"datum.w === {view.name}")
        .transform_window(row="row_number()", sort=[alt.SortField("v", order="descending")])
        .transform_joinaggregate(top="max(v)")
    )
    y = alt.Y("row:Q", axis=None).scale(domain=[0.4, 9.6], reverse=True, nice=False)
    x = alt.X("v:Q", title=None).scale(range=[170, 620], zero=True).axis(format=",d", tickCount=5)
    bars = chart.mark_bar(height=20, orient="horizontal").encode(
        x=x,
        y=y,
        color=alt.Color("c:N", legend=None, scale=theme.country_scale(names)),
        opacity=alt.condition("datum.k", alt.value(0.4), alt.value(1)),
    )
    left = chart.mark_text(align="right", baseline="middle", x=162).encode(y=y, text="n:N")
    told = chart.transform_calculate(
        t="format(datum.v, ',') + ' (' + datum.y + (datum.k ? ', projection)' : ')')"
    )
    right = told.mark_text(align="left", baseline="middle", dx=6).encode(x=x, y=y, text="t:N")
    head = chart.transform_filter("datum.row === 1").mark_text(align="left", x=170, y=-8, fontWeight="bold")
    return alt.layer(bars, left, right, head.encode(text="h:N")).properties(width=770, height=9 * 28)
