"""What the lab keeps in memory of a capture: columns to filter by, the traffic rows, the totals, which row is where.

Made by the recorder's thread (or by whoever opens a file), read by any thread. Law: a row exists for readers only once
`count` says so, which is set last, and no longer once `first` says so, which is set first. Memory: 34 bytes a row that
is kept, 8 more for one that moved bytes; of rows that went, nothing.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from itertools import compress, repeat
from threading import Lock
from typing import NamedTuple, TypeAlias

from core.capture.columns import Column, Columns
from core.capture.errors import CaptureError
from core.capture.file import CaptureFile
from core.capture.format import WHOLE_PAYLOAD, BlockColumns, Header, Sum
from core.contract.faults import Fault
from core.contract.records import DATAGRAM_CALLS, INCOMING_CALLS, INSIDE_CALLS


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


class Extent(NamedTuple):
    """Bytes of a file that are whole blocks, once `head` is put before them."""

    start: int
    end: int
    head: bytes = b""


class Segment(NamedTuple):
    """A file of the capture, and the number of the last row before it."""

    rows_before: int
    file: CaptureFile
    found: tuple[Extent, ...] | None = None
    """What is good of a file that was opened; one that the lab is writing is good from start to end."""


class Index:
    """The rows of a capture, in memory."""

    def __init__(self, header: Header) -> None:
        self.first = header.first
        """The first row that can be read."""
        self.count = header.first - 1
        """The last row that can be read."""
        self.columns = Columns.after(self.count, header.payload_most)
        self.traffic = Column("Q")
        self.dropped_bytes = 0
        """In files that were let go."""
        self.cut_bytes = 0
        """Of all rows, also of those that went: payload beyond what is kept of each."""
        self.copying = Lock()
        """Held while the files are copied: none of them may go meanwhile."""
        # Never changed, only replaced: whoever looks through it meanwhile sees one that fits together.
        self.segments: tuple[Segment, ...] = ()
        self._overall = _NOTHING
        self._of_socket: dict[int, _Sums] = {}
        self._of_peer: defaultdict[int, dict[str, _Sums]] = defaultdict(dict)

    def begin_file(self, file: CaptureFile) -> None:
        """The rows that follow are in this file."""
        self.segments = (*self.segments, Segment(self.count, file))

    def end_file(self, found: Iterable[Extent]) -> None:
        """The last file was opened, and this is what is good of it."""
        self.segments = (*self.segments[:-1], self.segments[-1]._replace(found=tuple(found)))

    def drop_oldest(self) -> None:
        """Let the oldest file go, and with it its rows; there must be another one."""
        oldest, *kept = self.segments
        self.first = kept[0].rows_before + 1
        self.segments = tuple(kept)
        self.dropped_bytes += oldest.file.end
        oldest.file.close()  # before the columns: with numbers that are 0 already nobody shall read from it
        self.columns.let_go(self.first - 1)
        self.traffic.let_go(bisect_left(self.traffic, self.first))

    def file_of(self, seq: int) -> CaptureFile:
        """The file that row `seq` is in; CaptureError when that row is gone."""
        segments = self.segments
        at = bisect_left(segments, seq, key=_rows_before) - 1
        if at < 0:
            raise self.gone(seq)
        return segments[at].file

    def gone(self, seq: int) -> CaptureError:
        """What to say to whoever asks for a row that is no longer kept."""
        return CaptureError(Fault("ROW_GONE", about=str(self.segments[0].file.path), count=seq))

    def last_beside(self, seq: int) -> int:
        """The last row until now that is in the same file as row `seq`."""
        segments = self.segments
        following = bisect_left(segments, seq, key=_rows_before)
        return segments[following].rows_before if following < len(segments) else self.count

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

    def add(self, block: BlockColumns, bodies_at: int, sums: Iterable[Sum]) -> None:
        """Take in the rows of a block."""
        # What the block before left behind, if the memory had no room for all of it:
        self.columns.shorten(self.count)
        self.traffic.shorten(bisect_right(self.traffic, self.count))
        self.columns.extend(block, bodies_at)
        first = self.count + 1
        end = first + len(block.time_ns)
        self.traffic.extend(array("Q", compress(range(first, end), block.moved)))
        self.count_bytes(sums)
        if self.columns.payload_most < WHOLE_PAYLOAD:
            self.cut_bytes += sum(block.size) - sum(map(min, block.size, repeat(self.columns.payload_most)))
        self.count = end - 1

    def count_bytes(self, sums: Iterable[Sum]) -> None:
        """Add to the totals, as add() does; alone: of rows that nobody will read, for the traffic was there."""
        overall = self._overall
        for socket, call, address, size, units in sums:
            if call in INSIDE_CALLS:
                continue
            more = (size, 0, units, 0) if call in INCOMING_CALLS else (0, size, 0, units)
            overall = _plus(overall, more)
            self._of_socket[socket] = _plus(self._of_socket.get(socket, _NOTHING), more)
            if call in DATAGRAM_CALLS:
                peers = self._of_peer[socket]
                if address in peers or len(peers) < MOST_PEERS:
                    peers[address] = _plus(peers.get(address, _NOTHING), more)
        self._overall = overall


def _rows_before(segment: Segment) -> int:
    return segment.rows_before


def _plus(sums: _Sums, more: _Sums) -> _Sums:
    """A new tuple: whoever reads the old one meanwhile sees numbers that belong together."""
    return (sums[0] + more[0], sums[1] + more[1], sums[2] + more[2], sums[3] + more[3])
