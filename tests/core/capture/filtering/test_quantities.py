"""Times of day and seconds in a filter, and ranges of them.

Law: what is expected is counted from the local day of the capture's beginning, whatever this computer's time zone is.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from core.capture.filtering.language.grammar import parse_filter
from core.capture.filtering.language.terms import TimeWithin
from tests.core.capture.rows import START_NS

S = 1_000_000_000
DAY = datetime.fromtimestamp(START_NS / S).replace(hour=0, minute=0, second=0, microsecond=0)


def at(hour: int, minute: int, second: int = 0, day: datetime = DAY) -> int:
    """That time of the day, in ns since the epoch."""
    return round(day.replace(hour=hour, minute=minute, second=second).timestamp()) * S


@pytest.mark.parametrize(
    ("line", "earliest", "latest"),
    [
        ("time:14:03", at(14, 3), at(14, 4) - 1),
        ("time:9:03", at(9, 3), at(9, 4) - 1),
        ("time=14:03:11", at(14, 3, 11), at(14, 3, 12) - 1),
        ("time:14:03:11.5", at(14, 3, 11) + S // 2, at(14, 3, 11) + S // 2 + S // 10 - 1),
        ("time:14:03:11,123456789", at(14, 3, 11) + 123_456_789, at(14, 3, 11) + 123_456_789),
        ("time>14:03", at(14, 3) + 1, None),
        ("time >= 14:03", at(14, 3), None),
        ("time<14:03:11.5", None, at(14, 3, 11) + S // 2 - 1),
        ("time<=14:03", None, at(14, 3)),
        ("time:14:03..14:05", at(14, 3), at(14, 5)),
        ("time:14:03..", at(14, 3), None),
        ("time:..14:05", None, at(14, 5)),
        ("time:23:50..00:10", at(23, 50), at(0, 10) + 24 * 3600 * S),
        ("time:2026-07-31T14:03", at(14, 3, day=datetime(2026, 7, 31)), at(14, 4, day=datetime(2026, 7, 31)) - 1),
        ("since:2", START_NS + 2 * S, START_NS + 3 * S - 1),
        ("since:2.5", START_NS + 5 * S // 2, START_NS + 5 * S // 2 + S // 10 - 1),
        ("since<2.5s", None, START_NS + 5 * S // 2 - 1),
        ("since>5min", START_NS + 300 * S + 1, None),
        ("since:5min", START_NS + 300 * S, START_NS + 360 * S - 1),
        ("since>=1h", START_NS + 3600 * S, None),
        ("since:10..20", START_NS + 10 * S, START_NS + 20 * S),
    ],
)
def test_a_time_means(line: str, earliest: int | None, latest: int | None) -> None:
    assert parse_filter(line, START_NS) == TimeWithin(earliest, latest)


def test_a_capture_from_beyond_all_calendars_has_a_day_all_the_same() -> None:
    assert isinstance(parse_filter("time>14:03", 1 << 62), TimeWithin)
    assert isinstance(parse_filter("time>14:03", -(1 << 63)), TimeWithin)
