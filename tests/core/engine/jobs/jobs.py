"""What the tests of jobs ask and wait for."""

from __future__ import annotations

import socket

from core.contract.events import JobChanged
from core.contract.job_commands import Repeat
from core.contract.jobs import JobSnapshot, Message
from tests.support.lab import Lab

MS = 1_000_000
HOUR_NS = 3_600_000 * MS


def told(lab: Lab, number: int) -> list[JobSnapshot]:
    """What was told of a job, in order."""
    return [event.snapshot for event in lab.heard(JobChanged) if event.snapshot.number == number]


def repeat(lab: Lab, number: int, message: Message, interval_ns: int, count: int | None = None) -> int:
    """Begin a repetition on a socket; the job's number."""
    job = lab.ask(lambda id: Repeat(id, number, message, interval_ns, count))
    assert lab.done_with(job) == number
    lab.until(lambda: told(lab, job), "its first news")
    return job


def ended(lab: Lab, job: int) -> JobSnapshot:
    """Wait for its end, and for what became of a message that was still on the way."""
    lab.until(lambda: told(lab, job) and is_over(told(lab, job)[-1]), "the end of the job")
    return told(lab, job)[-1]


def is_over(facts: JobSnapshot) -> bool:
    """Whether nothing more will be told of it."""
    return not facts.is_running and not facts.is_waiting


def read(peer: socket.socket, size: int) -> bytes:
    """Read so much, or less if the other end finishes before."""
    data = b""
    while len(data) < size and (more := peer.recv(size - len(data))):
        data += more
    return data
