"""How much goes over and is recorded in a second, for each of the last 60 seconds (window thread, no tkinter).

Law: made of the capture's totals alone, so that it costs the same at 10 rows a second and at 100,000.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from time import monotonic
from typing import NamedTuple

SECONDS = 60


class Second(NamedTuple):
    """What happened in one second."""

    bytes_in: int = 0
    bytes_out: int = 0
    rows: int = 0


class Rates:
    """take() is called whenever the window looks at the capture, at least once a second."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self.version = 0
        """Goes up when the seconds are other ones than before."""
        self._clock = clock
        self._whole = deque([Second()] * SECONDS, SECONDS)
        self._counted: Second | None = None
        """The totals as far as they have gone into whole seconds or the present one."""
        self._present = Second()
        self._now = 0

    def take(self, bytes_in: int, bytes_out: int, rows: int) -> None:
        """Tell the totals now."""
        totals, now = Second(bytes_in, bytes_out, rows), int(self._clock())
        if self._counted is None:  # what was there before belongs to no second
            self._counted, self._now = totals, now
        if now > self._now:
            self._finish(now)
        if totals != self._counted:
            more = (new - old for new, old in zip(totals, self._counted, strict=True))
            self._present = Second(*(have + some for have, some in zip(self._present, more, strict=True)))
            self._counted = totals

    @property
    def seconds(self) -> Sequence[Second]:
        """The last 60 whole seconds, oldest first."""
        return self._whole

    @property
    def last(self) -> Second:
        """The last whole second."""
        return self._whole[-1]

    @property
    def is_quiet(self) -> bool:
        """Whether nothing happened in any of them."""
        return not any(map(any, self._whole))

    def _finish(self, now: int) -> None:
        """The present second is over, and perhaps some more in which nobody looked."""
        was_quiet = self.is_quiet and not any(self._present)
        self._whole.append(self._present)
        self._whole.extend([Second()] * min(now - self._now - 1, SECONDS))
        self._present, self._now = Second(), now
        if not was_quiet:
            self.version += 1
