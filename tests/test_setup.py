"""`make lab`: what it does on a machine that lacks something, and what it opens on one that does not."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from hakusho import lab

SETUP_FILES = ("Makefile", "pyproject.toml", "requirements.lock", "lib/bootstrap.py", "lib/jupyter-settings")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="make is for Linux and macOS; on Windows conda is")


@pytest.fixture
def checkout(root: Path, tmp_path: Path) -> Path:
    """The files that set-up reads, in a folder with spaces and a letter beyond ASCII in its name."""
    copy = tmp_path / "white paper 白書"
    for name in SETUP_FILES:
        source, target = root / name, copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    return copy


@pytest.fixture
def bootstrap(checkout: Path) -> ModuleType:
    """The set-up script as a module of that folder."""
    spec = spec_from_file_location("bootstrap_of_a_copy", checkout / "lib" / "bootstrap.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def make(checkout: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_", "MAKE"))}
    return subprocess.run(
        ["make", *words], cwd=checkout, env=kept | env, capture_output=True, text=True, timeout=120
    )


def python_that(folder: Path, statement: str) -> str:
    """An interpreter in which a statement has run before the script: a machine that lacks something."""
    shim = folder / "python-shim"
    program = (
        "import runpy, sys; "
        f"{statement}; "
        "sys.argv = [a for a in sys.argv[1:] if a != '-I']; "
        "runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    is_python = '[ "$2" = -c ] && exit 0'  # make asks first whether it runs at all
    shim.write_text(
        f'#!/bin/sh\n{is_python}\nexec "{sys.executable}" -c "{program}" "$@"\n', encoding="utf-8"
    )
    shim.chmod(0o755)
    return str(shim)


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """What a failed make says to the reader: one line of ours besides make's own."""
    assert done.returncode != 0
    assert "Traceback" not in done.stdout + done.stderr
    lines = [line for line in done.stderr.splitlines() if line and not line.startswith("make")]
    assert len(lines) == 1, done.stderr
    return lines[0]


# ------------------------------------------------------------------ a machine that lacks something


def test_the_script_can_be_read_by_a_python_that_is_too_old(root: Path) -> None:
    ast.parse((root / "lib" / "bootstrap.py").read_text(encoding="utf-8"), feature_version=(3, 7))


def test_a_python_that_is_too_old_is_named(checkout: Path, tmp_path: Path) -> None:
    old = python_that(tmp_path, "sys.version_info = (3, 9, 2, 'final', 0)")
    said = one_sentence(make(checkout, "lab", f"PYTHON={old}"))
    assert re.search(r"needs Python 3\.11 or newer, and .* is 3\.9\.2: .*PYTHON=python3", said)
    assert not (checkout / ".venv").exists()


def test_no_python_at_all(checkout: Path) -> None:
    said = one_sentence(make(checkout, "lab", "PYTHON=no-such-python"))
    assert said == "There is no Python 3 called no-such-python here: install 3.11 or newer."


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_that_cannot_make_environments(checkout: Path, tmp_path: Path, module: str) -> None:
    poor = python_that(tmp_path, f"sys.modules['{module}'] = None")
    said = one_sentence(make(checkout, "lab", f"PYTHON={poor}"))
    assert "no venv module" in said
    assert "apt install python3-venv" in said
    assert not (checkout / ".venv").exists()


@pytest.mark.slow
def test_no_index_reachable_leaves_the_former_environment(checkout: Path, closed_port: int) -> None:
    kept = checkout / ".venv" / "kept"
    kept.parent.mkdir()
    kept.touch()
    nowhere = {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": f"http://127.0.0.1:{closed_port}/simple"}
    done = make(checkout, "lab", f"PYTHON={sys.executable}", **nowhere)
    assert one_sentence(done).startswith("No package index could be reached")
    assert kept.exists()
    assert not (checkout / ".venv.old").exists()
    assert "retrying" in (checkout / ".venv.log").read_text(encoding="utf-8").lower()


@pytest.mark.parametrize(
    ("printed", "meaning"),
    [
        # as printed by pip 23.2 and uv 0.13 when each was given such a case
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "not the one that"),
        ("error: Failed to download `six==1.17.0`\n  cause: Hash mismatch for `six==1.17.0`", "not the one"),
        ("error: Request failed after 1 retry in 1.2s\n  cause: tcp connect error", "No package index"),
        ("error: Request failed after 1 retry in 1.3s\n  cause: dns error", "No package index"),
        ("ERROR: No matching distribution found for six==1.17.0", "does not hold"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("hm\nERROR: something new\n", r"could not be installed \(ERROR: something new\)"),
    ],
)
def test_what_a_tool_prints_becomes_a_sentence(bootstrap: ModuleType, printed: str, meaning: str) -> None:
    assert re.search(meaning, bootstrap.reason(printed))


# ------------------------------------------------------------------ when the environment is made anew


@pytest.fixture
def made(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> tuple[ModuleType, list[str]]:
    """The set-up script with the slow steps replaced by notes of their names."""
    steps: list[str] = []

    def create_venv() -> None:
        steps.append("venv")
        bootstrap.python().parent.mkdir(parents=True)
        bootstrap.python().symlink_to(sys.executable)

    monkeypatch.setattr(bootstrap, "create_venv", create_venv)
    monkeypatch.setattr(bootstrap, "install_packages", lambda: steps.append("packages"))
    monkeypatch.setattr(bootstrap, "install_project", lambda: steps.append("project"))
    return bootstrap, steps


def test_a_second_start_installs_nothing(made: tuple[ModuleType, list[str]]) -> None:
    bootstrap, steps = made
    assert bootstrap.main([]) == 0
    assert steps == ["venv", "packages", "project"]
    assert bootstrap.main([]) == 0
    assert steps == ["venv", "packages", "project"]


@pytest.mark.parametrize(
    "file", ["requirements.lock", "pyproject.toml", "lib/jupyter-settings/overrides.json"]
)
def test_a_change_of_its_inputs_makes_it_anew(made: tuple[ModuleType, list[str]], file: str) -> None:
    bootstrap, steps = made
    bootstrap.main([])
    with (bootstrap.ROOT / file).open("a", encoding="utf-8") as handle:
        handle.write("\n")
    bootstrap.main([])
    assert steps == ["venv", "packages", "project"] * 2


def test_an_environment_whose_python_is_gone_is_made_anew(made: tuple[ModuleType, list[str]]) -> None:
    bootstrap, steps = made
    bootstrap.main([])
    bootstrap.python().unlink()
    bootstrap.python().symlink_to("/no/such/python")
    bootstrap.main([])
    assert steps == ["venv", "packages", "project"] * 2


def test_a_folder_that_was_moved_is_made_anew(made: tuple[ModuleType, list[str]]) -> None:
    bootstrap, _ = made
    bootstrap.main([])
    assert bootstrap.is_ready()
    bootstrap.ROOT = bootstrap.ROOT / "elsewhere" / ".."  # the same files under another path
    assert not bootstrap.is_ready()


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, OSError("disk")])
def test_a_half_made_environment_is_made_anew(
    made: tuple[ModuleType, list[str]], monkeypatch: pytest.MonkeyPatch, interruption: BaseException
) -> None:
    bootstrap, steps = made

    def stop() -> None:
        raise interruption

    with monkeypatch.context() as patch:
        patch.setattr(bootstrap, "install_packages", stop)
        assert bootstrap.main([]) != 0
    assert bootstrap.main([]) == 0
    assert steps == ["venv", "venv", "packages", "project"]


def test_an_environment_killed_half_way_is_made_anew(made: tuple[ModuleType, list[str]]) -> None:
    bootstrap, steps = made
    bootstrap.create_venv()  # and then the power went
    assert bootstrap.main([]) == 0
    assert steps == ["venv", "venv", "packages", "project"]
    assert bootstrap.is_ready()


def test_uv_hears_what_pip_was_told(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith(("PIP_", "UV_"))]:
        monkeypatch.delenv(name)
    (tmp_path / "pip.conf").write_text(
        "[global]\nindex-url = http://127.0.0.1:1/a\n[install]\nfind-links = /wheels\n", encoding="utf-8"
    )
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    monkeypatch.setenv("UV_FIND_LINKS", "/own")
    settings = bootstrap.index_settings(Path(sys.executable))
    assert settings["UV_DEFAULT_INDEX"] == "http://127.0.0.1:1/a"
    assert settings["UV_FIND_LINKS"] == "/own"  # what uv itself was told goes first
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:1/b")
    assert bootstrap.index_settings(Path(sys.executable))["UV_DEFAULT_INDEX"] == "http://127.0.0.1:1/b"


def test_uv_is_installed_with_its_own_hashes(bootstrap: ModuleType) -> None:
    block = bootstrap.requirement("uv")
    assert re.match(r"uv==\d", block)
    assert "--hash=sha256:" in block
    assert block.count("==") == 1


# ------------------------------------------------------------------ targets


def test_make_alone_lists_every_target(checkout: Path) -> None:
    listed = re.findall(r"^make (\S+) +\S", make(checkout).stdout, re.MULTILINE)
    phony = re.search(r"^\.PHONY: (.*)$", (checkout / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(phony[1].split())
    assert {"lab", "test", "check", "bench", "lock"} <= set(listed)


# ------------------------------------------------------------------ JupyterLab


@pytest.fixture
def closed_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen(1)
        yield holder.getsockname()[1]


@pytest.mark.parametrize("form", ["--port={}", "--port {}", "--ServerApp.port={}"])
def test_a_port_in_use_is_said(taken_port: int, form: str) -> None:
    words = form.format(taken_port).split()
    command = [sys.executable, "-m", "hakusho.lab", "--no-browser", *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert one_sentence(done).startswith(f"Port {taken_port} is in use: ")


@pytest.mark.parametrize("text", ["", "abc", "-1", "65536", "8888.0", "٣"])
def test_what_is_no_port_is_said(text: str) -> None:
    with pytest.raises(ValueError, match="is not a port"):
        lab.check_port(text)


def test_only_a_port_that_was_asked_for_must_be_had(closed_port: int, root: Path) -> None:
    assert "--ServerApp.port_retries=0" in lab.options([f"--port={closed_port}"], root)
    assert "--ServerApp.port_retries=0" not in lab.options(["--no-browser"], root)


def test_the_readers_own_options_go_first(root: Path) -> None:
    ours = lab.options(["--ip=127.0.0.2", "notebooks/02_missiles.ipynb", "--no-browser"], root)
    assert [option for option in ours if option.split("=")[0].endswith("ip")] == ["--ip=127.0.0.2"]
    assert not any("default_url" in option for option in ours)
    assert ours[-1] == "--no-browser"


@pytest.fixture
def running_lab(
    empty_home: Path, closed_port: int, root: Path, tmp_path: Path
) -> Iterator[tuple[str, str, str]]:
    """JupyterLab as `make lab` starts it, with an empty home: address, token, and what it printed."""
    log = tmp_path / "lab.log"
    with log.open("w", encoding="utf-8") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "hakusho.lab", "--no-browser", f"--port={closed_port}"],
            cwd=root, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
        )  # fmt: skip
    try:
        deadline = time.monotonic() + 60
        while not (found := re.search(r"http://127\.0\.0\.1:(\d+)/\S*token=(\w+)", log.read_text("utf-8"))):
            assert server.poll() is None and time.monotonic() < deadline, log.read_text(encoding="utf-8")
            time.sleep(0.1)
        yield f"http://127.0.0.1:{found[1]}", found[2], found[0]
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


def ask(address: str, token: str | None) -> dict:
    request = urllib.request.Request(address, headers={"Authorization": f"token {token}"} if token else {})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


@pytest.mark.slow
def test_lab_opens_the_first_notebook_for_its_token_alone_and_asks_no_host(
    running_lab: tuple[str, str, str], empty_home: Path, root: Path
) -> None:
    address, token, shown = running_lab
    assert shown.startswith(f"{address}/lab/tree/{lab.START}?token=")
    with pytest.raises(urllib.error.HTTPError) as refused:
        ask(f"{address}/api/contents", token=None)
    assert refused.value.code == 403

    settings = f"{address}/lab/api/settings/"
    widgets = ask(settings + "@jupyter-widgets/jupyterlab-manager:plugin", token)
    assert widgets["schema"]["properties"]["saveState"]["default"] is True
    news = ask(settings + "@jupyterlab/apputils-extension:notification", token)["schema"]["properties"]
    assert news["fetchNews"]["default"] == "false"
    assert news["checkForUpdates"]["default"] is False
    assert ask(f"{address}/lab/api/news", token) == {"news": []}
    assert ask(f"{address}/lab/api/update", token) == {"notification": None}

    # Jupyter keeps a cookie and a note of the running server in any home; no setting is among them.
    written = {path.relative_to(empty_home).as_posix() for path in empty_home.rglob("*") if path.is_file()}
    runtime = (".local/share/jupyter/runtime/", "Library/Jupyter/runtime/")
    assert not {name for name in written if not name.startswith(runtime)}
