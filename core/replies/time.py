"""Time: tells each caller the time as four bytes, and finishes, as in RFC 868 (engine thread).

They are the seconds since 1 January 1900, 00:00 UTC, the most significant byte first. The number starts again from 0 in
February 2036. A datagram, whatever is in it, is answered with the same four bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from time import time

from core.replies.moment import OnceForEach

SECONDS_1900_TO_1970 = 2_208_988_800
"""Given in the RFC itself."""


class Time(OnceForEach):
    """`now`, in seconds since 1970, is for tests."""

    def __init__(self, now: Callable[[], float] = time) -> None:
        super().__init__(lambda: four_bytes(now()))


def four_bytes(since_1970_s: float) -> bytes:
    """The time of RFC 868."""
    return ((int(since_1970_s) + SECONDS_1900_TO_1970) % 2**32).to_bytes(4, "big")
