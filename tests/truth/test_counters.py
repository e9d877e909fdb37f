"""T6: the capture's counts are those of the other side."""

from __future__ import annotations

import random
import socket
import threading

import pytest

from core.capture.index import Totals
from core.contract.commands import Close, Send, SendTo
from core.contract.endpoints import Endpoint, Protocol
from core.contract.records import Call
from tests.support.lab import ECHO, LOOPBACK, PATIENCE_S, Lab

PART = 7_000_000


@pytest.mark.parametrize("size", [0, 1, 65_536, 65_537, 20_000_000])
def test_bytes_of_a_stream_out(lab: Lab, size: int) -> None:
    peer, number = lab.caller(lab.listen())
    counted: list[int] = []

    def count() -> None:
        with peer.makefile("rb") as stream:
            counted.append(len(stream.read()))

    counter = threading.Thread(target=count)
    counter.start()
    for start in range(0, size, PART):
        part = bytes(min(PART, size - start))
        lab.done(lambda id: Send(id, number, part))  # noqa: B023
    lab.done(lambda id: Close(id, number))
    counter.join(PATIENCE_S)
    lab.rows()
    assert counted == [lab.capture.totals(number).bytes_out] == [size]


def test_bytes_of_a_stream_in_and_echoed(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen(reply=ECHO))
    sizes = random.Random(2)
    sent = received = 0
    for _ in range(100):
        sent += peer.send(bytes(sizes.randint(1, 3000)))
        received += len(peer.recv(sizes.randint(1, 3000)))
    peer.shutdown(socket.SHUT_WR)
    while data := peer.recv(65_536):
        received += len(data)
    lab.ended(number)
    rows = [row for row in lab.rows(number) if row.moved_bytes]
    ins = sum(row.call is Call.RECV for row in rows)
    assert lab.capture.totals(number) == Totals(sent, received, ins, len(rows) - ins)


def test_datagrams_of_each_peer_and_of_all(lab: Lab) -> None:
    number = lab.bind_udp(reply=ECHO)
    sizes = random.Random(3)
    totals: list[Totals] = []
    for _ in range(5):
        peer = lab.peer(socket.socket(type=socket.SOCK_DGRAM))
        peer.connect((LOOPBACK, lab.port(number)))
        sent = [bytes(sizes.randint(0, 2000)) for _ in range(sizes.randint(1, 30))]
        for data in sent:
            peer.send(data)
            assert peer.recv(2000) == data
        mine = Endpoint(*peer.getsockname())
        lab.done(lambda id: SendTo(id, number, b"one more", mine))  # noqa: B023
        assert peer.recv(100) == b"one more"
        size = sum(map(len, sent))
        totals.append(Totals(size, size + len(b"one more"), len(sent), len(sent) + 1))
        lab.rows()
        assert lab.capture.peer_totals(number, str(mine)) == totals[-1]
    assert lab.capture.totals(number) == Totals(*map(sum, zip(*totals, strict=True)))


def test_datagrams_of_a_connected_client(lab: Lab) -> None:
    peer = lab.peer(socket.socket(type=socket.SOCK_DGRAM))
    peer.bind((LOOPBACK, 0))
    number = lab.connect(peer.getsockname()[1], protocol=Protocol.UDP)
    for data in (b"", b"12345", b""):
        lab.done(lambda id, data=data: Send(id, number, data))  # type: ignore[misc]
        assert peer.recvfrom(100) == (data, (LOOPBACK, lab.port(number)))
    peer.sendto(b"123", (LOOPBACK, lab.port(number)))
    lab.until_received(number, 3)
    lab.rows()
    assert lab.capture.totals(number) == Totals(3, 5, 1, 3)


def test_all_sockets_together(lab: Lab) -> None:
    listener = lab.listen(reply=ECHO)
    for size in (1, 10, 100):
        peer, number = lab.caller(listener)
        peer.sendall(bytes(size))
        peer.shutdown(socket.SHUT_WR)
        lab.ended(number)
    lab.rows()
    assert lab.capture.overall[:2] == (111, 111)
