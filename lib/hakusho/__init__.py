"""Hakusho: an open, interactive white paper on Japan's defence build-up.

The package loads curated, cited facts (`hakusho.facts`), analyses them (one module per theme), and shows
them as explorable charts (`hakusho.explorer`). Importing it costs nothing: the modules below load on first
use, so that reading a table never pays for the charts.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

__version__ = "0.1.0"

# Classes that a notebook names often, each with the module that defines it.
_SHORT = {
    "Explorer": "explorer",
    "Choice": "explorer",
    "MultiChoice": "explorer",
    "Range": "explorer",
    "Interval": "explorer",
    "Toggle": "explorer",
}


def cite(style: str = "text") -> str:
    """Return the citation of Hakusho itself, with code and data version, as 'text' or 'bibtex'.

    The sources of a frame or table are cited by `hakusho.sources.cite`.
    """
    from hakusho.sources import work

    return work(style)


def __getattr__(name: str) -> Any:
    """Load a module of the package, or one of the short names, when it is first asked for."""
    if name in _SHORT:
        return getattr(import_module(f"{__name__}.{_SHORT[name]}"), name)
    if not name.startswith("_") and name in _modules():
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Names for completion, loaded or not."""
    return sorted({*globals(), *_SHORT, *_modules()})


def _modules() -> set[str]:
    """The package's public modules; read from its folder, so that a new theme needs no entry here."""
    return {module.name for module in iter_modules(__path__) if not module.name.startswith("_")}
