"""The command line against plain programs: what goes over, what is written where, and the status a script goes by."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.terminal import PATIENCE_S, ROOT, echo, environment, free_port, listening, run, serving


def test_what_is_piped_in_comes_back_byte_for_byte_from_an_echo() -> None:
    data = os.urandom(300_000)
    with serving(echo) as port:
        ended = run("connect", f"tcp://127.0.0.1:{port}", typed=data)
    assert ended.stdout == data
    assert ended.returncode == 0


def test_ncat_is_answered_by_the_reply_that_was_named() -> None:
    with listening("tcp://127.0.0.1:0", "--reply", "upper") as (program, port):
        answer = subprocess.run(
            ["ncat", "127.0.0.1", str(port)], input=b"hello\n", capture_output=True, timeout=PATIENCE_S, check=True
        )
        assert answer.stdout == b"HELLO\n"
        assert program.stdout is not None
        assert program.stdout.read(6) == b"hello\n"


def test_a_file_of_rules_answers(tmp_path: Path) -> None:
    file = tmp_path / "device.json"
    file.write_text('{"socketlab-rules": 1, "rules": [{"when": "hex", "pattern": "02 ?? 03", "answer": "<{{1}}>"}]}')
    with listening("tcp://127.0.0.1:0", "--reply", f"rules:{file}") as (_, port):
        ended = run("send", f"tcp://127.0.0.1:{port}", "02 41 03", "--hex", "--expect", "<A>", "--timeout", "5")
    assert (ended.stdout, ended.returncode) == (b"<A>", 0)


def test_a_mistyped_reply_is_wrong_use_and_the_right_name_is_told() -> None:
    ended = run("listen", "tcp://127.0.0.1:0", "--reply", "chatt")
    assert ended.returncode == 2
    assert b"do you mean chat?" in ended.stderr


def test_a_datagram_is_answered_and_shown() -> None:
    with listening("udp://127.0.0.1:0", "--reply", "echo") as (_, port):
        ended = run("send", f"udp://127.0.0.1:{port}", r"ping\n")
    assert (ended.stdout, ended.returncode) == (b"ping\n", 0)


@pytest.mark.parametrize(("pattern", "status"), [("b.d", 0), ("good", 1)])
def test_the_status_says_whether_the_answer_was_as_expected(pattern: str, status: int) -> None:
    def answer(peer: socket.socket) -> None:
        assert peer.recv(100) == b"hi\r\n"
        peer.sendall(b"bad luck")

    with serving(answer) as port:
        ended = run("send", f"tcp://127.0.0.1:{port}", r"hi\r\n", "--expect", pattern, "--timeout", "5")
    assert ended.stdout == b"bad luck"
    assert ended.returncode == status


def test_hex_goes_over_as_bytes_and_the_record_keeps_them(tmp_path: Path) -> None:
    file = tmp_path / "sent.socketlab"
    heard: list[bytes] = []
    with serving(lambda peer: heard.append(peer.recv(100))) as port:
        ended = run("send", f"tcp://127.0.0.1:{port}", "01 ff", "--hex", "--record", str(file))
    assert ended.returncode == 0, ended.stderr
    assert heard == [b"\x01\xff"]
    assert b"\x01\xff" in file.read_bytes()


def test_with_json_each_line_is_an_object() -> None:
    with serving(echo) as port:
        ended = run("send", f"tcp://127.0.0.1:{port}", "hi", "--json")
    events = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [it["text"] for it in events if it["event"] == "received"] == ["hi"]
    assert [it["text"] for it in events if it["event"] == "sent"] == ["hi"]
    assert all(it["time_ns"] > 0 for it in events)


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["send", "tcp://127.0.0.1:70000", "x"], 2, "70000"),
        (["send", "http://127.0.0.1:80", "x"], 2, "http"),
        (["send", "tcp://127.0.0.1:9", "abc", "--hex"], 2, "other half"),
        (["send", "tcp://127.0.0.1:9", "x", "--expect", "("], 2, "regular expression"),
        (["listen", "udp://127.0.0.1:0", "--once"], 2, "--once"),
        (["listen", "tcp://192.0.2.1:9000"], 3, "192.0.2.1"),
        ([], 2, "SUBCOMMAND"),
    ],
)
def test_wrong_use_and_the_network_are_told_apart(arguments: list[str], status: int, words: str) -> None:
    ended = run(*arguments)
    assert ended.returncode == status, ended.stderr
    assert words in ended.stderr.decode()
    assert b"Traceback" not in ended.stderr


def test_a_refused_call_is_a_failure_of_the_network_in_words() -> None:
    ended = run("connect", f"tcp://127.0.0.1:{free_port()}")
    assert ended.returncode == 3
    assert b"ECONNREFUSED" in ended.stderr
    assert b"Traceback" not in ended.stderr


def test_one_caller_is_enough_for_once_as_for_ncat() -> None:
    command = [sys.executable, "-m", "core", "listen", "tcp://127.0.0.1:0", "--once"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env=environment()
    ) as program:
        assert program.stderr is not None
        port = int(program.stderr.readline().decode().rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), PATIENCE_S) as caller:
            caller.sendall(b"question")
            caller.shutdown(socket.SHUT_WR)
            written, _ = program.communicate(b"answer", PATIENCE_S)
            assert caller.recv(100) == b"answer"
    assert written == b"question"
    assert program.returncode == 0


def test_the_installation_is_checked() -> None:
    ended = run("self-test")
    assert ended.returncode == 0, ended.stdout


def test_a_reader_that_has_gone_is_no_traceback() -> None:
    with serving(lambda peer: peer.sendall(bytes(1 << 20))) as port:
        command = f"{sys.executable} -m core connect tcp://127.0.0.1:{port} </dev/null | head -c 10"
        ended = subprocess.run(
            command, shell=True, capture_output=True, cwd=ROOT, env=environment(), timeout=PATIENCE_S, check=True
        )
    assert len(ended.stdout) == 10
    assert b"Traceback" not in ended.stderr
