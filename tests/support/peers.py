"""Plain peers that misbehave in one way each (test thread).

Law: real sockets and real processes of the standard library, never an imitation of one.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.support.lab import LOOPBACK, PATIENCE_S


@contextmanager
def black_hole(address: str = LOOPBACK, port: int = 0) -> Iterator[int]:
    """A port from which no answer comes: of a listener that never accepts, and whose queue for one caller is full."""
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((address, port))
        server.listen(0)
        with socket.socket() as caller:
            caller.connect(server.getsockname())
            yield server.getsockname()[1]


@contextmanager
def nobody() -> Iterator[int]:
    """A port that refuses: bound, so that nobody else gets it, but not listened on."""
    with socket.socket() as bound:
        bound.bind((LOOPBACK, 0))
        yield bound.getsockname()[1]


def free_port(kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    """A port that nobody held a moment ago."""
    with socket.socket(type=kind) as bound:
        bound.bind((LOOPBACK, 0))
        port: int = bound.getsockname()[1]
        return port


class NameService:
    """The system's getaddrinfo(), with one thing changed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._real = socket.getaddrinfo
        self._monkeypatch = monkeypatch
        self._answers = threading.Event()

    def hang(self) -> None:
        """From now on nothing comes back until answer()."""

        def wait(*args: Any, **more: Any) -> list[Any]:
            self._answers.wait(PATIENCE_S)
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

        self._replace(wait)

    def answer(self) -> None:
        """Let all that hangs come back."""
        self._answers.set()

    def refuse(self, number: int) -> None:
        """Every name fails with that EAI number."""

        def fail(*args: Any, **more: Any) -> list[Any]:
            raise socket.gaierror(number, "failed")

        self._replace(fail)

    def know(self, *addresses: str) -> None:
        """Every name has these addresses, in this order."""

        def look_up(host: str, port: int, **more: Any) -> list[Any]:
            return [entry for address in addresses for entry in self._real(address, port, **more)]

        self._replace(look_up)

    def _replace(self, function: Callable[..., list[Any]]) -> None:
        self._monkeypatch.setattr(socket, "getaddrinfo", function)
