"""What a socket of the lab needs from the engine that runs it (engine thread).

Law: core.net knows the engine only by this list.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from core.contract.events import Event
from core.contract.faults import Fault
from core.contract.timer import Timer
from core.net.calls import Sink, TracedSocket
from core.net.live import LiveSocket
from core.net.outbox import Budget
from core.net.resolve import Resolver
from core.net.tls.preparer import Preparer


class Surroundings(Protocol):
    """The engine, as its sockets see it."""

    sink: Sink
    budget: Budget
    resolver: Resolver
    preparer: Preparer
    reading_paused: bool
    """The capture's writer is behind: no socket may be read."""

    @property
    def has_room(self) -> bool:
        """Whether the selector can watch one socket more (Windows' select() can't watch more than 512)."""
        ...

    def new_number(self) -> int:
        """The next socket number; never given twice."""
        ...

    def adopt(self, live: LiveSocket) -> None:
        """Keep it under its number (in place of one with the same number), until it is released."""
        ...

    def find(self, number: int) -> LiveSocket | None:
        """The socket of that number, unless it has ended."""
        ...

    def release(self, live: LiveSocket) -> None:
        """It ended."""
        ...

    def watch(self, traced: TracedSocket, events: int, on_ready: Callable[[int], None]) -> None:
        """Call `on_ready` with what is ready (selectors.EVENT_READ, EVENT_WRITE); events 0 stops watching."""
        ...

    def call_later(self, seconds: float, function: Callable[[], None]) -> Timer:
        """Call it once after that time."""
        ...

    def call_soon(self, function: Callable[[], None]) -> None:
        """Have the engine thread call it (any thread)."""
        ...

    def emit(self, event: Event) -> None:
        """Tell whoever drives the engine."""
        ...

    def done(self, command: int | None, socket: int | None = None) -> None:
        """Answer a command; None (an answer of a reply, no command) is let pass."""
        ...

    def failed(self, command: int | None, fault: Fault, socket: int | None = None) -> None:
        """Answer a command that could not be carried out."""
        ...
