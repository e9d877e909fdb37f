"""Which ports are for what on this computer: the system's, the users', and those that the kernel gives out by itself.

Any thread. Law: the ephemeral range is the one that this computer has; only where it does not tell is it IANA's
(RFC 6335, section 6), which macOS and Windows have unless somebody changed it.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from core.machine.limits import LOWEST_FOR_ALL

_RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")
_IANA = (49152, 65535)
HIGHEST = 65535


class Zone(NamedTuple):
    """Ports from `first` to `last`."""

    name: str
    first: int
    last: int


def ephemeral_range() -> tuple[int, int]:
    """The first and the last port that the kernel gives to a socket that asks for none in particular."""
    try:
        first, last = map(int, _RANGE.read_text(encoding="ascii").split())
    except (OSError, ValueError):
        return _IANA
    return first, last


def port_zones(ephemeral: tuple[int, int]) -> tuple[Zone, ...]:
    """All ports from 0 on, zone by zone; user ports may lie on both sides of the ephemeral ones."""
    first, last = max(ephemeral[0], LOWEST_FOR_ALL), ephemeral[1]
    zones = (
        Zone("System", 0, LOWEST_FOR_ALL - 1),
        Zone("User", LOWEST_FOR_ALL, first - 1),
        Zone("Ephemeral", first, last),
        Zone("User", last + 1, HIGHEST),
    )
    return tuple(zone for zone in zones if zone.first <= zone.last)
