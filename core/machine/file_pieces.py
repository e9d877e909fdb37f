"""A file read piece by piece in a thread of its own, because a disk or a network folder may take its time.

Law: it reads no further ahead than it was asked to, so that memory stays bounded whatever the file's size; and what it
has to say is said on the engine's thread.
"""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Callable
from functools import partial
from typing import Protocol

from core.contract.faults import BadInput, Fault, Field, fault_of

CallSoon = Callable[[Callable[[], None]], None]


def refuse_special(path: str, field: Field = Field.NONE) -> None:
    """A pipe or a device could keep a thread for ever. OSError: it is not there; BadInput: NO_PLAIN_FILE."""
    kind = os.stat(path).st_mode
    if not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):
        raise BadInput(Fault("NO_PLAIN_FILE", "read", about=path, field=field))


class Taker(Protocol):
    """Who wants the pieces; called on the engine's thread."""

    def opened(self, size: int) -> None:
        """The file is there, and has so many bytes now."""
        ...

    def take(self, piece: bytes) -> None:
        """The next piece; b"": there are no more."""
        ...

    def unreadable(self, fault: Fault) -> None:
        """It could not be opened or read; nothing follows."""
        ...


class FilePieces:
    """Begins to read with start(); gives one piece for each want()."""

    def __init__(self, path: str, size: int, call_soon: CallSoon, taker: Taker) -> None:
        """`size`: bytes of each piece but the last."""
        self._path = path
        self._size = size
        self._call_soon = call_soon
        self._taker = taker
        self._wanted = threading.Semaphore(0)
        self._is_closed = False
        self._thread = threading.Thread(target=self._read, name="file", daemon=True)

    def start(self) -> None:
        """Open the file; once."""
        self._thread.start()

    def want(self) -> None:
        """Ask for one piece more."""
        self._wanted.release()

    def close(self) -> None:
        """Read no more; the thread ends by itself."""
        self._is_closed = True
        self._wanted.release()

    def _read(self) -> None:
        try:
            self._read_all()
        except OSError as error:
            self._tell_unreadable(fault_of(error, "read", about=self._path))
        except BadInput as refused:
            self._tell_unreadable(refused.fault)

    def _read_all(self) -> None:
        refuse_special(self._path)
        with open(self._path, "rb", buffering=0) as file:
            size = os.fstat(file.fileno()).st_size
            self._call_soon(partial(self._taker.opened, size))
            while True:
                self._wanted.acquire()
                if self._is_closed:
                    return
                piece = file.read(self._size)
                self._tell_piece(piece)
                if not piece:
                    return

    def _tell_piece(self, piece: bytes) -> None:
        self._call_soon(partial(self._taker.take, piece))

    def _tell_unreadable(self, fault: Fault) -> None:
        self._call_soon(partial(self._taker.unreadable, fault))
