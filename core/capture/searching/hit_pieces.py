"""Where each byte of a search's hit lies: in one row, or in several pieces of a stream (any thread).

Law: the pieces follow one another and are together as long as what was looked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress
from typing import NamedTuple

from core.capture.capture import Capture
from core.capture.searching.search import Hit

_SLICE = 1 << 13
"""Rows looked at together."""


class Piece(NamedTuple):
    """The part of a hit that one row moved."""

    seq: int
    bytes: range
    """Indexes into what the row moved."""


def pieces_of(capture: Capture, hit: Hit, length: int) -> tuple[Piece, ...]:
    """Where the `length` bytes of a hit are; nowhere once the row it begins in is gone.

    No record is read: the columns tell how much each row moved.
    """
    if hit.first == hit.seq:
        return (Piece(hit.seq, range(hit.offset, hit.offset + length)),)
    if hit.first < capture.first:
        return ()
    pieces: list[Piece] = []
    offset, left = hit.offset, length
    for seq, size in _rows_of_stream(capture, hit):
        end = min(size, offset + left)
        pieces.append(Piece(seq, range(offset, end)))
        left -= end - offset
        offset = 0
    return tuple(pieces)


def _rows_of_stream(capture: Capture, hit: Hit) -> Iterator[tuple[int, int]]:
    """The rows from the first to the last of a hit that moved bytes of its stream, and how many are kept of each."""
    columns = capture.columns
    socket, call = columns.socket[hit.first - 1], columns.call[hit.first - 1]
    for start in range(hit.first - 1, hit.seq, _SLICE):
        some = slice(start, min(start + _SLICE, hit.seq))
        calls, sizes = columns.call[some], columns.size[some]
        numbers = range(len(calls))
        for at in compress(numbers, map(socket.__eq__, columns.socket[some])):
            if calls[at] == call and sizes[at]:
                yield start + at + 1, columns.kept(sizes[at])
