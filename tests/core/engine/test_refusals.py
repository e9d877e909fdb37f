"""Commands that can't be carried out: each is answered, with a fault that has a name, and the lab goes on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.contract.commands import (
    BindUdp,
    Close,
    CloseAll,
    Command,
    Connect,
    FinishSending,
    Listen,
    Reset,
    Send,
    SendTo,
    SetReply,
)
from core.contract.endpoints import Endpoint, Protocol
from core.contract.faults import Field
from tests.support.lab import ECHO, LOOPBACK, Lab

Make = Callable[[int], Command]
NOBODY = 12345
TCP, UDP = Protocol.TCP, Protocol.UDP


def connecting(host: str, port: int, local_host: str = "", local_port: int = 0, protocol: Protocol = TCP) -> Make:
    """A Connect with these ends."""
    return lambda id: Connect(id, protocol, host, port, local_host=local_host, local_port=local_port)


BAD_ENDS: dict[str, tuple[Make, str, Field]] = {
    "empty host to listen on": (lambda id: Listen(id, "", 0), "HOST_EMPTY", Field.HOST),
    "empty host to bind to": (lambda id: BindUdp(id, "", 0), "HOST_EMPTY", Field.HOST),
    "empty host to call": (connecting("", 9), "HOST_EMPTY", Field.HOST),
    "blank host": (connecting("   ", 9), "HOST_EMPTY", Field.HOST),
    "NUL in the host": (connecting("127.0.0.1\0evil.example", 9), "HOST_NUL", Field.HOST),
    "NUL in the host to listen on": (lambda id: Listen(id, "127.0.0.1\0evil", 0), "HOST_NUL", Field.HOST),
    "URL for a host": (connecting("http://localhost/", 9), "HOST_IS_URL", Field.HOST),
    "host with a port": (connecting("localhost:80", 9), "HOST_HAS_PORT", Field.HOST),
    "empty label": (connecting("a..b", 9), "HOST_BAD", Field.HOST),
    "label too long": (connecting("a" * 64 + ".example", 9), "HOST_BAD", Field.HOST),
    "host too long": (connecting("a." * 150 + "b", 9), "HOST_BAD", Field.HOST),
    "port 0 to call": (connecting(LOOPBACK, 0), "PORT_ZERO", Field.PORT),
    "port 0 to call by UDP": (connecting(LOOPBACK, 0, protocol=UDP), "PORT_ZERO", Field.PORT),
    "port 65536, which wraps to 0": (connecting("localhost", 65536), "PORT_RANGE", Field.PORT),
    "port 70000, which wraps to 4464": (connecting(LOOPBACK, 70000), "PORT_RANGE", Field.PORT),
    "port -1": (connecting(LOOPBACK, -1), "PORT_RANGE", Field.PORT),
    "port 2**63": (connecting(LOOPBACK, 2**63), "PORT_RANGE", Field.PORT),
    "port 65536 to listen on": (lambda id: Listen(id, LOOPBACK, 65536), "PORT_RANGE", Field.PORT),
    "port -1 to bind to": (lambda id: BindUdp(id, LOOPBACK, -1), "PORT_RANGE", Field.PORT),
    "local port 65536": (connecting(LOOPBACK, 9, local_port=65536), "PORT_RANGE", Field.LOCAL_PORT),
    "a name as the local host": (connecting(LOOPBACK, 9, "localhost"), "HOST_BAD", Field.LOCAL_HOST),
}


@pytest.mark.parametrize("what", BAD_ENDS)
def test_a_bad_end_is_refused_before_any_call(lab: Lab, what: str) -> None:
    make, name, field = BAD_ENDS[what]
    fault = lab.refused(make)
    assert (fault.name, fault.field, fault.call) == (name, field, "")
    assert lab.rows() == []
    assert lab.sockets == {}


@pytest.mark.parametrize(
    ("peer", "name"),
    [
        (Endpoint("localhost", 9), "HOST_BAD"),
        (Endpoint("", 9), "HOST_BAD"),
        (Endpoint(LOOPBACK, 0), "PORT_ZERO"),
        (Endpoint(LOOPBACK, 65536), "PORT_RANGE"),
    ],
)
def test_a_datagram_to_a_bad_peer_is_refused_before_any_call(lab: Lab, peer: Endpoint, name: str) -> None:
    number = lab.bind_udp()
    before = len(lab.rows())
    assert lab.refused(lambda id: SendTo(id, number, b"lost", peer)).name == name
    assert len(lab.rows()) == before


WHAT_ONLY_AN_END_POINT_DOES: list[Callable[[int, int], Command]] = [
    lambda id, number: Send(id, number, b"data"),
    lambda id, number: SendTo(id, number, b"data", Endpoint(LOOPBACK, 9)),
    FinishSending,
    Reset,
]
SOCKET_COMMANDS = [*WHAT_ONLY_AN_END_POINT_DOES, Close, lambda id, number: SetReply(id, number, ECHO)]


@pytest.mark.parametrize("command", SOCKET_COMMANDS)
def test_a_socket_that_never_was_is_gone(lab: Lab, command: Callable[[int, int], Command]) -> None:
    fault = lab.refused(lambda id: command(id, NOBODY))
    assert (fault.name, fault.about) == ("SOCKET_GONE", f"#{NOBODY}")


@pytest.mark.parametrize("command", SOCKET_COMMANDS)
def test_a_socket_that_has_just_gone_is_an_expected_race(lab: Lab, command: Callable[[int, int], Command]) -> None:
    peer, number = lab.caller(lab.listen(reply=ECHO))
    peer.close()
    lab.ended(number)
    fault = lab.refused(lambda id: command(id, number))
    assert (fault.name, fault.about) == ("SOCKET_GONE", f"#{number}")


def test_closing_all_of_what_has_gone_is_carried_out(lab: Lab) -> None:
    assert lab.done(lambda id: CloseAll(id, (NOBODY,))) == 0


@pytest.mark.parametrize("command", WHAT_ONLY_AN_END_POINT_DOES)
def test_a_listener_only_makes_connections(lab: Lab, command: Callable[[int, int], Command]) -> None:
    number = lab.listen()
    assert lab.refused(lambda id: command(id, number)).name == "WRONG_KIND"
    assert lab.facts(number).is_open


def test_a_connection_has_one_peer_and_no_reply_of_its_own(lab: Lab) -> None:
    number = lab.connect(lab.port(lab.listen()))
    assert lab.refused(lambda id: SendTo(id, number, b"data", Endpoint(LOOPBACK, 9))).name == "WRONG_KIND"
    assert lab.refused(lambda id: SetReply(id, number, ECHO)).name == "WRONG_KIND"
