"""The button at the top that names the session and opens its menu (window thread).

Law: what is in the menu is asked for when it opens, so that nothing of sessions is loaded before somebody looks.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from gui.keys import label_of
from gui.parts import Parts
from gui.widgets.tooltip import Tooltip

TITLE = "Session"
_HELP = "What is open here, as a file: to go on with another day, or on another computer"


class SessionMenu(ttk.Menubutton):
    """Session ⌄"""

    def __init__(self, parent: tk.Misc, parts: Parts, fill: Callable[[tk.Menu], None]) -> None:
        super().__init__(parent, text=TITLE, style="Window.Quiet.TMenubutton", direction="below")
        self.menu = tk.Menu(self, tearoff=False, postcommand=lambda: fill(self.menu))
        self.configure(menu=self.menu)
        parts.theme.dress(self.menu)
        Tooltip(self, parts.theme, f"{_HELP} ({label_of('session')})")
        self.bind("<Down>", lambda _: self.post())

    def post(self) -> None:
        """Open the menu, for keys."""
        self.focus_set()
        self.update_idletasks()
        self.event_generate("<<Invoke>>")
