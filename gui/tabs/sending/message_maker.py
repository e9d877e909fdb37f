r"""Makes commands of what is typed into the send row: text or hex, how it is made, how often (window thread).

Law: what was typed stays; what it makes of it is what the preview shows.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from core.contract.endpoints import Protocol
from core.contract.faults import BadInput
from core.payload.notation import Notation
from gui.models.sending.send_form import Make, Recipient, message_of, moment_of, parse_data, repeat_command
from gui.tabs.sending.send_fold import SendFold
from gui.theme import Theme
from gui.widgets.entry.history_entry import HistoryEntry
from gui.widgets.flow import Flow

if TYPE_CHECKING:
    from core.payload.composition import Composition
    from gui.models.sending.repeat_form import RepeatForm
    from gui.tabs.sending.compose_bar import ComposeBar
    from gui.tabs.sending.repeat_bar import RepeatBar

AS_TYPED, ONCE = "as typed", "once"
_HOW = "How the message is made: encoding, what it ends with, macros, check sum, edges"
_OFTEN = "How often it is sent: once, or again and again"
_TITLE = 60
"""Characters of what is typed, for the list of what goes out by itself."""


class MessageMaker:
    """Has the two buttons of the row that say how a message is made and how often."""

    def __init__(
        self, parent: tk.Misc, row: Flow, theme: Theme, entry: HistoryEntry, on_change: Callable[[], None]
    ) -> None:
        """`parent` is the frame, laid out as a grid, in which the bars unfold below the row."""
        self._parent = parent
        self._row = row
        self._theme = theme
        self._entry = entry
        self._on_change = on_change
        self._sent = 0
        """How many messages were sent from here: what {{counter}} goes by."""
        self.notation = Notation.TEXT
        self.how = SendFold(row, theme, AS_TYPED, _HOW, self._make_compose_bar, at=1)
        self.often = SendFold(row, theme, ONCE, _OFTEN, self._make_repeat_bar, at=2)
        self.how.on_open(on_change)  # what would go over is to be said
        row.add(self.how.button)
        row.add(self.often.button)

    @property
    def deed(self) -> str:
        """What the button of the row does."""
        return "Send" if self._repeat_form is None else "Repeat"

    @property
    def composition(self) -> Composition:
        """What is typed and how it is made; BadInput when a field of how it is made makes no sense."""
        if self.how.bar is not None:
            return self.how.bar.form.composition(self._entry.value, self.notation)
        from core.payload.composition import Composition

        return Composition(self._entry.value, self.notation)

    def commands(self, chosen: Sequence[Recipient]) -> list[Make]:
        """What is to be asked of the engine, for each of them; BadInput when something typed makes no sense."""
        composition = self.composition
        if (form := self._repeat_form) is not None:
            timing, title = form.timing(), self._entry.value[:_TITLE]
            return [
                partial(repeat_command, recipient.target, message_of(composition, recipient), timing, title)
                for recipient in chosen
            ]
        all_udp = all(recipient.snapshot.protocol is Protocol.UDP for recipient in chosen)
        messages = [
            parse_data(composition, moment_of(self._sent + 1, recipient), empty_allowed=all_udp) for recipient in chosen
        ]
        return [partial(recipient.target.command, data=data) for recipient, data in zip(chosen, messages, strict=True)]

    def commands_of(self, composition: Composition, chosen: Sequence[Recipient]) -> list[Make]:
        """The same for a message that was composed before: once, to each of them."""
        self._sent += 1
        return [
            partial(
                recipient.target.command,
                data=parse_data(
                    composition,
                    moment_of(self._sent, recipient),
                    empty_allowed=recipient.snapshot.protocol is Protocol.UDP,
                ),
            )
            for recipient in chosen
        ]

    def load(self, composition: Composition) -> None:
        """Put a message into the row, with how it is made; how often stays as it is."""
        self.load_making(composition)
        self.notation = composition.notation
        self._entry.value = composition.text

    def load_making(self, composition: Composition) -> None:
        """Have messages made as this one is."""
        from gui.models.sending.compose_form import ComposeForm

        form = ComposeForm.of(composition)
        if self.how.bar is not None or form != ComposeForm():
            self.how.made().show(form)
            self.how.say(form.title)

    def sent(self) -> None:
        """It was sent: the counter goes on, and what was typed can be brought back."""
        if self._repeat_form is None:
            self._sent += 1
        self._entry.remember()

    def show_error(self, error: BadInput, words: str) -> bool:
        """Say it beside its field, if it is one of the bars' fields."""
        for fold in (self.how, self.often):
            if fold.bar is not None and fold.bar.show_error(error.fault.field, words):
                fold.open()
                return True
        return False

    def say(self, words: str) -> bool:
        """Say why nothing is sent; False: the field itself has to say it."""
        return False

    def clear_error(self) -> None:
        """Take away what was said; the fields do so themselves."""

    def say_preview(self, peer: Recipient | None) -> None:
        """What would go to them now."""
        bar = self.how.bar
        if bar is None or not self.how.is_open:
            return
        try:
            data = parse_data(self.composition, moment_of(self._sent + 1, peer), empty_allowed=True)
        except BadInput:
            bar.say_preview(None)
        else:
            bar.say_preview(data)

    def convert(self, notation: Notation) -> None:
        """The same bytes in the other notation; what cannot be read as the one stays as it was typed."""
        from core.payload.composition import in_notation

        with suppress(BadInput):  # what cannot be read was perhaps meant as the other
            self._entry.value = in_notation(self.composition, notation).text
        self.notation = notation

    def show(self, shown: bool) -> None:
        """Show its buttons in the row, or take them out with what they have unfolded."""
        for fold in (self.how, self.often):
            if not shown and fold.is_open:
                fold.toggle()
            self._row.show(fold.button, shown)

    @property
    def _repeat_form(self) -> RepeatForm | None:
        """How often it is to be sent; None: once."""
        form = self.often.bar.form if self.often.bar is not None else None
        return form if form is not None and form.is_on else None

    def _make_compose_bar(self) -> ComposeBar:
        from gui.models.sending.compose_form import ComposeForm
        from gui.tabs.sending.compose_bar import ComposeBar

        return ComposeBar(self._parent, self._theme, ComposeForm(), self._making_changed)

    def _making_changed(self) -> None:
        assert self.how.bar is not None  # it is what has changed
        self.how.say(self.how.bar.form.title)
        self._on_change()

    def _make_repeat_bar(self) -> RepeatBar:
        from gui.models.sending.repeat_form import RepeatForm
        from gui.tabs.sending.repeat_bar import RepeatBar

        return RepeatBar(self._parent, self._theme, RepeatForm(), self._often_changed)

    def _often_changed(self) -> None:
        assert self.often.bar is not None  # it is what has changed
        self.often.say(self.often.bar.form.title)
        self._on_change()
