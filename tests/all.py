"""Run everything that `make test` promises: style, data, library, browser, notebooks.

The last three run side by side, since a browser mostly waits. A part's output is printed whole when it
ends; the exit code is 1 when any part failed. Arguments go to pytest (library and browser): `-k reach`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
NOTHING_COLLECTED = 5  # pytest's exit code where a selection leaves a part without tests


@dataclass
class Part:
    """One part of the test: a command whose output is kept until it ends."""

    name: str
    command: list[str]
    begun: float = field(default_factory=time.monotonic)
    log: IO[bytes] = field(default_factory=tempfile.TemporaryFile)

    def start(self) -> subprocess.Popen[bytes]:
        """Start the command in the checkout."""
        return subprocess.Popen(
            [sys.executable, "-m", *self.command], cwd=ROOT, stdout=self.log, stderr=subprocess.STDOUT
        )

    def report(self) -> None:
        """Print the output and how long it took."""
        self.log.seek(0)
        print(f"== {self.name} ({time.monotonic() - self.begun:.0f} s)", flush=True)
        sys.stdout.buffer.write(self.log.read())
        sys.stdout.flush()


def run(parts: list[Part], selected: bool) -> list[str]:
    """Run parts side by side; return the names of those that failed."""
    failed, running = [], [(part, part.start()) for part in parts]
    while running:
        for part, process in list(running):
            if process.poll() is None:
                continue
            running.remove((part, process))
            part.report()
            if process.returncode and not (selected and process.returncode == NOTHING_COLLECTED):
                failed.append(part.name)
        time.sleep(0.1)
    return failed


def main(arguments: list[str]) -> int:
    """Run all parts; style and data first, for they take seconds and explain much."""
    books = sorted(str(p.relative_to(ROOT)) for p in (ROOT / "notebooks").glob("*.ipynb"))
    failed = run([Part("style", ["ruff", "check"]), Part("data", ["hakusho", "check"])], False)
    suite = ["pytest", "tests", *arguments]
    nbval = ["pytest", "--nbval-lax", "--nbval-current-env", "--nbval-cell-timeout=120", *books]
    side_by_side = [
        Part("library", [*suite, "-m", "not browser"]),
        Part("browser", [*suite, "-m", "browser"]),
        *([Part("notebooks", nbval)] if books else []),
    ]
    failed += run(side_by_side, bool(arguments))
    print(f"make test: failed in {', '.join(failed)}" if failed else "make test: all is well")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
