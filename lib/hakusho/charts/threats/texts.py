"""Texts one under another, and dated acts beside a series."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import pandas as pd

from hakusho import threats
from hakusho._altair import alt
from hakusho.charts import theme
from hakusho.charts.expressions import labels
from hakusho.charts.threats.counts import series_name
from hakusho.charts.threats.parts import empty, heading, same

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
            t="(datum.all - datum.n) + ' of ' + datum.all + ' drawn; all of them stand in the rows below'"
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
        empty(alt.Chart(data), f"({wanted})", 350, 120, "Nothing is held for this choice."),
    ).properties(width=790, height=height + 20)


LEFT = 180
"""Pixels left of the time axis, for the names of the lanes."""


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
            range=[LEFT, 745],
            nice=False,
        )
        .axis(format="d", tickMinStep=1, grid=False)
    )
    held = alt.Chart(rows).transform_filter(f"datum.i === {indicator.name} && inrange(datum.y, {span.name})")
    held = held.transform_calculate(a="datum.y + 0.1", z="datum.y + 0.9")
    bars = held.mark_bar(color="#b6bec7").encode(
        x=alt.X("a:Q", **same(x)),
        x2="z:Q",
        y=alt.Y("v:Q", title=None, axis=alt.Axis(offset=-LEFT, domain=False)),
        y2=alt.datum(0),
        tooltip=[
            alt.Tooltip("y:Q", title="Year", format="d"),
            alt.Tooltip("v:Q", title="Number", format=","),
        ],
    )
    head = heading(series_name(indicator))
    top = alt.layer(bars, head).properties(width=745, height=130)
    return alt.vconcat(top, *_acts(acts, actors, groups, span, x), spacing=14)


JOINT = {"domain": [False, True], "range": ["circle", "diamond"]}


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
    wanted = (
        f"indexof({actors.name}, datum.a) >= 0 && indexof({groups.name}, datum.g) >= 0 && "
        f"inrange(datum.r, {span.name})"
    )
    chart = (
        alt.Chart(rows)
        .transform_filter(wanted)
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
        color=colour.legend(orient="top", labelExpr=labels(names), columns=7),
        shape=alt.Shape("joint:N", title=None)
        .scale(**JOINT)
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
        side="floor((datum.row - 1) / 9) * 376",
        line="(datum.row - 1) % 9",
        words="datum.d + '  ' + datum.t",
    )
    place = {
        "y": alt.Y("line:Q", axis=None).scale(domain=[-0.6, 8.6], reverse=True, nice=False),
        "x": alt.X("side:Q", axis=None).scale(domain=[0, 730], range=[0, 730], nice=False),
    }
    text = listed.mark_text(align="left", baseline="middle", dx=14, limit=352).encode(**place, text="words:N")
    look = listed.mark_point(size=60, filled=True, opacity=1, xOffset=4).encode(
        **place, color=colour.legend(None), shape=alt.Shape("joint:N").scale(**JOINT).legend(None)
    )
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
    blank = empty(alt.Chart(rows), wanted, 350, 60, "No act is held for this choice.")
    return (
        alt.layer(dots, lane_words).properties(width=745, height=26 * len(lanes)),
        alt.layer(look, text, some, blank).properties(width=745, height=9 * 18),
    )
