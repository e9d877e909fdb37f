"""The kernel's own table of TCP conversations, asked for again and again while somebody looks (window thread).

A worker thread reads it. Law: it is asked only as often as a view is brought up to date, at most four times a second.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from core.capture.stories.conversations import plain
from core.contract.sockets import SocketSnapshot
from core.machine.tcp_table import KernelTcp, tcp_table
from gui.models.why.reasons import Ask

ASK_EVERY_S = 0.25


class KernelTable:
    """What the kernel said last."""

    def __init__(self, ask: Ask, clock: Callable[[], float] = monotonic) -> None:
        self.version = 0
        """Goes up when it said something else."""
        self._ask = ask
        self._clock = clock
        self.lines: list[KernelTcp] = []
        self._asked_at = -ASK_EVERY_S
        self._is_asking = False

    def look(self) -> None:
        """Ask again, unless it has just been asked."""
        if not self._is_asking and self._clock() - self._asked_at >= ASK_EVERY_S:
            self._is_asking, self._asked_at = True, self._clock()
            self._ask(tcp_table, self._answered)

    def line_of(self, snapshot: SocketSnapshot) -> KernelTcp | None:
        """What it says of one socket; None when it does not know it (any more), and where there are no TCP states."""
        if snapshot.local is None or not snapshot.has_tcp_states:
            return None
        local, remote = plain(snapshot.local), None if snapshot.remote is None else plain(snapshot.remote)
        return next((line for line in self.lines if line.remote == remote and line.local == local), None)

    def _answered(self, lines: list[KernelTcp]) -> None:
        self._is_asking = False
        if lines != self.lines:
            self.lines = lines
            self.version += 1
