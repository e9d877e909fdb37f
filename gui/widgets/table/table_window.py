"""The part of a table that can be seen: a ttk.Treeview that holds the visible rows and no others (window thread).

Law: whatever changed, drawing is one Tcl call. Each call from Python may have to wait for the interpreter's lock while
another thread works, so a call per row would make the window late by a row's number of waits.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from tkinter import ttk
from typing import TypeAlias

from gui.theme import Theme
from gui.widgets.said_label import SaidLabel
from gui.widgets.table.cell_hint import CellHint
from gui.widgets.table.column_drag import ColumnDrag
from gui.widgets.table.columns import Column

Row: TypeAlias = tuple[str, tuple[str, ...]]
"""Its tag, and the text of its cells."""

_FILL = """
namespace eval ::socketlab {}
proc ::socketlab::fill {tree rows selected} {
    set items [$tree children {}]
    while {[llength $items] < [llength $rows]} { lappend items [$tree insert {} end] }
    if {[llength $items] > [llength $rows]} { $tree delete [lrange $items [llength $rows] end] }
    foreach item $items row $rows {
        if {$row eq {}} break
        $tree item $item -tags [lindex $row 0] -values [lindex $row 1]
    }
    set chosen {}
    foreach index $selected { lappend chosen [lindex $items $index] }
    $tree selection set $chosen
}
"""
_NARROWEST = 30
_TITLE_PADDING = 8


class TableWindow(ttk.Frame):
    """A bordered tree with scroll bars and a hint for when there is nothing in it."""

    def __init__(
        self, parent: tk.Misc, theme: Theme, columns: Sequence[Column], *, mono: bool, empty: str, order: Sequence[str]
    ) -> None:
        """`columns` are in the order of a row's cells, `order` is how they stand; without it, in the same order."""
        super().__init__(parent, style="Border.TFrame")
        self._theme = theme
        self._columns = tuple(columns)
        self._place = (0, 0, 0)
        self._font = "LabMono" if mono else "LabText"
        self._titles = {column.key: column.title for column in columns}
        self._widths: dict[str, int] = {column.key: column.width for column in columns}
        self._usual_order = self._order = tuple(order) or tuple(column.key for column in columns)
        self.tk.eval(_FILL)
        self.tree = ttk.Treeview(
            self,
            columns=[column.key for column in columns],
            show="headings",
            selectmode="none",  # the selection is ours: what is selected may not be in sight
            style="Mono.Treeview" if mono else "Treeview",
            xscrollcommand=self._show_sideways_bar,
            height=3,
        )
        self._bar = ttk.Scrollbar(self, orient="vertical", takefocus=False)
        self._sideways_bar = ttk.Scrollbar(self, orient="horizontal", command=self.tree.xview, takefocus=False)
        self._hint = SaidLabel(self.tree, style="Hint.TLabel")
        self._hint.configure(justify="center", anchor="center")
        self._hint.say(empty)
        self._is_hinting = False
        self._cell_hint = CellHint(self.tree, theme, self._font)
        self._drag = ColumnDrag(self, self.tree)
        self._arrange()
        theme.follow(self, self._apply_theme)

    @property
    def widths(self) -> dict[str, int]:
        """The width of each column that does not stretch, in pixels at text size 100 %."""
        return {column.key: self._widths[column.key] for column in self._columns if not column.stretch}

    def set_widths(self, widths: Mapping[str, int]) -> None:
        """Bring widths back; unknown columns are ignored, and so is what cannot be a width."""
        for column in self._columns:
            if column.key in widths and widths[column.key] >= _NARROWEST:
                self._widths[column.key] = widths[column.key]
        self._apply_widths()

    @property
    def order(self) -> dict[str, int]:
        """The place of each column, from 1; empty while they stand as ever."""
        return {} if self._order == self._usual_order else {key: place for place, key in enumerate(self._order, 1)}

    @property
    def columns_in_order(self) -> tuple[str, ...]:
        """The keys of the columns as they stand."""
        return self._order

    def px(self, size: float) -> int:
        """A size at text size 100 % in real pixels."""
        return self._theme.px(size)

    def set_order(self, places: Mapping[str, int]) -> None:
        """Bring an order back; a column without a place comes where it ever was, as far as that is possible."""
        order = sorted((key for key in self._usual_order if key in places), key=places.__getitem__)
        for place, key in enumerate(self._usual_order):
            if key not in places:
                order.insert(place, key)
        self._show_order(order)

    def move_column(self, key: str, before: str | None) -> None:
        """Have a column stand before another one, or (None) at the end."""
        if key != before:
            order = [other for other in self._order if other != key]
            order.insert(len(order) if before is None else order.index(before), key)
            self._show_order(order)

    def reset_columns(self) -> None:
        """The usual order and widths."""
        self._widths = {column.key: column.width for column in self._columns}
        self._show_order(self._usual_order)
        self._apply_widths()

    def column_at(self, x: int) -> str | None:
        """The key of the column that is at `x`."""
        shown = self.tree.identify_column(x).removeprefix("#")
        return self._order[int(shown) - 1] if shown.isdecimal() and 0 < int(shown) <= len(self._order) else None

    def title_of(self, key: str) -> str:
        """What stands above a column."""
        return self._titles[key]

    def set_title(self, key: str, title: str) -> None:
        """Another title for a column."""
        if title != self._titles[key]:
            self._titles[key] = title
            self.tree.heading(key, text=title)
            self._apply_widths()

    def set_empty(self, text: str) -> None:
        """The hint that is shown while there are no rows."""
        if self._hint.say(text):
            self._place_hint()

    def set_heading(self, key: str, title: str, command: Callable[[], None]) -> None:
        """Another title for a column, and what a click on it does."""
        self.tree.heading(key, text=title, command=command)

    def rows_that_fit(self) -> tuple[int, bool]:
        """How many whole rows there is room for (at least 1), and whether a part of one more can be seen."""
        room = self.tree.winfo_height() - self._heading_height()
        whole, part = divmod(room, self._theme.row_height(self._font))
        return max(whole, 1), part > 0

    def slot_at(self, y: int) -> int | None:
        """Which of the visible rows is at `y`, counted from 0."""
        item = self.tree.identify_row(y)
        return self.tree.index(item) if item else None

    def fill(self, rows: Sequence[Row], selected: Sequence[int]) -> None:
        """Show these rows; `selected` are indexes into them."""
        self.tk.call("::socketlab::fill", self.tree, tuple(rows), tuple(selected))
        if bool(rows) == self._is_hinting:
            self._is_hinting = not rows
            self._place_hint()

    def show_place(self, first: int, page: int, total: int) -> None:
        """Have the scroll bar say which part of all rows is in sight."""
        if (first, page, total) != self._place:
            self._place = first, page, total
            self._bar.set(first / max(total, 1), min(1.0, (first + page) / max(total, 1)))

    def _heading_height(self) -> int:
        """Where the first row begins; Tk tells it only by what is at a place."""
        low, high = 0, self.tree.winfo_height()
        while low < high:
            middle = (low + high) // 2
            if self.tree.identify_region(2, middle) == "heading":
                low = middle + 1
            else:
                high = middle
        return low

    def _arrange(self) -> None:
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        self.tree.grid(row=0, column=0, sticky="nsew")
        self._bar.grid(row=0, column=1, sticky="ns")
        self._show_order(self._order)
        for column in self._columns:
            self.tree.heading(column.key, text=column.title, anchor=column.anchor)
            self.tree.column(column.key, anchor=column.anchor, stretch=column.stretch)
        # The border is this frame's, so the frame shows where the focus is.
        self.tree.bind("<FocusIn>", lambda _: self.state(["focus"]), add=True)
        self.tree.bind("<FocusOut>", lambda _: self.state(["!focus"]), add=True)
        self.tree.bind("<ButtonRelease-1>", lambda _: self._note_widths(), add=True)
        self.tree.bind("<Configure>", lambda _: self._place_hint(), add=True)

    def _show_order(self, order: Sequence[str]) -> None:
        self._order = tuple(order)
        self.tree.configure(displaycolumns=self._order)

    def _apply_theme(self) -> None:
        self.configure(padding=self._theme.px(2))
        for tag, colour in self._theme.palette.tags().items():
            self.tree.tag_configure(tag, foreground=colour)
        self._apply_widths()
        self._place_hint()

    def _apply_widths(self) -> None:
        for column in self._columns:
            width = self._shown_width(column)
            narrowest = width if column.stretch else self._theme.px(_NARROWEST)
            self.tree.column(column.key, width=width, minwidth=narrowest)

    def _shown_width(self, column: Column) -> int:
        """Real pixels; a column that nobody has dragged has room for its title, whose font does not scale evenly."""
        width = self._theme.px(self._widths[column.key])
        if self._widths[column.key] != column.width:
            return width
        title = self._titles[column.key]
        return max(width, self._theme.text_width(title, "LabSmall") + 2 * self._theme.px(_TITLE_PADDING) + 1)

    def _note_widths(self) -> None:
        for column in self._columns:
            shown = self.tree.column(column.key, "width")
            if not column.stretch and shown != self._shown_width(column):  # dragged, not rounded
                self._widths[column.key] = round(shown / self._theme.look.scale)

    def _place_hint(self) -> None:
        """In the middle of the rows that are not there, but never over the headings."""
        if not self._is_hinting:
            self._hint.place_forget()
            return
        self._hint.configure(wraplength=max(1, self.tree.winfo_width() - self._theme.px(32)))
        top = self._heading_height()
        spare = self.tree.winfo_height() - top - self._hint.winfo_reqheight()
        self._hint.place(relx=0.5, y=top + max(0, spare // 2), anchor="n")

    def _show_sideways_bar(self, first: float, last: float) -> None:
        self._sideways_bar.set(first, last)
        if float(first) <= 0 and float(last) >= 1:
            self._sideways_bar.grid_remove()
        else:
            self._sideways_bar.grid(row=1, column=0, sticky="ew")
