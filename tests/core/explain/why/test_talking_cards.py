"""Conversations that end or cannot go on, for real: the card says how, who, and what can be done."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.contract.commands import Close, Connect, FinishSending, Reset, Send, SendTo
from core.contract.endpoints import Endpoint, Protocol
from core.contract.sockets import Ending, State
from core.explain.why.case import Answer
from core.explain.why.noticed import surprise
from tests.support.lab import LOOPBACK, PATIENCE_S, Lab
from tests.support.peers import NameService, free_port
from tests.support.programs import output_of
from tests.support.why import answers, card_when_noticed, card_when_refused, carry_out, faults_noticed, remedy

TCP, UDP = Protocol.TCP, Protocol.UDP
YES, NO = Answer.YES, Answer.NO
RESET_AT_CLOSE = struct.pack("ii", 1, 0)


def client_of(lab: Lab) -> tuple[int, socket.socket, socket.socket]:
    """A client of the lab, the plain server's listener, and its end of the conversation."""
    server = lab.peer(socket.create_server((LOOPBACK, 0)))
    number = lab.connect(server.getsockname()[1])
    return number, server, lab.callee(number, server)


def test_a_reset_tells_whether_its_program_is_still_there_and_connects_again(lab: Lab) -> None:
    number, server, peer = client_of(lab)
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_CLOSE)
    peer.close()
    card = card_when_noticed(lab, number, "ECONNRESET")
    assert "broke the conversation off (reset)" in card.words.sentence
    assert answers(card) == [YES, NO]
    carry_out(lab, remedy(card, "Connect again"))
    lab.peer(server.accept()[0])


def test_a_reset_from_the_labs_own_other_end_says_so(lab: Lab) -> None:
    listener = lab.listen()
    number = lab.connect(lab.port(listener))
    lab.until(lambda: [it for it in lab.sockets.values() if it.parent == listener], "the other end")
    other = next(it.number for it in lab.sockets.values() if it.parent == listener)
    lab.done(lambda id: Reset(id, other))
    card = card_when_noticed(lab, number, "ECONNRESET")
    assert f"It was you: #{other}" in card.diagnosis.cause


def test_a_broken_pipe_is_a_reset_that_answers_what_was_sent(lab: Lab) -> None:
    number, _, peer = client_of(lab)
    peer.shutdown(socket.SHUT_WR)
    lab.until_state(number, State.PEER_FINISHED)
    peer.close()
    lab.done(lambda id: Send(id, number, b"too late"))  # answered with RST
    lab.ask(lambda id: Send(id, number, b"and this fails"))
    card = card_when_noticed(lab, number, "EPIPE")
    assert card.call == "send() answered EPIPE (32)"
    assert "at the next send()" in card.diagnosis.cause
    assert lab.facts(number).ending is Ending.PEER_RESET


def test_a_peer_that_finished_and_still_listens_can_be_answered(lab: Lab) -> None:
    number, _, peer = client_of(lab)
    peer.sendall(b"that is all")
    peer.shutdown(socket.SHUT_WR)
    card = card_when_noticed(lab, number, "PEER_FINISHED")
    assert (card.kind, answers(card)) == ("info", [YES, YES])
    assert "it can still hear you" in card.diagnosis.cause
    carry_out(lab, remedy(card, "Finish sending too"))
    assert peer.recv(1) == b""


def test_a_peer_that_closed_is_told_from_one_that_only_finished(lab: Lab) -> None:
    number, _, peer = client_of(lab)
    peer.close()
    card = card_when_noticed(lab, number, "PEER_FINISHED")
    assert answers(card) == [NO, NO]
    assert "answered with a reset" in card.diagnosis.cause


def test_finishing_here_first_is_no_surprise(lab: Lab) -> None:
    number, _, peer = client_of(lab)
    lab.done(lambda id: FinishSending(id, number))
    peer.close()
    lab.ended(number)
    assert faults_noticed(lab, number) == []


def test_a_datagram_too_long_goes_as_several(lab: Lab) -> None:
    plain = lab.peer(socket.socket(type=socket.SOCK_DGRAM))
    plain.bind((LOOPBACK, 0))
    number = lab.connect(plain.getsockname()[1], protocol=UDP)
    data = bytes(range(256)) * 300
    card = card_when_refused(lab, lambda id: Send(id, number, data))
    assert answers(card) == [YES]
    carry_out(lab, remedy(card, "as 2 datagrams"))
    assert plain.recv(70_000) + plain.recv(70_000) == data
    bound = lab.bind_udp()
    to_plain = Endpoint(*plain.getsockname())
    card = card_when_refused(lab, lambda id: SendTo(id, bound, data, to_plain))
    carry_out(lab, remedy(card, "as 2 datagrams"))
    assert plain.recv(70_000) + plain.recv(70_000) == data


def test_a_peer_that_does_not_read_shows_the_bytes_that_wait_with_it(lab: Lab) -> None:
    number, _, peer = client_of(lab)
    lab.ask(lambda id: Send(id, number, bytes(7_900_000)))
    lab.until(lambda: lab.facts(number).waiting_bytes, "bytes that wait")
    card = card_when_refused(lab, lambda id: Send(id, number, bytes(7_900_000)))
    assert answers(card) == [YES, YES]
    assert "does not call recv()" in card.diagnosis.cause
    carry_out(lab, remedy(card, f"Close #{number}"))
    peer.close()


def test_tls_spoken_to_a_plain_port_is_known_by_its_first_bytes(lab: Lab) -> None:
    listener = lab.listen()
    plain = lab.peer(socket.create_connection((LOOPBACK, lab.port(listener)), PATIENCE_S))
    hello = ssl.MemoryBIO()
    client = ssl.create_default_context().wrap_bio(ssl.MemoryBIO(), hello, server_hostname="lab.example")
    with pytest.raises(ssl.SSLWantReadError):
        client.do_handshake()
    plain.sendall(hello.read())
    card = card_when_noticed(lab, lab.accepted_from(plain), "TLS_HELLO")
    assert "speaks TLS to this port" in card.words.sentence
    assert (card.kind, card.call, answers(card)) == ("warning", "", [YES, NO])
    carry_out(lab, remedy(card, "Close #"))
    assert plain.recv(1) == b""


@contextmanager
def tls_server(lab: Lab, tmp_path: Path) -> Iterator[int]:
    """A client of the lab whose peer speaks TLS only."""
    key, certificate = str(tmp_path / "key.pem"), str(tmp_path / "certificate.pem")
    output_of(
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=lab.example",
        "-keyout", key, "-out", certificate,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    number, _, peer = client_of(lab)

    def shake_hands() -> None:
        with pytest.raises(ssl.SSLError), peer:
            context.wrap_socket(peer, server_side=True)

    thread = threading.Thread(target=shake_hands)
    thread.start()
    yield number
    thread.join()


def test_a_tls_alert_is_known_by_its_first_bytes(lab: Lab, tmp_path: Path) -> None:
    with tls_server(lab, tmp_path) as number:
        lab.done(lambda id: Send(id, number, b"\x16\x03\x01\x00\x05hello"))  # says that it is TLS, and is not
        card = card_when_noticed(lab, number, "TLS_ALERT")
    assert answers(card) == [YES]
    assert "encrypted conversations only" in card.diagnosis.cause


def test_a_tls_port_that_hangs_up_at_plain_text_is_thought_of(lab: Lab, tmp_path: Path) -> None:
    with tls_server(lab, tmp_path) as number:
        lab.done(lambda id: Send(id, number, b"hello, is this a plain port?\r\n"))
        lab.until(lambda: faults_noticed(lab, number), "the end")
        name = faults_noticed(lab, number)[0].name
        card = card_when_noticed(lab, number, name)
    assert "hung up at the first bytes" in card.diagnosis.cause
    assert "TLS" in card.diagnosis.cause


def test_a_socket_that_calls_itself_is_a_surprise(lab: Lab) -> None:
    port = free_port()
    command = Connect(0, TCP, LOOPBACK, port, local_port=port)
    number = lab.connect(port, local_port=port)
    fault = surprise(command, lab.facts(number), 1)
    assert fault is not None
    assert fault.name == "SELF_CONNECTED"
    lab.done(lambda id: Close(id, number))


def test_to_call_every_address_reaches_this_computer_which_is_a_surprise(lab: Lab) -> None:
    port = lab.port(lab.listen())
    number = lab.connect(port, "0.0.0.0")
    fault = surprise(Connect(0, TCP, "0.0.0.0", port), lab.facts(number), 1)
    assert fault is not None
    assert fault.name == "WILDCARD_CALLED"


def test_a_name_whose_second_address_answers_is_a_surprise(lab: Lab, name_service: NameService) -> None:
    port = lab.port(lab.listen())
    name_service.know("::1", LOOPBACK)
    number = lab.connect(port, "lab.example")
    fault = surprise(Connect(0, TCP, "lab.example", port), lab.facts(number), 2)
    assert fault is not None
    assert fault.name == "OTHER_ADDRESS"
