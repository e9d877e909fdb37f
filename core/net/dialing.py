"""On the way to a connection: the name is looked up, each address is tried in turn, each with a socket of its own.

Runs on the engine thread. Law: one Connect ends in one Done or one Failed, however many sockets it took.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from selectors import EVENT_WRITE
from time import monotonic, time_ns
from typing import TYPE_CHECKING

from core.contract.commands import NO_REPLY, Connect
from core.contract.endpoints import Endpoint, Family, Protocol
from core.contract.faults import BadInput, Fault, Field, errno_name, fault_of
from core.contract.lifecycle import Step, next_state
from core.contract.records import Cause, CauseKind
from core.contract.sockets import Ending, Role, SocketSnapshot, State
from core.net.calls import TracedSocket, open_for
from core.net.causes import LOOKUP, READY, REPLY, TIMER
from core.net.connection import Connection
from core.net.datagram import Datagrams
from core.net.live import LiveSocket
from core.net.reply_slot import ReplySlot
from core.net.resolve import Found

if TYPE_CHECKING:
    from core.net.onward import OnwardCall
    from core.net.surroundings import Surroundings
    from core.net.tls.context import Prepared

ENDINGS = {"ECONNREFUSED": Ending.REFUSED, "ETIMEDOUT": Ending.TIMED_OUT}


@dataclass(frozen=True, slots=True)
class Trip:
    """What all attempts of one Connect share."""

    command: Connect
    deadline: float
    """By time.monotonic()."""
    prepared: Prepared | None = None
    """What its TLS needs."""
    onward: OnwardCall | None = None
    """The call of a reply that it is; None: a person asked for it."""

    @property
    def cause(self) -> Cause:
        """Why all its calls are made."""
        return Cause(CauseKind.COMMAND, self.command.id) if self.onward is None else REPLY

    @property
    def asked_by(self) -> int | None:
        """The command that is to be answered."""
        return self.command.id if self.onward is None else None

    def failed(self, fault: Fault) -> None:
        """Tell the reply, if it is one's, that it came to nothing."""
        if self.onward is not None:
            self.onward.on_failed(fault)

    def replies(self) -> ReplySlot:
        """What takes part in the conversation."""
        return ReplySlot(NO_REPLY) if self.onward is None else self.onward.replies


class Dialing(LiveSocket):
    """One attempt; with its success the socket becomes a Connection (or Datagrams) under the same number."""

    def __init__(self, lab: Surroundings, trip: Trip, addresses: tuple[Endpoint, ...]) -> None:
        facts = SocketSnapshot(
            number=lab.new_number(),
            role=Role.CLIENT,
            protocol=trip.command.protocol,
            requested=_as_typed(trip.command),
            state=State.CREATED,
            opened_ns=time_ns(),
        )
        if trip.onward is not None:
            facts = replace(facts, partner=trip.onward.attempt(facts.number), reply=trip.onward.replies.choice.name)
        super().__init__(lab, facts)
        self._trip = trip
        self.asked_by = trip.asked_by
        self._addresses = addresses
        self._stop_waiting: list[Callable[[], None]] = []
        lab.adopt(self)

    def set_out(self) -> None:
        """Set out, once all is there that TLS needs."""
        command = self._trip.command
        if command.tls is not None and command.protocol is Protocol.TCP:
            self._stop_waiting.append(self.lab.preparer.prepare(command.tls, command.host, self._ready))
        else:
            self._find_address()

    def _ready(self, prepared: Prepared | Exception) -> None:
        self._no_waiting()
        if isinstance(prepared, BadInput):
            self.give_up(prepared.fault)
        elif isinstance(prepared, Exception):
            raise prepared
        else:
            self._trip = replace(self._trip, prepared=prepared)
            self._find_address()

    def _find_address(self) -> None:
        if self._addresses:
            self.dial()
        else:
            self.look_up()

    def look_up(self) -> None:
        """Ask for the addresses of the host's name, then dial."""
        command, resolver = self._trip.command, self.lab.resolver
        if resolver.is_full:
            self.give_up(Fault("LOOKUPS_BUSY", "getaddrinfo", about=command.host, field=Field.HOST))
            return
        self.note(Step.LOOK_UP)
        cause = self._trip.cause
        asked = resolver.look_up(command.host, command.port, command.protocol, self.number, cause, self._found)
        self._stop_waiting.append(asked.cancel)
        late = Fault("LOOKUP_TIMEOUT", "getaddrinfo", about=command.host, field=Field.HOST)
        self._limit(self._trip.deadline - monotonic(), late)

    def dial(self) -> None:
        """Make a socket and connect() it to the first of the addresses that are left."""
        endpoint, self._addresses = self._addresses[0], self._addresses[1:]
        if not self.lab.has_room:
            self._failed(Fault("SOCKET_LIMIT", "socket", about=str(endpoint)))
            return
        cause, call, field, about = self._trip.cause, "socket", Field.NONE, str(endpoint)
        try:
            traced = open_for(self.facts.protocol, endpoint, self.number, self.lab.sink, cause)
            self.traced = traced
            self.note(fd=traced.fd, family=endpoint.family, remote=endpoint)
            if self._trip.command.options:
                from core.net.options import set_first  # with its table: seldom needed

                set_first(self, traced, self._trip.command.options, cause)
            if local := self._local_for(endpoint.family):
                call, field, about = "bind", Field.LOCAL_PORT, str(local)
                traced.bind(local, cause)
            call, field, about = "connect", Field.HOST, str(endpoint)
            self._call_out(traced, endpoint)
        except BadInput as refused:
            self._failed(refused.fault)
        except OSError as error:
            if call == "bind" and error.errno == errno.EADDRNOTAVAIL:
                field = Field.LOCAL_HOST
            if error.errno == errno.ENETUNREACH and self.facts.protocol is Protocol.UDP and endpoint.is_multicast:
                self._failed(Fault("GROUP_UNREACHABLE", call, error.errno, about, field))
                return
            self._failed(fault_of(error, call, about=about, field=field))

    def close(self, cause: Cause, ending: Ending) -> None:
        """The person does not want it any more (or the lab stops)."""
        ending = Ending.CANCELLED if ending is Ending.CLOSED_HERE else ending
        self.give_up(Fault("CANCELLED", about=self.facts.requested), ending, cause)

    def on_ready(self, ready: int) -> None:
        """Writable: the connect() is decided; SO_ERROR tells how."""
        if self.traced is None:
            return
        try:
            number = self.traced.take_error(READY)
        except OSError as error:
            number = error.errno or 0
        if number:
            self._failed(Fault(errno_name(number), "connect", number, str(self.facts.remote), Field.HOST))
        else:
            self._connected(self.traced)

    def _wrong_kind(self, command: int | None) -> None:
        """What a connection can do will be possible later."""
        self.lab.failed(command, Fault("NOT_CONNECTED", about=f"#{self.number}"), self.number)

    def unsent(self) -> tuple[()]:
        """Nothing can have been given to it; and it waits for nothing any more."""
        self._no_waiting()
        return ()

    def _found(self, found: Found) -> None:
        self._no_waiting()
        if found.fault is not None:
            self.give_up(found.fault)
            return
        self._addresses = found.endpoints
        self.dial()

    def _call_out(self, traced: TracedSocket, endpoint: Endpoint) -> None:
        command = self._trip.command
        if command.protocol is Protocol.UDP and not command.fixed_peer:
            chosen = command.local_host or command.local_port
            local = traced.getsockname(LOOKUP) if chosen else None
            self._become_datagrams(traced, Step.BIND, target=endpoint, local=local)
            return
        self.note(Step.DIAL)
        try:
            traced.connect(endpoint, self._trip.cause)
        except BlockingIOError:
            if endpoint.is_path:  # not under way, as with TCP: its listener's backlog is full, connect(2)
                raise
            self.watch(EVENT_WRITE)
            seconds = (self._trip.deadline - monotonic()) / (len(self._addresses) + 1)  # the others get as much
            late = Fault("CONNECT_TIMEOUT", "connect", about=str(endpoint), field=Field.HOST, count=round(seconds))
            self._limit(seconds, late)
        else:
            self._connected(traced)

    def _connected(self, traced: TracedSocket) -> None:
        self._no_waiting()
        self.watch(0)
        try:
            local = traced.getsockname(LOOKUP)
            if self.facts.remote is not None and self.facts.remote.is_wildcard:
                self.note(remote=traced.getpeername(LOOKUP))  # Linux: calling every address leads to this computer
        except OSError as error:
            self._failed(fault_of(error, "getsockname", about=str(self.facts.remote)))
            return
        if self.facts.protocol is Protocol.UDP:
            self._become_datagrams(traced, Step.CONNECT, local=local)
            return
        if self._trip.prepared is not None:
            self._shake_hands(traced, local, self._trip.prepared)
            return
        self._become(Connection(self.lab, self.facts, traced, self._trip.replies()), Step.CONNECT, local)

    def _shake_hands(self, traced: TracedSocket, local: Endpoint, prepared: Prepared) -> None:
        from core.net.tls.handshaking import Handshaking  # loaded by whoever prepared it

        facts = replace(self.facts, state=next_state(self.facts.state, Step.CONNECT), local=local)
        trip = self._trip
        shaking = Handshaking(self.lab, facts, traced, trip.replies(), prepared, trip.asked_by, trip.failed)
        self.hand_over(shaking)
        shaking.start(self._trip.cause, self._trip.deadline - monotonic())

    def _become_datagrams(
        self, traced: TracedSocket, step: Step, target: Endpoint | None = None, local: Endpoint | None = None
    ) -> None:
        self._become(Datagrams(self.lab, self.facts, traced, ReplySlot(NO_REPLY), target), step, local)

    def _become(self, live: LiveSocket, step: Step, local: Endpoint | None) -> None:
        self.hand_over(live)
        live.note(step, local=local)
        live.update_interest()
        self.lab.done(self._trip.asked_by, self.number)
        if self._trip.onward is not None:
            live.begin()

    def _local_for(self, family: Family) -> Endpoint | None:
        """Where to bind before connecting; None when the person left that to the kernel."""
        host, port = self._trip.command.local_host, self._trip.command.local_port
        if not host and not port:
            return None
        local = Endpoint(host or ("0.0.0.0" if family is Family.IPV4 else "::"), port)
        if local.family is not family:
            raise BadInput(Fault("FAMILY_MISMATCH", "bind", about=str(local), field=Field.LOCAL_HOST))
        return local

    def _limit(self, seconds: float, late: Fault) -> None:
        timer = self.lab.call_later(max(seconds, 0.0), partial(self._too_late, late))
        self._stop_waiting.append(timer.cancel)

    def _too_late(self, late: Fault) -> None:
        self._failed(late, Ending.TIMED_OUT, TIMER)

    def _failed(self, fault: Fault, ending: Ending | None = None, cause: Cause = READY) -> None:
        """This attempt is over: try the next address, with a socket of its own, or answer the command."""
        rest, self._addresses = self._addresses, ()
        how = ending or ENDINGS.get(fault.name, Ending.FAILED)
        if not rest or monotonic() >= self._trip.deadline:
            self.give_up(fault, how, cause)
            return
        self.end(how, cause, fault)
        Dialing(self.lab, self._trip, rest).dial()

    def give_up(self, fault: Fault, ending: Ending = Ending.FAILED, cause: Cause = READY) -> None:
        """Answer the command with the fault."""
        self.end(ending, cause, fault)
        self.lab.failed(self._trip.asked_by, fault, self.number)
        self._trip.failed(fault)

    def _no_waiting(self) -> None:
        for stop in self._stop_waiting:
            stop()
        self._stop_waiting.clear()


def _as_typed(command: Connect) -> str:
    return str(Endpoint(command.host, command.port))


def dial(lab: Surroundings, command: Connect, numeric: Endpoint | None) -> None:
    """Carry out a Connect; `numeric` is its host when that needs no look-up."""
    trip = Trip(command, monotonic() + command.timeout_s)
    Dialing(lab, trip, (numeric,) if numeric is not None else ()).set_out()
