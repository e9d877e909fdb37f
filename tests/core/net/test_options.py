"""A socket's options: set while it runs, read back from the kernel, and held against a duplicate of its descriptor."""

from __future__ import annotations

import os
import socket
import struct
import sys
from collections.abc import Callable

import pytest

from core.contract.commands import BindUdp, Connect, Listen, SetStepping, Step
from core.contract.endpoints import Family, Protocol
from core.contract.faults import Field
from core.contract.option_commands import OptionValue, ReadOptions, SetOption
from core.contract.records import Call, CauseKind
from core.contract.socket_options import LINGER_OFF, OPTIONS, Kind, SocketOption, options_for
from core.explain.calls.forms import c_form, python_form, sentence
from core.explain.calls.meanings import CONSTANTS
from core.explain.faults import explain
from tests.support.lab import LOOPBACK, Lab

LINGER = struct.Struct("HH" if sys.platform == "win32" else "ii")

LO = socket.if_nametoindex("lo")
LO_ADDRESS = int.from_bytes(socket.inet_aton(LOOPBACK), signed=True)
VALUES = {
    "SO_RCVBUF": 20_000, "SO_SNDBUF": 20_000, "SO_LINGER": 5, "IP_TOS": 46 << 2, "IPV6_TCLASS": 46 << 2,
    "IP_MULTICAST_IF": LO_ADDRESS, "IPV6_MULTICAST_IF": LO,
}  # fmt: skip
"""What is asked for, by option; else 1 for a switch and 9 for a number."""


def asked(option: SocketOption) -> int:
    return VALUES.get(option.name, 1 if option.kind is Kind.FLAG else 9)


def by_duplicate(fd: int, option: SocketOption) -> int:
    """The kernel's value, asked through another descriptor of the same socket."""
    level, name = getattr(socket, option.level), getattr(socket, option.name)
    with socket.socket(fileno=os.dup(fd)) as same:
        if option.kind is Kind.ADDRESS:
            return int.from_bytes(same.getsockopt(level, name, 4), signed=True)
        if option.kind is not Kind.LINGER:
            return same.getsockopt(level, name)
        is_on, seconds = LINGER.unpack(same.getsockopt(level, name, LINGER.size))
        return int(seconds) if is_on else LINGER_OFF


def told(lab: Lab, number: int, name: str) -> OptionValue:
    return next(value for value in lab.facts(number).options if value.name == name)


def tcp_listener(lab: Lab) -> int:
    return lab.listen()


def tcp_client(lab: Lab) -> int:
    return lab.connect(lab.port(lab.listen()))


def tcp_client_ipv6(lab: Lab) -> int:
    return lab.connect(lab.port(lab.listen("::1")), "::1")


def udp_bound(lab: Lab) -> int:
    return lab.bind_udp()


def udp_bound_ipv6(lab: Lab) -> int:
    return lab.bind_udp("::1")


def udp_client(lab: Lab) -> int:
    return lab.connect(lab.port(lab.bind_udp()), protocol=Protocol.UDP)


def unix_listener(lab: Lab) -> int:
    return lab.listen(f"@options-{os.getpid()}")


def unix_bound(lab: Lab) -> int:
    return lab.bind_udp(f"@options-{os.getpid()}")


Maker = Callable[[Lab], int]
KINDS: tuple[Maker, ...] = (
    tcp_listener, tcp_client, tcp_client_ipv6, udp_bound, udp_bound_ipv6, udp_client, unix_listener, unix_bound,
)  # fmt: skip


@pytest.mark.parametrize("make", KINDS, ids=lambda make: make.__name__)
def test_every_option_is_set_and_what_is_told_is_what_the_kernel_says(lab: Lab, make: Maker) -> None:
    number = make(lab)
    facts = lab.facts(number)
    assert facts.fd is not None
    options = options_for(facts.protocol, facts.family)
    for option in options:
        if not option.fixed:
            lab.done(lambda id, it=option: SetOption(id, number, it.name, asked(it)))  # type: ignore[misc]
            assert told(lab, number, option.name) == OptionValue(option.name, by_duplicate(facts.fd, option))
            if not option.name.endswith("BUF"):
                assert by_duplicate(facts.fd, option) == asked(option)
    lab.done(lambda id: ReadOptions(id, number))
    told_of = {value.name: value for value in lab.facts(number).options}
    assert told_of == {it.name: OptionValue(it.name, by_duplicate(facts.fd, it)) for it in options}


def test_a_buffer_is_told_as_the_system_made_it_which_on_linux_is_twice_as_large(lab: Lab) -> None:
    number = lab.bind_udp()
    lab.done(lambda id: SetOption(id, number, "SO_RCVBUF", 20_000))
    assert told(lab, number, "SO_RCVBUF").value == (40_000 if sys.platform == "linux" else 20_000)


def test_linger_is_switched_on_and_off_and_both_are_read_as_what_they_are(lab: Lab) -> None:
    number = tcp_client(lab)
    for seconds, form in ((0, "on, 0 s"), (5, "on, 5 s"), (LINGER_OFF, "off, 0 s")):
        lab.done(lambda id, it=seconds: SetOption(id, number, "SO_LINGER", it))  # type: ignore[misc]
        assert told(lab, number, "SO_LINGER").value == seconds
        row = lab.rows(number, Call.GETSOCKOPT)[-1]
        assert python_form(row) == f"getsockopt(SOL_SOCKET, SO_LINGER) -> {form}"
        assert c_form(row) == f"getsockopt({row.fd}, SOL_SOCKET, SO_LINGER, {{{form}}}, [8]) = 0"
        assert form in sentence(row)


def test_each_call_is_a_row_and_the_one_a_person_asked_for_says_so(lab: Lab) -> None:
    number = tcp_client(lab)
    command = lab.ask(lambda id: SetOption(id, number, "TCP_NODELAY", 1))
    lab.done_with(command)
    setting, reading = lab.rows(number, Call.SETSOCKOPT)[-1], lab.rows(number, Call.GETSOCKOPT)[-1]
    assert setting.args == ("IPPROTO_TCP", "TCP_NODELAY", 1)
    assert (setting.cause.kind, setting.cause.command) == (CauseKind.COMMAND, command)
    assert (reading.args, reading.result, reading.cause.kind) == (
        ("IPPROTO_TCP", "TCP_NODELAY"), 1, CauseKind.LOOKUP,
    )  # fmt: skip


def test_what_the_system_refuses_is_told_in_words_and_the_old_value_stays(lab: Lab) -> None:
    number = tcp_client(lab)
    lab.done(lambda id: SetOption(id, number, "TCP_KEEPCNT", 7))
    fault = lab.refused(lambda id: SetOption(id, number, "TCP_KEEPCNT", 10_000))
    assert (fault.name, fault.call, fault.about) == ("EINVAL", "setsockopt", "TCP_KEEPCNT")
    assert "value for TCP_KEEPCNT" in explain(fault).sentence
    assert told(lab, number, "TCP_KEEPCNT").value == 7


def test_an_option_of_other_sockets_and_a_value_that_is_no_int_never_reach_the_system(lab: Lab) -> None:
    number = lab.bind_udp()
    assert lab.refused(lambda id: SetOption(id, number, "TCP_NODELAY", 1)).name == "OPTION_UNKNOWN"
    assert lab.refused(lambda id: SetOption(id, number, "IP_TTL", 2**31)).name == "OPTION_RANGE"
    assert not [row for row in lab.rows(number, Call.SETSOCKOPT) if row.args[1] in ("TCP_NODELAY", "IP_TTL")]


def test_step_by_step_an_option_waits_for_its_step(lab: Lab) -> None:
    number = tcp_client(lab)
    lab.done(lambda id: SetStepping(id, number, True))
    command = lab.ask(lambda id: SetOption(id, number, "SO_KEEPALIVE", 1))
    lab.until(lambda: lab.facts(number).next_call == "setsockopt", "the call that waits")
    assert not lab.is_answered(command)
    lab.done(lambda id: Step(id, number))
    lab.done_with(command)
    assert told(lab, number, "SO_KEEPALIVE").value == 1


def test_every_option_has_its_meaning_and_a_sentence() -> None:
    assert [it.name for it in OPTIONS if it.name not in CONSTANTS or it.level not in CONSTANTS] == []
    assert [it.name for it in OPTIONS if not it.sentence.endswith(".")] == []


@pytest.mark.parametrize(
    ("system", "protocol", "family", "there", "absent"),
    [
        ("linux", Protocol.TCP, Family.IPV4, {"TCP_KEEPIDLE", "IP_TTL", "SO_LINGER"}, {"IPV6_V6ONLY", "SO_BROADCAST"}),
        ("linux", Protocol.UDP, Family.IPV4, {"SO_BROADCAST", "IP_TOS"}, {"TCP_NODELAY", "SO_LINGER"}),
        ("linux", Protocol.UDP, Family.IPV6, {"IPV6_V6ONLY", "IPV6_TCLASS"}, {"SO_BROADCAST", "IP_TTL"}),
        ("darwin", Protocol.TCP, Family.IPV4, {"TCP_KEEPALIVE"}, {"TCP_KEEPIDLE", "TCP_USER_TIMEOUT"}),
        ("linux", Protocol.UDP, Family.UNIX, {"SO_RCVBUF"}, {"IP_TTL", "SO_BROADCAST", "SO_REUSEPORT"}),
        ("win32", Protocol.TCP, Family.IPV4, {"SO_EXCLUSIVEADDRUSE", "TCP_KEEPIDLE"}, {"SO_REUSEADDR", "IP_TOS"}),
    ],
)
def test_a_socket_is_offered_what_it_has_on_its_system(
    system: str, protocol: Protocol, family: Family, there: set[str], absent: set[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(sys, "platform", f"not {system}")  # the names that Python has here are not asked for
    names = {option.name for option in options_for(protocol, family, system)}
    assert there <= names
    assert not absent & names


def told_all(lab: Lab, number: int) -> dict[str, int]:
    return {value.name: value.value for value in lab.facts(number).options}


def calls_before(lab: Lab, number: int, call: Call) -> list[object]:
    """The options that were set on a socket before some other call on it."""
    rows = lab.rows(number)
    until = next(at for at, row in enumerate(rows) if row.call is call)
    return [row.args[1] for row in rows[:until] if row.call is Call.SETSOCKOPT]


def test_options_of_a_listener_are_set_before_bind_and_its_connections_begin_with_them(lab: Lab) -> None:
    wanted = (OptionValue("TCP_NODELAY", 1), OptionValue("SO_RCVBUF", 20_000), OptionValue("SO_REUSEADDR", 0))
    listener = lab.listen(options=wanted)
    assert calls_before(lab, listener, Call.BIND) == ["TCP_NODELAY", "SO_RCVBUF", "SO_REUSEADDR"]
    assert told_all(lab, listener) == {"TCP_NODELAY": 1, "SO_RCVBUF": 40_000, "SO_REUSEADDR": 0}
    _, accepted = lab.caller(listener)
    lab.done(lambda id: ReadOptions(id, accepted))
    assert told_all(lab, accepted)["TCP_NODELAY"] == 1  # Linux' accept() copies it


def test_options_of_a_client_are_set_before_connect_and_those_of_the_other_ip_version_passed_over(lab: Lab) -> None:
    wanted = (OptionValue("IP_TTL", 5), OptionValue("IPV6_UNICAST_HOPS", 6))
    four, six = lab.listen(), lab.listen("::1")
    client = lab.connect(lab.port(four), options=wanted)
    assert calls_before(lab, client, Call.CONNECT) == ["IP_TTL"]
    client = lab.connect(lab.port(six), "::1", options=wanted)
    assert calls_before(lab, client, Call.CONNECT) == ["IPV6_UNICAST_HOPS"]
    assert told_all(lab, client) == {"IPV6_UNICAST_HOPS": 6}


def test_an_ipv6_socket_that_was_told_to_hear_ipv4_callers_too_does(lab: Lab) -> None:
    listener = lab.listen("::", options=(OptionValue("IPV6_V6ONLY", 0),))
    assert lab.facts(listener).dual
    four = lab.peer(socket.create_connection((LOOPBACK, lab.port(listener))))
    remote = lab.facts(lab.accepted_from(four)).remote
    assert remote is not None
    assert remote.is_ipv4_mapped


def test_two_udp_sockets_that_both_reuse_the_address_hold_one_port(lab: Lab) -> None:
    wanted = (OptionValue("SO_REUSEADDR", 1),)
    first = lab.bind_udp(options=wanted)
    port = lab.port(first)
    assert lab.port(lab.bind_udp(port=port, options=wanted)) == port
    assert lab.refused(lambda id: BindUdp(id, LOOPBACK, port)).name == "EADDRINUSE"


def test_an_option_that_is_refused_before_bind_or_connect_ends_it_and_is_named(lab: Lab) -> None:
    port = lab.port(lab.listen())
    wanted = (OptionValue("TCP_KEEPCNT", 10_000),)
    for make in (
        lambda id: Listen(id, LOOPBACK, 0, options=wanted),
        lambda id: Connect(id, Protocol.TCP, LOOPBACK, port, options=wanted),
    ):
        fault = lab.refused(make)
        assert (fault.name, fault.call, fault.about, fault.field) == (
            "EINVAL", "setsockopt", "TCP_KEEPCNT", Field.OPTION,
        )  # fmt: skip


def test_options_of_the_other_protocol_are_refused_before_any_call(lab: Lab) -> None:
    fault = lab.refused(lambda id: BindUdp(id, LOOPBACK, 0, options=(OptionValue("TCP_NODELAY", 1),)))
    assert (fault.name, fault.call, fault.about) == ("OPTION_UNKNOWN", "", "TCP_NODELAY")
    fault = lab.refused(lambda id: Listen(id, LOOPBACK, 0, options=(OptionValue("IP_TTL", 2**40),)))
    assert (fault.name, fault.call) == ("OPTION_RANGE", "")
