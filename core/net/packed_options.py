"""The options of a socket that are structs: packed, unpacked, and as a record writes them (engine thread).

Law: how a system lays a struct out is known here and nowhere else.
"""

from __future__ import annotations

import socket
import struct
import sys

from core.contract.option_commands import Membership
from core.contract.records import Cause
from core.net.calls import TracedSocket

# Python's socket module has no name for it; the number is that of Linux' asm-generic/socket.h. Nine u32, the
# last one SK_MEMINFO_DROPS: sock_diag(7).
_SO_MEMINFO = 55
_MEMINFO_BYTES = 36

# Windows' struct linger has two u_shorts, everybody else's two ints.
_LINGER = struct.Struct("HH" if sys.platform == "win32" else "ii")

_IN_ADDR = struct.Struct("!i")


def set_linger(traced: TracedSocket, seconds: int, cause: Cause) -> None:
    """setsockopt(SO_LINGER). 0 s: close() will send RST and forget what was not sent; negative: off."""
    packed = _LINGER.pack(seconds >= 0, max(seconds, 0))
    traced.set_packed_option("SOL_SOCKET", "SO_LINGER", packed, _linger_text(seconds), cause)


def get_linger(traced: TracedSocket, cause: Cause) -> int:
    """getsockopt(SO_LINGER): seconds, -1 when it is off."""

    def describe(packed: bytes) -> tuple[int, str]:
        seconds = _seconds(packed)
        return max(seconds, 0), _linger_text(seconds)

    numbers = socket.SOL_SOCKET, socket.SO_LINGER
    return _seconds(traced.get_packed_option(("SOL_SOCKET", "SO_LINGER"), numbers, _LINGER.size, describe, cause))


def set_address(traced: TracedSocket, level: str, option: str, value: int, cause: Cause) -> None:
    """setsockopt() of an option whose value is a struct in_addr."""
    packed = _IN_ADDR.pack(value)
    traced.set_packed_option(level, option, packed, socket.inet_ntoa(packed), cause)


def get_address(traced: TracedSocket, level: str, option: str, cause: Cause) -> int:
    """getsockopt() of such an option."""
    numbers = getattr(socket, level), getattr(socket, option)

    def describe(packed: bytes) -> tuple[int, str]:
        return 0, socket.inet_ntoa(packed)

    (value,) = _IN_ADDR.unpack(traced.get_packed_option((level, option), numbers, _IN_ADDR.size, describe, cause))
    return int(value)


def set_membership(traced: TracedSocket, membership: Membership, index: int, *, joins: bool, cause: Cause) -> None:
    """setsockopt() that joins or leaves a group; `index`: the number of its interface, 0 for any."""
    if ":" in membership.group:
        level, option = "IPPROTO_IPV6", "IPV6_JOIN_GROUP" if joins else "IPV6_LEAVE_GROUP"
        packed = socket.inet_pton(socket.AF_INET6, membership.group) + struct.pack("@I", index)
    else:
        level, option = "IPPROTO_IP", "IP_ADD_MEMBERSHIP" if joins else "IP_DROP_MEMBERSHIP"
        packed = socket.inet_aton(membership.group) + _interface_of_group(index)
    traced.set_packed_option(level, option, packed, str(membership), cause)


def _interface_of_group(index: int) -> bytes:
    """The rest of struct ip_mreqn; Windows knows the older ip_mreq only, but takes 0.0.0.INDEX for an interface."""
    return struct.pack("!I", index) if sys.platform == "win32" else struct.pack("@4xi", index)


def count_dropped(traced: TracedSocket, cause: Cause) -> int:
    """getsockopt(SO_MEMINFO), Linux only: datagrams the kernel has dropped because the receive buffer was full."""
    args = "SOL_SOCKET", "SO_MEMINFO", "SK_MEMINFO_DROPS"
    numbers = socket.SOL_SOCKET, _SO_MEMINFO
    return _drops(traced.get_packed_option(args, numbers, _MEMINFO_BYTES, lambda packed: (_drops(packed), ""), cause))


def _drops(packed: bytes) -> int:
    return int.from_bytes(packed[-4:], sys.byteorder)


def _seconds(packed: bytes) -> int:
    is_on, seconds = _LINGER.unpack(packed)
    return int(seconds) if is_on else -1


def _linger_text(seconds: int) -> str:
    return f"on, {seconds} s" if seconds >= 0 else "off, 0 s"
