"""One table of call records: the Traffic view or the Calls view (window thread).

Law: a hidden view costs nothing; a shown one reads the rows on screen and no others.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence

from gui.models.record_index import RecordIndex
from gui.models.record_list import RecordList
from gui.models.record_rows import CallRows, TableRow, TrafficRows
from gui.parts import Parts
from gui.views.lower_view import LowerView
from gui.widgets.columns import Column
from gui.widgets.virtual_table import VirtualTable

TRAFFIC_COLUMNS = (
    Column("time", "time", 136),
    Column("socket", "socket", 62),
    Column("direction", "direction", 78),
    Column("peer", "peer", 176),
    Column("size", "size", 72, "right"),
    Column("data", "data", 300, stretch=True),
)
CALL_COLUMNS = (
    Column("number", "no.", 66, "right"),
    Column("time", "time", 136),
    Column("socket", "socket", 62),
    Column("fd", "fd", 44, "right"),
    Column("call", "call", 300, stretch=True),
    Column("result", "result", 110),
    Column("took", "took", 76, "right"),
    Column("cause", "because", 270),
)

NOTHING_YET = "No bytes have gone over yet. Listen on a port in the Server tab, then connect to it in the Client tab."
NO_CALLS_YET = "No socket call has been made yet."
NOTHING_HERE = "No row here is what the filter and “only” ask for. Clear the filter and choose “everything” to see all."


class RecordView(LowerView):
    """A virtual table over a list of records that follows the window's one selection."""

    is_filtered = True

    def __init__(
        self,
        parent: tk.Misc,
        parts: Parts,
        name: str,
        columns: Sequence[Column],
        records: RecordList[TableRow],
        nothing_yet: str,
    ) -> None:
        """`name`: under which its column widths are remembered."""
        super().__init__(parent)
        self._parts = parts
        self._name = name
        self.records = records
        self._nothing_yet = nothing_yet
        self._shown_record: int | None = None
        self._known = -1
        self.table = VirtualTable(self, parts.theme, columns, records, empty=nothing_yet)
        self.table.pack(fill="both", expand=True)
        self.table.on_select(self._choose)
        self.table.set_widths(parts.settings.column_widths.get(name, {}))

    @property
    def stamp(self) -> object:
        """What is asked for, and how far it is found."""
        selection = self._parts.selection
        return selection.side, selection.filter, self._parts.filter.version, self.records.progress

    @property
    def records_shown(self) -> RecordList[TableRow]:
        """The list of its rows."""
        return self.records

    @property
    def found(self) -> tuple[int, float]:
        """Its rows, and how much of the capture has been looked at for them."""
        return len(self.records), self.records.progress

    def remember(self) -> None:
        """Its column widths."""
        self._parts.settings.column_widths[self._name] = dict(self.table.widths)

    def bring_up_to_date(self) -> None:
        """Show what there is now; called only while the view is in front."""
        if self.records.narrow():
            self._shown_record = None
            self.table.set_model(self.records)
        if self._known != self._parts.sockets.version:
            self._known = self._parts.sockets.version
            self.records.forget_rows()
        self.records.advance(self._parts.sockets.highest)
        self.table.set_empty(
            NOTHING_HERE if self._parts.capture.count and self.records.is_narrow else self._nothing_yet
        )
        self.table.refresh()
        self._follow_selection()

    def _choose(self, row: int | None) -> None:
        seq = None if row is None else self.records.seq_at(row)
        self._shown_record = seq
        self._parts.selection.choose_record(seq)

    def _follow_selection(self) -> None:
        """Select the record that was chosen in the other view, as soon as a filter has found it."""
        wanted = self._parts.selection.record
        if wanted == self._shown_record:
            return
        row = None if wanted is None else self.records.row_of(wanted)
        if row is not None or self.records.progress >= 1:
            self.table.select(row)
            self._shown_record = wanted


def traffic_view(parent: tk.Misc, parts: Parts) -> RecordView:
    """The records that moved bytes."""
    capture, filter = parts.capture, parts.filter
    index = RecordIndex(filter.traffic, lambda: capture.count, capture.columns.socket)
    read = TrafficRows(capture, parts.sockets.remote_text).read
    records = RecordList(index, read, parts.selection, filter)
    return RecordView(parent, parts, "traffic", TRAFFIC_COLUMNS, records, NOTHING_YET)


def calls_view(parent: tk.Misc, parts: Parts) -> RecordView:
    """All records."""
    capture, filter = parts.capture, parts.filter
    index = RecordIndex(filter.calls, lambda: capture.count, capture.columns.socket)
    read = CallRows(capture, parts.bridge.command_name).read
    records = RecordList(index, read, parts.selection, filter)
    return RecordView(parent, parts, "calls", CALL_COLUMNS, records, NO_CALLS_YET)
