"""Do something once when Tk has nothing else to do, however often it was asked for (window thread).

Law: nothing is left to be done when its widget is destroyed.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable


class WhenIdle:
    """One action of one widget."""

    def __init__(self, widget: tk.Misc, action: Callable[[], None]) -> None:
        self._widget = widget
        self._action = action
        self._timer = ""
        widget.bind("<Destroy>", self._end, add=True)

    def ask(self) -> None:
        """Do it soon."""
        if not self._timer:
            self._timer = self._widget.after_idle(self._act)

    def _act(self) -> None:
        self._timer = ""
        self._action()

    def _end(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self._widget and self._timer:
            self._widget.after_cancel(self._timer)
            self._timer = ""
