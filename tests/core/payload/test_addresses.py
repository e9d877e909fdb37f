"""Hosts, ports and URLs as people type, paste and mistype them."""

from __future__ import annotations

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.contract.endpoints import Endpoint, Protocol
from core.contract.faults import BadInput, Fault, Field
from core.payload.addresses import Target, numeric_endpoint, parse_host, parse_port, parse_url, zone_of


def outcome(parse: Callable[[str], object], text: str) -> object:
    """What the parser gives: a value or its fault; anything else it raises fails the test."""
    try:
        return parse(text)
    except BadInput as refused:
        return refused.fault


def fault_of_host(text: str) -> Fault:
    with pytest.raises(BadInput) as refused:
        parse_host(text, Field.LOCAL_HOST)
    assert refused.value.fault.field is Field.LOCAL_HOST
    return refused.value.fault


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("  example.org\n", "example.org"),
        ("example.org.", "example.org."),
        ("my_container", "my_container"),
        ("::1", "::1"),
        ("[::1]", "::1"),
        ("fe80::1%eth0", "fe80::1%eth0"),
        ("[fe80::1%3]", "fe80::1%3"),
        ("::ffff:127.0.0.1", "::ffff:127.0.0.1"),
        ("münchen.example", "xn--mnchen-3ya.example"),
        ("☃.net", "xn--n3h.net"),
        # libc's own short forms of 127.0.0.1, 127.0.0.1, 1.2.0.3 and 1.2.3.4: left to the system
        ("127.1", "127.1"),
        ("0x7f.1", "0x7f.1"),
        ("1.2.3", "1.2.3"),
        ("01.02.03.04", "01.02.03.04"),
        ("x" * 63 + ".org", "x" * 63 + ".org"),
    ],
)
def test_a_host_is_a_name_in_ascii_or_a_numeric_address(typed: str, host: str) -> None:
    assert parse_host(typed) == host


@pytest.mark.parametrize("typed", ["", " ", "\t\n"])
def test_an_empty_host_is_refused_and_never_means_every_address(typed: str) -> None:
    assert fault_of_host(typed).name == "HOST_EMPTY"


@pytest.mark.parametrize(
    ("typed", "name", "position"),
    [
        ("127.0.0.1\0evil", "HOST_NUL", 9),  # the system would take it for 127.0.0.1
        ("http://host/", "HOST_IS_URL", None),
        ("host/path", "HOST_IS_URL", None),
        ("tcp://127.0.0.1:9000", "HOST_IS_URL", None),
        ("[::1]:80", "HOST_HAS_PORT", None),
        ("localhost:9000", "HOST_HAS_PORT", None),
        ("127.0.0.1:", "HOST_HAS_PORT", None),
        ("a b", "HOST_BAD", 1),
        ("  a b", "HOST_BAD", 3),
        ("user@host", "HOST_BAD", 4),
        ("*", "HOST_BAD", 0),
        ("1:2:3", "HOST_BAD", 1),
        ("fe80::1%", "HOST_BAD", 4),
        ("[localhost]", "HOST_BAD", 0),
        ("a..b", "HOST_BAD", None),
        (".", "HOST_BAD", None),
        ("x" * 64, "HOST_BAD", None),
        ("x" * 64 + ".org", "HOST_BAD", None),
        (".".join(["x" * 50] * 6), "HOST_BAD", None),
        ("host\u202e", "HOST_BAD", None),
        ("ａ：８０", "HOST_BAD", None),  # becomes a:80 in the name service's eyes
    ],
)
def test_what_is_no_host_is_refused_with_its_reason(typed: str, name: str, position: int | None) -> None:
    fault = fault_of_host(typed)
    assert (fault.name, fault.position) == (name, position)
    assert fault.about.isprintable()


@given(st.text())
def test_any_text_gives_a_host_that_the_system_can_take_or_a_fault(text: str) -> None:
    host = outcome(parse_host, text)
    if isinstance(host, Fault):
        assert host.position is None or 0 <= host.position < len(text)
    else:
        assert isinstance(host, str)
        assert host.encode("idna")
        assert host.isascii() or "%" in host


@pytest.mark.parametrize(("typed", "port"), [("1", 1), ("9000", 9000), (" 80 ", 80), ("0080", 80), ("65535", 65535)])
def test_a_port_is_a_number_in_ascii_digits(typed: str, port: int) -> None:
    assert parse_port(typed) == port


def test_port_0_is_allowed_only_where_it_means_any_free_port() -> None:
    assert parse_port("0", allow_zero=True) == 0
    with pytest.raises(BadInput) as refused:
        parse_port("00")
    assert refused.value.fault == Fault("PORT_ZERO", field=Field.PORT)


@pytest.mark.parametrize(
    ("typed", "name", "position"),
    [
        ("", "PORT_EMPTY", None),
        ("  ", "PORT_EMPTY", None),
        ("abc", "PORT_NOT_DIGITS", 0),
        ("http", "PORT_NOT_DIGITS", 0),
        ("80.0", "PORT_NOT_DIGITS", 2),
        ("0x50", "PORT_NOT_DIGITS", 1),
        ("8_0", "PORT_NOT_DIGITS", 1),
        (" 8 0", "PORT_NOT_DIGITS", 2),
        ("+80", "PORT_NOT_DIGITS", 0),
        ("-", "PORT_NOT_DIGITS", 0),
        ("-x", "PORT_NOT_DIGITS", 0),
        ("--1", "PORT_NOT_DIGITS", 0),
        ("８０", "PORT_NOT_DIGITS", 0),
        ("٨٠", "PORT_NOT_DIGITS", 0),
        ("80\0", "PORT_NOT_DIGITS", 2),
        ("-1", "PORT_RANGE", None),
        ("65536", "PORT_RANGE", None),  # getaddrinfo would take it for 0
        ("70000", "PORT_RANGE", None),
        ("99999", "PORT_RANGE", None),
        (str(2**31), "PORT_RANGE", None),
        (str(2**63), "PORT_RANGE", None),
        ("9" * 5000, "PORT_RANGE", None),  # int() would refuse to read it
    ],
)
def test_what_is_no_port_is_refused_with_its_reason(typed: str, name: str, position: int | None) -> None:
    with pytest.raises(BadInput) as refused:
        parse_port(typed, Field.LOCAL_PORT, allow_zero=True)
    fault = refused.value.fault
    assert (fault.name, fault.position, fault.field) == (name, position, Field.LOCAL_PORT)


@given(st.text() | st.integers().map(str))
def test_any_text_gives_a_port_in_range_or_a_fault(text: str) -> None:
    port = outcome(parse_port, text)
    if isinstance(port, Fault):
        assert port.position is None or 0 <= port.position < len(text)
    else:
        assert port in range(1, 65536)


@pytest.mark.parametrize(
    ("typed", "target"),
    [
        ("tcp://127.0.0.1:9000", Target(Protocol.TCP, "127.0.0.1", 9000)),
        ("udp://[::1]:9001", Target(Protocol.UDP, "::1", 9001)),
        (" TCP://localhost:1 ", Target(Protocol.TCP, "localhost", 1)),
        ("udp://[fe80::1%eth0]:9", Target(Protocol.UDP, "fe80::1%eth0", 9)),
    ],
)
def test_a_url_names_protocol_host_and_port(typed: str, target: Target) -> None:
    assert parse_url(typed) == target


def test_a_url_may_ask_for_any_free_port_where_that_is_allowed() -> None:
    assert parse_url("tcp://127.0.0.1:0", allow_zero=True).port == 0
    with pytest.raises(BadInput):
        parse_url("tcp://127.0.0.1:0")


@pytest.mark.parametrize(
    ("typed", "name", "field", "position"),
    [
        ("", "URL_BAD", Field.NONE, 0),
        ("127.0.0.1:9000", "URL_BAD", Field.NONE, 0),
        (" http://host:80", "URL_BAD", Field.NONE, 1),
        ("tcp", "URL_BAD", Field.NONE, 3),
        ("tcp:127.0.0.1:9000", "URL_BAD", Field.NONE, 0),
        ("tcp://::1:9000", "URL_BAD", Field.HOST, 6),
        ("tcp://:9000", "HOST_EMPTY", Field.HOST, None),
        ("tcp://", "HOST_EMPTY", Field.HOST, None),
        ("tcp://a b:9000", "HOST_BAD", Field.HOST, 1),
        ("tcp://user@host:9000", "HOST_BAD", Field.HOST, 4),
        ("tcp://host", "PORT_EMPTY", Field.PORT, None),
        ("tcp://[::1]", "PORT_EMPTY", Field.PORT, None),
        ("tcp://host:", "PORT_EMPTY", Field.PORT, None),
        ("tcp://host:9000/", "PORT_NOT_DIGITS", Field.PORT, 4),
        ("tcp://host:65536", "PORT_RANGE", Field.PORT, None),
    ],
)
def test_a_wrong_url_says_which_part_is_wrong(typed: str, name: str, field: Field, position: int | None) -> None:
    with pytest.raises(BadInput) as refused:
        parse_url(typed)
    fault = refused.value.fault
    assert (fault.name, fault.field, fault.position) == (name, field, position)


@given(st.text() | st.text("tcpud:/[]%.019a ").map(lambda rest: "tcp://" + rest))
def test_any_text_gives_a_target_or_a_fault(text: str) -> None:
    assert isinstance(outcome(parse_url, text), Target | Fault)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("0:0::1", "::1"),
        ("FE80::A%eth0", "fe80::a%eth0"),
        ("::ffff:7f00:1", "::ffff:127.0.0.1"),
        ("localhost", None),
        ("127.1", None),
        ("01.02.03.04", None),
    ],
)
def test_only_a_plain_address_needs_no_look_up(host: str, address: str | None) -> None:
    assert numeric_endpoint(host, 9) == (Endpoint(address, 9) if address else None)


@given(st.ip_addresses())
@example(IPv6Address("::ffff:127.0.0.1"))
def test_every_address_is_its_own_canonical_endpoint(address: IPv4Address | IPv6Address) -> None:
    endpoint = numeric_endpoint(str(address), 9)
    assert endpoint is not None
    family = endpoint.family.address_family
    assert socket.inet_pton(family, endpoint.address) == socket.inet_pton(family, str(address))
    assert endpoint.is_ipv4_mapped == (address.version == 6 and address.ipv4_mapped is not None)


def test_the_zone_is_what_follows_the_percent_sign() -> None:
    assert [zone_of(host) for host in ("fe80::1%eth0", "::1", "localhost")] == ["eth0", "", ""]
