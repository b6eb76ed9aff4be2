"""Sense checks on the bibliography."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from hakusho.check.sense import Found, at, rule


def _same(frame: pd.DataFrame, column: str, marks: pd.Series, what: str) -> Iterator[Found]:
    first: dict[str, str] = {}
    for place, (mark, own) in enumerate(zip(marks, frame["source_id"], strict=True)):
        if isinstance(mark, str) and mark and first.setdefault(mark, own) != own:
            yield Found(place, column, f"same {what} as '{first[mark]}'; keep one of the two")


def _address(url: object) -> str:
    """Return an address without scheme, www, fragment and final slash: the same page by any of them."""
    return re.sub(r"^https?://(www\.)?|#(?!edition).*$|/$", "", url) if isinstance(url, str) else ""


@rule("same_address", "sources", "source_id url note title")
def same_address(sources: pd.DataFrame) -> Iterator[Found]:
    """Two ids share an address. Different parts of one page are told apart by a fragment '#edition…'."""
    return _same(sources, "url", sources["url"].map(_address), "address")


@rule("same_title", "sources", "source_id title publisher published url")
def same_title(sources: pd.DataFrame) -> Iterator[Found]:
    """Two ids share title, publisher and day, apart from case and punctuation."""
    parts = [sources[name].fillna("").str.casefold() for name in ("title", "publisher", "published")]
    marks = parts[0].str.replace(r"\W+", " ", regex=True) + "|" + parts[1] + "|" + parts[2]
    return _same(sources, "title", marks, "title, publisher and date")


@rule("read_before_published", "sources", "published accessed")
def read_before_published(sources: pd.DataFrame) -> Iterator[Found]:
    """A source was read before it was published."""
    early = sources["accessed_end"] < sources["published_start"]
    return at(
        sources, "accessed", early, lambda row: f"read on {row['accessed']}, published {row['published']}"
    )


_INTERNAL = re.compile(r"\b(?:record|file) (?:\d{8,}|\d{3}_)|code index|public GitHub file", re.IGNORECASE)


@rule("reader_can_follow", "sources", "title publisher note")
def reader_can_follow(sources: pd.DataFrame) -> Iterator[Found]:
    """Title, publisher or note names a record or file of somebody's index: no reader can look it up."""
    for column in ("title", "publisher", "note"):
        named = sources[column].fillna("").str.contains(_INTERNAL)
        yield from at(sources, column, named, lambda row, c=column: f"'{row[c]}' points into an index")


_WHY = re.compile(r"\baddress\b|as supplied", re.IGNORECASE)


@rule("reader_can_open", "sources", "url archive_url note")
def reader_can_open(sources: pd.DataFrame) -> Iterator[Found]:
    """A source has no address and its note does not say why, or its note says that nobody read it."""
    note = sources["note"].fillna("")
    closed = sources["url"].isna() & sources["archive_url"].isna() & ~note.str.contains(_WHY)
    yield from at(
        sources, "url", closed, lambda _: "no address: give one, or say in the note why there is none"
    )
    unread = note.str.contains("not read", regex=False)
    yield from at(
        sources, "note", unread, lambda row: f"'{row['note']}': a source is read before it is cited"
    )
