"""A recorder that tells of each row, and can be as slow as a test wants: what stands between engine and capture.

append() runs on the engine's thread. Law: every row goes on to the capture, at once and unchanged.
"""

from __future__ import annotations

from collections.abc import Callable

from core.capture.capture import Capture
from core.contract.records import RawRecord


class HeardRecorder:
    """Hands rows on to a capture and tells of them."""

    def __init__(self, capture: Capture, tell: Callable[[RawRecord], None]) -> None:
        self._capture = capture
        self._tell = tell
        self._held_bytes = 0
        self.is_slow = False
        """While true, whatever is handed over counts as not yet written: a disk that does not keep up."""
        self.before_append: Callable[[RawRecord], None] = lambda _raw: None
        """Called first, on the engine's thread: to stall it, or to have it make a mistake."""

    def append(self, raw: RawRecord) -> None:
        """Take one record."""
        self.before_append(raw)
        self._capture.append(raw)
        if self.is_slow:
            self._held_bytes += len(raw[10])
        self._tell(raw)

    @property
    def pending_bytes(self) -> int:
        """What the engine takes for not yet written."""
        return self._capture.pending_bytes + self._held_bytes

    def fall_behind(self, size: int) -> None:
        """So many bytes more are not yet written, all at once."""
        self._held_bytes += size

    def catch_up(self) -> None:
        """The disk is quick again, and has written everything."""
        self.is_slow = False
        self._held_bytes = 0
