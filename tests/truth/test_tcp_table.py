"""TCP's states: plain sockets are driven along every arrow of the table, and the kernel has to agree (T5)."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress

import pytest

from core.contract.commands import Close, FinishSending
from core.contract.endpoints import Endpoint
from core.contract.records import CallRecord
from core.contract.sockets import State
from core.contract.tcp import NEXT_TCP, TcpState, TcpStep, next_tcp
from core.explain.paths import paths_of
from core.machine.tcp_table import KernelTcp, tcp_table
from tests.support.kernel import state_of
from tests.support.lab import Lab
from tests.support.peers import black_hole

_TCP_DEFER_ACCEPT = 9
"""Linux's number for it, tcp(7); Python names it on Linux only."""
WaitUntil = Callable[..., None]
S, T = TcpState, TcpStep


class Pair:
    """Two ends of a conversation on loopback, with small buffers, and what the kernel says of each."""

    def __init__(self, stack: ExitStack, wait_until: WaitUntil) -> None:
        self._wait_until = wait_until
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        self.a = stack.enter_context(socket.create_connection(listener.getsockname()))
        self.b = stack.enter_context(listener.accept()[0])
        self.end_a, self.end_b = Endpoint(*self.a.getsockname()), Endpoint(*self.b.getsockname())

    def expect(self, a: TcpState | None, b: TcpState | None) -> None:
        """The table says so of both ends soon; None: it no longer knows that end."""
        self._wait_until(lambda: (self.state(self.end_a), self.state(self.end_b)) == (a, b), what=f"{a!r} and {b!r}")

    def state(self, end: Endpoint) -> TcpState | None:
        line = self.line(end)
        return None if line is None else line.state

    def line(self, end: Endpoint) -> KernelTcp | None:
        other = self.end_b if end == self.end_a else self.end_a
        return next((it for it in tcp_table() if (it.local, it.remote) == (end, other)), None)


@pytest.fixture
def pair(wait_until: WaitUntil) -> Iterator[Pair]:
    with ExitStack() as stack:
        pair = Pair(stack, wait_until)
        pair.expect(S.ESTABLISHED, S.ESTABLISHED)
        yield pair


def fill(sender: socket.socket) -> None:
    """Send until nothing goes in any more: a FIN then has to wait behind it."""
    sender.setblocking(False)
    with suppress(BlockingIOError):
        while True:
            sender.send(bytes(65536))


def drain(receiver: socket.socket, wait_until: WaitUntil) -> None:
    """Take everything up to the other's FIN."""
    receiver.setblocking(False)

    def took_all() -> bool:
        with suppress(BlockingIOError):
            while receiver.recv(1 << 20):
                pass
            return True
        return False

    wait_until(took_all, what="the other's FIN")


def test_listening_and_answering_a_call(wait_until: WaitUntil) -> None:
    with socket.socket() as listener, socket.socket() as caller:
        listener.bind(("127.0.0.1", 0))
        # The kernel then holds the handshake back until the caller has sent something.
        listener.setsockopt(socket.IPPROTO_TCP, _TCP_DEFER_ACCEPT, 10)
        listener.listen()
        here = Endpoint(*listener.getsockname())
        assert [it.state for it in tcp_table() if it.local == here] == [next_tcp(S.CLOSED, T.LISTEN)]
        caller.connect(listener.getsockname())
        states = [it.state for it in tcp_table() if it.local == here and it.remote is not None]
        assert states == [next_tcp(S.LISTEN, T.CALLED)] == [S.SYN_RECEIVED]
        caller.send(b"x")
        with listener.accept()[0] as accepted:
            assert TcpState(state_of(accepted.fileno())) is next_tcp(S.SYN_RECEIVED, T.ACCEPTED)


def test_calling_and_giving_up() -> None:
    with black_hole() as port, socket.socket() as caller:
        caller.setblocking(False)
        caller.connect_ex(("127.0.0.1", port))
        here = Endpoint(*caller.getsockname())
        there = Endpoint("127.0.0.1", port)
        states = [it.state for it in tcp_table() if (it.local, it.remote) == (here, there)]
        assert states == [next_tcp(S.CLOSED, T.CONNECT)] == [S.SYN_SENT]
        caller.close()
        assert [it for it in tcp_table() if (it.local, it.remote) == (here, there)] == []
        assert next_tcp(S.SYN_SENT, T.BROKEN) is S.CLOSED


def test_one_after_the_other_finishes(pair: Pair) -> None:
    pair.a.shutdown(socket.SHUT_WR)
    pair.expect(S.FIN_WAIT_2, S.CLOSE_WAIT)
    pair.b.shutdown(socket.SHUT_WR)
    pair.expect(S.TIME_WAIT, None)
    line = pair.line(pair.end_a)
    assert line is not None
    assert line.seconds_left is not None
    assert 50 < line.seconds_left <= 60


def test_a_fin_that_waits_behind_bytes_is_not_heard_yet(pair: Pair, wait_until: WaitUntil) -> None:
    fill(pair.a)
    pair.a.shutdown(socket.SHUT_WR)
    pair.expect(S.FIN_WAIT_1, S.ESTABLISHED)
    line = pair.line(pair.end_b)
    assert line is not None
    assert line.receive_queue
    drain(pair.b, wait_until)
    pair.expect(S.FIN_WAIT_2, S.CLOSE_WAIT)


def test_both_finish_at_once(pair: Pair, wait_until: WaitUntil) -> None:
    fill(pair.a)
    fill(pair.b)
    pair.a.shutdown(socket.SHUT_WR)
    pair.b.shutdown(socket.SHUT_WR)
    pair.expect(S.FIN_WAIT_1, S.FIN_WAIT_1)
    drain(pair.a, wait_until)  # hears the other's FIN while its own still waits
    pair.expect(S.CLOSING, S.FIN_WAIT_2)
    drain(pair.b, wait_until)
    pair.expect(S.TIME_WAIT, S.TIME_WAIT)


def test_the_last_to_finish_waits_for_an_answer(pair: Pair, wait_until: WaitUntil) -> None:
    pair.a.shutdown(socket.SHUT_WR)
    pair.expect(S.FIN_WAIT_2, S.CLOSE_WAIT)
    fill(pair.b)
    pair.b.shutdown(socket.SHUT_WR)
    pair.expect(S.FIN_WAIT_2, S.LAST_ACK)
    drain(pair.a, wait_until)
    pair.expect(S.TIME_WAIT, None)


def test_every_arrow_is_driven_by_one_of_these_tests() -> None:
    """What the tests above went through, written down: a new arrow in the table needs a test."""
    driven = {
        (S.CLOSED, T.LISTEN), (S.LISTEN, T.CALLED), (S.SYN_RECEIVED, T.ACCEPTED), (S.CLOSED, T.CONNECT),
        (S.SYN_SENT, T.ANSWERED), (S.SYN_SENT, T.BROKEN), (S.ESTABLISHED, T.FINISH), (S.ESTABLISHED, T.PEER_FINISHED),
        (S.FIN_WAIT_1, T.ACKNOWLEDGED), (S.FIN_WAIT_1, T.PEER_FINISHED), (S.FIN_WAIT_2, T.PEER_FINISHED),
        (S.CLOSING, T.ACKNOWLEDGED), (S.CLOSE_WAIT, T.FINISH), (S.LAST_ACK, T.ACKNOWLEDGED),
    }  # fmt: skip
    assert set(NEXT_TCP) == driven | {(S.TIME_WAIT, T.WAITED)}  # a minute on Linux, too long for a test
    assert {state for state, _ in NEXT_TCP} == set(TcpState)


def story(lab: Lab, number: int) -> list[CallRecord]:
    """The records of one socket that did more than move bytes."""
    return [it for it in lab.rows(number) if not it.payload]


def test_the_paths_that_the_records_tell_end_where_the_kernel_is(lab: Lab, wait_until: WaitUntil) -> None:
    listener = lab.listen()
    client = lab.connect(lab.port(listener))
    lab.until(lambda: len(lab.sockets) == 3, "the accepted connection")
    server = max(lab.sockets)
    lab.done(lambda id: FinishSending(id, client))
    lab.until_state(server, State.PEER_FINISHED)

    def path(number: int) -> list[TcpState]:
        return [state for state, _ in paths_of(story(lab, number), is_accepted=number == server, is_udp=False).tcp]

    def kernel(number: int) -> TcpState:
        fd = lab.facts(number).fd
        assert fd is not None
        return TcpState(state_of(fd))

    assert path(listener) == [S.CLOSED, S.LISTEN]
    assert kernel(listener) is S.LISTEN
    assert path(server) == [S.SYN_RECEIVED, S.ESTABLISHED, S.CLOSE_WAIT]
    assert kernel(server) is S.CLOSE_WAIT
    assert path(client) == [S.CLOSED, S.SYN_SENT, S.ESTABLISHED, S.FIN_WAIT_1]
    wait_until(lambda: kernel(client) is S.FIN_WAIT_2, what="the ACK, which no record tells of")
    life = paths_of(story(lab, client), is_accepted=False, is_udp=False).life
    assert [state for state, _ in life] == [State.CREATED, State.CONNECTING, State.CONNECTED, State.FINISHED_SENDING]
    lab.done(lambda id: Close(id, server))
    lab.ended(client)
    assert path(server)[-1] is S.LAST_ACK
    assert path(client)[-3:] == [S.FIN_WAIT_1, S.FIN_WAIT_2, S.TIME_WAIT]
