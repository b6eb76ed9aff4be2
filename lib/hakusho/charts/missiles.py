"""Charts of the missile theme: ranges compared, reach on a map, promises on a time line.

Each takes the frames of `hakusho.missiles` and one Vega parameter per control, and returns an unconfigured
chart whose expressions use the parameters: a control repaints it without Python.
"""

from __future__ import annotations

import json
import textwrap
from typing import Any

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
    ranges: missiles.Ranges, operators: alt.Parameter, classes: alt.Parameter, basings: alt.Parameter,
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
    shape = alt.Shape("measure:N", title="One mark per figure").scale(
        domain=list(MEASURE_SHAPES), range=list(MEASURE_SHAPES.values())
    ).legend(
        orient="bottom", labelExpr=_labels(MEASURE_LABELS), symbolFillColor=theme.QUIET, symbolStrokeWidth=0
    )
    dots = alt.Chart(marks).transform_lookup(
        "system",
        alt.LookupData(systems, "system", [c for c in systems if c not in ("system", "words")]),
    )
    dots = dots.transform_filter(wanted).mark_point(filled=True, size=62, opacity=0.95).encode(
        x="km:Q", y=y, color=colour, shape=shape, tooltip=_mark_tip()
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
        {"system": ends["system_id"], "km": ends["km"], "measure": ends["measure"], "said": told,
         "by": ends["source"], "title": ends["source_title"]}
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
    )
    both = alt.hconcat(left, _place_list(pointed), data=_places(reach), spacing=10)
    both.transform = _placed().transform  # once for all layers of both views
    return both.add_params(*params).resolve_scale(color="shared")


def _reach_params(reach: missiles.Reach, system: str, site: str, view: str | None) -> list[alt.Parameter]:
    """Expressions that the layers share: origin_ [lat, lon], low_, high_ and scale_ (pixels a km)."""
    at = {o.site_id: [float(o.lat), float(o.lon)] for o in reach.origins.itertuples()}
    names = dict(zip(reach.origins["site_id"], reach.origins["name"].str.split(" \\(").str[0], strict=True))
    known = {}
    for _, row in reach.spread.iterrows():
        low, high = missiles.bounds(row)
        known[row["system_id"]] = [low, high, int(row["measure"] == "flown"), int(row["at_least"])]
    fit = f"clamp(high_ * 1.12, {SMALLEST_VIEW_KM}, {LARGEST_VIEW_KM})"
    across = f"({view} > 0 ? {view} : {fit})" if view else fit
    return [
        alt.param(name="origin_", expr=f"{_js(at)}[{site}]"),
        alt.param(name="launch_", expr=f"{_js(names)}[{site}]"),
        alt.param(name="known_", expr=f"{_js(known)}[{system}]"),
        alt.param(name="low_", expr="known_[0]"),
        alt.param(name="high_", expr="known_[1]"),
        alt.param(name="scale_", expr=f"{min(MAP_W, MAP_H) / 2} / {across}"),
    ]


def _rings() -> alt.Chart:
    """Rings of the lowest and highest range, or of the longest flight alone."""
    rings = {
        "lowest": "known_[2] ? null : low_",
        "highest": "known_[2] || low_ === high_ ? null : high_",
        "flown": "known_[2] ? high_ : null",
    }
    dash = alt.StrokeDash("ring:N", title=None).scale(
        domain=list(rings), range=[[1, 0], [7, 4], [2, 3]]
    ).legend(None)
    return maps.ring_layer("origin_[0]", "origin_[1]", rings, stroke=theme.INK).encode(strokeDash=dash)


def _ring_words() -> list[alt.Chart]:
    """Words at the rings: the highest at the top of its ring, the lowest below its own."""
    one = alt.Chart(alt.InlineData(values=[{}]))
    more = "known_[3] ? 'more than ' : ''"
    top = (
        f"low_ === high_ ? (known_[2] ? 'longest flight ' : {more}) + format(high_, ',') + ' km'"
        f" : 'highest {{}} ' + format(high_, ',') + ' km'"
    ).replace("{} ", "")
    style = {"fontSize": 13, "fontWeight": "bold", "color": theme.INK, "stroke": "white", "strokeWidth": 4,
             "strokeJoin": "round"}
    bare = {k: v for k, v in style.items() if not k.startswith("stroke")}
    layers = []
    for text, y in (
        (top, f"clamp({MAP_H / 2} - high_ * scale_ - 9, 9, {MAP_H})"),
        ("low_ === high_ ? '' : 'lowest ' + format(low_, ',') + ' km'",
         f"clamp({MAP_H / 2} + low_ * scale_ + 11, 0, {MAP_H - 8})"),
    ):
        for look in (style, bare):  # the light outline first, then the letters
            layers.append(
                one.mark_text(x=MAP_W / 2, y=alt.expr(y), text=alt.expr(text), align="center", **look)
            )
    return layers


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
    dots = base.mark_circle(opacity=1, stroke="white", strokeWidth=0.8).encode(
        **spot, color=_within_colour(), size=big, tooltip=_place_tip()
    ).add_params(pointed)
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
    y = y.axis(labelLimit=130, minExtent=134, maxExtent=134, ticks=False, domain=False)
    x = alt.X("km:Q", title="Distance (km)").axis(tickCount=3, format=",d").scale(nice=True, zero=True)
    bars = base.mark_bar(height=11).encode(
        x=x, y=y, color=_within_colour(), tooltip=_place_tip(),
        stroke=alt.condition(pointed, alt.value(theme.INK), alt.value(None)),
    )
    words = base.mark_text(align="right", fontSize=12)
    words = words.encode(x=alt.value(LIST_W + 42), y=y, text=alt.Text("shown:Q", format=",d"))
    edge = alt.Chart(alt.InlineData(values=[{}]))
    lines = [  # never without a row: an empty scale domain is a warning in the console
        edge.transform_calculate(km=value)
        .mark_rule(color=theme.INK, strokeWidth=1.6, strokeDash=dash, opacity=alt.expr(there))
        .encode(x=x)
        for value, dash, there in (
            ("low_", [1, 0], "known_[2] ? 0 : 1"),
            ("high_", [7, 4], "known_[2] || low_ === high_ ? 0 : 1"),
            ("high_", [2, 3], "known_[2] ? 1 : 0"),
        )
    ]
    title = alt.Title("Listed places nearest to the edge of reach", fontSize=13, fontWeight="normal")
    return alt.layer(bars, *lines, words).properties(width=LIST_W, height=MAP_H - 26, title=title)


def _placed() -> alt.Chart:
    """Transforms that give each place km and within, and drop the place of launch itself."""
    chart = maps.with_distance(alt.Chart(), "origin_[0]", "origin_[1]")
    inside = "datum.km <= low_ ? 'inside' : datum.km <= high_ ? 'depends' : 'outside'"
    chart = chart.transform_calculate(within=inside, shown="round(datum.km)")
    return chart.transform_filter("datum.km > 1")


def _within_colour() -> alt.Color:
    scale = alt.Scale(domain=list(theme.REACH), range=list(theme.REACH.values()))
    words = f"known_[2] ? {_labels(FLIGHT_LABELS)} : {_labels(theme.REACH_LABELS)}"
    used = "low_ === high_ ? ['inside', 'outside'] : ['inside', 'depends', 'outside']"
    legend = alt.Legend(orient="bottom", title=None, labelExpr=words, columns=3, values=alt.expr(used))
    return alt.Color("within:N", scale=scale, legend=legend)


def _place_tip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("name:N", title="Place"),
        alt.Tooltip("kind:N", title="Kind"),
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
            "kind": held["kind"].str.replace("_", " ").astype(str),
            "lat": held["lat"].astype(float),
            "lon": held["lon"].astype(float),
        }
    )
    order = held["kind"].map({kind: n for n, kind in enumerate(PRIORITY)}).fillna(len(PRIORITY))
    frame = frame.assign(order=order.to_numpy()).sort_values("order", kind="stable").reset_index(drop=True)
    return frame.assign(room=_room(frame)).drop(columns="order")


def _room(places: pd.DataFrame) -> list[int]:
    """Kilometres to the nearest place listed before it, east and west counting a sixth: room for a label."""
    lats, lons = places["lat"].to_numpy(), places["lon"].to_numpy()
    rooms = [20_000]
    for n in range(1, len(places)):
        north = geo.distance_km(lats[n], lons[n], lats[:n], lons[n])
        east = geo.distance_km(lats[n], lons[n], lats[n], lons[:n])
        rooms.append(int(min(max(a, b / 6) for a, b in zip(north, east, strict=True))))
    return rooms


# ---------------------------------------------------------------- (c) promises on a time line

OUTCOME_COLOURS = {
    "early": "#0b5394", "kept": "#2f6fb0", "late": "#b45309", "replaced": "#a8b3bd", "overdue": "#e07b00",
    "open": "#d7dee5",
}
TIMELINE_SHAPES = {"promise made": "circle", "done": "diamond", "other milestone": "M-.12,-.8H.12V.8H-.12Z"}
TIMELINE_ROW = 27
WRAP = 50  # characters of a promise in one line beside the chart


def programme_timeline(programmes: missiles.Programmes, chosen: alt.Parameter) -> alt.LayerChart:
    """Return promises as bars over the time promised, with the day they were made and the day they were done.

    Parameter: `chosen` (programme ids). A programme's first row shows its milestones as small strokes.
    """
    rows = _timeline_rows(programmes)
    events = _timeline_events(programmes)
    wanted = f"indexof({chosen.name}, datum.programme) >= 0"
    base = alt.Chart(rows).transform_filter(wanted)
    y = alt.Y("row:N", sort=alt.EncodingSortField("order", op="min"), title=None).axis(
        labelLimit=340, ticks=False, domain=False, grid=True, gridDash=[1, 3], labelLineHeight=13,
        labelExpr="split(split(datum.label, '|')[1], '~')",
        labelFontWeight={"condition": {"test": "datum.label[0] === '-'", "value": "bold"}, "value": "normal"},
        labelOffset={"condition": {"test": "indexof(datum.label, '~') > 0", "value": -6}, "value": 0},
    )
    x = alt.X("start:T", title=None).axis(format="%Y", tickCount="year", grid=True)
    x = x.scale(nice=False, padding=10)
    colour = alt.Color("outcome:N", title="The time promised").scale(
        domain=list(OUTCOME_COLOURS), range=list(OUTCOME_COLOURS.values())
    ).legend(orient="top", columns=3, labelExpr=_labels(missiles.OUTCOMES), symbolType="square")
    shape = alt.Shape("mark:N", title=None).scale(
        domain=list(TIMELINE_SHAPES), range=list(TIMELINE_SHAPES.values())
    ).legend(orient="bottom", symbolFillColor=theme.INK, symbolStrokeColor=theme.INK)

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
    return alt.layer(*layers).properties(width=380, height=alt.Step(TIMELINE_ROW))


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


# ---------------------------------------------------------------- helpers


def _js(value: Any) -> str:
    """A value as the text of a Vega expression."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _labels(words: dict[str, str]) -> str:
    """A label expression that turns codes into words."""
    return f"{_js(words)}[datum.label] || datum.label"
