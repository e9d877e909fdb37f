"""The real window in this process, with somebody who sits before it: for what can only be timed from inside.

Used on the thread that calls it, which becomes the window's. Law: acts by Tk events or by what the widgets call
themselves, and times until all is drawn and the X server has seen it.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from core.capture.capture import Capture
from gui.ahead import SWITCH_INTERVAL_S
from gui.app import App
from gui.display import open_display
from gui.models.lab.diagnostics import TICK_MS, TickMeter
from gui.options import parse_options
from gui.settings import Settings, SettingsFile
from gui.views.tables.record_view import RecordView
from tests.bench.peers import free_port
from tests.bench.screen import virtual_screen
from tests.support.limits import room_for_descriptors

PATIENCE_S = 120.0
MOST_SOCKETS = 6_000


class Sitter:
    """Drives one App; its main loop is this class's waiting."""

    def __init__(self, app: App, capture: Capture, port: int) -> None:
        self.app = app
        self.capture = capture
        self.port = port
        self._ticks = TickMeter()
        self._timer = app.root.after(TICK_MS, self._tick)

    def live_until(self, reached: Callable[[], object], seconds: float = PATIENCE_S) -> float:
        """Let the window live until then; the milliseconds that it took. TimeoutError."""
        started = time.perf_counter()
        while not reached():
            if time.perf_counter() - started > seconds:
                raise TimeoutError("waited in vain")
            self.app.root.tk.dooneevent(0)  # the tick of our own ends each wait within 16 ms
        return (time.perf_counter() - started) * 1000

    @property
    def traffic(self) -> RecordView:
        """The view in front."""
        view = self.app.window.records.views["traffic"]
        assert isinstance(view, RecordView)
        return view

    def live(self, seconds: float) -> None:
        """Let the window live for a while."""
        end = time.perf_counter() + seconds
        self.live_until(lambda: time.perf_counter() >= end)

    def times(self, act: Callable[[], object]) -> float:
        """Milliseconds from an action until what follows from it has been drawn."""
        root = self.app.root
        started = time.perf_counter()
        act()
        root.update_idletasks()
        root.winfo_pointerx()  # the X server answers after it has drawn
        return (time.perf_counter() - started) * 1000

    def begin_ticks(self) -> None:
        """Measure the time between two turns of the window's loop anew."""
        self._ticks = TickMeter()

    @property
    def ticks(self) -> TickMeter:
        """Those since then."""
        return self._ticks

    def close(self) -> None:
        """Close the window, and wait for its end."""
        root = self.app.root
        root.after_cancel(self._timer)
        self.app.close()
        root.mainloop()  # ends when the engine has, and the window with it
        self.app.finish()

    def _tick(self) -> None:
        self._ticks.tick(time.perf_counter())
        self._timer = self.app.root.after(TICK_MS, self._tick)


@contextmanager
def sitting(reply: str = "echo") -> Iterator[Sitter]:
    """Somebody before a window that listens at `port`, and records into a file of its own."""
    port = free_port()
    with (
        room_for_descriptors(MOST_SOCKETS),
        tempfile.TemporaryDirectory(prefix="socketlab-bench-") as home,
        virtual_screen() as display,
    ):
        os.environ["DISPLAY"] = display
        sys.setswitchinterval(SWITCH_INTERVAL_S)
        settings = SettingsFile(Path(home) / "settings")
        settings.save(Settings(welcomed=True))
        capture = Capture.create(Path(home) / "run.socketlab")
        wishes = parse_options(["--listen", f"tcp://127.0.0.1:{port}", "--reply", reply]).wishes
        app = App(open_display(), capture, settings, wishes)
        app.start()
        sitter = Sitter(app, capture, port)
        try:
            sitter.live_until(lambda: app.window.server.bound.chosen)
            yield sitter
        finally:
            sitter.close()
