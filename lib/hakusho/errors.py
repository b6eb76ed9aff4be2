"""The one exception for mistakes a person can mend: a single line that says what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class Mistake(ValueError):
    """Wrong name, wrong value, damaged file. The message is one line and names the nearest right answer."""

    def _render_traceback_(self) -> list[str]:
        """Let IPython and Jupyter print the line alone, without the frames of the library."""
        return [f"{type(self).__name__}: {self}"]


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the entry of `known` closest to `word`, or None where nothing is close."""
    found = list(dict.fromkeys(known))
    folded: dict[str, str] = {}
    for item in found:
        folded.setdefault(item.casefold(), item)
    hits = difflib.get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.6)
    if hits:
        return folded[hits[0]]
    tails = [item for item in found if word and item.casefold().endswith(word.casefold())]
    return tails[0] if tails else None


def hint(word: str, known: Iterable[str]) -> str:
    """Return '; did you mean …?' or nothing."""
    best = nearest(word, known)
    return f"; did you mean '{best}'?" if best else ""
