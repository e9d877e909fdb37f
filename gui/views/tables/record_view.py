"""One table of call records: the Traffic view or the Calls view (window thread).

Law: a hidden view costs nothing; a shown one reads the rows on screen and no others.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.contract.faults import Fault
from core.explain.faults import explain
from core.payload.encodings import UTF_8
from gui.models.records.reading import TimeStyle
from gui.models.records.record_index import RecordIndex
from gui.models.records.record_list import RecordList
from gui.models.records.record_rows import DATA_SHOWN, WHOLE, TableRow, TrafficRows
from gui.parts import Parts
from gui.views.lower_view import LowerView
from gui.views.tables.row_menu import RowMenu
from gui.widgets.table.columns import Column
from gui.widgets.table.virtual_table import VirtualTable

if TYPE_CHECKING:
    from gui.models.records.record_copy import Copied

TRAFFIC_COLUMNS = (
    Column("time", "time", 136),
    Column("socket", "socket", 62),
    Column("direction", "direction", 92),
    Column("peer", "peer", 176),
    Column("size", "size", 72, "right"),
    Column("data", "data", 300, stretch=True),
    Column("number", "no.", 66, "right"),
)
TRAFFIC_ORDER = ("number", "time", "socket", "direction", "peer", "size", "data")
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
NO_BYTES = "No bytes went over in this capture."
NO_CALLS = "No socket call is in this capture."
NOTHING_HERE = "No row here is what the filter and “only” ask for. Clear the filter and choose “everything” to see all."

_CELL_PADDING = 18
"""At text size 100 %: what a cell has round its text, a little more than that."""


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
        order: Sequence[str] = (),
    ) -> None:
        """`name`: under which its columns are remembered; `order`: how they stand, if not in that of the cells."""
        super().__init__(parent)
        self._parts = parts
        self._name = name
        self.records = records
        self.read_whole = records.read
        """Rows with all that they say, however long: to be copied."""
        self._nothing_yet = nothing_yet
        self._shown_record: int | None = None
        self._time_style: TimeStyle | None = None
        self._known: object = None
        self._longest_number = ""
        self._columns = tuple(column.key for column in columns)
        self.table = VirtualTable(
            self, parts.theme, columns, records, empty=nothing_yet, follow=parts.capture.is_live, order=order
        )
        self.menu = RowMenu(self.table, parts, records.seq_at, lambda form: self._copy(self.table.selection, form))
        self.table.pack(fill="both", expand=True)
        self._listen()
        self.table.set_widths(parts.settings.column_widths.get(name, {}))
        self.table.set_order(parts.settings.column_orders.get(name, {}))
        self._say_what_is_read()

    @property
    def stamp(self) -> object:
        """What is asked for, and how far it is found."""
        selection = self._parts.selection
        parts = self._parts
        return selection.side, selection.filter, parts.filter.version, parts.reading.version, self.records.progress

    @property
    def records_shown(self) -> RecordList[TableRow]:
        """The list of its rows."""
        return self.records

    @property
    def found(self) -> tuple[int, float]:
        """Its rows, and how much of the capture has been looked at for them."""
        return len(self.records), self.records.progress

    def remember(self) -> None:
        """Its columns."""
        self._parts.settings.column_widths[self._name] = dict(self.table.widths)
        self._parts.settings.column_orders[self._name] = self.table.order

    def go_to(self, seq: int) -> bool:
        """Select a record, in all views, and have it in sight; False while it is not in this one (yet)."""
        row = self.records.row_of(seq)
        if row is None:
            return False
        self.table.select(row)
        self._shown_record = seq
        self._parts.selection.choose_record(seq)
        return True

    @property
    def here(self) -> int:
        """The selected record, else the one uppermost in sight: from where a person looks on."""
        chosen = self._parts.selection.record
        return chosen if chosen is not None else self.records.seq_at(self.table.first) or 0

    def bring_up_to_date(self) -> None:
        """Show what there is now; called only while the view is in front."""
        if self.records.narrow():
            self._shown_record = None
            self.table.set_model(self.records)
        known = self._parts.sockets.version, self._parts.reading.version
        if known != self._known:
            self._known = known
            self.records.forget_rows()
            self._say_what_is_read()
        self.records.advance(self._parts.sockets.highest)
        self.table.set_empty(
            NOTHING_HERE if self._parts.capture.count and self.records.is_narrow else self._nothing_yet
        )
        self._make_room_for_numbers()
        self.table.refresh()
        self._follow_selection()

    def _listen(self) -> None:
        self.table.on_select(self._choose)
        self.table.on_context(self.menu.open_for_row)
        self.table.on_heading(self.menu.open_for_heading)
        self.table.on_copy(self._copy)

    def _say_what_is_read(self) -> None:
        """In the headings: which time, and which encoding unless it is the usual one."""
        reading = self._parts.reading
        if reading.time_style is not self._time_style:
            if self._time_style is not None:
                self.table.set_widths({"time": reading.time_style.column_width})
            self._time_style = reading.time_style
            self.table.set_title("time", reading.time_style.heading)
        if "data" in self._columns:
            is_usual = reading.encoding is UTF_8
            self.table.set_title("data", "data" if is_usual else f"data as {reading.encoding.title}")

    def _make_room_for_numbers(self) -> None:
        """When they get longer; a column that somebody makes narrower afterwards stays so."""
        longest = f"{self._parts.capture.count:,}"
        if len(longest) > len(self._longest_number):
            self._longest_number = longest
            theme = self._parts.theme
            needed = round(theme.text_width("0" * len(longest), "LabMono") / theme.look.scale) + _CELL_PADDING
            if self.table.widths["number"] < needed:
                self.table.set_widths({"number": needed})

    def _copy(self, rows: tuple[range, ...], form: str = "TEXT") -> None:
        """In a worker thread: many rows take their time."""
        from gui.models.records.record_copy import MOST_ROWS, CopyForm, copied  # not needed before somebody copies

        seqs: list[int] = []
        for some in rows:
            seqs += [seq for seq in self.records.seqs_in(some.start, min(len(some), MOST_ROWS - len(seqs))) if seq]
        left = sum(map(len, rows)) - len(seqs)
        order = [self._columns.index(key) for key in self.table.columns_in_order]
        self._parts.bridge.ask(
            lambda: copied(self._parts.capture, seqs, CopyForm[form], self.read_whole, order, left), self._take_copied
        )

    def _take_copied(self, copied: Copied | Fault) -> None:
        if not self.winfo_exists():  # its window was closed meanwhile
            return
        if isinstance(copied, Fault):
            words = explain(copied)
            self.menu.services.say(f"{words.sentence} {words.remedy}")
            return
        self.clipboard_clear()
        self.clipboard_append(copied.text)
        self.menu.services.say(copied.message)

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
    capture, filter, remote_of = parts.capture, parts.filter, parts.sockets.remote_text
    index = RecordIndex(filter.traffic, lambda: capture.count, capture.columns.socket)
    rows, whole_rows = (TrafficRows(capture, parts.reading, remote_of, most=most) for most in (DATA_SHOWN, WHOLE))
    records = RecordList(index, rows.read, parts.selection, filter)
    rows.before = whole_rows.before = records.before
    view = RecordView(
        parent, parts, "traffic", TRAFFIC_COLUMNS, records, NOTHING_YET if capture.is_live else NO_BYTES, TRAFFIC_ORDER
    )
    view.read_whole = whole_rows.read
    return view
