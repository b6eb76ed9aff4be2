"""Map layers: land, and geodesic rings and distances computed in the chart from its parameters.

A parameter in these functions is text of a Vega expression: ``"origin[0]"``, ``"km"``, ``"35.7"``. The
expressions are Vincenty's series on WGS84 (see `hakusho.geo`), so a control moves a ring without Python and
without a table of precomputed rings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from hakusho import geo
from hakusho._altair import alt
from hakusho.charts import theme

A, B, F = geo.MAJOR, geo.MINOR, geo.FLATTENING
SECOND = (A * A - B * B) / (B * B)
DIRECT_ROUNDS = 4  # 0.06 mm at 13,000 km
INVERSE_ROUNDS = 4  # below a centimetre up to 17,000 km; almost opposite points need `geo.distance_km`

RING_STEP = 2  # degrees of azimuth between corners: less than 3 km off between corners at 13,000 km


class Raw:
    """A piece of a spec that Altair passes on as it is: it would copy and check each part at every step."""

    _schema: ClassVar[dict[str, str]] = {"type": "object"}  # with to_dict, what Altair asks of its classes

    def __init__(self, value: Any) -> None:
        self._value = value

    def to_dict(self, *_: Any, **__: Any) -> Any:
        """Return the piece itself."""
        return self._value


def land(name: str = "east_asia") -> alt.Chart:
    """Return the base map as a layer: land and thin neutral lines, nothing to hover or click."""
    shapes = {
        "name": f"map_{name}",
        "values": Raw(geo.base_map(name)),
        "format": {"type": "topojson", "feature": "countries"},
    }
    return alt.Chart(shapes).mark_geoshape(
        fill=theme.LAND, stroke=theme.BORDER, strokeWidth=0.5, tooltip=None, aria=False
    )


def sea() -> alt.Chart:
    """Return the outline of the globe, for projections that show its edge."""
    return alt.Chart(alt.sphere()).mark_geoshape(fill="#f6f9fc", stroke=theme.LINE, tooltip=None, aria=False)


def de_facto() -> str:
    """Return the line that belongs below every map."""
    return geo.DE_FACTO


def ring_layer(lat: str, lon: str, km: str | Mapping[str, str], **mark: Any) -> alt.Chart:
    """Return the line of points at a distance from a place, as a map layer.

    `lat`, `lon` (degrees) and `km` are Vega expressions; with ``{name: expression}`` for `km` there is a ring
    for each, told apart by the column ``ring``. `mark` styles the line (stroke, strokeWidth ...). A distance
    that is null or not positive draws nothing.

    The ring is a line, never an area: an area of more than half a globe, or one drawn anticlockwise, would
    fill the rest of the map. Longitudes run on past 180, which every projection folds back.
    """
    rings = km if isinstance(km, Mapping) else {"ring": km}
    listed = ", ".join(f"{{ring: '{name}', km: {expression}}}" for name, expression in rings.items())
    steps = [
        {"calculate": f"[{listed}]", "as": "of"},
        {"flatten": ["of"]},
        {"filter": "isValid(datum.of.km) && datum.of.km > 0"},
        *_calculations(_direct(lat, lon, "datum.of.km")),
        {"calculate": "datum.of.ring", "as": "ring"},
        {"calculate": "datum.of.km", "as": "ring_km"},
        # values(az) would not follow the parameters; values(point) does
        {
            "aggregate": [{"op": "values", "field": "point", "as": "points"}],
            "groupby": ["ring", "ring_km"],
        },
        {
            "calculate": "{type: 'LineString', coordinates: pluck(datum.points, 'point')}",
            "as": "geometry",
        },
        {"calculate": "'Feature'", "as": "type"},
    ]
    chart = alt.Chart(alt.sequence(0, 360 + RING_STEP, RING_STEP, as_="az"))
    chart.transform = Raw(steps)
    return chart.mark_geoshape(**{"filled": False, "strokeWidth": 2.2, **mark})


def distance_steps(lat: str, lon: str, as_: str = "km") -> list[dict[str, Any]]:
    """Return the transforms that give each row's lat, lon its distance in km from a place, unrounded.

    `lat` and `lon` (degrees) of the place are Vega expressions.
    """
    same = "abs(datum.v_sin) < 1e-12"
    arc = f"(datum.v_arc - {_difference('datum.v_small', 'datum.v_arc', 'datum.v_mid')})"
    km = f"{same} ? 0 : {B / 1000!r} * datum.v_big * {arc}"
    return _calculations([*_inverse(lat, lon), (as_, km)])


def _calculations(steps: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    return [{"calculate": expression, "as": name} for name, expression in steps]


def _difference(small: str, arc: str, middle: str) -> str:
    """Delta sigma of Vincenty's equation 6; `middle` is the cosine of 2 sigma m."""
    return (
        f"{small}*sin({arc})*({middle}+{small}/4*(cos({arc})*(2*pow({middle},2)-1)"
        f"-{small}/6*{middle}*(4*pow(sin({arc}),2)-3)*(4*pow({middle},2)-3)))"
    )


def _series(square: str) -> tuple[str, str]:
    """A and B of Vincenty's equations 3 and 4."""
    return (
        f"1+{square}/16384*(4096+{square}*(-768+{square}*(320-175*{square})))",
        f"{square}/1024*(256+{square}*(-128+{square}*(74-47*{square})))",
    )


def _direct(lat: str, lon: str, km: str) -> list[tuple[str, str]]:
    """Steps from an azimuth (degrees, column az) to the point it reaches, column point."""
    big, small = _series("datum.u2")
    steps = [
        ("a", "datum.az*PI/180"),
        ("U", f"atan({1 - F!r}*tan(({lat})*PI/180))"),
        ("s1", "atan2(tan(datum.U), cos(datum.a))"),
        ("sa", "cos(datum.U)*sin(datum.a)"),
        ("u2", f"(1-datum.sa*datum.sa)*{SECOND!r}"),
        ("big", big),
        ("small", small),
        ("g0", f"({km})*1000/({B!r}*datum.big)"),
    ]
    for n in range(DIRECT_ROUNDS):
        arc = f"datum.g{n}"
        steps.append((f"g{n + 1}", "datum.g0+" + _difference("datum.small", arc, f"cos(2*datum.s1+{arc})")))
    arc = f"datum.g{DIRECT_ROUNDS}"
    steps += [
        ("m", f"cos(2*datum.s1+{arc})"),
        ("q", f"sin(datum.U)*sin({arc})-cos(datum.U)*cos({arc})*cos(datum.a)"),
        (
            "la",
            f"atan2(sin(datum.U)*cos({arc})+cos(datum.U)*sin({arc})*cos(datum.a),"
            f"{1 - F!r}*sqrt(datum.sa*datum.sa+datum.q*datum.q))*180/PI",
        ),
        ("C", f"{F / 16!r}*(1-datum.sa*datum.sa)*(4+{F!r}*(4-3*(1-datum.sa*datum.sa)))"),
        (
            "turn",
            f"atan2(sin({arc})*sin(datum.a),cos(datum.U)*cos({arc})-sin(datum.U)*sin({arc})*cos(datum.a))"
            f"-(1-datum.C)*{F!r}*datum.sa*({arc}+datum.C*sin({arc})*(datum.m+datum.C*cos({arc})"
            "*(2*pow(datum.m,2)-1)))",
        ),
        ("point", f"[({lon})+datum.turn*180/PI, datum.la]"),
    ]
    return steps


def _inverse(lat: str, lon: str) -> list[tuple[str, str]]:
    """Steps from a row's lat and lon to the angle to a place, columns v_arc, v_big, v_small, v_mid, v_sin."""
    steps = [
        ("v_u1", f"atan({1 - F!r}*tan(({lat})*PI/180))"),
        ("v_u2", f"atan({1 - F!r}*tan(datum.lat*PI/180))"),
        ("v_L", f"(datum.lon-({lon}))*PI/180"),
        ("v_t", "datum.v_L"),
    ]
    for n in range(INVERSE_ROUNDS):
        steps += [
            ("v_e", "cos(datum.v_u2)*sin(datum.v_t)"),
            (
                "v_n",
                "cos(datum.v_u1)*sin(datum.v_u2)-sin(datum.v_u1)*cos(datum.v_u2)*cos(datum.v_t)",
            ),
            ("v_sin", "sqrt(datum.v_e*datum.v_e+datum.v_n*datum.v_n)"),
            (
                "v_cos",
                "sin(datum.v_u1)*sin(datum.v_u2)+cos(datum.v_u1)*cos(datum.v_u2)*cos(datum.v_t)",
            ),
            ("v_arc", "atan2(datum.v_sin, datum.v_cos)"),
            ("v_sa", "datum.v_sin > 0 ? cos(datum.v_u1)*datum.v_e/datum.v_sin : 0"),
            ("v_c2", "1-datum.v_sa*datum.v_sa"),
            (
                "v_mid",
                "datum.v_c2 > 1e-15 ? datum.v_cos-2*sin(datum.v_u1)*sin(datum.v_u2)/datum.v_c2 : 0",
            ),
        ]
        if n < INVERSE_ROUNDS - 1:
            steps += [
                ("v_C", f"{F / 16!r}*datum.v_c2*(4+{F!r}*(4-3*datum.v_c2))"),
                (
                    "v_t",
                    f"datum.v_L+(1-datum.v_C)*{F!r}*datum.v_sa*(datum.v_arc+datum.v_C*datum.v_sin*(datum.v_mid"
                    "+datum.v_C*datum.v_cos*(2*pow(datum.v_mid,2)-1)))",
                ),
            ]
    big, small = _series("datum.v_k")
    return [*steps, ("v_k", f"datum.v_c2*{SECOND!r}"), ("v_big", big), ("v_small", small)]
