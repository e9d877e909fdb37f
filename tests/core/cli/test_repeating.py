"""send --every: the same again and again from the command line, counted, until it is answered, or interrupted."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from argparse import ArgumentTypeError
from collections.abc import Callable

import pytest

from core.cli.arguments import span, times
from tests.support.terminal import PATIENCE_S, ROOT, environment, run, serving


def lines_of(peer: socket.socket, count: int) -> list[bytes]:
    with peer.makefile("rb") as stream:
        return [stream.readline() for _ in range(count)]


def test_so_many_messages_each_made_anew() -> None:
    heard: list[bytes] = []
    with serving(lambda peer: heard.extend(lines_of(peer, 4))) as port:
        command = ("--every", "2ms", "--count", "3", "--macros")
        ended = run("send", f"tcp://127.0.0.1:{port}", r"no. {{counter}} to {{peer:port}}\n", *command)
    assert ended.returncode == 0, ended.stderr
    assert heard == [b"no. %d to %d\n" % (number, port) for number in (1, 2, 3)] + [b""]


def test_until_it_is_answered() -> None:
    def answer(peer: socket.socket) -> None:
        lines_of(peer, 3)
        peer.sendall(b"OK")

    with serving(answer) as port:
        ended = run("send", f"tcp://127.0.0.1:{port}", r"ready?\n", "--every", "5", "--expect", "OK")
    assert (ended.returncode, ended.stdout) == (0, b"OK")


def test_without_an_end_it_goes_on_until_interrupted() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        command = [sys.executable, "-m", "core", "send", f"tcp://127.0.0.1:{port}", r"x\n", "--every", "1"]
        with subprocess.Popen(command, cwd=ROOT, env=environment(), stderr=subprocess.PIPE) as program:
            server.settimeout(PATIENCE_S)
            peer, _ = server.accept()
            with peer:
                peer.settimeout(PATIENCE_S)
                assert lines_of(peer, 50) == [b"x\n"] * 50
                program.send_signal(signal.SIGINT)
                assert program.wait(PATIENCE_S) == 130


def test_a_conversation_that_ends_before_all_was_sent_is_a_failure_of_the_network() -> None:
    def hang_up(peer: socket.socket) -> None:
        peer.recv(1)

    with serving(hang_up) as port:
        ended = run("send", f"tcp://127.0.0.1:{port}", "x", "--every", "5", "--count", "1000")
    assert ended.returncode == 3
    assert b"The conversation ended after" in ended.stderr


@pytest.mark.parametrize(
    ("arguments", "words"), [(["--count", "5"], "--count goes with --every"), (["--macros"], "no macro “tme”")]
)
def test_what_makes_no_sense_together_is_wrong_use(arguments: list[str], words: str) -> None:
    ended = run("send", "tcp://127.0.0.1:9", "{{tme}}", *arguments)
    assert ended.returncode == 2
    assert words in ended.stderr.decode()


@pytest.mark.parametrize(("read", "text"), [(span, "soon"), (span, "0"), (span, "31 d"), (times, "0"), (times, "1_0")])
def test_a_time_or_a_number_that_is_none_is_refused_in_words(read: Callable[[str], int], text: str) -> None:
    with pytest.raises(ArgumentTypeError, match=f"“{text}” is not a"):
        read(text)
    assert (span("1.5 s"), times("12")) == (1_500_000_000, 12)
