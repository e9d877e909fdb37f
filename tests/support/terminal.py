"""The command line in a process of its own, and plain servers for it to talk to.

Law: it is run without a screen and without tkinter, and none is left running.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE_S = 20
WITHOUT_A_WINDOW = "import sys; sys.modules.update(tkinter=None, _tkinter=None); from core.cli.program import main; "


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "DISPLAY"}


def run(*arguments: str, typed: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Without a screen, and without tkinter."""
    program = WITHOUT_A_WINDOW + "sys.exit(main())"
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(
        command, input=typed, capture_output=True, cwd=ROOT, env=environment(), timeout=PATIENCE_S, check=False
    )


@contextmanager
def listening(*arguments: str, subcommand: str = "listen") -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """`listen` on a free port, and that port."""
    command = [sys.executable, "-m", "core", subcommand, *arguments]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env=environment()
    ) as program:
        assert program.stderr is not None
        try:
            words = program.stderr.readline().decode()
            yield program, int(words.rpartition(":")[2])
        finally:
            program.send_signal(signal.SIGINT)
            assert program.wait(PATIENCE_S) == 130
            assert b"Traceback" not in program.stderr.read()


@contextmanager
def serving(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """A plain server for one caller."""

    def serve() -> None:
        accepted, _ = server.accept()
        with accepted:
            accepted.settimeout(PATIENCE_S)
            talk(accepted)

    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(PATIENCE_S)
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            thread.join()


def echo(peer: socket.socket) -> None:
    while data := peer.recv(65536):
        peer.sendall(data)


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port
