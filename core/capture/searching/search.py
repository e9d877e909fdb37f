"""Find bytes in what was moved, also where one receive ended in the middle of them (one worker thread).

Other threads read the hits while they grow. Law: a hit belongs to the row that completes it, so that hits come in the
order of the rows and none is ever put between others; a row has at most one, its first.

A stream has no edges: bytes that came in on one TCP connection with two calls are found as if one had brought them.
What came in and what went out are two streams, and each datagram stands for itself.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from itertools import accumulate, compress, pairwise, repeat
from operator import add, ge, sub
from typing import NamedTuple, TypeAlias

from core.capture.capture import Capture
from core.capture.columns import Column
from core.capture.searching.walker import Walker
from core.capture.stretch import Stretch
from core.contract.records import INSIDE_CALLS, STREAM_CALLS


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

    @property
    def seqs(self) -> Sequence[int]:
        """The row of each hit; len(self) of them can be read, and those of rows that went are 0."""
        return self._seqs

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


_Stream: TypeAlias = tuple[int, int]
"""Socket and call."""
_STREAM_CALLS = tuple(map(int, STREAM_CALLS | INSIDE_CALLS))


class _Pieces(NamedTuple):
    """Bytes of a stream that follow one another, and where they are."""

    data: bytes = b""
    seqs: Sequence[int] = ()
    """The row of each piece,"""
    offsets: Sequence[int] = ()
    """where it begins in what that row moved,"""
    bounds: Sequence[int] = (0,)
    """and where it begins in `data`; the last number is where that ends."""

    def place(self, index: int) -> tuple[int, int]:
        """Row, and index in what it moved, of one of the bytes."""
        piece = bisect_right(self.bounds, index) - 1
        return self.seqs[piece], self.offsets[piece] + index - self.bounds[piece]

    def last(self, length: int) -> _Pieces:
        """So many bytes at the end."""
        start = len(self.data) - length
        first = bisect_right(self.bounds, start) - 1
        offsets = [self.offsets[first] + start - self.bounds[first], *self.offsets[first + 1 :]]
        bounds = [0, *(bound - start for bound in self.bounds[first + 1 :])]
        return _Pieces(self.data[start:], self.seqs[first:], offsets, bounds)

    def with_rows(self, positions: Sequence[int], rows: Stretch, data: bytes) -> _Pieces:
        """These, and what some rows moved; `data` are the bodies."""
        starts, ends = rows.starts, rows.ends
        payloads = [data[starts[position] : ends[position]] for position in positions]
        return _Pieces(
            self.data + b"".join(payloads),
            [*self.seqs, *map(add, positions, repeat(rows.first))],
            [*self.offsets, *repeat(0, len(positions))],
            [*self.bounds[:-1], *accumulate(map(len, payloads), initial=self.bounds[-1])],
        )


class _Splits:
    """The hits that begin in one row of a stream and end in another."""

    def __init__(self, needle: bytes) -> None:
        self._needle = needle
        self._most = len(needle) - 1
        self._may_go_on_after = bytes(byte in needle[:-1] for byte in range(256))
        self._begun: dict[_Stream, _Pieces] = {}
        """The last bytes of streams, as many as are the beginning of the needle."""

    def find(self, rows: Stretch, data: bytes) -> list[Hit]:
        """Those that end in the next stretch, whose bodies are `data`.

        Few rows end with a byte of the needle: only sockets that have one, or have something begun, are looked at.
        """
        if not self._most:
            return []
        last_bytes = bytes([data[end - 1] for end in rows.ends])
        marks = last_bytes.translate(self._may_go_on_after)
        sockets = {socket for socket, _call in self._begun}.union(compress(rows.socket, marks))
        if not sockets:
            return []
        return [
            hit
            for stream, positions in _streams(rows, sockets).items()
            for run in _runs(rows, positions)
            for hit in self._look_through(stream, run, rows, data)
        ]

    def _look_through(self, stream: _Stream, positions: list[int], rows: Stretch, data: bytes) -> Iterator[Hit]:
        """Some rows of a stream; what they leave begun is kept."""
        begun = self._begun.pop(stream, _Pieces())
        pieces = begun.with_rows(positions, rows, data)
        if (kept := self._kept(pieces.data)) and not rows.is_cut(positions[-1]):
            self._begun[stream] = pieces.last(kept)
        if self._needle not in pieces.data:
            return
        bounds = pairwise(pieces.bounds[-len(positions) - 1 :])
        for position, (start, end) in zip(positions, bounds, strict=True):
            at = pieces.data.find(self._needle, max(0, start - self._most), min(end, start + self._most))
            # An address is given with a datagram only: such rows look like a stream, but each has edges.
            if at >= 0 and not rows.texts(position)[1]:
                yield Hit(rows.first + position, *pieces.place(at))

    def _kept(self, data: bytes) -> int:
        """How many bytes at the end are the beginning of the needle."""
        if not self._may_go_on_after[data[-1]]:
            return 0
        most = min(self._most, len(data))
        return next((length for length in range(most, 0, -1) if data.endswith(self._needle[:length])), 0)


def _streams(rows: Stretch, sockets: Container[int]) -> dict[_Stream, list[int]]:
    """For each stream of these sockets the positions of its rows that moved something."""
    streams: defaultdict[_Stream, list[int]] = defaultdict(list)
    columns = zip(range(len(rows)), rows.socket, rows.call, rows.size, strict=True)
    for position, socket, call, size in compress(columns, map(sockets.__contains__, rows.socket)):
        if size and call in _STREAM_CALLS:
            streams[socket, call].append(position)
    return streams


def _runs(rows: Stretch, positions: list[int]) -> Iterator[list[int]]:
    """The positions, apart after each row that moved more than was kept of it: what follows does not join on."""
    start = 0
    for place, position in enumerate(positions if rows.may_be_cut else (), 1):
        if rows.is_cut(position):
            yield positions[start:place]
            start = place
    if start < len(positions):
        yield positions[start:]
