"""A column is a list that only grows, and whose beginning can be let go: checked against a plain list."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.capture.columns import Column

PIECE = 1 << 16
NUMBERS = array("I", range(1, 3 * PIECE + 1))


@given(st.lists(st.integers(0, PIECE + 5), max_size=4), st.integers(0, 3 * PIECE), st.integers(0, 3 * PIECE))
def test_what_was_added_in_parts_is_there_as_one_and_any_slice_of_it(parts: list[int], start: int, stop: int) -> None:
    column, plain = Column("I"), array("I")
    for part in parts:
        column.extend(NUMBERS[:part])
        plain += NUMBERS[:part]
    assert array("I", column) == plain
    assert len(column) == len(plain)
    assert column[start:stop] == plain[start:stop]
    assert [column[at] for at in range(0, len(plain), 9973)] == plain[::9973].tolist()


@given(st.integers(0, 3 * PIECE), st.integers(0, 3 * PIECE))
def test_what_was_let_go_is_0_and_nothing_else_moves(length: int, gone: int) -> None:
    column = Column("I")
    column.extend(NUMBERS[:length])
    gone = min(gone, length)
    before = column.memory_bytes
    column.let_go(gone)
    freed = gone // PIECE * PIECE
    assert array("I", column) == array("I", bytes(4 * freed)) + NUMBERS[freed:length]
    assert before - column.memory_bytes >= 4 * freed
    column.extend(NUMBERS[length:])
    assert len(column) == len(NUMBERS)
    assert column[gone:] == NUMBERS[gone:]


@given(st.integers(0, 3 * PIECE), st.integers(0, 3 * PIECE))
def test_what_is_taken_back_can_be_added_anew(length: int, kept: int) -> None:
    column = Column("I")
    column.extend(NUMBERS[:length])
    kept = min(kept, length)
    column.shorten(kept)
    column.extend(NUMBERS[kept:])
    assert array("I", column) == NUMBERS


@pytest.mark.parametrize("rows", [1, PIECE - 1, PIECE, 5 * PIECE + 7, 1 << 40])
def test_it_can_begin_after_any_number_of_rows_that_went(rows: int) -> None:
    column = Column("Q", rows)
    assert len(column) == rows
    assert column[rows - 1] == column[0] == 0
    column.extend(array("Q", [7, 8]))
    assert column[rows - 1 : rows + 2] == array("Q", [0, 7, 8])
    assert column.memory_bytes < 1 << 20


@pytest.mark.parametrize("at", [-1, 3, 5 * PIECE])
def test_a_row_that_is_not_there_is_an_index_error(at: int) -> None:
    column = Column("B")
    column.extend(array("B", [1, 2, 3]))
    with pytest.raises(IndexError):
        column[at]
