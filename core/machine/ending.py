"""Ends another program, as far as the system allows it (worker thread: it waits for the program's end).

Law: the program that is ended is the one that a person was asked about, never one that has its pid by now; and never
this lab.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import Enum

PATIENCE_S = 3.0
"""A program that was asked to end may need a moment to put its things away."""
_SYSTEMS_OWN = 4
"""The highest pid that is the system's own: init is 1, on Windows System is 4."""


@dataclass(frozen=True, slots=True)
class Program:
    """A running program; `began` tells it from a later one with the same pid."""

    pid: int
    name: str
    user: str
    began: float


class End(Enum):
    """What became of it."""

    GONE = "gone"
    STAYS = "stays"
    """It was asked and is still there: it may be killed."""
    REFUSED = "refused"
    """The system does not let this user end it."""


def running_program(pid: int) -> Program | None:
    """What runs under that pid now; None: nothing, or the system does not tell."""
    import psutil

    try:
        process = psutil.Process(pid)
        return Program(pid, process.name(), process.username(), process.create_time())
    except psutil.Error:
        return None


def may_be_ended(pid: int) -> bool:
    """Whether it is neither this lab nor the system itself."""
    return pid != os.getpid() and pid > _SYSTEMS_OWN


def end_program(program: Program, *, kill: bool = False, patience_s: float = PATIENCE_S) -> End:
    """Ask it to end (SIGTERM), or end it without asking (SIGKILL); on Windows there is only the latter.

    ValueError for this lab and the system itself.
    """
    import psutil

    if not may_be_ended(program.pid):
        raise ValueError(f"pid {program.pid} is not to be ended")
    try:
        process = psutil.Process(program.pid)
        if process.create_time() != program.began:
            return End.GONE
        if kill:
            process.kill()
        else:
            process.terminate()
        return _wait(process, patience_s)
    except psutil.NoSuchProcess:
        return End.GONE
    except psutil.AccessDenied:
        return End.REFUSED


def _wait(process: object, patience_s: float) -> End:
    """A zombie has ended too: only its parent has not looked yet."""
    import psutil

    assert isinstance(process, psutil.Process)
    try:
        process.wait(patience_s)
    except psutil.TimeoutExpired:
        return End.GONE if process.status() == psutil.STATUS_ZOMBIE else End.STAYS
    return End.GONE
