"""Test a claim of your own against every definition and every source that the facts hold.

    JPN milex rank 2025 <= 3                    a figure of a subject at a date
    pyongyang distance tokyo <= 1300            between two places
    2025-01-21 Prime Minister JPN is Ishiba     who held an office
    2024-02-01 member aukus-2021 is JPN         who was party to an agreement
    2025-10-23 ally JPN is KOR                  by what definition an ally
    Tomahawk contract before Sanae Takaichi prime minister     the order of two events

The claim *holds* if all readings meet it, is *contradicted* if none does, *holds under these definitions* if
some do, and *cannot be decided* where the facts hold no reading: that is never "false".
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from hakusho import facts
from hakusho.claims.ground import TODAY
from hakusho.claims.readings import MEASURES
from hakusho.claims.relations import known, relations
from hakusho.errors import Mistake, hint

COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
    "!=": operator.ne,
}
ANSWERS = {
    "holds": "holds",
    "some": "holds under these definitions",
    "contradicted": "contradicted",
    "undecided": "cannot be decided from these facts",
}
EXAMPLE = "JPN milex rank 2025 <= 3"


@dataclass(frozen=True)
class Claim:
    """A claim in parts. For a distance `date` is the second place; for an order of events it is empty."""

    measure: str
    subject: str
    comparison: str
    value: float | str
    date: str
    definition: str = ""

    def __str__(self) -> str:
        """Return the claim as it would be typed."""
        if self.measure == "before":
            named = relations()["before"].subjects()
            one, other = (named.get(i, i) for i in (self.subject, str(self.value)))
            return f"{one} before {other}"
        if self.measure in relations():
            said = {"=": "is", "!=": "!="}[self.comparison]
            return f"{self.date} {self.measure} {self.subject} {said} {self.value}"
        by = f" by {self.definition}" if self.definition else ""
        return f"{self.subject} {self.measure} {self.date} {self.comparison} {self.value:g}{by}"


@dataclass(frozen=True)
class Answer:
    """What the bench says: an answer, why, and the readings with `meets` (yes, no, depends)."""

    claim: Claim
    answer: str
    why: str
    readings: pd.DataFrame

    def __str__(self) -> str:
        """Return the answer with a line for each reading."""
        lines = [f"{self.claim}: {ANSWERS[self.answer]}", self.why]
        for row in self.readings.itertuples():
            said = f"{row.shown:>14}  {row.definition}"
            if self.claim.measure in relations():
                said = f"{row.definition}: {row.shown}"
            lines.append(f"  {row.meets:<8}{said}")
        return "\n".join(lines)


# ---------------------------------------------------------------- what can be chosen


def subjects(measure: str) -> dict[str, str]:
    """Return the subjects that a measure can be asked of: id, and name for a reader."""
    if measure in relations():
        return dict(relations()[measure].subjects())
    held = sorted(MEASURES[measure].readings()["subject"].unique())
    names = _names()
    return {one: names.get(one, one) for one in held}


def _names() -> dict[str, str]:
    tables = {"countries": ("iso3", "name_en"), "missiles/systems": ("system_id", "name")}
    tables["missiles/sites"] = ("site_id", "name")
    return {
        str(code): str(name)
        for table, columns in tables.items()
        for code, name in facts.load(table)[list(columns)].itertuples(index=False)
    }


def values(measure: str, subject: str) -> dict[str, str]:
    """Return the names that a relation can be tested for: id, and name for a reader."""
    return dict(relations()[measure].values(subject))


def dates(measure: str, subject: str) -> list[str]:
    """Return the dates for which a measure has readings of a subject, latest first; places for a distance."""
    rows = MEASURES[measure].readings()
    found = sorted(rows.loc[rows["subject"].eq(subject), "date"].unique(), reverse=True)
    return found[::-1] if MEASURES[measure].dates == "place" else found


def definitions(measure: str, subject: str, date: str) -> list[str]:
    """Return the definitions under which a measure has a reading."""
    rows = MEASURES[measure].readings()
    return list(_on(rows[rows["subject"].eq(subject)], date)["definition"].unique())


def _on(rows: pd.DataFrame, date: str) -> pd.DataFrame:
    """Return the readings of a date; of a year that has them as a calendar and as a fiscal year, both."""
    found, fiscal = rows[rows["date"].eq(date)], rows[rows["date"].eq(f"FY{date}")]
    if found.empty or fiscal.empty:
        return found
    both = {"calendar": found, "fiscal": fiscal}
    return pd.concat(
        kept.assign(definition=f"{year} {date}: " + kept["definition"]) for year, kept in both.items()
    )


# ---------------------------------------------------------------- reading a claim


def parse(text: str) -> Claim:
    """Return a claim in parts. Raises Mistake with one line that says what is missing."""
    if (order := re.fullmatch(r"([^<>=]+)\s(before|after)\s([^<>=]+)", text.strip())) is not None:
        one, word, other = order.groups()
        first, second = (one, other) if word == "before" else (other, one)
        return Claim("before", _event(first), "=", _event(second), "")
    left, mark, right = _split(text)
    value, _, definition = right.partition(" by ")
    measure, rest = _measure(left)
    dates_, others = [], []
    for word in rest.split():
        (dates_ if re.fullmatch(r"(FY)?\d{4}(-\d{2}){0,2}|any", word) else others).append(word)
    if measure in relations():
        return _name_claim(measure, " ".join(others), mark, value.strip(), dates_)
    if MEASURES[measure].dates == "place":
        if len(others) != 2:
            raise Mistake("a distance has two places, such as in 'pyongyang distance tokyo <= 1300'")
        dates_, others = [known(others[1], subjects(measure), "place")], others[:1]
    if len(others) != 1:
        raise Mistake(
            f"name one subject before or after '{measure}', such as in '{EXAMPLE}', not "
            f"'{' '.join(others) or 'none'}'"
        )
    return _number_claim(measure, others[0], mark, value, dates_, definition.strip())


def _event(said: str) -> str:
    """Return the id of an event named by its title, with its date or without, or by its id."""
    events = relations()["before"].subjects()
    bare = [i for i, name in events.items() if name.rpartition(", ")[0].casefold() == said.strip().casefold()]
    return bare[0] if len(bare) == 1 else known(said, events, "event")


def _split(text: str) -> tuple[str, str, str]:
    found = re.split(r"\s*(<=|>=|!=|==|<|>|=|\bis\b)\s*", text.strip(), maxsplit=1)
    if (form := _form(text, found[0])) or len(found) != 3 or not found[2].strip():
        raise Mistake(
            f"'{text}' cannot be read: write '{form}'"
            if form
            else f"no comparison in '{text}': write one of {' '.join(COMPARISONS)} and a value, "
            f"as in '{EXAMPLE}'"
        )
    left, mark, right = found
    return left, {"==": "=", "is": "="}.get(mark, mark), right.strip()


def _form(text: str, left: str) -> str:
    """Return how to ask what a text asks of a relation, if its word stands where no comparison follows it."""
    words = [word.casefold() for word in text.split()]
    for relation in relations().values():
        name = relation.name.casefold().split()
        starts = [k for k in range(len(words)) if words[k : k + len(name)] == name]
        compared = left != text.strip() and starts and starts[0] + len(name) <= len(left.split())
        if not starts or compared:
            continue
        others = [w for k, w in enumerate(text.split()) if not starts[0] <= k < starts[0] + len(name)]
        others = [w for w in others if w.casefold() not in ("is", "of", "an", "a", "the")]
        days = [w for w in others if re.fullmatch(r"\d{4}(-\d{2}){0,2}", w)]
        named = [w for w in others if w not in days]
        if len(named) == 2 and relation.name in ("ally", "member"):
            return f"{(days or [TODAY])[0]} {relation.name} {named[0]} is {named[1]}"
        return relation.example
    return ""


def _measure(left: str) -> tuple[str, str]:
    folded = f" {left.casefold()} "
    every = [*MEASURES, *relations()]
    for name in sorted(every, key=len, reverse=True):
        place = folded.find(f" {name.casefold()} ")
        if place >= 0:
            return name, left[:place] + " " + left[place + len(name) :]
    words = {word for name in every for word in name.split()}
    near = next((h for w in left.split() if w not in words and (h := hint(w, words))), "")
    raise Mistake(f"no measure in '{left.strip()}': the bench knows {', '.join(every)}{near}")


def _name_claim(measure: str, subject: str, mark: str, value: str, dates_: list[str]) -> Claim:
    relation = relations()[measure]
    if mark not in ("=", "!="):
        raise Mistake(f"{measure} is asked with 'is', such as '{relation.example}'")
    if not dates_:
        raise Mistake(f"give the day for {measure}, such as in '{relation.example}'")
    subject = known(subject, relation.subjects(), f"subject of {measure}")
    if measure in ("member", "ally"):
        value = known(value, relation.values(subject), "state")
    return Claim(measure, subject, mark, value, dates_[0])


def _number_claim(
    measure: str, subject: str, mark: str, value: str, dates_: list[str], definition: str
) -> Claim:
    held = subjects(measure)
    folded = {one.casefold(): one for one in held} | {name.casefold(): one for one, name in held.items()}
    if subject.casefold() not in folded:
        raise Mistake(
            f"no reading of {measure} for '{subject}'{hint(subject, held) or '; there is ' + _few(held)}"
        )
    try:
        figure = float(value.replace(",", "").rstrip("% "))
    except ValueError:
        raise Mistake(f"'{value}' is not a number: {measure} is in {MEASURES[measure].unit}") from None
    date = dates_[0] if dates_ else "any" if MEASURES[measure].dates == "any" else ""
    if not date:
        newest = dates(measure, folded[subject.casefold()])[0]
        raise Mistake(f"give a {MEASURES[measure].dates} for {measure}, such as {newest}")
    return Claim(measure, folded[subject.casefold()], mark, figure, date, definition)


def _few(held: Iterable[str] | Mapping[str, str]) -> str:
    listed = list(held)
    return ", ".join(listed[:8]) + (", …" if len(listed) > 8 else "")


# ---------------------------------------------------------------- answering


def answer(claim: Claim | str) -> Answer:
    """Return what the facts say of a claim. Raises Mistake for one that cannot be read."""
    claim = parse(claim) if isinstance(claim, str) else claim
    return _answer_name(claim) if claim.measure in relations() else _answer_number(claim)


def _verdict(meets: pd.Series) -> str:
    if meets.empty:
        return "undecided"
    return "holds" if meets.eq("yes").all() else "contradicted" if meets.eq("no").all() else "some"


def _answer_number(claim: Claim) -> Answer:
    rows = MEASURES[claim.measure].readings()
    mine = rows[rows["subject"].eq(claim.subject)]
    found = _on(mine, claim.date)
    if claim.definition:
        kept = found[found["definition"].str.contains(claim.definition, case=False, regex=False)]
        if kept.empty and len(found):
            raise Mistake(
                f"no definition here holds '{claim.definition}'; there is "
                f"{_few(found['definition'].unique())}"
            )
        found = kept
    if found.empty:
        held = sorted(mine["date"].unique())
        other = claim.date[2:] if claim.date.startswith("FY") else f"FY{claim.date}"
        why = (
            f"The facts hold this by {MEASURES[claim.measure].dates}: write {other}."
            if other in held
            else f"No reading for {claim.date}; the facts hold {len(held)} dates, {held[0]} to {held[-1]}."
        )
        return Answer(claim, "undecided", why, _shown(found, claim))
    found = _shown(found, claim)
    yes, total = int(found["meets"].eq("yes").sum()), len(found)
    low, high = _say(found["low"].min()), _say(found["high"].max())
    spread = MEASURES[claim.measure].said(low if low == high else f"{low} to {high}")
    many = f"{yes} of {total} readings meet it; they give {spread}."
    why = many if total > 1 else f"One reading: {spread}."
    return Answer(claim, _verdict(found["meets"]), why, found)


def _shown(found: pd.DataFrame, claim: Claim) -> pd.DataFrame:
    compare, value = COMPARISONS[claim.comparison], claim.value
    meets = [
        _meets(compare, low, high, float(value))
        for low, high in zip(found["low"], found["high"], strict=True)
    ]
    shown = [
        _say(low) if low == high else f"{_say(low)}–{_say(high)}"
        for low, high in zip(found["low"], found["high"], strict=True)
    ]
    return found.assign(meets=meets, shown=shown).reset_index(drop=True)


def _meets(compare: Callable[[float, float], bool], low: float, high: float, value: float) -> str:
    ends = {compare(round(low, 6), value), compare(round(high, 6), value)}
    return "depends" if len(ends) == 2 else "yes" if ends == {True} else "no"


def _say(number: float) -> str:
    return f"{number:,.4g}" if abs(number) < 1000 else f"{number:,.0f}"


def _answer_name(claim: Claim) -> Answer:
    why, found = relations()[claim.measure].decide(claim.subject, str(claim.value), claim.date)
    if claim.comparison == "!=":
        found = found.assign(meets=found["meets"].map({"yes": "no", "no": "yes"}))
    return Answer(claim, _verdict(found["meets"]), why, found)
