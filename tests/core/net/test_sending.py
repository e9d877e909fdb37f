"""What the kernel does not take at once: queued within limits, sent byte for byte, and never dropped in silence."""

from __future__ import annotations

import random
import socket
import threading
from itertools import pairwise

from core.contract.commands import NO_REPLY, Close, FinishSending, Send, SetReply
from core.contract.records import Call
from core.net.outbox import HIGH_WATER, MOST_OF_ALL, MOST_PER_SOCKET
from tests.support.lab import ECHO, Lab

MIB = 1024 * 1024
PIECE = 256 * 1024
KERNEL_BYTES = 16 * MIB
"""More than the send and receive buffers of a loopback connection hold together (3.9 MB measured)."""


def random_bytes(size: int) -> bytes:
    """Different bytes everywhere, the same in each run."""
    return random.Random(size).randbytes(size)


def narrow() -> socket.socket:
    """A caller with a small receive buffer that does not grow: else the kernel may have room for all at once."""
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, PIECE)
    return sock


def test_what_the_kernel_takes_in_parts_arrives_byte_for_byte(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen(), narrow())
    data = random_bytes(MOST_PER_SOCKET)
    sending = lab.ask(lambda id: Send(id, number, data))
    finishing = lab.ask(lambda id: FinishSending(id, number))
    lab.until(lambda: lab.facts(number).waiting_bytes, "the first send()")  # who read during it would make room
    with peer.makefile("rb") as stream:
        assert stream.read() == data
    lab.done_with(sending)
    lab.done_with(finishing)
    sends = [row for row in lab.rows(number, Call.SEND) if not row.error]
    assert sends[0].result < len(data), "the kernel took everything at once: this proved nothing"
    assert b"".join(row.payload for row in sends) == data
    assert {row.cause.command for row in sends} == {sending}


def test_the_bytes_that_wait_are_told_as_they_become_fewer(lab: Lab) -> None:
    listener = lab.listen()
    peer, number = lab.caller(listener, narrow())
    lab.ask(lambda id: Send(id, number, bytes(MOST_PER_SOCKET)))
    finishing = lab.ask(lambda id: FinishSending(id, number))
    lab.until(lambda: lab.facts(number).waiting_bytes, "the first send()")
    with peer.makefile("rb") as stream:
        for _ in range(MOST_PER_SOCKET // PIECE):
            assert len(stream.read(PIECE)) == PIECE
            lab.done(lambda id: SetReply(id, listener, NO_REPLY))  # the engine has been round once: it saw the room
    lab.done_with(finishing)
    waiting = [facts.waiting_bytes for facts in lab.told(number) if facts.waiting_bytes]
    assert len(waiting) > 1
    assert all(before >= after for before, after in pairwise(waiting))


def test_a_peer_that_never_reads_fills_the_queue_and_no_more(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen())
    asked: list[int] = []
    blocks: list[bytes] = []
    while (before := lab.facts(number).waiting_bytes) < MOST_PER_SOCKET - MIB:
        blocks.append(random_bytes(MIB - len(blocks)))
        asked.append(lab.ask(lambda id: Send(id, number, blocks[-1])))
        lab.until(lambda: lab.is_answered(asked[-1]) or lab.facts(number).waiting_bytes > before, "it to be taken")
        assert sum(map(len, blocks)) < MOST_PER_SOCKET + KERNEL_BYTES
    fault = lab.refused(lambda id: Send(id, number, bytes(2 * MIB)))
    assert (fault.name, fault.count) == ("SEND_QUEUE_FULL", lab.facts(number).waiting_bytes)
    assert lab.facts(number).waiting_bytes <= MOST_PER_SOCKET
    lab.ask(lambda id: FinishSending(id, number))
    with peer.makefile("rb") as stream:
        assert stream.read() == b"".join(blocks)
    for command in asked:
        lab.done_with(command)


def test_all_queues_together_have_a_limit_too(lab: Lab) -> None:
    listener = lab.listen()
    full: list[int] = []
    number = 0
    while not full or lab.facts(number).waiting_bytes:
        assert len(full) < MOST_OF_ALL // MIB
        _peer, number = lab.caller(listener)
        full.append(number)
        sending = lab.ask(lambda id: Send(id, number, bytes(MOST_PER_SOCKET)))  # noqa: B023
        lab.until(lambda: lab.facts(number).waiting_bytes or lab.is_answered(sending), "bytes that wait")  # noqa: B023
    assert lab.fault_of(sending).name == "SEND_QUEUE_FULL"
    waiting = sum(lab.facts(it).waiting_bytes for it in full)
    assert MOST_OF_ALL - MOST_PER_SOCKET < waiting <= MOST_OF_ALL
    lab.done(lambda id: Close(id, full[0]))
    lab.done(lambda id: Close(id, full[1]))
    again = lab.ask(lambda id: Send(id, number, bytes(MOST_PER_SOCKET)))
    lab.until(lambda: lab.facts(number).waiting_bytes or lab.is_answered(again), "room for it")
    assert not lab.is_answered(again)


def test_an_echo_to_a_peer_that_never_reads_stops_reading_and_goes_on_later(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen(reply=ECHO))
    data = random_bytes(32 * MIB)
    sender = threading.Thread(target=peer.sendall, args=(data,))
    sender.start()
    lab.until(lambda: lab.facts(number).reading_paused, "reading to pause")
    assert HIGH_WATER < lab.facts(number).waiting_bytes < 2 * HIGH_WATER
    assert len(lab.received(number)) < HIGH_WATER + KERNEL_BYTES
    with peer.makefile("rb") as stream:
        assert stream.read(len(data)) == data
    sender.join()
    lab.until(lambda: not lab.facts(number).reading_paused, "reading to go on")
    lab.until(lambda: not lab.facts(number).waiting_bytes, "nothing to wait")


def test_sending_nothing_is_carried_out_and_moves_nothing(lab: Lab) -> None:
    _peer, number = lab.caller(lab.listen())
    lab.done(lambda id: Send(id, number, b""))
    assert not any(row.moved_bytes for row in lab.rows(number))
