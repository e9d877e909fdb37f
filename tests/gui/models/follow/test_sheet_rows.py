"""The rows of a block: together they are its bytes, whatever those are, wherever one begins to read, at any width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.payload.escapes import parse_text
from core.payload.hexadecimal import parse_hex
from gui.models.follow.sheet_rows import CELL, HexLayout, Layout, RowBytes, TextLayout

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
]
LONG = st.integers(CELL - 6, CELL + 6).map(lambda size: b"x" * size)
BLOCKS = st.lists(st.sampled_from(NASTY) | LONG | st.binary(max_size=40), max_size=30).map(b"".join)
LAYOUTS = st.integers(16, 150).map(TextLayout) | st.sampled_from([4, 8, 16]).map(HexLayout)


def rows_of(layout: Layout, data: bytes, first: int = 0) -> list[RowBytes]:
    """From the beginning, line by line."""
    rows: list[RowBytes] = []
    offset = first
    while offset < len(data):
        rows += layout.line(lambda start, stop: data[start:stop], range(first, len(data)), offset)
        offset = rows[-1].end
    return rows


@given(LAYOUTS, BLOCKS, st.integers(0, 5000))
def test_the_rows_of_a_block_hold_all_of_its_bytes_once_and_in_order(layout: Layout, data: bytes, first: int) -> None:
    rows = rows_of(layout, data, first)
    assert [row.start for row in rows] == [first, *(row.end for row in rows)][: len(rows)]
    assert not rows or rows[-1].end == len(data)
    if isinstance(layout, TextLayout):
        assert b"".join(parse_text(row.text) for row in rows) == data[first:]
    else:
        assert isinstance(layout, HexLayout)
        digits = 3 * layout.per_row + layout.per_row // 8
        assert b"".join(parse_hex(row.text[:digits]) for row in rows) == data[first:]


@given(LAYOUTS, BLOCKS, st.data())
def test_a_line_is_the_same_from_whichever_of_its_bytes_one_comes(
    layout: Layout, data: bytes, draw: st.DataObject
) -> None:
    if not data:
        return
    offset = draw.draw(st.integers(0, len(data) - 1))
    line = layout.line(lambda start, stop: data[start:stop], range(len(data)), offset)
    assert line[0].start <= offset < line[-1].end
    assert line[0].end - line[0].start <= line[-1].end - line[0].start <= 2 * CELL + 3
    rows = rows_of(layout, data)
    assert set(line) <= set(rows)


@given(BLOCKS, st.integers(16, 80))
def test_no_row_of_text_is_wider_than_the_window_and_none_is_empty(data: bytes, width: int) -> None:
    for row in rows_of(TextLayout(width), data):
        assert 0 < len(row.text) <= width
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
