"""Callers taken by hand, and calls made step by step; whoever is not concerned goes on meanwhile."""

from __future__ import annotations

import socket

from core.contract.commands import Accept, Close, CloseAll, FinishSending, Send, SetAccepting, SetStepping, Step
from core.contract.records import Call
from core.contract.sockets import Ending, State
from tests.support.lab import ECHO, LOOPBACK, Lab


def by_hand(lab: Lab, *, backlog: int | None = None) -> int:
    number = lab.listen()
    lab.done(lambda id: SetAccepting(id, number, True, backlog))
    return number


def call(lab: Lab, listener: int) -> socket.socket:
    """A caller, connected by the kernel, whoever accepts it."""
    return lab.peer(socket.create_connection((LOOPBACK, lab.port(listener)), timeout=10))


def test_each_press_is_one_accept_in_the_order_they_came(lab: Lab) -> None:
    listener = by_hand(lab)
    callers = [call(lab, listener) for _ in range(3)]
    assert lab.rows(listener, Call.ACCEPT) == []
    made = [lab.done(lambda id: Accept(id, listener)) for _ in callers]
    assert [str(lab.facts(number).remote) for number in made] == [
        "{}:{}".format(*caller.getsockname()) for caller in callers
    ]
    assert len(lab.rows(listener, Call.ACCEPT)) == 3
    assert lab.refused(lambda id: Accept(id, listener)).name == "NOBODY_WAITS"


def test_a_caller_who_waits_has_already_sent(lab: Lab) -> None:
    listener = by_hand(lab)
    caller = call(lab, listener)
    caller.sendall(b"I am first")
    number = lab.done(lambda id: Accept(id, listener))
    assert lab.until_received(number, 10) == b"I am first"


def test_a_full_backlog_turns_callers_away_until_one_is_taken(lab: Lab) -> None:
    listener = by_hand(lab, backlog=0)
    assert lab.facts(listener).backlog == 0
    assert [row.args for row in lab.rows(listener, Call.LISTEN)][-1] == (0,)
    call(lab, listener)
    with socket.socket() as turned_away:
        turned_away.settimeout(0.3)
        try:
            turned_away.connect((LOOPBACK, lab.port(listener)))
            connected = True
        except TimeoutError:
            connected = False
    assert not connected
    lab.done(lambda id: Accept(id, listener))
    call(lab, listener)  # there is room again


def test_accepting_by_itself_again_takes_those_who_waited(lab: Lab) -> None:
    listener = by_hand(lab)
    call(lab, listener)
    lab.done(lambda id: SetAccepting(id, listener, False))
    lab.until(lambda: len(lab.sockets) == 2, "the accepted connection")


def stepping(lab: Lab, number: int) -> None:
    lab.done(lambda id: SetStepping(id, number, True))


def waits(lab: Lab, number: int, name: str) -> None:
    lab.until(lambda: lab.facts(number).next_call == name, f"{name}() to wait")


def test_an_echo_goes_step_by_step_one_call_each(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen(reply=ECHO))
    stepping(lab, number)
    peer.sendall(b"hello")
    waits(lab, number, "recv")
    assert lab.rows(number, Call.RECV) == []
    lab.done(lambda id: Step(id, number))
    assert [row.payload for row in lab.rows(number, Call.RECV)] == [b"hello"]
    waits(lab, number, "send")
    assert lab.rows(number, Call.SEND) == []
    lab.done(lambda id: Step(id, number))
    assert peer.recv(10) == b"hello"
    assert lab.refused(lambda id: Step(id, number)).name == "NOTHING_WAITS"


def test_others_are_served_while_one_waits(lab: Lab) -> None:
    listener = lab.listen(reply=ECHO)
    held, number = lab.caller(listener)
    stepping(lab, number)
    held.sendall(b"later")
    waits(lab, number, "recv")
    other, _ = lab.caller(listener)
    other.sendall(b"now")
    assert other.recv(10) == b"now"
    lab.done(lambda id: SetStepping(id, number, False))
    assert held.recv(10) == b"later"


def test_what_a_person_asks_for_waits_too_and_is_answered_when_it_is_made(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen())
    stepping(lab, number)
    sending = lab.ask(lambda id: Send(id, number, b"typed"))
    finishing = lab.ask(lambda id: FinishSending(id, number))
    waits(lab, number, "send")
    assert not lab.is_answered(sending)
    lab.done(lambda id: Step(id, number))
    lab.done_with(sending)
    waits(lab, number, "shutdown")
    lab.done(lambda id: Step(id, number))
    lab.done_with(finishing)
    assert lab.facts(number).state is State.FINISHED_SENDING
    assert peer.recv(10) == b"typed"


def test_a_listener_holds_its_accept(lab: Lab) -> None:
    listener = lab.listen()
    stepping(lab, listener)
    call(lab, listener)
    waits(lab, listener, "accept")
    assert len(lab.sockets) == 1
    lab.done(lambda id: Step(id, listener))
    assert len(lab.sockets) == 2


def test_a_socket_that_ends_answers_what_waited(lab: Lab) -> None:
    _, number = lab.caller(lab.listen())
    stepping(lab, number)
    closing = lab.ask(lambda id: Close(id, number))
    sending = lab.ask(lambda id: Send(id, number, b"never"))
    waits(lab, number, "close")
    lab.done(lambda id: CloseAll(id, (number,)))
    assert lab.facts(number).ending is Ending.CLOSED_HERE
    assert {lab.fault_of(closing).name, lab.fault_of(sending).name} == {"SOCKET_GONE"}


def test_datagrams_are_stepped_too(lab: Lab) -> None:
    number = lab.bind_udp(reply=ECHO)
    stepping(lab, number)
    with socket.socket(type=socket.SOCK_DGRAM) as peer:
        peer.settimeout(10)
        peer.sendto(b"datagram", (LOOPBACK, lab.port(number)))
        waits(lab, number, "recvfrom")
        lab.done(lambda id: Step(id, number))
        waits(lab, number, "send")
        lab.done(lambda id: Step(id, number))
        assert peer.recv(100) == b"datagram"
