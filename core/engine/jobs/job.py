"""What all jobs have in common: they hand a socket one message at a time, count what became of it, and tell of it.

Runs on the engine thread. Law: at most one message of a job waits for the kernel's buffer, so that a peer that does not
read is never flooded; and each job ends once, with one reason.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import perf_counter, time_ns
from typing import TYPE_CHECKING, Any, Protocol

from core.contract.endpoints import Endpoint
from core.contract.events import Event, JobChanged
from core.contract.faults import Fault
from core.contract.jobs import JobEnding, JobSnapshot
from core.contract.records import Cause, CauseKind
from core.net.live import LiveSocket

if TYPE_CHECKING:
    from core.contract.timer import Timer

TELL_EVERY_S = 0.1
"""A job is told of so often at the most: 10,000 messages a second are no 10,000 events."""

PASSING = frozenset(
    {"ENETUNREACH", "EHOSTUNREACH", "ENETDOWN", "EHOSTDOWN", "ENOBUFS", "ENOMEM", "EPERM", "ECONNREFUSED",
     "EADDRNOTAVAIL", "SEND_QUEUE_FULL"}
)  # fmt: skip
"""Faults that may pass while a job goes on: a cable that is plugged in again, a firewall's rule, a full queue."""
PATIENCE_S = 60.0
"""So long nothing but such faults: then it ends. An overnight job outlives a switch that starts again."""


class Lab(Protocol):
    """What jobs need of the engine."""

    reading_paused: bool
    """The capture's writer is behind. Sending makes records too, so jobs wait as well."""

    def call_later(self, seconds: float, function: Callable[[], None]) -> Timer:
        """Call it once after that time."""
        ...

    def emit(self, event: Event) -> None:
        """Tell whoever drives the engine."""
        ...


class Job:
    """One job. Its own kind says what comes next."""

    def __init__(self, lab: Lab, live: LiveSocket, facts: JobSnapshot, forget: Callable[[int], None]) -> None:
        """`forget` is called with its number when there is nothing more to be heard of it."""
        self.live = live
        self.facts = facts
        self._lab = lab
        self._forget = forget
        self._cause = Cause(CauseKind.COMMAND, facts.number)
        self._on_the_way: int | None = None
        """The bytes of the message that was handed to the socket and is not answered yet."""
        self._timer: Timer | None = None
        self._telling: Timer | None = None
        self._told_s = 0.0
        self._failing_since_s: float | None = None

    def begin(self) -> None:
        """Tell of it, and send the first message."""
        self.tell()
        self.go_on()

    def go_on(self) -> None:
        """Send what is due; called too when the capture's writer has caught up."""
        raise NotImplementedError

    def came_to_nothing(self, fault: Fault) -> None:
        """A message was not sent, for a reason that may pass."""

    def went_out(self) -> None:
        """The kernel took the message."""

    def no_more_heard(self) -> None:
        """The peer has finished sending."""

    def end(self, ending: JobEnding, fault: Fault | None = None) -> None:
        """Begin no more messages. One that is on the way still goes out, or fails with its socket."""
        if not self.facts.is_running:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._note(ending=ending, ended_ns=time_ns(), fault=fault or self.facts.fault)
        self.tell()
        if self._on_the_way is None:
            self._forget(self.facts.number)

    def answered(self, fault: Fault | None) -> None:
        """The socket said what became of the message that it was handed."""
        size, self._on_the_way = self._on_the_way or 0, None
        facts = self.facts
        if fault is None:
            self._failing_since_s = None
            self._note(sent=facts.sent + 1, sent_bytes=facts.sent_bytes + size)
        else:
            taken = size - fault.count if fault.name == "NOT_SENT" and fault.count is not None else 0
            self._note(failed=facts.failed + 1, sent_bytes=facts.sent_bytes + taken, fault=fault)
        if not facts.is_running:  # it had ended with this one on the way
            self.tell()
            self._forget(facts.number)
        elif fault is None:
            self.went_out()
        elif fault.name in PASSING and self._is_patient():
            self.came_to_nothing(fault)
        else:
            self.end(JobEnding.FAILED)
        if facts.is_waiting:
            self.tell_soon()

    def _is_patient(self) -> bool:
        """Whether nothing but faults has not lasted too long yet."""
        now = perf_counter()
        if self._failing_since_s is None:
            self._failing_since_s = now
        return now - self._failing_since_s < PATIENCE_S

    @property
    def waits(self) -> bool:
        """Whether a message is on the way that the kernel has not taken yet."""
        return self._on_the_way is not None

    def send(self, data: bytes) -> None:
        """Hand the socket one message; answered() comes at once or later."""
        self._on_the_way = len(data)
        live, peer, ticket = self.live, self.facts.peer, -self.facts.number
        if peer is None:
            live.offer("send", lambda: live.send(data, self._cause, ticket), ticket)
        else:
            live.offer("sendto", lambda: self._send_to(data, peer, ticket), ticket)

    def _send_to(self, data: bytes, peer: Endpoint, ticket: int) -> None:
        self.live.send_to(data, peer, self._cause, ticket)

    def wake_in(self, seconds: float, function: Callable[[], None]) -> None:
        """Call it once after that time, in place of what was to be called before; not once the job has ended."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._lab.call_later(max(seconds, 0.0), function)

    def tell_soon(self) -> None:
        """Tell of it now, or as soon as the last time is long enough ago."""
        if not self.facts.is_running:
            return
        wait_s = self._told_s + TELL_EVERY_S - perf_counter()
        if wait_s <= 0:
            self.tell()
        elif self._telling is None:
            self._telling = self._lab.call_later(wait_s, self.tell)

    def tell(self) -> None:
        """Tell of it now."""
        if self._telling is not None:
            self._telling.cancel()
            self._telling = None
        self._told_s = perf_counter()
        self._note(is_waiting=self.waits)
        self._lab.emit(JobChanged(self.facts))

    def _note(self, **changes: Any) -> None:
        self.facts = replace(self.facts, **changes)
