"""One conversation as a sheet of rows, of which any part can be laid out at once (window thread).

Law: a place is a block and a byte in it, never a row number: nothing before it needs to have been looked at. Laid out
and read is what is in sight, and no more.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.payload.numbers import counted
from gui.models.follow.block_bytes import BlockBytes
from gui.models.follow.followed import Followed
from gui.models.follow.sheet_rows import Layout, RowBytes
from gui.models.records.record_rows import why_unreadable

_ROW_WEIGHT = 64
"""For the scroll bar a block weighs as much as its bytes and these: a change of direction takes a row as well."""
_WHOLE = 1 << 62
"""As an offset: behind all that a block shows."""
EMPTY = "(empty datagram)"


class Place(NamedTuple):
    """Where something stands: earlier ones are smaller."""

    block: int
    offset: int


class SheetRow(NamedTuple):
    """One row as it is shown."""

    place: Place
    end: int
    """Where in the block it ends."""
    text: str
    incoming: bool
    seq: int
    """The record of its first byte."""
    time_ns: int
    offset: int
    """Bytes before it in its direction of the conversation."""
    is_note: bool = False
    """Whether its text says something about the bytes, instead of showing them."""

    @property
    def bytes(self) -> RowBytes:
        """As its layout knows it."""
        return RowBytes(self.place.offset, self.end, self.text)


class Sheet:
    """The rows of what was found of a conversation."""

    def __init__(self, capture: Capture, followed: Followed, layout: Layout) -> None:
        self.layout = layout
        self._capture = capture
        self._followed = followed
        self._bytes = BlockBytes(capture, followed)

    @property
    def begin(self) -> Place:
        """The first byte that is still kept."""
        followed = self._followed
        piece = followed.first_kept
        if piece >= followed.found.pieces:
            return self.end
        block = followed.block_of(piece)
        return Place(block, followed.span(block, piece).start)

    @property
    def end(self) -> Place:
        """Behind the last row."""
        return Place(self._followed.found.blocks, 0)

    def rows_from(self, place: Place) -> Iterator[SheetRow]:
        """The rows from the one at a place on."""
        begin, end = self.begin, self.end
        block, offset = max(place, begin)
        while block < end.block:
            yield from self._block_rows(block, offset, begin)
            block, offset = block + 1, 0

    def rows_before(self, place: Place) -> Iterator[SheetRow]:
        """The rows that end before a place, the nearest first."""
        begin = self.begin
        block, offset = min(place, self.end)
        while (block, offset) > begin:
            if offset == 0:
                block, offset = block - 1, _WHOLE
            rows = self._rows_above(block, offset, begin)
            yield from reversed(rows)
            offset = rows[0].place.offset

    def row_at(self, place: Place) -> SheetRow | None:
        """The row that shows a place; None when there are no rows at all."""
        place = min(max(place, self.begin), self.end)
        return next(self.rows_from(place), None) or next(self.rows_before(place), None)

    def place_of(self, seq: int) -> Place | None:
        """Where the bytes of a record begin; None for a record that is not in this sheet, or is no longer kept."""
        piece = self._followed.piece_of(seq)
        if piece is None:
            return None
        block = self._followed.block_of(piece)
        return Place(block, self._followed.span(block, piece).start)

    def span_of(self, seq: int) -> tuple[int, range] | None:
        """The block of a record and which of its bytes are the record's."""
        piece = self._followed.piece_of(seq)
        if piece is None:
            return None
        block = self._followed.block_of(piece)
        return block, self._followed.span(block, piece)

    def seq_at(self, place: Place) -> int:
        """The record of a byte."""
        return self._followed.seq(self._followed.piece_at(*place))

    def step(self, seq: int, steps: int) -> int:
        """The record so many pieces after one of these (before it, when negative), as far as there are any."""
        pieces = range(self._followed.first_kept, self._followed.found.pieces)
        piece = self._followed.piece_of(seq)
        if piece is None or not pieces:
            return seq
        return self._followed.seq(min(max(piece + steps, pieces[0]), pieces[-1]))

    def weight(self, place: Place) -> int:
        """How far from the beginning of all a place is, for the scroll bar."""
        found = self._followed.found
        if place.block >= found.blocks:
            return found.size + _ROW_WEIGHT * found.blocks
        return self._followed.start(place.block) + _ROW_WEIGHT * place.block + place.offset

    def place_at(self, fraction: float) -> Place:
        """The beginning of the row that is so far down (0..1)."""
        low, high = self.weight(self.begin), self.weight(self.end)
        wanted = low + round(min(max(fraction, 0.0), 1.0) * (high - low))
        followed = self._followed
        blocks = range(followed.found.blocks)
        block = bisect_right(blocks, wanted, key=lambda block: followed.start(block) + _ROW_WEIGHT * block) - 1
        if block < 0:
            return self.begin
        offset = min(wanted - followed.start(block) - _ROW_WEIGHT * block, max(0, followed.size(block) - 1))
        row = self.row_at(Place(block, offset))
        return self.begin if row is None else row.place

    def _block_rows(self, block: int, offset: int, begin: Place) -> Iterator[SheetRow]:
        span = self._span(block, begin)
        try:
            while offset < span.stop:
                for row in self._line(block, span, offset):
                    if row.end > offset:
                        yield self._of(block, row)
                        offset = row.end
        except CaptureError as error:
            yield self._note(block, offset, span.stop, why_unreadable(error))
            return
        note = self._note_after(block)
        if note:
            yield self._note(block, span.stop, span.stop, note)

    def _rows_above(self, block: int, offset: int, begin: Place) -> list[SheetRow]:
        """Some rows of a block that end at `offset` or, when that is more than the block has, at its end."""
        span = self._span(block, begin)
        if offset > span.stop or not span:
            note = self._note_after(block)
            if note or not span:
                return [self._note(block, span.stop, span.stop, note)]
        offset = min(offset, span.stop)
        try:
            rows = self._line(block, span, offset - 1)
        except CaptureError as error:
            return [self._note(block, span.start, offset, why_unreadable(error))]
        return [self._of(block, row) for row in rows if row.end <= offset]

    def _line(self, block: int, span: range, offset: int) -> list[RowBytes]:
        """The rows of the line with that byte. A stream's characters go on from block to block, a datagram's do not."""
        phase = 0 if self._followed.is_datagram else self._followed.offset(block)
        return self.layout.line(self._bytes.reader(block, span), span, offset, phase)

    def _span(self, block: int, begin: Place) -> range:
        low = begin.offset if block == begin.block else 0
        return range(low, max(low, self._followed.size(block)))

    def _note_after(self, block: int) -> str:
        """What a block says of itself behind its bytes."""
        lost = self._followed.moved(block) - self._followed.kept(block)
        if lost > 0:
            return f"({counted(lost, 'more byte')} of this call: not kept)"
        return EMPTY if not self._followed.size(block) else ""

    def _of(self, block: int, row: RowBytes) -> SheetRow:
        return self._make(Place(block, row.start), row.end, row.text, is_note=False)

    def _note(self, block: int, start: int, end: int, text: str) -> SheetRow:
        return self._make(Place(block, start), end, text, is_note=True)

    def _make(self, place: Place, end: int, text: str, *, is_note: bool) -> SheetRow:
        followed = self._followed
        seq = self.seq_at(place)
        incoming, before = followed.is_incoming(place.block), followed.offset(place.block)
        time_ns = self._capture.columns.time_ns[seq - 1]
        return SheetRow(place, end, text, incoming, seq, time_ns, before + place.offset, is_note)
