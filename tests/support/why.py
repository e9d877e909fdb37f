"""Cards of a running lab: what goes wrong becomes a case as in the window, and a remedy is carried out (test thread).

Law: the case holds what the lab itself told, and nothing that only the test knows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from core.contract.commands import BindUdp, Command, Connect, Listen
from core.contract.endpoints import Protocol
from core.contract.events import Failed
from core.contract.faults import Fault
from core.explain.why.card import look_into
from core.explain.why.case import Answer, Ask, Card, Case
from core.explain.why.noticed import noticed
from tests.support.lab import PATIENCE_S, Lab


def card_when_refused(lab: Lab, make: Callable[[int], Command]) -> Card:
    """The card of a command that fails."""
    command = lab.ask(make)
    answer = lab.answer(command)
    assert isinstance(answer, Failed), f"carried out: {answer}"
    socket = lab.sockets.get(answer.socket or 0)
    asked = make(command)
    protocol = Protocol.UDP if isinstance(asked, BindUdp) else Protocol.TCP
    if isinstance(asked, Connect):
        protocol = asked.protocol
    elif not isinstance(asked, Listen | BindUdp) and socket is not None:
        protocol = socket.protocol
    return look_into(Case(answer.fault, protocol, asked, socket))


def faults_noticed(lab: Lab, number: int) -> list[Fault]:
    """What has happened to a socket of its own accord so far."""
    told = [None, *lab.told(number)]
    faults = [noticed(before, after) for before, after in pairwise(told) if after is not None]
    return [fault for fault in faults if fault is not None]


def card_when_noticed(lab: Lab, number: int, name: str) -> Card:
    """The card of something that happens to a socket, as soon as it does."""
    lab.until(lambda: any(fault.name == name for fault in faults_noticed(lab, number)), f"{name} on #{number}")
    fault = next(fault for fault in faults_noticed(lab, number) if fault.name == name)
    socket = lab.facts(number)
    ends = (socket.remote, socket.local)
    other = next((it for it in lab.sockets.values() if (it.local, it.remote) == ends and it.number != number), None)
    lab.capture.flush(PATIENCE_S)
    totals = lab.capture.totals(number)
    return look_into(Case(fault, socket.protocol, None, socket, other, totals.bytes_in, totals.bytes_out))


def answers(card: Card) -> list[Answer]:
    """What the questions of a card were answered with."""
    assert card.is_checked
    return [check.answer for check in card.diagnosis.checks]


def remedy(card: Card, words: str) -> Ask:
    """The remedy whose button says that."""
    found = [it for it in card.diagnosis.remedies if words in it.label]
    assert len(found) == 1, [it.label for it in card.diagnosis.remedies]
    assert isinstance(found[0], Ask)
    return found[0]


def carry_out(lab: Lab, ask: Ask) -> list[int]:
    """Press its button; the numbers of the sockets that come of it."""
    return [lab.done(lambda id, command=command: replace(command, id=id)) for command in ask.commands]  # type: ignore[misc]
