"""udp on the command line: lines out to the peers they name, datagrams in, against plain sockets and a second lab."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from core.cli.outcome import WrongUse
from core.cli.subcommands.udp import Line, read_line
from core.contract.endpoints import Endpoint
from tests.support.terminal import PATIENCE_S, ROOT, environment, run


@contextmanager
def peer() -> Iterator[tuple[socket.socket, str]]:
    """A plain UDP socket, and its name."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
        made.settimeout(PATIENCE_S)
        made.bind(("127.0.0.1", 0))
        yield made, f"127.0.0.1:{made.getsockname()[1]}"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"hello", Line(None, b"hello")),
        (rb"a\r\n", Line(None, b"a\r\n")),
        (b"", Line(None, b"")),
        (b"@127.0.0.1:9", Line(Endpoint("127.0.0.1", 9), None)),
        (b"@[::1]:9 hi there", Line(Endpoint("::1", 9), b"hi there")),
        (rb"\x40home", Line(None, b"@home")),
    ],
)
def test_a_line_is_a_datagram_a_peer_or_both(line: bytes, said: Line) -> None:
    assert read_line(line, is_hex=False) == said


@pytest.mark.parametrize("line", [b"\xff", rb"\q", b"@nobody", b"@localhost:9", b"@127.0.0.1:0 x"])
def test_a_line_that_says_nothing_is_refused(line: bytes) -> None:
    with pytest.raises(WrongUse):
        read_line(line, is_hex=False)


def test_lines_go_to_the_peers_that_are_named() -> None:
    with peer() as (one, its_name), peer() as (other, other_name):
        typed = f"first\n@{other_name} once\nsecond\n@{other_name}\nthird"
        ended = run("udp", "udp://127.0.0.1:0", "--to", its_name, "--wait", "0", typed=typed.encode())
        assert ended.returncode == 0, ended.stderr
        assert [one.recv(100), one.recv(100)] == [b"first", b"second"]
        assert [other.recv(100), other.recv(100)] == [b"once", b"third"]


def test_who_was_heard_from_last_is_answered() -> None:
    command = [sys.executable, "-m", "core", "udp", "udp://127.0.0.1:0", "--hex", "--wait", "0"]
    with (
        peer() as (caller, its_name),
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env=environment()
        ) as program,
    ):
        assert program.stdout is not None
        assert program.stderr is not None
        port = int(program.stderr.readline().decode().rpartition(":")[2])
        caller.sendto(b"who is there?", ("127.0.0.1", port))
        assert program.stdout.readline() == b"who is there?\n"
        assert its_name in program.stderr.readline().decode()
        program.communicate(b"6d 65\n", PATIENCE_S)
        assert caller.recv(100) == b"me"
    assert program.returncode == 0


def test_a_line_without_a_peer_is_not_lost_in_silence() -> None:
    ended = run("udp", "udp://127.0.0.1:0", "--wait", "0", "--json", typed=b"hello\n")
    assert ended.returncode == 1
    events = [json.loads(line) for line in ended.stdout.splitlines()]
    assert any(it["event"] == "not sent" and re.search("names a peer", it["reason"]) for it in events)


def test_a_datagram_that_is_too_long_is_a_failure() -> None:
    with peer() as (_, name):
        ended = run("udp", "udp://127.0.0.1:0", "--to", name, "--wait", "0", typed=b"x" * 70_000)
    assert ended.returncode == 3
    assert b"EMSGSIZE" in ended.stderr
