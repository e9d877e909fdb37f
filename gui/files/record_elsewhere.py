"""Goes on recording in a file that a person chooses: after a fault, or because they want to keep it (window thread).

Law: the disk is waited for by a worker thread, and where the rows from before are is said.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from core.contract.faults import Fault, fault_of
from core.explain.faults import explain
from core.payload.escapes import show_name
from core.payload.numbers import counted
from gui.frame.notices import Notice, Notices
from gui.models.files.file_kinds import CAPTURE
from gui.parts import Parts

_LAST_ROWS_S = 1.0
_IN_ONE_FILE = "“Save as…” in this menu puts all rows into one file."


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

        def answered(answer: Notice | Fault) -> None:
            if isinstance(answer, Fault):
                self._notices.show_words("That file can’t be used", explain(answer))
                return
            on_success()
            self._notices.show(answer)

        self._parts.bridge.ask(lambda: self._go_on(path), answered)

    def _go_on(self, path: Path) -> Notice | Fault:
        capture = self._parts.capture
        before = capture.status.path
        is_temporary = before.is_dir()
        capture.flush(_LAST_ROWS_S)  # what a person has seen happen comes before
        try:
            last_before = capture.record_elsewhere(path)
        except OSError as error:
            return fault_of(error, "open", about=str(path))
        return Notice(
            "info",
            f"Recording goes on in {show_name(path.name)}",
            f"Every row from now on is kept in {show_name(str(path))}.",
            _about_earlier(before, last_before - capture.first + 1, is_temporary=is_temporary),
        )


def _about_earlier(place: Path, rows: int, *, is_temporary: bool) -> str:
    if not rows:
        return ""
    if is_temporary:
        return f"The {counted(rows, 'row')} before go when the window is closed. {_IN_ONE_FILE}"
    return f"The {counted(rows, 'row')} before are in {show_name(str(place))}. {_IN_ONE_FILE}"
