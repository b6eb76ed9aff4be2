"""Input to paint in a real JupyterLab: the explorer against a naive `interact` over the same chart.

A key is pressed on the real slider; the clock runs from the key event to the frame after the new title has
been drawn. The naive notebook uses Altair's default renderer; what it wants from a CDN is answered from this
machine at once, the best case that it can have.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.row import Row, at_most

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from browser import FLAGS, Lab, chromium_path, start_lab

SIZES = (200, 2_000, 20_000)
HELD = 2_000  # the size that the bounds speak of
STEPS, SOAK = 25, 200
START = 30

FRAME = """
import numpy as np, pandas as pd
rng = np.random.default_rng(7)
df = pd.DataFrame(dict(x=rng.random({n}) * 100, y=rng.random({n}) * 100, v=rng.random({n}) * 100,
                       g=rng.choice(list("abcde"), {n}))).round(2)
def chart(data, title):
    return alt.Chart(data, title=title).mark_circle(size=30).encode(
        x=alt.X("x:Q").scale(domain=[0, 100]), y=alt.Y("y:Q").scale(domain=[0, 100]),
        color=alt.Color("g:N").scale(domain=list("abcde"))).properties(width=500, height=300)
"""
NAIVE = """
import altair as alt, ipywidgets as W
alt.data_transformers.disable_max_rows()
{frame}
@W.interact(cut=W.IntSlider(value=30, min=0, max=100))
def plot(cut):
    display(chart(df[df.v < cut], f"cut={{cut}}"))
"""
OURS = """
from hakusho._altair import alt
from hakusho.explorer import Explorer, Range
{frame}
def build(cut):
    return chart(df, alt.TitleParams(text=alt.expr("'cut='+cut"))).transform_filter("datum.v < cut")
Explorer(build, title="Bench", rows=lambda cut: df[df.v < cut], renderer="{renderer}",
         caption=lambda r, cut: f"{{len(r)}} rows below {{cut}}.", cut=Range(0, 100, 30))
"""

PROBE = """
(() => {
  let pressed = 0, wanted = null;
  window.__drawn = null;
  const seen = (text) => {
    if (!String(text).startsWith('cut=')) return;
    window.__drawn = text;
    if (!wanted || text !== wanted.text) return;
    const mine = wanted; wanted = null;
    requestAnimationFrame(() => { const c = new MessageChannel();
      c.port1.onmessage = () => mine.done(performance.now() - pressed); c.port2.postMessage(0); });
  };
  const canvas = CanvasRenderingContext2D.prototype, draw = canvas.fillText;
  canvas.fillText = function (s, ...r) { seen(s); return draw.call(this, s, ...r); };
  const look = () => document.querySelectorAll('svg.marks text').forEach((e) => seen(e.textContent));
  new MutationObserver(look)
    .observe(document, { subtree: true, childList: true, characterData: true });
  addEventListener('keydown', (e) => { pressed = e.timeStamp; }, true);
  window.__arm = (text) => { window.__result = new Promise((resolve) => {
    const timer = setTimeout(() => { wanted = null; resolve(null); }, 8000);
    wanted = { text, done: (ms) => { clearTimeout(timer); resolve(ms); } }; }); };
})();
"""


def run() -> list[Row]:
    """Return the measures of all sizes, with the bounds at 2,000 rows."""
    rows: list[Row] = []
    with _browser() as (browser, lab):
        for size in SIZES:
            naive = _measure(browser, lab, NAIVE.format(frame=FRAME.format(n=size)), ".noUi-handle")
            ours = _measure(browser, lab, _ours(size, "canvas"), ".hakusho input[type=range]")
            rows += _rows(size, naive, ours)
        svg = _measure(browser, lab, _ours(HELD, "svg"), ".hakusho input[type=range]")
        rows.append(Row(f"{HELD} rows, SVG: key to paint", svg["paint"], "ms"))
    return rows


def _ours(size: int, renderer: str) -> str:
    return OURS.format(frame=FRAME.format(n=size), renderer=renderer)


def _rows(size: int, naive: dict[str, float], ours: dict[str, float]) -> list[Row]:
    held = size == HELD
    name = f"{size} rows"

    def bounded(what: str, value: float, limit: float, unit: str = "", detail: str = "") -> Row:
        if held:
            return at_most(f"{name}: {what}", value, limit, unit, detail)
        return Row(f"{name}: {what}", round(value, 4), unit, detail=detail)

    return [
        bounded(
            "key to paint, explorer / interact",
            ours["paint"] / naive["paint"],
            0.2,
            detail=f"{ours['paint']:.1f} ms against {naive['paint']:.1f} ms",
        ),
        bounded("bytes a step", ours["bytes"], 5_000, "B", f"interact: {naive['bytes']:.0f} B"),
        bounded(
            f"heap growth over {SOAK} steps", ours["heap"], 10, "MB", f"interact: {naive['heap']:.1f} MB"
        ),
        Row(f"{name}: DOM nodes grown", ours["nodes"], detail=f"interact: {naive['nodes']:.0f}"),
        at_most(
            f"{name}: requests off the host", ours["outside"], 0, detail=f"interact: {naive['outside']:.0f}"
        ),
    ]


@contextmanager
def _browser() -> Iterator[tuple[Any, Lab]]:
    from playwright.sync_api import sync_playwright

    path = chromium_path()
    if path is None:
        raise RuntimeError("make bench needs a Chromium; install one or set HAKUSHO_CHROMIUM to its path")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        root = Path(folder, "notebooks")
        root.mkdir()
        lab = start_lab(Path(folder, "home"), root)
        browser = play.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser, lab
        finally:
            browser.close()
            lab.process.terminate()
            lab.process.wait(20)


class _Meter:
    """Counts bytes on the page's sockets and requests beyond this machine."""

    def __init__(self, page: Any, context: Any) -> None:
        self.bytes, self.outside = 0, 0
        self.page, self.cdp = page, context.new_cdp_session(page)
        self.cdp.send("Performance.enable")
        page.on("websocket", self._socket)
        context.route("**/*", self._route)

    def _socket(self, socket: Any) -> None:
        for event in ("framereceived", "framesent"):
            socket.on(event, lambda frame: setattr(self, "bytes", self.bytes + len(frame)))

    def _route(self, route: Any) -> None:
        url = route.request.url
        if url.startswith(("http://127.0.0.1", "data:", "blob:")):
            return route.continue_()
        self.outside += 1
        body = _classic_bundle() if "/vega@" in url or url.endswith("vega") else ""
        return route.fulfill(body=body, content_type="application/javascript")

    def memory(self) -> tuple[float, float]:
        """Return heap in MB and DOM nodes, after a collection."""
        self.cdp.send("HeapProfiler.collectGarbage")
        metrics = {m["name"]: m["value"] for m in self.cdp.send("Performance.getMetrics")["metrics"]}
        return metrics["JSHeapUsedSize"] / 1e6, metrics["Nodes"]


def _classic_bundle() -> str:
    import vl_convert

    global _BUNDLE
    _BUNDLE = _BUNDLE or vl_convert.javascript_bundle()
    return _BUNDLE


_BUNDLE = ""


def _measure(browser: Any, lab: Lab, code: str, slider: str) -> dict[str, float]:
    """Run one notebook; return medians of paint and bytes, growth of heap and nodes, outside requests."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.add_init_script(PROBE)
    meter = _Meter(page, context)
    lab.open(page, lab.write("bench.ipynb", code))
    lab.command(page, "notebook:run-all-cells")
    page.wait_for_function(f"() => window.__drawn === 'cut={START}'")
    page.wait_for_timeout(1500)
    page.locator(slider).first.focus()
    paints, sizes = _steps(page, meter, STEPS, pause=250)
    heap, nodes = meter.memory()
    _steps(page, meter, SOAK, pause=20)
    page.wait_for_timeout(1500)
    heap_after, nodes_after = meter.memory()
    page.evaluate("() => window.jupyterapp.serviceManager.sessions.shutdownAll()")
    context.close()
    return {
        "paint": round(statistics.median(paints), 1),
        "bytes": statistics.median(sizes),
        "heap": round(heap_after - heap, 2),
        "nodes": nodes_after - nodes,
        "outside": meter.outside,
    }


def _steps(page: Any, meter: _Meter, count: int, pause: int) -> tuple[list[float], list[int]]:
    paints, sizes = [], []
    for step in range(count):
        up = (step // 20) % 2 == 0
        now = int(page.evaluate("window.__drawn").removeprefix("cut="))
        page.evaluate("t => window.__arm(t)", f"cut={now + (1 if up else -1)}")
        before = meter.bytes
        page.keyboard.press("ArrowRight" if up else "ArrowLeft")
        paint = page.evaluate("window.__result")
        page.wait_for_timeout(pause)
        if paint is None:
            raise RuntimeError(f"step {step} was not drawn within 8 s")
        if step:  # the first step warms up
            paints.append(paint)
            sizes.append(meter.bytes - before)
    return paints, sizes
