"""An area that scrolls when the window is too small for what is in it (window thread).

Law: what gets the focus is brought into sight, so that a form can be filled in without a mouse.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from gui.theme import Theme
from gui.widgets.wheel import bind_wheel


class Scrollable(ttk.Frame):
    """Put your widgets into `body`: as wide as the area, and at least as high."""

    def __init__(self, parent: tk.Misc, theme: Theme) -> None:
        super().__init__(parent)
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        self._bar = ttk.Scrollbar(self, orient="vertical", takefocus=False)
        self._canvas = tk.Canvas(self, takefocus=False, yscrollcommand=self._show_bar, height=1, width=1)
        self._bar.configure(command=self._canvas.yview)
        self._canvas.grid(row=0, column=0, sticky="nsew")
        self.body = ttk.Frame(self._canvas)
        self._window = self._canvas.create_window(0, 0, anchor="nw", window=self.body)
        self.body.bind("<Configure>", lambda _: self._fit(), add=True)
        self._canvas.bind("<Configure>", lambda _: self._fit(), add=True)
        bind_wheel(self._canvas, self._scroll)
        # Children come later and pass their events on to their window, so this is heard there.
        self.winfo_toplevel().bind("<FocusIn>", self._see, add=True)
        theme.dress(self._canvas)

    def _fit(self) -> None:
        width, height = self._canvas.winfo_width(), self._canvas.winfo_height()
        wanted = max(self.body.winfo_reqheight(), height)
        self._canvas.itemconfigure(self._window, width=width, height=wanted)
        self._canvas.configure(scrollregion=(0, 0, width, wanted))

    def _show_bar(self, first: float, last: float) -> None:
        self._bar.set(first, last)
        if float(first) <= 0 and float(last) >= 1:
            self._bar.grid_remove()
        else:
            self._bar.grid(row=0, column=1, sticky="ns")

    def _scroll(self, rows: int) -> None:
        if self.body.winfo_height() > self._canvas.winfo_height():
            self._canvas.yview_scroll(rows, "units")

    def _see(self, event: tk.Event[tk.Misc]) -> None:
        widget = event.widget
        if not str(widget).startswith(f"{self.body}."):
            return
        top = widget.winfo_rooty() - self.body.winfo_rooty()
        bottom = top + widget.winfo_height()
        upper, lower = self._canvas.canvasy(0), self._canvas.canvasy(self._canvas.winfo_height())
        if top < upper or bottom > lower:
            place = top if top < upper else bottom - self._canvas.winfo_height()
            self._canvas.yview_moveto(place / max(1, self.body.winfo_height()))
