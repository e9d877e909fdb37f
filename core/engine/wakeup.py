"""A pair of sockets to wake the engine thread out of its wait (wake(): any thread; the rest: engine thread).

Law: many wakes before the thread looks are one byte; a wake is never lost. It is a socket pair and not a pipe because
Windows' select() knows only sockets; its calls are the lab's own business and make no records.
"""

from __future__ import annotations

import socket
from contextlib import suppress


class WakeUp:
    """wake() makes `reader` readable until clear()."""

    def __init__(self) -> None:
        self.reader, self._writer = socket.socketpair()
        self.reader.setblocking(False)
        self._writer.setblocking(False)
        self._is_set = False

    def wake(self) -> None:
        """Make the engine thread look. Cheap when it has been woken already."""
        if not self._is_set:
            self._is_set = True
            with suppress(OSError):  # full: it is awake anyway; closed: it has stopped
                self._writer.send(b"\0")

    def clear(self) -> None:
        """Called before the thread looks for what it was woken for, so that a wake in between is kept."""
        with suppress(BlockingIOError):
            self.reader.recv(4096)
        self._is_set = False

    def close(self) -> None:
        """Nobody can be woken any more."""
        self.reader.close()
        self._writer.close()
