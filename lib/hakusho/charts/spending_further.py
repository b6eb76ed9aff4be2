"""Charts of the spending theme: the long run, the programme, places, yen and dollar, the scenario.

Each takes frames of `hakusho.spending` and one Vega parameter per control, and returns an unconfigured chart
whose expressions use the parameters: a control repaints it without Python.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from hakusho import spending
from hakusho._altair import alt
from hakusho.charts import theme
from hakusho.charts.expressions import PLAIN, js, labels, one, says, year_axis
from hakusho.charts.spending import JAPAN, STRONG, WEAK

# ---------------------------------------------------------------- the long run

SERIES = {
    "sipri": "SIPRI, calendar years (line)",
    "incl": "initial budget with US bases",
    "excl": "initial budget without them",
}
MEASURES = {"yen": "billion yen", "share": "% of GDP or GNP", "constant": "billion dollars of 2024",
            "current": "billion current dollars"}  # fmt: skip


def long_run(
    held: pd.DataFrame,
    events: pd.DataFrame,
    unit: alt.Parameter,
    definition: alt.Parameter,
    series: alt.Parameter,
    years: alt.Parameter,
) -> alt.LayerChart:
    """Return SIPRI's calendar-year line and the national figures as points; gaps stay open.

    `held`: see `spending.long_run`; `events`: year, words. Parameters: `unit` (a column), `definition` (its
    published figures stand in front), `series` (list of `SERIES`), `years` ([from, to]).
    """
    own = alt.Chart(held).transform_calculate(value=f"datum[{unit.name}]")
    own = own.transform_filter(f"isValid(datum.value) && inrange(datum.year, {years.name})")
    shown = own.transform_filter(f"indexof({series.name}, datum.series) >= 0")
    x = alt.X("year:Q", title="Calendar year (line), fiscal year (points)")
    x = x.scale(domain=alt.ExprRef(years.name), nice=False).axis(year_axis())
    y = alt.Y("value:Q", title=None).scale(zero=True).axis(minExtent=46, labelExpr=PLAIN)
    colour = alt.Color("series:N", title=None).scale(
        domain=list(SERIES), range=[theme.OTHER, JAPAN, "#2A5AC3"]
    ).legend(
        orient="bottom", labelExpr=labels(SERIES), symbolType="circle", columns=3, labelLimit=280
    )  # fmt: skip
    shape = {"condition": {"test": "datum.series == 'incl'", "value": "diamond"}, "value": "circle"}
    line = shown.transform_filter("datum.series == 'sipri'")
    line = line.mark_line(strokeWidth=2).encode(x=x, y=y, color=colour)
    points = shown.transform_filter("datum.series != 'sipri'").mark_point(size=46, opacity=0.9)
    points = points.encode(x=x, y=y, color=colour, shape=shape, tooltip=["year", "series", "value:Q"])
    notes = [
        layer
        for place, event in enumerate(events.itertuples())
        for layer in _event(event, place, x, years.name)
    ]
    goal = one(value=spending.GOAL).transform_filter(f"{unit.name} == 'share'")
    notes.append(goal.mark_rule(color=theme.INK, strokeDash=[4, 3]).encode(y="value:Q"))
    title = says(one(), f"{js(MEASURES)}[{unit.name}]", 0, -12, color=theme.INK)
    return alt.layer(
        *notes, line, points, *_as_counted(own, definition.name, unit.name, x, y), title
    ).properties(width=720, height=330)


def _as_counted(own: alt.Chart, definition: str, unit: str, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The chosen counting's figures in front, its last one in words, and its name above the chart."""
    mine = own.transform_filter(
        f"datum.series == {definition} && (datum.series != 'sipri' || datum.year == 2025)"
    )
    last = mine.transform_joinaggregate(end="max(year)").transform_filter("datum.year == datum.end")
    digits = f"datum.value >= 100 ? ',.0f' : {definition} == 'sipri' && datum.value < 5 ? '.2f' : '.1f'"
    said = last.transform_calculate(said=f"format(datum.value, {digits})")
    names = {key: words for key, (words, _) in spending.DEFINITIONS.items()}
    look = {"color": STRONG, "fontWeight": "bold"}
    dollars = f"indexof(['constant', 'current'], {unit}) >= 0"
    lacking = f"({definition} != 'sipri' && {dollars} ? 'No figure in dollars: ' : 'Square: ')"
    return [
        mine.mark_point(size=130, opacity=1, color=STRONG, shape="square").encode(x=x, y=y),
        *(
            said.mark_text(align="right", dx=-9, dy=12, fontSize=13, **{**look, **edge}).encode(
                x=x, y=y, text="said:N"
            )
            for edge in ({"color": "white", "stroke": "white", "strokeWidth": 4}, {})
        ),
        says(one(), f"{lacking} + {js(names)}[{definition}]", 720, -20, align="right", **look),
    ]


def _event(event: Any, place: int, x: alt.X, years: str) -> list[alt.Chart]:
    """A dated rule with its words: to the left of the rule in the last years, so that nothing is cut."""
    held = one(year=event.year, words=event.words).transform_filter(f"inrange(datum.year, {years})")
    late = f"datum.year > {years}[1] - 0.12 * ({years}[1] - {years}[0])"
    rule = held.mark_rule(color=theme.BORDER, strokeDash=[2, 3]).encode(x=x)
    look = {"color": theme.QUIET, "fontSize": 12}
    words = [
        held.transform_filter(late).mark_text(align="right", dx=-4, **look),
        held.transform_filter(f"!({late})").mark_text(align="left", dx=4, **look),
    ]
    return [rule, *(one.encode(x=x, y=alt.value(8 + 16 * place), text="words:N") for one in words)]


# ---------------------------------------------------------------- the programme

FIELDS = {
    "sustainability_resilience": "Ammunition, upkeep, facilities",
    "cross_domain": "Space, cyber, ships, aircraft",
    "common_base": "Bases, training, research, other",
    "standoff_defence": "Stand-off missiles",
    "integrated_air_missile_defence": "Air and missile defence",
    "command_control_intelligence": "Command and intelligence",
    "mobility_civil_protection": "Mobility, civil protection",
    "unmanned": "Unmanned systems",
    "not_located": "Not located in a source",
}
BUDGET_YEARS = (2023, 2024, 2025)


def by_field(
    plan: pd.DataFrame, contracts: pd.DataFrame, years: alt.Parameter, measure: alt.Parameter
) -> alt.HConcatChart:
    """Return the five-year plan by field beside the contracts budgeted by field in the chosen years.

    `plan`: field, amount_jpy_bn, located; `contracts`: year, field, amount_jpy_bn. Parameters: `years`
    (list), `measure` ("trillion" or "share", of the panel's own total).
    """
    left = alt.Chart(plan).transform_joinaggregate(total="sum(amount_jpy_bn)")
    right = alt.Chart(contracts).transform_filter(f"indexof({years.name}, datum.year) >= 0")
    right = right.transform_joinaggregate(total="sum(amount_jpy_bn)")
    value = (
        f"{measure.name} == 'share' ? 100 * datum.amount_jpy_bn / datum.total : datum.amount_jpy_bn / 1000"
    )
    shades = alt.Scale(domain=list(BUDGET_YEARS), range=["#08306b", "#2f6fb0", "#7fb2d9"])
    fill = alt.Fill("year:O", title="Budget of fiscal year", scale=shades).legend(orient="bottom")
    without = sorted(set(FIELDS) - set(plan["field"]))
    return alt.hconcat(
        _plan_bars(left.transform_calculate(value=value), measure.name, without),
        _contract_bars(right.transform_calculate(value=value), measure.name, fill), spacing=20,
    )  # fmt: skip


def _field_axis(named: bool) -> alt.Y:
    y = alt.Y("field:N", title=None).scale(domain=list(FIELDS))
    look = {"labelExpr": labels(FIELDS), "labelLimit": 260, "labelPadding": 6} if named else {"labels": False}
    return y.axis(ticks=False, domain=False, **look)


def _field_head(text: str, measure: str) -> alt.Chart:
    words = f"{js(text)} + ({measure} == 'share' ? ', % of the total' : ', trillion yen')"
    return says(one(), words, 0, -12, color=theme.INK)


def _field_scale(measure: str) -> alt.Scale:
    """The same length for the same amount in both panels."""
    most = alt.ExprRef(f"{measure} == 'share' ? 42 : 18")
    return alt.Scale(domainMin=0, domainMax=most, nice=False)


def _plan_bars(held: alt.Chart, measure: str, without: list[str]) -> alt.LayerChart:
    x = alt.X("value:Q", title="Plan of December 2022, new contracts", scale=_field_scale(measure)).axis(
        tickCount=5
    )
    y = _field_axis(named=True)
    bars = held.mark_bar(height=20).encode(
        x=x, y=y, tooltip=["field", "amount_jpy_bn"],
        color=alt.condition("datum.located", alt.value(theme.OTHER), alt.value("#ffffff")),
        stroke=alt.condition("datum.located", alt.value(theme.OTHER), alt.value(theme.QUIET)),
        strokeDash=alt.condition("datum.located", alt.value([1, 0]), alt.value([3, 3])),
    )  # fmt: skip
    words = held.mark_text(align="left", dx=5).encode(x=x, y=y, text=alt.Text("value:Q", format=",.1f"))
    none = alt.Chart(pd.DataFrame({"field": without})).mark_text(align="left", dx=5, color=theme.QUIET)
    none = none.encode(x=alt.value(0), y=y, text=alt.value("no amount found"))
    head = _field_head("Planned for five years", measure)
    return alt.layer(bars, words, none, head).properties(width=225, height=270)


def _contract_bars(held: alt.Chart, measure: str, fill: alt.Fill) -> alt.LayerChart:
    x = alt.X("sum(value):Q", title="Initial budgets, new contracts", scale=_field_scale(measure)).axis(
        tickCount=5
    )
    y = _field_axis(named=False)
    bars = held.mark_bar(height=20).encode(
        x=x, y=y, fill=fill, order="year:O", tooltip=["year", "field", "amount_jpy_bn"]
    )
    words = held.transform_aggregate(sum="sum(value)", groupby=["field"]).mark_text(align="left", dx=5)
    words = words.encode(x="sum:Q", y=y, text=alt.Text("sum:Q", format=",.1f"))
    head = _field_head("Budgeted in the years chosen", measure)
    return alt.layer(bars, words, head).properties(width=225, height=270)


PANELS = {
    "expenditure": "Budgeted expenditure",
    "contract": "Budgeted new contracts",
}


def progress(
    held: pd.DataFrame, totals: pd.DataFrame, extra: alt.Parameter, total: alt.Parameter
) -> alt.HConcatChart:
    """Return two panels that are never summed: expenditure and contracts booked, year on year, to a total.

    `held`: accounting, extra_, year, first, last, amount, pct (trillion yen, with and without extra budgets);
    `totals`: accounting, variant, amount. Parameters: `extra` (true or false), `total` (variant of the
    expenditure total).
    """
    return alt.hconcat(*[_steps(held, totals, key, extra.name, total.name) for key in PANELS], spacing=40)


def _steps(held: pd.DataFrame, totals: pd.DataFrame, key: str, extra: str, total: str) -> alt.LayerChart:
    own = alt.Chart(held[held["accounting"].eq(key)]).transform_filter(f"datum.extra == {extra}")
    x = alt.X("year:O", title="Fiscal year").scale(domain=list(range(2023, 2028)))
    x = x.axis(labelAngle=0, labelExpr="datum.label == '2026' ? '2026 draft' : datum.label")
    y = alt.Y("first:Q", title="Trillion yen, running total").scale(domain=[0, 47], nice=False)
    colour = theme.colour("JPN") if key == "expenditure" else theme.colour("USA")
    bars = own.mark_bar(size=42, color=colour, opacity=0.85).encode(x=x, y=y, y2="last:Q")
    words = own.mark_text(dy=12, color="white", fontSize=13, fontWeight="bold")
    words = words.encode(x=x, y="last:Q", text=alt.Text("amount:Q", format=".1f"))
    line = alt.Chart(totals[totals["accounting"].eq(key)]).transform_filter(
        f"datum.variant == {total} || datum.variant == 'not_applicable'"
    )
    rule = line.mark_rule(color=theme.INK, strokeDash=[4, 3]).encode(y="amount:Q")
    last = own.transform_filter("datum.year == 2026").transform_lookup(
        "accounting", alt.LookupData(totals, "accounting", ["variant"])
    )
    told = line.transform_calculate(said="'total ' + format(datum.amount, '.1f')").mark_text(
        align="left", dx=6, dy=-9, fontSize=13, color=theme.INK
    ).encode(x=alt.value(0), y="amount:Q", text="said:N")  # fmt: skip
    value = f"{js(_total_values(totals, key))}[{total}]" if key == "expenditure" else str(
        float(totals.loc[totals["accounting"].eq(key), "amount"].iloc[0])
    )  # fmt: skip
    done = last.transform_calculate(
        said=f"format(100 * datum.last / {value}, '.0f') + ' %'"
    ).mark_text(align="left", dx=28, dy=0, fontSize=13, fontWeight="bold", color=colour)  # fmt: skip
    done = done.encode(x=x, y="last:Q", text="said:N")
    head = says(one(), js(PANELS[key]), 0, -12, color=theme.INK, fontWeight="bold")
    return alt.layer(bars, words, rule, told, done, head).properties(width=310, height=300)


def _total_values(totals: pd.DataFrame, key: str) -> dict[str, float]:
    own = totals[totals["accounting"].eq(key)]
    return dict(zip(own["variant"], own["amount"].astype(float), strict=True))


SCOPES = {
    "own_field": "own field only",
    "incl_other_fields": "with items booked elsewhere",
    "as_reported": "scope not stated",
}


def standoff(held: pd.DataFrame, scopes: alt.Parameter, requests: alt.Parameter) -> alt.HConcatChart:
    """Return stand-off defence by fiscal year: budgets on the left, requests apart on the right.

    `held`: see `spending.standoff`. Parameters: `scopes` (list), `requests` (true shows the right panel's
    marks).
    """
    own = alt.Chart(held).transform_filter(f"indexof({scopes.name}, datum.scope) >= 0")
    budgets = own.transform_filter("datum.kind == 'budget'")
    asked = own.transform_filter(f"datum.kind == 'request' && {requests.name}")
    return alt.hconcat(
        _standoff_panel(budgets, "Budgets (initial; fiscal 2026 draft)", 1.0, True),
        _standoff_panel(asked, "Requests of the ministry in August", 0.45, False), spacing=30,
    )  # fmt: skip


def _standoff_panel(held: alt.Chart, title: str, opacity: float, axis: bool) -> alt.LayerChart:
    x = alt.X("year:O", title="Fiscal year").scale(domain=[2023, 2024, 2025, 2026]).axis(labelAngle=0)
    y = alt.Y("amount_jpy_bn:Q", title="New contracts, billion yen" if axis else None)
    y = y.scale(domain=[0, 1600], nice=False)
    offset = alt.XOffset("scope:N").scale(domain=list(SCOPES), paddingInner=0.1)
    colour = alt.Color("scope:N", title=None).scale(
        domain=list(SCOPES), range=[STRONG, "#e07b00", "#8c959f"]
    ).legend(orient="bottom", labelExpr=labels(SCOPES))  # fmt: skip
    bars = held.mark_bar(opacity=opacity).encode(
        x=x, y=y, xOffset=offset, color=colour, tooltip=["year", "stage", "scope", "amount_jpy_bn"]
    )
    words = [
        held.transform_filter(test)
        .mark_text(dy=dy)
        .encode(x=x, y=y, xOffset=offset, text=alt.Text("amount_jpy_bn:Q", format=",.0f"))
        for test, dy in (
            ("datum.scope != 'incl_other_fields'", -8),
            ("datum.scope == 'incl_other_fields'", -22),
        )
    ]
    head = says(one(), js(title), 0, -12, color=theme.INK, fontWeight="bold")
    return alt.layer(bars, *words, head).properties(width=330, height=270)


# ---------------------------------------------------------------- place in the world


def world_rank(
    top: pd.DataFrame, names: dict[str, str], country: alt.Parameter, year: alt.Parameter
) -> alt.HConcatChart:
    """Return a country's place over the years, and the fifteen of one year with the gap to both neighbours.

    `top`: year, rank, iso, usd (billion dollars), n (countries with a figure), run (of years without a gap).
    Parameters: `country`, `year`.
    """
    return alt.hconcat(
        _places_line(top, country.name, year.name), _top_bars(top, names, country.name, year.name), spacing=20
    )


def _places_line(top: pd.DataFrame, country: str, year: str) -> alt.LayerChart:
    own = alt.Chart(top).transform_filter(f"datum.iso == {country}")
    x = alt.X("year:Q", title="Year").scale(domain=[1988, 2025], nice=False).axis(year_axis())
    y = alt.Y("rank:Q", title="Place among all countries with a figure").scale(domain=[15.5, 0.5], nice=False)
    y = y.axis(values=[1, 3, 5, 10, 15])
    line = own.mark_line(color=theme.QUIET, interpolate="step-after", strokeWidth=1.5)
    line = line.encode(x=x, y=y, detail="run:N")
    dots = own.mark_point(color=theme.QUIET, size=30, opacity=1).encode(x=x, y=y, tooltip=["year", "rank"])
    now = own.transform_filter(f"datum.year == {year}").mark_point(size=170, color=JAPAN, opacity=1)
    return alt.layer(line, dots, now.encode(x=x, y=y)).properties(width=250, height=340)


def _top_bars(top: pd.DataFrame, names: dict[str, str], country: str, year: str) -> alt.LayerChart:
    held = alt.Chart(top).transform_filter(f"datum.year == {year}")
    own = f"datum.iso == {country}"
    held = held.transform_calculate(mine_=f"{own} ? datum.usd : null", place_=f"{own} ? datum.rank : null")
    held = held.transform_joinaggregate(mine="max(mine_)", place="max(place_)")
    held = held.transform_calculate(
        near_="isValid(datum.place) && abs(datum.rank - datum.place) == 1",
        gap_="100 * abs(datum.usd - datum.mine) / max(datum.usd, datum.mine)",
    ).transform_calculate(
        said="format(datum.usd, ',.1f') + (datum.near_ ? ',  gap ' + format(datum.gap_, '.1f') + ' %'"
        f" + (datum.gap_ < {spending.TIE} ? ', a tie' : '') : '')"
    )
    y = alt.Y("iso:N", title=None, sort=alt.EncodingSortField("rank", op="min")).axis(
        labelExpr=labels(names), ticks=False, domain=False, labelPadding=6, grid=True, gridDash=[1, 3]
    )
    x = alt.X("usd:Q", title="Current dollars, billion, logarithmic scale").scale(
        type="log", domain=[1, 4000], nice=False
    ).axis(values=[1, 10, 100, 1000])  # fmt: skip
    colour = {"condition": [{"test": own, "value": JAPAN}, {"test": "datum.near_", "value": theme.OTHER}],
              "value": WEAK}  # fmt: skip
    bars = held.mark_point(size=110, opacity=1).encode(x=x, y=y, color=colour, tooltip=["iso:N", "usd:Q"])
    words = held.mark_text(align="left", dx=9).encode(x=x, y=y, text="said:N")
    count = held.transform_filter("datum.rank == 1")
    head = says(count, "datum.year + ': fifteen of ' + datum.n + ' countries'", 0, -12, color=theme.INK)
    return alt.layer(bars, words, head).properties(width=330, height=340)


CLAIM_MARKS = {
    "claimed": "place claimed",
    "had": "in the table a reader had",
    "now": "in the table of 2025",
}


def third_place(
    held: pd.DataFrame, countries: str, money: alt.Parameter, tables: alt.Parameter
) -> alt.LayerChart:
    """Return each forecast of Japan's place with the place that its money takes in two SIPRI tables.

    `held`: money, label, kind (of `CLAIM_MARKS`), place, said, gaps (to the neighbours in the table a reader
    had); `countries`: among how many. Parameters: `money` (which amount), `tables` (list of kinds).
    """
    own = alt.Chart(held).transform_filter(
        f"datum.money == {money.name} && indexof({tables.name}, datum.kind) >= 0"
    )
    y = alt.Y("label:N", title=None, sort=None).scale(domain=list(dict.fromkeys(held["label"])))
    y = y.axis(ticks=False, domain=False, labelPadding=8, labelLimit=330, grid=True, gridDash=[1, 3])
    x = alt.X("place:Q", title=f"Place among {countries}")
    x = x.scale(domain=[1, 11], nice=False, zero=False)
    x = x.axis(values=list(range(1, 12)), format="d")
    colour = alt.Color("kind:N", title=None).scale(
        domain=list(CLAIM_MARKS), range=[theme.INK, "#e07b00", STRONG]
    ).legend(orient="top", labelExpr=labels(CLAIM_MARKS), offset=26)  # fmt: skip
    span = own.transform_aggregate(low="min(place)", high="max(place)", groupby=["label"])
    lines = span.mark_rule(color=theme.LINE, strokeWidth=3).encode(x="low:Q", x2="high:Q", y=y)
    tip = ["label:N", "place:Q", "said:N"]
    claimed = own.transform_filter("datum.kind == 'claimed'").mark_point(
        filled=False, size=330, strokeWidth=2, opacity=1
    )
    found = own.transform_filter("datum.kind != 'claimed'").mark_point(size=130, opacity=1)
    shape = alt.condition("datum.kind == 'now'", alt.value("diamond"), alt.value("circle"))
    marks = [
        claimed.encode(x=x, y=y, color=colour, tooltip=tip),
        found.encode(x=x, y=y, color=colour, shape=shape, tooltip=tip),
    ]
    gaps = own.transform_filter("datum.kind == 'had'").mark_text(align="left", dx=318, color=theme.QUIET)
    gaps = gaps.encode(x=alt.value(0), y=y, text="gaps:N")
    head = says(one(), "'Gaps in the table a reader had'", 318, -12)
    return alt.layer(lines, *marks, gaps, head).properties(width=310, height=alt.Step(30))


# ---------------------------------------------------------------- yen and dollar

PARTS = {
    "volume": "volume (constant prices)",
    "prices": "prices at home",
    "exchange": "exchange rate",
    "total": "current dollars",
}


def decomposition(
    held: pd.DataFrame,
    by_year: dict[str, dict[int, list[float]]],
    country: alt.Parameter,
    years: alt.Parameter,
) -> alt.HConcatChart:
    """Return how much of a change in current dollars is volume, prices and exchange rate; and both lines.

    `held`: iso, year, local, current, constant (billions); `by_year`: the same by country and year, for the
    words below. Parameters: `country`, `years` ([from, to]).
    """
    own = alt.Chart(held).transform_filter(f"datum.iso == {country.name}")
    both = alt.hconcat(_dollar_lines(own, years.name), _waterfall(own, years.name), spacing=28)
    table = f"{js(by_year)}[{country.name}]"
    first, last = (f"({table} || {{}})[{years.name}[{end}]]" for end in (0, 1))
    return both.add_params(alt.param(name="ends_", expr=f"[{first}, {last}]"))


def _dollar_lines(own: alt.Chart, years: str) -> alt.LayerChart:
    held = own.transform_calculate(then_=f"datum.year == {years}[0] ? datum.local / datum.current : null")
    held = held.transform_joinaggregate(then="max(then_)").transform_filter(f"inrange(datum.year, {years})")
    held = held.transform_calculate(old="datum.local / datum.then")
    x = alt.X("year:Q", title="Calendar year").scale(domain=alt.ExprRef(years), nice=False)
    x = x.axis(year_axis(tickMinStep=1))
    y = alt.Y("current:Q", title="Billion dollars").scale(zero=True).axis(minExtent=40, tickCount=6)
    real = held.mark_line(color=JAPAN).encode(x=x, y=y)
    old = held.mark_line(color=theme.QUIET, strokeDash=[5, 4]).encode(x=x, y="old:Q")
    key = [
        says(one(), "'red: at the rate of each year'", 0, -26, color=JAPAN),
        says(one(), f"'dashed: at the rate of ' + {years}[0]", 0, -10, color=theme.QUIET),
    ]
    return alt.layer(old, real, *key).properties(width=310, height=260)


def _waterfall(own: alt.Chart, years: str) -> alt.LayerChart:
    held = own.transform_filter(f"datum.year == {years}[0] || datum.year == {years}[1]")
    ends = {}
    for field in ("local", "current", "constant"):
        ends[f"{field}0_"] = f"datum.year == {years}[0] ? datum.{field} : null"
        ends[f"{field}1_"] = f"datum.year == {years}[1] ? datum.{field} : null"
    held = held.transform_calculate(**ends)
    held = held.transform_aggregate(
        **{name.rstrip("_"): f"max({name})" for name in ends}, groupby=["iso"]
    ).transform_calculate(
        volume="100 * log(datum.constant1 / datum.constant0)",
        own_="100 * log(datum.local1 / datum.local0)",
        total="100 * log(datum.current1 / datum.current0)",
    ).transform_calculate(
        prices="datum.own_ - datum.volume", exchange="datum.total - datum.own_"
    )  # fmt: skip
    held = held.transform_fold(list(PARTS), as_=["part", "value"]).transform_calculate(
        first="datum.part == 'prices' ? datum.volume : datum.part == 'exchange' ? datum.own_ : 0",
    ).transform_calculate(
        last="datum.first + datum.value", said="(datum.value > 0 ? '+' : '') + format(datum.value, '.1f')"
    )  # fmt: skip
    x = alt.X("part:N", title=None, sort=list(PARTS)).axis(
        labelAngle=0, labelExpr=f"split({labels(PARTS)}, ' (')[0]", ticks=False
    )
    y = alt.Y("first:Q", title="100 × natural logarithm (parts add up)").scale(nice=True, padding=22)
    colour = alt.condition("datum.part == 'total'", alt.value(JAPAN), alt.value(theme.OTHER))
    bars = held.mark_bar(size=52).encode(x=x, y=y, y2="last:Q", color=colour)
    zero = alt.Chart(alt.InlineData(values=[{"z": 0}])).mark_rule(color=theme.QUIET).encode(y="z:Q")
    up = held.transform_filter("datum.value >= 0").mark_text(dy=-9, fontSize=13)
    down = held.transform_filter("datum.value < 0").mark_text(dy=10, fontSize=13)
    words = [part.encode(x=x, y="last:Q", text="said:N") for part in (up, down)]
    return alt.layer(bars, zero, *words).properties(width=330, height=260)


# ---------------------------------------------------------------- scenario

ASSUMED = {
    "share": "share of GDP",
    "yen": "yen for a dollar",
    "growth": "growth of GDP",
    "others": "growth of others",
    "year": "year",
}


def scenario(
    line: pd.DataFrame,
    ends: pd.DataFrame,
    thresholds: pd.DataFrame,
    gdp: dict[str, float],
    amounts: dict[str, float],
    **controls: alt.Parameter,
) -> alt.HConcatChart:
    """Return the path in yen to a share of GDP, and what each assumption does alone to the dollars.

    `line`: year, yen (trillion, SIPRI); `ends`: name, end, value, said; `thresholds`: place, usd (billion,
    without Japan). Trillion yen by definition: `gdp`, what a share of 2025 is taken of; `amounts`, spent in
    2025. Parameters: definition, share, yen, growth, others, year, place.
    """
    p = {name: control.name for name, control in controls.items()}
    both = alt.hconcat(_path(line, p), _tornado(ends, thresholds, p), spacing=24)
    named = {"gdp_": gdp, "spent_": amounts, "fixed_": {d: d in spending.FIXED for d in gdp}}
    return both.add_params(
        alt.param(name="own_", value=gdp["sipri"]),
        *[alt.param(name=name, expr=f"{js(held)}[{p['definition']}]") for name, held in named.items()],
    )


def _gdp(growth: str, years: str) -> str:
    """What the share is taken of, trillion yen: GDP grown, or fixed at fiscal 2022."""
    return f"gdp_ * (fixed_ ? 1 : pow(1 + {growth} / 100, {years}))"


def _path(line: pd.DataFrame, p: dict[str, str]) -> alt.LayerChart:
    x = alt.X("year:Q", title="Year").scale(domain=[2012, 2035], nice=False).axis(year_axis(tickMinStep=1))
    y = alt.Y("yen:Q", title="Trillion yen").scale(domainMin=0, nice=True)
    past = alt.Chart(line).mark_line(color=theme.OTHER).encode(x=x, y=y)
    steps = alt.Chart(alt.sequence(2025, 2036, as_="year")).transform_filter(f"datum.year <= {p['year']}")
    first = "(100 * spent_ / gdp_)"
    steps = steps.transform_calculate(
        yen=f"({first} + ({p['share']} - {first}) * (datum.year - 2025) / ({p['year']} - 2025)) / 100"
        f" * {_gdp(p['growth'], '(datum.year - 2025)')}"
    )
    path = steps.mark_line(color=JAPAN, strokeDash=[5, 4]).encode(x=x, y=y)
    end = steps.transform_filter(f"datum.year == {p['year']}")
    point = end.mark_point(size=120, color=JAPAN, opacity=1).encode(x=x, y=y)
    said = end.transform_calculate(said="format(datum.yen, '.1f')")
    said = said.mark_text(align="left", dx=10, fontSize=13, fontWeight="bold").encode(x=x, y=y, text="said:N")
    names = {key: words for key, (words, _) in spending.DEFINITIONS.items()}
    head = [
        says(one(), f"{js(names)}[{p['definition']}]", 0, -28, color=JAPAN, fontWeight="bold"),
        says(one(), "'dashed: the assumption; grey: SIPRI to 2025'", 0, -11),
    ]
    own = f"(own_ * pow(1 + {p['growth']} / 100, datum.year - 2025))"
    part = f"format(100 * datum.yen / {own}, '.2f')"
    told = f"format(datum.yen, '.1f') + ' = ' + {part} + ' % of the GDP of the year'"
    head.append(says(end, told, 270, 258, align="right", color=JAPAN))
    return alt.layer(past, path, point, said, *head).properties(width=270, height=270)


def _amount(p: dict[str, str]) -> str:
    """Billion dollars in terms of 2025, with one assumption replaced by the row's value."""
    held = {key: f"(datum.name == '{key}' ? datum.value : {p[key]})" for key in ASSUMED}
    years = f"({held['year']} - 2025)"
    return (
        f"1000 * {held['share']} / 100 * {_gdp(held['growth'], years)}"
        f" / {held['yen']} / pow(1 + {held['others']} / 100, {years})"
    )


def _tornado(ends: pd.DataFrame, thresholds: pd.DataFrame, p: dict[str, str]) -> alt.LayerChart:
    held = alt.Chart(ends).transform_calculate(usd=_amount(p))
    held = held.transform_joinaggregate(low="min(usd)", high="max(usd)", groupby=["name"])
    held = held.transform_calculate(swing="datum.high - datum.low")
    y = alt.Y("name:N", title=None, sort=alt.EncodingSortField("swing", op="max", order="descending"))
    y = y.axis(labelExpr=labels(ASSUMED), ticks=False, domain=False, labelPadding=6)
    x = alt.X("low:Q", title="Japan, billion dollars in terms of 2025").scale(domainMin=0, nice=True)
    x = x.axis(tickCount=5)
    bars = held.transform_filter("datum.end == 'low'").mark_bar(height=22, color=theme.OTHER, opacity=0.75)
    bars = bars.encode(x=x, x2="high:Q", y=y)
    centre = one(name="none", value=0).transform_calculate(low=_amount(p))
    rule = centre.mark_rule(color=JAPAN, strokeWidth=2.5).encode(x="low:Q")
    wanted = alt.Chart(thresholds).transform_filter(f"datum.place == {p['place']}")
    bar = wanted.mark_rule(color=theme.INK, strokeDash=[4, 3], strokeWidth=2).encode(x="usd:Q")
    left = held.transform_filter("datum.usd == datum.low && datum.high > datum.low")
    still = held.transform_filter("datum.end == 'low' && datum.high == datum.low")
    held_still = "fixed_ && indexof(['growth', 'year'], datum.name) >= 0"
    still = still.transform_calculate(
        said=f"{held_still} ? 'no effect: GDP\\nstays that of 2022' : 'changes nothing here'"
    ).mark_text(align="left", dx=8, lineBreak="\n")
    right = held.transform_filter("datum.usd == datum.high && datum.high > datum.low")
    words = [still.encode(x="high:Q", y=y, text="said:N")]
    for look in ({"stroke": "white", "strokeWidth": 4}, {}):  # a white edge keeps words readable on the rules
        words += [
            left.mark_text(align="right", dx=-5, **look).encode(x="low:Q", y=y, text="said:N"),
            right.mark_text(align="left", dx=5, **look).encode(x="high:Q", y=y, text="said:N"),
        ]
    head = says(
        one(), f"'dashed: what place ' + {p['place']} + ' takes; red: as set'", 0, -12, color=theme.INK
    )
    return alt.layer(bars, bar, rule, *words, head).properties(width=310, height=270)


# ---------------------------------------------------------------- further

TARGET_KINDS = {
    "target": "own target", "pledge": "pledge among allies", "request": "request by another state",
    "party_proposal": "proposal of a party", "annual_budget": "budget", "cap": "cap",
}  # fmt: skip
TARGET_COLOURS = ["#08306b", "#309573", "#e07b00", "#834998", "#7fb2d9", "#1D191B"]


def targets(
    held: pd.DataFrame,
    shares: dict[str, float],
    definition: alt.Parameter,
    kinds: alt.Parameter,
    countries: alt.Parameter,
) -> alt.LayerChart:
    """Return what was promised or asked for, % of GDP, beside what was spent in 2025.

    `held`: label, kind, iso, pct, actual (SIPRI's), order; `shares`: Japan's share of 2025 by definition.
    Parameters: `definition` (for Japan), `kinds` and `countries` (lists).
    """
    held_by = alt.Chart(held).transform_calculate(
        actual=f"datum.iso == 'JPN' ? {js(shares)}[{definition.name}] : datum.actual"
    )
    own = held_by.transform_filter(
        f"indexof({kinds.name}, datum.kind) >= 0 && indexof({countries.name}, datum.iso) >= 0"
    )
    y = alt.Y("label:N", title=None, sort=alt.EncodingSortField("order", op="min"))
    y = y.axis(ticks=False, domain=False, labelPadding=8, labelLimit=430, grid=True, gridDash=[1, 3])
    x = alt.X("pct:Q", title="% of GDP (GNP for the cap of 1976)").scale(domain=[0, 10.5], nice=False)
    colour = (
        alt.Color("kind:N", title=None)
        .scale(domain=list(TARGET_KINDS), range=TARGET_COLOURS)
        .legend(orient="top", labelExpr=labels(TARGET_KINDS), columns=3, symbolType="circle", offset=26)
    )
    gap = own.transform_filter("isValid(datum.actual)").mark_rule(color=theme.LINE, strokeWidth=3)
    gap = gap.encode(x="actual:Q", x2="pct:Q", y=y)
    now = own.transform_filter("isValid(datum.actual)").mark_tick(color=theme.INK, thickness=3, height=14)
    now = now.encode(x="actual:Q", y=y, tooltip=["label", "actual"])
    marks = own.mark_point(size=110, opacity=1).encode(x=x, y=y, color=colour, tooltip=["label", "said"])
    words = own.transform_filter("datum.kind != 'cap'").mark_text(align="left", dx=9)
    words = words.encode(x=x, y=y, text=alt.Text("pct:Q", format=".3~g"))
    names = {key: words for key, (words, _) in spending.DEFINITIONS.items()}
    said = f"'Black tick: spent in 2025; Japan: ' + {js(names)}[{definition.name}]"
    head = says(one(), said, 0, -12, color=theme.INK)
    return alt.layer(gap, now, marks, words, head).properties(width=430, height=alt.Step(21))
