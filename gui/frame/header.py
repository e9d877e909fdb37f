"""Right of the tabs: the menus of the session and of the recording, text size, light or dark, help (window thread).

Law: it shows and asks; what a button does is decided by whoever made it.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Mapping
from tkinter import ttk

from gui.files.capture_menu import CaptureMenu
from gui.keys import label_of
from gui.parts import Parts
from gui.sessions.session_menu import SessionMenu
from gui.widgets.tooltip import Tooltip

_BUTTONS = (
    ("smaller", "A−", "Smaller text"),
    ("larger", "A+", "Larger text"),
    ("theme", "◐", "Light or dark"),
    ("help", "?", "Help"),
)


class Header(ttk.Frame):
    """Session ⌄   ● recording 12,345 rows ⌄   A−  A+  ◐  ?"""

    def __init__(
        self,
        parent: tk.Misc,
        parts: Parts,
        actions: Mapping[str, Callable[[], object]],
        fill_sessions: Callable[[tk.Menu], None],
    ) -> None:
        """`actions`: those of the window, by their names in gui.keys. `fill_sessions`: puts entries into that menu."""
        super().__init__(parent, style="Window.TFrame")
        self.session = SessionMenu(self, parts, fill_sessions)
        self.session.pack(side="left")
        self.capture = CaptureMenu(self, parts, actions)
        self.capture.pack(side="left")
        for action, text, tip in _BUTTONS:
            button = ttk.Button(self, text=text, command=actions[action], style="Window.Quiet.TButton", width=3)
            button.pack(side="left")
            Tooltip(button, parts.theme, f"{tip} ({label_of(action)})")

    def bring_up_to_date(self) -> None:
        """Count the rows."""
        self.capture.bring_up_to_date()
