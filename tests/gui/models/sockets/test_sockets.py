"""What the window remembers of sockets: who belongs where, what ages, what may leave."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.contract.endpoints import Endpoint, Family, Protocol
from core.contract.sockets import Ending, Role, SocketSnapshot, State
from gui.models.sockets import sockets as module
from gui.models.sockets.sockets import Side, Sockets


def snapshot(number: int, role: Role = Role.CLIENT, state: State = State.CONNECTED, **more: object) -> SocketSnapshot:
    base = SocketSnapshot(number, role, Protocol.TCP, "127.0.0.1:9000", state, 0, Family.IPV4)
    return replace(base, **more)  # type: ignore[arg-type]


def ended(number: int, role: Role = Role.CLIENT, **more: object) -> SocketSnapshot:
    return snapshot(number, role, State.CLOSED, ending=Ending.PEER_CLOSED, **more)


def test_a_listener_and_its_connection_belong_to_the_server_tab_and_a_client_to_the_other() -> None:
    sockets = Sockets()
    sockets.apply(snapshot(1, Role.LISTENER, State.LISTENING))
    sockets.apply(snapshot(2))
    sockets.apply(snapshot(3, Role.ACCEPTED, parent=1))
    assert [it.number for it in sockets.bound()] == [1]
    assert [it.number for it in sockets.accepted_by(1)] == [3]
    assert [it.number for it in sockets.clients()] == [2]
    assert sockets.side_mask(Side.SERVER) == bytes([0, 1, 0, 1])
    assert sockets.side_mask(Side.CLIENT) == bytes([0, 0, 1, 0])


def test_selecting_a_listener_means_its_connections_too() -> None:
    sockets = Sockets()
    sockets.apply(snapshot(1, Role.LISTENER, State.LISTENING))
    sockets.apply(snapshot(2, Role.LISTENER, State.LISTENING))
    sockets.apply(snapshot(3, Role.ACCEPTED, parent=1))
    sockets.apply(snapshot(4, Role.ACCEPTED, parent=2))
    assert sockets.family_mask([1]) == bytes([0, 1, 0, 1, 0])
    assert sockets.family_mask([4]) == bytes([0, 0, 0, 0, 1])


def test_only_what_talks_counts_as_a_connection() -> None:
    sockets = Sockets()
    sockets.apply(snapshot(1, Role.LISTENER, State.LISTENING))
    sockets.apply(snapshot(2, state=State.CONNECTING))
    sockets.apply(snapshot(3, Role.BOUND, State.BOUND))
    assert sockets.open_connections == 0
    sockets.apply(snapshot(2))
    sockets.apply(snapshot(2, state=State.PEER_FINISHED))
    assert sockets.open_connections == 1
    sockets.apply(ended(2))
    assert sockets.open_connections == 0


def test_an_age_stands_still_once_the_socket_has_ended() -> None:
    now = 100.0
    sockets = Sockets(lambda: now)
    sockets.apply(snapshot(1))
    now = 112.0
    assert sockets.age_s(1) == 12
    sockets.apply(ended(1))
    now = 500.0
    assert sockets.age_s(1) == 12


def test_a_thousand_short_calls_leave_only_the_newest_in_the_list() -> None:
    sockets = Sockets(ended_kept=3)
    sockets.apply(snapshot(1, Role.LISTENER, State.LISTENING))
    for number in range(2, 12):
        sockets.apply(snapshot(number, Role.ACCEPTED, parent=1, remote=Endpoint("127.0.0.1", number)))
        sockets.apply(ended(number, Role.ACCEPTED, parent=1, remote=Endpoint("127.0.0.1", number)))
    assert [it.number for it in sockets.accepted_by(1)] == [9, 10, 11]
    assert sockets.remote_text(2) == "127.0.0.1:2"
    assert sockets.side_mask(Side.SERVER)[2] == 1


def test_an_ended_listener_stays_while_its_connections_live_and_takes_their_rows_along() -> None:
    sockets = Sockets()
    sockets.apply(snapshot(1, Role.LISTENER, State.LISTENING))
    sockets.apply(snapshot(2, Role.ACCEPTED, parent=1))
    sockets.apply(snapshot(3, Role.ACCEPTED, parent=1))
    sockets.apply(ended(1, Role.LISTENER))
    sockets.apply(ended(2, Role.ACCEPTED, parent=1))
    assert sockets.removable(Side.SERVER) == [2]
    sockets.apply(ended(3, Role.ACCEPTED, parent=1))
    assert sockets.removable(Side.SERVER) == [1, 2, 3]
    sockets.remove_ended(sockets.removable(Side.SERVER))
    assert (sockets.bound(), sockets.accepted_by(1), sockets.removable(Side.SERVER)) == ([], [], [])


def test_open_sockets_cannot_be_removed_from_the_lists() -> None:
    sockets = Sockets()
    sockets.apply(snapshot(1))
    sockets.remove_ended([1])
    assert [it.number for it in sockets.clients()] == [1]


def test_a_peer_keeps_its_number_when_older_ones_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PEERS_KEPT", 2)
    sockets = Sockets()
    sockets.apply(snapshot(1, Role.BOUND, State.BOUND, protocol=Protocol.UDP))
    for port in (5, 6, 7):
        sockets.heard(1, Endpoint("127.0.0.1", port))
    assert sockets.peers_of(1) == [(2, Endpoint("127.0.0.1", 6)), (3, Endpoint("127.0.0.1", 7))]


@pytest.mark.parametrize(
    ("held", "wanted", "in_the_way"),
    [
        ("127.0.0.1", "127.0.0.1", True),
        ("0.0.0.0", "127.0.0.1", True),
        ("127.0.0.1", "0.0.0.0", True),
        ("127.0.0.1", "127.0.0.2", False),
    ],
)
def test_the_labs_own_listener_is_recognised_as_the_holder_of_a_port(held: str, wanted: str, in_the_way: bool) -> None:
    sockets = Sockets()
    sockets.apply(snapshot(7, Role.LISTENER, State.LISTENING, local=Endpoint(held, 9000)))
    holder = sockets.holder_of(Protocol.TCP, Endpoint(wanted, 9000))
    assert (holder is not None and holder.number == 7) is in_the_way
    assert sockets.holder_of(Protocol.TCP, Endpoint(wanted, 9001)) is None
    sockets.apply(ended(7, Role.LISTENER, local=Endpoint(held, 9000)))
    assert sockets.holder_of(Protocol.TCP, Endpoint(wanted, 9000)) is None
