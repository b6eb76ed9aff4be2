"""Numbers in prose, bound to the facts.

In a notebook's Markdown a number that states a fact is followed by an invisible comment with the expression
that it must equal, over the public modules of the package:

    fell from 851<!-- = threats.scrambles("CHN", 2016) --> to 464<!-- = … -->
    about 1,400<!-- = spending.x() ~100 --> billion yen        rounded to the nearest 100
    seven<!-- = len(alliances.y()) --> of eight<!-- … -->       number words up to twenty

A number is right when it equals the expression at the precision it is written with. Numbers that are no facts
need no comment: years, dates, names (Type 12, Article 9, Hwasong-7), minutes, headings and lists. Any other
number must be bound, or marked `<!-- ~ why -->`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

WORDS = (
    *(
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
NUMBER = r"[−-]?\d[\d,]*(?:\.\d+)?"
BOUND = re.compile(rf"(?P<shown>{NUMBER}|\b(?:{'|'.join(WORDS)})\b)(?P<unit>[^<\n]{{0,24}}?)"
                   r"<!--\s*=\s*(?P<what>.*?)"
                   r"(?:\s~(?P<round>[\d.]+))?\s*-->", re.IGNORECASE)  # fmt: skip
WAIVED = re.compile(rf"{NUMBER}[^<\n]{{0,24}}?<!--\s*~\s*\S.*?-->")
MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
HARMLESS = [
    r"<!--.*?-->", r"```.*?```", r"`[^`]*`", r"\]\([^)]*\)", r"https?://\S+",
    r"^\s*\d+\. ", r"^#+ .*$", r"(?<![\d.])0\d(?![\d.])", r"\d+式",
    rf"\b\d{{1,2}}(?:[–-]\d{{1,2}})? (?:{MONTH})\b(?: \d{{4}})?", rf"(?:{MONTH}) \d{{4}}",
    r"\b(?:1[89]|20)\d\d(?:[–-](?:\d\d|\d{4}))?s?\b",
    r"\b(?:Type|Article|Block|fiscal|No\.|Standard|chapter|page|step|notebook|Table|Figure)[ -]?\d+\w*",
    r"\b[A-Za-z]+-\d+[A-Za-z]*\b", r"\b[A-Za-z]+\d+\b", r"\b\d+\+\d+\b",
    r"\b\d+(?:[–-]\d+)? (?:minutes?|min|laptops?|students?)\b",
]  # fmt: skip
FACTLIKE = re.compile(
    rf"{NUMBER}\s?(?:%|km|yen|dollars|trillion|billion|million|per cent)|\d{{2,}}|\d[\d,]*\.\d"
)


@dataclass(frozen=True)
class Bound:
    """A number in prose, what it must equal and how coarsely."""

    shown: str
    what: str
    rounding: float | None

    @property
    def value(self) -> float:
        """The number as written."""
        word = self.shown.lower()
        return (
            float(WORDS.index(word))
            if word in WORDS
            else float(self.shown.replace(",", "").replace("−", "-"))
        )

    def tolerance(self) -> float:
        """Half a unit of the last digit written, or half the rounding declared."""
        if self.rounding is not None:
            return self.rounding / 2
        decimals = self.shown.partition(".")[2]
        return 0.5 * 10 ** -len(decimals)

    def fault(self, names: Mapping[str, Any]) -> str | None:
        """Say in one line how the number drifts from its expression, or None."""
        try:
            found = float(eval(self.what, dict(names)))  # our own notebooks, in a test
        except Exception as error:
            return f"{self.shown}: `{self.what}` does not resolve ({type(error).__name__}: {error})"
        if abs(found - self.value) <= self.tolerance() * (1 + 1e-9):
            return None
        return f"{self.shown}: `{self.what}` is {found:g}"


def bound(text: str) -> Iterator[Bound]:
    """Every bound number of a Markdown text."""
    for match in BOUND.finditer(text):
        rounding = match["round"]
        yield Bound(match["shown"], match["what"], float(rounding) if rounding else None)


def unbound(text: str) -> list[str]:
    """Numbers that look like facts and are neither bound nor waived."""
    rest = WAIVED.sub(" ", BOUND.sub(" ", text))
    for pattern in HARMLESS:
        rest = re.sub(
            pattern,
            " ",
            rest,
            flags=re.MULTILINE | re.DOTALL if "```" in pattern or "!--" in pattern else re.MULTILINE,
        )
    return [match.group() for match in FACTLIKE.finditer(rest)]
