"""Answers that have their time: each goes out when it has come, on a stream none before the one before it.

Runs on the engine thread, by the engine's timers. Law: what waits is bounded by who gives it (`is_full`), and nothing
of it goes out after the conversation.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from itertools import count
from time import monotonic
from typing import NamedTuple

from core.contract.timer import Timer
from core.replies.reply import Voice

MOST_WAITING = 4096
MOST_BYTES = 1024 * 1024


class _Waiting(NamedTuple):
    due: float
    order: int
    size: int
    go: Callable[[], None]


class Later:
    """What one conversation still has to say."""

    def __init__(self, voice: Voice, *, in_order: bool) -> None:
        """`in_order`: an answer waits for those before it; else each has its own time, as datagrams may."""
        self._voice = voice
        self._in_order = in_order
        self._heap: list[_Waiting] = []
        self._order = count()
        self._bytes = 0
        self._last_due = 0.0
        self._timer: Timer | None = None

    def __bool__(self) -> bool:
        return bool(self._heap)

    @property
    def is_full(self) -> bool:
        """Whether nothing more that asks for an answer should be read."""
        return len(self._heap) >= MOST_WAITING or self._bytes >= MOST_BYTES

    def put(self, delay_s: float, size: int, go: Callable[[], None]) -> None:
        """Call `go`, which says that many bytes, when the time has come: at once when nothing waits before it."""
        due = monotonic() + delay_s
        if self._in_order and self._heap:
            due = max(due, self._last_due)
        elif not delay_s:
            go()
            return
        self._last_due = due
        heapq.heappush(self._heap, _Waiting(due, next(self._order), size, go))
        self._bytes += size
        self._wait()

    def drop(self) -> None:
        """The conversation is over: nothing of it any more."""
        self._heap.clear()
        self._bytes = 0
        self._wait()

    def _wait(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._heap:
            self._timer = self._voice.later(max(self._heap[0].due - monotonic(), 0.0), self._come)

    def _come(self) -> None:
        self._timer = None
        now = monotonic()
        while self._heap and self._heap[0].due <= now:
            waiting = heapq.heappop(self._heap)
            self._bytes -= waiting.size
            waiting.go()
        if self._timer is None:
            self._wait()
