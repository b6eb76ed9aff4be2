"""Make `.venv`, or see that it is ready. Run by make with the machine's own python3; needs nothing installed.

    python3 lib/bootstrap.py          make the environment if it is missing, half made or out of date
    python3 lib/bootstrap.py lock     rebuild requirements.lock from pyproject.toml (options go to uv)

The environment is ready when `.venv/ready` holds the fingerprint of everything it was made from; that file
is written last, so an interrupted run is never mistaken for a finished one. What goes wrong ends in one
sentence and a non-zero exit; the full output of the tools is left in `.venv.log`.
"""

import os
import sys

# Before anything that an old Python would not understand at run time: type hints below are evaluated.
if sys.version_info < (3, 11):  # noqa: UP036 - the very case this line is for
    from subprocess import DEVNULL, call

    def runs(name: str) -> bool:  # a shim may be on the path with nothing behind it
        """Whether this machine has an interpreter of that name."""
        try:
            return call([name, "-I", "-c", ""], stdout=DEVNULL, stderr=DEVNULL) == 0
        except OSError:
            return False

    newer = next(filter(runs, ("python3.14", "python3.13", "python3.12", "python3.11")), "")
    sys.exit(
        "Hakusho needs Python 3.11 or newer, and {} is {}.{}.{}: {}.".format(
            sys.executable,
            *sys.version_info[:3],
            "run make again with PYTHON=" + newer
            if newer
            else "install a newer one and name it, for example make lab PYTHON=python3.12",
        )
    )

import ast
import contextlib
import hashlib
import platform
import re
import shutil
import subprocess
import tempfile
import time
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
FORMER = ROOT / ".venv.old"
READY = VENV / "ready"
LOG = ROOT / ".venv.log"
LOCK = ROOT / "requirements.lock"
PYPROJECT = ROOT / "pyproject.toml"
NEWEST_LOCKED = (3, 14)
LOCK_OPTIONS = (
    "--universal",  # one lock for every system, and for Python from 3.11 on
    "--python-version=3.11",
    "--all-extras",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
)

# What pip is told on this machine, and the name under which uv wants to hear it.
PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
}

# First match wins: what the tools print, and what it means to the person at the keyboard.
FAILURES = (
    (r"no space left on device|disk quota exceeded", "The disk is full"),
    (
        r"do not match the hashes|hash mismatch",
        "A package from the index is not the one that requirements.lock names, so nothing was installed",
    ),
    (
        r"connection broken by|newconnectionerror|dns error|tcp connect error|error sending request|"
        r"operation timed out|could not fetch url|failed to fetch|max retries exceeded|read timed out",
        "No package index could be reached: check the network, or pip's index setting, and run make again",
    ),
    (
        r"no matching distribution found",
        "The package index of this machine does not hold what requirements.lock names: check pip's settings",
    ),
    (r"permission denied", "A file could not be written: check who owns this folder"),
)


class SetupError(Exception):
    """A reason, in one sentence, why the environment could not be made."""


def python(venv: Path = VENV) -> Path:
    """An environment's interpreter."""
    return venv / "bin" / "python"


def fingerprint() -> str:
    """Everything the environment depends on, as one line: inputs, interpreter and place."""
    digest = hashlib.sha256()
    settings = sorted((ROOT / "lib" / "jupyter-settings").glob("*.json"))
    for path in (LOCK, PYPROJECT, *settings):
        digest.update(path.read_bytes())
    version = ".".join(map(str, sys.version_info[:2]))
    # The place counts because the environment's scripts hold its absolute path.
    return f"{digest.hexdigest()} {platform.python_implementation()} {version} {platform.machine()} {ROOT}"


def is_ready() -> bool:
    """Whether `.venv` was finished, from these inputs, and its interpreter is still there."""
    try:
        return READY.read_text(encoding="utf-8").strip() == fingerprint() and os.access(python(), os.X_OK)
    except OSError:
        return False


def run(*command: object, env: dict[str, str] | None = None) -> str:
    """Run a command quietly and return what it printed; raise `SetupError` if it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"$ {' '.join(map(str, command))}\n{done.stdout}\n")
    if done.returncode:
        raise SetupError(reason(done.stdout))
    return done.stdout


def reason(output: str) -> str:
    """Why a tool failed, as a sentence, from what it printed."""
    for pattern, sentence in FAILURES:
        if re.search(pattern, output, re.IGNORECASE):
            return sentence
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if re.match(r"error\b|\w*Error:", line, re.IGNORECASE)]
    said = (errors or lines or ["no words"])[-1]
    hint = ""
    if sys.version_info[:2] > NEWEST_LOCKED:
        hint = "; the lock is made for Python 3.11 to {}.{}".format(*NEWEST_LOCKED)
    return f"The packages could not be installed ({said[:200]}){hint}"


def requirement(name: str) -> str:
    """The block of requirements.lock that pins one package, with its hashes."""
    pins = LOCK.read_text(encoding="utf-8")
    found = re.search(rf"^{re.escape(name)}==.*(?:\n[ \t]+.*)*", pins, re.MULTILINE)
    if not found:
        raise SetupError(f"requirements.lock does not pin {name}: run make lock")
    return found[0] + "\n"


def index_settings(interpreter: Path) -> dict[str, str]:
    """The environment for uv: it does not read pip's settings, so they are handed over.

    What the reader told uv itself goes first.
    """
    env = dict(os.environ)
    told = {}
    for line in run(interpreter, "-m", "pip", "config", "list").splitlines():
        key, _, value = line.partition("=")
        place, _, name = key.rpartition(".")
        # pip lists its settings in alphabetical order; the environment's go before a file's.
        if name in PIP_TO_UV and (place.startswith(":env:") or name not in told):
            told[name] = " ".join(ast.literal_eval(value).split())
    if told.get("extra-index-url"):
        # as pip does: the best version of all indexes; the hashes decide what is let in
        env.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")
    for name, value in told.items():
        if value:
            env.setdefault(PIP_TO_UV[name], value)
    return env


def create_venv(venv: Path = VENV) -> None:
    """A bare environment with pip in it."""
    try:
        import_module("venv")
        import_module("ensurepip")  # Debian's python3 has venv without it
    except ImportError:
        raise SetupError(
            "This Python cannot make environments (no venv module): install it, "
            "on Debian or Ubuntu with: sudo apt install python3-venv"
        ) from None
    run(sys.executable, "-I", "-m", "venv", "--prompt", "hakusho", venv)


def install_packages() -> None:
    """Everything in requirements.lock, each file checked against its hash."""
    pip = (python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries=2")
    hashed = ("--require-hashes", "--no-deps")
    with tempfile.TemporaryDirectory() as folder:
        only_uv = Path(folder, "uv.lock")
        only_uv.write_text(requirement("uv"), encoding="utf-8")
        run(*pip, *hashed, "--only-binary=:all:", "-r", only_uv)
    try:
        # Bytecode now, in parallel: without it the first start pays for it, file by file.
        run(VENV / "bin" / "uv", "pip", "install", "--python", python(), "--compile-bytecode", *hashed,
            "-r", LOCK, env=index_settings(python()))  # fmt: skip
    except SetupError:
        # An index behind a log-in, a proxy or a certificate that only pip knows: slower, but it works.
        run(*pip, *hashed, "-r", LOCK)


def install_project() -> None:
    """The project itself, editable: no index, no build environment, as both would come without hashes."""
    run(VENV / "bin" / "uv", "pip", "install", "--python", python(), "--offline", "--no-deps",
        "--no-build-isolation", "-e", ROOT)  # fmt: skip


@contextlib.contextmanager
def aside() -> Iterator[None]:
    """Keep the former environment until the new one stands; bring it back if that fails."""
    shutil.rmtree(FORMER, ignore_errors=True)
    if VENV.exists():
        VENV.rename(FORMER)
    try:
        yield
    except BaseException:
        shutil.rmtree(VENV, ignore_errors=True)
        if FORMER.exists():
            FORMER.rename(VENV)
        raise
    shutil.rmtree(FORMER, ignore_errors=True)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Wait for another make that is at work in this folder."""
    import fcntl

    with LOCK.open(encoding="utf-8") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def make() -> None:
    """Bring `.venv` in line with the lock, if it is not."""
    with alone():
        if is_ready():
            return
        start = time.monotonic()
        print("Making .venv: once, about a minute ...", flush=True)
        LOG.unlink(missing_ok=True)
        with aside():
            create_venv()
            count = len(re.findall(r"^\S+==", LOCK.read_text(encoding="utf-8"), re.MULTILINE))
            print(f"Installing {count} packages, each checked against its hash ...", flush=True)
            install_packages()
            install_project()
            READY.write_text(fingerprint() + "\n", encoding="utf-8")
        LOG.unlink(missing_ok=True)
        print(f"Ready after {time.monotonic() - start:.0f} s.", flush=True)


def lock(options: list[str]) -> None:
    """Rebuild requirements.lock for every Python and system at once, with no address in it."""
    build = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["build-system"]["requires"]
    with tempfile.TemporaryDirectory() as folder:
        venv = VENV
        if not (VENV / "bin" / "uv").exists():  # the old lock may be what keeps .venv from being made
            venv = Path(folder, "venv")
            create_venv(venv)
            run(python(venv), "-m", "pip", "install", "--quiet", "uv")
        backend = Path(folder, "build.in")
        backend.write_text("\n".join(build) + "\n", encoding="utf-8")
        new = Path(folder, "requirements.lock")
        if LOCK.exists():
            shutil.copy(LOCK, new)  # versions stay unless they must move, or --upgrade is given
        run(venv / "bin" / "uv", "pip", "compile", *LOCK_OPTIONS, *options, PYPROJECT, backend,
            "--output-file", new, env=index_settings(python(venv)))  # fmt: skip
        text = new.read_text(encoding="utf-8")
        if "://" in text:
            raise SetupError("The new lock names an address, so the old one was kept")
        LOCK.write_text(text, encoding="utf-8")
    LOG.unlink(missing_ok=True)


def main(arguments: list[str]) -> int:
    """Do what was asked; 0 if it went well."""
    try:
        if os.name == "nt":
            raise SetupError("On Windows use conda: conda env create -f environment.yml (see README.md)")
        if arguments[:1] == ["lock"]:
            lock(arguments[1:])
        else:
            make()
    except SetupError as problem:
        more = f" (all that was printed: {LOG.name})" if LOG.exists() else ""
        print(f"{problem}{more}.", file=sys.stderr)
        return 1
    except OSError as problem:
        print(f"The environment could not be made: {problem}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Run make again to start over.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
