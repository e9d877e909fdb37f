"""How the lab itself fares, live: the window's ticks, the recorder, memory, and what was lost (window thread).

Law: measuring keeps an idle window awake, so it begins when the panel is opened and ends when it is closed.
"""

from __future__ import annotations

import json
import tkinter as tk
from tkinter import ttk

from core.net.calls import TELLS_DROPS
from gui.diagnostics import DiagnosticsRun
from gui.models.lab.diagnostics_rows import Line, groups_of
from gui.parts import Parts
from gui.widgets.card.side_panel import SidePanel
from gui.widgets.said_label import SaidLabel

WIDTH = 460
_STYLES = {"": "TLabel", "ok": "Ok.TLabel", "warning": "Warning.TLabel"}


class DiagnosticsPanel(SidePanel):
    """Numbers in two columns: now, and the most since it was opened."""

    def __init__(self, parent: tk.Misc, parts: Parts) -> None:
        super().__init__(parent, parts.theme, "Diagnostics", WIDTH)
        self._parts = parts
        self._run: DiagnosticsRun | None = None
        self._cells: list[tuple[SaidLabel, SaidLabel]] = []
        self.body.columnconfigure(0, weight=1)
        ttk.Button(self.foot, text="Copy as JSON", command=self.copy).pack(side="left")
        self._copied = SaidLabel(self.foot, style="Muted.TLabel")
        self._copied.pack(side="left", padx=parts.theme.px(10))
        self.bind("<Destroy>", self._end, add=True)

    def open(self) -> None:
        """Begin to measure, and show it."""
        super().open()
        if self._run is None:
            parts = self._parts
            self._run = DiagnosticsRun(self, parts.capture, parts.sockets, on_sample=self._show)
            self._run.start()

    def close(self) -> None:
        """End measuring."""
        super().close()
        if self._run is not None:
            self._run.stop()
            self._run = None

    def copy(self) -> None:
        """Put the report into the clipboard."""
        if self._run is not None:
            self.clipboard_clear()
            self.clipboard_append(json.dumps(self._run.report(), indent=1))
            self._copied.say("copied")

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The two numbers of each line."""
        return [(now.text, most.text) for now, most in self._cells]

    def _show(self) -> None:
        """A second has passed."""
        if self._run is None:
            return
        groups = list(groups_of(self._run.report(), tells_drops=TELLS_DROPS))
        if not self._cells:
            for group in groups:
                self._heading(group.heading)
                for line in group.lines:
                    self._line(line)
        lines = [line for group in groups for line in group.lines]
        for (now, most), line in zip(self._cells, lines, strict=True):
            now.say(line.now, _STYLES[line.tag])
            most.say(f"most {line.most}" if line.most else "", "Muted.TLabel")

    def _heading(self, text: str) -> None:
        px = self._parts.theme.px
        label = ttk.Label(self.body, text=text, style="Bold.TLabel")
        label.grid(row=self.body.grid_size()[1], column=0, columnspan=3, sticky="w", pady=(px(10), px(2)))

    def _line(self, line: Line) -> None:
        row, px = self.body.grid_size()[1], self._parts.theme.px
        ttk.Label(self.body, text=line.what, style="Muted.TLabel").grid(row=row, column=0, sticky="w")
        cells = SaidLabel(self.body), SaidLabel(self.body)
        for column, cell in enumerate(cells, 1):
            cell.grid(row=row, column=column, sticky="e", padx=(px(14), 0))
        self._cells.append(cells)

    def _end(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self and self._run is not None:
            self._run.stop()
