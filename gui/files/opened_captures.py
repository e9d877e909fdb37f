"""The saved captures that are open beside the live one: opens them, keeps their windows, closes them (window thread).

Law: a file is opened on a thread of its own; what it is, or why it can't be had, is said in the main window.
"""

from __future__ import annotations

import tkinter as tk
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from core.contract.faults import Fault
from core.explain.faults import explain
from core.payload.escapes import show_name
from gui.frame.notices import Notices
from gui.models.files.file_kinds import CAPTURE
from gui.models.files.jobs import Cancelled, Outcome
from gui.parts import Parts

if TYPE_CHECKING:
    from gui.files.capture_window import CaptureWindow
    from gui.models.files.opened import OpenedCapture, Opening


class OpenedCaptures:
    """All of them."""

    def __init__(self, root: tk.Misc, parts: Parts, notices: Notices) -> None:
        self._root = root
        self._parts = parts
        self._notices = notices
        self._openings: list[Opening] = []
        self.windows: list[CaptureWindow] = []

    def ask(self) -> None:
        """Let a person choose a file, and open it."""
        path = self._parts.dialogs.ask_existing("Open a saved capture", [CAPTURE])
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> None:
        """Open a file (or a left-over folder) in a window of its own, soon."""
        from gui.models.files.opened import Opening  # not needed before somebody opens a capture

        opening = Opening(path)
        self._openings.append(opening)
        title = f"Opening {show_name(path.name)}"
        self._parts.jobs.start(title, opening.run, partial(self._ended, opening))

    def bring_up_to_date(self) -> bool:
        """Go on with what the windows look for; True if there was anything new."""
        news = [window.bring_up_to_date() for window in self.windows]
        return any(news)

    def close_all(self) -> None:
        """Close every window, and give up what is being opened."""
        for opening in self._openings:
            opening.give_up()
        for window in tuple(self.windows):
            window.close()

    def _ended(self, opening: Opening, outcome: Outcome[OpenedCapture]) -> None:
        self._openings.remove(opening)
        match outcome:
            case Cancelled():
                pass
            case Fault():
                self._notices.show_words(f"{show_name(opening.path.name)} could not be opened", explain(outcome))
            case _:
                opened = opening.take()
                if opened is not None:
                    self._show(opened)

    def _show(self, opened: OpenedCapture) -> None:
        from gui.files.capture_window import CaptureWindow

        window = CaptureWindow(self._root, self._parts, opened, lambda: self.windows.remove(window))
        self.windows.append(window)
