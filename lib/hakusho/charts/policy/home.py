"""Limits at home: people hired against plan, and where the money is to come from."""

from __future__ import annotations

import pandas as pd

from hakusho import policy
from hakusho._altair import alt
from hakusho.charts import theme
from hakusho.charts.policy.parts import CHOSEN, FOR, wrap


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
    rows = pd.concat([_named(name) for name in policy.FUNDING])
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
    text = base.transform_calculate(
        s="datum.amount ? (datum.least ? 'at least ' : '') + format(datum.amount, '.1f') : 'none named'"
    )
    layers = (
        need.encode(x=x, y=y, tooltip=tip),
        rest.encode(x=x, y=y, tooltip=tip, color=tax),
        text.mark_text(align="left", dx=5).encode(x=x, y=y, text="s:N"),
    )
    return alt.layer(*layers).properties(width=520, height=230)


def _named(view: str) -> pd.DataFrame:
    """The money of a view, with a row of nothing for each item that the source does not name."""
    held = policy.funding(view).set_index("item").reindex(list(policy.FUNDS))
    return pd.DataFrame(
        {
            "view": view,
            "item": held.index,
            "words": list(policy.FUNDS.values()),
            "amount": held["amount"].fillna(0).to_numpy(),
            "least": held["amount_kind"].eq("at_least").fillna(False).astype(bool).to_numpy(),
            "detail": [wrap(d, 60) if isinstance(d, str) else "" for d in held["detail"]],
        }
    )
