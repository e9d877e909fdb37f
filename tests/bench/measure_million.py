"""P7: a capture of 1,000,000 rows in the real window: memory, jumps, finding text, giving a search up.

A script of its own: python3 build/dev.py bench million. Law: the rows are made by real sockets while the window is
open, and everything is timed from inside it, as a person meets it.
"""

from __future__ import annotations

import random
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from core.capture.searching.follower import Follower
from core.capture.searching.search import Search
from gui.diagnostics import resident_bytes
from tests.bench.load import Load, built_load
from tests.bench.sitter import Sitter, sitting
from tests.bench.table import Row, report

ROWS = 1_000_000
SECONDS = 120
NEEDLE = "hidden needle"
NEEDLES_EVERY_S = 0.1
JUMPS = 200
MEBIBYTE = 1 << 20


@contextmanager
def hiding(port: int) -> Iterator[None]:
    """Somebody who sends the needle now and then, among all the others."""
    ending = threading.Event()

    def hide() -> None:
        with socket.create_connection(("127.0.0.1", port)) as caller:
            while not ending.wait(NEEDLES_EVERY_S):
                caller.sendall(NEEDLE.encode())
                caller.recv(100)

    thread = threading.Thread(target=hide)
    thread.start()
    try:
        yield
    finally:
        ending.set()
        thread.join()


def fill(sitter: Sitter, load: Load) -> list[Row]:
    """Echo until there are so many rows; how the window fared meanwhile, and what it holds in memory then."""
    empty = resident_bytes()
    sitter.begin_ticks()
    with hiding(sitter.port), load.running("echo", sitter.port, 50, 64, SECONDS):
        took = sitter.live_until(lambda: sitter.capture.count >= ROWS)
    worst = sitter.ticks.worst_ms
    sitter.live(1)
    print(f"{ROWS:,} rows in {took / 1000:.1f} s; worst tick {worst:.1f} ms; {empty / MEBIBYTE:.0f} MiB before")
    memory = resident_bytes() / MEBIBYTE
    return [Row("P7", "memory at 1,000,000 rows", memory, "MiB", "under 150 MiB", memory < 150)]


def jump(sitter: Sitter, what: str) -> list[Row]:
    """To rows anywhere, as dragging the scroll bar does, and to both ends by key."""
    table = sitter.traffic.table
    random.seed(1)
    table.tree.focus_force()
    sitter.app.root.update()
    took = [sitter.times(lambda: table.scroll_to(random.randrange(table.count))) for _ in range(JUMPS)]
    took += [sitter.times(lambda key=key: table.tree.event_generate(key)) for key in ("<Home>", "<End>") * 10]  # type: ignore[misc]
    worst = max(took)
    print(f"jump {what}: median {sorted(took)[len(took) // 2]:.1f} ms")
    return [Row("P7", f"jump, worst of {len(took)}{what}", worst, "ms", "under 50 ms", worst < 50)]


def filter_text(sitter: Sitter, line: str) -> list[Row]:
    """Type a filter: until the first row stands there, and until all do."""
    records = sitter.app.window.records
    shown = sitter.traffic.records
    before = len(shown)
    sitter.begin_ticks()
    start = time.perf_counter()
    records.filter.set(line)
    first = sitter.live_until(lambda: 0 < len(shown) < before)
    sitter.live_until(lambda: shown.progress >= 1)
    everything = (time.perf_counter() - start) * 1000
    hits = len(shown)
    sitter.live(0.2)
    row = [
        Row("P7", f"filter {line}: first row", first, "ms", "under 100 ms", first < 100),
        Row("P7", f"filter {line}: all {hits:,}", everything, "ms", "under 1 s", everything < 1000),
        *stalls(sitter, f"filter {line}"),
    ]
    records.filter.set("")
    sitter.live_until(lambda: len(shown) >= ROWS / 2)
    return row


def find_text(sitter: Sitter, needle: bytes, what: str) -> list[Row]:
    """The search behind "find": hits are also found where one receive ended in the middle of them."""
    search = Search(sitter.capture, needle)
    moments: list[float] = []
    start = time.perf_counter()

    def step() -> bool:
        more = search.step()
        if (search and not moments) or not more:
            moments.append((time.perf_counter() - start) * 1000)
        return more

    sitter.begin_ticks()
    follower = Follower(step, "find")
    sitter.live_until(lambda: search.progress >= 1 and len(moments) > 1)
    follower.stop()
    first, everything = moments[:2]
    return [
        Row("P7", f"find {what}: first hit", first, "ms", "under 100 ms", first < 100),
        Row("P7", f"find {what}: all {len(search):,}", everything, "ms", "under 1 s", everything < 1000),
        *stalls(sitter, f"find {what}"),
    ]


def give_up(sitter: Sitter) -> list[Row]:
    """Clear a slow filter line half-way: until its thread has ended and all rows stand there again."""
    records = sitter.app.window.records
    shown = sitter.traffic.records
    records.filter.set("/([a-z]{3,9} ){4}q/")
    sitter.live_until(lambda: shown.progress > 0.1)
    unfinished = shown.progress < 1
    start = time.perf_counter()
    records.filter.set("")
    sitter.live_until(lambda: len(shown) >= ROWS / 2 and not _is_alive("filter"))
    took = (time.perf_counter() - start) * 1000
    return [Row("P7", "a search given up", took, "ms", "under 200 ms, before its end", took < 200 and unfinished)]


def stalls(sitter: Sitter, what: str) -> list[Row]:
    """How the window fared meanwhile."""
    worst = sitter.ticks.worst_ms
    return [Row("P7", f"window during {what}, worst", worst, "ms", "under 100 ms", worst < 100)]


def under_load(sitter: Sitter, load: Load, work: Callable[[], list[Row]]) -> list[Row]:
    """The same while rows come in at full rate."""
    with load.running("echo", sitter.port, 50, 64, SECONDS):
        sitter.live(0.5)
        return work()


def _is_alive(name: str) -> bool:
    return any(thread.name == name for thread in threading.enumerate())


def main() -> int:
    """One window, one million rows, all of it."""
    rows: list[Row] = []
    with built_load() as load, sitting() as sitter:
        rows += fill(sitter, load)
        rows += jump(sitter, "")
        rows += filter_text(sitter, f'text:"{NEEDLE}"')
        rows += filter_text(sitter, "size:64")
        rows += find_text(sitter, NEEDLE.encode(), "a rare text")
        rows += find_text(sitter, b"x", "a text in every row")
        rows += give_up(sitter)
        rows += under_load(sitter, load, lambda: jump(sitter, ", under load"))
    report(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
