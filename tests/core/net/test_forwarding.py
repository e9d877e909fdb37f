"""A listener that puts its callers through to another address, with plain sockets at both ends."""

from __future__ import annotations

import os
import socket
import struct
import threading
from collections.abc import Iterator

import pytest

from core.contract.commands import Close, Listen, ReplyChoice, SetReply
from core.contract.endpoints import Endpoint
from core.contract.faults import BadInput
from core.contract.records import CauseKind
from core.contract.sockets import Ending, Role, SocketSnapshot, State
from core.contract.tls import TlsServer
from core.net.outbox import HIGH_WATER
from core.replies.forward import onward
from tests.support.lab import ECHO, LOOPBACK, PATIENCE_S, Lab
from tests.support.peers import free_port

LARGE = 8 * 1024 * 1024


def forward_to(port: int, scheme: str = "tcp", word: str = "") -> ReplyChoice:
    return ReplyChoice("forward", f"{scheme}://{LOOPBACK}:{port} {word}".encode())


class Put:
    """A caller who has been put through: both peers, and the numbers of the two sockets between them."""

    def __init__(self, lab: Lab, server: socket.socket) -> None:
        self.listener = lab.listen(reply=forward_to(server.getsockname()[1]))
        self.caller, self.near = lab.caller(self.listener)
        accepted, _ = server.accept()
        self.server = lab.peer(accepted)
        lab.until(lambda: lab.facts(self.near).partner is not None, "the other side")
        self.far = lab.facts(self.near).partner or 0
        lab.until_state(self.far, State.CONNECTED)


def turned_away(lab: Lab, listener: int) -> SocketSnapshot:
    """A caller calls who is reset, at once or when he has been put through in vain; the end of his socket here."""
    caller = lab.peer(socket.socket())
    caller.bind((LOOPBACK, 0))
    port = caller.getsockname()[1]

    def call() -> None:
        caller.connect((LOOPBACK, lab.port(listener)))
        caller.recv(1)

    with pytest.raises(ConnectionResetError):
        call()

    def here() -> list[SocketSnapshot]:
        accepted = (it for it in lab.sockets.values() if it.parent is not None and it.remote is not None)
        return [it for it in accepted if it.remote == Endpoint(LOOPBACK, port) and not it.is_open]

    lab.until(here, "his end")
    return here()[0]


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with socket.create_server((LOOPBACK, 0)) as made:
        made.settimeout(PATIENCE_S)
        yield made


@pytest.fixture
def put(lab: Lab, server: socket.socket) -> Put:
    return Put(lab, server)


def test_what_either_says_the_other_hears_and_both_sides_are_sockets_of_the_lab(lab: Lab, put: Put) -> None:
    put.caller.sendall(b"question")
    assert put.server.recv(100) == b"question"
    put.server.sendall(b"answer")
    assert put.caller.recv(100) == b"answer"
    assert (lab.facts(put.near).role, lab.facts(put.far).role) == (Role.ACCEPTED, Role.CLIENT)
    assert lab.facts(put.far).partner == put.near
    assert (lab.until_received(put.near, 8), lab.until_received(put.far, 6)) == (b"question", b"answer")
    assert {row.cause.kind for row in lab.rows(put.far)} <= {CauseKind.REPLY, CauseKind.READY, CauseKind.LOOKUP}


def test_finishing_is_passed_on_and_the_other_way_stays_open(lab: Lab, put: Put) -> None:
    put.caller.sendall(b"all I have")
    put.caller.shutdown(socket.SHUT_WR)
    assert put.server.recv(100) == b"all I have"
    assert put.server.recv(100) == b""
    put.server.sendall(b"still here")
    assert put.caller.recv(100) == b"still here"
    put.server.close()
    assert put.caller.recv(100) == b""
    assert {lab.ended(put.near).ending, lab.ended(put.far).ending} <= {Ending.PEER_CLOSED, Ending.CLOSED_HERE}


@pytest.mark.parametrize("who", ["caller", "server"])
def test_a_reset_is_passed_on_as_one(lab: Lab, put: Put, who: str) -> None:
    cutting, cut = (put.caller, put.server) if who == "caller" else (put.server, put.caller)
    cutting.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    cutting.close()
    with pytest.raises(ConnectionResetError):
        cut.recv(100)
    endings = {lab.ended(put.near).ending, lab.ended(put.far).ending}
    assert endings == {Ending.PEER_RESET, Ending.RESET_HERE}


def test_closing_one_side_here_closes_the_other(lab: Lab, put: Put) -> None:
    lab.done(lambda id: Close(id, put.near))
    assert lab.ended(put.far).ending is Ending.CLOSED_HERE
    assert put.server.recv(100) == b""


def test_much_goes_through_in_both_ways_at_once(lab: Lab, put: Put) -> None:
    there, back = os.urandom(LARGE), os.urandom(LARGE)
    heard: dict[str, bytes] = {}

    def talk(name: str, peer: socket.socket, data: bytes) -> None:
        def listen() -> None:
            pieces = []
            while piece := peer.recv(1 << 16):
                pieces.append(piece)
            heard[name] = b"".join(pieces)

        ear = threading.Thread(target=listen)
        ear.start()
        peer.sendall(data)
        peer.shutdown(socket.SHUT_WR)
        ear.join()

    talks = [threading.Thread(target=talk, args=it) for it in
             (("caller", put.caller, there), ("server", put.server, back))]  # fmt: skip
    for talking in talks:
        talking.start()
    for talking in talks:
        talking.join()
    assert heard == {"caller": back, "server": there}
    lab.ended(put.near)
    lab.ended(put.far)


def test_who_reads_nothing_is_not_sent_to_without_end(lab: Lab, put: Put) -> None:
    put.caller.setblocking(False)
    sent = 0
    piece = bytes(1 << 16)

    def push() -> bool:
        """Until the caller's own buffer stays full because the lab does not read any more."""
        nonlocal sent
        try:
            sent += put.caller.send(piece)
        except BlockingIOError:
            return lab.facts(put.near).reading_paused
        return False

    lab.until(lambda: push() or lab.facts(put.near).reading_paused, "the caller to be held back")
    assert lab.facts(put.far).waiting_bytes < HIGH_WATER + (2 << 16)
    got = 0
    while got < sent:
        got += len(put.server.recv(1 << 16))
    assert got == sent
    lab.until(lambda: not lab.facts(put.near).reading_paused, "the caller to be read again")


def test_nobody_there_is_said_at_both_sides_and_the_caller_is_reset(lab: Lab) -> None:
    facts = turned_away(lab, lab.listen(reply=forward_to(free_port())))
    assert facts.fault is not None
    assert (facts.fault.name, facts.ending) == ("ECONNREFUSED", Ending.RESET_HERE)
    assert lab.ended(facts.partner or 0).ending is Ending.REFUSED


def test_a_port_that_forwards_to_itself_is_found_out(lab: Lab) -> None:
    port = free_port()
    listener = lab.listen(port=port, reply=forward_to(port))
    fault = turned_away(lab, listener).fault
    assert fault is not None
    assert fault.name == "FORWARD_LOOP"
    lab.until(lambda: all(not it.is_open for it in lab.sockets.values() if it.number != listener), "the end of it")
    assert turned_away(lab, listener).partner is None


def test_another_reply_takes_over_and_the_other_side_is_let_go(lab: Lab, put: Put) -> None:
    lab.done(lambda id: SetReply(id, put.listener, ECHO))
    put.caller.sendall(b"hello?")
    assert put.caller.recv(100) == b"hello?"
    assert put.server.recv(100) == b""
    lab.ended(put.far)


def test_tls_at_either_side(lab: Lab) -> None:
    secure = lab.listen(reply=ECHO, tls=TlsServer())
    inner = lab.listen(reply=forward_to(lab.port(secure), "tls", "insecure"))
    outer = lab.done(lambda id: Listen(id, LOOPBACK, 0, forward_to(lab.port(inner)), tls=TlsServer()))
    plain, _near = lab.caller(lab.listen(reply=forward_to(lab.port(outer), "tls", "insecure")))
    plain.sendall(b"through three")
    assert plain.recv(100) == b"through three"
    fault = turned_away(lab, lab.listen(reply=forward_to(lab.port(secure), "tls"))).fault
    assert fault is not None
    assert fault.name.startswith("TLS_")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "FORWARD_EMPTY"),
        ("nowhere", "URL_BAD"),
        ("udp://h:1", "FORWARD_BAD"),
        ("tcp://h:1 insecure", "FORWARD_BAD"),
        ("tls://h:1 unsafe", "FORWARD_BAD"),
        ("tcp://h:0", "PORT_ZERO"),
    ],
)
def test_an_address_that_makes_no_sense_is_refused(text: str, fault: str) -> None:
    with pytest.raises(BadInput) as refused:
        onward(text)
    assert refused.value.fault.name == fault
