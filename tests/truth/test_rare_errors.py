"""Errors that no test can bring about by itself: strace makes the kernel's answer, and the lab lives on."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from core.contract.records import Call
from tests.support.lab import LOOPBACK, PATIENCE_S
from tests.truth.tracing import records_of, traced


def play_the_callers(port: int) -> None:
    """What the scene of the TCP server expects: one that closes, two that are closed, one that resets."""
    with (
        socket.create_connection((LOOPBACK, port), PATIENCE_S) as closes,
        socket.create_connection((LOOPBACK, port), PATIENCE_S) as closed,
        socket.create_connection((LOOPBACK, port), PATIENCE_S) as reset,
        socket.create_connection((LOOPBACK, port), PATIENCE_S) as resets,
    ):
        closes.sendall(b"echo")
        assert closes.recv(100) == b"echo"
        closes.shutdown(socket.SHUT_WR)
        assert closed.recv(100) == b"goodbye"
        with pytest.raises(ConnectionResetError):
            reset.recv(1)
        resets.shutdown(socket.SHUT_WR)


@pytest.mark.parametrize("error", ["ENFILE", "ENOBUFS", "ENOMEM", "EPERM", "ENETDOWN"])
def test_whatever_accept_says_the_listener_goes_on(tmp_path: Path, error: str) -> None:
    with traced("tcp_server", tmp_path, "-e", f"inject=accept4:error={error}:when=1..2") as lab:
        play_the_callers(int(lab.read_line()))
    accepts = [record.error for record in records_of(tmp_path) if record.call is Call.ACCEPT]
    assert accepts == [error, error, "", "", "", ""]


@pytest.mark.parametrize("error", ["EMFILE", "ENFILE", "ENOBUFS", "ENOMEM", "EACCES"])
def test_whatever_socket_says_the_command_is_refused(tmp_path: Path, error: str) -> None:
    with traced("no_socket", tmp_path, "-e", f"inject=socket:error={error}") as lab:
        assert [lab.read_line() for _ in range(3)] == [error] * 3


@pytest.mark.parametrize("error", ["ENOBUFS", "ENOMEM", "EPERM"])
def test_whatever_listen_says_the_command_is_refused(tmp_path: Path, error: str) -> None:
    with traced("no_listener", tmp_path, "-e", f"inject=listen:error={error}") as lab:
        assert lab.read_line() == error
