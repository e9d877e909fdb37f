"""What a setsockopt() or getsockopt() did, in one plain sentence (pure, any thread).

Law: what was asked for is told as asked for; only getsockopt() tells what is so.
"""

from __future__ import annotations

from core.contract.option_commands import Membership
from core.contract.records import CallRecord
from core.explain.calls.arguments import (
    datagrams_dropped,
    membership_of,
    number_of,
    option_error,
    option_struct,
    text_of,
)
from core.payload.numbers import counted, show_count

_HEAR_ONESELF = (
    "What it sends to a group comes to this computer’s own members too",
    "What it sends to a group does not come to this computer’s own members",
)
_SWITCHES = {
    "SO_REUSEADDR": (
        "The port may be taken again while old conversations on it still die out (TIME_WAIT)",
        "The port may not be taken while anything else names it",
    ),
    "SO_EXCLUSIVEADDRUSE": ("No other program can take the same port", "Other programs may share the port"),
    "SO_REUSEPORT": (
        "Several sockets may hold the port, and the kernel shares out what comes",
        "No other socket may hold the port with it",
    ),
    "IPV6_V6ONLY": ("Only IPv6 callers will be heard", "IPv4 callers will be heard too, on this IPv6 socket"),
    "SO_BROADCAST": (
        "Datagrams may go to every computer of a network at once",
        "Datagrams to every computer of a network are refused (EACCES)",
    ),
    "TCP_NODELAY": (
        "Small pieces go out at once (Nagle’s algorithm is off)",
        "Small pieces may wait for others while something is unacknowledged (Nagle’s algorithm)",
    ),
    "IP_MULTICAST_LOOP": _HEAR_ONESELF,
    "IPV6_MULTICAST_LOOP": _HEAR_ONESELF,
    "SO_KEEPALIVE": (
        "In silence the system asks from time to time whether the peer is still there",
        "Nobody asks whether a silent peer is still there",
    ),
}
"""Switched on, and off."""

_NUMBERS = {
    "TCP_KEEPIDLE": "After {value} s of silence the system asks whether the peer is still there",
    "TCP_KEEPALIVE": "After {value} s of silence the system asks whether the peer is still there",
    "TCP_KEEPINTVL": "{value} s pass between two such questions",
    "TCP_KEEPCNT": "After {value} questions without an answer the conversation is given up",
    "TCP_USER_TIMEOUT": "What stays unacknowledged for {value} ms ends the conversation (0: the system decides)",
    "SO_RCVBUF": "The kernel keeps {value} bytes for this socket that came in and were not read",
    "SO_SNDBUF": "The kernel keeps {value} bytes for this socket that are still to go out, or to be acknowledged",
    "IP_TTL": "Packets go over {value} routers at the most",
    "IPV6_UNICAST_HOPS": "Packets go over {value} routers at the most",
    "IP_MULTICAST_TTL": "Datagrams to groups go over {value} routers at the most",
    "IPV6_MULTICAST_HOPS": "Datagrams to groups go over {value} routers at the most",
    "IPV6_MULTICAST_IF": "Datagrams to groups leave by interface number {value} (0: the route decides)",
}
_CLASSES = frozenset({"IP_TOS", "IPV6_TCLASS"})
_ANY_WAY = "The route decides by which interface datagrams to groups leave"
_LINGERS = {
    "on, 0 s": "close() will reset the conversation (RST) instead of finishing it in order (FIN)",
    "off, 0 s": "close() lets the system deliver what is left, and finish in order (FIN)",
}


def option_asked(record: CallRecord) -> str:
    """Of a setsockopt()."""
    option, value = text_of(record, 1), text_of(record, 2)
    membership = membership_of(record)
    if membership is not None:
        return _group(record.fd, membership, joins=option in ("IP_ADD_MEMBERSHIP", "IPV6_JOIN_GROUP"))
    meaning = _meaning(option, value, number_of(record, 2))
    return f"fd {record.fd} was asked to have {option} set to {value}{f': {_lower(meaning)}' if meaning else ''}."


def option_told(record: CallRecord) -> str:
    """Of a getsockopt()."""
    dropped = datagrams_dropped(record)
    if dropped is not None:
        return _drops(record.fd, dropped)
    option = text_of(record, 1)
    if option == "SO_ERROR":
        return _error_told(record)
    value = option_struct(record) or str(record.result)
    meaning = _meaning(option, value, record.result)
    return f"The system says that {option} of fd {record.fd} is {value}{f': {_lower(meaning)}' if meaning else ''}."


def _meaning(option: str, value: str, number: int) -> str:
    if option in _SWITCHES:
        return _SWITCHES[option][not number]
    if option in _NUMBERS:
        return _NUMBERS[option].format(value=show_count(number))
    if option in _CLASSES:
        return f"Packets say that their priority (DSCP) is {number >> 2}"
    if option == "IP_MULTICAST_IF":
        return _ANY_WAY if value == "0.0.0.0" else f"Datagrams to groups leave by the interface that has {value}"
    if option == "SO_LINGER":
        return _LINGERS.get(value, f"close() has the system go on trying to deliver what is left ({value})")
    return ""


def _group(fd: int, membership: Membership, *, joins: bool) -> str:
    where = f", as they come in by {membership.interface}" if membership.interface else ""
    if joins:
        return (
            f"From now on fd {fd} hears what is sent to the group {membership.group}{where}: this computer tells the "
            "network that it wants those datagrams."
        )
    return f"fd {fd} has left the group {membership.group}{where and f' on {membership.interface}'}."


def _lower(meaning: str) -> str:
    return meaning[:1].lower() + meaning[1:] if not meaning.startswith(("IPv", "SO_")) else meaning


def _error_told(record: CallRecord) -> str:
    if error := option_error(record):
        return f"What was under way on fd {record.fd} failed with {error}; SO_ERROR is where the system keeps that."
    return f"What was under way on fd {record.fd} went well: the system has no error noted for it."


def _drops(fd: int, count: int) -> str:
    if not count:
        return f"The system has dropped none of the datagrams that came for fd {fd}."
    return (
        f"So far the system has dropped {counted(count, 'datagram')} that came for fd {fd}: its receive buffer was "
        "full because they came faster than they were read. UDP tells nobody else of it."
    )
