"""Fixtures for tests in a real Chromium: a page with every outside host blocked, and a JupyterLab to drive.

A test that uses `page` fails when the page asks for anything beyond this machine. Without a Chromium the
tests skip with a line that says how to get one; with HAKUSHO_REQUIRE_BROWSER=1 that is a failure.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import nbformat
import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
)
HOW = (
    "no Chromium was found: install one (Debian and Ubuntu: apt install chromium; "
    "macOS: brew install --cask chromium) "
    "or set HAKUSHO_CHROMIUM to its path"
)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync",
    "--disable-component-update", "--disable-quic", "--js-flags=--expose-gc",
]  # fmt: skip
START_SECONDS = 90
STEP_MS = 60_000


def chromium_path() -> str | None:
    """The Chromium to test with: HAKUSHO_CHROMIUM, one on the PATH, or one in a usual place."""
    named = os.environ.get("HAKUSHO_CHROMIUM")
    found = [named] if named else [p for name in NAMES if (p := shutil.which(name))]
    found += [p for p in PLACES if Path(p).exists()]
    return found[0] if found else None


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A headless Chromium, started once."""
    path = chromium_path()
    if path is None:
        if os.environ.get("HAKUSHO_REQUIRE_BROWSER") == "1":
            pytest.fail(HOW, pytrace=False)
        pytest.skip(HOW)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def _is_local(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("data", "blob", "file", "about") or parts.hostname in ("127.0.0.1", "localhost")


def _guarded(chromium: Any) -> Any:
    """A page of its own that can reach this machine only; it keeps what was refused and what failed."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    refused: list[str] = []
    failed: list[str] = []

    def gate(route: Any) -> None:
        if _is_local(route.request.url):
            return route.continue_()
        refused.append(route.request.url)
        return route.abort()

    context.route("**/*", gate)
    page = context.new_page()
    page.set_default_timeout(STEP_MS)
    page.refused, page.failed = refused, failed
    page.on("pageerror", lambda error: failed.append(str(error)))
    return page


def _judge(page: Any) -> None:
    refused, failed = page.refused[:5], page.failed[:3]
    page.refused.clear(), page.failed.clear()
    assert not refused, f"requests left the machine: {refused}"
    assert not failed, f"scripts failed: {failed}"


@pytest.fixture
def fresh(chromium: Any) -> Iterator[Any]:
    """A page that can reach this machine only. After the test: no request left it, no script failed."""
    page = _guarded(chromium)
    yield page
    page.context.close()
    _judge(page)


@pytest.fixture
def page(fresh: Any) -> Any:
    """The page of a test: one of its own, save where a module shares JupyterLab's."""
    return fresh


@dataclass
class Lab:
    """A JupyterLab of the test's own: its own home, settings of the environment, notebooks in ``root``."""

    url: str
    root: Path
    token: str
    env: dict[str, str] = field(repr=False)
    process: subprocess.Popen[bytes] = field(repr=False)

    def write(self, name: str, *cells: str) -> str:
        """Write a notebook of code cells; return its name."""
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
        for number, cell in enumerate(book.cells):
            cell["id"] = f"cell-{number}"
        nbformat.write(book, self.root / name)
        return name

    def open(self, page: Any, name: str) -> None:
        """Open a notebook, in a fresh workspace unless JupyterLab is there already; wait for its kernel."""
        if page.url.startswith(f"{self.url}/lab"):
            page.evaluate(
                "n => { window.jupyterapp.commands.execute('docmanager:open', { path: n }); }", name
            )
            page.wait_for_function(
                "n => window.jupyterapp.shell.currentWidget?.context?.path === n", arg=name
            )
        else:
            page.goto(f"{self.url}/lab/tree/{name}?token={self.token}&reset")
        page.wait_for_selector(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell")
        self.idle(page)

    def clear(self, page: Any) -> None:
        """Close every notebook unsaved and end its kernel."""
        page.evaluate(
            """async () => { const app = window.jupyterapp;
              for (const open of [...app.shell.widgets('main')]) {
                if (open.context?.model) open.context.model.dirty = false;
                open.close();
              }
              await app.serviceManager.sessions.shutdownAll(); }"""
        )

    def idle(self, page: Any) -> None:
        """Wait until the kernel of the notebook in front is idle and no cell waits."""
        page.wait_for_function(
            """() => { const w = window.jupyterapp?.shell.currentWidget;
              const k = w?.sessionContext?.session?.kernel;
              return w?.context?.isReady && k?.status === 'idle'
                && ![...w.node.querySelectorAll('.jp-InputPrompt')].some(
                  (p) => p.textContent.includes('*')); }"""
        )

    def command(self, page: Any, name: str, wait: bool = True) -> None:
        """Run a command of JupyterLab."""
        script = (
            "async n => { await window.jupyterapp.commands.execute(n) }"
            if wait
            else ("n => { window.jupyterapp.commands.execute(n) }")
        )
        page.evaluate(script, name)

    def unfold(self, page: Any) -> None:
        """Open every folded heading; cells below one are run, but not shown."""
        self.command(page, "notebook:expand-all-headings")

    def run_all(self, page: Any) -> None:
        """Run every cell and wait; a cell that raised fails the test."""
        self.command(page, "notebook:run-all-cells")
        self.idle(page)
        errors = page.locator(
            '.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.error"]'
        ).all_inner_texts()
        assert not errors, errors[0]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_lab(home: Path, root: Path) -> Lab:
    """Start JupyterLab on a free port with an empty home; wait until it answers."""
    port, token = _free_port(), "test"
    settings = {"IdentityProvider": {"token": token}, "ServerApp": {"port_retries": 0}}
    config = home / "config"
    config.mkdir(parents=True)
    (config / "jupyter_server_config.json").write_text(json.dumps(settings))
    env = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "XDG"))}
    env |= {
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(config),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "IPYTHONDIR": str(home / "ipython"),
    }
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}",
               f"--ServerApp.root_dir={root}", "--expose-app-in-browser", "--allow-root"]  # fmt: skip
    log = (home / "lab.log").open("wb")
    process = subprocess.Popen(command, env=env, stdout=log, stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{port}"
    for _ in range(START_SECONDS * 4):
        try:
            urllib.request.urlopen(f"{url}/api/status?token={token}", timeout=1)
            return Lab(url, root, token, env, process)
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.25)
    process.kill()
    raise RuntimeError(f"JupyterLab did not start:\n{(home / 'lab.log').read_text()[-2000:]}")


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """One JupyterLab for all browser tests."""
    root = tmp_path_factory.mktemp("notebooks")
    started = start_lab(tmp_path_factory.mktemp("home"), root)
    yield started
    started.process.terminate()
    started.process.wait(20)


@pytest.fixture(scope="session")
def _desk(chromium: Any, lab: Lab) -> Iterator[Any]:
    page = _guarded(chromium)
    page.goto(f"{lab.url}/lab?token={lab.token}&reset")
    page.wait_for_selector(".jp-Launcher")
    yield page
    page.context.close()


@pytest.fixture
def desk(_desk: Any, lab: Lab) -> Iterator[Any]:
    """JupyterLab in a page that tests share, for loading it takes seconds; guarded as `page` is."""
    yield _desk
    lab.clear(_desk)
    _judge(_desk)


@pytest.fixture
def wait_for() -> Callable[..., None]:
    """Wait until a condition holds in Python; fail with its name when it does not."""

    def wait(holds: Callable[[], bool], what: str, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, f"not within {seconds} s: {what}"
            time.sleep(0.05)

    return wait
