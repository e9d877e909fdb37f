"""T2, for the lab's own ports: what it says it holds on to is what `ss` lists for this process."""

from __future__ import annotations

import os
import re

from core.contract.commands import Close, Listen, Send
from core.contract.endpoints import Endpoint, Protocol
from core.contract.sockets import State
from tests.support.lab import LOOPBACK, Lab
from tests.support.programs import output_of

Held = tuple[str, str, int]
"""Protocol, endpoint as ss writes it, descriptor."""


def listed_by_ss() -> set[Held]:
    """What this process listens on or has bound."""
    found: set[Held] = set()
    for line in output_of("ss", "--no-header", "-lntup").splitlines():
        protocol, _state, _receive, _send, local, _peer, *users = line.split()
        for fd in re.findall(rf"pid={os.getpid()},fd=(\d+)\)", " ".join(users)):
            found.add((protocol, local, int(fd)))
    return found


def told_by(lab: Lab) -> set[Held]:
    """What the lab says that it holds on to, and can be called on by anybody."""
    found: set[Held] = set()
    for facts in lab.sockets.values():
        if facts.state in (State.LISTENING, State.BOUND) and facts.local is not None:
            assert facts.fd is not None
            local = f"*:{facts.local.port}" if facts.dual else str(facts.local)
            found.add((facts.protocol.value, local, facts.fd))
    return found


def test_every_bound_port_is_there_and_no_other(lab: Lab) -> None:
    assert listed_by_ss() == set()
    listeners = [lab.listen(), lab.listen("::1"), lab.listen("0.0.0.0"), lab.listen("::"), lab.listen("::", dual=True)]
    bound = [lab.bind_udp(), lab.bind_udp("::1"), lab.bind_udp("0.0.0.0"), lab.bind_udp("::", dual=True)]
    assert told_by(lab) == listed_by_ss()
    assert len(told_by(lab)) == len(listeners) + len(bound)
    lab.caller(listeners[0])  # its connection has the same local port, and is no bound port
    lab.connect(lab.port(bound[0]), protocol=Protocol.UDP)
    assert told_by(lab) == listed_by_ss()
    for number in (listeners[0], bound[0]):
        lab.done(lambda id, number=number: Close(id, number))  # type: ignore[misc]
    assert told_by(lab) == listed_by_ss()
    assert len(told_by(lab)) == len(listeners) + len(bound) - 2


def test_a_client_without_connect_holds_a_port_from_its_first_datagram_on(lab: Lab) -> None:
    target = lab.bind_udp()
    number = lab.connect(lab.port(target), protocol=Protocol.UDP, fixed_peer=False)
    assert lab.facts(number).local is None
    lab.done(lambda id: Send(id, number, b"first"))
    assert told_by(lab) == listed_by_ss()
    assert lab.local(number) == Endpoint("0.0.0.0", lab.port(number))


def test_a_refused_listener_holds_nothing(lab: Lab) -> None:
    listener = lab.listen()
    lab.refused(lambda id: Listen(id, LOOPBACK, lab.port(listener)))
    assert told_by(lab) == listed_by_ss()
