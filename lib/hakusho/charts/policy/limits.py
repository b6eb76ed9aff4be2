"""Limits set and kept: counterstrike and striking first, arms exports, the ceiling of one per cent."""

from __future__ import annotations

import pandas as pd

from hakusho import policy
from hakusho._altair import alt
from hakusho.charts import theme
from hakusho.charts.expressions import js, one
from hakusho.charts.policy.parts import (
    ACTORS,
    AGAINST,
    CHOSEN,
    FAINT,
    FOR,
    NAMES,
    TODAY,
    brief,
    day,
    start_of,
    wrap,
)
from hakusho.charts.policy.polls import net_dots


def counterstrike_steps(since: alt.Parameter, polls: alt.Parameter) -> alt.VConcatChart:
    """Return the steps from a legal view to missiles in units, and what polls found on the way.

    Parameters: `since` (first year shown), `polls` (poll results or not).
    """
    steps = policy.counterstrike()
    low = ["p008", "p072", "tomahawk-delivery-fy2025"]
    rows = steps.assign(
        told=[f"{day(d)}: {w}" for d, w in zip(steps["date"], steps["words"], strict=True)],
        below=steps["key"].isin(low),
        what=[wrap(w, 60) for w in steps["what"]],
    )[["t", "stage", "told", "below", "what"]]
    axis = alt.Axis(format="d", tickCount=8, tickMinStep=1)
    ends = alt.Scale(domain=[alt.expr(since.name), 2027.5], nice=False, zero=False)
    x = alt.X("t:Q", title=None, scale=ends, axis=axis)
    y = alt.Y("stage:N", sort=list(policy.STAGES)[::-1], title=None).axis(
        labelExpr=f"{js(policy.STAGES)}[datum.label]", ticks=False, domain=False, grid=True, gridDash=[1, 3],
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
        own = base.transform_filter(f"datum.below === {js(below)}")
        early = own.transform_filter(f"datum.t < {since.name} + 4")
        late = own.transform_filter(f"datum.t >= {since.name} + 4")
        layers += [
            part.mark_text(align=align, dy=dy, dx=dx).encode(x=x, y=y, text="told:N")
            for part, align, dx in ((early, "left", -4), (late, "right", -7))
        ]
    top = alt.layer(*layers).properties(width=600, height=290)
    return alt.vconcat(top, net_dots("counterstrike", polls, x), spacing=10)


ROW = 62  # pixels of a statement: up to four lines
LINES = 15  # pixels of a line


def preemption_table(actors: alt.Parameter, words: alt.Parameter) -> alt.HConcatChart:
    """Return statements on counterstrike by date: which position each takes, and its paraphrase.

    Parameters: `actors` (ISO codes), `words` (paraphrases or not).
    """
    held = policy.preemption()
    texts = [wrap(p, 58, 4) for p in held["paraphrase"]]
    rows = held.assign(
        row=range(len(held)),
        who=[f"{brief(day(d))} · {NAMES[s]}" for d, s in zip(held["date"], held["speaker"], strict=True)],
        text=texts,
        lines=[text.count("\n") + 1 for text in texts],
        full=[wrap(p, 60) for p in held["paraphrase"]],
        cited=[policy.cited([i], 2) for i in held["source_id"]],
    )[["row", "who", "speaker", "position", "text", "lines", "full", "cited"]]
    base = alt.Chart(rows).transform_filter(f"indexof({actors.name}, datum.speaker) >= 0")
    y = alt.Y("who:N", sort=alt.EncodingSortField("row", op="min"), title=None)
    axis = alt.Axis(ticks=False, domain=False, grid=True, gridDash=[1, 3], labelLimit=180, minExtent=160)
    heads = js({code: wrap(text, 10).split("\n") for code, text in policy.POSITIONS.items()})
    x = alt.X("position:N", title=None).scale(domain=list(policy.POSITIONS))
    x = x.axis(
        orient="top", labelAngle=0, labelExpr=f"{heads}[datum.label]", grid=True, domain=False, ticks=False
    )
    tip = [alt.Tooltip("full:N", title="In short"), alt.Tooltip("cited:N", title="Source")]
    colour = alt.Color("speaker:N", scale=theme.country_scale(ACTORS), legend=None)
    dots = base.mark_point(size=170, filled=True, opacity=1)
    height = ROW * len(rows)
    left = dots.encode(x=x, y=y.axis(axis), color=colour, tooltip=tip).properties(width=288, height=height)
    said = base.transform_filter(words.name)
    layers = [  # a layer for each number of lines: the middle of the text stands beside its mark
        said.transform_filter(f"datum.lines === {n}")
        .mark_text(align="left", x=0, dy=-LINES * (n - 1) / 2, lineBreak="\n", lineHeight=LINES)
        .encode(y=y.axis(None), text="text:N")
        for n in sorted(set(rows["lines"]))
    ]
    return alt.hconcat(left, alt.layer(*layers).properties(width=345, height=height), spacing=8)


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
    colour = colour.legend(orient="top", labelExpr=f"{js(words)}[datum.label]", symbolType="square")
    tip = [alt.Tooltip("rule:N", title="Rule"), alt.Tooltip("change:N", title="Change")]
    bars = base.mark_bar(height=18).encode(x=x, x2="b:Q", y=y, color=colour, tooltip=tip)
    starts = base.mark_text(align="right", dx=-5, color=theme.QUIET).encode(x=x, y=y, text="since:N")
    end = f"min({year.name} + 1, {TODAY})"
    rule = one(z=0).transform_calculate(a=end).mark_rule(color=theme.INK, strokeDash=[4, 3])
    told = one(z=0).transform_calculate(
        a=end, s=f"{year.name} + 1 > {TODAY} ? 'today' : 'end of ' + {year.name}"
    )
    told = told.mark_text(y=-8, fontWeight="bold").encode(x=x, text="s:N")
    top = alt.layer(bars, starts, rule.encode(x=x), told).properties(width=500, height=270)
    dots = net_dots("exports", polls, alt.X("t:Q", title=None, scale=ends, axis=axis), 262, 500, named=True)
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
        change=[wrap(rules.loc[r, "change"], 60) for r in frame["rule"]],
        rule=[rules.loc[r, "title"] for r in frame["rule"]],
    )


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
    rule_years = [float(t) for t in (start_of(policy.CAP_SET), start_of(policy.CAP_DROPPED))]
    band = alt.Chart(alt.InlineData(values=[{"a": rule_years[0], "b": rule_years[1]}]))
    band = band.mark_rect(color="#f1e3cf", opacity=0.8).encode(x=alt.X("a:Q", scale=scale), x2="b:Q")
    words = one(t=sum(rule_years) / 2).mark_text(y=14, lineBreak="\n", lineHeight=15, baseline="top")
    words = words.encode(x=alt.X("t:Q", scale=scale), text=alt.value("ceiling in force\n1976–1987"))
    line = one(z=0).transform_calculate(v=limit.name).mark_rule(color=CHOSEN, strokeDash=[6, 4])
    told = one(z=0).transform_calculate(v=limit.name, s=f"format({limit.name}, '.2f') + ' %'")
    told = told.mark_text(align="right", x=688, dy=-8, color=CHOSEN, fontWeight="bold")
    limits = [line.encode(y="v:Q"), told.encode(y="v:Q", text="s:N")]
    colours = alt.Scale(domain=list(policy.SERIES), range=[AGAINST, FOR])
    shapes = alt.Scale(domain=list(policy.SERIES), range=["square", "circle"])
    legend = alt.Legend(orient="top", labelExpr=f"{js(policy.SERIES)}[datum.label]", labelLimit=330)
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
