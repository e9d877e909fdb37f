"""Cards about another computer: they say what this one knows of the way there, and probe nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.contract.commands import Connect
from core.contract.endpoints import Protocol
from core.explain.why.case import Answer, Card
from tests.support.lab import Lab
from tests.support.network import Host, lab_on
from tests.support.why import answers, card_when_refused, remedy

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
CardOf = Callable[..., Card]


@pytest.fixture
def lab(hosts: tuple[Host, Host], tmp_path: Path) -> Iterator[Lab]:
    """A lab on the first host."""
    with lab_on(hosts[0], tmp_path / "run.socketlab") as lab:
        yield lab


@pytest.fixture
def card_of(lab: Lab, hosts: tuple[Host, Host]) -> CardOf:
    """The card of a call from there to port 9 of an address."""

    def call(address: str, timeout_s: float = 10.0) -> Card:
        with hosts[0].inside():
            return card_when_refused(lab, lambda id: Connect(id, Protocol.TCP, address, 9, timeout_s=timeout_s))

    return call


def test_a_refusal_from_there_leaves_open_why(card_of: CardOf, hosts: tuple[Host, Host]) -> None:
    card = card_of(hosts[1].ipv4)
    assert answers(card) == [NO, UNKNOWN]
    assert "does not probe it" in card.diagnosis.checks[1].detail
    assert remedy(card, "Try again").commands


def test_silence_from_there_says_that_there_is_a_way(card_of: CardOf, hosts: tuple[Host, Host]) -> None:
    here = hosts[0]
    here.ip("neighbour", "add", "10.77.0.98", "lladdr", "02:00:00:00:00:98", "dev", here.interface)
    card = card_of("10.77.0.98", 0.3)
    assert answers(card) == [NO, YES, UNKNOWN]
    assert card.diagnosis.checks[1].detail == f"in the same network, interface {here.interface}"
    assert "swallows" in card.diagnosis.cause


def test_a_computer_that_is_off_does_not_answer_on_its_network(card_of: CardOf) -> None:
    card = card_of("10.77.0.99")
    assert card.call == "connect() answered EHOSTUNREACH (113)"
    assert answers(card) == [NO, YES, NO]
    assert "(ARP)" in card.diagnosis.checks[2].question
    assert "is off or not connected" in card.diagnosis.cause


@pytest.mark.parametrize("address", ["198.51.100.1", "2001:db8::1"])
def test_without_a_route_nothing_was_sent(card_of: CardOf, address: str) -> None:
    card = card_of(address)
    assert card.call == "connect() answered ENETUNREACH (101)"
    assert answers(card) == [NO, NO, YES]
    assert "no line of its routing table matches" in card.diagnosis.checks[1].detail
    assert "nothing was sent at all" in card.diagnosis.cause


@pytest.mark.parametrize("kind", ["unreachable", "prohibit", "blackhole"])
def test_a_route_that_forbids_is_told_from_none(card_of: CardOf, hosts: tuple[Host, Host], kind: str) -> None:
    hosts[0].ip("route", "add", kind, "198.51.100.0/24")
    card = card_of("198.51.100.1")
    assert answers(card)[:2] == [NO, NO]
    assert "nothing may go there" in card.diagnosis.checks[1].detail
    assert "has forbidden that way" in card.diagnosis.cause


def test_a_host_without_ipv6_says_so(card_of: CardOf, hosts: tuple[Host, Host]) -> None:
    here = hosts[0]
    here.set(f"ipv6/conf/{here.interface}/disable_ipv6", 1)
    card = card_of("2001:db8::1")
    assert answers(card) == [NO, NO, NO]
    assert "speaks IPv6 with itself" in card.diagnosis.cause


def test_many_at_once_can_be_reached_by_udp_only(card_of: CardOf) -> None:
    card = card_of("224.0.0.1")
    assert answers(card) == [NO]
    assert remedy(card, "Use UDP").commands == (Connect(1, Protocol.UDP, "224.0.0.1", 9, timeout_s=10.0),)
    assert card_of("255.255.255.255").diagnosis.remedies == ()
