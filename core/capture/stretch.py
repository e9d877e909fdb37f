"""Rows that follow one another, to be looked through together: columns, and bodies in one piece (any thread).

Law: nothing is read from the disk before somebody asks for the bodies. Bodies are looked through unchecked, since a
check sum costs more than the look; only what decodes a whole row checks it.

Bodies are read, not mapped. Measured over 1,000,000 rows: reading and finding takes 52 ms with payloads of 64 B and
460 ms with 1 KiB, finding in a map 41 ms and 450 ms. For that price the interpreter lock is free while the disk works,
and a file that somebody cuts short, or a stick that is pulled out, is an error; with a map it is SIGBUS, the end of the
whole lab.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import compress, repeat
from operator import sub

from core.capture.errors import DECODE_ERRORS, CaptureError
from core.capture.format import BODY_START, WHOLE_PAYLOAD, decode_text
from core.capture.index import Index
from core.capture.reader import decode_row
from core.contract.faults import Fault, fault_of
from core.contract.records import CallRecord

STRETCH_ROWS = 1 << 13
"""One operation on a column of so many rows holds the interpreter lock for 0.4 ms at most."""
STRETCH_BYTES = 1 << 20
"""A search through so many bytes holds it for 0.5 ms."""


class Stretch:
    """Rows `first` to `last` of one file. Positions are those of a row in the stretch, from 0: row number - first.

    Once made, only reading the bodies can fail: CaptureError, which is ROW_GONE when a limit let the rows go meanwhile.
    """

    def __init__(self, index: Index, first: int, last: int) -> None:
        if not 1 <= first <= last <= index.count:
            raise IndexError(f"no rows {first} to {last} of {index.count}")
        columns = index.columns
        self._index = index
        self._file = index.file_of(first)
        offsets = columns.offset[first - 1 : min(last, index.last_beside(first), first + STRETCH_ROWS - 1)]
        self._start = offsets[0]
        self._offsets = offsets[: bisect_right(offsets, self._start + STRETCH_BYTES)]
        self.first = first
        self.last = first + len(self._offsets) - 1
        rows = slice(first - 1, self.last)
        self.time_ns = columns.time_ns[rows]
        """This and the next four are the columns, as of Columns."""
        self.socket = columns.socket[rows]
        self.call = columns.call[rows].tobytes()
        self.failed = columns.failed[rows].tobytes()
        self.size = columns.size[rows]
        self._lengths = columns.length[rows]
        self._must_be_there()

    def __len__(self) -> int:
        """How many rows."""
        return len(self._offsets)

    @cached_property
    def bodies(self) -> bytes:
        """The bodies, one after the other; between two there may be bytes that belong to none. CaptureError."""
        size = self._offsets[-1] + self._lengths[-1] - self._start
        try:
            data = self._file.read(self._start, size)
        except OSError as error:
            self._must_be_there()
            raise CaptureError(fault_of(error, "read", about=str(self._file.path))) from error
        if len(data) < size:
            raise CaptureError(Fault("CAPTURE_DAMAGED", about=str(self._file.path), count=self.first - 1))
        return data

    @cached_property
    def lowered(self) -> bytes:
        """The bodies with the letters A to Z made small."""
        return self.bodies.lower()

    @cached_property
    def ends(self) -> list[int]:
        """Where in the bodies each row's body ends, and its payload with it."""
        start = self._start
        return [offset + length - start for offset, length in zip(self._offsets, self._lengths, strict=True)]

    @cached_property
    def starts(self) -> list[int]:
        """Where in the bodies each row's payload begins: what was kept of it."""
        kept = map(min, self.size, repeat(self._index.columns.payload_most)) if self.may_be_cut else self.size
        return list(map(sub, self.ends, kept))

    @property
    def may_be_cut(self) -> bool:
        """Whether of long payloads only a part is kept."""
        return self._index.columns.payload_most < WHOLE_PAYLOAD

    def is_cut(self, position: int) -> bool:
        """Whether the row moved more than was kept of it."""
        return self.size[position] > self._index.columns.payload_most

    def payload(self, position: int) -> bytes:
        """The bytes that one row moved, as many as were kept."""
        return self.bodies[self.starts[position] : self.ends[position]]

    def texts(self, position: int) -> tuple[str, str]:
        """The error and the address of one row; two empty ones when they can't be made out."""
        kept = self.ends[position] - self.starts[position]
        try:
            error, address, _args = decode_text(self._body(position), kept)
        except DECODE_ERRORS:
            return "", ""
        return error, address

    def packed_texts(self, position: int) -> bytes:
        """What texts() decodes, and the arguments: the same bytes mean the same texts."""
        return self.bodies[self._offsets[position] - self._start + BODY_START.size : self.starts[position]]

    def records(self, mask: bytes) -> Iterator[CallRecord]:
        """The rows at the positions where `mask` has a 1, without those that the disk changed or that went."""
        for position in compress(range(len(self)), mask):
            record = decode_row(self._index.columns, self.first + position, self._body(position))
            if record is not None:
                yield record

    def seqs(self, mask: bytes) -> array[int]:
        """The numbers of the rows at the positions where `mask` has a 1."""
        if 1 not in mask:
            return array("Q")
        return array("Q", compress(range(self.first, self.last + 1), mask))

    def _body(self, position: int) -> bytes:
        return self.bodies[self._offsets[position] - self._start : self.ends[position]]

    def _must_be_there(self) -> None:
        """Numbers are zeros once their rows went; `first` says so before that happens."""
        if self.first < self._index.first:
            raise self._index.gone(self.first)
