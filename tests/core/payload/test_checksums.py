"""Check sums: the value that every manual prints for each, their range, their order, and what cannot be counted."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.contract.faults import BadInput
from core.payload.checksums import ALGORITHMS, Algorithm, Checksum, value_of, with_checksum

DIGITS = b"123456789"


@pytest.mark.parametrize("algorithm", ALGORITHMS, ids=lambda it: it.key)
def test_each_makes_its_printed_value_of_the_nine_digits(algorithm: Algorithm) -> None:
    assert value_of(algorithm.key, DIGITS) == algorithm.check
    assert algorithm.check < 1 << 8 * algorithm.size


@given(st.binary(max_size=300))
def test_crc_32_is_that_of_zip_files(data: bytes) -> None:
    assert value_of("crc-32", data) == zlib.crc32(data)


@given(st.binary(min_size=1, max_size=300))
def test_with_its_lrc_a_message_adds_up_to_nothing(data: bytes) -> None:
    assert sum(with_checksum(data, Checksum("lrc"))) % 256 == 0


@given(st.binary(min_size=1, max_size=300))
def test_with_their_xor_all_bytes_cancel_out(data: bytes) -> None:
    assert value_of("xor", with_checksum(data, Checksum("xor"))) == 0


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Checksum("crc-16-modbus", "little"), DIGITS + b"\x37\x4b"),
        (Checksum("crc-16-modbus", "big"), DIGITS + b"\x4b\x37"),
        (Checksum("crc-32"), DIGITS + b"\xcb\xf4\x39\x26"),
        (Checksum("crc-16-modbus", as_digits=True), DIGITS + b"4B37"),
    ],
)
def test_it_stands_behind_the_message_in_the_order_that_was_chosen(choice: Checksum, expected: bytes) -> None:
    assert with_checksum(DIGITS, choice) == expected


def test_only_the_chosen_range_counts() -> None:
    framed = b"<<" + DIGITS + b">"
    choice = Checksum("crc-32", skip_first=2, skip_last=1)
    assert with_checksum(framed, choice) == framed + b"\xcb\xf4\x39\x26"


@pytest.mark.parametrize(("data", "first", "last"), [(b"", 0, 0), (b"ab", 2, 0), (b"ab", 1, 1), (b"ab", 0, 9)])
def test_a_range_without_a_byte_is_refused(data: bytes, first: int, last: int) -> None:
    with pytest.raises(BadInput) as caught:
        with_checksum(data, Checksum("xor", skip_first=first, skip_last=last))
    assert caught.value.fault.name == "CHECKSUM_RANGE"


def test_a_name_that_is_none_is_refused() -> None:
    with pytest.raises(BadInput) as caught:
        with_checksum(b"a", Checksum("crc-99"))
    assert caught.value.fault.name == "CHECKSUM_UNKNOWN"
    with pytest.raises(ValueError):
        value_of("crc-99", b"a")
