"""The pieces that a socket's bytes were sent or received in: where each begins and ends (window thread).

Law: a piece is one call's record, its length that record's size; so the cuts that are drawn are those that were made.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import NamedTuple

from core.capture.capture import Capture
from gui.models.finding.record_filter import RecordFilter

_ON_THE_WIRE = "not call:tls_read not call:tls_write"
"""What went over inside TLS went over encrypted too, in other pieces."""
_SLICE = 20_000
"""Pieces taken in at a refresh: about 5 ms."""


class Piece(NamedTuple):
    """Bytes `start` to `end` of all that went that way, moved by record `seq`."""

    seq: int
    start: int
    end: int


class StreamPieces:
    """All pieces of one socket in one direction, growing as the capture does."""

    def __init__(self, capture: Capture, direction: str) -> None:
        """`direction`: "in" or "out", as the filter language says it."""
        self._capture = capture
        self._direction = direction
        self._filter = RecordFilter(capture)
        self._text = ""
        self._seqs = array("Q")
        self._ends = array("Q")

    def follow(self, socket: int | None, peer: str = "") -> None:
        """Take in what came since; of another socket (and peer of a UDP socket): from the beginning. None: nothing."""
        text = f"#{socket} {self._direction} {_ON_THE_WIRE}" + (f" peer:{peer}" if peer else "") if socket else ""
        if text != self._text:
            self._text = text
            self._seqs, self._ends = array("Q"), array("Q")
            self._filter.set(text)
        if not text:
            return
        self._filter.follow()
        found = self._filter.traffic(self._capture.count)
        fresh = found[len(self._seqs) : len(self._seqs) + _SLICE]
        if fresh:
            column = self._capture.columns.size
            sizes = (column[seq - 1] for seq in fresh)
            ends = accumulate(sizes, initial=self.length)
            next(ends)
            self._seqs.extend(fresh)
            self._ends.extend(ends)

    def __len__(self) -> int:
        """How many calls moved something."""
        return len(self._seqs)

    @property
    def length(self) -> int:
        """Bytes that went that way."""
        return self._ends[-1] if self._ends else 0

    def within(self, start: int, end: int, most: int) -> list[Piece]:
        """The pieces that have a byte there (or are empty datagrams there), at most so many."""
        first = bisect_right(self._ends, start)
        last = min(bisect_left(self._ends, end) + 1, len(self._ends), first + most)
        return [Piece(self._seqs[at], self._ends[at - 1] if at else 0, self._ends[at]) for at in range(first, last)]

    def beside(self, sent: StreamPieces, start: int, end: int, most: int) -> list[Piece]:
        """Datagrams, each where the one was sent that it is: they come in the order sent, as far as none is lost."""
        return [
            Piece(self._seqs[at], there.start, there.start + self._size(at))
            for at, there in enumerate(sent.within(start, end, most), bisect_right(sent._ends, start))
            if at < len(self._seqs)
        ]

    def _size(self, at: int) -> int:
        return self._ends[at] - (self._ends[at - 1] if at else 0)

    def piece_of(self, seq: int) -> Piece | None:
        """The piece that a record moved."""
        at = bisect_left(self._seqs, seq)
        if at == len(self._seqs) or self._seqs[at] != seq:
            return None
        return Piece(seq, self._ends[at - 1] if at else 0, self._ends[at])

    def close(self) -> None:
        """End the thread that looks for them."""
        self._filter.close()
