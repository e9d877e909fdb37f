"""The bar to go somewhere in the view in front: to a call, a time, or seconds since the start (window thread).

Law: what can't be understood is said beside the field, and nothing moves.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from core.contract.faults import BadInput
from core.explain.faults import explain
from gui.models.finding.jump import land, parse_target
from gui.parts import Parts
from gui.views.tables.record_view import RecordView
from gui.widgets.entry.field import Field
from gui.widgets.flow import Flow
from gui.widgets.tooltip import Tooltip

_HELP = "A call’s number: 1203.  A time: 14:03:11.2, or 2026-07-31 14:03.  Since the start: +12.5 s, +2 min"


class JumpBar(Flow):
    """A field, a button, close."""

    def __init__(
        self, parent: tk.Misc, parts: Parts, view: Callable[[], RecordView], on_close: Callable[[], None]
    ) -> None:
        """`view` gives the one in front."""
        super().__init__(parent, parts.theme, gap=8)
        self._parts = parts
        self._view = view
        self._on_close = on_close
        self.field = Field(self, parts.theme, "go to", width=28, mono=True, help=_HELP)
        self.button = ttk.Button(self, text="Go", command=self.go)
        hint = ttk.Label(self, text="1203   14:03:11.2   +12.5 s", style="Small.TLabel")
        self.close_button = ttk.Button(self, text="×", width=2, style="Quiet.TButton", command=on_close)
        Tooltip(self.close_button, parts.theme, "Close (Escape)")
        for part in (self.field, self.button, hint):
            self.add(part)
        self.add(self.close_button, right=True)
        self.field.on_submit(self.go)
        for widget in (self.field.entry, self.button, self.close_button):
            widget.bind("<Escape>", lambda _: self._escape())

    def open(self) -> None:
        """Ready to be typed into."""
        self.field.focus_entry()

    def go(self) -> None:
        """To what is typed; the bar closes when that is where one lands."""
        view = self._view()
        try:
            landing = land(parse_target(self.field.value, self._parts.capture), view.records, self._parts.capture)
        except BadInput as bad:
            words = explain(bad.fault)
            self.field.show_error(f"{words.sentence} {words.remedy}")
            return
        view.go_to(landing.seq)
        if landing.note:
            self.field.show_note(landing.note)
        else:
            self._on_close()

    def _escape(self) -> str:
        self._on_close()
        return "break"
