"""What was composed and the bytes that it becomes: in order, lossless from form to form, refused with the place."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.contract.faults import BadInput
from core.payload.checksums import Checksum
from core.payload.composition import Composition, LineEnd, compose, in_notation
from core.payload.encodings import ENCODINGS
from core.payload.framing import Delimiter, LengthPrefix
from core.payload.hexadecimal import show_hex
from core.payload.macros import Moment
from core.payload.notation import Notation

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
KEYS = [encoding.key for encoding in ENCODINGS]


def made(composition: Composition, count: int = 1) -> bytes:
    return compose(composition, Moment(NOON, count, None, Random(1)))


@given(st.binary(max_size=200), st.sampled_from(KEYS), st.booleans())
def test_every_byte_goes_from_hex_to_text_and_back(data: bytes, encoding: str, has_macros: bool) -> None:
    hexed = Composition(show_hex(data), Notation.HEX, encoding, has_macros=has_macros)
    text = in_notation(hexed, Notation.TEXT)
    assert text.notation is Notation.TEXT
    assert made(text) == data
    assert made(in_notation(text, Notation.HEX)) == data


@pytest.mark.parametrize("encoding", KEYS)
def test_all_256_bytes_survive_in_every_encoding(encoding: str) -> None:
    data = bytes(range(256))
    text = in_notation(Composition(show_hex(data), Notation.HEX, encoding), Notation.TEXT)
    assert made(text) == data


def test_macros_stay_macros_from_form_to_form() -> None:
    text = Composition("no. {{counter}}!", has_macros=True)
    hexed = in_notation(text, Notation.HEX)
    assert hexed.text == "6e 6f 2e 20 {{counter}} 21"
    assert made(hexed, 5) == made(text, 5) == b"no. 5!"
    assert in_notation(hexed, Notation.TEXT).text == text.text


def test_braces_are_sent_as_they_stand_unless_macros_are_wanted() -> None:
    assert made(Composition("{{name}}")) == b"{{name}}"
    with pytest.raises(BadInput):
        made(Composition("{{name}}", has_macros=True))


@pytest.mark.parametrize(
    ("composition", "expected"),
    [
        (Composition("hi", line_end=LineEnd.CR_LF), b"hi\r\n"),
        (Composition("hi", line_end=LineEnd.NUL), b"hi\0"),
        (Composition("hi", encoding="utf-16-le", line_end=LineEnd.LF), b"h\0i\0\n\0"),
        (Composition("é", encoding="latin-1"), b"\xe9"),
        (Composition("01 03", Notation.HEX, checksum=Checksum("crc-16-modbus", "little")), b"\x01\x03\x40\x21"),
        (Composition("123456789", checksum=Checksum("crc-32"), framing=LengthPrefix(1)), b"\x0d123456789\xcb\xf4\x39&"),
        (Composition("a", framing=Delimiter(b";")), b"a;"),
        (Composition("n={{counter:u16}}", has_macros=True), b"n=\0\1"),
    ],
)
def test_everything_is_put_on_in_its_order(composition: Composition, expected: bytes) -> None:
    assert made(composition) == expected


def test_the_counter_goes_on_from_message_to_message() -> None:
    composition = Composition("{{counter:3}}", has_macros=True)
    assert [made(composition, count) for count in (1, 2, 3)] == [b"001", b"002", b"003"]


@pytest.mark.parametrize(
    ("composition", "name", "position"),
    [
        (Composition(r"{{time}} \q", has_macros=True), "ESCAPE_UNKNOWN", 9),
        (Composition("{{time}} 6", Notation.HEX, has_macros=True), "HEX_ODD", 9),
        (Composition("ab☃", encoding="latin-1"), "TEXT_NOT_ENCODABLE", 2),
        (Composition("x {{date:☃}}", encoding="ascii", has_macros=True), "TEXT_NOT_ENCODABLE", 2),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(composition: Composition, name: str, position: int) -> None:
    with pytest.raises(BadInput) as caught:
        made(composition)
    assert (caught.value.fault.name, caught.value.fault.position) == (name, position)
