"""The recordings that are left over from labs that broke down: offered once at the start (window thread).

Law: a recording is deleted only when a person says so, or once it has been saved whole.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from core.contract.faults import Fault
from core.explain.faults import explain
from core.payload.escapes import show_name
from core.payload.numbers import counted
from gui.frame.notices import Action, Notice, Notices
from gui.models.files.file_kinds import CAPTURE
from gui.models.files.jobs import Cancelled, Outcome
from gui.parts import Parts

if TYPE_CHECKING:
    from core.capture.recording.left_over import LeftOver
    from gui.models.files.capture_jobs import Saved


class LeftOvers:
    """Looks for them, and offers the newest; then, when something was done with that one, the next."""

    def __init__(self, parts: Parts, notices: Notices, open_capture: Callable[[Path], None]) -> None:
        self._parts = parts
        self._notices = notices
        self._open_capture = open_capture
        self._left: list[LeftOver] = []
        self._shown: Notice | None = None

    def look(self) -> None:
        """Look for them on the disk, and offer what is found."""

        def find() -> list[LeftOver]:
            from core.capture.recording.left_over import left_over_captures  # the worker's time, not the start's

            return left_over_captures()

        self._parts.bridge.ask(find, self._found)

    def _found(self, left: list[LeftOver]) -> None:
        self._left = left
        self._offer()

    def _offer(self) -> None:
        if self._shown is not None:
            self._notices.close(self._shown)
            self._shown = None
        if not self._left:
            return
        from gui.models.files.left_over_words import headline, sentence

        newest = self._left[0]
        self._shown = Notice("info", headline(self._left), sentence(self._left), show_name(str(newest.path)))
        actions: list[Action] = [
            ("Open", lambda: self._open_capture(newest.path)),
            ("Save as…", partial(self._save, newest)),
            ("Delete", partial(self._delete, newest)),
            ("Later", partial(self._notices.close, self._shown)),
        ]
        self._notices.show(self._shown, actions)

    def _save(self, left: LeftOver) -> None:
        from gui.models.files.capture_jobs import saving_left_over

        path = self._parts.dialogs.ask_new("Save the recording as", CAPTURE, left.path.stem)
        if path is None:
            return

        def ended(outcome: Outcome[Saved]) -> None:
            match outcome:
                case Cancelled():
                    pass
                case Fault():
                    words = explain(outcome, copying=True)
                    self._notices.show_words(f"It could not be saved as {show_name(path.name)}", words)
                case _:
                    saved = f"Saved {counted(outcome.rows, 'row')} as {show_name(path.name)}"
                    self._notices.show(Notice("info", saved, show_name(str(path))))
                    self._settled(left)

        self._parts.jobs.start(f"Saving {show_name(path.name)}", saving_left_over(left, path), ended)

    def _delete(self, left: LeftOver) -> None:
        from gui.models.files.capture_jobs import deleting_left_over

        def answered(fault: Fault | None) -> None:
            if fault is None:
                self._settled(left)
            else:
                self._notices.show_words("It could not be deleted", explain(fault))

        self._parts.bridge.ask(lambda: deleting_left_over(left), answered)

    def _settled(self, left: LeftOver) -> None:
        """Nothing is left of that one."""
        self._left.remove(left)
        self._offer()
