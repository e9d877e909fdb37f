"""The capture as everybody sees it: rows are appended by the engine, kept in a file, and read back by number.

append() belongs to the engine thread, all else to any thread. Law: rows `first` to `count` can be read, and neither
they nor their numbers ever change.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event

from core.capture.columns import Column, Columns
from core.capture.encoder import Encoder
from core.capture.errors import CaptureError
from core.capture.file import CaptureFile
from core.capture.format import WHOLE_PAYLOAD, Header, encode_header
from core.capture.index import Index, Totals
from core.capture.opening.opening import open_files
from core.capture.opening.scan import Damage
from core.capture.reader import read_rows
from core.capture.recording.recorder import Recorder
from core.capture.recording.retention import Retention, SegmentFolder, segment_files
from core.capture.stretch import Stretch
from core.contract.faults import Fault
from core.contract.frozen import frozen
from core.contract.records import CallRecord, RawRecord

_TO_READ = "this capture was opened to be read"
_IN_ONE_FILE = "one file keeps all rows"


@frozen
class RecordingStatus:
    """How the recording goes. `fault`: why it stopped, or what is wrong with a file that was opened to be read."""

    path: Path
    """The file that is written, or the folder of a live capture's files."""
    rows: int
    """Recorded, with those that went."""
    unrecorded: int
    """Rows that came while recording was stopped; no row has their numbers."""
    fault: Fault | None
    dropped_rows: int
    """The oldest ones, which went because of a limit."""
    dropped_bytes: int
    """In the files of those that went in this run."""
    cut_bytes: int
    """Of what was sent and received: those beyond what is kept of each payload."""
    unreadable_bytes: int
    """Of a file that was opened: those that are damaged, or come after the last whole row."""


class Capture:
    """All calls of a run. Make one with create() or create_live(), or open() one to read it."""

    append: Callable[[RawRecord], None]
    """Hand over a row to be recorded (engine thread): never waits, never fails because of the disk.

    It is the recorder's own method: one more call in between would make it a quarter slower.
    """

    def __init__(
        self,
        path: Path,
        header: Header,
        index: Index,
        *,
        recorder: Recorder | None = None,
        folder: SegmentFolder | None = None,
        damage: Damage | None = None,
    ) -> None:
        self.header = header
        self._path = path
        self._index = index
        self._recorder = recorder
        self._folder = folder
        self._damage = damage or Damage()
        self.append = recorder.append if recorder else _refuse_row

    @classmethod
    def create(cls, path: Path, *, lab: str = "", payload_most: int = WHOLE_PAYLOAD) -> Capture:
        """Begin a capture in a new file that keeps every row; OSError when that can't be done.

        `lab`: the lab's version, to stand in it. `payload_most`: bytes kept of each payload, at least 1.
        """
        header = _header(lab, payload_most)
        return cls._begin(path, header, CaptureFile.create(path, encode_header(header)), None)

    @classmethod
    def create_live(cls, path: Path, *, lab: str = "", retention: Retention | None = None) -> Capture:
        """Begin a capture in a new folder, which close() deletes; the oldest rows go when a limit is met. OSError."""
        limits = retention or Retention()
        header = _header(lab, limits.payload_most)
        folder = SegmentFolder(path, header, limits)
        try:
            return cls._begin(path, header, folder.begin_file(1), folder)
        except OSError:
            folder.close()
            raise

    @classmethod
    def _begin(cls, path: Path, header: Header, file: CaptureFile, folder: SegmentFolder | None) -> Capture:
        index = Index(header)
        index.begin_file(file)
        return cls(path, header, index, recorder=Recorder(index, Encoder(header), folder), folder=folder)

    @classmethod
    def open(
        cls, path: Path, progress: Callable[[int, int], None] | None = None, cancelled: Event | None = None
    ) -> Capture:
        """A capture to read: a file, or a live capture's folder; CaptureError when it is none, or CANCELLED.

        Of a torn or damaged one all rows that are whole; `status` says what is wrong with it. A second takes in some
        millions of rows. `progress` is told bytes done, and in all.
        """
        opened = open_files(segment_files(path) or [path], progress or _nobody, cancelled or Event())
        return cls(path, opened.header, opened.index, damage=opened.damage)

    @property
    def is_live(self) -> bool:
        """Whether it is being recorded; if not, it was opened to be read."""
        return self._recorder is not None

    @property
    def limits(self) -> Retention | None:
        """What lets its oldest rows go; None where one file keeps them all."""
        folder = self._folder
        return folder.retention if folder is not None and self._path == folder.path else None

    def limit_size(self, size_bytes: int) -> None:
        """Let its files take at most so much, from the next row on. ValueError where one file keeps all rows."""
        if self._folder is None or self.limits is None:
            raise ValueError(_IN_ONE_FILE)
        self._folder.retention = replace(self._folder.retention, size_bytes=size_bytes)

    @property
    def pending_bytes(self) -> int:
        """Bytes handed over and not settled yet: payload, and a fixed overhead per row."""
        return self._recorder.pending_bytes if self._recorder else 0

    @property
    def first(self) -> int:
        """The first row that can be read now; it grows when a limit lets the oldest rows go."""
        return self._index.first

    @property
    def count(self) -> int:
        """The last row that can be read now: rows `first` to `count` can, none when `first` is more."""
        return self._index.count

    @property
    def columns(self) -> Columns:
        """One number per row, to filter by; look at `first` to `count` of each. Before that they are 0."""
        return self._index.columns

    @property
    def traffic(self) -> Column:
        """The numbers of the rows that moved bytes, in order; only ever grows. Those of rows that went become 0."""
        return self._index.traffic

    @property
    def overall(self) -> Totals:
        """Of all sockets together; also what went over while recording was stopped."""
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
        recorder, index = self._recorder, self._index
        return RecordingStatus(
            path=self._path,
            rows=index.count,
            unrecorded=recorder.unrecorded if recorder else 0,
            fault=recorder.fault if recorder else self._damage.fault,
            dropped_rows=index.first - 1,
            dropped_bytes=index.dropped_bytes,
            cut_bytes=index.cut_bytes,
            unreadable_bytes=self._damage.unreadable_bytes,
        )

    def record(self, seq: int) -> CallRecord:
        """One row; IndexError when there is none of that number.

        CaptureError ROW_GONE when it is no longer kept, or another one when the disk can't give it back.
        """
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

    def record_elsewhere(self, path: Path) -> int:
        """Go on in a new file; OSError when it can't be made. May wait for the disk: not for the window's thread.

        Numbers go on as if nothing had happened; rows up to the one that is returned are read from where they are.
        """
        if self._recorder is None:
            raise ValueError(_TO_READ)
        last_before = self._recorder.continue_in(CaptureFile.create(path, encode_header(self.header)))
        self._path = path
        return last_before

    def holds(self, path: Path) -> bool:
        """Whether its rows are in this file: then it must not be written over."""
        return any(_is_same(segment.file.path, path) for segment in self._index.segments)

    def save_as(self, path: Path, progress: Callable[[int, int], None], cancelled: Event) -> int:
        """Copy the rows there are now into one file, which is complete or not there; how many (a worker thread's).

        Recording goes on meanwhile. `progress` is told bytes done, and in all. Raises OSError when the file can't be
        written, CaptureError when a row can't be read, CAPTURE_IN_USE, or CANCELLED; then `path` is what it was before.
        """
        from core.capture.recording.saving import save  # exporting, a part of which it uses, knows this class

        if self.holds(path):
            raise CaptureError(Fault("CAPTURE_IN_USE", about=str(path)))
        return save(self.header, self._index, path, progress, cancelled)

    def close(self) -> None:
        """Write what is left, end the recorder's thread, close the files; of a live capture delete them."""
        if self._recorder is not None:
            self._recorder.close()
        for segment in self._index.segments:
            segment.file.close()
        if self._folder is not None:
            self._folder.close()


def _header(lab: str, payload_most: int) -> Header:
    if not 1 <= payload_most <= WHOLE_PAYLOAD:  # of a row without any payload could not be told that it moved bytes
        raise ValueError(payload_most)
    return Header(time.time_ns(), lab, sys.platform, payload_most=payload_most)


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there
        return False


def _nobody(_done: int, _all: int) -> None:
    """Nobody wants to be told."""


def _refuse_row(_raw: RawRecord) -> None:
    raise ValueError(_TO_READ)
