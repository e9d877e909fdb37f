"""Replies that have a file on the command line, for plain programs; what is wrong with a file is wrong use."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

import pytest

from tests.support.terminal import PATIENCE_S, listening, run


def ncat(port: int, said: bytes) -> bytes:
    """What a plain program is answered."""
    command = ["ncat", "127.0.0.1", str(port)]
    return subprocess.run(command, input=said, capture_output=True, timeout=PATIENCE_S, check=True).stdout


def test_a_file_is_sent_to_who_calls(tmp_path: Path) -> None:
    content = bytes(range(256)) * 4096
    (tmp_path / "file").write_bytes(content)
    with listening("tcp://127.0.0.1:0", "--reply", f"send-file:{tmp_path / 'file'}") as (_, port):
        assert ncat(port, b"") == content


def test_what_comes_in_is_saved(tmp_path: Path) -> None:
    with listening("tcp://127.0.0.1:0", "--reply", f"save-file:{tmp_path / 'log {number}'}") as (_, port):
        assert ncat(port, b"hello") == b""
    assert (tmp_path / "log 2").read_bytes() == b"hello"


def test_a_hook_answers_and_what_it_prints_is_not_mixed_with_what_peers_send(tmp_path: Path) -> None:
    (tmp_path / "hook.py").write_text("def reply(data, peer):\n    print('seen')\n    return data[::-1]\n")
    with listening("tcp://127.0.0.1:0", "--reply", f"python:{tmp_path / 'hook.py'}") as (program, port):
        with socket.create_connection(("127.0.0.1", port), PATIENCE_S) as caller:
            caller.sendall(b"abc")
            assert caller.recv(10) == b"cba"
        assert program.stdout is not None
        assert program.stdout.read(3) == b"abc"
        assert program.stderr is not None
        assert any(b"seen" in program.stderr.readline() for _ in range(3))


def test_a_mistake_of_a_hook_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "hook.py").write_text("def reply(data, peer):\n    return data + 1\n")
    with (
        listening("tcp://127.0.0.1:0", "--reply", f"python:{tmp_path / 'hook.py'}") as (program, port),
        socket.create_connection(("127.0.0.1", port), PATIENCE_S) as caller,
    ):
        caller.sendall(b"abc")
        assert program.stderr is not None
        assert any(b"hook.py, line 2" in program.stderr.readline() for _ in range(3))


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ("send-file", "send-file:FILE"),
        ("send-file:{folder}/gone", "There is no file"),
        ("send-file:{folder}", "is a folder"),
        ("send-file:/dev/zero", "is a pipe or a device"),
        ("save-file:{folder}/no/log", "There is no file or no folder"),
        ("save-file:{folder}", "is a folder"),
        ("python:{folder}/bad.py", "bad.py, line 2"),
        ("python:a\udcffb", "There is no file"),
    ],
)
def test_what_is_wrong_with_a_file_is_wrong_use(tmp_path: Path, reply: str, words: str) -> None:
    (tmp_path / "bad.py").write_text("\nreply(", encoding="utf-8")
    ended = run("listen", "tcp://127.0.0.1:0", "--reply", reply.replace("{folder}", str(tmp_path)))
    assert ended.returncode == 2
    assert words in ended.stderr.decode()
    assert b"Traceback" not in ended.stderr
