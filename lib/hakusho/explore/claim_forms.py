"""Forms of the ledger in ipywidgets: the vote, the bench, the search. Nothing leaves the machine.

Each form also shows itself as plain HTML, so that a page without a kernel still has its content.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import ipywidgets as widgets
import pandas as pd

from hakusho import claims, sources
from hakusho.claims import bench, vote
from hakusho.errors import Mistake

WIDE = widgets.Layout(width="auto", max_width="820px")
MOST_FOUND = 178
CELL = 'style="text-align:left;padding:2px 14px 2px 0;vertical-align:top;line-height:1.35"'


@cache
def _rows() -> pd.DataFrame:
    return claims.ledger()


@dataclass
class Form:
    """A box of widgets with a plain HTML form of the same content."""

    box: widgets.VBox
    plain: str
    parts: dict[str, Any] = field(default_factory=dict)

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
        widgets.VBox([_html(f"<strong>{n}.</strong> {_said(row)}"), widgets.HBox([choice, sure]), told])
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
    about = f"article of {row.published}, on: {row.subject}"
    return f"{html.escape(row.claim)} <small>({html.escape(about)})</small>"


def _entry(number: int, row: Any) -> tuple[widgets.Dropdown, widgets.IntSlider, widgets.HTML]:
    options = [("choose …", ""), *((words, key) for key, words in vote.CHOICES.items())]
    choice = widgets.Dropdown(options=options, value="", layout=widgets.Layout(width="330px"))
    choice.tooltip = f"Your vote on statement {number}, of the article of {row.published}"
    sure = widgets.IntSlider(
        value=70, min=34, max=100, step=1, description="sure, %", continuous_update=False
    )
    return choice, sure, _html()


# ---------------------------------------------------------------- the bench


def test_bench(opening: str = bench.EXAMPLE) -> Form:
    """Test a claim: choose its parts from lists, or type it; the answer comes with every reading."""
    first = bench.parse(opening)
    small = widgets.Layout(width="240px")
    measure = widgets.Dropdown(
        options=list(bench.MEASURES), value=first.measure, description="Measure", layout=small
    )
    subject = widgets.Dropdown(
        options=bench.subjects(first.measure), value=first.subject, description="Subject", layout=small
    )
    date = widgets.Dropdown(
        options=bench.dates(first.measure, first.subject), value=first.date, description="Date", layout=small
    )
    mark = widgets.Dropdown(
        options=list(bench.COMPARISONS), value=first.comparison, layout=widgets.Layout(width="70px")
    )
    value = widgets.FloatText(
        value=float(first.value), description="Value", layout=widgets.Layout(width="200px")
    )
    counted = widgets.Dropdown(
        options=_counted(first.measure, first.subject, first.date),
        value="",
        description="Definition",
        layout=widgets.Layout(width="560px"),
    )
    typed = widgets.Text(value=opening, description="or type", layout=widgets.Layout(width="560px"))
    button = widgets.Button(description="Test", button_style="primary")
    said = _html(_answered(opening))

    def on_measure(change: Any) -> None:  # each list follows the one before it, even where its value stays
        subject.options = bench.subjects(measure.value)
        on_subject(change)

    def on_subject(change: Any) -> None:
        if subject.value in bench.subjects(measure.value):
            date.options = bench.dates(measure.value, subject.value)
            on_date(change)

    def on_date(_: Any) -> None:
        if date.value in bench.dates(measure.value, subject.value):
            counted.options = _counted(measure.value, subject.value, date.value)

    def compose(_: Any) -> None:
        parts = bench.Claim(
            measure.value,
            subject.value or "",
            mark.value,
            float(value.value),
            date.value or "",
            counted.value or "",
        )
        typed.value = str(parts)

    measure.observe(on_measure, "value")
    subject.observe(on_subject, "value")
    date.observe(on_date, "value")
    for one in (measure, subject, date, mark, value, counted):
        one.observe(compose, "value")
    button.on_click(lambda _b: setattr(said, "value", _answered(typed.value)))
    rows = [
        widgets.HBox([measure, subject, date]),
        widgets.HBox([mark, value]),
        counted,
        widgets.HBox([typed, button]),
        said,
    ]
    parts = {
        "measure": measure,
        "subject": subject,
        "date": date,
        "mark": mark,
        "value": value,
        "counted": counted,
        "typed": typed,
        "button": button,
        "said": said,
    }
    return Form(widgets.VBox(rows), _answered(opening), parts)


def _counted(measure: str, subject: str, date: str) -> list[tuple[str, str]]:
    return [("every definition held", ""), *((d, d) for d in bench.definitions(measure, subject, date))]


def _answered(text: str) -> str:
    """Return the bench's answer as HTML; a mistake as its one line."""
    try:
        found = bench.answer(text)
    except Mistake as mistake:
        return f'<span style="color:#8a3b00">{html.escape(str(mistake))}</span>'
    rows = "".join(
        f"<tr><td {CELL}>{r.meets}</td><td {CELL}>{html.escape(r.shown)}</td>"
        f"<td {CELL}>{html.escape(r.definition)}</td></tr>"
        for r in found.readings.itertuples()
    )
    head = "".join(f"<th {CELL}>{name}</th>" for name in ("meets it", "reading", "definition"))
    cited = "; ".join(sources.short([i for c in found.readings["source_id"] for i in c.split(";") if i]))
    return (
        f"<p><strong>{html.escape(str(found.claim))}: {bench.ANSWERS[found.answer]}.</strong> "
        f"{html.escape(found.why)}</p><table><tr>{head}</tr>{rows}"
        f"</table><p><small>Sources: {html.escape(cited) or 'none'}</small></p>"
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
    places = ["claim_id", "claim", "subject", "theme", "verdict", "judgement", "evidence"]
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
    sort = widgets.Dropdown(options=list(SORTS), description="Sort by")
    listed = widgets.Select(rows=9, layout=widgets.Layout(width="820px"))
    counted, opened = _html(), _html()

    def fill(_: Any) -> None:
        rows = found(text.value, sort.value)
        counted.value = f"{len(rows)} of {len(_rows())} statements."
        listed.options = [
            (f"{r.claim_id} · {claims.VERDICTS[r.verdict]} · {r.claim}", r.claim_id)
            for r in rows.head(MOST_FOUND).itertuples()
        ]

    def show(_: Any) -> None:
        opened.value = detail(listed.value) if listed.value else ""

    text.observe(fill, "value")
    sort.observe(fill, "value")
    listed.observe(show, "value")
    fill(None)
    plain = "".join(
        f"<li>{html.escape(r.claim_id)} ({html.escape(claims.VERDICTS[r.verdict])}): "
        f"{html.escape(r.claim)}</li>"
        for r in _rows().itertuples()
    )
    return Form(
        widgets.VBox([widgets.HBox([text, sort]), counted, listed, opened]),
        f"<details><summary>All statements</summary><ul>{plain}</ul></details>",
        {"text": text, "sort": sort, "listed": listed, "opened": opened},
    )


def detail(claim_id: str) -> str:
    """Return one statement with verdict, reason, what turns it, the facts behind it and sources, as HTML."""
    from hakusho.claims.command import shown

    lines = shown(claim_id).replace("\n  ", " ").split("\n")
    body = "".join(f"<p style='margin:2px 0'>{html.escape(line)}</p>" for line in lines[:-1])
    row = claims.find(claim_id)
    cited = [] if pd.isna(row["evidence_source_id"]) else row["evidence_source_id"].split(";")
    if claim_id in claims.CHECKS:
        facts_ = claims.compute(claim_id).facts()
        table = "".join(
            f"<tr><td {CELL}>{html.escape(f.table)}</td><td {CELL}>{html.escape(f.key)}</td>"
            f"<td {CELL}>{html.escape(f.fact)}</td></tr>"
            for f in facts_.head(12).itertuples()
        )
        more = f"<p>and {len(facts_) - 12} rows more</p>" if len(facts_) > 12 else ""
        head = "".join(f"<th {CELL}>{name}</th>" for name in ("table", "row", "fact"))
        body += f"<table><tr>{head}</tr>{table}</table>{more}"
    return body + (sources.html(cited) if cited else "")
