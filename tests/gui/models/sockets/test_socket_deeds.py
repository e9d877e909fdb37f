"""What can be done with which socket, and the reason when it can't."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.contract.endpoints import Protocol
from core.contract.sockets import Role, SocketSnapshot, State
from gui.models.sockets.socket_deeds import NOTHING_SELECTED, Deed, doable, is_on_the_way, why_not

CONNECTION = SocketSnapshot(3, Role.ACCEPTED, Protocol.TCP, "", State.CONNECTED, 0)
LISTENER = replace(CONNECTION, number=1, role=Role.LISTENER, state=State.LISTENING)
UDP = replace(CONNECTION, protocol=Protocol.UDP, role=Role.CLIENT)


@pytest.mark.parametrize(
    ("deed", "snapshot", "words"),
    [
        (Deed.FINISH, CONNECTION, ""),
        (Deed.FINISH, replace(CONNECTION, state=State.PEER_FINISHED), ""),
        (Deed.FINISH, replace(CONNECTION, state=State.FINISHED_SENDING), "#3 is finished sending"),
        (Deed.FINISH, replace(CONNECTION, state=State.CONNECTING), "#3 is connecting"),
        (Deed.FINISH, UDP, "#3 is a UDP socket"),
        (Deed.RESET, CONNECTION, ""),
        (Deed.RESET, UDP, "#3 is a UDP socket"),
        (Deed.CLOSE, CONNECTION, ""),
        (Deed.CLOSE, replace(CONNECTION, state=State.CONNECTING), ""),
        (Deed.CLOSE, replace(CONNECTION, state=State.CLOSED), "#3 has ended already."),
        (Deed.STOP, LISTENER, ""),
        (Deed.STOP, replace(LISTENER, state=State.CLOSED), "#1 has ended already."),
        (Deed.CLOSE_ALL, replace(LISTENER, state=State.CLOSED), ""),
    ],
)
def test_a_deed_is_possible_or_says_why_not(deed: Deed, snapshot: SocketSnapshot, words: str) -> None:
    reason = why_not(deed, [snapshot])
    assert reason.startswith(words)
    assert bool(reason) == bool(words)


def test_of_several_only_those_are_done_that_can_be() -> None:
    gone = replace(CONNECTION, number=4, state=State.CLOSED)
    assert doable(Deed.CLOSE, [gone, CONNECTION]) == [CONNECTION]
    assert why_not(Deed.CLOSE, [gone, CONNECTION]) == ""
    assert why_not(Deed.CLOSE, []) == NOTHING_SELECTED


def test_closing_what_is_on_its_way_means_to_cancel() -> None:
    connecting = replace(CONNECTION, state=State.CONNECTING)
    assert is_on_the_way([connecting])
    assert not is_on_the_way([connecting, CONNECTION])
    assert not is_on_the_way([])
