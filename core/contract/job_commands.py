"""The commands that begin and end jobs, which go on sending by themselves: part of core.contract.commands (any thread).

Law: that of core.contract.commands; what becomes of a job is told by JobChanged.
"""

from __future__ import annotations

from core.contract.endpoints import Endpoint
from core.contract.frozen import frozen
from core.contract.jobs import Message
from core.contract.steps import SequenceStep


@frozen
class Repeat:
    """Send a message again and again; Done once it has begun, JobChanged tells how it goes on and why it ended."""

    id: int
    socket: int
    message: Message
    interval_ns: int
    """SHORTEST_INTERVAL_NS to LONGEST_INTERVAL_NS. The n-th message is due n - 1 intervals after the start."""
    count: int | None = None
    """It ends with so many; None: until it is stopped, or its time is over."""
    duration_ns: int | None = None
    """It ends so long after its start; None: until it is stopped, or so many were sent."""
    peer: Endpoint | None = None
    """For a bound UDP socket: whom each datagram goes to."""
    title: str = ""
    """What it sends, for people to tell jobs apart."""


MOST_DATAGRAM = 65_507
"""Bytes: as many as the largest UDP datagram over IPv4 holds."""


@frozen
class SendFile:
    """Send all bytes of a file; Done once it has begun, JobChanged tells how far it is and why it ended."""

    id: int
    socket: int
    path: str
    datagram_size: int = 0
    """For UDP: the bytes of each datagram, 1..MOST_DATAGRAM. For a connection 0: TCP cuts as it likes."""
    interval_ns: int = 0
    """Between the datagrams; 0: as fast as the system takes them."""
    peer: Endpoint | None = None
    """For a bound UDP socket: whom each datagram goes to."""


@frozen
class RunSequence:
    """Go through steps on one socket; Done once it has begun, JobChanged tells how far it is and why it ended."""

    id: int
    socket: int
    steps: tuple[SequenceStep, ...]
    times: int | None = 1
    """None: until it is stopped."""
    peer: Endpoint | None = None
    """For a bound UDP socket: whom it talks with."""
    title: str = ""


@frozen
class StopJob:
    """End one job, by the id of the command that began it. That it has just ended by itself is no fault."""

    id: int
    job: int
