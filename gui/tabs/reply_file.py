"""The file that a reply is given: its path, a button that asks for it, and what is wrong with it (window thread).

Law: the disk is looked at by a worker thread, and nothing is started before it has answered.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from core.contract.commands import ReplyChoice
from core.contract.faults import BadInput, Fault
from core.explain.faults import explain
from core.replies.catalogue import FILED
from gui.models.files.file_kinds import ANY, PYTHON
from gui.parts import Parts
from gui.widgets.entry.field import Field
from gui.widgets.tooltip import Tooltip

_TITLES = {"send-file": "Send a file to each caller", "python": "Choose a Python file with def reply(data, peer)"}
_HELP = (
    "The path of the file. Saved to with {number} in its name, there is one for each connection. A Python hook is run "
    "as a part of this program: choose only what you trust."
)


class ReplyFile(ttk.Frame):
    """A field and a button."""

    def __init__(
        self, parent: tk.Misc, parts: Parts, name: Callable[[], str], *, value: str, on_choice: Callable[[], None]
    ) -> None:
        """`name`: which reply it is for; `on_choice`: a person chose a file for it."""
        super().__init__(parent)
        self._parts = parts
        self._name = name
        self._on_choice = on_choice
        self.field = Field(self, parts.theme, "File", mono=True, width=24, value=value, help=_HELP)
        self.browse = ttk.Button(self, text="Choose…", command=self._choose)
        Tooltip(self.browse, parts.theme, "Choose the file")
        # The button has its place first: where there is little, the field gets narrower.
        self.browse.pack(side="right", anchor="n", padx=(6, 0))
        self.field.pack(side="left", anchor="n", fill="x", expand=True)

    def check(self, choice: ReplyChoice, good: Callable[[], None], bad: Callable[[], None] = lambda: None) -> None:
        """Look at the file, if the reply has one: then go on, or say at the field what is wrong with it."""
        if choice.name not in FILED:
            good()
            return

        def answered(fault: Fault | None) -> None:
            if fault is None:
                good()
                return
            words = explain(fault)
            self.field.show_error(f"{words.sentence} {words.remedy} {words.error}".rstrip())
            self.field.focus_entry()
            bad()

        self._parts.bridge.ask(lambda: _fault_of(choice), answered)

    def _choose(self) -> None:
        dialogs = self._parts.dialogs
        if (title := _TITLES.get(self._name())) is None:
            path = dialogs.ask_new("Add what comes in to the end of", ANY, "received.bin", adds=True)
        else:
            path = dialogs.ask_existing(title, [PYTHON] if self._name() == "python" else ())
        if path is not None:
            self.field.value = str(path)
            self.field.clear()
            self._on_choice()


def _fault_of(choice: ReplyChoice) -> Fault | None:
    from core.replies.reply_file import check

    try:
        check(choice)
    except BadInput as error:
        return error.fault
    return None
