"""Open a capture that exists: one file, or the segment files of a folder (a worker thread, never the window's).

Law: whatever can be read of it is; what can't is counted in bytes, and the first damage is named.
"""

from __future__ import annotations

import errno
import stat
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from threading import Event
from typing import BinaryIO
from zlib import crc32

from core.capture.errors import DECODE_ERRORS, CaptureError
from core.capture.file import CaptureFile
from core.capture.format import CHECK, HEADER_START, MAGIC, VERSION, Header, decode_about
from core.capture.index import Index
from core.capture.opening.scan import Damage, Scan
from core.contract.faults import Fault, fault_of
from core.contract.frozen import frozen

_TO_READ = "read"
"""What was to be done with a file that can't be opened: words about one that can't be written would be wrong."""


@frozen
class Opened:
    """A capture that was found on the disk."""

    header: Header
    index: Index
    damage: Damage


def open_files(paths: Sequence[Path], progress: Callable[[int, int], None], cancelled: Event) -> Opened:
    """Index the files of one capture, in their order; `progress` is told bytes done, and in all.

    CaptureError when the first is none, one can't be opened, or `cancelled` was set (CANCELLED).
    """
    header: Header | None = None
    damage = Damage()
    done, total = 0, sum(map(_size, paths))
    with ExitStack() as undo:
        for path in paths:
            try:
                with path.open("rb") as stream:
                    if header is None:
                        header = read_header(stream, str(path))
                        index = Index(header)
                    elif not _goes_on(stream, path, header):
                        damage.miss("CAPTURE_DAMAGED", path, path.stat().st_size, index.count)
                        continue
                    file = undo.enter_context(closing(CaptureFile.open(path)))
                    for at in Scan(stream, file, header.start_ns, index, damage).run():
                        if cancelled.is_set():
                            raise CaptureError(Fault("CANCELLED", about=str(path)))
                        progress(done + at, total)
                done += file.end
            except OSError as error:
                raise CaptureError(fault_of(error, _TO_READ, about=str(path))) from error
        undo.pop_all()
    if header is None:
        raise ValueError("no files")
    return Opened(header, index, damage)


def read_header(stream: BinaryIO, path: str) -> Header:
    """The header of a capture; CaptureError when there is none that this version can read."""
    start = stream.read(HEADER_START.size)
    if len(start) < HEADER_START.size or not start.startswith(MAGIC):
        raise CaptureError(Fault("NOT_A_CAPTURE", about=path))
    _magic, version, length = HEADER_START.unpack(start)
    if version > VERSION:
        raise CaptureError(Fault("CAPTURE_NEWER", about=path, count=version))
    about, check = stream.read(length), stream.read(CHECK.size)
    if check != CHECK.pack(crc32(start + about)):
        raise CaptureError(Fault("CAPTURE_DAMAGED", about=path, count=0))
    try:
        return decode_about(about)
    except DECODE_ERRORS:
        raise CaptureError(Fault("CAPTURE_DAMAGED", about=path, count=0)) from None


def _size(path: Path) -> int:
    """What is neither file nor folder is not opened: a pipe would wait for somebody who writes into it."""
    try:
        found = path.stat()
    except OSError as error:
        raise CaptureError(fault_of(error, _TO_READ, about=str(path))) from error
    if stat.S_ISDIR(found.st_mode):  # Windows would say that it is forbidden
        raise CaptureError(Fault("EISDIR", _TO_READ, errno.EISDIR, about=str(path)))
    if not stat.S_ISREG(found.st_mode):
        raise CaptureError(Fault("NOT_A_CAPTURE", about=str(path)))
    return found.st_size


def _goes_on(stream: BinaryIO, path: Path, header: Header) -> bool:
    """Whether this file goes on with the capture that began with `header`; a crash may have torn its own."""
    try:
        found = read_header(stream, str(path))
    except CaptureError:
        return False
    return (found.start_ns, found.payload_most) == (header.start_ns, header.payload_most)
