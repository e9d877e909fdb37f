"""Repetitions: a message that goes out again and again at exact times, made anew for each time (engine thread).

Law: the n-th message is due at start + (n - 1) * interval, however late the one before was.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter, time_ns

from core.contract.faults import BadInput, Fault
from core.contract.job_commands import Repeat
from core.contract.jobs import JobEnding, JobKind, JobSnapshot
from core.engine.jobs.job import Job, Lab
from core.net.live import LiveSocket

CATCH_UP_S = 0.05
"""What came due within this time is still sent when the thread comes to it late..."""
CATCH_UP_BELOW_S = 0.005
"""...for intervals below this one, which are about a rate; of a longer one, two messages at once would be wrong."""
TURN_S = 0.01
"""Longest time for messages in one go: the other sockets, and who wants to stop it, come to their turn."""


class Repetition(Job):
    """One message, again and again."""

    def __init__(self, lab: Lab, live: LiveSocket, command: Repeat, forget: Callable[[int], None]) -> None:
        facts = JobSnapshot(
            command.id, JobKind.REPETITION, live.number, command.peer, command.title, time_ns(), command.interval_ns,
            command.count,
        )  # fmt: skip
        super().__init__(lab, live, facts, forget)
        self._message = command.message
        self._interval_s = command.interval_ns / 1e9
        self._end_s = command.duration_ns / 1e9 if command.duration_ns is not None else None
        """Seconds after the start at which it ends, if it is for a time."""
        self._slots = -(-command.duration_ns // command.interval_ns) if command.duration_ns is not None else None
        self._most_at_once = max(1, int(CATCH_UP_S / self._interval_s)) if self._interval_s < CATCH_UP_BELOW_S else 1
        self._start_s = perf_counter()
        self._slot = 0
        """The next one that is due, counted from 0."""
        self._made = 0

    def go_on(self) -> None:
        """Send what is due; then wait for the next, or for the end of its time."""
        if not self.facts.is_running:
            return
        passed_s = perf_counter() - self._start_s
        due = int(passed_s / self._interval_s) + 1 - self._slot
        if self._slots is not None:
            due = min(due, self._slots - self._slot)
        self._slot += max(due, 0)
        left_out = max(due, 0) - self._send(min(due, self._most_at_once))
        if not self.facts.is_running:
            return
        if left_out:
            self._note(left_out=self.facts.left_out + left_out)
        self._wait()
        self.tell_soon()

    def came_to_nothing(self, fault: Fault) -> None:
        """It counts: so many are tried."""
        self.went_out()

    def went_out(self) -> None:
        """Perhaps it was the last."""
        if self.facts.total is not None and self.facts.sent + self.facts.failed >= self.facts.total:
            self.end(JobEnding.COMPLETE)

    def _send(self, count: int) -> int:
        """Send up to so many messages; how many were begun. Whoever does not take the first gets no second."""
        until = perf_counter() + TURN_S
        for begun in range(count):
            busy = self.waits or self.live.facts.waiting_bytes or self._lab.reading_paused
            if busy or not self.facts.is_running or perf_counter() > until:
                return begun
            try:
                data = self._next_message()
            except BadInput as refused:
                self.end(JobEnding.FAILED, refused.fault)
                return begun
            self.send(data)
        return max(count, 0)

    def _next_message(self) -> bytes:
        self._made += 1
        return self._message if isinstance(self._message, bytes) else self._message(self._made)

    def _wait(self) -> None:
        passed_s = perf_counter() - self._start_s
        if self._end_s is not None and passed_s >= self._end_s:
            self.end(JobEnding.TIME_OVER)
        elif self._end_s is not None and self._slot == self._slots:
            self.wake_in(self._end_s - passed_s, self.go_on)
        else:
            self.wake_in(self._slot * self._interval_s - passed_s, self.go_on)
