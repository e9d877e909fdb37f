"""Between a subcommand and the engine: commands in, and in one queue all that comes of them (main thread).

append() runs on the engine thread. Law: memory stays bounded: bytes that the subcommand has not taken yet count as not
yet written, so the engine stops reading when standard output is slower than the network.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any, TypeAlias

from core.capture.capture import Capture
from core.capture.recording.recorder import ROW_OVERHEAD
from core.cli.outcome import NETWORK_FAILURE, NOT_AS_EXPECTED, Failure
from core.contract.commands import Command, Stop
from core.contract.events import Done, Event, Failed, SocketChanged
from core.contract.faults import Fault, fault_of
from core.contract.records import DATAGRAM_CALLS, INCOMING_CALLS, INSIDE_CALLS, STREAM_CALLS, RawRecord
from core.contract.sockets import SocketSnapshot
from core.engine.loop import Engine
from core.version import VERSION

STOP_PATIENCE_S = 5.0


@dataclass(frozen=True, slots=True)
class Typed:
    """What came by standard input; b"": it has ended."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Moved:
    """Bytes went over a socket: a view of the call record that says so."""

    time_ns: int
    socket: int
    incoming: bool
    address: str
    """Of a datagram: its peer."""
    data: bytes
    is_inside: bool = False
    """It is what went over inside TLS."""


News: TypeAlias = Event | Typed | Moved


class Tap:
    """Stands between the engine and the capture, if there is one, and tells of the rows that moved bytes."""

    def __init__(
        self, capture: Capture | None, news: SimpleQueue[News], *, tells_sent: bool, is_tls: bool | None
    ) -> None:
        self._capture = capture
        calls = {True: INSIDE_CALLS, False: STREAM_CALLS, None: STREAM_CALLS | INSIDE_CALLS}
        self._stream_calls = calls[is_tls]
        self._news = news
        self._tells_sent = tells_sent
        self._handed_over = 0  # bytes; only the engine thread changes it
        self._taken = 0  # bytes; only the main thread changes it

    def append(self, raw: RawRecord) -> None:
        """Take one record; never blocks."""
        if self._capture is not None:
            self._capture.append(raw)
        call, error, address, data = raw[4], raw[7], raw[9], raw[10]
        if error or not (call in DATAGRAM_CALLS or (call in self._stream_calls and (data or address))):
            return
        incoming = call in INCOMING_CALLS
        if incoming or self._tells_sent:
            self._handed_over += len(data) + ROW_OVERHEAD
            self._news.put(Moved(raw[0], raw[2], incoming, address, data, call in INSIDE_CALLS))

    def took(self, moved: Moved) -> None:
        """The subcommand has it."""
        self._taken += len(moved.data) + ROW_OVERHEAD

    @property
    def pending_bytes(self) -> int:
        """Not yet written to the file, or not yet taken by the subcommand."""
        return self._handed_over - self._taken + (self._capture.pending_bytes if self._capture else 0)


class Driver:
    """Gives commands, and hands out what comes of them in the order in which it came."""

    def __init__(self, capture: Capture | None, *, tells_sent: bool, is_tls: bool | None) -> None:
        self.news: SimpleQueue[Any] = SimpleQueue()  # News; Any, because the engine's own queue takes events only
        self.sockets: dict[int, SocketSnapshot] = {}
        """Those that are open."""
        self._tap = Tap(capture, self.news, tells_sent=tells_sent, is_tls=is_tls)
        self._engine = Engine(self._tap)
        self._engine.events = self.news
        self._ids = itertools.count(1)
        self._aside: deque[News] = deque()
        self._engine.start()

    def ask(self, make: Callable[[int], Command]) -> int:
        """Submit the command that `make` gives for a new id; the id, which its Done or Failed will carry."""
        command = make(next(self._ids))
        self._engine.submit(command)
        return command.id

    def carry_out(self, make: Callable[[int], Command], until: float | None = None) -> SocketSnapshot:
        """Submit a command and wait for its Done: the socket that it names. What else comes is kept for next().

        `until`: by time.monotonic(). Raises Failure.
        """
        command = self.ask(make)
        while (news := self._take(until)) is not None:
            match news:
                case Done(id, number) if id == command and number is not None:
                    return self.sockets[number]
                case Failed(id, fault) if id == command:
                    raise Failure(fault, NETWORK_FAILURE)
            self._aside.append(news)
        raise Failure(Fault("ETIMEDOUT", "send"), NETWORK_FAILURE)

    def next(self, until: float | None = None) -> News | None:
        """The next that happened; None when nothing did until that time, by time.monotonic()."""
        return self._aside.popleft() if self._aside else self._take(until)

    def stop(self) -> None:
        """Close every socket in order, and end the engine."""
        self.ask(Stop)
        self._engine.join(STOP_PATIENCE_S)

    def _take(self, until: float | None) -> News | None:
        try:
            news: News = self.news.get(timeout=None if until is None else max(until - monotonic(), 0.0))
        except Empty:
            return None
        match news:
            case SocketChanged(snapshot) if snapshot.is_open:
                self.sockets[snapshot.number] = snapshot
            case SocketChanged(snapshot):
                self.sockets.pop(snapshot.number, None)
            case Moved():
                self._tap.took(news)
        return news


@contextmanager
def driving(record: Path | None, *, tells_sent: bool = False, is_tls: bool | None = False) -> Iterator[Driver]:
    """An engine that runs until the end of the block, recorded in a new file if one is named.

    `tells_sent`: whether what is sent is told of too. `is_tls`: told is what goes over inside TLS; None: that, and what
    goes over the wire. Raises Failure when the file can't be made or was not kept whole.
    """
    capture = _create(record) if record is not None else None
    try:
        driver = Driver(capture, tells_sent=tells_sent, is_tls=is_tls)
        try:
            yield driver
        finally:
            driver.stop()
    finally:
        if capture is not None:
            capture.close()
    if capture is not None and (fault := capture.status.fault) is not None:
        raise Failure(fault, NOT_AS_EXPECTED)


def _create(path: Path) -> Capture:
    try:
        return Capture.create(path, lab=VERSION)
    except OSError as error:
        raise Failure(fault_of(error, "open", about=str(path)), NOT_AS_EXPECTED) from None
