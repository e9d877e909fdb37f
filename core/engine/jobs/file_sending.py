"""A file that is sent piece by piece: over a stream as fast as the peer reads, over UDP as datagrams (engine thread).

Law: the bytes go out in the order of the file, each once; memory holds a few pieces, whatever the file's size.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath
from time import perf_counter, time_ns

from core.contract.faults import Fault
from core.contract.job_commands import SendFile
from core.contract.jobs import JobEnding, JobKind, JobSnapshot
from core.engine.jobs.job import Job, Lab
from core.machine.file_pieces import CallSoon, FilePieces
from core.net.live import LiveSocket

PIECE = 256 * 1024
"""Bytes of a file that are handed to a stream at once: a quarter of it took three times as long, four times as much was
no quicker [measured]."""
AHEAD = 3
"""Pieces that are read ahead, so that neither the disk nor the network waits for the other."""
TURN_S = 0.01
"""Longest time in one go: the other sockets, and who wants to stop it, come to their turn."""
TRY_AGAIN_S = 0.1
"""After a fault that may pass, the same piece is tried again."""


class FileSending(Job):
    """One file, once."""

    def __init__(
        self, lab: Lab, live: LiveSocket, command: SendFile, forget: Callable[[int], None], call_soon: CallSoon
    ) -> None:
        facts = JobSnapshot(
            command.id, JobKind.FILE, live.number, command.peer, PurePath(command.path).name or command.path,
            time_ns(), command.interval_ns,
        )  # fmt: skip
        super().__init__(lab, live, facts, forget)
        self._interval_s = command.interval_ns / 1e9
        self._size = command.datagram_size or PIECE
        pieces = PIECE // self._size * self._size if command.datagram_size else PIECE
        self._file = FilePieces(command.path, max(pieces, self._size), call_soon, self)
        self._path = command.path
        self._read: deque[bytes] = deque()
        self._rest = memoryview(b"")
        """What is left of the first piece."""
        self._sending = b""
        """What was handed to the socket: kept, because it may have to be sent once more."""
        self._next_s = perf_counter()
        self._is_read = False
        self._in_turn = False

    def begin(self) -> None:
        """Open the file; the first piece goes out when it is there."""
        self.tell()
        self._file.start()
        for _ in range(AHEAD):
            self._file.want()

    def end(self, ending: JobEnding, fault: Fault | None = None) -> None:
        """Close the file too."""
        self._file.close()
        self._read.clear()
        super().end(ending, fault)

    # What the reader says.

    def opened(self, size: int) -> None:
        """So much there is to send."""
        self.facts = replace(self.facts, size=size)

    def take(self, piece: bytes) -> None:
        """The next piece of the file."""
        if not self.facts.is_running:
            return
        if piece:
            self._read.append(piece)
        self._is_read = not piece
        self.go_on()

    def unreadable(self, fault: Fault) -> None:
        """There will be no more."""
        self.end(JobEnding.FAILED, fault)

    # The job.

    def go_on(self) -> None:
        """Send what has been read and is due, unless a piece is still on the way."""
        if self._in_turn or not self.facts.is_running:
            return
        self._in_turn = True
        until = perf_counter() + TURN_S
        try:
            while not self.waits and not self._lab.reading_paused and self._has_more():
                now = perf_counter()
                if now < self._next_s:
                    self.wake_in(self._next_s - now, self.go_on)
                    break
                if now > until:
                    self.wake_in(0, self.go_on)
                    break
                # Little catching up: two datagrams at once are what the interval is there to prevent.
                self._next_s = max(self._next_s + self._interval_s, now + self._interval_s / 2)
                self._send_next()
        finally:
            self._in_turn = False
        self.tell_soon()

    def went_out(self) -> None:
        """The next one, then."""
        self._sending = b""
        if not self._in_turn:
            self.go_on()

    def came_to_nothing(self, fault: Fault) -> None:
        """Nothing of it was sent, so it is tried again."""
        self._rest = memoryview(self._sending + bytes(self._rest))
        self.wake_in(TRY_AGAIN_S, self.go_on)
        self._next_s = perf_counter() + TRY_AGAIN_S

    def _has_more(self) -> bool:
        """Whether there is something to send now. Nothing left of the file: it is complete."""
        if not self.facts.is_running:
            return False
        if not self._rest and self._read:
            self._rest = memoryview(self._read.popleft())
            self._file.want()
        if self._rest:
            return True
        if self._is_read:
            sent, size = self.facts.sent_bytes, self.facts.size
            changed = Fault("FILE_CHANGED", "read", about=self._path, count=sent) if sent != size else None
            self.end(JobEnding.COMPLETE, changed)
        return False

    def _send_next(self) -> None:
        self._sending, self._rest = bytes(self._rest[: self._size]), self._rest[self._size :]
        self.send(self._sending)
