"""The calls round a record that one thing caused (window thread).

Law: read when a person looks at one of them, and never more than a few hundred records.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.contract.records import CallRecord
from core.explain.calls.groups import begins_group

MOST = 200
"""Calls looked at in each direction; closing 5,000 sockets at once is a group too, and nobody counts that."""


class Group(NamedTuple):
    """A group, and the place in it of the call that was asked about."""

    first: CallRecord
    place: int
    """From 1."""
    size: int


def group_of(capture: Capture, seq: int) -> Group | None:
    """The group that a record belongs to; None where it is too large, or can't be read to its ends."""
    lowest, highest = max(1, seq - MOST), min(capture.count, seq + MOST)
    try:
        rows = capture.records(range(lowest, highest + 1))
    except CaptureError:  # a part of it is no longer kept, or damaged
        return None
    at = seq - lowest
    start = _start(rows, at)
    if start is None and lowest > 1:
        return None
    end = next((later for later in range(at + 1, len(rows)) if begins_group(rows[later - 1], rows[later])), len(rows))
    if end == len(rows) and highest < capture.count:
        return None
    start = start or 0
    return Group(rows[start], at - start + 1, end - start)


def _start(rows: Sequence[CallRecord], at: int) -> int | None:
    """Where the group of a row begins; None: before all of these."""
    return next((row for row in range(at, 0, -1) if begins_group(rows[row - 1], rows[row])), None)
