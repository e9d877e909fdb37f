"""A label that says something else from time to time (window thread).

Law: Tk is told only what is new, and never asked: beside a busy engine each call waits for the interpreter lock.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk


class SaidLabel(ttk.Label):
    """say() may be called as often as one likes."""

    def __init__(self, parent: tk.Misc, *, style: str = "TLabel") -> None:
        super().__init__(parent, style=style)
        self._said = "", style

    @property
    def text(self) -> str:
        """What it says."""
        return self._said[0]

    def say(self, text: str, style: str | None = None) -> bool:
        """Say this, in this style (None: as before); whether that is new."""
        saying = text, style or self._said[1]
        if saying == self._said:
            return False
        self._said = saying
        self.configure(text=text, style=saying[1])
        return True
