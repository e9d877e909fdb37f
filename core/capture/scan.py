"""Rebuild the index of a capture file that exists (a worker thread; the window never waits for it).

Law: what is whole is kept: a torn or damaged file gives all rows before the damage, and a fault that says so.
"""

from __future__ import annotations

from itertools import accumulate
from typing import BinaryIO, cast
from zlib import crc32

from core.capture.errors import DECODE_ERRORS, CaptureError
from core.capture.file import CaptureFile
from core.capture.format import (
    BLOCK_START,
    CHECK,
    HEADER_START,
    MAGIC,
    MARKER,
    VERSION,
    BlockColumns,
    Header,
    block_check,
    columns_length,
    decode_about,
    decode_columns,
    decode_text,
)
from core.capture.index import Index
from core.contract.faults import Fault
from core.contract.records import DATAGRAM_CALLS


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


def index_rows(stream: BinaryIO, file: CaptureFile) -> tuple[Index, Fault | None]:
    """Index the blocks from where the stream is to the end of the file; the fault is what made it stop earlier."""
    index = Index(file)
    at = stream.tell()
    try:
        while at < file.end:
            stream.seek(at)
            at = _read_block(stream, at, index)
    except CaptureError as error:
        return index, error.fault
    return index, None


def _read_block(stream: BinaryIO, at: int, index: Index) -> int:
    """Index the block that begins at `at`, and return where it ends; CaptureError when it is not whole."""
    file = index.files[-1]
    damaged = CaptureError(Fault("CAPTURE_DAMAGED", about=str(file.path), count=index.count))
    start = stream.read(BLOCK_START.size)
    if len(start) < BLOCK_START.size:
        raise _torn(file, at)
    marker, rows, length, check = cast("tuple[bytes, int, int, int]", BLOCK_START.unpack(start))
    bodies_at = at + BLOCK_START.size + columns_length(rows)
    end = at + length
    if marker != MARKER or end <= bodies_at:
        raise damaged
    if bodies_at > file.end:
        raise _torn(file, at)
    packed = stream.read(columns_length(rows))
    if check != block_check(rows, length, packed):
        raise damaged
    columns = decode_columns(packed, rows)
    if end > file.end:
        columns = _whole_rows(stream, columns, file.end - bodies_at)
        stream.seek(bodies_at)
    try:
        index.add(columns, bodies_at, _addresses(stream, columns))
    except DECODE_ERRORS:
        raise damaged from None
    if end > file.end:
        raise _torn(file, bodies_at + sum(columns.length))
    return end


def _torn(file: CaptureFile, whole: int) -> CaptureError:
    """Nothing is whole from the offset `whole` on."""
    return CaptureError(Fault("CAPTURE_TORN", about=str(file.path), count=file.end - whole))


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
