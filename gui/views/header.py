"""Right of the tabs: whether the lab records, text size, light or dark, help (window thread).

Law: it shows and asks; what a button does is decided by whoever made it.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from tkinter import ttk

from gui.models.status_line import recording_text
from gui.parts import Parts
from gui.widgets.said_label import SaidLabel
from gui.widgets.tooltip import Tooltip


@dataclass(frozen=True, slots=True)
class HeaderActions:
    """What the buttons do."""

    smaller: Callable[[], None]
    larger: Callable[[], None]
    theme: Callable[[], None]
    help: Callable[[], None]


class Header(ttk.Frame):
    """● recording 12,345 rows   A−  A+  ◐  ?"""

    def __init__(self, parent: tk.Misc, parts: Parts, actions: HeaderActions) -> None:
        super().__init__(parent, style="Window.TFrame")
        self._parts = parts
        self._stopped = False
        self._dot = ttk.Label(self, text="●", style="Window.TLabel")
        self._recording = SaidLabel(self, style="Window.Muted.TLabel")
        self._dot.pack(side="left")
        self._recording.pack(side="left")
        theme = parts.theme
        Tooltip(self._recording, theme, lambda: f"Every socket call is kept in\n{parts.capture.status.path}")
        for text, action, tip in (
            ("A−", actions.smaller, "Smaller text (Ctrl −)"),
            ("A+", actions.larger, "Larger text (Ctrl +)"),
            ("◐", actions.theme, "Light or dark (Ctrl+Shift+T)"),
            ("?", actions.help, "Help (F1)"),
        ):
            button = ttk.Button(self, text=text, command=action, style="Window.Quiet.TButton", width=3)
            button.pack(side="left")
            Tooltip(button, theme, tip)
        theme.follow(self, self._colour)

    def bring_up_to_date(self) -> None:
        """Count the rows."""
        status = self._parts.capture.status
        self._recording.say(recording_text(status))
        if self._stopped != (status.fault is not None):
            self._stopped = status.fault is not None
            self._colour()

    def _colour(self) -> None:
        palette = self._parts.theme.palette
        self._dot.configure(foreground=palette.muted if self._stopped else palette.error)
        self._recording.pack_configure(padx=(self._parts.theme.px(6), self._parts.theme.px(12)))
