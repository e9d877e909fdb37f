"""What the records tell of each socket is what the engine said of it; and no records, however odd, are too much.

Law: what is expected is the engine's own last word on each socket.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.capture.stories.conversations import partners, read_stories
from core.capture.stories.stories import SocketStory, Stories
from core.contract.commands import Close, Connect, FinishSending, Listen, Reset, Send
from core.contract.endpoints import Endpoint, Protocol
from core.contract.records import Call, CallRecord, Cause, CauseKind, RawRecord
from core.contract.sockets import Ending, SocketSnapshot, State
from tests.core.capture.rows import any_row
from tests.support.lab import ECHO, LOOPBACK, Lab, open_lab
from tests.support.peers import black_hole, nobody


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    """A running lab."""
    with open_lab(tmp_path / "run.socketlab") as lab:
        yield lab


def stories_of(lab: Lab) -> Stories:
    """What its capture tells."""
    assert lab.capture.flush()
    return read_stories(lab.capture, Event())


def said_by_engine(facts: SocketSnapshot) -> tuple[object, ...]:
    """What a story can tell of a socket. A lab that stops closes its sockets as a person does."""
    ending = Ending.CLOSED_HERE if facts.ending is Ending.ENGINE_STOPPED else facts.ending
    return facts.number, facts.role, facts.protocol, facts.local, facts.remote, facts.parent, ending


def told_by(story: SocketStory) -> tuple[object, ...]:
    """The same of a story."""
    return story.number, story.role, story.protocol, story.local, story.remote, story.parent, story.ending


def assert_same(lab: Lab) -> None:
    """Whether records and engine agree on every socket."""
    lab.stop()
    stories = stories_of(lab)
    assert [told_by(stories[number]) for number in lab.sockets] == [*map(said_by_engine, lab.sockets.values())]


def reset(peer: socket.socket) -> None:
    """Close with RST."""
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    peer.close()


@pytest.mark.parametrize("host", [LOOPBACK, "::1", "::"])
def test_who_talks_to_whom(lab: Lab, host: str) -> None:
    listener = lab.listen(host, reply=ECHO, dual=True)
    clients = [lab.connect(lab.port(listener), "::1" if ":" in host else LOOPBACK) for _ in range(2)]
    lab.bind_udp(host)
    lab.until(lambda: sum(it.parent == listener for it in lab.sockets.values()) == 2, "both callers")
    stories, pairs = stories_of(lab), partners(stories_of(lab))
    accepted = [it.number for it in lab.sockets.values() if it.parent == listener]
    assert {frozenset(pair) for pair in pairs.items()} == {
        frozenset(pair) for pair in zip(clients, accepted, strict=True)
    }
    assert all(stories[number].ending is None for number in lab.sockets)
    assert_same(lab)


def test_every_way_a_connection_ends(lab: Lab) -> None:
    listener, echo = lab.listen(), lab.listen(reply=ECHO)
    callers = [lab.caller(listener) for _ in range(7)]
    (idle, _), (resets, by_peer), (closes, broken), (halves, half), *rest = callers
    (_, closed), (_, reset_here), (finishes, after_peer) = rest
    reset(resets)
    closes.close()
    lab.until_state(broken, State.PEER_FINISHED)
    lab.done(lambda id: Send(id, broken, b"into the void"))
    lab.refused(lambda id: Send(id, broken, b"too late"))
    lab.done(lambda id: FinishSending(id, half))
    halves.close()
    lab.done(lambda id: Close(id, closed))
    lab.done(lambda id: Reset(id, reset_here))
    finishes.shutdown(socket.SHUT_WR)
    lab.until_state(after_peer, State.PEER_FINISHED)
    lab.done(lambda id: FinishSending(id, after_peer))
    echoed, answered = lab.caller(echo)
    echoed.close()
    for number in (by_peer, broken, half, closed, reset_here, after_peer, answered):
        lab.ended(number)
    assert idle.fileno() >= 0
    assert_same(lab)
    endings = {it.ending for it in lab.sockets.values()}
    assert endings >= {Ending.PEER_RESET, Ending.CLOSED_HERE, Ending.RESET_HERE, Ending.PEER_CLOSED}


def test_a_person_who_closes_after_the_peer_finished_has_closed_it(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen())
    peer.close()
    lab.until_state(number, State.PEER_FINISHED)
    lab.done(lambda id: Close(id, number))
    assert_same(lab)


def test_every_way_a_call_comes_to_nothing(lab: Lab) -> None:
    with nobody() as refusing, black_hole() as silent:
        lab.refused(lambda id: Connect(id, Protocol.TCP, LOOPBACK, refusing))
        lab.refused(lambda id: Connect(id, Protocol.TCP, LOOPBACK, silent, timeout_s=0.05))
        cancelled = lab.ask(lambda id: Connect(id, Protocol.TCP, LOOPBACK, silent))
        lab.until(lambda: lab.count(3, Call.CONNECT), "the third call")
        lab.done(lambda id: Close(id, 3))
        lab.answer(cancelled)
        lab.refused(lambda id: Connect(id, Protocol.TCP, "255.255.255.255", refusing))
        lab.refused(lambda id: Listen(id, LOOPBACK, refusing))
        lab.refused(lambda id: Listen(id, "192.0.2.1", 0))
    listener = lab.listen()
    lab.refused(lambda id: Connect(id, Protocol.TCP, LOOPBACK, 9, local_host=LOOPBACK, local_port=lab.port(listener)))
    lab.stop()
    stories = stories_of(lab)
    expected = [it.ending for it in lab.sockets.values()]
    assert expected == [
        Ending.REFUSED, Ending.TIMED_OUT, Ending.CANCELLED, Ending.FAILED, Ending.FAILED, Ending.FAILED,
        Ending.ENGINE_STOPPED, Ending.FAILED,
    ]  # fmt: skip
    told = [stories[number].ending for number in lab.sockets]
    assert told == [Ending.CLOSED_HERE if it is Ending.ENGINE_STOPPED else it for it in expected]
    assert [stories[number].remote for number in (1, 2, 3)] == [lab.facts(number).remote for number in (1, 2, 3)]


def test_udp_sockets_live_on_whatever_becomes_of_a_datagram(lab: Lab) -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as bound:
        bound.bind((LOOPBACK, 0))
        port = bound.getsockname()[1]
    number = lab.connect(port, protocol=Protocol.UDP)
    lab.done(lambda id: Send(id, number, b"to nobody"))
    lab.until(lambda: lab.count(number, Call.RECVFROM, "ECONNREFUSED"), "the ICMP answer")
    lab.connect(port, protocol=Protocol.UDP, fixed_peer=False)
    lab.bind_udp(reply=ECHO)
    lab.stop()
    stories = stories_of(lab)
    assert {stories[it].ending for it in lab.sockets} == {Ending.CLOSED_HERE}
    assert {stories[it].protocol for it in lab.sockets} == {Protocol.UDP}
    assert told_by(stories[number]) == said_by_engine(lab.facts(number))


def told(*calls: tuple[int, int, Call, str]) -> Stories:
    """Stories of records with a socket, a descriptor, a call, and an address that is also its first argument."""
    stories = Stories()
    for seq, (number, fd, call, address) in enumerate(calls, 1):
        result = int(address.rpartition(":")[2]) - 1000 if call is Call.ACCEPT else 0
        record = CallRecord(seq, 0, 0, number, fd, call, (address,), result, "", Cause(CauseKind.READY), address, b"")
        stories.add(record)
    return stories


def test_ports_that_are_used_again_make_new_pairs() -> None:
    here, there = "127.0.0.1:9000", "127.0.0.1:1020"
    calls: list[tuple[int, int, Call, str]] = []
    for client, accepted in (2, 3), (4, 5):
        calls += [
            (client, 11, Call.SOCKET, "SOCK_STREAM"), (client, 11, Call.CONNECT, here),
            (client, 11, Call.GETSOCKNAME, there), (1, 10, Call.ACCEPT, there), (accepted, 20, Call.GETSOCKNAME, here),
            (accepted, 20, Call.CLOSE, ""), (client, 11, Call.CLOSE, ""),
        ]  # fmt: skip
    assert partners(told(*calls)) == {2: 3, 3: 2, 4: 5, 5: 4}


def test_an_accepted_socket_is_told_from_one_that_got_the_same_descriptor() -> None:
    stories = told(
        (1, 10, Call.ACCEPT, "127.0.0.1:1020"),
        (2, 20, Call.GETSOCKNAME, "127.0.0.1:9000"),
        (2, 20, Call.CLOSE, ""),
        (3, 20, Call.BIND, "127.0.0.1:5000"),
    )
    assert (stories[2].parent, stories[2].began, stories[2].remote) == (1, 1, Endpoint("127.0.0.1", 1020))
    assert (stories[3].parent, stories[3].began, stories[3].remote) == (None, 4, None)


@given(st.lists(any_row, max_size=30))
def test_no_rows_are_too_odd_to_be_told(rows: list[RawRecord]) -> None:
    stories = Stories()
    for seq, raw in enumerate(rows, 1):
        stories.add(CallRecord(seq, *raw))
        stories.add(CallRecord(seq, *raw)._replace(socket=1))
    assert all(story.number == number for number, story in stories.items())
    for number, other in partners(stories).items():
        assert partners(stories)[other] == number


def test_rows_that_only_moved_bytes_change_no_story(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen(reply=ECHO))
    peer.sendall(b"hello")
    lab.until_received(number, 5)
    peer.close()
    lab.ended(number)
    everything = Stories()
    for record in lab.rows():
        everything.add(record)
    assert stories_of(lab) == everything
