"""Events along time with who was in office, and one event in words."""

from __future__ import annotations

import pandas as pd

from hakusho import policy
from hakusho._altair import alt
from hakusho.charts import theme
from hakusho.charts.expressions import js
from hakusho.charts.policy.parts import CHOSEN, FOR, day, paragraph, wrap

LINE_WIDTH = 610
KINDS = {
    "constitution": "Constitution",
    "treaty": "Treaty",
    "law": "Law",
    "ruling": "Court ruling",
    "cabinet_decision": "Cabinet decision",
    "strategy_document": "Strategy document",
    "doctrine": "Principle, statement",
    "export_rule": "Export rule",
    "budget": "Budget, tax, purchase",
    "organisation": "Body created or changed",
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
    "done": "took place",
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
    codes = js({words: code for code, words in KINDS.items()})
    base = alt.Chart(rows).transform_filter(
        f"indexof({kinds.name}, {codes}[datum.kind]) >= 0"
        f" && inrange(datum.t, [{span.name}[0], {span.name}[1] + 1])"
    )
    shape = alt.Shape("status:N", title=None).scale(domain=list(STATUS), range=list(STATUS.values()))
    shape = shape.legend(orient="top", labelExpr=f"{js(STATUS_WORDS)}[datum.label]", symbolFillColor=FOR)
    tip = [alt.Tooltip("date:N", title="Date"), alt.Tooltip("title:N", title="Event")]
    other = base.transform_filter(f"datum.event !== {chosen.name}")
    size = alt.expr(f"{span.name}[1] - {span.name}[0] > 40 ? 55 : 90")
    dots = other.mark_point(filled=True, size=size, opacity=0.7, color=FOR, stroke="white", strokeWidth=0.6)
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
            "family": held["family_name"],
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
        head=f"datum.date + ' · ' + datum.kind + ' · ' + {js(STATUS_WORDS)}[datum.status]"
    )
    layers = (
        paragraph(own, "head", 0, x=-150, color=theme.QUIET),
        paragraph(own, "title", 19, x=-150, fontWeight="bold", fontSize=15),
        paragraph(own, "summary", 43, x=-150, fontSize=13),
        paragraph(own, "office", 80, x=-150, color=theme.QUIET),
        paragraph(own, "cited", 98, x=-150, color=theme.QUIET),
    )
    return alt.layer(*layers).properties(width=LINE_WIDTH, height=132)


def _event_rows(held: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "event": held["event_id"],
            "t": held["t"],
            "date": [day(d) for d in held["date"]],
            "kind": held["kind"].map(KINDS),
            "status": held["status"],
            "title": held["title"],
            "summary": [wrap(s, 116, 2) for s in held["summary"]],
            "office": [
                f"Prime minister: {p or 'not listed'}"
                + (f" · President of the United States: {u}" if u else "")
                for p, u in zip(held["premier"], held["president"], strict=True)
            ],
            "cited": [wrap("Sources: " + policy.cited([i], 2), 118, 2) for i in held["source_id"]],
        }
    )
