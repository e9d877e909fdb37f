"""The heading of a list: what it is, and beside it, quieter, how many (window thread).

Law: drawn anew only when it says something else.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from gui.theme import Theme


class Heading(ttk.Frame):
    """Connections of 127.0.0.1:9000   3 open, 12 ended."""

    def __init__(self, parent: tk.Misc, theme: Theme) -> None:
        super().__init__(parent)
        self._theme = theme
        self._said = ("", "")
        self._what = ttk.Label(self, style="Bold.TLabel")
        self._count = ttk.Label(self, style="Muted.TLabel")
        self._what.pack(side="left")
        self._count.pack(side="left")
        theme.follow(self, self._space)

    def say(self, what: str, count: str = "") -> None:
        """Show other words."""
        if (what, count) != self._said:
            self._said = (what, count)
            self._what.configure(text=what)
            self._count.configure(text=count)

    def _space(self) -> None:
        self._count.pack_configure(padx=(self._theme.px(12), 0))
        self.configure(padding=(0, 0, 0, self._theme.px(4)))
