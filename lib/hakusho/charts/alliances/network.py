"""The network of a year: strongest bonds of Japan and the United States, and texts of three or more."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from hakusho import alliances
from hakusho._altair import alt
from hakusho.charts import theme
from hakusho.charts.alliances.parts import short_name, text_panel
from hakusho.charts.expressions import js, labels

BOND_COLOURS = {
    "pledge": "#1D191B",
    "access": "#CA4221",
    "logistics": "#CD8800",
    "secrets": "#309573",
    "equipment": "#25A0E1",
    "text": "#8c959f",
}
BOND_WIDTHS = {"pledge": 6, "access": 4.5, "logistics": 3.6, "secrets": 2.8, "equipment": 2, "text": 1.2}
WIDTH, HEIGHT, LIST = 580, 450, 215
LEFT_X, MIDDLE_X = 108, 415
HUBS = {"JPN": 285.0, "USA": 545.0}  # partners stay grey: their colours would read as kinds of bond
LEFT = (
    "CHN", "MNG", "IND", "IDN", "MYS", "SGP", "VNM", "ARE", "UKR", "NAT", "EUU", "SWE", "NLD", "DEU", "FRA",
    "ITA",
)  # fmt: skip
MIDDLE = ("GBR", "CAN", "KOR", "TWN", "", "PHL", "AUS", "NZL", "THA")
BRIEF = {"USA": "US", "KOR": "South Korea", "GBR": "UK", "NZL": "New Zealand", "NAT": "NATO"}


PAIR_NAMED = 3  # texts of the opened pair that are named on its line


def places() -> pd.DataFrame:
    """Return where each state stands: Japan and the United States as hubs, partners in columns."""
    rows = [(code, x, HEIGHT / 2) for code, x in HUBS.items()]
    rows += [(c, LEFT_X, 12 + i * (HEIGHT - 24) / (len(LEFT) - 1)) for i, c in enumerate(LEFT)]
    rows += [(c, MIDDLE_X, 18 + i * (HEIGHT - 36) / (len(MIDDLE) - 1)) for i, c in enumerate(MIDDLE) if c]
    return pd.DataFrame(rows, columns=["c", "x", "y"]).assign(n=lambda t: t.c.map(short_name))


def network(
    edges: pd.DataFrame,
    many: pd.DataFrame,
    texts: pd.DataFrame,
    year: alt.Parameter,
    country: alt.Parameter,
    agreement: alt.Parameter,
    apart: alt.Parameter,
) -> alt.VConcatChart:
    """Return the ties of Japan and the United States in a year: strongest bond per pair, and texts of many.

    `edges` and `many` from `alliances`, `texts` with agreement_id, head, body. Parameters: `year`, `country`
    (a code or 'all'), `agreement` (the opened text), `apart` (Manila Pact, ASEAN treaty and SCO too).
    """
    lines = edge_rows(edges)
    now = f"datum.f <= {year.name} && {year.name} <= datum.l && ({apart.name} || !datum.z)"
    seen = f"({country.name} == 'all' || datum.p == {country.name} || datum.q == {country.name})"
    current = alt.Chart(lines.drop(columns="arrow")).transform_filter(f"datum.known && {now}")
    current = current.transform_calculate(u=f"{js(HUBS)}[datum.q]", v=str(HEIGHT / 2))
    web = alt.layer(
        *_bonds(current, seen),
        _opened(current, agreement),
        _arrows(lines, f"{now} && {seen}"),
        *_nodes(lines, now, country),
        _unknown(lines, year, seen),
    ).properties(width=WIDTH, height=HEIGHT)
    upper = alt.hconcat(web, _many(many, year, country, agreement, apart), spacing=6)
    below = text_panel(texts, "agreement_id", agreement.name, 790, 148)
    return alt.vconcat(upper, below + _pair(current, agreement, year), spacing=4)


def _x(field: str = "x:Q") -> alt.X:
    """A channel in pixels, without an axis."""
    return alt.X(field, axis=None, scale=alt.Scale(domain=[0, WIDTH], nice=False, zero=False))


def _y(field: str = "y:Q") -> alt.Y:
    return alt.Y(field, axis=None, scale=alt.Scale(domain=[HEIGHT, 0], nice=False, zero=False))


def edge_rows(edges: pd.DataFrame) -> pd.DataFrame:
    """Lines between places, strongest first: p(artner), q (hub), years f to l, z = off by default.

    `heads` names who is to be defended: both ends, or one where the pledge runs one way.
    """
    at = places().set_index("c")
    rank = {bond: place for place, bond in enumerate(alliances.BONDS)}
    lines = []
    for row in edges.itertuples():
        if row.known == "pending" or row.a not in at.index or row.b not in at.index:
            continue
        p, q = (row.b, row.a) if row.a in HUBS and row.b not in HUBS else (row.a, row.b)
        lines.append(
            {
                "p": p,
                "q": q,
                "agreement_id": row.agreement_id,
                "t": row.title,
                "bond": row.bond,
                "f": int(row.first_year if row.known == "dated" else row.signed_year),
                "l": min(int(row.last_year), 2100),
                "known": int(row.known == "dated"),
                "z": int(row.apart),
                "x": round(at.x[p]),
                "y": round(at.y[p]),
                "arrow": row.arrow,
            }
        )
    lines.sort(key=lambda line: (rank[line["bond"]], line["f"]))
    return pd.DataFrame(lines)


def _bonds(current: alt.Chart, seen: str) -> list[alt.Chart]:
    """The strongest tie of each pair as a line, and a wide unseen one that is easy to hit."""
    ranked = current.transform_calculate(
        r=f"indexof({js(list(BOND_WIDTHS))}, datum.bond)", wide=f"{js(BOND_WIDTHS)}[datum.bond]"
    )
    first = ranked.transform_window(
        place="row_number()", sort=[alt.SortField("r"), alt.SortField("f")], groupby=["p", "q"]
    ).transform_filter("datum.place == 1")
    scale = alt.Scale(domain=list(BOND_COLOURS), range=list(BOND_COLOURS.values()))
    colour = alt.Color("bond:N", scale=scale, title=None).legend(
        orient="top",
        columns=3,
        symbolType="stroke",
        symbolStrokeWidth=5,
        labelLimit=260,
        labelExpr=labels(alliances.BONDS),
    )
    ends = {"x": _x(), "y": _y(), "x2": "u:Q", "y2": "v:Q", "tooltip": [alt.Tooltip("t:N", title="Text")]}
    drawn = first.mark_rule(cursor="pointer").encode(
        **ends,
        color=colour,
        strokeWidth=alt.StrokeWidth("wide:Q", scale=None),
        opacity=alt.condition(seen, alt.value(0.95), alt.value(0.13)),
    )
    return [drawn, first.mark_rule(cursor="pointer", strokeWidth=14, opacity=0.001).encode(**ends)]


def _opened(current: alt.Chart, agreement: alt.Parameter) -> alt.Chart:
    """Dashes along the line of the agreement that is open below."""
    chosen = current.transform_filter(f"datum.agreement_id == {agreement.name}")
    return chosen.mark_rule(color="white", strokeWidth=1.4, strokeDash=[5, 4]).encode(
        x=_x(), y=_y(), x2="u:Q", y2="v:Q"
    )


def arrow_heads(lines: pd.DataFrame) -> pd.DataFrame:
    """Return an arrow head at each end of a pledge that is to be defended, turned along the line."""
    at = places().set_index("c")
    pledged = lines[lines.bond == "pledge"].to_dict("records")
    ways = [
        (line, source, target)
        for line in pledged
        for source, target in ((line["p"], line["q"]), (line["q"], line["p"]))
        if line["arrow"] in ("", source)
    ]
    return pd.DataFrame([_head(line, at.loc[source], at.loc[target]) for line, source, target in ways])


def _head(line: Mapping, source: pd.Series, target: pd.Series) -> dict:
    run, rise = target.x - source.x, target.y - source.y
    share = 1 - (32 if target.name in HUBS else 17) / math.hypot(run, rise)
    return {
        "p": source.name,
        "q": target.name,
        **{key: line[key] for key in ("f", "l", "z")},
        "x": round(source.x + share * run, 1),
        "y": round(source.y + share * rise, 1),
        "w": round(math.degrees(math.atan2(run, -rise)) % 360, 1),
    }


def _arrows(lines: pd.DataFrame, test: str) -> alt.Chart:
    look = {"shape": "triangle", "size": 190, "filled": True, "color": BOND_COLOURS["pledge"], "opacity": 1}
    heads = alt.Chart(arrow_heads(lines)).transform_filter(test).mark_point(**look)
    return heads.encode(x=_x(), y=_y(), angle=alt.Angle("w:Q", scale=None))


def _spells(lines: pd.DataFrame) -> pd.DataFrame:
    """When each state has a dated tie at all: c, f, l, z; overlapping years joined."""
    dated = lines[lines.known == 1]
    ends = pd.concat([dated.assign(c=dated.p), dated.assign(c=dated.q)]).sort_values(["c", "z", "f"])
    joined: list[dict] = []
    for row in ends[["c", "z", "f", "l"]].to_dict("records"):
        last = joined[-1] if joined else None
        if last and last["c"] == row["c"] and last["z"] == row["z"] and row["f"] <= last["l"] + 1:
            last["l"] = max(last["l"], row["l"])
        else:
            joined.append(row)
    return pd.DataFrame(joined)


def _labelled(partners: pd.DataFrame) -> pd.DataFrame:
    """Add where the name of a partner stands: on the side that the edges leave free."""
    middle, low = partners.x == MIDDLE_X, partners.y > HEIGHT / 2
    above = middle & ~low
    return partners.assign(
        side=(~middle).map({True: "right", False: "left"}).mask(middle & low, "center"),
        nx=partners.x + 11 * above - 13 * ~middle,
        ny=partners.y - 8 * above + 18 * (middle & low),
    )


def _nodes(lines: pd.DataFrame, now: str, focus: alt.Parameter) -> list[alt.Chart]:
    """The two hubs large; partners filled and dark in years with a tie, hollow and quiet in others."""
    all_places = places()
    partners = _labelled(all_places[~all_places.c.isin(list(HUBS))])
    hubs = all_places[all_places.c.isin(list(HUBS))].assign(tone=lambda t: t.c.map(theme.colour))
    tied = alt.Chart(_spells(lines).merge(partners, on="c")).transform_filter(now)
    at = {"x": _x(), "y": _y()}
    plain = alt.Chart(partners)
    layers = [
        plain.mark_circle(size=110, fill="white", stroke=theme.BORDER, strokeWidth=1.3, opacity=1).encode(
            **at
        ),
        tied.mark_circle(size=130, color=theme.OTHER, opacity=1).encode(**at),
    ]
    name = {"align": alt.expr("datum.side")}
    halo = {"stroke": "white", "strokeWidth": 4, "opacity": 0.85}  # readable where an edge passes behind
    there = {"x": _x("nx:Q"), "y": _y("ny:Q"), "text": "n:N"}
    layers += [
        plain.mark_text(**name, **halo).encode(**there),
        plain.mark_text(**name, color=theme.QUIET).encode(**there),
        tied.mark_text(**name).encode(**there),
    ]
    middle = alt.Chart(hubs)
    layers.append(
        middle.mark_circle(size=1700, opacity=1, stroke="white", strokeWidth=1).encode(
            **at, color=alt.Color("tone:N", scale=None)
        )
    )
    short = middle.transform_calculate(s="datum.c == 'USA' ? 'US' : datum.n")
    layers.append(short.mark_text(color="white", fontWeight="bold").encode(**at, text="s:N"))
    ring = alt.Chart(all_places).transform_filter(f"datum.c == {focus.name}")
    large = alt.condition(f"indexof({js(list(HUBS))}, datum.c) >= 0", alt.value(2300), alt.value(330))
    layers.append(
        ring.mark_point(filled=False, stroke=theme.INK, strokeWidth=2, opacity=1).encode(**at, size=large)
    )
    return layers


def _unknown(lines: pd.DataFrame, year: alt.Parameter, seen: str) -> alt.Chart:
    """How many ties are in effect whose first day is unknown."""
    hit = f"!datum.known && datum.f <= {year.name} && {year.name} <= datum.l && {seen} ? 1 : 0"
    return (
        alt.Chart(lines.drop(columns="arrow"))
        .transform_calculate(hit=hit)
        .transform_aggregate(n="sum(hit)")
        .transform_calculate(t="'in effect, date unknown, not drawn: ' + datum.n")
        .mark_text(x=HUBS["JPN"], y=HEIGHT - 2, align="center", color=theme.QUIET)
        .encode(text="t:N")
    )


def _pair(current: alt.Chart, agreement: alt.Parameter, year: alt.Parameter) -> alt.Chart:
    """Which texts the two states of the opened one share in that year, strongest first, on one line."""
    known = js(dict(zip(places().c, places().n, strict=True)))
    first = f"join(slice(pluck(datum.v, 't'), 0, {PAIR_NAMED}), '; ')"
    more = f"length(datum.v) > {PAIR_NAMED} ? ' and ' + (length(datum.v) - {PAIR_NAMED}) + ' more' : ''"
    words = (
        f"{known}[datum.p] + ' and ' + {known}[datum.q] + ' in ' + {year.name} + ', strongest first: ' + "
        f"{first} + ({more})"
    )
    return (
        current.transform_calculate(mine=f"datum.agreement_id == {agreement.name} ? 1 : 0")
        .transform_joinaggregate(mine="max(mine)", groupby=["p", "q"])
        .transform_filter("datum.mine")
        .transform_aggregate(v="values(t)", groupby=["p", "q"])
        .transform_calculate(s=words)
        .transform_window(row="row_number()")
        .transform_filter("datum.row == 1")
        .mark_text(x=0, y=140, align="left", color=theme.QUIET, limit=790)
        .encode(text="s:N")
    )


def _many(
    many: pd.DataFrame,
    year: alt.Parameter,
    focus: alt.Parameter,
    agreement: alt.Parameter,
    apart: alt.Parameter,
) -> alt.LayerChart:
    """Texts of three or more parties as a list: one entry is one tie, never a set of pairs."""
    rows = pd.DataFrame(
        {
            "agreement_id": many.agreement_id,
            "t": many.title,
            "m": many.members,
            "w": many.agreement_id.map(OLD_LISTS).fillna(many.members.map(_members)),
            "z": many.apart.astype(int),
            "f": many.first_year.astype(int),
            "l": many.last_year.clip(upper=2100).astype(int),
        }
    )
    listed = (
        alt.Chart(rows)
        .transform_filter(f"datum.f <= {year.name} && {year.name} <= datum.l && ({apart.name} || !datum.z)")
        .transform_calculate(title="datum.z ? datum.t + ' *' : datum.t")
        .transform_window(row="row_number()", sort=[alt.SortField("f"), alt.SortField("t")])
    )
    y = alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[17.4, -0.4], nice=False, zero=False))
    mine = f"{focus.name} == 'all' || indexof(datum.m, {focus.name}) >= 0"
    look = {"opacity": alt.condition(mine, alt.value(1), alt.value(0.35))}
    chosen = f"datum.agreement_id == {agreement.name}"
    tone = alt.condition(chosen, alt.value(theme.COUNTRIES["JPN"]), alt.value(theme.INK))
    left = {"align": "left", "cursor": "pointer"}
    entry = listed.mark_text(**left, x=34, dy=-2, fontWeight="bold").encode(
        y=y, text="title:N", **look, color=tone
    )
    since = listed.mark_text(**left, x=0, dy=-2, color=theme.QUIET).encode(y=y, text="f:N", **look)
    who = listed.mark_text(**left, x=34, dy=10.5, color=theme.QUIET).encode(y=y, text="w:N", **look)
    title = alt.Chart(pd.DataFrame({"t": ["Texts of three or more"]}))
    head = title.mark_text(align="left", x=0, y=6, fontWeight="bold", fontSize=13).encode(text="t:N")
    return (entry + since + who + head).properties(width=LIST, height=HEIGHT)


OLD_LISTS = {
    "asean-tac-1976": "24 parties as ATOP codes it",
    "sco-2001": "6 parties of the agreement of 1996",
}
"""Texts whose list of parties is older than the text's present membership."""


def _members(codes: str) -> str:
    """Parties by name, Japan and the United States last; only their number where they are many."""
    parties = codes.split(";")
    if len(parties) > 5:
        return f"{len(parties)} parties"
    order = sorted(parties, key=lambda code: (list(HUBS).index(code) if code in HUBS else -1, code))
    brief = BRIEF | ({"KOR": "S. Korea", "NZL": "NZ"} if len(parties) > 4 else {})
    return ", ".join(brief.get(code, alliances.name(code)) for code in order)
