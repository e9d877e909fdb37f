r"""The row that sends: to whom, text or hex, what, and Send; with what was sent before on the up and down keys.

Window thread. Law: what was typed stays; what can't be sent is said beside the field, with its place in the text.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from tkinter import ttk
from typing import Protocol as Interface

from core.contract.commands import Command
from core.contract.endpoints import Protocol
from core.contract.events import Failed
from core.contract.faults import BadInput
from core.contract.sockets import SocketSnapshot
from core.explain.faults import Explanation, explain
from gui.keys import label_of, leave_send_keys
from gui.models.send_form import Notation, Target, can_send, parse_data, why_not
from gui.parts import Parts
from gui.widgets.flow import Flow
from gui.widgets.history_entry import HistoryEntry
from gui.widgets.tooltip import Enabler, Tooltip

PAUSE_MS = 700
"""After so long without a key, what is wrong with the text is said; somebody who still types is not interrupted."""

_NOTATIONS = tuple(Notation)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody a send can go to, and the socket it leaves by."""

    target: Target
    snapshot: SocketSnapshot


class Recipients(Interface):
    """The list above the row."""

    def selected_recipients(self) -> Sequence[Recipient]:
        """The selected ones."""
        ...

    def all_recipients(self) -> Sequence[Recipient]:
        """Everybody in the list."""
        ...


class SendRow(Flow):
    """Sends what is typed to whom the list above says."""

    def __init__(self, parent: tk.Misc, parts: Parts, recipients: Recipients, everybody: str) -> None:
        """`everybody`: what the second choice of the first box says, such as "to all of this listener"."""
        super().__init__(parent, parts.theme, gap=8)
        self._parts = parts
        self._recipients = recipients
        self._pause = ""
        self._reason = ""
        self.to = _box(self, ("to selected", everybody), width=max(len(everybody), 11))
        self.notation = _box(self, [notation.value for notation in _NOTATIONS], width=5)
        self.entry = HistoryEntry(self, parts.theme, history=parts.settings.send_history)
        self.button = ttk.Button(self, text="Send", command=self.submit)
        self._enabler = Enabler(self.button, parts.theme, help=f"Send ({label_of('send')})")
        for box in (self.to, self.notation):
            self.add(box)
        self.add(self.entry, grow=True)
        self.add(self.button)
        Tooltip(self.notation, parts.theme, r"Text: \r \n \t \0 \xNN \u{NNNN} are escapes.  Hex: 68 65 6c 6c 6f")
        self.entry.on_submit(self.submit)
        leave_send_keys(self.entry.entry)
        self.entry.on_change(self._edited)
        self.bind("<Destroy>", lambda _: self._stop_waiting())
        for box in (self.to, self.notation):
            box.bind("<<ComboboxSelected>>", lambda _: self._edited())

    def submit(self) -> None:
        """Send it, or say why not."""
        chosen = [recipient for recipient in self._chosen() if can_send(recipient.snapshot)]
        if not chosen:
            self.entry.show_error(self._why_nobody())
            return
        data = self._parse(chosen)
        if data is None:
            return
        self.entry.clear_error()
        self.entry.remember()
        for recipient in chosen:
            make = partial(recipient.target.command, data=data)
            self._parts.bridge.submit(make, lambda _: None, partial(self._failed, make(0)))

    def bring_up_to_date(self) -> None:
        """Whether Send can do anything now."""
        self._reason = self._why_nobody() or self._why_not_this()
        self._enabler.set(not self._reason, self._reason)

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
            self._read(self._chosen())
        except BadInput as error:
            return explain(error.fault).sentence
        return ""

    def _read(self, chosen: Sequence[Recipient]) -> bytes:
        all_udp = all(recipient.snapshot.protocol is Protocol.UDP for recipient in chosen)
        return parse_data(self.entry.value, _NOTATIONS[self.notation.current()], empty_allowed=all_udp)

    def _parse(self, chosen: Sequence[Recipient]) -> bytes | None:
        try:
            return self._read(chosen)
        except BadInput as error:
            words = explain(error.fault)
            self.entry.show_error(f"{words.sentence} {words.remedy}", error.fault.position)
            return None

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
            self._parse(self._chosen())

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
