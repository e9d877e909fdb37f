"""One option in the options panel: its name, its field, what the system says of it, and its sentence (window thread).

Law: what a person is typing is never replaced; what the system says stands beside it.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from core.contract.faults import BadInput, Fault
from core.contract.option_commands import OptionValue
from core.contract.socket_options import Kind, SocketOption
from core.explain.faults import explain
from gui.models.sockets.option_words import ANY, OFF, ON, allowed, difference, parsed, told, typed
from gui.theme import Theme
from gui.widgets.entry.field import Field
from gui.widgets.flow import Flow
from gui.widgets.said_label import SaidLabel
from gui.widgets.wrapped_label import WrappedLabel

USUAL = "as usual"
_TITLE_CHARACTERS = 21

_PLACES = (Kind.ADDRESS, Kind.INTERFACE)
_VALUES = {Kind.FLAG: [ON, OFF], Kind.ADDRESS: [ANY], Kind.INTERFACE: [ANY]}
"""What can be chosen; anything else is typed."""


class OptionRow(ttk.Frame):
    """Whoever makes it says what the field holds, and asks what is in it."""

    def __init__(self, parent: tk.Misc, theme: Theme, option: SocketOption, *, on_submit: Callable[[], None]) -> None:
        super().__init__(parent)
        self._theme = theme
        self.option = option
        self._now = ""
        self._before = ""
        self._asked: int | None = None
        self.columnconfigure(0, weight=1)
        self._flow = Flow(self, theme)
        values = _VALUES.get(option.kind)
        self.field = Field(
            self._flow, theme, option.title, width=9 if option.kind not in _PLACES else 17, values=values,
            editable=option.kind is not Kind.FLAG, help=allowed(option),
        )  # fmt: skip
        self.field.label.configure(style="Bold.TLabel", width=_TITLE_CHARACTERS)
        self.field.on_submit(on_submit)
        self.told = SaidLabel(self._flow, style="Muted.TLabel")
        self._flow.add(self.field)
        self._flow.add(self.told)
        self._sentence = WrappedLabel(self, style="Muted.TLabel")
        self._sentence.say(f"{option.sentence}  {option.name}")
        self._note = WrappedLabel(self)
        self._flow.grid(row=0, column=0, sticky="ew")
        self._sentence.grid(row=1, column=0, sticky="ew")
        theme.follow(self, self._space)

    def offer(self, addresses: Sequence[str], interfaces: Sequence[str]) -> None:
        """What this computer has, for an option that is one of them."""
        if self.option.kind in _PLACES:
            self.field.set_values([ANY, *(addresses if self.option.kind is Kind.ADDRESS else interfaces)])

    # For a form: what is chosen before there is a socket.

    def choose(self, text: str, on_change: Callable[[str], None]) -> None:
        """Show what is chosen, "" for nothing; `on_change` hears what a person chooses instead."""
        if self.option.kind is Kind.FLAG:
            self.field.set_values([USUAL, ON, OFF])
        self.field.value = text or (USUAL if self.option.kind is Kind.FLAG else "")
        self._tell(allowed(self.option) if self.option.kind is not Kind.FLAG else "")
        self.field.on_change(lambda: self._chosen(on_change))

    def _chosen(self, on_change: Callable[[str], None]) -> None:
        text = self.field.value.strip()
        on_change("" if text == USUAL else text)
        if text and text != USUAL:
            self._parse(text)

    # For a socket: what the system says, and what a person would rather have.

    def show(self, value: OptionValue) -> None:
        """What the system said; the field says so too, unless a person has changed it."""
        self._tell(f"now {told(self.option, value)}")
        self._now = "" if value.error else typed(self.option, value.value)
        if not self.is_changed:
            self._before = self._now
            if self.field.value != self._before:
                self.field.value = self._before
        if self._asked is not None:
            self._say_note(difference(self.option, self._asked, value))

    def close(self, why: str) -> None:
        """Nothing can be set here any more, or ever."""
        self.field.set_enabled(False, why)
        self._say_note(why)

    @property
    def is_changed(self) -> bool:
        """Whether a person wants it otherwise."""
        return self.field.value != self._before

    def wanted(self) -> int | None:
        """The kernel's number for what is typed; None, and said beside it, when it can't be that."""
        self._asked = self._parse(self.field.value)
        return self._asked

    def was_set(self) -> None:
        """What was asked for is done: from here on the field says what the system says."""
        self._before = self.field.value

    def was_refused(self, fault: Fault) -> None:
        """Say so beside it; what was typed stays."""
        self._asked, self._before = None, self._now
        words = explain(fault)
        self.field.show_error(f"{words.sentence} It takes {allowed(self.option)}. {words.error}".rstrip())

    @property
    def note(self) -> str:
        """What is said of what the system made of it."""
        return self._note.text

    def _parse(self, text: str) -> int | None:
        try:
            value = parsed(self.option, text)
        except BadInput as refused:
            self.field.show_error(f"{explain(refused.fault).sentence} It takes {allowed(self.option)}.")
            return None
        self.field.clear()
        return value

    def _tell(self, text: str) -> None:
        if self.told.say(text):
            self._flow.resized()

    def _say_note(self, text: str) -> None:
        if self._note.say(text):
            if text:
                self._note.grid(row=2, column=0, sticky="ew")
            else:
                self._note.grid_remove()

    def _space(self) -> None:
        px = self._theme.px
        self.configure(padding=(0, px(8), 0, px(2)))
