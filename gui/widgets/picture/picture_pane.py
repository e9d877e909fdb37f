"""A picture that scrolls when it is larger than its pane (window thread).

Law: it is laid out for the width there is, and drawn again only when it has changed.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from gui.drawing.ladder import Picture
from gui.drawing.measure import Measure
from gui.theme import Theme
from gui.widgets.picture.shape_canvas import ShapeCanvas
from gui.widgets.wheel import bind_wheel
from gui.widgets.when_idle import WhenIdle

_STEP = 24
_EDGE = 2


class PicturePane(ttk.Frame):
    """A canvas, its scroll bars, and keys to move it."""

    def __init__(self, parent: tk.Misc, theme: Theme, picture: Callable[[int, Measure], Picture]) -> None:
        """`picture` is asked for with the width there is."""
        super().__init__(parent, style="Border.TFrame")
        self._theme = theme
        self._picture = picture
        self._drawn: Picture | None = None
        self.canvas = ShapeCanvas(self, theme)
        self._bar = ttk.Scrollbar(self, orient="vertical", takefocus=False, command=self.canvas.yview)
        self._sideways = ttk.Scrollbar(self, orient="horizontal", takefocus=False, command=self.canvas.xview)
        self.canvas.configure(
            takefocus=True,
            yscrollcommand=lambda first, last: self._show(self._bar, first, last),
            xscrollcommand=lambda first, last: self._show(self._sideways, first, last),
        )
        self._redrawing = WhenIdle(self, self._redraw)
        self._arrange()
        theme.follow(self, self._apply)

    @property
    def width_beside_bar(self) -> int:
        """The width that there is in any case: for a picture that gets higher where it gets wider.

        Laid out for all the width, it could need a bar with all of it, and none beside the bar.
        """
        return self.winfo_width() - self._bar.winfo_reqwidth() - 2 * self._theme.px(_EDGE)

    def refresh(self) -> None:
        """Show the picture as it is now."""
        picture = self._picture(self.canvas.winfo_width(), self.canvas.measure)
        if picture != self._drawn:
            self._drawn = picture
            self.canvas.draw(picture.shapes)
            self.canvas.configure(scrollregion=(0, 0, picture.width, picture.height))

    def _arrange(self) -> None:
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        self.canvas.grid(row=0, column=0, sticky="nsew")
        self.canvas.bind("<Configure>", lambda _: self._redrawing.ask(), add=True)
        self.canvas.bind("<Button-1>", lambda _: self.canvas.focus_set(), add=True)
        bind_wheel(self.canvas, self._move, lambda rows: self.canvas.xview_scroll(rows, "units"))
        for key, rows in (("<Up>", -1), ("<Down>", 1), ("<Prior>", -10), ("<Next>", 10)):
            self._bind_move(key, rows)
        self.canvas.bind("<Left>", lambda _: self.canvas.xview_scroll(-1, "units"))
        self.canvas.bind("<Right>", lambda _: self.canvas.xview_scroll(1, "units"))
        # The border is this frame's, so the frame shows where the focus is.
        self.canvas.bind("<FocusIn>", lambda _: self.state(["focus"]), add=True)
        self.canvas.bind("<FocusOut>", lambda _: self.state(["!focus"]), add=True)

    def _bind_move(self, key: str, rows: int) -> None:
        self.canvas.bind(key, lambda _: self._move(rows))

    def _move(self, rows: int) -> None:
        self.canvas.yview_scroll(rows, "units")

    def _show(self, bar: ttk.Scrollbar, first: float, last: float) -> None:
        bar.set(first, last)
        if float(first) <= 0 and float(last) >= 1:
            bar.grid_remove()
        elif bar is self._bar:
            bar.grid(row=0, column=1, sticky="ns")
        else:
            bar.grid(row=1, column=0, sticky="ew")

    def _redraw(self) -> None:
        self._drawn = None
        self.refresh()

    def _apply(self) -> None:
        self.configure(padding=self._theme.px(_EDGE))
        self.canvas.configure(yscrollincrement=self._theme.px(_STEP), xscrollincrement=self._theme.px(_STEP))
        self._redrawing.ask()
