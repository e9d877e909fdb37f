"""Rows read back from the capture's files by their numbers (any thread).

Law: what is given back was checked; a row that the disk changed is an error, never a wrong row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zlib import crc32

from core.capture.columns import Columns
from core.capture.errors import DECODE_ERRORS, CaptureError
from core.capture.format import decode_record
from core.capture.index import Index
from core.contract.faults import Fault, fault_of
from core.contract.records import CallRecord

_ONE_READ = 1 << 18
"""Rows that lie so close together are read at once: a read drops the interpreter lock, and may wait to get it back."""


def read_rows(index: Index, seqs: Sequence[int]) -> list[CallRecord]:
    """These rows, in the order asked for; IndexError or CaptureError when one can't be had."""
    count = index.count
    for seq in seqs:
        if not 1 <= seq <= count:
            raise IndexError(f"no row {seq} of {count}")
    return [record for near in _neighbours(index, seqs) for record in _read_near(index, near)]


def _neighbours(index: Index, seqs: Sequence[int]) -> Iterator[list[int]]:
    """Cut the list before each row that one read can't take in together with the rows before it."""
    near: list[int] = []
    for seq in seqs:
        if near and not _is_near(index, near[0], near[-1], seq):
            yield near
            near = []
        near.append(seq)
    if near:
        yield near


def _is_near(index: Index, first: int, previous: int, seq: int) -> bool:
    offset, length = index.columns.offset, index.columns.length
    return (
        seq > previous
        and offset[seq - 1] + length[seq - 1] - offset[first - 1] <= _ONE_READ
        and index.file_of(seq) is index.file_of(first)
    )


def _read_near(index: Index, seqs: Sequence[int]) -> Iterator[CallRecord]:
    columns, file = index.columns, index.file_of(seqs[0])
    start = columns.offset[seqs[0] - 1]
    last = seqs[-1] - 1
    try:
        data = file.read(start, columns.offset[last] + columns.length[last] - start)
    except OSError as error:
        if seqs[0] < index.first:
            raise index.gone(seqs[0]) from None
        raise CaptureError(fault_of(error, "read", about=str(file.path))) from error
    for seq in seqs:
        at = columns.offset[seq - 1] - start
        record = decode_row(columns, seq, data[at : at + columns.length[seq - 1]])
        if record is None:
            if seq < index.first:  # it went while it was being read
                raise index.gone(seq)
            raise CaptureError(Fault("CAPTURE_DAMAGED", about=str(file.path), count=seq - 1))
        yield record


def decode_row(columns: Columns, seq: int, body: bytes) -> CallRecord | None:
    """The row of this body; None when the body is not what was written."""
    row = seq - 1
    if crc32(body) != columns.check[row]:
        return None
    kept = columns.kept(columns.size[row])
    try:
        return decode_record(seq, columns.time_ns[row], columns.socket[row], columns.call[row], kept, body)
    except DECODE_ERRORS:
        return None
