"""Endpoints to and from the tuples that Python's socket methods speak (any thread).

Law: an IPv6 zone, part of an Endpoint's address ("fe80::1%eth0"), is the tuple's scope id, and never lost between.
"""

from __future__ import annotations

import socket

from core.contract.endpoints import Endpoint, Family, SockAddr
from core.contract.faults import BadInput, Fault, Field


def to_sockaddr(endpoint: Endpoint) -> SockAddr:
    """The tuple for an endpoint. BadInput ZONE_UNKNOWN when this computer has no interface of that name.

    The zone goes over as a number: a "%" in the address would send Python through getaddrinfo, which may block.
    """
    if endpoint.family is Family.IPV4:
        return (endpoint.address, endpoint.port)
    address, percent, zone = endpoint.address.partition("%")
    return (address, endpoint.port, 0, _scope_id(zone) if percent else 0)


def from_sockaddr(sockaddr: SockAddr) -> Endpoint:
    """The endpoint that a tuple from the kernel stands for."""
    if len(sockaddr) == 2:
        return Endpoint(*sockaddr)
    address, port, _flow, scope = sockaddr
    if scope and "%" not in address:
        address = f"{address}%{_zone_name(scope)}"
    return Endpoint(address, port)


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
