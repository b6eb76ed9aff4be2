"""Charts of the policy theme: polls and their wording, the time line, limits set and kept, reasons.

Each takes frames of `hakusho.policy` and one Vega parameter per control, and returns an unconfigured chart
whose expressions use the parameters: a control repaints it without Python.
"""

from __future__ import annotations

import json
import textwrap
from calendar import month_name
from typing import Any

import pandas as pd

from hakusho import policy
from hakusho._altair import alt
from hakusho.charts import theme

FOR, AGAINST = "#2f6fb0", "#c76a00"
FAINT = "#e3e8ed"
CHOSEN = "#c2410c"
TODAY = 2026.89
ACTORS = ("JPN", "USA", "CHN", "KOR", "PRK", "RUS")
NAMES = {
    "JPN": "Japan",
    "USA": "United States",
    "CHN": "China",
    "KOR": "South Korea",
    "PRK": "North Korea",
    "RUS": "Russia",
}


def _js(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _wrap(text: str, width: int, most: int = 9) -> str:
    """A text in lines parted by line breaks; what does not fit ends in an ellipsis."""
    lines = textwrap.wrap(str(text), width)
    return "\n".join(lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1] + " …"])


def _words(chart: alt.Chart, text: str, y: float, **look: Any) -> alt.Chart:
    """A line or paragraph of the row, `y` pixels down; `x` may be left of the plot."""
    style = {"align": "left", "baseline": "top", "x": 0, "y": y, "lineBreak": "\n", "lineHeight": 16, **look}
    return chart.mark_text(**style).encode(text=f"{text}:N")


def _one(**values: Any) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=[values]))


def _day(date: str) -> str:
    """A partial date in words."""
    parts = str(date).split("-")
    words = [parts[0]] if len(parts) == 1 else [month_name[int(parts[1])], parts[0]]
    return " ".join(([str(int(parts[2]))] if len(parts) == 3 else []) + words)


# ---------------------------------------------------------------- polls: wording first

POLL_LEFT, POLL_RIGHT, POLL_HEIGHT = 370, 340, 330


def poll_wording(which: alt.Parameter, show: alt.Parameter, guess: alt.Parameter) -> alt.VConcatChart:
    """Return the questions of a set of polls, and on demand their results and the gap between them.

    Parameters: `which` (key of `policy.SETS`), `show` (results or not), `guess` (points).
    """
    base = alt.Chart(_poll_rows()).transform_filter(f"datum.set === {which.name}")
    y = alt.Y("row:O", axis=None)
    left = alt.layer(
        *(
            base.mark_text(align="left", baseline="middle", lineBreak="\n", x=0, dy=dy, **look).encode(
                y=y, text=f"{field}:N"
            )
            for field, dy, look in (
                ("pollster", -33, {"fontWeight": "bold", "fontSize": 14}),
                ("how", -16, {"color": theme.QUIET}),
                ("question", 3, {"fontSize": 14, "lineHeight": 17}),
            )
        )
    ).properties(width=POLL_LEFT, height=POLL_HEIGHT)
    seen = base.transform_filter(show.name)
    scale = alt.Scale(domain=[-92, 92], nice=False)
    x = alt.X("share:Q", scale=scale, title="against  ←  % of answers  →  for")
    x = x.axis(labelExpr="abs(datum.value)", values=[-75, -50, -25, 0, 25, 50, 75])
    folded = seen.transform_fold(["left", "right"], as_=["side", "share"])
    colour = alt.Color("side:N", title=None, scale=alt.Scale(domain=["left", "right"], range=[AGAINST, FOR]))
    bars = folded.mark_bar(height=22).encode(x=x, y=y, color=colour.legend(None))
    ends = folded.transform_calculate(shown="format(abs(datum.share), '.3~g')")
    labels = [
        ends.transform_filter(f"datum.side === '{side}'")
        .mark_text(align=align, dx=dx)
        .encode(x=x, y=y, text="shown:N")
        for side, align, dx in (("left", "right", -5), ("right", "left", 5))
    ]
    tick = seen.mark_point(shape="diamond", size=120, color=theme.INK, filled=True, stroke="white", opacity=1)
    net = seen.mark_text(dy=-23, fontWeight="bold", fontSize=13).encode(
        x=alt.X("net:Q", scale=scale), y=y, text="net_words:N"
    )
    hidden = base.transform_filter(f"!{show.name}").mark_text(fontSize=34, color=theme.BORDER, text="?")
    zero = _one(z=0).mark_rule(color=theme.BORDER).encode(x=alt.X("z:Q", scale=scale))
    tick = tick.encode(x=alt.X("net:Q", scale=scale), y=y)
    right = alt.layer(zero, bars, *labels, tick, net, hidden.encode(y=y, x=alt.value(POLL_RIGHT / 2)))
    right = right.properties(width=POLL_RIGHT, height=POLL_HEIGHT)
    return alt.vconcat(alt.hconcat(left, right, spacing=14), _gap(which, show, guess), spacing=16)


def _gap(which: alt.Parameter, show: alt.Parameter, guess: alt.Parameter) -> alt.LayerChart:
    gaps = pd.DataFrame({"set": list(policy.SETS), "gap": [policy.gap(name) for name in policy.SETS]})
    base = alt.Chart(gaps).transform_filter(f"datum.set === {which.name}")
    x = alt.X("points:Q", title="points of net support between the highest and the lowest result")
    x = x.scale(domain=[0, 120]).axis(values=[0, 20, 40, 60, 80, 100, 120])
    y = alt.Y("bar:N", sort=["your guess", "found"], title=None).scale(domain=["your guess", "found"])
    y = y.axis(ticks=False, domain=False, labelFontSize=13, minExtent=POLL_LEFT - 290)
    mine = base.transform_calculate(bar="'your guess'", points=guess.name)
    found = base.transform_filter(show.name).transform_calculate(bar="'found'", points="datum.gap")
    layers = []
    for data, colour in ((mine, theme.BORDER), (found, theme.INK)):
        layers.append(data.mark_bar(height=15, color=colour).encode(x=x, y=y))
        text = data.transform_calculate(told="format(datum.points, '.3~g')").mark_text(align="left", dx=5)
        layers.append(text.encode(x=x, y=y, text="told:N"))
    return alt.layer(*layers).properties(width=640, height=52)


def _poll_rows() -> pd.DataFrame:
    rows = pd.concat(
        [policy.poll_set(name).assign(row=range(len(policy.SETS[name][1]))) for name in policy.SETS]
    )
    return pd.DataFrame(
        {
            "set": rows["set"],
            "row": rows["row"],
            "pollster": rows["pollster"],
            "how": [_how(row) for _, row in rows.iterrows()],
            "question": [_wrap(text, 50, 3) for text in rows["question"]],
            "left": -rows["share_against_pct"].astype(float),
            "right": rows["share_for_pct"].astype(float),
            "net": rows["net"],
            "net_words": [f"net {net:+.3g}".replace("-", "−") for net in rows["net"]],
        }
    ).reset_index(drop=True)


def _how(row: pd.Series) -> str:
    when = f"published {_day(row['reference_date'])}"
    if row["date_basis"] == "field":
        start, end = _day(row["field_from"]), _day(row["field_to"])
        same = start.split(" ")[1:] == end.split(" ")[1:]
        when = f"{start.split(' ')[0]}–{end}" if same else f"{start} to {end}"
    mode = "" if pd.isna(row["mode"]) else f" · {row['mode']}"
    return when + mode + ("" if pd.isna(row["n"]) else f" · n = {row['n']:,}")


# ---------------------------------------------------------------- the time line

LINE_WIDTH = 610
KINDS = {
    "constitution": "Constitution",
    "treaty": "Treaty",
    "law": "Law",
    "ruling": "Court ruling",
    "cabinet_decision": "Cabinet decision",
    "strategy_document": "Strategy document",
    "doctrine": "Doctrine, statement",
    "export_rule": "Export rule",
    "budget": "Budget, tax, purchase",
    "organisation": "Organisation",
    "alliance": "Alliance",
    "dispatch": "Dispatch of forces",
    "cabinet": "Cabinet, coalition",
    "election": "Election",
    "local": "Host communities",
}
STATUS = {
    "done": "circle",
    "proposed": "triangle-up",
    "scheduled": "square",
    "reported": "cross",
}
STATUS_WORDS = {
    "done": "happened or decided",
    "proposed": "draft or proposal",
    "scheduled": "scheduled, not confirmed",
    "reported": "press report only",
}


def event_line(
    held: pd.DataFrame, chosen: alt.Parameter, kinds: alt.Parameter, span: alt.Parameter
) -> alt.VConcatChart:
    """Return events by kind along time, the prime ministers below, and one event in words.

    Parameters: `chosen` (id of an event), `kinds` (list), `span` ([from, to] in years).
    """
    rows = _event_rows(held)
    x = _years_axis("t:Q", span)
    y = alt.Y("kind:N", sort=list(KINDS.values()), title=None)
    y = y.axis(grid=True, gridDash=[1, 3], ticks=False, domain=False, minExtent=150)
    codes = _js({words: code for code, words in KINDS.items()})
    base = alt.Chart(rows).transform_filter(
        f"indexof({kinds.name}, {codes}[datum.kind]) >= 0"
        f" && inrange(datum.t, [{span.name}[0], {span.name}[1] + 1])"
    )
    shape = alt.Shape("status:N", title=None).scale(domain=list(STATUS), range=list(STATUS.values()))
    shape = shape.legend(orient="top", labelExpr=f"{_js(STATUS_WORDS)}[datum.label]", symbolFillColor=FOR)
    tip = [alt.Tooltip("date:N", title="Date"), alt.Tooltip("title:N", title="Event")]
    other = base.transform_filter(f"datum.event !== {chosen.name}")
    dots = other.mark_point(filled=True, size=75, opacity=0.7, color=FOR, stroke="white", strokeWidth=0.6)
    dots = dots.encode(x=x, y=y, shape=shape, tooltip=tip)
    own = alt.Chart(rows).transform_filter(f"datum.event === {chosen.name}")
    inside = own.transform_filter(f"inrange(datum.t, [{span.name}[0], {span.name}[1] + 1])")
    rule = inside.mark_rule(color=CHOSEN, strokeDash=[3, 3]).encode(x=x)
    large = base.transform_filter(f"datum.event === {chosen.name}")
    large = large.mark_point(filled=True, size=190, opacity=1, color=CHOSEN, stroke="white")
    large = large.encode(x=x, y=y, shape=shape, tooltip=tip)
    top = alt.layer(rule, dots, large).properties(width=LINE_WIDTH, height=300)
    band = _premiers(span, own)
    return alt.vconcat(top, band, _detail(own), spacing=8)


def _years_axis(field: str, span: alt.Parameter, title: str | None = None) -> alt.X:
    ends = [alt.expr(f"{span.name}[0]"), alt.expr(f"{span.name}[1] + 1")]
    x = alt.X(field, title=title).scale(domain=ends, nice=False, zero=False)
    return x.axis(format="d", tickCount=9, tickMinStep=1, orient="bottom")


def _premiers(span: alt.Parameter, own: alt.Chart, width: int = LINE_WIDTH) -> alt.LayerChart:
    """A band of prime ministers over the span; the one at the chosen event stands out, if one is chosen."""
    held = policy.terms()
    rows = pd.DataFrame(
        {
            "from": held["t_from"],
            "to": held["t_to"],
            "family": held["person"].str.split(" ").str[0],
            "name": held["person"],
            "shade": [n % 2 for n in range(len(held))],
        }
    )
    first, last = f"{span.name}[0]", f"({span.name}[1] + 1)"
    base = alt.Chart(rows).transform_filter(f"datum.to > {first} && datum.from < {last}")
    base = base.transform_calculate(
        a=f"max(datum.from, {first})", b=f"min(datum.to, {last})", mid="(datum.a + datum.b) / 2"
    )
    row = alt.Y("who:N", title=None).axis(ticks=False, domain=False, minExtent=150)
    bars = base.transform_calculate(who="'Prime minister'").mark_bar(height=24, stroke="white")
    shade = alt.Color("shade:O", scale=alt.Scale(domain=[0, 1], range=["#dfe5ea", "#c9d2da"]), legend=None)
    x = _years_axis("a:Q", span).axis(None)
    bars = bars.encode(x=x, x2="b:Q", y=row, color=shade, tooltip=alt.Tooltip("name:N", title="In office"))
    wide = f"(datum.b - datum.a) / ({last} - {first}) * {width} > 6.4 * length(datum.family)"
    names = base.transform_filter(wide).transform_calculate(who="'Prime minister'").mark_text()
    names = names.encode(x=_years_axis("mid:Q", span).axis(None), y=row, text="family:N")
    inside = own.transform_filter(f"inrange(datum.t, [{first}, {last}])")
    rule = inside.mark_rule(color=CHOSEN, strokeDash=[3, 3]).encode(x=_years_axis("t:Q", span).axis(None))
    return alt.layer(bars, names, rule).properties(width=width, height=28)


def _detail(own: alt.Chart) -> alt.LayerChart:
    """The chosen event in words."""
    own = own.transform_calculate(
        head=f"datum.date + ' · ' + datum.kind + ' · ' + {_js(STATUS_WORDS)}[datum.status]"
    )
    layers = (
        _words(own, "head", 0, x=-150, color=theme.QUIET),
        _words(own, "title", 19, x=-150, fontWeight="bold", fontSize=15),
        _words(own, "summary", 43, x=-150, fontSize=13),
        _words(own, "office", 80, x=-150, color=theme.QUIET),
        _words(own, "cited", 98, x=-150, color=theme.QUIET),
    )
    return alt.layer(*layers).properties(width=LINE_WIDTH, height=132)


def _event_rows(held: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "event": held["event_id"],
            "t": held["t"],
            "date": [_day(d) for d in held["date"]],
            "kind": held["kind"].map(KINDS),
            "status": held["status"],
            "title": held["title"],
            "summary": [_wrap(s, 116, 2) for s in held["summary"]],
            "office": [
                f"Prime minister: {p or 'not listed'}"
                + (f" · President of the United States: {u}" if u else "")
                for p, u in zip(held["premier"], held["president"], strict=True)
            ],
            "cited": [_wrap("Sources: " + policy.cited([i], 2), 118, 2) for i in held["source_id"]],
        }
    )


# ---------------------------------------------------------------- counterstrike and striking first


def counterstrike_steps(since: alt.Parameter, polls: alt.Parameter) -> alt.VConcatChart:
    """Return the steps from a legal view to missiles in units, and what polls found on the way.

    Parameters: `since` (first year shown), `polls` (poll results or not).
    """
    steps = policy.counterstrike()
    low = ["p008", "p072", "tomahawk-delivery-fy2025"]
    rows = steps.assign(
        told=[f"{_day(d)}: {w}" for d, w in zip(steps["date"], steps["words"], strict=True)],
        below=steps["key"].isin(low),
        what=[_wrap(w, 60) for w in steps["what"]],
    )[["t", "stage", "told", "below", "what"]]
    axis = alt.Axis(format="d", tickCount=8, tickMinStep=1)
    ends = alt.Scale(domain=[alt.expr(since.name), 2027.5], nice=False, zero=False)
    x = alt.X("t:Q", title=None, scale=ends, axis=axis)
    y = alt.Y("stage:N", sort=list(policy.STAGES)[::-1], title=None).axis(
        labelExpr=f"{_js(policy.STAGES)}[datum.label]", ticks=False, domain=False, grid=True, gridDash=[1, 3],
        minExtent=130, labelFontSize=13,
    )  # fmt: skip
    now = pd.DataFrame([{"t": TODAY, "stage": rows["stage"].iloc[-1]}])
    path = alt.Chart(pd.concat([rows[["t", "stage"]], now])).mark_line(
        interpolate="step-after", color=theme.BORDER, strokeWidth=2, clip=True
    )
    base = alt.Chart(rows).transform_filter(f"datum.t >= {since.name}")
    dots = base.mark_point(size=110, filled=True, color=FOR, opacity=1, stroke="white")
    tip = [alt.Tooltip("told:N", title="Step"), alt.Tooltip("what:N", title="What")]
    layers = [path.encode(x=x, y=y, order="t:Q"), dots.encode(x=x, y=y, tooltip=tip)]
    for below, dy in ((False, -13), (True, 15)):
        own = base.transform_filter(f"datum.below === {_js(below)}")
        early = own.transform_filter(f"datum.t < {since.name} + 4")
        late = own.transform_filter(f"datum.t >= {since.name} + 4")
        layers += [
            part.mark_text(align=align, dy=dy, dx=dx).encode(x=x, y=y, text="told:N")
            for part, align, dx in ((early, "left", -4), (late, "right", -7))
        ]
    top = alt.layer(*layers).properties(width=600, height=290)
    return alt.vconcat(top, _net_dots("counterstrike", polls, x), spacing=10)


def _net_dots(
    topic: str, show: alt.Parameter, x: alt.X, extent: int = 130, width: int = 600
) -> alt.LayerChart:
    """Results on a topic as unconnected points: net support by date, named by pollster."""
    held = policy.polls_on(topic)
    rows = pd.DataFrame(
        {
            "t": held["t"],
            "net": held["net"],
            "by": held["pollster"],
            "told": [f"{n:+.3g}".replace("-", "−") for n in held["net"]],
            "question": [_wrap(q, 60) for q in held["question"]],
            "answers": held["answers"],
            "date": [_day(d) for d in held["reference_date"]],
        }
    )
    title = "Polls: net support, for minus against, in points"
    base = alt.Chart(rows).transform_filter(show.name)
    y = alt.Y("net:Q", title=None).scale(domain=[-60, 60]).axis(values=[-50, 0, 50], minExtent=extent)
    zero = _one(z=0).mark_rule(color=theme.BORDER).encode(y=alt.Y("z:Q", title=None))
    tip = [
        alt.Tooltip("by:N", title="Pollster"),
        alt.Tooltip("date:N", title="Until"),
        alt.Tooltip("question:N", title="Question"),
        alt.Tooltip("answers:N", title="Answers, %"),
    ]
    dots = base.mark_point(shape="diamond", filled=True, size=90, color=theme.INK, opacity=0.85, clip=True)
    top = alt.Title(title, fontSize=13, fontWeight="normal", color=theme.QUIET, anchor="start")
    drawn = alt.layer(zero, dots.encode(x=x, y=y, tooltip=tip))
    return drawn.properties(width=width, height=100, title=top)


ROW = 60  # pixels of a statement: four lines


def _beside(text: str) -> str:
    """A text of one or two lines starts one line lower, to stand beside its mark."""
    return f"\n{text}" if text.count("\n") < 2 else text


def preemption_table(actors: alt.Parameter, words: alt.Parameter) -> alt.HConcatChart:
    """Return statements on counterstrike by date: which position each takes, and its paraphrase.

    Parameters: `actors` (ISO codes), `words` (paraphrases or not).
    """
    held = policy.preemption()
    rows = held.assign(
        row=range(len(held)),
        who=[f"{_day(d)} · {NAMES[s]}" for d, s in zip(held["date"], held["speaker"], strict=True)],
        text=[_beside(_wrap(p, 52, 5)) for p in held["paraphrase"]],
        full=[_wrap(p, 60) for p in held["paraphrase"]],
        cited=[policy.cited([i], 2) for i in held["source_id"]],
    )[["row", "who", "speaker", "position", "text", "full", "cited"]]
    base = alt.Chart(rows).transform_filter(f"indexof({actors.name}, datum.speaker) >= 0")
    y = alt.Y("who:N", sort=alt.EncodingSortField("row", op="min"), title=None)
    axis = alt.Axis(ticks=False, domain=False, grid=True, gridDash=[1, 3], labelLimit=210, minExtent=176)
    heads = _js({code: _wrap(text, 10).split("\n") for code, text in policy.POSITIONS.items()})
    x = (
        alt.X("position:N", title=None)
        .scale(domain=list(policy.POSITIONS))
        .axis(
            orient="top",
            labelAngle=0,
            labelExpr=f"{heads}[datum.label]",
            grid=True,
            domain=False,
            ticks=False,
        )
    )
    tip = [alt.Tooltip("full:N", title="In short"), alt.Tooltip("cited:N", title="Source")]
    colour = alt.Color("speaker:N", scale=theme.country_scale(ACTORS), legend=None)
    dots = base.mark_point(size=170, filled=True, opacity=1).encode(
        x=x, y=y.axis(axis), color=colour, tooltip=tip
    )
    height = ROW * len(rows)
    left = dots.properties(width=290, height=height)
    text = base.transform_filter(words.name).mark_text(
        align="left", x=0, dy=-20, lineBreak="\n", lineHeight=14
    )
    right = text.encode(y=y.axis(None), text="text:N").properties(width=320, height=height)
    return alt.hconcat(left, right, spacing=6)


# ---------------------------------------------------------------- exports


def export_stairs(year: alt.Parameter, polls: alt.Parameter) -> alt.VConcatChart:
    """Return what the general rules let go abroad, since when, and what polls found.

    Parameters: `year` (rules at its end stand out), `polls` (poll results or not).
    """
    ends = alt.Scale(domain=[1966, 2028], nice=False, zero=False)
    axis = alt.Axis(format="d", values=list(range(1970, 2030, 10)))
    x = alt.X("a:Q", title=None, scale=ends, axis=axis)
    rows = _export_rows()
    y = alt.Y("item:N", sort=list(rows["item"]), title=None)
    y = y.axis(ticks=False, domain=False, labelLimit=270, minExtent=262, grid=True, gridDash=[1, 3])
    base = alt.Chart(rows).transform_calculate(
        state=f"datum.a >= {year.name} + 1 ? 'later' : datum.b < {year.name} + 1 && datum.ban ? 'over'"
        " : datum.ban ? 'ban' : 'allowed'"
    )
    colour = alt.Color("state:N", title=None).scale(
        domain=["ban", "allowed", "over", "later"], range=[AGAINST, FOR, "#f1d9bd", FAINT]
    )
    words = {
        "ban": "restriction in force",
        "allowed": "allowed",
        "over": "restriction over",
        "later": "later",
    }
    colour = colour.legend(orient="top", labelExpr=f"{_js(words)}[datum.label]", symbolType="square")
    tip = [alt.Tooltip("rule:N", title="Rule"), alt.Tooltip("change:N", title="Change")]
    bars = base.mark_bar(height=18).encode(x=x, x2="b:Q", y=y, color=colour, tooltip=tip)
    starts = base.mark_text(align="right", dx=-5, color=theme.QUIET).encode(x=x, y=y, text="since:N")
    rule = _one(z=0).transform_calculate(a=f"{year.name} + 1").mark_rule(color=theme.INK, strokeDash=[4, 3])
    told = _one(z=0).transform_calculate(a=f"{year.name} + 1", s=f"'end of ' + {year.name}")
    told = told.mark_text(y=-8, fontWeight="bold").encode(x=x, text="s:N")
    top = alt.layer(bars, starts, rule.encode(x=x), told).properties(width=500, height=270)
    dots = _net_dots("exports", polls, alt.X("t:Q", title=None, scale=ends, axis=axis), 262, 500)
    return alt.vconcat(top, dots, spacing=10)


def _export_rows() -> pd.DataFrame:
    rules = policy.table("alliances/export_rules").set_index("rule_id")
    starts = [float(t) for t in policy.as_year(rules.loc[list(policy.BANS), "date_start"])]
    first = policy.exports()
    over = float(first.loc[first["rule_id"].str.startswith("2014"), "t_from"].iloc[0])
    rows = [
        {"item": "No arms to three groups of states", "a": starts[0], "b": starts[1], "rule": policy.BANS[0]},
        {"item": "Near-total ban", "a": starts[1], "b": over, "rule": policy.BANS[1]},
    ]
    rows = [{**row, "ban": True} for row in rows]
    rows += [
        {"item": row.item, "a": row.t_from, "b": TODAY, "rule": row.rule_id, "ban": False}
        for row in first.itertuples()
    ]
    frame = pd.DataFrame(rows)
    return frame.assign(
        since=[
            rules.loc[r, "date"][:4] if a > 1970 else ""
            for r, a in zip(frame["rule"], frame["a"], strict=True)
        ],
        change=[_wrap(rules.loc[r, "change"], 60) for r in frame["rule"]],
        rule=[rules.loc[r, "title"] for r in frame["rule"]],
    )


# ---------------------------------------------------------------- the ceiling


def ceiling(limit: alt.Parameter, series: alt.Parameter) -> alt.LayerChart:
    """Return Japan's share of GDP by two countings against a limit, with the years of the written rule.

    Parameters: `limit` (%), `series` (list of `policy.SERIES`).
    """
    parts = [policy.shares(name).assign(series=name) for name in policy.SERIES]
    rows = pd.concat(parts)[["year", "share", "series"]].astype({"year": int, "share": float})
    scale = alt.Scale(domain=[1951, 2028], nice=False, zero=False)
    x = alt.X("year:Q", title=None, scale=scale).axis(format="d", tickCount=9)
    y = alt.Y("share:Q", title="% of GNP or GDP").scale(domain=[0.6, 2.3], zero=False, nice=False)
    base = alt.Chart(rows).transform_filter(f"indexof({series.name}, datum.series) >= 0")
    rule_years = [float(t) for t in (_t(policy.CAP_SET), _t(policy.CAP_DROPPED))]
    band = alt.Chart(alt.InlineData(values=[{"a": rule_years[0], "b": rule_years[1]}]))
    band = band.mark_rect(color="#f1e3cf", opacity=0.8).encode(x=alt.X("a:Q", scale=scale), x2="b:Q")
    words = _one(t=sum(rule_years) / 2).mark_text(y=14, lineBreak="\n", lineHeight=15, baseline="top")
    words = words.encode(x=alt.X("t:Q", scale=scale), text=alt.value("ceiling in force\n1976–1987"))
    line = _one(z=0).transform_calculate(v=limit.name).mark_rule(color=CHOSEN, strokeDash=[6, 4])
    told = _one(z=0).transform_calculate(v=limit.name, s=f"format({limit.name}, '.2f') + ' %'")
    told = told.mark_text(align="right", x=688, dy=-8, color=CHOSEN, fontWeight="bold")
    limits = [line.encode(y="v:Q"), told.encode(y="v:Q", text="s:N")]
    colours = alt.Scale(domain=list(policy.SERIES), range=[AGAINST, FOR])
    shapes = alt.Scale(domain=list(policy.SERIES), range=["square", "circle"])
    legend = alt.Legend(orient="top", labelExpr=f"{_js(policy.SERIES)}[datum.label]", labelLimit=330)
    colour = alt.Color("series:N", title=None, scale=colours, legend=legend)
    curve = base.transform_filter("datum.series === 'sipri'").mark_line(strokeWidth=1.4, opacity=0.7)
    tip = [alt.Tooltip("year:Q", title="Year", format="d"), alt.Tooltip("share:Q", title="%", format=".3f")]
    dots = base.mark_point(filled=True, opacity=1).encode(
        x=x, y=y, color=colour, tooltip=tip,
        size=alt.condition(f"datum.share > {limit.name}", alt.value(60), alt.value(20)),
        shape=alt.Shape("series:N", title=None, scale=shapes, legend=legend),
    )  # fmt: skip
    layers = (band, words, curve.encode(x=x, y=y, color=colour), dots, *limits)
    return alt.layer(*layers).properties(width=690, height=330)


def _t(event_id: str) -> float:
    row = policy.event(event_id)
    return float(policy.as_year(pd.Series([row["date_start"]])).iloc[0])


# ---------------------------------------------------------------- limits at home


def recruiting(measure: alt.Parameter) -> alt.LayerChart:
    """Return people against plan by fiscal year. Parameter: `measure` ("hired" or "strength")."""
    parts = [policy.recruits().assign(measure="hired"), policy.strength().assign(measure="strength")]
    held = pd.concat(parts)
    rows = pd.DataFrame(
        {
            "measure": held["measure"],
            "year": held["fiscal_year"],
            "people": held["hired"].astype("Float64"),
            "quota": held["quota"].astype("Float64"),
            "implied": [
                m == "hired" and k is False
                for m, k in zip(held["measure"], held.get("quota_known"), strict=True)
            ],
            "told": [
                "\n".join(
                    part
                    for part in (f"{h:,}" if pd.notna(h) else "", f"{r:g} %" if pd.notna(r) else "")
                    if part
                )
                for h, r in zip(held["hired"], held["rate_pct"], strict=True)
            ],
        }
    )
    rows["implied"] = rows["implied"].astype(bool)
    base = alt.Chart(rows).transform_filter(f"datum.measure === {measure.name}")
    years = [f"FY{year}" for year in range(2017, 2025)]
    x = alt.X("year:N", title="Fiscal year (no bar: no figure read)").scale(domain=years)
    x = x.axis(labelAngle=0, labelExpr="substring(datum.label, 2)")
    y = alt.Y("people:Q", title="People").axis(format=",d")
    bars = base.mark_bar(color=FOR, width=54).encode(x=x, y=y)
    plan = base.transform_filter("isValid(datum.quota)")
    outline = plan.mark_bar(fillOpacity=0, width=62, strokeWidth=2).encode(
        x=x, y=alt.Y("quota:Q"),
        stroke=alt.condition("datum.implied", alt.value(theme.BORDER), alt.value(theme.INK)),
        strokeDash=alt.condition("datum.implied", alt.value([4, 3]), alt.value([1, 0])),
    )  # fmt: skip
    over = plan.transform_calculate(q="(datum.implied ? '≈ ' : '') + format(datum.quota, ',')").mark_text(
        dy=-9, color=theme.QUIET
    )
    told = base.mark_text(
        lineBreak="\n", lineHeight=16, color="white", fontWeight="bold", baseline="top", dy=8
    )
    bare = base.transform_filter("!isValid(datum.people)").mark_text(y=300)
    layers = (
        bars, outline, over.encode(x=x, y="quota:Q", text="q:N"),
        told.transform_filter("isValid(datum.people)").encode(x=x, y=y, text="told:N"),
        bare.encode(x=x, text="told:N"),
    )  # fmt: skip
    return alt.layer(*layers).properties(width=660, height=320)


def funding(view: alt.Parameter) -> alt.LayerChart:
    """Return money needed and where it is to come from. Parameter: `view` (key of `policy.FUNDING`)."""
    rows = pd.concat([policy.funding(name) for name in policy.FUNDING])
    rows = rows.assign(
        least=rows["amount_kind"].eq("at_least"), detail=[_wrap(d, 60) for d in rows["detail"]]
    )[["view", "item", "words", "amount", "least", "detail"]]
    base = alt.Chart(rows).transform_filter(f"datum.view === {view.name}")
    y = alt.Y("words:N", sort=list(policy.FUNDS.values()), title=None).scale(
        domain=list(policy.FUNDS.values())
    )
    y = y.axis(ticks=False, domain=False, labelLimit=240, minExtent=190)
    x = alt.X("amount:Q", title="trillion yen").scale(domain=[0, 4.4])
    tax = alt.condition("datum.item === 'tax_increase'", alt.value(CHOSEN), alt.value(FOR))
    tip = alt.Tooltip("detail:N", title="What")
    need = base.transform_filter("datum.item === 'extra_need'").mark_bar(height=20, color=theme.BORDER)
    rest = base.transform_filter("datum.item !== 'extra_need'").mark_bar(height=20)
    text = base.transform_calculate(s="(datum.least ? 'at least ' : '') + format(datum.amount, '.1f')")
    layers = (
        need.encode(x=x, y=y, tooltip=tip),
        rest.encode(x=x, y=y, tooltip=tip, color=tax),
        text.mark_text(align="left", dx=5).encode(x=x, y=y, text="s:N"),
    )
    return alt.layer(*layers).properties(width=520, height=230)


# ---------------------------------------------------------------- why did Japan change?

LANE_COLOURS = {"threat": "#7b2d26", "usa": theme.COUNTRIES["USA"], "home": "#3f6f4f"}
LISTED = 4  # entries of a lane that are named


def reasons(change: alt.Parameter, months: alt.Parameter) -> alt.HConcatChart:
    """Return dated entries before and after a change of policy in three lanes, the nearest before it named.

    Parameters: `change` (event id), `months` (how far back).
    """
    held = policy.evidence()
    rows = held.assign(day=held["day"].dt.strftime("%Y-%m-%d"))[["lane", "t", "title", "day"]]
    starts = _js({key: _t(key) for key in policy.CHANGES})
    base = alt.Chart(rows).transform_calculate(m=f"12 * (datum.t - {starts}[{change.name}])")
    near = base.transform_filter(f"datum.m >= -{months.name} && datum.m <= 12")
    y = alt.Y("lane:N", sort=list(policy.LANES), title=None).scale(domain=list(policy.LANES)).axis(
        labelExpr=f"{_js(policy.LANES)}[datum.label]", ticks=False, domain=False, grid=True, labelFontSize=13,
        minExtent=125,
    )  # fmt: skip
    ends = alt.Scale(domain=[alt.expr(f"-{months.name}"), 12], nice=False)
    x = alt.X("m:Q", title="months before (−) and after the change", scale=ends)
    colour = alt.Color(
        "lane:N", scale=alt.Scale(domain=list(LANE_COLOURS), range=list(LANE_COLOURS.values()))
    )
    tip = [alt.Tooltip("day:N", title="Date"), alt.Tooltip("title:N", title="Entry")]
    dots = near.mark_tick(thickness=3, size=44, opacity=0.75).encode(
        x=x, y=y, color=colour.legend(None), tooltip=tip
    )
    later = _one(a=0, b=12).mark_rect(color="#f3f5f7").encode(x=alt.X("a:Q", scale=ends), x2="b:Q")
    zero = _one(a=0).mark_rule(color=CHOSEN, strokeWidth=2).encode(x=alt.X("a:Q", scale=ends))
    left = alt.layer(later, dots, zero).properties(width=330, height=330)
    past = base.transform_filter(f"datum.m >= -{months.name} && datum.m < 0")
    past = past.transform_window(
        rank="row_number()", sort=[alt.SortField("m", order="descending")], groupby=["lane"]
    )
    past = past.transform_filter(f"datum.rank <= {LISTED}").transform_calculate(
        s="format(datum.m, '.0f') + '  '"
        " + (length(datum.title) > 42 ? slice(datum.title, 0, 41) + '…' : datum.title)"
    )
    bare = y.axis(None)
    texts = [
        past.transform_filter(f"datum.rank === {n + 1}")
        .mark_text(align="left", x=0, dy=18 * n - 27)
        .encode(y=bare, text="s:N", color=colour.legend(None), tooltip=tip)
        for n in range(LISTED)
    ]
    title = alt.Title("Nearest before, in months", fontSize=13, fontWeight="normal", color=theme.QUIET)
    right = alt.layer(*texts).properties(width=290, height=330, title=title)
    return alt.hconcat(left, right, spacing=12)


# ---------------------------------------------------------------- office-holders

OFFICE_SPAN = (2018.0, 2027.0)


def office_holders(said: alt.Parameter, country: alt.Parameter) -> alt.VConcatChart:
    """Return terms in office with the day of a statement, and the statement with the office held, in words.

    Parameters: `said` (claim id), `country` (ISO code).
    """
    rows, claims = _office_rows(), _utterance_rows()
    at = f"{_js(dict(zip(claims['claim'], claims['t'], strict=True)))}[{said.name}]"
    scale = alt.Scale(domain=list(OFFICE_SPAN), nice=False, zero=False)
    x = alt.X("a:Q", title=None, scale=scale).axis(format="d", tickCount=9)
    y = alt.Y("office:N", title=None, sort=alt.EncodingSortField("order", op="min"))
    y = y.axis(ticks=False, domain=False, labelLimit=190, minExtent=180)
    base = alt.Chart(rows).transform_filter(f"datum.country === {country.name}")
    base = base.transform_calculate(on=f"datum.a <= {at} && datum.b > {at}", mid="(datum.a + datum.b) / 2")
    fill = alt.condition("datum.on", alt.value("#f2c7a5"), alt.value("#dfe5ea"))
    tip = [
        alt.Tooltip(f"{field}:N", title=title)
        for field, title in (("person", "Who"), ("office", "Office"), ("held", "Term"), ("status", "Held"))
    ]
    bars = base.mark_bar(stroke="white", height=30).encode(x=x, x2="b:Q", y=y, color=fill, tooltip=tip)
    room = (OFFICE_SPAN[1] - OFFICE_SPAN[0]) / 570
    wide = f"(datum.b - datum.a) / {room:.5f} > 6.9 * length(datum.family)"
    names = (
        base.transform_filter(wide).mark_text().encode(x=alt.X("mid:Q", scale=scale), y=y, text="family:N")
    )
    day = _one(z=0).transform_calculate(a=at).mark_rule(color=CHOSEN, strokeWidth=2)
    top = alt.layer(bars, names, day.encode(x=alt.X("a:Q", scale=scale))).properties(width=570, height=200)
    own = alt.Chart(claims).transform_filter(f"datum.claim === {said.name}")
    layers = (
        _words(own, "head", 0, x=-180, color=theme.QUIET),
        _words(own, "text", 19, x=-180, fontSize=14),
        _words(own, "held", 58, x=-180, fontWeight="bold", fontSize=14, color=CHOSEN),
    )
    return alt.vconcat(top, alt.layer(*layers).properties(width=570, height=80), spacing=10)


def _office_rows() -> pd.DataFrame:
    held = policy.table("policy/offices")
    seen = pd.Timestamp("2026-09-30")
    order = {office: n for n, office in enumerate(dict.fromkeys(held["office"]))}
    frame = pd.DataFrame(
        {
            "country": held["country_iso3"],
            "office": held["office"],
            "order": held["office"].map(order),
            "person": held["person"],
            "family": held["person"].str.split(" ").str[0],
            "a": policy.as_year(held["from_start"]).clip(lower=OFFICE_SPAN[0]),
            "b": policy.as_year(held["to_end"].fillna(seen)),
            "held": held["from"] + " to " + held["to"].fillna("the last day seen"),
            "status": held["status"],
        }
    )
    return frame[frame["b"] > OFFICE_SPAN[0]]


def _utterance_rows() -> pd.DataFrame:
    held = policy.utterances()
    return pd.DataFrame(
        {
            "claim": held["claim_id"],
            "t": policy.as_year(pd.to_datetime(held["day"])),
            "head": [
                f"Article {d} · {_day(a)} · said of {s}"
                for d, a, s in zip(held["doc_id"], held["as_of"], held["subject"], strict=True)
            ],
            "text": [_wrap(c, 100, 2) for c in held["claim"]],
            "held": [f"{s}: {h}" for s, h in zip(held["subject"], held["held"], strict=True)],
        }
    )


# ---------------------------------------------------------------- seen from elsewhere


def seen_from(speakers: alt.Parameter, statement: alt.Parameter) -> alt.VConcatChart:
    """Return official statements by date and speaker, and one of them in words.

    Parameters: `speakers` (ISO codes), `statement` (key).
    """
    held = policy.statements()
    rows = pd.DataFrame(
        {
            "key": held["key"],
            "t": held["t"],
            "speaker": held["speaker"],
            "slot": _slots(held),
            "head": [
                _wrap(f"{_day(d)} · {NAMES[s]} · {o}", 110, 1)
                for d, s, o in zip(held["date"], held["speaker"], held["office"], strict=True)
            ],
            "about": [
                s[:1].upper() + s[1:] + (f" · in answer to: {a}" if isinstance(a, str) and a else "")
                for s, a in zip(held["subject"], held["about"], strict=True)
            ],
            "text": [_wrap(p, 112, 3) for p in held["paraphrase"]],
            "cited": ["Source: " + policy.cited([i], 2) for i in held["source_id"]],
        }
    )
    base = alt.Chart(rows).transform_filter(f"indexof({speakers.name}, datum.speaker) >= 0")
    x = (
        alt.X("t:Q", title=None)
        .scale(domain=[2010, 2027], nice=False, zero=False)
        .axis(format="d", tickCount=9)
    )
    y = alt.Y("speaker:N", sort=list(ACTORS), title=None).axis(
        labelExpr=f"{_js(NAMES)}[datum.label]", ticks=False, domain=False, grid=True, gridDash=[1, 3],
        minExtent=110,
    )  # fmt: skip
    colour = alt.Color("speaker:N", scale=theme.country_scale(ACTORS), legend=None)
    tip = [alt.Tooltip("head:N", title="Who"), alt.Tooltip("about:N", title="On")]
    size = alt.condition(f"datum.key === {statement.name}", alt.value(260), alt.value(80))
    edge = alt.condition(f"datum.key === {statement.name}", alt.value(theme.INK), alt.value("white"))
    dots = base.mark_point(filled=True, opacity=0.8, strokeWidth=1.5)
    slot = alt.YOffset("slot:O", scale=alt.Scale(domain=[0, 1, 2], paddingOuter=0.6))
    top = dots.encode(x=x, y=y, yOffset=slot, color=colour, size=size, stroke=edge, tooltip=tip)
    top = top.properties(width=630, height=250)
    own = alt.Chart(rows).transform_filter(f"datum.key === {statement.name}")
    layers = (
        _words(own, "head", 0, x=-110, fontWeight="bold", fontSize=13),
        _words(own, "about", 20, x=-110, color=theme.QUIET),
        _words(own, "text", 42, x=-110, fontSize=13),
        _words(own, "cited", 96, x=-110, color=theme.QUIET),
    )
    return alt.vconcat(top, alt.layer(*layers).properties(width=630, height=116), spacing=10)


def _slots(held: pd.DataFrame) -> list[int]:
    """Places across a speaker's row, so that statements of one day stand above one another."""
    day = held.groupby(["speaker", "date"])
    first = day["key"].transform("size").eq(1).astype(int)
    return list((day.cumcount() + first).clip(upper=2))
