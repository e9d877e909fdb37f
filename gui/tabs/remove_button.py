"""The button that takes ended sockets out of a list (window thread).

Law: it removes rows of the list only; the calls of those sockets stay in the capture.
"""

from __future__ import annotations

from tkinter import ttk

from gui.keys import label_of
from gui.models.sockets.sockets import Side
from gui.parts import Parts
from gui.widgets.flow import Flow
from gui.widgets.tooltip import Enabler


class RemoveButton(ttk.Button):
    """Remove ended."""

    def __init__(self, flow: Flow, parts: Parts, side: Side) -> None:
        super().__init__(flow, text="Remove ended", style="Quiet.TButton", command=self.remove)
        self._parts = parts
        self._side = side
        self._seen = -1
        tip = f"Take ended sockets out of the lists; their calls stay below  ({label_of('remove')})"
        self._enabler = Enabler(self, parts.theme, help=tip)
        flow.add(self, right=True)

    def remove(self) -> None:
        """Take them out."""
        self._parts.sockets.remove_ended(self._parts.sockets.removable(self._side))

    def bring_up_to_date(self) -> None:
        """Whether there is one to remove."""
        if self._seen != self._parts.sockets.version:
            self._seen = self._parts.sockets.version
            some = bool(self._parts.sockets.removable(self._side))
            self._enabler.set(some, "" if some else "Nothing in the list has ended.")
