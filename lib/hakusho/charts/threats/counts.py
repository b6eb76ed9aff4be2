"""Charts of counts: indicators against a base year, one year by counter, Taiwan by definition."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hakusho import threats
from hakusho._altair import alt
from hakusho.charts import theme
from hakusho.charts.expressions import js, labels
from hakusho.charts.threats.parts import LESS, MORE, empty, heading, row_bars, same, slots

STEPS = (0.125, 0.25, 0.5, 1, 2, 4, 8)


UNIT_COLOURS = {"missiles": "#08306b", "launches": "#2f6fb0", "launch_days": "#7fb2d9", "events": "#8c959f"}


SERIES_START = {
    "scr-all": 1957,
    "nk-missiles": 1983,
    "nk-days": 1983,
    "scr-southwest": 2012,
    "scr-north": 2012,
    "twn-all": 2019,
}


def series_name(indicator: alt.Parameter) -> str:
    """Return an expression: the name of the chosen indicator and the kind of year."""
    kind = f"indexof({indicator.name}, 'scr') === 0 ? ', by fiscal year' : ', by year'"
    return f"{js(threats.INDICATORS)}[{indicator.name}] + ({kind})"


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
        name=f"{js(threats.INDICATORS)}[datum.i]",
        both="datum.nb > 0 && datum.ne > 0",
        ratio="datum.both && datum.b > 0 && datum.e > 0 ? datum.e / datum.b : null",
        way="datum.ratio > 1 ? 'more' : datum.ratio < 1 ? 'less' : 'same'",
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
    colour = alt.Color("way:N", legend=None).scale(domain=["less", "more"], range=[LESS, MORE])
    held = chart.transform_filter("datum.ratio !== null")
    bars = held.mark_bar(height=13, cursor="pointer").encode(
        x=x,
        x2=alt.datum(1),
        y=y,
        color=colour,
        tooltip=[alt.Tooltip("name:N", title="Indicator"), alt.Tooltip("words:N", title="Change")],
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
    counted = _counted(held, "less", "Fewer", "right", 412), _counted(held, "more", "More", "left", 428)
    return alt.layer(bars, line, left, words, *counted).properties(width=745, height=20 * len(names))


def _counted(held: alt.Chart, way: str, word: str, align: str, x: int) -> alt.Chart:
    """How many indicators went one way, over the bars on that side: the legend, with the finding."""
    told = held.transform_calculate(one=f"datum.way === '{way}' ? 1 : 0").transform_aggregate(n="sum(one)")
    told = told.transform_calculate(t=f"'{word}: ' + (isValid(datum.n) ? datum.n : 0)")
    mark = told.mark_text(align=align, baseline="middle", fontSize=14, fontWeight="bold", x=x, y=-12)
    return mark.encode(text="t:N", color=alt.value(LESS if way == "less" else "#a85c00"))


def _whole_series(
    series: pd.DataFrame, practice: pd.DataFrame, indicator: Any, base: Any, end: Any
) -> alt.LayerChart:
    rows = pd.DataFrame(
        {"i": series["indicator"], "y": series["year"], "v": series["value"], "p": series["period"]}
    )
    chart = alt.Chart(rows).transform_filter(f"datum.i === {indicator.name}")
    start = alt.ExprRef(f"{js(SERIES_START)}[{indicator.name}] || 2004")
    x = (
        alt.X("y:Q", title="Calendar year; for scrambles the fiscal year that begins in it")
        .scale(domain=[start, 2026], nice=False)
        .axis(format="d", tickMinStep=1, grid=False)
    )
    y = alt.Y("v:Q", title=None).scale(zero=True)
    roof = chart.transform_aggregate(top="max(v)").transform_calculate(room="1.06 * datum.top")
    roof = roof.mark_point(opacity=0).encode(y=alt.Y("room:Q"))  # room for the ring at the highest dot
    head = heading(series_name(indicator), -26)
    colour = js(
        {
            "scr-chn": "CHN",
            "scr-rus": "RUS",
            "nk-missiles": "PRK",
            "nk-days": "PRK",
            "scr-all": "",
            "scr-north": "",
            "scr-southwest": "",
        }
    )
    inks = js({code: theme.colour(code) for code in ("CHN", "RUS", "PRK")} | {"": theme.OTHER})
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
    return alt.layer(
        *_practice_marks(practice, indicator, x), lines, dots, rings, told, roof, head
    ).properties(width=745, height=190)


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
                f"{_short_who(who)} · {scope.removeprefix('ballistic and space, ')}"
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
    wanted = f"datum.y === {year.name} && indexof({units.name}, datum.u) >= 0 && (datum.w || {part.name})"
    chart = alt.Chart(rows).transform_filter(wanted).transform_calculate(o=f"indexof({js(order)}, datum.u)")
    chart = chart.transform_window(
        row="row_number()",
        sort=[alt.SortField("o"), alt.SortField("n", order="descending"), alt.SortField("k")],
    )
    y = slots(f"({part.name} ? {_most(table)} : {_most(table[table['whole']])})")
    x = alt.X("n:Q", title="Number in the year, in the unit of the bar's colour")
    x = x.scale(domain=[0, 105], range=[350, 720], nice=False).axis(values=[0, 20, 40, 60, 80, 100])
    bars = row_bars(
        chart,
        x,
        y,
        color=alt.Color("u:N", title=None)
        .scale(domain=order, range=list(UNIT_COLOURS.values()))
        .legend(orient="top", labelExpr=labels(threats.COUNTED_UNITS)),
        tooltip=[
            alt.Tooltip("k:N", title="Counter and scope"),
            alt.Tooltip("t:N", title="Number"),
            alt.Tooltip("b:N", title="Basis"),
        ],
    )
    names = chart.mark_text(align="right", baseline="middle", x=342, limit=340).encode(y=y, text="k:N")
    told = chart.mark_text(align="left", baseline="middle", dx=5).encode(x=x, y=y, text="t:N")
    blank = empty(alt.Chart(rows), wanted, 535, 140, "No number is held for this year and these units.")
    return alt.layer(bars, names, told, blank).properties(width=780, height=290)


def _most(table: pd.DataFrame) -> int:
    """The most rows that a year of these has."""
    return int(table.groupby("year").size().max())


def _short_who(name: str) -> str:
    cuts = {
        "CNS / NTI database, counted from nk_missile_tests": "CNS database",
        "CNS data in a later copy (file of October 2026)": "CNS, later copy",
        "CNS / NTI chart of Statista": "CNS in Statista, failures left out",
        "CSIS Missile Defense Project, as printed by JBpress": "CSIS Missile Defense",
        "CSIS Beyond Parallel database": "CSIS Beyond Parallel",
        "South Korean Joint Chiefs of Staff, as printed by press": "South Korean Joint Chiefs",
        "South Korean Ministry of National Defense": "South Korean ministry",
        "Japan Ministry of Defense": "Japanese ministry",
        "CNS as printed by the Washington Post": "CNS, as in Washington Post",
        "UN Panel of Experts (resolution 1874)": "UN Panel of Experts",
    }
    return cuts.get(name, name)


REPORTED = ("all", "zone", "navy", "peak")
"""Views of the ministry's own report, which the change of August 2022 parts."""


def _starts(rows: pd.DataFrame) -> dict[str, float]:
    """Where the time axis of each view begins: a little before its first period."""
    return {view: round(float(first) - 0.2, 2) for view, first in rows.groupby("w")["a"].min().items()}


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
    wanted = f"datum.w === {view.name} && isValid({per_day.name} ? datum.f : datum.n)"
    chart = (
        alt.Chart(rows)
        .transform_filter(wanted)
        .transform_calculate(
            v=f"{per_day.name} ? datum.f : datum.n",
            a2="datum.a + 0.012",
            z2="datum.z - 0.012",
            part="datum.k ? 'whole period' : 'some days without a report'",
        )
    )
    span = [alt.ExprRef(f"{js(_starts(rows))}[{view.name}]"), 2027]
    x = alt.X("a2:Q", title=None).scale(domain=span, nice=False)
    x = x.axis(format="d", values=list(range(2019, 2028)), grid=False)
    bars = chart.mark_bar().encode(
        x=x,
        x2="z2:Q",
        y=alt.Y("v:Q", title=None),
        y2=alt.datum(0),
        color=alt.Color("part:N", title=None)
        .scale(domain=["whole period", "some days without a report"], range=[theme.colour("CHN"), "#f0d9a8"])
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
    change = change.transform_filter(f"indexof({js(REPORTED)}, {view.name}) >= 0")
    room = chart.transform_aggregate(top="max(v)").transform_calculate(room="1.12 * datum.top")
    roof = room.mark_point(opacity=0).encode(y="room:Q")
    rule = change.mark_rule(color=theme.INK, strokeWidth=1.5, strokeDash=[5, 3]).encode(
        x=alt.X("x:Q", **same(x))
    )
    words = change.mark_text(align="left", dx=5, y=8, fontWeight="bold").encode(
        x=alt.X("x:Q", **same(x)), text="t:N"
    )
    label = f"{js(threats.TAIWAN_LABELS)}[{view.name}] + ({per_day.name} ? ', per day with a report' : '')"
    head = heading(label)
    blank = empty(
        alt.Chart(rows),
        wanted,
        350,
        150,
        "No daily reports stand behind this count: switch off the mean per day.",
    )
    return alt.layer(bars, roof, rule, words, head, blank).properties(width=710, height=300)
