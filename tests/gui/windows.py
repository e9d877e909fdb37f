"""How a window of a test goes (test thread, which is the window's)."""

from __future__ import annotations

import tkinter as tk


def bury(window: tk.Tk) -> None:
    """Destroy it when it has the focus: there is no window manager to give it any.

    Tk 8.6 crashes when a window takes the focus after another one has gone, and been collected, without ever having it.
    """
    window.focus_force()
    window.update()
    window.destroy()
