"""Names to endpoints, in a thread of its own for each look-up, so that a resolver that hangs stops nothing.

Law: the answer comes back on the engine thread or, when nobody waits any more, not at all; the call was made, and is
recorded, either way.
"""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter_ns, time_ns
from typing import cast

from core.contract.endpoints import Endpoint, Protocol, SockAddr
from core.contract.faults import Fault, Field, fault_of
from core.contract.records import Arguments, Call, Cause, RawRecord
from core.net.calls import Sink, error_facts
from core.net.sockaddr import from_sockaddr

MOST_AT_ONCE = 32
"""Threads that a name service which never answers may hold; past that a look-up fails at once."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a look-up brought: the endpoints in the order the system prefers them, or the fault."""

    endpoints: tuple[Endpoint, ...]
    fault: Fault | None


@dataclass(slots=True)
class LookUp:
    """A look-up under way; cancel() makes its answer go nowhere."""

    cancelled: threading.Event = field(default_factory=threading.Event)

    def cancel(self) -> None:
        """Nobody waits for the answer any more."""
        self.cancelled.set()


class Resolver:
    """Starts look-ups and counts those that have not come back (engine thread, but for the threads it starts)."""

    def __init__(self, call_soon: Callable[[Callable[[], None]], None], sink: Sink) -> None:
        self._call_soon = call_soon
        self._sink = sink
        self._running = 0

    @property
    def is_full(self) -> bool:
        """Whether another look-up would have to wait for one that hangs."""
        return self._running >= MOST_AT_ONCE

    def look_up(
        self, host: str, port: int, protocol: Protocol, number: int, cause: Cause, then: Callable[[Found], None]
    ) -> LookUp:
        """getaddrinfo(3) for socket `number`; `then` gets the answer on the engine thread unless it was cancelled."""
        under_way = LookUp()
        self._running += 1

        def work() -> None:
            found, record = _ask(host, port, protocol, number, cause)
            self._call_soon(lambda: deliver(found, record))

        def deliver(found: Found, record: RawRecord) -> None:
            self._running -= 1
            self._sink(record)
            if not under_way.cancelled.is_set():
                self._call_soon(partial(then, found))  # apart, so that the engine sees whose method it is

        # A daemon: a hung resolver can't be interrupted, and must not keep the program from ending.
        threading.Thread(target=work, name=f"look-up {host}", daemon=True).start()
        return under_way


def _ask(host: str, port: int, protocol: Protocol, number: int, cause: Cause) -> tuple[Found, RawRecord]:
    at, started = time_ns(), perf_counter_ns()
    args: Arguments = (host, port, protocol.socket_type.name)
    try:
        answers = socket.getaddrinfo(host, port, type=protocol.socket_type)
    except OSError as error:
        elapsed = perf_counter_ns() - started
        result, name = error_facts(error)
        record = (at, elapsed, number, -1, Call.GETADDRINFO, args, result, name, cause, "", b"")
        return Found((), _why_not_found(error, host)), record
    except UnicodeError:  # a label that IDNA can't encode, and no call was made; the host's check catches most before
        elapsed = perf_counter_ns() - started
        record = (at, elapsed, number, -1, Call.GETADDRINFO, args, -1, "HOST_BAD", cause, "", b"")
        return Found((), Fault("HOST_BAD", "getaddrinfo", about=host, field=Field.HOST)), record
    elapsed = perf_counter_ns() - started
    found = tuple(
        dict.fromkeys(from_sockaddr(cast(SockAddr, sockaddr)) for _family, _kind, _proto, _name, sockaddr in answers)
    )
    listed = ", ".join(map(str, found))
    return Found(found, None), (at, elapsed, number, -1, Call.GETADDRINFO, args, 0, "", cause, listed, b"")


def _why_not_found(error: OSError, host: str) -> Fault:
    """What getaddrinfo() said, but for glibc's EAI_NONAME when there was no descriptor left to look with."""
    try:
        os.close(os.open(os.devnull, os.O_RDONLY))
    except OSError as lack:  # EMFILE, ENFILE
        return fault_of(lack, "getaddrinfo", about=host)
    return fault_of(error, "getaddrinfo", about=host, field=Field.HOST)
