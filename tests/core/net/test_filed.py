"""Replies that have a file, over real sockets: one that is sent, and one that is saved to."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
from pathlib import Path

import pytest

from core.contract.commands import ReplyChoice, Reset, SetReply
from core.contract.records import Call
from core.contract.sockets import Ending, State
from core.explain.faults import explain
from core.replies import save_file
from tests.core.net.test_services import read_all
from tests.support.lab import ECHO, LOOPBACK, PATIENCE_S, Lab

LARGE = os.urandom(64 * 1024) * 64 + b"the end"


def filed(name: str, path: Path) -> ReplyChoice:
    return ReplyChoice(name, str(path).encode())


def until_told(lab: Lab, number: int, name: str) -> str:
    """Wait for a fault at a socket; its words."""
    lab.until(lambda: (it := lab.facts(number).fault) is not None and it.name == name, name)
    fault = lab.facts(number).fault
    assert fault is not None
    return str(explain(fault))


def until_ended(lab: Lab, listener: int, count: int) -> list[int]:
    """Wait until so many connections of a listener have ended; their numbers."""

    def ended() -> list[int]:
        return [it.number for it in lab.sockets.values() if it.parent == listener and not it.is_open]

    lab.until(lambda: len(ended()) == count, f"the end of {count} connections")
    return ended()


# Send a file.


@pytest.mark.parametrize("content", [b"", b"small", LARGE])
def test_ncat_is_sent_the_whole_file_and_its_end(lab: Lab, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    listener = lab.listen(reply=filed("send-file", tmp_path / "file"))
    command = ["ncat", "--recv-only", LOOPBACK, str(lab.port(listener))]
    done = subprocess.run(command, capture_output=True, timeout=PATIENCE_S, check=False)
    assert done.stdout == content
    (number,) = until_ended(lab, listener, 1)
    assert lab.count(number, Call.SHUTDOWN) == 1


def test_a_caller_that_does_not_read_holds_up_nobody_and_no_more_than_two_pieces(lab: Lab, tmp_path: Path) -> None:
    size = 64 * 1024 * 1024
    with (tmp_path / "file").open("wb") as file:
        file.truncate(size)
    listener = lab.listen(reply=filed("send-file", tmp_path / "file"))
    idle, number = lab.caller(listener)
    other, others = lab.caller(listener)
    assert len(read_all(other)) == size
    lab.until_state(others, State.FINISHED_SENDING)
    sent = sum(raw[6] for raw in lab.raw if raw[2] == number and raw[4] is Call.SEND)
    assert 0 < sent < size / 2, "the buffers of the systems, and no more"
    assert lab.facts(number).waiting_bytes <= 128 * 1024
    assert len(read_all(idle)) == size, "it goes on where it stood"


def test_who_calls_for_a_file_that_has_gone_is_reset_and_told_why(lab: Lab, tmp_path: Path) -> None:
    listener = lab.listen(reply=filed("send-file", tmp_path / "gone"))
    peer, number = lab.caller(listener)
    with pytest.raises(ConnectionResetError):
        peer.recv(1)
    last = lab.ended(number)
    assert last.ending is Ending.RESET_HERE
    assert last.fault is not None
    assert "There is no file" in str(explain(last.fault))
    assert lab.facts(listener).is_open


@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_neither_a_folder_nor_a_pipe_is_sent(lab: Lab, tmp_path: Path, kind: str) -> None:
    place = tmp_path / "place"
    subprocess.run(["mkdir" if kind == "folder" else "mkfifo", place], check=True)
    peer, number = lab.caller(lab.listen(reply=filed("send-file", place)))
    with pytest.raises(ConnectionResetError):
        peer.recv(1)
    assert (fault := lab.ended(number).fault) is not None
    assert fault.name == ("EISDIR" if kind == "folder" else "NO_PLAIN_FILE")


# Save to a file.


def test_what_connections_send_is_put_at_the_end_of_one_file(lab: Lab, tmp_path: Path) -> None:
    file = tmp_path / "log"
    file.write_bytes(b"before\n")
    listener = lab.listen(reply=filed("save-file", file))
    for at, said in enumerate((b"one\n", LARGE), 1):
        command = ["ncat", "--send-only", LOOPBACK, str(lab.port(listener))]
        subprocess.run(command, input=said, timeout=PATIENCE_S, check=True)
        until_ended(lab, listener, at)
    assert file.read_bytes() == b"before\none\n" + LARGE


def test_each_connection_can_have_a_file_by_its_number(lab: Lab, tmp_path: Path) -> None:
    listener = lab.listen(reply=filed("save-file", tmp_path / "caller {number}.bin"))
    made = {}
    for said in (b"a", b"../../b"):
        peer, number = lab.caller(listener)
        peer.sendall(said)
        peer.shutdown(socket.SHUT_WR)
        assert read_all(peer) == b""
        lab.ended(number)
        made[f"caller {number}.bin"] = said
    assert {it.name: it.read_bytes() for it in tmp_path.glob("caller*")} == made


def test_datagrams_are_saved_in_the_order_they_came(lab: Lab, tmp_path: Path) -> None:
    number = lab.bind_udp(reply=filed("save-file", tmp_path / "log"))
    with socket.socket(type=socket.SOCK_DGRAM) as peer:
        peer.connect((LOOPBACK, lab.port(number)))
        for said in (b"1", b"22", b"333"):
            peer.send(said)
    lab.until_received(number, 6)
    lab.done(lambda id: SetReply(id, number, ECHO))
    lab.until(lambda: (tmp_path / "log").exists() and (tmp_path / "log").stat().st_size == 6, "the file")
    assert (tmp_path / "log").read_bytes() == b"122333"


def test_what_came_in_before_a_connection_is_reset_here_is_saved_all_the_same(lab: Lab, tmp_path: Path) -> None:
    file = tmp_path / "log"
    peer, number = lab.caller(lab.listen(reply=filed("save-file", file)))
    peer.sendall(b"x" * 1000)
    lab.until_received(number, 1000)
    lab.done(lambda id: Reset(id, number))
    for thread in threading.enumerate():
        if thread.name == "save":
            thread.join(PATIENCE_S)
    assert file.read_bytes() == b"x" * 1000


def test_a_full_disk_is_told_with_what_is_not_saved_and_traffic_goes_on(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(save_file, "refuse_special", lambda _: None)  # the device that is always full is no plain file
    peer, number = lab.caller(lab.listen(reply=filed("save-file", Path("/dev/full"))))
    peer.sendall(b"12345")
    words = until_told(lab, number, "NOT_SAVED")
    assert "5 B were not saved to /dev/full (ENOSPC)" in words
    peer.sendall(b"678")
    lab.until(lambda: (it := lab.facts(number).fault) is not None and it.count == 8, "the bytes since then")
    peer.shutdown(socket.SHUT_WR)
    assert read_all(peer) == b""
    assert lab.ended(number).ending is Ending.PEER_CLOSED


def test_a_folder_that_is_not_there_is_told(lab: Lab, tmp_path: Path) -> None:
    peer, number = lab.caller(lab.listen(reply=filed("save-file", tmp_path / "no" / "log")))
    peer.sendall(b"x")
    assert "1 B were not saved" in until_told(lab, number, "NOT_SAVED")
    assert "ENOENT" in until_told(lab, number, "NOT_SAVED")
