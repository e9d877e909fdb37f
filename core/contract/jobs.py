"""What is known of one job: something that goes on sending on one socket by itself (any thread).

Law: a message counts as sent when the kernel took all of it, as failed when it said no, and as left out when its time
came while the one before still waited, or passed while the lab was busy; none of these is ever counted as another.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TypeAlias

from core.contract.endpoints import Endpoint
from core.contract.faults import Fault
from core.contract.frozen import frozen

SHORTEST_INTERVAL_NS = 100_000
LONGEST_INTERVAL_NS = 30 * 86_400 * 1_000_000_000

Message: TypeAlias = bytes | Callable[[int], bytes]
"""The bytes of each message; or what makes those of the n-th one, from 1, on the engine's thread: it asks nobody, is
quick, and raises BadInput where there is no such message."""


class JobKind(Enum):
    """What it does; the value is the word for it."""

    REPETITION = "repetition"
    FILE = "file"
    SEQUENCE = "sequence"


class JobEnding(Enum):
    """Why it sends no more: different facts, never merged."""

    COMPLETE = "complete"
    """Its count is reached: all was said that was to be said."""
    TIME_OVER = "time over"
    STOPPED = "stopped here"
    SOCKET_ENDED = "nothing more can be sent on the socket"
    FAILED = "failed"
    """`fault` says why."""


@frozen
class JobSnapshot:
    """One job at one moment."""

    number: int
    """The id of the command that began it; StopJob names it."""
    kind: JobKind
    socket: int
    peer: Endpoint | None
    """For a bound UDP socket: whom it sends to."""
    title: str
    """What it sends, in words for people."""
    started_ns: int
    """Wall clock, ns since the epoch."""
    interval_ns: int = 0
    total: int | None = None
    """How many messages there are to be; None: nobody knows."""
    size: int | None = None
    """How many bytes there are to be, where that is known instead."""
    step: int = 0
    """For a sequence: the step that it is at, from 1."""
    steps: int = 0
    round: int = 0
    """How manieth time it goes through its steps, from 1."""
    rounds: int | None = None
    """How many times it is to; None: until it is stopped."""
    sent: int = 0
    sent_bytes: int = 0
    failed: int = 0
    left_out: int = 0
    is_waiting: bool = False
    """A message waits for the kernel's buffer, which is full because the peer does not read (or for its Step). It may
    outlast the job: what was begun on a stream cannot be taken back. One snapshot more tells then what became of it."""
    fault: Fault | None = None
    """The last thing that went wrong."""
    ended_ns: int | None = None
    ending: JobEnding | None = None

    @property
    def is_running(self) -> bool:
        """Whether it begins any more messages."""
        return self.ending is None
