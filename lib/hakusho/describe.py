"""What a reader should know about a table before using it, as text and as HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from hakusho.facts import FactBase


_STRONG = "official, treaty, dataset, academic or think tank"


def column_notes(field: dict[str, Any]) -> str:
    """Return a column's description with its allowed values and the meaning of an empty cell."""
    parts = [field.get("description", "")]
    if labels := field.get("labels"):
        parts.append("Values: " + "; ".join(f"{value} = {label}" for value, label in labels.items()) + ".")
    if field.get("of"):
        parts.append(f"Items are keys of {field['of']}.")
    if field.get("empty"):
        parts.append(f"Empty: {field['empty']}.")
    return " ".join(part for part in parts if part)


def column_type(field: dict[str, Any]) -> str:
    """Return what a column holds in a word or two: its kind if it has one, else its type."""
    plain = {"string": "text", "boolean": "yes or no"}.get(field["type"], field["type"])
    kind = field.get("kind", plain).replace("_", " ")
    return f"{field['type']} ({kind})" if field["type"] in ("integer", "number") else kind


class Description:
    """A table described. Print it, show it in a notebook, or read its attributes."""

    def __init__(self, base: FactBase, name: str) -> None:
        """Read the descriptor of `name` and count the rows that rest on strong sources."""
        resource = base.resource(name)
        self.name = name
        self.title: str = resource.get("title", name)
        self.row: str = resource.get("description", "")
        self.use: str = resource.get("use", "")
        self.misuse: str = resource.get("misuse", "")
        licences = resource.get("licenses", [])
        self.licence = "; ".join(one.get("title", one.get("name", "")) for one in licences)
        self.licence_checked: str = resource.get("licence_checked", "")
        self.vintage: str = resource.get("vintage", "")
        self.review_by: str = resource.get("review_by", "")
        self.gaps: list[str] = list(resource.get("known_gaps", []))
        self.read_by: list[str] = list(resource.get("read_by", []))
        self.key: list[str] = list(resource["schema"].get("primaryKey", []))
        self.rows, self.strong_rows = base.support(name)
        self._fields = base.fields(name)
        self._cited = bool(base.source_columns(name))

    @property
    def strong_share(self) -> float:
        """Share of rows (0 to 1) that rest on an official, treaty, dataset, academic or think-tank source."""
        return self.strong_rows / self.rows if self.rows else 0.0

    @property
    def columns(self) -> pd.DataFrame:
        """One row a column: name, holds, unit, notes."""
        rows = [(n, column_type(f), f.get("unit", ""), column_notes(f)) for n, f in self._fields.items()]
        return pd.DataFrame(rows, columns=["name", "holds", "unit", "notes"], dtype="string")

    def facts(self) -> dict[str, str]:
        """Return everything but the columns as label and text."""
        share = f"{self.strong_rows} of {self.rows} ({self.strong_share:.0%}): {_STRONG}"
        pairs = {
            "One row": self.row,
            "Use": self.use,
            "Do not": self.misuse,
            "Rows": str(self.rows),
            "Rows on strong sources": share if self._cited else "",
            "Key": ", ".join(self.key),
            "Licence": f"{self.licence} (checked {self.licence_checked})",
            "Vintage": f"{self.vintage}, to be reviewed by {self.review_by}",
            "Known gaps": " ".join(self.gaps) or "none recorded",
            "Read by": ", ".join(self.read_by),
        }
        return {label: words for label, words in pairs.items() if words}

    def __repr__(self) -> str:
        """Return the description as plain text."""
        lines = [f"{self.title} ({self.name})"]
        lines += [f"{label}: {words}" for label, words in self.facts().items()]
        lines.append("Columns:")
        for row in self.columns.itertuples(index=False):
            unit = f", {row.unit}" if row.unit else ""
            lines.append(f"  {row.name} [{row.holds}{unit}]: {row.notes}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        """Return the description as HTML; all text from data is escaped."""
        told = "".join(f"<tr>{_cell(a, 'th')}{_cell(b)}</tr>" for a, b in self.facts().items())
        rows = self.columns.itertuples(index=False)
        body = "".join(f"<tr>{''.join(_cell(str(c)) for c in row)}</tr>" for row in rows)
        names = "".join(_cell(name, "th") for name in ("column", "holds", "unit", "notes"))
        return (
            f"<h4>{escape(self.title)} <code>{escape(self.name)}</code></h4>"
            f"<table><tbody>{told}</tbody></table>"
            f"<table><thead><tr>{names}</tr></thead><tbody>{body}</tbody></table>"
        )


def _cell(text: str, tag: str = "td") -> str:
    """Return a cell; its own style, because a notebook aligns tables to the right and drops style sheets."""
    return f'<{tag} style="text-align:left;vertical-align:top">{escape(text)}</{tag}>'
