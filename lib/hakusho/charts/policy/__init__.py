"""Charts of the policy theme: polls and their wording, the time line, limits set and kept, reasons.

Each takes frames of `hakusho.policy` and one Vega parameter per control, and returns an unconfigured chart
whose expressions use the parameters: a control repaints it without Python.
"""

from hakusho.charts.policy.events import KINDS, STATUS, STATUS_WORDS, event_line
from hakusho.charts.policy.home import funding, recruiting
from hakusho.charts.policy.limits import ceiling, counterstrike_steps, export_stairs, preemption_table
from hakusho.charts.policy.parts import AGAINST, FOR, NAMES, day
from hakusho.charts.policy.polls import poll_wording
from hakusho.charts.policy.voices import office_holders, reasons, seen_from

__all__ = [
    "AGAINST",
    "FOR",
    "KINDS",
    "NAMES",
    "STATUS",
    "STATUS_WORDS",
    "ceiling",
    "counterstrike_steps",
    "day",
    "event_line",
    "export_stairs",
    "funding",
    "office_holders",
    "poll_wording",
    "preemption_table",
    "reasons",
    "recruiting",
    "seen_from",
]
