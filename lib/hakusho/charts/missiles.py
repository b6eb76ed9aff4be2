"""Charts of the missile theme: ranges compared, reach on a map, promises on a time line.

Each takes the frames of `hakusho.missiles` and one Vega parameter per control, and returns an unconfigured
chart whose expressions use the parameters: a control repaints it without Python.
"""

from __future__ import annotations

import itertools
import json
import re
import textwrap
from typing import Any

import numpy as np
import pandas as pd

from hakusho import geo, missiles
from hakusho._altair import alt
from hakusho.charts import geo as maps
from hakusho.charts import theme

ROW = 19  # pixels a system takes

MEASURE_LABELS = {
    "range": "estimate or statement",
    "claim": "claim of the owner state",
    "flown": "distance flown",
}
MEASURE_SHAPES = {"range": "circle", "claim": "diamond", "flown": "cross"}
KM_TICKS = [100, 200, 500, 1000, 2000, 5000, 10000]
LABEL_PX_WIDE = 250


# ---------------------------------------------------------------- (a) ranges compared


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
    systems = _bars(ranges)
    y = alt.Y("name:N", title=None, sort=alt.EncodingSortField("order", op="min"))
    short = "length(datum.label) > 38 ? split(datum.label, ' (')[0] : datum.label"
    y = y.axis(
        labelLimit=LABEL_PX_WIDE, labelExpr=short, grid=True, gridDash=[1, 3], ticks=False, domain=False
    )
    wanted = (
        f"(indexof({operators.name}, datum.operator) >= 0 || indexof({operators.name}, datum.with) >= 0)"
        f" && indexof({classes.name}, datum['class']) >= 0 && indexof({basings.name}, datum.basing) >= 0"
        f" && inrange(datum.reach_km, {km.name})"
    )
    shown = alt.Chart(systems).transform_filter(wanted)
    marks = _marks(ranges)
    names = ranges.operators()
    colour = alt.Color("operator:N", title="Operator", scale=theme.country_scale(names.values()))
    colour = colour.legend(
        orient="top", columns=7, symbolType="square", labelExpr=_labels({c: n for n, c in names.items()})
    )
    x = alt.X("low_km:Q", title="Published range (km, logarithmic scale)", scale=_km_scale())
    x = x.axis(values=KM_TICKS, format=",d")
    bars = shown.mark_bar(height=9, opacity=0.45, cornerRadius=3).encode(
        x=x, x2="high_km:Q", y=y, color=colour, tooltip=_system_tip()
    )
    shape = (
        alt.Shape("measure:N", title="One mark per figure")
        .scale(domain=list(MEASURE_SHAPES), range=list(MEASURE_SHAPES.values()))
        .legend(
            orient="bottom",
            labelExpr=_labels(MEASURE_LABELS),
            symbolFillColor=theme.QUIET,
            symbolStrokeWidth=0,
        )
    )
    dots = alt.Chart(marks).transform_lookup(
        "system",
        alt.LookupData(systems, "system", [c for c in systems if c not in ("system", "words")]),
    )
    dots = (
        dots.transform_filter(wanted)
        .mark_point(filled=True, size=62, opacity=0.95)
        .encode(x="km:Q", y=y, color=colour, shape=shape, tooltip=_mark_tip())
    )
    words = shown.mark_text(align="left", baseline="middle", fontSize=12, color=theme.QUIET).encode(
        x=alt.value(388), y=y, text="words:N"
    )
    return alt.layer(bars, dots, words).properties(width=380, height=alt.Step(ROW))


def _km_scale() -> alt.Scale:
    return alt.Scale(type="log", domain=[80, 16000], nice=False)


def _bars(ranges: missiles.Ranges) -> pd.DataFrame:
    """A row per system: what its bar, its sorting and its figures in words need."""
    held = ranges.shown().sort_values(["reach_km", "name"], ascending=[False, True])
    operators = [cell.split(";") for cell in held["operator_iso3"]]
    return pd.DataFrame(
        {
            "order": range(len(held)),
            "system": held["system_id"],
            "name": held["name"],
            "operator": [codes[0] for codes in operators],
            "with": [codes[1] if len(codes) > 1 else "" for codes in operators],
            "class": held["class"],
            "basing": held["basing"],
            "reach_km": held["reach_km"].astype(int),
            "low_km": held["lowest_km"].astype("Float64"),
            "high_km": held["highest_km"].astype("Float64"),
            "words": [_in_words(row) for _, row in held.iterrows()],
        }
    ).reset_index(drop=True)


def _in_words(system: pd.Series) -> str:
    """Figures of a system as the text beside its bar."""
    low, high = missiles.bounds(system)
    if low is None:
        return ""
    span = f"{high:,}" if low == high else f"{low:,}–{high:,}"
    span = f"over {span}" if system["at_least"] and low == high else span
    n = int(system["n_sources"])
    basis = "flown" if system["measure"] == "flown" else f"{n} source{'s' if n > 1 else ''}"
    return f"{span} km · {basis}"


def _marks(ranges: missiles.Ranges) -> pd.DataFrame:
    """A row per end of a figure: one mark, or two where the source gives a span."""
    held = ranges.figures
    ends = pd.concat([held.assign(km=held["low_km"]), held.assign(km=held["high_km"])])
    ends = ends[ends["scope"].eq("variant") | ends["system_id"].isin(_family_only(held))]
    ends = ends.drop_duplicates(["estimate_id", "km"]).sort_values(["system_id", "km"])
    span = [
        f"{low:,} km" if low == high else f"{low:,}–{high:,} km"
        for low, high in zip(ends["low_km"], ends["high_km"], strict=True)
    ]
    told = [f"over {text}" if bound else text for text, bound in zip(span, ends["at_least"], strict=True)]
    return pd.DataFrame(
        {
            "system": ends["system_id"],
            "km": ends["km"],
            "measure": ends["measure"],
            "said": told,
            "by": ends["source"],
            "title": ends["source_title"],
        }
    ).reset_index(drop=True)


def _family_only(figures: pd.DataFrame) -> set[str]:
    """Systems that have no figure of their own."""
    return set(figures["system_id"]) - set(figures.loc[figures["scope"] == "variant", "system_id"])


def _system_tip() -> list[alt.Tooltip]:
    return [alt.Tooltip("name:N", title="System"), alt.Tooltip("words:N", title="Published")]


def _mark_tip() -> list[alt.Tooltip]:
    titles = {"name": "System", "said": "Figure", "measure": "Kind", "by": "Source", "title": "Title"}
    return [alt.Tooltip(f"{column}:N", title=title) for column, title in titles.items()]


# ---------------------------------------------------------------- (b) reach on a map

MAP_W, MAP_H = 470, 500
LIST_W, LIST_ROWS = 125, 24
SMALLEST_VIEW_KM = 350
LARGEST_VIEW_KM = 16_500  # beyond 150 degrees the projection tears the far side apart
LABEL_PX = 15  # height of a label; its width counts a sixth, for labels are about six times as wide as high
LONG_FOR_A_LABEL = (
    r" \(.*|(?i: air force base| air base| naval base| airfield| airport$)"
    r"|^(Missile unit on|Naval Air Facility) "
)
FLIGHT_LABELS = {"inside": "within the longest flight", "outside": "beyond the longest flight"}
PRIORITY = ("capital", "city", "missile_unit", "base", "island")


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
        alt.param(name="origin_", expr=f"{_js(at)}[{site}]"),
        alt.param(name="launch_", expr="origin_[2]"),
        alt.param(name="known_", expr=f"{_js(known)}[{system}]"),
        alt.param(name="low_", expr="known_[0]"),
        alt.param(name="high_", expr="known_[1]"),
        alt.param(name="scale_", expr=f"{min(MAP_W, MAP_H) / 2} / {across}"),
        alt.param(name="within_", expr=f"known_[2] ? {_js(FLIGHT_LABELS)} : {_js(theme.REACH_LABELS)}"),
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
    one = alt.Chart(alt.InlineData(values=[{}]))
    bare = {"fontSize": 13, "fontWeight": "bold"}
    style = {**bare, "stroke": "white", "strokeWidth": 4, "strokeJoin": "round"}
    return [
        one.mark_text(x=MAP_W / 2, y=alt.expr(f"{name}_y_"), text=alt.expr(f"{name}_"), **look)
        for name, look in itertools.product(("top", "below"), (style, bare))
    ]


def _launch() -> alt.LayerChart:
    """The place of launch: a triangle in the middle of the map, its name in the corner."""
    one = alt.Chart(alt.InlineData(values=[{}]))
    look = {"shape": "triangle-up", "filled": True, "color": theme.INK, "stroke": "white"}
    marks = [
        one.mark_point(**look, size=150, x=MAP_W / 2, y=MAP_H / 2),
        one.mark_point(**look, size=110, x=12, y=13),
    ]
    words = {"x": 22, "y": 14, "text": alt.expr("launch_"), "align": "left", "fontSize": 13}
    words["fontWeight"] = "bold"
    halo = one.mark_text(**words, stroke="white", strokeWidth=4, strokeJoin="round")
    return alt.layer(*marks, halo, one.mark_text(**words, color=theme.INK))


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
    named = base.transform_filter(f"datum.room * scale_ > {LABEL_PX} && datum.km * scale_ > 26")
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
            "label": held["name"].str.replace(LONG_FOR_A_LABEL, "", regex=True).astype(str),
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


# ---------------------------------------------------------------- systems against places

STATE_COLOURS = {
    "inside": "#08306b",
    "estimate": "#e07b00",
    "launch": "#5b9bd0",
    "both": "#a3541b",
    "outside": "#e3e8ed",
    "flight": "#ffffff",
}
STATE_WORDS = {  # the letters in the cells, for grey print
    "inside": "inside by all figures",
    "estimate": "E: depends on the estimate",
    "launch": "L: depends on the launch point",
    "both": "EL: depends on both",
    "outside": "outside by all figures",
    "flight": "–: no range figure, only a flight",
}
STATE_MARKS = {"estimate": "E", "launch": "L", "both": "EL", "flight": "–"}
LETTERS = {state: state[0] for state in STATE_COLOURS}
MATRIX_W, MATRIX_ROW = 350, 18


def reach_matrix(
    matrix: missiles.Matrix, option: str, estimate: alt.Parameter, places: alt.Parameter
) -> alt.LayerChart:
    """Return systems against places: a cell's colour and letters say what decides whether it is inside.

    `option` is the Vega expression of a launch option of `missiles.Matrix`. Parameters: `estimate` (all,
    lowest, highest) and `places` (a set). Above each column the place and, where one launch point or one
    country is chosen, its distance.
    """
    several = [o for o, at in matrix.launches.items() if any(len(points) > 1 for points in at.values())]
    shared = [o for o in several if len(set(map(tuple, matrix.launches[o].values()))) == 1]
    known = {
        "sets_": _js(_columns(matrix)),
        "km_": _js({o: [round(km[p], 1) for p in matrix.places["site_id"]] for o, km in matrix.km.items()}),
        "extent_": _js({o: _extent(matrix, matrix.launches[o]) for o in shared}),
        "states_": _js({letter: state for state, letter in LETTERS.items()}),
        "option_": option,
        "origin_": "peek(split(option_, '|'))",
    }
    base = alt.Chart(_matrix_rows(matrix, several)).transform_filter("indexof(datum.at, option_) >= 0")
    cells = base.transform_calculate(place=f"sets_[{places.name}]").transform_flatten(["place"])
    letter = f"datum.s[option_ + '|' + {estimate.name}]"
    low = f"({estimate.name} === 'highest' ? datum.high : datum.low)"
    high = f"({estimate.name} === 'lowest' ? datum.low : datum.high)"
    one = (
        "!isValid(datum.high) ? 'flight' : km_[origin_][datum.place.i] <= " + low + " ? 'inside'"
        " : km_[origin_][datum.place.i] <= " + high + " ? 'estimate' : 'outside'"
    )
    cells = cells.transform_calculate(
        column="datum.place.n",
        state=f"isValid({letter}) ? states_[{letter}[datum.place.i]] : {one}",
    )
    x = alt.X("column:N", sort=None, axis=None, scale=alt.Scale(paddingInner=0.06, paddingOuter=0))
    y = (
        alt.Y("name:N", sort=alt.EncodingSortField("order", op="min"), title=None)
        .axis(
            labelLimit=268,
            minExtent=270,
            maxExtent=270,
            ticks=False,
            domain=False,
            labelExpr="length(datum.label) > 36 ? split(datum.label, ' (')[0] : datum.label",
        )
        .scale(paddingInner=0.1)
    )
    colour = (
        alt.Color("state:N", title=None)
        .scale(domain=list(STATE_COLOURS), range=list(STATE_COLOURS.values()))
        .legend(
            orient="bottom",
            columns=3,
            labelExpr=_labels(STATE_WORDS),
            symbolType="square",
            symbolStrokeColor=theme.BORDER,
            symbolStrokeWidth=0.6,
            symbolOpacity=1,
        )
    )
    tip = [
        alt.Tooltip("name:N", title="System"),
        alt.Tooltip("told:N", title="Published"),
        alt.Tooltip("column:N", title="Place"),
        alt.Tooltip("state:N", title="State"),
    ]
    squares = cells.mark_rect(stroke=theme.LINE, strokeWidth=0.6).encode(x=x, y=y, color=colour, tooltip=tip)
    marks = cells.transform_calculate(mark=f"{_js(STATE_MARKS)}[datum.state]").transform_filter(
        "isValid(datum.mark)"
    )
    marks = marks.mark_text(fontSize=12, fontWeight="bold").encode(
        x=x,
        y=y,
        text="mark:N",
        color=alt.condition("datum.state === 'flight'", alt.value(theme.QUIET), alt.value("white")),
    )
    words = base.mark_text(align="left", color=theme.QUIET).encode(
        x=alt.value(MATRIX_W + 8), y=y, text="told:N"
    )
    heads = alt.Chart(alt.InlineData(values=[{}])).transform_calculate(place=f"sets_[{places.name}]")
    heads = heads.transform_flatten(["place"]).transform_calculate(
        column="datum.place.n",
        far="isValid(extent_[option_]) ? extent_[option_][datum.place.i] : isValid(km_[origin_])"
        " ? format(km_[origin_][datum.place.i], ',.0f') + ' km' : ''",
        head="datum.column + (datum.far ? ' · ' + datum.far : '')",
    )
    heads = heads.mark_text(angle=320, align="left", dx=4, dy=-2).encode(x=x, y=alt.value(-6), text="head:N")
    chart = alt.layer(squares, marks, words, heads).properties(width=MATRIX_W, height=alt.Step(MATRIX_ROW))
    return chart.add_params(*(alt.param(name=name, expr=text) for name, text in known.items()))


def _columns(matrix: missiles.Matrix) -> dict[str, list[dict[str, Any]]]:
    """Places of each set with their place in the list of all, `i`."""
    found: dict[str, list[dict[str, Any]]] = {}
    for n, row in enumerate(matrix.places.itertuples()):
        label = re.sub(LONG_FOR_A_LABEL, "", row.name)
        if isinstance(row.claimed_by, str) and isinstance(row.name_other, str):  # both names
            label += " / " + row.name_other.split(";")[0].split(" (")[0]
        found.setdefault(row.set, []).append({"n": label, "i": n})
    return found


def _extent(matrix: missiles.Matrix, at: dict[str, list[str]]) -> list[str]:
    """Least and greatest distance of each place from launch points that all systems share, as text."""
    origins = next(iter(at.values()))
    kms = [[matrix.km[o][p] for o in origins] for p in matrix.places["site_id"]]
    return [f"{min(km):,.0f}–{max(km):,.0f} km" for km in kms]


def _matrix_rows(matrix: missiles.Matrix, several: list[str]) -> pd.DataFrame:
    """A row per system: figures, options that show it, and its states where it has several launch points."""
    found = []
    for n, row in enumerate(matrix.systems.itertuples()):
        low, high = (None, None) if pd.isna(row.high) else (int(row.low), int(row.high))
        mine = [option for option, at in matrix.launches.items() if row.system_id in at]
        states: dict[str, str] = {}
        for option, estimate in itertools.product(mine if high else [], missiles.ESTIMATES):
            if option in several:
                letters = _letters(matrix, matrix.launches[option][row.system_id], low, high, estimate)
                states[f"{option}|{estimate}"] = letters
        told = _told(low, high, row.flown_km, row.at_least)
        found.append(
            {"order": n, "name": row.name, "low": low, "high": high, "told": told, "at": mine, "s": states}
        )
    return pd.DataFrame(found).astype({"low": "Float64", "high": "Float64"})


def _letters(matrix: missiles.Matrix, origins: list[str], low: Any, high: Any, estimate: str) -> str:
    """The states of one system against all places, a letter each."""
    states = (
        missiles.cell_state([matrix.km[o][place] for o in origins], low, high, estimate)
        for place in matrix.places["site_id"]
    )
    return "".join(LETTERS[state] for state in states)


def _told(low: int | None, high: int | None, flown: Any, at_least: bool) -> str:
    """Figures of a system in words."""
    if low is None or high is None:
        return f"{flown:,} km flown"
    if low == high:
        return f"{'over ' if at_least else ''}{high:,} km"
    return f"{low:,}–{high:,} km"


# ---------------------------------------------------------------- (c) promises on a time line

OUTCOME_COLOURS = {
    "early": "#0b5394",
    "kept": "#2f6fb0",
    "late": "#b45309",
    "replaced": "#a8b3bd",
    "overdue": "#e07b00",
    "open": "#d7dee5",
}
TIMELINE_SHAPES = {"promise made": "circle", "done": "diamond", "other milestone": "M-.12,-.8H.12V.8H-.12Z"}
TIMELINE_ROW = 27
WRAP = 46  # characters of a promise in one line beside the chart


def programme_timeline(
    programmes: missiles.Programmes, chosen: alt.Parameter, fates: alt.Parameter | None = None
) -> alt.LayerChart:
    """Return promises as bars over the time promised, with the day they were made and the day they were done.

    Parameters: `chosen` (programme ids) and `fates` (outcomes; all where left out). A programme's first row
    shows its milestones as small strokes.
    """
    rows = _timeline_rows(programmes)
    events = _timeline_events(programmes)
    wanted = f"indexof({chosen.name}, datum.programme) >= 0"
    base = alt.Chart(rows).transform_filter(wanted)
    if fates is not None:
        base = base.transform_filter(
            f"indexof({fates.name}, datum.outcome === 'early' ? 'kept' : datum.outcome) >= 0"
        )
    y = alt.Y("row:N", sort=alt.EncodingSortField("order", op="min"), title=None).axis(
        labelLimit=340,
        ticks=False,
        domain=False,
        grid=True,
        gridDash=[1, 3],
        labelLineHeight=13,
        labelExpr="split(split(datum.label, '|')[1], '~')",
        labelFontWeight={"condition": {"test": "datum.label[0] === '-'", "value": "bold"}, "value": "normal"},
        labelOffset={"condition": {"test": "indexof(datum.label, '~') > 0", "value": -6}, "value": 0},
    )
    x = alt.X("start:T", title=None).axis(format="%Y", tickCount="year", grid=True)
    x = x.scale(nice=False, padding=10)
    colour = (
        alt.Color("outcome:N", title="The time promised")
        .scale(domain=list(OUTCOME_COLOURS), range=list(OUTCOME_COLOURS.values()))
        .legend(orient="top", columns=3, labelExpr=_labels(missiles.OUTCOMES), symbolType="square")
    )
    shape = (
        alt.Shape("mark:N", title=None)
        .scale(domain=list(TIMELINE_SHAPES), range=list(TIMELINE_SHAPES.values()))
        .legend(orient="bottom", symbolFillColor=theme.INK, symbolStrokeColor=theme.INK)
    )

    def mark(name: str, data: alt.Chart, column: str, tip: list[alt.Tooltip], **look: Any) -> alt.Chart:
        drawn = data.transform_calculate(mark=f"'{name}'").mark_point(filled=True, color=theme.INK, **look)
        return drawn.encode(x=f"{column}:T", y=y, tooltip=tip, shape=shape)

    tip = _promise_tip()
    said = base.mark_rule(color=theme.QUIET, strokeWidth=1).encode(x="said:T", x2="start:T", y=y)
    bars = base.mark_bar(height=11, cornerRadius=2).encode(x=x, x2="end:T", y=y, color=colour, tooltip=tip)
    when = mark("promise made", base, "said", tip, size=34, opacity=0.75)
    done = base.transform_filter("isValid(datum.done)")
    done = mark("done", done, "done", tip, size=95, stroke="white", strokeWidth=1, opacity=1)
    other = alt.Chart(events).transform_filter(wanted)
    other = mark("other milestone", other, "start", _event_tip(), size=120, opacity=0.75)
    moved = base.transform_filter("isValid(datum.note)").mark_text(align="left", dx=5, color=theme.QUIET)
    moved = moved.encode(x="end:T", y=y, text="note:N")
    today = alt.Chart(alt.InlineData(values=[{"day": programmes.as_of}]))
    today = today.mark_rule(color=theme.INK, strokeDash=[4, 3]).encode(x="day:T")
    layers = (today, said, bars, when, other, done, moved)
    return alt.layer(*layers).properties(width=345, height=alt.Step(TIMELINE_ROW))


def _timeline_rows(programmes: missiles.Programmes) -> pd.DataFrame:
    """A row per promise, in the order of programmes and of the time promised."""
    held = programmes.promises.copy()
    place = {code: n for n, code in enumerate(programmes.programmes().values())}
    held["place"] = held["programme_id"].map(place)
    held = held.sort_values(["place", "promised_for_from_start", "promised_on_start"]).reset_index(drop=True)
    return pd.DataFrame(
        {
            "programme": held["programme_id"],
            "row": [f"{n}|{_two_lines(text)}" for n, text in enumerate(held["promise"])],
            "order": held["place"] * 1000 + held.index + 1,
            "promise": held["promise"],
            "said": _days(held["promised_on_start"]),
            "start": _days(held["promised_for_from_start"]),
            "end": _days(held["promised_for_to_end"]),
            "done": _days(held["fulfilled_on_start"]),
            "outcome": held["outcome"],
            "note": [_moved(m) for m in held["moved_months"]],
            "by": held["source"],
            "title": held["source_title"],
        }
    )


def _timeline_events(programmes: missiles.Programmes) -> pd.DataFrame:
    """A row per milestone, on the first row of its programme."""
    place = {code: n for n, code in enumerate(programmes.programmes().values())}
    held = programmes.milestones
    names = held["programme_id"].map(programmes.names)
    return pd.DataFrame(
        {
            "programme": held["programme_id"],
            "row": "-|" + names,
            "order": held["programme_id"].map(place) * 1000,
            "what": held["milestone"],
            "start": _days(held["date_start"]),
            "by": held["source"],
            "title": held["source_title"],
        }
    )


def _two_lines(text: str) -> str:
    """A promise in at most two lines, parted by ~, cut at a word."""
    lines = textwrap.wrap(text, WRAP)
    return "~".join(lines if len(lines) < 3 else [lines[0], f"{lines[1]} …"])


def _days(stamps: pd.Series) -> pd.Series:
    return stamps.dt.strftime("%Y-%m-%d").where(stamps.notna(), None)


def _moved(months: Any) -> str | None:
    if pd.isna(months):
        return None
    if months == 0:
        return "replaced, same time"
    return f"{abs(int(months))} months {'earlier' if months < 0 else 'later'}"


def _promise_tip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("promise:N", title="Promise"),
        alt.Tooltip("said:T", title="Said on", format="%-d %B %Y"),
        alt.Tooltip("start:T", title="Promised from", format="%-d %B %Y"),
        alt.Tooltip("end:T", title="Promised to", format="%-d %B %Y"),
        alt.Tooltip("done:T", title="Done on", format="%-d %B %Y"),
        alt.Tooltip("by:N", title="Source"),
        alt.Tooltip("title:N", title="Title"),
    ]


def _event_tip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("what:N", title="Milestone"),
        alt.Tooltip("start:T", title="Date", format="%-d %B %Y"),
        alt.Tooltip("by:N", title="Source"),
        alt.Tooltip("title:N", title="Title"),
    ]


# ---------------------------------------------------------------- Tomahawk

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
        .legend(orient="top", labelExpr=_labels(MONEY_LABELS), symbolType="square")
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
    rows["align"] = ["left", "right", "left", "left"]
    x = (
        alt.X("rate:Q", title="Yen for a dollar")
        .scale(domain=[95, 185], nice=False)
        .axis(tickCount=9, grid=False)
    )
    ticks = alt.Chart(rows).mark_point(shape="triangle-down", filled=True, size=70, color=theme.QUIET, dy=-4)
    ticks = ticks.encode(x=x, y=alt.value(30))
    names = [
        alt.Chart(rows[rows.index == n])
        .mark_text(align="left" if n != 1 else "right", dx=0, color=theme.QUIET)
        .encode(x=x, y=alt.value(4 if n in (1, 2) else 20), text="name:N")
        for n in range(len(rows))
    ]
    own = alt.Chart(alt.InlineData(values=[{}])).transform_calculate(rate=rate.name)
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


# ---------------------------------------------------------------- figures side by side

KIND_COLOURS = ("#08306b", "#e07b00", "#5b9bd0", "#7a6a4f")


def side_by_side(rows: pd.DataFrame, group: alt.Parameter, title: str) -> alt.LayerChart:
    """Return figures of one group as dots with their number, one a row, never joined by a line.

    `rows`: group, label, low, high, kind. Parameter: `group` ("all" for every one).
    """
    ends = rows[["low", "high"]].astype(float)
    told = [
        f"{lo:,.10g}" if lo == hi else f"{lo:,.10g}–{hi:,.10g}" for lo, hi in ends.itertuples(index=False)
    ]
    short = [textwrap.shorten(text, 50, placeholder=" …") for text in rows["label"]]
    drawn = rows[["group", "kind"]].assign(low=ends["low"], high=ends["high"], told=told, n=range(len(rows)))
    # two figures may carry the same label: the number keeps their rows apart
    drawn = drawn.assign(label=[f"{n}|{text}" for n, text in enumerate(short)])
    base = alt.Chart(drawn).transform_filter(f"{group.name} === 'all' || datum.group === {group.name}")
    y = alt.Y("label:N", sort=alt.EncodingSortField("n", op="min"), title=None).axis(
        labelExpr="split(datum.label, '|')[1]",
        labelLimit=310,
        minExtent=312,
        maxExtent=312,
        grid=True,
        gridDash=[1, 3],
        ticks=False,
        domain=False,
    )
    x = alt.X("low:Q", title=title).scale(zero=True, nice=True).axis(tickCount=5, format=",d")
    kinds = list(dict.fromkeys(rows["kind"]))
    colour = alt.Color("kind:N", title=None).scale(domain=kinds, range=list(KIND_COLOURS[: len(kinds)]))
    colour = colour.legend(orient="top", symbolType="circle", symbolOpacity=1, columns=4)
    span = base.mark_rule(strokeWidth=5, opacity=0.5).encode(x=x, x2="high:Q", y=y, color=colour)
    dots = base.mark_point(filled=True, size=85, opacity=1).encode(x=alt.X("high:Q"), y=y, color=colour)
    words = base.mark_text(align="left", dx=9).encode(x="high:Q", y=y, text="told:N")
    return alt.layer(span, dots, words).properties(width=360, height=alt.Step(21))


# ---------------------------------------------------------------- helpers


def _js(value: Any) -> str:
    """A value as the text of a Vega expression."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _labels(words: dict[str, str]) -> str:
    """A label expression that turns codes into words."""
    return f"{_js(words)}[datum.label] || datum.label"
