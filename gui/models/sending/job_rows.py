"""Jobs as rows of a table: to whom, what, how often, how many so far, since when, and how it goes (window thread).

Law: how one ended is always said with its reason; what was left out or failed is never hidden in a sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from core.contract.jobs import JobEnding, JobKind, JobSnapshot
from core.contract.sockets import SocketSnapshot
from core.explain.faults import explain
from core.payload.escapes import show_name
from core.payload.numbers import show_size
from core.payload.spans import show_span

_ENDINGS = {
    JobEnding.COMPLETE: "complete",
    JobEnding.TIME_OVER: "complete: its time was over",
    JobEnding.STOPPED: "stopped here",
    JobEnding.SOCKET_ENDED: "ended with its socket",
    JobEnding.FAILED: "failed",
}


class JobRow(NamedTuple):
    """One row."""

    number: int
    cells: tuple[str, ...]
    tag: str


def job_row(job: JobSnapshot, socket: SocketSnapshot | None) -> JobRow:
    """The row of a job; `socket` is the one that it sends on, None when that has left the lists."""
    every = show_span(job.interval_ns) if job.interval_ns else "–"
    cells = (_to(job, socket), show_name(job.title), every, _sent(job), _since(job), _state(job, socket))
    return JobRow(job.number, cells, _tag(job))


def summary(jobs: Sequence[JobSnapshot]) -> str:
    """How many of them run and how many have ended."""
    running = sum(job.is_running for job in jobs)
    counts = (running, "running"), (len(jobs) - running, "ended")
    return ", ".join(f"{count:,} {word}" for count, word in counts if count)


def _to(job: JobSnapshot, socket: SocketSnapshot | None) -> str:
    peer = job.peer or (socket.remote if socket is not None else None)
    return f"#{job.socket}  {peer}" if peer is not None else f"#{job.socket}"


def _sent(job: JobSnapshot) -> str:
    parts = [_sent_bytes(job)] if job.kind is JobKind.FILE else [_sent_messages(job), show_size(job.sent_bytes)]
    if job.failed:
        parts.append(f"{job.failed:,} failed")
    if job.left_out:
        parts.append(f"{job.left_out:,} left out")
    return ", ".join(parts)


def _sent_messages(job: JobSnapshot) -> str:
    return f"{job.sent:,} of {job.total:,}" if job.total is not None else f"{job.sent:,}"


def _sent_bytes(job: JobSnapshot) -> str:
    """How far a file is."""
    if not job.size:
        return show_size(job.sent_bytes)
    return f"{job.sent_bytes * 100 // job.size} %, {show_size(job.sent_bytes)} of {show_size(job.size)}"


def _since(job: JobSnapshot) -> str:
    return _clock(job.started_ns) if job.ended_ns is None else f"{_clock(job.started_ns)} – {_clock(job.ended_ns)}"


def _clock(time_ns: int) -> str:
    return f"{datetime.fromtimestamp(time_ns / 1e9):%H:%M:%S}"


def _state(job: JobSnapshot, socket: SocketSnapshot | None) -> str:
    if job.ending is None:
        if job.is_waiting:
            held = socket is not None and socket.is_stepping
            return "waits for its step" if held else "waits: the other end does not read"
        if job.kind is JobKind.SEQUENCE:
            return _step(job)
        return f"running; last: {explain(job.fault).sentence}" if job.fault is not None else "running"
    words = _ENDINGS[job.ending]
    if job.ending is JobEnding.SOCKET_ENDED and socket is not None:
        words = f"{words}: {socket.ending.value}" if socket.ending is not None else "ended: sending was finished here"
    if job.fault is not None and (job.ending is JobEnding.FAILED or job.fault.name == "FILE_CHANGED"):
        words += f": {explain(job.fault).sentence}"
    return words + "; its last message still waits" if job.is_waiting else words


def _step(job: JobSnapshot) -> str:
    """Where a sequence is."""
    words = f"step {job.step:,} of {job.steps:,}"
    if job.rounds == 1:
        return words
    of_rounds = f" of {job.rounds:,}" if job.rounds is not None else ""
    return f"{words}, round {job.round:,}{of_rounds}"


def _tag(job: JobSnapshot) -> str:
    match job.ending:
        case None:
            return "warning" if job.is_waiting or job.failed else ""
        case JobEnding.FAILED:
            return "error"
        case JobEnding.SOCKET_ENDED:
            return "warning"
        case _:
            return "warning" if job.fault is not None and job.fault.name == "FILE_CHANGED" else "muted"
