"""T2, for the whole computer: what the Ports tab lists, with its owners, is what `ss` lists."""

from __future__ import annotations

import re
import socket
from contextlib import ExitStack

from core.contract.endpoints import Endpoint, Protocol
from core.machine.port_table import PortLine, PortTable, Told
from tests.support.programs import output_of

Listed = tuple[str, str, str, frozenset[int]]
"""Protocol, local end, remote end ("" for none), the pids."""
_INODE_ONLY = re.compile(r"pid=(\d+),")


def listed_by_ss(*options: str) -> set[Listed]:
    """A line for each socket."""
    found: set[Listed] = set()
    for line in output_of("ss", "--no-header", "-ntup", *options).splitlines():
        protocol, _state, _receive, _send, local, peer, *users = line.split(None, 6)
        pids = frozenset(map(int, _INODE_ONLY.findall(" ".join(users))))
        found.add((protocol, plain(local), "" if peer.endswith(":*") else plain(peer), pids))
    return found


def plain(written: str) -> str:
    """An end as the lab writes it: without the zone, and with an address for "*", which ss has for [::] of both."""
    address, _, port = written.rpartition(":")
    bare = address.strip("[]").partition("%")[0]
    return str(Endpoint("::" if bare == "*" else bare.removeprefix("::ffff:"), int(port)))


def told(*, bound: bool) -> set[Listed]:
    """What a first look tells: bound ports, or conversations."""
    lines = [line for line in PortTable().look() if line.is_bound is bound]
    assert not [line for line in lines if line.told is Told.NOT_YET]
    return {as_listed(line) for line in lines}


def as_listed(line: PortLine) -> Listed:
    pids = frozenset(owner.pid for owner in line.owners if owner.pid is not None)
    return line.protocol.value, str(line.local), str(line.remote or ""), pids


def agree(*options: str, bound: bool) -> set[Listed]:
    """Other programs come and go meanwhile: what one of them saw before and after, the other must have seen between."""
    ours_before = told(bound=bound)
    theirs = listed_by_ss(*options)
    ours = told(bound=bound)
    theirs_after = listed_by_ss(*options)
    assert ours_before & ours <= theirs
    assert theirs & theirs_after <= ours
    return ours & theirs


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
        assert made <= {local for _, local, _, _ in agree("-l", bound=True)}


def test_conversations_and_their_owners_are_those_of_ss() -> None:
    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        caller = stack.enter_context(socket.create_connection(listener.getsockname()))
        accepted = stack.enter_context(listener.accept()[0])
        unaccepted = stack.enter_context(socket.create_connection(listener.getsockname()))
        sender = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        sender.connect(("127.0.0.1", 9))
        both = {local for _, local, _, _ in agree("state", "connected", bound=False)}
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
