"""Small words for sentences: a capital, a number with its noun, a list."""

from __future__ import annotations

from collections.abc import Sequence


def capital(text: str) -> str:
    """Return a text with its first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


def count(number: int, noun: str) -> str:
    """Return a number with its noun in the right form: 1 act, 2 acts."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def joined(items: Sequence[str]) -> str:
    """Return items as words: a, b and c. Nothing for an empty list."""
    return f"{', '.join(items[:-1])} and {items[-1]}" if len(items) > 1 else "".join(items)
