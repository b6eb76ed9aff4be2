"""The look of all charts: one Altair theme, one colour per country, scales that survive grey print.

The country colours were chosen by search: no two of them come closer than a CIELAB difference of 17 in
normal sight and under simulated red and green blindness (matrices of Machado, Oliveira and Fernandes, 2009),
and each stands out from white by a contrast of at least 2.9.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hakusho import sources
from hakusho._altair import alt

SMALLEST = 12  # pixels: readable on a laptop, and from the third row of a seminar room
INK = "#24292f"
QUIET = "#57606a"
LINE = "#d0d7de"
LAND = "#ece8df"
BORDER = "#8c959f"
SEA = "#ffffff"

COUNTRIES: dict[str, str] = {
    "JPN": "#CA4221",
    "USA": "#2A5AC3",
    "CHN": "#CD8800",
    "PRK": "#1D191B",
    "KOR": "#309573",
    "TWN": "#EC69AE",
    "RUS": "#834998",
    "AUS": "#785036",
    "IND": "#25A0E1",
}
"""Colour by ISO code; every other country takes ``OTHER`` and is told apart by its label."""

SHARED = {"GUM": "USA", "MNP": "USA", "UMI": "USA", "SUN": "RUS"}
"""Codes that take another country's colour: territories of the United States, the Soviet Union."""

OTHER = "#606F7D"

ORDINAL = ("#08306b", "#2f6fb0", "#7fb2d9", "#c6dbef")
"""Four steps of one hue, dark to light, at least 15 apart in CIELAB lightness: grey print keeps them."""

SEQUENTIAL = ("#f1eef6", "#045a8d")
"""Ends of a scale for amounts, light to dark."""

REACH = {"inside": "#08306b", "depends": "#e07b00", "outside": "#b6bec7"}
"""Inside every estimate, inside only some, outside all: dark, middle, light."""

REACH_LABELS = {
    "inside": "inside every estimate",
    "depends": "depends on the estimate",
    "outside": "outside every estimate",
}


def colour(iso3: str) -> str:
    """Return the colour of a country or group code."""
    return COUNTRIES.get(SHARED.get(iso3, iso3), OTHER)


def country_scale(codes: Iterable[str]) -> alt.Scale:
    """Return a colour scale for ISO codes, in the order given."""
    domain = list(dict.fromkeys(codes))
    return alt.Scale(domain=domain, range=[colour(code) for code in domain])


def source_line(ids: Sequence[str], most: int = 4) -> str:
    """Return 'Sources: A; B and 3 more.' for a caption or small print; empty without ids."""
    known = list(dict.fromkeys(part for cell in ids for part in str(cell).split(";") if part))
    if not known:
        return ""
    names = sources.short(known)
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"Sources: {'; '.join(names[:most])}{more}."


@alt.theme.register("hakusho", enable=True)
def _theme() -> alt.theme.ThemeConfig:
    """Quiet grid, no frame, no text below 12 pixels."""
    text = {"labelFontSize": SMALLEST, "titleFontSize": 13, "labelColor": INK, "titleColor": INK}
    return alt.theme.ThemeConfig(
        {
            "config": {
                "background": "white",
                "font": "sans-serif",
                "title": {"fontSize": 16, "anchor": "start", "color": INK, "subtitleFontSize": 13},
                "view": {"stroke": None, "continuousWidth": 600, "continuousHeight": 340},
                "axis": {
                    **text,
                    "titleFontWeight": "normal",
                    "gridColor": "#eaeef2",
                    "domainColor": LINE,
                    "tickColor": LINE,
                    "labelLimit": 240,
                    "titlePadding": 8,
                },
                "legend": {**text, "titleFontWeight": "normal", "symbolSize": 110, "labelLimit": 300},
                "header": {**text, "labelFontSize": 13},
                "text": {"fontSize": SMALLEST, "color": INK},
                "range": {
                    "category": [*COUNTRIES.values(), OTHER],
                    "ordinal": list(ORDINAL),
                    "ramp": list(SEQUENTIAL),
                    "heatmap": list(SEQUENTIAL),
                },
                "line": {"strokeWidth": 2.2},
                "bar": {"color": OTHER},
                "point": {"size": 70, "filled": True},
            }
        }
    )
