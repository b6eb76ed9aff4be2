"""Marks in lanes with a text to open: events, claims, promises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from hakusho import alliances
from hakusho._altair import alt
from hakusho.charts.alliances.parts import names, squares, text_panel, wrapped


def _edge(chosen: alt.Parameter, wide: float, narrow: float) -> dict:
    """A black edge around the opened mark, a white one around the others."""
    test = f"datum.id == {chosen.name}"
    return {
        "stroke": alt.condition(test, alt.value("black"), alt.value("white")),
        "strokeWidth": alt.condition(test, alt.value(wide), alt.value(narrow)),
    }


def lanes(
    events: pd.DataFrame,
    order: Sequence[str],
    chosen: alt.Parameter,
    test: str,
    colours: Mapping[str, str],
    *,
    x_title: str = "",
    since: alt.Parameter | None = None,
    height: int = 26,
    panel: int = 105,
    label_width: int = 150,
    lane_words: str = "datum.label",
) -> alt.VConcatChart:
    """Return events as marks in lanes and the text of the chosen one below.

    `events`: id, lane, x (ISO date, with `since`), tone, head, body. `test` is the Vega expression that
    shows a row, `colours` maps tones to colours, `chosen` holds the id whose text is open. With `since` (a
    year) the x axis is time from that year on, without it marks stand in a row. `lane_words` is the Vega
    expression of a lane's name.
    """
    shown = alt.Chart(events).transform_filter(test)
    if since is None:
        shown = shown.transform_window(x="row_number()", groupby=["lane"])
        most = int(events.lane.value_counts().max())
        x = alt.X("x:Q", title=x_title or None, scale=alt.Scale(domain=[0, most + 1], nice=False))
        x = x.axis(tickMinStep=5, grid=False)
    else:
        ends = (f"datetime({since.name} - 1, 8, 1)", f"datetime({alliances.today().year + 1}, 0, 1)")
        span = alt.Scale(domain=[alt.ExprRef(end) for end in ends])
        years = "month(datum.value) ? '' : timeFormat(datum.value, '%Y')"  # finer ticks stay bare
        x = alt.X("x:T", title=x_title or None, scale=span).axis(labelExpr=years, tickCount=8, grid=True)
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    legend = alt.Legend(orient="top", columns=5) if len(colours) > 1 else None
    marks = shown.mark_point(filled=True, size=110, cursor="pointer", opacity=0.85).encode(
        x=x,
        y=names("lane", list(order), labelLimit=label_width, labelExpr=lane_words, grid=True),
        color=alt.Color("tone:N", title=None, legend=legend, scale=scale),
        tooltip=[alt.Tooltip("head:N", title="")],
        **_edge(chosen, 3, 0.6),
    )
    wide = 780 - label_width
    below = text_panel(events, "id", chosen.name, wide, panel, label_width - 8)
    return alt.vconcat(marks.properties(width=wide, height=alt.Step(height)), below, spacing=6)


PROMISE = {
    "done": ("#2f6fb0", "done"),
    "under_way": ("#7fb2d9", "begun, not finished"),
    "no_result_found": ("#c3c9d1", "no result found"),
}


def promises(rows: pd.DataFrame, chosen: alt.Parameter, areas: alt.Parameter) -> alt.VConcatChart:
    """Return the items of April 2024 from promise to last outcome found, and the text of one.

    `rows`: id, item, area, status, start, end (decimal years; end empty = none found), head, body.
    """
    rows = rows.assign(item=rows["item"].map(lambda text: "\n".join(wrapped(text, 36))))
    base = alt.Chart(rows).transform_filter(f"indexof({areas.name}, datum.area) >= 0")
    ticks = [half / 2 for half in range(2 * 2024 + 1, 2 * (alliances.today().year + 1))]
    month = "(datum.value % 1 ? 'Jul ' : 'Jan ') + floor(datum.value)"
    x = alt.X("start:Q", title=None, scale=alt.Scale(domain=[2024.17, ticks[-1] + 0.4], nice=False))
    x = x.axis(values=ticks, labelExpr=month)
    two_lines = alt.condition("indexof(datum.label, '\\n') >= 0", alt.value(-8), alt.value(0))
    split = {"labelExpr": "split(datum.label, '\\n')", "labelLimit": 230, "labelOffset": two_lines}
    y = names("item", list(rows["item"]), **split)
    colours, words = ({key: pair[n] for key, pair in PROMISE.items()} for n in (0, 1))
    look = {"y": y, "color": squares("status", colours, words, orient="top"), **_edge(chosen, 2.5, 0.5)}
    bars = base.transform_filter("datum.end").mark_bar(height=12, cursor="pointer")
    dots = base.transform_filter("!datum.end").mark_point(
        filled=True, size=130, shape="diamond", cursor="pointer", opacity=1
    )
    upper = bars.encode(x=x, x2="end:Q", **look) + dots.encode(x="start:Q", **look)
    below = text_panel(rows, "id", chosen.name, 540, 110, 225)
    return alt.vconcat(upper.properties(width=540, height=alt.Step(33)), below, spacing=6)
