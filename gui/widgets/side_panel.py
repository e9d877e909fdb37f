"""A panel over the right part of the window: a heading, a way out, and what is in it, which scrolls (window thread).

Law: it takes nothing away: Escape closes it, and the focus goes back to where it was.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from gui.theme import Theme
from gui.widgets.scrollable import Scrollable


class SidePanel(ttk.Frame):
    """Put your widgets into `body`; whoever makes one makes it when it is first asked for."""

    def __init__(self, parent: tk.Misc, theme: Theme, heading: str, width: int) -> None:
        """`width`: pixels at text size 100 %; it is never wider than `parent`."""
        super().__init__(parent)
        self._theme = theme
        self._width = width
        self._focus_before: tk.Misc | None = None
        ttk.Separator(self, orient="vertical").pack(side="left", fill="y")
        self._inside = ttk.Frame(self)
        self._inside.pack(fill="both", expand=True)
        head = ttk.Frame(self._inside)
        ttk.Label(head, text=heading, style="Heading.TLabel").pack(side="left")
        self.close_button = ttk.Button(head, text="Close (Escape)", style="Quiet.TButton", command=self.close)
        self.close_button.pack(side="right")
        head.pack(fill="x")
        self.foot = ttk.Frame(self._inside)
        """Below what scrolls: what is to be done."""
        self.foot.pack(side="bottom", fill="x")
        self.first_focus: tk.Misc = self.close_button
        """What has the focus when it opens."""
        scrollable = Scrollable(self._inside, theme)
        scrollable.pack(fill="both", expand=True)
        self.body = scrollable.body
        self.bind("<Escape>", lambda _: self._escape())
        theme.follow(self, self._space)

    def open(self) -> None:
        """Lay it over the window."""
        _pass_keys_on(self, str(self))
        self._focus_before = self.focus_get()
        self._lay()
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

    @property
    def is_open(self) -> bool:
        """Whether it can be seen."""
        return bool(self.winfo_manager())

    def _escape(self) -> str:
        self.close()
        return "break"

    def _space(self) -> None:
        px = self._theme.px
        self._inside.configure(padding=px(16))
        self.foot.configure(padding=(0, px(10) if self.foot.winfo_children() else 0, 0, 0))
        if self.is_open:
            self._lay()

    def _lay(self) -> None:
        width = min(self._theme.px(self._width), self.master.winfo_width())
        self.place(relx=1, rely=0, anchor="ne", relheight=1, width=width)


def _pass_keys_on(widget: tk.Misc, panel: str) -> None:
    """Let the panel hear the keys of all that is in it, after the widgets themselves and before the window."""
    for child in widget.winfo_children():
        tags = child.bindtags()
        if panel not in tags:
            child.bindtags((*tags[:-2], panel, *tags[-2:]))
        _pass_keys_on(child, panel)
