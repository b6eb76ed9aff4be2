"""A small explorer with every kind of control, for the tests of the explorer itself."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hakusho import sources
from hakusho._altair import alt
from hakusho.explorer import Choice, Explorer, Interval, MultiChoice, Range, Toggle

GROUPS = ["alpha", "beta", "gamma"]


def frame(count: int = 60) -> pd.DataFrame:
    """Return ``count`` rows: year 1950-2009, value 0-100, group, size, and a source that exists."""
    cited = list(sources.bibliography()["source_id"].head(3))
    numbers = range(count)
    return pd.DataFrame(
        {
            "row": list(numbers),
            "year": [1950 + n % 60 for n in numbers],
            "value": [(n * 37) % 101 for n in numbers],
            "group": [GROUPS[n % 3] for n in numbers],
            "large": [n % 2 == 0 for n in numbers],
            "source_id": [cited[n % 3] for n in numbers],
        }
    )


FRAME = frame()


def build(**params: Any) -> alt.LayerChart:
    """Return dots that are shown or hidden by the parameters, and the count of those shown as a text mark."""
    shown = (
        "datum.year <= year && indexof(groups, datum.group) >= 0 && inrange(datum.value, span)"
        " && (which == 'all' || datum.group == which) && (small || datum.large)"
    )
    base = alt.Chart(FRAME).transform_filter(shown)
    dots = base.mark_circle(size=80).encode(
        x=alt.X("year:Q", title="Year").scale(domain=[1945, 2015], nice=False).axis(format="d"),
        y=alt.Y("value:Q", title="Value (%)").scale(domain=[0, 100]),
        color=alt.Color("group:N", scale=alt.Scale(domain=GROUPS)),
        tooltip=["row", "group"],
    )
    count = base.mark_text(x=300, y=12, fontSize=14).transform_aggregate(n="count()").encode(text="n:Q")
    return (dots + count).properties(width=600, height=240)


def rows(year: int, groups: list[str], span: list[float], which: str, small: bool) -> pd.DataFrame:
    """Return the same rows in Python."""
    kept = FRAME[FRAME.year.le(year) & FRAME.group.isin(groups) & FRAME.value.between(*span)]
    kept = kept if which == "all" else kept[kept.group == which]
    return kept if small else kept[kept.large]


def caption(shown: pd.DataFrame, **state: Any) -> str:
    """Return the finding."""
    return f"{len(shown)} rows up to {state['year']}."


def sample(**more: Any) -> Explorer:
    """Return the explorer."""
    return Explorer(
        build,
        title="Every <b>control</b> & more",
        rows=rows,
        caption=caption,
        note="Made for tests.",
        year=Range(1950, 2009, 1980, label="Year", play=True),
        groups=MultiChoice(GROUPS, label="Groups"),
        span=Interval(0, 100, label="Value", unit="%"),
        which=Choice({"Any": {"All groups": "all"}, "One": {g.title(): g for g in GROUPS}}, label="Which"),
        small=Toggle(True, label="Small ones too"),
        **more,
    )


def computed(**more: Any) -> Explorer:
    """Return an explorer whose bars Python computes."""

    def total(top: int) -> pd.DataFrame:
        counts = FRAME[FRAME.value <= top].groupby("group", as_index=False).agg(n=("row", "count"))
        return counts.assign(source_id=FRAME.source_id[0])

    def bars(top: Any) -> alt.Chart:
        data = alt.NamedData("counted")
        return (
            alt.Chart(data)
            .mark_bar()
            .encode(x=alt.X("n:Q").scale(domain=[0, 20]), y=alt.Y("group:N").scale(domain=GROUPS))
            .properties(width=500, height=120)
        )

    return Explorer(
        bars,
        title="Counted by Python",
        compute=total,
        dataset="counted",
        caption=lambda r, top: f"{int(r.n.sum())} rows at or below {top}.",
        top=Range(0, 100, 50, label="Top"),
        **more,
    )
