"""The capture alone: rows/s, pages, reopening, bytes per row; beside a busy thread too, and beside SQLite.

A script of its own: python3 build/dev.py bench capture_store. Law: rows are handed over and pages read as the engine
and the window do it, with the switch interval they set.
"""

from __future__ import annotations

import contextlib
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from itertools import chain, islice, repeat
from pathlib import Path

from core.capture.capture import Capture
from core.contract.records import Call, Cause, CauseKind, RawRecord

ROWS = 1_000_000
PAYLOADS = (64, 1024)
SOCKETS = 50
PAGE = 50
PAGES = 500
SWITCH_SECONDS = 0.001
PAUSE_AT = 64 << 20
BATCH = 1000


def echo_rows(payload: int) -> list[RawRecord]:
    """A second of an echo between 50 connections: what comes in goes out again."""
    start = time.time_ns()
    ready, reply = Cause(CauseKind.READY), Cause(CauseKind.REPLY)
    data = os.urandom(payload)
    rows: list[RawRecord] = []
    for number in range(5_000):
        at, socket = start + number * 20_000, number % SOCKETS
        rows.append((at, 900, 7 + socket, 9 + socket, Call.RECV, (65536,), payload, "", ready, "", data))
        rows.append((at + 5_000, 4_000, 7 + socket, 9 + socket, Call.SEND, (), payload, "", reply, "", data))
    return rows


def first(count: int, rows: Sequence[RawRecord]) -> Iterator[RawRecord]:
    """So many rows, the same ones again and again."""
    return islice(chain.from_iterable(repeat(rows)), count)


def fill(capture: Capture, rows: Sequence[RawRecord]) -> tuple[float, float, float]:
    """Seconds for a million rows until they can be read, and CPU seconds of this thread and of the recorder's."""
    append = capture.append
    wall, own, process = time.perf_counter(), time.thread_time(), time.process_time()
    for number, raw in enumerate(first(ROWS, rows)):
        append(raw)
        if not number % BATCH and capture.pending_bytes > PAUSE_AT:
            capture.flush(60)
    own = time.thread_time() - own
    assert capture.flush(60)
    return time.perf_counter() - wall, own, time.process_time() - process - own


def page_milliseconds(capture: Capture) -> list[float]:
    """How long it takes to read pages here and there."""
    found = []
    for _ in range(PAGES):
        top = random.randrange(1, capture.count - PAGE)
        start = time.perf_counter()
        capture.records(range(top, top + PAGE))
        found.append((time.perf_counter() - start) * 1000)
    return sorted(found)


@contextlib.contextmanager
def busy_thread() -> Iterator[None]:
    """A thread that computes in Python all the time, as a flooded engine does."""
    ending = threading.Event()

    def compute() -> None:
        while not ending.is_set():
            sum(range(200))

    thread = threading.Thread(target=compute)
    thread.start()
    try:
        yield
    finally:
        ending.set()
        thread.join()


def sqlite_rows_a_second(folder: Path, rows: Sequence[RawRecord]) -> float:
    """The same rows into one table, without any index: the store that one would think of first."""
    with contextlib.closing(sqlite3.connect(folder / "peer.sqlite")) as base:
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("PRAGMA synchronous=OFF")
        base.execute("CREATE TABLE call (time, elapsed, socket, fd, call, args, result, error, cause, address, data)")
        start = time.perf_counter()
        plain = [(*raw[:5], str(raw[5]), *raw[6:8], raw[8].kind, *raw[9:]) for raw in first(BATCH, rows)]
        for _ in range(ROWS // BATCH // 4):
            base.executemany("INSERT INTO call VALUES (?,?,?,?,?,?,?,?,?,?,?)", plain)
            base.commit()
        return ROWS // 4 / (time.perf_counter() - start)


def measure(folder: Path, payload: int) -> Iterator[tuple[str, str]]:
    """Each number with what it is."""
    rows = echo_rows(payload)
    path = folder / "alone.socketlab"
    with contextlib.closing(Capture.create(path)) as capture:
        wall, own, recorder = fill(capture, rows)
        yield "rows/s", f"{ROWS / wall:,.0f}"
        yield "SQLite rows/s", f"{sqlite_rows_a_second(folder, rows):,.0f}"
        yield "append, us CPU", f"{own / ROWS * 1e6:.2f}"
        yield "recorder, us CPU a row", f"{recorder / ROWS * 1e6:.2f}"
        kept = capture.columns.memory_bytes + capture.traffic.memory_bytes
        yield "memory, bytes a row", f"{kept / ROWS:.1f}"
        yield "file, bytes a row", f"{path.stat().st_size / ROWS:.0f}"
        yield from pages("page of 50", page_milliseconds(capture))
        start = time.perf_counter()
        with contextlib.closing(Capture.open(path)):
            yield "reopened in", f"{time.perf_counter() - start:.2f} s"
        with busy_thread():
            yield from pages("page, busy", page_milliseconds(capture))
    with contextlib.closing(Capture.create(folder / "busy.socketlab")) as capture, busy_thread():
        yield "rows/s, busy", f"{ROWS / fill(capture, rows)[0]:,.0f}"


def pages(name: str, milliseconds: list[float]) -> Iterator[tuple[str, str]]:
    """Median, 99 % and worst."""
    numbers = statistics.median(milliseconds), milliseconds[PAGES * 99 // 100], milliseconds[-1]
    yield name, " / ".join(f"{number:.2f}" for number in numbers) + " ms"


def main() -> int:
    """Print the table: a column for each size of payload."""
    sys.setswitchinterval(SWITCH_SECONDS)
    print(f"{ROWS:,} rows; pages: median / 99 % / worst")
    columns = []
    for payload in PAYLOADS:
        with tempfile.TemporaryDirectory() as folder:
            columns.append(dict(measure(Path(folder), payload)))
    print(f"{'payload':24}", *(f"{payload:>24} B" for payload in PAYLOADS))
    for name in columns[0]:
        print(f"{name:24}", *(f"{column[name]:>26}" for column in columns))
    return 0


if __name__ == "__main__":
    sys.exit(main())
