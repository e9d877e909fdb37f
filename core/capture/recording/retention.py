"""How much a live capture keeps, and the folder of segment files that it keeps it in (made and written by one thread).

Only `retention` may be replaced by any thread, as a whole: the next block is written under the new one.

Law: the oldest rows go first, in whole files; a file that is being copied does not go.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from core.capture.file import CaptureFile
from core.capture.format import WHOLE_PAYLOAD, Header, encode_header
from core.capture.index import Index
from core.capture.recording.lock import WriterLock
from core.contract.frozen import frozen

SUFFIX = ".socketlab"
_DIGITS = 8
_SEGMENTS = 8
_SMALLEST_SEGMENT = 4 << 20


@frozen
class Retention:
    """The limits of a live capture; the first that is met lets the oldest eighth go."""

    size_bytes: int = 2 << 30
    """In files; at least 8 MiB are used."""
    rows: int = 10_000_000
    """They bound the memory: 42 bytes a row."""
    payload_most: int = WHOLE_PAYLOAD
    """Bytes kept of each payload, from its beginning; at least 1."""

    @property
    def segment_bytes(self) -> int:
        """How long a file grows."""
        return max(self.size_bytes // _SEGMENTS, _SMALLEST_SEGMENT)

    @property
    def segment_rows(self) -> int:
        """How many rows a file holds."""
        return max(self.rows // _SEGMENTS, 1)


class SegmentFolder:
    """The files of a live capture, one after the other, and a lock that says that their writer lives."""

    def __init__(self, path: Path, header: Header, retention: Retention) -> None:
        """Make the folder; OSError (FileExistsError: the path is taken)."""
        self.path = path
        self._header = header
        self.retention = retention
        self._made = 0
        path.mkdir(mode=0o700)
        try:
            self._lock = WriterLock.hold(path)
        except OSError:
            path.rmdir()
            raise

    def begin_file(self, first: int) -> CaptureFile:
        """The next file, for the rows from `first` on; OSError. It is deleted when it is closed."""
        path = self.path / f"{self._made + 1:0{_DIGITS}}{SUFFIX}"
        file = CaptureFile.create(path, encode_header(self._header._replace(first=first)), delete_on_close=True)
        self._made += 1
        return file

    def make_room(self, index: Index, more: int) -> None:
        """Before so many bytes are written: begin a new file if the last one is full, and let the oldest go; OSError.

        While no file can be made, because too many are open, say, the last one grows on: better too much than nothing.
        """
        limits, last = self.retention, index.segments[-1]
        rows = index.count - last.rows_before
        if rows and (last.file.end + more > limits.segment_bytes or rows >= limits.segment_rows):
            with contextlib.suppress(OSError):
                index.begin_file(self.begin_file(index.count + 1))
        if index.segments[-1] is not last:
            last.file.stop_writing()
        if index.copying.acquire(blocking=False):
            try:
                while len(index.segments) > 1 and _is_full(index, limits):
                    index.drop_oldest()
            finally:
                index.copying.release()

    def close(self) -> None:
        """After its files were closed: delete it."""
        with contextlib.suppress(OSError):  # removed by somebody, or there is something else in it
            self._lock.remove()
            self.path.rmdir()


def _is_full(index: Index, limits: Retention) -> bool:
    """Whether another file like the last one would be beyond a limit."""
    size = sum(segment.file.end for segment in index.segments)
    kept = index.count - index.first + 1
    return size + limits.segment_bytes > max(limits.size_bytes, 2 * limits.segment_bytes) or (
        kept + limits.segment_rows > max(limits.rows, 2 * limits.segment_rows)
    )


def segment_files(folder: Path) -> list[Path]:
    """The files of a live capture, the oldest first."""
    return sorted(folder.glob(f"{'[0-9]' * _DIGITS}{SUFFIX}"))
