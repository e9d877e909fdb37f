"""Two areas, one above the other, and a bar between them that can be dragged (window thread).

Law: where the bar stands is a fraction of the height, so it means the same in a window of any size; neither area gets
smaller than what is in it asks for, while there is room for both. One of them may be folded away, to give the other all
the room: at large text there is none for both.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Literal, NamedTuple

from gui.theme import Theme
from gui.widgets.tooltip import Tooltip

_BAR = 9
_GRIP = (44, 3)
_STEP = 0.04
_PARTS = 10_000
"""Tk's grid takes whole numbers as weights."""


class Fold(NamedTuple):
    """Which area can be folded away, and what the tooltip of the button says before and after."""

    area: Literal["top", "bottom"]
    away: str
    back: str


class Splitter(ttk.Frame):
    """Put your widgets into `top` and `bottom`. ttk.PanedWindow knows neither fractions nor keys."""

    def __init__(self, parent: tk.Misc, theme: Theme, *, fraction: float = 0.5, fold: Fold | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._usual = self._fraction = fraction
        self._fold = fold
        self._is_folded = False
        self._has_bottom = True
        self._on_move: Callable[[float], None] = lambda fraction: None
        self.top = ttk.Frame(self)
        self.bar = ttk.Frame(self, style="Window.TFrame", cursor="sb_v_double_arrow", takefocus=True)
        self.bottom = ttk.Frame(self)
        self._grip = ttk.Frame(self.bar, style="Grip.TFrame", cursor="sb_v_double_arrow")
        self._arrange()
        self._bind_events()
        if fold is not None:
            self._fold_button = self._make_fold_button(fold)
        theme.follow(self, self._apply)

    @property
    def is_folded(self) -> bool:
        """Whether the other area has all the room; setting it folds or unfolds."""
        return self._is_folded

    @is_folded.setter
    def is_folded(self, is_folded: bool) -> None:
        if self._fold is None or is_folded == self._is_folded:
            return
        self._is_folded = is_folded
        self._fold_button.configure(text=self._fold_sign(self._fold))
        area = self.top if self._fold.area == "top" else self.bottom
        focus = self.focus_get()
        self._show_areas()
        if is_folded and focus is not None and str(focus).startswith(f"{area}."):
            self._fold_button.focus_set()

    @property
    def fraction(self) -> float:
        """How much of the height is the upper area's, from 0 to 1; setting it tells nobody."""
        return self._fraction

    @fraction.setter
    def fraction(self, fraction: float) -> None:
        self._fraction = min(max(fraction, 0.0), 1.0)
        self._share_out()

    def show_bottom(self, shown: bool) -> None:
        """Show both areas, as far as none is folded away; or the upper one alone, without a bar."""
        if shown != self._has_bottom:
            self._has_bottom = shown
            self._show_areas()

    def on_move(self, callback: Callable[[float], None]) -> None:
        """Call it with the new fraction when a person moved the bar."""
        self._on_move = callback

    def _arrange(self) -> None:
        self.columnconfigure(0, weight=1)
        for row, part in enumerate((self.top, self.bar, self.bottom)):
            part.grid(row=row, column=0, sticky="nsew")
        self._grip.place(relx=0.5, rely=0.5, anchor="center")

    def _show_areas(self) -> None:
        folded = self._fold.area if self._fold is not None and self._is_folded else ""
        shown = {
            self.top: folded != "top",
            self.bar: self._has_bottom,
            self.bottom: self._has_bottom and folded != "bottom",
        }
        for part, is_shown in shown.items():
            if is_shown:
                part.grid()
            else:
                part.grid_remove()
        self._share_out()

    def _make_fold_button(self, fold: Fold) -> ttk.Button:
        button = ttk.Button(
            self.bar, text=self._fold_sign(fold), style="Bar.Quiet.TButton", command=self._turn, cursor="arrow"
        )
        button.pack(side="right", fill="y")
        Tooltip(button, self._theme, lambda: fold.back if self._is_folded else fold.away)
        return button

    def _fold_sign(self, fold: Fold) -> str:
        """The way the bar goes."""
        return "▲" if (fold.area == "top") is not self._is_folded else "▼"

    def _turn(self) -> None:
        self.is_folded = not self._is_folded

    def _bind_events(self) -> None:
        # The bar also moves when an area asks for more or less.
        for part in (self, self.bar):
            part.bind("<Configure>", lambda _: self._share_out(), add=True)
        for part in (self.bar, self._grip):
            part.bind("<Button-1>", lambda _: self.bar.focus_set())
            part.bind("<B1-Motion>", lambda event: self._drag(event.y_root))
            part.bind("<Double-Button-1>", lambda _: self._move(self._usual))
        self.bar.bind("<Up>", lambda _: self._move(self._shown() - _STEP))
        self.bar.bind("<Down>", lambda _: self._move(self._shown() + _STEP))
        states = {"<FocusIn>": "focus", "<FocusOut>": "!focus", "<Enter>": "active", "<Leave>": "!active"}
        for event, state in states.items():
            self._bind_state(event, state)

    def _bind_state(self, event: str, state: str) -> None:
        self.bar.bind(event, lambda _: self._grip.state([state]))

    def _drag(self, y_root: int) -> None:
        self._move((y_root - self.winfo_rooty() - self.bar.winfo_height() / 2) / self._room())

    def _move(self, fraction: float) -> None:
        if self._is_folded:
            return
        self.fraction = fraction
        self._fraction = self._shown()  # not a place that it cannot have: the next step begins where the bar is
        self._on_move(self._fraction)

    def _room(self) -> int:
        return max(1, self.winfo_height() - self.bar.winfo_reqheight())

    def _spare(self) -> int:
        """What is left when both areas have what they ask for; negative when there is not enough."""
        return self._room() - self.top.winfo_reqheight() - self.bottom.winfo_reqheight()

    def _upper_share(self) -> float:
        """How much of what both areas need not, or must do without, is the upper one's, from 0 to 1."""
        more = self._fraction * self._room() - self.top.winfo_reqheight()
        return min(max(more / (self._spare() or 1), 0.0), 1.0)

    def _shown(self) -> float:
        """The fraction that the bar has come to."""
        return (self.top.winfo_reqheight() + self._upper_share() * self._spare()) / self._room()

    def _share_out(self) -> None:
        if not self._has_bottom:
            upper = _PARTS
        elif self._fold is not None and self._is_folded:
            upper = 0 if self._fold.area == "top" else _PARTS
        else:
            upper = round(self._upper_share() * _PARTS)
        self.rowconfigure(0, weight=upper)
        self.rowconfigure(2, weight=_PARTS - upper)

    def _apply(self) -> None:
        width, height = _GRIP
        self.bar.configure(width=self._theme.px(width), height=self._theme.px(_BAR))
        self._grip.configure(width=self._theme.px(width), height=self._theme.px(height))
