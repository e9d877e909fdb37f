"""Measures the running window: a tick of its own every 16 ms, a sample a second, a file that others can read.

Window thread. Law: it runs only when somebody asked for it, for it keeps an idle window awake.
"""

from __future__ import annotations

import json
import os
import sys
import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from core.capture.capture import Capture
from gui.models.lab.diagnostics import TICK_MS, Diagnostics, Report
from gui.models.sockets.sockets import Sockets

SAMPLE_MS = 1000


class DiagnosticsRun:
    """Measuring, from start() to stop()."""

    def __init__(
        self,
        root: tk.Misc,
        capture: Capture,
        sockets: Sockets,
        file: Path | None = None,
        *,
        on_sample: Callable[[], None] = lambda: None,
    ) -> None:
        """`file`: where the report is written as JSON every second and at the end. `on_sample`: told every second."""
        self._root = root
        self._capture = capture
        self._sockets = sockets
        self._file = file
        self._on_sample = on_sample
        self._model = Diagnostics(capture)
        self._timers: dict[str, str] = {}

    def start(self) -> None:
        """Begin to measure: memory and rates at once, ticks after the first second, in which the window is drawn."""
        self._timers["tick"] = self._root.after(SAMPLE_MS, self._tick)
        self._sample()

    def stop(self) -> None:
        """Measure once more, write the last report, and end."""
        for timer in self._timers.values():
            self._root.after_cancel(timer)
        self._timers.clear()
        self._model.sample(resident_bytes())
        self._write()

    def report(self) -> Report:
        """Everything as it stands."""
        status = self._capture.status
        return self._model.report(self._sockets.dropped, status.unrecorded, status.dropped_rows, status.cut_bytes)

    def _tick(self) -> None:
        self._model.ticks.tick(perf_counter())
        self._timers["tick"] = self._root.after(TICK_MS, self._tick)

    def _sample(self) -> None:
        self._model.sample(resident_bytes())
        self._write()
        self._on_sample()
        self._timers["sample"] = self._root.after(SAMPLE_MS, self._sample)

    def _write(self) -> None:
        """Whole or not at all: whoever reads the file meanwhile sees the old report."""
        if self._file is None:
            return
        fresh = self._file.with_name(self._file.name + ".new")
        fresh.write_text(json.dumps(self.report(), indent=1), encoding="utf-8")
        os.replace(fresh, self._file)


def resident_bytes() -> int:
    """Memory this process holds now: from /proc where there is one, for psutil takes 20 ms to load."""
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    import psutil

    return int(psutil.Process().memory_info().rss)
