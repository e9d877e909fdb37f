"""Two buttons that read rules from a file and write them into one (window thread; the disk is another thread's).

Law: a file that makes no sense changes nothing of what is being written.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from tkinter import ttk

from core.contract.faults import BadInput, Fault
from core.replies.rulebook.rule import RuleBook
from core.replies.rulebook.rule_file import read_rules, write_rules
from gui.models.files.file_kinds import RULES
from gui.parts import Parts
from gui.widgets.tooltip import Tooltip


class RuleFiles:
    """Their buttons are for the one who made it to place."""

    def __init__(
        self,
        parent: tk.Misc,
        parts: Parts,
        book: Callable[[], RuleBook | None],
        begin: Callable[[RuleBook], None],
        say: Callable[[Fault | str], None],
    ) -> None:
        """`book`: what there is to write, if it makes sense; `begin`: go on with what was read."""
        self._parts = parts
        self._book = book
        self._begin = begin
        self._say = say
        self.open = ttk.Button(parent, text="Open…", command=self._open)
        self.save = ttk.Button(parent, text="Save as…", command=self._save)
        Tooltip(self.open, parts.theme, "Read rules from a file")
        Tooltip(self.save, parts.theme, "Write these rules into a file, also for --reply rules:FILE")

    def _open(self) -> None:
        path = self._parts.dialogs.ask_existing("Open rules", [RULES])
        if path is not None:
            self._parts.bridge.ask(lambda: _read(path), self._opened)

    def _opened(self, found: RuleBook | Fault) -> None:
        if isinstance(found, Fault):
            self._say(found)
        else:
            self._begin(found)

    def _save(self) -> None:
        book = self._book()
        path = self._parts.dialogs.ask_new("Save rules", RULES, "rules.json") if book is not None else None
        if book is not None and path is not None:
            self._parts.bridge.ask(lambda: _write(path, book), lambda fault: self._say(fault or f"Saved: {path.name}"))


def _read(path: Path) -> RuleBook | Fault:
    try:
        return read_rules(path)
    except BadInput as error:
        return error.fault


def _write(path: Path, book: RuleBook) -> Fault | None:
    try:
        write_rules(path, book)
    except BadInput as error:
        return error.fault
    return None
