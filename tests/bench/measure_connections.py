"""P8: 5,000 connections opened as fast as possible, held, each echoing once, closed; window open, recording."""

from __future__ import annotations

from statistics import median
from time import perf_counter

from gui.widgets.table.virtual_table import VirtualTable
from tests.bench.lab import lab_window
from tests.bench.load import Load, built_load
from tests.bench.peers import echo_server
from tests.bench.sitter import Sitter, sitting
from tests.bench.table import Row, report, window_rows

ROUNDS = 3
CONNECTIONS = 5000
HELD_S = 3
HELD_LONG_S = 30
SCROLLED_S = 4
WHEEL_MS = 16


def scroll_the_list(load: Load) -> list[float]:
    """Turn the wheel over the list of all, a notch every WHEEL_MS, down and up again: each round's worst tick."""
    with sitting() as sitter, load.running("hold", sitter.port, CONNECTIONS, HELD_LONG_S):
        sitter.live_until(lambda: sitter.app.parts.sockets.open_connections == CONNECTIONS)
        table = sitter.app.window.server.conversations.table.table
        sitter.live_until(lambda: table.count == CONNECTIONS)
        return [_turn_the_wheel(sitter, table) for _ in range(ROUNDS)]


def _turn_the_wheel(sitter: Sitter, table: VirtualTable) -> float:
    end, places = perf_counter() + SCROLLED_S, set()

    def turn() -> None:
        places.add(table.first)
        table.tree.event_generate("<Button-5>" if perf_counter() < end - SCROLLED_S / 2 else "<Button-4>")
        if perf_counter() < end:
            sitter.app.root.after(WHEEL_MS, turn)

    sitter.begin_ticks()
    turn()
    sitter.live(SCROLLED_S + 0.1)
    assert len(places) > WHEEL_MS, "the list did not move"
    return sitter.ticks.worst_ms


def main() -> None:
    """The lab and asyncio take turns."""
    ours: list[float] = []
    diagnostics: list[dict[str, float]] = []
    theirs: list[float] = []
    echoed = 0.0
    with built_load() as load:
        for _ in range(ROUNDS):
            with echo_server("asyncio", load) as port:
                theirs.append(load.run("hold", port, CONNECTIONS, 0)[0])
            with lab_window() as lab:
                rate, echoed, _seconds = load.run("hold", lab.port, CONNECTIONS, HELD_S)
                ours.append(rate)
                diagnostics.append(lab.close())
        scrolled = min(scroll_the_list(load))
    ratio = median(mine / other for mine, other in zip(ours, theirs, strict=True))
    report(
        [
            Row("P8", "opened", median(ours), "/s", "at least 0.7 x asyncio", ratio >= 0.7, "asyncio", median(theirs)),
            Row("P8", "held and echoed", echoed, "", f"{CONNECTIONS:,}", echoed == CONNECTIONS),
            Row("P8", "list scrolled, worst tick", scrolled, "ms", "under 100 ms", scrolled < 100),
        ]
    )
    report(window_rows("P4d", f"{CONNECTIONS:,} connections", diagnostics))


if __name__ == "__main__":
    main()
