"""The pieces of one conversation: which records moved its bytes, and the blocks in which the direction stays the same.

Found on a worker thread, read by the window's. Law: what was found is in order and only ever grows; the bytes
themselves stay in the capture's file. What is sent between two changes of direction is one block, but each datagram is
a block of its own, for it has edges; and so ends what a call moved of which the capture kept only the beginning.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from enum import Enum
from itertools import repeat
from operator import eq
from typing import NamedTuple

from core.capture.capture import Capture
from core.capture.columns import Column
from core.capture.filtering import masks
from core.capture.filtering.by_columns import table_of
from core.capture.searching.walker import Walker
from core.capture.stretch import Stretch
from core.contract.records import DATAGRAM_CALLS, INCOMING_CALLS, INSIDE_CALLS, STREAM_CALLS, Call
from gui.models.follow.conversation import Conversation

_PEERS_KNOWN = 10_000
"""Anybody can invent addresses: what is remembered of them must not grow without bound."""


class Directions(Enum):
    """What of a conversation is shown."""

    BOTH = "both"
    IN = "in"
    OUT = "out"


def _calls(conversation: Conversation, directions: Directions) -> frozenset[Call]:
    moving = INSIDE_CALLS if conversation.is_inside else STREAM_CALLS | DATAGRAM_CALLS
    match directions:
        case Directions.BOTH:
            return moving
        case Directions.IN:
            return moving & INCOMING_CALLS
        case Directions.OUT:
            return moving - INCOMING_CALLS


class _Added(NamedTuple):
    """What one stretch brings, column by column."""

    seqs: array[int]
    ends: array[int]
    firsts: array[int]
    starts: array[int]
    offsets: array[int]
    incoming: array[int]


class Found(NamedTuple):
    """How much was found so far."""

    pieces: int = 0
    blocks: int = 0
    size: int = 0
    """Bytes, of all blocks."""


class Followed(Walker):
    """One conversation in one capture. Pieces and blocks are counted from 0."""

    def __init__(self, capture: Capture, conversation: Conversation, directions: Directions = Directions.BOTH) -> None:
        super().__init__(capture)
        self.found = Found()
        self._conversation = conversation
        self._wanted = table_of(_calls(conversation, directions))
        self._seqs = Column("Q")
        self._ends = Column("Q")
        """Bytes up to the end of each piece."""
        self._firsts = Column("Q")
        """The first piece of each block."""
        self._starts = Column("Q")
        """Bytes before each block."""
        self._offsets = Column("Q")
        """Bytes before each block in its own direction."""
        self._incoming = Column("B")
        self._columns = (self._seqs, self._ends, self._firsts, self._starts, self._offsets, self._incoming)
        self._sizes = (0, 0)
        """Bytes sent, and received."""
        self._open: bool | None = None
        """Whether the last block is an incoming one; None when no other piece can come to it."""
        self._peers: dict[bytes, bool] = {}

    @property
    def first_kept(self) -> int:
        """The first piece that the capture still has."""
        return bisect_left(self._seqs, self._capture.first, 0, self.found.pieces)

    def seq(self, piece: int) -> int:
        """The record of a piece."""
        return self._seqs[piece]

    def piece_of(self, seq: int) -> int | None:
        """The piece that a record is, None when it is none of these."""
        piece = bisect_left(self._seqs, seq, 0, self.found.pieces)
        return piece if piece < self.found.pieces and self._seqs[piece] == seq else None

    def piece_at(self, block: int, offset: int) -> int:
        """The piece with that byte of a block, or its last piece."""
        last = self._last(block)
        first = self._firsts[block]
        return min(bisect_right(self._ends, self._starts[block] + offset, first, last + 1), last)

    def pieces(self, block: int, start: int, stop: int) -> range:
        """The pieces that hold some bytes of a block."""
        return range(self.piece_at(block, start), self.piece_at(block, stop - 1) + 1) if start < stop else range(0)

    def block_of(self, piece: int) -> int:
        """The block that a piece is in."""
        return bisect_right(self._firsts, piece, 0, self.found.blocks) - 1

    def span(self, block: int, piece: int) -> range:
        """Which bytes of its block a piece is."""
        start = self._starts[block]
        begin = start if piece == self._firsts[block] else self._ends[piece - 1]
        return range(begin - start, self._ends[piece] - start)

    def size(self, block: int) -> int:
        """Bytes of a block so far."""
        return self._ends[self._last(block)] - self._starts[block]

    def start(self, block: int) -> int:
        """Bytes before a block."""
        return self._starts[block]

    def offset(self, block: int) -> int:
        """Bytes before a block in its own direction."""
        return self._offsets[block]

    def is_incoming(self, block: int) -> bool:
        """Its direction."""
        return bool(self._incoming[block])

    def moved(self, block: int) -> int:
        """Bytes that the last call of a block moved, whether they were kept or not."""
        return self._capture.columns.size[self._seqs[self._last(block)] - 1]

    def kept(self, block: int) -> int:
        """How many of them were kept."""
        return self._capture.columns.kept(self.moved(block))

    @property
    def is_datagram(self) -> bool:
        """Whether its blocks are datagrams."""
        return self._conversation.peer != ""

    def _last(self, block: int) -> int:
        found = self.found
        return self._firsts[block + 1] - 1 if block + 1 < found.blocks else found.pieces - 1

    def _take(self, rows: Stretch) -> None:
        kept, incoming = self._capture.columns.kept, INCOMING_CALLS
        added = _Added(*(array(code) for code in "QQQQQB"))
        pieces, (sent, received) = len(self._seqs), self._sizes
        for seq in self._matching(rows):
            position = seq - rows.first
            is_in, moved = rows.call[position] in incoming, rows.size[position]
            if self._open is not is_in:
                added.firsts.append(pieces + len(added.seqs))
                added.starts.append(sent + received)
                added.offsets.append(received if is_in else sent)
                added.incoming.append(is_in)
            size = kept(moved)
            self._open = is_in if size == moved and not self.is_datagram else None
            if is_in:
                received += size
            else:
                sent += size
            added.seqs.append(seq)
            added.ends.append(sent + received)
        self._sizes = sent, received
        for column, numbers in zip(self._columns, added, strict=True):
            column.extend(numbers)
        self.found = Found(len(self._seqs), len(self._firsts), sent + received)

    def _matching(self, rows: Stretch) -> array[int]:
        """The rows of this conversation that moved bytes, or a datagram of none."""
        number, peer, _ = self._conversation
        here = bytes(map(eq, rows.socket, repeat(number)))
        seqs = rows.seqs(masks.both(here, rows.call.translate(self._wanted)))
        if not seqs:
            return seqs
        traffic = self._capture.traffic
        moved = frozenset(traffic[bisect_left(traffic, seqs[0]) : bisect_right(traffic, seqs[-1])])
        return array("Q", (seq for seq in seqs if seq in moved and (not peer or self._is_with(rows, seq, peer))))

    def _is_with(self, rows: Stretch, seq: int, peer: str) -> bool:
        position = seq - rows.first
        texts = rows.packed_texts(position)
        if texts not in self._peers:
            if len(self._peers) > _PEERS_KNOWN:
                self._peers.clear()
            self._peers[texts] = rows.texts(position)[1] == peer
        return self._peers[texts]

    def _forget_before(self, first: int) -> None:
        """Keep the last piece that went: it says where the first one begins."""
        piece = bisect_left(self._seqs, first)
        block = bisect_right(self._firsts, piece) - 1
        for column in (self._seqs, self._ends):
            column.let_go(max(0, piece - 1))
        for column in (self._firsts, self._starts, self._offsets, self._incoming):
            column.let_go(max(0, block))
