"""How many descriptors this program may have open, and has; and which ports it may bind (any thread).

Law: asked of the system anew each time; what it does not tell is None. On Windows there is no such limit to a process.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

if sys.platform != "win32":
    import resource

_OPEN = Path("/proc/self/fd" if sys.platform == "linux" else "/dev/fd")
_LOWEST_FOR_ALL = Path("/proc/sys/net/ipv4/ip_unprivileged_port_start")
LOWEST_FOR_ALL = 1024
"""Where a system does not say otherwise (Linux since 4.11 can)."""


@dataclass(frozen=True, slots=True)
class Descriptors:
    """Files and sockets of this process."""

    open: int | None
    """How many; None when not even looking is possible, because that needs one more."""
    limit: int
    """The soft limit, which stops the process."""
    highest: int
    """The hard limit, up to which it may raise that itself."""


@dataclass(frozen=True, slots=True)
class Rights:
    """Which ports this program may bind."""

    lowest_for_all: int
    """The lowest port that needs no special rights."""
    is_administrator: bool | None
    """Whether it runs as root; None where that can't be told so simply (Windows)."""


def descriptors() -> Descriptors | None:
    """How things stand; None where the system has no such limit."""
    if sys.platform != "win32":
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        count = None
        with suppress(OSError):
            count = len(os.listdir(_OPEN)) - 1  # without the one that lists
        return Descriptors(count, _number(soft), _number(hard))
    return None


def raise_descriptor_limit(to: int) -> None:
    """Allow this process so many; OSError or ValueError when the system does not agree."""
    if sys.platform != "win32":
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (to, hard))


def rights() -> Rights:
    """What this program may do with low ports."""
    lowest = LOWEST_FOR_ALL
    with suppress(OSError, ValueError):
        lowest = int(_LOWEST_FOR_ALL.read_text())
    is_administrator = None
    if sys.platform != "win32":
        is_administrator = os.geteuid() == 0
    return Rights(lowest, is_administrator)


def _number(limit: int) -> int:
    """No limit at all is said as the most that makes sense: 2**20 is also Linux' own ceiling (fs.nr_open)."""
    if sys.platform != "win32" and limit == resource.RLIM_INFINITY:
        return 1 << 20
    return limit
