"""Real programs talk to the lab: protocol by role by family, with ncat and with socat; and curl as a browser would."""

from __future__ import annotations

import random
import socket
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from core.contract.commands import Close, FinishSending, ReplyChoice, Send, SendTo
from core.contract.endpoints import Protocol
from core.contract.sockets import Ending, State
from tests.support.kernel import is_held
from tests.support.lab import LOOPBACK, Lab
from tests.support.peers import free_port
from tests.support.programs import output_of, running

ADDRESSES = {4: LOOPBACK, 6: "::1"}
SIZES = {Protocol.TCP: 300_000, Protocol.UDP: 1_400}
WaitUntil = Callable[..., None]


@dataclass(frozen=True)
class Case:
    """One program, one protocol, one family."""

    program: str
    protocol: Protocol
    ip: int

    def __str__(self) -> str:
        """As a test's name shows it."""
        return f"{self.program}-{self.protocol.value}-IPv{self.ip}"

    @property
    def address(self) -> str:
        """The loopback address of the family."""
        return ADDRESSES[self.ip]

    def client(self, port: int) -> list[str]:
        """The program's command line as a client of that port."""
        if self.program == "ncat":
            return [*self._ncat(), self.address, str(port)]
        return ["socat", "STDIO", f"{self._socat()}:{self._bracketed()}:{port}"]

    def server(self, port: int) -> list[str]:
        """The program's command line as a server on that port."""
        if self.program == "ncat":
            return [*self._ncat(), "-l", self.address, str(port)]
        return ["socat", "STDIO", f"{self._socat()}-LISTEN:{port},bind={self._bracketed()}"]

    def _ncat(self) -> list[str]:
        return ["ncat", f"-{self.ip}", *(["-u"] if self.protocol is Protocol.UDP else [])]

    def _socat(self) -> str:
        return f"{self.protocol.name}{self.ip}"

    def _bracketed(self) -> str:
        return f"[{self.address}]" if self.ip == 6 else self.address


MATRIX = [Case(program, protocol, ip) for program in ("ncat", "socat") for protocol in Protocol for ip in (4, 6)]


def payloads(case: Case) -> tuple[bytes, bytes]:
    """Random bytes for each way."""
    source, size = random.Random(str(case)), SIZES[case.protocol]
    return source.randbytes(size), source.randbytes(size)


@pytest.mark.parametrize("case", MATRIX, ids=str)
def test_a_program_as_client(lab: Lab, case: Case) -> None:
    question, answer = payloads(case)
    is_tcp = case.protocol is Protocol.TCP
    server = lab.listen(case.address) if is_tcp else lab.bind_udp(case.address)
    with running(*case.client(lab.port(server))) as program:
        program.write(question)
        lab.until(lambda: len(lab.sockets) == 2 if is_tcp else lab.peers_heard(server), "the program")
        number = max(lab.sockets)
        assert lab.until_received(number, len(question)) == question
        if is_tcp:
            lab.done(lambda id: Send(id, number, answer))
        else:
            lab.done(lambda id: SendTo(id, number, answer, lab.peers_heard(server)[0]))
        assert program.read(len(answer)) == answer
        if is_tcp:
            program.end_input()
            lab.until_state(number, State.PEER_FINISHED)
            lab.done(lambda id: FinishSending(id, number))
            assert lab.ended(number).ending is Ending.PEER_CLOSED
            assert program.wait() == 0


@pytest.mark.parametrize("case", MATRIX, ids=str)
def test_a_program_as_server(lab: Lab, case: Case, wait_until: WaitUntil) -> None:
    question, answer = payloads(case)
    port = free_port(case.protocol.socket_type)
    with running(*case.server(port)) as program:
        wait_until(lambda: is_held(case.protocol, port), what=f"{case.program} to hold on to port {port}")
        number = lab.connect(port, case.address, case.protocol)
        lab.done(lambda id: Send(id, number, question))
        assert program.read(len(question)) == question
        program.write(answer)
        assert lab.until_received(number, len(answer)) == answer
        if case.protocol is Protocol.TCP:
            lab.done(lambda id: FinishSending(id, number))
            program.end_input()
            assert lab.ended(number).ending is Ending.CLOSED_HERE
            assert program.wait() == 0


def test_curl_takes_a_fixed_text_for_a_page(lab: Lab) -> None:
    page = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 14\r\nConnection: close\r\n\r\nHello, socket\n"
    )
    listener = lab.listen(reply=ReplyChoice("fixed", page))
    url = f"http://{lab.local(listener)}/anything"
    assert output_of("curl", "--silent", "--show-error", "--noproxy", "*", url) == "Hello, socket\n"
    lab.until(lambda: len(lab.sockets) == 2, "curl's connection")
    assert lab.ended(max(lab.sockets)).ending is Ending.PEER_CLOSED
    assert lab.received(max(lab.sockets)).startswith(b"GET /anything HTTP/1.1\r\n")


def test_a_browser_that_opens_a_connection_and_says_nothing_is_no_error(lab: Lab) -> None:
    listener = lab.listen(reply=ReplyChoice("fixed", b"unasked"))
    silent = lab.peer(socket.create_connection((LOOPBACK, lab.port(listener))))
    number = lab.accepted_from(silent)
    silent.close()
    facts = lab.ended(number)
    assert (facts.ending, facts.fault) == (Ending.PEER_CLOSED, None)
    lab.done(lambda id: Close(id, listener))
