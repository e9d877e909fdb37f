"""The `.socketlab` file, byte by byte: how a capture is written and read back (pure functions, any thread).

Law: what a version's layout says is never changed; a change is a new version. All numbers are little-endian, nothing
is padded, i64/u32... are signed/unsigned integers of so many bits, CRC-32 is the one of zlib, PNG and Ethernet.

    file    = header block*
    header  = magic    8 bytes: 89 53 4C 41 42 0D 0A 1A ("SLAB" between bytes that a text-mode copy would damage)
              version  u16: 1, this layout. Read no further when it is greater.
              length   u16: length of `about` in bytes
              about    JSON object in UTF-8: "start_ns" (wall clock when recording began, ns since the epoch), "lab"
                       (version of the lab that wrote it), "platform" ("linux", "win32", "darwin"); ignore other keys
              check    u32: CRC-32 of all header bytes before it
    block   = marker   4 bytes: "ROWS"
              rows     u32: n, at least 1
              length   u32: length of the whole block in bytes, from its marker to its last body
              check    u32: CRC-32 of `rows`, `length` and all columns
              columns  eight, each n numbers, one column after the other:
                         time_ns i64, socket u32, size u32 (of the payload), length u32 (of the body),
                         check u32 (CRC-32 of the body), call u8, failed u8 (0 or 1), moved u8 (0 or 1)
              bodies   n, one after the other, each as long as `length` says
    body    = elapsed_ns i64, result i64, command i64, fd i32, cause u8
              text     JSON array in ASCII: error, address, then the call's arguments (numbers and strings);
                       as long as the body's length less 29 less `size`
              payload  `size` bytes

The fields are those of core.contract.records.CallRecord, which also holds the numbers of `call` and `cause`; `moved` is
its `moved_bytes`. A row's sequence number is its place in the file, from 1. A new call or cause is a new version.

Rows are written in blocks, one write() each, and only ever at the end. So a file that ends inside a block was torn by
a crash or a full disk: the rows whose bodies are whole and check are good, provided that the columns are whole.
"""

from __future__ import annotations

import json
import struct
import sys
from array import array
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple
from zlib import crc32

from core.contract.records import (
    DATAGRAM_CALLS,
    STREAM_CALLS,
    Argument,
    Arguments,
    Call,
    CallRecord,
    Cause,
    CauseKind,
    RawRecord,
)

MAGIC = b"\x89SLAB\r\n\x1a"
VERSION = 1
MARKER = b"ROWS"
HEADER_START = struct.Struct("<8sHH")
BLOCK_START = struct.Struct("<4sIII")
BODY_START = struct.Struct("<qqqiB")
CHECK = struct.Struct("<I")
_COUNTS = struct.Struct("<II")
_COLUMN_TYPES = "qIIIIBBB"
"""array.array type codes; I is four bytes on every system that Python 3.11 runs on."""
_COLUMNS_BYTES_PER_ROW = 27
_TEXTS_KEPT = 4096


class Header(NamedTuple):
    """What a capture file says of itself."""

    start_ns: int
    lab: str
    platform: str


class BlockColumns(NamedTuple):
    """The columns of a block; in the order and with the item sizes that they have in the file."""

    time_ns: array[int]
    socket: array[int]
    size: array[int]
    length: array[int]
    check: array[int]
    call: array[int]
    failed: array[int]
    moved: array[int]

    def offsets(self, bodies_at: int) -> array[int]:
        """Where each body begins, when the first one begins at `bodies_at`."""
        starts = array("Q", accumulate(self.length, initial=bodies_at))
        starts.pop()
        return starts


class TextCache(dict[tuple[str, str, Arguments], bytes]):
    """The JSON of a body's texts, by (error, address, arguments): a busy socket repeats a few, and JSON costs 3 us."""

    def __missing__(self, key: tuple[str, str, Arguments]) -> bytes:
        """Make the JSON; start afresh when peers that never repeat have filled the cache."""
        if len(self) >= _TEXTS_KEPT:
            self.clear()
        error, address, arguments = key
        text = json.dumps([error, address, *arguments], separators=(",", ":")).encode("ascii")
        self[key] = text
        return text


def encode_header(header: Header) -> bytes:
    """The first bytes of a file."""
    about = json.dumps(header._asdict()).encode("utf-8")
    start = HEADER_START.pack(MAGIC, VERSION, len(about)) + about
    return start + CHECK.pack(crc32(start))


def decode_about(about: bytes) -> Header:
    """The header's JSON; ValueError, KeyError or TypeError when it is not what it should be."""
    fields = json.loads(about)
    return Header(int(fields["start_ns"]), str(fields["lab"]), str(fields["platform"]))


def columns_length(rows: int) -> int:
    """Bytes that the columns of so many rows take in a block; the first body follows."""
    return rows * _COLUMNS_BYTES_PER_ROW


def block_check(rows: int, length: int, packed: bytes) -> int:
    """The `check` of a block with these packed columns."""
    return crc32(packed, crc32(_COUNTS.pack(rows, length)))


def encode_block(rows: Sequence[RawRecord], texts: TextCache) -> tuple[BlockColumns, bytes]:
    """The block of these rows (at least one), and its columns for the index.

    Works column by column, which takes 1 us per row; row by row took twice that.
    """
    time_ns, elapsed, socket, fd, call, args, result, error, cause, address, payload = zip(*rows, strict=True)
    pack = BODY_START.pack
    bodies = [
        pack(spent, given, command, number, kind) + texts[name, where, passed] + data
        for spent, given, (kind, command), number, name, where, passed, data in zip(
            elapsed, result, cause, fd, error, address, args, payload, strict=True
        )
    ]
    size = array("I", map(len, payload))
    columns = BlockColumns(
        time_ns=array("q", time_ns),
        socket=array("I", socket),
        size=size,
        length=array("I", map(len, bodies)),
        check=array("I", map(crc32, bodies)),
        call=array("B", call),
        failed=array("B", map(bool, error)),
        moved=array("B", _moved_bytes(call, error, address, size)),
    )
    packed = b"".join(map(_little_endian, columns))
    length = BLOCK_START.size + len(packed) + sum(columns.length)
    start = BLOCK_START.pack(MARKER, len(rows), length, block_check(len(rows), length, packed))
    return columns, b"".join([start, packed, *bodies])


def _moved_bytes(
    calls: Sequence[Call], errors: Sequence[str], addresses: Sequence[str], sizes: Sequence[int]
) -> list[bool]:
    """CallRecord.moved_bytes of rows that are no CallRecords yet."""
    return [
        not error and (call in DATAGRAM_CALLS or (call in STREAM_CALLS and bool(size or address)))
        for call, error, address, size in zip(calls, errors, addresses, sizes, strict=True)
    ]


def _little_endian(column: array[int]) -> bytes:
    if sys.byteorder == "big":
        column = column[:]
        column.byteswap()
    return column.tobytes()


def decode_columns(packed: bytes, rows: int) -> BlockColumns:
    """The columns of a block of so many rows."""
    columns = []
    at = 0
    for code in _COLUMN_TYPES:
        column = array(code)
        end = at + rows * column.itemsize
        column.frombytes(packed[at:end])
        if sys.byteorder == "big":
            column.byteswap()
        columns.append(column)
        at = end
    return BlockColumns(*columns)


def decode_text(body: bytes, size: int) -> tuple[str, str, Arguments]:
    """Error, address and arguments of a body whose payload has `size` bytes."""
    fields: list[Argument] = json.loads(body[BODY_START.size : len(body) - size])
    return str(fields[0]), str(fields[1]), tuple(fields[2:])


def decode_record(seq: int, time_ns: int, socket: int, call: int, size: int, body: bytes) -> CallRecord:
    """One row, from its columns and its body (checked before: see the column `check`)."""
    elapsed_ns, result, command, fd, kind = BODY_START.unpack_from(body)
    error, address, args = decode_text(body, size)
    return CallRecord(
        seq=seq,
        time_ns=time_ns,
        elapsed_ns=elapsed_ns,
        socket=socket,
        fd=fd,
        call=Call(call),
        args=args,
        result=result,
        error=error,
        cause=Cause(CauseKind(kind), command),
        address=address,
        payload=body[len(body) - size :],
    )
