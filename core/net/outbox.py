"""What waits to be sent on one socket because the kernel has not taken it yet (engine thread).

Law: never more than the limits below; what is refused is refused whole, and said.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from core.contract.endpoints import Endpoint
from core.contract.records import Cause

MOST_PER_SOCKET = 8 * 1024 * 1024
MOST_OF_ALL = 64 * 1024 * 1024
HIGH_WATER = 1024 * 1024
"""Answers are never refused: past this mark the socket is not read until the peer has taken some of them."""


@dataclass(slots=True)
class Outgoing:
    """One Send or answer: the bytes, and how many of them the kernel has taken."""

    data: bytes
    cause: Cause
    command: int | None = None
    """The command to answer when all is taken; None for an answer of the reply."""
    peer: Endpoint | None = None
    """For a datagram on an unconnected socket."""
    taken: int = 0

    @property
    def left(self) -> int:
        """Bytes the kernel has not taken."""
        return len(self.data) - self.taken


@dataclass(slots=True)
class Budget:
    """How many bytes wait in all outboxes together."""

    waiting: int = 0


class Outbox:
    """A queue of Outgoing in the order they were given."""

    __slots__ = ("_budget", "_entries", "waiting")

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._entries: deque[Outgoing] = deque()
        self.waiting = 0

    def __bool__(self) -> bool:
        return bool(self._entries)

    def has_room(self, size: int) -> bool:
        """Whether `size` bytes more stay within both limits."""
        return self.waiting + size <= MOST_PER_SOCKET and self._budget.waiting + size <= MOST_OF_ALL

    def put(self, entry: Outgoing) -> None:
        """Queue it behind the others."""
        self._entries.append(entry)
        self._count(entry.left)

    @property
    def is_high(self) -> bool:
        """Whether so much waits that nothing more that asks for an answer should be read."""
        return self.waiting > HIGH_WATER or (self.waiting > 0 and self._budget.waiting > MOST_OF_ALL)

    @property
    def first(self) -> Outgoing:
        """The next to be sent."""
        return self._entries[0]

    def took(self, size: int) -> Outgoing | None:
        """The kernel took `size` bytes of the first: the entry when that was all of it (it is then gone from here)."""
        entry = self._entries[0]
        entry.taken += size
        self._count(-size)
        return self._entries.popleft() if not entry.left else None

    def drop_first(self) -> Outgoing:
        """Give up the first."""
        entry = self._entries.popleft()
        self._count(-entry.left)
        return entry

    def drop_all(self) -> list[Outgoing]:
        """Give up everything: what was not sent."""
        dropped = list(self._entries)
        self._entries.clear()
        self._count(-self.waiting)
        return dropped

    def _count(self, change: int) -> None:
        self.waiting += change
        self._budget.waiting += change
