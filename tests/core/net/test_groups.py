"""Groups (multicast) and broadcast: a plain peer on this computer sends to them and hears them."""

from __future__ import annotations

import os
import socket
import struct
import sys
from pathlib import Path

import pytest

from core.contract.commands import Connect, Send, SendTo, SetStepping, Step
from core.contract.endpoints import Endpoint, Protocol
from core.contract.faults import Field
from core.contract.option_commands import JoinGroup, LeaveGroup, Membership, Options, OptionValue
from core.contract.records import Call, CauseKind
from core.explain.calls.forms import c_form, python_form, sentence
from core.explain.faults import explain
from tests.support.lab import LOOPBACK, Lab

# Groups of this process alone: Linux lets a socket bound to every address hear each group that any socket of the
# computer has joined (IP_MULTICAST_ALL), and the tests run in several processes at once.
_OWN = os.getpid() & 0xFFFF
FOUR = Membership(f"239.255.{_OWN >> 8}.{_OWN & 0xFF}", "lo")
SIX = Membership(f"ff15::{_OWN:x}", "lo")
LO = socket.if_nametoindex("lo")
LO_ADDRESS = int.from_bytes(socket.inet_aton(LOOPBACK), signed=True)
IP_RECVTTL = 12
"""Linux; Python has no name for it."""
BY_LO: Options = (OptionValue("IP_MULTICAST_IF", LO_ADDRESS),)


def sender(lab: Lab) -> socket.socket:
    """A plain socket whose datagrams to groups leave by the loopback interface."""
    plain = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    plain.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(LOOPBACK))
    return lab.peer(plain)


def member(lab: Lab) -> socket.socket:
    """A plain socket that hears FOUR."""
    plain = lab.peer(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
    plain.bind(("", 0))
    request = struct.pack("@4s4si", socket.inet_aton(FOUR.group), bytes(4), LO)
    plain.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, request)
    return plain


def joined(lab: Lab, membership: Membership) -> int:
    number = lab.bind_udp("0.0.0.0")
    lab.done(lambda id: JoinGroup(id, number, membership))
    return number


def test_a_group_is_heard_from_the_join_to_the_leave_and_no_longer(lab: Lab) -> None:
    number = joined(lab, FOUR)
    plain, port = sender(lab), lab.port(number)
    assert lab.facts(number).memberships == (FOUR,)
    plain.sendto(b"to all", (FOUR.group, port))
    assert lab.until_received(number, 6) == b"to all"
    lab.done(lambda id: LeaveGroup(id, number, FOUR))
    assert lab.facts(number).memberships == ()
    plain.sendto(b"unheard", (FOUR.group, port))
    plain.sendto(b"!", (LOOPBACK, port))
    assert lab.until_received(number, 7) == b"to all!"


def test_the_kernel_has_the_membership_on_the_interface_that_was_named(lab: Lab) -> None:
    reversed_bytes = socket.inet_aton(FOUR.group)[::-1].hex().upper()
    joined(lab, FOUR)
    of_lo = Path("/proc/net/igmp").read_text().split("\n2")[0]
    assert f"{LO}\tlo" in of_lo
    assert reversed_bytes in of_lo


def test_what_is_sent_to_a_group_comes_to_its_members_with_the_time_to_live_that_was_set(lab: Lab) -> None:
    plain = member(lab)
    plain.setsockopt(socket.IPPROTO_IP, IP_RECVTTL, 1)
    port = plain.getsockname()[1]
    options = (*BY_LO, OptionValue("IP_MULTICAST_TTL", 7))
    number = lab.connect(port, FOUR.group, Protocol.UDP, options=options)
    lab.done(lambda id: Send(id, number, b"hello"))
    if sys.platform != "win32":  # whose Python has no recvmsg()
        data, notes, _, _ = plain.recvmsg(100, 100)
        assert data == b"hello"
        assert [int.from_bytes(value, "little") for _, kind, value in notes if kind == socket.IP_TTL] == [7]


def test_a_bound_socket_is_offered_the_group_that_it_joined_to_send_to_and_hears_itself(lab: Lab) -> None:
    number = lab.bind_udp("0.0.0.0", options=BY_LO)
    lab.done(lambda id: JoinGroup(id, number, FOUR))
    group = Endpoint(FOUR.group, lab.port(number))
    assert lab.peers_heard(number) == [group]
    lab.done(lambda id: SendTo(id, number, b"hello", group))
    assert lab.until_received(number, 5) == b"hello"


def test_joining_is_a_call_like_any_other_with_its_sentence(lab: Lab) -> None:
    number = joined(lab, FOUR)
    row = lab.rows(number, Call.SETSOCKOPT)[-1]
    assert row.args == ("IPPROTO_IP", "IP_ADD_MEMBERSHIP", f"{FOUR.group} on lo")
    assert row.cause.kind is CauseKind.COMMAND
    assert python_form(row) == f"setsockopt(IPPROTO_IP, IP_ADD_MEMBERSHIP, {FOUR.group} on lo) -> 0"
    assert c_form(row) == f"setsockopt({row.fd}, IPPROTO_IP, IP_ADD_MEMBERSHIP, {{{FOUR.group} on lo}}, 12) = 0"
    assert f"hears what is sent to the group {FOUR.group}, as they come in by lo" in sentence(row)


def test_step_by_step_a_join_waits_for_its_step(lab: Lab) -> None:
    number = lab.bind_udp("0.0.0.0")
    lab.done(lambda id: SetStepping(id, number, True))
    command = lab.ask(lambda id: JoinGroup(id, number, FOUR))
    lab.until(lambda: lab.facts(number).next_call == "setsockopt", "the call that waits")
    lab.done(lambda id: Step(id, number))
    lab.done_with(command)
    assert lab.facts(number).memberships == (FOUR,)


@pytest.mark.parametrize(
    ("membership", "name", "said"),
    [
        (FOUR, "EADDRINUSE", "joining a second time is refused"),
        (Membership("10.1.2.3", "lo"), "EINVAL", "10.1.2.3 is not the address of a group"),
        (Membership(FOUR.group, "nosuch"), "ZONE_UNKNOWN", "no network interface named “nosuch”"),
        (SIX, "FAMILY_MISMATCH", "a group of the other IP version"),
        (Membership("239.1"), "HOST_BAD", "neither a host name nor an address"),
    ],
)
def test_what_cannot_be_joined_is_said_and_is_no_trouble_with_a_port(
    lab: Lab, membership: Membership, name: str, said: str
) -> None:
    number = joined(lab, FOUR)
    fault = lab.refused(lambda id: JoinGroup(id, number, membership))
    assert (fault.name, fault.field) == (name, Field.GROUP)
    assert said in explain(fault).sentence
    assert "port" not in explain(fault).sentence
    assert lab.facts(number).memberships == (FOUR,)


def test_a_group_that_was_not_joined_cannot_be_left_and_tcp_has_none(lab: Lab) -> None:
    number = lab.bind_udp("0.0.0.0")
    fault = lab.refused(lambda id: LeaveGroup(id, number, FOUR))
    assert fault.name == "EADDRNOTAVAIL"
    assert f"is not in the group {FOUR.group}" in explain(fault).sentence
    listener, unix = lab.listen(), lab.bind_udp(f"@groups-{os.getpid()}")
    assert lab.refused(lambda id: JoinGroup(id, listener, FOUR)).name == "GROUP_NEEDS_UDP"
    assert lab.refused(lambda id: JoinGroup(id, unix, FOUR)).name == "FAMILY_MISMATCH"


@pytest.mark.parametrize("hops", [256, -2])
def test_a_time_to_live_that_no_packet_can_have_is_refused_by_the_system(lab: Lab, hops: int) -> None:
    options = (OptionValue("IP_MULTICAST_TTL", hops),)
    fault = lab.refused(lambda id: Connect(id, Protocol.UDP, FOUR.group, 9, options=options))
    assert (fault.name, fault.about) == ("EINVAL", "IP_MULTICAST_TTL")


def test_a_broadcast_needs_its_option_and_then_comes_to_everybody(lab: Lab) -> None:
    plain = lab.peer(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
    plain.bind(("", 0))
    everybody = Endpoint("127.255.255.255", plain.getsockname()[1])
    number = lab.bind_udp()
    fault = lab.refused(lambda id: SendTo(id, number, b"hello", everybody))
    assert fault.name == "EACCES"
    assert "Switch Broadcast on" in explain(fault).remedy
    number = lab.bind_udp(options=(OptionValue("SO_BROADCAST", 1),))
    lab.done(lambda id: SendTo(id, number, b"hello", everybody))
    assert plain.recv(100) == b"hello"
