"""Systems against places: a cell says what decides whether a place is inside, a tally how often."""

from __future__ import annotations

import itertools
import re
import textwrap
from typing import Any

import pandas as pd

from hakusho import missiles
from hakusho._altair import alt
from hakusho.charts import theme
from hakusho.charts.expressions import js
from hakusho.charts.geo import Raw
from hakusho.charts.missiles.places import label_of

STATE_COLOURS = {  # what is decided is cool and quiet, what is in doubt is warm
    "inside": "#7d9cbd",
    "estimate": "#e07b00",
    "launch": "#f3bd55",
    "both": "#9a4a12",
    "outside": "#e9edf1",
    "flight": "#ffffff",
}
MARKS = {"estimate": "estimate", "launch": "launch", "both": "both"}
"""Words in the cells; their first letters where cells are narrow."""
TALLY = {
    "inside": "inside by all figures",
    "estimate": "depends on the estimate (E)",
    "launch": "depends on the launch point (L)",
    "both": "depends on both (B)",
    "outside": "outside by all figures",
}
LETTERS = {state: state[0] for state in STATE_COLOURS}
PLOT_PX, ROW, TALLY_ROW = 470, 18, 19
LABEL_PX = 205
MOST_WORDS = 9  # columns that leave room for words in the cells and level headings above them
BLANK = "\u200b\n"  # an empty line; a bare one is dropped
HEAD_LINES, NAME_LINES, LINE_PX = 5, 3, 14


def reach_matrix(
    matrix: missiles.Matrix, option: str, estimate: alt.Parameter, places: alt.Parameter
) -> alt.VConcatChart:
    """Return systems against places: a cell's colour and word say what decides whether it is inside.

    `option` is the Vega expression of a launch option of `missiles.Matrix`. Parameters: `estimate` (all,
    lowest, highest) and `places` (a set). On top, how many cells are in each state, which is the legend too.
    Above each column the place and its distance: nearest and farthest, or the nearest only where systems
    start from different points.
    """
    several = [o for o, at in matrix.launches.items() if any(len(points) > 1 for points in at.values())]
    systems = [{"filter": "indexof(at_[datum.at], option_) >= 0"}]
    cells = [*systems, *_cells(estimate.name)]
    table = alt.layer(*_squares(cells), *_beside(systems), *_heads())
    table = table.properties(width=PLOT_PX, height=alt.Step(ROW))
    data = {"name": "systems", "values": Raw(_rows(matrix, several))}
    chart = alt.vconcat(_tally(cells), table, data=data, spacing=6)
    known = _known(matrix, several, option, places.name)
    return chart.add_params(*(alt.param(name=name, expr=text) for name, text in known.items()))


def _known(matrix: missiles.Matrix, several: list[str], option: str, places: str) -> dict[str, str]:
    """Expressions that all layers share: what is chosen, and the distances."""
    return {
        "at_": js([list(options) for options in _shown_by(matrix)]),
        "sets_": js(_columns(matrix)),
        "km_": js({o: [round(km[p], 1) for p in matrix.places["site_id"]] for o, km in matrix.km.items()}),
        "extent_": js({o: _extent(matrix, matrix.launches[o]) for o in several}),
        "states_": js({letter: state for state, letter in LETTERS.items()}),
        "option_": option,
        "origin_": "peek(split(option_, '|'))",
        "shown_": f"sets_[{places}]",
        "narrow_": f"length(shown_) > {MOST_WORDS}",
    }


def _chart(*steps: dict[str, Any], data: Any = alt.Undefined) -> alt.Chart:
    """A chart with these transforms, which Altair does not copy at every turn."""
    chart = alt.Chart(data)
    chart.transform = Raw(list(steps))
    return chart


def _cells(estimate: str) -> list[dict[str, Any]]:
    """Steps from a row per system to a row per cell with its state."""
    letter = f"datum.s[option_ + '|' + {estimate}]"
    low = f"({estimate} === 'highest' ? datum.high : datum.low)"
    high = f"({estimate} === 'lowest' ? datum.low : datum.high)"
    one = (
        f"!isValid(datum.high) ? 'flight' : km_[origin_][datum.place.i] <= {low} ? 'inside'"
        f" : km_[origin_][datum.place.i] <= {high} ? 'estimate' : 'outside'"
    )
    return [
        {"calculate": "shown_", "as": "place"},
        {"flatten": ["place"]},
        {"calculate": "datum.place.n", "as": "column"},
        {"calculate": f"replace({_far('datum.place.i')}, '|', '')", "as": "far"},
        {"calculate": f"isValid({letter}) ? states_[{letter}[datum.place.i]] : {one}", "as": "state"},
        {"calculate": f"{js(missiles.STATES)}[datum.state]", "as": "says"},
    ]


def _far(place: str) -> str:
    """The expression for a place's distance in words; a | is where a heading may break."""
    return (
        f"isValid(extent_[option_]) ? extent_[option_][{place}]"
        f" : isValid(km_[origin_]) ? format(km_[origin_][{place}], ',.0f') + ' km' : '|'"
    )


def _tally(cells: list[dict[str, Any]]) -> alt.LayerChart:
    """How many cells are in each state: the legend and the finding in one."""
    counted = [
        *cells,
        {"filter": "datum.state !== 'flight'"},
        {"aggregate": [{"op": "count", "as": "n"}], "groupby": ["state"]},
        {"impute": "n", "key": "state", "keyvals": list(TALLY), "value": 0},
        {"joinaggregate": [{"op": "sum", "field": "n", "as": "total"}]},
        {"calculate": "datum.total ? datum.n / datum.total : 0", "as": "share"},
        {"calculate": f"datum.n + (datum.n === 1 ? ' cell' : ' cells') + {PER_CENT}", "as": "words"},
    ]
    doubt = [
        {"filter": {"field": "state", "oneOf": list(MARKS)}},
        {
            "aggregate": [
                {"op": "sum", "field": "n", "as": "n"},
                {"op": "max", "field": "total", "as": "total"},
            ]
        },
        {"calculate": f"'In doubt: ' + datum.n + {PER_CENT}", "as": "words"},
        {"calculate": "'launch'", "as": "state"},
    ]
    y = alt.Y("state:N", title=None).scale(domain=list(TALLY), paddingInner=0.25)
    y = y.axis(
        labelExpr=f"{js(TALLY)}[datum.label]",
        labelLimit=LABEL_PX,
        minExtent=LABEL_PX,
        maxExtent=LABEL_PX,
        ticks=False,
        domain=False,
    )
    x = alt.X("share:Q", axis=None).scale(domain=[0, 1.25])
    rows = _chart(*counted)
    bars = rows.mark_bar(stroke=theme.BORDER, strokeWidth=0.6).encode(x=x, y=y, color=_colour())
    words = rows.mark_text(align="left", dx=6).encode(x=x, y=y, text="words:N")
    look = {"align": "left", "fontSize": 14, "fontWeight": "bold", "color": STATE_COLOURS["both"]}
    sums = _chart(*counted, *doubt).mark_text(**look)
    sums = sums.encode(x=alt.value(PLOT_PX - 20), y=y, text="words:N")
    return alt.layer(bars, words, sums).properties(width=PLOT_PX, height=TALLY_ROW * len(TALLY))


PER_CENT = "(datum.total ? ' · ' + format(100 * datum.n / datum.total, '.0f') + ' %' : '')"


def _colour() -> alt.Color:
    scale = alt.Scale(domain=list(STATE_COLOURS), range=list(STATE_COLOURS.values()))
    return alt.Color("state:N", scale=scale, legend=None)


def _x() -> alt.X:
    return alt.X("column:N", sort=None, axis=None, scale=alt.Scale(paddingInner=0.06, paddingOuter=0))


def _y() -> alt.Y:
    y = alt.Y("name:N", sort=alt.EncodingSortField("order", op="min"), title=None)
    fits = "length(datum.label) > 32 ? split(split(datum.label, ' (')[0], ', early')[0] : datum.label"
    axis = {"labelLimit": LABEL_PX, "minExtent": LABEL_PX, "maxExtent": LABEL_PX, "labelExpr": fits}
    return y.axis(ticks=False, domain=False, **axis).scale(paddingInner=0.1)


def _squares(cells: list[dict[str, Any]]) -> list[alt.Chart]:
    titles = {"name": "System", "told": "Published", "column": "Place", "far": "Distance", "says": "State"}
    tip = [alt.Tooltip(f"{column}:N", title=title) for column, title in titles.items()]
    line = alt.condition("datum.state === 'flight'", alt.value(None), alt.value(theme.LINE))
    squares = _chart(*cells).mark_rect(strokeWidth=0.6)
    squares = squares.encode(x=_x(), y=_y(), color=_colour(), stroke=line, tooltip=tip)
    mark = f"{js(MARKS)}[datum.state]"
    marks = _chart(
        *cells,
        {"filter": f"isValid({mark})"},
        {"calculate": f"narrow_ ? upper({mark}[0]) : {mark}", "as": "mark"},
    )
    white = alt.condition("datum.state === 'both'", alt.value("white"), alt.value(theme.INK))
    return [squares, marks.mark_text(fontSize=12).encode(x=_x(), y=_y(), text="mark:N", color=white)]


def _beside(systems: list[dict[str, Any]]) -> list[alt.Chart]:
    """The figures of each system at the right; across the row where only a flight is known."""
    right = _chart(*systems, {"filter": "isValid(datum.high)"})
    right = right.mark_text(align="left", color=theme.QUIET)
    across = _chart(*systems, {"filter": "!isValid(datum.high)"}).mark_text(color=theme.QUIET)
    return [
        right.encode(x=alt.value(PLOT_PX + 8), y=_y(), text="told:N"),
        across.encode(x=alt.value(PLOT_PX / 2), y=_y(), text="told:N"),
    ]


def _heads() -> list[alt.Chart]:
    """Names of the places with their distances: level where there is room, else slanted."""
    row = {"name": "one_", "values": [{"one": 1}]}
    places = [
        {"calculate": "shown_", "as": "place"},
        {"flatten": ["place"]},
        {"calculate": "datum.place.n", "as": "column"},
        {"calculate": _far("datum.place.i"), "as": "far"},
    ]
    lines = (
        f"(indexof(datum.far, '|') < 0 ? {js(BLANK)} : '') + datum.place.w + '\\n'"
        " + replace(datum.far, '|', '\\n')"
    )
    level = _chart(*places, {"filter": "!narrow_"}, {"calculate": lines, "as": "head"}, data=row)
    level = level.mark_text(lineBreak="\n", lineHeight=LINE_PX, baseline="top")
    line = "datum.column + ' · ' + replace(datum.far, '|', '')"
    slanted = _chart(*places, {"filter": "narrow_"}, {"calculate": line, "as": "head"}, data=row)
    slanted = slanted.mark_text(angle=315, align="left", dx=4, dy=-2)
    return [
        level.encode(x=_x(), y=alt.value(-HEAD_LINES * LINE_PX - 4), text="head:N"),
        slanted.encode(x=_x(), y=alt.value(-6), text="head:N"),
    ]


def _columns(matrix: missiles.Matrix) -> dict[str, list[dict[str, Any]]]:
    """Places of each set: name, name in lines for a level heading, and place in the list of all."""
    count = matrix.places["set"].value_counts()
    found: dict[str, list[dict[str, Any]]] = {}
    for n, row in enumerate(matrix.places.itertuples()):
        label = label_of(row.name)
        if isinstance(row.claimed_by, str) and isinstance(row.name_other, str):  # both names
            label += " / " + row.name_other.split(";")[0].split(" (")[0]
        told: dict[str, Any] = {"n": label, "i": n}
        if count[row.set] <= MOST_WORDS:
            room = int(PLOT_PX / count[row.set] / 6.4)
            parted = re.sub(r"(?<=[a-z])torishima", "-torishima", label)  # 'bird island' ends long names
            lines = textwrap.wrap(parted, room, break_long_words=False)
            told["w"] = BLANK * (NAME_LINES - len(lines)) + "\n".join(lines)
        found.setdefault(row.set, []).append(told)
    return found


def _extent(matrix: missiles.Matrix, at: dict[str, list[str]]) -> list[str]:
    """Distance of each place as text: from least to greatest where all systems share their launch points."""
    origins = set(itertools.chain(*at.values()))
    kms = [[matrix.km[o][p] for o in origins] for p in matrix.places["site_id"]]
    if any(set(points) != origins for points in at.values()):
        return [f"nearest |{min(km):,.0f} km" for km in kms]
    return [f"{min(km):,.0f}–|{max(km):,.0f} km" for km in kms]


def _rows(matrix: missiles.Matrix, several: list[str]) -> list[dict[str, Any]]:
    """A row per system: figures, options that show it (by number), states for several launch points."""
    found, groups = [], list(_shown_by(matrix))
    for n, row in enumerate(matrix.systems.itertuples()):
        low, high = (None, None) if pd.isna(row.high) else (int(row.low), int(row.high))
        states: dict[str, str] = {}
        for option, estimate in itertools.product(several if high else [], missiles.ESTIMATES):
            if row.system_id in matrix.launches[option]:
                letters = _letters(matrix, matrix.launches[option][row.system_id], low, high, estimate)
                states[f"{option}|{estimate}"] = letters
        found.append(
            {
                "order": n,
                "name": row.name,
                "low": low,
                "high": high,
                "told": _told(low, high, row.flown_km, row.at_least),
                "at": groups.index(_options_of(matrix, row.system_id)),
                "s": states,
            }
        )
    return found


def _options_of(matrix: missiles.Matrix, system: str) -> tuple[str, ...]:
    return tuple(option for option, at in matrix.launches.items() if system in at)


def _shown_by(matrix: missiles.Matrix) -> dict[tuple[str, ...], None]:
    """Options that show a system, once for all systems that have the same."""
    return dict.fromkeys(_options_of(matrix, system) for system in matrix.systems["system_id"])


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
        return f"no range figure held; {flown:,} km flown"
    if low == high:
        return f"{'over ' if at_least else ''}{high:,} km"
    return f"{low:,}–{high:,} km"
