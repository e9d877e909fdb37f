"""A thread that looks through a capture step by step, and goes on when there is more of it.

Started by anybody; the steps run on its own thread. Law: it ends after the step under way once it is told to, and it
sleeps when there is nothing to do.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from core.capture.errors import CaptureError
from core.contract.faults import Fault


class Follower:
    """Drives a filter or a search: `step` does a little (some milliseconds) and says whether there is more to do."""

    def __init__(self, step: Callable[[], bool], name: str) -> None:
        self.fault: Fault | None = None
        """Why it ended by itself: the capture could not be read any more."""
        self._step = step
        self._bell = threading.Event()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """There may be more rows: for whoever notices that the capture grew."""
        self._bell.set()

    def stop(self) -> None:
        """End it; returns at once. What was found stays."""
        self._ending.set()
        self._bell.set()

    def join(self, timeout_s: float = 5.0) -> bool:
        """Wait until a stopped one has ended; false when that took too long."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            while not self._ending.is_set():
                self._bell.clear()  # before the look: whatever comes after it rings again
                while self._step():
                    if self._ending.is_set():
                        return
                self._bell.wait()
        except CaptureError as error:
            self.fault = error.fault
