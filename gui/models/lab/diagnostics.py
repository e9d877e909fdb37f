"""How the lab itself fares: the window's ticks, rows a second, the recorder's lag, memory (window thread, no tkinter).

Law: it measures what is there anyway; nothing is kept per tick but a count in a bucket.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from itertools import accumulate
from time import monotonic
from typing import Protocol, TypedDict

from core.capture.index import Totals

TICK_MS = 16
BUCKETS_PER_MS = 4
LONGEST_MS = 4000
_LEAST_INTERVAL_S = 0.1
"""A rate over less time is noise: two rows in 20 µs are no 100,000 rows a second."""


class CaptureFacts(Protocol):
    """What is asked of the capture."""

    @property
    def count(self) -> int:
        """Rows that can be read."""
        ...

    @property
    def pending_bytes(self) -> int:
        """Handed over, not yet written."""
        ...

    @property
    def overall(self) -> Totals:
        """Of all sockets."""
        ...


class Report(TypedDict):
    """All that is measured; the keys stand in the --diagnostics file."""

    running_s: float
    ticks: int
    tick_median_ms: float
    tick_p99_ms: float
    tick_worst_ms: float
    rows: int
    rows_per_s: float
    rows_per_s_peak: float
    pending_bytes: int
    pending_bytes_peak: int
    unrecorded: int
    rows_let_go: int
    bytes_not_kept: int
    memory_bytes: int
    memory_peak_bytes: int
    bytes_in: int
    bytes_out: int
    units_in: int
    units_out: int
    datagrams_dropped: int


class TickMeter:
    """The time between two ticks of the window's loop, asked for every TICK_MS: in buckets of a quarter of a ms."""

    def __init__(self) -> None:
        self._buckets = array("I", bytes(4 * (LONGEST_MS * BUCKETS_PER_MS + 1)))
        self._last: float | None = None
        self.count = 0
        self.worst_ms = 0.0

    def tick(self, now_s: float) -> None:
        """The loop came round."""
        if self._last is not None:
            elapsed_ms = (now_s - self._last) * 1000
            self.worst_ms = max(self.worst_ms, elapsed_ms)
            self._buckets[min(int(elapsed_ms * BUCKETS_PER_MS), LONGEST_MS * BUCKETS_PER_MS)] += 1
            self.count += 1
        self._last = now_s

    def percentile_ms(self, share: float) -> float:
        """The time that `share` (0..1) of all ticks stayed under; to a quarter of a ms."""
        if not self.count:
            return 0.0
        return bisect_left(list(accumulate(self._buckets)), share * self.count) / BUCKETS_PER_MS


class Diagnostics:
    """Gathers the measures; sample() is called about once a second."""

    def __init__(self, capture: CaptureFacts) -> None:
        self.ticks = TickMeter()
        self._capture = capture
        self._began = self._sampled = monotonic()
        self._rows = capture.count
        self._rows_per_s = self._rows_per_s_peak = 0.0
        self._pending_peak = 0
        self._memory = self._memory_peak = 0

    def sample(self, memory_bytes: int) -> None:
        """Take the measures that are a rate or a peak; `memory_bytes`: what the process holds now."""
        now, rows = monotonic(), self._capture.count
        if now - self._sampled >= _LEAST_INTERVAL_S:
            self._rows_per_s = (rows - self._rows) / (now - self._sampled)
            self._sampled, self._rows = now, rows
        self._rows_per_s_peak = max(self._rows_per_s_peak, self._rows_per_s)
        self._pending_peak = max(self._pending_peak, self._capture.pending_bytes)
        self._memory, self._memory_peak = memory_bytes, max(self._memory_peak, memory_bytes)

    def report(self, datagrams_dropped: int, unrecorded: int, rows_let_go: int, bytes_not_kept: int) -> Report:
        """Everything as it stands."""
        totals = self._capture.overall
        return Report(
            running_s=round(monotonic() - self._began, 3),
            ticks=self.ticks.count,
            tick_median_ms=self.ticks.percentile_ms(0.5),
            tick_p99_ms=self.ticks.percentile_ms(0.99),
            tick_worst_ms=round(self.ticks.worst_ms, 2),
            rows=self._capture.count,
            rows_per_s=round(self._rows_per_s, 1),
            rows_per_s_peak=round(self._rows_per_s_peak, 1),
            pending_bytes=self._capture.pending_bytes,
            pending_bytes_peak=self._pending_peak,
            unrecorded=unrecorded,
            rows_let_go=rows_let_go,
            bytes_not_kept=bytes_not_kept,
            memory_bytes=self._memory,
            memory_peak_bytes=self._memory_peak,
            bytes_in=totals.bytes_in,
            bytes_out=totals.bytes_out,
            units_in=totals.units_in,
            units_out=totals.units_out,
            datagrams_dropped=datagrams_dropped,
        )
