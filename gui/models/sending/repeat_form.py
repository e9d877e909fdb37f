"""How often a message is sent: the form's fields as a Repeat's times (window thread).

Law: a field that is not in use is not judged; what is wrong is told with the field that it is typed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from core.contract.faults import BadInput, Fault, Field
from core.contract.jobs import LONGEST_INTERVAL_NS, SHORTEST_INTERVAL_NS
from core.payload.escapes import show_name
from core.payload.spans import parse_span, show_span

_MOST_TIMES = 12
"""Digits of a number of times."""


class Limit(Enum):
    """How long it goes on; the value is what people read."""

    UNTIL_STOPPED = "until stopped"
    COUNT = "so many times"
    TIME = "for a time"


@dataclass(frozen=True, slots=True)
class Timing:
    """What a Repeat is told."""

    interval_ns: int
    count: int | None = None
    duration_ns: int | None = None


@dataclass(frozen=True, slots=True)
class RepeatForm:
    """The fields as they stand."""

    is_on: bool = False
    every: str = "1 s"
    limit: Limit = Limit.UNTIL_STOPPED
    count: str = "10"
    time: str = "1 min"

    @property
    def title(self) -> str:
        """How often, in a few words."""
        if not self.is_on:
            return "once"
        try:
            timing = self.timing()
        except BadInput:
            return "again and again"
        limit = ""
        if timing.count is not None:
            limit = f", {timing.count:,} times"
        elif timing.duration_ns is not None:
            limit = f", for {show_span(timing.duration_ns)}"
        return f"every {show_span(timing.interval_ns)}{limit}"

    def timing(self) -> Timing:
        """What is asked for; BadInput when a field that is in use makes no sense."""
        interval_ns = _span(self.every, "INTERVAL_BAD", Field.INTERVAL)
        match self.limit:
            case Limit.UNTIL_STOPPED:
                return Timing(interval_ns)
            case Limit.COUNT:
                return Timing(interval_ns, count=_times(self.count))
            case Limit.TIME:
                return Timing(interval_ns, duration_ns=_span(self.time, "DURATION_BAD", Field.DURATION))


def _span(text: str, name: str, field: Field) -> int:
    span_ns = parse_span(text)
    if span_ns is None or not SHORTEST_INTERVAL_NS <= span_ns <= LONGEST_INTERVAL_NS:
        raise BadInput(Fault(name, about=show_name(text), field=field))
    return span_ns


def _times(text: str) -> int:
    typed = text.strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) <= _MOST_TIMES and int(typed)):
        raise BadInput(Fault("REPEAT_COUNT_BAD", about=show_name(text), field=Field.COUNT))
    return int(typed)
