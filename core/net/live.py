"""What a listener, a connection and a datagram socket have in common: facts that change along the table, and an end.

Runs on the engine thread. Law: whatever changes what a person could see of a socket is told in one SocketChanged.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from selectors import EVENT_READ
from time import time_ns
from typing import TYPE_CHECKING, Any, NamedTuple

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


class _Step(NamedTuple):
    """A call that is held, and the command that asks for it."""

    call: str
    make: Callable[[], None]
    command: int | None


class LiveSocket:
    """One numbered socket of the lab, from its first call (or look-up) to its close()."""

    asked_by: int | None = None
    """The command that it was made to carry out, while that is not answered."""

    def __init__(self, lab: Surroundings, facts: SocketSnapshot, traced: TracedSocket | None = None) -> None:
        self.lab = lab
        self.facts = facts
        self.traced = traced
        self._watched = 0
        self._steps: deque[_Step] = deque()
        self._is_handed_over = False
        self._holds_answers = facts.is_stepping
        """Step by step, what a reply answers is a call of its own: it waits until the socket can be written."""

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
        if self._steps:  # the kernel has said so already, and the call is held
            events = 0
        if events != self._watched and self.traced is not None:
            self._watched = events
            self.lab.watch(self.traced, events, self._hold if self.facts.is_stepping else self.on_ready)

    def hand_over(self, live: LiveSocket) -> None:
        """Another one goes on under the same number, and nothing more is told of it here."""
        self.watch(0)
        self._is_handed_over = True
        self.lab.adopt(live)

    def on_ready(self, ready: int) -> None:
        """The kernel says that it can be read or written."""
        raise NotImplementedError

    ears: tuple[Callable[[bytes, Endpoint | None], None], ...] = ()
    """Who wants to know what comes in, besides the reply: jobs that wait for an answer."""

    def tell_ears(self, data: bytes, peer: Endpoint | None) -> None:
        """Something came in."""
        for ear in self.ears:
            ear(data, peer)

    # Step by step: the same calls, each when a person says so. Other sockets go on.

    reads_by = "recv"
    """The call that is made when there is something to read."""

    def offer(self, call: str, make: Callable[[], None], command: int | None = None) -> None:
        """Make a call now, or hold it until its turn comes."""
        if not self.facts.is_stepping:
            make()
            return
        self._steps.append(_Step(call, make, command))
        self._tell_next()

    def set_stepping(self, is_on: bool, command: int) -> None:
        """Hold every call from now on; or make what is held, and go on as usual."""
        self.watch(0)
        self.note(is_stepping=is_on)
        self._holds_answers = is_on
        while not is_on and self._steps and self.facts.is_open:
            self._steps.popleft().make()
        self._tell_next()
        self.lab.done(command, self.number)

    def step(self, command: int) -> None:
        """Make the call that waits the longest."""
        if not self._steps:
            self.lab.failed(command, Fault("NOTHING_WAITS", about=f"#{self.number}"), self.number)
            return
        self._steps.popleft().make()
        self._tell_next()
        self.lab.done(command, self.number)

    def _hold(self, ready: int) -> None:
        call = self.reads_by if ready & EVENT_READ else "send"
        self.offer(call, partial(self.on_ready, ready))

    def _tell_next(self) -> None:
        if self.facts.is_open and not self._is_handed_over:
            self.note(next_call=self._steps[0].call if self._steps else "")
            self.update_interest()

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

    def reset(self, cause: Cause, command: int | None) -> None:
        """Close with RST."""
        self._wrong_kind(command)

    def set_reply(self, choice: ReplyChoice, command: int) -> None:
        """Answer differently from now on."""
        self._wrong_kind(command)

    def set_reading(self, reading: Reading, command: int) -> None:
        """Read it in another way."""
        self._wrong_kind(command)

    def set_accepting(self, by_hand: bool, backlog: int | None, cause: Cause, command: int) -> None:
        """Accept by itself, or by hand."""
        self._wrong_kind(command)

    def accept_one(self, cause: Cause, command: int) -> None:
        """One accept()."""
        self._wrong_kind(command)

    def meet(self, peer: Endpoint) -> None:
        """Somebody whom datagrams can be sent to by name, before any came from there."""

    def begin(self) -> None:
        """Its listener's reply was changed."""

    def close(self, cause: Cause, ending: Ending) -> None:
        """Close it; on the way to a connection or a port: give that up."""
        self.end(ending, cause)

    def give_up(self, fault: Fault) -> None:
        """End it as failed, and answer whatever waits for it."""
        self.end(Ending.FAILED, READY, fault)

    def _wrong_kind(self, command: int | None) -> None:
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
            is_stepping=False,
            next_call="",
        )
        for held in self._steps:
            if held.command is not None:
                self.lab.failed(held.command, Fault("SOCKET_GONE", about=f"#{self.number}"), self.number)
        self._steps.clear()
        for entry in self.unsent():
            if entry.command is not None:
                why = Fault("NOT_SENT", call="send", about=f"#{self.number}", count=entry.left)
                self.lab.failed(entry.command, why, self.number)
