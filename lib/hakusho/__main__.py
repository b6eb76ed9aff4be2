"""`python -m hakusho COMMAND`: the command line.

A command is one entry of COMMANDS: its name, the function that runs it and a line of help. The function takes
the arguments after the name and returns the exit code; its module loads only when the command is called.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

from hakusho.errors import Mistake, hint

COMMANDS: dict[str, tuple[str, str]] = {
    "check": ("hakusho.commands:check", "validate the facts"),
    "pages": ("hakusho.commands:pages", "write the codebook and the list of sources"),
    "add": ("hakusho.add:main", "add a row to a table, step by step"),
    "tables": ("hakusho.commands:tables", "list the tables"),
    "describe": ("hakusho.commands:describe", "describe a table and its columns"),
    "find": ("hakusho.commands:find", "search all tables"),
    "claim": ("hakusho.claims.command:main", "test a claim against the facts, or show one of the ledger"),
    "draw": ("hakusho.commands:draw", "draw an exploration and save it with rows and sources"),
    "verify": ("hakusho.commands:verify", "check a saved view against the facts"),
    "cite": ("hakusho.commands:cite", "cite sources, or Hakusho itself"),
}


def usage() -> str:
    """Return the help text."""
    width = max(map(len, COMMANDS)) + 2
    lines = [f"  {name:<{width}}{about}" for name, (_, about) in COMMANDS.items()]
    return "\n".join(["usage: python -m hakusho COMMAND [--help] …", "", *lines])


def main(argv: list[str] | None = None) -> int:
    """Run a command and return its exit code. A mistake is one line on standard error and code 2."""
    for stream in (sys.stdout, sys.stderr):  # a terminal without Japanese shows its code, not a traceback
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    name, *rest = (sys.argv[1:] if argv is None else argv) or ["--help"]
    if name in ("-h", "--help", "help"):
        print(usage())
        return 0
    if name not in COMMANDS:
        print(f"hakusho: no command is called '{name}'{hint(name, COMMANDS)}", file=sys.stderr)
        return 2
    module, function = COMMANDS[name][0].split(":")
    try:
        return int(getattr(import_module(module), function)(rest))
    except Mistake as mistake:
        print(f"hakusho: {mistake}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nhakusho: stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader of a pipe, such as head, has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
