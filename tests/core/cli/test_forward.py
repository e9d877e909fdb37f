"""forward on the command line: between plain programs, with what went over on standard output."""

from __future__ import annotations

import socket
import subprocess

import pytest

from tests.support.terminal import PATIENCE_S, echo, free_port, listening, run, serving


def test_ncat_is_put_through_and_each_piece_is_a_line() -> None:
    with (
        serving(echo) as port,
        listening("tcp://127.0.0.1:0", f"tcp://127.0.0.1:{port}", subcommand="forward") as (program, ours),
    ):
        said = subprocess.run(
            ["ncat", "127.0.0.1", str(ours)], input=b"hello\n", capture_output=True, timeout=PATIENCE_S, check=True
        )
        assert said.stdout == b"hello\n"
        assert program.stdout is not None
        there, back = program.stdout.readline().decode(), program.stdout.readline().decode()
    assert there.rstrip("\n").endswith(rf"→ 127.0.0.1:{port}  6 B  hello\n")
    assert back.startswith(f"127.0.0.1:{port} → ")


def test_nobody_at_the_other_address_is_told() -> None:
    nobody = free_port()
    with (
        listening("tcp://127.0.0.1:0", f"tcp://127.0.0.1:{nobody}", subcommand="forward") as (program, ours),
        socket.socket() as caller,
    ):
        caller.connect_ex(("127.0.0.1", ours))  # which may be reset before it returns
        assert program.stderr is not None
        words = [program.stderr.readline().decode() for _ in range(2)]
    assert any(f"127.0.0.1:{nobody}: refused" in line for line in words)


@pytest.mark.parametrize("to", ["udp://127.0.0.1:9", "nowhere", "tcp://127.0.0.1:0"])
def test_an_address_that_makes_no_sense_is_wrong_use(to: str) -> None:
    ended = run("forward", "tcp://127.0.0.1:0", to)
    assert ended.returncode == 2
    assert b"Traceback" not in ended.stderr
