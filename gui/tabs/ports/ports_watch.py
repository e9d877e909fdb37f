"""Has a look at this computer's ports every second, for as long as somebody can see them (window thread).

Law: what is out of sight asks nothing; the look itself is a worker's, and the next waits for the one before.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from gui.bridge import Bridge

if TYPE_CHECKING:
    from core.machine.port_table import PortLine, PortTable

PERIOD_MS = 1_000


class PortsWatch:
    """Belongs to one widget: it looks while that is mapped and its window is on the screen."""

    def __init__(self, widget: tk.Misc, bridge: Bridge, on_look: Callable[[Sequence[PortLine]], None]) -> None:
        self._widget = widget
        self._bridge = bridge
        self._on_look = on_look
        self._table: PortTable | None = None
        self._timer = ""
        self._is_asking = False
        self.looks = 0
        """How many answers have come."""
        widget.bind("<Map>", lambda _: self.look_now(), add=True)
        for event in ("<Unmap>", "<Destroy>"):
            widget.bind(event, lambda _: self._rest(), add=True)

    def look_now(self) -> None:
        """Look without waiting for the second to end."""
        self._rest()
        if not self._is_asking:
            self._is_asking = True
            self._bridge.ask(self._look, self._looked)

    def _look(self) -> Sequence[PortLine]:
        """In the worker; one at a time, as the table wants it."""
        if self._table is None:
            from core.machine.port_table import PortTable  # and psutil: not before somebody wants to see it

            self._table = PortTable()
        return self._table.look()

    def _looked(self, lines: Sequence[PortLine]) -> None:
        self._is_asking = False
        self.looks += 1
        if self._widget.winfo_ismapped():
            self._timer = self._widget.after(PERIOD_MS, self._next)
        self._on_look(lines)

    def _next(self) -> None:
        """A window that lies folded in the system's bar waits."""
        self._timer = ""
        if self._widget.winfo_viewable():
            self.look_now()
        else:
            self._timer = self._widget.after(PERIOD_MS, self._next)

    def _rest(self) -> None:
        if self._timer:
            self._widget.after_cancel(self._timer)
            self._timer = ""
