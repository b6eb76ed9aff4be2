"""One counting for the charts of a notebook, in a real JupyterLab: a change in one is seen in all."""

from __future__ import annotations

from typing import Any

import pytest

from browser import Lab
from hakusho.explore import spending, spending_further

pytestmark = pytest.mark.browser

MAKE = """from hakusho.explore import spending as explore, spending_further as further
same = explore.one_counting()"""


def test_a_counting_chosen_in_one_chart_is_drawn_in_the_other(desk: Any, lab: Lab) -> None:
    lab.open(desk, lab.write("same.ipynb", MAKE, "explore.one_budget(same)", "further.long_run(same)"))
    lab.run_all(desk)
    charts = desk.locator(".jp-OutputArea .hakusho")
    desk.wait_for_function("() => document.querySelectorAll('.jp-OutputArea svg.marks').length === 2")
    for chosen, other, name, words in (
        (0, 1, "SIPRI's", spending_further.long_run().set(definition="sipri").caption),
        (
            1,
            0,
            "Initial budgets, GDP of 2022",
            spending.one_budget().set(definition="government_initial").caption,
        ),
    ):
        before = charts.nth(other).locator("svg.marks").inner_html()
        charts.nth(chosen).locator("[data-control=definition] select").select_option(label=name)
        charts.nth(other).locator(".hk-caption", has_text=words).wait_for()
        picker = charts.nth(other).locator("[data-control=definition] select")
        assert picker.evaluate("e => e.options[e.selectedIndex].text") == name
        assert charts.nth(other).locator("svg.marks").inner_html() != before
