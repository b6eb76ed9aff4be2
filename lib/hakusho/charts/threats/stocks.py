"""Warheads and force levels: one publisher and edition at a time."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from hakusho._altair import alt
from hakusho.charts import theme
from hakusho.charts.expressions import js
from hakusho.charts.threats.parts import empty, heading, logarithmic, powers, slots, ticks


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
    wanted = f"datum.w === indexof({js(views)}, {view.name}) && indexof({countries.name}, datum.c) >= 0"
    chart = (
        alt.Chart(rows)
        .transform_filter(wanted)
        .transform_calculate(
            name=f"{js(dict(names))}[datum.c]",
            p=f"{scale.name} === 'log' ? log(max(1, datum.v)) / LN10 : datum.v",
        )
    )
    colour = alt.Color("c:N", legend=None, scale=theme.country_scale(names))
    axis = alt.Axis(labelExpr=powers(scale), values=ticks(scale, (0,)), tickCount=6)
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
    dots = known.mark_point(size=44, filled=True, opacity=1).encode(
        x=x, y=y, color=colour, shape=_shape(names), tooltip=tip
    )
    ahead = chart.transform_filter("datum.k")
    open_ = ahead.mark_point(size=130, filled=False, shape="diamond", strokeWidth=2).encode(
        x=x, y=y, color=colour, tooltip=tip
    )
    told = (
        ahead.mark_text(align="right", baseline="middle", dx=-12, dy=4)
        .transform_calculate(t="datum.b + format(datum.v, ',') + ' by ' + datum.y + ' (projection)'")
        .encode(x=x, y=y, text="t:N")
    )
    blank = empty(alt.Chart(rows), wanted, 250, 120, "This edition has no figure for the chosen states.")
    words = f"'Nuclear warheads (estimates)'{logarithmic(scale)}"
    head = heading(words)
    left = alt.layer(lines, dots, open_, told, blank, head).properties(width=500, height=320)
    return alt.hconcat(left, _latest(known, names), spacing=20)


def _shape(names: Mapping[str, str]) -> alt.Shape:
    """A mark of its own for each state that has no colour of its own."""
    marks = iter(("square", "triangle-up", "triangle-down", "cross"))
    shapes = ["circle" if theme.colour(code) != theme.OTHER else next(marks) for code in names]
    return alt.Shape("c:N", legend=None).scale(domain=list(names), range=shapes)


def _latest(known: alt.Chart, names: Mapping[str, str]) -> alt.LayerChart:
    """The newest estimate of each chosen state, highest first: the legend, with numbers."""
    last = known.transform_joinaggregate(to="max(y)", groupby=["c"]).transform_filter("datum.y === datum.to")
    last = last.transform_window(row="row_number()", sort=[alt.SortField("v", order="descending")])
    y = alt.Y("row:Q", axis=None).scale(domain=[0, 13], reverse=True, nice=False)
    look = last.mark_point(size=110, x=6, filled=True, opacity=1).encode(
        y=y, color=alt.Color("c:N", legend=None, scale=theme.country_scale(names)), shape=_shape(names)
    )
    text = last.transform_calculate(
        t="datum.name + ': ' + datum.b + format(datum.v, ',') + ' (' + datum.y + ')'"
    )
    head = heading("'Newest estimate in this edition'", 2)
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
    y = slots(int(rows.groupby("w").size().max()))
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
    return alt.layer(bars, left, right, head.encode(text="h:N")).properties(width=770, height=8 * 28)
