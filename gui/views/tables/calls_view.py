"""The Calls view: every socket call in order, with what it was made for; look-ups and retries folded if asked.

Window thread. Law: a row after which something is folded says how much.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from gui.models.records.call_fold import CallFold
from gui.models.records.record_index import RecordIndex
from gui.models.records.record_list import RecordList
from gui.models.records.record_rows import CallRows, TableRow
from gui.parts import Parts
from gui.views.tables.record_view import CALL_COLUMNS, NO_CALLS, NO_CALLS_YET, RecordView
from gui.widgets.flow import Flow
from gui.widgets.tooltip import Tooltip


class CallsView(RecordView):
    """A table of all calls that can be folded."""

    def __init__(self, parent: tk.Misc, parts: Parts) -> None:
        capture = parts.capture
        self.fold = CallFold(capture, parts.filter, parts.selection, is_folded=parts.settings.calls_folded)
        index = RecordIndex(self.fold.calls, lambda: capture.count, capture.columns.socket)
        rows = CallRows(capture, parts.reading, parts.command_name, self._folded_after)
        records: RecordList[TableRow] = RecordList(index, rows.read, parts.selection, self.fold)
        rows.before = records.before
        super().__init__(parent, parts, "calls", CALL_COLUMNS, records, NO_CALLS_YET if capture.is_live else NO_CALLS)
        self._counted = (0, 0, 0)
        self._folded = tk.BooleanVar(self, self.fold.is_folded)
        self.bind("<Destroy>", self._end, add=True)

    def controls(self, bar: Flow) -> tk.Widget:
        """The switch that folds."""
        holder = ttk.Frame(bar)  # the bar gives the controls of a view all the room there is
        self.switch = ttk.Checkbutton(
            holder, text="Fold look-ups and retries", variable=self._folded, command=self._switch_fold
        )
        self.switch.pack(side="left")
        Tooltip(
            self.switch,
            self._parts.theme,
            "Leave out what the lab asks only to show it (getsockname…) and calls that only had to wait (EAGAIN); the "
            "row before says how many.",
        )
        return holder

    def bring_up_to_date(self) -> None:
        """What is folded behind a row is known when the row after it is: then it is written once more."""
        self.fold.bring_up_to_date()
        super().bring_up_to_date()
        counted = self.fold.version, self.fold.reach, len(self.records)
        if self.fold.is_folded and counted != self._counted:
            self._counted = counted
            self.records.forget_rows()
            self.table.refresh()

    def remember(self) -> None:
        """Whether it is folded, besides its columns."""
        super().remember()
        self._parts.settings.calls_folded = self.fold.is_folded

    @property
    def stamp(self) -> object:
        """What is asked for, and how far it is found."""
        return super().stamp, self.fold.is_folded

    def _switch_fold(self) -> None:
        self.fold.is_folded = self._folded.get()
        self.bring_up_to_date()

    def _folded_after(self, seq: int) -> int:
        row = self.records.row_of(seq)
        following = None if row is None else self.records.seq_at(row + 1)
        return self.fold.folded_between(seq, following or self._parts.capture.count + 1)

    def _end(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self:
            self.fold.close()
