"""An area that scrolls when the window is too small for what is in it (window thread).

Law: what gets the focus is brought into sight, so that a form can be filled in without a mouse.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from gui.theme import Theme
from gui.widgets.wheel import hear_wheel
from gui.widgets.when_quiet import WhenQuiet

_SCROLL_THEMSELVES = ("Treeview", "Text", "Listbox", "TCombobox")
_ROW = 20
_REST_MS = 60
"""Until a bar that is needed no more goes. What wraps asks for its height a moment after it got its width: a bar that
went at once would come back for the height of before, and so on without end."""


class Scrollable(ttk.Frame):
    """Put your widgets into `body`: it is as wide as the area, and at least as high."""

    def __init__(self, parent: tk.Misc, theme: Theme, *, on_window: bool = False) -> None:
        """`on_window`: it has the background of the window, not that of the surfaces in it."""
        style = "Window.TFrame" if on_window else "TFrame"
        super().__init__(parent, style=style)
        self._theme = theme
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        self._bar = ttk.Scrollbar(self, orient="vertical", takefocus=False)
        self._bar.configure(style="Window.Vertical.TScrollbar" if on_window else "Vertical.TScrollbar")
        # Two pixels: while everything asks for one only, Tk's grid does not use the room of a bar that has gone.
        self._canvas = tk.Canvas(self, takefocus=False, yscrollcommand=self._show_bar, height=2, width=2)
        self._bar.configure(command=self._canvas.yview)
        self._canvas.grid(row=0, column=0, sticky="nsew")
        # The holder keeps its natural height, because Tk tells of a wish for another height by nothing but the height
        # itself; the least height of its row makes the body fill the area.
        self._holder = ttk.Frame(self._canvas, style=style)
        self._holder.columnconfigure(0, weight=1)
        self.body = ttk.Frame(self._holder, style=style)
        self.body.grid(row=0, column=0, sticky="nsew")
        self._hiding = WhenQuiet(self, self._bar.grid_remove, _REST_MS)
        self._window = self._canvas.create_window(0, 0, anchor="nw", window=self._holder)
        self._holder.bind("<Configure>", lambda _: self._fit(), add=True)
        self._canvas.bind("<Configure>", lambda _: self._fit(), add=True)
        # Widgets pass their events on to their window, and those of the body come later: so the window is heard.
        window = self.winfo_toplevel()
        window.bind("<FocusIn>", self._see, add=True)
        hear_wheel(window, self._turn)
        theme.dress(self._canvas)

    def _fit(self) -> None:
        width, height = self._canvas.winfo_width(), self._canvas.winfo_height()
        self._holder.rowconfigure(0, weight=1, minsize=height)
        self._canvas.itemconfigure(self._window, width=width)
        self._canvas.configure(scrollregion=(0, 0, width, max(height, self._holder.winfo_height())))

    def _show_bar(self, first: float, last: float) -> None:
        self._bar.set(first, last)
        if float(first) > 0 or float(last) < 1:
            self._hiding.forget()
            self._bar.grid(row=0, column=1, sticky="ns")
        elif self._bar.winfo_manager():
            self._hiding.ask()

    def _turn(self, event: tk.Event[tk.Misc], rows: int) -> None:
        if self._holds(event.widget) and event.widget.winfo_class() not in _SCROLL_THEMSELVES:
            self._move_to(self._canvas.canvasy(0) + rows * self._theme.px(_ROW))

    def _see(self, event: tk.Event[tk.Misc]) -> None:
        widget = event.widget
        # Tk tells all that hold the widget too, the highest of which would be moved to its top.
        if self._holds(widget) and str(widget) == str(self.tk.call("focus")):
            room = self._canvas.winfo_height()
            top = widget.winfo_rooty() - self.body.winfo_rooty()
            upper = self._canvas.canvasy(0)
            if top < upper or widget.winfo_height() > room:
                self._move_to(top)
            elif top + widget.winfo_height() > upper + room:
                self._move_to(top + widget.winfo_height() - room)

    def _holds(self, widget: object) -> bool:
        return str(widget).startswith(f"{self.body}.")

    def _move_to(self, top: float) -> None:
        self._canvas.yview_moveto(top / max(1, self._holder.winfo_height()))
