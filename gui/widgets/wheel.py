"""The mouse wheel as rows to scroll, alike on the three systems (window thread)."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

_ROWS_PER_NOTCH = 3
_NOTCH = 120
"""What Windows (and Tk 8.7 everywhere) calls one notch; macOS counts single lines instead."""


def bind_wheel(widget: tk.Misc, scroll: Callable[[int], None], sideways: Callable[[int], None] | None = None) -> None:
    """Call `scroll` with how many rows to move down, and with Shift `sideways`; Tk's own scrolling is off there."""
    _bind(widget, "", scroll)
    if sideways is not None:
        _bind(widget, "Shift-", sideways)


def _bind(widget: tk.Misc, prefix: str, move: Callable[[int], None]) -> None:
    def moved(rows: int) -> str:
        move(rows)
        return "break"

    system = widget.tk.call("tk", "windowingsystem")
    if system == "x11":
        widget.bind(f"<{prefix}Button-4>", lambda _: moved(-_ROWS_PER_NOTCH))
        widget.bind(f"<{prefix}Button-5>", lambda _: moved(_ROWS_PER_NOTCH))
    else:
        unit = 1 if system == "aqua" else _NOTCH / _ROWS_PER_NOTCH
        widget.bind(f"<{prefix}MouseWheel>", lambda event: moved(-round(event.delta / unit)))
