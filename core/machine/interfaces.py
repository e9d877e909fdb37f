"""The addresses that this computer has, and its interfaces by name (asks the system; any thread).

Law: every address given out can be bound as it stands.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass

from core.contract.endpoints import Family
from core.payload.addresses import zone_of


@dataclass(frozen=True, slots=True)
class OwnAddress:
    """One address of this computer and the interface that has it."""

    address: str
    """IPv6 addresses of one link carry their zone: "fe80::1%eth0"."""
    interface: str
    family: Family
    is_loopback: bool
    """Whether only programs on this computer can reach it."""


def own_addresses() -> tuple[OwnAddress, ...]:
    """All of them: loopback first, then IPv4 before IPv6.

    psutil gives link-local addresses their zone on Linux and macOS; on Windows it does not, and as they cannot be bound
    without one, they are left out there.
    """
    import psutil  # 15 ms that the start of the program need not wait for

    found = [
        OwnAddress(entry.address, name, _family(entry.address), _ip(entry.address).is_loopback)
        for name, entries in psutil.net_if_addrs().items()
        for entry in entries
        if entry.family in (socket.AF_INET, socket.AF_INET6) and _can_be_bound(entry.address)
    ]
    return tuple(sorted(found, key=lambda own: (not own.is_loopback, own.family is Family.IPV6)))


def _ip(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    return ipaddress.ip_address(address)


def _family(address: str) -> Family:
    return Family.IPV6 if ":" in address else Family.IPV4


def _can_be_bound(address: str) -> bool:
    return bool(zone_of(address)) or not (":" in address and _ip(address).is_link_local)
