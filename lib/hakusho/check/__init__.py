"""Validation of the facts: `python -m hakusho check`.

Passes, in this order, so that the first line names the root cause: the descriptor; per table the bytes
(raw), the schema (Frictionless), kinds and references (rules); over all tables the sense of the figures
(sense); last the generated pages. A table that fails early is not looked at by later passes, and no other
table is blamed for keys that it could not give.
"""

from __future__ import annotations

from hakusho.check.problem import Problem, lines
from hakusho.check.run import Checker, check

__all__ = ["Checker", "Problem", "check", "lines"]
