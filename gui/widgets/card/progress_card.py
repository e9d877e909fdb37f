"""A card that says what is under way and how far it is, and can stop it (window thread).

Law: it says so in words and by a bar, and Tk is told only what is new.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from gui.theme import Theme
from gui.widgets.said_label import SaidLabel

CANCEL = "Cancel"
_STYLE = "info.Card"


class ProgressCard(ttk.Frame):
    """Title and bar, with a button beside them."""

    def __init__(self, parent: tk.Misc, theme: Theme, title: str, on_cancel: Callable[[], None]) -> None:
        super().__init__(parent, style=f"{_STYLE}.TFrame")
        self._theme = theme
        self._on_cancel = on_cancel
        self._percent = -1
        self.title = ttk.Label(self, text=title, style=f"{_STYLE}.Bold.TLabel")
        self.state_label = SaidLabel(self, style=f"{_STYLE}.TLabel")
        self._bar = ttk.Progressbar(self, maximum=100)
        self.cancel_button = ttk.Button(self, text=CANCEL, style=f"{_STYLE}.TButton", command=self._cancel)
        self.title.grid(row=0, column=0, sticky="w")
        self.state_label.grid(row=0, column=1, sticky="e")
        self._bar.grid(row=1, column=0, columnspan=2, sticky="ew")
        self.cancel_button.grid(row=0, column=2, rowspan=2)
        self.columnconfigure(0, weight=1)
        self.bind("<Configure>", lambda _: self._wrap(), add=True)
        theme.follow(self, self._apply)

    def show(self, progress: float, *, cancelled: bool) -> None:
        """How far it is (0..1), and whether it was told to stop."""
        percent = int(progress * 100)
        if percent != self._percent:
            self._percent = percent
            self._bar.configure(value=percent)
        self.state_label.say("stopping…" if cancelled else f"{percent} %")
        if cancelled:
            self.cancel_button.state(["disabled"])

    def _cancel(self) -> None:
        self._on_cancel()
        self.show(self._percent / 100, cancelled=True)

    def _apply(self) -> None:
        px = self._theme.px
        self.configure(padding=(px(14), px(10)))
        self._bar.grid_configure(pady=(px(6), 0))
        self.state_label.grid_configure(padx=(px(12), 0))
        self.cancel_button.grid_configure(padx=(px(14), 0))
        self._wrap()

    def _wrap(self) -> None:
        beside = self.cancel_button.winfo_reqwidth() + self._theme.px(120)
        self.title.configure(wraplength=max(self._theme.px(120), self.winfo_width() - beside))
