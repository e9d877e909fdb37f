"""Saves the capture as a file, as a person asks for it in the menu (window thread).

Law: what came of it is said in a notice, with the path; the work itself is a job's.
"""

from __future__ import annotations

from pathlib import Path
from time import strftime
from typing import assert_never

from core.contract.faults import Fault
from core.explain.faults import explain
from core.payload.numbers import counted
from gui.files.dialogs import CAPTURE
from gui.models.capture_jobs import Saved, saving
from gui.models.jobs import Cancelled, Outcome
from gui.parts import Parts
from gui.views.notices import Notice, Notices


class CaptureFiles:
    """Asks for the file, starts the job, says what came of it."""

    def __init__(self, parts: Parts, notices: Notices) -> None:
        self._parts = parts
        self._notices = notices

    def save_as(self) -> None:
        """The whole capture as it is now, in one file of its own."""
        path = self._parts.dialogs.ask_new("Save the recording as", CAPTURE, proposed_name())
        if path is not None:
            work = saving(self._parts.capture, path)
            self._parts.jobs.start(f"Saving the recording as {path.name}", work, lambda end: self._saved(path, end))

    def _saved(self, path: Path, outcome: Outcome[Saved]) -> None:
        match outcome:
            case Saved(rows, gone):
                missing = f"The oldest {counted(gone, 'row')} had gone before, because of the limit." if gone else ""
                self._notices.show(Notice("info", f"Saved {counted(rows, 'row')} as {path.name}", str(path), missing))
            case Fault():
                self.refused(f"The recording could not be saved as {path.name}", outcome)
            case Cancelled():
                pass  # whoever cancelled it sees the card go
            case _:
                assert_never(outcome)

    def refused(self, headline: str, fault: Fault) -> None:
        """Say why there is no file."""
        self._notices.show_words(headline, explain(fault, copying=True))


def proposed_name() -> str:
    """What a file of now is called, without what comes after the dot."""
    return f"recording {strftime('%Y-%m-%d %H%M')}"
