"""The bytes of the blocks of a conversation, read from the capture a cell at a time (window thread).

Law: a read costs what it asks for, however long the block is and however many calls moved it; memory is bounded.
"""

from __future__ import annotations

from functools import partial

from core.capture.capture import Capture
from gui.models.follow.followed import Followed
from gui.models.follow.sheet_rows import CELL, Read

_CELLS_KEPT = 256


class BlockBytes:
    """Remembers what was read last: a page is laid out again with each byte that comes to it."""

    def __init__(self, capture: Capture, followed: Followed) -> None:
        self._capture = capture
        self._followed = followed
        self._cells: dict[tuple[int, int], tuple[int, bytes]] = {}
        """By block and number of the cell: the offset of the first byte, and the bytes."""

    def reader(self, block: int, span: range) -> Read:
        """What gives the bytes of a block; `span`: the offsets of those that are kept. It raises CaptureError."""
        return partial(self._read, block, span)

    def _read(self, block: int, span: range, start: int, stop: int) -> bytes:
        parts = []
        for cell in range(start // CELL, (stop - 1) // CELL + 1):
            low, data = self._cell(block, span, cell, min(stop, (cell + 1) * CELL))
            parts.append(data[max(start - low, 0) : stop - low])
        return b"".join(parts)

    def _cell(self, block: int, span: range, cell: int, needed: int) -> tuple[int, bytes]:
        """The bytes of a cell, at least up to `needed`; what has come to it since it was read is read as well."""
        low, data = self._cells.get((block, cell), (max(cell * CELL, span.start), b""))
        if low + len(data) < needed:
            data += self._load(block, low + len(data), min((cell + 1) * CELL, span.stop))
            if len(self._cells) >= _CELLS_KEPT:
                self._cells.clear()
            self._cells[block, cell] = low, data
        return low, data

    def _load(self, block: int, start: int, stop: int) -> bytes:
        followed = self._followed
        pieces = followed.pieces(block, start, stop)
        data = b"".join(record.payload for record in self._capture.records([*map(followed.seq, pieces)]))
        begin = followed.span(block, pieces[0]).start
        return data[start - begin : stop - begin]
