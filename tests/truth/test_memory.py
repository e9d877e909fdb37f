"""A peer can't make the lab's memory grow: not by flooding it, and not by never reading what it answers."""

from __future__ import annotations

import select
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from core.net.outbox import MOST_OF_ALL
from tests.support.lab import LOOPBACK, PATIENCE_S
from tests.support.programs import Running, running

ROOT = Path(__file__).resolve().parents[2]
MIB = 1024 * 1024
MOST = 100 * MIB
"""Rows that wait to be written are 64 MiB at most (core.engine.loop), and the rest does not depend on the peer."""


@contextmanager
def flooded_lab(folder: Path, reply: str) -> Iterator[tuple[Running, int]]:
    """A lab in its own process, and its port."""
    script = str(ROOT / "tests/truth/flooded_lab.py")
    with running(sys.executable, script, str(folder / "run.socketlab"), reply, PYTHONPATH=str(ROOT)) as lab:
        yield lab, int(lab.read_line())
        lab.end_input()
        assert lab.wait() == 0


def peak(lab: Running) -> int:
    """The most memory it has held so far."""
    lab.write(b"\n")
    return int(lab.read_line())


def call(port: int) -> socket.socket:
    """A plain peer."""
    return socket.create_connection((LOOPBACK, port), PATIENCE_S)


def test_a_flood_is_recorded_and_not_held(tmp_path: Path) -> None:
    size, block = 256 * MIB, bytes(MIB)  # without a line end, if that mattered
    with flooded_lab(tmp_path, "fixed") as (lab, port):  # an empty text: silent, but closes when all was read
        before = peak(lab)
        with call(port) as peer:
            for _ in range(size // len(block)):
                peer.sendall(block)
            peer.shutdown(socket.SHUT_WR)
            assert peer.recv(1) == b""
        assert peak(lab) - before < MOST
    recorded = tmp_path / "run.socketlab"
    assert recorded.stat().st_size > size
    recorded.unlink()


def test_answers_that_nobody_reads_are_bounded(tmp_path: Path) -> None:
    with flooded_lab(tmp_path, "echo") as (lab, port), ExitStack() as stack:
        before = peak(lab)
        peers = [stack.enter_context(call(port)) for _ in range(100)]
        for peer in peers:
            peer.setblocking(False)
        sent = 0
        while ready := select.select([], peers, [], 0.5)[1]:  # until none takes anything any more
            for peer in ready:
                sent += peer.send(bytes(MIB))
        assert sent > 2 * MOST_OF_ALL
        assert peak(lab) - before < MOST_OF_ALL + MOST
