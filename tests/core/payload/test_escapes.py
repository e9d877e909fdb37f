r"""What people type with escapes, and what peers send, shown with escapes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.contract.faults import BadInput
from core.payload.escapes import LINE_BYTES, parse_text, show_lines, show_name, show_text

# Bytes that are often text, so that the interesting cases (escapes, torn and hidden characters) come up.
TRICKY = st.sampled_from(["x0", "u{", *"\\\r\n\t\0\x1b\x7fé€😀\x9b\u202e\u200b\ufeff\ufe0f\U000e0041\u2066"])
PAYLOADS = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(TRICKY, max_size=60).map(lambda pieces: "".join(pieces).encode()),
)


@pytest.mark.parametrize(
    ("typed", "data"),
    [
        ("", b""),
        ("hello", b"hello"),
        ("hello\\r\\n", b"hello\r\n"),
        ("\\t\\0\\\\", b"\t\0\\"),
        ("\\x00\\xff\\xFf", b"\x00\xff\xff"),
        ("\\01", b"\x001"),  # not octal: \0 and the digit 1
        ("\\\\r", b"\\r"),
        ("é€😀", "é€😀".encode()),
        ("\\u{202e}\\u{E9}\\u{1F600}", "\u202eé😀".encode()),
        ("a\nb", b"a\nb"),  # a real line end, pasted
    ],
)
def test_escapes_stand_for_their_bytes(typed: str, data: bytes) -> None:
    assert parse_text(typed) == data


@pytest.mark.parametrize(
    ("typed", "name", "position", "about"),
    [
        ("ab\\q", "ESCAPE_UNKNOWN", 2, "\\q"),
        ("\\\\\\R", "ESCAPE_UNKNOWN", 2, "\\R"),
        ("\\ ", "ESCAPE_UNKNOWN", 0, "\\ "),
        ("\\\u202e", "ESCAPE_UNKNOWN", 0, "\\\\u{202e}"),
        ("ab\\", "ESCAPE_SHORT", 2, "\\"),
        ("\\x", "ESCAPE_SHORT", 0, "\\x"),
        ("ok\\x4", "ESCAPE_SHORT", 2, "\\x"),
        ("\\xg0", "ESCAPE_SHORT", 0, "\\x"),
        ("\\x４１", "ESCAPE_SHORT", 0, "\\x"),  # digits of another alphabet
        ("\\u202e", "ESCAPE_SHORT", 0, "\\u"),
        ("\\u{}", "ESCAPE_SHORT", 0, "\\u"),
        ("\\u{1234567}", "ESCAPE_SHORT", 0, "\\u"),
        ("a\\u{110000}", "TEXT_NOT_ENCODABLE", 1, "\\u{110000}"),
        ("a\\u{d800}", "TEXT_NOT_ENCODABLE", 1, "\\u{d800}"),
        ("\\nab\ud800", "TEXT_NOT_ENCODABLE", 4, "\\u{d800}"),
    ],
)
def test_a_wrong_escape_is_refused_where_it_stands(typed: str, name: str, position: int, about: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_text(typed)
    assert (refused.value.fault.name, refused.value.fault.position) == (name, position)
    assert refused.value.fault.about.replace("\\\\", "\\") == about.replace("\\\\", "\\")


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (b"hello\r\n", "hello\\r\\n"),
        (b"C:\\new", "C:\\\\new"),
        (b"a\0b\tc", "a\\0b\\tc"),
        ("é€😀 日本語".encode(), "é€😀 日本語"),
        (b"\xff\xfe ok \xe2\x82", "\\xff\\xfe ok \\xe2\\x82"),  # not UTF-8, and UTF-8 that breaks off
        (b"\xed\xa0\x80", "\\xed\\xa0\\x80"),  # a surrogate is not UTF-8
        (b"\x1b[31mred\x08\x7f", "\\x1b[31mred\\x08\\x7f"),
        ("\x9b31m".encode(), "\\u{9b}31m"),  # C1: the one-character form of ESC [
        ("abc\u202ecba".encode(), "abc\\u{202e}cba"),
        ("\u2066\u2069\u200b\ufeff\U000e0041".encode(), "\\u{2066}\\u{2069}\\u{200b}\\u{feff}\\u{e0041}"),
        ("\u00a0\u2028\u0085".encode(), "\\u{a0}\\u{2028}\\u{85}"),
        ("❤\ufe0f\u3164\u2800".encode(), "❤\\u{fe0f}\\u{3164}\\u{2800}"),
        ("e\u0301".encode(), "e\u0301"),  # a mark on a letter is text
    ],
)
def test_what_a_reader_could_not_see_is_shown_as_an_escape(data: bytes, shown: str) -> None:
    assert show_text(data) == shown


@given(PAYLOADS)
@example(bytes(range(256)))
@example(b"\\x41 \\u{41} \\0")
def test_what_is_shown_parses_back_to_the_same_bytes(data: bytes) -> None:
    assert parse_text(show_text(data)) == data


@given(PAYLOADS, st.integers(0, 320))
def test_what_is_shown_is_one_line_that_any_widget_takes(data: bytes, limit: int) -> None:
    shown = show_text(data, limit)
    assert shown.isprintable()
    assert all(unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for character in shown)
    assert len(shown) <= 4 * limit + 1


@given(PAYLOADS, st.integers(0, 320))
def test_a_cut_is_marked_and_shows_a_beginning_of_the_bytes(data: bytes, limit: int) -> None:
    shown = show_text(data, limit)
    if len(data) <= limit:
        assert shown == show_text(data)
    else:
        assert shown.endswith("…")
        beginning = parse_text(shown.removesuffix("…"))
        assert data.startswith(beginning)
        assert limit - 4 < len(beginning) <= limit


def test_a_cut_never_tears_a_character() -> None:
    data = "😀😀😀".encode()
    assert [show_text(data, limit) for limit in (3, 4, 5, 7, 8)] == ["…", "😀…", "😀…", "😀…", "😀😀…"]


def test_only_the_part_that_is_shown_is_looked_at() -> None:
    assert show_text(b"x" * 100 + b"\xff" * 65_536, 100) == "x" * 100 + "…"


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"", []),
        (b"one", ["one"]),
        (b"one\ntwo", ["one\\n", "two"]),
        (b"one\r\ntwo\r\n", ["one\\r\\n", "two\\r\\n"]),
        (b"a\rb\n\rc", ["a\\r", "b\\n", "\\r", "c"]),
        (b"\n\n", ["\\n", "\\n"]),
        ("a\u2028b".encode(), ["a\\u{2028}b"]),
    ],
)
def test_lines_are_split_at_real_line_ends_and_show_them(data: bytes, lines: list[str]) -> None:
    assert list(show_lines(data)) == lines


@given(st.one_of(PAYLOADS, st.binary(max_size=40).map(lambda data: data * 300)))
@example(b"\xbf" * 9000)
@example("€".encode() * 3000)
@example(b"x" * LINE_BYTES + b"\r\n")
def test_lines_hold_every_byte_once_and_none_is_long(data: bytes) -> None:
    lines = list(show_lines(data))
    assert parse_text("".join(lines)) == data
    assert all(line.isprintable() and len(parse_text(line)) <= LINE_BYTES + 2 for line in lines)


def test_a_line_without_end_is_cut_between_characters() -> None:
    lines = list(show_lines("€".encode() * 3000))
    assert "".join(lines) == "€" * 3000
    assert len(lines) == 3


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("python3", "python3"),
        ("DOMAIN\\user", "DOMAIN\\user"),
        ("evil\u202etxt.exe", "evil\\u{202e}txt.exe"),
        ("a\0b\nc\x1b", "a\\0b\\nc\\x1b"),
        (b"caf\xe9".decode("utf-8", "surrogateescape"), "caf\\xe9"),
        ("\ud800", "\\u{d800}"),
        ("x" * 300, "x" * 200 + "…"),
    ],
)
def test_names_from_outside_are_made_safe_to_show(name: str, shown: str) -> None:
    assert show_name(name) == shown
