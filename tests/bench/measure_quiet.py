"""P5: what the open window costs at 250 messages a second, and doing nothing; Packet Sender's beside it."""

from __future__ import annotations

import threading

from tests.bench.lab import lab_window
from tests.bench.load import Load, built_load
from tests.bench.peers import Usage, packet_sender
from tests.bench.table import Row, report

SETTLE_S = 3
"""The start is not what is measured."""
SECONDS = 20
RATE = 250
MEBIBYTE = 1 << 20


def shares(load: Load, program: Usage, port: int) -> tuple[float, float, float]:
    """Per cent of one core while idle, and under the load; memory in the end."""
    threading.Event().wait(SETTLE_S)
    before = program.cpu_seconds()
    threading.Event().wait(SECONDS)
    between = program.cpu_seconds()
    load.run("datagrams", port, 64, RATE, SECONDS)
    busy = program.cpu_seconds() - between
    return 100 * (between - before) / SECONDS, 100 * busy / SECONDS, program.resident_bytes() / MEBIBYTE


def main() -> None:
    """One after the other: they would take each other's cores."""
    with built_load() as load:
        with packet_sender() as other:
            their_idle, theirs, their_memory = shares(load, other, other.port)
        with lab_window("udp", "none", diagnostics=False) as lab:
            idle, busy, memory = shares(load, lab, lab.port)
    peer = "Packet Sender"
    report(
        [
            Row("P5", f"{RATE} messages/s", busy, "% core", "under 15 %", busy < 15, peer, theirs),
            Row("P5", "idle", idle, "% core", "under 1 %", idle < 1, peer, their_idle),
            Row("P5", "memory after it", memory, "MiB", "no goal", True, peer, their_memory),
        ]
    )


if __name__ == "__main__":
    main()
