r"""A log that people read: UTF-8, one row a line, whatever the row holds (a worker thread's).

Law: control, invisible and direction-changing characters stand as escapes, so that no terminal or editor obeys them.

    # Socket Lab 1.2.3: ...
    12  2026-11-23 14:03:11.204512345+01:00  #2  <-  127.0.0.1:51324  7 B  hello\r\n
    13  2026-11-23 14:03:11.204630001+01:00  #2  close() = 0

A row that moved bytes shows direction (<- received, -> sent), peer, size and data, with "…" where the capture kept only
the beginning; any other shows the call, its arguments, and its result and address, or the name of its error.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from core.capture.capture import Capture
from core.capture.export.clock import Clock
from core.capture.export.words import Names, direction_of, payload_text, size_of
from core.capture.stories.stories import Stories
from core.contract.records import INSIDE_CALLS, CallRecord
from core.payload.escapes import show_name

_SIGNS = {"in": "<-", "out": "->"}


def write_text(
    stream: BinaryIO, capture: Capture, stories: Stories, pages: Iterable[list[CallRecord]], *, traffic_only: bool
) -> int:
    """Write a line for each row, or for each that moved bytes; how many."""
    lab = f"Socket Lab {show_name(capture.header.lab)}".strip()
    about = "row, time, socket; <- (received) or -> (sent), TLS when inside it, peer, size, data; or the call"
    stream.write(f"# {lab}: {about}\n".encode())
    rows, names, clock = 0, Names(stories), Clock()
    for page in pages:
        lines = [
            f"{record.seq}  {clock.text(record.time_ns)}  #{record.socket}  {_what(record, names, capture)}\n"
            for record in page
            if record.moved_bytes or not traffic_only
        ]
        stream.write("".join(lines).encode())
        rows += len(lines)
    return rows


def _what(record: CallRecord, names: Names, capture: Capture) -> str:
    if direction := direction_of(record):
        sign = _SIGNS[direction] + "  TLS" * (record.call in INSIDE_CALLS)
        peer, size = names.peer_of(record) or "-", size_of(record, capture)
        data = f"  {payload_text(record.payload)}" if record.payload else ""
        return f"{sign}  {peer}  {size} B{data}" + ("…" if size > len(record.payload) else "")
    arguments = ", ".join(names.show(str(argument)) for argument in record.args)
    result = f"-1 {names.show(record.error)}" if record.error else str(record.result)
    address = f"  {names.show(record.address)}" if record.address else ""
    return f"{record.call.label}({arguments}) = {result}{address}"
