"""What the lab keeps in memory of each row: columns to filter by, the traffic rows, and the totals.

Made by the recorder's thread (or by whoever opens a file), read by any thread. Law: a row exists for readers only once
`count` says so; it is set last, after everything else about the row is in place.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import compress
from typing import NamedTuple, TypeAlias

from core.capture.file import CaptureFile
from core.capture.format import BlockColumns
from core.contract.records import DATAGRAM_CALLS, INCOMING_CALLS


class Totals(NamedTuple):
    """Bytes and units (datagrams, or calls that moved bytes) that came in and went out."""

    bytes_in: int = 0
    bytes_out: int = 0
    units_in: int = 0
    units_out: int = 0


MOST_PEERS = 1 << 14
"""Counted by name for each socket: the first ones. Forged senders without end are recorded, but not counted singly."""

_Sums: TypeAlias = tuple[int, int, int, int]
_NOTHING: _Sums = (0, 0, 0, 0)


class Columns(NamedTuple):
    """One number per row, at index seq - 1. Read-only by promise; a memoryview of one would stop the recorder."""

    time_ns: array[int]
    socket: array[int]
    call: array[int]
    size: array[int]
    """Bytes of payload."""
    failed: array[int]
    """1: the call gave an error."""
    offset: array[int]
    """Where the row's body begins in its file."""
    length: array[int]
    """Bytes of the body."""
    check: array[int]
    """CRC-32 of the body."""


class Index:
    """The rows of a capture, in memory: 34 bytes a row, 4 more for one that moved bytes."""

    def __init__(self, file: CaptureFile) -> None:
        self.files: list[CaptureFile] = []
        """All files of the capture; rows are added to the last one."""
        self._rows_before: list[int] = []
        self.columns = Columns(
            time_ns=array("q"),
            socket=array("I"),
            call=array("B"),
            size=array("I"),
            failed=array("B"),
            offset=array("Q"),
            length=array("I"),
            check=array("I"),
        )
        self.traffic = array("I")
        self.count = 0
        self._overall = _NOTHING
        self._of_socket: dict[int, _Sums] = {}
        self._of_peer: defaultdict[int, dict[str, _Sums]] = defaultdict(dict)
        self.begin_file(file)

    def begin_file(self, file: CaptureFile) -> None:
        """The rows that follow are in this file."""
        self._rows_before.append(self.count)
        self.files.append(file)

    def file_of(self, seq: int) -> CaptureFile:
        """The file that row `seq` is in."""
        return self.files[bisect_left(self._rows_before, seq) - 1]

    def last_beside(self, seq: int) -> int:
        """The last row until now that is in the same file as row `seq`."""
        following = bisect_left(self._rows_before, seq)
        return self._rows_before[following] if following < len(self._rows_before) else self.count

    @property
    def overall(self) -> Totals:
        """Of all sockets together."""
        return Totals(*self._overall)

    def totals(self, socket: int) -> Totals:
        """Of one socket."""
        return Totals(*self._of_socket.get(socket, _NOTHING))

    def peer_totals(self, socket: int, address: str) -> Totals:
        """Of the datagrams of one socket that came from, or were sent to, one of its first MOST_PEERS peers."""
        return Totals(*self._of_peer.get(socket, {}).get(address, _NOTHING))

    def add(self, block: BlockColumns, bodies_at: int, addresses: Sequence[str]) -> None:
        """Take in the rows of a block. `addresses`: one per row; needed for datagrams only."""
        columns = self.columns
        for column in columns:
            del column[self.count :]  # refuses while a memoryview of it is held: better now than half-way
        columns.time_ns.extend(block.time_ns)
        columns.socket.extend(block.socket)
        columns.call.extend(block.call)
        columns.size.extend(block.size)
        columns.failed.extend(block.failed)
        columns.offset.extend(block.offsets(bodies_at))
        columns.length.extend(block.length)
        columns.check.extend(block.check)
        first = self.count + 1
        end = first + len(block.time_ns)
        self.traffic.extend(compress(range(first, end), block.moved))
        self._count_bytes(compress(zip(block.socket, block.call, addresses, block.size, strict=True), block.moved))
        self.count = end - 1

    def _count_bytes(self, moves: Iterable[tuple[int, int, str, int]]) -> None:
        """Gather the sizes of what belongs together first: a sum costs 1 us, a row 0.1 us."""
        groups: defaultdict[tuple[int, int, str], list[int]] = defaultdict(list)
        for socket, call, address, size in moves:
            groups[socket, call, address].append(size)
        for (socket, call, address), sizes in groups.items():
            bytes_moved, units = sum(sizes), len(sizes)
            more = (bytes_moved, 0, units, 0) if call in INCOMING_CALLS else (0, bytes_moved, 0, units)
            self._overall = _plus(self._overall, more)
            self._of_socket[socket] = _plus(self._of_socket.get(socket, _NOTHING), more)
            if call in DATAGRAM_CALLS:
                peers = self._of_peer[socket]
                if address in peers or len(peers) < MOST_PEERS:
                    peers[address] = _plus(peers.get(address, _NOTHING), more)


def _plus(sums: _Sums, more: _Sums) -> _Sums:
    """A new tuple: whoever reads the old one meanwhile sees numbers that belong together."""
    return (sums[0] + more[0], sums[1] + more[1], sums[2] + more[2], sums[3] + more[3])
