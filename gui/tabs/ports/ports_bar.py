"""The line above the table of ports: who holds a port, and which rows are shown (window thread).

Law: a port that can't be one is said to be wrong at its field; any text is a filter.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from core.contract.faults import BadInput
from core.explain.faults import explain
from core.payload.addresses import parse_port
from gui.keys import label_of
from gui.models.ports.port_filter import Kind, PortFilter
from gui.theme import Theme
from gui.widgets.entry.field import Field
from gui.widgets.flow import Flow
from gui.widgets.tooltip import Tooltip
from gui.widgets.when_quiet import WhenQuiet

PAUSE_MS = 150
"""After the last key."""
_HELP = "Words that a row must have: 443, 8000-8100, python, established, user:root, pid:4121"


class PortsBar(Flow):
    """The question, the kind of rows, the words they must have."""

    def __init__(
        self, parent: tk.Misc, theme: Theme, on_ask: Callable[[int], None], on_filter: Callable[[], None]
    ) -> None:
        super().__init__(parent, theme)
        self._on_ask = on_ask
        self._on_filter = on_filter
        self.port = Field(self, theme, "Who holds port", width=7, help="1 to 65535")
        self.ask = ttk.Button(self, text="Look", style="Accent.TButton", command=self.submit)
        self.kind = Field(self, theme, "Show", values=[kind.value for kind in Kind], editable=False, width=13)
        self.words = Field(self, theme, "Filter", width=20, help=_HELP)
        self._filtering = WhenQuiet(self, on_filter, PAUSE_MS)
        for part in (self.port, self.ask, self.kind, self.words):
            self.add(part)
        self.kind.choose(0)
        self.port.on_submit(self.submit)
        self.kind.on_change(on_filter)
        self.words.on_change(self._filtering.ask)
        self.words.on_submit(on_filter)
        Tooltip(self.ask, theme, f"Who has that port now ({label_of('primary')})")

    @property
    def filter(self) -> PortFilter:
        """What is shown."""
        return PortFilter(tuple(Kind)[max(self.kind.index, 0)], self.words.value)

    def show_all(self) -> None:
        """Take the filter away."""
        self.kind.choose(0)
        self.words.value = ""
        self._filtering.forget()
        self._on_filter()

    def submit(self) -> None:
        """Ask about the port that is typed."""
        try:
            port = parse_port(self.port.value)
        except BadInput as wrong:
            words = explain(wrong.fault)
            self.port.show_error(f"{words.sentence} {words.remedy}".rstrip())
            self.port.focus_entry()
        else:
            self.port.clear()
            self._on_ask(port)
