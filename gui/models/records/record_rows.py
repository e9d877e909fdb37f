"""Call records as rows of the Traffic and Calls views (window thread).

Law: what a peer sent goes through core.payload before it is shown; a record that can't be read says so in its row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.contract.records import INCOMING_CALLS, INSIDE_CALLS, CallRecord, Cause, CauseKind
from core.explain.calls.arguments import datagrams_dropped
from core.explain.calls.causes import cause_text
from core.explain.calls.forms import python_form
from core.explain.calls.groups import begins_group
from core.payload.numbers import show_elapsed, show_size
from gui.models.records.reading import Reading, TimeStyle

TableRow: TypeAlias = tuple[str, tuple[str, ...]]
"""The tag of a row (its colour; the text says the same) and its cells."""

DATA_SHOWN = 256
"""Bytes of a payload that its row shows: more than any column is wide."""
WHOLE = 1 << 62
"""All bytes of a payload."""
_CALL_SHOWN = 300
_WOULD_BLOCK = frozenset({"EAGAIN", "EWOULDBLOCK", "EINPROGRESS"})
"""What a non-blocking call answers when it must wait: everyday, not an error to a reader."""

GROUP_BEGINS, GROUP_GOES_ON = "┌", "│"
"""Before the cause of a call: something new caused it, or the same as the call before it."""

UNREADABLE = "This call can’t be read from the capture file."
GONE = "This call is no longer kept: a limit of the capture let the oldest go."

GONE_SEQ = 0
"""What the capture's list of traffic holds for a row that it no longer keeps."""


def why_unreadable(error: CaptureError) -> str:
    """What its row says instead of a record."""
    return GONE if error.fault.name == "ROW_GONE" else UNREADABLE


class _Rows:
    """What the rows of both views share."""

    def __init__(self, capture: Capture, reading: Reading) -> None:
        self._capture = capture
        self._reading = reading
        self.before: Callable[[int], int | None] = lambda seq: None
        """Gives the record in the row above that of a record, None where there is none."""

    def _time(self, record: CallRecord) -> str:
        before_ns = None
        if self._reading.time_style is TimeStyle.PREVIOUS and (before := self.before(record.seq)) is not None:
            before_ns = self._capture.columns.time_ns[before - 1]
        return self._reading.time_text(record.time_ns, before_ns)


class TrafficRows(_Rows):
    """Rows of the Traffic view: time, socket, direction, peer, size, data, number."""

    def __init__(
        self,
        capture: Capture,
        reading: Reading,
        remote_of: Callable[[int], str],
        *,
        most: int = DATA_SHOWN,
    ) -> None:
        """`most`: bytes of a payload that its row shows."""
        super().__init__(capture, reading)
        self._remote_of = remote_of
        self._most = most

    def read(self, seqs: Sequence[int]) -> list[TableRow]:
        """One row per sequence number."""
        return _read(self._capture, seqs, self._row, lambda _, why: ("muted", ("", "", "", "", "", why, "")))

    def _row(self, record: CallRecord) -> TableRow:
        incoming = record.call in INCOMING_CALLS
        cells = (
            self._time(record),
            f"#{record.socket}",
            ("← in" if incoming else "→ out") + " TLS" * (record.call in INSIDE_CALLS),
            record.address or self._remote_of(record.socket) or "–",
            show_size(record.size),
            self._data(record),
            f"{record.seq:,}",
        )
        return ("in" if incoming else "out"), cells

    def _data(self, record: CallRecord) -> str:
        if not record.payload:
            return "(empty datagram)"
        shown = self._reading.encoding.show(record.payload, self._most)
        return shown + "…" if len(record.payload) < record.size and len(record.payload) <= self._most else shown


class CallRows(_Rows):
    """Rows of the Calls view: number, time, socket, fd, the call, result or error, elapsed, cause."""

    def __init__(
        self,
        capture: Capture,
        reading: Reading,
        command_name: Callable[[int], str],
        folded_after: Callable[[int], int] = lambda seq: 0,
    ) -> None:
        """`folded_after`: how many calls are folded between the row of a record and the next row."""
        super().__init__(capture, reading)
        self._command_name = command_name
        self._folded_after = folded_after
        self._beginnings: frozenset[int] = frozenset()

    def read(self, seqs: Sequence[int]) -> list[TableRow]:
        """One row per sequence number."""
        self._beginnings = self._beginnings_of(seqs)
        return _read(self._capture, seqs, self._row, _unreadable_call)

    def _beginnings_of(self, seqs: Sequence[int]) -> frozenset[int]:
        """Those that something new caused; where that can't be read, none is said to be one."""
        wanted = sorted({near for seq in seqs for near in (seq - 1, seq) if near > 0})
        try:
            records = dict(zip(wanted, self._capture.records(wanted), strict=True))
        except CaptureError:
            return frozenset()
        return frozenset(seq for seq in seqs if seq in records and begins_group(records.get(seq - 1), records[seq]))

    def _row(self, record: CallRecord) -> TableRow:
        mark = GROUP_BEGINS if record.seq in self._beginnings else GROUP_GOES_ON
        folded = self._folded_after(record.seq)
        cells = (
            f"{record.seq:,}",
            self._time(record),
            f"#{record.socket}",
            str(record.fd) if record.fd >= 0 else "–",
            python_form(record)[:_CALL_SHOWN] + (f"   +{folded:,} folded" if folded else ""),
            record.error or str(record.result),
            show_elapsed(record.elapsed_ns),
            f"{mark} {cause_words(record.cause, self._command_name)}",
        )
        return _call_tag(record), cells


def cause_words(cause: Cause, command_name: Callable[[int], str]) -> str:
    """Why a call was made; a command by its name where that is still known: "your command: Listen"."""
    name = command_name(cause.command) if cause.kind is CauseKind.COMMAND else ""
    return f"your command: {name}" if name else cause_text(cause)


def _call_tag(record: CallRecord) -> str:
    if record.error and record.error not in _WOULD_BLOCK:
        return "error"
    if not record.moved_bytes:
        return "warning" if datagrams_dropped(record) else ""
    return "in" if record.call in INCOMING_CALLS else "out"


def _unreadable_call(seq: int, why: str) -> TableRow:
    return "muted", (f"{seq:,}", "", "", "", why, "", "", "")


def _read(
    capture: Capture,
    seqs: Sequence[int],
    as_row: Callable[[CallRecord], TableRow],
    unreadable: Callable[[int, str], TableRow],
) -> list[TableRow]:
    """Read together, or one by one when one of them can't be read."""
    if GONE_SEQ not in seqs:
        try:
            return [as_row(record) for record in capture.records(seqs)]
        except CaptureError:
            pass
    return [_read_one(capture, seq, as_row, unreadable) for seq in seqs]


def _read_one(
    capture: Capture,
    seq: int,
    as_row: Callable[[CallRecord], TableRow],
    unreadable: Callable[[int, str], TableRow],
) -> TableRow:
    if seq == GONE_SEQ:
        return unreadable(seq, GONE)
    try:
        return as_row(capture.record(seq))
    except CaptureError as error:
        return unreadable(seq, why_unreadable(error))
