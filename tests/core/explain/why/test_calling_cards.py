"""Calls that reach nobody, for real: the card says what this computer knows, why, and its remedy helps."""

from __future__ import annotations

import socket
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from core.contract.commands import Connect, Send
from core.contract.endpoints import Protocol
from core.contract.faults import Fault
from core.contract.sockets import State
from core.explain.why.card import look_into
from core.explain.why.case import Answer, Case
from tests.support.lab import LOOPBACK, Lab
from tests.support.peers import NameService, black_hole, free_port, nobody
from tests.support.why import answers, card_when_noticed, card_when_refused, carry_out, faults_noticed, remedy

TCP, UDP = Protocol.TCP, Protocol.UDP
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


def bound(family: socket.AddressFamily, kind: socket.SocketKind, address: str, port: int = 0) -> socket.socket:
    """A plain socket that holds a port (and listens)."""
    made = socket.socket(family, kind)
    if family is socket.AF_INET6:
        made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    made.bind((address, port))
    if kind is socket.SOCK_STREAM:
        made.listen()
    return made


@dataclass(frozen=True)
class Wrong:
    """Where a program waits, where it is called, and what the card says."""

    name: str
    waits: tuple[socket.AddressFamily, socket.SocketKind, str] | None
    protocol: Protocol
    host: str
    answers: list[Answer]
    cause: str
    remedy: str

    def __str__(self) -> str:
        return self.name


REFUSED = [
    Wrong("nobody listens", None, TCP, LOOPBACK, [YES, NO, NO, NO], "No program holds that port", "call again"),
    Wrong(
        "it listens on IPv6 only", (socket.AF_INET6, socket.SOCK_STREAM, "::1"), TCP, LOOPBACK,
        [YES, NO, YES, NO], "holds the port for IPv6 only", "Connect to [::1]:",
    ),
    Wrong(
        "it listens on IPv4 only", (socket.AF_INET, socket.SOCK_STREAM, LOOPBACK), TCP, "::1",
        [YES, NO, YES, NO], "holds the port for IPv4 only", "Connect to 127.0.0.1:",
    ),
    Wrong(
        "it listens on another address", (socket.AF_INET, socket.SOCK_STREAM, "127.0.0.2"), TCP, LOOPBACK,
        [YES, NO, YES, NO], "another address of this computer", "Connect to 127.0.0.2:",
    ),
    Wrong(
        "TCP is sent to a UDP port", (socket.AF_INET, socket.SOCK_DGRAM, LOOPBACK), TCP, LOOPBACK,
        [YES, NO, NO, YES], "TCP was spoken to it", "Use UDP",
    ),
]  # fmt: skip


@pytest.mark.parametrize("wrong", REFUSED, ids=str)
def test_a_refusal_tells_what_this_computer_knows_and_its_remedy_helps(lab: Lab, wrong: Wrong) -> None:
    with ExitStack() as stack:
        port = free_port()
        if wrong.waits is not None:
            port = stack.enter_context(bound(*wrong.waits)).getsockname()[1]
        card = card_when_refused(lab, lambda id: Connect(id, wrong.protocol, wrong.host, port))
        assert (card.kind, card.call) == ("error", "connect() answered ECONNREFUSED (111)")
        assert "nothing listens" in card.words.sentence
        assert answers(card) == wrong.answers
        assert wrong.cause in card.diagnosis.cause
        assert lab.facts(carry_out(lab, remedy(card, wrong.remedy))[-1]).state is State.CONNECTED


UNHEARD = [
    Wrong("nobody hears", None, UDP, LOOPBACK, [YES, NO, NO, NO], "No program holds that port", "Bind a UDP socket"),
    Wrong(
        "UDP is sent to a TCP port", (socket.AF_INET, socket.SOCK_STREAM, LOOPBACK), UDP, LOOPBACK,
        [YES, NO, NO, YES], "UDP was spoken to it", "Use TCP",
    ),
]  # fmt: skip


@pytest.mark.parametrize("wrong", UNHEARD, ids=str)
def test_a_datagram_to_nobody_tells_who_is_there_instead(lab: Lab, wrong: Wrong) -> None:
    with ExitStack() as stack:
        port = free_port(socket.SOCK_DGRAM)
        if wrong.waits is not None:
            port = stack.enter_context(bound(*wrong.waits)).getsockname()[1]
        number = lab.connect(port, protocol=UDP)
        lab.done(lambda id: Send(id, number, b"anybody?"))
        card = card_when_noticed(lab, number, "ECONNREFUSED")
        assert "ICMP port unreachable" in card.words.sentence
        assert answers(card) == wrong.answers
        assert wrong.cause in card.diagnosis.cause
        carry_out(lab, remedy(card, wrong.remedy))
        if wrong.waits is None:
            lab.done(lambda id: Send(id, number, b"and now?"))
            lab.until_received(number, len(b"and now?"))


def test_a_program_that_came_a_moment_later_is_simply_called_again(lab: Lab) -> None:
    with nobody() as port:
        pass
    command = lab.ask(lambda id: Connect(id, TCP, LOOPBACK, port))
    fault = lab.fault_of(command)
    with bound(socket.AF_INET, socket.SOCK_STREAM, LOOPBACK, port):
        card = look_into(Case(fault, TCP, Connect(0, TCP, LOOPBACK, port)))
        assert answers(card)[1] is YES
        assert "this lab itself" in card.diagnosis.cause  # the test's process is the lab's
        carry_out(lab, remedy(card, "Try again"))


def test_no_answer_from_this_computer_is_a_full_backlog(lab: Lab) -> None:
    with black_hole() as port:
        card = card_when_refused(lab, lambda id: Connect(id, TCP, LOOPBACK, port, timeout_s=0.3))
        assert "No answer came" in card.words.sentence
        assert answers(card) == [YES, YES, YES]
        assert "not accepted yet" in card.diagnosis.checks[-1].detail
        assert "switchboard operator" in card.diagnosis.cause
        patient = remedy(card, "Try again for 60 s").commands[0]
        assert isinstance(patient, Connect)
        assert patient.timeout_s == 60


def test_a_misspelt_name_offers_the_one_that_is_meant(lab: Lab, name_service: NameService) -> None:
    name_service.refuse(socket.EAI_NONAME)
    port = lab.port(lab.listen())
    card = card_when_refused(lab, lambda id: Connect(id, TCP, "locahost", port))
    assert card.words.sentence == "No computer called “locahost” is known."
    assert answers(card)[0] is NO
    use = remedy(card, "Use localhost")
    name_service.know(LOOPBACK)
    carry_out(lab, use)


def test_a_silent_name_service_is_no_word_about_the_computer_that_is_meant(lab: Lab, name_service: NameService) -> None:
    name_service.refuse(socket.EAI_AGAIN)
    card = card_when_refused(lab, lambda id: Connect(id, TCP, "host.example", 9))
    assert "says nothing yet about the computer" in card.diagnosis.cause
    name_service.hang()
    card = card_when_refused(lab, lambda id: Connect(id, TCP, "host.example", 9, timeout_s=0.1))
    assert card.words.sentence == "The name service did not find “host.example” in time."
    assert remedy(card, "Try again for 60 s").commands
    name_service.answer()


def test_ends_of_two_ip_versions_can_be_had_as_one(lab: Lab) -> None:
    port = lab.port(lab.listen())
    card = card_when_refused(lab, lambda id: Connect(id, TCP, LOOPBACK, port, local_host="::1"))
    assert answers(card) == [NO]
    carry_out(lab, remedy(card, "Use any local address"))


def test_a_plain_success_has_no_card(lab: Lab) -> None:
    listener = lab.listen()
    number = lab.connect(lab.port(listener))
    lab.done(lambda id: Send(id, number, b"hello"))
    udp = lab.connect(lab.port(lab.bind_udp()), protocol=UDP)
    lab.done(lambda id: Send(id, udp, b"hello"))
    lab.until(lambda: [it for it in lab.sockets.values() if it.parent is not None], "the accepted connection")
    assert [fault for each in lab.sockets for fault in faults_noticed(lab, each)] == []


def test_a_computer_far_away_is_not_probed(lab: Lab) -> None:
    before = len(lab.rows())
    card = look_into(Case(Fault("ECONNREFUSED", "connect", 111, "203.0.113.5:9"), TCP))
    assert answers(card) == [NO, UNKNOWN]
    assert "does not probe" in card.diagnosis.checks[1].detail
    assert len(lab.rows()) == before
