"""A label whose text wraps at its own width (window thread).

Law: it asks for no width of its own, so that a long sentence never widens the window.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk


class WrappedLabel(ttk.Label):
    """For sentences."""

    def __init__(self, parent: tk.Misc, *, style: str = "TLabel") -> None:
        super().__init__(parent, style=style, width=1, anchor="w", justify="left")
        self.bind("<Configure>", lambda event: self.configure(wraplength=max(event.width - 4, 50)))

    @property
    def text(self) -> str:
        """What it says."""
        return str(self.cget("text"))

    def say(self, text: str) -> bool:
        """Show a sentence; drawn anew, and True, only when it is another one."""
        if text == self.text:
            return False
        self.configure(text=text)
        return True
