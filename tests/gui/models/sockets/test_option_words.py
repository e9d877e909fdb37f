"""A socket's options as text: typed, parsed back, and what the kernel made of them."""

from __future__ import annotations

import socket

import pytest

from core.contract.endpoints import Protocol
from core.contract.faults import BadInput, Field
from core.contract.option_commands import OptionValue
from core.contract.socket_options import LINGER_OFF, OPTIONS, Kind, SocketOption, options_elsewhere
from gui.models.sockets.option_words import allowed, difference, parse_chosen, parsed, told, typed, where_there_is
from gui.models.sockets.options_asked import NONE_CHOSEN, ChosenOptions

BY_NAME = {option.name: option for option in OPTIONS}


@pytest.mark.parametrize(
    ("name", "text", "value", "said"),
    [
        ("TCP_NODELAY", "on", 1, "on"),
        ("TCP_NODELAY", "off", 0, "off"),
        ("SO_LINGER", "off", LINGER_OFF, "off"),
        ("SO_LINGER", "0", 0, "0 s"),
        ("TCP_KEEPIDLE", "7200", 7200, "7,200 s"),
        ("IP_TOS", "46", 184, "46, voice (EF)"),
        ("IP_TOS", "7", 28, "7"),
        ("SO_RCVBUF", "131072", 131_072, "131,072 B"),
        ("IP_MULTICAST_IF", "any", 0, "any"),
        ("IP_MULTICAST_IF", "127.0.0.1", 0x7F000001, "127.0.0.1"),
        ("IP_MULTICAST_IF", "192.168.1.5", 0xC0A80105 - 2**32, "192.168.1.5"),
        ("IPV6_MULTICAST_IF", "any", 0, "any"),
        ("IPV6_MULTICAST_IF", "lo", socket.if_nametoindex("lo"), "lo"),
    ],
)
def test_a_value_is_typed_and_told_in_the_options_own_way(name: str, text: str, value: int, said: str) -> None:
    option = BY_NAME[name]
    assert parsed(option, text) == value
    assert typed(option, value) == text
    assert told(option, OptionValue(name, value)) == said


@pytest.mark.parametrize(
    "option", [it for it in OPTIONS if it.kind not in (Kind.ADDRESS, Kind.INTERFACE)], ids=lambda option: option.name
)
def test_both_ends_of_what_an_option_takes_can_be_typed(option: SocketOption) -> None:
    ends = ("on", "off") if option.kind is Kind.FLAG else (str(option.least), str(option.most))
    assert [typed(option, parsed(option, f" {end} ")) for end in ends] == list(ends)
    assert str(option.most) in allowed(option).replace(",", "") or allowed(option) == "on or off"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("TCP_NODELAY", "1"), ("TCP_NODELAY", ""), ("SO_LINGER", "-1"), ("SO_LINGER", "on"), ("IP_TOS", "64"),
        ("IP_TTL", "five"), ("IP_TTL", "1.5"), ("IP_TTL", "2147483648"), ("IP_TTL", "٨"), ("IP_TTL", "1_0"),
        ("SO_RCVBUF", "9" * 5000), ("IP_MULTICAST_IF", "lo"), ("IP_MULTICAST_IF", "::1"), ("IP_MULTICAST_IF", ""),
        ("IPV6_MULTICAST_IF", "nosuch0"), ("IPV6_MULTICAST_IF", "a" * 300),
    ],
)  # fmt: skip
def test_what_no_kernel_could_be_given_is_refused_by_the_options_name(name: str, text: str) -> None:
    with pytest.raises(BadInput) as refused:
        parsed(BY_NAME[name], text)
    fault = refused.value.fault
    assert (fault.name, fault.field) == ("OPTION_RANGE", Field.OPTION)
    assert fault.about.startswith(name)


def test_a_number_that_is_too_large_for_its_option_is_left_for_the_kernel_to_refuse() -> None:
    assert parsed(BY_NAME["TCP_KEEPCNT"], "999") == 999


@pytest.mark.parametrize(
    ("name", "asked", "got", "system", "said"),
    [
        ("SO_RCVBUF", 20_000, 40_000, "linux", "Linux keeps twice as much"),
        ("SO_RCVBUF", 9_000_000, 425_984, "linux", "the most is twice net.core.rmem_max"),
        ("SO_SNDBUF", 1, 4_608, "linux", "the least that Linux gives"),
        ("SO_SNDBUF", 9_000_000, 425_984, "linux", "net.core.wmem_max"),
        ("SO_RCVBUF", 20_000, 20_000, "darwin", ""),
        ("IP_TTL", -1, 64, "linux", "-1 was asked for; the system made that 64."),
        ("TCP_NODELAY", 1, 1, "linux", ""),
    ],
)
def test_where_the_kernel_made_something_else_of_it_the_reason_is_said(
    name: str, asked: int, got: int, system: str, said: str
) -> None:
    told_so = difference(BY_NAME[name], asked, OptionValue(name, got), system)
    assert said in told_so
    assert bool(said) == bool(told_so)


def test_what_the_kernel_does_not_know_is_told_with_its_own_word() -> None:
    option = BY_NAME["SO_KEEPALIVE"]
    answer = OptionValue(option.name, 0, "ENOPROTOOPT")
    assert told(option, answer) == "not known here (ENOPROTOOPT)"
    assert difference(option, 1, answer) == ""


def test_options_of_other_systems_are_named_with_them() -> None:
    absent = {it.name: where_there_is(it) for it in options_elsewhere(Protocol.TCP, None, "linux")}
    assert absent["SO_EXCLUSIVEADDRUSE"] == "Windows"
    assert absent["TCP_KEEPALIVE"] == "macOS"


def test_a_form_says_what_it_chose_and_asks_only_for_what_its_protocol_has() -> None:
    protocols = [Protocol.TCP]
    chosen = ChosenOptions("connect()", lambda: protocols[0])
    assert chosen.title == NONE_CHOSEN
    for name, text in (("TCP_NODELAY", "on"), ("IP_TTL", "5"), ("SO_KEEPALIVE", "on"), ("SO_LINGER", "3")):
        chosen.choose(name, text)
    chosen.choose("SO_LINGER", "")
    assert chosen.title == "Options: No delay on, Keep alive on and 1 more"
    texts = tuple(chosen.texts.items())
    assert {it.name: it.value for it in parse_chosen(Protocol.TCP, texts)} == {
        "TCP_NODELAY": 1, "SO_KEEPALIVE": 1, "IP_TTL": 5,
    }  # fmt: skip
    protocols[0] = Protocol.UDP
    assert chosen.title == "Options: Time to live (TTL) 5"
    assert parse_chosen(Protocol.UDP, texts) == (OptionValue("IP_TTL", 5),)
    chosen.forget()
    assert chosen.title == NONE_CHOSEN
