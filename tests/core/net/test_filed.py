"""Replies that have a file, over real sockets: one that is sent, one that is saved to, and a hook that answers."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from time import monotonic

import pytest

from core.contract.commands import ReplyChoice, Reset, SetReply
from core.contract.records import Call
from core.contract.sockets import Ending, State
from core.explain.faults import explain
from core.replies import hook, save_file
from tests.core.net.test_services import read_all, read_line
from tests.support.lab import ECHO, LOOPBACK, PATIENCE_S, Lab

LARGE = os.urandom(64 * 1024) * 64 + b"the end"


def filed(name: str, path: Path) -> ReplyChoice:
    return ReplyChoice(name, str(path).encode())


def hooked(folder: Path, source: str) -> ReplyChoice:
    path = folder / "hook.py"
    path.write_text(source, encoding="utf-8")
    return filed("python", path)


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
    assert "5 bytes were not saved to /dev/full (ENOSPC)" in words
    peer.sendall(b"678")
    lab.until(lambda: (it := lab.facts(number).fault) is not None and it.count == 8, "the bytes since then")
    peer.shutdown(socket.SHUT_WR)
    assert read_all(peer) == b""
    assert lab.ended(number).ending is Ending.PEER_CLOSED


def test_a_folder_that_is_not_there_is_told(lab: Lab, tmp_path: Path) -> None:
    peer, number = lab.caller(lab.listen(reply=filed("save-file", tmp_path / "no" / "log")))
    peer.sendall(b"x")
    assert "1 bytes were not saved" in until_told(lab, number, "NOT_SAVED")
    assert "ENOENT" in until_told(lab, number, "NOT_SAVED")


# A hook.


def test_a_function_answers_with_bytes_text_or_nothing(lab: Lab, tmp_path: Path) -> None:
    reply = hooked(
        tmp_path,
        "def reply(data, peer):\n"
        "    if data == b'who\\n':\n        return f'{peer[0]} {peer[1]} ä\\n'\n"
        "    return data.upper() if data != b'hush\\n' else None\n",
    )
    peer, _ = lab.caller(lab.listen(reply=reply))
    peer.sendall(b"who\n")
    assert read_line(peer) == f"{LOOPBACK} {peer.getsockname()[1]} ä\n".encode()
    peer.sendall(b"hush\n")
    peer.shutdown(socket.SHUT_WR)
    assert read_all(peer) == b""


def test_a_hook_answers_datagrams_to_who_sent_them(lab: Lab, tmp_path: Path) -> None:
    number = lab.bind_udp(reply=hooked(tmp_path, "def reply(data, peer): return str(peer[1])"))
    for _ in range(2):
        with socket.socket(type=socket.SOCK_DGRAM) as peer:
            peer.settimeout(PATIENCE_S)
            peer.sendto(b"", (LOOPBACK, lab.port(number)))
            assert peer.recv(100) == str(peer.getsockname()[1]).encode()


def test_a_mistake_is_told_with_its_line_and_the_conversation_goes_on(lab: Lab, tmp_path: Path) -> None:
    reply = hooked(tmp_path, "def reply(data, peer):\n    return b'%d\\n' % (6 // int(data))\n")
    peer, number = lab.caller(lab.listen(reply=reply))
    peer.sendall(b"0")
    words = until_told(lab, number, "HOOK_FAILED")
    assert "hook.py, line 2" in words
    assert "ZeroDivisionError" in words
    peer.sendall(b"2")
    assert read_line(peer) == b"3\n"


@pytest.mark.parametrize(
    ("source", "name", "words"),
    [
        ("import sys\nsys.exit(3)\n", "HOOK_FAILED", "line 2"),
        ("def reply(data, peer) return 1", "HOOK_SYNTAX", "line 1"),
        ("answer = 42", "HOOK_MISSING", "no function reply"),
        ("def reply(data, peer): return 42", "HOOK_TYPE", "int"),
        ("def reply(data, peer): return bytes(9_000_000)", "HOOK_TOO_LONG", "9,000,000"),
        ("def reply(data): return data", "HOOK_FAILED", "TypeError"),
    ],
)
def test_what_is_no_hook_is_told(lab: Lab, tmp_path: Path, source: str, name: str, words: str) -> None:
    peer, number = lab.caller(lab.listen(reply=hooked(tmp_path, source)))
    peer.sendall(b"x")
    assert words in until_told(lab, number, name)
    assert lab.facts(number).is_open


def test_what_a_peer_says_is_never_run(lab: Lab, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    said = f"__import__('pathlib').Path({str(mark)!r}).touch()".encode()
    reply = hooked(tmp_path, "def reply(data, peer): raise ValueError(data.decode())")
    peer, number = lab.caller(lab.listen(reply=reply))
    peer.sendall(said + b"\x1b[31m")
    assert "\x1b" not in until_told(lab, number, "HOOK_FAILED")
    assert not mark.exists()


def test_a_hook_that_loops_is_given_up_while_everybody_else_is_served(
    lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hook, "LIMIT_S", 0.5)
    reply = hooked(tmp_path, "def reply(data, peer):\n    while data == b'loop': pass\n    return data\n")
    listener = lab.listen(reply=reply)
    peer, number = lab.caller(listener)
    echo, _ = lab.caller(lab.listen(reply=ECHO))
    peer.sendall(b"loop")
    lab.until_received(number, 4)
    echo.sendall(b"hello")
    assert echo.recv(100) == b"hello"
    assert "was given up" in until_told(lab, number, "HOOK_TOO_SLOW")
    peer.sendall(b"well\n")
    assert read_line(peer) == b"well\n"


def test_too_many_calls_that_can_not_be_ended_stop_the_hook(
    lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hook, "LIMIT_S", 0.05)
    waiting, ending = socket.socketpair()
    source = f"import os\ndef reply(data, peer): os.read({waiting.fileno()}, 1)\n"
    listener = lab.listen(reply=hooked(tmp_path, source))
    try:
        for at in range(hook.MOST_GIVEN_UP + 1):
            peer, number = lab.caller(listener)
            peer.sendall(b"x")
            until_told(lab, number, "HOOK_TOO_SLOW" if at < hook.MOST_GIVEN_UP else "HOOK_STUCK")
    finally:
        ending.close()  # which ends all that wait for it
        for thread in threading.enumerate():
            if thread.name == "hook":
                thread.join(PATIENCE_S)
        waiting.close()


def test_a_flood_waits_with_the_kernel_while_the_hook_works_and_keeps_its_order(lab: Lab, tmp_path: Path) -> None:
    pieces = [b"%d," % at for at in range(17)]
    waiting, ending = socket.socketpair()
    with waiting, ending:
        reply = hooked(tmp_path, f"import os\nos.read({waiting.fileno()}, 1)\ndef reply(data, peer): return data\n")
        listener = lab.listen(reply=reply)
        peer, number = lab.caller(listener)
        size = 0
        for piece in pieces[:-1]:  # one for each recv(), so that each is a message
            peer.sendall(piece)
            size += len(piece)
            lab.until_received(number, size)
        peer.sendall(pieces[-1])
        lab.until(lambda: lab.facts(number).reading_paused, "reading paused")
        ending.sendall(b"x")
        peer.shutdown(socket.SHUT_WR)
        assert read_all(peer) == b"".join(pieces)


def test_a_program_with_a_hook_that_hangs_still_ends(tmp_path: Path) -> None:
    path = tmp_path / "hook.py"
    path.write_text("import time\ndef reply(data, peer): time.sleep(60)\n", encoding="utf-8")
    program = (
        "import sys\n"
        "from collections import deque\n"
        "from core.replies.python import PythonHook\n"
        "hook = PythonHook(sys.argv[1])\n"
        "hook.worker.give(deque(), lambda: hook.answer(b'x', None), print, lambda f: f())\n"
    )
    begun = monotonic()
    subprocess.run([sys.executable, "-c", program, str(path)], timeout=PATIENCE_S, check=True)
    assert monotonic() - begun < 2
