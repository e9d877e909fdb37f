"""Sizes, ages and times as people read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.contract.faults import BadInput
from core.payload.numbers import counted, parse_time_limit, show_age, show_count, show_elapsed, show_size


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 B"),
        (21, "21 B"),
        (999, "999 B"),
        (1000, "1.0 KB"),
        (4_150, "4.2 KB"),
        (9_960, "10 KB"),
        (65_536, "66 KB"),
        (999_499, "999 KB"),
        (999_500, "1.0 MB"),
        (3_910_656, "3.9 MB"),
        (2_000_000_000, "2.0 GB"),
        (5 * 10**15, "5000 TB"),
    ],
)
def test_sizes_are_decimal_with_one_decimal_below_ten(size: int, shown: str) -> None:
    assert show_size(size) == shown


@pytest.mark.parametrize(
    ("elapsed_ns", "shown"),
    [
        (850, "850 ns"),
        (38_200, "38 µs"),
        (1_234, "1.2 µs"),
        (999_960, "1.0 ms"),
        (12_000_000, "12 ms"),
        (3_060_000_000, "3.1 s"),
        (100 * 10**9, "100 s"),
    ],
)
def test_times_take_the_unit_that_fits(elapsed_ns: int, shown: str) -> None:
    assert show_elapsed(elapsed_ns) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0.4, "0 s"),
        (12, "12 s"),
        (59.9, "59 s"),
        (60, "1 min"),
        (3599, "59 min"),
        (7200, "2 h"),
        (200_000, "2 d"),
        (-1, "0 s"),
    ],
)
def test_ages_are_whole_units_rounded_down(seconds: float, shown: str) -> None:
    assert show_age(seconds) == shown


def test_counts_have_thousands_separators_and_their_plural() -> None:
    assert show_count(12_345) == "12,345"
    assert [counted(number, "byte") for number in (0, 1, 2, 65_507)] == ["0 bytes", "1 byte", "2 bytes", "65,507 bytes"]


@given(st.integers(0, 10**15))
def test_a_rounded_size_is_never_far_off_and_never_wide(size: int) -> None:
    number, unit = show_size(size).split()
    shown = float(number) * 1000 ** ("B", "KB", "MB", "GB", "TB").index(unit)
    assert abs(shown - size) <= 0.0501 * size
    assert len(number) <= 4


@pytest.mark.parametrize(("text", "seconds"), [("10", 10), (" 1 ", 1), ("86400", 86_400)])
def test_a_time_limit_is_typed_in_seconds(text: str, seconds: int) -> None:
    assert parse_time_limit(text) == seconds


@pytest.mark.parametrize("text", ["", "0", "0.5", "-1", "1e3", "86401", "9999999", "1.2.3", "٣", "inf", "1_0", "soon"])
def test_what_is_no_time_limit_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as bad:
        parse_time_limit(text)
    assert (bad.value.fault.name, bad.value.fault.about) == ("TIME_LIMIT_BAD", text)
