"""What has to do with a port: against sockets made here, each in a state that only the kernel can tell of."""

from __future__ import annotations

import os
import socket

import pytest

from core.contract.endpoints import Endpoint, Protocol
from core.machine.port_use import PortUse, uses_of

LOOPBACK = "127.0.0.1"


def uses(port: int) -> dict[tuple[str, bool], PortUse]:
    """Of one port, by state and whether it is a conversation."""
    return {(use.state, use.remote is not None): use for use in uses_of(port).uses}


def udp_use(sock: socket.socket) -> PortUse:
    """The one UDP socket with its port: the same number may linger in TCP's table."""
    (found,) = (use for use in uses_of(sock.getsockname()[1]).uses if use.protocol is Protocol.UDP)
    return found


@pytest.mark.parametrize("address", [LOOPBACK, "::1"])
def test_a_listener_tells_how_many_wait_in_its_backlog(address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.create_server((address, 0), family=family, backlog=5) as server:
        port = server.getsockname()[1]
        with socket.create_connection((address, port)), socket.create_connection((address, port)):
            listener = uses(port)["LISTEN", False]
    assert (listener.local, listener.waiting, listener.pid) == (Endpoint(address, port), 2, os.getpid())
    assert listener.is_bound


def test_a_conversation_tells_how_many_bytes_are_not_read() -> None:
    with socket.create_server((LOOPBACK, 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection((LOOPBACK, port)) as client, server.accept()[0]:
            client.sendall(b"unread")
            conversation = uses(port)["ESTABLISHED", True]
            assert conversation.remote == Endpoint(*client.getsockname())
    assert (conversation.waiting, conversation.is_bound) == (6, False)


def test_time_wait_belongs_to_nobody_and_tells_how_long_it_lasts() -> None:
    with socket.create_server((LOOPBACK, 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection((LOOPBACK, port)) as client:
            server.accept()[0].close()
            assert client.recv(1) == b""
    left = uses(port)["TIME_WAIT", True]
    assert left.pid is None
    assert left.left_s is not None
    assert 50 < left.left_s <= 60


def test_the_next_free_port_is_one_that_nothing_names() -> None:
    with socket.create_server((LOOPBACK, 0)) as server:
        port = server.getsockname()[1]
        found = uses_of(port)
        free = found.next_free(Protocol.TCP, port - 1)
    assert free is not None
    assert free > port
    with socket.socket() as other:
        other.bind((LOOPBACK, free))


def test_udp_has_no_states_and_a_fixed_peer_is_no_open_door() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as bound, socket.socket(type=socket.SOCK_DGRAM) as fixed:
        bound.bind((LOOPBACK, 0))
        fixed.connect(bound.getsockname())
        open_door = udp_use(bound)
        conversation = udp_use(fixed)
    assert (open_door.protocol, open_door.state, open_door.is_bound) == (Protocol.UDP, "", True)
    assert (conversation.remote, conversation.is_bound) == (open_door.local, False)
