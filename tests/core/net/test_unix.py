"""Unix sockets: the same calls with a path in place of address and port, against socat, ncat and a plain peer."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from core.contract.commands import BindUdp, Close, Connect, FinishSending, Listen, ReplyChoice, Send, SendTo
from core.contract.endpoints import HAS_UNIX, NO_NAME, Endpoint, Family, Protocol
from core.contract.faults import BadInput
from core.contract.records import Call
from core.contract.sockets import Ending, State
from core.explain.calls.forms import python_form, sentence
from core.explain.faults import explain
from core.explain.why.card import look_into
from core.explain.why.case import Case, RemoveFile
from core.machine.paths import path_use, remove_left_over
from core.payload.addresses import PATH_MAX_BYTES, parse_path, parse_url
from tests.support.lab import ECHO, PATIENCE_S, Lab
from tests.support.programs import running

pytestmark = pytest.mark.skipif(not HAS_UNIX, reason="Python offers no Unix sockets on Windows")


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "lab.sock")


def plain(kind: socket.SocketKind, path: str = "") -> socket.socket:
    """A plain peer, bound if it has a path."""
    peer = socket.socket(Family.UNIX.address_family, kind)
    peer.settimeout(PATIENCE_S)
    if path:
        peer.bind(path)
    return peer


@pytest.mark.parametrize("program", ["ncat --unixsock", "socat STDIO UNIX-CONNECT:"])
def test_programs_call_a_listener_at_a_path_and_hear_their_bytes(lab: Lab, path: str, program: str) -> None:
    listener = lab.listen(path, reply=ECHO)
    command = program + path if program.endswith(":") else f"{program} {path}"
    with running(*command.split()) as caller:
        caller.write(b"hello\0\xff")
        assert caller.read(7) == b"hello\0\xff"
        caller.end_input()
        assert caller.wait() == 0
    lab.until(lambda: len(lab.sockets) == 2, "the caller")
    (accepted,) = [it for it in lab.sockets.values() if it.parent == listener]
    assert (accepted.family, accepted.local, accepted.remote) == (Family.UNIX, Endpoint(path, 0), Endpoint(NO_NAME, 0))
    assert lab.ended(accepted.number).ending is Ending.PEER_CLOSED


def test_a_client_talks_to_socat_and_finishes(lab: Lab, path: str, wait_until: Callable[..., object]) -> None:
    with running("socat", "STDIO", f"UNIX-LISTEN:{path}") as program:
        wait_until(lambda: os.path.exists(path), what="the file")
        number = lab.connect(0, path)
        lab.done(lambda id: Send(id, number, b"one line\n"))
        assert program.read_line() == "one line"
        program.write(b"back")
        assert lab.until_received(number, 4) == b"back"
        lab.done(lambda id: FinishSending(id, number))
        assert program.wait() == 0
    assert lab.ended(number).ending is Ending.CLOSED_HERE  # this end finished first


def test_the_file_goes_with_the_socket_that_made_it_and_only_that_one(lab: Lab, path: str) -> None:
    first = lab.listen(path)
    assert path_use(path).is_socket
    lab.done(lambda id: Close(id, first))
    assert not os.path.exists(path)
    second = lab.listen(path)
    os.unlink(path)
    with plain(socket.SOCK_STREAM, path):
        lab.done(lambda id: Close(id, second))
        assert os.path.exists(path)


def test_datagrams_keep_their_edges_and_are_answered_where_the_sender_has_a_path(
    lab: Lab, path: str, tmp_path: Path
) -> None:
    bound = lab.bind_udp(path, reply=ECHO)
    with plain(socket.SOCK_DGRAM, str(tmp_path / "peer.sock")) as named, plain(socket.SOCK_DGRAM) as unnamed:
        for data in (b"one", b"", b"two" * 1000):
            named.sendto(data, path)
            assert named.recvfrom(10_000) == (data, path)
        unnamed.sendto(b"from nobody", path)
        lab.until(lambda: Endpoint(NO_NAME, 0) in lab.peers_heard(bound), "the unnamed peer")
        assert lab.refused(lambda id: SendTo(id, bound, b"x", Endpoint(NO_NAME, 0))).name == "PEER_UNNAMED"
        lab.done(lambda id: SendTo(id, bound, b"on my own", Endpoint(named.getsockname(), 0)))
        assert named.recv(100) == b"on my own"
    assert lab.facts(bound).state is State.BOUND


def test_a_datagram_client_with_a_path_of_its_own_hears_the_answer(lab: Lab, path: str, tmp_path: Path) -> None:
    here = str(tmp_path / "here.sock")
    with plain(socket.SOCK_DGRAM, path) as server:
        number = lab.done(lambda id: Connect(id, Protocol.UDP, path, 0, local_host=here))
        lab.done(lambda id: Send(id, number, b"question"))
        assert server.recvfrom(100) == (b"question", here)
        server.sendto(b"answer", here)
        assert lab.until_received(number, 6) == b"answer"
        lab.done(lambda id: Close(id, number))
    assert not os.path.exists(here)


def test_a_name_in_no_folder_is_shown_with_an_at_sign(lab: Lab, path: str) -> None:
    name = "@" + path
    lab.listen(name, reply=ECHO)
    number = lab.connect(0, name)
    lab.done(lambda id: Send(id, number, b"there"))
    assert lab.until_received(number, 5) == b"there"
    assert not os.path.exists(path)
    assert lab.facts(number).remote == Endpoint(name, 0)


def fault_card(lab: Lab, command: Listen | BindUdp | Connect) -> tuple[str, tuple[object, ...]]:
    """What the card says of a command that fails, and what it offers."""
    fault = lab.refused(lambda id: command)
    card = look_into(Case(fault, Protocol.TCP, command))
    return f"{card.words.sentence} {card.diagnosis.cause}", card.diagnosis.remedies


def test_a_path_that_a_program_holds_names_it_and_offers_no_removal(lab: Lab, path: str) -> None:
    with plain(socket.SOCK_STREAM, path) as holder:
        holder.listen()
        said, remedies = fault_card(lab, Listen(1001, path, 0))
        assert "one holder at a time" in said
        assert remedies == ()
        assert (owner := path_use(path).holder)
        assert owner.pid == os.getpid()
        with pytest.raises(FileExistsError):
            remove_left_over(path)


def test_a_file_that_is_left_over_is_removed_on_request_and_no_other_file_is(lab: Lab, path: str) -> None:
    plain(socket.SOCK_STREAM, path).close()
    said, remedies = fault_card(lab, Listen(1001, path, 0))
    assert "ended without removing" in said
    (remedy,) = remedies
    assert isinstance(remedy, RemoveFile)
    remove_left_over(remedy.path)
    lab.listen(path)
    text = Path(path).with_name("notes.txt")
    text.write_text("mine")
    said, remedies = fault_card(lab, Listen(1002, str(text), 0))
    assert "no socket" in said
    assert remedies == ()
    assert text.read_text() == "mine"


def test_what_is_not_there_is_told_from_who_does_not_listen(lab: Lab, path: str) -> None:
    said, _ = fault_card(lab, Connect(1001, Protocol.TCP, path, 0))
    assert "There is nothing at" in said
    plain(socket.SOCK_STREAM, path).close()
    said, _ = fault_card(lab, Connect(1002, Protocol.TCP, path, 0))
    assert "Nobody listens at" in said
    assert "without removing it" in said
    said, _ = fault_card(lab, Listen(1003, path + "/no/folder", 0))
    assert "no folder" in said


def test_a_full_backlog_and_the_other_kind_are_said_as_such(lab: Lab, path: str) -> None:
    with plain(socket.SOCK_STREAM, path) as server:
        server.listen(0)
        lab.connect(0, path)
        fault = lab.refused(lambda id: Connect(id, Protocol.TCP, path, 0))
        assert "backlog is full" in explain(fault).sentence
        fault = lab.refused(lambda id: Connect(id, Protocol.UDP, path, 0))
        assert "of the other kind" in explain(fault).sentence


def test_the_calls_are_told_with_paths(lab: Lab, path: str) -> None:
    number = lab.listen(path)
    (made,) = lab.rows(number, Call.SOCKET)
    (bound,) = lab.rows(number, Call.BIND)
    assert made.args == ("AF_UNIX", "SOCK_STREAM", 0)
    assert "Unix stream socket" in sentence(made)
    assert python_form(bound) == f'bind("{path}") -> 0'
    assert "whoever calls that path" in sentence(bound)


def test_what_is_typed_as_a_path_is_checked_before_any_call() -> None:
    assert parse_path(" lab.sock ") == "./lab.sock"
    assert parse_url("unix:///tmp/a b.sock") == (Protocol.TCP, "/tmp/a b.sock", 0, False)
    assert parse_url("unixgram://@lab") == (Protocol.UDP, "@lab", 0, False)
    for typed, name in (("", "PATH_EMPTY"), ("@", "PATH_EMPTY"), ("/a\0b", "HOST_NUL"), ("/" + "é" * 54, "PATH_LONG")):
        with pytest.raises(BadInput) as refused:
            parse_path(typed)
        assert refused.value.fault.name == name
        assert explain(refused.value.fault).sentence
    longest = "/" + "x" * (PATH_MAX_BYTES - 1)
    assert parse_path(longest) == longest


def test_a_reply_names_are_kept_for_the_chat(lab: Lab, path: str) -> None:
    lab.listen(path, reply=ReplyChoice("chat"))
    with plain(socket.SOCK_STREAM) as one, plain(socket.SOCK_STREAM) as other:
        for peer in (one, other):
            peer.connect(path)
            assert peer.recv(1000)
        one.sendall(b"hello\n")
        heard = b""
        while b"hello" not in heard:
            heard += other.recv(1000)
