"""The sockets as they were at any row: their stories until then, and the bytes they had moved (a worker thread).

Law: a fold over the rows up to that one and none after it; going on costs only what came since, going back begins anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from typing import NamedTuple

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.capture.pages import Pages
from core.capture.stories.conversations import telling_rows
from core.capture.stories.stories import Stories
from core.contract.faults import Fault
from core.contract.records import INCOMING_CALLS, INSIDE_CALLS

_SLICE = 1 << 13


class Moved(NamedTuple):
    """Bytes that one socket had received and sent."""

    bytes_in: int = 0
    bytes_out: int = 0


class Moment(NamedTuple):
    """How things stood right after a row."""

    seq: int
    stories: Stories
    moved: dict[int, Moved]


class Moments:
    """Asked for one moment after the other, by one thread at a time."""

    def __init__(self, capture: Capture) -> None:
        self._capture = capture
        self._seq = capture.first - 1
        self._stories = Stories()
        self._moved: dict[int, Moved] = {}

    def at(self, seq: int, cancelled: Event) -> Moment:
        """The moment after row `seq`; CaptureError CANCELLED, or when a row can't be read.

        The stories belong to this object: the next call may go on with them.
        """
        seq = min(seq, self._capture.count)
        if seq < self._seq:
            self._begin()
        try:
            self._take(self._seq, seq, cancelled)
        except CaptureError:
            self._begin()
            raise
        self._seq = seq
        return Moment(seq, self._stories, dict(self._moved))

    def _begin(self) -> None:
        self._seq = self._capture.first - 1
        self._stories = Stories()
        self._moved = {}

    def _take(self, after: int, until: int, cancelled: Event) -> None:
        telling = list(telling_rows(self._capture, after, until))
        for page in Pages(self._capture, telling, lambda _done, _all: None, cancelled):
            for record in page:
                self._stories.add(record)
        for first in range(after, until, _SLICE):
            if cancelled.is_set():
                raise CaptureError(Fault("CANCELLED"))
            for socket, call, size in self._sizes(first, min(first + _SLICE, until)):
                so_far = self._moved.get(socket, Moved())
                more_in, more_out = (size, 0) if call in INCOMING_CALLS else (0, size)
                self._moved[socket] = Moved(so_far.bytes_in + more_in, so_far.bytes_out + more_out)

    def _sizes(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        columns = self._capture.columns
        rows = zip(columns.socket[start:end], columns.call[start:end], columns.size[start:end], strict=True)
        return (row for row in rows if row[2] and row[1] not in INSIDE_CALLS)
