"""Rows of a capture, a page at a time, for whoever has to go through many of them (a worker thread).

Law: never more than a page in memory, and a person who cancels waits for no more than a page.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from threading import Event
from typing import TypeAlias

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.contract.faults import Fault
from core.contract.records import CallRecord

PAGE_ROWS = 512
"""Decoding so many small rows holds the interpreter lock for some milliseconds, and never in one piece."""
PAGE_BYTES = 1 << 20
"""Of payload; a page holds at least one row, however large."""

Progress: TypeAlias = Callable[[int, int], None]
"""Called with how much is done and how much there is, after each page, on the worker's thread."""


class Pages:
    """These rows, which ascend (without them: all there are now), to be gone through once, in lists.

    Iterating raises CaptureError when a row can't be read, or CANCELLED once that is set. A row that a limit on the
    capture lets go before it is read is left out and counted.
    """

    def __init__(self, capture: Capture, seqs: Sequence[int] | None, progress: Progress, cancelled: Event) -> None:
        first, count = capture.first, capture.count
        asked = range(first, count + 1) if seqs is None else seqs
        self.gone = bisect_left(asked, first)
        self.seqs = asked[self.gone : bisect_right(asked, count)]
        """Those that could be read at the beginning."""
        self._capture = capture
        self._progress = progress
        self._cancelled = cancelled

    def __iter__(self) -> Iterator[list[CallRecord]]:
        at, total = 0, len(self.seqs)
        while at < total:
            if self._cancelled.is_set():
                raise CaptureError(Fault("CANCELLED", about=str(self._capture.status.path)))
            end = self._end_of_page(at, total)
            if page := self._read(self.seqs[at:end]):
                yield page
            at = end
            self._progress(at, total)

    def _read(self, seqs: Sequence[int]) -> list[CallRecord]:
        while True:
            gone = bisect_left(seqs, self._capture.first)
            try:
                page = self._capture.records(seqs[gone:])
            except CaptureError as error:
                if error.fault.name != "ROW_GONE":  # it went between the two steps: look again
                    raise
            else:
                self.gone += gone
                return page

    def _end_of_page(self, at: int, total: int) -> int:
        size, room = self._capture.columns.size, PAGE_BYTES
        for end in range(at, min(at + PAGE_ROWS, total)):
            room -= size[self.seqs[end] - 1]
            if room < 0:
                return max(end, at + 1)
        return min(at + PAGE_ROWS, total)
