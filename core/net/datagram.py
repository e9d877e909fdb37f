"""A UDP socket: bound and open to anybody, or a client with one peer (engine thread).

Law: each datagram keeps its edges, an empty one is a datagram too, and no error on the way ends the socket.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from selectors import EVENT_READ, EVENT_WRITE
from time import monotonic
from typing import TYPE_CHECKING

from core.contract.commands import Reading, ReplyChoice
from core.contract.endpoints import NO_NAME, Endpoint, Family, SockAddr
from core.contract.events import PeerHeard
from core.contract.faults import BadInput, Fault, Field, fault_of
from core.contract.lifecycle import Step
from core.contract.records import Cause
from core.contract.sockets import Ending, Role, SocketSnapshot
from core.net.calls import TELLS_DROPS, TracedSocket
from core.net.causes import LOOKUP, READY, REPLY
from core.net.live import LiveSocket
from core.net.outbox import Outbox, Outgoing
from core.net.paced import PacedReading
from core.net.packed_options import count_dropped
from core.net.reply_slot import ReplySlot
from core.net.speech import Speech

if TYPE_CHECKING:
    from core.contract.timer import Timer
    from core.net.surroundings import Surroundings

MOST_PEERS = 10_000
"""Peers remembered by name; what a flood of forged senders brings beyond that is recorded, but not listed as peers."""

FLOOD_GAP_S = 0.001
FLOOD_TURNS = 32
BURST = 32
"""After FLOOD_TURNS turns less than FLOOD_GAP_S apart, more and more datagrams are taken in a turn, up to BURST: that
doubles the rate. It ends with a recvfrom() that finds nothing (a row with EAGAIN), which quiet traffic is spared."""

DROP_CHECK_S = 1.0

EARLIER_DATAGRAM = frozenset({"ECONNREFUSED", "ECONNRESET", "ENETRESET"})
"""Errors that speak of a datagram sent before (an ICMP answer came), not of this call. Windows reports
WSAECONNRESET, and WSAENETRESET when its time to live ran out, on recvfrom() even of an unconnected socket."""


class Datagrams(LiveSocket):
    """A UDP socket that is bound to a port or has a peer."""

    reads_by = "recvfrom"

    def __init__(
        self,
        lab: Surroundings,
        facts: SocketSnapshot,
        traced: TracedSocket,
        replies: ReplySlot,
        target: Endpoint | None = None,
    ) -> None:
        """`target`: for a client without connect(), the peer that each of its datagrams names."""
        super().__init__(lab, replace(facts, dropped=0) if TELLS_DROPS else facts, traced)
        self._calls = traced
        self._replies = replies
        self._speech = Speech(replies, self)
        self._target = target
        self._outbox = Outbox(lab.budget)
        self._paced = PacedReading(lab, self._read_some, self.update_interest)
        self._names: dict[SockAddr, Endpoint] = {}
        self._peers: set[Endpoint] = set()
        self._last_read = 0.0
        self._fast_turns = 0
        self._drop_check: Timer | None = None

    def set_reply(self, choice: ReplyChoice, command: int) -> None:
        """From the next datagram on."""
        self._replies.set(choice)
        self.note(reply=choice.name, reply_data=choice.data)
        self.lab.done(command, self.number)

    def set_reading(self, reading: Reading, command: int) -> None:
        """From the next datagram on; of one that does not fit the rest is lost, as it is to any program."""
        self._paced.set(reading)
        self.note(reading=reading)
        self.lab.done(command, self.number)

    def send(self, data: bytes, cause: Cause, command: int) -> None:
        """Send one datagram to the socket's own peer."""
        if self._target is None and self.facts.remote is None:
            self.lab.failed(command, Fault("WRONG_KIND", "send", about=f"#{self.number}"), self.number)
        else:
            self._offer(Outgoing(data, cause, command, self._target))

    def send_to(self, data: bytes, peer: Endpoint, cause: Cause, command: int) -> None:
        """Send one datagram to any peer; a socket of both families knows IPv4 peers as ::ffff:127.0.0.1."""
        if self.facts.dual and peer.family is Family.IPV4:
            peer = Endpoint(f"::ffff:{peer.address}", peer.port)
        if peer.family is not self.facts.family:
            why = Fault("FAMILY_MISMATCH", "sendto", about=str(peer), field=Field.HOST)
            self.lab.failed(command, why, self.number)
        else:
            self._offer(Outgoing(data, cause, command, peer))

    def on_ready(self, ready: int) -> None:
        """One datagram in (in a flood: several), and what waited to go out."""
        if ready & EVENT_READ:
            self._paced.ready()
            if self._drop_check is None and TELLS_DROPS:
                self._drop_check = self.lab.call_later(DROP_CHECK_S, self._count_drops)
        if ready & EVENT_WRITE and self._outbox:
            self._write()

    def update_interest(self) -> None:
        """Always read, unless the lab pauses: what arrives then is dropped by the kernel, which counts it."""
        held = self._speech.is_full
        readable = not held and not self.lab.reading_paused and not self._paced.is_held
        self.watch((EVENT_READ if readable else 0) | (EVENT_WRITE if self._outbox else 0))
        if held != self.facts.reading_paused:
            self.note(reading_paused=held)

    def end(self, ending: Ending, cause: Cause, fault: Fault | None = None, step: Step = Step.END) -> None:
        """Count what was dropped once more before the socket, and its counter, are gone."""
        self._paced.stop()
        if self._drop_check is not None and self.facts.is_open:
            self._count_drops()
        super().end(ending, cause, fault, step)
        self._speech.leave()

    def unsent(self) -> Iterable[Outgoing]:
        """The datagrams the kernel had no room for."""
        return self._outbox.drop_all()

    def _read_some(self) -> None:
        """One datagram in a turn, as the kernel says that there is one; several once it is a flood."""
        now = monotonic()
        self._fast_turns = self._fast_turns + 1 if now - self._last_read < FLOOD_GAP_S else 0
        self._last_read = now
        for _ in range(min(max(1, self._fast_turns - FLOOD_TURNS), BURST)):
            if not self._read():
                self._fast_turns = 0
                break

    def _read(self) -> bool:
        """Take one datagram; whether there was one."""
        try:
            data, peer = self._calls.recvfrom(READY, self._names, self._paced.most)
        except (BlockingIOError, InterruptedError):
            return False
        except OSError as error:
            self.note(fault=fault_of(error, "recvfrom", about=self._peer_text(None)))
            return False
        if len(self._names) > MOST_PEERS:
            self._names.clear()
        self._hear(peer)
        if self.ears:
            self.tell_ears(data, peer)
        answer = self._speech.hear(data, peer)
        # An empty datagram is echoed as one; a reply that stays silent answers b"" to everything.
        if peer.address == NO_NAME:  # there is nowhere to send an answer
            return True
        if (answer or (not data and self._replies.choice.name == "echo")) and not self._outbox.is_high:
            self._put(Outgoing(answer, REPLY, None, peer))
        if self._speech.is_full:
            self.update_interest()
        return True

    def speak(self, data: bytes, peer: Endpoint | None) -> None:
        """The reply says something of its own accord."""
        if self.facts.is_open:
            self._put(Outgoing(data, REPLY, None, peer))

    def act(self, function: Callable[[], None]) -> None:
        """Have the reply do something of its own accord, and then see what it wants now."""
        if self.facts.is_open:
            function()
            self.update_interest()

    def hang_up(self, *, reset: bool, now: bool = False) -> None:
        """Datagrams make no conversation that could end."""

    @property
    def has_room(self) -> bool:
        """Whether the kernel takes what is sent."""
        return not self._outbox.is_high

    def _count_drops(self) -> None:
        """Ask the kernel after a second in which something came: drops happen only then, and silence costs nothing."""
        if self._drop_check is not None:
            self._drop_check.cancel()
            self._drop_check = None
        if self.facts.is_open:
            try:
                self.note(dropped=count_dropped(self._calls, LOOKUP))
            except OSError as error:
                self.note(fault=fault_of(error, "getsockopt"))

    def meet(self, peer: Endpoint) -> None:
        """A group that was joined can be sent to as well."""
        self._hear(peer)

    def _hear(self, peer: Endpoint) -> None:
        if self.facts.role is Role.BOUND and peer not in self._peers and len(self._peers) < MOST_PEERS:
            self._peers.add(peer)
            self.lab.emit(PeerHeard(self.number, peer))

    def _offer(self, entry: Outgoing) -> None:
        if not self._outbox.has_room(len(entry.data)):
            why = Fault("SEND_QUEUE_FULL", "sendto", count=self._outbox.waiting)
            self.lab.failed(entry.command, why, self.number)
        else:
            self._put(entry)

    def _put(self, entry: Outgoing) -> None:
        was_empty = not self._outbox
        self._outbox.put(entry)
        if was_empty and not (self._holds_answers and entry.cause is REPLY):
            self._write()
        if self._outbox:
            self._tell_waiting()
            self.update_interest()

    def _write(self) -> None:
        """Hand the first datagram to the kernel, whole or not at all."""
        entry = self._outbox.first
        try:
            self._send_now(entry)
        except (BlockingIOError, InterruptedError):
            return
        except BadInput as refused:
            self._refuse_first(refused.fault)
        except OSError as error:
            about = self._peer_text(entry.peer)
            self._refuse_first(fault_of(error, "sendto" if entry.peer else "send", about=about))
        else:
            self._outbox.drop_first()
            self._tell_waiting()
            if entry.peer is not None:
                self._hear(entry.peer)
            if self.facts.local is None or not self.facts.local.port:
                self._learn_local()
            self.lab.done(entry.command, self.number)
        self.update_interest()

    def _send_now(self, entry: Outgoing) -> None:
        try:
            self._send_once(entry)
        except OSError as error:
            fault = fault_of(error, "send", about=self._peer_text(entry.peer))
            if fault.name not in EARLIER_DATAGRAM:
                raise
            self.note(fault=fault)  # the kernel told it instead of sending this one: send it now
            self._send_once(entry)

    def _send_once(self, entry: Outgoing) -> None:
        if entry.peer is not None:
            self._calls.sendto(entry.data, entry.peer, entry.cause)
        else:
            self._calls.send(entry.data, entry.cause, self._peer_text(None))

    def _refuse_first(self, fault: Fault) -> None:
        entry = self._outbox.drop_first()
        self._tell_waiting()
        told = replace(fault, count=len(entry.data))
        if entry.command is None:
            self.note(fault=told)
        else:
            self.lab.failed(entry.command, told, self.number)

    def _tell_waiting(self) -> None:
        """Compare first: making new facts costs more than sending a datagram."""
        if self.facts.waiting_bytes != self._outbox.waiting:
            self.note(waiting_bytes=self._outbox.waiting)

    def _learn_local(self) -> None:
        """A client without bind() or connect() gets its port with its first datagram."""
        try:
            self.note(local=self._calls.getsockname(LOOKUP))
        except OSError as error:
            self.note(fault=fault_of(error, "getsockname"))

    def _peer_text(self, peer: Endpoint | None) -> str:
        return str(peer or self.facts.remote or "")
