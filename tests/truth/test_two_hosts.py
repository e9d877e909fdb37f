"""Two hosts and a cable: who can be reached, and what the network says when nobody can."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from core.contract.commands import Connect, Send, SendTo
from core.contract.endpoints import Endpoint, Protocol
from core.contract.records import Call
from core.contract.sockets import Ending, State
from core.net.outbox import MOST_PER_SOCKET
from tests.support.lab import ECHO, PATIENCE_S, Lab
from tests.support.network import Host, lab_on
from tests.support.programs import output_of

TCP, UDP = Protocol.TCP, Protocol.UDP
WAYS = ("ipv4", "ipv6", "link_local")


@pytest.fixture
def here(hosts: tuple[Host, Host]) -> Host:
    """The lab's host."""
    return hosts[0]


@pytest.fixture
def there(hosts: tuple[Host, Host]) -> Host:
    """The other one."""
    return hosts[1]


@pytest.fixture
def lab(here: Host, tmp_path: Path) -> Iterator[Lab]:
    """A lab on its host."""
    with lab_on(here, tmp_path / "run.socketlab") as lab:
        yield lab


def peer_on(host: Host, lab: Lab, protocol: Protocol, way: str, *, port: int | None = None) -> socket.socket:
    """A plain peer on a host; with `port`, bound to all its addresses (and listening)."""
    family = socket.AF_INET if way == "ipv4" else socket.AF_INET6
    with host.inside():
        peer = lab.peer(socket.socket(family, protocol.socket_type))
        if port is not None:
            peer.bind(("", port))
            if protocol is TCP:
                peer.listen()
    return peer


def sockaddr(callee: Host, caller: Host, way: str, port: int) -> tuple[str, int] | tuple[str, int, int, int]:
    """Where `callee` is reached from `caller`, as Python's methods take it."""
    if way != "link_local":
        return (getattr(callee, way), port)
    with caller.inside():
        return (callee.link_local, port, 0, socket.if_nametoindex(caller.interface))


def typed(callee: Host, caller: Host, way: str) -> str:
    """The same as a person types it."""
    address: str = getattr(callee, way)
    return f"{address}%{caller.interface}" if way == "link_local" else address


def connecting_fault(
    lab: Lab, host: str, protocol: Protocol = TCP, timeout_s: float = PATIENCE_S
) -> tuple[str, Ending]:
    """Connect to port 9 there: the fault's name, and how the socket ended."""
    fault = lab.refused(lambda id: Connect(id, protocol, host, 9, timeout_s=timeout_s))
    ending = lab.facts(max(lab.sockets)).ending
    assert ending is not None
    return fault.name, ending


class TestReached:
    """From the other host."""

    @pytest.mark.parametrize("way", WAYS)
    def test_a_listener_on_all_addresses(self, lab: Lab, here: Host, there: Host, way: str) -> None:
        listener = lab.listen("::", dual=True, reply=ECHO)
        peer = peer_on(there, lab, TCP, way)
        peer.connect(sockaddr(here, there, way, lab.port(listener)))
        peer.sendall(b"hello over there")
        assert peer.recv(100) == b"hello over there"
        remote = lab.facts(lab.accepted_from(peer)).remote
        assert remote is not None
        assert remote.address.removeprefix("::ffff:") == typed(there, here, way)

    @pytest.mark.parametrize("way", WAYS)
    def test_a_udp_socket_on_all_addresses(self, lab: Lab, here: Host, there: Host, way: str) -> None:
        number = lab.bind_udp("::", dual=True, reply=ECHO)
        peer = peer_on(there, lab, UDP, way)
        peer.sendto(b"hello", sockaddr(here, there, way, lab.port(number)))
        assert peer.recv(100) == b"hello"
        lab.until(lambda: lab.peers_heard(number), "the peer")
        (heard,) = lab.peers_heard(number)
        lab.done(lambda id: SendTo(id, number, b"and by myself", heard))
        assert peer.recv(100) == b"and by myself"

    @pytest.mark.parametrize("way", WAYS)
    @pytest.mark.parametrize("protocol", Protocol)
    def test_a_server_there(self, lab: Lab, here: Host, there: Host, protocol: Protocol, way: str) -> None:
        server = peer_on(there, lab, protocol, way, port=9)
        number = lab.connect(9, typed(there, here, way), protocol)
        assert lab.facts(number).remote == Endpoint(typed(there, here, way), 9)
        assert lab.local(number).address == typed(here, here, way)
        lab.done(lambda id: Send(id, number, b"hello over there"))
        peer = lab.peer(server.accept()[0]) if protocol is TCP else server
        assert peer.recv(100) == b"hello over there"

    def test_only_where_it_listens(self, lab: Lab, here: Host, there: Host) -> None:
        listener = lab.listen()  # this computer only
        peer = peer_on(there, lab, TCP, "ipv4")
        with pytest.raises(ConnectionRefusedError):
            peer.connect((here.ipv4, lab.port(listener)))

    def test_from_the_local_address_that_was_chosen(self, lab: Lab, here: Host, there: Host) -> None:
        here.ip("address", "add", "10.77.0.101/24", "dev", here.interface)
        server = peer_on(there, lab, TCP, "ipv4", port=9)
        number = lab.connect(9, there.ipv4, local_host="10.77.0.101", local_port=40_404)
        peer, address = server.accept()
        lab.peer(peer)
        assert address == ("10.77.0.101", 40_404)
        assert lab.local(number) == Endpoint(*address)


class TestNotReached:
    """And what the network says."""

    @pytest.mark.parametrize("way", WAYS)
    def test_a_host_on_which_nobody_listens(self, lab: Lab, here: Host, there: Host, way: str) -> None:
        assert connecting_fault(lab, typed(there, here, way)) == ("ECONNREFUSED", Ending.REFUSED)

    def test_a_host_that_is_off(self, lab: Lab) -> None:
        began = monotonic()
        assert connecting_fault(lab, "10.77.0.99") == ("EHOSTUNREACH", Ending.FAILED)
        assert monotonic() - began > 2.0  # the kernel asked three times, a second apart, who has that address

    def test_a_host_that_swallows_everything(self, lab: Lab, here: Host) -> None:
        here.ip("neighbour", "add", "10.77.0.98", "lladdr", "02:00:00:00:00:98", "dev", here.interface)
        assert connecting_fault(lab, "10.77.0.98", timeout_s=0.3) == ("CONNECT_TIMEOUT", Ending.TIMED_OUT)

    def test_a_network_to_which_no_route_leads(self, lab: Lab) -> None:
        for address in ("198.51.100.1", "2001:db8::1"):
            for protocol in Protocol:
                assert connecting_fault(lab, address, protocol) == ("ENETUNREACH", Ending.FAILED)

    @pytest.mark.parametrize(
        ("kind", "name"), [("unreachable", "EHOSTUNREACH"), ("prohibit", "EACCES"), ("blackhole", "EINVAL")]
    )
    def test_a_route_that_says_no(self, lab: Lab, here: Host, kind: str, name: str) -> None:
        here.ip("route", "add", kind, "198.51.100.0/24")
        assert connecting_fault(lab, "198.51.100.1") == (name, Ending.FAILED)

    def test_many_at_once(self, lab: Lab) -> None:
        for address in ("224.0.0.1", "255.255.255.255", "10.77.0.255"):  # TCP is one to one
            assert connecting_fault(lab, address) == ("ENETUNREACH", Ending.FAILED)
        number = lab.bind_udp("0.0.0.0")
        assert lab.refused(lambda id: SendTo(id, number, b"all", Endpoint("10.77.0.255", 9))).name == "EACCES"

    def test_when_no_local_port_is_left(self, lab: Lab, here: Host, there: Host) -> None:
        here.set("ipv4/ip_local_port_range", "40000 40001")
        peer_on(there, lab, TCP, "ipv4", port=9)
        for _ in range(2):
            lab.connect(9, there.ipv4)
        assert connecting_fault(lab, there.ipv4) == ("EADDRNOTAVAIL", Ending.FAILED)


class TestMeanwhile:
    """What happens on the way while a socket lives."""

    def test_a_pulled_cable_ends_nothing(self, lab: Lab, here: Host, there: Host) -> None:
        server = peer_on(there, lab, TCP, "ipv4", port=9)
        number = lab.connect(9, there.ipv4)
        peer = lab.peer(server.accept()[0])
        there.ip("link", "set", there.interface, "down")
        lab.done(lambda id: Send(id, number, b"on its way"))
        assert lab.facts(number).state is State.CONNECTED
        there.ip("link", "set", there.interface, "up")
        assert peer.recv(100) == b"on its way"

    def test_an_administrator_who_ends_a_connection_is_no_peer(self, lab: Lab, here: Host, there: Host) -> None:
        server = peer_on(there, lab, TCP, "ipv4", port=9)
        number = lab.connect(9, there.ipv4)
        peer = lab.peer(server.accept()[0])
        with here.inside():
            output_of("ss", "--kill", "dport", "=", ":9")
        facts = lab.ended(number)
        assert (facts.ending, facts.fault and facts.fault.name) == (Ending.FAILED, "ECONNABORTED")
        with pytest.raises(ConnectionResetError):
            peer.recv(1)

    def test_a_port_that_nobody_holds_there_is_noted(self, lab: Lab, there: Host) -> None:
        number = lab.connect(9, there.ipv4, UDP)
        lab.done(lambda id: Send(id, number, b"hello?"))
        lab.until(lambda: lab.facts(number).fault, "the answer by ICMP")
        assert lab.facts(number).is_open
        server = peer_on(there, lab, UDP, "ipv4", port=9)
        lab.done(lambda id: Send(id, number, b"and now?"))
        assert server.recv(100) == b"and now?"

    def test_datagrams_that_the_kernel_has_no_room_for_wait_their_turn(self, lab: Lab, here: Host, there: Host) -> None:
        here.set(f"ipv4/neigh/{here.interface}/unres_qlen_bytes", 10_000_000)
        there.ip("link", "set", there.interface, "arp", "off")  # nobody says who has the address: all is held back
        server = peer_on(there, lab, UDP, "ipv4", port=9)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)  # takes the whole burst that is to come
        number = lab.bind_udp("0.0.0.0")
        to_server = Endpoint(there.ipv4, 9)
        sent = [at.to_bytes(2, "big") * 500 for at in range(150)]
        asked = [lab.ask(lambda id, data=data: SendTo(id, number, data, to_server)) for data in sent]  # type: ignore[misc]
        lab.until(lambda: lab.facts(number).waiting_bytes, "datagrams that wait")
        assert lab.refused(lambda id: SendTo(id, number, bytes(MOST_PER_SOCKET), to_server)).name == "SEND_QUEUE_FULL"
        there.ip("link", "set", there.interface, "arp", "on")
        for command in asked:
            lab.done_with(command)
        assert [server.recv(2000) for _ in sent] == sent
        assert lab.facts(number).waiting_bytes == 0
        assert lab.count(number, Call.SENDTO, "EAGAIN") > 0
