"""Which conversation is followed: that of what was chosen last."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.capture.capture import Capture
from core.contract.endpoints import Endpoint, Protocol
from core.contract.records import Call
from core.contract.sockets import Role, SocketSnapshot, State
from gui.models.follow.conversation import Conversation, ConversationChoice
from gui.models.records.selection import Selection
from gui.models.sockets.sockets import Side, Sockets
from tests.core.capture.rows import CONNECTION, LISTENER, OTHER_PEER, PEER, UDP, row, sample

HERE = Endpoint("127.0.0.1", 9000)


def snapshot(
    number: int, role: Role, protocol: Protocol, remote: str = "", parent: int | None = None
) -> SocketSnapshot:
    there = Endpoint.from_text(remote) if remote else None
    return SocketSnapshot(number, role, protocol, "", State.CONNECTED, 0, local=HERE, remote=there, parent=parent)


class Lab:
    """A selection over the sample capture."""

    def __init__(self, capture: Capture) -> None:
        self.sockets = Sockets()
        self.selection = Selection(self.sockets)
        self.choice = ConversationChoice(capture, self.sockets, self.selection)
        self.sockets.apply(snapshot(LISTENER, Role.LISTENER, Protocol.TCP))
        self.sockets.apply(snapshot(UDP, Role.BOUND, Protocol.UDP))

    def accept(self) -> None:
        self.sockets.apply(snapshot(CONNECTION, Role.ACCEPTED, Protocol.TCP, PEER, LISTENER))

    def after(self, record: int | None = None, socket: int | None = None, peer: str = "") -> Conversation | None:
        if record is not None:
            self.selection.choose_record(record)
        if socket is not None:
            self.selection.choose_sockets(Side.SERVER, (socket,), Endpoint.from_text(peer) if peer else None)
        self.choice.look()
        return self.choice.chosen


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    capture = Capture.create(tmp_path / "capture")
    for raw in sample():
        capture.append(raw)
    capture.append(row(Call.SEND, socket=9, address=OTHER_PEER))
    assert capture.flush()
    yield Lab(capture)
    capture.close()


@pytest.mark.parametrize(
    ("record", "conversation"),
    [
        (3, Conversation(CONNECTION)),  # the accept() that made it
        (5, Conversation(CONNECTION)),
        (7, Conversation(CONNECTION)),
        (8, Conversation(UDP, PEER)),
        (10, Conversation(UDP, OTHER_PEER)),
        (11, Conversation(CONNECTION)),
        (12, Conversation(9, OTHER_PEER)),  # a socket nothing else is known of
    ],
)
def test_a_record_belongs_to_a_conversation(lab: Lab, record: int, conversation: Conversation) -> None:
    lab.accept()
    assert lab.after(record=record) == conversation


def test_what_was_chosen_last_is_followed(lab: Lab) -> None:
    lab.accept()
    assert lab.after(record=8) == Conversation(UDP, PEER)
    assert lab.after(socket=CONNECTION) == Conversation(CONNECTION)
    assert lab.after(record=10) == Conversation(UDP, OTHER_PEER)


def test_a_listener_stands_for_the_newest_of_its_connections_as_soon_as_there_is_one(lab: Lab) -> None:
    assert lab.after(socket=LISTENER) is None
    lab.accept()
    assert lab.after() == Conversation(CONNECTION)
    lab.sockets.apply(snapshot(40, Role.ACCEPTED, Protocol.TCP, OTHER_PEER, LISTENER))
    assert lab.after() == Conversation(CONNECTION), "what a person reads does not change by itself"
    assert lab.after(socket=UDP) == Conversation(CONNECTION), "nobody has sent anything there"
    assert lab.after(socket=LISTENER) == Conversation(40)


def test_a_udp_socket_stands_for_the_selected_peer_or_the_newest(lab: Lab) -> None:
    for peer in (PEER, OTHER_PEER):
        lab.sockets.heard(UDP, Endpoint.from_text(peer))
    assert lab.after(socket=UDP) == Conversation(UDP, OTHER_PEER)
    assert lab.after(socket=UDP, peer=PEER) == Conversation(UDP, PEER)


def test_a_selection_that_is_gone_changes_nothing(lab: Lab) -> None:
    lab.accept()
    assert lab.after(record=5) == Conversation(CONNECTION)
    lab.selection.choose_record(None)
    assert lab.after() == Conversation(CONNECTION)
    assert lab.choice.title == f"#{CONNECTION}  {HERE} ↔ {PEER}"
