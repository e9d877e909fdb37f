"""The whole text of a table's cell that is too narrow for it, when the pointer rests there (window thread)."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from gui.theme import Theme
from gui.widgets.tooltip import Tooltip

_LONGEST = 400
"""Characters. The table's detail shows the rest."""


class CellHint:
    """A tooltip that goes with the pointer from cell to cell."""

    def __init__(self, tree: ttk.Treeview, theme: Theme, font: str) -> None:
        self._tree = tree
        self._theme = theme
        self._font = font
        self._cell = ("", "")
        self.tooltip = Tooltip(tree, theme, self._cut_text, area=self._area)
        tree.bind("<Motion>", self._move, add=True)

    def _move(self, event: tk.Event[tk.Misc]) -> None:
        cell = self._tree.identify_row(event.y), self._tree.identify_column(event.x)
        if cell != self._cell:
            self._cell = cell
            self.tooltip.wait()

    def _cut_text(self) -> str:
        """What the cell says, if it cannot be read in the cell."""
        item, column = self._cell
        place = self._tree.bbox(item, column) if item and self._tree.exists(item) else ""
        if not place:
            return ""
        text = str(self._tree.set(item, column))
        is_cut = self._theme.text_width(text, self._font) > place[2] - 2 * self._theme.px(8)
        return text[:_LONGEST] if is_cut else ""

    def _area(self) -> tuple[int, int, int]:
        x, y, _, height = self._tree.bbox(*self._cell) or (0, 0, 0, 0)
        return x, y, height
