"""P1 (and P4 beside it): 50 connections, 64 bytes, one message in flight each, echoed and recorded, window open."""

from __future__ import annotations

from statistics import median

from tests.bench.lab import lab_window
from tests.bench.load import built_load
from tests.bench.peers import echo_server
from tests.bench.table import Row, report, window_rows

ROUNDS = 3
SECONDS = 5
PEERS = {"asyncio": 1.0, "ncat": 1.4, "C epoll": 0.6, "socat": 0.0}
"""And how many times faster we are to be; the last two are for the picture (0.6 x C is what we aim at)."""


def main() -> None:
    """All take turns in every round, so that a noisy moment hits all of them."""
    ours: list[float] = []
    diagnostics: list[dict[str, float]] = []
    theirs: dict[str, list[float]] = {name: [] for name in PEERS}
    with built_load() as load:
        for _ in range(ROUNDS):
            for name, measured in theirs.items():
                with echo_server(name, load) as port:
                    measured.extend(load.run("echo", port, 50, 64, SECONDS))
            with lab_window() as lab:
                ours += load.run("echo", lab.port, 50, 64, SECONDS)
                diagnostics.append(lab.close())
    rows = []
    for name, goal in PEERS.items():
        reached = median(mine / other for mine, other in zip(ours, theirs[name], strict=True))
        text = f"at least {goal} x {name}" if goal else f"beside {name}"
        rows.append(Row("P1", "echoed", median(ours), "msg/s", text, reached >= goal, name, median(theirs[name])))
    report(rows)
    report(window_rows("P4a", "echo", diagnostics))


if __name__ == "__main__":
    main()
