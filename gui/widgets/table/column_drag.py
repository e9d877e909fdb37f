"""Columns of a table moved by dragging their headings (window thread).

Law: a click stays a click; while a heading is dragged a line shows where it would come to stand, and Escape lets it be.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gui.widgets.table.table_window import TableWindow

_THRESHOLD = 6
"""Pixels: a hand trembles."""
_LINE = 3


class ColumnDrag:
    """What the left button does over the headings of one table, besides what Tk does there."""

    def __init__(self, table: TableWindow, tree: ttk.Treeview) -> None:
        self._table = table
        self._tree = tree
        self._start: int | None = None
        self._key = ""
        self._is_dragging = False
        self._line = ttk.Frame(tree, style="DropLine.TFrame")
        for press in ("<ButtonPress-1>", "<Double-ButtonPress-1>"):  # who has just clicked may drag at once
            tree.bind(press, self._press, add=True)
        tree.bind("<B1-Motion>", self._move, add=True)
        tree.bind("<ButtonRelease-1>", self._release, add=True)
        tree.bind("<Escape>", self._escape, add=True)

    def _press(self, event: tk.Event[tk.Misc]) -> None:
        self._let_be()
        key = self._table.column_at(event.x)
        if key is not None and self._tree.identify_region(event.x, event.y) == "heading":
            self._start, self._key = event.x, key

    def _move(self, event: tk.Event[tk.Misc]) -> None:
        if self._start is None or not (self._is_dragging or abs(event.x - self._start) > self._table.px(_THRESHOLD)):
            return
        self._is_dragging = True
        self._tree.configure(cursor="sb_h_double_arrow")
        x, _ = self._target(event.x)
        width = self._table.px(_LINE)
        self._line.place(x=max(0, x - width // 2), y=0, width=width, relheight=1)
        self._line.lift()

    def _release(self, event: tk.Event[tk.Misc]) -> None:
        """Tk takes it for a click only where it ends over the same heading, and there nothing moves."""
        if self._is_dragging:
            _, before = self._target(event.x)
            self._table.move_column(self._key, before)
        self._let_be()

    def _escape(self, _event: tk.Event[tk.Misc]) -> str | None:
        if not self._is_dragging:
            return None
        self._let_be()
        return "break"

    def _let_be(self) -> None:
        if self._is_dragging:
            self._tree.configure(cursor="")
            self._line.place_forget()
        self._start, self._is_dragging = None, False

    def _target(self, x: int) -> tuple[int, str | None]:
        """Where the line stands for the pointer at `x`, and the column that would follow: the nearest edge."""
        left = -round(self._tree.xview()[0] * self._all_columns())
        edges: list[tuple[int, str | None]] = []
        for key in self._table.columns_in_order:
            edges.append((left, key))
            left += int(self._tree.column(key, "width"))
        edges.append((left, None))
        return min(edges, key=lambda edge: abs(edge[0] - x))

    def _all_columns(self) -> int:
        return sum(int(self._tree.column(key, "width")) for key in self._table.columns_in_order)
