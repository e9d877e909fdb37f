"""What the forms of a call need of its record: its arguments one by one, and endpoints as both languages write them.

Pure, any thread. Law: a record from a file may hold anything, so nothing here raises, and nothing is shown unescaped.
"""

from __future__ import annotations

import os
import socket

from core.contract.endpoints import NO_NAME, Endpoint
from core.contract.option_commands import Membership
from core.contract.records import Call, CallRecord
from core.payload.escapes import show_name

PAYLOAD_SHOWN = 32
"""Bytes of a payload that a form shows, as strace does."""

_GROUP_OPTIONS = frozenset({"IP_ADD_MEMBERSHIP", "IP_DROP_MEMBERSHIP", "IPV6_JOIN_GROUP", "IPV6_LEAVE_GROUP"})
_STRUCTS = frozenset({"SO_LINGER", "IP_MULTICAST_IF"})


def text_of(record: CallRecord, index: int) -> str:
    """One argument as text; "?" if the record has none there."""
    return show_name(str(record.args[index])) if index < len(record.args) else "?"


def number_of(record: CallRecord, index: int) -> int:
    """One argument as a number; 0 if the record has none there."""
    argument = record.args[index] if index < len(record.args) else 0
    return argument if isinstance(argument, int) else 0


def all_of(record: CallRecord) -> str:
    """All arguments as they stand."""
    return ", ".join(text_of(record, index) for index in range(len(record.args)))


def endpoint_of(text: str) -> Endpoint | None:
    """The endpoint that a record's text stands for."""
    try:
        return Endpoint.from_text(text)
    except ValueError:
        return None


def listed_addresses(record: CallRecord) -> list[str]:
    """The addresses that a getaddrinfo() found, without their ports."""
    found = (endpoint_of(text) for text in record.address.split(", "))
    return [show_name(endpoint.address) for endpoint in found if endpoint]


def option_error(record: CallRecord) -> str:
    """For a getsockopt(SO_ERROR) that found one: the error's name, else ""."""
    return record.address if text_of(record, 1) == "SO_ERROR" else ""


def option_struct(record: CallRecord) -> str:
    """For a getsockopt() that gave more than a number (SO_LINGER, an address): what is in it, else ""."""
    return show_name(record.address) if text_of(record, 1) in _STRUCTS and not record.error else ""


def membership_of(record: CallRecord) -> Membership | None:
    """For a setsockopt() that joins or leaves a group: which one, and where; None for all others."""
    if text_of(record, 1) not in _GROUP_OPTIONS:
        return None
    group, _, interface = text_of(record, 2).partition(" on ")
    return Membership(group, interface)


def datagrams_dropped(record: CallRecord) -> int | None:
    """For a getsockopt(SO_MEMINFO): how many datagrams the system has dropped so far; None for all other records."""
    asked = record.call is Call.GETSOCKOPT and not record.error and "SK_MEMINFO_DROPS" in record.args
    return record.result if asked else None


def sockaddr_length(text: str) -> int:
    """What C passes as the length of an endpoint's sockaddr_in, sockaddr_in6 or sockaddr_un."""
    endpoint = endpoint_of(text)
    if endpoint is not None and endpoint.is_path:
        return 2 if text == NO_NAME else 2 + len(os.fsencode(text)) + (not text.startswith("@"))
    return 28 if endpoint and endpoint.family.address_family is socket.AF_INET6 else 16
