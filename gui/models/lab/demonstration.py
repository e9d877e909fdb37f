"""The first-start demonstration: two programs talk to each other, on real sockets of this computer (window thread).

Law: it does only what a person could do with the same commands, on loopback only, and cleans up what it made.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Protocol as Interface

from core.contract.commands import CloseAll, Command, Connect, Listen, ReplyChoice, Send
from core.contract.endpoints import Protocol
from core.contract.events import Done, Failed
from core.contract.faults import Fault
from gui.models.sockets.addresses import THIS_COMPUTER
from gui.models.sockets.sockets import Sockets

GREETING = b"Hello, can you hear me?\r\n"


class Submit(Interface):
    """Bridge.submit, as far as it is used here."""

    def __call__(
        self, make: Callable[[int], Command], on_done: Callable[[Done], None], on_failed: Callable[[Failed], None]
    ) -> int:
        """Send a command; one of the two callbacks is called later, on the window thread."""
        ...


class Phase(Enum):
    """How far the demonstration is."""

    OFFERED = "offered"
    RUNNING = "running"
    SHOWN = "shown"
    CLEANING = "cleaning"
    FAILED = "failed"


class Demonstration:
    """Listen, connect, send a line; on request close all of it again."""

    def __init__(self, submit: Submit, sockets: Sockets, changed: Callable[[], None]) -> None:
        self._submit = submit
        self._sockets = sockets
        self._changed = changed
        self.phase = Phase.OFFERED
        self.listener: int | None = None
        self.client: int | None = None
        self.fault: Fault | None = None

    def start(self) -> None:
        """Begin, unless it runs already."""
        if self.phase in (Phase.OFFERED, Phase.FAILED):
            self.listener = self.client = self.fault = None
            self._move(Phase.RUNNING)
            address, echo = THIS_COMPUTER.address, ReplyChoice("echo")
            self._submit(lambda number: Listen(number, address, 0, echo), self._call_it, self._give_up)

    def clean_up(self) -> None:
        """Close what the demonstration made; a listener's connections go with it."""
        made = tuple(number for number in (self.client, self.listener) if number is not None)
        if self.phase is Phase.SHOWN and made:
            self._move(Phase.CLEANING)
            self._submit(lambda number: CloseAll(number, made), lambda _: self._reset(), lambda _: self._reset())

    @property
    def accepted(self) -> int | None:
        """The connection that the listener made for the conversation."""
        made = self._sockets.accepted_by(self.listener) if self.listener is not None else []
        return made[0].number if made else None

    def _call_it(self, done: Done) -> None:
        self.listener = done.socket
        snapshot = self._sockets.get(done.socket)
        if snapshot is None or snapshot.local is None:
            self._reset()
            return
        endpoint = snapshot.local
        self._submit(
            lambda number: Connect(number, Protocol.TCP, endpoint.address, endpoint.port), self._greet, self._give_up
        )

    def _greet(self, done: Done) -> None:
        client = done.socket
        if client is None:
            self._reset()
            return
        self.client = client
        self._submit(lambda number: Send(number, client, GREETING), lambda _: self._move(Phase.SHOWN), self._give_up)

    def _give_up(self, failed: Failed) -> None:
        self.fault = failed.fault
        left = tuple(number for number in (self.client, self.listener) if number is not None)
        self._move(Phase.FAILED)
        if left:
            self._submit(lambda number: CloseAll(number, left), lambda _: None, lambda _: None)

    def _reset(self) -> None:
        self._move(Phase.OFFERED)

    def _move(self, phase: Phase) -> None:
        self.phase = phase
        self._changed()
