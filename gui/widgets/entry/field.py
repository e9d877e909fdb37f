"""A labelled field: what is asked for, where it is typed or chosen, and what is wrong with it (window thread).

Law: what was typed stays as it was typed, whatever is wrong with it; the message goes as soon as it is changed.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from gui.theme import Theme
from gui.widgets.entry.message_line import MessageLine
from gui.widgets.entry.select_all import bind_select_all
from gui.widgets.flow import Flow
from gui.widgets.tooltip import Tooltip
from gui.widgets.written import when_written


class Field(ttk.Frame):
    """In a Flow its message stands below the line of the flow, elsewhere below its entry."""

    def __init__(
        self,
        parent: tk.Misc,
        theme: Theme,
        label: str,
        *,
        values: Sequence[str] | None = None,
        editable: bool = True,
        width: int = 20,
        mono: bool = False,
        help: str = "",
        value: str = "",
    ) -> None:
        """With `values` it is a combo box, where other text can be typed unless it is not `editable`.

        `width` is in characters, `help` is what the tooltip says.
        """
        super().__init__(parent)
        self._theme = theme
        self._help, self._why_not = help, ""
        self._on_change: Callable[[], None] = lambda: None
        self._variable = tk.StringVar(self, value)
        self._written = False
        self.label = ttk.Label(self, text=label, style="Muted.TLabel")
        self.entry: ttk.Entry = ttk.Entry(self) if values is None else ttk.Combobox(self, values=list(values))
        self.entry.configure(textvariable=self._variable, width=width)
        if mono:
            self.entry.configure(font="LabMono", style="Mono.TEntry" if values is None else "Mono.TCombobox")
        self._usual_state = "normal" if editable else "readonly"
        self.entry.configure(state=self._usual_state)
        self.entry.icursor("end")
        self._line = MessageLine(parent if isinstance(parent, Flow) else self, theme)
        self._arrange()
        if isinstance(parent, Flow):
            parent.add_message(self._line, self)
        self._bind_events()

    @property
    def value(self) -> str:
        """What is typed or chosen; setting it takes the message away and tells nobody."""
        return self._variable.get()

    @value.setter
    def value(self, value: str) -> None:
        self._written = True
        self._variable.set(value)
        self._written = False
        self.entry.icursor("end")  # who goes on typing goes on at the end
        self.clear()

    @property
    def index(self) -> int:
        """Which of the values is chosen, from 0; -1 for what is none of them."""
        return self.entry.current() if isinstance(self.entry, ttk.Combobox) else -1

    @property
    def message(self) -> str:
        """What the message line says."""
        return self._line.text

    def set_values(self, values: Sequence[str]) -> None:
        """Offer other values; what is typed or chosen stays."""
        self.entry["values"] = list(values)

    def choose(self, index: int) -> None:
        """Choose one of the values; nobody is told."""
        self.value = str(self.tk.splitlist(self.entry.cget("values"))[index])

    def show_error(self, text: str) -> None:
        """Say what is wrong with the value."""
        self._line.show("error", text)
        self.entry.state(["invalid"])

    def show_note(self, text: str) -> None:
        """Say something about the value that is no error."""
        self._line.show("note", text)
        self.entry.state(["!invalid"])

    def clear(self) -> None:
        """Take the message away."""
        self._line.clear()
        self.entry.state(["!invalid"])

    @property
    def help(self) -> str:
        """What the tooltip says."""
        return self._help

    def set_help(self, text: str) -> None:
        """What the tooltip says from now on."""
        self._help = text

    def set_enabled(self, enabled: bool, why: str = "") -> None:
        """Let a person change it or not; `why` not is what the tooltip says then."""
        self._why_not = "" if enabled else why
        self.entry.configure(state=self._usual_state if enabled else "disabled")

    def on_change(self, callback: Callable[[], None]) -> None:
        """Call it after a person typed or chose."""
        self._on_change = callback

    def on_submit(self, callback: Callable[[], None]) -> None:
        """Call it when a person presses Return here."""
        self.entry.bind("<Return>", lambda _: callback())

    def focus_entry(self) -> None:
        """Put the cursor here, with all of the text selected: what is typed next replaces it."""
        self.entry.focus_set()
        self.entry.selection_range(0, "end")
        self.entry.icursor("end")

    def _arrange(self) -> None:
        self.columnconfigure(1, weight=1)
        self.label.grid(row=0, column=0)
        self.entry.grid(row=0, column=1, sticky="ew")
        self._theme.follow(self, lambda: self.label.grid_configure(padx=(0, self._theme.px(6))))
        if self._line.master is self:
            self._line.bind("<<MessageChanged>>", lambda _: self._show_line())
            self.entry.bind("<Configure>", lambda _: self._line.wrap(self.entry.winfo_width()))

    def _bind_events(self) -> None:
        when_written(self, self._variable, self._changed)
        bind_select_all(self.entry)
        self.label.bind("<Button-1>", lambda _: self.focus_entry())
        self.entry.bind("<<ComboboxSelected>>", lambda _: self.entry.selection_clear())
        for widget in (self.label, self.entry):
            Tooltip(widget, self._theme, lambda: self._why_not or self._help)

    def _changed(self) -> None:
        if not self._written:
            self.clear()
            self._on_change()

    def _show_line(self) -> None:
        if self._line.text:
            self._line.grid(row=1, column=1, sticky="w")
        else:
            self._line.grid_remove()
