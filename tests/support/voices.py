"""A voice for replies that are tested without a socket: it keeps what they say.

Law: it does no more than what core.replies.reply.Voice promises.
"""

from __future__ import annotations

from collections.abc import Callable
from queue import SimpleQueue

from core.contract.commands import Connect
from core.contract.endpoints import Endpoint
from core.contract.faults import Fault
from core.engine.timers import Timer, Timers
from core.replies.reply import Line, Reply


class Ear:
    """Hears what a reply says of its own accord; its timers and what its workers hand over wait for run()."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self.has_room = True
        self.faults: list[Fault] = []
        self.ended: list[str] = []
        self._soon: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._timers = Timers()

    def say(self, data: bytes, peer: Endpoint | None = None) -> None:
        """Keep it."""
        self.heard.append(data)

    def later(self, seconds: float, function: Callable[[], None]) -> Timer:
        """As the engine does, in run()."""
        return self._timers.call_later(seconds, function)

    def soon(self, function: Callable[[], None]) -> None:
        """As the engine does, in run()."""
        self._soon.put(function)

    def end(self, *, reset: bool) -> None:
        """Keep how."""
        self.ended.append("reset" if reset else "close")

    @property
    def is_broken(self) -> bool:
        """Whether it was cut."""
        return "cut" in self.ended

    def cut(self) -> None:
        """Keep that."""
        self.ended.append("cut")

    def call(self, call: Connect, reply: Reply, on_failed: Callable[[Fault], None]) -> Line:
        """A conversation without a network calls nobody."""
        raise NotImplementedError

    def tell(self, fault: Fault) -> None:
        """Keep it."""
        self.faults.append(fault)
