"""The wall clock of a row as text: local date and time, nanoseconds, and how far that is from UTC (any thread).

Law: every time a capture can hold has a text.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NS_PER_S = 1_000_000_000


class Clock:
    """Keeps the last second it was asked for: rows come in thousands a second."""

    def __init__(self) -> None:
        self._second = -1
        self._date_and_time = self._zone = ""

    def text(self, time_ns: int) -> str:
        """2026-11-23 14:03:11.204512345+01:00 (ISO 8601 with a blank)."""
        second, rest = divmod(time_ns, _NS_PER_S)
        if second != self._second or not self._zone:
            self._second = second
            text = _local(second).isoformat(" ", "seconds")
            self._date_and_time, self._zone = text[:19], text[19:]
        return f"{self._date_and_time}.{rest:09d}{self._zone}"


def _local(second: int) -> datetime:
    moment = _EPOCH + timedelta(seconds=second)
    try:
        return moment.astimezone()
    except (OSError, OverflowError, ValueError):  # Windows knows no local time before 1970
        return moment
