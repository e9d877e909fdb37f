"""A lab that stood still, as when a lid is closed, has lost nothing of what was sent to it meanwhile."""

from __future__ import annotations

import signal
import socket
import sys
import threading
from contextlib import closing
from pathlib import Path

from core.capture.capture import Capture
from tests.support.lab import LOOPBACK, PATIENCE_S
from tests.support.programs import running

ROOT = Path(__file__).resolve().parents[2]
SIZE = 16 << 20
"""More than the kernel takes for a program that does not read."""


def test_what_was_sent_to_a_lab_that_stood_still_is_taken_when_it_goes_on(tmp_path: Path) -> None:
    if sys.platform == "win32":
        raise NotImplementedError("no process can be stopped for a while there")
    recording = tmp_path / "run.socketlab"
    with running(
        sys.executable, str(ROOT / "tests/truth/flooded_lab.py"), str(recording), "fixed", PYTHONPATH=str(ROOT)
    ) as lab:
        port = int(lab.read_line())
        with socket.create_connection((LOOPBACK, port), PATIENCE_S) as peer:
            lab.process.send_signal(signal.SIGSTOP)
            sent = threading.Thread(target=peer.sendall, args=(bytes(SIZE),))
            sent.start()
            sent.join(0.3)
            assert sent.is_alive(), "nobody reads, and so the kernel takes no more"
            lab.process.send_signal(signal.SIGCONT)
            sent.join(PATIENCE_S)
            peer.shutdown(socket.SHUT_WR)
            assert peer.recv(1) == b""
        lab.end_input()
        assert lab.wait() == 0
    with closing(Capture.open(recording)) as capture:
        assert capture.status.fault is None
        assert capture.overall.bytes_in == SIZE
