"""The capture as everybody sees it: rows are appended by the engine, kept in a file, and read back by number.

append() belongs to the engine thread, all else to any thread. Law: rows 1 to `count` can be read, and never change.
"""

from __future__ import annotations

import contextlib
import sys
import time
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.capture.errors import CaptureError
from core.capture.file import CaptureFile
from core.capture.format import Header, encode_header
from core.capture.index import Columns, Index, Totals
from core.capture.reader import read_rows
from core.capture.recorder import Recorder
from core.capture.scan import index_rows, read_header
from core.capture.stretch import Stretch
from core.contract.faults import Fault, fault_of
from core.contract.records import CallRecord, RawRecord

_TO_READ = "this capture was opened to be read"


@dataclass(frozen=True, slots=True)
class RecordingStatus:
    """How the recording goes. `fault`: why it stopped, or what is wrong with a file that was opened to be read."""

    path: Path
    rows: int
    unrecorded: int
    """Rows that came while recording was stopped; no row has their numbers."""
    fault: Fault | None


class Capture:
    """All calls of a run. Make one with create(), or open() one to read it."""

    append: Callable[[RawRecord], None]
    """Hand over a row to be recorded (engine thread): never waits, never fails because of the disk.

    It is the recorder's own method: one more call in between would make it a quarter slower.
    """

    def __init__(self, header: Header, index: Index, *, recording: bool, fault: Fault | None = None) -> None:
        self.header = header
        self._index = index
        self._fault = fault
        self._recorder = Recorder(index) if recording else None
        self.append = self._recorder.append if self._recorder else _refuse_row

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
            with path.open("rb") as stream, contextlib.ExitStack() as undo:
                header = read_header(stream, str(path))
                file = undo.enter_context(contextlib.closing(CaptureFile.open(path)))
                index, fault = index_rows(stream, file)
                undo.pop_all()
        except OSError as error:
            raise CaptureError(fault_of(error, "open", about=str(path))) from error
        return cls(header, index, recording=False, fault=fault)

    @property
    def pending_bytes(self) -> int:
        """Bytes handed over and not settled yet: payload, and a fixed overhead per row."""
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
        """Of all sockets together."""
        return self._index.overall

    def totals(self, socket: int) -> Totals:
        """Of one socket; zeros when it moved nothing."""
        return self._index.totals(socket)

    def peer_totals(self, socket: int, address: str) -> Totals:
        """Of the datagrams between one socket and one peer (of its first 16,384)."""
        return self._index.peer_totals(socket, address)

    @property
    def status(self) -> RecordingStatus:
        """How the recording goes, or how the file was found."""
        recorder = self._recorder
        return RecordingStatus(
            path=self._index.files[-1].path,
            rows=self.count,
            unrecorded=recorder.unrecorded if recorder else 0,
            fault=recorder.fault if recorder else self._fault,
        )

    def record(self, seq: int) -> CallRecord:
        """One row; IndexError when there is none of that number, CaptureError when the disk can't give it back."""
        return read_rows(self._index, (seq,))[0]

    def records(self, seqs: Sequence[int]) -> list[CallRecord]:
        """These rows, in the order asked for; errors as of record()."""
        return read_rows(self._index, seqs)

    def stretch(self, first: int, last: int) -> Stretch:
        """Rows from `first` on, at most to `last`, as many as one read takes in: to look through a great many."""
        return Stretch(self._index, first, last)

    def flush(self, timeout_s: float = 5.0) -> bool:
        """Wait until all rows appended so far can be read; false when that took too long, or some will never be."""
        return self._recorder is None or self._recorder.flush(timeout_s)

    def record_elsewhere(self, path: Path) -> None:
        """Go on in a new file; OSError when it can't be made. May wait for the disk: not for the window's thread.

        Numbers go on as if nothing had happened; rows recorded before are read from where they are.
        """
        if self._recorder is None:
            raise ValueError(_TO_READ)
        self._recorder.continue_in(CaptureFile.create(path, encode_header(_header(self.header.lab))))

    def close(self) -> None:
        """Write what is left, end the recorder's thread, close the files; delete the file where create() said so."""
        if self._recorder is not None:
            self._recorder.close()
        for file in self._index.files:
            file.close()


def _header(lab: str) -> Header:
    return Header(start_ns=time.time_ns(), lab=lab, platform=sys.platform)


def _refuse_row(_raw: RawRecord) -> None:
    raise ValueError(_TO_READ)
