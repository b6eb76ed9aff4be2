"""Grids of cells: the ladder, three codings, the calculator, small groupings."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from hakusho import alliances
from hakusho._altair import alt
from hakusho.charts import theme
from hakusho.charts.alliances.parts import (
    STATE_COLOURS,
    cells,
    columns,
    names,
    short_name,
    squares,
    text_panel,
)
from hakusho.charts.expressions import js, labels

ROW = 21  # pixels of a row


def _until(years: pd.Series) -> pd.Series:
    return years.clip(upper=2100).astype(int)


# ---------------------------------------------------------------- ladder

RUNG_WORDS = {"unknown": "date unknown", "pending": "signed only", "talks": "talks"}


def ladder(
    spells: pd.DataFrame, order: Sequence[str], year: alt.Parameter, rungs: alt.Parameter
) -> alt.HConcatChart:
    """Return the rungs that each partner has reached in a year, with the year reached or a mark.

    `spells` as from `alliances.ladder`; `order` the codes from top to bottom. Parameters: `year`, `rungs`.
    """
    now = (
        alt.Chart(_rung_rows(spells))
        .transform_filter(
            f"datum.f <= {year.name} && {year.name} <= datum.l && indexof({rungs.name}, datum.rung) >= 0"
        )
        .transform_window(place="row_number()", sort=[alt.SortField("r")], groupby=["partner", "rung"])
        .transform_filter("datum.place == 1")
        .transform_calculate(words=f"datum.state == 'dated' ? datum.s : {js(RUNG_WORDS)}[datum.state]")
    )
    partners = [short_name(code) for code in order]
    y = names("partner", partners)
    x = columns("rung", list(alliances.RUNGS), alliances.RUNGS)
    colour = squares("state", STATE_COLOURS, alliances.STATES, orient="bottom")
    tooltip = [alt.Tooltip("t:N", title="Text"), alt.Tooltip("d:N", title="Date")]
    grid = cells(now, x, y, colour, "datum.state == 'dated'", tooltip=tooltip)
    reached = now.transform_filter("datum.r < 2")
    plain = names("partner", partners).axis(None)
    top = alt.X("count():Q", title="Rungs in effect", scale=alt.Scale(domain=[0, 6.6]))
    top = top.axis(grid=False, orient="top", labels=False, ticks=False, domain=False)
    bars = reached.mark_bar(height=12, color=STATE_COLOURS["dated"]).encode(x=top, y=plain)
    number = reached.mark_text(align="left", dx=4).encode(x="count():Q", y=plain, text="count():Q")
    counts = (bars + number).properties(width=110, height=alt.Step(ROW))
    return alt.hconcat(grid.properties(width=520, height=alt.Step(ROW)), counts, spacing=10)


def _rung_rows(spells: pd.DataFrame) -> pd.DataFrame:
    """Spells in the least that is drawn: r = strength of the state, f to l = years, s = first year held."""
    place = {state: n for n, state in enumerate(alliances.STATES)}
    since = spells[spells.state == "dated"].groupby(["partner", "rung"]).first_year.min()
    return pd.DataFrame(
        {
            "partner": spells.partner.map(short_name),
            "rung": spells.rung,
            "state": spells.state,
            "r": spells.state.map(place),
            "f": spells.first_year.astype(int),
            "l": _until(spells.last_year),
            "t": spells.title,
            "d": spells.date.fillna("date unknown"),
            "s": [int(since.get((p, g), 0)) for p, g in zip(spells.partner, spells.rung, strict=True)],
        }
    )


# ---------------------------------------------------------------- three codings

CODED = {
    "yes": ("#08306b", "pledge"),
    "limited": ("#7fb2d9", "limited"),
    "no": ("#f3f4f6", "no pledge"),
    "not_in_list": ("#ffffff", "not listed"),
    "not_covered": ("#ffffff", "too late"),
}


def codings(
    rows: pd.DataFrame, texts: pd.DataFrame, treaty: alt.Parameter, current: alt.Parameter
) -> alt.VConcatChart:
    """Return who is obliged to defend under three codings, and the argument for the chosen treaty.

    `rows`: agreement_id, who, years, ours, atop, cow, differ, now (current). Parameters: `treaty` ('differ',
    'agree' or an agreement), `current` (only what is in effect today).
    """
    long = rows.melt(
        id_vars=["agreement_id", "who", "years", "order", "differ", "now"],
        value_vars=list(alliances.CODINGS),
        var_name="coding",
        value_name="code",
    )
    groups = {"differ": "datum.differ", "agree": "!datum.differ"}
    chosen = " || ".join(f"({treaty.name} == '{key}' && {test})" for key, test in groups.items())
    shown = (
        alt.Chart(long)
        .transform_filter(
            f"({chosen} || datum.agreement_id == {treaty.name}) && (!{current.name} || datum.now)"
        )
        .transform_window(row="dense_rank()", sort=[alt.SortField("order")])
        .transform_calculate(words=f"{js({code: words for code, (_, words) in CODED.items()})}[datum.code]")
    )
    most = int(rows.differ.value_counts().max())
    y = alt.Y("row:O", scale=alt.Scale(domain=list(range(1, most + 1))), axis=None)
    x = columns("coding", list(alliances.CODINGS), alliances.CODINGS)
    scale = alt.Scale(domain=list(CODED), range=[colour for colour, _ in CODED.values()])
    grid = cells(shown, x, y, alt.Color("code:N", scale=scale, legend=None), "datum.code == 'yes'")
    one = shown.transform_filter("datum.coding == 'ours'")
    tone = alt.condition("datum.differ", alt.value(theme.COUNTRIES["JPN"]), alt.value(theme.INK))
    left = one.mark_text(align="left", x=0).encode(y=y, text="who:N", color=tone)
    years = one.mark_text(align="right", x=415, color=theme.QUIET).encode(y=y, text="years:N")
    parties = (left + years).properties(width=420, height=alt.Step(ROW))
    upper = alt.hconcat(parties, grid.properties(width=345, height=alt.Step(ROW)), spacing=6)
    below = text_panel(texts, "agreement_id", treaty.name, 780, 128)
    return alt.vconcat(upper.resolve_scale(y="shared"), below, spacing=8)


# ---------------------------------------------------------------- the calculator

NEWNESS = {"pledge": "a pledge exists", "reverse": "only the other way round", "none": "would be new"}
NEWNESS_COLOURS = {"pledge": "#08306b", "reverse": "#7fb2d9", "none": "#f1e4d3"}


def calculator(
    pairs: pd.DataFrame,
    members: alt.Parameter,
    year: alt.Parameter,
    directed: alt.Parameter,
    manila: alt.Parameter,
    atlantic: alt.Parameter,
) -> alt.LayerChart:
    """Return the matrix of pledges among the members of a club, and how many would be new.

    `pairs`: every ordered pair of the closed set (f, t, i = 0) and every pledge (i = 1, a, b = years, m =
    Manila Pact, e = Atlantic or European). Parameters: `members` (codes), `year`, `directed`, `manila`,
    `atlantic`.
    """
    live = (
        f"datum.i && datum.a <= {year.name} && {year.name} <= datum.b && ({manila.name} || !datum.m)"
        f" && ({atlantic.name} || !datum.e) ? 1 : 0"
    )
    base = (
        alt.Chart(pairs)
        .transform_filter(f"indexof({members.name}, datum.f) >= 0 && indexof({members.name}, datum.t) >= 0")
        .transform_calculate(live=live, key="datum.f < datum.t ? datum.f + datum.t : datum.t + datum.f")
        .transform_aggregate(live="max(live)", groupby=["f", "t", "key"])
        .transform_joinaggregate(either="max(live)", groupby=["key"])
        .transform_calculate(
            state="datum.live ? 'pledge' : datum.either ? 'reverse' : 'none'",
            has=f"{directed.name} ? datum.live : datum.either / 2",
            one=f"{directed.name} ? 1 : 0.5",
        )
    )
    states = {code: short_name(code) for code in alliances.CLOSED_SET}
    x = columns("t", list(states), states, labelAngle=-50)
    y = names("f", list(states), labelExpr=labels(states))
    colour = squares("state", NEWNESS_COLOURS, NEWNESS, orient="right", offset=14)
    tooltip = [alt.Tooltip("f:N", title="From"), alt.Tooltip("t:N", title="To"), "state:N"]
    grid = base.mark_rect(stroke=theme.BORDER, strokeWidth=0.4).encode(
        x=x, y=y, color=colour, tooltip=tooltip
    )
    total = base.transform_aggregate(has="sum(has)", all="sum(one)").transform_calculate(
        big="datum.has + ' of ' + datum.all",
        new="(datum.all - datum.has) + ' would be new'",
        unit=f"{directed.name} ? 'directed pledges exist;' : 'pairs hold a pledge;'",
    )
    side = [
        total.mark_text(x=490, y=150, align="left", fontSize=26, fontWeight="bold").encode(text="big:N"),
        total.mark_text(x=490, y=178, align="left", fontSize=14).encode(text="unit:N"),
        total.mark_text(x=490, y=198, align="left", fontSize=14).encode(text="new:N"),
    ]
    frame = alt.Chart(pairs).transform_filter("!datum.i").mark_rect(fill="#fafbfc", stroke="#eef1f4")
    return alt.layer(frame.encode(x=x, y=y), grid, *side).properties(width=475, height=400)


# ---------------------------------------------------------------- small groupings


def groupings(rows: pd.DataFrame, year: alt.Parameter, proposed: alt.Parameter) -> alt.LayerChart:
    """Return who belongs to which small grouping in a year: since when, or only proposed.

    `rows`: state, grouping (title), f, l (years), status. Parameters: `year`, `proposed` (show proposals).
    """
    now = alt.Chart(rows).transform_filter(
        f"datum.f <= {year.name} && {year.name} <= datum.l && ({proposed.name} || datum.status == 'member')"
    )
    now = now.transform_calculate(words="datum.status == 'member' ? datum.f : 'proposed'")
    x = columns("grouping", list(alliances.GROUPINGS.values()), labelAngle=-35, labelLimit=180)
    y = names("state", list(dict.fromkeys(rows.state)))
    words = {"member": "takes part, since", "proposed": "only proposed"}
    colours = {"member": STATE_COLOURS["dated"], "proposed": STATE_COLOURS["pending"]}
    colour = squares("status", colours, words, orient="bottom")
    return cells(now, x, y, colour, "datum.status == 'member'").properties(width=620, height=alt.Step(25))
