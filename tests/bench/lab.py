"""The lab as it is measured: the real window on a screen of its own, recording, a process like any other.

Law: it is started by its command line alone, and what it says of itself it says in its --diagnostics file.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.peers import PATIENCE_S, Usage, free_port, wait_until_bound
from tests.bench.screen import WindowWatch, virtual_screen

SETTLE_S = 1.5
"""The window is there before all of it is loaded, and its start is not what is measured here."""
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Lab(Usage):
    """A running lab."""

    port: int
    process: subprocess.Popen[bytes]
    diagnostics: Path | None
    capture: Path

    def close(self) -> dict[str, Any]:
        """End it as a person would, by closing; what its diagnostics say at the end, if they were asked for."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(PATIENCE_S)
        if self.diagnostics is None:
            return {}
        found: dict[str, Any] = json.loads(self.diagnostics.read_text(encoding="utf-8"))
        return found


@contextmanager
def lab_window(protocol: str = "tcp", reply: str = "echo", *, diagnostics: bool = True) -> Iterator[Lab]:
    """The window, with one bound port and the reply, recording to a file of its own; gone afterwards.

    `diagnostics`: they measure 60 times a second, which keeps an idle window awake.
    """
    port = free_port()
    opening = "--listen" if protocol == "tcp" else "--bind"
    with tempfile.TemporaryDirectory(prefix="socketlab-bench-") as home, virtual_screen() as display:
        watch = WindowWatch(display)
        report, capture = Path(home) / "diagnostics.json", Path(home) / "run.socketlab"
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gui", opening, f"{protocol}://127.0.0.1:{port}", "--reply", reply),
                *("--record", str(capture), *(("--diagnostics", str(report)) if diagnostics else ())),
            ],
            cwd=ROOT,
            env={**os.environ, "DISPLAY": display, "HOME": home, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home},
        )
        lab = Lab(process.pid, port, process, report if diagnostics else None, capture)
        try:
            watch.wait_for("Socket Lab", PATIENCE_S)
            wait_until_bound(port, process, protocol)
            threading.Event().wait(SETTLE_S)
            yield lab
        finally:
            watch.close()
            if process.poll() is None:
                process.kill()
            process.wait()
