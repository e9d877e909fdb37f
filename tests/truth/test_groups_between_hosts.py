"""Groups (multicast) and broadcast over a cable between two hosts, against socat and a plain peer."""

from __future__ import annotations

import socket
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.contract.commands import Connect, Send, SendTo
from core.contract.endpoints import Endpoint, Protocol
from core.contract.option_commands import JoinGroup, LeaveGroup, Membership, OptionValue
from core.explain.faults import explain
from tests.support.lab import Lab
from tests.support.network import Host, lab_on

GROUPS = {4: "239.255.17.4", 6: "ff15::1704"}
BOUND = {4: "0.0.0.0", 6: "::"}
FAMILIES = {4: socket.AF_INET, 6: socket.AF_INET6}


@pytest.fixture
def lab(hosts: tuple[Host, Host], tmp_path: Path) -> Iterator[Lab]:
    """A lab on the first host."""
    with lab_on(hosts[0], tmp_path / "run.socketlab") as lab:
        yield lab


def socat_says(there: Host, ip: int, port: int, said: bytes) -> None:
    """One datagram to the group, from the other host."""
    if ip == 4:
        target = f"UDP4-DATAGRAM:{GROUPS[4]}:{port},ip-multicast-if={there.ipv4}"
    else:
        target = f"UDP6-DATAGRAM:[{GROUPS[6]}]:{port}"
    with there.inside():
        subprocess.run(["socat", "-u", "STDIN", target], input=said, check=True, timeout=10)


def member_there(lab: Lab, there: Host, ip: int) -> socket.socket:
    """A plain member of the group on the other host."""
    with there.inside():
        plain = lab.peer(socket.socket(FAMILIES[ip], socket.SOCK_DGRAM))
        plain.bind(("", 0))
        index = socket.if_nametoindex(there.interface)
        if ip == 4:
            request = struct.pack("@4s4si", socket.inet_aton(GROUPS[4]), bytes(4), index)
            plain.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, request)
        else:
            request = socket.inet_pton(socket.AF_INET6, GROUPS[6]) + struct.pack("@I", index)
            plain.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, request)
    return plain


@pytest.mark.parametrize("ip", [4, 6])
def test_what_socat_sends_to_a_group_is_heard_by_a_member_until_it_leaves(
    lab: Lab, hosts: tuple[Host, Host], ip: int
) -> None:
    here, there = hosts
    membership = Membership(GROUPS[ip], here.interface)
    number = lab.bind_udp(BOUND[ip])
    port = lab.port(number)
    socat_says(there, ip, port, b"too early")
    lab.done(lambda id: JoinGroup(id, number, membership))
    socat_says(there, ip, port, b"hello all")
    assert lab.until_received(number, 9) == b"hello all"
    lab.done(lambda id: LeaveGroup(id, number, membership))
    socat_says(there, ip, port, b"too late")
    lab.done(lambda id: JoinGroup(id, number, membership))
    socat_says(there, ip, port, b"!")
    assert lab.until_received(number, 10) == b"hello all!"


@pytest.mark.parametrize("ip", [4, 6])
def test_what_is_sent_to_a_group_leaves_by_the_interface_that_was_chosen(
    lab: Lab, hosts: tuple[Host, Host], ip: int
) -> None:
    here, there = hosts
    plain = member_there(lab, there, ip)
    with here.inside():
        index = socket.if_nametoindex(here.interface)
    address = int.from_bytes(socket.inet_aton(here.ipv4), signed=True)
    leave_by = OptionValue("IP_MULTICAST_IF", address) if ip == 4 else OptionValue("IPV6_MULTICAST_IF", index)
    port = plain.getsockname()[1]
    number = lab.connect(port, GROUPS[ip], Protocol.UDP, options=(leave_by,))
    assert lab.facts(number).options == (leave_by,)
    lab.done(lambda id: Send(id, number, b"hello all"))
    assert plain.recv(100) == b"hello all"


def test_a_member_hears_itself_unless_it_is_told_not_to(lab: Lab, hosts: tuple[Host, Host]) -> None:
    here = hosts[0]
    membership = Membership(GROUPS[4], here.interface)
    leave_by = OptionValue("IP_MULTICAST_IF", int.from_bytes(socket.inet_aton(here.ipv4), signed=True))
    number = lab.bind_udp("0.0.0.0", options=(leave_by, OptionValue("IP_MULTICAST_LOOP", 0)))
    lab.done(lambda id: JoinGroup(id, number, membership))
    group = Endpoint(GROUPS[4], lab.port(number))
    lab.done(lambda id: SendTo(id, number, b"unheard", group))
    other = lab.bind_udp("0.0.0.0", options=(leave_by,))
    lab.done(lambda id: SendTo(id, other, b"heard", group))
    assert lab.until_received(number, 5) == b"heard"


def test_without_a_route_a_group_is_not_mistaken_for_a_tcp_matter(lab: Lab, hosts: tuple[Host, Host]) -> None:
    hosts[0].ip("route", "flush", "table", "main")
    number = lab.bind_udp("0.0.0.0")
    fault = lab.refused(lambda id: JoinGroup(id, number, Membership(GROUPS[4])))
    assert fault.name == "ENODEV"
    assert "finds no interface on which to hear 239.255.17.4" in explain(fault).sentence
    for fault in (
        lab.refused(lambda id: SendTo(id, number, b"hello", Endpoint(GROUPS[4], 9))),
        lab.refused(lambda id: Connect(id, Protocol.UDP, GROUPS[4], 9)),
    ):
        assert "knows no way to 239.255.17.4, which stands for many" in explain(fault).sentence
        assert "leave by" in explain(fault).remedy
        assert "ENETUNREACH" in explain(fault).error


def test_a_broadcast_reaches_the_other_host_once_its_option_is_on(lab: Lab, hosts: tuple[Host, Host]) -> None:
    with hosts[1].inside():
        plain = lab.peer(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        plain.bind(("", 0))
    everybody = f"{hosts[0].ipv4.rpartition('.')[0]}.255"
    number = lab.connect(
        plain.getsockname()[1], everybody, Protocol.UDP, options=(OptionValue("SO_BROADCAST", 1),)
    )  # fmt: skip
    lab.done(lambda id: Send(id, number, b"hello everybody"))
    assert plain.recv(100) == b"hello everybody"
