r"""The row that sends: to whom, text or hex, what, how it is made, how often; Up and Down bring what was sent before.

Window thread. Law: what was typed stays; what can't be sent is said beside the field, with its place in the text.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from tkinter import ttk
from typing import TYPE_CHECKING

from core.contract.commands import Command
from core.contract.endpoints import Protocol
from core.contract.events import Failed
from core.contract.faults import BadInput
from core.explain.faults import Explanation, explain
from core.payload.escapes import show_name
from core.payload.notation import Notation
from gui.keys import label_of, leave_send_keys
from gui.models.sending.send_form import (
    Recipient,
    Recipients,
    can_send,
    message_of,
    moment_of,
    parse_data,
    repeat_command,
    why_not,
)
from gui.models.sockets.sockets import Side
from gui.parts import Parts
from gui.tabs.send_fold import SendFold
from gui.widgets.entry.history_entry import HistoryEntry
from gui.widgets.flow import Flow
from gui.widgets.tooltip import Enabler, Tooltip

if TYPE_CHECKING:
    from core.payload.composition import Composition
    from gui.models.sending.repeat_form import RepeatForm
    from gui.tabs.compose_bar import ComposeBar
    from gui.tabs.job_list import JobList
    from gui.tabs.repeat_bar import RepeatBar

PAUSE_MS = 700
"""After so long without a key, what is wrong with the text is said; somebody who still types is not interrupted."""

AS_TYPED, ONCE = "as typed", "once"
_HOW = "How the message is made: encoding, what it ends with, macros, check sum, edges"
_OFTEN = "How often it is sent: once, or again and again"
_TITLE = 60
"""Characters of what is typed, for the list of what goes out by itself."""
_NOTATIONS = tuple(Notation)


class SendRow(ttk.Frame):
    """Sends what is typed to whom the list above says."""

    def __init__(self, parent: tk.Misc, parts: Parts, side: Side, recipients: Recipients, everybody: str) -> None:
        """`everybody`: what the second choice of the first box says, such as "to all of this listener"."""
        super().__init__(parent)
        self._parts = parts
        self._side = side
        self._recipients = recipients
        self._pause = ""
        self._reason = ""
        self._sent = 0
        """How many messages were sent from here: what {{counter}} goes by."""
        self._jobs_seen = 0
        self._job_list: JobList | None = None
        self._row = Flow(self, parts.theme, gap=8)
        self._row.grid(row=0, column=0, sticky="ew")
        self.columnconfigure(0, weight=1)
        self._make_row(everybody)
        self.bind("<Destroy>", lambda _: self._stop_waiting())

    def _make_row(self, everybody: str) -> None:
        row, theme = self._row, self._parts.theme
        self.to = _box(row, ("to selected", everybody), width=max(len(everybody), 11))
        self.notation = _box(row, [notation.value for notation in _NOTATIONS], width=5)
        self.entry = HistoryEntry(row, theme, history=self._parts.settings.send_history, width=20)
        self._how = SendFold(row, theme, AS_TYPED, _HOW, self._make_compose_bar, at=1)
        self._often = SendFold(row, theme, ONCE, _OFTEN, self._make_repeat_bar, at=2)
        self.making, self.repeating = self._how.button, self._often.button
        self.button = ttk.Button(row, text="Send", command=self.submit)
        self._enabler = Enabler(self.button, theme, help=f"Send ({label_of('send')})")
        for box in (self.to, self.notation):
            row.add(box)
        row.add(self.entry, grow=True)
        row.add(self.making)
        row.add(self.repeating)
        row.add(self.button, right=True)
        Tooltip(self.notation, theme, r"Text: \r \n \t \0 \xNN \u{NNNN} are escapes.  Hex: 68 65 6c 6c 6f")
        self._how.on_open(self._say_preview)
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
        commands = self._parse(chosen)
        if commands is None:
            return
        if self._repeat_form is None:
            self._sent += 1
        self.entry.clear_error()
        self.entry.remember()
        for make in commands:
            self._parts.bridge.submit(make, lambda _: None, partial(self._failed, make(0)))
        self._say_preview()  # the counter has gone on

    @property
    def composition(self) -> Composition:
        """What is typed and how it is made; BadInput when a field of how it is made makes no sense."""
        if self._how.bar is not None:
            return self._how.bar.form.composition(self.entry.value, self._notation)
        from core.payload.composition import Composition

        return Composition(self.entry.value, self._notation)

    def bring_up_to_date(self) -> None:
        """Whether Send can do anything now."""
        self._reason = self._why_nobody() or self._why_not_this()
        self._enabler.set(not self._reason, self._reason)
        self._say_preview()  # {{peer}} may be another

    def show_jobs(self) -> None:
        """The jobs of this tab as they stand now, below the row."""
        if self._parts.send_jobs.version == self._jobs_seen:
            return
        self._jobs_seen = self._parts.send_jobs.version
        if self._job_list is None:
            from gui.tabs.job_list import JobList

            self._job_list = JobList(self, self._parts, self._side)
        if self._job_list.bring_up_to_date():
            self._job_list.grid(row=3, column=0, sticky="ew", pady=(self._parts.theme.px(8), 0))
        else:
            self._job_list.grid_remove()

    @property
    def _repeat_form(self) -> RepeatForm | None:
        """How often it is to be sent; None: once."""
        form = self._often.bar.form if self._often.bar is not None else None
        return form if form is not None and form.is_on else None

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

    def _read(self, chosen: Sequence[Recipient]) -> list[Callable[[int], Command]]:
        """What is to be asked of the engine, for each of them; BadInput when something typed makes no sense."""
        composition = self.composition
        if (form := self._repeat_form) is not None:
            timing, title = form.timing(), show_name(self.entry.value[:_TITLE])
            return [
                partial(repeat_command, recipient.target, message_of(composition, recipient), timing, title)
                for recipient in chosen
            ]
        all_udp = all(recipient.snapshot.protocol is Protocol.UDP for recipient in chosen)
        messages = [
            parse_data(composition, moment_of(self._sent + 1, recipient), empty_allowed=all_udp) for recipient in chosen
        ]
        return [partial(recipient.target.command, data=data) for recipient, data in zip(chosen, messages, strict=True)]

    def _parse(self, chosen: Sequence[Recipient]) -> list[Callable[[int], Command]] | None:
        try:
            return self._read(chosen)
        except BadInput as error:
            words = explain(error.fault)
            said = f"{words.sentence} {words.remedy}"
            for fold in (self._how, self._often):
                if fold.bar is not None and fold.bar.show_error(error.fault.field, said):
                    fold.open()
                    return None
            self.entry.show_error(said, error.fault.position)
            return None

    # How it is made, and how often

    def _make_compose_bar(self) -> ComposeBar:
        from gui.models.sending.compose_form import ComposeForm
        from gui.tabs.compose_bar import ComposeBar

        return ComposeBar(self, self._parts.theme, ComposeForm(), self._making_changed)

    def _making_changed(self) -> None:
        assert self._how.bar is not None  # it is what has changed
        self._how.say(self._how.bar.form.title)
        self._edited()

    def _make_repeat_bar(self) -> RepeatBar:
        from gui.models.sending.repeat_form import RepeatForm
        from gui.tabs.repeat_bar import RepeatBar

        return RepeatBar(self, self._parts.theme, RepeatForm(), self._often_changed)

    def _often_changed(self) -> None:
        assert self._often.bar is not None  # it is what has changed
        form = self._often.bar.form
        self._often.say(form.title)
        self.button.configure(text="Repeat" if form.is_on else "Send")
        self._row.resized()
        self._edited()

    def _say_preview(self) -> None:
        bar = self._how.bar
        if bar is None or not self._how.is_open:
            return
        chosen = self._chosen()[:1]
        try:
            data = parse_data(self.composition, moment_of(self._sent + 1, *chosen), empty_allowed=True)
        except BadInput:
            bar.say_preview(None)
        else:
            bar.say_preview(data)

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
