"""On the way to a bound port: the name is looked up if it is one, then socket(), bind() and, for TCP, listen().

Runs on the engine thread. Law: one Listen or BindUdp ends in one Done or one Failed, and a failed one leaves no socket.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from time import time_ns
from typing import TYPE_CHECKING

from core.contract.commands import BindUdp, Listen
from core.contract.endpoints import Endpoint, Family, Protocol
from core.contract.faults import BadInput, Fault, Field, fault_of
from core.contract.lifecycle import Step
from core.contract.records import Cause, CauseKind
from core.contract.sockets import Ending, Role, SocketSnapshot, State
from core.contract.tls import TlsFacts
from core.net.calls import TELLS_DROPS, TracedSocket, open_for
from core.net.causes import LOOKUP
from core.net.datagram import Datagrams
from core.net.listener import Listener
from core.net.live import LiveSocket
from core.net.reply_slot import ReplySlot
from core.net.resolve import Found

if TYPE_CHECKING:
    from core.net.surroundings import Surroundings
    from core.net.tls.context import Prepared

RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024
"""Holds a burst while the thread is elsewhere: with Linux' default 40,000 datagrams/s fill the buffer in 7 ms."""


class Binding(LiveSocket):
    """A socket that asks for its port; with its success it becomes a Listener or Datagrams under the same number."""

    def __init__(self, lab: Surroundings, command: Listen | BindUdp) -> None:
        is_tcp = isinstance(command, Listen)
        facts = SocketSnapshot(
            number=lab.new_number(),
            role=Role.LISTENER if is_tcp else Role.BOUND,
            protocol=Protocol.TCP if is_tcp else Protocol.UDP,
            requested=str(Endpoint(command.host, command.port)),
            state=State.CREATED,
            opened_ns=time_ns(),
            reply=command.reply.name,
            reply_data=command.reply.data,
        )
        super().__init__(lab, facts)
        self._command = command
        self._cause = Cause(CauseKind.COMMAND, command.id)
        self.asked_by = command.id
        self._replies = ReplySlot(command.reply)
        self._numeric: Endpoint | None = None
        self._prepared: Prepared | None = None
        self._stop_waiting: Callable[[], None] = lambda: None
        lab.adopt(self)

    def set_out(self, numeric: Endpoint | None) -> None:
        """Set out, once all is there that TLS needs; `numeric`: the host when that needs no look-up."""
        self._numeric = numeric
        if isinstance(self._command, Listen) and self._command.tls is not None:
            self._stop_waiting = self.lab.preparer.prepare(self._command.tls, self._command.host, self._ready)
        else:
            self._find_address()

    def _ready(self, prepared: Prepared | Exception) -> None:
        if isinstance(prepared, BadInput):
            self.give_up(prepared.fault)
        elif isinstance(prepared, Exception):
            raise prepared
        else:
            self._prepared = prepared
            self.note(tls=TlsFacts(ours=prepared.certificates))
            self._find_address()

    def _find_address(self) -> None:
        if self._numeric is not None:
            self.bind(self._numeric)
        else:
            self.look_up()

    def look_up(self) -> None:
        """Ask for the address of the name, then bind to the first one."""
        command, resolver = self._command, self.lab.resolver
        if resolver.is_full:
            self.give_up(Fault("LOOKUPS_BUSY", "getaddrinfo", about=command.host, field=Field.HOST))
            return
        self.note(Step.LOOK_UP)
        protocol = self.facts.protocol
        asked = resolver.look_up(command.host, command.port, protocol, self.number, self._cause, self._found)
        self._stop_waiting = asked.cancel

    def bind(self, endpoint: Endpoint) -> None:
        """Make the socket and have it hold on to the port."""
        if not self.lab.has_room:
            self.give_up(Fault("SOCKET_LIMIT", "socket", about=str(endpoint)))
            return
        call, field = "socket", Field.NONE
        try:
            traced = open_for(
                self.facts.protocol, endpoint, self.number, self._replies.sink(self.lab.sink), self._cause
            )
            self.traced = traced
            self.note(fd=traced.fd, family=endpoint.family)
            call = "setsockopt"
            self._set_options(traced, endpoint)
            call, field = "bind", Field.PORT
            traced.bind(endpoint, self._cause)
            if isinstance(self._command, Listen):
                call = "listen"
                traced.listen(self._command.backlog, self._cause)
            call = "getsockname"
            self._bound(traced, traced.getsockname(LOOKUP))
        except BadInput as refused:
            self.give_up(refused.fault)
        except OSError as error:
            fault = fault_of(error, call, about=str(endpoint), field=field)
            if fault.name == "EADDRNOTAVAIL":
                fault = fault_of(error, call, about=str(endpoint), field=Field.HOST)
            self.give_up(fault)

    def close(self, cause: Cause, ending: Ending) -> None:
        """The person does not want it any more (or the lab stops)."""
        ending = Ending.CANCELLED if ending is Ending.CLOSED_HERE else ending
        self.give_up(Fault("CANCELLED", about=self.facts.requested), ending, cause)

    def _found(self, found: Found) -> None:
        if found.fault is not None:
            self.give_up(found.fault)
        else:
            self.bind(found.endpoints[0])

    def _set_options(self, traced: TracedSocket, endpoint: Endpoint) -> None:
        """What a listener needs so that stopping and starting it works, an IPv6 one for its families; then the chosen.

        What a person chose is not set by the lab as well.
        """
        is_tcp = self.facts.protocol is Protocol.TCP
        chosen = {it.name for it in self._command.options}
        # POSIX: lets bind() have a port that old connections in TIME_WAIT still name. On Windows that works anyway,
        # and SO_REUSEADDR would let another program take the port away: there the opposite option is the safe one.
        # UDP gets neither: two sockets would share the port, and only one of them hear.
        reuse = "SO_EXCLUSIVEADDRUSE" if sys.platform == "win32" else "SO_REUSEADDR"
        if is_tcp and not endpoint.is_path and reuse not in chosen:
            traced.set_option("SOL_SOCKET", reuse, 1, self._cause)
        if not is_tcp and not endpoint.is_path and "SO_RCVBUF" not in chosen:
            # UDP can't be pushed back: what finds the buffer full is gone. Linux gives at most net.core.rmem_max.
            with suppress(OSError):  # ENOBUFS on a BSD with a lower limit: then its default stays, and the record tells
                traced.set_option("SOL_SOCKET", "SO_RCVBUF", RECEIVE_BUFFER_BYTES, self._cause)
        if endpoint.family is Family.IPV6 and endpoint.is_wildcard and "IPV6_V6ONLY" not in chosen:
            # Said outright: the default differs (Linux: a sysctl; Windows: on; OpenBSD: always on).
            traced.set_option("IPPROTO_IPV6", "IPV6_V6ONLY", 0 if self._command.dual else 1, self._cause)
        if chosen:
            from core.net.options import set_first  # with its table: seldom needed

            set_first(self, traced, self._command.options, self._cause)

    @property
    def _is_dual(self) -> bool:
        """Whether IPv4 callers are wanted too: the form's address says so, or an option that was chosen."""
        chosen = [it.value for it in self._command.options if it.name == "IPV6_V6ONLY"]
        return not chosen[-1] if chosen else self._command.dual

    def _bound(self, traced: TracedSocket, local: Endpoint) -> None:
        dual = self._is_dual and local.family is Family.IPV6 and local.is_wildcard
        counts_drops = TELLS_DROPS and self.facts.protocol is Protocol.UDP and not local.is_path
        self.note(Step.BIND, local=local, dual=dual, dropped=0 if counts_drops else None)
        live: Listener | Datagrams
        if isinstance(self._command, Listen):
            self.note(Step.LISTEN, backlog=self._command.backlog)
            live = Listener(self.lab, self.facts, traced, self._replies, self._prepared)
        else:
            live = Datagrams(self.lab, self.facts, traced, self._replies)
        self.lab.adopt(live)
        live.update_interest()
        self.lab.done(self._command.id, self.number)

    def give_up(self, fault: Fault, ending: Ending = Ending.FAILED, cause: Cause | None = None) -> None:
        """Answer the command with the fault."""
        self._stop_waiting()
        self.end(ending, cause or self._cause, fault)
        self.lab.failed(self._command.id, fault, self.number)


def bind(lab: Surroundings, command: Listen | BindUdp, numeric: Endpoint | None) -> None:
    """Carry out a Listen or BindUdp; `numeric` is its host when that needs no look-up."""
    Binding(lab, command).set_out(numeric)
