"""A row of views of which one is shown: its name is filled (window thread).

Law: it is one stop for Tab; the arrow keys go from view to view, as among the tabs of a browser.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from gui.theme import Theme
from gui.widgets.flow import Flow

_PADDING = 9


class Segmented(Flow):
    """Goes on in a second line where it gets too narrow."""

    def __init__(
        self, parent: tk.Misc, theme: Theme, choices: Sequence[tuple[str, str]], command: Callable[[str], None]
    ) -> None:
        """`choices`: (key, title); the first one is chosen. `command` is called with the key that a person chose."""
        super().__init__(parent, theme, gap=2)
        self._command = command
        self._keys = [key for key, _ in choices]
        self._variable = tk.StringVar(self, self._keys[0])
        self.buttons: dict[str, ttk.Radiobutton] = {}
        for key, title in choices:
            self._add_button(key, title)
        self._note_stop()

    @property
    def value(self) -> str:
        """The key of the view that is shown; setting it does not call the command."""
        return self._variable.get()

    @value.setter
    def value(self, key: str) -> None:
        self._variable.set(key)
        self._note_stop()

    def _add_button(self, key: str, title: str) -> None:
        cell = ttk.Frame(self)
        button = self.buttons[key] = ttk.Radiobutton(
            cell,
            text=title,
            value=key,
            variable=self._variable,
            style="Segment.TRadiobutton",
            command=self._choose,
        )
        button.grid(row=0, column=0, sticky="nsew")
        self.add(cell)
        # The chosen name is bold: each has the room for that, so that the others stay where they are.
        self._theme.follow(
            cell,
            lambda: cell.columnconfigure(
                0, minsize=self._theme.text_width(title, "LabBold") + 2 * self._theme.px(_PADDING + 1)
            ),
        )
        for event, step in (("<Left>", -1), ("<Up>", -1), ("<Right>", 1), ("<Down>", 1)):
            self._bind_step(button, event, step)

    def _bind_step(self, button: ttk.Radiobutton, event: str, step: int) -> None:
        def stepped(_: object) -> str:
            self.value = self._keys[(self._keys.index(self.value) + step) % len(self._keys)]
            self.buttons[self.value].focus_set()
            self._choose()
            return "break"

        button.bind(event, stepped)

    def _choose(self) -> None:
        self._note_stop()
        self._command(self.value)

    def _note_stop(self) -> None:
        for key, button in self.buttons.items():
            button.configure(takefocus=key == self.value)
