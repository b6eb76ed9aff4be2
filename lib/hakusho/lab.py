"""Open JupyterLab on this machine alone, at the first notebook: what `make lab` runs."""

from __future__ import annotations

import errno
import os
import socket
import sys
from pathlib import Path

START = "notebooks/00_start_here.ipynb"
HOST = "127.0.0.1"


def value_of(arguments: list[str], *names: str) -> str | None:
    """The value given to an option under any of its names, as `--x=1` or `--x 1`; None if not given."""
    for position, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name in names:
            return value if equals else next(iter(arguments[position + 1 :]), "")
    return None


def check_port(text: str, host: str = HOST) -> None:
    """Raise `ValueError` with a sentence for the reader if JupyterLab could not listen on this port."""
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):
        raise ValueError(f"'{text}' is not a port: give a number up to 65535, for example --port=8890.")
    port = int(text)
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as problem:
            if problem.errno == errno.EADDRINUSE:
                words = f"Port {port} is in use: stop what uses it, or choose another"
            elif problem.errno == errno.EACCES:
                words = f"Port {port} is kept for the system: choose one above 1023"
            else:
                words = f"Port {port} on {host} cannot be used ({problem.strerror})"
            raise ValueError(f'{words}, for example make lab ARGS="--port={max(port, 1023) + 1}".') from None


def options(arguments: list[str], root: Path) -> list[str]:
    """JupyterLab's options: ours, save where the reader gave their own, then the reader's.

    Raises `ValueError` if the port asked for cannot be had. Only a port that was asked for must be had;
    the usual one may move on to the next that is free.
    """
    ours = []
    host = value_of(arguments, "--ip", "--ServerApp.ip")
    if host is None:
        ours.append(f"--ServerApp.ip={HOST}")
    port = value_of(arguments, "--port", "--ServerApp.port")
    if port is not None:
        check_port(port, host or HOST)
        if value_of(arguments, "--port-retries", "--ServerApp.port_retries") is None:
            ours.append("--ServerApp.port_retries=0")  # or it would move to another without a word
    if value_of(arguments, "--notebook-dir", "--ServerApp.root_dir") is None:
        ours.append(f"--ServerApp.root_dir={root}")
        named = any(argument.endswith(".ipynb") for argument in arguments)
        if not named and value_of(arguments, "--LabApp.default_url") is None and (root / START).is_file():
            ours.append(f"--LabApp.default_url=/lab/tree/{START}")
    alone = host in (None, HOST, "localhost")
    if alone and hasattr(os, "geteuid") and os.geteuid() == 0 and "--allow-root" not in arguments:
        ours.append("--allow-root")  # as in a container; the server listens on this machine alone
    return [*ours, *arguments]


def main(arguments: list[str]) -> None:
    """Become JupyterLab, or leave with a sentence that says why not."""
    root = Path(__file__).resolve().parents[2]
    try:
        command = [sys.executable, "-m", "jupyterlab", *options(arguments, root)]
    except ValueError as problem:
        sys.exit(str(problem))
    # In the place of this process, so that Ctrl-C and signals reach the server itself.
    os.execv(sys.executable, command)


if __name__ == "__main__":
    main(sys.argv[1:])
