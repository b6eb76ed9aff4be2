"""Charts of the ledger: statements as tiles, an opened statement as a card, readings, ranks, differences.

Each takes rows and one Vega parameter per control and returns an unconfigured chart. Tiles are placed by
window transforms over what the controls leave, so a page repaints without Python.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from hakusho import spending
from hakusho._altair import alt
from hakusho.charts import theme

TILE, DEEP = 19, 3  # pixels of a tile, tiles on top of each other
LEFT = 200  # pixels for the names of the verdicts
COMPUTED, JUDGED, TURNED = "#08306b", "#7fb2d9", "#c2410c"
WIDE = 120  # letters on a line of a card
Rows = Sequence[Mapping[str, Any]]


def wrap(text: str, width: int = WIDE, after: str = "") -> str:
    """Return text broken into lines, for a mark with lineBreak; its first line stands behind `after`."""
    return "\n".join(textwrap.wrap(after + text, width)).removeprefix(after)


def _table(rows: Rows) -> pd.DataFrame:
    """Return rows as a frame: Altair puts equal frames into a spec once, however many layers read them."""
    return pd.DataFrame(list(rows))


def _basis_scale() -> alt.Scale:
    return alt.Scale(domain=["computed", "judged"], range=[COMPUTED, JUDGED])


# ---------------------------------------------------------------- statements by verdict


def verdict_tiles(
    rows: Rows, verdicts: Mapping[str, str], theme_of: Any, kind: Any, definition: Any
) -> alt.LayerChart:
    """Every statement as a tile under its verdict; the definition chosen moves tiles.

    `rows`: id, claim, theme, group, basis, verdict, turns (verdict by setting of the switch).
    """
    order = list(verdicts)
    base = (
        alt.Chart(_table(rows))
        .transform_filter(
            f"({theme_of.name} == 'all' || datum.theme == {theme_of.name})"
            f" && ({kind.name} == 'all' || datum.group == {kind.name})"
        )
        .transform_calculate(
            now=f"datum.turns && datum.turns[{definition.name}] || datum.verdict",
            moved=f"datum.turns && datum.turns[{definition.name}] ? 'turned' : 'stays'",
        )
        .transform_window(place="row_number()", groupby=["now"], sort=[alt.SortField("id")])
        .transform_calculate(
            x=f"floor((datum.place - 1) / {DEEP})",
            label=f"{dict(verdicts)}[datum.now]",
            y=f"indexof({order}, datum.now) * {DEEP + 0.7} + (datum.place - 1) % {DEEP}",
        )
    )
    high = len(order) * (DEEP + 0.7)
    y = alt.Y("y:Q", axis=None).scale(domain=[high, -0.4], nice=False, zero=False)
    x = alt.X("x:Q", axis=None).scale(domain=[-0.6, 30], nice=False, zero=False)
    tiles = base.mark_square(size=230, opacity=1, strokeWidth=3, filled=True).encode(
        x,
        y,
        color=alt.Color("basis:N", title="Verdict is").scale(_basis_scale()).legend(orient="top"),
        stroke=alt.condition("datum.moved == 'turned'", alt.value(TURNED), alt.value("white")),
        tooltip=[
            alt.Tooltip("id:N", title="statement"),
            alt.Tooltip("claim:N", title="says"),
            alt.Tooltip("label:N", title="verdict"),
        ],
    )
    return (tiles + _names(base, verdicts, high)).properties(width=570, height=int(high * TILE) + 8)


def _names(base: alt.Chart, verdicts: Mapping[str, str], high: float) -> alt.LayerChart:
    """The verdicts' names and counts, left of the tiles; a verdict without statements reads 0."""
    named = [
        {"now": name, "label": label, "at": k * (DEEP + 0.7) + 1}
        for k, (name, label) in enumerate(verdicts.items())
    ]
    y = alt.Y("at:Q", axis=None).scale(domain=[high, -0.4], nice=False, zero=False)
    labels = (
        alt.Chart(alt.Data(values=named))
        .mark_text(align="right", fontSize=13, baseline="middle")
        .encode(x=alt.value(-44), y=y, text="label:N")
    )
    counts = (
        base.transform_aggregate(n="count()", groupby=["now"])
        .transform_calculate(at=f"indexof({list(verdicts)}, datum.now) * {DEEP + 0.7} + 1")
        .mark_text(align="right", fontSize=15, fontWeight="bold", baseline="middle")
        .encode(x=alt.value(-8), y=y, text="n:Q")
    )
    return labels + counts


# ---------------------------------------------------------------- one statement, opened


@dataclass(frozen=True)
class Codes:
    """The codes behind the numbers in the rows of the ledger, in order; names of articles; codes in words."""

    theme: Sequence[str]
    kind: Sequence[str]
    verdict: Mapping[str, str]
    basis: Sequence[str]
    articles: Mapping[str, str]
    words: Mapping[str, str]

    def spelled(self) -> dict[str, str]:
        """Return a Vega expression for each code of a row."""
        lists = {name: list(getattr(self, name)) for name in ("theme", "kind", "verdict", "basis")}
        return {name: f"{words}[datum.{name[0]}]" for name, words in lists.items()}


def ledger_card(
    rows: pd.DataFrame,
    figures: pd.DataFrame,
    codes: Codes,
    claim: alt.Parameter,
    order: alt.Parameter,
    **filters: alt.Parameter,
) -> alt.VConcatChart:
    """All statements as small tiles, those outside the filter pale; the chosen one opened as a card.

    `rows`: id, t, k, v, b (places of theme, kind, verdict and basis in `codes`), c (confidence), par
    (paragraph), claim, text (reason), who (could disagree), rest (evidence behind a check); `figures`: n
    (id without s and hyphen), k (line), label, a, b (hundredths of the width, below 0 for words), said,
    article. Both are CSV, because the keys of 178 records weigh more than their texts. `filters`: theme,
    kind, verdict, basis.
    """
    tests = " && ".join(f"({p.name} == 'all' || datum.{name} == {p.name})" for name, p in filters.items())
    square = alt.Chart().mark_square(size=300, strokeWidth=3, filled=True)
    tiles = square.encode(
        x=alt.X("x:Q", axis=None).scale(domain=[-0.6, 35.6], nice=False),
        y=alt.Y("y:Q", axis=None).scale(domain=[4.6, -0.6], nice=False),
        color=alt.Color("verdict:N", title=None)
        .scale(domain=list(codes.verdict), range=list(VERDICT_COLOURS))
        .legend(
            orient="top", columns=7, labelExpr=f"{dict(codes.verdict)}[datum.label]", symbolType="square"
        ),
        opacity=alt.condition("datum.kept == 1", alt.value(1), alt.value(0.13)),
        stroke=alt.condition(f"datum.id == {claim.name}", alt.value("black"), alt.value("white")),
        tooltip=[alt.Tooltip("claim:N", title="says")],
    )
    kept = (
        alt.Chart()
        .transform_filter("datum.kept == 1")
        .transform_aggregate(n="count()")
        .transform_calculate(text=f"datum.n + ' of {len(rows)} statements; choose a tile to open it'")
        .mark_text(align="left", fontSize=13, color=theme.QUIET)
        .encode(x=alt.value(4), y=alt.value(134), text="text:N")
    )
    board = (
        alt.layer(tiles, kept, data=_csv(rows))
        .transform_calculate(**codes.spelled())
        .transform_calculate(kept=f"{tests} ? 1 : 0", key=f"{order.name} == 'p' ? 0 : datum[{order.name}]")
        .transform_window(
            place="row_number()",
            sort=[alt.SortField("kept", "descending"), alt.SortField("key"), alt.SortField("id")],
        )
        .transform_calculate(x="(datum.place - 1) % 36", y="floor((datum.place - 1) / 36)")
        .properties(width=780, height=124)
    )
    return alt.vconcat(board, _card(rows, figures, codes, claim), spacing=34)


def _csv(frame: pd.DataFrame) -> alt.InlineData:
    return alt.InlineData(
        values=frame.to_csv(index=False, lineterminator="\n"), format=alt.DataFormat(type="csv")
    )


VERDICT_COLOURS = ("#08306b", "#4f8cc4", "#d98b00", "#8a5a00", "#b3261e", "#9aa4af", "#d0d7de")
VERDICT_INKS = ("#08306b", "#2a6299", "#9a6200", "#8a5a00", "#b3261e", "#57606a", "#57606a")
CARD_HIGH, FIGURE_TOP, LINE_HIGH = 342, 220, 20
EVIDENCE_HIGH = 96  # below the small chart of a computed verdict
FIGURE_LEFT, FIGURE_WIDE = 300, 240  # pixels


def _card(rows: pd.DataFrame, figures: pd.DataFrame, codes: Codes, claim: alt.Parameter) -> alt.LayerChart:
    """The chosen statement: verdict, article, words, reason, and the small chart behind it."""
    held = alt.Chart(_csv(rows)).transform_filter(f"datum.id == {claim.name}")
    frames = [
        held.transform_filter(f"datum.b == {basis}")
        .mark_rect(fill="#f6f8fa", stroke=theme.LINE, cornerRadius=6)
        .encode(x=alt.value(0), x2=alt.value(780), y=alt.value(-4), y2=alt.value(high))
        for basis, high in ((0, CARD_HIGH + EVIDENCE_HIGH), (1, CARD_HIGH))
    ]
    ink = alt.Color("v:N", legend=None).scale(domain=list("0123456"), range=list(VERDICT_INKS))

    def words(listed: Sequence[str]) -> list[str]:
        return [codes.words[one] for one in listed]

    judged = "'• Evidence: ' + datum.text + '\\n• Who could disagree: ' + datum.who"
    written = {
        "head": f"{[_capital(v) for v in codes.verdict.values()]}[datum.v] + ' · ' + {codes.basis}[datum.b]",
        "from": f"{dict(codes.articles)}[slice(datum.id, 0, 2)]"
        " + ', paragraph ' + datum.par + ' · ' + datum.id",
        "why": f"{_spelled(f'(datum.b == 1 ? {judged} : datum.text)')}",
        "meta": f"{words(codes.kind)}[datum.k] + ' · ' + {words(codes.theme)}[datum.t] + ' · confidence ' + "
        f"{['high', 'medium', 'low']}[datum.c]",
    }
    texts = (
        alt.layer(
            _line("head", 8, 16, fontWeight="bold").encode(color=ink),
            _line("from", 10, 12, 768, align="right", color=theme.QUIET),
            _line("meta", 30, 12, color=theme.QUIET),
            _line("claim", 54, 16),
            _line("why", 100, 13),
            _line("rest", CARD_HIGH, 13),
            data=_csv(rows),
        )
        .transform_filter(f"datum.id == {claim.name}")
        .transform_calculate(**written)
    )
    return (
        alt.layer(*frames, texts, _figure(figures, claim))
        .resolve_scale(color="independent")
        .properties(width=780, height=CARD_HIGH + EVIDENCE_HIGH)
    )


PHRASES = {
    "~": "• The verdict turns to contradicted if ",
    "^": "• The verdict turns to supported if ",
    "`": "• The verdict turns to supported, with a nuance if ",
    "|": "• Counted otherwise (",
    "@": "• For a reader of ",
    "#": "• Check (",
    "$": "trillion yen",
    "*": "supported, with a nuance",
    "=": "October 2025",
    "_": "January 2025",
    "<": "Hardly anyone.",
    ">": "Those who ",
    "{": "is an inference from",
}
"""Marks for phrases that recur: they keep the spec small, and are spelled out on the card."""


def packed(text: str) -> str:
    """Return a text with marks in place of its recurring phrases."""
    for mark, phrase in PHRASES.items():
        text = text.replace(phrase, mark)
    return text


def _spelled(text: str) -> str:
    """Return a Vega expression for a text with its phrases in place of the marks."""
    for mark, phrase in PHRASES.items():
        text = f"join(split({text}, '{mark}'), '{phrase}')"
    return text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _line(field: str, top: int, size: int, left: int = 12, **mark: Any) -> alt.Chart:
    mark = {"align": "left", **mark}
    return (
        alt.Chart()
        .mark_text(baseline="top", lineBreak="\n", fontSize=size, lineHeight=size + 5, **mark)
        .encode(x=alt.value(left), y=alt.value(top), text=f"{field}:N")
    )


def _figure(figures: pd.DataFrame, claim: alt.Parameter) -> alt.LayerChart:
    """Bars, points and terms on lines of their own; what the article says, or its day, in orange."""
    x = alt.X("a:Q", axis=None).scale(domain=[0, 100], range=[FIGURE_LEFT, FIGURE_LEFT + FIGURE_WIDE])
    y = alt.Y("k:Q", axis=None).scale(domain=[0, 6], range=[FIGURE_TOP, FIGURE_TOP + 6 * LINE_HIGH])
    ink = alt.condition("datum.article == 1", alt.value(TURNED), alt.value(COMPUTED))
    every = alt.Chart().encode(y=y)
    broken = {"fontSize": 12, "lineBreak": "\n", "lineHeight": LINE_HIGH}
    return alt.layer(
        every.transform_filter("datum.article == 1 && datum.k > 0")
        .mark_rule(color=TURNED, strokeDash=[3, 3])
        .encode(x=alt.X("b:Q", axis=None), y2=alt.value(FIGURE_TOP - 10)),
        every.transform_filter("toNumber(datum.a) < toNumber(datum.b)")
        .mark_bar(height=11)
        .encode(x=x, x2="b:Q", color=ink),
        every.transform_filter("datum.a == datum.b && datum.a >= 0")
        .mark_point(filled=True, size=90, opacity=1)
        .encode(x=x, color=ink),
        every.mark_text(align="right", color=theme.QUIET, **broken).encode(
            x=alt.value(FIGURE_LEFT - 12), text="label:N"
        ),
        every.transform_filter("datum.a < 0")
        .mark_text(align="left", **broken)
        .encode(x=alt.value(FIGURE_LEFT), text="said:N"),
        every.transform_filter("datum.a >= 0")
        .mark_text(align="left", **broken)
        .encode(x=alt.value(FIGURE_LEFT + FIGURE_WIDE + 14), text="said:N"),
        data=_csv(figures),
    ).transform_filter(f"{claim.name} == 's' + replace(datum.n, 'c', '-c')")


# ---------------------------------------------------------------- then and now


def reading_matrix(
    rows: Rows, then: Mapping[str, str], now: Mapping[str, str], doc: Any, claim: Any
) -> alt.VConcatChart:
    """Computed statements by the verdict a reader of the day could reach and the verdict now, and one opened.

    `rows`: id, doc, then, now, said, text.
    """
    columns, lines = list(then), list(now)
    base = (
        alt.Chart(_table(rows))
        .transform_calculate(kept=f"{doc.name} == 'all' || datum.doc == {doc.name} ? 1 : 0")
        .transform_window(
            place="row_number()",
            groupby=["then", "now"],
            sort=[alt.SortField("kept", "descending"), alt.SortField("id")],
        )
        .transform_calculate(
            x=f"indexof({columns}, datum.then) * 7.6 + (datum.place - 1) % 6",
            y=f"indexof({lines}, datum.now) * 5.6 + floor((datum.place - 1) / 6)",
            moved="datum.then == 'none' ? 'not reconstructable' : datum.then == datum.now ? 'same' : "
            "'changed'",
        )
    )
    domain_x, domain_y = [-1, len(columns) * 7.6 - 1.2], [len(lines) * 5.6 - 0.6, -1]
    x = alt.X("x:Q", axis=None).scale(domain=domain_x, nice=False)
    y = alt.Y("y:Q", axis=None).scale(domain=domain_y, nice=False)
    tiles = base.mark_square(size=105, filled=True, strokeWidth=2.5).encode(
        x,
        y,
        color=alt.Color("moved:N", title=None)
        .legend(orient="top")
        .scale(domain=["same", "changed", "not reconstructable"], range=[JUDGED, TURNED, "#6e7781"]),
        opacity=alt.condition("datum.kept == 1", alt.value(1), alt.value(0.15)),
        stroke=alt.condition(f"datum.id == {claim.name}", alt.value("black"), alt.value("white")),
        tooltip=[alt.Tooltip("id:N", title="statement"), alt.Tooltip("said:N", title="says")],
    )
    cells = [
        {"x": i * 7.6 - 0.8, "x2": i * 7.6 + 6, "y": k * 5.6 - 0.8, "y2": k * 5.6 + 4.5}
        for i in range(len(columns))
        for k in range(len(lines))
    ]
    grid = (
        alt.Chart(alt.Data(values=cells))
        .mark_rect(fill="#f6f8fa", stroke=theme.LINE)
        .encode(x=x, x2="x2:Q", y=y, y2="y2:Q")
    )
    head = _heads([(label, i * 7.6 - 0.6) for i, label in enumerate(then.values())], x)
    side = (
        alt.Chart(alt.Data(values=[{"y": k * 5.6 + 1.9, "t": t} for k, t in enumerate(now.values())]))
        .mark_text(align="right", fontSize=12, lineBreak="\n")
        .encode(x=alt.value(-8), y=y, text="t:N")
    )
    card = (
        base.transform_filter(f"datum.id == {claim.name}")
        .mark_text(align="left", baseline="top", lineBreak="\n", fontSize=13, lineHeight=18)
        .encode(x=alt.value(0), y=alt.value(0), text="text:N")
        .properties(width=640, height=120)
    )
    board = alt.layer(grid, tiles, head, side).properties(width=640, height=330)
    return alt.vconcat(board, card, spacing=14)


def _heads(names: list[tuple[str, float]], x: alt.X) -> alt.Chart:
    return (
        alt.Chart(alt.Data(values=[{"x": at, "t": text} for text, at in names]))
        .mark_text(align="left", baseline="bottom", fontSize=12, lineBreak="\n", lineHeight=14)
        .encode(x=x, y=alt.value(-18), text="t:N")
    )


# ---------------------------------------------------------------- the rank of a sum


def rank_of_a_sum(rows: Rows, dollars: Any, day: Any) -> alt.VConcatChart:
    """The fifteen largest of each yearly table by rank, a line where the sum would stand, and its rank.

    `rows`: day (reader), year (of the data), iso3, state, rank, usd (billion dollars), n (states), edition.
    """
    base = alt.Chart(_table(rows)).transform_filter(f"datum.day == {day.name}")
    x = alt.X("year:O", title="Year of the data").axis(labelAngle=0, domain=False, ticks=False)
    y = alt.Y("rank:Q", title="Rank").scale(domain=[15.8, 0.3], nice=False)
    y = y.axis(values=list(range(1, 16)), grid=False, domain=False, ticks=False)
    above = f"datum.usd > {dollars.name}"
    apart = f"abs(datum.usd - {dollars.name}) / max(datum.usd, {dollars.name})"
    ink = alt.Color("tone:N", legend=None).scale(
        domain=["JPN", "above", "below"], range=[theme.colour("JPN"), theme.INK, "#6e7781"]
    )
    named = base.transform_calculate(
        tone=f"datum.iso3 == 'JPN' ? 'JPN' : {above} ? 'above' : 'below'",
        said="datum.state + '  ' + format(datum.usd, datum.usd < 100 ? '.1f' : '.0f')"
        f" + (datum.iso3 != 'JPN' && {apart} < {spending.TIE / 100} ? ', tie' : '')",
    )
    names = [
        named.transform_filter(f"{above}" if bold else f"!({above})")
        .mark_text(fontSize=12, fontWeight="bold" if bold else "normal")
        .encode(x, y, text="said:N", color=ink, tooltip=["state:N", "rank:Q", "usd:Q", "edition:N"])
        for bold in (True, False)
    ]
    line = (
        base.transform_calculate(up=f"{above} ? 1 : 0")
        .transform_aggregate(up="sum(up)", groupby=["year"])
        .transform_calculate(rank="datum.up + 0.5")
        .mark_tick(color=TURNED, thickness=3, width=104, orient="horizontal")
        .encode(x, y)
    )
    board = alt.layer(*names, line).properties(width=725, height=390)
    return alt.vconcat(_ranks(base, dollars), board, spacing=4)


def _ranks(base: alt.Chart, dollars: Any) -> alt.LayerChart:
    """The rank of the sum among the others, over each year; green where it is third or better."""
    ranks = (
        base.transform_calculate(above=f"datum.iso3 != 'JPN' && datum.usd > {dollars.name} ? 1 : 0")
        .transform_aggregate(above="sum(above)", n="max(n)", edition="max(edition)", groupby=["year"])
        .transform_calculate(
            rank="'rank ' + (datum.above + 1)", of="'of ' + datum.n + ', table ' + datum.edition"
        )
    )
    x = alt.X("year:O", axis=None)
    third = alt.condition("datum.above < 3", alt.value("#0b5d1e"), alt.value(theme.INK))
    big = ranks.mark_text(fontSize=17, fontWeight="bold", dy=-9).encode(x=x, text="rank:N", color=third)
    small = ranks.mark_text(fontSize=12, dy=12, color=theme.QUIET).encode(x=x, text="of:N")
    return (big + small).properties(width=725, height=46)


# ---------------------------------------------------------------- where articles differ


def pair_card(rows: Rows, pair: Any) -> alt.LayerChart:
    """Two statements side by side, what kind of difference it is, and how the facts resolve it.

    `rows`: id, a, b, a_head, b_head, kind, resolution.
    """
    base = alt.Chart(_table(rows)).transform_filter(f"datum.id == {pair.name}")

    def text(field: str, x: int, y: int, size: int = 14, weight: str = "normal") -> alt.Chart:
        return base.mark_text(
            align="left",
            baseline="top",
            lineBreak="\n",
            fontSize=size,
            fontWeight=weight,
            lineHeight=size + 5,
        ).encode(x=alt.value(x), y=alt.value(y), text=f"{field}:N")

    boxes = [
        alt.Chart(alt.Data(values=[{}]))
        .mark_rect(fill=fill, stroke=theme.LINE, cornerRadius=6)
        .encode(x=alt.value(x), x2=alt.value(x2), y=alt.value(y), y2=alt.value(y2))
        for x, x2, y, y2, fill in (
            (0, 380, 0, 112, "#f6f8fa"),
            (400, 780, 0, 112, "#f6f8fa"),
            (0, 780, 126, 222, "#fff8ec"),
        )
    ]
    return alt.layer(
        *boxes,
        text("a_head", 14, 12, 13, "bold"),
        text("a", 14, 38),
        text("b_head", 414, 12, 13, "bold"),
        text("b", 414, 38),
        text("kind", 14, 136, 13, "bold"),
        text("resolution", 14, 162),
    ).properties(width=780, height=226)
