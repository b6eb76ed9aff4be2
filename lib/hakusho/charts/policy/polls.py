"""Polls: the wording first, then, on demand, the results; and results on a topic along time."""

from __future__ import annotations

import pandas as pd

from hakusho import policy
from hakusho._altair import alt
from hakusho.charts import theme
from hakusho.charts.expressions import one
from hakusho.charts.policy.parts import AGAINST, FOR, brief, day, wrap

QUESTIONS, BARS, NETS, HEIGHT = 400, 270, 106, 334
LABELS, GAPS = 90, 700
FEW = 3  # up to so many questions are set in large type


def poll_wording(which: alt.Parameter, show: alt.Parameter, guess: alt.Parameter) -> alt.VConcatChart:
    """Return the questions of a set of polls, and on demand their results and the gap between them.

    Parameters: `which` (key of `policy.SETS`), `show` (results or not), `guess` (points).
    """
    base = alt.Chart(_rows()).transform_filter(f"datum.set === {which.name}")
    y = alt.Y("row:O", axis=None)
    parts = [_questions(base, y), _results(base, y, show), _nets(base, y, show)]
    return alt.vconcat(alt.hconcat(*parts, spacing=8), _gap(which, show, guess), spacing=18)


def _questions(base: alt.Chart, y: alt.Y) -> alt.LayerChart:
    """Who asked, when and how, and what was asked; larger where there are few questions."""
    layers = []
    for few, top, down, large in ((True, -36, -12, 17), (False, -19, -9, 13)):
        rows = base.transform_filter(f"datum.few === {str(few).lower()}")
        bold = rows.mark_text(align="left", x=0, dy=top, fontWeight="bold", fontSize=min(large, 15))
        quiet = rows.mark_text(align="right", x=QUESTIONS, dy=top, color=theme.QUIET)
        asked = rows.mark_text(
            align="left", baseline="top", x=0, dy=down, fontSize=large, lineHeight=large + 4, lineBreak="\n"
        )
        layers += [
            bold.encode(y=y, text="who:N"),
            quiet.encode(y=y, text="how:N"),
            asked.encode(y=y, text="question:N"),
        ]
    return alt.layer(*layers).properties(width=QUESTIONS, height=HEIGHT)


def _results(base: alt.Chart, y: alt.Y, show: alt.Parameter) -> alt.LayerChart:
    """Shares against and for as bars from the middle; question marks until they are shown."""
    scale = alt.Scale(domain=[-88, 88], nice=False)
    x = alt.X("share:Q", scale=scale, title="against  ←  % of answers  →  for")
    x = x.axis(labelExpr="abs(datum.value)", values=[-50, 0, 50])
    colour = alt.Color("side:N", legend=None).scale(domain=["left", "right"], range=[AGAINST, FOR])
    folded = base.transform_filter(show.name).transform_fold(["left", "right"], as_=["side", "share"])
    bars = folded.mark_bar(height=24).encode(x=x, y=y, color=colour)
    ends = folded.transform_calculate(shown="format(abs(datum.share), '.3~g')")
    labels = [
        ends.transform_filter(f"datum.side === '{side}'")
        .mark_text(align=align, dx=dx, fontSize=14)
        .encode(x=x, y=y, text="shown:N")
        for side, align, dx in (("left", "right", -5), ("right", "left", 5))
    ]
    zero = one(z=0).mark_rule(color=theme.BORDER).encode(x=alt.X("z:Q", scale=scale))
    hidden = base.transform_filter(f"!{show.name}").mark_text(fontSize=34, color=theme.BORDER, text="?")
    hidden = hidden.encode(y=y, x=alt.value(BARS / 2))
    return alt.layer(zero, bars, *labels, hidden).properties(width=BARS, height=HEIGHT)


def _nets(base: alt.Chart, y: alt.Y, show: alt.Parameter) -> alt.Chart:
    """The share for minus the share against, in large type."""
    sign = alt.when("datum.net > 0").then(alt.value(FOR)).when("datum.net < 0").then(alt.value(AGAINST))
    sign = sign.otherwise(alt.value(theme.INK))
    text = base.transform_filter(show.name).mark_text(align="right", x=NETS, fontSize=22, fontWeight="bold")
    return text.encode(y=y, text="net_words:N", color=sign).properties(width=NETS, height=HEIGHT)


def _gap(which: alt.Parameter, show: alt.Parameter, guess: alt.Parameter) -> alt.LayerChart:
    gaps = pd.DataFrame({"set": list(policy.SETS), "gap": [policy.gap(name) for name in policy.SETS]})
    base = alt.Chart(gaps).transform_filter(f"datum.set === {which.name}")
    x = alt.X("points:Q", title="points between the highest and the lowest net support")
    x = x.scale(domain=[0, 120], range=[LABELS, GAPS]).axis(values=[0, 20, 40, 60, 80, 100, 120])
    y = alt.Y("bar:N", axis=None).scale(domain=["your guess", "found"])
    mine = base.transform_calculate(bar="'your guess'", points=guess.name)
    found = base.transform_calculate(bar="'found'", points=f"{show.name} ? datum.gap : null")
    layers = []
    for data, colour in ((mine, theme.BORDER), (found, theme.INK)):
        layers.append(data.mark_bar(height=18, color=colour).encode(x=x, y=y))
        layers.append(data.mark_text(align="left", x=0, fontSize=14).encode(y=y, text="bar:N"))
        text = data.transform_calculate(told="isValid(datum.points) ? format(datum.points, '.3~g') : ''")
        text = text.mark_text(align="left", dx=6, fontSize=16, fontWeight="bold")
        layers.append(text.encode(x=x, y=y, text="told:N"))
    return alt.layer(*layers).properties(width=GAPS, height=60)


def _rows() -> pd.DataFrame:
    held = [policy.poll_set(name).assign(row=range(len(keys))) for name, (_, keys) in policy.SETS.items()]
    rows = pd.concat(held).reset_index(drop=True)
    few = rows.groupby("set")["row"].transform("size") <= FEW
    return pd.DataFrame(
        {
            "set": rows["set"],
            "row": rows["row"],
            "few": few,
            "who": [f"{row['pollster']}, {_when(row)}" for _, row in rows.iterrows()],
            "how": [_how(row) for _, row in rows.iterrows()],
            "question": [wrap(q, 48 if f else 64, 3) for q, f in zip(rows["question"], few, strict=True)],
            "left": -rows["share_against_pct"].astype(float),
            "right": rows["share_for_pct"].astype(float),
            "net": rows["net"],
            "net_words": [f"net {signed(net)}" for net in rows["net"]],
        }
    )


def signed(points: float) -> str:
    """Return points with their sign, to one digit after the point where there is one."""
    return f"{points:+.3g}".replace("-", "−") if points else "0"


def _when(row: pd.Series) -> str:
    if row["date_basis"] != "field":
        return f"published {day(row['reference_date'])}"
    start, end = day(row["field_from"]), day(row["field_to"])
    if start == end:
        return end
    same = start.split(" ")[1:] == end.split(" ")[1:]
    if same:
        return f"{start.split(' ')[0]}–{end}"
    return f"{brief(start).removesuffix(end[-5:])} – {brief(end)}"


def _how(row: pd.Series) -> str:
    parts = ["" if pd.isna(row["mode"]) else str(row["mode"]).removesuffix(" (RDD)")]
    parts.append("" if pd.isna(row["n"]) else f"{row['n']:,} answers")
    return ", ".join(part for part in parts if part)


def net_dots(
    topic: str, show: alt.Parameter, x: alt.X, extent: int = 130, width: int = 600, named: bool = False
) -> alt.LayerChart:
    """Return results on a topic as unconnected points: net support by date; `named`: by whom, in words."""
    held = policy.polls_on(topic)
    rows = pd.DataFrame(
        {
            "t": held["t"],
            "net": held["net"],
            "by": held["pollster"],
            "question": [wrap(q, 60) for q in held["question"]],
            "answers": held["answers"],
            "date": [day(d) for d in held["reference_date"]],
        }
    )
    title = "Polls: net support, for minus against, in points"
    base = alt.Chart(rows).transform_filter(show.name)
    y = alt.Y("net:Q", title=None).scale(domain=[-60, 60]).axis(values=[-50, 0, 50], minExtent=extent)
    zero = one(z=0).mark_rule(color=theme.BORDER).encode(y=alt.Y("z:Q", title=None))
    tip = [
        alt.Tooltip("by:N", title="Pollster"),
        alt.Tooltip("date:N", title="Until"),
        alt.Tooltip("question:N", title="Question"),
        alt.Tooltip("answers:N", title="Answers, %"),
    ]
    dots = base.mark_point(shape="diamond", filled=True, size=90, color=theme.INK, opacity=0.85, clip=True)
    layers = [zero, dots.encode(x=x, y=y, tooltip=tip)]
    if named:
        near = alt.Chart(_named(rows)).transform_filter(show.name)
        layers.append(near.mark_text(align="right", dx=-9).encode(x=x, y=y, text="told:N"))
    top = alt.Title(title, fontSize=13, fontWeight="normal", color=theme.QUIET, anchor="start")
    return alt.layer(*layers).properties(width=width, height=110, title=top)


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    """One label for points that all but coincide."""
    cells = rows.assign(half=(rows["t"] * 2).round(), ten=(rows["net"] / 10).round())
    near = cells.groupby(["half", "ten"]).agg({"t": "min", "net": "mean", "by": ", ".join}).reset_index()
    return near.assign(
        told=[f"{by} {signed(round(net))}" for by, net in zip(near["by"], near["net"], strict=True)]
    )
