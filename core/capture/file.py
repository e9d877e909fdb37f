"""One capture file on the disk: created once, appended to, read by position (any thread; one thread writes).

Law: after a write that failed the file ends where it ended before.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

_BINARY = getattr(os, "O_BINARY", 0)
"""Windows changes line ends in a file that is opened without it."""
_PIECES_AT_ONCE = 1024
"""IOV_MAX of Linux, macOS and the BSDs: writev() takes no more."""
_OWNER_ONLY = 0o600
"""What people send may be private."""


class CaptureFile:
    """Two descriptors of one file: one that appends, one that reads."""

    def __init__(self, path: Path, read_fd: int, write_fd: int | None, *, delete_on_close: bool) -> None:
        self.path = path
        self.start = os.fstat(read_fd).st_size if write_fd is not None else 0
        """Of a file that is written: where its header ends."""
        self.end = os.fstat(read_fd).st_size
        """Bytes in it: where the next write goes."""
        self._read_fd: int | None = read_fd
        self._write_fd = write_fd
        self._delete_on_close = delete_on_close
        self._reading = threading.Lock()

    @classmethod
    def create(cls, path: Path, header: bytes, *, delete_on_close: bool = False) -> CaptureFile:
        """A new file that begins with `header`; OSError when the path is taken or can't be written."""
        write_fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, _OWNER_ONLY)
        try:
            _write_all(write_fd, (header,))
            read_fd = os.open(path, os.O_RDONLY | _BINARY)
        except OSError:
            with contextlib.suppress(OSError):  # a full disk says so again when the file is closed
                os.close(write_fd)
            with contextlib.suppress(OSError):
                path.unlink()
            raise
        return cls(path, read_fd, write_fd, delete_on_close=delete_on_close)

    @classmethod
    def open(cls, path: Path) -> CaptureFile:
        """An existing file, for reading."""
        return cls(path, os.open(path, os.O_RDONLY | _BINARY), None, delete_on_close=False)

    def append(self, *pieces: bytes) -> None:
        """Write all of them at the end, one after the other, or nothing and raise OSError."""
        if self._write_fd is None:
            raise ValueError("not open for writing")
        try:
            written = _write_all(self._write_fd, pieces)
        except OSError:
            with contextlib.suppress(OSError):  # a disk that refuses this too leaves a torn end, which readers know
                os.ftruncate(self._write_fd, self.end)
            raise
        self.end += written

    def read(self, offset: int, size: int) -> bytes:
        """The bytes there, fewer at the end of the file; OSError.

        The lock keeps the descriptor from being closed meanwhile, when its number may already be another file's.
        """
        with self._reading:
            if self._read_fd is None:
                raise OSError(errno.EBADF, os.strerror(errno.EBADF))
            if sys.platform != "win32":
                return os.pread(self._read_fd, size, offset)
            os.lseek(self._read_fd, offset, os.SEEK_SET)
            return os.read(self._read_fd, size)

    @property
    def is_removed(self) -> bool:
        """Whether its name is gone: what is written then is lost when it is closed. Windows never lets that happen."""
        return self._read_fd is not None and os.fstat(self._read_fd).st_nlink == 0

    def stop_writing(self) -> None:
        """Close the writing side; OSError when the disk refuses what it had taken (NFS, quotas)."""
        write_fd, self._write_fd = self._write_fd, None
        if write_fd is not None:
            os.close(write_fd)

    def close(self) -> None:
        """Close both sides, and delete the file when that was asked for."""
        with contextlib.suppress(OSError):
            self.stop_writing()
        with self._reading:
            read_fd, self._read_fd = self._read_fd, None
            if read_fd is None:
                return
            os.close(read_fd)
        if self._delete_on_close:
            with contextlib.suppress(OSError):  # gone already, or its folder is
                self.path.unlink()


def _write_all(fd: int, pieces: Sequence[bytes]) -> int:
    """Write them one after the other; how many bytes that were.

    write() may take less than all, without a word, when the disk fills up. Windows has no writev().
    """
    if sys.platform == "win32":
        return _write_rest(fd, b"".join(pieces), 0)
    size = 0
    for at in range(0, len(pieces), _PIECES_AT_ONCE):
        some = pieces[at : at + _PIECES_AT_ONCE]
        written, wanted = os.writev(fd, some), sum(map(len, some))
        size += written if written == wanted else _write_rest(fd, b"".join(some), written)
    return size


def _write_rest(fd: int, data: bytes, written: int) -> int:
    while written < len(data):
        written += os.write(fd, memoryview(data)[written:])
    return written
