"""Spans of time as people type and read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.payload.spans import parse_span, show_span


@pytest.mark.parametrize(
    ("typed", "span_ns"),
    [
        ("100", 100_000_000), ("0.1 ms", 100_000), ("250us", 250_000), ("1.5 S", 1_500_000_000),
        (" 2 min ", 120_000_000_000), ("8h", 28_800_000_000_000), ("1 d", 86_400_000_000_000),
        ("", None), ("ms", None), ("1 week", None), ("-1 s", None), ("1,5 s", None), ("1_0", None), ("٣ s", None),
        ("1e3", None), ("1 s 5", None), (".5 s", None), ("nan", None),
    ],
)  # fmt: skip
def test_a_number_with_its_unit_is_a_span_and_alone_it_is_milliseconds(typed: str, span_ns: int | None) -> None:
    assert parse_span(typed) == span_ns


@pytest.mark.parametrize(
    ("span_ns", "shown"),
    [(100_000, "100 µs"), (20_000_000, "20 ms"), (1_500_000_000, "1.5 s"), (90_000_000_000, "1.5 min"),
     (100_000_000_000, "100 s"), (86_400_000_000_000, "1 d")],
)  # fmt: skip
def test_it_is_shown_in_the_largest_unit_that_fits(span_ns: int, shown: str) -> None:
    assert show_span(span_ns) == shown


@given(st.integers(1, 10**14))
def test_what_is_shown_is_read_back_as_the_same(span_us: int) -> None:
    assert parse_span(show_span(span_us * 1_000)) == span_us * 1_000
