"""The rows that a capture has now, in one file of their own (a worker thread's; recording goes on meanwhile).

Law: blocks are copied as they are, byte for byte; the file is complete or not there.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event

from core.capture.errors import CaptureError
from core.capture.export.replacement import replacing
from core.capture.file import CaptureFile
from core.capture.format import Header, encode_header
from core.capture.index import Index
from core.contract.faults import Fault, fault_of

_PIECE = 1 << 20


def save(header: Header, index: Index, path: Path, progress: Callable[[int, int], None], cancelled: Event) -> None:
    """Copy all that is whole. `progress` is told bytes done, and in all.

    Raises OSError when the file can't be written, CaptureError when what was recorded can't be read or `cancelled` was
    set (CANCELLED); then `path` is what it was before.
    """
    with index.copying:
        segments = index.segments
        parts = [(segment.file, extent) for segment in segments for extent in segment.extents]
        begin = encode_header(header._replace(first=segments[0].rows_before + 1))
        done, total = 0, sum(extent.end - extent.start for _file, extent in parts)
        with replacing(path) as part, closing(CaptureFile.create(part, begin)) as copy:
            for file, (start, end, head) in parts:
                copy.append(head)
                for at in range(start, end, _PIECE):
                    if cancelled.is_set():
                        raise CaptureError(Fault("CANCELLED", about=str(path)))
                    piece = _read(file, at, min(_PIECE, end - at))
                    copy.append(piece)
                    done += len(piece)
                    progress(done, total)


def _read(file: CaptureFile, at: int, size: int) -> bytes:
    try:
        data = file.read(at, size)
    except OSError as error:
        raise CaptureError(fault_of(error, "read", about=str(file.path))) from error
    if len(data) < size:
        raise CaptureError(Fault("CAPTURE_DAMAGED", about=str(file.path)))
    return data
