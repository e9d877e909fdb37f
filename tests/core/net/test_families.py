"""IPv4, IPv6, and one listener on both."""

from __future__ import annotations

import socket

import pytest

from core.contract.commands import BindUdp, Connect, Listen, SendTo
from core.contract.endpoints import Endpoint, Family, Protocol
from core.contract.faults import Field
from core.contract.records import Call
from tests.support.lab import ECHO, LOOPBACK, Lab

LOOPBACK_6 = "::1"


def call(lab: Lab, family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    """A plain peer that has called there."""
    peer = lab.peer(socket.socket(family))
    peer.connect((address, port))
    return peer


@pytest.mark.parametrize(("address", "family"), [(LOOPBACK, Family.IPV4), (LOOPBACK_6, Family.IPV6)])
def test_the_family_follows_from_the_address(lab: Lab, address: str, family: Family) -> None:
    listener = lab.listen(address, reply=ECHO)
    peer, number = lab.caller(listener)
    client = lab.connect(lab.port(listener), address)
    assert {lab.facts(it).family for it in (listener, number, client)} == {family}
    peer.sendall(b"hello")
    assert peer.recv(100) == b"hello"


def test_a_wildcard_of_one_family_leaves_the_other_to_somebody_else(lab: Lab) -> None:
    listener = lab.listen("::", reply=ECHO)
    port = lab.port(listener)
    with pytest.raises(ConnectionRefusedError):
        call(lab, socket.AF_INET, LOOPBACK, port)
    assert lab.port(lab.listen("0.0.0.0", port)) == port
    assert not lab.facts(listener).dual


def test_a_listener_on_both_families_takes_ipv4_peers_too(lab: Lab) -> None:
    listener = lab.listen("::", reply=ECHO, dual=True)
    assert lab.facts(listener).dual
    for family, address in ((socket.AF_INET, LOOPBACK), (socket.AF_INET6, LOOPBACK_6)):
        peer = call(lab, family, address, lab.port(listener))
        peer.sendall(b"hello")
        assert peer.recv(100) == b"hello"
        remote = lab.facts(lab.accepted_from(peer)).remote
        assert remote is not None
        assert remote.is_ipv4_mapped is (family == socket.AF_INET)
        assert remote.address.removeprefix("::ffff:") == address


def test_a_udp_socket_on_both_families_answers_ipv4_peers_too(lab: Lab) -> None:
    number = lab.bind_udp("::", reply=ECHO, dual=True)
    for family, address in ((socket.AF_INET, LOOPBACK), (socket.AF_INET6, LOOPBACK_6)):
        peer = lab.peer(socket.socket(family, socket.SOCK_DGRAM))
        peer.sendto(b"hello", (address, lab.port(number)))
        assert peer.recv(100) == b"hello"
    lab.until(lambda: len(lab.peers_heard(number)) == 2, "two peers")
    assert [peer.is_ipv4_mapped for peer in lab.peers_heard(number)] == [True, False]


def test_a_udp_socket_on_both_families_sends_to_ipv4_addresses_as_typed(lab: Lab) -> None:
    number = lab.bind_udp("::", dual=True)
    peer = lab.peer(socket.socket(type=socket.SOCK_DGRAM))
    peer.bind((LOOPBACK, 0))
    lab.done(lambda id: SendTo(id, number, b"hello", Endpoint(*peer.getsockname())))
    assert peer.recvfrom(100) == (b"hello", (LOOPBACK, lab.port(number)))
    assert [str(heard) for heard in lab.peers_heard(number)] == [f"[::ffff:{LOOPBACK}]:{peer.getsockname()[1]}"]


def test_an_ipv6_wildcard_says_outright_which_families_it_takes(lab: Lab) -> None:
    for dual in (False, True):
        number = lab.listen("::", dual=dual)
        options = [row.args for row in lab.rows(number, Call.SETSOCKOPT)]
        assert ("IPPROTO_IPV6", "IPV6_V6ONLY", 0 if dual else 1) in options


@pytest.mark.parametrize("zone", ["nosuch", "4000000", "99999999999"])
def test_a_zone_that_does_not_exist_is_refused_at_the_host_field(lab: Lab, zone: str) -> None:
    host = f"fe80::1%{zone}"
    peer = Endpoint(host, 9)
    bound = lab.bind_udp(LOOPBACK_6)
    faults = [
        lab.refused(lambda id: Listen(id, host, 0)),
        lab.refused(lambda id: BindUdp(id, host, 0)),
        lab.refused(lambda id: Connect(id, Protocol.TCP, host, 9)),
        lab.refused(lambda id: Connect(id, Protocol.UDP, host, 9)),
        lab.refused(lambda id: SendTo(id, bound, b"lost", peer)),
    ]
    assert [(fault.name, fault.about, fault.field) for fault in faults] == [("ZONE_UNKNOWN", zone, Field.HOST)] * 5


def test_a_datagram_to_the_other_family_is_refused(lab: Lab) -> None:
    for mine, theirs in ((LOOPBACK, LOOPBACK_6), (LOOPBACK_6, LOOPBACK)):
        number = lab.bind_udp(mine)
        fault = lab.refused(lambda id: SendTo(id, number, b"lost", Endpoint(theirs, 9)))  # noqa: B023
        assert (fault.name, fault.about) == ("FAMILY_MISMATCH", str(Endpoint(theirs, 9)))
