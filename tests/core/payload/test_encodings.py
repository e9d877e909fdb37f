r"""Bytes as text in an encoding that a person chose: nothing is lost, nothing is obeyed, in any of them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.contract.faults import BadInput
from core.payload.encodings import ENCODINGS, UTF_8, Encoding, encoding_of
from core.payload.escapes import LINE_BYTES

NEVER_SHOWN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
BY_KEY = {encoding.key: encoding for encoding in ENCODINGS}

encodings = pytest.mark.parametrize("encoding", ENCODINGS, ids=lambda encoding: str(encoding.key))
TRICKY = "\\\r\n\t\0\x1b\x7f\x85\x9b\u202e\u2066\u200b\ufeff\ufe0f\u2028é€😀ax0u{"


@st.composite
def texts(draw: st.DrawFn) -> bytes:
    """A text in one of the encodings, perhaps with half a character more."""
    text = draw(st.text(max_size=60) | st.text(TRICKY, max_size=60))
    return text.encode(draw(st.sampled_from(ENCODINGS)).codec, "ignore") + draw(st.binary(max_size=1))


PAYLOADS = st.binary(max_size=300) | texts()


@encodings
@given(data=PAYLOADS)
@example(data=bytes(range(256)))
@example(data=bytes(range(256)) * 2 + b"\xd8")
@example(data=b"\x00\xd8\x00\xdc\x00\xd8A")
@example(data=b"\\x41 \\u{41} \\0")
def test_what_is_shown_parses_back_to_the_same_bytes(encoding: Encoding, data: bytes) -> None:
    assert encoding.parse(encoding.show(data)) == data


@encodings
def test_every_pair_of_bytes_comes_back_and_can_be_seen(encoding: Encoding) -> None:
    for first in range(256):
        data = bytes(byte for second in range(256) for byte in (first, second))
        shown = encoding.show(data)
        assert encoding.parse(shown) == data
        assert shown.isprintable()


@encodings
@given(data=PAYLOADS, limit=st.integers(0, 320))
def test_what_is_shown_is_one_line_in_which_nothing_is_obeyed(encoding: Encoding, data: bytes, limit: int) -> None:
    shown = encoding.show(data, limit)
    assert shown.isprintable()
    assert not {unicodedata.category(character) for character in shown} & NEVER_SHOWN
    assert not set(shown) & set("\u034f\u3164\ufe0f\u2800\U000e0101")


@encodings
@given(data=PAYLOADS, limit=st.integers(0, 320))
def test_a_cut_is_marked_and_shows_a_beginning_of_the_bytes(encoding: Encoding, data: bytes, limit: int) -> None:
    shown = encoding.show(data, limit)
    if len(data) <= limit:
        assert shown == encoding.show(data)
    else:
        beginning = encoding.parse(shown.removesuffix("…"))
        assert shown.endswith("…")
        assert data.startswith(beginning)
        assert limit - 4 < len(beginning) <= limit


@encodings
@given(data=PAYLOADS | st.binary(max_size=40).map(lambda data: data * 300))
@example(data=b"\x15\x25\r\n\x00\n\x00\r\x00")
def test_lines_hold_every_byte_once_and_none_is_long(encoding: Encoding, data: bytes) -> None:
    lines = list(encoding.lines(data))
    assert encoding.parse("".join(lines)) == data
    assert all(line.isprintable() and len(encoding.parse(line)) <= LINE_BYTES + 4 for line in lines)


@pytest.mark.parametrize(
    ("key", "data", "shown"),
    [
        ("utf-8", b"f\xc3\xbcr \xff\r\n", "für \\xff\\r\\n"),
        ("ascii", b"f\xc3\xbcr", "f\\xc3\\xbcr"),
        ("latin-1", b"f\xfcr\xa0\xad\x9b\x1b[31m", "für\\xa0\\xad\\x9b\\x1b[31m"),
        ("cp1252", b"\x80 5 \x81\x93a\x94", "€ 5 \\x81“a”"),
        ("utf-16-le", "für\0😀\x1b\u202e\\\r\n".encode("utf-16-le"), "für\\0😀\\u{1b}\\u{202e}\\\\\\r\\n"),
        ("utf-16-be", "\ufeffä\n".encode("utf-16-be") + b"a", "\\u{feff}ä\\n\\x61"),
        ("utf-16-le", b"a\x00\x00\xd8b\x00", "a\\x00\\xd8b"),
        ("cp037", "HELLO, ä".encode("cp037") + b"\x15\x25\x0d", "HELLO, ä\\x15\\n\\r"),
    ],
)
def test_each_encoding_reads_its_own_text(key: str, data: bytes, shown: str) -> None:
    assert BY_KEY[key].show(data) == shown


def test_lines_end_where_the_encoding_has_line_ends() -> None:
    assert list(BY_KEY["utf-16-le"].lines("a\r\nb\nc".encode("utf-16-le") + b"x")) == ["a\\r\\n", "b\\n", "c\\x78"]
    assert list(BY_KEY["cp037"].lines("a".encode("cp037") + b"\x15" + "b".encode("cp037"))) == ["a\\x15", "b"]
    assert list(BY_KEY["latin-1"].lines(b"a\x85b\rc")) == ["a\\x85b\\r", "c"]


def test_what_an_encoding_has_no_bytes_for_is_refused_where_it_stands() -> None:
    with pytest.raises(BadInput) as refused:
        BY_KEY["latin-1"].parse("ab€")
    assert (refused.value.fault.name, refused.value.fault.position) == ("TEXT_NOT_ENCODABLE", 2)
    with pytest.raises(BadInput) as refused:
        BY_KEY["ascii"].parse("a\\u{fc}")
    assert (refused.value.fault.name, refused.value.fault.position) == ("TEXT_NOT_ENCODABLE", 1)


def test_a_name_that_no_encoding_has_means_utf_8() -> None:
    assert encoding_of("cp1252").title == "Windows-1252"
    assert encoding_of("koi8-r") is UTF_8
