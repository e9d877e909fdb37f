"""Saves, exports and imports, as a person asks for it in the menu (window thread).

Law: what came of it is said in a notice, with the path; the work itself is a job's.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from time import strftime
from typing import TYPE_CHECKING, TypeVar

from core.contract.faults import Fault
from core.explain.faults import explain
from core.payload.escapes import show_name
from core.payload.numbers import counted
from gui.frame.notices import Notice, Notices
from gui.models.files.capture_jobs import Saved, exporting, importing, saving
from gui.models.files.file_kinds import CAPTURE, JSON_LINES
from gui.models.files.jobs import Cancelled, Outcome, Work
from gui.models.records.record_list import Shown
from gui.parts import Parts

if TYPE_CHECKING:
    from core.capture.export import Exported
    from core.capture.opening.importing import Imported
    from gui.files.export_panel import ExportPanel
    from gui.models.files.export_form import ExportForm

_Result = TypeVar("_Result")


class CaptureFiles:
    """Asks for the file, starts the job, says what came of it."""

    def __init__(
        self,
        window: tk.Misc,
        parts: Parts,
        notices: Notices,
        shown: Callable[[], Shown | None],
        open_capture: Callable[[Path], None] = lambda _: None,
    ) -> None:
        """`window`: what the export's panel lies over. `shown`: the view in front. `open_capture`: for an import."""
        self._window = window
        self._parts = parts
        self._notices = notices
        self._shown = shown
        self._open_capture = open_capture
        self.export_panel: ExportPanel | None = None
        """Once it has been asked for."""

    def save_as(self) -> None:
        """The whole capture as it is now, in one file of its own."""
        path = self._parts.dialogs.ask_new("Save the recording as", CAPTURE, _name())
        if path is not None:
            headline = f"The recording could not be saved as {show_name(path.name)}"
            self._start(f"Saving {show_name(path.name)}", saving(self._parts.capture, path), self._saved, headline)

    def export(self) -> None:
        """Let a person choose what is exported, and how."""
        from gui.files.export_panel import ExportPanel  # not needed before somebody exports

        if self.export_panel is None:
            self.export_panel = ExportPanel(self._window, self._parts, self._shown, self._export)
        self.export_panel.toggle()

    def close_panel(self) -> bool:
        """Take the export's panel away; False when it was not there."""
        if self.export_panel is None or not self.export_panel.is_open:
            return False
        self.export_panel.close()
        return True

    def import_(self) -> None:
        """Make a capture of exported JSON Lines, and open it."""
        dialogs = self._parts.dialogs
        source = dialogs.ask_existing("Import JSON Lines", [JSON_LINES])
        target = source and dialogs.ask_new("Keep the imported recording as", CAPTURE, source.stem)
        if source is not None and target is not None:
            work = importing(self._parts.capture, source, target)
            self._start(
                f"Importing {show_name(source.name)}",
                work,
                self._imported,
                f"{show_name(source.name)} could not be imported",
            )

    def bring_up_to_date(self) -> None:
        """While the export's panel is open, it counts the rows that come in."""
        if self.export_panel is not None and self.export_panel.is_open:
            self.export_panel.bring_up_to_date()

    def _start(self, title: str, work: Work[_Result], on_done: Callable[[_Result], None], headline: str) -> None:
        """`headline`: of the notice that says why it did not come to pass."""

        def ended(outcome: Outcome[_Result]) -> None:
            if isinstance(outcome, Fault):
                self._notices.show_words(headline, explain(outcome, copying=True))
            elif not isinstance(outcome, Cancelled):  # whoever cancelled it sees the card go
                on_done(outcome)

        self._parts.jobs.start(title, work, ended)

    def _saved(self, saved: Saved) -> None:
        self._tell("Saved", saved.rows, saved.path, saved.gone)

    def _export(self, form: ExportForm, shown: Shown | None) -> None:
        from gui.models.files.export_form import choice_of, chosen_format, chosen_rows, proposed_ending

        choice = choice_of(form.format)
        rows = chosen_rows(form, self._parts.capture, shown)
        path = self._parts.dialogs.ask_new(f"Export as {choice.title}", choice.kind, _name() + proposed_ending(form))
        if path is None:
            return
        if self.export_panel is not None:
            self.export_panel.close()
        work = exporting(self._parts.capture, rows, chosen_format(form), path)
        self._start(
            f"Exporting {show_name(path.name)}", work, self._exported, f"{show_name(path.name)} could not be exported"
        )

    def _exported(self, exported: Exported) -> None:
        self._tell("Exported", exported.rows, exported.path, exported.gone)

    def _imported(self, imported: Imported) -> None:
        if imported.fault is None:
            self._tell("Imported", imported.rows, imported.path)
        else:
            words = explain(imported.fault, copying=True)
            headline = f"Only {counted(imported.rows, 'row')} could be imported as {show_name(imported.path.name)}"
            self._notices.show(Notice("warning", headline, words.sentence, show_name(str(imported.path))))
        self._open_capture(imported.path)

    def _tell(self, done: str, rows: int, path: Path, gone: int = 0) -> None:
        headline = f"{done} {counted(rows, 'row')} as {show_name(path.name)}"
        missing = f"{counted(gone, 'row')} had gone before, because of the recording’s limit." if gone else ""
        self._notices.show(Notice("info", headline, show_name(str(path)), missing))


def _name() -> str:
    """What a file of now is called, without what comes after the dot."""
    return f"recording {strftime('%Y-%m-%d %H%M')}"
