"""The ports that programs on this computer hold on to, and which programs these are (worker thread: 10 to 100 ms).

Law: what the system does not tell is said to be unknown, never guessed. Linux tells an ordinary user only who owns the
ports of the user's own programs; macOS does not even list the others (nor does lsof there, without sudo).
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from core.contract.endpoints import Endpoint, Protocol


@dataclass(frozen=True, slots=True)
class BoundPort:
    """A TCP listener, or a UDP socket that hears from anybody."""

    protocol: Protocol
    endpoint: Endpoint
    pid: int | None
    """None where the system does not tell."""
    program: str


@dataclass(frozen=True, slots=True)
class Owner:
    """Who holds a port; every part may be unknown ("" and None)."""

    program: str = ""
    pid: int | None = None
    user: str = ""
    is_this_lab: bool = False
    """Whether it is this very program."""


def bound_ports() -> list[BoundPort]:
    """Every bound port the system tells of, each once, sorted by protocol, port and address.

    A TCP socket between bind() and listen() is in nobody's list.
    """
    found = set(_bound_sockets())
    programs = {pid: _program(pid) for _, _, pid in found if pid is not None}
    ports = [BoundPort(protocol, endpoint, pid, programs.get(pid or 0, "")) for protocol, endpoint, pid in found]
    return sorted(
        ports, key=lambda port: (port.protocol.value, port.endpoint.port, port.endpoint.address, port.pid or 0)
    )


def owner_of(protocol: Protocol, endpoint: Endpoint) -> Owner | None:
    """Who keeps `endpoint` from being bound: the same end point, or a wildcard on either side; None: nobody found."""
    candidates = [found for found in _bound_sockets() if found[0] is protocol and collide(found[1], endpoint)]
    if not candidates:
        return None
    _, _, pid = max(candidates, key=lambda found: (found[1] == endpoint, found[1].family is endpoint.family))
    return owner_by_pid(pid)


def owner_by_pid(pid: int | None) -> Owner:
    """Which program that is, and whose; None stays unknown."""
    if pid is None:
        return Owner()
    return Owner(_program(pid), pid, _user(pid), is_this_lab=pid == os.getpid())


def collide(held: Endpoint, wanted: Endpoint) -> bool:
    """Whether one keeps the other from being bound. An IPv6 wildcard may hold IPv4 too: the system does not tell."""
    if held.port != wanted.port:
        return False
    same_address = held.address.partition("%")[0] == wanted.address.partition("%")[0]
    return same_address or _covers(held, wanted) or _covers(wanted, held)


def inet_entries() -> Iterator[tuple[Any, int | None]]:
    """psutil's entry of every internet socket that the system tells of, and the pid of its program."""
    import psutil  # 15 ms that the start of the program need not wait for

    try:
        for entry in psutil.net_connections("inet"):
            yield entry, entry.pid
    except psutil.AccessDenied:  # macOS, unless root
        yield from _entries_by_process()


def _bound_sockets() -> Iterator[tuple[Protocol, Endpoint, int | None]]:
    for entry, pid in inet_entries():
        if _is_bound(entry.type, entry.status, entry.raddr):
            yield protocol_of(entry.type), endpoint_of(entry.laddr), pid


def _entries_by_process() -> Iterator[tuple[Any, int | None]]:
    """The same, asked of one process after the other: those that may not be asked are left out."""
    import psutil

    for process in psutil.process_iter():
        try:
            entries = process.net_connections("inet")
        except psutil.Error:  # not ours to ask, or gone meanwhile
            continue
        yield from ((entry, process.pid) for entry in entries)


def _is_bound(kind: int, status: str, peer: Sequence[object]) -> bool:
    """Whether it is a listener, or a UDP socket without a fixed peer: what `ss -l` lists."""
    return status == "LISTEN" if kind == socket.SOCK_STREAM else not peer


def protocol_of(kind: int) -> Protocol:
    """The protocol of a type of socket."""
    return Protocol.TCP if kind == socket.SOCK_STREAM else Protocol.UDP


def endpoint_of(address: tuple[str, int] | tuple[()]) -> Endpoint:
    """An address as psutil gives it; one that it leaves out is every address."""
    return Endpoint(*address) if address else Endpoint("0.0.0.0", 0)


def _covers(wildcard: Endpoint, other: Endpoint) -> bool:
    return wildcard.address == "::" or (wildcard.is_wildcard and wildcard.family is other.family)


def _program(pid: int) -> str:
    import psutil

    try:
        return psutil.Process(pid).name()
    except psutil.Error:
        return ""


def _user(pid: int) -> str:
    import psutil

    try:
        return psutil.Process(pid).username()
    except psutil.Error:
        return ""
