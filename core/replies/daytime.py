"""Daytime: tells each caller date and time as one line of text, and finishes, as in RFC 867 (engine thread).

It is this computer's clock, in UTC. A datagram, whatever is in it, is answered with the same line.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from core.replies.moment import OnceForEach

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def _now() -> datetime:
    return datetime.now(UTC)


class Daytime(OnceForEach):
    """`now` is for tests."""

    def __init__(self, now: Callable[[], datetime] = _now) -> None:
        super().__init__(lambda: line(now()))


def line(at: datetime) -> bytes:
    """The RFC's first form, in English whatever language the system speaks (strftime would follow it)."""
    day, month = _DAYS[at.weekday()], _MONTHS[at.month - 1]
    return f"{day}, {month} {at.day}, {at.year} {at:%H:%M:%S}-UTC\r\n".encode("ascii")
