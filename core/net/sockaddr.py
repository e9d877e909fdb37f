"""Endpoints to and from what Python's socket methods speak: tuples, and the paths of Unix sockets (any thread).

Law: an IPv6 zone, part of an Endpoint's address ("fe80::1%eth0"), is the tuple's scope id, and never lost between.
"""

from __future__ import annotations

import os
import socket
from typing import TypeAlias

from core.contract.endpoints import NO_NAME, Endpoint, Family, SockAddr
from core.contract.faults import BadInput, Fault, Field

Given: TypeAlias = tuple[str, int] | tuple[str, int, int, int] | str
"""What Python's methods take."""


def to_sockaddr(endpoint: Endpoint) -> Given:
    """What Python takes for an endpoint. BadInput ZONE_UNKNOWN when this computer has no interface of that name.

    The zone goes over as a number: a "%" in the address would send Python through getaddrinfo, which may block.
    """
    if endpoint.is_path:
        return _to_path(endpoint.address)
    if endpoint.family is Family.IPV4:
        return (endpoint.address, endpoint.port)
    address, percent, zone = endpoint.address.partition("%")
    return (address, endpoint.port, 0, _scope_id(zone) if percent else 0)


def from_sockaddr(sockaddr: SockAddr) -> Endpoint:
    """The endpoint that an answer from the kernel stands for."""
    if sockaddr is None or isinstance(sockaddr, str | bytes):
        return _from_path(sockaddr)
    if len(sockaddr) == 2:
        return Endpoint(*sockaddr)
    address, port, _flow, scope = sockaddr
    if scope and "%" not in address:
        address = f"{address}%{_zone_name(scope)}"
    return Endpoint(address, port)


def _to_path(address: str) -> str:
    """ "@name" is how people write a name in no folder; for the kernel it begins with a NUL: unix(7)."""
    return "\0" + address[1:] if address.startswith("@") else address


def _from_path(given: str | bytes | None) -> Endpoint:
    """What a peer may have put into a path is untrusted, and need not be text."""
    if not given:
        return Endpoint(NO_NAME, 0)
    raw = given if isinstance(given, bytes) else os.fsencode(given)
    path = raw.decode("utf-8", "backslashreplace")
    if path.startswith("\0"):
        return Endpoint(f"@{path[1:]}", 0)
    return Endpoint(path if Endpoint(path, 0).is_path else f"./{path}", 0)


def _scope_id(zone: str) -> int:
    try:
        if zone.isascii() and zone.isdigit():
            socket.if_indextoname(int(zone))  # Python would cut a number that is too large to 32 bits
            return int(zone)
        return socket.if_nametoindex(zone)
    except (OSError, OverflowError):
        raise BadInput(Fault("ZONE_UNKNOWN", about=zone, field=Field.HOST)) from None


def _zone_name(scope: int) -> str:
    try:
        return socket.if_indextoname(scope)
    except OSError:
        return str(scope)
