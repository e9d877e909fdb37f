"""The filter line: which rows the views show, in a small language; and where to go to (window thread).

Law: typing never waits; a line that is wrong says where, and what is shown stays as it was.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from core.contract.faults import Fault
from core.explain.faults import explain
from gui.models.finding.filter_values import FilterValues
from gui.models.finding.record_filter import RecordFilter
from gui.parts import Parts
from gui.widgets.entry.completing_entry import CompletingEntry
from gui.widgets.said_label import SaidLabel
from gui.widgets.tooltip import Tooltip
from gui.widgets.when_quiet import WhenQuiet

_LEAST_WIDTH = 12
"""Characters. It takes what its row has to spare; asking for more would push the box beside it into another row."""
PAUSE_MS = 250
"""After the last key."""
_HELP = "Show only some rows: socket:3, size>100, in, hello, /log(in|out)/ … Tab takes what is offered; ? explains all."


class FilterLine(ttk.Frame):
    """Label, entry, what it found, clear, help."""

    def __init__(self, parent: tk.Misc, parts: Parts, filter: RecordFilter, on_help: Callable[[], None]) -> None:
        super().__init__(parent)
        self._parts = parts
        self._filter = filter
        values = FilterValues(parts.capture, parts.sockets)
        self._label = ttk.Label(self, text="filter", style="Muted.TLabel")
        self.entry = CompletingEntry(
            self, parts.theme, values.complete, history=parts.settings.filter_history, width=_LEAST_WIDTH
        )
        self.found = SaidLabel(self, style="Muted.TLabel")
        self.clear_button = ttk.Button(self, text="×", width=2, style="Quiet.TButton", command=lambda: self.set(""))
        self.help_button = ttk.Button(self, text="?", width=2, style="Quiet.TButton", command=on_help)
        self._applying = WhenQuiet(self, self._apply, PAUSE_MS)
        Tooltip(self.entry.entry, parts.theme, _HELP)
        Tooltip(self.clear_button, parts.theme, "Show all rows again")
        Tooltip(self.help_button, parts.theme, "What can be written into a filter")
        self.entry.on_change(self._applying.ask)
        self.entry.on_submit(self._submit)
        self._place()

    def set(self, text: str) -> None:
        """Show the rows of this filter, as if it had been typed."""
        self.entry.value = text
        self._submit()

    def bring_up_to_date(self, rows: int, progress: float) -> None:
        """Say how many rows the view in front has, and how far the search is."""
        self._filter.follow()
        fault = self._filter.fault
        if fault is not None:
            self.found.say(explain(fault).sentence, "Error.TLabel")
        elif progress < _NEARLY:
            self.found.say(f"looking… {progress:.0%}", "Muted.TLabel")
        else:
            self.found.say(f"{rows:,} rows" if self._filter.is_on else "", "Muted.TLabel")

    def _submit(self) -> None:
        """Return: apply at once, and remember; or go where it is wrong."""
        self._applying.forget()
        self._apply()
        if self.entry.message:
            self.entry.go_to_mistake()
        else:
            self.entry.remember()

    def _apply(self) -> None:
        fault = self._filter.set(self.entry.value)
        self._parts.bridge.hurry()  # an idle window would look for what was found in a tenth of a second only
        if fault is None:
            self.entry.clear_error()
        else:
            self.entry.show_mistake(_sentence(fault), fault.position)

    def _place(self) -> None:
        self.columnconfigure(1, weight=1)
        parts = (self._label, self.entry, self.found, self.clear_button, self.help_button)
        for column, part in enumerate(parts):
            part.grid(row=0, column=column, sticky="new" if part is self.entry else "n")

        def space() -> None:
            gap = self._parts.theme.px(8)
            for label in (self._label, self.found):
                label.grid_configure(padx=(0, gap), pady=gap // 2)
            self.entry.grid_configure(padx=(0, gap))

        self._parts.theme.follow(self, space)


_NEARLY = 0.995
"""A capture that grows is never looked through quite to its end."""


def _sentence(fault: Fault) -> str:
    words = explain(fault)
    return f"{words.sentence} {words.remedy}"
