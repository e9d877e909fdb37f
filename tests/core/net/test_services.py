"""Replies that speak first, stream, or speak to others, over real sockets."""

from __future__ import annotations

import socket
import subprocess
from time import monotonic

import pytest

from core.contract.commands import Close, ReplyChoice, SetReply
from core.contract.endpoints import Endpoint
from core.contract.records import Call
from core.contract.sockets import Ending, State
from core.replies import make
from core.replies.chargen import PAUSE_S
from core.replies.reply import Ends
from tests.core.replies.test_replies import Nobody
from tests.support.lab import LOOPBACK, PATIENCE_S, Lab
from tests.support.voices import Ear


def read_all(peer: socket.socket) -> bytes:
    """Everything until the other side has finished."""
    pieces = []
    while piece := peer.recv(65536):
        pieces.append(piece)
    return b"".join(pieces)


def read_line(peer: socket.socket) -> bytes:
    """A line, and nothing of the next."""
    line = b""
    while not line.endswith(b"\n"):
        line += peer.recv(1)
    return line


@pytest.mark.parametrize(("name", "size"), [("daytime", 20), ("time", 4), ("quote", 20)])
def test_a_caller_is_told_at_once_and_the_conversation_ends_in_order(lab: Lab, name: str, size: int) -> None:
    listener = lab.listen(reply=ReplyChoice(name))
    peer, number = lab.caller(listener)
    assert len(read_all(peer)) >= size
    peer.close()
    assert lab.ended(number).ending is Ending.CLOSED_HERE
    assert lab.count(number, Call.SHUTDOWN) == 1


@pytest.mark.parametrize("name", ["daytime", "time", "quote", "chargen", "upper"])
def test_a_datagram_is_answered_with_one(lab: Lab, name: str) -> None:
    number = lab.bind_udp(reply=ReplyChoice(name))
    with socket.socket(type=socket.SOCK_DGRAM) as peer:
        peer.settimeout(PATIENCE_S)
        peer.sendto(b"what?", (LOOPBACK, lab.port(number)))
        answer, sender = peer.recvfrom(2048)
    assert answer
    assert sender[1] == lab.port(number)


def test_ncat_reads_the_time_of_day(lab: Lab) -> None:
    listener = lab.listen(reply=ReplyChoice("daytime"))
    command = ["ncat", "--recv-only", LOOPBACK, str(lab.port(listener))]
    assert subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE_S).stdout.endswith(b"-UTC\r\n")


def test_the_character_generator_goes_on_at_its_pace_as_the_peer_reads_and_ends_with_it(lab: Lab) -> None:
    listener = lab.listen(reply=ReplyChoice("chargen"))
    begun = monotonic()
    peer, number = lab.caller(listener)
    wanted = make(ReplyChoice("chargen")).begin(Ends(2, 9, None, Endpoint(LOOPBACK, 1)), Nobody(), Ear()).more()
    peer.shutdown(socket.SHUT_WR)
    with peer.makefile("rb") as stream:
        for _ in range(4):
            assert stream.read(len(wanted)) == wanted
    assert monotonic() - begun >= 3 * PAUSE_S
    peer.close()
    assert lab.ended(number).ending is Ending.PEER_RESET


def test_another_reply_takes_over_in_open_conversations(lab: Lab) -> None:
    listener = lab.listen()
    peer, number = lab.caller(listener)
    lab.done(lambda id: SetReply(id, listener, ReplyChoice("daytime")))
    assert read_all(peer).endswith(b"-UTC\r\n")
    lab.until_state(number, State.FINISHED_SENDING)


def test_callers_of_a_chat_room_hear_each_other_until_the_reply_is_changed(lab: Lab) -> None:
    listener = lab.listen(reply=ReplyChoice("chat"))
    (anna, number), (ben, other) = lab.caller(listener), lab.caller(listener)
    assert f"You are #{other}".encode() in read_line(ben)
    anna.sendall(b"hello\n")
    assert read_line(ben) == f"#{number}: hello\r\n".encode()
    lab.done(lambda id: SetReply(id, listener, ReplyChoice("upper")))
    anna.sendall(b"only to me\n")
    assert [read_line(anna)[-12:] for _ in range(3)][2] == b"ONLY TO ME\n"
    ben.sendall(b"x")
    assert ben.recv(1) == b"X"


def test_who_leaves_a_chat_room_is_told_of(lab: Lab) -> None:
    listener = lab.listen(reply=ReplyChoice("chat"))
    (anna, number), (ben, _) = lab.caller(listener), lab.caller(listener)
    read_line(ben)
    lab.done(lambda id: Close(id, number))
    assert read_line(ben) == f"* #{number} has left\r\n".encode()
    assert anna.recv(4096).startswith(b"* You are")


def test_a_chat_room_is_silent_on_udp(lab: Lab) -> None:
    number = lab.bind_udp(reply=ReplyChoice("chat"))
    with socket.socket(type=socket.SOCK_DGRAM) as peer:
        peer.sendto(b"anybody?\n", (LOOPBACK, lab.port(number)))
        lab.until_received(number, len(b"anybody?\n"))
    assert lab.count(number, Call.SENDTO) == 0
