"""Says in which encoding bytes are read as text, and lets a person choose another one (window thread).

Law: the choice is that of all views; a button only says what it is now.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from gui.models.records.reading import Reading
from gui.theme import Theme
from gui.widgets.popup import Popup
from gui.widgets.tooltip import Tooltip

_HELP = "In which encoding bytes are shown as text, in all views"


class EncodingButton(ttk.Button):
    """text as UTF-8 ▾"""

    def __init__(self, parent: tk.Misc, theme: Theme, reading: Reading) -> None:
        super().__init__(parent, style="Small.Quiet.TButton", command=self._offer)
        self._reading = reading
        self.popup = Popup(self, theme)
        Tooltip(self, theme, _HELP)
        self.bring_up_to_date()

    def bring_up_to_date(self) -> None:
        """Say what is chosen now; it is asked to when the choice was another one before."""
        self.configure(text=f"text as {self._reading.encoding.title} ▾")

    def _offer(self) -> None:
        from gui.views.tables.reading_menu import add_encodings  # not needed for the first picture

        add_encodings(self.popup.new(), self._reading)
        self.popup.open(self.winfo_rootx(), self.winfo_rooty() + self.winfo_height())
