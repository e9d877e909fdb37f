"""The line at the bottom: ports, connections, bytes, rows lost, reading paused (window thread).

Law: what needs a person's eye is said louder than the counts.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from gui.models.status_line import status_line
from gui.parts import Parts
from gui.widgets.said_label import SaidLabel


class StatusBar(ttk.Frame):
    """The counts of the whole lab."""

    def __init__(self, parent: tk.Misc, parts: Parts) -> None:
        super().__init__(parent, style="Window.TFrame")
        self._parts = parts
        self.reading_paused = False
        self._label = SaidLabel(self, style="Window.Muted.TLabel")
        self._label.pack(side="left")
        parts.theme.follow(self, self._space)

    def _space(self) -> None:
        self.configure(padding=(self._parts.theme.px(14), self._parts.theme.px(6)))

    @property
    def text(self) -> str:
        """What it says."""
        return self._label.text

    def bring_up_to_date(self) -> None:
        """Count."""
        capture = self._parts.capture
        line = status_line(self._parts.sockets, capture.overall, capture.status, reading_paused=self.reading_paused)
        self._label.say(str(line), "Window.TLabel" if line.alarm else "Window.Muted.TLabel")
