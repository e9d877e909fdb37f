"""Calls back when a Tk variable is written, as long as the widget lives that shows it (window thread).

Law: Tcl keeps what a trace calls, and with it the widget and all that it knows, until the trace is taken away.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable


def when_written(widget: tk.Misc, variable: tk.Variable, callback: Callable[[], None]) -> None:
    """Call back after each write."""
    trace = variable.trace_add("write", lambda *_: callback())

    def end(event: tk.Event[tk.Misc]) -> None:
        if event.widget is widget:  # a frame also hears of the end of what is in it
            variable.trace_remove("write", trace)

    widget.bind("<Destroy>", end, add=True)
