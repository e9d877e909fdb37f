"""The switchboard operator: what a listener does with its callers, and with its port."""

from __future__ import annotations

import errno
import os
import select
import socket
import struct
import threading
from itertools import pairwise
from pathlib import Path

import pytest

from core.contract.commands import BindUdp, Close, CloseAll, Connect, FinishSending, Listen, ReplyChoice, Send, SetReply
from core.contract.endpoints import Endpoint, Protocol
from core.contract.events import ReadingPaused
from core.contract.faults import Fault, Field
from core.contract.records import Call, CauseKind
from core.contract.sockets import Ending, Role, State
from core.engine.loop import PAUSE_READING_AT
from core.net.listener import FIRST_PAUSE_S
from tests.support.kernel import TcpState, is_held, tcp_states
from tests.support.lab import ECHO, LOOPBACK, Lab, open_lab
from tests.support.limits import no_descriptor_free, no_right_to_low_ports

NOT_OURS = "198.51.100.1"  # RFC 5737: documentation, no computer's


def test_many_clients_at_once_are_each_answered(lab: Lab) -> None:
    listener = lab.listen(reply=ECHO)
    callers = [lab.caller(listener) for _ in range(200)]
    for peer, number in callers:
        peer.sendall(f"for #{number}".encode())
    for peer, number in callers:
        assert peer.recv(100) == f"for #{number}".encode()
    assert len({lab.facts(number).fd for _, number in callers}) == len(callers)


def test_a_burst_of_callers_waits_in_the_backlog(lab: Lab) -> None:
    listener = lab.listen()
    lab.recorder.fall_behind(PAUSE_READING_AT + 1)  # accepting pauses too
    lab.done(lambda id: SetReply(id, listener, ECHO))
    lab.until(lambda: lab.heard(ReadingPaused), "accepting to pause")
    callers = [lab.peer(socket.socket()) for _ in range(500)]
    for caller in callers:
        caller.setblocking(False)
        assert caller.connect_ex((LOOPBACK, lab.port(listener))) == errno.EINPROGRESS
    for caller in callers:  # who finds no room tries again after a second
        assert select.select([], [caller], [], 0.5)[1], "a caller was turned away"
    lab.recorder.catch_up()
    lab.until(lambda: len(lab.sockets) == 1 + len(callers), "all callers")


def test_a_connection_knows_who_made_it_and_who_called(lab: Lab) -> None:
    listener = lab.listen(reply=ECHO)
    peer, number = lab.caller(listener)
    facts = lab.facts(number)
    assert (facts.role, facts.state, facts.parent) == (Role.ACCEPTED, State.CONNECTED, listener)
    assert (facts.remote, facts.local) == (Endpoint(*peer.getsockname()), Endpoint(*peer.getpeername()))
    assert (facts.reply, facts.requested) == ("echo", "127.0.0.1:0")
    accepted = lab.rows(listener, Call.ACCEPT)
    assert [(row.result, row.address) for row in accepted] == [(facts.fd, str(facts.remote))]


def test_port_0_is_any_free_port_and_both_are_known(lab: Lab) -> None:
    listener = lab.listen(port=0)
    facts = lab.facts(listener)
    assert facts.requested == "127.0.0.1:0"
    assert is_held(Protocol.TCP, lab.port(listener))


def test_a_second_listener_on_a_port_is_refused(lab: Lab) -> None:
    port = lab.port(lab.listen())
    fault = lab.refused(lambda id: Listen(id, LOOPBACK, port))
    about = str(Endpoint(LOOPBACK, port))
    assert fault == Fault("EADDRINUSE", "bind", errno.EADDRINUSE, about=about, field=Field.PORT)
    assert lab.refused(lambda id: Listen(id, "0.0.0.0", port)).name == "EADDRINUSE"
    assert {it.ending for it in lab.sockets.values() if not it.is_open} == {Ending.FAILED}


def test_a_second_udp_socket_on_a_port_is_refused(lab: Lab) -> None:
    port = lab.port(lab.bind_udp())
    fault = lab.refused(lambda id: BindUdp(id, LOOPBACK, port))
    assert (fault.name, fault.call, fault.field) == ("EADDRINUSE", "bind", Field.PORT)


def test_an_address_of_another_computer_is_refused_at_the_host_field(lab: Lab) -> None:
    fault = lab.refused(lambda id: Listen(id, NOT_OURS, 0))
    assert (fault.name, fault.call, fault.field) == ("EADDRNOTAVAIL", "bind", Field.HOST)


def test_a_low_port_without_rights_is_refused_at_the_port_field(tmp_path: Path) -> None:
    with no_right_to_low_ports(), open_lab(tmp_path / "run.socketlab") as lab:
        fault = lab.refused(lambda id: Listen(id, LOOPBACK, 1))
        assert (fault.name, fault.call, fault.field) == ("EACCES", "bind", Field.PORT)


def test_a_port_can_be_listened_on_again_at_once(lab: Lab) -> None:
    listener = lab.listen()
    port = lab.port(listener)
    peer, number = lab.caller(listener)
    caller = peer.getsockname()[1]
    lab.done(lambda id: FinishSending(id, number))
    peer.close()
    lab.ended(number)
    lab.done(lambda id: Close(id, listener))
    assert tcp_states(port, caller) == [TcpState.TIME_WAIT]
    assert lab.port(lab.listen(port=port)) == port


def test_connections_outlive_their_listener(lab: Lab) -> None:
    listener = lab.listen(reply=ECHO)
    peer, number = lab.caller(listener)
    lab.done(lambda id: Close(id, listener))
    assert lab.ended(listener).ending is Ending.CLOSED_HERE
    peer.sendall(b"still there?")
    assert peer.recv(100) == b"still there?"
    assert lab.facts(number).is_open


def test_closing_all_of_a_listener_takes_its_connections_with_it(lab: Lab) -> None:
    listener, other = lab.listen(), lab.listen()
    peer, number = lab.caller(listener)
    _, of_other = lab.caller(other)
    lab.done(lambda id: CloseAll(id, (listener,)))
    assert lab.ended(number).ending is lab.ended(listener).ending is Ending.CLOSED_HERE
    assert peer.recv(1) == b""
    assert lab.facts(other).is_open
    assert lab.facts(of_other).is_open


def test_closing_all_without_names_closes_every_socket(lab: Lab) -> None:
    numbers = [lab.listen(), lab.bind_udp()]
    numbers += [lab.connect(lab.port(numbers[0])), lab.connect(lab.port(numbers[1]), protocol=Protocol.UDP)]
    lab.done(CloseAll)
    assert {lab.ended(number).ending for number in numbers} == {Ending.CLOSED_HERE}


def test_the_reply_changes_while_it_runs(lab: Lab) -> None:
    listener = lab.listen(reply=ECHO)
    peer, number = lab.caller(listener)
    peer.sendall(b"one")
    assert peer.recv(100) == b"one"
    lab.done(lambda id: SetReply(id, listener, ReplyChoice("fixed", b"always this")))
    peer.sendall(b"two")
    assert peer.recv(100) == b"always this"
    lab.done(lambda id: SetReply(id, listener, ReplyChoice("none")))
    peer.sendall(b"three")
    lab.until_received(number, len(b"onetwothree"))
    assert lab.facts(number).reply == lab.facts(listener).reply == "none"
    assert sum(row.result for row in lab.rows(number, Call.SEND)) == len(b"one" + b"always this")


def test_a_held_connection_is_read_again_once_nothing_is_answered(lab: Lab) -> None:
    listener = lab.listen(reply=ECHO)
    peer, number = lab.caller(listener)
    size = 32 * 1024 * 1024
    sender = threading.Thread(target=peer.sendall, args=(bytes(size),))
    sender.start()
    lab.until(lambda: lab.facts(number).reading_paused, "reading to pause")
    lab.done(lambda id: SetReply(id, listener, ReplyChoice("none")))
    lab.until_received(number, size)
    sender.join()
    assert not lab.facts(number).reading_paused


def test_out_of_descriptors_it_waits_and_goes_on_later(lab: Lab) -> None:
    listener = lab.listen(reply=ECHO)
    earlier, _ = lab.caller(listener)
    late = lab.peer(socket.socket())
    with no_descriptor_free():
        late.connect((LOOPBACK, lab.port(listener)))
        lab.until(lambda: lab.count(listener, Call.ACCEPT, "EMFILE") >= 3, "three attempts")
        facts = lab.facts(listener)
        assert facts.accepting_paused
        assert facts.fault == Fault("EMFILE", "accept", errno.EMFILE, about=str(facts.local))
        earlier.sendall(b"others live on")
        assert earlier.recv(100) == b"others live on"
        assert lab.refused(lambda id: Connect(id, Protocol.TCP, LOOPBACK, 9)).name == "EMFILE"
    late.sendall(b"at last")
    assert late.recv(100) == b"at last"
    lab.until(lambda: not lab.facts(listener).accepting_paused, "accepting to go on")
    assert lab.facts(listener).fault is None


def test_out_of_descriptors_it_does_not_spin_nor_seem_to_go_on(lab: Lab) -> None:
    listener = lab.listen()
    late = lab.peer(socket.socket())
    with no_descriptor_free():
        late.connect((LOOPBACK, lab.port(listener)))
        lab.until(lambda: lab.count(listener, Call.ACCEPT, "EMFILE") >= 3, "three attempts")
    lab.accepted_from(late)
    failed = [row for row in lab.rows(listener, Call.ACCEPT) if row.error]
    gaps = [(after.time_ns - before.time_ns) / 1e9 for before, after in pairwise(failed)]
    assert gaps[0] >= FIRST_PAUSE_S * 0.9
    assert gaps[1] >= FIRST_PAUSE_S * 2 * 0.9
    assert [row.cause.kind for row in failed] == [CauseKind.READY, *[CauseKind.TIMER] * (len(failed) - 1)]
    paused = [facts.accepting_paused for facts in lab.told(listener)]
    assert paused == [*sorted(paused[:-1]), False], "it was said to go on in between"


@pytest.mark.parametrize("number", [errno.ECONNABORTED, errno.EPROTO])
def test_a_caller_that_is_gone_already_does_not_stop_it(lab: Lab, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    real = socket.socket._accept  # type: ignore[attr-defined]

    def first_one_is_gone(listening: socket.socket) -> object:
        monkeypatch.undo()
        fd, _ = real(listening)
        os.close(fd)
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(socket.socket, "_accept", first_one_is_gone, raising=False)
    listener = lab.listen(reply=ECHO)
    gone = lab.peer(socket.create_connection((LOOPBACK, lab.port(listener))))
    assert gone.recv(1) == b""
    peer, _ = lab.caller(listener)
    peer.sendall(b"next, please")
    assert peer.recv(100) == b"next, please"
    assert [row.error for row in lab.rows(listener, Call.ACCEPT)] == [errno.errorcode[number], ""]


def test_a_caller_that_resets_before_it_is_accepted_ends_as_reset(lab: Lab) -> None:
    listener = lab.listen()
    peer = socket.create_connection((LOOPBACK, lab.port(listener)))
    port = peer.getsockname()[1]
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    peer.close()
    lab.until(lambda: any(it.remote == Endpoint(LOOPBACK, port) for it in lab.sockets.values()), "the caller")
    (number,) = [it.number for it in lab.sockets.values() if it.remote == Endpoint(LOOPBACK, port)]
    assert lab.ended(number).ending is Ending.PEER_RESET


def test_an_urgent_byte_harms_nothing(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen(reply=ECHO))
    peer.sendall(b"before")
    lab.until_received(number, len(b"before"))
    peer.send(b"!", socket.MSG_OOB)
    peer.sendall(b"after")
    lab.until(lambda: lab.received(number).endswith(b"after"), "what came after it")
    lab.done(lambda id: Send(id, number, b"fine"))
