"""What one conversation said, as messages: a level above the calls that moved the bytes (found on a worker thread).

Law: it never takes the place of the calls: each message names the one in which it begins. What was found is in the
order in which messages were complete, and only ever grows; the bytes themselves stay in the capture's file.
"""

from __future__ import annotations

from array import array
from collections import deque
from typing import NamedTuple

from core.capture.capture import Capture
from core.capture.columns import Column
from core.capture.stretch import Stretch
from core.contract.records import INCOMING_CALLS
from core.payload.framing import Framing
from core.payload.splitting import Message, Splitter
from gui.models.follow.conversation import Conversation
from gui.models.follow.followed import Followed

_PIECES_READ = 64
"""Calls that are read at the most to show one message: a row shows its beginning."""


class SplitMessage(NamedTuple):
    """One message."""

    seq: int
    """The record in which what it says begins."""
    size: int
    """Bytes of what it says: without its length and without the bytes that end it."""
    is_incoming: bool
    is_whole: bool
    """False: it is a part of one that is too long, or broke off."""


class _Way:
    """One direction of the conversation."""

    def __init__(self, framing: Framing) -> None:
        self.splitter = Splitter(framing)
        self.fed = 0
        """Bytes that the splitter was shown."""
        self.pieces: deque[tuple[int, int]] = deque()
        """Each piece in which the next message may begin, and the bytes before it."""

    def piece_of(self, message: Message) -> tuple[int, int]:
        """The piece in which what it says begins, and the bytes of the piece before that."""
        while len(self.pieces) > 1 and self.pieces[1][1] <= message.body:
            self.pieces.popleft()
        piece, before = self.pieces[0]
        return piece, message.body - before


class Split(Followed):
    """The messages of one conversation, counted from 0."""

    def __init__(self, capture: Capture, conversation: Conversation, framing: Framing) -> None:
        super().__init__(capture, conversation)
        self.count = 0
        """How many were found so far."""
        self.gone = 0
        """How many of the first ones began in calls that the capture no longer has."""
        self.rests = (0, 0)
        """Bytes of the next message that have been sent, and received."""
        self._out, self._in = _Way(framing), _Way(framing)
        self._pieces = Column("Q")
        self._skips = Column("Q")
        self._bodies = Column("Q")
        self._kinds = Column("B")
        """1: incoming; 2: whole."""

    def message(self, number: int) -> SplitMessage:
        """One of those that are not gone."""
        kind = self._kinds[number]
        return SplitMessage(self.seq(self._pieces[number]), self._bodies[number], bool(kind & 1), bool(kind & 2))

    def data(self, number: int, most: int) -> bytes:
        """The first bytes of what a message says; CaptureError, as of Capture.record()."""
        wanted = min(self._bodies[number], most)
        skip, is_incoming = self._skips[number], bool(self._kinds[number] & 1)
        data = b""
        first = self._pieces[number]
        for piece in range(first, min(first + _PIECES_READ, self.found.pieces)):
            if len(data) >= wanted:
                break
            record = self._capture.record(self.seq(piece))
            if (record.call in INCOMING_CALLS) is is_incoming:
                data += record.payload[skip:] if piece == first else record.payload
        return data[:wanted]

    def number_of(self, seq: int) -> int | None:
        """The first message that begins in a record, None when there is none."""
        piece = self.piece_of(seq)
        if piece is None:
            return None
        low, high = self.gone, self.count
        while low < high:  # nearly in order: the two directions may overtake each other by a few
            middle = (low + high) // 2
            if self._pieces[middle] < piece:
                low = middle + 1
            else:
                high = middle
        near = range(max(self.gone, low - _PIECES_READ), min(self.count, low + _PIECES_READ))
        return next((number for number in near if self._pieces[number] == piece), None)

    def _take(self, rows: Stretch) -> None:
        before = self.found.pieces
        super()._take(rows)
        added = tuple(array(code) for code in "QQQB")
        for piece in range(before, self.found.pieces):
            position = self.seq(piece) - rows.first
            is_incoming = rows.call[position] in INCOMING_CALLS
            way = self._in if is_incoming else self._out
            payload = rows.payload(position)
            way.pieces.append((piece, way.fed))
            way.fed += len(payload)
            for message in way.splitter.feed(payload):
                self._add(added, way, message, is_incoming)
            if self.is_datagram or len(payload) < rows.size[position]:  # of a call not everything may have been kept
                rest = way.splitter.cut()
                if rest is not None:
                    self._add(added, way, rest, is_incoming)
        for column, numbers in zip((self._pieces, self._skips, self._bodies, self._kinds), added, strict=True):
            column.extend(numbers)
        self.rests = self._out.splitter.waiting, self._in.splitter.waiting
        self.count = len(self._kinds)

    @staticmethod
    def _add(added: tuple[array[int], ...], way: _Way, message: Message, is_incoming: bool) -> None:
        pieces, skips, bodies, kinds = added
        piece, skip = way.piece_of(message)
        pieces.append(piece)
        skips.append(skip)
        bodies.append(len(message.data))
        kinds.append(is_incoming | message.is_whole << 1)

    def _forget_before(self, first: int) -> None:
        super()._forget_before(first)
        kept = self.first_kept
        while self.gone < self.count and self._pieces[self.gone] < kept:
            self.gone += 1
        for column in (self._pieces, self._skips, self._bodies, self._kinds):
            column.let_go(self.gone)
