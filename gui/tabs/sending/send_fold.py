"""A quiet button in the send row that says how something is set, and the fields that it folds out (window thread).

Law: the bar is made when it is first needed; folded away, it still holds what was set.
"""

from __future__ import annotations

from collections.abc import Callable
from tkinter import ttk
from typing import Generic, TypeVar

from gui.theme import Theme
from gui.widgets.flow import Flow
from gui.widgets.tooltip import Tooltip

_Bar = TypeVar("_Bar", bound=ttk.Frame)


class SendFold(Generic[_Bar]):
    """The button stands in `row`; the bar below it, in the grid's row `at`."""

    def __init__(self, row: Flow, theme: Theme, title: str, help: str, make: Callable[[], _Bar], at: int) -> None:
        self.bar: _Bar | None = None
        self.is_open = False
        self._row = row
        self._theme = theme
        self._make = make
        self._at = at
        self._on_open: Callable[[], None] = lambda: None
        self.button = ttk.Button(row, text=title, style="Quiet.TButton", compound="right", command=self.toggle)
        Tooltip(self.button, theme, help)
        theme.follow(row, self._show_arrow)

    def on_open(self, callback: Callable[[], None]) -> None:
        """Call it when the bar has been folded out."""
        self._on_open = callback

    def say(self, title: str) -> None:
        """What the button says."""
        if str(self.button.cget("text")) != title:
            self.button.configure(text=title)
            self._row.resized()

    def toggle(self) -> None:
        """Fold the bar out or away."""
        self.is_open = not self.is_open
        self._show_arrow()
        bar = self.made()
        if self.is_open:
            bar.grid(row=self._at, column=0, sticky="ew", pady=(self._theme.px(6), 0))
            self._on_open()
        else:
            bar.grid_remove()

    def made(self) -> _Bar:
        """The bar, which may be folded away."""
        if self.bar is None:
            self.bar = self._make()
        return self.bar

    def open(self) -> None:
        """Fold the bar out, if it is not."""
        if not self.is_open:
            self.toggle()

    def _show_arrow(self) -> None:
        self.button.configure(image=self._theme.arrow(down=self.is_open))
