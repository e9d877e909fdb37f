"""What the lab keeps in memory of each row: numbers in columns, in pieces that can be let go (any thread).

One thread adds and lets go, any may read. Law: a row stands at its number less 1 for ever; once it went, its numbers
are 0. Nothing is moved when old rows go, so whoever is looking through a column meanwhile is not misled.

One array for all rows would be read a little faster, but to shorten it at its beginning moves all that remains, with
the interpreter lock held. A slice of a column is an array: take slices to go through many rows.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias, overload

from core.capture.format import BlockColumns

_SHIFT = 16
_PIECE_ROWS = 1 << _SHIFT
_IN_PIECE = _PIECE_ROWS - 1

_Piece: TypeAlias = "array[int]"


class _Pieces(dict[int, _Piece]):
    """The pieces that are kept, by number; for one before them zeros, for one after them IndexError."""

    def __init__(self, code: str, first: int) -> None:
        super().__init__()
        self.first = first
        self._code = code

    def __missing__(self, number: int) -> _Piece:
        """Made when it is asked for, which is rare, and not kept."""
        if 0 <= number < self.first:
            return _zeros(self._code, _PIECE_ROWS)
        raise IndexError(f"no piece {number}")


class Column(Sequence[int]):
    """One number per row, at index row number - 1; indexes from the end are not for it. Read-only by promise."""

    __slots__ = ("_code", "_length", "_pieces")

    def __init__(self, code: str, length: int = 0) -> None:
        """`length`: begin after so many rows that went."""
        self._code = code
        self._length = length
        self._pieces = _Pieces(code, length >> _SHIFT)
        self._pieces[length >> _SHIFT] = _zeros(code, length & _IN_PIECE)

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> _Piece: ...
    def __getitem__(self, at: int | slice) -> int | _Piece:
        """The number of one row, or an array of those of some that follow one another."""
        if isinstance(at, slice):
            return self._part(*at.indices(self._length))
        return self._pieces[at >> _SHIFT][at & _IN_PIECE]

    def __iter__(self) -> Iterator[int]:
        return chain.from_iterable(map(self._pieces.__getitem__, range((self._length >> _SHIFT) + 1)))

    def _part(self, start: int, stop: int, step: int) -> _Piece:
        if step != 1:
            raise ValueError("a column is cut in steps of 1 only")
        part = array(self._code)
        while start < stop:
            end = min(stop, (start | _IN_PIECE) + 1)
            part += self._pieces[start >> _SHIFT][start & _IN_PIECE : ((end - 1) & _IN_PIECE) + 1]
            start = end
        return part

    def extend(self, numbers: _Piece) -> None:
        """Add those of the rows that follow."""
        added = 0
        while added < len(numbers):
            number = self._length >> _SHIFT
            piece = self._pieces[number]
            more = numbers[added : added + _PIECE_ROWS - len(piece)]
            piece += more
            added += len(more)
            if len(piece) == _PIECE_ROWS:
                self._pieces[number + 1] = array(self._code)
            self._length += len(more)

    def shorten(self, length: int) -> None:
        """Take back what was added after the first `length` rows."""
        for number in range((length >> _SHIFT) + 1, (self._length >> _SHIFT) + 1):
            del self._pieces[number]
        self._length = length
        del self._pieces[length >> _SHIFT][length & _IN_PIECE :]

    def let_go(self, length: int) -> None:
        """Free the memory of the first `length` rows, as far as they fill pieces."""
        first = self._pieces.first
        self._pieces.first = length >> _SHIFT
        for number in range(first, length >> _SHIFT):
            del self._pieces[number]

    @property
    def memory_bytes(self) -> int:
        """What it takes."""
        return sum(map(sys.getsizeof, self._pieces.values()))


def _zeros(code: str, length: int) -> _Piece:
    return array(code, bytes(array(code).itemsize * length))


@dataclass(frozen=True, slots=True)
class Columns:
    """One number per row, at index seq - 1: 34 bytes a row."""

    time_ns: Column
    socket: Column
    call: Column
    size: Column
    """Bytes that the call moved."""
    failed: Column
    """1: the call gave an error."""
    offset: Column
    """Where the row's body begins in its file."""
    length: Column
    """Bytes of the body."""
    check: Column
    """CRC-32 of the body."""
    payload_most: int
    """Bytes kept of a payload: the body ends with as many of the row's `size`, or with all when that is less."""

    def kept(self, size: int) -> int:
        """Bytes of payload in the body of a row that moved so many."""
        return min(size, self.payload_most)

    @classmethod
    def after(cls, rows: int, payload_most: int) -> Columns:
        """Columns that begin after so many rows that went."""
        return cls(
            time_ns=Column("q", rows),
            socket=Column("I", rows),
            call=Column("B", rows),
            size=Column("I", rows),
            failed=Column("B", rows),
            offset=Column("Q", rows),
            length=Column("I", rows),
            check=Column("I", rows),
            payload_most=payload_most,
        )

    def extend(self, block: BlockColumns, bodies_at: int) -> None:
        """Add the rows of a block whose bodies begin at `bodies_at`."""
        self.time_ns.extend(block.time_ns)
        self.socket.extend(block.socket)
        self.call.extend(block.call)
        self.size.extend(block.size)
        self.failed.extend(block.failed)
        self.offset.extend(block.offsets(bodies_at))
        self.length.extend(block.length)
        self.check.extend(block.check)

    def shorten(self, length: int) -> None:
        """Take back what was added after the first `length` rows."""
        for column in self._all():
            column.shorten(length)

    def let_go(self, length: int) -> None:
        """Free the memory of the first `length` rows."""
        for column in self._all():
            column.let_go(length)

    @property
    def memory_bytes(self) -> int:
        """What they take together."""
        return sum(column.memory_bytes for column in self._all())

    def _all(self) -> tuple[Column, ...]:
        return (
            self.time_ns, self.socket, self.call, self.size, self.failed, self.offset, self.length, self.check,
        )  # fmt: skip
