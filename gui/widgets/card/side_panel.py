"""A panel over the right part of the window; what is in it scrolls (window thread).

Law: it is never wider than the window.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from gui.theme import Theme
from gui.widgets.card.overlay import Overlay
from gui.widgets.scrollable import Scrollable


class SidePanel(Overlay):
    """Put your widgets into `body`."""

    def __init__(self, parent: tk.Misc, theme: Theme, heading: str, width: int) -> None:
        """`width`: pixels at text size 100 %."""
        super().__init__(parent, theme, heading)
        self._width = width
        ttk.Separator(self, orient="vertical").pack(side="left", fill="y")
        self.inside.pack(fill="both", expand=True)
        self.foot = ttk.Frame(self.inside)
        """Below what scrolls: what is to be done."""
        self.foot.pack(side="bottom", fill="x")
        scrollable = Scrollable(self.inside, theme)
        scrollable.pack(fill="both", expand=True)
        self.body = scrollable.body
        theme.follow(self, self._space)

    def lay(self) -> None:
        """Over the right part, as high as the window."""
        width = min(self._theme.px(self._width), self.master.winfo_width())
        self.place(relx=1, rely=0, anchor="ne", relheight=1, width=width)

    def _space(self) -> None:
        px = self._theme.px
        self.inside.configure(padding=px(16))
        self.foot.configure(padding=(0, px(10) if self.foot.winfo_children() else 0, 0, 0))
        if self.is_open:
            self.lay()
