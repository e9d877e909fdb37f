"""A listening TCP socket: the switchboard operator, who makes a new socket for each conversation (engine thread).

Law: whatever goes wrong with one caller, the listener goes on; out of descriptors it waits instead of spinning.
"""

from __future__ import annotations

from selectors import EVENT_READ
from time import time_ns
from typing import TYPE_CHECKING

from core.contract.commands import ReplyChoice
from core.contract.endpoints import Endpoint
from core.contract.events import SocketChanged
from core.contract.faults import Fault, fault_of
from core.contract.lifecycle import Step, next_state
from core.contract.records import Cause
from core.contract.sockets import Role, SocketSnapshot, State
from core.net.calls import TracedSocket
from core.net.causes import LOOKUP, READY, TIMER
from core.net.connection import Connection
from core.net.live import LiveSocket
from core.net.reply_slot import ReplySlot, ends_of

if TYPE_CHECKING:
    from core.net.surroundings import Surroundings
    from core.net.tls.context import Prepared

OUT_OF_RESOURCES = frozenset({"EMFILE", "ENFILE", "ENOBUFS", "ENOMEM"})
FIRST_PAUSE_S = 0.1
LONGEST_PAUSE_S = 1.0
"""A listener that is out of descriptors stays readable: watched on, it would spin (67,000 failing accepts in 0.3 s)."""


class Listener(LiveSocket):
    """Accepts one caller each time the kernel says that one waits; the others stay in the backlog for now."""

    reads_by = "accept"

    def __init__(
        self,
        lab: Surroundings,
        facts: SocketSnapshot,
        traced: TracedSocket,
        replies: ReplySlot,
        prepared: Prepared | None = None,
    ) -> None:
        """`prepared`: how its connections speak TLS; None: they do not."""
        super().__init__(lab, facts, traced)
        self._calls = traced
        self._replies = replies
        self._prepared = prepared
        replies.listener = ends_of(facts)
        self._pause_s = FIRST_PAUSE_S
        self._resting = False

    def set_reply(self, choice: ReplyChoice, command: int) -> None:
        """For the connections there are, which share the slot, and those to come."""
        self._replies.set(choice)
        self._calls.sink = self._replies.sink(self.lab.sink)  # and so of the sockets that it makes
        self.note(reply=choice.name, reply_data=choice.data)
        self.lab.done(command, self.number)

    def update_interest(self) -> None:
        """Accepting makes rows too, so it pauses with reading."""
        self.watch(0 if self.lab.reading_paused or self._resting or self.facts.by_hand else EVENT_READ)

    def set_accepting(self, by_hand: bool, backlog: int | None, cause: Cause, command: int) -> None:
        """By hand: callers wait in the backlog until a person takes them, already connected by the kernel."""
        if backlog is not None:
            try:
                self._calls.listen(backlog, cause)
            except OSError as error:
                self.lab.failed(command, fault_of(error, "listen", about=str(self.facts.local)), self.number)
                return
            self.note(backlog=backlog)
        self.note(by_hand=by_hand)
        self.update_interest()
        self.lab.done(command, self.number)

    def accept_one(self, cause: Cause, command: int) -> None:
        """One press, one accept()."""
        before = self.facts.fault
        made = self._accept(cause)
        if made is not None:
            self.lab.done(command, made)
        else:
            failed = self.facts.fault if self.facts.fault is not before else None
            self.lab.failed(command, failed or Fault("NOBODY_WAITS", "accept", about=f"#{self.number}"), self.number)

    def on_ready(self, ready: int) -> None:
        """Somebody waits in the backlog."""
        self._accept(READY)

    def _accept(self, cause: Cause) -> int | None:
        """The number of the socket that was made, if one was."""
        if not self.lab.has_room:
            self._pause(Fault("SOCKET_LIMIT", "accept"))
            return None
        number = self.lab.new_number()
        try:
            traced, peer = self._calls.accept(number, cause)
        except (BlockingIOError, InterruptedError):
            return None  # the caller gave up before we came
        except OSError as error:
            fault = fault_of(error, "accept", about=str(self.facts.local))
            if fault.name in OUT_OF_RESOURCES:
                self._pause(fault)
            else:
                self.note(fault=fault)  # ECONNABORTED, EPROTO...: that caller is gone, the next may do better
            return None
        self._pause_s = FIRST_PAUSE_S
        if self.facts.fault is not None:
            self.note(fault=None, accepting_paused=False)
        self._begin(traced, peer)
        return number

    def _begin(self, traced: TracedSocket, peer: Endpoint) -> None:
        """Make the accepted socket an end point of a conversation."""
        try:
            traced.set_non_blocking(READY)
            local = traced.getsockname(LOOKUP)
        except OSError as error:  # macOS: EINVAL when the caller has gone again already
            traced.close(READY)
            self._replies.leave(traced.number)
            self.note(fault=fault_of(error, "getsockname", about=str(peer)))
            return
        facts = SocketSnapshot(
            number=traced.number,
            role=Role.ACCEPTED,
            protocol=self.facts.protocol,
            requested=self.facts.requested,
            state=next_state(State.CREATED, Step.ACCEPT),
            opened_ns=time_ns(),
            family=self.facts.family,
            fd=traced.fd,
            local=local,
            remote=peer,
            parent=self.number,
            reply=self._replies.choice.name,
            reply_data=self._replies.choice.data,
        )
        if self._prepared is not None:
            self._shake_hands(facts, traced, self._prepared)
            return
        connection = Connection(self.lab, facts, traced, self._replies)
        self.lab.adopt(connection)
        self.lab.emit(SocketChanged(facts))
        connection.update_interest()
        connection.begin()

    def _shake_hands(self, facts: SocketSnapshot, traced: TracedSocket, prepared: Prepared) -> None:
        from core.net.tls.handshaking import CALLERS_LIMIT_S, Handshaking  # loaded by whoever prepared it

        Handshaking(self.lab, facts, traced, self._replies, prepared).start(READY, CALLERS_LIMIT_S)

    def _pause(self, fault: Fault) -> None:
        """Stop accepting, say so, try again a little later; descriptors may be free by then."""
        self._resting = True
        self.note(accepting_paused=True, fault=fault)
        self.update_interest()
        self.lab.call_later(self._pause_s, self._try_again)
        self._pause_s = min(self._pause_s * 2, LONGEST_PAUSE_S)

    def _try_again(self) -> None:
        """Accept, and only when that went well say that it goes on; there may be no descriptor yet."""
        if self.facts.is_open:
            self._resting = False
            self._accept(TIMER)
            self.note(accepting_paused=self._resting)
            self.update_interest()
