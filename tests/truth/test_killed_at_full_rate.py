"""The program is killed while it records as fast as it can: what it misses is told by its peer's own clock.

Law: the peer notes when each answer came, and knows nothing of what the lab writes.
"""

from __future__ import annotations

import selectors
import socket
import struct
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

from core.capture.capture import Capture
from core.contract.records import Call
from tests.support.lab import LOOPBACK, PATIENCE_S
from tests.support.peers import free_port
from tests.support.programs import running

ROOT = Path(__file__).resolve().parents[2]
NUMBERED = struct.Struct(">Q56x")
CONNECTIONS = 20
LOAD_S = 0.7
MOST_MISSING_NS = 100_000_000


def echoed(port: int, seconds: float, kill: Callable[[], None]) -> dict[int, int]:
    """Numbered messages, one under way on each connection: the number of each that came back, and when (ns, wall).

    `kill` is done in the end, under full load.
    """
    came_back: dict[int, int] = {}
    with ExitStack() as stack, selectors.DefaultSelector() as selector:
        for number in range(CONNECTIONS):
            connection = stack.enter_context(socket.create_connection((LOOPBACK, port), PATIENCE_S))
            connection.sendall(NUMBERED.pack(number))
            selector.register(connection, selectors.EVENT_READ)
        number, end = CONNECTIONS, time.monotonic() + seconds
        while time.monotonic() < end:
            for key, _ in selector.select(PATIENCE_S):
                connection = key.fileobj  # type: ignore[assignment]  # it is what was registered
                answer = connection.recv(NUMBERED.size, socket.MSG_WAITALL)
                came_back[NUMBERED.unpack(answer)[0]] = time.time_ns()
                connection.sendall(NUMBERED.pack(number))
                number += 1
        kill()
    return came_back


def answers_in(capture: Capture) -> set[int]:
    """The numbers of the messages that the lab sent back, as it recorded it."""
    calls = capture.columns.call[: capture.count]
    sent = [seq for seq, call in enumerate(calls, 1) if call == Call.SEND]
    return {NUMBERED.unpack(record.payload)[0] for record in capture.records(sent)}


def test_a_program_that_is_killed_at_full_rate_misses_at_most_the_last_tenth_of_a_second(
    tmp_path: Path, wait_until: Callable[..., None]
) -> None:
    port, recording = free_port(), tmp_path / "killed.socketlab"
    options = ["--listen", f"tcp://{LOOPBACK}:{port}", "--reply", "echo", "--record", str(recording)]
    home = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(tmp_path))
    with running(sys.executable, "-m", "gui", *options, PYTHONPATH=str(ROOT), **home) as lab:

        def is_listening() -> bool:
            with socket.socket() as plain:
                return plain.connect_ex((LOOPBACK, port)) == 0

        wait_until(is_listening, PATIENCE_S, "the listener")
        came_back = echoed(port, LOAD_S, lab.process.kill)
        assert lab.wait() == -9
    with closing(Capture.open(recording)) as capture:
        fault = capture.status.fault
        assert fault is None or fault.name == "CAPTURE_TORN"
        missing = came_back.keys() - answers_in(capture)
        last_ns = max(capture.columns.time_ns[: capture.count])
    assert len(came_back) > 1_000
    end_ns = max(came_back.values())
    assert [number for number in missing if end_ns - came_back[number] > MOST_MISSING_NS] == []
    assert end_ns - last_ns < MOST_MISSING_NS
