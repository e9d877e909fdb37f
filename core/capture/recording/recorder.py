"""The thread that writes the capture: takes the rows handed over, writes them in blocks, and indexes them.

append() runs on the engine thread, all that is private on the recorder's own. Law: append() never waits, whatever the
disk does; a row is indexed only after it was written, and one that was not written is counted.

There is no fsync: what was written outlives the program, however that ends. Only a power cut could take it back, and
an fsync a second held up the recorder for 35 ms at 70 MB/s on a fast disk, and would pause reading on a slow one.
"""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from time import monotonic

from core.capture.encoder import Encoder
from core.capture.file import CaptureFile
from core.capture.index import Index
from core.capture.recording.retention import SegmentFolder
from core.contract.faults import Fault, fault_of
from core.contract.records import RawRecord

GATHER_S = 0.01
"""Under load a block is written at most this often: one write per row would cost 20 times more."""
CHECK_S = 1.0
BLOCK_ROWS = 2048
"""No single step of making a block this long holds the interpreter lock for more than half a millisecond."""
BLOCK_BYTES = 1 << 20
ROW_OVERHEAD = 100
"""What a row takes in the file beside its payload, about."""


class Recorder:
    """Between the engine, which hands over rows, and the last file of a capture."""

    def __init__(self, index: Index, encoder: Encoder, folder: SegmentFolder | None) -> None:
        """`folder`: where the next file comes from when one is full; without it one file takes all rows."""
        self.fault: Fault | None = None
        """Why recording stopped; None while it goes on."""
        self.unrecorded = 0
        """Rows that came while recording was stopped, ever."""
        self._index = index
        self._encoder = encoder
        self._folder = folder
        # One thread appends at the right, one takes from the left, and the deque is never replaced: its methods are
        # atomic with and without the interpreter lock. Swapping two lists is not: the engine may have looked up the
        # old list just before the swap, and append to it after its rows were taken.
        self._pending: deque[RawRecord] = deque()
        self._handed_over = 0  # bytes; only the engine thread changes it
        self._settled = 0  # bytes; only the recorder's thread changes it
        self._asleep = False
        self._bell = threading.Event()
        self._closing = False
        self._writing = threading.Lock()
        self._progress = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="capture recorder", daemon=True)
        self._thread.start()

    @property
    def pending_bytes(self) -> int:
        """Handed over and neither written nor given up yet, with ROW_OVERHEAD for each row."""
        return self._handed_over - self._settled

    def append(self, raw: RawRecord) -> None:
        """Hand over a row, in 0.2 us. Only the first row after a pause pays for waking the recorder."""
        self._handed_over += len(raw[10]) + ROW_OVERHEAD
        self._pending.append(raw)
        if self._asleep:
            self._asleep = False
            self._bell.set()

    def flush(self, timeout_s: float) -> bool:
        """Wait until what was handed over so far is settled; whether all of it can be read."""
        target = self._handed_over
        lost = self.unrecorded
        self._bell.set()
        with self._progress:
            settled = self._progress.wait_for(lambda: self._settled >= target, timeout_s)
        return settled and self.unrecorded == lost and self.fault is None

    def continue_in(self, file: CaptureFile) -> int:
        """Write to another file from now on, and to no other; the last row before. May wait for a write under way."""
        with self._writing:
            with contextlib.suppress(OSError):
                self._file.stop_writing()
            self._folder = None
            self._index.begin_file(file)
            self.fault = None
            return self._index.count

    def close(self) -> None:
        """Write what was handed over, and end the thread."""
        self._closing = True
        self._bell.set()
        self._thread.join()

    @property
    def _file(self) -> CaptureFile:
        return self._index.segments[-1].file

    def _run(self) -> None:
        checked = monotonic()
        while not self._closing or self._pending:
            self._wait_for_rows()
            self._settle(len(self._pending))
            if monotonic() - checked >= CHECK_S:
                self._notice_removal()
                checked = monotonic()
            if not self._closing:
                self._bell.wait(GATHER_S)
        with self._writing:
            self._end_file()

    def _wait_for_rows(self) -> None:
        """Sleep until a row comes, at most CHECK_S.

        The flag goes up before the look, and append() adds before it looks at the flag: a row is seen here, or rings.
        (Without an interpreter lock a processor may turn that round; then the row waits for CHECK_S, and no longer.)
        """
        self._asleep = True
        if not self._pending and not self._closing:
            self._bell.wait(CHECK_S)
        self._asleep = False
        self._bell.clear()

    def _settle(self, rows: int) -> None:
        """Write so many of the rows that wait, in blocks."""
        while rows > 0:
            block, payload_bytes = self._take(rows)
            rows -= len(block)
            with self._writing:
                if self.fault is None:
                    self._write(block)
                if self.fault is not None:
                    self._lose(block)
            with self._progress:
                self._settled += payload_bytes + ROW_OVERHEAD * len(block)
                self._progress.notify_all()

    def _take(self, most: int) -> tuple[list[RawRecord], int]:
        """The oldest rows that wait, as many as make a block, and the bytes of their payloads."""
        block: list[RawRecord] = []
        payload_bytes = 0
        take = self._pending.popleft
        for _ in range(min(most, BLOCK_ROWS)):
            raw = take()
            block.append(raw)
            payload_bytes += len(raw[10])
            if payload_bytes >= BLOCK_BYTES:
                break
        return block, payload_bytes

    def _write(self, rows: list[RawRecord]) -> None:
        """Write a block and index it, or stop recording."""
        try:
            block = self._encoder.encode(rows)
            if self._folder is not None:
                self._folder.make_room(self._index, block.size)
            bodies_at = self._file.end + block.bodies_at
            self._file.append(*block.pieces)
            self._index.add(block.columns, bodies_at, block.sums)
        except OSError as error:
            self._stop(fault_of(error, "write", about=str(self._file.path)))
        except Exception as error:  # a mistake in the lab: the rows that follow must still be taken, and counted
            import logging  # 5 ms that no start need pay for a mistake

            logging.getLogger(__name__).exception("recording stopped")
            self._stop(Fault("RECORDER_FAILED", about=repr(error)))

    def _lose(self, rows: list[RawRecord]) -> None:
        """Count what is not written: the rows, and what they moved."""
        self.unrecorded += len(rows)
        # A row that can't be written because it is a mistake can't be added up either.
        with contextlib.suppress(Exception):
            self._index.count_bytes(self._encoder.encode(rows).sums)

    def _notice_removal(self) -> None:
        with self._writing:
            if self.fault is None and self._file.is_removed:
                self._stop(Fault("CAPTURE_REMOVED", call="fstat", about=str(self._file.path)))

    def _stop(self, fault: Fault) -> None:
        self.fault = fault
        with contextlib.suppress(OSError):  # a full disk says so again
            self._file.stop_writing()

    def _end_file(self) -> None:
        try:
            self._file.stop_writing()
        except OSError as error:
            self.fault = self.fault or fault_of(error, "close", about=str(self._file.path))
