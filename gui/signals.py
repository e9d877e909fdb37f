"""The signals that ask the program to end, SIGINT and SIGTERM (main thread, which is the window's).

Law: they are only noted, for Python may run this in the middle of a Tk callback; the window's next tick acts on it.
"""

from __future__ import annotations

import signal
from types import FrameType


class EndSignals:
    """Noted from now on, in place of what the system does by itself: end the program as it stands."""

    def __init__(self) -> None:
        self.came = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._note)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self.came = True
