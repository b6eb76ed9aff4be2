"""Promises on a time line: for when, made when, done when."""

from __future__ import annotations

import re
import textwrap
from typing import Any

import pandas as pd

from hakusho import missiles
from hakusho._altair import alt
from hakusho.charts import theme
from hakusho.charts.expressions import labels

OUTCOME_COLOURS = {
    "early": "#0b5394",
    "kept": "#2f6fb0",
    "late": "#b45309",
    "replaced": "#a8b3bd",
    "overdue": "#e07b00",
    "open": "#d7dee5",
}
TIMELINE_SHAPES = {"promise made": "circle", "done": "diamond", "other milestone": "M-.12,-.8H.12V.8H-.12Z"}
TIMELINE_ROW, LABEL_PX = 19, 440
LONGEST = 73  # characters of a promise beside the chart
EARLIER = r", (one|two|three) years? earlier.*$"  # said by the words at the bar; whole in the tooltip


def programme_timeline(
    programmes: missiles.Programmes, chosen: alt.Parameter, fates: alt.Parameter | None = None
) -> alt.LayerChart:
    """Return promises as bars over the time promised, with the day they were made and the day they were done.

    Parameters: `chosen` (programme ids) and `fates` (outcomes; all where left out). A programme's first row
    shows its milestones as small strokes.
    """
    rows = _timeline_rows(programmes)
    events = _timeline_events(programmes)
    wanted = f"indexof({chosen.name}, datum.programme) >= 0"
    base = alt.Chart(rows).transform_filter(wanted)
    if fates is not None:
        base = base.transform_filter(
            f"indexof({fates.name}, datum.outcome === 'early' ? 'kept' : datum.outcome) >= 0"
        )
    y = alt.Y("row:N", sort=alt.EncodingSortField("order", op="min"), title=None).axis(
        labelLimit=LABEL_PX,
        ticks=False,
        domain=False,
        grid=True,
        gridDash=[1, 3],
        labelExpr="split(datum.label, '|')[1]",
        labelFontWeight={"condition": {"test": "datum.label[0] === '-'", "value": "bold"}, "value": "normal"},
    )
    x = alt.X("start:T", title=None).axis(
        tickCount="year", labelExpr="year(datum.value) % 2 ? '' : timeFormat(datum.value, '%Y')", grid=True
    )
    x = x.scale(nice=False, padding=10)
    colour = (
        alt.Color("outcome:N", title="The time promised")
        .scale(domain=list(OUTCOME_COLOURS), range=list(OUTCOME_COLOURS.values()))
        .legend(orient="top", columns=2, labelExpr=labels(missiles.OUTCOMES), symbolType="square")
    )
    shape = (
        alt.Shape("mark:N", title=None)
        .scale(domain=list(TIMELINE_SHAPES), range=list(TIMELINE_SHAPES.values()))
        .legend(orient="bottom", symbolFillColor=theme.INK, symbolStrokeColor=theme.INK)
    )

    def mark(name: str, data: alt.Chart, column: str, tip: list[alt.Tooltip], **look: Any) -> alt.Chart:
        drawn = data.transform_calculate(mark=f"'{name}'").mark_point(filled=True, color=theme.INK, **look)
        return drawn.encode(x=f"{column}:T", y=y, tooltip=tip, shape=shape)

    tip = _promise_tip()
    said = base.mark_rule(color=theme.QUIET, strokeWidth=1).encode(x="said:T", x2="start:T", y=y)
    bars = base.mark_bar(height=11, cornerRadius=2).encode(x=x, x2="end:T", y=y, color=colour, tooltip=tip)
    when = mark("promise made", base, "said", tip, size=34, opacity=0.75)
    done = base.transform_filter("isValid(datum.done)")
    done = mark("done", done, "done", tip, size=95, stroke="white", strokeWidth=1, opacity=1)
    other = alt.Chart(events).transform_filter(wanted)
    other = mark("other milestone", other, "start", _event_tip(), size=120, opacity=0.75)
    moved = base.transform_filter("isValid(datum.note)")
    words = {"x": alt.X("end:T"), "y": y, "text": alt.Text("note:N")}
    halo = moved.mark_text(align="left", dx=5, stroke="white", strokeWidth=4).encode(**words)
    moved = moved.mark_text(align="left", dx=5, color=theme.QUIET).encode(**words)
    today = alt.Chart(alt.InlineData(values=[{"day": programmes.as_of}]))
    today = today.mark_rule(color=theme.INK, strokeDash=[4, 3]).encode(x="day:T")
    layers = (today, said, bars, when, other, done, halo, moved)
    return alt.layer(*layers).properties(width=260, height=alt.Step(TIMELINE_ROW))


def _timeline_rows(programmes: missiles.Programmes) -> pd.DataFrame:
    """A row per promise, in the order of programmes and of the time promised."""
    held = programmes.promises.copy()
    place = {code: n for n, code in enumerate(programmes.programmes().values())}
    held["place"] = held["programme_id"].map(place)
    held = held.sort_values(["place", "promised_for_from_start", "promised_on_start"]).reset_index(drop=True)
    return pd.DataFrame(
        {
            "programme": held["programme_id"],
            "row": [f"{n}|{_brief(text)}" for n, text in enumerate(held["promise"])],
            "order": held["place"] * 1000 + held.index + 1,
            "promise": held["promise"],
            "said": _days(held["promised_on_start"]),
            "start": _days(held["promised_for_from_start"]),
            "end": _days(held["promised_for_to_end"]),
            "done": _days(held["fulfilled_on_start"]),
            "outcome": held["outcome"],
            "note": [_moved(m) for m in held["moved_months"]],
            "by": held["source"],
            "title": held["source_title"],
        }
    )


def _brief(promise: str) -> str:
    """Return a promise as it fits beside the chart; the tooltip has it whole."""
    text = re.sub(EARLIER, "", promise).replace("White paper: series production", "Series production")
    text = text.replace(
        "improved glide projectile and the hypersonic missile", "glide and hypersonic missiles"
    )
    text = text.replace("Two long-range missile units", "Two units")
    return textwrap.shorten(text, LONGEST, placeholder=" …")


def _timeline_events(programmes: missiles.Programmes) -> pd.DataFrame:
    """A row per milestone, on the first row of its programme."""
    place = {code: n for n, code in enumerate(programmes.programmes().values())}
    held = programmes.milestones
    names = held["programme_id"].map(programmes.names)
    return pd.DataFrame(
        {
            "programme": held["programme_id"],
            "row": "-|" + names,
            "order": held["programme_id"].map(place) * 1000,
            "what": held["milestone"],
            "start": _days(held["date_start"]),
            "by": held["source"],
            "title": held["source_title"],
        }
    )


def _days(stamps: pd.Series) -> pd.Series:
    return stamps.dt.strftime("%Y-%m-%d").where(stamps.notna(), None)


def _moved(months: Any) -> str | None:
    if pd.isna(months):
        return None
    if months == 0:
        return "narrowed"
    return f"{abs(int(months))} months {'earlier' if months < 0 else 'later'}"


def _promise_tip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("promise:N", title="Promise"),
        alt.Tooltip("said:T", title="Said on", format="%-d %B %Y"),
        alt.Tooltip("start:T", title="Promised from", format="%-d %B %Y"),
        alt.Tooltip("end:T", title="Promised to", format="%-d %B %Y"),
        alt.Tooltip("done:T", title="Done on", format="%-d %B %Y"),
        alt.Tooltip("by:N", title="Source"),
        alt.Tooltip("title:N", title="Title"),
    ]


def _event_tip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("what:N", title="Milestone"),
        alt.Tooltip("start:T", title="Date", format="%-d %B %Y"),
        alt.Tooltip("by:N", title="Source"),
        alt.Tooltip("title:N", title="Title"),
    ]
