"""Goes on recording in a file that a person chooses: after a fault, or because they want to keep it (window thread).

Law: the disk is waited for by a worker thread, and where the rows from before are is said.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from core.contract.faults import Fault, fault_of
from core.explain.faults import explain
from core.payload.numbers import counted
from gui.files.dialogs import CAPTURE
from gui.parts import Parts
from gui.views.notices import Notice, Notices


class RecordElsewhere:
    """Asks for the file, switches, and says what came of it."""

    def __init__(self, parts: Parts, notices: Notices) -> None:
        self._parts = parts
        self._notices = notices

    def ask(self, on_success: Callable[[], None] = lambda: None) -> None:
        """Ask where to. `on_success`: recording goes on there."""
        path = self._parts.dialogs.ask_new("Go on recording in a new file", CAPTURE)
        if path is None:
            return
        before, rows = self._parts.capture.status.path, self._parts.capture.count

        def answered(fault: Fault | None) -> None:
            if fault is not None:
                self._notices.show_words("That file can’t be used", explain(fault))
                return
            on_success()
            self._notices.show(_notice(path, before, rows))

        self._parts.bridge.ask(lambda: self._go_on(path), answered)

    def _go_on(self, path: Path) -> Fault | None:
        try:
            self._parts.capture.record_elsewhere(path)
        except OSError as error:
            return fault_of(error, "open", about=str(path))
        return None


def _notice(path: Path, before: Path, rows: int) -> Notice:
    return Notice(
        "info",
        f"Recording goes on in {path.name}",
        f"Every row from now on is kept in {path}.",
        f"The {counted(rows, 'row')} before stay in {before}; “Save as…” puts all of them into one file."
        if rows
        else "",
    )
