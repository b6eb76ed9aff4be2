"""Small tools for notebook files."""

from __future__ import annotations

from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode


class StripWidgetState(Preprocessor):
    """Drop saved widget state before nbconvert, so that a converted notebook shows pictures.

    With state in the notebook, nbconvert writes a widget view that loads its program from a host outside:
    blank without a network. Without it, nbconvert shows the picture that every display carries beside the
    widget. The environment's Jupyter configuration names this class for every exporter.
    """

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Return the notebook without `metadata.widgets`; the file it came from is not touched."""
        nb.metadata.pop("widgets", None)
        return nb, resources
