"""Whether the writer of a live capture still lives, by a lock that the system takes back when a program ends.

Any thread. Law: where the system can't lock, every capture counts as being written: nobody's live rows are deleted.

Linux and macOS: flock(2), which belongs to the open file and ends with the last descriptor of it (ours are not
inherited). Windows: the C runtime's locking(), of one byte; other programs can't read that byte, so it is one of a file
of its own. Both end with the process, however it ends.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

_NAME = "writer.lock"
_OWNER_ONLY = 0o600


class WriterLock:
    """Held by whoever writes a capture into a folder, or deletes it."""

    def __init__(self, path: Path, fd: int) -> None:
        self._path = path
        self._fd: int | None = fd

    @classmethod
    def hold(cls, folder: Path) -> WriterLock:
        """Begin to hold it; somebody who only looks may hold it for a moment. OSError when no file can be made."""
        path = folder / _NAME
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
        with contextlib.suppress(OSError):  # a network disk without locks: the capture is never offered as left over
            _lock(fd, wait=True)
        return cls(path, fd)

    @classmethod
    def take_over(cls, folder: Path) -> WriterLock:
        """Hold the lock of a writer that is gone; OSError when it is not, or there is none."""
        path = folder / _NAME
        fd = os.open(path, os.O_RDWR)
        try:
            _lock(fd, wait=False)
        except OSError:
            os.close(fd)
            raise
        return cls(path, fd)

    def release(self) -> None:
        """Let others have it."""
        fd, self._fd = self._fd, None
        if fd is not None:
            os.close(fd)

    def remove(self) -> None:
        """Release it for good; Windows removes no file that is open."""
        self.release()
        self._path.unlink(missing_ok=True)


if sys.platform == "win32":
    import msvcrt

    def _lock(fd: int, *, wait: bool) -> None:
        msvcrt.locking(fd, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(fd: int, *, wait: bool) -> None:
        fcntl.flock(fd, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
