"""Rows of a capture, a page at a time, for whoever has to go through many of them (a worker thread).

Law: never more than a page in memory, and a person who cancels waits for no more than a page.
"""

from __future__ import annotations

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
"""Called with rows done and rows in all, after each page, on the worker's thread."""


def read_pages(
    capture: Capture, seqs: Sequence[int], progress: Progress, cancelled: Event
) -> Iterator[list[CallRecord]]:
    """These rows, in the order given, in lists. CaptureError when one can't be read, or CANCELLED once that is set."""
    at, total = 0, len(seqs)
    while at < total:
        if cancelled.is_set():
            raise CaptureError(Fault("CANCELLED", about=str(capture.status.path)))
        end = _page_end(capture, seqs, at, total)
        yield capture.records(seqs[at:end])
        at = end
        progress(at, total)


def _page_end(capture: Capture, seqs: Sequence[int], at: int, total: int) -> int:
    """Where the page that begins at `at` ends."""
    size, room = capture.columns.size, PAGE_BYTES
    for end in range(at, min(at + PAGE_ROWS, total)):
        room -= size[seqs[end] - 1]
        if room < 0:
            return max(end, at + 1)
    return min(at + PAGE_ROWS, total)
