"""The rows of a block: together they are its bytes, whatever those are, wherever one begins to read, at any width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.payload.encodings import ENCODINGS, Encoding, encoding_of
from core.payload.hexadecimal import parse_hex
from gui.models.follow.sheet_rows import CELL, HexLayout, Layout, RowBytes
from gui.models.follow.text_rows import TextLayout

NASTY = [
    b"\r",
    b"\n",
    b"\r\n",
    b"\0",
    b"\x80\x80\x80\x80",
    b"\xff",
    "\u4e16".encode(),
    "\U0001f600".encode(),
    b"\\",
    b"a b",
    *("\r\n\u4e16\U0001f600\n".encode(codec) for codec in ("utf-16-le", "utf-16-be")),
]
LONG = st.integers(CELL - 6, CELL + 6).map(lambda size: b"x" * size)
BLOCKS = st.lists(st.sampled_from(NASTY) | LONG | st.binary(max_size=40), max_size=30).map(b"".join)
TEXTS = st.builds(TextLayout, st.integers(16, 150), st.sampled_from(ENCODINGS))
LAYOUTS = TEXTS | st.sampled_from([4, 8, 16]).map(HexLayout)


def rows_of(layout: Layout, data: bytes, first: int = 0, phase: int = 0) -> list[RowBytes]:
    """From the beginning, line by line."""
    rows: list[RowBytes] = []
    offset = first
    while offset < len(data):
        rows += layout.line(lambda start, stop: data[start:stop], range(first, len(data)), offset, phase)
        offset = rows[-1].end
    return rows


@given(LAYOUTS, BLOCKS, st.integers(0, 5000), st.integers(0, 3))
def test_the_rows_of_a_block_hold_all_of_its_bytes_once_and_in_order(
    layout: Layout, data: bytes, first: int, phase: int
) -> None:
    rows = rows_of(layout, data, first, phase)
    assert [row.start for row in rows] == [first, *(row.end for row in rows)][: len(rows)]
    assert not rows or rows[-1].end == len(data)
    if isinstance(layout, TextLayout):
        assert b"".join(layout.encoding.parse(row.text) for row in rows) == data[first:]
    else:
        assert isinstance(layout, HexLayout)
        digits = 3 * layout.per_row + layout.per_row // 8
        assert b"".join(parse_hex(row.text[:digits]) for row in rows) == data[first:]


@given(LAYOUTS, BLOCKS, st.integers(0, 1), st.data())
def test_a_line_is_the_same_from_whichever_of_its_bytes_one_comes(
    layout: Layout, data: bytes, phase: int, draw: st.DataObject
) -> None:
    if not data:
        return
    offset = draw.draw(st.integers(0, len(data) - 1))
    line = layout.line(lambda start, stop: data[start:stop], range(len(data)), offset, phase)
    assert line[0].start <= offset < line[-1].end
    assert line[0].end - line[0].start <= line[-1].end - line[0].start <= 2 * CELL + 3
    rows = rows_of(layout, data, phase=phase)
    assert set(line) <= set(rows)


@given(BLOCKS, TEXTS)
def test_no_row_of_text_is_wider_than_the_window_and_none_is_empty(data: bytes, layout: TextLayout) -> None:
    for row in rows_of(layout, data):
        assert 0 < len(row.text) <= layout.width
        assert row.text.isprintable()


@given(LAYOUTS, BLOCKS, st.data())
def test_a_byte_leads_to_its_columns_and_back(layout: Layout, data: bytes, draw: st.DataObject) -> None:
    rows = rows_of(layout, data)
    if not rows:
        return
    row = draw.draw(st.sampled_from(rows))
    byte = draw.draw(st.integers(row.start, row.end - 1))
    for some in layout.columns(row, range(byte, byte + 1)):
        assert some
        for column in some:
            first = layout.byte_at(row, column)
            assert first <= byte < first + 4  # the bytes of one character share its place
    assert layout.columns(row, range(row.end, row.end + 5)) == []


def test_a_line_goes_on_over_the_edges_of_cells_while_it_is_short_enough() -> None:
    data = (b"y" * 99 + b"\n") * 100
    rows = rows_of(TextLayout(120), data)
    assert {row.text for row in rows} == {"y" * 99 + "\\n"}


encodings = pytest.mark.parametrize("encoding", ENCODINGS, ids=lambda encoding: str(encoding.key))


@encodings
def test_each_encoding_reads_its_own_lines_also_when_they_are_long_or_begin_in_a_torn_character(
    encoding: Encoding,
) -> None:
    texts = ["short\r\n", "a" * 5_000 + "\n", "x\n"]
    if encoding.key.startswith("utf"):
        texts[1] = "\u4e16\U0001f600" * 1_000 + "\n"
    layout = TextLayout(10_000, encoding)
    for torn in range(encoding.unit):
        rows = rows_of(layout, "".join(texts).encode(encoding.codec)[torn:], phase=torn)
        shown = "".join(row.text for row in rows)
        assert shown.endswith("".join(texts)[1:].replace("\r", "\\r").replace("\n", "\\n"))
        assert rows[-1].text == "x\\n"
        assert [layout.ends_line(row.text) for row in rows].count(True) == len(texts) < len(rows)


def test_a_line_end_of_ebcdic_ends_a_line() -> None:
    layout = TextLayout(80, encoding_of("cp037"))
    data = "one\x85two\ntail".encode("cp037")
    rows = rows_of(layout, data)
    assert [row.text for row in rows] == ["one\\x15", "two\\n", "tail"]
    assert [layout.ends_line(row.text) for row in rows] == [True, True, False]


@encodings
def test_a_line_end_of_two_characters_is_never_torn(encoding: Encoding) -> None:
    for length in range(10, 20):
        texts = [row.text for row in rows_of(TextLayout(16, encoding), ("x" * length + "\r\n").encode(encoding.codec))]
        assert texts[-1].endswith("\\r\\n")


def test_only_bytes_near_the_place_are_read_of_a_line_without_end() -> None:
    asked: list[int] = []

    def read(start: int, stop: int) -> bytes:
        asked.extend((start, stop))
        return b"z" * (stop - start)

    place = 600_000_000
    TextLayout(100).line(read, range(1 << 30), place)
    assert place - 3 * CELL <= min(asked) < max(asked) <= place + 3 * CELL


@pytest.mark.parametrize(("width", "per_row"), [(20, 4), (40, 8), (80, 16), (200, 16)])
def test_a_dump_has_as_many_bytes_in_a_row_as_fit(width: int, per_row: int) -> None:
    layout = HexLayout.fitting(width)
    assert layout.per_row == per_row
    assert all(len(row.text) <= width for row in rows_of(layout, bytes(range(64))))
