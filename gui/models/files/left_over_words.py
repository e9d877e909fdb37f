"""What is said of recordings that are left over from labs that broke down (window thread).

Law: the newest is described, the others are counted.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.capture.recording.left_over import LeftOver
from core.payload.numbers import show_size
from gui.models.records.reading import moment


def headline(left: Sequence[LeftOver]) -> str:
    """What there is; the newest comes first."""
    if len(left) == 1:
        return "A recording is left over from a Socket Lab that did not close in order"
    return f"{len(left):,} recordings are left over from a Socket Lab that did not close in order"


def sentence(left: Sequence[LeftOver]) -> str:
    """Which one this is about: "It began on 2026-11-26 at 14:03:11 and takes 1.2 MB." """
    newest, others = left[0], len(left) - 1
    which = "The newest" if others else "It"
    more = f" Then come {others:,} more." if others > 1 else " Then comes 1 more." if others else ""
    began = f"{moment(newest.start_ns):on %Y-%m-%d at %H:%M:%S}"
    return f"{which} began {began} and takes {show_size(newest.size_bytes)}.{more}"
