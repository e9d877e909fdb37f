r"""Bytes as a C string."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.payload.c_string import show_c_string

_PIECE = re.compile(r'\\([0-7]{3})|\\(.)|([^\\"])')
_MEANT = {"n": 10, "r": 13, "t": 9, "\\": 92, '"': 34, "?": 63}


@pytest.mark.parametrize(
    ("data", "written"),
    [
        (b"", '""'),
        (b"hello\r\n\0", '"hello\\r\\n\\000"'),
        (b'say "\\"', '"say \\"\\\\\\""'),
        (b"\x011\xff", '"\\0011\\377"'),
        (b"what??/", '"what\\?\\?/"'),
    ],
)
def test_what_a_c_string_needs_is_escaped(data: bytes, written: str) -> None:
    assert show_c_string(data) == written


@given(st.binary(max_size=300))
def test_read_as_c_reads_it_the_same_bytes_come_back(data: bytes) -> None:
    written = show_c_string(data)
    assert written.isascii()
    assert written.isprintable()
    pieces = _PIECE.findall(written[1:-1])
    assert (
        bytes(int(octal, 8) if octal else _MEANT[sign] if sign else ord(plain) for octal, sign, plain in pieces) == data
    )
