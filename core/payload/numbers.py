"""Sizes, ages, times and counts as people read and type them: one convention for the whole window (pure, any thread).

Law: sizes are decimal (1 KB is 1,000 bytes), as network speeds are; a rounded number has one decimal below 10 and none
above; an exact one has thousands separators.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.contract.faults import BadInput, Fault, Field

LONGEST_TIME_LIMIT_S = 86_400
_SIZE_UNITS = ("B", "KB", "MB", "GB", "TB")
_ELAPSED_UNITS = ("ns", "µs", "ms", "s")
_SECONDS = re.compile(r"[0-9]{1,5}")
_AGE_UNITS = (("s", 60), ("min", 60), ("h", 24))


def show_size(size: int) -> str:
    """Bytes: "21 B", "4.2 KB", "123 KB", "1.0 MB"."""
    return _scaled(size, _SIZE_UNITS)


def show_elapsed(elapsed_ns: int) -> str:
    """How long a call took, from nanoseconds: "850 ns", "38 µs", "1.2 ms", "3.1 s"."""
    return _scaled(elapsed_ns, _ELAPSED_UNITS)


def show_age(seconds: float) -> str:
    """How long something has been there: "12 s", "3 min", "5 h", "2 d"; whole units, rounded down."""
    age = max(0, int(seconds))
    for unit, next_unit in _AGE_UNITS:
        if age < next_unit:
            return f"{age} {unit}"
        age //= next_unit
    return f"{age} d"


def parse_time_limit(text: str) -> int:
    """Whole seconds, 1 to a day. BadInput: TIME_LIMIT_BAD."""
    typed = text.strip()
    if _SECONDS.fullmatch(typed) and 1 <= int(typed) <= LONGEST_TIME_LIMIT_S:
        return int(typed)
    raise BadInput(Fault("TIME_LIMIT_BAD", about=typed, field=Field.TIME_LIMIT))


def show_count(count: int) -> str:
    """An exact number: "12,345"."""
    return f"{count:,}"


def counted(count: int, noun: str) -> str:
    """An exact number of things whose name takes a plain s: "1 byte", "0 bytes", "12,345 rows"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _scaled(number: float, units: Sequence[str]) -> str:
    """`number` of the first unit, in the unit that leaves it below 1,000 (each is 1,000 of the one before)."""
    index = 0
    while number >= 999.5 and index < len(units) - 1:  # 999.5 would be shown as 1000
        number, index = number / 1000, index + 1
    is_rounded_small = index > 0 and number < 9.95
    return f"{number:.1f} {units[index]}" if is_rounded_small else f"{number:.0f} {units[index]}"
