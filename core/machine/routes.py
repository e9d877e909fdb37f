"""Where this computer would send what is for a given address, and whether its neighbour there answers (any thread).

Law: the kernel's own tables are read, nothing is sent. Only Linux shows them as files; elsewhere nothing is told.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from pathlib import Path

_NET = Path("/proc/thread-self/net")
_UP, _GATEWAY, _REJECT, _LOCAL = 0x1, 0x2, 0x200, 0x8000_0000
"""Flags of route(8); the last one is the kernel's own, for IPv6 addresses of this computer."""
_NOWHERE = "*"
"""The interface of a blackhole, which has no flag of its own."""
_ARP_COMPLETE = 0x2
_LAST_RESORT = "ffffffff"
"""The metric of the line that Linux ends its IPv6 table with: whatever matches no other goes nowhere."""


@dataclass(frozen=True, slots=True)
class Route:
    """The most exact line of the table that an address matches."""

    interface: str
    """"" where there is none."""
    gateway: str = ""
    """"" where the address is in a network that this computer is connected to itself."""
    refuses: bool = False
    """Whether the line says that nothing may go there."""


NO_ROUTE = Route("")


def route_to(address: str) -> Route | None:
    """The route, or NO_ROUTE; None: this system does not show its table."""
    wanted = ip_address(address.partition("%")[0])
    lines = _ipv4_routes() if wanted.version == 4 else _ipv6_routes()
    try:
        matching = [(network.prefixlen, -metric, route) for network, metric, route in lines if wanted in network]
    except OSError:
        return None
    return max(matching, key=lambda line: line[:2])[2] if matching else NO_ROUTE


def neighbour_answers(address: str) -> bool | None:
    """Whether the computer with that IPv4 address has told its network (ARP) who it is; None: can't be told."""
    try:
        lines = (_NET / "arp").read_text().splitlines()[1:]
    except OSError:
        return None
    flags = [int(line.split()[2], 16) for line in lines if line.split()[0] == address]
    return bool(flags[0] & _ARP_COMPLETE) if flags else None


def _ipv4_routes() -> Iterator[tuple[IPv4Network | IPv6Network, int, Route]]:
    for line in (_NET / "route").read_text().splitlines()[1:]:
        interface, target, gateway, flags, _, _, metric, mask, *_ = line.split()
        bits = int(flags, 16)
        if bits & _UP or bits & _REJECT:
            network = IPv4Network(f"{_ipv4(target)}/{_ipv4(mask)}")
            yield network, int(metric), _route(interface, str(_ipv4(gateway)), bits)


def _ipv6_routes() -> Iterator[tuple[IPv4Network | IPv6Network, int, Route]]:
    for line in (_NET / "ipv6_route").read_text().splitlines():
        target, length, _, _, gateway, metric, _, _, flags, interface = line.split()
        bits = int(flags, 16)
        if not bits & _LOCAL and metric != _LAST_RESORT:
            network = IPv6Network((bytes.fromhex(target), int(length, 16)))
            yield network, int(metric, 16), _route(interface, str(IPv6Address(bytes.fromhex(gateway))), bits)


def _route(interface: str, gateway: str, bits: int) -> Route:
    refuses = bool(bits & _REJECT) or interface == _NOWHERE
    return Route("" if refuses else interface, gateway if bits & _GATEWAY else "", refuses)


def _ipv4(text: str) -> IPv4Address:
    """0100007F is 127.0.0.1: a number of this machine."""
    return IPv4Address(socket.inet_ntop(socket.AF_INET, struct.pack("=I", int(text, 16))))
