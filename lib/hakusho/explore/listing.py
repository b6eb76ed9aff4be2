"""Rows for reading: a table whose texts are never cut, for the notebooks of spending and policy."""

from __future__ import annotations

import html
from dataclasses import dataclass

import pandas as pd

SHORT = 12  # a date, a share, an id: such cells are not broken over two lines


def _cell(text: str) -> str:
    wrap = ";white-space:nowrap" if len(text) <= SHORT else ""
    return f"<td style='text-align:left{wrap}'>{html.escape(text)}</td>"


@dataclass(frozen=True)
class Listing:
    """Rows as a readable table with their citations."""

    frame: pd.DataFrame
    columns: dict[str, str]
    note: str = ""

    @property
    def data(self) -> pd.DataFrame:
        """The rows (a copy)."""
        return self.frame.copy()

    def _repr_html_(self) -> str:
        heads = "".join(f"<th style='text-align:left'>{html.escape(t)}</th>" for t in self.columns.values())
        body = "".join(
            f"<tr>{''.join(_cell(str(row[c])) for c in self.columns)}</tr>"
            for _, row in self.frame.iterrows()
        )
        note = f"<p><small>{html.escape(self.note)}</small></p>" if self.note else ""
        return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>{note}"

    def __repr__(self) -> str:
        return self.frame[list(self.columns)].to_string(index=False)
