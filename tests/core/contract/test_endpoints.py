"""Where a socket can be, as plain values."""

from __future__ import annotations

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.contract.endpoints import Endpoint, Family, Protocol

PORTS = st.integers(0, 65535)


@pytest.mark.parametrize(
    ("endpoint", "text"),
    [
        (Endpoint("127.0.0.1", 9000), "127.0.0.1:9000"),
        (Endpoint("::1", 9000), "[::1]:9000"),
        (Endpoint("fe80::1%eth0", 0), "[fe80::1%eth0]:0"),
        (Endpoint("::ffff:127.0.0.1", 65535), "[::ffff:127.0.0.1]:65535"),
    ],
)
def test_an_endpoint_is_written_as_people_write_it(endpoint: Endpoint, text: str) -> None:
    assert str(endpoint) == text
    assert Endpoint.from_text(text) == endpoint


@given(st.ip_addresses(), PORTS)
def test_what_was_written_can_be_read_back(address: object, port: int) -> None:
    endpoint = Endpoint(str(address), port)
    assert Endpoint.from_text(str(endpoint)) == endpoint


@pytest.mark.parametrize("text", ["", "127.0.0.1", ":80", "127.0.0.1:", "127.0.0.1:http"])
def test_anything_else_is_no_endpoint(text: str) -> None:
    with pytest.raises(ValueError):
        Endpoint.from_text(text)


@pytest.mark.parametrize(
    ("address", "family", "is_wildcard", "is_ipv4_mapped"),
    [
        ("127.0.0.1", Family.IPV4, False, False),
        ("0.0.0.0", Family.IPV4, True, False),
        ("::", Family.IPV6, True, False),
        ("::1", Family.IPV6, False, False),
        ("::ffff:192.0.2.1", Family.IPV6, False, True),
        ("::FFFF:192.0.2.1", Family.IPV6, False, True),
        ("::ffff:0:1", Family.IPV6, False, False),
    ],
)
def test_an_address_tells_what_it_is(address: str, family: Family, is_wildcard: bool, is_ipv4_mapped: bool) -> None:
    endpoint = Endpoint(address, 1)
    assert (endpoint.family, endpoint.is_wildcard, endpoint.is_ipv4_mapped) == (family, is_wildcard, is_ipv4_mapped)


def test_protocols_and_families_are_the_systems() -> None:
    assert [it.socket_type for it in (Protocol.TCP, Protocol.UDP)] == [socket.SOCK_STREAM, socket.SOCK_DGRAM]
    assert [it.address_family for it in (Family.IPV4, Family.IPV6)] == [socket.AF_INET, socket.AF_INET6]
