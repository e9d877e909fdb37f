"""What can be written into the filter line, in plain words; a click takes an example (window thread).

Law: its words come from the language's own vocabulary, so that they cannot be wrong about it.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from core.capture.filtering.language.vocabulary import HELP
from gui.parts import Parts
from gui.views.wrapped_label import WrappedLabel
from gui.widgets.scrollable import Scrollable

WIDTH = 620
_INTRODUCTION = (
    "Write which rows you want to see. Words side by side must all be true; “or”, “not” and parentheses do what they "
    "say. A word that is none of these is looked for in the bytes. Click an example to take it into the line."
)


class FilterHelp(ttk.Frame):
    """Lies over the right part of the window; Escape closes it."""

    def __init__(self, parent: tk.Misc, parts: Parts, on_example: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._parts = parts
        self._on_example = on_example
        ttk.Separator(self, orient="vertical").pack(side="left", fill="y")
        self._inside = ttk.Frame(self)
        self._inside.pack(fill="both", expand=True)
        self._head()
        scrollable = Scrollable(self._inside, parts.theme)
        scrollable.pack(fill="both", expand=True)
        self.examples = [self._line(scrollable.body, row, *line) for row, line in enumerate(HELP, 1)]
        introduction = WrappedLabel(scrollable.body)
        introduction.say(_INTRODUCTION)
        introduction.grid(row=0, column=0, columnspan=2, sticky="ew")
        scrollable.body.columnconfigure(1, weight=1)
        for button in (self._close_button, *self.examples):
            button.bind("<Escape>", lambda _: self._escape())
        parts.theme.follow(self, self._space)

    def toggle(self) -> None:
        """Open it, or close it."""
        if self.winfo_manager():
            self.close()
        else:
            self._space(opening=True)
            self.lift()
            self._close_button.focus_set()

    def close(self) -> None:
        """Take it away."""
        self.place_forget()

    def _escape(self) -> str:
        self.close()
        return "break"

    def _head(self) -> None:
        head = ttk.Frame(self._inside)
        ttk.Label(head, text="Filter", style="Heading.TLabel").pack(side="left")
        self._close_button = ttk.Button(head, text="Close (Escape)", style="Quiet.TButton", command=self.close)
        self._close_button.pack(side="right")
        head.pack(fill="x")

    def _line(self, body: ttk.Frame, row: int, example: str, meaning: str) -> ttk.Button:
        button = ttk.Button(body, text=example, style="Quiet.TButton", command=lambda: self._take(example))
        label = WrappedLabel(body)
        label.say(meaning)
        button.grid(row=row, column=0, sticky="w")
        label.grid(row=row, column=1, sticky="ew")
        return button

    def _take(self, example: str) -> None:
        self.close()
        self._on_example(example)

    def _space(self, *, opening: bool = False) -> None:
        px = self._parts.theme.px
        self._inside.configure(padding=px(16))
        for button in self.examples:
            button.grid_configure(padx=(0, px(8)))
        if opening or self.winfo_manager():
            width = min(px(WIDTH), self.master.winfo_width())
            self.place(relx=1, rely=0, anchor="ne", relheight=1, width=width)
