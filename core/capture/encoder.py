"""Rows into blocks of a capture file (the recorder's thread, or whoever writes a capture).

Law: works column by column, which takes about 1 us per row; row by row took twice that. Large payloads are never
copied: they are written from where they lie.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, compress
from operator import add, and_
from typing import NamedTuple
from zlib import crc32

from core.capture.format import BODY_START, WHOLE_PAYLOAD, BlockColumns, Header, Sum, encode_block_head
from core.contract.records import DATAGRAM_CALLS, INSIDE_CALLS, STREAM_CALLS, Arguments, Call, RawRecord

_TEXTS_KEPT = 4096
_LARGE = 4096
"""Bytes of payload a row: from here on copying them costs more than a list of pieces to be written. Measured with
64 KiB: 45 us a row with copies, 37 us without, of which the check sum is 22."""
_STREAMS = STREAM_CALLS | INSIDE_CALLS
_MOVING_CALLS = _STREAMS | DATAGRAM_CALLS
_IS_STREAM = bytes(number in _STREAMS for number in range(256))
_IS_DATAGRAM = bytes(number in DATAGRAM_CALLS for number in range(256))


class Block(NamedTuple):
    """Rows, ready to be written and indexed."""

    columns: BlockColumns
    sums: list[Sum]
    pieces: Sequence[bytes]
    """What is to be written, one after the other: the head, and the bodies in as many pieces as suits them."""

    @property
    def bodies_at(self) -> int:
        """Where in the block the bodies begin."""
        return len(self.pieces[0])

    @property
    def size(self) -> int:
        """Bytes of all of it."""
        return self.bodies_at + sum(self.columns.length)


class _TextCache(dict[tuple[str, str, Arguments], bytes]):
    """The JSON of a body's texts, by (error, address, arguments): a busy socket repeats a few, and JSON costs 3 us."""

    def __missing__(self, key: tuple[str, str, Arguments]) -> bytes:
        """Make the JSON; start afresh when peers that never repeat have filled the cache."""
        if len(self) >= _TEXTS_KEPT:
            self.clear()
        error, address, arguments = key
        text = json.dumps([error, address, *arguments], separators=(",", ":")).encode("ascii")
        self[key] = text
        return text


class Encoder:
    """Makes the blocks of files that begin with one header."""

    def __init__(self, header: Header) -> None:
        self._start_ns = header.start_ns
        self._payload_most = header.payload_most
        self._texts = _TextCache()

    def encode(self, rows: Sequence[RawRecord]) -> Block:
        """The block of these rows (at least one)."""
        time_ns, elapsed, socket, fd, call, args, result, error, cause, address, payload = zip(*rows, strict=True)
        size = array("I", map(len, payload))
        if self._payload_most < WHOLE_PAYLOAD:
            payload = tuple(data[: self._payload_most] for data in payload)
        # Not a line of Python for each row: with a loop over the fields of a body it took 0.1 us more.
        kind, command = zip(*cause, strict=True)
        texts = map(self._texts.__getitem__, zip(error, address, args, strict=True))
        starts = list(map(add, map(BODY_START.pack, elapsed, result, command, fd, kind), texts))
        if sum(size) > _LARGE * len(rows):
            length = map(add, map(len, starts), map(len, payload))
            check = map(crc32, payload, map(crc32, starts))
            bodies: Iterable[bytes] = chain.from_iterable(zip(starts, payload, strict=True))
        else:
            whole = list(map(add, starts, payload))
            length, check = map(len, whole), map(crc32, whole)
            bodies = (b"".join(whole),)
        columns = BlockColumns(
            time_ns=array("q", time_ns),
            socket=array("I", socket),
            size=size,
            length=array("I", length),
            check=array("I", check),
            call=array("B", call),
            failed=array("B", map(bool, error) if any(error) else bytes(len(rows))),
            moved=array("B", _moved_bytes(call, error, address, size)),
        )
        sums = sums_of(columns, address)
        head = encode_block_head(self._start_ns, columns, sums)
        return Block(columns, sums, [head, *bodies])


def _moved_bytes(
    calls: Sequence[Call], errors: Sequence[str], addresses: Sequence[str], sizes: Sequence[int]
) -> Iterable[int]:
    """CallRecord.moved_bytes of rows that are no CallRecords yet."""
    numbers = bytes(calls)
    if not (any(errors) or any(addresses) or any(numbers.translate(_IS_DATAGRAM))):  # streams at work: half the time
        return map(and_, numbers.translate(_IS_STREAM), map(bool, sizes))
    return [
        not error and call in _MOVING_CALLS and bool(size or address or call in DATAGRAM_CALLS)
        for call, error, address, size in zip(calls, errors, addresses, sizes, strict=True)
    ]


def sums_of(columns: BlockColumns, addresses: Sequence[str]) -> list[Sum]:
    """What was moved, by socket, call and address (one per row; needed for datagrams only).

    Equal rows are counted first, all in one step: that takes a third of the time of adding up row by row.
    """
    rows = zip(columns.socket, columns.call, addresses, columns.size, strict=True)
    sums: dict[tuple[int, int, str], tuple[int, int]] = {}
    for (socket, call, address, size), times in Counter(compress(rows, columns.moved)).items():
        key = socket, call, address if call in DATAGRAM_CALLS else ""
        before, units = sums.get(key, (0, 0))
        sums[key] = before + size * times, units + times
    return [Sum(*key, *moved) for key, moved in sums.items()]
