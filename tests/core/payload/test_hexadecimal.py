"""Hexadecimal as people type it, and the dump."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.contract.faults import BadInput
from core.payload.hexadecimal import dump_lines, parse_hex, show_hex


@pytest.mark.parametrize(
    ("typed", "data"),
    [
        ("", b""),
        (" \n", b""),
        ("68 65 6c", b"hel"),
        ("68656C", b"hel"),
        ("0x68, 0x65,0X6c", b"hel"),
        ("0x68656c", b"hel"),
        ("68,65\n6c\t6c\r\n", b"hell"),
        ("68\u00a065", b"he"),  # pasted from a web page
        ("00", b"\0"),
    ],
)
def test_blanks_commas_and_0x_are_allowed_between_bytes(typed: str, data: bytes) -> None:
    assert parse_hex(typed) == data


@pytest.mark.parametrize(
    ("typed", "name", "position"),
    [
        ("a", "HEX_ODD", 0),
        ("abc", "HEX_ODD", 2),
        ("ab c de", "HEX_ODD", 3),  # never ab cd e
        ("0x1", "HEX_ODD", 2),
        ("0x", "HEX_BAD", 1),
        ("zz", "HEX_BAD", 0),
        ("ab 4g", "HEX_BAD", 4),
        ("0x410x42", "HEX_BAD", 5),
        ("-1", "HEX_BAD", 0),
        ("\\x41", "HEX_BAD", 0),
        ("４１", "HEX_BAD", 0),
        ("٤١", "HEX_BAD", 0),
        ("41\0", "HEX_BAD", 2),
    ],
)
def test_what_is_wrong_is_refused_where_it_stands_and_never_padded(typed: str, name: str, position: int) -> None:
    with pytest.raises(BadInput) as refused:
        parse_hex(typed)
    assert (refused.value.fault.name, refused.value.fault.position) == (name, position)


@given(st.binary())
def test_what_is_shown_parses_back_to_the_same_bytes(data: bytes) -> None:
    assert parse_hex(show_hex(data)) == data


def test_the_dump_has_offset_two_groups_of_eight_and_what_can_be_printed() -> None:
    assert list(dump_lines(b"hello, socket 1\r\n\xff")) == [
        "0000  68 65 6c 6c 6f 2c 20 73  6f 63 6b 65 74 20 31 0d  hello, socket 1·",
        "0010  0a ff                                             ··",
    ]


def test_the_dump_of_a_part_counts_from_where_the_part_begins() -> None:
    assert next(dump_lines(b"a", first=0x12340)).startswith("12340  61 ")


@given(st.binary(min_size=1, max_size=200))
def test_the_columns_of_a_dump_stand_below_each_other(data: bytes) -> None:
    lines = list(dump_lines(data))
    assert parse_hex(" ".join(line[6:54] for line in lines)) == data
    assert sum(len(line) - 56 for line in lines) == len(data)
    assert all(line.isprintable() for line in lines)
