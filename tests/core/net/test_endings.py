"""How a conversation ends: different facts, never merged."""

from __future__ import annotations

import errno
import socket
import struct
from contextlib import suppress

import pytest

from core.contract.commands import Close, Connect, FinishSending, Reset, Send
from core.contract.endpoints import Endpoint, Protocol
from core.contract.events import ReadingPaused
from core.contract.faults import Fault, Field
from core.contract.records import Call, CauseKind
from core.contract.sockets import Ending, Role, State
from core.engine.loop import PAUSE_READING_AT
from tests.support.lab import ECHO, LOOPBACK, Lab

RESET_ON_CLOSE = struct.pack("ii", 1, 0)


def reset(peer: socket.socket) -> None:
    """Close with RST."""
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
    peer.close()


def test_a_peer_that_closes_is_told_as_peer_closed(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen(reply=ECHO))
    peer.sendall(b"last words")
    peer.shutdown(socket.SHUT_WR)
    assert lab.ended(number).ending is Ending.PEER_CLOSED
    assert peer.recv(100) == b"last words"
    assert peer.recv(100) == b""


def test_a_peer_that_resets_while_idle_is_told_as_reset(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen())
    reset(peer)
    facts = lab.ended(number)
    assert facts.ending is Ending.PEER_RESET
    assert facts.fault == Fault("ECONNRESET", "recv", errno.ECONNRESET, about=str(facts.remote))
    assert lab.rows(number, Call.RECV)[-1].error == "ECONNRESET"


def test_a_peer_that_resets_while_bytes_wait_fails_their_send(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen())
    size = 8 * 1024 * 1024
    sending = lab.ask(lambda id: Send(id, number, bytes(size)))
    lab.until(lambda: lab.facts(number).waiting_bytes, "bytes that wait")
    taken = sum(row.result for row in lab.rows(number, Call.SEND) if not row.error)
    reset(peer)
    assert lab.ended(number).ending is Ending.PEER_RESET
    assert lab.fault_of(sending) == Fault("NOT_SENT", "send", about=f"#{number}", count=size - taken)


def test_a_peer_that_resets_while_its_answers_wait_is_told_as_reset(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen(reply=ECHO))
    peer.settimeout(0.3)
    with suppress(TimeoutError):
        while True:  # until nothing goes in any more, because nobody reads what comes back
            peer.send(bytes(65536))
    lab.until(lambda: lab.facts(number).reading_paused, "reading to pause")
    reset(peer)
    facts = lab.ended(number)
    assert facts.ending is Ending.PEER_RESET
    assert facts.fault is not None
    assert facts.fault.call == "send"  # it is not read from, and the reset is noticed all the same


def test_a_send_that_meets_a_broken_pipe_is_told_as_reset(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen())
    peer.close()
    lab.until_state(number, State.PEER_FINISHED)
    lab.done(lambda id: Send(id, number, b"taken by the kernel, refused by the peer"))
    fault = lab.refused(lambda id: Send(id, number, b"too late"))
    assert (fault.name, fault.count) == ("NOT_SENT", len(b"too late"))
    facts = lab.ended(number)
    assert facts.ending is Ending.PEER_RESET
    assert facts.fault is not None
    assert (facts.fault.name, facts.fault.call) == ("EPIPE", "send")


def test_what_had_arrived_before_a_reset_is_still_received(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen())
    lab.recorder.fall_behind(PAUSE_READING_AT + 1)
    lab.done(lambda id: Send(id, number, b"a request that the peer refuses unread"))
    lab.until(lambda: lab.heard(ReadingPaused), "reading to pause")
    peer.sendall(b"413 Too large\r\n" * 1000)
    peer.close()  # with the request unread: RST
    lab.refused(lambda id: Send(id, number, b"more of it"))
    assert lab.ended(number).ending is Ending.PEER_RESET
    assert lab.received(number) == b"413 Too large\r\n" * 1000


def test_finishing_after_a_reset_that_nobody_noticed_is_told_as_reset(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen())
    lab.done(lambda id: Send(id, number, b"never read"))
    peer.shutdown(socket.SHUT_WR)
    lab.until_state(number, State.PEER_FINISHED)
    peer.close()
    fault = lab.refused(lambda id: FinishSending(id, number))
    assert (fault.name, fault.call) == ("ENOTCONN", "shutdown")
    assert lab.ended(number).ending is Ending.PEER_RESET


def test_closed_here_sends_fin(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen())
    lab.done(lambda id: Close(id, number))
    assert lab.ended(number).ending is Ending.CLOSED_HERE
    assert peer.recv(1) == b""


def test_reset_here_is_not_the_same_as_closed_here(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen())
    lab.done(lambda id: Reset(id, number))
    assert lab.ended(number).ending is Ending.RESET_HERE
    with pytest.raises(ConnectionResetError):
        peer.recv(1)
    options = lab.rows(number, Call.SETSOCKOPT)
    assert [row.args for row in options] == [("SOL_SOCKET", "SO_LINGER", "on, 0 s")]


@pytest.mark.parametrize("end", [Close, Reset])
def test_closing_fails_what_was_not_sent(lab: Lab, end: type[Close] | type[Reset]) -> None:
    _peer, number = lab.caller(lab.listen())
    size = 8 * 1024 * 1024
    sending = lab.ask(lambda id: Send(id, number, bytes(size)))
    finishing = lab.ask(lambda id: FinishSending(id, number))
    lab.until(lambda: lab.facts(number).waiting_bytes, "bytes that wait")
    lab.done(lambda id: end(id, number))
    taken = sum(row.result for row in lab.rows(number, Call.SEND) if not row.error)
    fault = lab.fault_of(sending)
    assert (fault.name, fault.count) == ("NOT_SENT", size - taken)
    assert lab.fault_of(finishing).name == "NOT_CONNECTED"


def test_refused_says_where_and_by_which_call(lab: Lab) -> None:
    with socket.socket() as bound:  # bound but not listening: nobody else can get the port, and it refuses
        bound.bind((LOOPBACK, 0))
        port = bound.getsockname()[1]
        fault = lab.refused(lambda id: Connect(id, Protocol.TCP, LOOPBACK, port))
    about = str(Endpoint(LOOPBACK, port))
    assert fault == Fault("ECONNREFUSED", "connect", errno.ECONNREFUSED, about=about, field=Field.HOST)
    (facts,) = lab.sockets.values()
    assert (facts.role, facts.ending, facts.fault) == (Role.CLIENT, Ending.REFUSED, fault)
    asked, decided = lab.rows(facts.number, Call.CONNECT) + lab.rows(facts.number, Call.GETSOCKOPT)
    assert (asked.error, asked.cause.kind) == ("EINPROGRESS", CauseKind.COMMAND)
    assert (decided.result, decided.cause.kind) == (errno.ECONNREFUSED, CauseKind.READY)


def test_a_stopped_lab_says_so_of_every_socket(lab: Lab) -> None:
    listener = lab.listen()
    peer, number = lab.caller(listener)
    lab.stop()
    assert {lab.facts(it).ending for it in (listener, number)} == {Ending.ENGINE_STOPPED}
    assert peer.recv(1) == b""
