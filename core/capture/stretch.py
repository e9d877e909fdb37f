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
from collections.abc import Iterable
from functools import cached_property
from itertools import compress, repeat
from operator import add, sub

from core.capture.errors import DECODE_ERRORS, CaptureError
from core.capture.format import BODY_START, decode_text
from core.capture.index import Index
from core.capture.reader import decode_row
from core.contract.faults import Fault, fault_of
from core.contract.records import CallRecord

STRETCH_ROWS = 1 << 13
"""One operation on a column of so many rows holds the interpreter lock for 0.4 ms at most."""
STRETCH_BYTES = 1 << 20
"""A search through so many bytes holds it for 0.5 ms."""


class Stretch:
    """Rows `first` to `last` of one file. Positions are those of a row in the stretch, from 0: row number - first."""

    def __init__(self, index: Index, first: int, last: int) -> None:
        if not 1 <= first <= last <= index.count:
            raise IndexError(f"no rows {first} to {last} of {index.count}")
        offset = index.columns.offset
        most = min(last, index.last_beside(first), first + STRETCH_ROWS - 1)
        self._columns = index.columns
        self._file = index.file_of(first)
        self._start = offset[first - 1]
        self.first = first
        self.last = bisect_right(offset, self._start + STRETCH_BYTES, first - 1, most)

    def __len__(self) -> int:
        """How many rows."""
        return self.last - self.first + 1

    @cached_property
    def time_ns(self) -> array[int]:
        """This column, as of Columns; so the next four."""
        return self._part(self._columns.time_ns)

    @cached_property
    def socket(self) -> array[int]:
        """The lab's numbers of the sockets."""
        return self._part(self._columns.socket)

    @cached_property
    def size(self) -> array[int]:
        """Bytes of payload."""
        return self._part(self._columns.size)

    @cached_property
    def call(self) -> bytes:
        """The numbers of the calls, a byte each."""
        return self._part(self._columns.call).tobytes()

    @cached_property
    def failed(self) -> bytes:
        """1 where the call gave an error, else 0."""
        return self._part(self._columns.failed).tobytes()

    @cached_property
    def bodies(self) -> bytes:
        """The bodies, one after the other; between two there may be bytes that belong to none. CaptureError."""
        last = self.last - 1
        size = self._columns.offset[last] + self._columns.length[last] - self._start
        try:
            data = self._file.read(self._start, size)
        except OSError as error:
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
        ends = map(add, self._part(self._columns.offset), self._part(self._columns.length))
        return list(map(sub, ends, repeat(self._start)))

    @cached_property
    def starts(self) -> list[int]:
        """Where in the bodies each row's payload begins."""
        return list(map(sub, self.ends, self.size))

    def payload(self, position: int) -> bytes:
        """The bytes that one row moved."""
        return self.bodies[self.starts[position] : self.ends[position]]

    def texts(self, position: int) -> tuple[str, str]:
        """The error and the address of one row; two empty ones when they can't be made out."""
        try:
            error, address, _args = decode_text(self._body(position), self.size[position])
        except DECODE_ERRORS:
            return "", ""
        return error, address

    def packed_texts(self, position: int) -> bytes:
        """What texts() decodes, and the arguments: the same bytes mean the same texts."""
        at = self._columns.offset[self.first - 1 + position] - self._start
        return self.bodies[at + BODY_START.size : self.starts[position]]

    def records(self, mask: bytes) -> Iterable[CallRecord]:
        """The rows at the positions where `mask` has a 1, without those that the disk changed."""
        for position in compress(range(len(self)), mask):
            record = decode_row(self._columns, self.first + position, self._body(position))
            if record is not None:
                yield record

    def seqs(self, mask: bytes) -> array[int]:
        """The numbers of the rows at the positions where `mask` has a 1."""
        if 1 not in mask:
            return array("I")
        return array("I", compress(range(self.first, self.last + 1), mask))

    def _body(self, position: int) -> bytes:
        at = self._columns.offset[self.first - 1 + position] - self._start
        return self.bodies[at : self.ends[position]]

    def _part(self, column: array[int]) -> array[int]:
        return column[self.first - 1 : self.last]
