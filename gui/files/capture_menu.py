"""The recording note at the top, which opens a menu of what can be done with the capture (window thread).

Law: an entry stands in ENTRIES, is one of the window's actions, and works; its key is the one in gui.keys.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Mapping
from tkinter import ttk
from typing import NamedTuple

from gui.keys import SHORTCUTS, label_of
from gui.models.lab.status_line import recording_text
from gui.parts import Parts
from gui.widgets.tooltip import Tooltip


class Entry(NamedTuple):
    """A line of the menu."""

    action: str
    """The name of the window's action, which may have a key in gui.keys."""
    label: str


ENTRIES: tuple[Entry | None, ...] = (
    Entry("open", "Open…"),
    Entry("save", "Save as…"),
    Entry("export", "Export…"),
    Entry("import", "Import…"),
    None,
    Entry("record-elsewhere", "Record elsewhere…"),
    Entry("limits", "Limits…"),
    None,
    Entry("chart", "Chart of the last minute"),
    Entry("diagnostics", "Diagnostics"),
)
"""In this order; None is a line between groups."""

_WITH_KEYS = {shortcut.action for shortcut in SHORTCUTS}


class CaptureMenu(ttk.Menubutton):
    """● recording 12,345 rows ⌄"""

    def __init__(self, parent: tk.Misc, parts: Parts, actions: Mapping[str, Callable[[], object]]) -> None:
        super().__init__(parent, style="Window.Quiet.TMenubutton", compound="left", direction="below")
        self._parts = parts
        self._said = ""
        self._stopped = False
        self.menu = tk.Menu(self, tearoff=False)
        for entry in ENTRIES:
            if entry is None:
                self.menu.add_separator()
            else:
                self._add(entry, actions[entry.action])
        self.configure(menu=self.menu)
        parts.theme.dress(self.menu)
        parts.theme.follow(self, self._paint)
        Tooltip(self, parts.theme, self._help)
        self.bind("<Down>", lambda _: self.post())

    def bring_up_to_date(self) -> None:
        """Count the rows; Tk is told only what is new."""
        status = self._parts.capture.status
        text = recording_text(status)
        if text != self._said:
            self._said = text
            self.configure(text=text)
        if self._stopped != (status.fault is not None):
            self._stopped = status.fault is not None
            self._paint()

    def post(self) -> None:
        """Open the menu, for keys."""
        self.focus_set()
        self.event_generate("<FocusIn>")  # at once, so that it is scrolled into sight before the menu takes its place
        self.update_idletasks()
        self.event_generate("<<Invoke>>")

    def _add(self, entry: Entry, action: Callable[[], object]) -> None:
        # Only once the menu has gone: a dialog that takes the pointer would lose it to the menu's end.
        self.menu.add_command(
            label=entry.label,
            command=lambda: self.after_idle(action),
            accelerator=label_of(entry.action) if entry.action in _WITH_KEYS else "",
        )

    def _help(self) -> str:
        return f"Every socket call is kept in\n{self._parts.capture.status.path}\nClick for what can be done with them"

    def _paint(self) -> None:
        self.configure(image=self._parts.theme.recording_dot(on=not self._stopped))
