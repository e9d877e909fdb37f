"""Sizes as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.payload.sizes import exact_size, parse_size


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("0", 0),
        ("1000", 1000),
        ("1000 b", 1000),
        ("1 byte", 1),
        ("500MB", 500_000_000),
        (" 2 GiB ", 2 << 30),
        ("2gib", 2 << 30),
        ("1.5 GB", 1_500_000_000),
        ("1.5KiB", 1536),
        ("0.001 KB", 1),
        ("3 TiB", 3 << 40),
    ],
)
def test_a_size_is_a_number_and_a_unit(text: str, size: int) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize(
    "text",
    ["", " ", "GB", "-1", "+1", "1e9", "1_000", "1,000", "1.", ".5 GB", "٣", "1 GBit", "2 GiB 5", "9" * 16, "all"],
)
def test_what_is_no_size_is_none(text: str) -> None:
    assert parse_size(text) is None


@pytest.mark.parametrize(
    ("size", "shown"),
    [(0, "0 B"), (1234, "1234 B"), (500_000_000, "500 MB"), (2 << 30, "2 GiB"), (10 << 30, "10 GiB"), (1536, "1536 B")],
)
def test_a_size_is_shown_in_the_largest_unit_that_divides_it(size: int, shown: str) -> None:
    assert exact_size(size) == shown


@given(st.integers(0, 10**15 - 1))
def test_what_is_shown_is_read_as_the_same_size(size: int) -> None:
    assert parse_size(exact_size(size)) == size
