"""P8: 5,000 connections opened as fast as possible, held, each echoing once, closed; window open, recording."""

from __future__ import annotations

from statistics import median

from tests.bench.lab import lab_window
from tests.bench.load import built_load
from tests.bench.peers import echo_server
from tests.bench.table import Row, report, window_rows

ROUNDS = 3
CONNECTIONS = 5000


def main() -> None:
    """The lab and asyncio take turns."""
    ours: list[float] = []
    theirs: list[float] = []
    echoed = 0.0
    with built_load() as load:
        for _ in range(ROUNDS):
            with echo_server("asyncio", load) as port:
                theirs.append(load.run("hold", port, CONNECTIONS)[0])
            with lab_window() as lab:
                rate, echoed, _seconds = load.run("hold", lab.port, CONNECTIONS)
                ours.append(rate)
                diagnostics = lab.close()
    ratio = median(mine / other for mine, other in zip(ours, theirs, strict=True))
    report(
        [
            Row("P8", "opened", median(ours), "/s", "at least 0.7 x asyncio", ratio >= 0.7, "asyncio", median(theirs)),
            Row("P8", "held and echoed", echoed, "", f"{CONNECTIONS:,}", echoed == CONNECTIONS),
        ]
    )
    report(window_rows("P4d", f"{CONNECTIONS:,} connections", diagnostics))


if __name__ == "__main__":
    main()
