"""Forms of the ledger in ipywidgets: the vote, the bench, the search. Nothing leaves the machine.

Each form also shows itself as plain HTML, so that a page without a kernel still has its content.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import ipywidgets as widgets
import pandas as pd

from hakusho import claims, sources
from hakusho.claims import bench, vote
from hakusho.claims.command import shown
from hakusho.errors import Mistake
from hakusho.explore.listing import table
from hakusho.keys import KeyGuard

WIDE = widgets.Layout(width="auto", max_width="820px")
WRAPPED = widgets.Layout(flex_flow="row wrap")
MOST_FACTS = 12
TIGHT = "<div style='line-height:1.4'>"  # the widget's own lines stand two apart


@cache
def _rows() -> pd.DataFrame:
    return claims.ledger()


@dataclass
class Form:
    """A box of widgets with a plain HTML form of the same content."""

    box: widgets.VBox
    plain: str
    parts: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Keep the arrow keys of the lists from moving the notebook on."""
        self.box.children = (*self.box.children, KeyGuard())

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        data = self.box._repr_mimebundle_(**kwargs)
        shown, metadata = data if isinstance(data, tuple) else (data, {})
        shown["text/html"] = self.plain
        shown["text/plain"] = "A form: run the notebook to use it."
        return shown, metadata


def _html(text: str = "") -> widgets.HTML:
    return widgets.HTML(text, layout=WIDE)


# ---------------------------------------------------------------- vote first


def ballot() -> Form:
    """Twelve statements to vote on with a confidence; the verdicts appear when all have a vote."""
    rows = vote.ballot()
    entries = [_entry(n, row) for n, row in enumerate(rows.itertuples(), 1)]
    button = widgets.Button(description="Reveal", button_style="primary", tooltip="Compare with the ledger")
    said = _html()

    def reveal(_button: Any) -> None:
        missing = [n for n, (choice, _, _) in enumerate(entries, 1) if not choice.value]
        if missing:
            said.value = (
                f"Vote first: {len(missing)} of {len(entries)} have no vote (number {missing[0]} is next)."
            )
            return
        votes = {i: (c.value, s.value / 100) for i, (c, s, _) in zip(rows["claim_id"], entries, strict=True)}
        for claim_id, (choice, _, told) in zip(rows["claim_id"], entries, strict=True):
            right = choice.value == rows.set_index("claim_id").loc[claim_id, "right"]
            colour, mark = ("#0b5d1e", "Right") if right else ("#8a3b00", "Not so")
            told.value = f'<span style="color:{colour}">{mark}: {html.escape(vote.revealed(claim_id))}</span>'
        said.value = f"<strong>{html.escape(str(vote.score(votes)))}</strong>"

    button.on_click(reveal)
    lines = [
        widgets.VBox(
            [_html(f"<strong>{n}.</strong> {_said(row)}"), widgets.HBox([choice, sure], layout=WRAPPED), told]
        )
        for n, (row, (choice, sure, told)) in enumerate(zip(rows.itertuples(), entries, strict=True), 1)
    ]
    plain = "".join(
        f"<li>{_said(r)}<details><summary>Verdict</summary>"
        f"{html.escape(vote.revealed(r.claim_id))}</details></li>"
        for r in rows.itertuples()
    )
    parts = {"entries": entries, "reveal": reveal, "said": said}
    return Form(widgets.VBox([*lines, button, said]), f"<ol>{plain}</ol>", parts)


def _said(row: Any) -> str:
    return f"{html.escape(row.claim)} <small>({html.escape(row.article)})</small>"


def _entry(number: int, row: Any) -> tuple[widgets.Dropdown, widgets.IntSlider, widgets.HTML]:
    options = [("choose …", ""), *((words, key) for key, words in vote.CHOICES.items())]
    choice = widgets.Dropdown(options=options, value="", layout=widgets.Layout(width="330px"))
    choice.tooltip = f"Your vote on statement {number}"
    sure = widgets.IntSlider(
        value=70, min=34, max=100, step=1, description="sure, %", continuous_update=False
    )
    return choice, sure, _html()


# ---------------------------------------------------------------- the bench


class _Bench:
    """The lists of the bench, each following the one before it, and the line that they compose."""

    def __init__(self, opening: str) -> None:
        first = bench.parse(opening)
        self.measure = _list("Measure", {m: m for m in (*bench.MEASURES, *bench.relations())}, "300px")
        self.subject = _list("Subject", {}, "340px")
        self.date = _list("Date", {}, "300px")
        self.mark = _list("", {m: m for m in bench.COMPARISONS}, "70px")
        self.value = widgets.FloatText(description="Value", layout=widgets.Layout(width="200px"))
        self.name = _list("Name", {}, "420px")
        self.counted = _list("Definition", {}, "620px")
        self.typed = widgets.Text(description="or type", layout=widgets.Layout(width="620px"))
        self.button = widgets.Button(description="Test", button_style="primary")
        self.said = _html(_answered(opening))
        self.measure.value = first.measure
        self._follow_measure()
        self.subject.value = first.subject
        self._follow_subject()
        self.date.value, self.mark.value = first.date, first.comparison
        self.value.value = float(first.value)
        self._follow_date()
        self.typed.value = opening
        self.measure.observe(self._follow_measure, "value")
        self.subject.observe(self._follow_subject, "value")
        self.date.observe(self._follow_date, "value")
        for one in (self.measure, self.subject, self.date, self.mark, self.value, self.name, self.counted):
            one.observe(self._compose, "value")
        self.button.on_click(lambda _: setattr(self.said, "value", _answered(self.typed.value)))

    def _follow_measure(self, _: Any = None) -> None:
        named = self.measure.value in bench.relations()
        for box, used in ((self.name, named), (self.value, not named), (self.counted, not named)):
            box.layout.display = "" if used else "none"
        ordered = named and not bench.relations()[self.measure.value].dated
        self.date.layout.display = "none" if ordered else ""
        _offer(self.mark, [(m, m) for m in (["="] if named else bench.COMPARISONS)])
        place = not named and bench.MEASURES[self.measure.value].dates == "place"
        self.date.description = "To" if place else "Date"
        _offer(self.subject, _pairs(bench.subjects(self.measure.value), ids=self.measure.value != "before"))
        self._follow_subject()

    def _follow_subject(self, _: Any = None) -> None:
        measure, subject = self.measure.value, self.subject.value
        if subject not in bench.subjects(measure):
            return
        if measure in bench.relations():
            _offer(self.name, _pairs(bench.values(measure, subject), ids=measure != "before"))
            _offer(self.date, list(claims.days().items()))
        else:
            places = bench.subjects(measure) if bench.MEASURES[measure].dates == "place" else {}
            _offer(self.date, [(places.get(d, d), d) for d in bench.dates(measure, subject)])
        self._follow_date()

    def _follow_date(self, _: Any = None) -> None:
        measure, subject, date = self.measure.value, self.subject.value, self.date.value
        if measure in bench.MEASURES and date in bench.dates(measure, subject):
            held = bench.definitions(measure, subject, date)
            _offer(self.counted, [("every definition held", ""), *((d, d) for d in held)])

    def _compose(self, _: Any) -> None:
        named = self.measure.value in bench.relations()
        ordered = named and not bench.relations()[self.measure.value].dated
        claim = bench.Claim(
            self.measure.value,
            self.subject.value or "",
            self.mark.value,
            self.name.value or "" if named else float(self.value.value),
            "" if ordered else self.date.value or "",
            "" if named else self.counted.value or "",
        )
        self.typed.value = str(claim)


def _offer(box: widgets.Dropdown, options: list[tuple[str, str]]) -> None:
    """Give a list its options; what was chosen stays chosen where it can."""
    chosen, known = box.value, [value for _, value in options]
    if list(box.options) != options:
        box.options = options
    box.value = chosen if chosen in known else known[0]


def _list(label: str, options: dict[str, str], width: str) -> widgets.Dropdown:
    return widgets.Dropdown(options=_pairs(options), description=label, layout=widgets.Layout(width=width))


def _pairs(names: Mapping[str, str], ids: bool = True) -> list[tuple[str, str]]:
    """Return ids with their names as a list takes them; an id that can be typed stands behind its name."""
    return [(f"{name} ({one})" if ids and name != one else name, one) for one, name in names.items()]


def test_bench(opening: str = bench.EXAMPLE) -> Form:
    """Test a claim: choose its parts from lists, or type it; the answer comes with every reading."""
    made = _Bench(opening)
    rows = [
        widgets.HBox([made.measure, made.subject], layout=WRAPPED),
        widgets.HBox([made.date, made.mark, made.value, made.name], layout=WRAPPED),
        made.counted,
        widgets.HBox([made.typed, made.button], layout=WRAPPED),
        made.said,
    ]
    return Form(widgets.VBox(rows), _answered(opening), vars(made))


def _answered(text: str) -> str:
    """Return the bench's answer as HTML; a mistake as its one line."""
    try:
        found = bench.answer(text)
    except Mistake as mistake:
        return f'<span style="color:#8a3b00">{html.escape(str(mistake))}</span>'
    columns = {"meets": "meets it", "shown": "reading", "definition": "definition or fact"}
    cited = "; ".join(sources.short([i for c in found.readings["source_id"] for i in c.split(";") if i]))
    return (
        f"{TIGHT}<p><strong>{html.escape(str(found.claim))}: {bench.ANSWERS[found.answer]}.</strong> "
        f"{html.escape(found.why)}</p>{table(found.readings, columns) if len(found.readings) else ''}"
        f"<p><small>Sources: {html.escape(cited) or 'none'}</small></p></div>"
    )


# ---------------------------------------------------------------- search and sort

SORTS: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "article and paragraph": lambda d: d,
    "theme": lambda d: d.sort_values(["theme", "claim_id"]),
    "verdict": lambda d: d.sort_values(["verdict", "claim_id"]),
    "confidence": lambda d: d.sort_values(["confidence", "claim_id"]),
    "date judged for": lambda d: d.sort_values(["as_of", "claim_id"]),
}


def found(text: str, sort: str = "article and paragraph") -> pd.DataFrame:
    """Return the statements that hold every word of a text, in claim, subject, evidence, theme or verdict."""
    rows = SORTS[sort](_rows())
    places = ["claim_id", "article", "claim", "subject", "theme", "verdict", "judgement", "evidence"]
    all_text = rows[places].fillna("").agg(" ".join, axis=1).str.casefold()
    for word in text.casefold().split():
        rows, all_text = (
            rows[all_text.str.contains(word, regex=False)],
            all_text[all_text.str.contains(word, regex=False)],
        )
    return rows


def search() -> Form:
    """Search and sort all statements; choose one to see verdict, reason, facts and sources."""
    text = widgets.Text(placeholder="words, such as tomahawk or imprecise", description="Search", layout=WIDE)
    sort = _list("Sort by", {name: name for name in SORTS}, "300px")
    listed = widgets.Select(rows=9, layout=widgets.Layout(width="820px"))
    counted, opened = _html(), _html()

    def fill(_: Any) -> None:
        rows = found(text.value, sort.value)
        counted.value = f"{len(rows)} of {len(_rows())} statements."
        listed.options = [(_line(r), r.claim_id) for r in rows.itertuples()]

    def show(_: Any) -> None:
        opened.value = detail(listed.value) if listed.value else ""

    text.observe(fill, "value")
    sort.observe(fill, "value")
    listed.observe(show, "value")
    fill(None)
    plain = "".join(f"<li>{html.escape(_line(r))}</li>" for r in _rows().itertuples())
    return Form(
        widgets.VBox([widgets.HBox([text, sort], layout=WRAPPED), counted, listed, opened]),
        f"<details><summary>All statements</summary><ul>{plain}</ul></details>",
        {"text": text, "sort": sort, "listed": listed, "opened": opened},
    )


def _line(row: Any) -> str:
    return f"{row.claim} ({row.article}: {claims.VERDICTS[row.verdict]})"


def detail(claim_id: str) -> str:
    """Return one statement with verdict, reason, what turns it, the facts behind it and sources, as HTML."""
    lines = shown(claim_id).replace("\n  ", " ").split("\n")
    body = "".join(f"<p style='margin:2px 0'>{html.escape(line)}</p>" for line in lines[:-1])
    row = claims.find(claim_id)
    if claim_id in claims.CHECKS:
        held = claims.compute(claim_id).facts()
        more = f"<p>and {len(held) - MOST_FACTS} rows more</p>" if len(held) > MOST_FACTS else ""
        body += table(held.head(MOST_FACTS), {"table": "table", "key": "row", "fact": "fact"}) + more
    cited = [] if pd.isna(row["evidence_source_id"]) else row["evidence_source_id"].split(";")
    return TIGHT + body + (sources.html(cited) if cited else "") + "</div>"
