"""A TCP connection on its way to TLS: both ends agree on how, and show who they are (engine thread).

Law: a handshake that never finishes is ended after its time, and holds up nobody else meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from selectors import EVENT_READ, EVENT_WRITE
from typing import TYPE_CHECKING

from core.contract.events import SocketChanged
from core.contract.faults import Fault, fault_of
from core.contract.lifecycle import Step
from core.contract.records import Call, Cause
from core.contract.sockets import Ending, SocketSnapshot
from core.net.calls import TracedSocket
from core.net.causes import READY, TIMER
from core.net.connection import Connection
from core.net.live import LiveSocket
from core.net.outbox import Outgoing
from core.net.reply_slot import ReplySlot
from core.net.tls.context import Prepared
from core.net.tls.traced import TlsSocket

if TYPE_CHECKING:
    from core.net.surroundings import Surroundings

CALLERS_LIMIT_S = 10.0
"""Whoever calls a listener has so long. What the lab calls has the rest of the Connect's own time."""
_ENDINGS = {"TLS_HANDSHAKE_TIMEOUT": Ending.TIMED_OUT, "ECONNRESET": Ending.PEER_RESET, "EPIPE": Ending.PEER_RESET}


class Handshaking(LiveSocket):
    """With its success the socket becomes a Connection under the same number."""

    def __init__(
        self,
        lab: Surroundings,
        facts: SocketSnapshot,
        traced: TracedSocket,
        replies: ReplySlot,
        prepared: Prepared,
        command: int | None = None,
        on_failed: Callable[[Fault], None] = lambda _: None,
    ) -> None:
        """`command`: the Connect that asked for it, which is answered here. `on_failed`: it came to nothing."""
        self._secured = TlsSocket(traced, prepared, str(facts.remote or ""))
        super().__init__(lab, replace(facts, tls=self._secured.facts()), self._secured)
        self._replies = replies
        self.asked_by = command
        self._on_failed = on_failed
        self._stop_waiting: Callable[[], None] = lambda: None

    def start(self, cause: Cause, limit_s: float) -> None:
        """Take over the number, which is told of, and begin: a caller speaks first."""
        self.lab.adopt(self)
        self.lab.emit(SocketChanged(self.facts))
        self._stop_waiting = self.lab.call_later(max(limit_s, 0.0), lambda: self._too_late(round(limit_s))).cancel
        self._go_on(cause, reads=False)

    def on_ready(self, ready: int) -> None:
        """Bytes have come, or what waits can go out."""
        if ready & EVENT_WRITE:
            try:
                self._secured.flush(READY)
            except OSError as error:
                self.give_up(fault_of(error, "send", about=str(self.facts.remote)))
                return
        self._go_on(READY, reads=bool(ready & EVENT_READ))

    def update_interest(self) -> None:
        """Read, unless the whole lab pauses."""
        reading = 0 if self.lab.reading_paused else EVENT_READ
        self.watch(reading | (EVENT_WRITE if self._secured.holds else 0))

    def close(self, cause: Cause, ending: Ending) -> None:
        """The person does not want it any more (or the lab stops)."""
        if self.asked_by is not None and ending is Ending.CLOSED_HERE:
            ending = Ending.CANCELLED
        self.give_up(Fault("CANCELLED", about=self.facts.requested), ending, cause)

    def give_up(self, fault: Fault, ending: Ending | None = None, cause: Cause = READY) -> None:
        """It came to nothing: the certificates that were shown stay known."""
        self.note(tls=self._secured.facts())
        self.end(ending or _ENDINGS.get(fault.name, Ending.FAILED), cause, fault)
        self.lab.failed(self.asked_by, fault, self.number)
        self._on_failed(fault)

    def end(self, ending: Ending, cause: Cause, fault: Fault | None = None, step: Step = Step.END) -> None:
        """Nothing is waited for any more."""
        self._stop_waiting()
        super().end(ending, cause, fault, step)
        self._replies.leave(self.number)

    def unsent(self) -> Iterable[Outgoing]:
        """Nothing can have been given to it."""
        return ()

    def _go_on(self, cause: Cause, *, reads: bool) -> None:
        try:
            self._secured.shake(cause, reads=reads)
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            self.give_up(fault_of(error, Call.TLS_HANDSHAKE.label, about=str(self.facts.remote)))
            return
        if self._secured.is_established:
            self._become_connection()
        else:
            self.update_interest()

    def _become_connection(self) -> None:
        self._stop_waiting()
        connection = Connection(self.lab, self.facts, self._secured, self._replies)
        self.hand_over(connection)
        connection.note(tls=self._secured.facts())
        connection.update_interest()
        self.lab.done(self.asked_by, self.number)
        connection.begin()

    def _too_late(self, seconds: int) -> None:
        fault = Fault("TLS_HANDSHAKE_TIMEOUT", Call.TLS_HANDSHAKE.label, about=str(self.facts.remote), count=seconds)
        self._secured.give_up(fault, TIMER)
        self.give_up(fault, cause=TIMER)
