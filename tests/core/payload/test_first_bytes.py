"""What the first bytes tell: real TLS is known, and nothing else is taken for it."""

from __future__ import annotations

import ssl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.payload.first_bytes import spoken_tls


def client_hello() -> bytes:
    out = ssl.MemoryBIO()
    client = ssl.create_default_context().wrap_bio(ssl.MemoryBIO(), out, server_hostname="lab.example")
    with pytest.raises(ssl.SSLWantReadError):
        client.do_handshake()
    return out.read()


def alert() -> bytes:
    """What a real client answers to a server that speaks nonsense."""
    nonsense, out = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = ssl.create_default_context().wrap_bio(nonsense, out, server_hostname="lab.example")
    with pytest.raises(ssl.SSLWantReadError):
        client.do_handshake()
    out.read()
    nonsense.write(b"\x16\x03\x03\x00\x04\x63\x00\x00\x00")
    with pytest.raises(ssl.SSLError):
        client.do_handshake()
    return out.read()


def test_a_handshake_and_an_alert_are_known() -> None:
    assert spoken_tls(client_hello()) == "TLS_HELLO"
    assert spoken_tls(alert()) == "TLS_ALERT"


OTHERS = [
    b"",
    b"\x16",
    b"\x16\x03\x01",
    b"GET / HTTP/1.1\r\n",
    b"\x16\x02\x01\x00\x05\x01",
    b"\x15\x03\x01\x01\x02\x02",
]


@pytest.mark.parametrize("first", OTHERS)
def test_other_bytes_are_not(first: bytes) -> None:
    assert spoken_tls(first) is None


@given(st.binary(max_size=10))
def test_whatever_comes_it_is_no_mistake(first: bytes) -> None:
    assert spoken_tls(first) in (None, "TLS_HELLO", "TLS_ALERT")
