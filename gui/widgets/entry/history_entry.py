"""An entry that remembers what was sent before: Up and Down go through it, as in a shell (window thread).

Law: what was typed and not yet sent is not lost by looking at older texts.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from gui.theme import Theme
from gui.widgets.entry.message_line import MessageLine
from gui.widgets.entry.select_all import bind_select_all
from gui.widgets.written import when_written


class HistoryEntry(ttk.Frame):
    """A fixed-width entry with its message line below it."""

    def __init__(
        self, parent: tk.Misc, theme: Theme, *, history: Sequence[str] = (), width: int = 40, limit: int = 50
    ) -> None:
        """`history`: oldest first; at most `limit` of it is kept. `width` is in characters."""
        super().__init__(parent)
        self._limit = limit
        self._history = list(history)[-limit:]
        self._at = len(self._history)
        self._draft = ""
        self._written = False
        self._on_change: Callable[[], None] = lambda: None
        self._variable = tk.StringVar(self)
        self.entry = ttk.Entry(self, textvariable=self._variable, width=width, font="LabMono", style="Mono.TEntry")
        self._line = MessageLine(self, theme)
        self.columnconfigure(0, weight=1)
        self.entry.grid(row=0, column=0, sticky="ew")
        self._line.bind("<<MessageChanged>>", lambda _: self._show_line())
        self.entry.bind("<Configure>", lambda event: self._line.wrap(event.width))
        self.entry.bind("<Up>", lambda _: self._go(-1))
        self.entry.bind("<Down>", lambda _: self._go(1))
        bind_select_all(self.entry)
        when_written(self, self._variable, self._changed)

    @property
    def value(self) -> str:
        """What is typed; setting it takes the message away and tells nobody."""
        return self._variable.get()

    @value.setter
    def value(self, value: str) -> None:
        self._written = True
        self._variable.set(value)
        self._written = False
        self.entry.icursor("end")
        self.clear_error()

    @property
    def history(self) -> list[str]:
        """What was remembered, oldest first."""
        return list(self._history)

    @property
    def message(self) -> str:
        """What the message line says."""
        return self._line.text

    def remember(self) -> None:
        """Put what is typed at the end of the history, once."""
        if self.value:
            self._history = [*(text for text in self._history if text != self.value), self.value][-self._limit :]
        self._at, self._draft = len(self._history), ""

    def restore(self, history: Sequence[str]) -> None:
        """Let older texts be found as well; of those that were there none is lost."""
        self._history = list(dict.fromkeys([*self._history, *history]))[-self._limit :]
        self._at, self._draft = len(self._history), ""

    def on_submit(self, callback: Callable[[], None]) -> None:
        """Call it when a person presses Return."""
        self.entry.bind("<Return>", lambda _: callback())

    def on_change(self, callback: Callable[[], None]) -> None:
        """Call it after a person typed, or went to another text of the history."""
        self._on_change = callback

    def show_error(self, text: str, position: int | None = None) -> None:
        """Say what is wrong; the cursor goes to `position`, which is selected."""
        self._line.show("error", text)
        self.entry.state(["invalid"])
        if position is not None:
            self.entry.focus_set()
            self.entry.icursor(position)
            self.entry.selection_range(position, position + 1)
            self.entry.xview(max(0, position - 8))

    def clear_error(self) -> None:
        """Take the message away."""
        self._line.clear()
        self.entry.state(["!invalid"])

    def _go(self, step: int) -> str:
        at = min(max(self._at + step, 0), len(self._history))
        if at != self._at:
            if self._at == len(self._history):
                self._draft = self.value
            self._at = at
            self.value = self._draft if at == len(self._history) else self._history[at]
            self._on_change()
        return "break"

    def _changed(self) -> None:
        if not self._written:
            self.clear_error()
            self._on_change()

    def _show_line(self) -> None:
        if self._line.text:
            self._line.grid(row=1, column=0, sticky="w")
        else:
            self._line.grid_remove()
