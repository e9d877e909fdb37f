"""Which file the send row sends, and for UDP the datagrams that it is cut into (window thread).

Law: fields that are not in use are not shown.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from core.contract.faults import Field as At
from gui.theme import Theme
from gui.widgets.entry.field import Field
from gui.widgets.flow import Flow
from gui.widgets.tooltip import Tooltip

_TO_STREAM = "All of it, as fast as the other end reads."


class FileBar(ttk.Frame):
    """A button that asks for the file, and the fields."""

    def __init__(
        self, parent: tk.Misc, theme: Theme, on_choose: Callable[[], None], on_change: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        self.flow = Flow(self, theme)
        self.flow.pack(fill="x")
        self._on_change = on_change
        self.choose = ttk.Button(self.flow, text="Choose a file…", command=on_choose)
        self.flow.add(self.choose)
        Tooltip(self.choose, theme, "It is read piece by piece while it goes out, so it may be of any size")
        self.note = ttk.Label(self.flow, text=_TO_STREAM, style="Muted.TLabel")
        self.flow.add(self.note)
        self.datagram_size = self._field(
            theme,
            "as datagrams of (B)",
            "1400",
            "1 to 65507. Larger ones than 1472 go over in pieces on most networks",
            7,
        )
        self.every = self._field(
            theme,
            "one every",
            "1 ms",
            "0: as fast as the system takes them, which is mostly faster than a peer reads",
            8,
        )
        self._fields_at_fault = {At.DATAGRAM_SIZE: self.datagram_size, At.INTERVAL: self.every}
        self.show_datagrams(False)

    def _field(self, theme: Theme, label: str, value: str, help: str, width: int) -> Field:
        field = Field(self.flow, theme, label, value=value, help=help, width=width)
        field.on_change(self._on_change)
        self.flow.add(field)
        return field

    def show_datagrams(self, shown: bool) -> None:
        """Whether it goes out as datagrams."""
        self.flow.show(self.note, not shown)
        for field in self._fields_at_fault.values():
            self.flow.show(field, shown)

    def show_error(self, field: At, words: str) -> bool:
        """Say beside its field what is wrong; False when it is none of the fields here."""
        at = self._fields_at_fault.get(field)
        if at is not None:
            at.show_error(words)
        return at is not None
