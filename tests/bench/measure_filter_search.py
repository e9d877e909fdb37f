"""Filters and searches through 1,000,000 rows: first hit, all of it, and how late another thread ticks meanwhile.

A script of its own: python3 build/dev.py bench filter_search. Law: they run as in the lab, in a follower's thread,
alone and beside a thread that is always busy; the peers do the least there is: a loop over a column, find() in a map.
"""

from __future__ import annotations

import contextlib
import mmap
import random
import string
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from core.capture.capture import Capture
from core.capture.filtering.language.grammar import parse_filter
from core.capture.filtering.rows import FilteredRows
from core.capture.searching.follower import Follower
from core.capture.searching.search import Search
from core.capture.searching.walker import Walker
from core.contract.records import Call, Cause, CauseKind, RawRecord
from tests.bench.measure_capture_store import PAUSE_AT, SWITCH_SECONDS, busy_thread
from tests.bench.table import Row, report

ROWS = 1_000_000
PAYLOAD = 64
SOCKETS = 50
HIT_EVERY = 10_000
BEGINNING, ENDING = b"hidden", b" needle"
NEEDLE = BEGINNING + ENDING
TICK_S = 0.01
PATIENCE_S = 120.0
LINES = (
    "socket:9",
    "in size>60",
    "since>1",
    "connection:9 or failed",
    "peer:10.0.0.0/8",
    "text:hidden",
    "/hid+en (needle|pin)/",
    "/[aeiou]{4}/",
)


class Found(NamedTuple):
    """What a walk through the capture took."""

    first_ms: float
    all_ms: float
    late_ms: float
    """The worst tick."""
    hits: int


def rows() -> Iterator[RawRecord]:
    """An echo between 50 connections, lines of letters; now and then the needle, half of them cut by a receive."""
    source = random.Random(1)
    letters = "".join(source.choices(string.ascii_lowercase + " ", k=1 << 16)).encode()
    start, ready, reply = time.time_ns(), Cause(CauseKind.READY), Cause(CauseKind.REPLY)
    rest = dict.fromkeys(range(SOCKETS), b"")
    for number in range(ROWS // 2):
        socket = number % SOCKETS
        line = letters[(at := source.randrange(len(letters) - PAYLOAD)) : at + PAYLOAD - 1] + b"\n"
        line, rest[socket] = rest[socket] + line[len(rest[socket]) :], b""
        if number % HIT_EVERY == 0:
            line = NEEDLE + line[len(NEEDLE) :]
        elif number % HIT_EVERY == HIT_EVERY // 2:
            line, rest[socket] = (
                line[: -len(NEEDLE) // 2] + NEEDLE[: len(NEEDLE) // 2 + 1],
                NEEDLE[len(NEEDLE) // 2 + 1 :],
            )
        at_ns = start + number * 20_000
        yield (at_ns, 900, 7 + socket, 9 + socket, Call.RECV, (65536,), PAYLOAD, "", ready, "", line)
        yield (at_ns + 9_000, 4_000, 7 + socket, 9 + socket, Call.SEND, (PAYLOAD,), PAYLOAD, "", reply, "", line)


def fill(path: Path) -> None:
    """The capture that all of it is about."""
    with contextlib.closing(Capture.create(path)) as capture:
        for number, raw in enumerate(rows()):
            capture.append(raw)
            if not number % 1000 and capture.pending_bytes > PAUSE_AT:
                capture.flush(PATIENCE_S)
        assert capture.flush(PATIENCE_S)


def walk(walker: Walker, hits: Callable[[], int]) -> Found:
    """Through all of it in a follower's thread, while this one ticks as the window does."""
    started, ended = time.perf_counter(), threading.Event()
    first = float("inf")
    all_of_it = 0.0

    def step() -> bool:
        nonlocal first, all_of_it
        more = walker.step()
        if first == float("inf") and hits():
            first = time.perf_counter() - started
        if not more:
            all_of_it = time.perf_counter() - started
            ended.set()
        return more

    follower = Follower(step, "bench")
    late, due = 0.0, time.perf_counter() + TICK_S
    while not ended.wait(max(0.0, due - time.perf_counter())):
        late = max(late, time.perf_counter() - due)
        due = time.perf_counter() + TICK_S
    follower.stop()
    assert follower.join(PATIENCE_S)
    return Found(first * 1000, all_of_it * 1000, late * 1000, hits())


def milliseconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def search_rows(capture: Capture, path: Path) -> list[Row]:
    """Hits here and there, in every row, and in no row but at every cut."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        whole.find(b"\0no such thing")
        find = milliseconds(lambda: whole.find(b"\0no such thing"))
    table = []
    for what, needle, busy in (
        ("few hits", NEEDLE, False),
        ("few hits, busy", NEEDLE, True),
        ("a hit in every row", b"\n", False),
        ("a beginning in every row", b"\nz", False),
    ):
        search = Search(capture, needle)
        with busy_thread() if busy else contextlib.nullcontext():
            found = walk(search, lambda search=search: len(search))  # type: ignore[misc]
        print(f"search {what}: {found.hits:,} hits, other thread late {found.late_ms:.1f} ms")
        table.append(Row("P7s", f"{what}: first", found.first_ms, "ms", "under 100 ms", found.first_ms < 100))
        met = found.all_ms < 1000
        table.append(Row("P7s", f"{what}: all", found.all_ms, "ms", "under 1 s", met, "find in a map", find))
    return table


def filter_rows(capture: Capture) -> list[Row]:
    """Each line alone; the goal is for those that need columns only."""
    sockets = capture.columns.socket
    loop = milliseconds(lambda: [seq for seq, socket in enumerate(sockets, 1) if socket == 9])
    table = []
    for line in LINES:
        filtered = FilteredRows(capture, parse_filter(line, capture.header.start_ns))
        found = walk(filtered, lambda filtered=filtered: len(filtered.found))  # type: ignore[misc]
        print(f"filter {line}: {found.hits:,} rows, first {found.first_ms:.1f} ms, other late {found.late_ms:.1f} ms")
        met = found.all_ms < 1000
        table.append(Row("P7f", line, found.all_ms, "ms", "under 1 s", met, "a loop over a column", loop))
    return table


def main() -> int:
    """Make the capture, go through it in all ways, print the table."""
    sys.setswitchinterval(SWITCH_SECONDS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.socketlab"
        fill(path)
        with contextlib.closing(Capture.open(path)) as capture:
            table = [*search_rows(capture, path), *filter_rows(capture)]
    report(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
