"""The rows of the sequence ladder: which calls it shows, and who they are between (window thread).

Law: waiting calls and the lab's own look-ups have no rung; how many were left out is always known.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.contract.records import Call, CallRecord
from gui.drawing.cast import Cast, Lane
from gui.drawing.ladder import Rung
from gui.drawing.steps import step_of
from gui.models.finding.record_filter import RecordFilter
from gui.models.records.reading import clock_text
from gui.models.records.record_index import RecordIndex
from gui.models.records.record_list import RecordList
from gui.models.records.record_rows import GONE_SEQ
from gui.models.records.selection import Scope, Selection
from gui.models.sockets.sockets import Sockets

_TELLING = (
    "not (errno:EAGAIN or errno:EWOULDBLOCK or call:getsockname or call:getpeername or call:setsockopt"
    " or call:setblocking)"
)
_SLICE = 1 << 16


class LadderRows:
    """A list of rungs, narrowed by the filter line and the scope like the other views."""

    def __init__(self, capture: Capture, sockets: Sockets, selection: Selection, line: RecordFilter) -> None:
        self._capture = capture
        self._sockets = sockets
        self._selection = selection
        self._line = line
        self._filter = RecordFilter(capture)
        index = RecordIndex(self._filter.calls, lambda: capture.count, capture.columns.socket)
        self.records: RecordList[CallRecord | None] = RecordList(index, self._read, selection, self._filter)
        self._cast = Cast(sockets)
        self._finished: dict[int, int] = {}
        self._looked = 0

    def bring_up_to_date(self) -> bool:
        """Follow the filter line, the scope and the capture; True when other rows are shown from now on."""
        self._filter.set(f"({self._line.text}) {_TELLING}" if self._line.text.strip() else _TELLING)
        self._filter.follow()
        changed = self.records.narrow()
        self.records.advance(self._sockets.highest)
        if self._cast.version != self._sockets.version:
            self._cast = Cast(self._sockets)
        return changed

    def __len__(self) -> int:
        return len(self.records)

    @property
    def left_out(self) -> int:
        """Calls of the capture that have no rung, whatever the reason."""
        capture = self._capture
        return max(0, capture.count - capture.first + 1 - len(self))

    @property
    def is_narrow(self) -> bool:
        """Whether the filter line or the scope leaves something out."""
        return self._line.is_on or self._selection.scope is not Scope.ALL

    def rungs(self, first: int, count: int) -> tuple[list[Rung], list[Lane]]:
        """Some rows, and the lanes that they need, from left to right."""
        records = [record for record in self.records.rows(first, count) if record is not None]
        self._note_finished()
        lanes = self._cast.lanes(records, self._wanted())
        return [self._rung(record) for record in records], lanes

    def close(self) -> None:
        """End the thread that looks for the rows."""
        self._filter.close()

    def _wanted(self) -> Sequence[int]:
        """The sockets that the view speaks of."""
        if self._selection.scope is Scope.ALL:
            return [snapshot.number for snapshot in self._sockets.everything()]
        return [number for number, wanted in enumerate(self._selection.mask()) if wanted]

    def _rung(self, record: CallRecord) -> Rung:
        own, far = self._cast.own_end(record), self._cast.far_end(record)
        snapshot = self._sockets.get(record.socket)
        step = step_of(
            record,
            far_is_ours=far is not None and far.socket > 0,
            has_finished=self._finished.get(record.socket, record.seq) < record.seq,
            ending=snapshot.ending if snapshot is not None and snapshot.remote is not None else None,
        )
        return Rung(record.seq, clock_text(record.time_ns)[:12], record.time_ns, own, far, step)

    def _note_finished(self) -> None:
        """Which sockets called shutdown(), and when: found in the column of calls, a slice at a time."""
        columns, count = self._capture.columns, self._capture.count
        start = max(self._looked, self._capture.first - 1)
        while start < count:
            calls = columns.call[start : min(start + _SLICE, count)].tobytes()
            at = calls.find(Call.SHUTDOWN)
            while at >= 0:
                if not columns.failed[start + at]:
                    self._finished.setdefault(columns.socket[start + at], start + at + 1)
                at = calls.find(Call.SHUTDOWN, at + 1)
            start += len(calls)
        self._looked = count

    def _read(self, seqs: Sequence[int]) -> list[CallRecord | None]:
        try:
            if GONE_SEQ not in seqs:
                return list(self._capture.records(seqs))
        except CaptureError:
            pass
        return [self._read_one(seq) for seq in seqs]

    def _read_one(self, seq: int) -> CallRecord | None:
        """None for a row that the capture no longer keeps."""
        try:
            return self._capture.record(seq) if seq != GONE_SEQ else None
        except CaptureError:
            return None
