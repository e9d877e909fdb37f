"""How a socket is read: at once and as much as there is, or as a person asked for to see what happens (engine thread).

Law: whoever is not read keeps what came in with the kernel, and nothing is lost of a stream.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from core.contract.commands import AT_ONCE, Reading

if TYPE_CHECKING:
    from core.contract.timer import Timer
    from core.net.surroundings import Surroundings


class PacedReading:
    """Reads when the kernel says that there is something, or a while later, or not at all."""

    __slots__ = ("_lab", "_read", "_settle", "_timer", "most", "reading")

    def __init__(self, lab: Surroundings, read: Callable[[], object], settle: Callable[[], None]) -> None:
        """`read` makes the call; `settle` has the socket watched for what is wanted now."""
        self.reading = AT_ONCE
        self.most = AT_ONCE.most
        """Bytes that one call takes."""
        self._lab = lab
        self._read = read
        self._settle = settle
        self._timer: Timer | None = None

    @property
    def is_held(self) -> bool:
        """Whether the socket is not to be watched for reading now."""
        return not self.reading.is_on or self._timer is not None

    def ready(self) -> None:
        """There is something to read."""
        if not self.reading.wait_ms:
            self._read()
        elif self._timer is None:
            self._timer = self._lab.call_later(self.reading.wait_ms / 1000, self._waited)
            self._settle()

    def set(self, reading: Reading) -> None:
        """Read in another way from now on; what waits already is read in the new way."""
        self.stop()
        self.reading, self.most = reading, reading.most
        self._settle()

    def stop(self) -> None:
        """The socket has ended, or is read otherwise: no call that is still to come."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _waited(self) -> None:
        self._timer = None
        self._read()
        self._settle()
