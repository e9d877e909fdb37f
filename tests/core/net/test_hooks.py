"""A Python hook over real sockets: what it answers, its mistakes, and how it is given up."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from pathlib import Path
from time import monotonic

import pytest

from core.contract.commands import ReplyChoice
from core.replies import hook
from tests.core.net.test_filed import filed, until_told
from tests.core.net.test_services import read_all, read_line
from tests.support.lab import ECHO, LOOPBACK, PATIENCE_S, Lab


def hooked(folder: Path, source: str) -> ReplyChoice:
    path = folder / "hook.py"
    path.write_text(source, encoding="utf-8")
    return filed("python", path)


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
    # It hangs where no limit reaches it before the sleep is over.
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
