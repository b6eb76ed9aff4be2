"""The missile charts as drawn: rows on screen equal the rows in Python, sizes hold, text is legible."""

from __future__ import annotations

import itertools
import math
import re

import pytest
import vl_convert

from hakusho import facts, missiles
from hakusho._altair import alt
from hakusho.charts import missiles as charts
from hakusho.charts import theme
from hakusho.charts.missiles import matrix as matrices
from hakusho.charts.missiles import places as maps
from hakusho.charts.missiles import timeline

RANGES = missiles.Ranges.load()
REACH = missiles.Reach.load()
PROGRAMMES = missiles.Programmes.load()


def spec(build, *held, **state):
    params = {name: alt.param(name=name, value=value) for name, value in state.items()}
    return build(*held, **params).add_params(*params.values()).to_dict()


def draw(build, *held, **state):
    """The chart as SVG; no letter in it is smaller than a reader needs."""
    svg = vl_convert.vegalite_to_svg(spec(build, *held, **state))
    assert min(map(float, re.findall(r'font-size="([\d.]+)px"', svg))) >= theme.SMALLEST
    return svg


def texts(svg):
    found = re.findall(r"<text[^>]*>(.*?)</text>", svg, flags=re.S)
    return [re.sub(r"<[^>]+>", "", words) for words in found]


def every(options):
    return list(options().values())


def compare(operators, km, classes=None):
    return {
        "operators": operators,
        "classes": classes or every(RANGES.classes),
        "basings": every(RANGES.basings),
        "km": km,
    }


# ---------------------------------------------------------------- ranges


@pytest.mark.parametrize(
    ("operators", "km"),
    [
        (["JPN"], [50, 16000]),
        (["CHN", "USA"], [900, 6000]),
        (["PRK"], [50, 1000]),
        (["KOR", "TWN"], [100, 900]),
    ],
)
def test_a_bar_row_for_each_system_in_the_same_order(operators, km):
    state = compare(operators, km)
    rows = RANGES.rows(**state)
    shown = texts(draw(charts.range_comparison, RANGES, **state))
    names = list(rows["name"])
    short = [name.split(" (")[0] if len(name) > 38 else name for name in names]
    assert len(rows) > 1
    assert [text for text in shown if text in short] == short
    for row in rows.itertuples():
        low, high = missiles.bounds(row._asdict())
        span = f"{high:,} km" if low == high else f"{low:,}–{high:,} km"
        assert any(span in text for text in shown), row.name


def test_a_mark_for_each_end_of_a_figure():
    state = compare(["JPN"], [950, 1300])
    rows = RANGES.rows(**state)
    ends = set()
    for figure in RANGES.figures[RANGES.figures.system_id.isin(rows.system_id)].itertuples():
        ends |= {(figure.estimate_id, figure.low_km), (figure.estimate_id, figure.high_km)}
    svg = draw(charts.range_comparison, RANGES, **state)
    assert len(re.findall(r'roledescription="point"', svg)) == len(ends)


def test_classes_filter():
    state = compare(every(RANGES.operators), [50, 16000], classes=["icbm"])
    rows = RANGES.rows(**state)
    assert set(rows["class"]) == {"icbm"}
    shown = texts(draw(charts.range_comparison, RANGES, **state))
    assert set(rows["name"]) <= set(shown)
    assert "Tomahawk Block V" not in shown


# ---------------------------------------------------------------- reach


@pytest.mark.parametrize(
    ("system", "site", "view"),
    [
        ("type-12-upgraded-ground", "camp-kengun", 0),
        ("df-26", "chn-nearest-naha", 0),
        ("kn-25", "nk-sunan", 0),
        ("nmesis-usa", "camp-ishigaki", 4000),
    ],
)
def test_the_map_shows_what_python_computes(system, site, view):
    rows = REACH.rows(system, site, view=view)
    low, high = missiles.bounds(REACH._system(system))
    svg = draw(charts.reach_map, REACH, system=system, site=site, view=view)
    shown = texts(svg)
    place = REACH._site(site)["name"].split(" (")[0]
    assert place in shown

    # the list: the places nearest to the edge of reach, each with the distance that Python gives
    label = dict(zip(maps._places(REACH)["name"], maps._places(REACH)["label"], strict=True))
    off = [min(abs(km - low), abs(km - high)) for km in rows["km"]]
    edge = rows.assign(off=off).sort_values("off", kind="stable").head(maps.LIST_ROWS - 1)
    listed = set(shown)
    for row in edge.itertuples():
        assert f"{row.km:,}" in listed, (row.name, row.km)
        assert any(text.startswith(label[row.name].split(" /")[0][:12]) for text in shown), row.name

    # the dots: as many of each colour as there are places of that kind within the map
    half = maps.MAP_W / 2
    fit = min(max(high * 1.12, maps.SMALLEST_VIEW_KM), maps.LARGEST_VIEW_KM)
    scale = half / (view or fit)
    on_map = rows[rows["km"] * scale < maps.MAP_H / 2 - 7]
    for within, colour in theme.REACH.items():
        dots = re.findall(rf'roledescription="circle"[^>]*fill="{colour}"', svg)
        assert len(dots) >= (on_map["within"] == within).sum(), within
        assert len(dots) <= (rows["within"] == within).sum(), within

    # the rings, named by their kilometres
    words = " ".join(shown)
    assert f"{high:,} km" in words
    assert ("longest flight" in words) == (system == "kn-25")
    assert (f"lowest {low:,} km" in words) == (low != high)


def test_the_ring_is_as_large_as_the_scale_says():
    """On a map that is true from its centre, a ring of 900 km is a circle of that radius (within 0.5 %)."""
    svg = draw(charts.reach_map, REACH, system="type-12-upgraded-ground", site="camp-kengun", view=2000)
    rings = re.findall(rf'<path[^>]* d="([^"]+)"[^>]*stroke="{theme.INK}"', svg)
    radii = []
    for path in rings:
        points = [tuple(map(float, pair)) for pair in re.findall(r"(-?[\d.]+),(-?[\d.]+)", path)]
        if len(points) > 100:
            away = [math.hypot(x - maps.MAP_W / 2, y - maps.MAP_H / 2) for x, y in points]
            radii.append((min(away), max(away)))
    pixels = maps.MAP_W / 2 / 2000
    assert len(radii) == 2
    for (least, most), km in zip(sorted(radii), (900, 1000), strict=True):
        assert least == pytest.approx(km * pixels, rel=0.005)
        assert most == pytest.approx(km * pixels, rel=0.005)


def test_labels_of_places_are_unique():
    labels = maps._places(REACH)["label"]
    assert labels.is_unique and (labels.str.len() > 1).all()


# ---------------------------------------------------------------- systems against places

MATRIX, MIRROR = missiles.Matrix.load(), missiles.Matrix.mirror()


@pytest.mark.parametrize(
    ("matrix", "option", "estimate", "places"),
    [
        (MATRIX, "PRK", "all", "cities"),
        (MATRIX, "PRK", "lowest", "bases"),
        (MATRIX, "nk-wonsan", "highest", "islands"),
        (MATRIX, "CHN", "all", "taiwan"),
        (MATRIX, "RUS", "all", "korea"),
        (MIRROR, "planned|all", "all", "korea"),
        (MIRROR, "home|all", "highest", "china"),
        (MIRROR, "planned|camp-kengun", "all", "china"),
    ],
)
def test_a_cell_for_each_row_in_the_colour_of_its_state(matrix, option, estimate, places):
    rows = matrix.rows(option, estimate, places)
    params = {name: alt.param(name=name, value=v) for name, v in (("estimate", estimate), ("places", places))}
    chart = charts.reach_matrix(matrix, f"'{option}'", **params).add_params(*params.values())
    svg = vl_convert.vegalite_to_svg(chart.to_dict())
    for state, colour in matrices.STATE_COLOURS.items():
        cells = re.findall(rf'roledescription="rect mark"[^>]*fill="{colour}"', svg)
        assert len(cells) == (rows["state"] == state).sum(), state
    shown, doubt = texts(svg), rows["state"].isin(missiles.UNDECIDED).sum()
    words = {*matrices.MARKS.values(), *"ELB"}
    assert sum(text in words for text in shown) == doubt
    assert f"In doubt: {doubt} · {100 * doubt / (rows['state'] != 'flight').sum():.0f} %" in shown
    for state in matrices.TALLY:
        n = (rows["state"] == state).sum()
        assert any(text.startswith(f"{n} cell") for text in shown), state


# ---------------------------------------------------------------- Tomahawk, figures


@pytest.mark.parametrize(
    ("rate", "unit", "wanted"), [(108, "yen", "253.8 bn yen"), (146, "dollars", "2,350 m dollars")]
)
def test_amounts_follow_the_rate(rate, unit, wanted):
    shown = texts(draw(charts.tomahawk, rate=rate, unit=unit, stages=["delivery"]))
    assert any(text.startswith(wanted) for text in shown)
    assert sum("converted" in text for text in shown) == (1 if unit == "yen" else 5)
    assert "Minister Koizumi announces that deliveries have begun" in shown
    assert not any("Congress" in text for text in shown)


def test_each_figure_is_drawn_with_its_number():
    rows = missiles.ship_costs()
    group = alt.param(name="group", value="Contract")
    svg = vl_convert.vegalite_to_svg(charts.side_by_side(rows, group, "bn yen").add_params(group).to_dict())
    shown = texts(svg)
    for row in rows.itertuples():
        assert (f"{row.low:,.10g}" in shown) == (row.group == "Contract"), row.label


# ---------------------------------------------------------------- promises


def test_fates_choose_among_promises():
    svg = draw(charts.programme_timeline, PROGRAMMES, chosen=["type-12-upgraded"], fates=["kept"])
    rows = PROGRAMMES.rows(["type-12-upgraded"], ["kept", "early"])
    drawn = {
        o: len(re.findall(rf'roledescription="bar"[^>]*fill="{c}"', svg))
        for o, c in timeline.OUTCOME_COLOURS.items()
    }
    assert {o: n for o, n in drawn.items() if n} == rows["outcome"].value_counts().to_dict()


@pytest.mark.parametrize("chosen", [["tomahawk"], ["hvgp", "type-12-upgraded"]])
def test_a_bar_for_each_promise(chosen):
    rows = PROGRAMMES.rows(chosen)
    svg = draw(charts.programme_timeline, PROGRAMMES, chosen=chosen)
    for outcome, colour in timeline.OUTCOME_COLOURS.items():
        bars = re.findall(rf'roledescription="bar"[^>]*fill="{colour}"', svg)
        assert len(bars) == (rows["outcome"] == outcome).sum(), outcome
    shown = " ".join(texts(svg))
    for months in rows["moved_months"].dropna():
        moved = f"{abs(months)} months {'earlier' if months < 0 else 'later'}" if months else "narrowed"
        assert moved in shown
    for code in chosen:
        assert PROGRAMMES.names[code] in shown


# ---------------------------------------------------------------- theme


def test_country_colours_follow_the_table():
    table = facts.load("countries")
    for row in table.itertuples():
        wanted = theme.OTHER if row.colour_group == "other" else theme.COUNTRIES[row.colour_group]
        assert theme.colour(row.iso3) == wanted, row.iso3


# Machado, Oliveira and Fernandes (2009), severity 1.0: protanopia and deuteranopia, on linear RGB.
SIGHT = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.01182, 0.04294, 0.968881),
    ),
}


def linear(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def luminance(rgb):
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


def lab(rgb):
    """CIELAB under D65 from linear sRGB (IEC 61966-2-1 matrix)."""
    x = 0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]
    z = 0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]
    white = (x / 0.9505, luminance(rgb), z / 1.089)
    bent = [t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in white]
    return 116 * bent[1] - 16, 500 * (bent[0] - bent[1]), 200 * (bent[1] - bent[2])


@pytest.mark.parametrize("sight", SIGHT)
def test_country_colours_stay_apart(sight):
    seen = {}
    for code, colour in {**theme.COUNTRIES, "other": theme.OTHER}.items():
        rgb = linear(colour)
        mixed = [sum(m * c for m, c in zip(line, rgb, strict=True)) for line in SIGHT[sight]]
        seen[code] = lab([min(1, max(0, part)) for part in mixed])
    for a, b in itertools.combinations(seen, 2):
        assert math.dist(seen[a], seen[b]) >= 17, (a, b)


def test_scales_survive_grey_print():
    for colours, step in ((theme.ORDINAL, 15), (theme.REACH.values(), 12)):
        lightness = [lab(linear(c))[0] for c in colours]
        assert all(b - a >= step for a, b in itertools.pairwise(lightness)), lightness
    for colour in (*theme.COUNTRIES.values(), theme.OTHER):
        assert 1.05 / (luminance(linear(colour)) + 0.05) >= 2.9, colour
