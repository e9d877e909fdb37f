"""Makes commands of the steps that are written below the send row (window thread).

Law: each message of a sequence is made as the row makes any message: the same line end, macros, check sum, edges.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from core.contract.faults import BadInput
from core.contract.jobs import Message
from core.payload.notation import Notation
from gui.models.sending.send_form import Make, Recipient, message_of, sequence_command
from gui.parts import Parts
from gui.tabs.sending.message_maker import MessageMaker
from gui.tabs.sending.steps_bar import StepsBar
from gui.widgets.entry.history_entry import HistoryEntry
from gui.widgets.flow import Flow

if TYPE_CHECKING:
    from core.payload.composition import Composition

_TITLE = 60
"""Characters of the first line, for the list of what goes out by itself."""


class StepsMaker:
    """Has the text below the row that takes the place of its field."""

    deed = "Run"

    def __init__(
        self, parent: tk.Misc, row: Flow, parts: Parts, entry: HistoryEntry, messages: MessageMaker,
        on_change: Callable[[], None], on_submit: Callable[[], None],
    ) -> None:  # fmt: skip
        self._parts = parts
        self._row = row
        self._entry = entry
        self._messages = messages
        self._on_change = on_change
        self.bar = StepsBar(parent, parts.theme, parts.settings.send_steps, self._changed)
        self.bar.on_submit(on_submit)

    @property
    def composition(self) -> Composition:
        """The steps, with how their messages are made."""
        return replace(self._messages.composition, text=self.bar.value, notation=Notation.TEXT)

    def commands(self, chosen: Sequence[Recipient]) -> list[Make]:
        """What is to be asked of the engine, for each of them; BadInput when something typed makes no sense."""
        return self.commands_of(self.composition, chosen)

    def commands_of(self, written: Composition, chosen: Sequence[Recipient]) -> list[Make]:
        """The same for steps that were kept."""
        from core.engine.jobs.sequence_text import read_sequence

        def make(recipient: Recipient, text: str, notation: Notation) -> Message:
            return message_of(replace(written, text=text, notation=notation), recipient)

        title = written.text.strip().partition("\n")[0][:_TITLE]
        return [
            partial(sequence_command, recipient.target, read_sequence(written.text, partial(make, recipient)), title)
            for recipient in chosen
        ]

    def load(self, written: Composition) -> None:
        """Write steps that were kept, with how their messages are made."""
        self._messages.load_making(written)
        self.bar.value = written.text
        self._parts.settings.send_steps = written.text

    def sent(self) -> None:
        """They stay, to be run again."""

    def show_error(self, error: BadInput, words: str) -> bool:
        """Say it below the steps, or beside the field of the bar that says how messages are made."""
        line: int = getattr(error, "line", 0)
        if line:
            self.bar.show_error(f"Line {line}: {words}", line, error.fault.position or 0)
            return True
        return self._messages.show_error(error, words) or self.say(words)

    def say(self, words: str) -> bool:
        """Say why nothing is sent."""
        self.bar.show_error(words)
        return True

    def clear_error(self) -> None:
        """Take away what was said."""
        self.bar.clear_error()

    def say_preview(self, peer: Recipient | None) -> None:
        """There are many messages: none of them is shown."""
        if self._messages.how.bar is not None:
            self._messages.how.bar.say_preview(None)

    def show(self, shown: bool) -> None:
        """Take the field's place, or give it back."""
        self._row.show(self._entry, not shown)
        self._row.show(self._messages.how.button, shown)
        if shown:
            self.bar.grid(row=2, column=0, sticky="ew", pady=(self._parts.theme.px(6), 0))
        else:
            self.bar.grid_remove()

    def _changed(self) -> None:
        self._parts.settings.send_steps = self.bar.value
        self._on_change()
