"""Gets ready whatever needs no Tk while Tk opens the display (main thread; the work runs in a thread of its own).

The start in its order:
1. Tk is loaded (main thread, without the interpreter lock); meanwhile settings and theme, then all modules that
   gui/app.py imports, which are those of the first picture, and the recording (this thread).
2. As soon as the settings are known the bare window is put on the screen (gui/display.py).
3. The window's first picture is built and drawn: the form of the tab in front, header (gui/app.py, gui/window.py).
4. The rest: what Window.complete() and App.start() make; its modules are imported there.
What only a click, a failure or another view asks for is imported where it is asked for. A newcomer's part is to go as
far down in this order as it can: tests/gui/test_start.py tells whoever came too early.

Law: the main thread waits for this one before it builds the window: two threads that both want the interpreter take
turns of a millisecond, and each of the window's thousand Tk calls would have to wait for one.
"""

from __future__ import annotations

import sys
from threading import Event, Thread

TYPE_CHECKING = False  # see gui/__main__.py
if TYPE_CHECKING:
    import tkinter as tk

    from core.capture.capture import Capture
    from core.contract.faults import Fault
    from gui.app import App
    from gui.options import Options
    from gui.settings import LoadedSettings, Settings, SettingsFile
    from gui.signals import EndSignals

SWITCH_INTERVAL_S = 0.001
"""Every Tk call gives the interpreter lock away and may wait this long to get it back from a busy engine: with Python's
usual 5 ms a 10 ms timer was 13 ms late, with 1 ms 3 ms (99 %)."""


class Ahead:
    """Finds the settings, imports the window's modules and begins the recording."""

    def __init__(self, options: Options | None) -> None:
        self._options = options
        self._mistake: Exception | None = None
        self._settings_file: SettingsFile
        self._loaded: LoadedSettings | None = None
        self._settings_known = Event()
        self._capture: Capture | None = None
        self._not_recorded_there: Fault | None = None
        sys.setswitchinterval(SWITCH_INTERVAL_S)
        self._display_known = Event()
        self._signals: EndSignals | None = None
        self._thread = Thread(target=self._work, name="ahead", daemon=True)
        self._thread.start()

    @property
    def settings(self) -> Settings:
        """As soon as they are read."""
        self._settings_known.wait()
        if self._loaded is None:
            raise self._why_not()
        return self._loaded.settings

    def may_record(self, signals: EndSignals) -> None:
        """There is a screen, and `signals` are heard: what is begun now is ended in order, whenever they come."""
        self._signals = signals
        self._display_known.set()

    def app(self, root: tk.Tk) -> App:
        """The application in its main window; OSError when nothing can be recorded anywhere."""
        self._thread.join()
        if self._capture is None:
            raise self._why_not()
        from gui.app import App

        options = self._options
        return App(
            root,
            self._capture,
            self._settings_file,
            options.wishes if options is not None else (),
            to_open=options.to_open if options is not None else (),
            not_recorded_there=self._not_recorded_there,
            diagnostics=options.diagnostics if options is not None else None,
            settings=self._loaded,
            session=options.session if options is not None else None,
            signals=self._signals,
        )

    def give_up(self) -> None:
        """There will be no window, and nothing to record."""
        self._display_known.set()
        self._thread.join()

    def _why_not(self) -> Exception:
        return self._mistake or RuntimeError("the work was not done")

    def _work(self) -> None:
        try:
            loaded = self._load_settings()
            import gui.theme  # the bare window has its colours

            self._settings_known.set()
            import gui.app  # noqa: F401  its many imports are most of the work

            self._display_known.wait()
            if self._signals is not None:
                self._begin_recording(loaded.settings)
        except Exception as mistake:  # raised again where somebody waits for it
            self._mistake = mistake
        finally:
            self._settings_known.set()

    def _load_settings(self) -> LoadedSettings:
        from core.machine.folders import settings_folder
        from gui.settings import SettingsFile

        self._settings_file = SettingsFile(settings_folder())
        self._loaded = self._settings_file.load()
        return self._loaded

    def _begin_recording(self, settings: Settings) -> None:
        from gui.models.files.limits import AskedLimits
        from gui.recording import begin_recording

        path, asked = (None, AskedLimits()) if self._options is None else (self._options.record, self._options.limits)
        self._capture, self._not_recorded_there = begin_recording(path, settings, asked)
