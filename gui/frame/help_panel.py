"""The help: what the window shows, what the words mean, the keys, where the capture is (window thread).

Law: it lies over the right part of the window and takes nothing away; Escape closes it.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from gui.frame.first_card import SHOW
from gui.keys import IN_LISTS, SHORTCUTS, label_of
from gui.models.lab.help_text import SECTIONS, TERMS
from gui.parts import Parts
from gui.views.lower_views import VIEWS
from gui.widgets.card.side_panel import SidePanel
from gui.widgets.wrapped_label import WrappedLabel

WIDTH = 520


class HelpPanel(SidePanel):
    """Built when it is first asked for."""

    def __init__(
        self, parent: tk.Misc, parts: Parts, on_demonstrate: Callable[[], None], on_panel: Callable[[str], None]
    ) -> None:
        super().__init__(parent, parts.theme, "Help", WIDTH)
        self._parts = parts
        self._on_demonstrate = on_demonstrate
        self._on_panel = on_panel
        self._fill(self.body)

    def _fill(self, body: ttk.Frame) -> None:
        ttk.Button(body, text=SHOW, style="Accent.TButton", command=self._demonstrate).pack(
            anchor="w", pady=self._gap(8)
        )
        for section in SECTIONS:
            self._heading(body, section.heading)
            for paragraph in section.paragraphs:
                self._paragraph(body, paragraph)
        self._paragraph(body, f"This run is recorded in {self._parts.capture.status.path}")
        self._table(body, "Views of the calls", [(view.title, view.meaning) for view in VIEWS])
        self._heading(body, "Python’s socket module")
        self._paragraph(body, "Its functions, methods, families, types, options and exceptions, one sentence each.")
        self._button(body, "All its names", "names")
        self._table(body, "Words", [(term.word, term.meaning) for term in TERMS])
        self._table(body, "Keys", [*((shortcut.label, shortcut.meaning) for shortcut in SHORTCUTS), *IN_LISTS])
        self._heading(body, "How the lab itself fares")
        self._button(body, "Diagnostics", "diagnostics")

    def _table(self, body: ttk.Frame, heading: str, rows: list[tuple[str, str]]) -> None:
        self._heading(body, heading)
        table = ttk.Frame(body)
        table.columnconfigure(1, weight=1)
        for line, (left, right) in enumerate(rows):
            ttk.Label(table, text=left, style="Muted.TLabel").grid(
                row=line, column=0, sticky="nw", padx=(0, self._gap(12))
            )
            label = WrappedLabel(table)
            label.say(right)
            label.grid(row=line, column=1, sticky="ew")
        table.pack(fill="x")

    def _demonstrate(self) -> None:
        self.close()
        self._on_demonstrate()

    def _button(self, body: ttk.Frame, title: str, panel: str) -> None:
        def show() -> None:
            self.close()
            self._on_panel(panel)

        ttk.Button(body, text=f"{title} ({label_of(panel)})", command=show).pack(anchor="w")

    def _heading(self, body: ttk.Frame, text: str) -> None:
        ttk.Label(body, text=text, style="Bold.TLabel").pack(anchor="w", pady=(self._gap(14), self._gap(4)))

    def _paragraph(self, body: ttk.Frame, text: str) -> None:
        label = WrappedLabel(body)
        label.say(text)
        label.pack(fill="x", pady=(0, self._gap(6)))

    def _gap(self, size: float) -> int:
        return self._parts.theme.px(size)
