r"""The row that sends: to whom, text, hex or a file, how it is made, how often; Up and Down bring what was sent before.

Window thread. Law: what was typed stays; what can't be sent is said beside the field, with its place in the text.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from functools import partial
from tkinter import ttk
from typing import TYPE_CHECKING

from core.contract.commands import Command
from core.contract.events import Failed
from core.contract.faults import BadInput
from core.explain.faults import Explanation, explain
from core.payload.notation import Notation
from gui.keys import label_of, leave_send_keys
from gui.models.sending.send_form import Make, Recipient, Recipients, can_send, why_not
from gui.models.sockets.sockets import Side
from gui.parts import Parts
from gui.tabs.sending.message_maker import MessageMaker
from gui.widgets.entry.history_entry import HistoryEntry
from gui.widgets.flow import Flow
from gui.widgets.tooltip import Enabler, Tooltip

if TYPE_CHECKING:
    from core.payload.composition import Composition
    from core.payload.messages.saved import SavedMessage
    from gui.tabs.sending.file_maker import FileMaker
    from gui.tabs.sending.job_list import JobList
    from gui.tabs.sending.steps_maker import StepsMaker

PAUSE_MS = 700
"""After so long without a key, what is wrong with the text is said; somebody who still types is not interrupted."""

FILE, STEPS = "File", "Steps"
_NOTATIONS = tuple(Notation)
_KINDS = (*(notation.value for notation in _NOTATIONS), FILE, STEPS)


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
        self._jobs_seen = 0
        self._job_list: JobList | None = None
        self._files: FileMaker | None = None
        self._steps: StepsMaker | None = None
        self._aside = ""
        """What was typed as a message while a file is to be sent, and the other way round."""
        self._row = Flow(self, parts.theme, gap=8)
        self._row.grid(row=0, column=0, sticky="ew")
        self.columnconfigure(0, weight=1)
        self._make_row(everybody)
        self.bind("<Destroy>", lambda _: self._stop_waiting())

    def _make_row(self, everybody: str) -> None:
        row, theme = self._row, self._parts.theme
        self.to = _box(row, ("to selected", everybody), width=max(len(everybody), 11))
        self.notation = _box(row, _KINDS, width=5)
        self.entry = HistoryEntry(row, theme, history=self._parts.settings.send_history, width=20)
        for box in (self.to, self.notation):
            row.add(box)
        row.add(self.entry, grow=True)
        self.messages = MessageMaker(self, row, theme, self.entry, self._edited)
        self._maker: MessageMaker | FileMaker | StepsMaker = self.messages
        self.kept = ttk.Button(row, text="kept…", style="Quiet.TButton", command=self._parts.messages.show)
        row.add(self.kept)
        Tooltip(self.kept, theme, f"Messages that you keep, by name ({label_of('messages')})")
        self.button = ttk.Button(row, text=self._maker.deed, command=self.submit)
        self._enabler = Enabler(self.button, theme, help=f"Send ({label_of('send')})")
        row.add(self.button, right=True)
        Tooltip(self.notation, theme, r"Text: \r \n \t \0 \xNN \u{NNNN} are escapes.  Hex: 68 65 6c 6c 6f")
        self.entry.on_submit(self.submit)
        leave_send_keys(self.entry.entry)
        self.entry.on_change(self._edited)
        self.to.bind("<<ComboboxSelected>>", lambda _: self._edited())
        self.notation.bind("<<ComboboxSelected>>", lambda _: self._another_kind())

    def submit(self) -> None:
        """Send it, or say why not."""
        chosen = [recipient for recipient in self._chosen() if can_send(recipient.snapshot)]
        if not chosen:
            self._say(self._why_nobody())
            return
        commands = self._parse(chosen)
        if commands is None:
            return
        self._clear_error()
        self._maker.sent()
        self._submit(commands)

    @property
    def composition(self) -> Composition:
        """What is typed, with how it is made; BadInput when a field of how it is made makes no sense."""
        return self._steps.composition if self._steps is not None and self.has_steps else self.messages.composition

    @property
    def has_steps(self) -> bool:
        """Whether it is a sequence that is typed."""
        return self._steps is not None and self._maker is self._steps

    def send_saved(self, message: SavedMessage) -> str:
        """Send a message that was kept; why not, or "". What is typed stays."""
        chosen = [recipient for recipient in self._chosen() if can_send(recipient.snapshot)]
        if not chosen:
            return self._why_nobody()
        try:
            maker = self._steps_maker() if message.is_steps else self.messages
            self._submit(maker.commands_of(message.composition, chosen))
        except BadInput as error:
            words = explain(error.fault)
            return f"{words.sentence} {words.remedy}"
        return ""

    def send_with_key(self, key: int) -> None:
        """Send the message that was kept with this hot key, or say why not."""
        self._parts.messages.when_read(lambda library: self._send_found(key, library.with_key(key)))

    def _send_found(self, key: int, message: SavedMessage | None) -> None:
        said = self.send_saved(message) if message is not None else f"No message is kept with Alt+{key}."
        if said:
            self._say(said)
        else:
            self._clear_error()

    def load(self, message: SavedMessage) -> None:
        """Put a message into the row that was kept."""
        made = message.composition
        self.notation.current(_KINDS.index(STEPS if message.is_steps else made.notation.value))
        maker = self._steps_maker() if message.is_steps else self.messages
        if self._maker is not maker:
            self._another_kind()
        maker.load(made)
        self._edited()

    def _submit(self, commands: Sequence[Make]) -> None:
        for make in commands:
            self._parts.bridge.submit(make, lambda _: None, partial(self._failed, make(0)))
        self._say_preview()  # the counter has gone on

    def restore(self, message: SavedMessage, history: Sequence[str]) -> None:
        """Put a message here with what was sent before it; nothing is sent."""
        self.entry.restore(history)
        self.load(message)

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
            from gui.tabs.sending.job_list import JobList

            self._job_list = JobList(self, self._parts, self._side)
        if self._job_list.bring_up_to_date():
            self._job_list.grid(row=3, column=0, sticky="ew", pady=(self._parts.theme.px(8), 0))
        else:
            self._job_list.grid_remove()

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
            self._maker.commands(self._chosen()[:1])
        except BadInput as error:
            return explain(error.fault).sentence
        return ""

    def _parse(self, chosen: Sequence[Recipient]) -> list[Make] | None:
        try:
            return self._maker.commands(chosen)
        except BadInput as error:
            words = explain(error.fault)
            said = f"{words.sentence} {words.remedy}"
            if not self._maker.show_error(error, said):
                self.entry.show_error(said, error.fault.position)
            return None

    def _say(self, words: str) -> None:
        """Why nothing was sent."""
        if not self._maker.say(words):
            self.entry.show_error(words)

    def _clear_error(self) -> None:
        self.entry.clear_error()
        self._maker.clear_error()

    def _say_preview(self) -> None:
        self._maker.say_preview(next(iter(self._chosen()), None))

    def _another_kind(self) -> None:
        """Text, hex, a file or steps: what was typed as the one waits while the other is to be sent."""
        before, maker = self._maker, self._chosen_maker()
        if maker is not before:
            before.show(False)
            maker.show(True)
            self._maker = maker
        if (maker is self._files) is not (before is self._files):
            self.entry.value, self._aside = self._aside, self.entry.value
        if maker is self.messages:
            self.messages.convert(_NOTATIONS[self.notation.current()])
        self._edited()

    def _chosen_maker(self) -> MessageMaker | FileMaker | StepsMaker:
        match _KINDS[self.notation.current()]:
            case "File":
                return self._file_maker()
            case "Steps":
                return self._steps_maker()
            case _:
                return self.messages

    def _steps_maker(self) -> StepsMaker:
        if self._steps is None:
            from gui.tabs.sending.steps_maker import StepsMaker

            self._steps = StepsMaker(self, self._row, self._parts, self.entry, self.messages, self._edited, self.submit)
        return self._steps

    def _file_maker(self) -> FileMaker:
        if self._files is None:
            from gui.tabs.sending.file_maker import FileMaker

            self._files = FileMaker(self, self._parts, self.entry, self._edited)
        return self._files

    def _edited(self) -> None:
        """Say what is wrong once the person pauses."""
        self._stop_waiting()
        self._clear_error()
        if str(self.button.cget("text")) != self._maker.deed:
            self.button.configure(text=self._maker.deed)
            self._row.resized()
        self.bring_up_to_date()
        self._pause = self.after(PAUSE_MS, self._look)

    def _stop_waiting(self) -> None:
        if self._pause:
            self.after_cancel(self._pause)
            self._pause = ""

    def _look(self) -> None:
        self._pause = ""
        if self.entry.value or (self._steps is not None and self.has_steps and self._steps.bar.value):
            self._parse(self._chosen()[:1])

    def _failed(self, command: Command, failed: Failed) -> None:
        from core.explain.why.case import Case  # only a failure needs it

        def say(words: Explanation) -> None:
            self._say(f"#{failed.socket}: {words.sentence} {words.remedy} {words.error}".rstrip())

        snapshot = self._parts.sockets.get(failed.socket)
        if snapshot is None:
            say(explain(failed.fault))
        else:
            self._parts.reasons.failed(Case(failed.fault, snapshot.protocol, command, snapshot), say)


def _box(parent: tk.Misc, values: Sequence[str], width: int) -> ttk.Combobox:
    box = ttk.Combobox(parent, values=list(values), state="readonly", width=width)
    box.current(0)
    return box
