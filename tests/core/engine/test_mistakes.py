"""A mistake in the lab itself: it is told of, it ends the socket it concerns, and the others live on."""

from __future__ import annotations

import socket

import pytest

from core.contract.commands import Close, Connect, Listen, ReplyChoice, Send
from core.contract.endpoints import Protocol
from core.contract.events import InternalError
from core.contract.records import Call, RawRecord
from core.contract.sockets import Ending, State
from core.net.calls import TracedSocket
from core.net.dialing import Dialing
from core.replies.echo import Echo
from tests.support.lab import ECHO, LOOPBACK, Lab
from tests.support.peers import NameService, black_hole


def go_wrong(*_arguments: object, **_more: object) -> None:
    """What a mistake does."""
    raise ZeroDivisionError("a mistake made on purpose")


def the_mistake(lab: Lab) -> InternalError:
    """The one mistake that was told of; it is then forgotten."""
    lab.until(lambda: lab.internal_errors, "a mistake")
    (mistake,) = lab.internal_errors
    lab.internal_errors.clear()
    assert "ZeroDivisionError: a mistake made on purpose" in mistake.report
    return mistake


@pytest.fixture
def bystander(lab: Lab) -> socket.socket:
    """A plain peer of a listener that is not concerned."""
    return lab.caller(lab.listen(reply=ReplyChoice("fixed", b"fine")))[0]


def check_that_others_live_on(bystander: socket.socket) -> None:
    """The lab serves it as before."""
    bystander.sendall(b"how are you?")
    assert bystander.recv(100) == b"fine"


def test_in_serving_a_connection_it_ends_that_one(
    lab: Lab, bystander: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Echo, "answer", go_wrong)
    peer, number = lab.caller(lab.listen(reply=ECHO))
    peer.sendall(b"hello")
    assert the_mistake(lab).socket == number
    facts = lab.ended(number)
    assert (facts.ending, facts.fault and facts.fault.name) == (Ending.FAILED, "INTERNAL_ERROR")
    check_that_others_live_on(bystander)


def test_in_deciding_a_connect_its_command_is_answered(
    lab: Lab, bystander: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TracedSocket, "take_error", go_wrong)
    port = lab.port(lab.listen())
    assert lab.refused(lambda id: Connect(id, Protocol.TCP, LOOPBACK, port)).name == "INTERNAL_ERROR"
    number = the_mistake(lab).socket
    assert number is not None
    assert lab.ended(number).ending is Ending.FAILED
    check_that_others_live_on(bystander)


@pytest.mark.parametrize("method", ["connect", "getsockname"])
def test_after_a_look_up_its_command_is_answered(
    lab: Lab, bystander: socket.socket, monkeypatch: pytest.MonkeyPatch, name_service: NameService, method: str
) -> None:
    name_service.know(LOOPBACK)
    monkeypatch.setattr(TracedSocket, method, go_wrong)
    fault = lab.refused(lambda id: Connect(id, Protocol.UDP, "server.example", 9))
    assert fault.name == "INTERNAL_ERROR"
    assert the_mistake(lab).socket is not None
    check_that_others_live_on(bystander)


def test_in_a_time_limit_its_command_is_answered(
    lab: Lab, bystander: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Dialing, "_too_late", go_wrong)
    with black_hole() as port:
        fault = lab.refused(lambda id: Connect(id, Protocol.TCP, LOOPBACK, port, timeout_s=0.1))
    assert fault.name == "INTERNAL_ERROR"
    assert the_mistake(lab).socket is not None
    check_that_others_live_on(bystander)


@pytest.mark.parametrize("method", ["set_option", "listen", "getsockname"])
def test_in_binding_a_port_it_leaves_no_socket_behind(
    lab: Lab, bystander: socket.socket, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    monkeypatch.setattr(TracedSocket, method, go_wrong)
    assert lab.refused(lambda id: Listen(id, LOOPBACK, 0)).name == "INTERNAL_ERROR"
    number = the_mistake(lab).socket
    assert number is not None
    assert lab.ended(number).ending is Ending.FAILED
    assert lab.rows(number)[-1].call is Call.CLOSE
    monkeypatch.undo()
    assert lab.facts(lab.listen()).state is State.LISTENING
    check_that_others_live_on(bystander)


def test_in_sending_its_command_is_answered_once(
    lab: Lab, bystander: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    _peer, number = lab.caller(lab.listen())
    monkeypatch.setattr(TracedSocket, "send", go_wrong)
    assert lab.refused(lambda id: Send(id, number, b"hello")).name == "INTERNAL_ERROR"
    assert the_mistake(lab).socket == number
    assert lab.ended(number).ending is Ending.FAILED
    monkeypatch.undo()
    check_that_others_live_on(bystander)


def test_in_closing_one_socket_stopping_still_closes_the_others(lab: Lab, bystander: socket.socket) -> None:
    closed: list[int] = []

    def fail_once(raw: RawRecord) -> None:
        if raw[4] is Call.CLOSE:
            closed.append(raw[2])
            if len(closed) == 1:
                go_wrong()

    lab.listen()
    lab.recorder.before_append = fail_once
    lab.stop()
    the_mistake(lab)
    assert set(closed) == set(lab.sockets)
    assert bystander.recv(1) == b""


def test_in_closing_a_socket_the_command_is_answered_once(
    lab: Lab, bystander: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = lab.bind_udp()
    monkeypatch.setattr(TracedSocket, "close", go_wrong)
    assert lab.refused(lambda id: Close(id, number)).name == "INTERNAL_ERROR"
    monkeypatch.undo()
    lab.until(lambda: len(lab.internal_errors) == 2, "both mistakes")
    lab.internal_errors.clear()
    check_that_others_live_on(bystander)
