"""What can be written into the filter line, in plain words; a click takes an example (window thread).

Law: its words come from the language's own vocabulary, so that they cannot be wrong about it.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from core.capture.filtering.language.vocabulary import HELP
from gui.parts import Parts
from gui.widgets.card.side_panel import SidePanel
from gui.widgets.wrapped_label import WrappedLabel

WIDTH = 620
_INTRODUCTION = (
    "Write which rows you want to see. Words side by side must all be true; “or”, “not” and parentheses do what they "
    "say. A word that is none of these is looked for in the bytes. Click an example to take it into the line."
)


class FilterHelp(SidePanel):
    """The examples, with their meaning."""

    def __init__(self, parent: tk.Misc, parts: Parts, on_example: Callable[[str], None]) -> None:
        super().__init__(parent, parts.theme, "Filter", WIDTH)
        self._on_example = on_example
        introduction = WrappedLabel(self.body)
        introduction.say(_INTRODUCTION)
        introduction.grid(row=0, column=0, columnspan=2, sticky="ew")
        self.examples = [self._line(row, *line) for row, line in enumerate(HELP, 1)]
        self.body.columnconfigure(1, weight=1)
        parts.theme.follow(self.body, self._space_lines)

    def _line(self, row: int, example: str, meaning: str) -> ttk.Button:
        button = ttk.Button(self.body, text=example, style="Quiet.TButton", command=lambda: self._take(example))
        label = WrappedLabel(self.body)
        label.say(meaning)
        button.grid(row=row, column=0, sticky="w")
        label.grid(row=row, column=1, sticky="ew")
        return button

    def _take(self, example: str) -> None:
        self.close()
        self._on_example(example)

    def _space_lines(self) -> None:
        for button in self.examples:
            button.grid_configure(padx=(0, self._theme.px(8)))
