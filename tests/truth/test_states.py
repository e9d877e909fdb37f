"""T5: the states that the lab tells of are those of the kernel, at each step."""

from __future__ import annotations

from collections.abc import Callable

from core.contract.commands import Close, FinishSending, Reset, Send
from core.contract.endpoints import Protocol
from core.contract.sockets import State
from tests.support.kernel import TcpState, is_held, state_of, tcp_states
from tests.support.lab import LOOPBACK, Lab

WaitUntil = Callable[..., None]
SAME = {
    State.LISTENING: {TcpState.LISTEN},
    State.CONNECTED: {TcpState.ESTABLISHED},
    State.PEER_FINISHED: {TcpState.CLOSE_WAIT},
    State.FINISHED_SENDING: {TcpState.FIN_WAIT1, TcpState.FIN_WAIT2},  # until the peer's kernel has acknowledged it
}


def check_states(lab: Lab) -> None:
    """Every open TCP socket of the lab is in the kernel's state of the same meaning."""
    for facts in lab.sockets.values():
        if facts.is_open:
            assert facts.fd is not None
            assert state_of(facts.fd) in SAME[facts.state], f"#{facts.number} {facts.state.value}"


def conversation(lab: Lab) -> tuple[int, int]:
    """A client and a server-side connection, both the lab's."""
    listener = lab.listen()
    check_states(lab)
    client = lab.connect(lab.port(listener))
    lab.until(lambda: len(lab.sockets) == 3, "the accepted connection")
    check_states(lab)
    return client, max(lab.sockets)


def test_the_client_finishes_first_and_the_server_follows(lab: Lab) -> None:
    client, server = conversation(lab)
    lab.done(lambda id: Send(id, client, b"hello"))
    lab.done(lambda id: FinishSending(id, client))
    lab.until_state(server, State.PEER_FINISHED)
    check_states(lab)
    lab.done(lambda id: Send(id, server, b"still open this way"))
    lab.until_received(client, len(b"still open this way"))
    check_states(lab)
    ends = lab.port(client), lab.port(server)
    lab.done(lambda id: FinishSending(id, server))
    lab.ended(client)
    lab.ended(server)
    check_states(lab)
    assert tcp_states(*ends) == [TcpState.TIME_WAIT]  # who finishes first waits


def test_the_server_finishes_first_and_the_client_follows(lab: Lab) -> None:
    client, server = conversation(lab)
    lab.done(lambda id: FinishSending(id, server))
    lab.until_state(client, State.PEER_FINISHED)
    check_states(lab)
    ends = lab.port(client), lab.port(server)
    lab.done(lambda id: Close(id, client))
    lab.ended(server)
    check_states(lab)
    assert tcp_states(*ends) == []


def test_having_finished_the_kernel_waits_for_the_peer(lab: Lab, wait_until: WaitUntil) -> None:
    client, server = conversation(lab)
    lab.done(lambda id: FinishSending(id, client))
    lab.until_state(server, State.PEER_FINISHED)
    fd = lab.facts(client).fd
    assert fd is not None
    wait_until(lambda: state_of(fd) is TcpState.FIN_WAIT2, what="FIN_WAIT2")


def test_a_reset_leaves_nothing_behind_on_either_side(lab: Lab) -> None:
    client, server = conversation(lab)
    ends = lab.port(client), lab.port(server)
    lab.done(lambda id: Reset(id, server))
    lab.ended(client)
    check_states(lab)
    assert tcp_states(*ends) == tcp_states(*reversed(ends)) == []


def test_a_closed_listener_holds_on_to_nothing(lab: Lab) -> None:
    listener = lab.listen(LOOPBACK)
    port = lab.port(listener)
    lab.done(lambda id: Close(id, listener))
    assert not is_held(Protocol.TCP, port)
