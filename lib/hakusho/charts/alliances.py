"""Charts of the alliance theme: ties over time, the network of a year, ladder, codings, calculator, lanes.

Each takes frames of `hakusho.alliances` and one Vega parameter per control, and returns an unconfigured chart
whose expressions use the parameters: a control repaints it without Python.
"""

from __future__ import annotations

import json
import math
import textwrap
from collections.abc import Mapping, Sequence

import pandas as pd

from hakusho import alliances
from hakusho._altair import alt
from hakusho.charts import theme

WITH, WITHOUT = "with the United States", "without the United States"
TIE_SCALE = alt.Scale(domain=[WITH, WITHOUT], range=[theme.COUNTRIES["USA"], "#c3c9d1"])
PALE = "#e6e9ed"
BOND_COLOURS = {
    "pledge": "#1D191B",
    "access": "#CA4221",
    "logistics": "#CD8800",
    "secrets": "#309573",
    "equipment": "#25A0E1",
    "text": "#8c959f",
}
BOND_WIDTHS = {"pledge": 6, "access": 4.5, "logistics": 3.6, "secrets": 2.8, "equipment": 2, "text": 1.2}
STATE_COLOURS = {"dated": "#2f6fb0", "unknown": "#c6dbef", "pending": "#f6e3c5", "talks": "#ffffff"}
FIRST_YEAR = 1952


def wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines of at most `width` characters."""
    return textwrap.wrap(str(text), width)


def _panel(
    data: pd.DataFrame, key: str, chosen: str, width: int, height: int, left: int = 0
) -> alt.LayerChart:
    """The text of the row whose `key` equals the parameter, from `left` pixels left of the plot on."""
    base = alt.Chart(data).transform_filter(f"datum['{key}'] == {chosen}")
    title = base.mark_text(x=-left, y=12, align="left", fontSize=14, fontWeight="bold").encode(text="head:N")
    body = base.mark_text(x=-left, y=32, align="left", lineHeight=17, lineBreak="\n", color=theme.INK)
    return (title + body.encode(text="body:N")).properties(width=width, height=height)


# ---------------------------------------------------------------- (a) ties over time


def lattice(
    ties: pd.DataFrame, year: alt.Parameter, kinds: alt.Parameter, open_ended: alt.Parameter
) -> alt.HConcatChart:
    """Return Japan's ties by year and by kind, split by whether the United States takes part.

    `ties` as from `alliances.ties`; parameters: `year`, `kinds` (list), `open_ended` (texts without legal
    force too). Below the years, the one pledge to defend Japan on the same axis.
    """
    rows = _tie_rows(ties)
    shown = f"indexof({kinds.name}, datum.k) >= 0 && ({open_ended.name} || !datum.o)"
    yearly = alt.Chart(rows).transform_filter(shown).transform_calculate(y="sequence(datum.a, datum.b + 1)")
    yearly = yearly.transform_flatten(["y"]).transform_calculate(
        us=f"datum.u && datum.u <= datum.y ? '{WITH}' : '{WITHOUT}'"
    )
    yearly = yearly.transform_calculate(w=f"datum.us == '{WITH}' ? 1 : 0")
    x = alt.X("y:Q", title=None, scale=_years_scale()).axis(format="d", tickCount=8, grid=False)
    top = alt.Y("n:Q", title="Ties in effect on the year's last day").scale(domainMin=0)
    colour = alt.Color("us:N", scale=TIE_SCALE, title=None).legend(orient="top", columns=2)
    bars = (
        yearly.transform_aggregate(n="count()", groupby=["y", "us", "w"])
        .mark_bar(size=4.6)
        .encode(
            x=x,
            y=top,
            color=colour,
            order=alt.Order("w:Q", sort="descending"),
            opacity=alt.condition(f"datum.y == {year.name}", alt.value(1), alt.value(0.55)),
            tooltip=[alt.Tooltip("y:Q", title="Year"), alt.Tooltip("us:N", title="Ties"), "n:Q"],
        )
    )
    left = alt.vconcat(
        (bars + _head(yearly, year)).properties(width=400, height=250), _pledge_strip(year), spacing=6
    ).resolve_scale(x="shared")
    return alt.hconcat(left, _kinds(yearly, year), spacing=18)


def _years_scale() -> alt.Scale:
    return alt.Scale(domain=[FIRST_YEAR - 1, alliances.today().year + 1], nice=False, zero=False)


def _tie_rows(ties: pd.DataFrame) -> pd.DataFrame:
    """The least that the chart needs of each dated tie: k(ind), o(pen-ended), a, b (years), u(s from)."""
    dated = ties[ties.known == "dated"]
    last = dated.last_year.clip(upper=alliances.today().year).astype(int)
    return pd.DataFrame(
        {
            "k": dated.kind,
            "o": dated.open_ended.astype(int),
            "a": dated.first_year.astype(int),
            "b": last,
            "u": dated.with_us_from.fillna(0).astype(int),
        }
    ).query("a <= b")


def _head(yearly: alt.Chart, year: alt.Parameter) -> alt.LayerChart:
    """The count and share of the chosen year as words in the empty upper left."""
    there = yearly.transform_filter(f"datum.y == {year.name}")
    there = there.transform_aggregate(n="count()", w="sum(w)").transform_calculate(
        big=f"{year.name} + ': ' + datum.n + (datum.n == 1 ? ' tie' : ' ties')",
        small="datum.w + ' with the United States' + "
        "(datum.n ? ' (' + format(100 * datum.w / datum.n, '.0f') + ' %)' : '')",
    )
    big = there.mark_text(x=10, y=14, align="left", fontSize=18, fontWeight="bold").encode(text="big:N")
    small = there.mark_text(x=10, y=36, align="left", fontSize=14).encode(text="small:N")
    return big + small


def _pledge_strip(year: alt.Parameter) -> alt.LayerChart:
    """Who is pledged to defend Japan, and whom Japan is pledged to defend, on the axis of years."""
    to_japan, by_japan = "Pledged to defend Japan", "Japan is pledged to defend"
    last = alliances.today().year
    spans = pd.DataFrame(
        [
            (to_japan, 1952, 1959, "#b6bec7", ""),
            (to_japan, 1960, last, theme.COUNTRIES["USA"], "the United States, one state, since 1960"),
            (by_japan, 1960, last, "#dbe3f3", "US forces, in areas under its administration only"),
        ],
        columns=["row", "a", "b", "tone", "words"],
    )
    base = alt.Chart(spans).transform_calculate(e="datum.b + 0.5", s="datum.a - 0.5")
    y = alt.Y("row:N", sort=[to_japan, by_japan], title=None).axis(labels=False, ticks=False, domain=False)
    bars = base.mark_bar(height=18).encode(
        x=alt.X("s:Q", scale=_years_scale(), title=None).axis(format="d", tickCount=8, grid=False),
        x2="e:Q",
        y=y,
        color=alt.Color("tone:N", scale=None),
    )
    inside = base.mark_text(align="left", dx=6, fontSize=12).encode(
        x="s:Q",
        y=y,
        text="words:N",
        color=alt.condition(
            "datum.a == 1960 && datum.row == 'Pledged to defend Japan'",
            alt.value("white"),
            alt.value(theme.INK),
        ),
    )
    titles = pd.DataFrame({"row": [to_japan, by_japan]})
    above = (
        alt.Chart(titles)
        .mark_text(align="left", x=0, dy=-18, fontSize=12, color=theme.QUIET)
        .encode(y=y, text="row:N")
    )
    rule = (
        alt.Chart(pd.DataFrame({"i": [0]}))
        .transform_calculate(y=year.name)
        .mark_rule(color=theme.COUNTRIES["JPN"], strokeWidth=1.5)
        .encode(x="y:Q")
    )
    return (bars + rule + inside + above).properties(width=400, height=84)


def _kinds(yearly: alt.Chart, year: alt.Parameter) -> alt.LayerChart:
    """The ties of the chosen year by kind, all kinds in fixed places."""
    labels = list(alliances.KINDS.values())
    there = yearly.transform_filter(f"datum.y == {year.name}")
    there = there.transform_calculate(kind=f"{json.dumps(alliances.KINDS)}[datum.k]")
    y = alt.Y("kind:N", scale=alt.Scale(domain=labels), sort=labels, title=None)
    y = y.axis(ticks=False, domain=False, labelLimit=170, labelPadding=6)
    bars = there.mark_bar(height=14).encode(
        x=alt.X("count():Q", title="Ties in that year")
        .scale(domain=[0, 14])
        .axis(values=[0, 5, 10], grid=False),
        y=y,
        color=alt.Color("us:N", scale=TIE_SCALE, title=None).legend(orient="top", columns=2),
        order=alt.Order("w:Q", sort="descending"),
    )
    total = there.mark_text(align="left", dx=5).encode(x="count():Q", y=y, text="count():Q")
    return (bars + total).properties(width=170, height=alt.Step(22))


# ---------------------------------------------------------------- (b) the network of a year

LEFT = (
    "CHN",
    "MNG",
    "IND",
    "IDN",
    "MYS",
    "SGP",
    "VNM",
    "ARE",
    "UKR",
    "NAT",
    "EUU",
    "SWE",
    "NLD",
    "DEU",
    "FRA",
    "ITA",
)
MIDDLE = ("GBR", "CAN", "KOR", "TWN", "", "PHL", "AUS", "NZL", "THA")
HEIGHT = 470


def places() -> pd.DataFrame:
    """Return where each state stands: Japan and the United States as hubs, partners in columns."""
    rows = [("JPN", 300.0, HEIGHT / 2), ("USA", 590.0, HEIGHT / 2)]
    rows += [(c, 115.0, 14 + i * (HEIGHT - 28) / (len(LEFT) - 1)) for i, c in enumerate(LEFT)]
    rows += [(c, 445.0, 18 + i * (HEIGHT - 36) / (len(MIDDLE) - 1)) for i, c in enumerate(MIDDLE) if c]
    return pd.DataFrame(rows, columns=["c", "x", "y"]).assign(n=lambda t: t.c.map(_short_name))


def _short_name(code: str) -> str:
    return {"EUU": "European Union", "NAT": "NATO", "ARE": "UAE"}.get(code, alliances.name(code))


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
    lines, heads = _edge_rows(edges)
    now = f"datum.f <= {year.name} && {year.name} <= datum.l && ({apart.name} || !datum.z)"
    seen = f"({country.name} == 'all' || datum.p == {country.name} || datum.q == {country.name})"
    strongest = (
        alt.Chart(lines)
        .transform_filter(f"datum.known && {now}")
        .transform_window(
            place="row_number()",
            sort=[alt.SortField("r"), alt.SortField("f")],
            groupby=["p", "q"],
        )
        .transform_filter("datum.place == 1")
    )
    scale = alt.Scale(domain=list(alliances.BONDS), range=[BOND_COLOURS[b] for b in alliances.BONDS])
    colour = alt.Color("bond:N", scale=scale, title=None).legend(
        orient="top",
        columns=3,
        symbolType="stroke",
        symbolStrokeWidth=5,
        labelLimit=260,
        labelExpr=f"{json.dumps(alliances.BONDS)}[datum.label]",
    )
    width = alt.StrokeWidth("wide:Q", scale=None)
    x, y = _flat("x", 640), _flat("y", HEIGHT)
    drawn = strongest.mark_rule(cursor="pointer").encode(
        x=x,
        y=y,
        x2="u:Q",
        y2="v:Q",
        color=colour,
        strokeWidth=width,
        opacity=alt.condition(seen, alt.value(0.95), alt.value(0.13)),
        tooltip=[alt.Tooltip("t:N", title="Text")],
    )
    wide = strongest.mark_rule(cursor="pointer", strokeWidth=14, opacity=0.001).encode(
        x=x, y=y, x2="u:Q", y2="v:Q", tooltip=[alt.Tooltip("t:N", title="Text")]
    )  # thin lines are hard to hit
    opened = (
        alt.Chart(lines)
        .transform_filter(f"datum.agreement_id == {agreement.name} && {now}")
        .mark_rule(color="white", strokeWidth=1.4, strokeDash=[5, 4])
        .encode(x=x, y=y, x2="u:Q", y2="v:Q")
    )
    arrows = (
        alt.Chart(heads)
        .transform_filter(f"{now} && {seen}")
        .mark_point(shape="triangle", size=190, filled=True, color=BOND_COLOURS["pledge"], opacity=1)
        .encode(x=x, y=y, angle=alt.Angle("w:Q", scale=None))
    )
    web = alt.layer(drawn, opened, wide, arrows, *_nodes(country), _unknown(lines, year, seen))
    web = web.properties(width=640, height=HEIGHT)
    upper = alt.hconcat(web, _many(many, year, country, agreement, apart), spacing=4)
    return alt.vconcat(upper, _panel(texts, "agreement_id", agreement.name, 790, 125), spacing=2)


def _flat(field: str, size: float) -> alt.X | alt.Y:
    """A channel in pixels, without an axis."""
    if field == "x":
        return alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, size], nice=False, zero=False))
    return alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[size, 0], nice=False, zero=False))


def _edge_rows(edges: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Lines between places, and arrow heads where a state is pledged (both ends where both are)."""
    at = places().set_index("c")
    rank = {bond: place for place, bond in enumerate(alliances.BONDS)}
    lines, heads = [], []
    for row in edges.itertuples():
        if row.known == "pending" or row.a not in at.index or row.b not in at.index:
            continue
        first = row.first_year if row.known == "dated" else row.signed_year
        p, q = (row.b, row.a) if row.a in ("JPN", "USA") and row.b not in ("JPN", "USA") else (row.a, row.b)
        ends = (at.x[p], at.y[p], at.x[q], at.y[q])
        lines.append(
            {
                "p": p,
                "q": q,
                "agreement_id": row.agreement_id,
                "t": row.title,
                "bond": row.bond,
                "r": rank[row.bond],
                "wide": BOND_WIDTHS[row.bond],
                "f": int(first),
                "l": min(int(row.last_year), 2100),
                "known": int(row.known == "dated"),
                "z": int(row.apart),
                "x": round(ends[0]),
                "y": round(ends[1]),
                "u": round(ends[2]),
                "v": round(ends[3]),
            }
        )
        if row.bond == "pledge":
            ways = [(s, t) for s, t in ((p, q), (q, p)) if row.arrow in ("", s)]
            heads += [_head_row(lines[-1], source, target) for source, target in ways]
    return pd.DataFrame(lines), pd.DataFrame(heads)


def _head_row(line: Mapping, source: str, target: str) -> dict:
    """An arrow head near the target of a pledge, turned along the line."""
    at = places().set_index("c")
    (x0, y0), (x1, y1) = at.loc[source, ["x", "y"]], at.loc[target, ["x", "y"]]
    long = math.hypot(x1 - x0, y1 - y0)
    share = 1 - (32 if target in ("JPN", "USA") else 17) / long
    turn = math.degrees(math.atan2(x1 - x0, -(y1 - y0)))
    return {
        "p": source,
        "q": target,
        "f": line["f"],
        "l": line["l"],
        "z": line["z"],
        "x": round(x0 + share * (x1 - x0), 1),
        "y": round(y0 + share * (y1 - y0), 1),
        "w": round(turn % 360, 1),
    }


HUBS = ("JPN", "USA")  # partners stay grey: their colours would read as kinds of bond


def _nodes(focus: alt.Parameter) -> list[alt.Chart]:
    """States as dots with names: the two hubs large, names on the side that the edges leave free."""
    nodes = places()
    nodes = nodes.assign(
        tone=nodes.c.map(lambda c: theme.colour(c if c in HUBS else "none")),
        n=nodes.n.replace({"United States": "US"}),
    )
    x, y = _flat("x", 640), _flat("y", HEIGHT)
    base = alt.Chart(nodes)
    hub = "datum.c == 'JPN' || datum.c == 'USA'"
    dots = base.mark_circle(opacity=1, stroke="white", strokeWidth=1).encode(
        x=x,
        y=y,
        size=alt.condition(hub, alt.value(1700), alt.value(130)),
        color=alt.Color("tone:N", scale=None),
    )
    ring = base.transform_filter(f"datum.c == {focus.name}").mark_point(
        filled=False, stroke=theme.INK, strokeWidth=2, opacity=1
    )
    ring = ring.encode(x=x, y=y, size=alt.condition(hub, alt.value(2300), alt.value(330)))
    layers: list[alt.Chart] = [dots, ring]
    for test, mark in (
        ("datum.x < 200", {"align": "right", "dx": -13}),
        (f"datum.x == 445 && datum.y < {HEIGHT / 2}", {"align": "left", "dx": 11, "dy": -8}),
        (f"datum.x == 445 && datum.y > {HEIGHT / 2}", {"dy": 18}),
        (hub, {"color": "white", "fontWeight": "bold"}),
    ):
        named = base.transform_filter(test)
        if "color" not in mark:  # a halo keeps names readable where an edge passes behind them
            halo = {"stroke": "white", "strokeWidth": 4, "opacity": 0.85}
            layers.append(named.mark_text(**mark, **halo).encode(x=x, y=y, text="n:N"))
        layers.append(named.mark_text(**mark).encode(x=x, y=y, text="n:N"))
    return layers


def _unknown(lines: pd.DataFrame, year: alt.Parameter, seen: str) -> alt.Chart:
    """How many ties are in effect whose first day is unknown."""
    return (
        alt.Chart(lines)
        .transform_calculate(
            hit=f"!datum.known && datum.f <= {year.name} && {year.name} <= datum.l && {seen} ? 1 : 0"
        )
        .transform_aggregate(n="sum(hit)")
        .transform_calculate(t="'in effect, date unknown, not drawn: ' + datum.n")
        .mark_text(x=300, y=HEIGHT - 4, align="center", color=theme.QUIET)
        .encode(text="t:N")
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
            "z": many.apart.astype(int),
            "f": many.first_year.astype(int),
            "l": many.last_year.clip(upper=2100).astype(int),
            "bond": many.bond,
        }
    )
    listed = (
        alt.Chart(rows)
        .transform_filter(f"datum.f <= {year.name} && {year.name} <= datum.l && ({apart.name} || !datum.z)")
        .transform_calculate(
            short="length(datum.m) > 24 ? length(split(datum.m, ';')) + ' parties' : replace(datum.m, "
            "/;/g, ' ')",
            title="datum.z ? datum.t + ' *' : datum.t",
        )
        .transform_window(row="row_number()", sort=[alt.SortField("f"), alt.SortField("t")])
    )
    y = alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[17.5, -0.6], nice=False, zero=False))
    mine = f"{focus.name} == 'all' || indexof(datum.m, {focus.name}) >= 0"
    look = {"opacity": alt.condition(mine, alt.value(1), alt.value(0.3))}
    name = listed.mark_text(align="left", x=0, fontSize=12, cursor="pointer", dy=-1).encode(
        y=y,
        text="title:N",
        **look,
        color=alt.condition(
            f"datum.agreement_id == {agreement.name}", alt.value("#CA4221"), alt.value(theme.INK)
        ),
    )
    who = listed.mark_text(align="left", x=0, dy=12, fontSize=12, color=theme.QUIET, cursor="pointer").encode(
        y=y, text="short:N", **look
    )
    head = (
        alt.Chart(pd.DataFrame({"t": ["Texts of three or more"]}))
        .mark_text(align="left", x=0, y=6, fontWeight="bold")
        .encode(text="t:N")
    )
    return (name + who + head).properties(width=145, height=HEIGHT)


# ---------------------------------------------------------------- (c) ladder


def ladder(
    spells: pd.DataFrame, order: Sequence[str], year: alt.Parameter, rungs: alt.Parameter
) -> alt.HConcatChart:
    """Return the rungs that each partner has reached in a year, with the year reached or a mark.

    `spells` as from `alliances.ladder`; `order` the codes from top to bottom. Parameters: `year`, `rungs`.
    """
    place = {state: n for n, state in enumerate(alliances.STATES)}
    since = spells[spells.state == "dated"].groupby(["partner", "rung"]).first_year.min()
    rows = pd.DataFrame(
        {
            "partner": spells.partner.map(_short_name),
            "rung": spells.rung,
            "state": spells.state,
            "r": spells.state.map(place),
            "f": spells.first_year.astype(int),
            "l": spells.last_year.clip(upper=2100).astype(int),
            "t": spells.title,
            "d": spells.date.fillna("date unknown"),
            "s": [int(since.get((p, g), 0)) for p, g in zip(spells.partner, spells.rung, strict=True)],
        }
    )
    now = (
        alt.Chart(rows)
        .transform_filter(
            f"datum.f <= {year.name} && {year.name} <= datum.l && indexof({rungs.name}, datum.rung) >= 0"
        )
        .transform_window(place="row_number()", sort=[alt.SortField("r")], groupby=["partner", "rung"])
        .transform_filter("datum.place == 1")
        .transform_calculate(
            words="datum.state == 'dated' ? datum.s : datum.state == 'unknown' ? 'date unknown'"
            " : datum.state == 'pending' ? 'signed only' : 'talks'"
        )
    )
    names = [_short_name(code) for code in order]
    y = alt.Y("partner:N", scale=alt.Scale(domain=names), title=None).axis(
        ticks=False, domain=False, grid=False
    )
    columns = list(alliances.RUNGS)
    x = alt.X("rung:N", scale=alt.Scale(domain=columns, paddingInner=0.06), title=None).axis(
        orient="top",
        labelExpr=f"{json.dumps(alliances.RUNGS)}[datum.label]",
        labelAngle=0,
        ticks=False,
        domain=False,
    )
    scale = alt.Scale(domain=list(STATE_COLOURS), range=list(STATE_COLOURS.values()))
    cells = now.mark_rect(stroke=theme.BORDER, strokeWidth=0.8).encode(
        x=x,
        y=y,
        color=alt.Color("state:N", scale=scale, title=None).legend(
            orient="bottom",
            labelExpr=f"{json.dumps(alliances.STATES)}[datum.label]",
            symbolType="square",
            symbolStrokeColor=theme.BORDER,
            symbolStrokeWidth=0.8,
        ),
        tooltip=[alt.Tooltip("t:N", title="Text"), alt.Tooltip("d:N", title="Date")],
    )
    words = now.mark_text(fontSize=12).encode(
        x=x,
        y=y,
        text="words:N",
        color=alt.condition("datum.state == 'dated'", alt.value("white"), alt.value(theme.INK)),
    )
    grid = (cells + words).properties(width=520, height=alt.Step(21))
    reached = now.transform_filter("datum.r < 2")
    plain = alt.Y("partner:N", scale=alt.Scale(domain=names), title=None).axis(None)
    bars = reached.mark_bar(height=12, color=STATE_COLOURS["dated"]).encode(
        x=alt.X("count():Q", title="Rungs in effect")
        .scale(domain=[0, 6.6])
        .axis(tickMinStep=1, grid=False, orient="top", values=[0, 2, 4, 6]),
        y=plain,
    )
    number = reached.mark_text(align="left", dx=4).encode(x="count():Q", y=plain, text="count():Q")
    return alt.hconcat(grid, (bars + number).properties(width=110, height=alt.Step(21)), spacing=10)


# ---------------------------------------------------------------- (d) three codings

CODED = {
    "yes": ("#08306b", "pledge"),
    "limited": ("#7fb2d9", "limited"),
    "no": ("#f3f4f6", "no pledge"),
    "not_in_list": ("#ffffff", "not listed"),
    "not_covered": ("#ffffff", "too late"),
}


def codings(
    rows: pd.DataFrame, texts: pd.DataFrame, treaty: alt.Parameter, current: alt.Parameter
) -> alt.VConcatChart:
    """Return who is obliged to defend under three codings, and the argument for the chosen treaty.

    `rows`: agreement_id, who, years, ours, atop, cow, differ, now (current). Parameters: `treaty` ('differ',
    'agree' or an agreement), `current` (only what is in effect today).
    """
    long = rows.melt(
        id_vars=["agreement_id", "who", "years", "order", "differ", "now"],
        value_vars=list(alliances.CODINGS),
        var_name="coding",
        value_name="code",
    )
    wanted = (
        f"(({treaty.name} == 'differ' && datum.differ) || ({treaty.name} == 'agree' && !datum.differ) || "
        f"datum.agreement_id == {treaty.name})"
        f" && (!{current.name} || datum.now)"
    )
    shown = (
        alt.Chart(long)
        .transform_filter(wanted)
        .transform_window(row="dense_rank()", sort=[alt.SortField("order")])
        .transform_calculate(words=f"{json.dumps({k: v[1] for k, v in CODED.items()})}[datum.code]")
    )
    y = alt.Y("row:O", scale=alt.Scale(domain=list(range(1, max(rows.differ.value_counts()) + 1))), axis=None)
    x = alt.X(
        "coding:N", scale=alt.Scale(domain=list(alliances.CODINGS), paddingInner=0.08), title=None
    ).axis(
        orient="top",
        labelExpr=f"{json.dumps(alliances.CODINGS)}[datum.label]",
        labelAngle=0,
        ticks=False,
        domain=False,
    )
    scale = alt.Scale(domain=list(CODED), range=[colour for colour, _ in CODED.values()])
    cells = shown.mark_rect(stroke=theme.BORDER, strokeWidth=0.8).encode(
        x=x, y=y, color=alt.Color("code:N", scale=scale, legend=None)
    )
    words = shown.mark_text().encode(
        x=x,
        y=y,
        text="words:N",
        color=alt.condition("datum.code == 'yes'", alt.value("white"), alt.value(theme.INK)),
    )
    one = shown.transform_filter("datum.coding == 'ours'")
    bold = alt.condition("datum.differ", alt.value(theme.COUNTRIES["JPN"]), alt.value(theme.INK))
    left = one.mark_text(align="left", x=0).encode(y=y, text="who:N", color=bold)
    years = one.mark_text(align="right", x=415, color=theme.QUIET).encode(y=y, text="years:N")
    names = (left + years).properties(width=420, height=alt.Step(21))
    grid = alt.hconcat(names, (cells + words).properties(width=345, height=alt.Step(21)), spacing=6)
    return alt.vconcat(
        grid.resolve_scale(y="shared"), _panel(texts, "agreement_id", treaty.name, 780, 128), spacing=8
    )


# ---------------------------------------------------------------- (e) the calculator

NEWNESS = {"pledge": "a pledge exists", "reverse": "only the other way round", "none": "would be new"}
NEWNESS_COLOURS = ("#08306b", "#7fb2d9", "#f1e4d3")


def calculator(
    pairs: pd.DataFrame,
    members: alt.Parameter,
    year: alt.Parameter,
    directed: alt.Parameter,
    manila: alt.Parameter,
    atlantic: alt.Parameter,
) -> alt.LayerChart:
    """Return the matrix of pledges among the members of a club, and how many would be new.

    `pairs`: every ordered pair of the closed set (f, t, i = 0) and every pledge (i = 1, a, b = years, m =
    Manila Pact, e = Atlantic or European). Parameters: `members` (codes), `year`, `directed`, `manila`,
    `atlantic`.
    """
    live = (
        f"datum.i && datum.a <= {year.name} && {year.name} <= datum.b && ({manila.name} || !datum.m)"
        f" && ({atlantic.name} || !datum.e) ? 1 : 0"
    )
    base = (
        alt.Chart(pairs)
        .transform_filter(f"indexof({members.name}, datum.f) >= 0 && indexof({members.name}, datum.t) >= 0")
        .transform_calculate(live=live, key="datum.f < datum.t ? datum.f + datum.t : datum.t + datum.f")
        .transform_aggregate(live="max(live)", groupby=["f", "t", "key"])
        .transform_joinaggregate(either="max(live)", groupby=["key"])
        .transform_calculate(
            state="datum.live ? 'pledge' : datum.either ? 'reverse' : 'none'",
            has=f"{directed.name} ? datum.live : datum.either / 2",
            one=f"{directed.name} ? 1 : 0.5",
        )
    )
    names = {code: _short_name(code) for code in alliances.CLOSED_SET}
    label = f"{json.dumps(names)}[datum.label]"
    order = alt.Scale(domain=list(alliances.CLOSED_SET), paddingInner=0.06)
    y = alt.Y("f:N", scale=order, title=None).axis(labelExpr=label, ticks=False, domain=False)
    x = alt.X("t:N", scale=order, title=None).axis(
        orient="top", labelExpr=label, labelAngle=-50, ticks=False, domain=False
    )
    scale = alt.Scale(domain=list(NEWNESS), range=list(NEWNESS_COLOURS))
    cells = base.mark_rect(stroke=theme.BORDER, strokeWidth=0.4).encode(
        x=x,
        y=y,
        color=alt.Color("state:N", scale=scale, title=None).legend(
            orient="right",
            labelExpr=f"{json.dumps(NEWNESS)}[datum.label]",
            symbolType="square",
            offset=14,
        ),
        tooltip=[alt.Tooltip("f:N", title="From"), alt.Tooltip("t:N", title="To"), "state:N"],
    )
    total = base.transform_aggregate(has="sum(has)", all="sum(one)").transform_calculate(
        big="datum.has + ' of ' + datum.all",
        new="(datum.all - datum.has) + ' would be new'",
        unit=f"{directed.name} ? 'directed pledges exist;' : 'pairs hold a pledge;'",
    )
    side = [
        total.mark_text(x=490, y=150, align="left", fontSize=26, fontWeight="bold").encode(text="big:N"),
        total.mark_text(x=490, y=178, align="left", fontSize=14).encode(text="unit:N"),
        total.mark_text(x=490, y=198, align="left", fontSize=14).encode(text="new:N"),
    ]
    frame = alt.Chart(pairs).transform_filter("!datum.i").mark_rect(fill="#fafbfc", stroke="#eef1f4")
    return alt.layer(frame.encode(x=x, y=y), cells, *side).properties(width=475, height=400)


# ---------------------------------------------------------------- (f) lanes of events, with a text to open


def lanes(
    events: pd.DataFrame,
    order: Sequence[str],
    chosen: alt.Parameter,
    test: str,
    colours: Mapping[str, str],
    *,
    x_title: str = "",
    since: alt.Parameter | None = None,
    height: int = 26,
    panel: int = 105,
    label_width: int = 150,
) -> alt.VConcatChart:
    """Return events as marks in lanes and the text of the chosen one below.

    `events`: id, lane, x (ISO date, with `since`), tone, head, body. `test` is the Vega expression that
    shows a row, `colours` maps tones to colours, `chosen` holds the id whose text is open. With `since` (a
    year) the x axis is time from that year on, without it marks stand in a row.
    """
    kind = "T" if since is not None else "Q"
    x = alt.X(f"x:{kind}", title=x_title or None)
    if since is not None:
        ends = (f"datetime({since.name} - 1, 8, 1)", f"datetime({alliances.today().year + 1}, 0, 1)")
        span = [alt.ExprRef(end) for end in ends]
        years = "month(datum.value) ? '' : timeFormat(datum.value, '%Y')"  # finer ticks stay bare
        x = x.scale(domain=span).axis(labelExpr=years, tickCount=8, grid=True)
    else:
        most = int(events.lane.value_counts().max())
        x = x.scale(domain=[0, most + 1], nice=False).axis(tickMinStep=5, grid=False)
    y = alt.Y("lane:N", scale=alt.Scale(domain=list(order)), title=None).axis(
        ticks=False, domain=False, labelLimit=label_width, grid=True
    )
    legend = alt.Legend(orient="top", columns=5) if len(colours) > 1 else None
    shown = alt.Chart(events).transform_filter(test)
    if since is None:
        shown = shown.transform_window(x="row_number()", groupby=["lane"])
    marks = shown.mark_point(filled=True, size=110, cursor="pointer", opacity=0.85).encode(
        x=x,
        y=y,
        color=alt.Color("tone:N", title=None, legend=legend).scale(
            domain=list(colours), range=list(colours.values())
        ),
        stroke=alt.condition(f"datum.id == {chosen.name}", alt.value("black"), alt.value("white")),
        strokeWidth=alt.condition(f"datum.id == {chosen.name}", alt.value(3), alt.value(0.6)),
        tooltip=[alt.Tooltip("head:N", title="")],
    )
    upper = marks.properties(width=780 - label_width, height=alt.Step(height))
    return alt.vconcat(
        upper, _panel(events, "id", chosen.name, 780 - label_width, panel, label_width - 8), spacing=6
    )


# ---------------------------------------------------------------- (g) groupings and promises


def groupings(rows: pd.DataFrame, year: alt.Parameter, proposed: alt.Parameter) -> alt.LayerChart:
    """Return who belongs to which small grouping in a year: since when, or only proposed.

    `rows`: state, grouping (title), f, l (years), status. Parameters: `year`, `proposed` (show proposals).
    """
    states = list(dict.fromkeys(rows.state))
    titles = list(alliances.GROUPINGS.values())
    now = alt.Chart(rows).transform_filter(
        f"datum.f <= {year.name} && {year.name} <= datum.l && ({proposed.name} || datum.status == 'member')"
    )
    now = now.transform_calculate(words="datum.status == 'member' ? datum.f : 'proposed'")
    x = alt.X("grouping:N", scale=alt.Scale(domain=titles, paddingInner=0.06), title=None).axis(
        orient="top", labelAngle=-35, ticks=False, domain=False, labelLimit=180
    )
    y = alt.Y("state:N", scale=alt.Scale(domain=states), title=None).axis(
        ticks=False, domain=False, grid=False
    )
    scale = alt.Scale(domain=["member", "proposed"], range=[STATE_COLOURS["dated"], "#f6e3c5"])
    cells = now.mark_rect(stroke=theme.BORDER, strokeWidth=0.8).encode(
        x=x,
        y=y,
        color=alt.Color("status:N", scale=scale, title=None).legend(orient="bottom", symbolType="square"),
    )
    words = now.mark_text().encode(
        x=x,
        y=y,
        text="words:N",
        color=alt.condition("datum.status == 'member'", alt.value("white"), alt.value(theme.INK)),
    )
    return (cells + words).properties(width=620, height=alt.Step(25))


PROMISE = {
    "done": ("#2f6fb0", "done"),
    "under_way": ("#7fb2d9", "begun, not finished"),
    "no_result_found": ("#c3c9d1", "no result found"),
}


def promises(rows: pd.DataFrame, chosen: alt.Parameter, areas: alt.Parameter) -> alt.VConcatChart:
    """Return the items of April 2024 from promise to last outcome found, and the text of one.

    `rows`: id, item, area, status, start, end (decimal years; end empty = none found), head, body.
    """
    rows = rows.assign(item=rows["item"].map(lambda text: "\n".join(wrapped(text, 36))))
    items = list(rows["item"])
    base = alt.Chart(rows).transform_filter(f"indexof({areas.name}, datum.area) >= 0")
    ticks = [half / 2 for half in range(2 * 2024 + 1, 2 * (alliances.today().year + 1))]
    month = "(datum.value % 1 ? 'Jul ' : 'Jan ') + floor(datum.value)"
    x = alt.X("start:Q", title=None, scale=alt.Scale(domain=[2024.17, ticks[-1] + 0.4], nice=False))
    x = x.axis(values=ticks, labelExpr=month)
    y = alt.Y("item:N", scale=alt.Scale(domain=items), title=None).axis(
        ticks=False,
        domain=False,
        labelExpr="split(datum.label, '\\n')",
        labelLimit=230,
        labelOffset=alt.condition("indexof(datum.label, '\\n') >= 0", alt.value(-8), alt.value(0)),
    )
    scale = alt.Scale(domain=list(PROMISE), range=[c for c, _ in PROMISE.values()])
    words = json.dumps({k: w for k, (_, w) in PROMISE.items()})
    colour = alt.Color("status:N", scale=scale, title=None).legend(
        orient="top", labelExpr=f"{words}[datum.label]", symbolType="square"
    )
    reached = base.transform_filter("datum.end")
    edge = {
        "stroke": alt.condition(f"datum.id == {chosen.name}", alt.value("black"), alt.value("white")),
        "strokeWidth": alt.condition(f"datum.id == {chosen.name}", alt.value(2.5), alt.value(0.5)),
    }
    bars = reached.mark_bar(height=12, cursor="pointer").encode(x=x, x2="end:Q", y=y, color=colour, **edge)
    dots = base.transform_filter("!datum.end").mark_point(
        filled=True, size=130, shape="diamond", cursor="pointer", opacity=1
    )
    dots = dots.encode(x=alt.X("start:Q"), y=y, color=colour, **edge)
    return alt.vconcat(
        (bars + dots).properties(width=540, height=alt.Step(33)),
        _panel(rows, "id", chosen.name, 540, 110, 225),
        spacing=6,
    )
