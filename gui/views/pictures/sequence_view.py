"""The Sequence view: who talked to whom, one row a call, as a ladder to walk through and save (window thread).

Law: every arrow is a call of the capture; what is left out is counted above the picture.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from core.contract.records import CallRecord
from gui.drawing.ladder import Picture, head_height, ladder, row_height
from gui.drawing.measure import Measure
from gui.models.pictures.ladder_rows import LadderRows
from gui.models.records.record_list import RecordList
from gui.parts import Parts
from gui.views.lower_view import LowerView
from gui.views.pictures.picture_files import PictureButton
from gui.widgets.flow import Flow
from gui.widgets.picture.row_canvas import RowCanvas
from gui.widgets.tooltip import Tooltip

ZOOMS = (0.5, 0.75, 1.0, 1.5, 2.0)
NOTHING_YET = "Nobody has talked yet. Listen on a port in the Server tab, then connect to it in the Client tab."
NOTHING_HERE = (
    "No call here is what the filter and “only” ask for. Clear the filter and choose “everything” to see all."
)
MOST_SAVED = 2_000
"""Rows of a picture that is saved: more than anybody can look at in one piece."""


class SequenceView(LowerView):
    """A ladder over the records that the filter line and the scope leave."""

    is_filtered = True

    def __init__(self, parent: tk.Misc, parts: Parts) -> None:
        super().__init__(parent)
        self._parts = parts
        self._zoom = 1.0
        self._chosen: int | None = None
        self.rows = LadderRows(parts.capture, parts.sockets, parts.selection, parts.filter)
        self.canvas = RowCanvas(self, parts.theme, self, empty=NOTHING_YET)
        self.canvas.pack(fill="both", expand=True)
        self.canvas.on_choose(parts.selection.choose_record)
        for keys, step in (("<Control-Button-4>", 1), ("<Control-Button-5>", -1)):
            self.canvas.canvas.bind(keys, lambda _, step=step: self._zoom_by(step))  # type: ignore[misc]
        self.canvas.canvas.bind("<Control-MouseWheel>", lambda event: self._zoom_by(1 if event.delta > 0 else -1))
        self.bind("<Destroy>", self._end, add=True)

    def controls(self, bar: Flow) -> tk.Widget:
        """Zoom, save."""
        frame = ttk.Frame(bar)
        for text, step, tip in (("−", -1, "Less room between the rows"), ("+", 1, "More room between the rows")):
            button = ttk.Button(
                frame,
                text=text,
                width=2,
                style="Quiet.TButton",
                command=lambda step=step: self._zoom_by(step),  # type: ignore[misc]
            )
            button.pack(side="left")
            Tooltip(button, self._parts.theme, f"{tip} (Ctrl and the wheel)")
        PictureButton(frame, self._parts, "sequence", self._whole).pack(side="left")
        return frame

    @property
    def stamp(self) -> object:
        """Zoom, filter, scope, the selected record, and how far the search for rows is."""
        selection, records = self._parts.selection, self.rows.records
        return (
            selection.side,
            selection.filter,
            selection.record,
            self._parts.filter.version,
            records.progress,
            self._zoom,
        )

    @property
    def records_shown(self) -> RecordList[CallRecord | None]:
        """The list of its rungs."""
        return self.rows.records

    @property
    def found(self) -> tuple[int, float]:
        """Rows, and how much of the capture was looked at for them."""
        return len(self.rows), self.rows.records.progress

    def bring_up_to_date(self) -> None:
        """Show what there is now."""
        changed = self.rows.bring_up_to_date()
        self.canvas.set_empty(NOTHING_HERE if self.rows.is_narrow and self._parts.capture.count else NOTHING_YET)
        if changed:
            self.canvas.scroll_to(len(self.rows))
        self.canvas.refresh()
        self._follow_selection()

    def __len__(self) -> int:
        return len(self.rows)

    def heights(self, measure: Measure) -> tuple[int, int]:
        """Of the names above, and of a row."""
        return head_height(measure), row_height(measure, self._zoom)

    def picture(self, first: int, count: int, width: int, measure: Measure) -> Picture:
        """Some rows."""
        rungs, lanes = self.rows.rungs(first, count)
        left_out = self.rows.left_out
        note = f"{left_out:,} calls left out" if left_out and rungs else ""
        return ladder(rungs, lanes, width, measure, self._zoom, self._parts.selection.record, note)

    def _whole(self, measure: Measure) -> Picture:
        """All rows, or the most that make a picture: those in sight and what follows."""
        first = 0 if len(self.rows) <= MOST_SAVED else self.canvas.first
        return self.picture(first, MOST_SAVED, self.canvas.winfo_width(), measure)

    def _zoom_by(self, step: int) -> str:
        at = ZOOMS.index(self._zoom) + step
        self._zoom = ZOOMS[min(max(at, 0), len(ZOOMS) - 1)]
        self.canvas.refresh()
        return "break"

    def _follow_selection(self) -> None:
        """Bring the record that was chosen elsewhere into sight, once."""
        wanted = self._parts.selection.record
        if wanted == self._chosen:
            return
        row = None if wanted is None else self.rows.records.row_of(wanted)
        if row is not None:
            self.canvas.see(row)
        if row is not None or wanted is None or self.rows.records.progress >= 1:
            self._chosen = wanted

    def _end(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self:
            self.rows.close()
