"""What a window says about the capture that it shows: its summary, and what of it can't be read (window thread).

Law: whatever is missing is said, and texts that come out of the file are shown escaped.
"""

from __future__ import annotations

from core.capture.format import WHOLE_PAYLOAD
from core.explain.faults import Explanation, explain
from core.payload.escapes import show_name
from core.payload.numbers import counted, show_size
from gui.models.files.opened import OpenedCapture
from gui.models.records.reading import moment


def title_of(opened: OpenedCapture) -> str:
    """What stands above its window."""
    return f"{show_name(opened.path.name)} — Socket Lab capture"


def sockets_heading(opened: OpenedCapture) -> tuple[str, str]:
    """Over the list of its sockets, and how many: ("Sockets of this capture", "4")."""
    shown, there_are = len(opened.rows), len(opened.stories)
    count = f"{there_are:,}" if shown == there_are else f"the last {shown:,} of {there_are:,}"
    return "Sockets of this capture", count


def summary(opened: OpenedCapture) -> str:
    """Rows, bytes, when and by what it was recorded."""
    capture, status, header = opened.capture, opened.capture.status, opened.capture.header
    totals = capture.overall
    parts = [
        "read only",
        counted(status.rows - status.dropped_rows, "row"),
        f"in {show_size(totals.bytes_in)}",
        f"out {show_size(totals.bytes_out)}",
        f"recorded {_span(opened)}",
        f"by Socket Lab {show_name(header.lab)} on {show_name(header.platform)}",
    ]
    if status.dropped_rows:
        parts.append(f"without the oldest {counted(status.dropped_rows, 'row')}, which a limit let go")
    if header.payload_most < WHOLE_PAYLOAD:
        parts.append(
            f"of each row the first {counted(header.payload_most, 'byte')} kept, {show_size(status.cut_bytes)} not"
        )
    return "  ·  ".join(parts)


def what_is_missing(opened: OpenedCapture) -> Explanation | None:
    """What can't be read of it, and what to do; None when all of it can."""
    status = opened.capture.status
    if status.fault is None:
        return None
    words = explain(status.fault)
    return Explanation(words.sentence, f"{words.remedy} {show_size(status.unreadable_bytes)} can’t be read.", "")


def _span(opened: OpenedCapture) -> str:
    capture = opened.capture
    began = moment(capture.header.start_ns)
    if capture.count < capture.first:
        return f"{began:%Y-%m-%d %H:%M:%S}"
    ended = moment(capture.columns.time_ns[capture.count - 1])
    last = f"{ended:%H:%M:%S}" if ended.date() == began.date() else f"{ended:%Y-%m-%d %H:%M:%S}"
    return f"{began:%Y-%m-%d %H:%M:%S} to {last}"
