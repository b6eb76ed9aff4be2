"""A view that others can check: figure, exactly the rows plotted, citations, the command that redraws it.

A package is a ZIP file; ``view.json`` in it names the exploration, its settings, the data version and a
digest of the rows. ``redraw`` makes the same view from the facts here, ``differences`` says whether it still
gives the same rows. Nothing in a package is executed or unpacked to disk.
"""

from __future__ import annotations

import csv
import hashlib
import importlib
import inspect
import io
import json
import pkgutil
import shlex
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hakusho import facts, sources
from hakusho.errors import Mistake, hint

if TYPE_CHECKING:
    from hakusho.explorer import Explorer, State

PACKAGE = "hakusho.explore"
LARGEST = 20_000_000  # bytes of a packed file that is read back: far above any real one
EPOCH = (1980, 1, 1, 0, 0, 0)  # the time of every packed file, so that the same view gives the same bytes


# ---------------------------------------------------------------- names of explorations


def maker_name() -> str:
    """Return 'theme.function' of the exploration whose call is under way, or '' outside of any."""
    frame = sys._getframe(1)
    while frame:
        module, name = frame.f_globals.get("__name__", ""), frame.f_code.co_name
        if module.startswith(f"{PACKAGE}.") and _explores(vars(sys.modules[module]).get(name)):
            return f"{_public(module.split('.')[2])}.{name}"
        frame = frame.f_back
    return ""


def _public(module: str) -> str:
    """Return the theme of a module: how a theme is split into files is no matter of its readers."""
    return module.partition("_")[0]


def _explores(thing: Any) -> bool:
    """Say whether this is an exploration: public, callable without an argument, and returning an Explorer."""
    if not inspect.isfunction(thing) or thing.__name__[0] == "_":
        return False
    needed = thing.__code__.co_argcount - len(thing.__defaults__ or ())
    return needed == 0 and str(thing.__annotations__.get("return", "")).rpartition(".")[2] == "Explorer"


@cache
def explorations() -> dict[str, Callable[[], Any]]:
    """Return every exploration by its name, such as 'missiles.reach'."""
    themes = {_public(module) for module in _modules()}
    return dict(sorted(pair for theme in themes for pair in _of(theme).items()))


def _modules() -> list[str]:
    return [found.name for found in pkgutil.iter_modules(importlib.import_module(PACKAGE).__path__)]


def _of(theme: str) -> dict[str, Callable[[], Any]]:
    """Return the explorations of one theme."""
    parts = [importlib.import_module(f"{PACKAGE}.{name}") for name in _modules() if _public(name) == theme]
    return {
        f"{theme}.{name}": maker
        for part in parts
        for name, maker in inspect.getmembers(part, _explores)
        if maker.__module__ == part.__name__
    }


def redraw(name: str, settings: dict[str, Any] | None = None) -> Explorer:
    """Return an exploration at these settings. Raises Mistake for an unknown name or setting."""
    theme = name.partition(".")[0]
    maker = _of(theme).get(name)
    if maker is None:
        raise Mistake(f"no exploration is called '{name}'{hint(name, explorations())}")
    return maker().set(**(settings or {}))


def command(explorer: Explorer, state: State) -> str:
    """Return the command that draws this view: only settings that differ from the opening are named."""
    if not explorer.name:
        return ""
    controls = explorer.settings
    changed = {n: v for n, v in state.items() if v != controls[n].default()}
    words = [shlex.quote(f"{n}={controls[n].write(v)}") for n, v in changed.items()]
    file = f"{explorer.name.replace('.', '-')}.zip"
    return " ".join(["python -m hakusho draw", explorer.name, *words, "--save", file])


# ---------------------------------------------------------------- the files


def rows_file(explorer: Explorer, state: State) -> bytes:
    """Return the rows on screen as CSV, each with its sources in words in the last column."""
    rows = explorer.rows_at(state)
    if rows is None:
        return b""
    if "source_id" in rows:
        rows = rows.assign(cited_as=rows["source_id"].map(_cited, na_action="ignore"))
    return rows.to_csv(index=False, lineterminator="\n").encode()


def _cited(cell: str) -> str:
    return "; ".join(sources.short(cell.split(";")))


def references(explorer: Explorer, state: State) -> bytes:
    """Return the sources of the rows on screen as BibTeX."""
    return sources.bibtex(explorer.ids_at(state)).encode()


def package(explorer: Explorer, state: State) -> bytes:
    """Return the ZIP file of a view: drawing, rows, citations, settings, and how to redraw and check it."""
    rows = rows_file(explorer, state)
    view = {
        "exploration": explorer.name,
        "settings": state,
        "data_version": facts.version(),
        "rows_sha256": hashlib.sha256(rows).hexdigest(),
    }
    files = {
        "README.txt": _readme(explorer, state).encode(),
        "figure.png": explorer.file(".png", state),
        "figure.svg": explorer.file(".svg", state),
        "rows.csv": rows,
        "sources.txt": "".join(f"{line}\n" for line in sources.cite(explorer.ids_at(state))).encode(),
        "sources.bib": references(explorer, state),
        "view.json": (json.dumps(view, ensure_ascii=False, indent=1) + "\n").encode(),
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(zipfile.ZipInfo(name, EPOCH), text, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _readme(explorer: Explorer, state: State) -> str:
    draw = command(explorer, state)
    how = (
        [f"Draw it again:  {draw}", "Check it:       python -m hakusho verify THIS_FILE.zip"] if draw else []
    )
    parts = [
        explorer.title,
        explorer.words_at(state),
        explorer.note,
        "\n".join(
            [
                "figure.png, figure.svg  the drawing, with title, finding and source line",
                "rows.csv                exactly the rows shown",
                "sources.txt, .bib       the sources of these rows",
                "view.json               settings, data version and a digest of the rows",
            ]
        ),
        "\n".join(how),
        f"{sources.work()}\nThe facts are CC BY 4.0; a source that sets terms of its own keeps them.",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


# ---------------------------------------------------------------- reading a package back


def _packed(path: Path) -> tuple[dict[str, Any], str]:
    """Return view.json and the rows of a package. Raises Mistake where the file is none."""
    try:
        with zipfile.ZipFile(path) as packed:
            if any(packed.getinfo(name).file_size > LARGEST for name in ("view.json", "rows.csv")):
                raise Mistake(f"{path.name}: its files are too large for a package of a view")
            view, rows = json.loads(packed.read("view.json")), packed.read("rows.csv").decode()
    except FileNotFoundError:
        raise Mistake(f"{path}: there is no such file") from None
    except (OSError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile):
        raise Mistake(f"{path.name}: not a package that 'draw' has saved (a ZIP with view.json)") from None
    if not (isinstance(view, dict) and view.get("exploration") and isinstance(view.get("settings"), dict)):
        raise Mistake(f"{path.name}: view.json names no exploration and settings")
    return view, rows


def differences(path: Path) -> list[str]:
    """Return the lines in which the rows of a package differ from those that the facts give now."""
    view, then = _packed(path)
    explorer = redraw(str(view["exploration"]), view["settings"])
    now = rows_file(explorer, explorer.state).decode()
    old, new = (Counter(tuple(row) for row in csv.reader(io.StringIO(text))) for text in (then, now))
    lines = [f"then {','.join(row)}" for row in (old - new).elements()]
    lines += [f"now  {','.join(row)}" for row in (new - old).elements()]
    if then != now and not lines:
        lines = ["the same rows, in another order"]
    if hashlib.sha256(then.encode()).hexdigest() != view.get("rows_sha256"):
        lines.append("rows.csv is not the one that was saved: its digest in view.json is another")
    return lines


def version_of(path: Path) -> str:
    """Return the data version that a package was made with."""
    return str(_packed(path)[0].get("data_version", "unknown"))
