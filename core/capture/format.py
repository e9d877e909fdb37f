"""The `.socketlab` file, byte by byte: how a capture is written and read back (pure functions, any thread).

Law: what a version's layout says is never changed; a change is a new version. All numbers are little-endian, nothing
is padded, i64/u32... are signed/unsigned integers of so many bits, CRC-32 is the one of zlib, PNG and Ethernet.

    file    = header block*
    header  = magic    8 bytes: 89 53 4C 41 42 0D 0A 1A ("SLAB" between bytes that a text-mode copy would damage)
              version  u16: 2, this layout. Read no further when it is greater. (1 is without TLS: calls 64 to 66.)
              length   u16: length of `about` in bytes
              about    JSON object in UTF-8: "start_ns" (wall clock when recording began, ns since the epoch), "lab"
                       (version of the lab that wrote it), "platform" ("linux", "win32", "darwin"), "first" (number of
                       the first row: 1, or more when older ones were not kept), "payload_most" (bytes kept of each
                       payload: the first ones); ignore other keys
              check    u32: CRC-32 of all header bytes before it
    block   = marker   4 bytes: "ROWS"
              rows     u32: n, at least 1
              sums     u32: length of `totals` in bytes
              length   u32: length of the whole block in bytes, from its marker to its last body
              check    u32: CRC-32 of all columns and `totals`
              guard    u32: CRC-32 of the header's start_ns as i64, and of the block's 20 bytes before it
              columns  eight, each n numbers, one column after the other:
                         time_ns i64, socket u32, size u32 (of the payload), length u32 (of the body),
                         check u32 (CRC-32 of the body), call u8, failed u8 (0 or 1), moved u8 (0 or 1)
              totals   JSON array in ASCII, for each socket, call and (for datagrams, else "") address that moved bytes:
                       [socket, call, address, bytes, rows]
              bodies   n, one after the other, each as long as `length` says
    body    = elapsed_ns i64, result i64, command i64, fd i32, cause u8
              text     JSON array in ASCII: error, address, then the call's arguments (numbers and strings);
                       as long as the body's length less 29 less that of the payload
              payload  `size` bytes, or the first `payload_most` when that is less

The fields are those of core.contract.records.CallRecord, which also holds the numbers of `call` and `cause`; `moved` is
its `moved_bytes`. A row's number is its place in the file, from `first` on. A new call or cause is a new version.

Rows are written in blocks, one write() each, and only ever at the end. So a file that ends inside a block was torn by
a crash or a full disk: the rows whose bodies are whole and check are good, provided that the columns are whole.
A file that is damaged in between goes on at the next block whose guard and check are right. The guard holds start_ns,
so that bytes of another capture, which somebody may have sent over a recorded socket, are never taken for a block.
"""

from __future__ import annotations

import json
import struct
import sys
from array import array
from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple
from zlib import crc32

from core.contract.records import Argument, Arguments, Call, CallRecord, Cause, CauseKind

MAGIC = b"\x89SLAB\r\n\x1a"
VERSION = 2
MARKER = b"ROWS"
HEADER_START = struct.Struct("<8sHH")
BODY_START = struct.Struct("<qqqiB")
CHECK = struct.Struct("<I")
WHOLE_PAYLOAD = (1 << 32) - 1
"""`payload_most` that cuts nothing."""
MOST_ROWS = 1 << 48
"""A number that no row has; a header that says more is damaged."""
_BLOCK_COUNTS = struct.Struct("<4sIIII")
_SALT = struct.Struct("<q")
_COLUMN_TYPES = "qIIIIBBB"
"""array.array type codes; I is four bytes on every system that Python 3.11 runs on."""
_COLUMNS_BYTES_PER_ROW = 27
BLOCK_START_LENGTH = _BLOCK_COUNTS.size + CHECK.size


class Header(NamedTuple):
    """What a capture file says of itself."""

    start_ns: int
    lab: str
    platform: str
    first: int = 1
    payload_most: int = WHOLE_PAYLOAD


class Sum(NamedTuple):
    """What one socket moved in a block by one call; for datagrams: to or from one address."""

    socket: int
    call: int
    address: str
    size: int
    """Bytes."""
    units: int
    """Rows."""


class BlockStart(NamedTuple):
    """The beginning of a block."""

    rows: int
    sums_length: int
    length: int
    check: int

    @property
    def packed_length(self) -> int:
        """Bytes of the columns and sums."""
        return self.rows * _COLUMNS_BYTES_PER_ROW + self.sums_length

    @property
    def bodies_at(self) -> int:
        """Where in the block the bodies begin."""
        return BLOCK_START_LENGTH + self.packed_length


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


def encode_header(header: Header) -> bytes:
    """The first bytes of a file."""
    about = json.dumps(header._asdict()).encode("utf-8")
    start = HEADER_START.pack(MAGIC, VERSION, len(about)) + about
    return start + CHECK.pack(crc32(start))


def decode_about(about: bytes) -> Header:
    """The header's JSON; one of DECODE_ERRORS when it is not what it should be."""
    fields = json.loads(about)
    start_ns, first, payload_most = int(fields["start_ns"]), int(fields["first"]), int(fields["payload_most"])
    if not (1 <= first <= MOST_ROWS and 1 <= payload_most <= WHOLE_PAYLOAD):
        raise ValueError(about)
    _SALT.pack(start_ns)  # struct.error when it is no i64
    return Header(start_ns, str(fields["lab"]), str(fields["platform"]), first, payload_most)


def encode_block_head(start_ns: int, columns: BlockColumns, sums: Iterable[Sum]) -> bytes:
    """A block without its bodies."""
    totals = json.dumps(list(sums), separators=(",", ":")).encode("ascii")
    packed = b"".join(map(_little_endian, columns)) + totals
    rows = len(columns.time_ns)
    length = BLOCK_START_LENGTH + len(packed) + sum(columns.length)
    counts = _BLOCK_COUNTS.pack(MARKER, rows, len(totals), length, crc32(packed))
    return counts + _guard(start_ns, counts) + packed


def decode_block_start(start: bytes, start_ns: int) -> BlockStart | None:
    """The beginning of a block, from its first BLOCK_START_LENGTH bytes; None when it is not one of this capture."""
    counts = start[: _BLOCK_COUNTS.size]
    if start[_BLOCK_COUNTS.size :] != _guard(start_ns, counts):
        return None
    marker, rows, sums_length, length, check = _BLOCK_COUNTS.unpack(counts)
    found = BlockStart(rows, sums_length, length, check)
    return found if marker == MARKER and rows and length >= found.bodies_at else None


def _guard(start_ns: int, counts: bytes) -> bytes:
    return CHECK.pack(crc32(counts, crc32(_SALT.pack(start_ns))))


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


def decode_sums(totals: bytes) -> list[Sum]:
    """The sums of a block; one of DECODE_ERRORS when they are none."""
    return [
        Sum(int(socket), int(call), str(address), int(size), int(units))
        for socket, call, address, size, units in json.loads(totals)
    ]


def decode_text(body: bytes, kept: int) -> tuple[str, str, Arguments]:
    """Error, address and arguments of a body that ends with `kept` bytes of payload."""
    fields: list[Argument] = json.loads(body[BODY_START.size : len(body) - kept])
    return str(fields[0]), str(fields[1]), tuple(fields[2:])


def decode_record(seq: int, time_ns: int, socket: int, call: int, kept: int, body: bytes) -> CallRecord:
    """One row, from its columns and its body (checked before: see the column `check`)."""
    elapsed_ns, result, command, fd, kind = BODY_START.unpack_from(body)
    error, address, args = decode_text(body, kept)
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
        payload=body[len(body) - kept :],
    )
