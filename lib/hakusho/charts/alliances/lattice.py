"""The lead chart: Japan's ties by year and kind, with the United States and without, and the one pledge."""

from __future__ import annotations

import pandas as pd

from hakusho import alliances
from hakusho._altair import alt
from hakusho.charts import theme
from hakusho.charts.alliances.parts import BARE, FIRST_YEAR
from hakusho.charts.expressions import js, one

WITH, WITHOUT = theme.COUNTRIES["USA"], "#a9b4bf"
WITHOUT_INK = "#5b6875"  # the same grey, dark enough for words
WIDTH, TALL, STRIP = 425, 260, 84
PAD = 14  # ties at least on the axis: the words in the upper left stay clear of few bars


def lattice(
    ties: pd.DataFrame, year: alt.Parameter, kinds: alt.Parameter, open_ended: alt.Parameter
) -> alt.HConcatChart:
    """Return Japan's ties by year and by kind, split by whether the United States takes part.

    `ties` as from `alliances.ties`; parameters: `year`, `kinds` (list), `open_ended` (texts without legal
    force too). Below the years, the one pledge to defend Japan on the same axis.
    """
    rows = _tie_rows(ties)
    shown = f"!datum.k || indexof({kinds.name}, datum.k) >= 0 && ({open_ended.name} || !datum.o)"
    yearly = alt.Chart(rows).transform_filter(shown).transform_calculate(y="sequence(datum.a, datum.b + 1)")
    yearly = yearly.transform_flatten(["y"]).transform_calculate(
        w="datum.u && datum.u <= datum.y ? 1 : 0", one="datum.k ? 1 : 0"
    )
    years = alt.layer(_bars(yearly, year), *_head(yearly, year)).properties(width=WIDTH, height=TALL)
    left = alt.vconcat(years, _pledge_strip(year), spacing=8).resolve_scale(x="shared")
    kinds_of = _kinds(yearly, rows, year, kinds, open_ended)
    right = alt.vconcat(kinds_of, _pledge_words(year), spacing=26)
    return alt.hconcat(left, right, spacing=22)


def _tie_rows(ties: pd.DataFrame) -> pd.DataFrame:
    """The least that the chart needs of each dated tie: k(ind), o(pen-ended), a, b (years), u(s from).

    A last row without a kind counts for nothing: with it a year without any tie still says 0.
    """
    dated = ties[ties.known == "dated"]
    last = dated.last_year.clip(upper=alliances.today().year).astype(int)
    rows = pd.DataFrame(
        {
            "k": dated.kind,
            "o": dated.open_ended.astype(int),
            "a": dated.first_year.astype(int),
            "b": last,
            "u": dated.with_us_from.fillna(0).astype(int),
        }
    ).query("a <= b")
    rows.loc[len(ties)] = {"k": "", "o": 0, "a": FIRST_YEAR, "b": alliances.today().year, "u": 0}
    return rows


def _tone(**conditions: object) -> alt.Color:
    return alt.Color("w:N", scale=alt.Scale(domain=[1, 0], range=[WITH, WITHOUT]), legend=None, **conditions)


def _year_axis(field: str, labelled: bool = True) -> alt.X:
    """Years on one axis; without labels it still holds the scale."""
    domain = [FIRST_YEAR - 1, alliances.today().year + 1]
    x = alt.X(f"{field}:Q", title=None, scale=alt.Scale(domain=domain, nice=False, zero=False))
    return x.axis(format="d", tickCount=8, grid=False) if labelled else x.axis(None)


def _bars(yearly: alt.Chart, year: alt.Parameter) -> alt.LayerChart:
    """Years up to the chosen one in full colour, later ones pale, the chosen one outlined."""
    here = f"datum.y == {year.name}"
    y = alt.Y("n:Q", title="Ties in effect at the end of the year").axis(tickMinStep=1, tickCount=6)
    bars = (
        yearly.transform_aggregate(n="sum(one)", groupby=["y", "w"])
        .transform_filter("datum.n")
        .transform_calculate(t=f"datum.w ? '{_SIDES[1]}' : '{_SIDES[0]}'")
        .mark_bar(size=4.9)
        .encode(
            x=_year_axis("y"),
            y=y,
            color=_tone(),
            order=alt.Order("w:Q", sort="descending"),
            opacity=alt.condition(f"datum.y <= {year.name}", alt.value(1), alt.value(0.25)),
            stroke=alt.condition(here, alt.value(theme.INK), alt.value(None)),
            tooltip=[alt.Tooltip("y:Q", title="Year"), alt.Tooltip("t:N", title="Ties"), "n:Q"],
        )
    )
    room = one(y=FIRST_YEAR, n=PAD).mark_point(opacity=0).encode(x="y:Q", y="n:Q")
    return bars + room


_SIDES = ("without the United States", "with the United States")


def _head(yearly: alt.Chart, year: alt.Parameter) -> list[alt.Chart]:
    """The counts of the chosen year as words in the empty upper left, in the colours of the bars."""
    there = yearly.transform_filter(f"datum.y == {year.name}").transform_aggregate(n="sum(one)", w="sum(w)")
    share = "(datum.n ? ' (' + format(100 * datum.w / datum.n, '.0f') + ' %)' : '')"
    lines = (
        (f"{year.name} + ': ' + datum.n + (datum.n == 1 ? ' tie' : ' ties')", theme.INK, 18),
        (f"(datum.n - datum.w) + ' {_SIDES[0]}'", WITHOUT_INK, 15),
        (f"datum.w + ' {_SIDES[1]}' + {share}", WITH, 15),
    )
    return [
        there.transform_calculate(t=words)
        .mark_text(x=10, y=14 + 23 * place, align="left", fontSize=size, fontWeight="bold", color=tone)
        .encode(text="t:N")
        for place, (words, tone, size) in enumerate(lines)
    ]


def _kinds(
    yearly: alt.Chart,
    rows: pd.DataFrame,
    year: alt.Parameter,
    kinds: alt.Parameter,
    open_ended: alt.Parameter,
) -> alt.LayerChart:
    """The ties of the chosen year by kind: a row for each kind that these settings can show."""
    order = list(alliances.KINDS)
    legal = set(rows.k[rows.o == 0])
    places = pd.DataFrame(
        [{"i": n, "k": kind, "s": int(kind in legal)} for n, kind in enumerate(order) if kind in set(rows.k)]
    )
    listed = f"indexof({kinds.name}, datum.k) >= 0 && ({open_ended.name} || datum.s)"
    y = alt.Y("i:O", title=None, scale=alt.Scale(paddingInner=0.3)).axis(
        **BARE,
        labelExpr=f"{js(list(alliances.KINDS.values()))}[datum.value]",
        labelLimit=170,
        labelPadding=6,
        labelFontSize=13,
    )
    x = alt.X("n:Q", axis=None, scale=alt.Scale(domain=[0, _most(rows) * 1.12], nice=False))
    frame = alt.Chart(places).transform_filter(listed).mark_point(opacity=0).encode(y=y)
    there = yearly.transform_filter(f"datum.k && datum.y == {year.name}")
    there = there.transform_calculate(i=f"indexof({js(order)}, datum.k)")
    bars = (
        there.transform_aggregate(n="count()", groupby=["i", "w"])
        .mark_bar(height=14)
        .encode(x=x, y=y, color=_tone(), order=alt.Order("w:Q", sort="descending"))
    )
    total = there.transform_aggregate(n="count()", groupby=["i"]).mark_text(align="left", dx=5, fontSize=13)
    total = total.encode(x=x, y=y, text="n:Q")
    return (frame + bars + total).properties(width=165, height=TALL)


def _most(rows: pd.DataFrame) -> int:
    """The largest number of ties of one kind in any year, for an axis that stays."""
    years = range(FIRST_YEAR, alliances.today().year + 1)
    return max(rows[rows.k.ne("") & (rows.a <= y) & (rows.b >= y)].k.value_counts().max() for y in years)


def _pledge_strip(year: alt.Parameter) -> alt.LayerChart:
    """Who is pledged to defend Japan, and whom Japan is pledged to defend, on the axis of years."""
    to_japan, by_japan = "Pledged to defend Japan", "Japan is pledged to defend"
    since, last = _pledged_since(), alliances.today().year
    spans = pd.DataFrame(
        [
            (to_japan, FIRST_YEAR, since - 1, "#c9ced4", "", theme.INK),
            (to_japan, since, last, WITH, f"the United States, since {since}", "white"),
            (by_japan, since, last, "#dbe3f3", "US forces, in areas under Japan's administration", theme.INK),
        ],
        columns=["row", "a", "b", "tone", "words", "ink"],
    )
    base = alt.Chart(spans).transform_calculate(e="datum.b + 0.5", s="datum.a - 0.5")
    y = alt.Y("row:N", sort=[to_japan, by_japan], title=None).axis(labels=False, **BARE)
    bars = base.mark_bar(height=20).encode(
        x=_year_axis("s", labelled=False), x2="e:Q", y=y, color=alt.Color("tone:N", scale=None)
    )
    inside = base.mark_text(align="left", dx=6, fontSize=13).encode(
        x="s:Q", y=y, text="words:N", color=alt.Color("ink:N", scale=None)
    )
    titles = alt.Chart(pd.DataFrame({"row": [to_japan, by_japan]}))
    above = titles.mark_text(align="left", x=0, dy=-18, color=theme.QUIET).encode(y=y, text="row:N")
    rule = one().transform_calculate(y=year.name).mark_rule(color=theme.INK, strokeWidth=1.6).encode(x="y:Q")
    return (bars + rule + inside + above).properties(width=WIDTH, height=STRIP)


def _pledged_since() -> int:
    """The first year of the pledge to defend Japan; there is one, as a test holds."""
    table = alliances.pledges()
    return int(table[table.to_iso3.eq("JPN") & table.level.eq("defence")].first_year.min())


def _pledge_words(year: alt.Parameter) -> alt.LayerChart:
    """The second half of the message beside the strip: how many pledges, and whose."""
    held = f"{year.name} >= {_pledged_since()}"
    same, before = f"the same one since {_pledged_since()}", "by our coding of the treaty of 1951"
    lines = (
        (f"{held} ? '1 pledge to defend Japan' : 'No pledge to defend Japan'", WITH, 18, "bold"),
        (f"{held} ? '{same}' : '{before}'", theme.QUIET, 13, "normal"),
    )
    marks = [
        one()
        .transform_calculate(t=words)
        .mark_text(x=-140, y=10 + 21 * place, align="left", fontSize=size, fontWeight=weight, color=tone)
        .encode(text="t:N")
        for place, (words, tone, size, weight) in enumerate(lines)
    ]
    return alt.layer(*marks).properties(width=165, height=STRIP - 20)
