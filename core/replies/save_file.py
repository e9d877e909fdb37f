"""Save to a file: puts what comes in at the end of a file, and answers nothing (engine thread; the disk is a worker's).

With {number} in its name there is a file for each connection, by the number that the lab gives it; without, all go
into one. It is opened for each write, so it may be moved or deleted meanwhile. While a disk is slow, the peer is not
read; when it is full or gone, traffic goes on, and what was not saved is counted at the connection.

Law: nothing that a peer says or is called decides where is written; what is in the file of one conversation is what
came in from the beginning on, without a gap: after a failure nothing more of it is saved.
"""

from __future__ import annotations

import os
from collections import deque
from functools import partial
from typing import NamedTuple

from core.contract.endpoints import Endpoint
from core.contract.faults import BadInput, Fault, fault_of
from core.machine.file_pieces import refuse_special
from core.replies.reply import Company, Ends, Part, Talk, Voice
from core.replies.worker import Line, Worker

MOST_WAITING = 1024 * 1024
"""Bytes of one conversation that wait for the disk; with so many it is not read."""
TELL_S = 0.2
"""Between two words about bytes that are not saved: a flood would make as many events as it has pieces."""
_NUMBER = "{number}"


def path_for(path: str, number: int) -> str:
    """Where the bytes of one socket go."""
    return path.replace(_NUMBER, str(number))


class FileSaver:
    """One place for any number of conversations."""

    greets = False
    finishes = True
    wants_calls = False

    def __init__(self, path: str) -> None:
        self._path = path
        self._worker = Worker("save")

    def begin(self, ends: Ends, _company: Company, voice: Voice) -> Talk:
        """A conversation, or all peers of a UDP socket."""
        return _Saving(path_for(self._path, ends.socket), self._worker, voice)


class _Written(NamedTuple):
    unsaved: int
    fault: Fault | None


class _File:
    """Where one conversation is saved; used in the worker."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._fault: Fault | None = None

    def append(self, data: bytes) -> _Written:
        """How much of it could not be written, and why; after a failure: nothing is."""
        left = memoryview(data)
        if self._fault is None:
            try:
                if os.path.exists(self._path):
                    refuse_special(self._path)
                with open(self._path, "ab", buffering=0) as file:
                    while left:
                        left = left[file.write(left) :]
            except OSError as error:
                self._fault = fault_of(error, "write", about=self._path)
            except BadInput as refused:
                self._fault = refused.fault
            except ValueError:  # a NUL in the path, of a session that was written by hand
                self._fault = Fault("ENOENT", "write", about=self._path)
        return _Written(len(left), self._fault)


class _Saving(Part):
    def __init__(self, path: str, worker: Worker, voice: Voice) -> None:
        self._path = path
        self._worker = worker
        self._voice = voice
        self._line: Line = deque()
        self._file = _File(path)
        self._gathered: list[bytes] = []
        """What came in while the disk was at work: written together."""
        self._waiting = 0
        self._is_writing = False
        self._failed: Fault | None = None
        self._unsaved = 0
        self._tells_later = False

    @property
    def is_busy(self) -> bool:
        """Whether something is still to be written, so that what becomes of it can be told."""
        return self._waiting > 0 or self._tells_later

    @property
    def is_full(self) -> bool:
        """Whether the disk is too slow."""
        return self._waiting >= MOST_WAITING

    def answer(self, data: bytes, peer: Endpoint | None = None) -> bytes:
        """Nothing; the bytes are written as soon as the disk is free."""
        if self._failed is not None:
            self._unsaved += len(data)
            self._tell_soon()
        else:
            self._gathered.append(data)
            self._waiting += len(data)
            self._write()
        return b""

    def leave(self) -> None:
        """What came in before the end is saved all the same."""
        self._is_writing = False
        self._write()

    def _write(self) -> None:
        if self._is_writing or not self._gathered:
            return
        self._is_writing = True
        data = b"".join(self._gathered)
        self._gathered.clear()
        work, then = partial(self._file.append, data), partial(self._wrote, len(data))
        self._worker.give(self._line, work, then, self._voice.soon)

    def _wrote(self, size: int, written: _Written) -> None:
        self._is_writing = False
        self._waiting -= size
        if written.fault is None:
            self._write()
            return
        self._failed = written.fault
        self._unsaved = written.unsaved + self._waiting
        self._gathered.clear()
        self._waiting = 0
        self._tell()

    def _tell_soon(self) -> None:
        if not self._tells_later:
            self._tells_later = True
            self._voice.later(TELL_S, self._tell)

    def _tell(self) -> None:
        self._tells_later = False
        if (why := self._failed) is not None:
            fault = Fault("NOT_SAVED", "write", why.number, self._path, count=self._unsaved, detail=why.name)
            self._voice.tell(fault)
