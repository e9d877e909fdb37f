r"""The row that sends: to whom, text or hex, what, how it is made, and Send; Up and Down bring what was sent before.

Window thread. Law: what was typed stays; what can't be sent is said beside the field, with its place in the text.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from tkinter import ttk
from typing import TYPE_CHECKING

from core.contract.commands import Command
from core.contract.endpoints import Protocol
from core.contract.events import Failed
from core.contract.faults import BadInput
from core.explain.faults import Explanation, explain
from core.payload.notation import Notation
from gui.keys import label_of, leave_send_keys
from gui.models.sending.send_form import Recipient, Recipients, can_send, moment_of, parse_data, why_not
from gui.parts import Parts
from gui.widgets.entry.history_entry import HistoryEntry
from gui.widgets.flow import Flow
from gui.widgets.tooltip import Enabler, Tooltip

if TYPE_CHECKING:
    from core.payload.composition import Composition
    from gui.tabs.compose_bar import ComposeBar

PAUSE_MS = 700
"""After so long without a key, what is wrong with the text is said; somebody who still types is not interrupted."""

AS_TYPED = "as typed"
_NOTATIONS = tuple(Notation)


class SendRow(ttk.Frame):
    """Sends what is typed to whom the list above says."""

    def __init__(self, parent: tk.Misc, parts: Parts, recipients: Recipients, everybody: str) -> None:
        """`everybody`: what the second choice of the first box says, such as "to all of this listener"."""
        super().__init__(parent)
        self._parts = parts
        self._recipients = recipients
        self._pause = ""
        self._reason = ""
        self._sent = 0
        """How many messages were sent from here: what {{counter}} goes by."""
        self._compose_bar: ComposeBar | None = None
        self._is_open = False
        self._row = Flow(self, parts.theme, gap=8)
        self._row.pack(fill="x")
        self._make_row(everybody)
        self.bind("<Destroy>", lambda _: self._stop_waiting())

    def _make_row(self, everybody: str) -> None:
        row, theme = self._row, self._parts.theme
        self.to = _box(row, ("to selected", everybody), width=max(len(everybody), 11))
        self.notation = _box(row, [notation.value for notation in _NOTATIONS], width=5)
        self.entry = HistoryEntry(row, theme, history=self._parts.settings.send_history, width=20)
        self.making = ttk.Button(row, text=AS_TYPED, style="Quiet.TButton", compound="right", command=self._fold)
        self.button = ttk.Button(row, text="Send", command=self.submit)
        self._enabler = Enabler(self.button, theme, help=f"Send ({label_of('send')})")
        for box in (self.to, self.notation):
            row.add(box)
        row.add(self.entry, grow=True)
        row.add(self.making)
        row.add(self.button, right=True)
        Tooltip(self.notation, theme, r"Text: \r \n \t \0 \xNN \u{NNNN} are escapes.  Hex: 68 65 6c 6c 6f")
        Tooltip(self.making, theme, "How the message is made: encoding, what it ends with, macros, check sum, edges")
        theme.follow(self, self._show_arrow)
        self.entry.on_submit(self.submit)
        leave_send_keys(self.entry.entry)
        self.entry.on_change(self._edited)
        self.to.bind("<<ComboboxSelected>>", lambda _: self._edited())
        self.notation.bind("<<ComboboxSelected>>", lambda _: self._convert())
        self._notation = _NOTATIONS[0]

    def submit(self) -> None:
        """Send it, or say why not."""
        chosen = [recipient for recipient in self._chosen() if can_send(recipient.snapshot)]
        if not chosen:
            self.entry.show_error(self._why_nobody())
            return
        messages = self._parse(chosen)
        if messages is None:
            return
        self._sent += 1
        self.entry.clear_error()
        self.entry.remember()
        for recipient, data in zip(chosen, messages, strict=True):
            make = partial(recipient.target.command, data=data)
            self._parts.bridge.submit(make, lambda _: None, partial(self._failed, make(0)))
        self._say_preview()  # the counter has gone on

    @property
    def composition(self) -> Composition:
        """What is typed and how it is made; BadInput when a field of how it is made makes no sense."""
        if self._compose_bar is not None:
            return self._compose_bar.form.composition(self.entry.value, self._notation)
        from core.payload.composition import Composition

        return Composition(self.entry.value, self._notation)

    def bring_up_to_date(self) -> None:
        """Whether Send can do anything now."""
        self._reason = self._why_nobody() or self._why_not_this()
        self._enabler.set(not self._reason, self._reason)
        self._say_preview()  # {{peer}} may be another

    def _chosen(self) -> Sequence[Recipient]:
        to_all = self.to.current() == 1
        return self._recipients.all_recipients() if to_all else self._recipients.selected_recipients()

    def _why_nobody(self) -> str:
        chosen = self._chosen()
        if not chosen and self.to.current() == 1:
            return "Nobody is in the list to send to."
        return why_not([recipient.snapshot for recipient in chosen])

    def _why_not_this(self) -> str:
        try:
            self._read(self._chosen()[:1])
        except BadInput as error:
            return explain(error.fault).sentence
        return ""

    def _read(self, chosen: Sequence[Recipient]) -> list[bytes]:
        """The bytes for each of them."""
        composition = self.composition
        all_udp = all(recipient.snapshot.protocol is Protocol.UDP for recipient in chosen)
        return [
            parse_data(composition, moment_of(self._sent + 1, recipient), empty_allowed=all_udp) for recipient in chosen
        ]

    def _parse(self, chosen: Sequence[Recipient]) -> list[bytes] | None:
        try:
            return self._read(chosen)
        except BadInput as error:
            words = explain(error.fault)
            said = f"{words.sentence} {words.remedy}"
            if self._compose_bar is None or not self._compose_bar.show_error(error.fault.field, said):
                self.entry.show_error(said, error.fault.position)
            elif not self._is_open:
                self._fold()
            return None

    # How it is made

    def _fold(self) -> None:
        self._is_open = not self._is_open
        self._show_arrow()
        bar = self._made_bar()
        if self._is_open:
            bar.pack(fill="x", pady=(self._parts.theme.px(6), 0))
            self._say_preview()
        else:
            bar.pack_forget()

    def _made_bar(self) -> ComposeBar:
        if self._compose_bar is None:
            from gui.models.sending.compose_form import ComposeForm
            from gui.tabs.compose_bar import ComposeBar

            self._compose_bar = ComposeBar(self, self._parts.theme, ComposeForm(), self._making_changed)
        return self._compose_bar

    def _making_changed(self) -> None:
        assert self._compose_bar is not None  # it is what has changed
        self.making.configure(text=self._compose_bar.form.title)
        self._row.resized()
        self._edited()

    def _show_arrow(self) -> None:
        self.making.configure(image=self._parts.theme.arrow(down=self._is_open))

    def _say_preview(self) -> None:
        if self._compose_bar is None or not self._is_open:
            return
        chosen = self._chosen()[:1]
        try:
            data = parse_data(self.composition, moment_of(self._sent + 1, *chosen), empty_allowed=True)
        except BadInput:
            self._compose_bar.say_preview(None)
        else:
            self._compose_bar.say_preview(data)

    def _convert(self) -> None:
        """The same bytes in the other notation; what cannot be read as the one stays as it was typed."""
        from core.payload.composition import in_notation

        notation = _NOTATIONS[self.notation.current()]
        with suppress(BadInput):  # what cannot be read was perhaps meant as the other
            self.entry.value = in_notation(self.composition, notation).text
        self._notation = notation
        self._edited()

    def _edited(self) -> None:
        """Say what is wrong once the person pauses."""
        self._stop_waiting()
        self.entry.clear_error()
        self.bring_up_to_date()
        self._pause = self.after(PAUSE_MS, self._look)

    def _stop_waiting(self) -> None:
        if self._pause:
            self.after_cancel(self._pause)
            self._pause = ""

    def _look(self) -> None:
        self._pause = ""
        if self.entry.value:
            self._parse(self._chosen()[:1])

    def _failed(self, command: Command, failed: Failed) -> None:
        from core.explain.why.case import Case  # only a failure needs it

        def say(words: Explanation) -> None:
            self.entry.show_error(f"#{failed.socket}: {words.sentence} {words.remedy} {words.error}".rstrip())

        snapshot = self._parts.sockets.get(failed.socket)
        if snapshot is None:
            say(explain(failed.fault))
        else:
            self._parts.reasons.failed(Case(failed.fault, snapshot.protocol, command, snapshot), say)


def _box(parent: tk.Misc, values: Sequence[str], width: int) -> ttk.Combobox:
    box = ttk.Combobox(parent, values=list(values), state="readonly", width=width)
    box.current(0)
    return box
