"""UDP: bound and open to anybody, or a client; each datagram keeps its edges, and no error ends the socket."""

from __future__ import annotations

import errno
import socket

import pytest

from core.contract.commands import Close, Connect, FinishSending, ReplyChoice, Reset, Send, SendTo, SetReply
from core.contract.endpoints import Endpoint, Protocol
from core.contract.events import ReadingPaused, ReadingResumed
from core.contract.faults import Fault
from core.contract.records import Call, CauseKind
from core.contract.sockets import Ending, Role, State
from core.engine.loop import PAUSE_READING_AT
from core.net.calls import TELLS_DROPS
from core.net.datagram import MOST_PEERS
from tests.support.kernel import is_held
from tests.support.lab import ECHO, LOOPBACK, Lab

LARGEST = 65507
"""65,535 less the 20 bytes of the IPv4 header and the 8 of UDP's own."""
LOOPBACK_BROADCAST = "127.255.255.255"


def plain_socket(lab: Lab) -> socket.socket:
    """A plain UDP peer, bound."""
    peer = lab.peer(socket.socket(type=socket.SOCK_DGRAM))
    peer.bind((LOOPBACK, 0))
    return peer


def endpoint(peer: socket.socket) -> Endpoint:
    """Where a plain peer is."""
    return Endpoint(*peer.getsockname())


def client(lab: Lab, peer: socket.socket, *, fixed_peer: bool = True) -> int:
    """The number of a UDP client of a plain peer."""
    return lab.connect(peer.getsockname()[1], protocol=Protocol.UDP, fixed_peer=fixed_peer)


class TestABoundSocket:
    """It hears from anybody."""

    def test_it_answers_each_peer_it_heard_from(self, lab: Lab) -> None:
        number = lab.bind_udp()
        peers = [plain_socket(lab) for _ in range(3)]
        for peer in peers:
            peer.sendto(b"from me", (LOOPBACK, lab.port(number)))
        lab.until(lambda: len(lab.peers_heard(number)) == 3, "three peers")
        for at, heard in enumerate(lab.peers_heard(number)):
            lab.done(lambda id, at=at, heard=heard: SendTo(id, number, bytes([at]), heard))  # type: ignore[misc]
        answers = {endpoint(peer): peer.recv(100) for peer in peers}
        assert [answers[heard] for heard in lab.peers_heard(number)] == [b"\0", b"\1", b"\2"]

    def test_a_peer_is_told_of_once(self, lab: Lab) -> None:
        number, peer = lab.bind_udp(), plain_socket(lab)
        for text in (b"one", b"two"):
            peer.sendto(text, (LOOPBACK, lab.port(number)))
        lab.until_received(number, len(b"onetwo"))
        lab.done(lambda id: SendTo(id, number, b"three", endpoint(peer)))
        assert lab.peers_heard(number) == [endpoint(peer)]

    def test_a_peer_that_was_sent_to_first_is_told_of_too(self, lab: Lab) -> None:
        number, peer = lab.bind_udp(), plain_socket(lab)
        lab.done(lambda id: SendTo(id, number, b"hello", endpoint(peer)))
        assert peer.recvfrom(100) == (b"hello", (LOOPBACK, lab.port(number)))
        assert lab.peers_heard(number) == [endpoint(peer)]

    def test_it_knows_what_it_is(self, lab: Lab) -> None:
        number = lab.bind_udp()
        facts = lab.facts(number)
        assert (facts.role, facts.state, facts.protocol) == (Role.BOUND, State.BOUND, Protocol.UDP)
        assert (facts.can_read, facts.can_write, facts.remote) == (True, True, None)
        assert is_held(Protocol.UDP, lab.port(number))

    def test_it_has_no_peer_of_its_own_to_send_to(self, lab: Lab) -> None:
        assert lab.refused(lambda id: Send(id, lab.bind_udp(), b"to whom?")).name == "WRONG_KIND"

    @pytest.mark.parametrize("command", [FinishSending, Reset])
    def test_it_has_nothing_to_finish_or_reset(self, lab: Lab, command: type[FinishSending] | type[Reset]) -> None:
        number = lab.bind_udp()
        assert lab.refused(lambda id: command(id, number)).name == "WRONG_KIND"
        assert lab.facts(number).is_open


class TestReplies:
    """What a UDP socket answers by itself."""

    def test_echo_answers_the_one_who_asked(self, lab: Lab) -> None:
        number = lab.bind_udp(reply=ECHO)
        peers = [plain_socket(lab) for _ in range(20)]
        for at, peer in enumerate(peers):
            peer.sendto(bytes([at]), (LOOPBACK, lab.port(number)))
        assert [peer.recv(100) for peer in peers] == [bytes([at]) for at in range(20)]
        lab.until(lambda: lab.count(number, Call.SENDTO) == 20, "the records of the answers")
        assert {row.cause.kind for row in lab.rows(number, Call.SENDTO)} == {CauseKind.REPLY}

    def test_the_reply_changes_while_it_runs(self, lab: Lab) -> None:
        number, peer = lab.bind_udp(), plain_socket(lab)
        peer.connect((LOOPBACK, lab.port(number)))
        peer.send(b"unanswered")
        lab.until_received(number, len(b"unanswered"))
        lab.done(lambda id: SetReply(id, number, ReplyChoice("fixed", b"always this")))
        peer.send(b"answered")
        assert peer.recv(100) == b"always this"
        assert lab.facts(number).reply == "fixed"
        lab.done(lambda id: SetReply(id, number, ECHO))
        peer.send(b"echoed")
        assert peer.recv(100) == b"echoed"

    def test_an_empty_datagram_is_echoed_as_one(self, lab: Lab) -> None:
        number, peer = lab.bind_udp(reply=ECHO), plain_socket(lab)
        peer.sendto(b"", (LOOPBACK, lab.port(number)))
        assert peer.recv(100) == b""
        lab.until(lambda: lab.count(number, Call.SENDTO), "the record of its answer")
        assert lab.facts(number).is_open
        assert [row.call for row in lab.rows(number) if row.moved_bytes] == [Call.RECVFROM, Call.SENDTO]


class TestAClient:
    """With connect() or without."""

    def test_connected_it_has_one_peer(self, lab: Lab) -> None:
        peer = plain_socket(lab)
        number = client(lab, peer)
        facts = lab.facts(number)
        assert (facts.role, facts.state, facts.remote) == (Role.CLIENT, State.CONNECTED, endpoint(peer))
        lab.done(lambda id: Send(id, number, b"hello"))
        data, address = peer.recvfrom(100)
        assert (data, address) == (b"hello", (LOOPBACK, lab.port(number)))
        peer.sendto(b"hello back", address)
        assert lab.until_received(number, len(b"hello back")) == b"hello back"
        (row,) = lab.rows(number, Call.SEND)
        assert row.address == str(endpoint(peer))

    def test_not_connected_each_datagram_names_its_target(self, lab: Lab) -> None:
        peer, stranger = plain_socket(lab), plain_socket(lab)
        number = client(lab, peer, fixed_peer=False)
        assert lab.facts(number).state is State.BOUND
        assert lab.facts(number).local is None  # it has no port before its first datagram
        lab.done(lambda id: Send(id, number, b"hello"))
        data, address = peer.recvfrom(100)
        assert (data, address[1]) == (b"hello", lab.port(number))
        stranger.sendto(b"anybody may answer", (LOOPBACK, lab.port(number)))
        assert lab.until_received(number, len(b"anybody may answer"))
        assert lab.rows(number, Call.CONNECT) == []
        assert [row.cause.kind for row in lab.rows(number, Call.GETSOCKNAME)] == [CauseKind.LOOKUP]

    @pytest.mark.parametrize("fixed_peer", [True, False])
    def test_its_local_end_can_be_chosen(self, lab: Lab, fixed_peer: bool) -> None:
        peer, reserved = plain_socket(lab), plain_socket(lab)
        port = reserved.getsockname()[1]
        reserved.close()
        number = lab.connect(
            peer.getsockname()[1],
            protocol=Protocol.UDP,
            fixed_peer=fixed_peer,
            local_host=LOOPBACK,
            local_port=port,
        )
        lab.done(lambda id: Send(id, number, b"hello"))
        assert peer.recvfrom(100)[1] == (LOOPBACK, port)
        assert lab.local(number) == Endpoint(LOOPBACK, port)

    def test_closing_it_is_closing_here(self, lab: Lab) -> None:
        number = client(lab, plain_socket(lab))
        lab.done(lambda id: Close(id, number))
        assert lab.ended(number).ending is Ending.CLOSED_HERE


class TestDatagrams:
    """Their edges and their sizes."""

    def test_each_is_one_row(self, lab: Lab) -> None:
        number, peer = lab.bind_udp(), plain_socket(lab)
        sent = [b"a", b"", b"bc" * 500, b"d"]
        for data in sent:
            peer.sendto(data, (LOOPBACK, lab.port(number)))
        lab.until(lambda: lab.count(number, Call.RECVFROM, "") == len(sent), "all datagrams")
        assert [row.payload for row in lab.rows(number, Call.RECVFROM) if row.moved_bytes] == sent

    def test_an_empty_one_is_sent_and_is_a_row(self, lab: Lab) -> None:
        peer = plain_socket(lab)
        number = client(lab, peer)
        lab.done(lambda id: Send(id, number, b""))
        assert peer.recv(100) == b""
        assert [row.payload for row in lab.rows(number) if row.moved_bytes] == [b""]

    def test_the_largest_goes_over_whole_in_both_directions(self, lab: Lab) -> None:
        number, peer = lab.bind_udp(reply=ECHO), plain_socket(lab)
        peer.sendto(bytes(LARGEST), (LOOPBACK, lab.port(number)))
        assert peer.recv(70_000) == bytes(LARGEST)
        assert lab.until_received(number, LARGEST) == bytes(LARGEST)

    def test_one_byte_more_is_refused_and_the_socket_lives_on(self, lab: Lab) -> None:
        number, peer = lab.bind_udp(), plain_socket(lab)
        fault = lab.refused(lambda id: SendTo(id, number, bytes(LARGEST + 1), endpoint(peer)))
        about = str(endpoint(peer))
        assert fault == Fault("EMSGSIZE", "sendto", errno.EMSGSIZE, about=about, count=LARGEST + 1)
        lab.done(lambda id: SendTo(id, number, bytes(LARGEST), endpoint(peer)))
        assert peer.recv(70_000) == bytes(LARGEST)


class TestErrors:
    """What the network or the system says, and what becomes of the socket: nothing."""

    def test_an_unreachable_port_is_noted_and_the_socket_stays_usable(self, lab: Lab) -> None:
        peer = plain_socket(lab)
        address = peer.getsockname()
        number = client(lab, peer)
        peer.close()
        lab.done(lambda id: Send(id, number, b"nobody is there"))
        lab.until(lambda: lab.facts(number).fault, "the answer by ICMP")
        fault = lab.facts(number).fault
        assert fault is not None
        assert (fault.name, fault.about) == ("ECONNREFUSED", f"{LOOPBACK}:{address[1]}")
        assert lab.facts(number).state is State.CONNECTED
        again = lab.peer(socket.socket(type=socket.SOCK_DGRAM))
        again.bind(address)
        lab.done(lambda id: Send(id, number, b"and now?"))
        assert again.recv(100) == b"and now?"

    def test_an_earlier_datagrams_error_does_not_cost_the_next_one(self, lab: Lab) -> None:
        gone, peer = plain_socket(lab), plain_socket(lab)
        address = gone.getsockname()
        number = client(lab, gone)
        gone.close()
        lab.recorder.fall_behind(PAUSE_READING_AT + 1)  # nobody reads the answer by ICMP before the next send()
        lab.done(lambda id: Send(id, number, b"nobody is there"))
        lab.until(lambda: lab.heard(ReadingPaused), "reading to pause")
        peer = lab.peer(socket.socket(type=socket.SOCK_DGRAM))
        peer.bind(address)
        lab.done(lambda id: Send(id, number, b"and now?"))
        assert peer.recv(100) == b"and now?"
        assert [row.error for row in lab.rows(number, Call.SEND)] in (["", "ECONNREFUSED", ""], ["", ""])

    @pytest.mark.parametrize("fixed_peer", [True, False])
    def test_broadcasting_is_refused_by_the_system(self, lab: Lab, fixed_peer: bool) -> None:
        to_all = Endpoint(LOOPBACK_BROADCAST, 9)
        if fixed_peer:
            fault = lab.refused(lambda id: Connect(id, Protocol.UDP, LOOPBACK_BROADCAST, 9))
        else:
            number = lab.bind_udp()
            fault = lab.refused(lambda id: SendTo(id, number, b"everybody", to_all))
            assert lab.facts(number).is_open
        assert (fault.name, fault.about) == ("EACCES", str(to_all))

    def test_an_answer_that_cannot_be_sent_is_noted_and_nothing_ends(self, lab: Lab) -> None:
        number, peer = lab.bind_udp(reply=ReplyChoice("fixed", bytes(LARGEST + 1))), plain_socket(lab)
        peer.sendto(b"?", (LOOPBACK, lab.port(number)))
        lab.until(lambda: lab.facts(number).fault, "the fault")
        fault = lab.facts(number).fault
        assert fault is not None
        assert (fault.name, fault.count) == ("EMSGSIZE", LARGEST + 1)
        assert lab.facts(number).is_open


def test_a_bound_socket_says_from_the_beginning_whether_what_is_dropped_can_be_told(lab: Lab) -> None:
    number = lab.bind_udp()
    assert lab.facts(number).dropped == (0 if TELLS_DROPS else None)


def test_what_the_kernel_drops_while_reading_pauses_is_counted(lab: Lab) -> None:
    number, peer = lab.bind_udp(), plain_socket(lab)
    lab.recorder.fall_behind(PAUSE_READING_AT + 1)
    lab.done(lambda id: SetReply(id, number, ReplyChoice("none")))
    lab.until(lambda: lab.heard(ReadingPaused), "reading to pause")
    sent = 12_000
    for _ in range(sent):
        peer.sendto(bytes(1000), (LOOPBACK, lab.port(number)))
    lab.recorder.catch_up()
    lab.until(lambda: lab.heard(ReadingResumed), "reading to go on")
    lab.until(lambda: lab.facts(number).dropped, "the kernel's count")
    lab.done(lambda id: Close(id, number))
    dropped = lab.facts(number).dropped
    assert dropped is not None
    assert dropped + lab.count(number, Call.RECVFROM, "") == sent


def test_a_flood_of_senders_is_recorded_but_not_remembered_for_ever(lab: Lab) -> None:
    number, senders = lab.bind_udp(), MOST_PEERS + 100
    for at in range(senders):
        with socket.socket(type=socket.SOCK_DGRAM) as sender:
            sender.bind((f"127.0.{1 + at // 250}.{1 + at % 250}", 4000))
            sender.sendto(b"", (LOOPBACK, lab.port(number)))
        if at % 50 == 0:  # no faster than it is read: nothing is to be dropped
            lab.until(lambda: lab.count(number, Call.RECVFROM, "") > at, "what was sent so far")  # noqa: B023
    lab.until(lambda: lab.count(number, Call.RECVFROM, "") == senders, "all datagrams")
    assert len(lab.peers_heard(number)) == MOST_PEERS
    assert len({row.address for row in lab.rows(number, Call.RECVFROM) if not row.error}) == senders
