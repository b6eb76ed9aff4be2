"""Who said what: reasons for change in three lanes, office-holders, official words from elsewhere."""

from __future__ import annotations

import pandas as pd

from hakusho import policy
from hakusho._altair import alt
from hakusho.charts import theme
from hakusho.charts.expressions import js, one
from hakusho.charts.policy.parts import ACTORS, CHOSEN, NAMES, day, paragraph, start_of, wrap

LANE_COLOURS = {"threat": "#7b2d26", "usa": theme.COUNTRIES["USA"], "home": "#3f6f4f"}
LISTED = 4  # entries of a lane that are named
OFFICE_SPAN = (2018.0, 2027.0)


def reasons(change: alt.Parameter, months: alt.Parameter) -> alt.HConcatChart:
    """Return dated entries before and after a change of policy in three lanes, the nearest before it named.

    Parameters: `change` (event id), `months` (how far back).
    """
    held = policy.evidence()
    rows = held.assign(day=held["day"].dt.strftime("%Y-%m-%d"))[["lane", "t", "title", "day"]]
    starts = js({key: start_of(key) for key in policy.CHANGES})
    base = alt.Chart(rows).transform_calculate(m=f"12 * (datum.t - {starts}[{change.name}])")
    near = base.transform_filter(f"datum.m >= -{months.name} && datum.m <= 12")
    y = alt.Y("lane:N", sort=list(policy.LANES), title=None).scale(domain=list(policy.LANES)).axis(
        labelExpr=f"{js(policy.LANES)}[datum.label]", ticks=False, domain=False, grid=True, labelFontSize=13,
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
    later = one(a=0, b=12).mark_rect(color="#f3f5f7").encode(x=alt.X("a:Q", scale=ends), x2="b:Q")
    zero = one(a=0).mark_rule(color=CHOSEN, strokeWidth=2).encode(x=alt.X("a:Q", scale=ends))
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


def office_holders(said: alt.Parameter, country: alt.Parameter) -> alt.VConcatChart:
    """Return terms in office with the day of a statement, and the statement with the office held, in words.

    Parameters: `said` (claim id), `country` (ISO code).
    """
    rows, claims = _office_rows(), _utterance_rows()
    at = f"{js(dict(zip(claims['claim'], claims['t'], strict=True)))}[{said.name}]"
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
    day = one(z=0).transform_calculate(a=at).mark_rule(color=CHOSEN, strokeWidth=2)
    top = alt.layer(bars, names, day.encode(x=alt.X("a:Q", scale=scale))).properties(width=570, height=200)
    own = alt.Chart(claims).transform_filter(f"datum.claim === {said.name}")
    layers = (
        paragraph(own, "head", 0, x=-180, color=theme.QUIET),
        paragraph(own, "text", 19, x=-180, fontSize=14),
        paragraph(own, "held", 58, x=-180, fontWeight="bold", fontSize=14, color=CHOSEN),
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
            "family": held["family_name"],
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
                f"{article} · on {s}, {day(a)}"
                for article, a, s in zip(held["article"], held["as_of"], held["subject"], strict=True)
            ],
            "text": [wrap(c, 100, 2) for c in held["claim"]],
            "held": [f"{s}: {h}" for s, h in zip(held["subject"], held["held"], strict=True)],
        }
    )


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
                wrap(f"{day(d)} · {NAMES[s]} · {o}", 110, 1)
                for d, s, o in zip(held["date"], held["speaker"], held["office"], strict=True)
            ],
            "about": [
                s[:1].upper() + s[1:] + (f" · in answer to: {a}" if isinstance(a, str) and a else "")
                for s, a in zip(held["subject"], held["about"], strict=True)
            ],
            "text": [wrap(p, 112, 3) for p in held["paraphrase"]],
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
        labelExpr=f"{js(NAMES)}[datum.label]", ticks=False, domain=False, grid=True, gridDash=[1, 3],
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
        paragraph(own, "head", 0, x=-110, fontWeight="bold", fontSize=13),
        paragraph(own, "about", 20, x=-110, color=theme.QUIET),
        paragraph(own, "text", 42, x=-110, fontSize=13),
        paragraph(own, "cited", 96, x=-110, color=theme.QUIET),
    )
    return alt.vconcat(top, alt.layer(*layers).properties(width=630, height=116), spacing=10)


def _slots(held: pd.DataFrame) -> list[int]:
    """Places across a speaker's row, so that statements of one day stand above one another."""
    day = held.groupby(["speaker", "date"])
    first = day["key"].transform("size").eq(1).astype(int)
    return list((day.cumcount() + first).clip(upper=2))
