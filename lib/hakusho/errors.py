"""The one exception for mistakes a person can mend: a single line that says what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class Mistake(ValueError):
    """Wrong name, wrong value, damaged file. The message is one line and names the nearest right answer."""

    def _render_traceback_(self) -> list[str]:
        """Let IPython and Jupyter print the line alone, without the frames of the library."""
        return [f"{type(self).__name__}: {self}"]


SHORTEST = 3  # letters; a shorter word is near to anything
_TAIL = 1 / 3  # least part of a name that its end must be to count as near


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the entry of `known` closest to `word`, or None where nothing is close."""
    if len(word) < SHORTEST:
        return None
    found = list(dict.fromkeys(known))
    folded: dict[str, str] = {}
    for item in found:
        folded.setdefault(item.casefold(), item)
    hits = difflib.get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.6)
    if hits:
        return folded[hits[0]]
    ends = (item for item in found if item.casefold().endswith(word.casefold()))
    tails = [item for item in ends if len(word) >= _TAIL * len(item)]
    return tails[0] if tails else None


def hint(word: str, known: Iterable[str]) -> str:
    """Return '; did you mean …?' or nothing."""
    best = nearest(word, known)
    return f"; did you mean '{best}'?" if best else ""
