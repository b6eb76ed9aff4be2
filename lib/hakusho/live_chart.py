"""The widget under every chart: Vega from one shared bundle, one synced trait per parameter.

Two widgets. ``Runtime`` is never displayed; one per kernel carries the bundle, the drawing code and large
shared assets (base maps) to the page, which evaluates them once. ``LiveChart`` carries one chart: its spec,
its controls and a picture. Until the runtime is there, or where it never comes (a saved notebook opened
without running), the picture is what the reader sees.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import anywidget
import traitlets as T

from hakusho import bundle, pictures
from hakusho.controls import Control
from hakusho.errors import Mistake

HERE = Path(__file__).parent
ASSET_FLOOR = 8_000  # bytes; a smaller base map is not worth a message of its own


@cache
def code() -> str:
    """The drawing code, shared by notebook and page."""
    return HERE.joinpath("live_chart.js").read_text(encoding="utf-8")


@cache
def style() -> str:
    """The style sheet, shared by notebook and page."""
    return HERE.joinpath("live_chart.css").read_text(encoding="utf-8")


@cache
def key() -> str:
    """The slot on ``globalThis`` where a page keeps the runtime: another version gets another slot."""
    parts = (bundle.packed(), code().encode(), style().encode())
    return "hakusho_" + hashlib.sha256(b"".join(parts)).hexdigest()[:12]


_SLOT = """
const slotOf = (key) => globalThis[key] ??= (() => {
  const slot = { assets: {} };
  slot.ready = new Promise((resolve, reject) => Object.assign(slot, { resolve, reject }));
  slot.ready.catch(() => {});
  return slot;
})();
"""

_RUNTIME = (
    _SLOT
    + """
const importText = async (text) => {
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  try { return await import(url); } finally { URL.revokeObjectURL(url); }
};
async function start(slot, packed, code, css) {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const [vega, drawing] = await Promise.all([new Response(stream).text().then(importText), importText(code)]);
  const style = document.createElement("style");
  style.textContent = css;
  document.head.append(style);
  slot.resolve({ ...vega, ...drawing });
}
// Not awaited: the widget manager gives up on an initialize that takes more than two seconds.
function receive(model) {
  const slot = slotOf(model.get("slot")), packed = model.get("packed");
  Object.assign(slot.assets, model.get("assets"));
  if (packed?.byteLength && !slot.started) {
    slot.started = true;
    start(slot, packed, model.get("code"), model.get("style")).catch(slot.reject);
  }
  // The page drops its copies without telling the kernel: a saved notebook never holds them.
  const emptied = { packed: null, code: "", style: "", assets: {} };
  for (const [name, empty] of Object.entries(emptied)) model.set(name, empty);
}
export default { initialize({ model }) {
  receive(model);
  model.on("change:assets", () => { if (Object.keys(model.get("assets")).length) receive(model); });
} };
"""
)

_STUB = (
    _SLOT
    + """
const picture = (model) => {
  const image = document.createElement("img"), data = model.get("picture");
  image.alt = model.get("alt") || model.get("title");
  image.style.maxWidth = "100%";
  if (data?.byteLength) image.src = URL.createObjectURL(new Blob([data], { type: "image/png" }));
  return image;
};
export default { async render({ model, el }) {
  let stop = () => {}, gone = false;
  el.replaceChildren(picture(model));
  const slot = slotOf(model.get("slot"));
  slot.ready
    .then(({ mount, vega, vegaEmbed }) => gone || mount({ model, el, vega, vegaEmbed, assets: slot.assets }))
    .then((cleanup) => { if (typeof cleanup === "function") { if (gone) cleanup(); else stop = cleanup; } })
    .catch((error) => {
      const line = document.createElement("p");
      line.textContent = `The live chart could not start: ${error}`;
      el.append(line);
    });
  return () => { gone = true; stop(); };
} };
"""
)


class Runtime(anywidget.AnyWidget):
    """Carries the bundle, the drawing code and shared assets; one per kernel, never displayed."""

    _esm = _RUNTIME
    slot = T.Unicode().tag(sync=True)
    packed = T.Bytes().tag(sync=True)
    code = T.Unicode().tag(sync=True)
    style = T.Unicode().tag(sync=True)
    assets = T.Dict().tag(sync=True)

    def __init__(self) -> None:
        super().__init__(slot=key(), packed=bundle.packed(), code=code(), style=style())

    def share(self, assets: Mapping[str, str]) -> None:
        """Send assets that this kernel's page does not have yet."""
        if not assets.keys() <= self.assets.keys():
            self.assets = {**self.assets, **assets}


_runtime: Runtime | None = None


def runtime() -> Runtime:
    """The kernel's runtime, made on first use: its comm opens before the first chart's."""
    global _runtime
    if _runtime is None:
        _runtime = Runtime()
    return _runtime


def split_assets(spec: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The spec with its inline topologies replaced by names, and the topologies under those names."""
    found: dict[str, str] = {}

    def walk(node: Any) -> Any:
        if isinstance(node, list):
            return [walk(item) for item in node]
        if not isinstance(node, dict):
            return node
        if _is_topology(node):
            text = json.dumps(node["values"], ensure_ascii=False, separators=(",", ":"))
            if len(text) > ASSET_FLOOR:
                name = hashlib.sha256(text.encode()).hexdigest()[:16]
                found[name] = text
                return {**{k: v for k, v in node.items() if k != "values"}, "url": f"hakusho:{name}"}
        return {name: walk(item) for name, item in node.items()}

    return walk(spec), found


def _is_topology(node: Mapping[str, Any]) -> bool:
    wanted = node.get("format")
    return (
        isinstance(wanted, Mapping)
        and wanted.get("type") == "topojson"
        and isinstance(node.get("values"), Mapping)
    )


class LiveChart(anywidget.AnyWidget):
    """One chart as a Jupyter widget.

    ``spec``: a Vega-Lite spec (dict). ``controls``: a control per parameter; each parameter becomes a
    synced trait of that name, open to ``link``, ``jslink`` and ``observe``. ``words``: the opening finding,
    also the text alternative. Raises Mistake for a control whose name an attribute of the widget bears.
    """

    _esm = _STUB
    slot = T.Unicode().tag(sync=True)
    spec = T.Dict().tag(sync=True)
    renderer = T.Unicode("svg").tag(sync=True)
    title = T.Unicode("").tag(sync=True)
    note = T.Unicode("").tag(sync=True)
    alt = T.Unicode("").tag(sync=True)
    controls = T.List().tag(sync=True)
    picks = T.Dict().tag(sync=True)
    picture = T.Bytes(b"").tag(sync=True)
    has_words = T.Bool(False).tag(sync=True)
    has_rows = T.Bool(False).tag(sync=True)
    _answer = T.Dict().tag(sync=True)
    _rows = T.Dict(allow_none=True, default_value=None).tag(sync=True)

    def __init__(
        self,
        spec: Mapping[str, Any],
        *,
        controls: Mapping[str, Control] | None = None,
        words: str = "",
        **traits: Any,
    ) -> None:
        self._controls = dict(controls or {})
        self._printed: pictures.Print | Mapping[str, Any] = spec
        taken = [name for name in self._controls if hasattr(type(self), name)]
        if taken:
            raise Mistake(f"a control cannot be named {taken[0]!r}: the widget has an attribute of that name")
        if self._controls:
            self.add_traits(**{name: control.trait() for name, control in self._controls.items()})
        light, assets = split_assets(dict(spec))
        runtime().share(assets)
        super().__init__(
            slot=key(),
            spec=light,
            controls=_described(self._controls),
            alt=words or _title_of(spec),
            **traits,
        )

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The widget, and a PNG for every viewer that runs no widget."""
        if not self.picture:
            self.picture = pictures.fallback(self._printed)
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        data = {
            "application/vnd.jupyter.widget-view+json": view,
            "image/png": base64.b64encode(self.picture).decode(),
            "text/plain": self.alt or "chart",
        }
        return data, {"image/png": {"alt": self.alt}}


def _described(controls: Mapping[str, Control]) -> Sequence[dict[str, Any]]:
    return [
        {
            "name": name,
            "kind": control.kind,
            "label": control.label or name.replace("_", " ").capitalize(),
            "default": control.default(),
            **control.describe(),
        }
        for name, control in controls.items()
    ]


def _title_of(spec: Mapping[str, Any]) -> str:
    title = spec.get("description") or spec.get("title") or "chart"
    text = title.get("text", "chart") if isinstance(title, Mapping) else title
    return " ".join(text) if isinstance(text, list) else str(text)
