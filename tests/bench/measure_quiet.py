"""P5: what the open window costs at 250 messages a second, and doing nothing."""

from __future__ import annotations

import threading

from tests.bench.lab import lab_window
from tests.bench.load import built_load
from tests.bench.table import Row, report

SECONDS = 20
RATE = 250


def main() -> None:
    """Idle first, then the load; the share of one core over the whole time."""
    with built_load() as load, lab_window("udp", "none") as lab:
        threading.Event().wait(3)  # the start is not what is measured
        before = lab.cpu_seconds()
        threading.Event().wait(SECONDS)
        idle = 100 * (lab.cpu_seconds() - before) / SECONDS
        before = lab.cpu_seconds()
        load.run("datagrams", lab.port, 64, RATE, SECONDS)
        busy = 100 * (lab.cpu_seconds() - before) / SECONDS
    report(
        [
            Row("P5", f"{RATE} messages/s", busy, "% core", "under 15 %", busy < 15),
            Row("P5", "idle", idle, "% core", "under 1 %", idle < 1),
        ]
    )


if __name__ == "__main__":
    main()
