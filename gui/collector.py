"""Python's garbage collector while the window is open: it looks seldom, and not at what the program is made of.

Window thread. Law: what it was told is taken back in the end, for whoever runs several windows in one process.

Every call record is some objects more, so that Python's own thresholds (700 objects) had it look through the rows that
wait for the recorder 100 times a second, and now and then through all of the window. Measured during an echo at full
rate: 0.54 us a message, and pauses of 10 ms for all threads; so calmed 0.06 us, and none over 2 ms.
"""

from __future__ import annotations

import gc

_OBJECTS = 10_000
"""More objects than before, at which it looks through the newest."""


class CalmCollector:
    """From begin() to end()."""

    def __init__(self) -> None:
        self._before: tuple[int, int, int] | None = None

    def begin(self) -> None:
        """What there is now stays for good."""
        self._before = gc.get_threshold()
        gc.freeze()
        gc.set_threshold(_OBJECTS, *self._before[1:])
        gc.enable()  # the program is started without: see gui/__main__.py

    def end(self) -> None:
        """As it was before."""
        if self._before is not None:
            gc.unfreeze()
            gc.set_threshold(*self._before)
            self._before = None
