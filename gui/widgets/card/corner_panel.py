"""A panel in the lower right corner of the window (window thread).

Law: it is never larger than the window.
"""

from __future__ import annotations

import tkinter as tk

from gui.theme import Theme
from gui.widgets.card.overlay import Overlay

_EDGE = 8


class CornerPanel(Overlay):
    """Put your widgets into `inside`."""

    def __init__(self, parent: tk.Misc, theme: Theme, heading: str, size: tuple[int, int]) -> None:
        """`size`: width and height at text size 100 %."""
        super().__init__(parent, theme, heading, style="Border.TFrame")
        self._size = size
        self.inside.pack(fill="both", expand=True)
        theme.follow(self, self._space)

    def lay(self) -> None:
        """With a bit of the window round it."""
        edge = self._theme.px(_EDGE)
        width, height = (self._theme.px(size) for size in self._size)
        self.place(
            relx=1,
            rely=1,
            x=-edge,
            y=-edge,
            anchor="se",
            width=min(width, self.master.winfo_width() - 2 * edge),
            height=min(height, self.master.winfo_height() - 2 * edge),
        )

    def _space(self) -> None:
        self.configure(padding=self._theme.px(2))
        self.inside.configure(padding=self._theme.px(14))
        if self.is_open:
            self.lay()
