"""What a listener, a connection and a datagram socket have in common: facts that change along the table, and an end.

Runs on the engine thread. Law: whatever changes what a person could see of a socket is told in one SocketChanged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from time import time_ns
from typing import TYPE_CHECKING, Any

from core.contract.commands import Reading, ReplyChoice
from core.contract.endpoints import Endpoint
from core.contract.events import SocketChanged
from core.contract.faults import Fault
from core.contract.lifecycle import Step, next_state
from core.contract.records import Cause
from core.contract.sockets import Ending, SocketSnapshot
from core.net.calls import TracedSocket
from core.net.causes import READY
from core.net.outbox import Outgoing

if TYPE_CHECKING:
    from core.net.surroundings import Surroundings


class LiveSocket:
    """One numbered socket of the lab, from its first call (or look-up) to its close()."""

    asked_by: int | None = None
    """The command that it was made to carry out, while that is not answered."""

    def __init__(self, lab: Surroundings, facts: SocketSnapshot, traced: TracedSocket | None = None) -> None:
        self.lab = lab
        self.facts = facts
        self.traced = traced
        self._watched = 0

    @property
    def number(self) -> int:
        """Its number, which is never used again."""
        return self.facts.number

    def note(self, step: Step | None = None, **changes: Any) -> None:
        """Take a step along the table, change facts (SocketSnapshot's fields), tell of it if anything changed."""
        if step is not None:
            changes["state"] = next_state(self.facts.state, step)
        facts = replace(self.facts, **changes)
        if facts != self.facts:
            self.facts = facts
            self.lab.emit(SocketChanged(facts))

    def watch(self, events: int) -> None:
        """Have the selector watch for these events from now on; free when they are the ones watched already."""
        if events != self._watched and self.traced is not None:
            self._watched = events
            self.lab.watch(self.traced, events, self.on_ready)

    def on_ready(self, ready: int) -> None:
        """The kernel says that it can be read or written."""
        raise NotImplementedError

    # What a person may ask of a socket; each kind says itself what it can do.

    def send(self, data: bytes, cause: Cause, command: int) -> None:
        """Send what a person typed."""
        self._wrong_kind(command)

    def send_to(self, data: bytes, peer: Endpoint, cause: Cause, command: int) -> None:
        """Send one datagram to a peer."""
        self._wrong_kind(command)

    def finish(self, cause: Cause, command: int) -> None:
        """Finish sending."""
        self._wrong_kind(command)

    def reset(self, cause: Cause, command: int) -> None:
        """Close with RST."""
        self._wrong_kind(command)

    def set_reply(self, choice: ReplyChoice, command: int) -> None:
        """Answer differently from now on."""
        self._wrong_kind(command)

    def set_reading(self, reading: Reading, command: int) -> None:
        """Read it in another way."""
        self._wrong_kind(command)

    def close(self, cause: Cause, ending: Ending) -> None:
        """Close it; on the way to a connection or a port: give that up."""
        self.end(ending, cause)

    def give_up(self, fault: Fault) -> None:
        """End it as failed, and answer whatever waits for it."""
        self.end(Ending.FAILED, READY, fault)

    def _wrong_kind(self, command: int) -> None:
        self.lab.failed(command, Fault("WRONG_KIND", about=f"#{self.number}"), self.number)

    def update_interest(self) -> None:
        """Watch for what is wanted now; called too when reading is paused or resumed for the whole lab."""

    def unsent(self) -> Iterable[Outgoing]:
        """Give up what still waits to be sent, for the ending to account for."""
        return ()

    def end(self, ending: Ending, cause: Cause, fault: Fault | None = None, step: Step = Step.END) -> None:
        """close(), the final facts, and a Failed for each Send that could not be finished. Once only."""
        if not self.facts.is_open:
            return
        self.watch(0)
        if self.traced is not None:
            self.traced.close(cause)
        self.lab.release(self)
        self.note(
            step,
            fd=None,
            last_fd=self.facts.fd if self.facts.fd is not None else self.facts.last_fd,
            ended_ns=time_ns(),
            ending=ending,
            fault=fault if fault is not None else self.facts.fault,
            waiting_bytes=0,
            reading_paused=False,
            accepting_paused=False,
        )
        for entry in self.unsent():
            if entry.command is not None:
                why = Fault("NOT_SENT", call="send", about=f"#{self.number}", count=entry.left)
                self.lab.failed(entry.command, why, self.number)
