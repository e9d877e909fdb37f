"""Gets ready whatever needs no Tk while Tk opens the display (main thread; the work runs in a thread of its own).

Law: the main thread waits for this one before it builds the window: two threads that both want the interpreter take
turns of a millisecond, and each of the window's thousand Tk calls would have to wait for one.
"""

from __future__ import annotations

import sys
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import tkinter as tk

    from core.capture.capture import Capture
    from core.contract.faults import Fault
    from gui.app import App
    from gui.options import Options
    from gui.settings import LoadedSettings, SettingsFile

SWITCH_INTERVAL_S = 0.001
"""Every Tk call gives the interpreter lock away and may wait this long to get it back from a busy engine: with Python's
usual 5 ms a 10 ms timer was 13 ms late, with 1 ms 3 ms (99 %)."""


class _Ready(NamedTuple):
    """What the window will need."""

    capture: Capture
    not_recorded_there: Fault | None
    settings_file: SettingsFile
    settings: LoadedSettings


class Ahead:
    """Imports the window's modules, begins the recording and finds the settings."""

    def __init__(self, options: Options | None) -> None:
        self._options = options
        self._ready: _Ready | None = None
        self._mistake: Exception | None = None
        sys.setswitchinterval(SWITCH_INTERVAL_S)
        self._thread = Thread(target=self._work, name="ahead")
        self._thread.start()

    def app(self, root: tk.Tk) -> App:
        """The application in its main window; OSError when nothing can be recorded anywhere."""
        self._thread.join()
        if self._ready is None:
            raise self._mistake or RuntimeError("the work was not done")
        from gui.app import App

        ready, options = self._ready, self._options
        return App(
            root,
            ready.capture,
            ready.settings_file,
            options.wishes if options is not None else (),
            to_open=options.to_open if options is not None else (),
            not_recorded_there=ready.not_recorded_there,
            diagnostics=options.diagnostics if options is not None else None,
            settings=ready.settings,
        )

    def give_up(self) -> None:
        """There will be no window."""
        self._thread.join()
        if self._ready is not None:
            self._ready.capture.close()

    def _work(self) -> None:
        try:
            self._ready = _get_ready(self._options)
        except Exception as mistake:  # raised again where somebody waits for it
            self._mistake = mistake


def _get_ready(options: Options | None) -> _Ready:
    from pathlib import Path

    import platformdirs

    import gui.app  # noqa: F401  its many imports are most of the work
    from gui.models.files.limits import AskedLimits
    from gui.recording import begin_recording
    from gui.settings import SettingsFile

    settings_file = SettingsFile(Path(platformdirs.user_config_dir("socketlab", appauthor=False)))
    loaded = settings_file.load()
    path, asked = (options.record, options.limits) if options is not None else (None, AskedLimits())
    capture, fault = begin_recording(path, loaded.settings, asked)
    return _Ready(capture, fault, settings_file, loaded)
