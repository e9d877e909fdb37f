"""Which address a browser is sent to."""

from __future__ import annotations

import pytest

from core.contract.endpoints import Endpoint, Protocol
from core.contract.sockets import Role, SocketSnapshot, State
from gui.models.sockets.browsing import address_of


def listener(address: str, reply: str = "web-page", state: State = State.LISTENING) -> SocketSnapshot:
    return SocketSnapshot(1, Role.LISTENER, Protocol.TCP, "typed", state, 0, local=Endpoint(address, 9000), reply=reply)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("127.0.0.1", "http://127.0.0.1:9000/"),
        ("0.0.0.0", "http://127.0.0.1:9000/"),
        ("::", "http://[::1]:9000/"),
        ("fe80::1%eth0", "http://[fe80::1%25eth0]:9000/"),
    ],
)
def test_the_page_is_where_the_listener_is(address: str, expected: str) -> None:
    assert address_of(listener(address)) == expected


@pytest.mark.parametrize(
    "snapshot",
    [
        None,
        listener("127.0.0.1", reply="echo"),
        listener("127.0.0.1", state=State.CLOSED),
        SocketSnapshot(1, Role.BOUND, Protocol.UDP, "", State.BOUND, 0, local=Endpoint("::1", 1), reply="web-page"),
    ],
)
def test_what_has_no_page_has_no_address(snapshot: SocketSnapshot | None) -> None:
    assert address_of(snapshot) == ""
