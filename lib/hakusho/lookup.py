"""Search over all tables, and rival figures side by side."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from hakusho.errors import Mistake, hint

if TYPE_CHECKING:
    from hakusho.facts import FactBase

_VOICED = "\u3099\u309a"  # Japanese voicing marks: not diacritics, か and が are different letters
_AROUND = 60


def fold(text: str) -> str:
    """Return `text` without case, diacritics and width differences, for comparison."""
    if text.isascii():
        return text.casefold()
    parts = unicodedata.normalize("NFKD", text)
    kept = "".join(c for c in parts if c in _VOICED or not unicodedata.combining(c))
    return unicodedata.normalize("NFC", kept).casefold()


def row_key(base: FactBase, name: str, row: Mapping[str, Any]) -> str:
    """Return the primary key of a row as text, joined by '|'."""
    return "|".join(str(row[column]) for column in base.resource(name)["schema"]["primaryKey"])


def _excerpt(cell: str, needle: str) -> str:
    place = max(fold(cell).find(needle), 0)  # folding may shift it by a letter, which an excerpt can bear
    start, end = max(place - _AROUND, 0), place + len(needle) + _AROUND
    return ("…" if start else "") + cell[start:end] + ("…" if end < len(cell) else "")


def _hits(base: FactBase, name: str, needle: str) -> Iterator[dict[str, str]]:
    header, columns = base.raw(name)
    sources = base.source_columns(name) or (["source_id"] if name == "sources" else [])
    for column, cells in zip(header, columns, strict=True):
        if base.fields(name)[column].get("kind") == "source_list":
            continue
        for place, cell in enumerate(cells):
            if needle in fold(cell):
                row = {c: values[place] for c, values in zip(header, columns, strict=True)}
                cited = ";".join(dict.fromkeys(row[c] for c in sources if row[c]))
                yield {
                    "table": name,
                    "key": row_key(base, name, row),
                    "column": column,
                    "excerpt": _excerpt(cell, needle),
                    "source_id": cited,
                }


def find(base: FactBase, text: str) -> pd.DataFrame:
    """Return cells that hold `text`; see FactBase.find. Raises Mistake for empty text."""
    from hakusho import sources

    needle = fold(text).strip()
    if not needle:
        raise Mistake("nothing to search for; give a word, such as facts.find('kengun')")
    # Facts first, then statements about them, then sources and countries.
    order = sorted(base.tables(), key=lambda name: ("/" not in name, name.startswith("claims/")))
    hits = [hit for name in order for hit in _hits(base, name, needle)]
    for hit in hits:
        hit["citation"] = "; ".join(sources.short(hit["source_id"], base)) if hit["source_id"] else ""
    names = ["table", "key", "column", "excerpt", "source_id", "citation"]
    return pd.DataFrame(hits, columns=names, dtype="string")


def _rule(base: FactBase, name: str) -> dict[str, list[str]]:
    if rule := base.resource(name).get("rivals"):
        return rule
    able = ", ".join(t for t in base.tables() if base.resources[t].get("rivals"))
    raise Mistake(f"{name} does not hold rival figures; these tables do: {able or 'none'}")


def _chosen(base: FactBase, name: str, frame: pd.DataFrame, key: Mapping[str, Any] | str) -> pd.DataFrame:
    by = _rule(base, name)["by"]
    if isinstance(key, str):
        header, columns = base.raw(name)
        rows = (dict(zip(header, row, strict=True)) for row in zip(*columns, strict=True))
        keys = [row_key(base, name, row) for row in rows]
        if key not in keys:
            raise Mistake(f"no row of {name} has the key '{key}'{hint(key, keys)}")
        row = frame.iloc[keys.index(key)]
        key = {column: row[column] for column in by}
    for column, wanted in key.items():
        if column not in frame:
            raise Mistake(f"{name} has no column '{column}'{hint(column, frame.columns)}")
        values = frame[column].astype("string")
        kept = frame[values.isna() if pd.isna(wanted) else values == str(wanted)]
        if kept.empty:
            raise Mistake(f"{name} [{column}]: no '{wanted}'{hint(str(wanted), values.dropna())}")
        frame = kept
    return frame


def _spread(base: FactBase, name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Add lowest, highest, spread over the value columns that share the unit of the first, per quantity."""
    rule, fields = _rule(base, name), base.fields(name)
    numbers = [c for c in rule["value"] if fields[c]["type"] in ("integer", "number")]
    pooled = [c for c in numbers if fields[c].get("unit") == fields[numbers[0]].get("unit")]
    if not pooled or frame.empty:
        return frame
    groups = [frame[c].astype("string").fillna("") for c in rule["by"]]
    low = frame[pooled].min(axis=1).groupby(groups).transform("min")
    high = frame[pooled].max(axis=1).groupby(groups).transform("max")
    return frame.assign(lowest=low, highest=high, spread=high - low)


def _differing(rule: Mapping[str, list[str]], frame: pd.DataFrame) -> pd.DataFrame:
    """Keep the quantities that more than one row gives, with values that differ."""
    said = frame[rule["value"]].astype("string").fillna("").agg("|".join, axis=1)
    groups = [frame[c].astype("string").fillna("") for c in rule["by"]]
    return frame[said.groupby(groups).transform("nunique") > 1]


def rivals(base: FactBase, name: str, key: Mapping[str, Any] | str | None = None) -> pd.DataFrame:
    """Return rival rows side by side; see FactBase.rivals.

    Columns: those that name the quantity, the values, the definitions, note, source_id, citation, and
    `lowest`, `highest`, `spread` over the value columns that share the first one's unit. Raises Mistake where
    the table holds no rivals or nothing matches the key.
    """
    from hakusho import sources

    rule, frame = _rule(base, name), base.load(name)
    frame = _chosen(base, name, frame, key) if key is not None else _differing(rule, frame)
    extra = [c for c in ("note", *base.source_columns(name)) if c in frame]
    columns = list(dict.fromkeys([*rule["by"], *rule["value"], *rule.get("definition", []), *extra]))
    result = _spread(base, name, frame)
    added = [c for c in ("lowest", "highest", "spread") if c in result]
    cited = ["; ".join(sources.short(i, base)) for i in result["source_id"]]
    result = result[columns + added].assign(citation=pd.array(cited, dtype="string"))
    return result.sort_values(rule["by"], kind="stable").reset_index(drop=True)
