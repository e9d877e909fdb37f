"""The mouse wheel as rows to scroll, alike on the three systems (window thread)."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

_ROWS_PER_NOTCH = 3
_NOTCH = 120
"""What Windows calls one notch; macOS counts single lines instead."""


def bind_wheel(widget: tk.Misc, scroll: Callable[[int], object], sideways: Callable[[int], object]) -> None:
    """Call `scroll` with how many rows to move down, and with Shift `sideways`; Tk's own scrolling is off there."""
    for prefix, move in (("", scroll), ("Shift-", sideways)):
        hear_wheel(widget, _breaking(move), prefix)


def hear_wheel(widget: tk.Misc, turned: Callable[[tk.Event[tk.Misc], int], str | None], prefix: str = "") -> None:
    """Call `turned` with the event and how many rows to move down, beside whatever else hears of it."""
    system = widget.tk.call("tk", "windowingsystem")
    if system == "x11":
        widget.bind(f"<{prefix}Button-4>", lambda event: turned(event, -_ROWS_PER_NOTCH), add=True)
        widget.bind(f"<{prefix}Button-5>", lambda event: turned(event, _ROWS_PER_NOTCH), add=True)
    else:
        unit = 1 if system == "aqua" else _NOTCH / _ROWS_PER_NOTCH
        widget.bind(f"<{prefix}MouseWheel>", lambda event: turned(event, -round(event.delta / unit)), add=True)


def _breaking(move: Callable[[int], object]) -> Callable[[tk.Event[tk.Misc], int], str]:
    def moved(_: tk.Event[tk.Misc], rows: int) -> str:
        move(rows)
        return "break"

    return moved
