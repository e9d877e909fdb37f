"""What may be asked about a socket's options and its groups: part of the list of commands (made by any thread).

Law: as of all commands, each is answered by exactly one Done or Failed with its id.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from core.contract.frozen import frozen

LEAST_OPTION, MOST_OPTION = -(2**31), 2**31 - 1
"""What fits into the C int that most options are."""


class OptionValue(NamedTuple):
    """One option of a socket (core.contract.socket_options), as it is asked for or as the kernel tells it."""

    name: str
    value: int
    """The kernel's own number; for SO_LINGER seconds, or LINGER_OFF; for an IPv4 address its 32 bits, signed."""
    error: str = ""
    """The name of the error that the kernel answered instead of a value."""


Options: TypeAlias = tuple[OptionValue, ...]


@frozen
class SetOption:
    """Set one of a socket's options, and read back what the kernel made of it."""

    id: int
    socket: int
    name: str
    value: int


@frozen
class ReadOptions:
    """Ask the kernel for all of a socket's options; what it says stands in its snapshot."""

    id: int
    socket: int


class Membership(NamedTuple):
    """A group (multicast) that a UDP socket hears. The kernel gives no list of them: the lab keeps it."""

    group: str
    """Its address, 224.0.0.0 to 239.255.255.255 or one that begins with ff."""
    interface: str = ""
    """The name of the interface on which it is heard; "": the system chose."""

    def __str__(self) -> str:
        return f"{self.group} on {self.interface}" if self.interface else self.group


@frozen
class JoinGroup:
    """Have a UDP socket hear a group from now on."""

    id: int
    socket: int
    membership: Membership


@frozen
class LeaveGroup:
    """Have it hear the group no longer; with its close() a socket leaves all of them."""

    id: int
    socket: int
    membership: Membership
