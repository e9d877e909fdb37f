"""Find the rows of a capture file again, block by block (a worker thread; the window never waits for it).

Law: what is whole is kept: of a torn or damaged file all rows before and after the damage.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

from core.capture.encoder import sums_of
from core.capture.errors import DECODE_ERRORS
from core.capture.file import CaptureFile
from core.capture.format import (
    BLOCK_START_LENGTH,
    MARKER,
    BlockColumns,
    decode_block_start,
    decode_columns,
    decode_sums,
    decode_text,
    encode_block_head,
)
from core.capture.index import Extent, Index
from core.contract.faults import Fault
from core.contract.records import DATAGRAM_CALLS

_SEARCHED_AT_ONCE = 1 << 20


class Damage:
    """What can't be read of a capture that was found on the disk."""

    def __init__(self) -> None:
        self.fault: Fault | None = None
        """CAPTURE_DAMAGED or CAPTURE_TORN: the first that was met."""
        self.unreadable_bytes = 0

    def miss(self, name: str, path: Path, size: int, rows: int) -> None:
        """So many bytes, after so many rows."""
        self.unreadable_bytes += size
        if self.fault is None:
            self.fault = Fault(name, about=str(path), count=size if name == "CAPTURE_TORN" else rows)


class Scan:
    """One file of a capture, and the index that its rows are added to."""

    def __init__(self, stream: BinaryIO, file: CaptureFile, start_ns: int, index: Index, damage: Damage) -> None:
        """`stream` stands where the file's header ends, whose start_ns that is."""
        self._stream = stream
        self._file = file
        self._start_ns = start_ns
        self._index = index
        self._damage = damage
        self._good: list[Extent] = []

    def run(self) -> Iterator[int]:
        """Index all that is whole; gives after each block how many bytes of the file have been gone through."""
        at = self._stream.tell()
        self._index.begin_file(self._file)
        while at < self._file.end:
            at = self._read_block(at)
            yield at
        self._index.end_file(self._good)

    def _read_block(self, at: int) -> int:
        """Index the block that begins there; returns where the next one does."""
        self._stream.seek(at)
        packed_start = self._stream.read(BLOCK_START_LENGTH)
        if len(packed_start) < BLOCK_START_LENGTH:
            return self._torn(at)
        start = decode_block_start(packed_start, self._start_ns)
        if start is None:
            return self._damaged(at, self._next_block(at + 1))
        bodies_at, end = at + start.bodies_at, at + start.length
        if bodies_at > self._file.end:
            return self._torn(at)
        packed = self._stream.read(start.packed_length)
        if crc32(packed) != start.check:
            return self._damaged(at, min(end, self._file.end))
        columns = decode_columns(packed, start.rows)
        if end > self._file.end:
            return self._read_torn_block(columns, bodies_at)
        try:
            sums = decode_sums(packed[-start.sums_length :])
        except DECODE_ERRORS:
            return self._damaged(at, end)
        self._index.add(columns, bodies_at, sums)
        self._keep(Extent(at, end))
        return end

    def _read_torn_block(self, columns: BlockColumns, bodies_at: int) -> int:
        """The file ends in this block; its first rows may be whole, and then its sums are not theirs."""
        try:
            rows, addresses = self._whole_rows(columns, self._file.end - bodies_at)
        except DECODE_ERRORS:
            return self._damaged(bodies_at, self._file.end)
        whole = BlockColumns(*(column[:rows] for column in columns))
        end = bodies_at + sum(whole.length)
        if rows:
            sums = sums_of(whole, addresses)
            self._index.add(whole, bodies_at, sums)
            self._keep(Extent(bodies_at, end, encode_block_head(self._start_ns, whole, sums)))
        return self._torn(end)

    def _whole_rows(self, columns: BlockColumns, room: int) -> tuple[int, list[str]]:
        """How many bodies lie in the `room` that is left, and check; and the address of each datagram, else ""."""
        addresses: list[str] = []
        ends = accumulate(columns.length)
        kept = self._index.columns.kept
        rows = zip(ends, columns.length, columns.check, columns.call, columns.size, strict=True)
        for end, length, check, call, size in rows:
            if end > room or crc32(body := self._stream.read(length)) != check:
                break
            addresses.append(decode_text(body, kept(size))[1] if call in DATAGRAM_CALLS else "")
        return len(addresses), addresses

    def _keep(self, extent: Extent) -> None:
        if self._good and self._good[-1].end == extent.start and not extent.head:
            extent = self._good.pop()._replace(end=extent.end)
        self._good.append(extent)

    def _next_block(self, at: int) -> int:
        """Where the next good block begins, or the file ends. Payloads may hold the marker too: the guard decides."""
        while True:
            self._stream.seek(at)
            data = self._stream.read(_SEARCHED_AT_ONCE)
            found = data.find(MARKER)
            while found >= 0:
                if decode_block_start(data[found : found + BLOCK_START_LENGTH], self._start_ns):
                    return at + found
                found = data.find(MARKER, found + 1)
            if len(data) < _SEARCHED_AT_ONCE:
                return self._file.end
            at += len(data) - BLOCK_START_LENGTH + 1

    def _torn(self, whole: int) -> int:
        """Nothing is whole from there on."""
        self._damage.miss("CAPTURE_TORN", self._file.path, self._file.end - whole, self._index.count)
        return self._file.end

    def _damaged(self, start: int, end: int) -> int:
        """These bytes are not what was written."""
        self._damage.miss("CAPTURE_DAMAGED", self._file.path, end - start, self._index.count)
        return end
