"""How a socket is read: in small pieces, a while later, or not at all; bytes are kept, edges of messages are not."""

from __future__ import annotations

import socket

import pytest

from core.contract.commands import AT_ONCE, READ_MOST, Close, Reading, Send, SetReading
from core.contract.records import Call
from tests.support.lab import ECHO, LOOPBACK, Lab


def set_reading(lab: Lab, number: int, reading: Reading) -> None:
    lab.done(lambda id: SetReading(id, number, reading))
    assert lab.facts(number).reading == reading


def pieces(lab: Lab, number: int) -> list[bytes]:
    """What each recv() that got something took."""
    return [row.payload for row in lab.rows(number, Call.RECV) if row.payload]


def test_one_send_arrives_as_many(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen())
    set_reading(lab, number, Reading(most=5))
    peer.sendall(b"hello, socket\r\n")
    lab.until_received(number, 15)
    assert pieces(lab, number) == [b"hello", b", soc", b"ket\r\n"]
    assert {row.args for row in lab.rows(number, Call.RECV)} == {(5,)}


def test_many_sends_arrive_as_one(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen())
    peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    set_reading(lab, number, Reading(wait_ms=300))
    for part in (b"one ", b"two ", b"three"):
        peer.sendall(part)
    lab.until_received(number, 13)
    assert pieces(lab, number) == [b"one two three"]


def test_who_does_not_read_leaves_it_with_the_kernel_and_nothing_is_lost(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen(reply=ECHO))
    set_reading(lab, number, Reading(is_on=False))
    peer.sendall(b"are you there?")
    other, _ = lab.caller(lab.listen(reply=ECHO))
    other.sendall(b"x")
    assert other.recv(1) == b"x"  # others are served meanwhile
    assert pieces(lab, number) == []
    set_reading(lab, number, AT_ONCE)
    assert peer.recv(100) == b"are you there?"


def test_an_end_is_heard_after_the_wait(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen(reply=ECHO))
    set_reading(lab, number, Reading(most=3, wait_ms=20))
    peer.sendall(b"goodbye")
    peer.shutdown(socket.SHUT_WR)
    lab.ended(number)
    assert pieces(lab, number) == [b"goo", b"dby", b"e"]
    assert peer.recv(100) == b"goodbye"


def test_closing_while_a_read_is_still_to_come_makes_no_more_calls(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen())
    set_reading(lab, number, Reading(wait_ms=3_000_000))
    peer.sendall(b"too late")
    lab.done(lambda id: Close(id, number))
    assert lab.rows(number, Call.RECV) == []


def test_of_a_datagram_that_does_not_fit_the_rest_is_lost(lab: Lab) -> None:
    number = lab.bind_udp()
    set_reading(lab, number, Reading(most=5))
    with socket.socket(type=socket.SOCK_DGRAM) as sender:
        for datagram in (b"hello, socket", b"next"):
            sender.sendto(datagram, (LOOPBACK, lab.port(number)))
    lab.until(lambda: lab.count(number, Call.RECVFROM, "") == 2, "both datagrams")
    assert [row.payload for row in lab.rows(number, Call.RECVFROM)] == [b"hello", b"next"]


@pytest.mark.parametrize("reading", [Reading(most=0), Reading(most=READ_MOST + 1), Reading(wait_ms=-1)])
def test_a_way_that_cannot_be_is_refused(lab: Lab, reading: Reading) -> None:
    _, number = lab.caller(lab.listen())
    assert lab.refused(lambda id: SetReading(id, number, reading)).name == "READING_BAD"


def test_a_listener_is_not_read(lab: Lab) -> None:
    number = lab.listen()
    assert lab.refused(lambda id: SetReading(id, number, AT_ONCE)).name == "WRONG_KIND"


def test_a_sender_fills_the_buffers_and_goes_on_when_it_is_read(lab: Lab) -> None:
    listener = lab.listen()
    client = lab.connect(lab.port(listener))
    lab.until(lambda: len(lab.sockets) == 3, "the accepted connection")
    server = max(lab.sockets)
    set_reading(lab, server, Reading(is_on=False))
    data = bytes(8_000_000)
    sending = lab.ask(lambda id: Send(id, client, data))
    lab.until(lambda: lab.facts(client).waiting_bytes > 0, "the kernel to be full")
    lab.until(lambda: lab.count(client, Call.SEND) >= 1, "its calls")
    assert lab.facts(client).waiting_bytes > 0
    set_reading(lab, server, AT_ONCE)
    lab.done_with(sending)
    lab.until_received(server, len(data))
