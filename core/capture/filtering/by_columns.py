"""The terms that need nothing but columns: call, failure, size, time, socket (pure, any thread).

Law: a term is put to all rows of a stretch in one operation on a column, 30 to 45 ns a row.
"""

from __future__ import annotations

from array import array
from collections.abc import Container
from itertools import repeat
from operator import eq, ge, le
from typing import assert_never

from core.capture.filtering import masks
from core.capture.filtering.language.terms import CallIs, Failed, SizeWithin, SocketIs, TimeWithin
from core.capture.stretch import Stretch


def judge(term: CallIs | Failed | SizeWithin | TimeWithin | SocketIs, rows: Stretch) -> bytes:
    """The rows for which it is true."""
    match term:
        case CallIs(calls):
            return rows.call.translate(table_of(calls))
        case Failed():
            return rows.failed
        case SizeWithin(least, most):
            return _within(rows.size, least, most)
        case TimeWithin(earliest, latest):
            return _within(rows.time_ns, earliest, latest)
        case SocketIs(number):
            return bytes(map(eq, rows.socket, repeat(number)))
        case _:
            assert_never(term)


def table_of(calls: Container[int]) -> bytes:
    """For bytes.translate() of the column of calls: makes a mask of the rows with one of these."""
    return bytes(number in calls for number in range(256))


def _within(column: array[int], least: int | None, most: int | None) -> bytes:
    mask = masks.all_of(len(column))
    if least is not None:
        mask = bytes(map(ge, column, repeat(least)))
    if most is not None:
        mask = masks.both(mask, bytes(map(le, column, repeat(most))))
    return mask
