"""Hakusho: an open, interactive white paper on Japan's defence build-up.

The package loads curated, cited facts (`hakusho.facts`), analyses them (one module per theme), and shows
them as explorable charts (`hakusho.explorer`). Importing it costs nothing: the modules below load on first
use, so that reading a table never pays for the charts.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any

__version__ = "0.1.0"

# What `hakusho.<name>` may load. A name that is not a module stands beside the module that defines it.
_MODULES = (
    "alliances",
    "charts",
    "claims",
    "explorer",
    "facts",
    "geo",
    "missiles",
    "packet",
    "policy",
    "sources",
    "spending",
    "study",
    "threats",
)
_NAMES = {
    "Explorer": "explorer",
    "Choice": "explorer",
    "MultiChoice": "explorer",
    "Range": "explorer",
    "Interval": "explorer",
    "Toggle": "explorer",
}

__all__ = ["__version__", "cite", *_MODULES, *_NAMES]


def __getattr__(name: str) -> ModuleType | Any:
    """Load a module or a class of the package when it is first asked for."""
    if name in _MODULES:
        return import_module(f"{__name__}.{name}")
    if name == "cite":  # the work itself; sources.cite is for the sources of a frame
        return import_module(f"{__name__}.sources").work
    if name in _NAMES:
        return getattr(import_module(f"{__name__}.{_NAMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Names for completion, loaded or not."""
    return sorted({*globals(), *__all__})
