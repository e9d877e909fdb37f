"""A line of code that says what each part of it is, to the pointer and to the arrow keys (window thread).

Law: it can be selected and copied like any text, and nothing in it can be changed.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from tkinter import ttk
from typing import Protocol

from gui.theme import Theme
from gui.widgets.tooltip import Tooltip

_CODE = "Code.TEntry"
_KEY_PAUSE_MS = 20


class Part(Protocol):
    """A piece of the line, and what it is."""

    @property
    def start(self) -> int:
        """Its first character."""
        ...

    @property
    def end(self) -> int:
        """The one after its last."""
        ...

    @property
    def meaning(self) -> str:
        """One sentence."""
        ...


class ExplainedLine(ttk.Frame):
    """A label, the line, and room for something at its right end."""

    def __init__(self, parent: tk.Misc, theme: Theme, label: str) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parts: Sequence[Part] = ()
        self._pointed: Part | None = None
        self._text = tk.StringVar(self)
        self._label = ttk.Label(self, text=label, style="Muted.TLabel")
        self.entry = ttk.Entry(self, textvariable=self._text, state="readonly", style=_CODE, font="LabMono")
        self._label.pack(side="left")
        self.entry.pack(side="left", fill="x", expand=True)
        self.tooltip = Tooltip(self.entry, theme, self._meaning, area=self._area)
        self.entry.bind("<Motion>", lambda event: self._point_at(event.x), add=True)
        self.entry.bind("<Right>", lambda _: self._step(1))
        self.entry.bind("<Left>", lambda _: self._step(-1))
        theme.follow(self, self._apply)

    @property
    def text(self) -> str:
        """The line."""
        return self._text.get()

    def say(self, text: str, parts: Sequence[Part] = ()) -> None:
        """Show a line of code."""
        self.tooltip.hide()
        self._parts, self._pointed = parts, None
        self._text.set(text)
        self.entry.selection_clear()

    def _point_at(self, x: int) -> None:
        place = self.entry.index(f"@{x}")
        pointed = next((part for part in self._parts if part.start <= place < part.end), None)
        if pointed is not self._pointed:
            self._pointed = pointed
            self.tooltip.wait()

    def _step(self, by: int) -> str:
        """From part to part by keyboard, each selected and explained."""
        if not self._parts:
            return ""
        at = next(
            (at for at, part in enumerate(self._parts) if part is self._pointed), -1 if by > 0 else len(self._parts)
        )
        part = self._pointed = self._parts[min(max(at + by, 0), len(self._parts) - 1)]
        self.entry.selection_range(part.start, part.end)
        self.entry.icursor(part.end)
        self.entry.xview(max(0, part.start - 4))
        self.tooltip.wait(_KEY_PAUSE_MS)
        return "break"

    def _meaning(self) -> str:
        return "" if self._pointed is None else self._pointed.meaning

    def _area(self) -> tuple[int, int, int]:
        """Where the part stands that is pointed at."""
        place = 0 if self._pointed is None else self._pointed.start
        x, y, _, height = self.entry.bbox(place)
        return max(0, x), y, height

    def _apply(self) -> None:
        """An entry without a frame: text that can be selected and copied, not a field to fill in."""
        style = ttk.Style(self)
        style.layout(_CODE, [("Entry.textarea", {"sticky": "nswe"})])
        style.configure(_CODE, padding=0, background=self._theme.palette.surface)
        self.entry.pack_configure(padx=(self._theme.px(8), 0))
