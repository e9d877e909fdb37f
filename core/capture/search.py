"""Find bytes in what was moved, also where one receive ended in the middle of them (one worker thread).

Other threads read the hits while they grow. Law: a hit belongs to the row that completes it, so that hits come in the
order of the rows and none is ever put between others; a row has at most one, its first.

A stream has no edges: bytes that came in on one TCP connection with two calls are found as if one had brought them.
What came in and what went out are two streams, and each datagram stands for itself.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from itertools import compress, repeat
from operator import ge, sub
from typing import NamedTuple

from core.capture.capture import Capture
from core.capture.columns import Column
from core.capture.stretch import Stretch
from core.capture.walker import Walker
from core.contract.records import STREAM_CALLS, Call


class Hit(NamedTuple):
    """Where it was found."""

    seq: int
    """The row it ends in."""
    first: int
    """The row it begins in: the same one, or an earlier row of the same stream, which may be gone by now."""
    offset: int
    """Where it begins in the bytes of row `first`."""


class Search(Walker):
    """One search through one capture; a sequence of hits."""

    def __init__(self, capture: Capture, needle: bytes, *, ignore_case: bool = False) -> None:
        """`needle`: at least one byte. `ignore_case`: of the letters A to Z."""
        super().__init__(capture)
        self._needle = needle.lower() if ignore_case else needle
        self._ignore_case = ignore_case
        self._seqs, self._firsts, self._offsets = Column("Q"), Column("Q"), Column("I")
        self._splits = _Splits(self._needle)

    def __len__(self) -> int:
        """How many rows had a hit, as far as the search got."""
        return len(self._seqs)

    def __getitem__(self, index: int) -> Hit:
        """The hits in order; those in rows that went become zeros. IndexError."""
        return Hit(self._seqs[index], self._firsts[index], self._offsets[index])

    def after(self, seq: int) -> Hit | None:
        """The first hit in a row after `seq`, if the search has found one by now."""
        count = len(self)
        index = bisect_right(self._seqs, max(seq, self._capture.first - 1), 0, count)
        return self[index] if index < count else None

    def before(self, seq: int) -> Hit | None:
        """The last hit in a row before `seq`."""
        index = bisect_left(self._seqs, seq, 0, len(self))
        hit = self[index - 1] if index else None
        return hit if hit and hit.seq >= self._capture.first else None

    def _take(self, rows: Stretch) -> None:
        data = rows.lowered if self._ignore_case else rows.bodies
        split = {hit.seq: hit for hit in self._splits.find(rows, data)}
        if not split:
            self._add(*self._within_rows(rows, data))
            return
        within = {hit.seq: hit for hit in map(Hit._make, zip(*self._within_rows(rows, data), strict=True))}
        hits = within | split  # of two in a row the split one begins earlier
        seqs, firsts, offsets = zip(*(hits[seq] for seq in sorted(hits)), strict=True)
        self._add(array("Q", seqs), array("Q", firsts), array("I", offsets))

    def _forget_before(self, first: int) -> None:
        gone = bisect_left(self._seqs, first)
        for column in (self._seqs, self._firsts, self._offsets):
            column.let_go(gone)

    def _within_rows(self, rows: Stretch, data: bytes) -> tuple[array[int], array[int], array[int]]:
        """The hits that lie in one row each: rows, again rows, indexes."""
        if self._needle not in data:  # whatever else stands there: with most stretches that is the end of it
            return array("Q"), array("Q"), array("I")
        found = list(map(data.find, repeat(self._needle), rows.starts, rows.ends))
        is_hit = bytes(map(ge, found, repeat(0)))
        seqs = rows.seqs(is_hit)
        return seqs, seqs, array("I", map(sub, compress(found, is_hit), compress(rows.starts, is_hit)))

    def _add(self, seqs: array[int], firsts: array[int], offsets: array[int]) -> None:
        self._firsts.extend(firsts)
        self._offsets.extend(offsets)
        self._seqs.extend(seqs)  # the last: it is the one that readers count


class _Begun(NamedTuple):
    """The last bytes of a stream until now, as many of them as are the beginning of the needle."""

    data: bytes
    pieces: tuple[tuple[int, int, int], ...]
    """Where they are: row, index in what it moved, and how many."""


_NOTHING = _Begun(b"", ())


class _Splits:
    """The hits that begin in one row of a stream and end in another."""

    def __init__(self, needle: bytes) -> None:
        self._needle = needle
        self._most = len(needle) - 1
        self._lengths = {byte: _lengths_before(byte, needle) for byte in needle[:-1]}
        self._may_go_on_after = bytes(byte in self._lengths for byte in range(256))
        self._sent: dict[int, _Begun] = {}
        self._received: dict[int, _Begun] = {}

    def find(self, rows: Stretch, data: bytes) -> list[Hit]:
        """Those that end in the next stretch, whose bodies are `data`.

        Few rows end with a byte of the needle: only those are looked at, and what follows them in their streams.
        """
        if not self._most:
            return []
        last_bytes = bytes(map(data.__getitem__, map(sub, rows.ends, repeat(1))))
        marks = last_bytes.translate(self._may_go_on_after)
        sent, received = self._sent, self._received
        if 1 not in marks and not sent and not received:
            return []
        found: list[Hit] = []
        for position, (is_marked, socket) in enumerate(zip(marks, rows.socket, strict=True)):
            if is_marked or socket in sent or socket in received:
                call = rows.call[position]
                if call in STREAM_CALLS and rows.size[position]:
                    stream = sent if call == Call.SEND else received
                    found += self._look_at(position, rows, data, stream)
        return found

    def _look_at(self, position: int, rows: Stretch, data: bytes, stream: dict[int, _Begun]) -> tuple[Hit, ...]:
        """Does this row complete what its stream has begun? And what does it leave begun?"""
        socket, start, end = rows.socket[position], rows.starts[position], rows.ends[position]
        begun = stream.pop(socket, _NOTHING)
        tail = begun.data + data[max(start, end - self._most) : end]
        for length in self._lengths.get(data[end - 1], ()):
            if tail.endswith(self._needle[:length]) and not rows.is_cut(position):
                stream[socket] = _ending(begun, rows.first + position, data[start:end], length)
                break
        if not begun.data:
            return ()
        at = (begun.data + data[start : min(end, start + self._most)]).find(self._needle)
        if at < 0 or rows.texts(position)[1]:
            return ()  # an address is given with a datagram only: it and those before it have edges
        return (Hit(rows.first + position, *_place(begun, at)),)


def _lengths_before(byte: int, needle: bytes) -> tuple[int, ...]:
    """How many bytes of the needle, the most first, end with this one; all of them do not count."""
    return tuple(length for length in range(len(needle) - 1, 0, -1) if needle[length - 1] == byte)


def _ending(begun: _Begun, seq: int, payload: bytes, length: int) -> _Begun:
    """The last `length` bytes of what was begun and the row that follows it."""
    size = len(payload)
    if size >= length:
        return _Begun(payload[size - length :], ((seq, size - length, length),))
    pieces = [(seq, 0, size)]
    missing = length - size
    for earlier, offset, count in reversed(begun.pieces):
        taken = min(count, missing)
        if taken:
            pieces.insert(0, (earlier, offset + count - taken, taken))
        missing -= taken
    return _Begun((begun.data + payload)[-length:], tuple(pieces))


def _place(begun: _Begun, index: int) -> tuple[int, int]:
    """Row, and index in what it moved, of one of the bytes that were begun."""
    for seq, offset, length in begun.pieces:
        if index < length:
            return seq, offset + index
        index -= length
    raise IndexError(index)
