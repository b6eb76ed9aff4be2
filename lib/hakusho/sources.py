"""The bibliography and its citations: text, short form, HTML, BibTeX, CSL-JSON.

The house style is close to the author-date style of the Chicago Manual: author (or publisher), year, title,
publisher and day, address. Text that comes from data is inert in every format.
"""

from __future__ import annotations

import html as _html
import json
import re
import textwrap
from collections.abc import Iterable
from functools import cache
from typing import Any

import pandas as pd

from hakusho import facts
from hakusho.errors import Mistake, hint

UNSTATED = "publisher not stated"
_MONTHS = ["January", "February", "March", "April", "May", "June"]
_MONTHS += ["July", "August", "September", "October", "November", "December"]
_CSL_TYPES = {
    "official": "report",
    "treaty": "treaty",
    "dataset": "dataset",
    "think_tank": "report",
    "academic": "article-journal",
    "news": "article-newspaper",
    "encyclopedia": "entry-encyclopedia",
    "seed": "article",
}
_PERIODICALS = ("article-journal", "article-newspaper", "entry-encyclopedia")
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    '"': "''",
} | {sign: f"\\{sign}" for sign in "$&#_%"}

Source = dict[str, str]
What = pd.DataFrame | pd.Series | str | Iterable[str]


@cache
def _records(base: facts.FactBase) -> dict[str, Source]:
    header, columns = base.raw("sources")
    rows = (dict(zip(header, row, strict=True)) for row in zip(*columns, strict=True))
    return {row["source_id"]: row for row in rows}


def _columns(frame: pd.DataFrame) -> list[str]:
    return [c for c in map(str, frame.columns) if c == "source_id" or c.endswith("_source_id")]


def ids(what: What, base: facts.FactBase | None = None) -> list[str]:
    """Return the source ids behind a frame, a column, a table name, an id or several ids, each once.

    A frame is cited by its own source columns (`source_id`, `…_source_id`), so a filtered frame cites only
    what it still holds. Raises Mistake for a frame without such a column and for an unknown id.
    """
    base = base or facts.base()
    if isinstance(what, str) and what in base.resources:
        what = base.load(what)
    if isinstance(what, pd.DataFrame):
        if not (columns := _columns(what)):
            table = what.attrs.get("table", "")
            more = f"; to cite all of the table: cite('{table}')" if table in base.resources else ""
            raise Mistake(f"the frame has no source_id column: keep it when selecting columns{more}")
        cells: Iterable[Any] = (cell for column in columns for cell in what[column])
    else:
        cells = [what] if isinstance(what, str) else what
    found = dict.fromkeys(i for cell in cells if isinstance(cell, str) for i in cell.split(";") if i)
    for unknown in (i for i in found if i not in _records(base)):
        near = hint(unknown, [*_records(base), *base.resources])
        raise Mistake(f"no source or table is called '{unknown}'{near}")
    return list(found)


def records(what: What, base: facts.FactBase | None = None) -> list[Source]:
    """Return the rows of the bibliography behind `what`, in the order of a reference list."""
    base = base or facts.base()
    return sorted((_records(base)[i] for i in ids(what, base)), key=_order)


def _order(source: Source) -> tuple[str, str, str]:
    return (who(source).casefold(), source["published"] or "9999", source["title"].casefold())


def who(source: Source) -> str:
    """Return the author, or the publisher where no author is known."""
    return source["author"] or source["publisher"] or "Unknown author"


def names(source: Source) -> list[str]:
    """Return the authors one by one, or the publisher where no author is known."""
    return who(source).split("; ")


def year(source: Source) -> str:
    """Return the year of publication, or 'n.d.'."""
    return source["published"][:4] or "n.d."


def day(date: str) -> str:
    """Write a partial date out: '2026-03-09' gives '9 March 2026'."""
    parts = date.split("-")
    month = _MONTHS[int(parts[1]) - 1] + " " if len(parts) > 1 else ""
    return (f"{int(parts[2])} " if len(parts) > 2 else "") + month + parts[0]


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!", "”", "…")) else text + "."


def text(source: Source) -> str:
    """Return one reference as text."""
    house = [source["publisher"]] if source["author"] and source["publisher"] else []
    if len(source["published"]) > 4:
        house.append(day(source["published"]))
    title = f"“{_ended(source['title'].replace('“', '‘').replace('”', '’'))}”"
    parts = [_ended(who(source)), _ended(year(source)), title]
    if who(source) == UNSTATED:  # the title takes the place of an author
        parts = [title, _ended(year(source))]
    parts += [_ended(", ".join(house))] if house else []
    parts += [_ended(source["url"])] if source["url"] else []
    parts += [f"Archived at {source['archive_url']}."] if source["archive_url"] else []
    parts += [f"Accessed {day(source['accessed'])}."] if source["accessed"] else []
    parts += [_ended(source["note"][:1].upper() + source["note"][1:])] if source["note"] else []
    return " ".join(parts)


def cite(what: What, base: facts.FactBase | None = None) -> list[str]:
    """Return references as text for a frame, a table name or ids, sorted by author and year."""
    return [text(source) for source in records(what, base)]


def short(what: What, base: facts.FactBase | None = None) -> list[str]:
    """Return short references for a source line under a chart: 'SIPRI 2026', each once."""
    names = ((_house(s), year(s)) for s in records(what, base))
    return list(dict.fromkeys(f"{name} {when}" for name, when in names))


def _house(source: Source) -> str:
    """Return the publisher, else the author; where none is stated, the first words of the title."""
    if source["publisher"] == UNSTATED:
        return f"“{textwrap.shorten(source['title'], 30, placeholder=' …')}”"
    return source["publisher"] or who(source)


def terms(what: What, base: facts.FactBase | None = None) -> list[str]:
    """Return the credit that sources with terms of their own ask for: what their notes say from '©' on."""
    notes = (source["note"].partition("©") for source in records(what, base))
    return list(dict.fromkeys(f"{sign}{rest}" for _, sign, rest in notes if sign))


def html(what: What, base: facts.FactBase | None = None) -> str:
    """Return references as an HTML list. Everything is escaped; only http(s) addresses become links."""
    rows = []
    for source in records(what, base):
        line = _html.escape(text(source))
        for key in ("url", "archive_url"):
            if source[key].startswith(("https://", "http://")):
                address = _html.escape(source[key])
                line = line.replace(address, f'<a href="{address}" rel="noopener">{address}</a>', 1)
        rows.append(f"<li>{line}</li>")
    return f'<ol class="hakusho-sources">{"".join(rows)}</ol>'


def tex(words: str) -> str:
    """Make text harmless in TeX and BibTeX, whose brace count ignores backslashes."""
    return "".join(_TEX.get(sign, sign) for sign in " ".join(words.split()))


def _tex_address(url: str) -> str:
    return re.sub(r"[\\{}<>\"\s]", lambda hit: f"%{ord(hit[0]):02X}", url)


def _entry(source: Source) -> str:
    lines = {
        "author": " and ".join("{" + tex(name) + "}" for name in names(source)),
        "title": "{" + tex(source["title"]) + "}",
        "howpublished": tex(source["publisher"]) if source["author"] else "",
        "year": tex(source["published"][:4]),
        "date": tex(source["published"]),
        "url": _tex_address(source["url"]),
        "urldate": tex(source["accessed"]),
        "note": tex(source["note"]),
    }
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in lines.items() if value)
    return f"@misc{{{re.sub(r'[^A-Za-z0-9._-]', '-', source['source_id'])},\n{body}\n}}"


def bibtex(what: What, base: facts.FactBase | None = None) -> str:
    """Return references as BibTeX entries keyed by source id."""
    return "\n\n".join(_entry(source) for source in records(what, base)) + "\n"


def _date_parts(date: str) -> dict[str, list[list[int]]]:
    return {"date-parts": [[int(part) for part in date.split("-")]]}


def _is_book(source: Source) -> bool:
    return source["kind"] == "academic" and source["publisher"].endswith((" Press", "Routledge"))


def csl_json(what: What, base: facts.FactBase | None = None) -> list[dict[str, Any]]:
    """Return references as CSL-JSON items (the exchange format of Zotero and citation processors)."""
    items = []
    for s in records(what, base):
        kind = "book" if _is_book(s) else _CSL_TYPES.get(s["kind"], "webpage")
        item: dict[str, Any] = {"id": s["source_id"], "type": kind, "title": s["title"]}
        item |= {"author": [{"literal": name} for name in names(s)], "URL": s["url"]}
        item |= {"container-title" if kind in _PERIODICALS else "publisher": s["publisher"]}
        item |= {"language": s["language"], "note": s["note"]}
        item |= {"issued": _date_parts(s["published"])} if s["published"] else {}
        item |= {"accessed": _date_parts(s["accessed"])} if s["accessed"] else {}
        items.append({name: value for name, value in item.items() if value})
    return items


def bibliography(base: facts.FactBase | None = None) -> pd.DataFrame:
    """Return all sources in the order of a reference list, with their text in `citation`."""
    base = base or facts.base()
    table = base.load("sources")
    order = [s["source_id"] for s in sorted(_records(base).values(), key=_order)]
    table = table.set_index("source_id", drop=False).loc[order].reset_index(drop=True)
    return table.assign(citation=[text(_records(base)[i]) for i in order])


def work(style: str = "text") -> str:
    """Return the citation of Hakusho itself with code and data version: 'text', 'bibtex' or 'csl-json'."""
    from hakusho import __version__ as code

    data, title = facts.version(), "Hakusho: an open interactive white paper on Japan's defence build-up"
    if style == "text":
        return f"Hakusho contributors. {data[:4]}. “{title}.” Version {code}, data {data}."
    if style == "bibtex":
        fields = {"author": "{Hakusho contributors}", "title": f"{{{title}}}", "year": data[:4]}
        fields |= {"version": code, "note": f"Data version {tex(data)}"}
        body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
        return f"@misc{{hakusho,\n{body}\n}}\n"
    if style == "csl-json":
        item = {"id": "hakusho", "type": "dataset", "title": title, "version": f"{code}, data {data}"}
        item |= {"author": [{"literal": "Hakusho contributors"}], "issued": _date_parts(data[:10])}
        return json.dumps([item], ensure_ascii=False, indent=1)
    raise Mistake(f"no citation style is called '{style}'{hint(style, ['text', 'bibtex', 'csl-json'])}")
