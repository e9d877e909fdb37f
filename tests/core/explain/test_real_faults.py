"""Real calls that fail, explained: what the kernel says of each case must lead to the sentence meant for it."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

import pytest

from core.contract.endpoints import Endpoint, Protocol
from core.contract.faults import Fault, fault_of
from core.explain.faults import explain
from core.machine.interfaces import own_addresses
from core.machine.ports import owner_of


def fault_when(call: Callable[[], object], name: str, about: str) -> Fault:
    with pytest.raises(OSError) as failed:
        call()
    return fault_of(failed.value, name, about=about)


@pytest.fixture
def tcp() -> Iterator[socket.socket]:
    with socket.socket() as made:
        yield made


@pytest.fixture
def udp() -> Iterator[socket.socket]:
    with socket.socket(type=socket.SOCK_DGRAM) as made:
        yield made


def test_a_port_in_use_names_its_owner(tcp: socket.socket) -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        endpoint = Endpoint(*holder.getsockname())
        fault = fault_when(lambda: tcp.bind(("0.0.0.0", endpoint.port)), "bind", f"0.0.0.0:{endpoint.port}")
        owner = owner_of(Protocol.TCP, Endpoint.from_text(fault.about))
    assert explain(fault, owner=owner).sentence == f"Port {endpoint.port} is already held by this lab itself."


def test_an_address_of_another_computer_lists_this_computers_own(tcp: socket.socket) -> None:
    fault = fault_when(lambda: tcp.bind(("192.0.2.77", 0)), "bind", "192.0.2.77:0")
    explanation = explain(fault, own_addresses=[own.address for own in own_addresses()])
    assert explanation.sentence == "192.0.2.77 is not an address of this computer."
    assert "127.0.0.1" in explanation.remedy


def test_a_refused_connection_says_that_nothing_listens_there(tcp: socket.socket) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        host, port = gone.getsockname()
    fault = fault_when(lambda: tcp.connect((host, port)), "connect", f"{host}:{port}")
    assert explain(fault).sentence == f"127.0.0.1 answered that nothing listens on port {port}."


@pytest.mark.parametrize("address", ["255.255.255.255", "224.0.0.1"])
def test_tcp_to_many_computers_says_that_tcp_is_one_to_one(tcp: socket.socket, address: str) -> None:
    fault = fault_when(lambda: tcp.connect((address, 9)), "connect", f"{address}:9")
    assert "TCP is one-to-one" in explain(fault).sentence


def test_a_broadcast_is_not_taken_for_a_lack_of_rights(udp: socket.socket) -> None:
    fault = fault_when(lambda: udp.sendto(b"x", ("255.255.255.255", 9)), "sendto", "255.255.255.255:9")
    assert "broadcast address" in explain(fault).sentence


def test_too_long_a_datagram_says_how_much_fits(udp: socket.socket) -> None:
    fault = fault_when(lambda: udp.sendto(bytes(65_508), ("127.0.0.1", 9)), "sendto", "127.0.0.1:9")
    assert "65,507" in explain(fault).sentence


def test_a_name_that_nobody_knows_is_told_from_a_name_service_that_is_silent() -> None:
    fault = fault_when(lambda: socket.getaddrinfo("[::1]", 9), "getaddrinfo", "[::1]")
    assert explain(fault).sentence == "No computer called “[::1]” is known."


def test_a_link_local_address_without_its_zone_asks_for_it() -> None:
    with socket.socket(socket.AF_INET6) as made:
        fault = fault_when(lambda: made.bind(("fe80::1", 0)), "bind", "[fe80::1]:0")
    assert "address of one link only" in explain(fault).sentence


def test_a_datagram_that_nobody_wanted_is_reported_later_and_ends_nothing(udp: socket.socket) -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as gone:
        gone.bind(("127.0.0.1", 0))
        peer = gone.getsockname()
    udp.settimeout(10)
    udp.connect(peer)
    udp.send(b"anybody there?")
    fault = fault_when(lambda: udp.recv(10), "recv", str(Endpoint(*peer)))
    assert "an earlier datagram" in explain(fault).sentence
