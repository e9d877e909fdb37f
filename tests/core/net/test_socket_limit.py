"""A system whose selector watches only so many sockets (Windows: 512): the lab refuses in time, and says so."""

from __future__ import annotations

import socket

import pytest

from core.contract.commands import BindUdp, Close, Connect, Listen
from core.contract.endpoints import Protocol
from core.contract.records import Call, CauseKind
from core.contract.sockets import Ending
from core.engine import loop
from tests.support.lab import ECHO, LOOPBACK, Lab


@pytest.fixture
def full(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """A listener and its one connection, which are as many sockets as there may be."""
    listener = lab.listen(reply=ECHO)
    _, number = lab.caller(listener)
    monkeypatch.setattr(loop, "MOST_SOCKETS", 2)
    return listener, number


def test_at_the_limit_nothing_new_is_made(lab: Lab, full: tuple[int, int]) -> None:
    port = lab.port(full[0])
    faults = [
        lab.refused(lambda id: Listen(id, LOOPBACK, 0)),
        lab.refused(lambda id: BindUdp(id, LOOPBACK, 0)),
        lab.refused(lambda id: Connect(id, Protocol.TCP, LOOPBACK, port)),
    ]
    assert [fault.name for fault in faults] == ["SOCKET_LIMIT"] * 3
    assert {lab.facts(number).ending for number in lab.sockets if number not in full} == {Ending.FAILED}
    assert lab.count(full[0], Call.ACCEPT) == 1


def test_at_the_limit_a_listener_waits_until_there_is_room(lab: Lab, full: tuple[int, int]) -> None:
    listener, earlier = full
    late = lab.peer(socket.create_connection((LOOPBACK, lab.port(listener))))
    lab.until(lambda: lab.facts(listener).accepting_paused, "accepting to pause")
    fault = lab.facts(listener).fault
    assert fault is not None
    assert (fault.name, fault.call) == ("SOCKET_LIMIT", "accept")
    lab.done(lambda id: Close(id, earlier))
    late.sendall(b"at last")
    assert late.recv(100) == b"at last"
    lab.accepted_from(late)
    assert not lab.facts(listener).accepting_paused
    assert lab.rows(listener, Call.ACCEPT)[-1].cause.kind is CauseKind.TIMER
