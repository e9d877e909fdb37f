"""A small chart of what came in, upwards, and what went out, downwards, second by second (window thread).

Law: it is drawn when the seconds have changed, which in a silent lab they do not.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence

from gui.theme import Theme
from gui.widgets.picture.chart_steps import steps

_WIDTH = 122
_HEIGHT = 22


class RateSpark(tk.Canvas):
    """A click, or Return, calls the command."""

    def __init__(self, parent: tk.Misc, theme: Theme, command: Callable[[], object]) -> None:
        super().__init__(parent, cursor="hand2", takefocus=True)
        self._theme = theme
        self._incoming: Sequence[int] = (0,)
        self._outgoing: Sequence[int] = (0,)
        self._line = self.create_line(0, 0, 0, 0)
        self._areas = [self.create_polygon(0, 0, 0, 0), self.create_polygon(0, 0, 0, 0)]
        self._focus = self.create_rectangle(0, 0, 0, 0, state="hidden")
        for event in ("<Button-1>", "<Return>", "<space>"):
            self.bind(event, lambda _: command(), add=True)
        self.bind("<FocusIn>", lambda _: self.itemconfigure(self._focus, state="normal"), add=True)
        self.bind("<FocusOut>", lambda _: self.itemconfigure(self._focus, state="hidden"), add=True)
        theme.dress(self)
        theme.follow(self, self._apply)

    def show(self, incoming: Sequence[int], outgoing: Sequence[int]) -> None:
        """The same number of values of each, oldest first."""
        self._incoming, self._outgoing = incoming, outgoing
        self._draw()

    def _draw(self) -> None:
        px = self._theme.px
        width, half = px(_WIDTH) - 2, px(_HEIGHT) // 2
        end = max(1, *self._incoming, *self._outgoing)
        for area, values, way in zip(self._areas, (self._incoming, self._outgoing), (1, -1), strict=True):
            points = steps(values, end, left=1, width=width, base=half, height=way * (half - 2))
            self.coords(area, *points)

    def _apply(self) -> None:
        px, palette = self._theme.px, self._theme.palette
        width, height = px(_WIDTH), px(_HEIGHT)
        self.configure(width=width, height=height, background=palette.window)
        for area, colour in zip(self._areas, (palette.incoming, palette.outgoing), strict=True):
            self.itemconfigure(area, fill=colour)
        self.coords(self._line, 1, height // 2, width - 1, height // 2)
        self.itemconfigure(self._line, fill=palette.line)
        self.coords(self._focus, 0, 0, width - 1, height - 1)
        self.itemconfigure(self._focus, outline=palette.accent)
        self._draw()
