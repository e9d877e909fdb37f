"""Calls that are to come at a time (engine thread).

Law: a timer that was cancelled never fires; time is perf_counter(), which no clock change moves and which is
exact everywhere (Windows' monotonic() moves in steps of 16 ms before Python 3.13).
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from itertools import count
from time import perf_counter


class Timer:
    """One call to come."""

    __slots__ = ("function",)

    def __init__(self, function: Callable[[], None]) -> None:
        self.function: Callable[[], None] | None = function

    def cancel(self) -> None:
        """Don't make the call; forget what it would have used."""
        self.function = None


class Timers:
    """All calls to come, soonest first."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Timer]] = []
        self._order = count()

    def call_later(self, seconds: float, function: Callable[[], None]) -> Timer:
        """Call `function` once, when `seconds` have passed."""
        timer = Timer(function)
        heapq.heappush(self._heap, (perf_counter() + seconds, next(self._order), timer))
        return timer

    def next_in(self) -> float | None:
        """Seconds until the soonest one, 0.0 when it is overdue, None when there is none."""
        while self._heap and self._heap[0][2].function is None:
            heapq.heappop(self._heap)
        return max(self._heap[0][0] - perf_counter(), 0.0) if self._heap else None

    def take_due(self) -> Iterator[Callable[[], None]]:
        """The functions whose time has come, soonest first; each is to be called before the next is asked for.

        One at a time, because one of them may cancel another that is due as well.
        """
        now = perf_counter()
        while self._heap and self._heap[0][0] <= now:
            function = heapq.heappop(self._heap)[2].function
            if function is not None:
                yield function
