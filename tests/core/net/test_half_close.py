"""Receiving and sending end apart from each other, in both ways and in both orders."""

from __future__ import annotations

import socket

from core.contract.commands import Close, FinishSending, Send
from core.contract.records import Call
from core.contract.sockets import Ending, State
from tests.support.lab import ECHO, LOOPBACK, Lab

LARGE = 4 * 1024 * 1024


def test_a_peer_that_finished_can_still_be_sent_to(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen())
    peer.sendall(b"that is all")
    peer.shutdown(socket.SHUT_WR)
    facts = lab.until_state(number, State.PEER_FINISHED)
    assert (facts.can_read, facts.can_write, facts.is_open) == (False, True, True)
    assert lab.received(number) == b"that is all"
    lab.done(lambda id: Send(id, number, b"good to know"))
    lab.done(lambda id: FinishSending(id, number))
    assert lab.ended(number).ending is Ending.PEER_CLOSED
    assert peer.recv(100) == b"good to know"
    assert peer.recv(100) == b""


def test_having_finished_the_rest_is_still_received(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen())
    lab.done(lambda id: Send(id, number, b"a question"))
    lab.done(lambda id: FinishSending(id, number))
    facts = lab.facts(number)
    assert (facts.state, facts.can_read, facts.can_write) == (State.FINISHED_SENDING, True, False)
    assert peer.recv(100) == b"a question"
    assert peer.recv(100) == b""
    peer.sendall(b"the answer")
    lab.until_received(number, len(b"the answer"))
    peer.close()
    assert lab.ended(number).ending is Ending.CLOSED_HERE


def test_a_client_finishes_like_an_accepted_connection(lab: Lab) -> None:
    with socket.create_server((LOOPBACK, 0)) as server:
        number = lab.connect(server.getsockname()[1])
        peer = lab.callee(number, server)
    lab.done(lambda id: FinishSending(id, number))
    assert peer.recv(1) == b""
    peer.close()
    assert lab.ended(number).ending is Ending.CLOSED_HERE


def test_nothing_can_be_sent_after_finishing(lab: Lab) -> None:
    _peer, number = lab.caller(lab.listen())
    lab.done(lambda id: FinishSending(id, number))
    assert lab.refused(lambda id: Send(id, number, b"one more")).name == "ALREADY_FINISHED"
    assert lab.refused(lambda id: FinishSending(id, number)).name == "ALREADY_FINISHED"
    assert lab.count(number, Call.SHUTDOWN) == 1


def test_closing_after_the_peer_finished_is_closing_here(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen())
    peer.close()
    lab.until_state(number, State.PEER_FINISHED)
    lab.done(lambda id: Close(id, number))
    assert lab.ended(number).ending is Ending.CLOSED_HERE


def test_finishing_waits_for_what_is_still_to_be_sent(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen())
    sending = lab.ask(lambda id: Send(id, number, bytes(LARGE)))
    finishing = lab.ask(lambda id: FinishSending(id, number))
    assert lab.refused(lambda id: Send(id, number, b"after the finish")).name == "ALREADY_FINISHED"
    assert lab.facts(number).waiting_bytes > 0
    with peer.makefile("rb") as stream:
        assert stream.read() == bytes(LARGE)
    lab.done_with(sending)
    lab.done_with(finishing)
    last = lab.rows(number)[-1]
    assert (last.call, last.error) == (Call.SHUTDOWN, "")
    assert lab.facts(number).state is State.FINISHED_SENDING


def test_a_finish_that_waits_is_carried_out_when_the_peer_finishes_first(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen())
    lab.ask(lambda id: Send(id, number, bytes(LARGE)))
    finishing = lab.ask(lambda id: FinishSending(id, number))
    peer.shutdown(socket.SHUT_WR)
    lab.until_state(number, State.PEER_FINISHED)
    with peer.makefile("rb") as stream:
        assert stream.read() == bytes(LARGE)
    assert lab.ended(number).ending is Ending.PEER_CLOSED
    lab.done_with(finishing)
    assert lab.count(number, Call.SHUTDOWN) == 1


def test_an_echo_that_was_told_to_finish_does_so_after_its_answers(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen(reply=ECHO))
    lab.ask(lambda id: Send(id, number, bytes(LARGE)))
    lab.until(lambda: lab.facts(number).waiting_bytes, "bytes that wait")
    peer.sendall(b"heard?")
    lab.until_received(number, len(b"heard?"))
    finishing = lab.ask(lambda id: FinishSending(id, number))
    peer.shutdown(socket.SHUT_WR)
    lab.until_state(number, State.PEER_FINISHED)
    with peer.makefile("rb") as stream:
        assert stream.read() == bytes(LARGE) + b"heard?"
    assert lab.ended(number).ending is Ending.PEER_CLOSED
    lab.done_with(finishing)
