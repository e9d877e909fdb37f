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
from core.capture.index import Extent, Index, Segment
from core.contract.faults import Fault, fault_of

_PIECE = 1 << 20


def save(header: Header, index: Index, path: Path, progress: Callable[[int, int], None], cancelled: Event) -> int:
    """Copy all rows there are now; how many. `progress` is told bytes done, and in all.

    Raises OSError when the file can't be written, CaptureError when what was recorded can't be read or `cancelled` was
    set (CANCELLED); then `path` is what it was before.
    """
    with index.copying:
        count, segments = index.count, index.segments
        parts = [(segment.file, extent) for segment in segments for extent in _extents(index, segment, count)]
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
        return count - segments[0].rows_before


def _extents(index: Index, segment: Segment, count: int) -> tuple[Extent, ...]:
    """What holds its rows up to `count`: the block after them may have been written, and not be known of yet."""
    if segment.found is not None:
        return segment.found
    if segment.rows_before >= count:
        return ()
    last = min(count, index.last_beside(segment.rows_before + 1)) - 1
    return (Extent(segment.file.start, index.columns.offset[last] + index.columns.length[last]),)


def _read(file: CaptureFile, at: int, size: int) -> bytes:
    try:
        data = file.read(at, size)
    except OSError as error:
        raise CaptureError(fault_of(error, "read", about=str(file.path))) from error
    if len(data) < size:
        raise CaptureError(Fault("CAPTURE_DAMAGED", about=str(file.path)))
    return data
