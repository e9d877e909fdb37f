"""The capture as everybody sees it: rows are appended by the engine, kept in a file, and read back by number.

append() belongs to the engine thread, all else to any thread. Law: rows 1 to `count` can be read, and never change.
"""

from __future__ import annotations

import sys
import time
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from core.capture.errors import CaptureError
from core.capture.file import CaptureFile
from core.capture.format import Header, decode_record, encode_header
from core.capture.index import Columns, Index, Totals
from core.capture.recorder import Recorder
from core.capture.scan import read_header, read_rows
from core.contract.faults import Fault, fault_of
from core.contract.records import CallRecord, RawRecord

_ONE_READ = 1 << 18
"""Rows that lie so close together are read at once: each read() drops the interpreter lock, and may wait for it."""


@dataclass(frozen=True, slots=True)
class RecordingStatus:
    """How the recording goes: `fault` says why it stopped (or, of a file that was opened, what is wrong with it)."""

    path: Path
    rows: int
    unrecorded: int
    fault: Fault | None


class Capture:
    """All calls of a run. Make one with create() or open()."""

    def __init__(self, header: Header, index: Index, *, recording: bool, fault: Fault | None = None) -> None:
        self.header = header
        self._index = index
        self._fault = fault
        self._recorder = Recorder(index) if recording else None

    @classmethod
    def create(cls, path: Path, *, lab: str = "", delete_on_close: bool = False) -> Capture:
        """Begin a capture in a new file (`lab`: the lab's version, to stand in it); OSError when that can't be done."""
        header = _header(lab)
        file = CaptureFile.create(path, encode_header(header), delete_on_close=delete_on_close)
        return cls(header, Index(file), recording=True)

    @classmethod
    def open(cls, path: Path) -> Capture:
        """A capture to read; CaptureError when it is none. Of a torn or damaged one, the rows before the damage."""
        try:
            with path.open("rb") as stream:
                header = read_header(stream, path)
                index, fault = read_rows(stream, CaptureFile.open(path))
        except OSError as error:
            raise CaptureError(fault_of(error, "open", about=str(path))) from error
        return cls(header, index, recording=False, fault=fault)

    def append(self, raw: RawRecord) -> None:
        """Hand over a row to be recorded. Never waits, and never fails because of the disk."""
        if self._recorder is None:
            raise ValueError("this capture was opened to read")
        self._recorder.append(raw)

    @property
    def pending_bytes(self) -> int:
        """Bytes handed over and not settled yet: payload and a fixed overhead per row."""
        return self._recorder.pending_bytes if self._recorder else 0

    @property
    def count(self) -> int:
        """Rows that can be read now: numbers 1 to `count`."""
        return self._index.count

    @property
    def columns(self) -> Columns:
        """One number per row, to filter by; look at no more than `count` of each."""
        return self._index.columns

    @property
    def traffic(self) -> array[int]:
        """The numbers of the rows that moved bytes, in order; only ever grows."""
        return self._index.traffic

    @property
    def overall(self) -> Totals:
        """Of all sockets."""
        return self._index.overall

    def totals(self, socket: int) -> Totals:
        """Of one socket; zeros when it moved nothing."""
        return self._index.totals(socket)

    def peer_totals(self, socket: int, address: str) -> Totals:
        """Of the datagrams between one socket and one peer."""
        return self._index.peer_totals(socket, address)

    @property
    def status(self) -> RecordingStatus:
        """How the recording goes."""
        recorder = self._recorder
        return RecordingStatus(
            path=self._index.files[-1].path,
            rows=self.count,
            unrecorded=recorder.unrecorded if recorder else 0,
            fault=recorder.fault if recorder else self._fault,
        )

    def record(self, seq: int) -> CallRecord:
        """One row; IndexError when there is none of that number, CaptureError when the disk lost it."""
        return self.records([seq])[0]

    def records(self, seqs: Sequence[int]) -> list[CallRecord]:
        """These rows, in the order asked for. Errors as record()."""
        count = self.count
        for seq in seqs:
            if not 1 <= seq <= count:
                raise IndexError(f"no row {seq} of {count}")
        found: list[CallRecord] = []
        for near in self._neighbours(seqs):
            found.extend(self._read(near))
        return found

    def flush(self, timeout_s: float = 5.0) -> bool:
        """Wait until all rows appended so far can be read; false when that took too long or recording has stopped."""
        return self._recorder is None or self._recorder.flush(timeout_s)

    def record_elsewhere(self, path: Path) -> None:
        """Go on in a new file; OSError when it can't be made. May wait for the disk: not for the window's thread."""
        if self._recorder is None:
            raise ValueError("this capture was opened to read")
        self._recorder.continue_in(CaptureFile.create(path, encode_header(_header(self.header.lab))))

    def close(self) -> None:
        """Write what is left, end the recorder's thread, close the files; delete the file where create() said so."""
        if self._recorder is not None:
            self._recorder.close()
        for file in self._index.files:
            file.close()

    def _neighbours(self, seqs: Sequence[int]) -> Iterator[list[int]]:
        """Cut the list where the next row lies before the previous one, in another file, or far from the first."""
        offset, length = self.columns.offset, self.columns.length
        near: list[int] = []
        for seq in seqs:
            if near and not (
                seq > near[-1]
                and offset[seq - 1] + length[seq - 1] - offset[near[0] - 1] <= _ONE_READ
                and self._index.file_of(seq) is self._index.file_of(near[0])
            ):
                yield near
                near = []
            near.append(seq)
        if near:
            yield near

    def _read(self, seqs: list[int]) -> Iterator[CallRecord]:
        """Rows that lie close together, with one read."""
        columns, file = self.columns, self._index.file_of(seqs[0])
        first, last = seqs[0] - 1, seqs[-1] - 1
        start = columns.offset[first]
        try:
            data = file.read(start, columns.offset[last] + columns.length[last] - start)
        except OSError as error:
            raise CaptureError(fault_of(error, "read", about=str(file.path))) from error
        for seq in seqs:
            row = seq - 1
            at = columns.offset[row] - start
            body = data[at : at + columns.length[row]]
            if crc32(body) != columns.check[row]:
                raise CaptureError(Fault("CAPTURE_DAMAGED", about=str(file.path), count=row))
            yield decode_record(
                seq, columns.time_ns[row], columns.socket[row], columns.call[row], columns.size[row], body
            )


def _header(lab: str) -> Header:
    return Header(start_ns=time.time_ns(), lab=lab, platform=sys.platform)
