"""The short commands over the facts. Each takes its arguments and returns the exit code."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from hakusho import facts, sources
from hakusho.errors import Mistake, hint


def _parser(name: str, about: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(f"python -m hakusho {name}", description=about)
    parser.add_argument("--data", type=Path, default=facts.root(), help="folder of the facts")
    return parser


def _support_table(base: facts.FactBase) -> str:
    """Return the table of rows that rest on strong sources, per theme."""
    from hakusho.check.run import support

    heads = ("tables", "rows", "official", "share", "strong", "share", "facts")
    lines = [f"{'theme':<12}" + "".join(f"{head:>10}" for head in heads)]
    for theme, tables, rows, official, strong, dated in support(base):
        shares = [f"{count / max(rows, 1):.0%}" for count in (official, strong)]
        told = (tables, rows, official, shares[0], strong, shares[1], dated)
        lines.append(f"{theme:<12}" + "".join(f"{one:>10}" for one in told))
    lines.append("official: rests on an official, treaty or dataset source")
    lines.append("strong: on one of these or on an academic or think-tank source")
    lines.append("facts: the strong share without places, words and countries, which are only looked up")
    return "\n".join(lines)


def check(argv: list[str]) -> int:
    """Validate the facts; print one line a fault, or the table of sources by theme."""
    from hakusho.check import check as run
    from hakusho.check import lines

    parser = _parser("check", "Validate the facts.")
    parser.add_argument("--no-pages", action="store_true", help="do not compare the generated pages")
    args = parser.parse_args(argv)
    began = time.perf_counter()
    problems = run(args.data, pages=not args.no_pages)
    for line in lines(problems):
        print(line)
    if problems:
        print(f"{len(problems)} faults in {len({problem.path for problem in problems})} files")
        return 1
    base = facts.FactBase(args.data)
    print(_support_table(base))
    took = time.perf_counter() - began
    print(f"{len(base.tables())} tables sound, data version {base.version()}, {took:.1f} s")
    return 0


def pages(argv: list[str]) -> int:
    """Write the generated pages, or with --check say which are out of date."""
    from hakusho import codebook

    parser = _parser("pages", "Write data/CODEBOOK.md and data/SOURCES.md from the facts.")
    parser.add_argument("--check", action="store_true", help="only say whether they are up to date")
    args = parser.parse_args(argv)
    base = facts.FactBase(args.data)
    if args.check:
        stale = codebook.stale(base)
        print("\n".join(map(str, stale)) or "The pages are up to date.")
        return bool(stale)
    changed = codebook.write(base)
    print(f"Written: {', '.join(changed)}" if changed else "The pages are up to date.")
    return 0


def tables(argv: list[str]) -> int:
    """List the tables with their titles."""
    base = facts.FactBase(_parser("tables", "List the tables.").parse_args(argv).data)
    for name in base.tables():
        print(f"{name:<36}{base.resource(name).get('title', '')}")
    return 0


def describe(argv: list[str]) -> int:
    """Print the description of a table."""
    parser = _parser("describe", "Describe a table and its columns.")
    parser.add_argument("table")
    args = parser.parse_args(argv)
    print(facts.FactBase(args.data).describe(args.table))
    return 0


def find(argv: list[str]) -> int:
    """Print the rows that hold a text, one line each. 1 where there is none."""
    parser = _parser("find", "Search all tables; case and diacritics do not matter.")
    parser.add_argument("text", nargs="+")
    args = parser.parse_args(argv)
    hits = facts.FactBase(args.data).find(" ".join(args.text))
    rows: dict[tuple[str, str], list[Any]] = {}
    for hit in hits.itertuples(index=False):
        rows.setdefault((hit.table, hit.key), []).append(hit)
    for (table, key), found in rows.items():
        columns = ", ".join(hit.column for hit in found)
        print(f"{table} {key} [{columns}] {found[0].excerpt} ({found[0].citation})")
    print(f"{len(rows)} found")
    return 0 if len(hits) else 1


def cite(argv: list[str]) -> int:
    """Print references for tables or source ids, or for Hakusho itself."""
    parser = _parser("cite", "Cite sources by id or table; without an id, Hakusho itself.")
    parser.add_argument("what", nargs="*", help="source ids or table names")
    parser.add_argument("--style", choices=["text", "bibtex", "csl-json"], default="text")
    args = parser.parse_args(argv)
    base = facts.FactBase(args.data)
    if not args.what:
        print(sources.work(args.style))
        return 0
    wanted = [i for what in args.what for i in sources.ids(what, base)]
    if args.style == "text":
        print("\n".join(sources.cite(wanted, base)))
    elif args.style == "bibtex":
        sys.stdout.write(sources.bibtex(wanted, base))
    else:
        print(json.dumps(sources.csl_json(wanted, base), ensure_ascii=False, indent=1))
    return 0


def draw(argv: list[str]) -> int:
    """Draw an exploration at the settings named and save it; without a name, list the explorations."""
    from hakusho import share

    parser = argparse.ArgumentParser(
        "python -m hakusho draw", description="Draw an exploration and save it with its rows and sources."
    )
    parser.add_argument("name", nargs="?", help="such as missiles.reach; without it, all are listed")
    parser.add_argument("settings", nargs="*", metavar="CONTROL=VALUE", help="a,b for several; 2012..2024")
    parser.add_argument("--save", type=Path, metavar="FILE", help="ends in .zip .html .png .svg .csv or .bib")
    args = parser.parse_args(argv)
    if not args.name:
        width = max(map(len, share.explorations())) + 2
        for name, make in share.explorations().items():
            print(f"{name:<{width}}{(make.__doc__ or '').splitlines()[0]}")
        return 0
    explorer = share.redraw(args.name)
    explorer.set(**dict(_setting(explorer, word) for word in args.settings))
    print(explorer.caption)
    if args.save:
        print(f"Saved: {explorer.save(args.save)}")
        return 0
    for name, control in explorer.settings.items():
        print(f"  {name}={control.write(explorer.state[name])}")
    return 0


def _setting(explorer: Any, word: str) -> tuple[str, Any]:
    """Return name and value of a word such as 'year=2016'."""
    name, sign, text = word.partition("=")
    if not sign:
        raise Mistake(f"'{word}': a setting is written CONTROL=VALUE")
    if name not in explorer.settings:
        raise Mistake(f"there is no control '{name}'{hint(name, explorer.settings)}")
    try:
        return name, explorer.settings[name].read(text)
    except Mistake as mistake:
        raise Mistake(f"{name}: {mistake}") from None


def verify(argv: list[str]) -> int:
    """Say whether the facts here give the rows of a saved view. 1 where they differ."""
    from hakusho import share

    parser = argparse.ArgumentParser(
        "python -m hakusho verify", description="Redraw a saved view (a .zip) and compare its rows."
    )
    parser.add_argument("file", type=Path)
    path = parser.parse_args(argv).file
    found = share.differences(path)
    for line in found[:20]:
        print(line)
    versions = f"saved with data {share.version_of(path)}, checked with data {facts.version()}"
    print(f"{len(found)} differences: {versions}" if found else f"The same rows: {versions}")
    return 1 if found else 0
