"""The binding of numbers in prose finds drift and finds what is not bound."""

from __future__ import annotations

import pytest

from bound import bound, unbound

NAMES = {"half": lambda: 0.5, "many": lambda: 1380, "seven": lambda: 7}


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("rose to 1,380<!-- = many() --> vessel-days", 0),
        ("rose to 1,381<!-- = many() --> vessel-days", 1),
        ("about 1,400<!-- = many() ~100 -->", 0),
        ("about 1,300<!-- = many() ~100 -->", 1),
        ("0.5 per cent<!-- = half() -->", 0),
        ("0.50<!-- = half() + 0.004 -->", 0),
        ("0.50<!-- = half() + 0.006 -->", 1),
        ("Seven<!-- = seven() --> of eight", 0),
        ("seven<!-- = seven() + 1 --> of eight", 1),
        ("12<!-- = nothing() -->", 1),
    ],
)
def test_a_bound_number_is_held_to_its_expression(text: str, faults: int) -> None:
    assert [b.fault(NAMES) is None for b in bound(text)] == [not faults]


@pytest.mark.parametrize(
    "text",
    ["in 2016 and 2025", "on 24 October 2025", "the Type 12, the Hwasong-7 and Article 9", "takes 15 minutes",
     "1. First", "## 2 Range", "`x = 12`", "in FY2026 and a 2+2", "1,300 km<!-- ~ an example, no fact -->"],
)  # fmt: skip
def test_what_is_no_fact_needs_no_binding(text: str) -> None:
    assert unbound(text) == []


@pytest.mark.parametrize(
    "text", ["fell by 45 %", "some 1,300 km away", "464 scrambles", "9.04 trillion yen", "3 km"]
)
def test_a_fact_without_binding_is_found(text: str) -> None:
    assert len(unbound(text)) == 1
