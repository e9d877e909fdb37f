"""Where the steps of a sequence are written, a step a line (window thread).

Law: what was typed stays, whatever is wrong with it; the line at fault is named and shown.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from gui.theme import Theme
from gui.widgets.entry.message_line import MessageLine
from gui.widgets.wrapped_label import WrappedLabel

HEIGHT = 6
"""Lines in sight."""
_HINT = (
    "A step a line:  send hello  ·  hex 01 ff  ·  wait 200 ms  ·  expect 220.*ready  ·  within 2 s expect OK|READY  ·  "
    "and as the last one  repeat 10"
)


class StepsBar(ttk.Frame):
    """A text of several lines with what can be written in it."""

    def __init__(self, parent: tk.Misc, theme: Theme, text: str, on_change: Callable[[], None]) -> None:
        super().__init__(parent)
        self._theme = theme
        self._on_change = on_change
        self.hint = WrappedLabel(self, style="Muted.TLabel")
        self.hint.say(_HINT)
        self._border = ttk.Frame(self, style="Border.TFrame")
        self.text = tk.Text(self._border, height=HEIGHT, width=1, wrap="none", font="LabMono", undo=True)
        self._bar = ttk.Scrollbar(self._border, orient="vertical", takefocus=False, command=self.text.yview)
        self._line = MessageLine(self, theme)
        self._arrange()
        self.text.insert("1.0", text)
        self.text.edit_reset()
        self.text.edit_modified(False)
        theme.dress(self.text)
        theme.follow(self, self._space)
        self.text.bind("<<Modified>>", lambda _: self._modified())
        for keys, move in (("<Tab>", self.text.tk_focusNext), ("<Shift-Tab>", self.text.tk_focusPrev)):
            self.text.bind(keys, lambda _, move=move: self._leave(move))  # type: ignore[misc]

    @property
    def value(self) -> str:
        """What is written; setting it tells nobody."""
        return self.text.get("1.0", "end-1c")

    @value.setter
    def value(self, text: str) -> None:
        self.text.replace("1.0", "end-1c", text)
        self.text.edit_modified(False)
        self._line.clear()

    @property
    def message(self) -> str:
        """What is said below it."""
        return self._line.text

    def on_submit(self, callback: Callable[[], None]) -> None:
        """Call it when a person presses Ctrl+Return here; Return alone begins another line."""

        def submit(_event: object) -> str:
            callback()
            return "break"

        for keys in ("<Control-Return>", "<Control-KP_Enter>", "<Command-Return>"):
            self.text.bind(keys, submit)

    def show_error(self, words: str, line: int = 0, position: int = 0) -> None:
        """Say what is wrong, and show where: the line, from 1, and the character in it, from 0."""
        self._line.show("error", words)
        self.text.tag_remove("sel", "1.0", "end")
        if line:
            place = f"{line}.{position}"
            self.text.tag_add("sel", place, f"{place} wordend")
            self.text.mark_set("insert", place)
            self.text.see(place)

    def clear_error(self) -> None:
        """Take the message away."""
        self._line.clear()

    def _modified(self) -> None:
        if self.text.edit_modified():
            self.text.edit_modified(False)
            self._line.clear()
            self._on_change()

    def _leave(self, move: Callable[[], tk.Misc | None]) -> str:
        """Tab goes on to the next field, as everywhere in the window."""
        if (widget := move()) is not None:
            widget.focus_set()
        return "break"

    def _arrange(self) -> None:
        self.columnconfigure(0, weight=1)
        self.text.configure(yscrollcommand=self._bar.set)
        self._bar.pack(side="right", fill="y")
        self.text.pack(side="left", fill="both", expand=True)
        self.hint.grid(row=0, column=0, sticky="ew")
        self._border.grid(row=1, column=0, sticky="ew")
        self._line.bind("<<MessageChanged>>", lambda _: self._show_line())
        self.bind("<Configure>", lambda event: self._line.wrap(event.width))

    def _show_line(self) -> None:
        if self._line.text:
            self._line.grid(row=2, column=0, sticky="w")
        else:
            self._line.grid_remove()

    def _space(self) -> None:
        px = self._theme.px
        self._border.configure(padding=px(2))
        self.text.configure(padx=px(6), pady=px(4))
        self._border.grid_configure(pady=(px(6), 0))
