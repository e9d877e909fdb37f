"""Quote: tells each caller the quote of the day, and finishes, as in RFC 865 (engine thread).

The quotes are from the documents that the Internet is built by. A datagram, whatever is in it, is answered with it too.
"""

from __future__ import annotations

from collections.abc import Callable
from time import time

from core.replies.moment import OnceForEach

QUOTES = (
    "Be liberal in what you accept, and conservative in what you send. (RFC 1122)",
    "It is always something. (RFC 1925, the twelve networking truths)",
    "It has to work. (RFC 1925)",
    "With sufficient thrust, pigs fly just fine. However, this is not necessarily a good idea. (RFC 1925)",
    "It is more complicated than you think. (RFC 1925)",
    "A name indicates what we seek. An address indicates where it is. A route indicates how to get there. (RFC 791)",
)
_SECONDS_A_DAY = 86_400


class Quote(OnceForEach):
    """`now`, in seconds since 1970, is for tests."""

    def __init__(self, now: Callable[[], float] = time) -> None:
        super().__init__(lambda: quote_of(int(now() // _SECONDS_A_DAY)))


def quote_of(day: int) -> bytes:
    """One for each day, in turn; the RFC wants less than 512 characters."""
    return QUOTES[day % len(QUOTES)].encode("ascii") + b"\r\n"
