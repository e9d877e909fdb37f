"""Send a file: each caller is sent the file, from the moment of the call, and then the end of it (engine thread).

It is read piece by piece while the caller takes it, so that its size does not matter; when all of it has gone out the
lab finishes sending. What a caller says is discarded. When the file can't be read, the caller is reset, for a
conversation that ended in order would look like a whole file. Only TCP: a UDP socket with this reply stays silent,
because datagrams have no order and no end.
"""

from __future__ import annotations

from collections import deque

from core.contract.faults import Fault
from core.machine.file_pieces import FilePieces
from core.replies.reply import Company, Ends, Part, Talk, Voice

PIECE = 128 * 1024
"""Bytes; two of them are in memory for each caller, read or on their way."""


class FileSender:
    """One file for any number of callers."""

    greets = True
    finishes = True
    wants_calls = False

    def __init__(self, path: str) -> None:
        self._path = path

    def begin(self, ends: Ends, _company: Company, voice: Voice) -> Talk:
        """Somebody has called."""
        return _Sending(self._path, voice) if ends.remote is not None else Part()


class _Sending(Part):
    def __init__(self, path: str, voice: Voice) -> None:
        self.is_over = False
        self.has_more = False
        self._path = path
        self._voice = voice
        self._file = FilePieces(path, PIECE, voice.soon, self)
        self._read: deque[bytes] = deque()
        self._size = self._sent = 0

    @property
    def is_busy(self) -> bool:
        """Until the whole file is out."""
        return not self.is_over

    def greet(self) -> bytes:
        """Begin to read; the first piece goes out when it is there."""
        self._file.start()
        self._file.want()
        return b""

    def more(self) -> bytes:
        """The next piece, while the one after it is read."""
        piece = self._read.popleft()
        self.has_more = bool(self._read)
        self._sent += len(piece)
        self._file.want()
        return piece

    def leave(self) -> None:
        """Close the file."""
        self._file.close()

    # What the reader says.

    def opened(self, size: int) -> None:
        """So much there is to send."""
        self._size = size

    def take(self, piece: bytes) -> None:
        """The next piece, or the end."""
        if piece:
            self._read.append(piece)
            self.has_more = True
            return
        if self._sent != self._size:
            self._voice.tell(Fault("FILE_CHANGED", "read", about=self._path, count=self._sent))
        self.is_over = True

    def unreadable(self, fault: Fault) -> None:
        """There will be no more."""
        self._voice.tell(fault)
        self._voice.cut()
