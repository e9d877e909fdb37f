"""Where each byte stands in a dump and in text, for any bytes."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.payload.encodings import ENCODINGS, encoding_of
from gui.widgets.text.byte_places import HexPlaces, Place, Places, TextPlaces

PAYLOADS = st.one_of(
    st.binary(max_size=100),
    st.text(max_size=40).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.text(max_size=40).map(lambda text: text.encode("utf-16-le", "surrogatepass")),
    st.lists(st.sampled_from([b"\\", b"\r\n", b"\x00", "é".encode(), "😀".encode(), b"\xff", b"abc"])).map(b"".join),
)


def between(places: Places, start: Place, end: Place) -> str:
    """The characters from one place to another in one line."""
    line = list(places.lines())[start[0] - 1]
    assert start[0] == end[0]
    return line[start[1] : end[1]]


@given(PAYLOADS, st.sampled_from([16, 8, 4]), st.data())
def test_the_digits_of_a_byte_are_where_the_dump_says(data: bytes, per_line: int, draw: st.DataObject) -> None:
    if not data:
        return
    byte = draw.draw(st.integers(0, len(data) - 1))
    places = HexPlaces(data, per_line)
    digits, printable = places.spans(range(byte, byte + 1))
    assert between(places, *digits) == f"{data[byte]:02x}"
    assert between(places, *printable) in (chr(data[byte]), "·")
    assert places.bytes_between(*digits) == range(byte, byte + 1)
    assert places.bytes_between(*printable) == range(byte, byte + 1)


@pytest.mark.parametrize(
    "make",
    [
        lambda data: HexPlaces(data, 16),
        *(partial(TextPlaces, astral_columns=1, encoding=encoding) for encoding in ENCODINGS),
    ],
)
@given(data=PAYLOADS, draw=st.data())
def test_what_is_marked_for_some_bytes_leads_back_to_them(
    make: type[HexPlaces], data: bytes, draw: st.DataObject
) -> None:
    start = draw.draw(st.integers(0, len(data)))
    stop = draw.draw(st.integers(start, len(data)))
    places: Places = make(data)  # type: ignore[call-arg]
    spans = list(places.spans(range(start, stop)))
    assert bool(spans) == (start < stop)
    if spans:
        found = places.bytes_between(spans[0][0], spans[-1][1])
        assert found.start <= start
        assert found.stop >= stop
        # Only the other bytes of one character can be there too.
        assert start - found.start < 4
        assert found.stop - stop < 4


def test_a_selection_of_text_is_the_bytes_of_its_characters() -> None:
    places = TextPlaces("für\r\n".encode(), 1)
    assert list(places.lines()) == ["für\\r\\n"]
    assert places.bytes_between((1, 1), (1, 2)) == range(1, 3), "ü is two bytes"
    assert places.bytes_between((1, 4), (1, 5)) == range(4, 5), "half an escape stands for its byte"


def test_a_character_that_takes_two_columns_is_counted_so() -> None:
    places = TextPlaces("a😀b".encode(), 2)
    assert list(places.spans(range(5, 6))) == [((1, 3), (1, 4))]
    assert places.bytes_between((1, 2), (1, 3)) == range(1, 5)


def test_in_utf_16_a_character_is_two_bytes_or_four() -> None:
    places = TextPlaces("aü😀\n".encode("utf-16-le") + b"x", 2, encoding_of("utf-16-le"))
    assert list(places.lines()) == ["aü😀\\n\\x78"]
    assert places.bytes_between((1, 1), (1, 2)) == range(2, 4)
    assert list(places.spans(range(4, 8))) == [((1, 2), (1, 4))]
    assert places.bytes_between((1, 4), (1, 5)) == range(8, 10), "a line end is two as well"
    assert places.bytes_between((1, 6), (1, 10)) == range(10, 11)


def test_a_dump_line_has_an_offset_two_groups_of_eight_and_what_is_printable() -> None:
    assert list(HexPlaces(b"GET / HTTP/1.1\r\n\x00", 16).lines()) == [
        "0000  47 45 54 20 2f 20 48 54  54 50 2f 31 2e 31 0d 0a  GET / HTTP/1.1··",
        "0010  00                                                ·",
    ]


def test_a_long_payload_has_longer_offsets() -> None:
    assert next(HexPlaces(bytes(0x10001), 4).lines()).startswith("00000  00 00 00 00  ····")
