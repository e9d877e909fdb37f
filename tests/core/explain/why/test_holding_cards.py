"""Ports that cannot be had, for real: the card names what holds them, and its remedy gets one."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.contract.commands import BindUdp, Close, Connect, Listen
from core.contract.endpoints import Protocol
from core.contract.sockets import State
from core.explain.why.card import look_into, make_card
from core.explain.why.case import Answer, Case, RaiseLimit, ShowPort, Wait
from core.machine.limits import descriptors, raise_descriptor_limit
from tests.support.lab import LOOPBACK, Lab, open_lab
from tests.support.limits import no_descriptor_free, no_right_to_low_ports
from tests.support.peers import free_port
from tests.support.why import answers, card_when_noticed, card_when_refused, carry_out, remedy

TCP, UDP = Protocol.TCP, Protocol.UDP
YES, NO = Answer.YES, Answer.NO
HOLDER = """
import socket, sys
kind = getattr(socket, sys.argv[1])
held = socket.socket(type=kind)
held.bind(("127.0.0.1", 0))
if kind is socket.SOCK_STREAM:
    held.listen()
print(held.getsockname()[1], flush=True)
input()
"""


@contextmanager
def another_program(kind: str) -> Iterator[tuple[int, int]]:
    """Another program that holds a port: (port, pid)."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", HOLDER, kind], text=True, **pipes) as program:  # type: ignore[call-overload]
        yield int(program.stdout.readline()), program.pid
        program.communicate("\n", timeout=10)


def left_in_time_wait() -> int:
    """A port that nobody holds, but which the end that closed first still names."""
    with socket.socket() as server:  # without SO_REUSEADDR
        server.bind((LOOPBACK, 0))
        server.listen()
        port: int = server.getsockname()[1]
        with socket.create_connection((LOOPBACK, port), 10) as client:
            accepted, _ = server.accept()
            accepted.close()
            assert client.recv(1) == b""
    return port


@pytest.mark.parametrize("protocol", Protocol)
def test_a_port_in_use_names_the_program_and_offers_the_next_free_one(lab: Lab, protocol: Protocol) -> None:
    command = Listen if protocol is TCP else BindUdp
    with another_program(protocol.socket_type.name) as (port, pid):
        card = card_when_refused(lab, lambda id: command(id, LOOPBACK, port))
        assert f"Port {port} is already held by" in card.words.sentence
        assert card.call == "bind() answered EADDRINUSE (98)"
        assert answers(card)[0] is YES
        assert f"(pid {pid})" in card.diagnosis.checks[0].detail
        assert ShowPort("Show its owner in Ports", port) in card.diagnosis.remedies
        (number,) = carry_out(lab, remedy(card, "Use free port"))
        assert lab.port(number) > port


def test_a_port_of_the_labs_own_listener_can_be_taken_over(lab: Lab) -> None:
    first = lab.listen()
    port = lab.port(first)
    command = lab.ask(lambda id: Listen(id, LOOPBACK, port))
    case = Case(lab.fault_of(command), TCP, Listen(command, LOOPBACK, port), other=lab.facts(first))
    card = look_into(case)
    assert card.words.sentence == f"Port {port} is already held by your own listener #{first}."
    assert "this lab itself" in card.diagnosis.checks[0].detail
    assert not any(isinstance(it, ShowPort) for it in card.diagnosis.remedies)  # its row in the tab is nearer
    take_over = remedy(card, f"Stop #{first}")
    assert isinstance(take_over.commands[0], Close)
    assert lab.port(carry_out(lab, take_over)[-1]) == port


def test_a_port_in_time_wait_says_for_how_long_and_offers_to_wait(lab: Lab) -> None:
    port = left_in_time_wait()
    card = card_when_refused(lab, lambda id: Listen(id, LOOPBACK, port))
    assert "held by nobody, but not free yet" in card.words.sentence
    assert answers(card) == [NO, NO, YES]
    assert "s more" in card.diagnosis.checks[2].detail
    assert "TIME_WAIT" in card.diagnosis.cause
    wait = card.diagnosis.remedies[0]
    assert isinstance(wait, Wait)
    assert 50 < wait.seconds < 61
    assert isinstance(wait.commands[0], Listen)
    carry_out(lab, remedy(card, "Use free port"))


def test_a_port_that_a_living_conversation_names_is_no_time_wait(lab: Lab) -> None:
    with socket.socket() as server:
        server.bind((LOOPBACK, 0))
        server.listen()
        port = server.getsockname()[1]
        client = lab.peer(socket.create_connection((LOOPBACK, port), 10))
        lab.peer(server.accept()[0])
    card = card_when_refused(lab, lambda id: Listen(id, LOOPBACK, port))
    assert answers(card) == [NO, YES, NO]
    assert "conversations from that time go on" in card.diagnosis.cause
    assert client.getpeername()[1] == port


def test_a_local_port_in_time_wait_can_be_left_to_the_system(lab: Lab) -> None:
    server = lab.listen()
    local_port = free_port()
    number = lab.connect(lab.port(server), local_port=local_port)
    lab.done(lambda id: Close(id, number))
    lab.ended(number)
    lab.until(lambda: [it for it in lab.sockets.values() if it.parent], "the callee")
    callee = next(it.number for it in lab.sockets.values() if it.parent)
    lab.until(lambda: lab.facts(callee).state is State.PEER_FINISHED, "the caller's end")
    lab.done(lambda id: Close(id, callee))
    card = card_when_refused(lab, lambda id: Connect(id, TCP, LOOPBACK, lab.port(server), local_port=local_port))
    assert answers(card)[-1] is YES
    (again,) = carry_out(lab, remedy(card, "Use any local port"))
    assert lab.facts(again).state is State.CONNECTED


def test_a_low_port_offers_the_one_people_use_instead(tmp_path: Path) -> None:
    with no_right_to_low_ports(), open_lab(tmp_path / "run.socketlab") as lab:
        card = card_when_refused(lab, lambda id: Listen(id, LOOPBACK, 80))
        assert "need administrator rights" in card.words.sentence
        assert answers(card) == [YES, NO]
        (number,) = carry_out(lab, remedy(card, "Use free port"))
        assert lab.port(number) >= 8080


@pytest.mark.parametrize(("host", "home"), [("192.0.2.77", LOOPBACK), ("2001:db8::77", "::1")])
def test_an_address_of_another_computer_offers_this_one(lab: Lab, host: str, home: str) -> None:
    card = card_when_refused(lab, lambda id: Listen(id, host, 0))
    assert card.words.sentence == f"{host} is not an address of this computer."
    assert answers(card) == [NO, YES]
    assert "127.0.0.1 (lo)" in card.diagnosis.checks[1].detail
    (number,) = carry_out(lab, remedy(card, f"Use {home}"))
    assert lab.local(number).address == home


def test_a_local_address_of_another_computer_is_left_to_the_system(lab: Lab) -> None:
    port = lab.port(lab.listen())
    card = card_when_refused(lab, lambda id: Connect(id, TCP, LOOPBACK, port, local_host="192.0.2.77"))
    carry_out(lab, remedy(card, "Use any local address"))


def test_without_descriptors_the_limit_is_told_and_raised(lab: Lab) -> None:
    listener = lab.listen()
    with socket.socket() as caller:
        with no_descriptor_free():
            caller.connect((LOOPBACK, lab.port(listener)))
            card = card_when_noticed(lab, listener, "EMFILE")
            assert answers(card) == [YES, YES]
            assert "not one was left to count them with" in card.diagnosis.checks[0].detail
            (raise_it,) = card.diagnosis.remedies
            assert isinstance(raise_it, RaiseLimit)
            raise_descriptor_limit(raise_it.to)
            lab.accepted_from(caller)
        limits = descriptors()
        assert limits is not None
        assert limits.open is not None


def test_before_anything_is_looked_up_the_card_is_true_already(lab: Lab) -> None:
    card = make_card(Case(lab.refused(lambda id: Listen(id, "192.0.2.77", 0)), TCP, Listen(1, "192.0.2.77", 0)))
    assert not card.is_checked
    assert card.words.sentence == "192.0.2.77 is not an address of this computer."
    assert card.diagnosis.checks == ()
