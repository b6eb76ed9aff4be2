"""Amounts and counts: the Tomahawk purchase at an exchange rate, figures side by side."""

from __future__ import annotations

import textwrap

import pandas as pd

from hakusho import missiles
from hakusho._altair import alt
from hakusho.charts import theme
from hakusho.charts.expressions import labels, one

STAGE_COLOURS = {
    "us_approval": "#2A5AC3",
    "contract": "#2A5AC3",
    "delivery": "#0b5d1e",
    "delay_report": "#b45309",
}
MONEY_COLOURS = {"ceiling": "#c9b37e", "budget": "#8fb3d9", "contract": "#08306b", "contract_part": "#2f6fb0"}
MONEY_LABELS = {
    "ceiling": "ceiling",
    "budget": "budget",
    "contract": "contract",
    "contract_part": "part of the contract",
}
LONGEST_LINE = 92


def tomahawk(rate: alt.Parameter, unit: alt.Parameter, stages: alt.Parameter) -> alt.VConcatChart:
    """Return amounts of the Tomahawk purchase at an exchange rate, the rate's place, and the stages in words.

    Parameters: `rate` (yen a dollar), `unit` (yen or dollars), `stages` (kinds of milestone).
    """
    held = missiles.tomahawk_money()
    rows = pd.DataFrame(
        {
            "what": held["what"], "yen": held["jpy_bn"].astype(float), "dollars": held["usd_m"].astype(float),
            "scope": held["cost_scope"], "n": range(len(held)),
        }
    )  # fmt: skip
    base = alt.Chart(rows).transform_calculate(
        bn=f"isValid(datum.yen) ? datum.yen : datum.dollars * {rate.name} / 1000",
        set=f"isValid(datum.yen) === ({unit.name} === 'yen')",
    )
    base = base.transform_calculate(value=f"{unit.name} === 'yen' ? datum.bn : datum.bn * 1000 / {rate.name}")
    each = f"datum.bn * 1000 / {missiles.MOST_TOMAHAWKS}"
    yen = f"{unit.name} === 'yen'"
    whole = f"({yen} ? format(datum.value, ',.1f') + ' bn yen' : format(datum.value, ',.0f') + ' m dollars')"
    share = (
        f"({yen} ? format({each}, ',.0f') + ' m yen' : format({each} / {rate.name}, '.2f') + ' m dollars')"
    )
    part = f"datum.what === 'Contract: missiles' ? ' · ' + {share} + ' each if all 400 come' : ''"
    text = f"{whole} + (datum.set ? '' : ', converted') + ({part})"
    base = base.transform_calculate(text=text)
    y = alt.Y("what:N", sort=alt.EncodingSortField("n", op="min"), title=None).axis(
        labelLimit=230, minExtent=232, maxExtent=232, ticks=False, domain=False
    )
    top = [alt.ExprRef(f"{unit.name} === 'yen' ? 640 : 4600")]
    x = alt.X("value:Q", title=None, axis=None).scale(domain=[0, top[0]], nice=False)
    colour = (
        alt.Color("scope:N", title=None)
        .scale(domain=list(MONEY_COLOURS), range=list(MONEY_COLOURS.values()))
        .legend(orient="top", labelExpr=labels(MONEY_LABELS), symbolType="square")
    )
    bars = base.mark_bar(height=15).encode(
        x=x, y=y, color=colour, opacity=alt.condition("datum.set", alt.value(1), alt.value(0.55))
    )
    words = base.mark_text(align="left", dx=5).encode(x=x, y=y, text="text:N")
    money = alt.layer(bars, words).properties(width=520, height=alt.Step(23))
    return alt.vconcat(money, _rate_line(rate), _stage_list(stages), spacing=14)


def _rate_line(rate: alt.Parameter) -> alt.LayerChart:
    """Published rates on a line, and where the reader's rate stands."""
    known = missiles.rates()
    rows = pd.DataFrame(
        {"rate": known.values(), "name": [f"{name}: {value:.0f}" for name, value in known.items()]}
    )
    x = (
        alt.X("rate:Q", title="Yen for a dollar")
        .scale(domain=[95, 185], nice=False)
        .axis(tickCount=9, grid=False)
    )
    ticks = alt.Chart(rows).mark_point(shape="triangle-down", filled=True, size=70, color=theme.QUIET, dy=-4)
    ticks = ticks.encode(x=x, y=alt.value(30))
    names = [
        alt.Chart(rows[rows.index == n])
        .mark_text(align="right" if n == 1 else "left", dx=-5 if n == 1 else 5, color=theme.QUIET)
        .encode(x=x, y=alt.value(4 if n in (1, 2) else 20), text="name:N")
        for n in range(len(rows))
    ]
    own = one().transform_calculate(rate=rate.name)
    line = own.mark_rule(color="#b45309", strokeWidth=3).encode(x=x)
    return alt.layer(line, ticks, *names).properties(width=520, height=40)


def _stage_list(stages: alt.Parameter) -> alt.LayerChart:
    """The milestones as lines of text: date, stage, what."""
    held = missiles.tomahawk_stages()
    rows = pd.DataFrame(
        {
            "n": range(len(held)), "date": held["date"], "kind": held["kind"],
            "stage": held["kind"].map(missiles.STAGES),
            "what": [textwrap.shorten(text, LONGEST_LINE, placeholder=" …") for text in held["milestone"]],
        }
    )  # fmt: skip
    base = alt.Chart(rows).transform_filter(f"indexof({stages.name}, datum.kind) >= 0")
    y = alt.Y("n:O", axis=None)
    colour = alt.Color("kind:N", legend=None).scale(
        domain=list(missiles.STAGES), range=[STAGE_COLOURS.get(kind, theme.INK) for kind in missiles.STAGES]
    )
    parts = [
        base.mark_text(align="left", fontWeight=weight)
        .encode(x=alt.value(at), y=y, text=f"{column}:N", **more)
        for column, at, weight, more in (
            ("date", -225, "normal", {}),
            ("stage", -145, "bold", {"color": colour}),
            ("what", -35, "normal", {}),
        )
    ]  # fmt: skip
    return alt.layer(*parts).properties(width=520, height=alt.Step(19)).resolve_scale(color="independent")


FIGURES_PX, NOTE_PX, FIGURE_ROW = 270, 440, 37
LONGEST_NOTE = 74  # characters below a label
KIND_COLOURS = ("#08306b", "#e07b00", "#5b9bd0", "#7a6a4f")


def side_by_side(rows: pd.DataFrame, group: alt.Parameter, title: str) -> alt.LayerChart:
    """Return figures of one group as dots with their number and what they count, never joined by a line.

    `rows`: group, label, low, high, bound (words before the number), kind, note. Parameter: `group` ("all"
    for every one).
    """
    ends = rows[["low", "high"]].astype(float)
    told = [
        bound + (f"{lo:,.10g}" if lo == hi else f"{lo:,.10g}–{hi:,.10g}")
        for bound, (lo, hi) in zip(rows["bound"], ends.itertuples(index=False), strict=True)
    ]
    notes = rows["note"].fillna("").astype(str)
    drawn = rows[["group", "label", "kind"]].assign(
        low=ends["low"],
        high=ends["high"],
        told=told,
        n=range(len(rows)),
        why=[textwrap.shorten(text, LONGEST_NOTE, placeholder=" …") for text in notes],
        note=notes,
    )
    data = {"name": "figures", "values": drawn.to_dict("records")}
    base = alt.Chart(data).transform_filter(f"{group.name} === 'all' || datum.group === {group.name}")
    y = alt.Y("n:O", axis=None)
    x = alt.X("low:Q", title=title).scale(zero=True, nice=True).axis(tickCount=4, format=",d")
    kinds = list(dict.fromkeys(rows["kind"]))
    colour = alt.Color("kind:N", title=None).scale(domain=kinds, range=list(KIND_COLOURS[: len(kinds)]))
    colour = colour.legend(orient="top", symbolType="circle", symbolOpacity=1, columns=4)
    titles = {"label": "Figure", "told": title, "kind": "Kind", "note": "Note"}
    tip = [alt.Tooltip(f"{column}:N", title=words) for column, words in titles.items()]
    left, near = alt.value(-NOTE_PX), {"align": "left"}
    layers = [
        base.mark_rule(color=theme.LINE, strokeDash=[1, 3]).encode(
            x=alt.value(0), x2=alt.value(FIGURES_PX), y=y
        ),
        base.mark_rule(strokeWidth=5, opacity=0.5).encode(x=x, x2="high:Q", y=y, color=colour),
        base.mark_point(filled=True, size=95, opacity=1).encode(x="high:Q", y=y, color=colour, tooltip=tip),
        base.mark_text(align="left", dx=10, fontSize=13).encode(x="high:Q", y=y, text="told:N"),
        base.mark_text(**near, dy=-8, fontSize=13).encode(x=left, y=y, text="label:N"),
        base.mark_text(**near, dy=8, color=theme.QUIET).encode(x=left, y=y, text="why:N"),
    ]
    return alt.layer(*layers).properties(width=FIGURES_PX, height=alt.Step(FIGURE_ROW))
