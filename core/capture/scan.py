"""Rebuild the index of a capture file that exists (a worker thread; the window never waits for it).

Law: what is whole is kept: a torn or damaged file gives all rows before the damage, and a fault that says so.
"""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

from core.capture.errors import CaptureError
from core.capture.file import CaptureFile
from core.capture.format import (
    BLOCK_START,
    CHECK,
    COLUMN_BYTES_PER_ROW,
    HEADER_START,
    MAGIC,
    MARKER,
    VERSION,
    BlockColumns,
    Header,
    decode_about,
    decode_columns,
    decode_text,
)
from core.capture.index import Index
from core.contract.faults import Fault
from core.contract.records import DATAGRAM_CALLS


def read_header(stream: BinaryIO, path: Path) -> Header:
    """The header of a capture; CaptureError when there is none that this version can read."""
    start = stream.read(HEADER_START.size)
    if len(start) < HEADER_START.size or not start.startswith(MAGIC):
        raise CaptureError(Fault("NOT_A_CAPTURE", about=str(path)))
    _magic, version, length = HEADER_START.unpack(start)
    if version > VERSION:
        raise CaptureError(Fault("CAPTURE_NEWER", about=str(path), count=version))
    about, check = stream.read(length), stream.read(CHECK.size)
    if len(check) < CHECK.size or CHECK.unpack(check)[0] != crc32(start + about):
        raise CaptureError(Fault("CAPTURE_DAMAGED", about=str(path), count=0))
    return decode_about(about)


def read_rows(stream: BinaryIO, file: CaptureFile) -> tuple[Index, Fault | None]:
    """Index all blocks from where the stream is to the end; the fault says what stopped it earlier."""
    index = Index(file)
    path, end, at = file.path, file.end, stream.tell()
    while at < end:
        start = stream.read(BLOCK_START.size)
        torn = Fault("CAPTURE_TORN", about=str(path), count=end - at)
        if len(start) < BLOCK_START.size:
            return index, torn
        marker, rows, length, check = BLOCK_START.unpack(start)
        bodies_at = at + BLOCK_START.size + rows * COLUMN_BYTES_PER_ROW
        if marker == MARKER and at + length > end and bodies_at > end:
            return index, torn
        packed = stream.read(rows * COLUMN_BYTES_PER_ROW) if marker == MARKER else b""
        if marker != MARKER or check != crc32(packed, crc32(start[:-4])):
            return index, Fault("CAPTURE_DAMAGED", about=str(path), count=index.count)
        columns = decode_columns(packed, rows)
        if at + length > end:
            columns = _whole_rows(stream, columns, end - bodies_at)
            stream.seek(bodies_at)
        index.add(columns, bodies_at, _addresses(stream, columns))
        if at + length > end:
            return index, Fault("CAPTURE_TORN", about=str(path), count=end - bodies_at - sum(columns.length))
        at += length
        stream.seek(at)
    return index, None


def _whole_rows(stream: BinaryIO, columns: BlockColumns, room: int) -> BlockColumns:
    """The first rows of a torn block: those whose bodies lie in the `room` that is left, and check."""
    whole = 0
    for end, length, check in zip(accumulate(columns.length), columns.length, columns.check, strict=True):
        if end > room or crc32(stream.read(length)) != check:
            break
        whole += 1
    return BlockColumns(*(column[:whole] for column in columns))


def _addresses(stream: BinaryIO, columns: BlockColumns) -> list[str]:
    """The peer of each datagram, from the bodies; "" for all other rows."""
    if DATAGRAM_CALLS.isdisjoint(columns.call):
        return [""] * len(columns.call)
    addresses = []
    for call, length, size in zip(columns.call, columns.length, columns.size, strict=True):
        body = stream.read(length)
        addresses.append(decode_text(body, size)[1] if call in DATAGRAM_CALLS else "")
    return addresses
