"""The named checks, one module a subject; importing them registers each in CHECKS."""

from __future__ import annotations

from hakusho.claims.checks import events, missiles, offices, spending, ties
from hakusho.claims.checks.base import CHECKS, OPEN, Check, Flip

__all__ = ["CHECKS", "OPEN", "Check", "Flip", "events", "missiles", "offices", "spending", "ties"]
