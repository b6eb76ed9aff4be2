"""Charts of North Korean tests."""

from __future__ import annotations

import pandas as pd

from hakusho import threats
from hakusho._altair import alt
from hakusho.charts import theme
from hakusho.charts.expressions import js, labels
from hakusho.charts.threats.parts import (
    MORE,
    empty,
    heading,
    logarithmic,
    powers,
    row_bars,
    same,
    slots,
    ticks,
)

OUTCOME_COLOURS = {"success": "#08306b", "failure": "#e07b00", "unknown": "#b6bec7"}


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
    every = alt.Chart(data.drop(columns="e"))
    chart = every.transform_filter(wanted)
    blank = empty(every, wanted, 350, 120, "No shot of this system from this place.")
    return alt.vconcat(_calendar(chart, blank), _outcomes_by_year(chart), spacing=12).resolve_scale(
        color="independent"
    )


def _calendar(chart: alt.Chart, blank: alt.Chart) -> alt.LayerChart:
    x = alt.X("y:Q", title=None).scale(domain=[1983, 2027], nice=False)
    x = x.axis(format="d", grid=False, values=list(range(1985, 2026, 5)))
    starts = [1, 32, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335]
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    y = alt.Y("q:Q", title=None).scale(domain=[0, 367], reverse=True, nice=False)
    y = y.axis(
        values=starts,
        labelExpr=f"{js(dict(zip(map(str, starts), months, strict=True)))}[datum.value]",
        gridDash=[1, 3],
    )
    day = chart.transform_aggregate(n="sum(n)", names="values(m)", groupby=["d", "y", "q", "l"])
    day = day.transform_calculate(kind="datum.l ? 'slv' : 'missile'")
    dots = day.mark_point(filled=True, opacity=0.75, stroke="white", strokeWidth=0.8).encode(
        x=x,
        y=y,
        size=alt.Size("n:Q", title="Fired on the day")
        .scale(domain=[1, 25], range=[36, 620])
        .legend(orient="top", values=[1, 5, 20], symbolFillColor=theme.colour("PRK"), symbolStrokeWidth=0),
        color=alt.Color("kind:N", title=None)
        .scale(domain=list(TYPE_GROUPS), range=[theme.colour("PRK"), MORE])
        .legend(orient="top", labelExpr=labels(TYPE_GROUPS), symbolSize=90),
        shape=alt.Shape("kind:N").scale(domain=list(TYPE_GROUPS), range=["circle", "diamond"]).legend(None),
        tooltip=[alt.Tooltip("d:N", title="Day (UTC+9)"), alt.Tooltip("n:Q", title="Missiles")],
    )
    return alt.layer(dots, blank).properties(width=700, height=235)


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
        y=alt.Y("sum(n):Q", title="Missiles and launchers", stack="zero"),
        color=alt.Color("o:N", title="Outcome")
        .scale(domain=list(names), range=list(OUTCOME_COLOURS.values()))
        .legend(orient="bottom", labelExpr=labels(names)),
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


MOST = 16
"""Systems drawn at the most."""


def outcomes(shot: pd.DataFrame, least: alt.Parameter, span: alt.Parameter) -> alt.LayerChart:
    """Return x of n by named system as bars of three parts. Parameters: `least`, `span` ([from, to])."""
    rows = shot.assign(o=shot["outcome"].str[0]).groupby(["system", "year", "o"], as_index=False).size()
    rows = rows.rename(columns={"system": "m", "year": "y", "size": "n"})
    chart = (
        alt.Chart(rows)
        .transform_filter(f"inrange(datum.y, {span.name})")
        .transform_calculate(s="datum.o === 's' ? datum.n : 0", u="datum.o === 'u' ? datum.n : 0")
    )
    every = alt.Chart(rows).transform_calculate(k=f"inrange(datum.y, {span.name}) ? datum.n : 0")
    every = every.transform_aggregate(n="sum(k)", groupby=["m"])
    blank = empty(every, f"datum.n >= {least.name}", 380, 120, "No system has so many shots in these years.")
    held = chart.transform_aggregate(s="sum(s)", u="sum(u)", n="sum(n)", to="max(y)", groupby=["m"])
    held = (
        held.transform_filter(f"datum.n >= {least.name}")
        .transform_window(
            row="row_number()", sort=[alt.SortField("n", order="descending"), alt.SortField("m")]
        )
        .transform_filter(f"datum.row <= {MOST}")
    )
    held = held.transform_calculate(
        f="datum.n - datum.s - datum.u",
        t="datum.s + ' of ' + datum.n + (datum.u ? ', ' + datum.u + ' unknown' : '') + "
        f"(datum.n >= {threats.FEWEST_SHOTS} && datum.to < {threats.NO_RATE_FROM} ? ' · '"
        " + format(100 * datum.s / datum.n, '.0f')"
        " + (datum.u ? '–' + format(100 * (datum.s + datum.u) / datum.n, '.0f') : '') + ' %' : '')",
        name="datum.m === 'unknown' ? 'not identified' : datum.m",
    )
    y = slots(MOST)
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
        .legend(orient="top", labelExpr=labels(names)),
        tooltip=[alt.Tooltip("name:N", title="System"), alt.Tooltip("t:N", title="Outcome")],
    )
    left = held.mark_text(align="right", baseline="middle", x=152).encode(y=y, text="name:N")
    right = held.mark_text(align="left", baseline="middle", dx=6).encode(
        x=alt.X("n:Q", **same(x)), y=y, text="t:N"
    )
    return alt.layer(bars, left, right, blank).properties(width=770, height=MOST * 20)


def over_japan(days: pd.DataFrame, kinds: alt.Parameter, what: alt.Parameter) -> alt.LayerChart:
    """Return days with a passage over Japan or a landing in its zone, satellite launchers apart.

    Parameters: `kinds` (list), `what` (over or zone). `days` holds both with a column `what`.
    """
    wanted = f"indexof({kinds.name}, datum.kind) >= 0 && datum.what === {what.name}"
    chart = (
        alt.Chart(days)
        .transform_filter(wanted)
        .transform_window(row="row_number()", sort=[alt.SortField("date")])
    )
    sizes = days.groupby("what").size()
    y = slots(f"({what.name} === 'over' ? {sizes['over']} : {sizes['zone']})")
    x = alt.X("km:Q", title="Distance over the ground (km)").scale(
        domain=[0, 5000], range=[220, 610], nice=False
    )
    x = x.axis(values=[0, 1000, 2000, 3000, 4000, 5000], format=",d")
    bars = row_bars(
        chart,
        x,
        y,
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
    blank = empty(alt.Chart(days), wanted, 415, 120, "No kind is chosen.")
    return alt.layer(bars, left, told, blank).properties(width=780, height=int(sizes.max()) * 20)


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
    wanted = f"indexof({stages.name}, datum.st) >= 0"
    blank = empty(alt.Chart(rows), wanted, 350, 150, "No stage is chosen.")
    chart = alt.Chart(rows).transform_filter(wanted)
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
    y = slots(len(rows))
    axis = alt.Axis(labelExpr=powers(scale), values=ticks(scale, (0, 0.47712)), tickCount=6)
    x = alt.X("p:Q", title=None, axis=axis).scale(
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
        .legend(orient="bottom", symbolType="circle", symbolOpacity=1)
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
    title = heading(f"'Yield in kilotons of TNT'{logarithmic(scale)}")
    heads = (
        chart.transform_filter("datum.row === datum.first")
        .mark_text(align="right", baseline="middle", x=138, fontWeight="bold")
        .encode(y=y, text="head:N")
    )
    return alt.layer(bars, dots, arrows, told, heads, title, blank).properties(
        width=780, height=len(rows) * 18
    )
