"""When the recorder falls behind, sockets are not read: memory stays bounded, and no row is lost."""

from __future__ import annotations

import socket
import threading

from core.contract.commands import Connect, Send
from core.contract.endpoints import Protocol
from core.contract.events import ReadingPaused, ReadingResumed
from core.contract.records import Call
from core.engine.loop import PAUSE_READING_AT
from core.net.calls import STREAM_READ_SIZE
from tests.support.lab import LOOPBACK, Lab
from tests.support.peers import nobody

FLOOD = 96 * 1024 * 1024


def test_a_slow_recorder_pauses_reading_and_a_quick_one_resumes_it(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen())
    lab.recorder.is_slow = True
    sender = threading.Thread(target=peer.sendall, args=(bytes(FLOOD),))
    sender.start()
    lab.until(lambda: lab.heard(ReadingPaused), "reading to pause")
    assert PAUSE_READING_AT < lab.heard(ReadingPaused)[0].pending_bytes < PAUSE_READING_AT + 2 * STREAM_READ_SIZE
    assert not lab.heard(ReadingResumed)
    lab.recorder.catch_up()
    lab.until_received(number, FLOOD)
    sender.join()
    assert len(lab.heard(ReadingPaused)) == len(lab.heard(ReadingResumed))


def test_while_reading_pauses_commands_are_carried_out_and_nothing_is_read(lab: Lab) -> None:
    listener = lab.listen()
    peer, number = lab.caller(listener)
    lab.recorder.fall_behind(PAUSE_READING_AT + 1)
    lab.done(lambda id: Send(id, number, b"one"))
    lab.until(lambda: lab.heard(ReadingPaused), "reading to pause")
    peer.sendall(b"unread for now")
    lab.done(lambda id: Send(id, number, b"two"))
    late = lab.peer(socket.create_connection((LOOPBACK, lab.port(listener))))
    lab.done(lambda id: Send(id, number, b"three"))
    with peer.makefile("rb") as stream:
        assert stream.read(len(b"onetwothree")) == b"onetwothree"
    assert lab.count(number, Call.RECV) == 0
    assert lab.count(listener, Call.ACCEPT) == 1
    lab.recorder.catch_up()
    assert lab.until_received(number, len(b"unread for now")) == b"unread for now"
    lab.accepted_from(late)


def test_a_connect_goes_on_while_reading_pauses(lab: Lab) -> None:
    port = lab.port(lab.listen())
    lab.recorder.fall_behind(PAUSE_READING_AT + 1)
    lab.connect(port)
    lab.until(lambda: lab.heard(ReadingPaused), "reading to pause")
    lab.connect(port)
    with nobody() as refusing:
        assert lab.refused(lambda id: Connect(id, Protocol.TCP, LOOPBACK, refusing)).name == "ECONNREFUSED"
    lab.recorder.catch_up()
    lab.until(lambda: lab.heard(ReadingResumed), "reading to go on")
