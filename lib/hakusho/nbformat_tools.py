"""Small tools for notebook files."""

from __future__ import annotations

import copy
import html
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

from hakusho.atomic import write_bytes


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


class PicturesWithWords(Preprocessor):
    """Give the pictures of live charts their text alternative, which the HTML templates would leave out."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Return the notebook with each live chart as an image element; the file is not touched."""
        for output in (o for cell in nb.cells for o in cell.get("outputs", []) if _is_chart(o)):
            words = html.escape(output["data"].get("text/plain", "chart"))
            picture = output["data"]["image/png"].replace("\n", "")
            output["data"] = {"text/html": f'<img alt="{words}" src="data:image/png;base64,{picture}">'}
        return nb, resources


def _is_chart(output: Any) -> bool:
    """Say whether an output is a live chart with its picture; nbconvert would drop the picture's words."""
    data = output.get("data", {})
    return "image/png" in data and "application/vnd.jupyter.widget-view+json" in data


KEPT = "keep_output"


def clean(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook as it is committed: no outputs, counts or widget state, save in checked cells.

    A checked cell carries the tag `keep_output`. It keeps its output and the count 1, for nbval compares a
    cell only if it was run, and the usual stripping tools drop the count.
    """
    found = copy.deepcopy(notebook)
    found.metadata = NotebookNode({"kernelspec": found.metadata.get("kernelspec", {})})
    found.metadata["language_info"] = NotebookNode(name="python")
    for cell in (cell for cell in found.cells if cell.cell_type == "code"):
        kept = KEPT in cell.metadata.get("tags", [])
        cell.outputs = [_without_count(output) for output in cell.outputs] if kept else []
        cell.execution_count = 1 if kept and cell.outputs else None
        cell.metadata = NotebookNode({k: v for k, v in cell.metadata.items() if k in ("tags", "jupyter")})
    return found


def _without_count(output: NotebookNode) -> NotebookNode:
    if "execution_count" in output:
        output["execution_count"] = 1
    return output


def text(notebook: NotebookNode) -> str:
    """Return the notebook's file content in the one form that is committed."""
    return nbformat.writes(notebook, version=4) + "\n"


def main(paths: list[str]) -> None:
    """Clean notebook files in place; name those that changed."""
    for path in map(Path, paths):
        before = path.read_text("utf-8")
        after = text(clean(nbformat.reads(before, as_version=4)))
        if after != before:
            write_bytes(path, after.encode())
            print(f"cleaned {path}")


if __name__ == "__main__":
    main(sys.argv[1:])
