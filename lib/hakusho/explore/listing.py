"""Rows for reading: a table whose texts are never cut, for every notebook."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

SHORT = 12  # a date, a share, an id: such cells are not broken over two lines


def table(frame: pd.DataFrame, columns: Mapping[str, str] | None = None) -> str:
    """Return rows as an HTML table: the columns named with their headings, or all under their own names."""
    heads = columns or {column: str(column).replace("_", " ") for column in frame.columns}
    top = "".join(f"<th style='text-align:left'>{html.escape(text)}</th>" for text in heads.values())
    body = "".join(
        f"<tr>{''.join(map(_cell, row))}</tr>" for row in frame[list(heads)].itertuples(index=False)
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: object) -> str:
    text = "" if pd.isna(value) else str(value)
    wrap = ";white-space:nowrap" if len(text) <= SHORT else ""
    return f"<td style='text-align:left;vertical-align:top{wrap}'>{html.escape(text)}</td>"


@dataclass(frozen=True)
class Listing:
    """Rows as a readable table: the columns named, or all of them; `note` stands below in small print."""

    frame: pd.DataFrame
    columns: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    @property
    def data(self) -> pd.DataFrame:
        """The rows (a copy)."""
        return self.frame.copy()

    def _repr_html_(self) -> str:
        note = f"<p><small>{html.escape(self.note)}</small></p>" if self.note else ""
        return table(self.frame, self.columns) + note

    def __repr__(self) -> str:
        return self.frame[list(self.columns) or list(self.frame.columns)].to_string(index=False)
