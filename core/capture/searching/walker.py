"""Going through all rows of a capture, a stretch at a time, and on when it grows: what filters and searches share.

Driven by follower.py or by whoever has a thread to spare; other threads read what was found. Law: rows are taken in
order and each once; those that a limit lets go before their turn are passed over.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.capture.stretch import Stretch


class Walker(ABC):
    """Somebody who goes through a capture."""

    def __init__(self, capture: Capture) -> None:
        self.walked = capture.first - 1
        """The last row that was taken."""
        self._capture = capture

    def step(self) -> bool:
        """Take the next stretch; whether there are more rows already. CaptureError when the file can't be read."""
        count, first = self._capture.count, self._capture.first
        self.walked = max(self.walked, first - 1)
        self._forget_before(first)
        if self.walked < count:
            try:
                rows = self._capture.stretch(self.walked + 1, count)
                self._take(rows)
                self.walked = rows.last
            except CaptureError as error:
                if error.fault.name != "ROW_GONE":  # others have come in their place
                    raise
        return self.walked < count

    @property
    def progress(self) -> float:
        """How much of the capture has been walked: 0..1."""
        first, count = self._capture.first, self._capture.count
        return (self.walked + 1 - first) / (count + 1 - first) if self.walked < count else 1.0

    @abstractmethod
    def _take(self, rows: Stretch) -> None:
        """Look at these rows. CaptureError."""

    @abstractmethod
    def _forget_before(self, first: int) -> None:
        """Rows before this one are no longer kept: free what is remembered of them."""
