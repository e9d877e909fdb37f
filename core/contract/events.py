"""What can happen: the whole list (made by the engine thread, read by whoever drives it).

Law: few events, many records; bytes never travel in an event, they are read from the capture.
"""

from __future__ import annotations

from typing import TypeAlias

from core.contract.endpoints import Endpoint
from core.contract.faults import Fault
from core.contract.frozen import frozen
from core.contract.jobs import JobSnapshot
from core.contract.sockets import SocketSnapshot


@frozen
class Done:
    """A command was carried out."""

    command: int
    socket: int | None = None


@frozen
class Failed:
    """A command could not be carried out."""

    command: int
    fault: Fault
    socket: int | None = None


@frozen
class SocketChanged:
    """A socket came to be, changed or ended (snapshot.is_open false: it will not change again)."""

    snapshot: SocketSnapshot


@frozen
class PeerHeard:
    """A bound UDP socket heard from, or sent to, a peer for the first time."""

    socket: int
    peer: Endpoint


@frozen
class JobChanged:
    """A job began, went on (told of 10 times a second at the most) or ended (snapshot.is_running false)."""

    snapshot: JobSnapshot


@frozen
class ReadingPaused:
    """The capture's writer fell behind: no socket is read until it caught up; nothing is lost on TCP."""

    pending_bytes: int


@frozen
class ReadingResumed:
    """The writer caught up."""


@frozen
class InternalError:
    """A mistake in the lab itself while it served one socket; the others live on. `report` is the traceback."""

    report: str
    socket: int | None = None


@frozen
class Stopped:
    """The engine thread has closed everything; nothing follows."""


Event: TypeAlias = (
    Done | Failed | SocketChanged | PeerHeard | JobChanged | ReadingPaused | ReadingResumed | InternalError | Stopped
)
