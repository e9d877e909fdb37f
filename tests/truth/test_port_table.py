"""T2, for the whole computer: what the Ports tab lists, with its owners, is what `ss` lists."""

from __future__ import annotations

import socket
from contextlib import ExitStack

from core.contract.endpoints import Endpoint, Protocol
from core.machine.port_table import PortLine, PortTable, Told
from tests.support.ss import Listed, agree


def told(*, bound: bool) -> set[Listed]:
    """What a first look tells: bound ports, or conversations."""
    lines = [line for line in PortTable().look() if line.is_bound is bound]
    assert not [line for line in lines if line.told is Told.NOT_YET]
    return {as_listed(line) for line in lines}


def as_listed(line: PortLine) -> Listed:
    pids = frozenset(owner.pid for owner in line.owners if owner.pid is not None)
    return line.protocol.value, str(line.local), str(line.remote or ""), pids


def test_bound_ports_and_their_owners_are_those_of_ss() -> None:
    with ExitStack() as stack:
        made: set[str] = set()
        for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::1")):
            for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
                held = stack.enter_context(socket.socket(family, kind))
                held.bind((address, 0))
                if kind is socket.SOCK_STREAM:
                    held.listen()
                made.add(str(Endpoint(*held.getsockname()[:2])))
        dual = stack.enter_context(socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True))
        made.add(str(Endpoint(*dual.getsockname()[:2])))
        assert made <= {local for _, local, _, _ in agree(lambda: told(bound=True), "-l")}


def test_conversations_and_their_owners_are_those_of_ss() -> None:
    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        caller = stack.enter_context(socket.create_connection(listener.getsockname()))
        accepted = stack.enter_context(listener.accept()[0])
        unaccepted = stack.enter_context(socket.create_connection(listener.getsockname()))
        sender = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        sender.connect(("127.0.0.1", 9))
        both = {local for _, local, _, _ in agree(lambda: told(bound=False), "state", "connected")}
        for each in (caller, accepted, unaccepted, sender):
            assert str(Endpoint(*each.getsockname())) in both


def test_what_is_over_is_held_by_nobody() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.create_connection(listener.getsockname()) as caller:
        accepted, _ = listener.accept()
        ends = str(Endpoint(*accepted.getsockname())), str(Endpoint(*caller.getsockname()))
        accepted.close()
        assert caller.recv(1) == b""
        caller.close()
        lingering = next(
            line
            for line in PortTable().look()
            if line.protocol is Protocol.TCP and (str(line.local), str(line.remote)) == ends
        )
    assert (lingering.told, lingering.owners, lingering.user) == (Told.NOBODY, (), "")
