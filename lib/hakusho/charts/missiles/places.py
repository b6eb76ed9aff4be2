"""Reach on a map: rings of the lowest and highest published range, and the places inside."""

from __future__ import annotations

import itertools
import re
from typing import Any

import numpy as np
import pandas as pd

from hakusho import geo, missiles
from hakusho._altair import alt
from hakusho.charts import geo as maps
from hakusho.charts import theme
from hakusho.charts.expressions import js, one

MAP_W, MAP_H = 470, 500
LIST_W, LIST_ROWS = 125, 20
SMALLEST_VIEW_KM = 350
LARGEST_VIEW_KM = 16_500  # beyond 150 degrees the projection tears the far side apart
LABEL_PX = 15  # height of a label; its width counts a sixth, for labels are about six times as wide as high
LONG_FOR_A_LABEL = (
    r" \(.*|(?i: air force base| air base| naval base| airfield| airport$)"
    r"|^(Missile unit on|Naval Air Facility) "
)
FLIGHT_LABELS = {"inside": "within the longest flight", "outside": "beyond the longest flight"}
PRIORITY = ("capital", "city", "missile_unit", "base", "island")


def label_of(name: str) -> str:
    """Return a place's name without what a map has no room for."""
    return re.sub(LONG_FOR_A_LABEL, "", name)


def reach_map(
    reach: missiles.Reach, system: alt.Parameter, site: alt.Parameter, view: alt.Parameter | None = None
) -> alt.HConcatChart:
    """Return rings of a system's lowest and highest published range around a place, and the places inside.

    Parameters: `system` and `site` (ids), `view` (km from the centre to the edge of the map; 0 or none fits
    the map to the rings). The map is azimuthal equidistant around the place of launch, so distances from
    there are true in every direction and a ring is a circle at any size; rings and distances are geodesics
    on WGS84 computed in the chart. On the right, the listed places nearest to the edge of reach.
    """
    params = _reach_params(reach, system.name, site.name, view.name if view else None)
    pointed = alt.selection_point(name="pointed", on="pointerover", fields=["name"], empty=False)
    left = alt.layer(
        maps.sea(), maps.land("world"), _rings(), *_dots(pointed), _launch(), *_ring_words()
    ).properties(width=MAP_W, height=MAP_H)
    left = left.project(
        type="azimuthalEquidistant",
        rotate=alt.expr("[-origin_[1], -origin_[0], 0]"),
        scale=alt.expr("scale_ * 6371"),
        translate=[MAP_W / 2, MAP_H / 2],
        clipAngle=150,
        clipExtent=[[-9, -9], [MAP_W + 9, MAP_H + 9]],  # an endless frame costs a second in print
    )
    both = alt.hconcat(left, _place_list(pointed), data=_packed(_places(reach)), spacing=10)
    both.transform = _placed()  # once for all layers of both views
    return both.add_params(*params).resolve_scale(color="shared")


def _reach_params(reach: missiles.Reach, system: str, site: str, view: str | None) -> list[alt.Parameter]:
    """Expressions that the layers share: origin_ [lat, lon], low_, high_ and scale_ (pixels a km)."""
    at = {o.site_id: [float(o.lat), float(o.lon), o.name.split(" (")[0]] for o in reach.origins.itertuples()}
    known = {}
    for _, row in reach.spread.iterrows():
        low, high = missiles.bounds(row)
        flags = [int(row["measure"] == "flown"), int(row["at_least"])]
        known[row["system_id"]] = [low, high, *flags] if any(flags) else [low, high]
    fit = f"clamp(high_ * 1.12, {SMALLEST_VIEW_KM}, {LARGEST_VIEW_KM})"
    across = f"({view} > 0 ? {view} : {fit})" if view else fit
    return [
        alt.param(name="origin_", expr=f"{js(at)}[{site}]"),
        alt.param(name="launch_", expr="origin_[2]"),
        alt.param(name="known_", expr=f"{js(known)}[{system}]"),
        alt.param(name="low_", expr="known_[0]"),
        alt.param(name="high_", expr="known_[1]"),
        alt.param(name="scale_", expr=f"{min(MAP_W, MAP_H) / 2} / {across}"),
        alt.param(name="within_", expr=f"known_[2] ? {js(FLIGHT_LABELS)} : {js(theme.REACH_LABELS)}"),
        *_ring_params(),
    ]


def _rings() -> alt.Chart:
    """Rings of the lowest and highest range, or of the longest flight alone."""
    rings = {
        "lowest": "known_[2] ? null : low_",
        "highest": "known_[2] || low_ === high_ ? null : high_",
        "flown": "known_[2] ? high_ : null",
    }
    dash = (
        alt.StrokeDash("ring:N", title=None)
        .scale(domain=list(rings), range=[[1, 0], [7, 4], [2, 3]])
        .legend(None)
    )
    return maps.ring_layer("origin_[0]", "origin_[1]", rings, stroke=theme.INK).encode(strokeDash=dash)


def _ring_params() -> list[alt.Parameter]:
    """Words at the rings and where they stand: at the top of the highest, below the lowest."""
    top = (
        "low_ !== high_ ? 'highest ' : known_[2] ? 'longest flight ' : known_[3] ? 'more than ' : ''",
        f"clamp({MAP_H / 2} - high_ * scale_ - 9, 9, {MAP_H})",
    )
    below = (
        "low_ === high_ ? '' : 'lowest ' + format(low_, ',') + ' km'",
        f"clamp({MAP_H / 2} + low_ * scale_ + 11, 0, {MAP_H - 8})",
    )
    texts = {"top_": f"({top[0]}) + format(high_, ',') + ' km'", "top_y_": top[1]}
    texts |= {"below_": below[0], "below_y_": below[1]}
    return [alt.param(name=name, expr=text) for name, text in texts.items()]


def _ring_words() -> list[alt.Chart]:
    """The words at the rings: the light outline first, then the letters."""
    row = one()
    bare = {"fontSize": 13, "fontWeight": "bold"}
    style = {**bare, "stroke": "white", "strokeWidth": 4, "strokeJoin": "round"}
    return [
        row.mark_text(x=MAP_W / 2, y=alt.expr(f"{name}_y_"), text=alt.expr(f"{name}_"), **look)
        for name, look in itertools.product(("top", "below"), (style, bare))
    ]


def _launch() -> alt.LayerChart:
    """The place of launch: a triangle in the middle of the map, its name above the map."""
    row = one()
    look = {"shape": "triangle-up", "filled": True, "color": theme.INK, "stroke": "white"}
    marks = [
        row.mark_point(**look, size=150, x=MAP_W / 2, y=MAP_H / 2),
        row.mark_point(**look, size=110, x=8, y=-12),
    ]
    words = {"x": 18, "y": -11, "text": alt.expr("launch_"), "align": "left", "fontSize": 13}
    words["fontWeight"] = "bold"
    halo = row.mark_text(**words, stroke="white", strokeWidth=4, strokeJoin="round")
    return alt.layer(*marks, halo, row.mark_text(**words, color=theme.INK))


def _dots(pointed: alt.Parameter) -> list[alt.Chart]:
    """Listed places coloured by whether the system covers them, with names where there is room."""
    base = alt.Chart().transform_filter(f"datum.km * scale_ < {max(MAP_W, MAP_H) / 2 - 6}")
    spot = {"longitude": "lon:Q", "latitude": "lat:Q"}
    big = alt.condition(pointed, alt.value(190), alt.value(58))
    dots = (
        base.mark_circle(opacity=1, stroke="white", strokeWidth=0.8)
        .encode(**spot, color=_within_colour(), size=big, tooltip=_place_tip())
        .add_params(pointed)
    )
    # a label sits to the right of its dot, or to the left where it would leave the map
    east = "datum.km * scale_ * sin(atan2(datum.v_e, datum.v_n))"
    side = f"{east} + 10 + 6.6 * length(datum.label) > {MAP_W / 2}"
    north = f"({MAP_H / 2} - datum.km * scale_ * cos(atan2(datum.v_e, datum.v_n)))"
    wide = f"{east} < 75 && {east} + 10 + 6.6 * length(datum.label) > -75"
    under = " || ".join(f"abs({north} - {name}_y_) < 15" for name in ("top", "below"))
    named = base.transform_filter(f"datum.room * scale_ > {LABEL_PX} && datum.km * scale_ > 26")
    named = named.transform_filter(f"!({wide} && ({under}))")  # the words at the rings stand there
    align, dx = alt.expr(f"{side} ? 'right' : 'left'"), alt.expr(f"{side} ? -6 : 6")
    look = {"fontSize": 12, "align": align, "dx": dx}
    halo = named.mark_text(**look, stroke="white", strokeWidth=3, strokeJoin="round", opacity=0.9)
    words = named.mark_text(**look, color=theme.INK)
    return [dots, halo.encode(**spot, text="label:N"), words.encode(**spot, text="label:N")]


def _place_list(pointed: alt.Parameter) -> alt.LayerChart:
    """The places nearest to the edge of reach, by distance, as bars with their kilometres."""
    base = alt.Chart().transform_calculate(off="min(abs(datum.km - low_), abs(datum.km - high_))")
    base = base.transform_window(rank="row_number()", sort=[alt.SortField("off")])
    base = base.transform_filter(f"datum.rank <= {LIST_ROWS}")
    y = alt.Y("label:N", sort=alt.EncodingSortField("km", op="min"), title=None)
    y = y.axis(
        labelLimit=130,
        minExtent=134,
        maxExtent=134,
        ticks=False,
        domain=False,
        labelLineHeight=12,
        labelOffset={"condition": {"test": "indexof(datum.label, '/ ') > 0", "value": -6}, "value": 0},
        labelExpr="split(datum.label, '/ ')",  # the two names of a disputed place stand one below the other
    )
    x = alt.X("km:Q", title="Distance (km)").axis(tickCount=3, format=",d").scale(nice=True, zero=True)
    bars = base.mark_bar(height=11).encode(
        x=x,
        y=y,
        color=_within_colour(),
        tooltip=_place_tip(),
        stroke=alt.condition(pointed, alt.value(theme.INK), alt.value(None)),
    )
    words = base.mark_text(align="right", fontSize=12)
    words = words.encode(x=alt.value(LIST_W + 42), y=y, text=alt.Text("shown:Q", format=",d"))
    edge = alt.Chart(alt.sequence(0, 2, as_="n")).transform_filter("!datum.n || low_ !== high_")
    dash = alt.when("known_[2]").then(alt.value([2, 3])).when("datum.n").then(alt.value([7, 4]))
    edge = edge.transform_calculate(km="datum.n ? high_ : low_").mark_rule(color=theme.INK, strokeWidth=1.6)
    lines = edge.encode(x=x, strokeDash=dash.otherwise(alt.value([1, 0])))
    title = alt.Title("Listed places nearest to the edge of reach", fontSize=13, fontWeight="normal")
    return alt.layer(bars, lines, words).properties(width=LIST_W, height=MAP_H - 26, title=title)


def _placed() -> maps.Raw:
    """Transforms that give each place km and within, and drop the place of launch itself."""
    inside = "datum.km <= low_ ? 'inside' : datum.km <= high_ ? 'depends' : 'outside'"
    return maps.Raw(
        [
            {"flatten": PLACE_COLUMNS},
            {"calculate": "datum.label || split(datum.name, ' (')[0]", "as": "label"},
            *maps.distance_steps("origin_[0]", "origin_[1]"),
            {"calculate": inside, "as": "within"},
            {"calculate": "round(datum.km)", "as": "shown"},
            {"filter": "datum.km > 1"},
        ]
    )


def _within_colour() -> alt.Color:
    scale = alt.Scale(domain=list(theme.REACH), range=list(theme.REACH.values()))
    used = "low_ === high_ ? ['inside', 'outside'] : ['inside', 'depends', 'outside']"
    legend = alt.Legend(
        orient="bottom", title=None, labelExpr="within_[datum.label]", columns=3, values=alt.expr(used)
    )
    return alt.Color("within:N", scale=scale, legend=legend)


def _place_tip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("name:N", title="Place"),
        alt.Tooltip("shown:Q", title="Distance (km)", format=",d"),
        alt.Tooltip("within:N", title="Reach"),
    ]


def _places(reach: missiles.Reach) -> pd.DataFrame:
    """Listed places with a short label and the room around it, in km."""
    held = reach.targets
    frame = pd.DataFrame(
        {
            "name": held["name"].astype(str),
            "label": held["name"].map(label_of).astype(str),
            "lat": held["lat"].astype(float),
            "lon": held["lon"].astype(float),
        }
    )
    order = held["kind"].map({kind: n for n, kind in enumerate(PRIORITY)}).fillna(len(PRIORITY))
    frame = frame.assign(order=order.to_numpy()).sort_values("order", kind="stable").reset_index(drop=True)
    return frame.assign(room=_room(frame)).drop(columns="order")


PLACE_COLUMNS = ["name", "label", "lat", "lon", "room"]


def _packed(places: pd.DataFrame) -> dict[str, Any]:
    """The places as one row of lists, to be flattened: names of columns once, labels where they differ."""
    label = places["label"].where(places["label"] != places["name"].str.split(" (", regex=False).str[0], "")
    columns = places.assign(label=label)[PLACE_COLUMNS].to_dict("list")
    return {"name": "places", "values": maps.Raw([columns])}


def _room(places: pd.DataFrame) -> list[int]:
    """Kilometres to the nearest place listed before it, east and west counting a sixth: room for a label."""
    lats, lons = places["lat"].to_numpy(), places["lon"].to_numpy()
    north = geo.distance_km(lats[:, None], lons[:, None], lats[None, :], lons[:, None])
    east = geo.distance_km(lats[:, None], lons[:, None], lats[:, None], lons[None, :])
    room = np.maximum(north, east / 6)
    return [int(room[n, :n].min()) if n else 20_000 for n in range(len(places))]
