"""Two areas, one above the other, and a bar between them that can be dragged (window thread).

Law: where the bar stands is a fraction of the height, so it means the same in a window of any size; neither area gets
smaller than its minimum while there is room for both.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from gui.theme import Theme

_BAR = 9
_GRIP = (44, 3)
_STEP = 0.04


class Splitter(ttk.Frame):
    """Put your widgets into `top` and `bottom`. ttk.PanedWindow knows no minimum, no fraction and no keys."""

    def __init__(
        self, parent: tk.Misc, theme: Theme, *, fraction: float = 0.5, minimum: tuple[int, int] = (120, 120)
    ) -> None:
        """`minimum`: the least height of the upper and of the lower area, in pixels at text size 100 %."""
        super().__init__(parent)
        self._theme = theme
        self._usual = self._fraction = fraction
        self._minimum = minimum
        self._on_move: Callable[[float], None] = lambda fraction: None
        self.top = ttk.Frame(self)
        self.bar = ttk.Frame(self, style="Window.TFrame", cursor="sb_v_double_arrow", takefocus=True)
        self.bottom = ttk.Frame(self)
        self._grip = ttk.Frame(self.bar, style="Grip.TFrame", cursor="sb_v_double_arrow")
        self._bind_events()
        theme.follow(self, self._arrange)

    @property
    def fraction(self) -> float:
        """How much of the height is the upper area's, from 0 to 1; setting it tells nobody."""
        return self._fraction

    @fraction.setter
    def fraction(self, fraction: float) -> None:
        self._fraction = min(max(fraction, 0.0), 1.0)
        self._arrange()

    def on_move(self, callback: Callable[[float], None]) -> None:
        """Call it with the new fraction when a person moved the bar."""
        self._on_move = callback

    def _bind_events(self) -> None:
        self.bind("<Configure>", lambda _: self._arrange())
        for part in (self.bar, self._grip):
            part.bind("<Button-1>", lambda _: self.bar.focus_set())
            part.bind("<B1-Motion>", lambda event: self._drag(event.y_root))
            part.bind("<Double-Button-1>", lambda _: self._move(self._usual))
        self.bar.bind("<Up>", lambda _: self._move(self._shown() - _STEP))
        self.bar.bind("<Down>", lambda _: self._move(self._shown() + _STEP))
        for event, state in (
            ("<FocusIn>", "focus"),
            ("<FocusOut>", "!focus"),
            ("<Enter>", "active"),
            ("<Leave>", "!active"),
        ):
            self._bind_state(event, state)

    def _bind_state(self, event: str, state: str) -> None:
        self.bar.bind(event, lambda _: self._grip.state([state]))

    def _drag(self, y_root: int) -> None:
        self._move((y_root - self.winfo_rooty() - self._theme.px(_BAR) / 2) / max(1, self._room()))

    def _move(self, fraction: float) -> None:
        self.fraction = fraction
        self._fraction = self._shown()  # do not remember a place beyond the minimum: the next drag begins here
        self._on_move(self._fraction)

    def _room(self) -> int:
        return self.winfo_height() - self._theme.px(_BAR)

    def _top_height(self) -> int:
        room = self._room()
        upper, lower = self._theme.px(self._minimum[0]), self._theme.px(self._minimum[1])
        if upper + lower > room:
            return room * upper // max(1, upper + lower)
        return min(max(round(room * self._fraction), upper), room - lower)

    def _shown(self) -> float:
        return self._top_height() / max(1, self._room())

    def _arrange(self) -> None:
        top, bar = self._top_height(), self._theme.px(_BAR)
        self.top.place(x=0, y=0, relwidth=1, height=max(1, top))
        self.bar.place(x=0, y=top, relwidth=1, height=bar)
        self.bottom.place(x=0, y=top + bar, relwidth=1, height=max(1, self._room() - top))
        width, height = _GRIP
        self._grip.place(
            relx=0.5, rely=0.5, anchor="center", width=self._theme.px(width), height=self._theme.px(height)
        )
