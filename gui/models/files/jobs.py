"""Work that takes a while, each piece on a thread of its own: how far it is, and what came of it.

The window thread starts, cancels and looks; the work runs on its thread. Law: every job ends once, as done, failed or
cancelled, and its starter hears of it on the window thread, unless the window is closed before.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue
from time import monotonic
from typing import Any, Generic, TypeAlias, TypeVar

from core.capture.errors import CaptureError
from core.capture.pages import Progress
from core.contract.faults import Fault
from core.contract.frozen import frozen

LASTING_S = 0.4
"""What takes no longer is not worth a card that comes and goes."""

_Result = TypeVar("_Result")
Work: TypeAlias = Callable[[Progress, threading.Event], _Result]
"""Runs on the job's thread: tells how far it is, looks whether it is cancelled, raises CaptureError if it can't."""


@frozen
class Cancelled:
    """It ended because a person, or the end of the window, wanted so; nothing is left of it."""


Outcome: TypeAlias = _Result | Fault | Cancelled
"""What came of it: its result, or why there is none."""


class Job(Generic[_Result]):
    """One piece of work."""

    def __init__(self, title: str, work: Work[_Result], on_end: Callable[[Outcome[_Result]], None]) -> None:
        self.title = title
        self.began = monotonic()
        self._work = work
        self._on_end = on_end
        self._done = 0, 1
        self._cancelled = threading.Event()
        self._mistake: Exception | None = None
        self._outcome: Outcome[_Result]

    @property
    def progress(self) -> float:
        """How much of it is done: 0..1."""
        done, total = self._done
        return min(done / total, 1.0) if total else 1.0

    @property
    def is_cancelled(self) -> bool:
        """Whether it will end soon, because it was told to."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """End it soon. What was complete by then stays."""
        self._cancelled.set()

    def run(self) -> None:
        """Do the work (its own thread)."""
        try:
            self._outcome = self._work(self._tell, self._cancelled)
        except CaptureError as error:
            self._outcome = Cancelled() if error.fault.name == "CANCELLED" else error.fault
        except Exception as mistake:
            self._mistake = mistake

    def hand_over(self) -> None:
        """Tell what came of it; a mistake of the lab is raised, and reported like any of the window's."""
        if self._mistake is not None:
            raise self._mistake
        self._on_end(self._outcome)

    def _tell(self, done: int, total: int) -> None:
        self._done = done, total


class Jobs:
    """All that is under way."""

    def __init__(self) -> None:
        self._threads: dict[Job[Any], threading.Thread] = {}
        self._ended: SimpleQueue[Job[Any]] = SimpleQueue()

    def start(self, title: str, work: Work[_Result], on_end: Callable[[Outcome[_Result]], None]) -> None:
        """Begin. Not a daemon thread: a file that is being written must not be left unfinished."""
        job: Job[Any] = Job(title, work, on_end)

        def run() -> None:
            job.run()
            self._ended.put(job)

        self._threads[job] = threading.Thread(target=run, name=f"job: {title}")
        self._threads[job].start()

    @property
    def running(self) -> tuple[Job[Any], ...]:
        """Those that have not ended, oldest first."""
        return tuple(self._threads)

    @property
    def lasting(self) -> tuple[Job[Any], ...]:
        """Those of them that have taken a while already."""
        now = monotonic()
        return tuple(job for job in self._threads if now - job.began >= LASTING_S)

    def advance(self) -> bool:
        """Hand over what came of those that have ended; whether there were any."""
        any_ended = not self._ended.empty()
        while not self._ended.empty():
            job = self._ended.get()
            self._threads.pop(job).join()
            job.hand_over()
        return any_ended

    def cancel(self) -> None:
        """End all of them soon."""
        for job in self._threads:
            job.cancel()

    def join(self, timeout_s: float) -> None:
        """Wait for the end of all, after cancel(); one that the disk holds up goes on alone, and ends when it can."""
        deadline = monotonic() + timeout_s
        for thread in self._threads.values():
            thread.join(max(0.0, deadline - monotonic()))
