"""For readers who learn: self-checks with computed answers, discussion prompts bound to rows, references.

An exercise never holds its answer as text: ``answer`` is a function of the facts, called when a reader asks,
and the feedback is made from the same facts. The question also stands in the output's picture-less form, so
that a page without a kernel still shows question and solution.
"""

from __future__ import annotations

import html
import math
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from hakusho import facts, sources
from hakusho.errors import Mistake, hint

LONGEST_LIST = 14  # options of an exercise shown without scrolling
Answer = str | float | frozenset[str]


@dataclass(frozen=True)
class Verdict:
    """What a reader is told: whether the answer was right, and why."""

    right: bool
    words: str


@dataclass
class Exercise:
    """One question with a computed answer.

    ``answer``: called without arguments; returns a text (one of ``options``), a number, or a set of texts
    (several of ``options``). ``why``: called without arguments; the explanation, made from the facts.
    ``within``: for numbers, the distance that still counts as right. ``unit``: shown after the number.
    """

    question: str
    answer: Callable[[], Any]
    why: Callable[[], str]
    options: Sequence[str] = ()
    within: float = 0
    unit: str = ""
    clue: str = ""
    _box: Any = field(default=None, repr=False)

    def solution(self) -> Answer:
        """The right answer, computed now. Raises Mistake where it is not among the options."""
        given = self.answer()
        if isinstance(given, str):
            self._listed([given])
            return given
        if isinstance(given, (set, frozenset, list, tuple)):
            self._listed(given)
            return frozenset(given)
        return float(given)

    def _listed(self, given: Any) -> None:
        for one in given:
            if one not in self.options:
                raise Mistake(f"the answer '{one}' is not among the options{hint(one, self.options)}")

    def check(self, given: Any) -> Verdict:
        """Compare a reader's answer with the computed one; say why either way, never only "wrong"."""
        right = self.solution()
        if isinstance(right, float):
            try:
                near = math.isclose(self._number(given), right, rel_tol=0, abs_tol=self.within + 1e-9)
            except ValueError:
                return Verdict(False, f"'{given}' is not a number; write digits, such as 12.5.")
        elif isinstance(right, frozenset):
            near = frozenset(given or ()) == right
        else:
            near = given == right
        return Verdict(near, ("Yes. " if near else f"Not quite: {self.say(right)}. ") + self.why())

    def solved(self) -> str:
        """Return the answer and the reason, as a page without a kernel shows it."""
        return f"{self.say(self.solution())}. {self.why()}"

    def _number(self, given: Any) -> float:
        """Return what a reader typed as a number; separators and the unit itself are allowed."""
        typed = str(given).strip().removesuffix(self.unit).strip() if self.unit else str(given).strip()
        return float(typed.removesuffix("%").replace(",", "").replace(" ", ""))

    def say(self, right: Answer) -> str:
        """The right answer in words."""
        if isinstance(right, float):
            return f"{right:,.6g} {self.unit}".strip()
        return ", ".join(sorted(right)) or "none of them" if isinstance(right, frozenset) else right

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        self._box = self._box or _form(self)
        data = self._box._repr_mimebundle_(**kwargs)
        shown, metadata = data if isinstance(data, tuple) else (data, {})
        listed = "".join(f"<li>{html.escape(o)}</li>" for o in self.options)
        shown["text/html"] = (
            f"<p><strong>Exercise.</strong> {html.escape(self.question)}</p><ul>{listed}</ul>"
            f"<details><summary>Answer</summary>{html.escape(self.solved())}</details>"
        )
        shown["text/plain"] = f"Exercise: {self.question}"
        return shown, metadata


def _form(exercise: Exercise) -> Any:
    """The exercise as ipywidgets: question, field, Check, Clue, and a line for the verdict."""
    import ipywidgets as widgets

    from hakusho.keys import KeyGuard

    wide = widgets.Layout(width="auto", max_width="760px")
    several = bool(exercise.options) and isinstance(exercise.answer(), (set, frozenset, list, tuple))
    how = " <small>(several: hold Ctrl or ⌘ and click)</small>" if several else ""
    asked = f"<strong>Exercise.</strong> {html.escape(exercise.question)}{how}"
    question = widgets.HTML(asked, layout=wide)
    entry = _entry(exercise, several, widgets, wide)
    verdict = widgets.HTML("", layout=wide)
    verdict.add_class("hakusho-verdict")
    check = widgets.Button(description="Check", tooltip="Compare with the facts")

    def tell(_button: Any) -> None:
        value = entry.value
        if value in (None, "", ()):
            verdict.value = "Choose or write an answer first."
            return
        result = exercise.check(value)
        colour = "#0b5d1e" if result.right else "#8a3b00"
        verdict.value = f'<span style="color:{colour}">{html.escape(result.words)}</span>'

    check.on_click(tell)
    buttons = [check]
    if exercise.clue:
        clue = widgets.Button(description="Clue")
        clue.on_click(lambda _b: setattr(verdict, "value", html.escape(exercise.clue)))
        buttons.append(clue)
    return widgets.VBox([question, entry, widgets.HBox(buttons), verdict, KeyGuard()])


def _entry(exercise: Exercise, several: bool, widgets: Any, wide: Any) -> Any:
    if not exercise.options:
        return widgets.Text(
            placeholder=f"number ({exercise.unit})" if exercise.unit else "number",
            layout=widgets.Layout(width="240px"),
        )
    if several:
        rows = min(len(exercise.options), LONGEST_LIST)
        return widgets.SelectMultiple(options=list(exercise.options), rows=rows, layout=wide)
    return widgets.RadioButtons(options=list(exercise.options), value=None, layout=wide)


@dataclass(frozen=True)
class Discussion:
    """A question for a group, with the rows it is about: ``rows`` maps a table to keys that must exist."""

    question: str
    rows: Mapping[str, Sequence[str]]
    listen_for: str = ""

    def evidence(self) -> dict[str, pd.DataFrame]:
        """The rows themselves, per table. Raises Mistake for a key that no row has."""
        return {table: _rows_with_keys(table, keys) for table, keys in self.rows.items()}

    def _repr_html_(self) -> str:
        found = self.evidence()
        named = "".join(f"<li>{html.escape(words)}</li>" for t, f in found.items() for words in said(t, f))
        cited = sources.html(
            pd.concat([f[_source_columns(f)[:1]].set_axis(["source_id"], axis=1) for f in found.values()])
        )
        listen = f"<p><em>Listen for:</em> {html.escape(self.listen_for)}</p>" if self.listen_for else ""
        return (
            f"<p><strong>Discuss.</strong> {html.escape(self.question)}</p>"
            f"<details><summary>Rows to look at and their sources</summary><ul>{named}</ul>{listen}"
            f"<p>Sources of these rows:</p>{cited}</details>"
        )


SILENT = ("source_list", "list", "url", "country_list")  # columns that say little in a line of words
UNIT_NAMES = {"km", "pct", "bn", "m", "jpy", "usd"}  # parts of a column's name that its unit says in full
PIECES, LONGEST, SENTENCE = 6, 200, 40  # columns of a row in words; characters of the longest, of a sentence


def said(table: str, frame: pd.DataFrame) -> list[str]:
    """Return each row of a table in words: its table, dates, names, texts and amounts, without its own id."""
    base, own = facts.base(), set(facts.base().resources[table]["schema"]["primaryKey"])
    fields = base.fields(table).values()
    shown = [f for f in fields if f.get("kind") not in SILENT and f["name"] != "note"]
    shown = [f for f in shown if not (f["name"] in own and f.get("kind") == "id")]
    return [f"{base.resources[table]['title']}: {_line(row, shown)}" for _, row in frame.iterrows()]


def _line(row: pd.Series, shown: Sequence[Mapping[str, Any]]) -> str:
    """A row that tells something in a sentence needs no categories; a row of figures is nothing without."""
    told = [(f.get("kind"), _piece(row[f["name"]], f)) for f in shown if not pd.isna(row[f["name"]])]
    sentence = any(kind != "enum" and len(words) >= SENTENCE for kind, words in told)
    pieces = [words for kind, words in told if not (sentence and kind == "enum")]
    return "; ".join(list(dict.fromkeys(pieces))[:PIECES])


def _piece(value: Any, field: Mapping[str, Any]) -> str:
    if field.get("kind") == "country":
        names = facts.load("countries").set_index("iso3")["name_en"]
        return str(names.get(value, value))
    if field["type"] in ("integer", "number") and field.get("kind") != "year":
        name = " ".join(part for part in field["name"].split("_") if part not in UNIT_NAMES)
        unit = field.get("unit", "").replace("_", " ")
        return f"{name} {value:,g} {'' if unit.startswith(('1', name)) else unit}".strip()
    return textwrap.shorten(str(field.get("labels", {}).get(value, value)), LONGEST, placeholder=" …")


def _source_columns(frame: pd.DataFrame) -> list[str]:
    return [c for c in frame.columns if c == "source_id" or c.endswith("_source_id")]


def _rows_with_keys(table: str, keys: Sequence[str]) -> pd.DataFrame:
    frame = facts.load(table)
    key = facts.base().resources[table]["schema"]["primaryKey"]
    column = key[0] if isinstance(key, list) else key
    known = frame[column].astype(str)
    for wanted in keys:
        if wanted not in set(known):
            raise Mistake(f"no row of {table} has {column} '{wanted}'{hint(wanted, known)}")
    return frame[known.isin(list(keys))]


class References:
    """The sources that a notebook used, as a list: of explorers (their rows now) and of frames."""

    def __init__(self, *used: Any) -> None:
        ids: dict[str, None] = {}
        for one in used:
            frame = one if isinstance(one, pd.DataFrame) else one.data
            ids |= dict.fromkeys(sources.ids(frame))
        self.ids = list(ids)

    def __len__(self) -> int:
        return len(self.ids)

    def _repr_html_(self) -> str:
        count = f"{len(self.ids)} sources, facts {html.escape(facts.version())}"
        room = "<style>.hakusho-sources { padding-left: 3.4em; }</style>"  # for numbers of three digits
        return f"{room}<details><summary>{count}</summary>{sources.html(self.ids)}</details>"

    def __repr__(self) -> str:
        return "\n".join(sources.cite(self.ids))
