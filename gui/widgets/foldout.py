"""What is seldom needed, folded away behind one line that says what it is set to (window thread)."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from gui.theme import Theme
from gui.widgets.flow import Flow


class Foldout(ttk.Frame):
    """Put into `body` what is to be folded away."""

    def __init__(self, parent: tk.Misc, theme: Theme, title: str, *, beside: bool = False) -> None:
        """`beside`: the body opens to the right of the line, else below it."""
        super().__init__(parent)
        self._theme = theme
        self._on_toggle: Callable[[bool], None] = lambda is_open: None
        self.is_open = False
        self.button = ttk.Button(
            self, text=title, style="Quiet.TButton", compound="right", command=lambda: self.set_open(not self.is_open)
        )
        self.button.grid(row=0, column=0, sticky="w")
        self.body = Flow(self, theme)
        self._row, self._column = (0, 1) if beside else (1, 0)
        self.columnconfigure(self._column, weight=1)
        theme.follow(self, self._apply)

    def set_open(self, is_open: bool) -> None:
        """Fold the body out or away."""
        if is_open != self.is_open:
            self.is_open = is_open
            self._apply()
            self._on_toggle(is_open)

    def set_title(self, title: str) -> None:
        """What the line says."""
        self.button.configure(text=title)

    def on_toggle(self, callback: Callable[[bool], None]) -> None:
        """Call it with whether the body is folded out now."""
        self._on_toggle = callback

    def _apply(self) -> None:
        self.button.configure(image=self._theme.arrow(down=self.is_open))
        if self.is_open:
            self.body.grid(row=self._row, column=self._column, sticky="ew", padx=(self._theme.px(8), 0))
        else:
            self.body.grid_remove()
