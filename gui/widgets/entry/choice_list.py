"""What may be typed next, in a list below an entry (window thread).

Law: the entry keeps the focus; the list only shows, and is clicked.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from gui.theme import Theme

_MOST_LINES = 10
_WIDTH = 620


class ChoiceList(ttk.Frame):
    """Lies over the window while there is something to choose."""

    def __init__(self, entry: ttk.Entry, theme: Theme, on_choose: Callable[[int], None]) -> None:
        super().__init__(entry.winfo_toplevel(), style="Border.TFrame")
        self._entry = entry
        self._theme = theme
        self._choices: tuple[tuple[str, str], ...] = ()
        self._lines = tk.Listbox(self, font="LabMono", takefocus=False, exportselection=False, activestyle="none")
        self._lines.pack(fill="both", expand=True)
        self._lines.bind("<Button-1>", lambda event: self._clicked(event.y, on_choose))
        theme.dress(self._lines)
        theme.follow(self, lambda: self.configure(padding=theme.px(2)))

    @property
    def is_shown(self) -> bool:
        """Whether it can be seen."""
        return bool(self._choices)

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """What there is to choose."""
        return self._choices

    @property
    def chosen(self) -> int | None:
        """Which line the arrow keys have come to."""
        selected = self._lines.curselection()  # type: ignore[no-untyped-call]
        return int(selected[0]) if selected else None

    def show(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these; none: go away."""
        self._choices = tuple(choices)
        if not self._choices:
            self.place_forget()
            return
        column = max(len(text) for text, _ in self._choices) + 2
        lines = [f" {text:<{column}}{meaning}" for text, meaning in self._choices]
        self._lines.delete(0, "end")
        self._lines.insert("end", *lines)
        self._lines.configure(height=min(len(lines), _MOST_LINES))
        self._place()

    def move(self, step: int) -> None:
        """Go to another line; from the ends round to the other end."""
        at = self.chosen
        before = at if at is not None else (-1 if step > 0 else 0)
        at = (before + step) % len(self._choices)
        self._lines.selection_clear(0, "end")
        self._lines.selection_set(at)
        self._lines.see(at)

    def _place(self) -> None:
        """Below the entry, or above it where the window ends."""
        entry, window = self._entry, self._entry.winfo_toplevel()
        x, y = entry.winfo_rootx() - window.winfo_rootx(), entry.winfo_rooty() - window.winfo_rooty()
        self.update_idletasks()
        height = self._lines.winfo_reqheight() + 2 * self._theme.px(2)
        width = min(self._theme.px(_WIDTH), window.winfo_width() - x)
        below = y + entry.winfo_height()
        self.place(x=x, y=below if below + height <= window.winfo_height() else y - height, width=width, height=height)
        self.lift()

    def _clicked(self, y: int, on_choose: Callable[[int], None]) -> str:
        on_choose(int(self._lines.nearest(y)))  # type: ignore[no-untyped-call]
        return "break"
