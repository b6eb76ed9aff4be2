"""Keys for forms of ipywidgets: JupyterLab takes the arrow keys of a list for its own and moves on a cell."""

from __future__ import annotations

import anywidget
import traitlets as T

_ESM = """
function render({ el }) {
  el.style.display = "none";
  const hold = () => {
    if (!el.isConnected) return requestAnimationFrame(hold);
    const form = el.closest(".widget-vbox") || el.parentElement;
    form.addEventListener("keydown", (event) => {
      const runs = event.shiftKey && event.key === "Enter";
      const leaves = runs || event.key === "Escape" || event.ctrlKey || event.metaKey;
      if (!leaves) event.stopPropagation();
    });
  };
  hold();
}
export default { render };
"""


class KeyGuard(anywidget.AnyWidget):
    """An unseen child of a box: keys pressed in the box stay there; Escape and shortcuts still leave it."""

    _esm = T.Unicode(_ESM).tag(sync=True)
