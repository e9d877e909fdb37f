"""Says what went wrong where no field fits: start options, the recording, mistakes of the lab (window thread).

Law: nothing here is fatal, and what a person needs to report a mistake can be copied or saved with one click.
"""

from __future__ import annotations

import tkinter as tk
from pathlib import Path
from time import strftime

from core.capture.capture import RecordingStatus
from core.contract.faults import Fault, fault_of
from core.explain.faults import Explanation, explain
from core.payload.numbers import counted
from core.version import VERSION
from gui.frame.notices import Notice
from gui.parts import Parts
from gui.window import Window


class Troubles:
    """Turns troubles into notices."""

    def __init__(self, root: tk.Tk, parts: Parts, window: Window, report_folder: Path) -> None:
        self._root = root
        self._parts = parts
        self._notices = window.notices
        self._window = window
        self._report_folder = report_folder
        self._told_recording: Fault | None = None

    def start_option_failed(self, typed: str, words: Explanation) -> None:
        """What a shortcut asked for could not be had."""
        self._notices.show_words(f"{typed} could not be opened", words)

    def settings_note(self, note: str) -> None:
        """The settings could not be read or kept; "" is nothing to say."""
        if note:
            self._notices.show(Notice("warning", "Settings", note))

    def not_recorded_there(self, fault: Fault) -> None:
        """The file that was asked for could not be begun; the lab records elsewhere."""
        self._notices.show_words("Not recorded in the file you asked for, but in a temporary one", explain(fault))

    def watch_recording(self, status: RecordingStatus) -> None:
        """Say it once when recording has stopped, and offer to go on elsewhere."""
        if status.fault == self._told_recording:
            return
        self._told_recording = status.fault
        if status.fault is None:
            return
        words = explain(status.fault)
        notice = Notice(
            "error",
            f"Recording has stopped after {counted(status.rows, 'row')}; traffic goes on",
            words.sentence,
            f"{words.remedy} {words.error}  Rows that are not recorded are counted below.",
        )
        self._notices.show(notice, [("Go on in another file…", lambda: self._go_on_elsewhere(notice))])

    def mistake(self, report: str) -> None:
        """A mistake in the lab itself; `report` is a traceback."""
        import platform  # reads files of the system: not before there is something to report

        last_line = report.strip().splitlines()[-1]
        full = f"Socket Lab {VERSION}, Python {platform.python_version()}, {platform.platform()}\n\n{report}"
        self._notices.show(
            Notice(
                "error",
                "Socket Lab made a mistake of its own",
                last_line,
                "Everything else goes on. Please send the report to the makers of Socket Lab.",
            ),
            [("Copy report", lambda: self._copy(full)), ("Save report", lambda: self._save(full))],
        )

    def _go_on_elsewhere(self, notice: Notice) -> None:
        self._window.record_elsewhere.ask(lambda: self._notices.close(notice))

    def _copy(self, report: str) -> None:
        self._root.clipboard_clear()
        self._root.clipboard_append(report.replace("\0", "\\0"))  # Tk cuts what it copies at a NUL

    def _save(self, report: str) -> None:
        path = self._report_folder / f"report-{strftime('%Y%m%d-%H%M%S')}.txt"
        try:
            self._report_folder.mkdir(parents=True, exist_ok=True)
            path.write_text(report, encoding="utf-8")
        except OSError as error:
            self._notices.show_words("The report could not be saved", explain(fault_of(error, "open", about=str(path))))
            return
        self._notices.show(Notice("info", "Report saved", str(path)))
