"""Do something once a person has paused, however often it was asked for meanwhile (window thread).

Law: nothing is left to be done when its widget is destroyed.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable


class WhenQuiet:
    """One action of one widget."""

    def __init__(self, widget: tk.Misc, action: Callable[[], None], pause_ms: int) -> None:
        self._widget = widget
        self._action = action
        self._pause_ms = pause_ms
        self._timer = ""
        widget.bind("<Destroy>", self._end, add=True)

    def ask(self) -> None:
        """Do it after the pause, which begins anew."""
        self.forget()
        self._timer = self._widget.after(self._pause_ms, self._act)

    def forget(self) -> None:
        """Don't."""
        if self._timer:
            self._widget.after_cancel(self._timer)
            self._timer = ""

    def _act(self) -> None:
        self._timer = ""
        self._action()

    def _end(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self._widget:
            self.forget()
