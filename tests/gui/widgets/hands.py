"""What a person does to a widget: through Tk events only (test thread, which is the window's)."""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable

PATIENCE_S = 10.0


def press(widget: tk.Misc, *keys: str) -> None:
    """Give the focus to a widget and press keys, named as Tk does ("<Down>"); there is no window manager to do it."""
    widget.focus_force()
    widget.update()
    for key in keys:
        widget.event_generate(key)
        widget.update()


def write(widget: tk.Misc, text: str) -> None:
    """Type letters and digits."""
    press(widget, *(f"<Key-{character}>" for character in text))


def click(widget: tk.Misc, x: int = 5, y: int = 5, modifier: str = "", button: int = 1) -> None:
    """Press and release a button over a widget."""
    widget.update()
    widget.event_generate("<Enter>", x=x, y=y)
    widget.event_generate("<Motion>", x=x, y=y)
    prefix = f"{modifier}-" if modifier else ""
    widget.event_generate(f"<{prefix}ButtonPress-{button}>", x=x, y=y)
    widget.event_generate(f"<{prefix}ButtonRelease-{button}>", x=x, y=y)
    widget.update()


def wait(widget: tk.Misc, predicate: Callable[[], object], what: str) -> None:
    """Let the window live until something can be seen."""
    deadline = time.monotonic() + PATIENCE_S
    alarm = widget.after(round(PATIENCE_S * 1000), lambda: None)  # ends the wait for an event that never comes
    while not predicate():
        assert time.monotonic() < deadline, f"waited {PATIENCE_S} s in vain for {what}"
        widget.tk.dooneevent(0)
    widget.after_cancel(alarm)
