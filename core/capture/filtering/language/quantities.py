"""Numbers, sizes, times of day and seconds as people type them in a filter, and ranges of them (pure, any thread).

Law: what is typed names an interval of whole numbers: `14:03` all of that minute in ns, `120` that one number.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from core.capture.filtering.language.faults import bad

NS_PER_S = 1_000_000_000
_NS_PER_DAY = 24 * 60 * 60 * NS_PER_S

_NUMBER = re.compile(r"#?([0-9]{1,18})")
_SIZE = re.compile(r"([0-9]{1,15})(?:([kmg])b?|b)?", re.IGNORECASE)
_SIZE_UNITS = {None: 1, "k": 1_000, "m": 1_000_000, "g": 1_000_000_000}  # decimal, as sizes are shown
_CLOCK = re.compile(r"(?:(\d{4}-\d\d-\d\d)T)?(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?", re.ASCII)
_SECONDS = re.compile(r"(\d{1,9})(?:[.,](\d{1,9}))?(?:s|(m|min|h))?", re.ASCII)
_SECONDS_UNITS = {None: 1, "m": 60, "min": 60, "h": 3600}

Bounds: TypeAlias = tuple[int | None, int | None]
"""The least and the most that is meant; None: no bound."""


@dataclass(frozen=True, slots=True)
class Interval:
    """What was typed: all numbers from `low` to `high`."""

    low: int
    high: int


Parse: TypeAlias = Callable[[str, int], Interval]
"""Parses a text (not empty) that begins at a position; raises BadInput."""


def parse_socket(text: str, at: int) -> int:
    """The number of a socket: 3, #3. BadInput: FILTER_NUMBER_BAD."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise bad("FILTER_NUMBER_BAD", at, text)
    return int(match[1])


def parse_size(text: str, at: int) -> Interval:
    """Bytes: 120, 4k, 4KB, 1MB. BadInput: FILTER_SIZE_BAD."""
    match = _SIZE.fullmatch(text)
    if match is None:
        raise bad("FILTER_SIZE_BAD", at, text)
    size = int(match[1]) * _SIZE_UNITS[match[2] and match[2].lower()]
    return Interval(size, size)


def parse_clock(day: date) -> Parse:
    """Parses a local time of day, on `day` unless it names one: 14:03, 14:03:11.5, 2026-07-31T14:03; in ns.

    BadInput: FILTER_TIME_BAD.
    """

    def parse(text: str, at: int) -> Interval:
        match = _CLOCK.fullmatch(text)
        if match is None:
            raise bad("FILTER_TIME_BAD", at, text)
        try:
            named = date.fromisoformat(match[1]) if match[1] else day
            moment = datetime(named.year, named.month, named.day, int(match[2]), int(match[3]), int(match[4] or 0))
            low = round(moment.timestamp()) * NS_PER_S
        except (ValueError, OverflowError, OSError):  # no such day or hour, or none that the system can count
            raise bad("FILTER_TIME_BAD", at, text) from None
        if match[4] is None:
            return Interval(low, low + 60 * NS_PER_S - 1)
        fraction = _fraction(match[5])
        return Interval(low + fraction.low, low + fraction.high)

    return parse


def parse_seconds(start_ns: int) -> Parse:
    """Parses seconds since `start_ns`: 2.5, 90s, 5min, 1h; in ns since the epoch. BadInput: FILTER_SECONDS_BAD."""

    def parse(text: str, at: int) -> Interval:
        match = _SECONDS.fullmatch(text)
        if match is None:
            raise bad("FILTER_SECONDS_BAD", at, text)
        unit = _SECONDS_UNITS[match[3]]
        low, fraction = start_ns + int(match[1]) * unit * NS_PER_S, _fraction(match[2])
        return Interval(low + fraction.low * unit, low + (fraction.high + 1) * unit - 1)

    return parse


def parse_bounds(sign: str, text: str, at: int, parse: Parse) -> Bounds:
    """The bounds that `sign` (: = > >= < <=) and a value or a range (a..b, a.., ..b) set.

    A moment is a moment in a comparison and at the end of a range: `>14:03` begins a nanosecond after 14:03:00.
    BadInput: FILTER_RANGE_BAD, and what `parse` raises.
    """
    first, dots, last = text.partition("..")
    if dots:
        if sign not in (":", "=") or not (first or last):
            raise bad("FILTER_RANGE_BAD", at + len(first), text)
        least = parse(first, at).low if first else None
        most = parse(last, at + len(first) + len(dots)).low if last else None
        return least, most
    value = parse(text, at)
    match sign:
        case ">":
            return value.low + 1, None
        case ">=":
            return value.low, None
        case "<":
            return None, value.low - 1
        case "<=":
            return None, value.low
        case _:
            return value.low, value.high


def over_midnight(bounds: Bounds) -> Bounds:
    """A range of times of day that ends before it begins ends on the next day."""
    earliest, latest = bounds
    if earliest is not None and latest is not None and latest < earliest:
        return earliest, latest + _NS_PER_DAY
    return bounds


def local_day(time_ns: int) -> date:
    """The day of a moment by the clock of this computer."""
    try:
        return datetime.fromtimestamp(time_ns // NS_PER_S).date()
    except (ValueError, OverflowError, OSError):  # a capture may say anything
        return date(1970, 1, 1)


def _fraction(digits: str | None) -> Interval:
    """The ns that begin with these digits after the point; without any, all of a second."""
    digits = digits or ""
    width = 10 ** (9 - len(digits))
    low = int(digits or 0) * width
    return Interval(low, low + width - 1)
