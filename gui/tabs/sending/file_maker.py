"""Makes commands of the file that is named in the send row (window thread).

Law: the file is not touched here: only the engine's reader opens it, and says what is wrong with it.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial

from core.contract.endpoints import Protocol
from core.contract.faults import BadInput
from gui.models.sending.file_form import FileForm
from gui.models.sending.send_form import Make, Recipient
from gui.parts import Parts
from gui.tabs.sending.file_bar import FileBar
from gui.widgets.entry.history_entry import HistoryEntry


class FileMaker:
    """Has the bar below the row that is shown while a file is to be sent."""

    deed = "Send file"

    def __init__(self, parent: tk.Misc, parts: Parts, entry: HistoryEntry, on_change: Callable[[], None]) -> None:
        self._parts = parts
        self._entry = entry
        self._on_change = on_change
        self.bar = FileBar(parent, parts.theme, self._ask, on_change)

    def commands(self, chosen: Sequence[Recipient]) -> list[Make]:
        """What is to be asked of the engine, for each of them; BadInput when something typed makes no sense."""
        form = FileForm(self._entry.value, self.bar.datagram_size.value, self.bar.every.value)
        for recipient in chosen:
            form.command(recipient, 0)  # what is wrong is said before anything is begun
        return [partial(form.command, recipient) for recipient in chosen]

    def sent(self) -> None:
        """The path stays, to send it again."""

    def show_error(self, error: BadInput, words: str) -> bool:
        """Say it beside its field, if it is one of the bar's fields."""
        return self.bar.show_error(error.fault.field, words)

    def say(self, words: str) -> bool:
        """Say why nothing is sent; False: the field itself has to say it."""
        return False

    def clear_error(self) -> None:
        """Take away what was said; the fields do so themselves."""

    def say_preview(self, peer: Recipient | None) -> None:
        """Datagrams have a size and a time, a stream has neither."""
        self.bar.show_datagrams(peer is not None and peer.snapshot.protocol is Protocol.UDP)

    def show(self, shown: bool) -> None:
        """Show the bar below the row, or take it away."""
        if shown:
            self.bar.grid(row=1, column=0, sticky="ew", pady=(self._parts.theme.px(6), 0))
        else:
            self.bar.grid_remove()

    def _ask(self) -> None:
        path = self._parts.dialogs.ask_existing("Send a file", ())
        if path is not None:
            self._entry.value = str(path)
            self._on_change()
