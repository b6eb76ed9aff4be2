"""Ranges compared: a bar per system from its lowest to its highest published range, a mark per figure."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hakusho import missiles
from hakusho._altair import alt
from hakusho.charts import theme
from hakusho.charts.expressions import labels
from hakusho.charts.geo import Raw

ROW = 19  # pixels a system takes
MEASURE_LABELS = {
    "range": "estimate or statement",
    "claim": "claim of the owner state",
    "flown": "distance flown",
}
MEASURE_SHAPES = {"range": "circle", "claim": "diamond", "flown": "cross"}
KM_TICKS = [100, 200, 500, 1000, 2000, 5000, 10000]
LABEL_PX = 250
PLOT_PX = 380


def range_comparison(
    ranges: missiles.Ranges,
    operators: alt.Parameter,
    classes: alt.Parameter,
    basings: alt.Parameter,
    km: alt.Parameter,
) -> alt.LayerChart:
    """Return a bar per system from its lowest to its highest published range, a mark per figure.

    Parameters: `operators` (ISO codes), `classes` and `basings` (lists), `km` ([from, to] of the highest
    range, or of the longest flight where there is no range). Longest first, on a logarithmic axis.
    """
    wanted = (
        f"(indexof({operators.name}, datum.operator) >= 0 || indexof({operators.name}, datum.with) >= 0)"
        f" && indexof({classes.name}, datum.kind) >= 0 && indexof({basings.name}, datum.basing) >= 0"
        f" && inrange(datum.reach_km, {km.name})"
    )
    data = {"name": "ranges", "values": Raw(_rows(ranges))}
    shown = alt.Chart(data).transform_filter(wanted)
    y = alt.Y("name:N", title=None, sort=alt.EncodingSortField("order", op="min")).axis(
        labelLimit=LABEL_PX,
        labelExpr="length(datum.label) > 38 ? split(datum.label, ' (')[0] : datum.label",
        grid=True,
        gridDash=[1, 3],
        ticks=False,
        domain=False,
    )
    x = alt.X("low_km:Q", title="Published range (km, logarithmic scale)").axis(values=KM_TICKS, format=",d")
    x = x.scale(type="log", domain=[80, 16000], nice=False)
    names = ranges.operators()
    colour = alt.Color("operator:N", title=None, scale=theme.country_scale(names.values())).legend(
        orient="top",
        columns=7,
        symbolType="square",
        symbolOpacity=1,
        values=alt.expr(operators.name),
        labelExpr=labels({code: name for name, code in names.items()}),
    )
    tip = [alt.Tooltip("name:N", title="System"), alt.Tooltip("words:N", title="Published")]
    bars = shown.mark_bar(height=9, opacity=0.45, cornerRadius=3).encode(
        x=x, x2="high_km:Q", y=y, color=colour, tooltip=tip
    )
    words = shown.mark_text(align="left", baseline="middle", color=theme.QUIET)
    words = words.encode(x=alt.value(PLOT_PX + 8), y=y, text="words:N")
    layers = alt.layer(bars, _marks(shown, x, y, colour), words)
    return layers.properties(width=PLOT_PX, height=alt.Step(ROW))


def _marks(shown: alt.Chart, x: alt.X, y: alt.Y, colour: alt.Color) -> alt.Chart:
    """A mark per end of a figure; its shape says what kind of figure it is."""
    each = shown.transform_flatten(["figures"]).transform_calculate(
        low_km="datum.figures.km", measure="datum.figures.measure"
    )
    shape = alt.Shape("measure:N", title="One mark per figure:")
    shape = shape.scale(domain=list(MEASURE_SHAPES), range=list(MEASURE_SHAPES.values())).legend(
        orient="bottom",
        titleOrient="left",
        labelExpr=labels(MEASURE_LABELS),
        symbolFillColor=theme.QUIET,
        symbolStrokeWidth=0,
    )
    titles = {"said": "Figure", "kind": "Kind", "by": "Source", "title": "Title"}
    tip = [alt.Tooltip(f"figures.{column}:N", title=title) for column, title in titles.items()]
    tip = [alt.Tooltip("name:N", title="System"), *tip]
    return each.mark_point(filled=True, size=62, opacity=0.95).encode(
        x=x, y=y, color=colour, shape=shape, tooltip=tip
    )


def _rows(ranges: missiles.Ranges) -> list[dict[str, Any]]:
    """A row per system, longest reach first: its bar, its figures, and both in words."""
    held = ranges.shown().sort_values(["reach_km", "name"], ascending=[False, True])
    figures = _figures(ranges.figures)
    rows = []
    for n, system in enumerate(held.to_dict("records")):
        codes = system["operator_iso3"].split(";")
        ranged = pd.notna(system["highest_km"])
        rows.append(
            {
                "order": n,
                "name": system["name"],
                "operator": codes[0],
                "with": codes[1] if len(codes) > 1 else "",
                "kind": system["class"],
                "basing": system["basing"],
                "reach_km": int(system["reach_km"]),
                "low_km": int(system["lowest_km"]) if ranged else None,
                "high_km": int(system["highest_km"]) if ranged else None,
                "words": _in_words(system),
                "figures": figures[system["system_id"]],
            }
        )
    return rows


def _in_words(system: dict[str, Any]) -> str:
    """Figures of a system as the text beside its bar."""
    n = int(system["n_sources"])
    basis = "flown" if system["measure"] == "flown" else f"{n} source{'s' if n > 1 else ''}"
    return f"{missiles.span(system).replace('more than', 'over')} · {basis}"


def _figures(held: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """The ends of each figure by system: one, or two where the source gives a span.

    A figure for a family stands only where the variant has none.
    """
    own = set(held.loc[held["scope"] == "variant", "system_id"])
    found: dict[str, list[dict[str, Any]]] = {}
    for row in held.itertuples(index=False):
        if row.scope != "variant" and row.system_id in own:
            continue
        said = f"{row.low_km:,} km" if row.low_km == row.high_km else f"{row.low_km:,}–{row.high_km:,} km"
        told = {
            "measure": row.measure,
            "kind": MEASURE_LABELS[row.measure],
            "said": f"over {said}" if row.at_least else said,
            "by": row.source,
            "title": row.source_title,
        }
        ends = sorted({int(row.low_km), int(row.high_km)})
        found.setdefault(row.system_id, []).extend({"km": end, **told} for end in ends)
    return found
