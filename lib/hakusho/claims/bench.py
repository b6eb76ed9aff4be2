"""Test a claim of your own: a measure of a subject at a date against a value, under every definition held.

    JPN milex rank 2025 <= 3
    JPN budget FY2025 >= 8.7 by excl_saco_realignment
    2025-01-21 Prime Minister JPN is Ishiba

Every definition and every publisher in the facts gives a reading. The claim *holds* if all readings meet
it, is *contradicted* if none does, *holds under these definitions* if some do, and *cannot be decided*
where the facts hold no reading: that is never "false".
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd

from hakusho import facts
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
class Measure:
    """What can be asked: its words, unit, the shape of its dates, and the readings that the facts hold.

    `readings`: frame with subject, date, definition, low, high, source_id; low equals high for a figure.
    """

    name: str
    unit: str
    dates: str
    readings: Callable[[], pd.DataFrame]


@dataclass(frozen=True)
class Claim:
    """A claim in parts."""

    measure: str
    subject: str
    comparison: str
    value: float | str
    date: str
    definition: str = ""

    def __str__(self) -> str:
        """Return the claim as it would be typed."""
        value = f"{self.value:g}" if isinstance(self.value, float) else self.value
        by = f" by {self.definition}" if self.definition else ""
        return f"{self.subject} {self.measure} {self.date} {self.comparison} {value}{by}"


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
            lines.append(f"  {row.meets:<8}{row.shown:>14}  {row.definition}")
        return "\n".join(lines)


# ---------------------------------------------------------------- readings of each measure


def _frame(
    rows: pd.DataFrame,
    subject: str,
    date: str,
    definition: pd.Series,
    low: str,
    high: str | None = None,
    scale: float = 1,
) -> pd.DataFrame:
    high = high or low
    found = pd.DataFrame(
        {
            "subject": rows[subject].astype(str),
            "date": rows[date].astype(str),
            "definition": definition.astype(str),
            "low": rows[low].fillna(rows[high]).astype(float) * scale,
            "high": rows[high].fillna(rows[low]).astype(float) * scale,
            "source_id": rows["source_id"].astype(str),
        }
    )
    return found.dropna(subset=["low"])


def _rank() -> pd.DataFrame:
    top, old = facts.load("spending/milex_top"), facts.load("spending/sipri_top15_editions")
    said = facts.load("spending/rankings")
    said = said[said["statement_kind"].eq("published_rank")]
    return pd.concat(
        [
            _frame(
                top,
                "country_iso3",
                "year",
                "SIPRI, edition of " + top["edition"] + ", current dollars",
                "rank",
            ),
            _frame(
                old,
                "country_iso3",
                "data_year",
                "SIPRI, edition of " + old["edition"] + ", as published",
                "rank",
            ),
            _frame(
                said,
                "country_iso3",
                "data_year",
                said["published_by"] + " " + said["published"].fillna("") + ", " + said["measure"],
                "rank",
            ),
        ]
    ).drop_duplicates(["subject", "date", "definition"])


def _milex(column: str, scale: float = 1) -> Callable[[], pd.DataFrame]:
    def readings() -> pd.DataFrame:
        rows = facts.load("spending/milex")
        base = " at prices of " + rows["const_base_year"].astype(str) if "const" in column else ""
        kind = {"usd_current_m": ", current dollars", "usd_const_m": ", constant dollars"}.get(column, "")
        return _frame(
            rows,
            "country_iso3",
            "year",
            "SIPRI, edition of " + rows["edition"] + kind + base,
            column,
            scale=scale,
        )

    return readings


def _budget() -> pd.DataFrame:
    rows = facts.load("spending/japan_budget")
    rows = rows[rows["fiscal_year"].eq(rows["fiscal_year_end"]) & rows["accounting_basis"].eq("expenditure")]
    rows = rows[rows["budget_kind"].isin(["initial", "draft", "plan_target", "nato_style_2pct_total"])]
    name = (
        rows["budget_kind"]
        + ", "
        + rows["basis"]
        + rows["variant"].map(lambda v: "" if v == "not_applicable" else f", {v}").astype("string")
    )
    return _frame(rows.assign(who="JPN"), "who", "fiscal_year", name, "amount_jpy_bn", scale=0.001)


def _share() -> pd.DataFrame:
    rows = facts.load("spending/japan_budget")
    rows = rows[rows["fiscal_year"].eq(rows["fiscal_year_end"]) & rows["share_gdp_pct"].notna()]
    name = (
        rows["budget_kind"]
        + ", "
        + rows["basis"]
        + ", "
        + rows["variant"].replace("not_applicable", "whole")
        + ", over "
        + rows["gdp_basis"]
    )
    own = _frame(rows.assign(who="JPN"), "who", "fiscal_year", name, "share_gdp_pct")
    sipri = _milex("share_gdp_pct")()
    return pd.concat([sipri, own])


def _scrambles() -> pd.DataFrame:
    rows = facts.load("threats/scrambles")
    rows = rows[rows["period"].eq("FY")]
    return _frame(rows, "against", "fiscal_year", rows["reading"] + ", " + rows["basis"], "count")


def _launches() -> pd.DataFrame:
    rows = facts.load("threats/nk_tests_by_year")
    rows = rows[rows["whole_year"]]
    name = rows["counter"] + ": " + rows["unit"] + ", " + rows["scope"]
    return _frame(rows.assign(who="PRK"), "who", "year", name, "count").drop_duplicates()


def _warheads() -> pd.DataFrame:
    rows = facts.load("threats/nuclear_warheads")
    rows = rows[rows["measure"].eq("stockpile")]
    low, high = rows["low"].fillna(rows["central"]), rows["high"].fillna(rows["central"])
    rows = rows.assign(low=low, high=high)
    return _frame(rows, "country_iso3", "year", rows["publisher"] + ", " + rows["edition"], "low", "high")


def _senkaku() -> pd.DataFrame:
    rows = facts.load("threats/senkaku_presence")
    rows = rows[rows["granularity"].eq("year") & rows["measure"].eq("vessel_days")]
    name = rows["zone"] + ", " + rows["reported_by"]
    return _frame(rows.assign(who="CHN"), "who", "period_from", name, "count")


def _range() -> pd.DataFrame:
    rows = facts.load("missiles/range_estimates")
    rows = rows[rows["measure"].isin(["range", "claim"])].assign(always="any")
    name = rows["measure"] + ", " + rows["source_id"].str.split(";").str[0]
    return _frame(rows, "system_id", "always", name, "range_min_km", "range_max_km")


MEASURES: dict[str, Measure] = {
    m.name: m
    for m in (
        Measure("milex rank", "rank", "year", _rank),
        Measure("milex dollars", "billion dollars", "year", _milex("usd_current_m", 0.001)),
        Measure("milex constant", "billion constant dollars", "year", _milex("usd_const_m", 0.001)),
        Measure("milex share", "% of GDP", "year or fiscal year", _share),
        Measure("budget", "trillion yen", "fiscal year", _budget),
        Measure("scrambles", "scrambles", "fiscal year", _scrambles),
        Measure("launches", "by each counter's unit", "year", _launches),
        Measure("warheads", "warheads", "year", _warheads),
        Measure("vessel days", "vessel-days", "year", _senkaku),
        Measure("range", "km", "any", _range),
    )
}


def measures() -> list[str]:
    """Return the names of all measures; an office, such as Prime Minister, is one as well."""
    return [*MEASURES, *sorted(set(facts.load("policy/offices")["office"]))]


def _offices() -> dict[str, str]:
    return {office.casefold(): office for office in set(facts.load("policy/offices")["office"])}


def subjects(measure: str) -> list[str]:
    """Return the subjects that a measure has readings for."""
    if measure in MEASURES:
        return sorted(MEASURES[measure].readings()["subject"].unique())
    rows = facts.load("policy/offices")
    return sorted(rows.loc[rows["office"].eq(measure), "country_iso3"].unique())


def dates(measure: str, subject: str) -> list[str]:
    """Return the dates for which a measure has readings of a subject, latest first."""
    rows = MEASURES[measure].readings()
    return sorted(rows.loc[rows["subject"].eq(subject), "date"].unique(), reverse=True)


def definitions(measure: str, subject: str, date: str) -> list[str]:
    """Return the definitions under which a measure has a reading."""
    rows = MEASURES[measure].readings()
    return list(rows.loc[rows["subject"].eq(subject) & rows["date"].eq(date), "definition"].unique())


# ---------------------------------------------------------------- reading a claim


def _words() -> list[str]:
    return sorted([*MEASURES, *_offices()], key=len, reverse=True)


def parse(text: str) -> Claim:
    """Return a claim in parts. Raises Mistake with one line that says what is missing."""
    left, mark, right = _split(text)
    value, _, definition = right.partition(" by ")
    measure, rest = _measure(left)
    dates_, others = [], []
    for word in rest.split():
        (dates_ if re.fullmatch(r"(FY)?\d{4}(-\d{2}){0,2}|any", word) else others).append(word)
    if len(others) != 1:
        raise Mistake(
            f"name one subject before or after '{measure}', such as in '{EXAMPLE}', not "
            f"'{' '.join(others) or 'none'}'"
        )
    if measure in MEASURES:
        return _number_claim(measure, others[0], mark, value, dates_, definition.strip())
    if mark not in ("=", "!="):
        raise Mistake(
            f"who is {measure} is asked with 'is', such as '2025-01-21 Prime Minister JPN is Ishiba'"
        )
    if not dates_:
        raise Mistake(f"give the day on which someone was {measure}, such as 2025-01-21")
    return Claim(measure, others[0].upper(), mark, value.strip(), dates_[0])


def _split(text: str) -> tuple[str, str, str]:
    found = re.split(r"\s*(<=|>=|!=|==|<|>|=|\bis\b)\s*", text.strip(), maxsplit=1)
    if len(found) != 3 or not found[2].strip():
        raise Mistake(
            f"no comparison in '{text}': write one of {' '.join(COMPARISONS)} and a value, as in '{EXAMPLE}'"
        )
    left, mark, right = found
    return left, {"==": "=", "is": "="}.get(mark, mark), right.strip()


def _measure(left: str) -> tuple[str, str]:
    folded, offices = f" {left.casefold()} ", _offices()
    for name in _words():
        place = folded.find(f" {name} ")
        if place >= 0:
            return offices.get(name, name), left[:place] + " " + left[place + len(name) :]
    known = ", ".join(MEASURES)
    words = {word for name in [*MEASURES, *offices.values()] for word in name.split()}
    near = next((h for w in left.split() if w not in words and (h := hint(w, words))), "")
    raise Mistake(f"no measure in '{left.strip()}': the bench knows {known} and offices{near}")


def _number_claim(
    measure: str, subject: str, mark: str, value: str, dates_: list[str], definition: str
) -> Claim:
    known = subjects(measure)
    folded = {one.casefold(): one for one in known}
    if subject.casefold() not in folded:
        raise Mistake(
            f"no reading of {measure} for '{subject}'{hint(subject, known) or '; there is ' + _few(known)}"
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


def _few(known: Iterable[str]) -> str:
    known = list(known)
    return ", ".join(known[:8]) + (", …" if len(known) > 8 else "")


# ---------------------------------------------------------------- answering


def answer(claim: Claim | str) -> Answer:
    """Return what the facts say of a claim. Raises Mistake for one that cannot be read."""
    claim = parse(claim) if isinstance(claim, str) else claim
    return _answer_number(claim) if claim.measure in MEASURES else _answer_office(claim)


def _answer_number(claim: Claim) -> Answer:
    rows = MEASURES[claim.measure].readings()
    mine = rows[rows["subject"].eq(claim.subject)]
    found = mine[mine["date"].eq(claim.date)]
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
        why = f"No reading for {claim.date}; the facts hold {len(held)} dates, {held[0]} to {held[-1]}."
        return Answer(claim, "undecided", why, _shown(found, claim))
    found = _shown(found, claim)
    yes, total = int(found["meets"].eq("yes").sum()), len(found)
    no = int(found["meets"].eq("no").sum())
    name = "holds" if yes == total else "contradicted" if no == total else "some"
    low, high = _say(found["low"].min()), _say(found["high"].max())
    spread = low if low == high else f"{low} to {high}"
    why = (
        f"{yes} of {total} readings meet it; they give {spread}." if total > 1 else f"One reading: {spread}."
    )
    return Answer(claim, name, why, found)


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


def _answer_office(claim: Claim) -> Answer:
    try:
        first, last = (pd.Timestamp(x[0]) for x in facts.partial_bounds([claim.date]))
    except ValueError:
        raise Mistake(f"'{claim.date}' is not a date; write YYYY, YYYY-MM or YYYY-MM-DD") from None
    rows = facts.load("policy/offices")
    terms = rows[rows["office"].eq(claim.measure) & rows["country_iso3"].eq(claim.subject)]
    if terms.empty:
        raise Mistake(
            f"no {claim.measure} of '{claim.subject}' is held; there is {_few(subjects(claim.measure))}"
        )
    found = terms[terms["from_start"].le(last) & (terms["to"].isna() | terms["to_end"].ge(first))]
    wanted = str(claim.value).casefold()
    hit = found["person"].str.casefold().str.contains(wanted, regex=False)
    meets = hit if claim.comparison == "=" else ~hit
    span = found["from"].astype(str) + " to " + found["to"].fillna("today").astype(str)
    shown = pd.DataFrame(
        {
            "meets": meets.map({True: "yes", False: "no"}).astype(str),
            "shown": found["person"].astype(str),
            "definition": span,
            "source_id": found["source_id"].astype(str),
        }
    )
    if found.empty:
        return Answer(claim, "undecided", f"No term is held for {claim.date}.", shown)
    yes = int(meets.sum())
    name = "holds" if yes == len(found) else "contradicted" if yes == 0 else "some"
    return Answer(
        claim,
        name,
        f"{claim.measure} of {claim.subject} on {claim.date}: {' and '.join(found['person'])}.",
        shown.reset_index(drop=True),
    )
