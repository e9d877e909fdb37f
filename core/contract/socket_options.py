"""The options of a socket that a person may look at and set: names, values, for which sockets (pure data, any thread).

Law: an option stands here under the name that both C and Python give it, and its value is the kernel's own number; what
differs between systems is written down beside it. Sources: socket(7), ip(7), ipv6(7), tcp(7), udp(7), Windows' and
macOS' pages of the same names.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from enum import Enum

from core.contract.endpoints import Family, Protocol
from core.contract.frozen import frozen
from core.contract.option_commands import MOST_OPTION

LINGER_OFF = -1
"""SO_LINGER's value when it is off; else whole seconds."""

_ALL_SYSTEMS = ("linux", "darwin", "win32")
_UNIX = ("linux", "darwin")
_BOTH = (Protocol.TCP, Protocol.UDP)
_TCP = (Protocol.TCP,)
_UDP = (Protocol.UDP,)


class Kind(Enum):
    """How a value is written."""

    FLAG = "on or off"
    NUMBER = "a number"
    LINGER = "off, or seconds"
    DSCP = "six bits of the traffic class"
    """The value is the whole byte; its two low bits (ECN) are the kernel's business."""
    ADDRESS = "an address of this computer"
    """The value is its 32 bits, signed, in the order in which people write them; 0: the system chooses."""
    INTERFACE = "an interface of this computer"
    """The value is its number; 0: the system chooses."""


@frozen
class SocketOption:
    """One option."""

    name: str
    level: str
    kind: Kind
    title: str
    sentence: str
    least: int = 0
    most: int = 1
    unit: str = ""
    protocols: tuple[Protocol, ...] = _BOTH
    family: Family | None = None
    """None: both IP versions."""
    on_unix: bool = False
    """Whether it means something on a Unix socket."""
    systems: tuple[str, ...] = _ALL_SYSTEMS
    """sys.platform of those that have it."""
    fixed: str = ""
    """Why it can't be changed once the socket is bound or connected; "" when it can."""


_BUFFER_NOTE = " Linux doubles what is asked for (the other half is for its own use), up to a limit of the system."

OPTIONS = (
    SocketOption(
        "SO_REUSEADDR", "SOL_SOCKET", Kind.FLAG, "Reuse address",
        "The port may be bound although ended conversations still name it (TIME_WAIT); two UDP sockets that both have "
        "it may hold one port.",
        systems=_UNIX,
    ),
    # On Windows SO_REUSEADDR would let any program take the port away: the lab sets the opposite there before bind().
    SocketOption(
        "SO_EXCLUSIVEADDRUSE", "SOL_SOCKET", Kind.FLAG, "Exclusive address",
        "No other program can take the same port while this socket holds it.",
        systems=("win32",), fixed="It counts at bind(), and the port is bound already.",
    ),
    SocketOption(
        "SO_REUSEPORT", "SOL_SOCKET", Kind.FLAG, "Reuse port",
        "Several sockets that have it may hold one port; the kernel shares callers or datagrams out among them.",
        systems=_UNIX,
    ),
    SocketOption(
        "IPV6_V6ONLY", "IPPROTO_IPV6", Kind.FLAG, "IPv6 only",
        "On all addresses (::) it hears IPv6 callers only; off, IPv4 callers too, as ::ffff:192.0.2.1.",
        family=Family.IPV6, fixed="It is decided before bind(): choose “all addresses (IPv4 and IPv6)” in the form.",
    ),
    SocketOption(
        "SO_BROADCAST", "SOL_SOCKET", Kind.FLAG, "Broadcast",
        "Datagrams may go to every computer of a network at once, 255.255.255.255; without it sending there is refused "
        "(EACCES).",
        protocols=_UDP, family=Family.IPV4,
    ),
    SocketOption(
        "TCP_NODELAY", "IPPROTO_TCP", Kind.FLAG, "No delay",
        "Small pieces go out at once; off, they are gathered until the last piece was acknowledged (Nagle).",
        protocols=_TCP,
    ),
    SocketOption(
        "SO_KEEPALIVE", "SOL_SOCKET", Kind.FLAG, "Keep alive",
        "While nothing is said, the system asks from time to time whether the peer is still there.",
        protocols=_TCP,
    ),
    SocketOption(
        "TCP_KEEPIDLE", "IPPROTO_TCP", Kind.NUMBER, "Keep alive: after",
        "How long the conversation is silent before the first such question.",
        1, 32_767, "s", _TCP, systems=("linux", "win32"),
    ),
    SocketOption(
        "TCP_KEEPALIVE", "IPPROTO_TCP", Kind.NUMBER, "Keep alive: after",
        "How long the conversation is silent before the first such question; elsewhere it is called TCP_KEEPIDLE.",
        1, 32_767, "s", _TCP, systems=("darwin",),
    ),
    SocketOption(
        "TCP_KEEPINTVL", "IPPROTO_TCP", Kind.NUMBER, "Keep alive: again after",
        "How long the system waits between two questions that stay without an answer.",
        1, 32_767, "s", _TCP,
    ),
    SocketOption(
        "TCP_KEEPCNT", "IPPROTO_TCP", Kind.NUMBER, "Keep alive: tries",
        "After so many questions without an answer the conversation is given up (ETIMEDOUT).",
        1, 127, "tries", _TCP,
    ),
    SocketOption(
        "TCP_USER_TIMEOUT", "IPPROTO_TCP", Kind.NUMBER, "Unacknowledged for",
        "How long what was sent may stay unacknowledged before the conversation is given up; 0 leaves it to the "
        "system.",
        0, MOST_OPTION, "ms", _TCP, systems=("linux",),
    ),
    SocketOption(
        "SO_LINGER", "SOL_SOCKET", Kind.LINGER, "Linger",
        "Off: close() lets the system deliver the rest. 0 s: close() resets (RST), the rest is lost. More: the system "
        "keeps trying so long.",
        0, 32_767, "s", _TCP,
    ),
    SocketOption(
        "SO_RCVBUF", "SOL_SOCKET", Kind.NUMBER, "Receive buffer",
        "How many bytes the kernel keeps that came in and were not read yet." + _BUFFER_NOTE,
        1, MOST_OPTION // 2, "B", on_unix=True,
    ),
    SocketOption(
        "SO_SNDBUF", "SOL_SOCKET", Kind.NUMBER, "Send buffer",
        "How many bytes the kernel takes that have not gone out, or were not acknowledged, yet." + _BUFFER_NOTE,
        1, MOST_OPTION // 2, "B", on_unix=True,
    ),
    SocketOption(
        "IP_TTL", "IPPROTO_IP", Kind.NUMBER, "Time to live (TTL)",
        "Over how many routers a packet may go before it is thrown away.",
        1, 255, "hops", family=Family.IPV4,
    ),
    SocketOption(
        "IPV6_UNICAST_HOPS", "IPPROTO_IPV6", Kind.NUMBER, "Hop limit",
        "Over how many routers a packet may go before it is thrown away.",
        0, 255, "hops", family=Family.IPV6,
    ),
    # Windows takes IP_TOS and does nothing with it (its QoS API does that instead), so it is not offered there.
    SocketOption(
        "IP_TOS", "IPPROTO_IP", Kind.DSCP, "Priority (DSCP)",
        "How urgent the packets say they are, for routers that look at it: 0 is ordinary, 46 is for voice.",
        0, 63, "", family=Family.IPV4, systems=_UNIX,
    ),
    SocketOption(
        "IPV6_TCLASS", "IPPROTO_IPV6", Kind.DSCP, "Priority (DSCP)",
        "How urgent the packets say they are, for routers that look at it: 0 is ordinary, 46 is for voice.",
        0, 63, "", family=Family.IPV6, systems=_UNIX,
    ),
    # Multicast. BSD's and macOS' own type for the first two is u_char, but they take an int as well.
    SocketOption(
        "IP_MULTICAST_TTL", "IPPROTO_IP", Kind.NUMBER, "Groups: time to live",
        "Over how many routers a datagram to a group may go: 0 stays in this computer, 1 in this network.",
        0, 255, "hops", _UDP, Family.IPV4,
    ),
    # On Windows it belongs to the socket that receives, elsewhere to the one that sends.
    SocketOption(
        "IP_MULTICAST_LOOP", "IPPROTO_IP", Kind.FLAG, "Groups: hear oneself",
        "What this socket sends to a group comes to this computer’s own members too (Windows: what this one receives).",
        protocols=_UDP, family=Family.IPV4,
    ),
    SocketOption(
        "IP_MULTICAST_IF", "IPPROTO_IP", Kind.ADDRESS, "Groups: leave by",
        "The interface by which datagrams to a group leave, named by its IPv4 address; “any” lets the route decide.",
        protocols=_UDP, family=Family.IPV4,
    ),
    SocketOption(
        "IPV6_MULTICAST_HOPS", "IPPROTO_IPV6", Kind.NUMBER, "Groups: hop limit",
        "Over how many routers a datagram to a group may go: 0 stays in this computer, 1 in this network.",
        0, 255, "hops", _UDP, Family.IPV6,
    ),
    SocketOption(
        "IPV6_MULTICAST_LOOP", "IPPROTO_IPV6", Kind.FLAG, "Groups: hear oneself",
        "What this socket sends to a group comes to this computer’s own members too (Windows: what this one receives).",
        protocols=_UDP, family=Family.IPV6,
    ),
    SocketOption(
        "IPV6_MULTICAST_IF", "IPPROTO_IPV6", Kind.INTERFACE, "Groups: leave by",
        "The interface by which datagrams to a group leave; “any” lets the route decide.",
        protocols=_UDP, family=Family.IPV6,
    ),
)  # fmt: skip


def options_for(protocol: Protocol, family: Family | None, system: str = sys.platform) -> tuple[SocketOption, ...]:
    """The options that such a socket has on a system; with no family those of both."""
    return tuple(it for it in _of_all_systems(protocol, family) if _is_there(it, system))


def options_elsewhere(
    protocol: Protocol, family: Family | None, system: str = sys.platform
) -> tuple[SocketOption, ...]:
    """Those that such a socket has on other systems only."""
    return tuple(it for it in _of_all_systems(protocol, family) if not _is_there(it, system))


def option_named(name: str, protocol: Protocol, family: Family | None) -> SocketOption | None:
    """One of the options that such a socket has here; None when it has none of that name."""
    return next((option for option in options_for(protocol, family) if option.name == name), None)


def _of_all_systems(protocol: Protocol, family: Family | None) -> Iterator[SocketOption]:
    for option in OPTIONS:
        of_family = option.on_unix if family is Family.UNIX else family is None or option.family in (None, family)
        if protocol in option.protocols and of_family:
            yield option


def _is_there(option: SocketOption, system: str) -> bool:
    """Whether the system has it, and Python a name for it there."""
    return system in option.systems and (system != sys.platform or hasattr(socket, option.name))
