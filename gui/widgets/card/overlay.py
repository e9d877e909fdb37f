"""What lies over a part of the window: a heading, a way out, and what is below (window thread).

Law: it takes nothing away: Escape closes it, and the focus goes back to where it was.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from gui.theme import Theme


class Overlay(ttk.Frame):
    """Put your widgets into `inside`, below the heading; whoever makes one makes it when it is first asked for."""

    def __init__(self, parent: tk.Misc, theme: Theme, heading: str, *, style: str = "TFrame") -> None:
        super().__init__(parent, style=style)
        self._theme = theme
        self._focus_before: tk.Misc | None = None
        self.inside = ttk.Frame(self)
        head = ttk.Frame(self.inside)
        ttk.Label(head, text=heading, style="Heading.TLabel").pack(side="left")
        self.close_button = ttk.Button(head, text="Close (Escape)", style="Quiet.TButton", command=self.close)
        self.close_button.pack(side="right")
        head.pack(fill="x")
        self.first_focus: tk.Misc = self.close_button
        """What has the focus when it opens."""
        self.bind("<Escape>", lambda _: self._escape())

    def open(self) -> None:
        """Lay it over the window."""
        _pass_keys_on(self, str(self))
        self._focus_before = self.focus_get()
        self.lay()
        self.lift()
        self.first_focus.focus_set()

    def close(self) -> None:
        """Take it away."""
        focus = str(self.focus_get() or "")
        self.place_forget()
        if focus.startswith(f"{self}.") and self._focus_before is not None and self._focus_before.winfo_exists():
            self._focus_before.focus_set()

    def toggle(self) -> None:
        """Open it, or close it."""
        if self.is_open:
            self.close()
        else:
            self.open()

    def bring_up_to_date(self) -> None:
        """Show what there is now; called while it is open."""

    @property
    def is_open(self) -> bool:
        """Whether it can be seen."""
        return bool(self.winfo_manager())

    def lay(self) -> None:
        """Give it its place."""
        raise NotImplementedError

    def _escape(self) -> str:
        self.close()
        return "break"


def _pass_keys_on(widget: tk.Misc, panel: str) -> None:
    """Let the panel hear the keys of all that is in it, after the widgets themselves and before the window."""
    for child in widget.winfo_children():
        tags = child.bindtags()
        if panel not in tags:
            child.bindtags((*tags[:-2], panel, *tags[-2:]))
        _pass_keys_on(child, panel)
