"""Endpoints to and from what Python's socket methods speak."""

from __future__ import annotations

import socket

import pytest

from core.contract.endpoints import Endpoint
from core.contract.faults import BadInput
from core.net.sockaddr import from_sockaddr, to_sockaddr

INDEX, NAME = socket.if_nameindex()[0]


@pytest.mark.parametrize(
    ("endpoint", "sockaddr"),
    [
        (Endpoint("127.0.0.1", 9000), ("127.0.0.1", 9000)),
        (Endpoint("::1", 9000), ("::1", 9000, 0, 0)),
        (Endpoint(f"fe80::1%{NAME}", 9000), ("fe80::1", 9000, 0, INDEX)),
    ],
)
def test_there_and_back_nothing_is_lost(endpoint: Endpoint, sockaddr: tuple[str, int]) -> None:
    assert to_sockaddr(endpoint) == sockaddr
    assert from_sockaddr(sockaddr) == endpoint


def test_a_zone_may_be_a_number() -> None:
    assert to_sockaddr(Endpoint(f"fe80::1%{INDEX}", 9)) == ("fe80::1", 9, 0, INDEX)


@pytest.mark.parametrize("zone", ["nosuch", "", "0", "4000000", "99999999999", "١"])
def test_a_zone_that_does_not_exist_is_refused(zone: str) -> None:
    with pytest.raises(BadInput) as refused:
        to_sockaddr(Endpoint(f"fe80::1%{zone}", 9))
    assert (refused.value.fault.name, refused.value.fault.about) == ("ZONE_UNKNOWN", zone)


def test_an_interface_that_is_gone_keeps_its_number() -> None:
    assert from_sockaddr(("fe80::1", 9, 0, 4_000_000)) == Endpoint("fe80::1%4000000", 9)
