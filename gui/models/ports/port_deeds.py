"""What can be done with a socket of this computer, or why not: listen there, call it, end its program (pure).

Law: a deed is either something to do or a sentence that says why it can't be done now; never both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.contract.commands import BindUdp, Connect, Listen
from core.contract.endpoints import Endpoint, Protocol
from core.explain.port_owners import owner_in_words
from core.machine.ending import may_be_ended
from core.machine.port_table import PortLine, Told
from core.machine.ports import collide
from core.payload.numbers import counted

_LOOPBACK = "127.0.0.1", "::1"
_CHOOSE = "Select a row or click a port in the map first."


@dataclass(frozen=True, slots=True)
class Subject:
    """What is selected: a row, or a port of the map or of the question that has none."""

    line: PortLine | None = None
    port: int | None = None

    @property
    def endpoint(self) -> Endpoint | None:
        """The local end that is meant; a free port is meant for this computer only."""
        if self.line is not None:
            return self.line.local
        return Endpoint(_LOOPBACK[0], self.port) if self.port else None

    @property
    def protocol(self) -> Protocol:
        """TCP where nothing says otherwise."""
        return self.line.protocol if self.line is not None else Protocol.TCP


def listen_there(subject: Subject, lines: Sequence[PortLine]) -> Listen | BindUdp | str:
    """Hold on to the port oneself; the lines of the newest look say whether it is free."""
    endpoint = subject.endpoint
    if endpoint is None or not endpoint.port:
        return _CHOOSE
    for line in lines:
        if line.protocol is subject.protocol and line.is_bound and collide(line.local, endpoint):
            return f"Port {endpoint.port} is held by {owner_in_words(line)}."
    make = Listen if subject.protocol is Protocol.TCP else BindUdp
    return make(0, endpoint.address, endpoint.port)


def connect_to(subject: Subject) -> Connect | str:
    """Call whoever listens there, or the far end of a conversation."""
    line = subject.line
    if line is None:
        return "Nobody holds that port." if subject.port else _CHOOSE
    target = line.local if line.is_bound else line.remote
    if target is None:
        return "It listens to nobody yet."
    host = _LOOPBACK[":" in target.address] if target.is_wildcard else target.address
    return Connect(0, line.protocol, host, target.port)


def program_to_end(subject: Subject) -> int | str:
    """The pid of the program that holds it."""
    line = subject.line
    if line is None:
        return "No program holds that port." if subject.port else _CHOOSE
    if line.is_this_lab:
        return "That is this lab itself: close the socket in its tab."
    pids = [owner.pid for owner in line.owners if owner.pid is not None]
    if len(pids) > 1:
        return f"{counted(len(pids), 'program')} share it: end them where they were started."
    if line.waits_for_accept:
        return "No program has accepted it yet; the listener’s row has its program."
    if not pids:
        return {
            Told.NOBODY: "No program holds it any more; the system forgets it by itself.",
            Told.NOT_YET: "Its program is being looked for.",
        }.get(line.told, "The system does not tell which program holds it.")
    return pids[0] if may_be_ended(pids[0]) else "That is the system itself."


def held_besides(pid: int, lines: Sequence[PortLine]) -> str:
    """What else goes when a program ends: "It holds 2 ports and has 3 conversations."."""
    its = [line for line in lines if any(owner.pid == pid for owner in line.owners)]
    ports, talks = sum(line.is_bound for line in its), sum(not line.is_bound for line in its)
    return f"It holds {counted(ports, 'port')} and has {counted(talks, 'conversation')}."
