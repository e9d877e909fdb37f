"""Open a capture that exists: one file, or the segment files of a folder (a worker thread, never the window's).

Law: whatever can be read of it is; what can't is counted in bytes, and the first damage is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

from core.capture.errors import DECODE_ERRORS, CaptureError
from core.capture.file import CaptureFile
from core.capture.format import CHECK, HEADER_START, MAGIC, VERSION, Header, decode_about
from core.capture.index import Index
from core.capture.scan import Damage, Scan
from core.contract.faults import Fault, fault_of


@dataclass(frozen=True, slots=True)
class Opened:
    """A capture that was found on the disk."""

    header: Header
    index: Index
    damage: Damage


def open_files(paths: Sequence[Path]) -> Opened:
    """Index the files of one capture, in their order; CaptureError when the first is none, or one can't be opened."""
    header: Header | None = None
    damage = Damage()
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
                    Scan(stream, file, header.start_ns, index, damage).run()
            except OSError as error:
                raise CaptureError(fault_of(error, "open", about=str(path))) from error
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


def _goes_on(stream: BinaryIO, path: Path, header: Header) -> bool:
    """Whether this file goes on with the capture that began with `header`; a crash may have torn its own."""
    try:
        found = read_header(stream, str(path))
    except CaptureError:
        return False
    return (found.start_ns, found.payload_most) == (header.start_ns, header.payload_most)
