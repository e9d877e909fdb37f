"""Where to go to in a view: a call's number, a time of day, or seconds since the recording began (window thread).

Law: what is typed is understood or refused with a reason; where no row is quite there, the next one is gone to and that
is said.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from core.capture.capture import Capture
from core.contract.faults import BadInput, Fault
from core.payload.escapes import show_name

_NUMBER = re.compile(r"#?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})", re.ASCII)
_MOST_DAYS = 400
_SECOND_NS = 1_000_000_000
"""A time without a fraction means the second in which the recording began, too."""


@dataclass(frozen=True, slots=True)
class Call:
    """The call of this number."""

    seq: int


@dataclass(frozen=True, slots=True)
class Moment:
    """The first call that began then or later."""

    time_ns: int


@dataclass(frozen=True, slots=True)
class Landing:
    """Where one comes to."""

    seq: int
    note: str = ""
    """Said when it is not quite what was asked for."""


class Rows(Protocol):
    """What has to be known of the view: RecordList."""

    def __len__(self) -> int:
        """How many rows there are."""

    def seq_at(self, row: int) -> int | None:
        """The record in a row; None for one that is no longer kept."""


def parse_target(text: str, capture: Capture) -> Call | Moment:
    """What a person means by "1203", "14:03:11.5", "2026-07-31 14:03" or "+12.5 s"; BadInput."""
    typed = text.strip()
    if match := _NUMBER.fullmatch(typed):
        return Call(int(match[1].replace(",", "")))
    if typed.startswith("+"):
        return Moment(_since(typed[1:].replace(" ", ""), capture.header.start_ns))
    if ":" in typed:
        return Moment(_time_of_day("T".join(typed.split()), capture))
    raise BadInput(Fault("JUMP_BAD", about=show_name(typed)))


def land(target: Call | Moment, rows: Rows, capture: Capture) -> Landing:
    """The row to go to; BadInput when the view has none."""
    kept = _first_row_from(1, rows)
    if kept >= len(rows):
        raise BadInput(Fault("JUMP_NO_ROWS"))
    if isinstance(target, Call):
        return _at_call(target.seq, kept, rows, capture)
    times = capture.columns.time_ns

    def time_of(row: int) -> int:
        return times[_seq(rows, row) - 1]

    # Halving: where the clock was set back during the recording, a moment may be there twice, and one of them is found.
    row = bisect_left(range(len(rows)), target.time_ns, kept, key=time_of)
    if row >= len(rows):
        return Landing(_seq(rows, len(rows) - 1), "All rows here are earlier: this is the last one.")
    return Landing(_seq(rows, row))


def _at_call(seq: int, kept: int, rows: Rows, capture: Capture) -> Landing:
    if seq < capture.first:
        return Landing(_seq(rows, kept), f"Call {seq:,} is no longer kept: this is the first row here.")
    row = _first_row_from(seq, rows)
    if row >= len(rows):
        why = f"There are {capture.count:,} calls" if seq > capture.count else f"Call {seq:,} is not shown here"
        return Landing(_seq(rows, len(rows) - 1), f"{why}: this is the last row.")
    found = _seq(rows, row)
    return Landing(found, "" if found == seq else f"Call {seq:,} is not shown here: the next row is call {found:,}.")


def _first_row_from(seq: int, rows: Rows) -> int:
    """The first row of a record from `seq` on."""
    return bisect_left(range(len(rows)), seq, key=lambda row: _seq(rows, row))


def _seq(rows: Rows, row: int) -> int:
    """The record in a row; 0 for one that is no longer kept."""
    return rows.seq_at(row) or 0


def _since(text: str, start_ns: int) -> int:
    from core.capture.filtering.language.quantities import parse_seconds  # not needed before somebody jumps

    return parse_seconds(start_ns)(text, 1).low


def _time_of_day(text: str, capture: Capture) -> int:
    """Without a date: on the first day of the recording on which that time comes after its beginning."""
    from core.capture.filtering.language.quantities import local_day, parse_clock

    start_ns = capture.header.start_ns
    last_ns = capture.columns.time_ns[capture.count - 1] if capture.count else start_ns
    first_day = local_day(start_ns)
    moment = parse_clock(first_day)(text, 0).low
    days = min((local_day(last_ns) - first_day).days, _MOST_DAYS)
    later = (parse_clock(first_day + timedelta(days=number))(text, 0).low for number in range(1, days + 1))
    return next((time_ns for time_ns in (moment, *later) if time_ns >= start_ns - _SECOND_NS), moment)
