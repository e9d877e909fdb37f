"""Where a socket can be: protocol, family and endpoint as plain values (any thread).

Law: an Endpoint is always numeric; names are resolved before one is made.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias, assert_never

SockAddr: TypeAlias = tuple[str, int] | tuple[str, int, int, int]
"""What Python's methods take and give: AF_INET (host, port), AF_INET6 (host, port, flow info, scope id)."""


class Protocol(Enum):
    """The transport protocol a person chooses."""

    TCP = "tcp"
    UDP = "udp"

    @property
    def socket_type(self) -> socket.SocketKind:
        """The type that socket(2) takes for it."""
        match self:
            case Protocol.TCP:
                return socket.SOCK_STREAM
            case Protocol.UDP:
                return socket.SOCK_DGRAM
            case _:
                assert_never(self)


class Family(Enum):
    """The address family; the value is what people call it."""

    IPV4 = "IPv4"
    IPV6 = "IPv6"

    @property
    def address_family(self) -> socket.AddressFamily:
        """The number that socket(2) takes for it."""
        return socket.AF_INET if self is Family.IPV4 else socket.AF_INET6


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One end of a conversation: a numeric address (an IPv6 zone stays on it: "fe80::1%eth0") and a port, 0..65535."""

    address: str
    port: int

    def __str__(self) -> str:
        """As people write it: 127.0.0.1:9000, [::1]:9000."""
        return f"[{self.address}]:{self.port}" if ":" in self.address else f"{self.address}:{self.port}"

    @property
    def family(self) -> Family:
        """IPv6 addresses are the ones with a colon."""
        return Family.IPV6 if ":" in self.address else Family.IPV4

    @property
    def is_wildcard(self) -> bool:
        """Whether it stands for every address of this computer (0.0.0.0 or ::)."""
        return self.address in ("0.0.0.0", "::")

    @property
    def is_multicast(self) -> bool:
        """Whether it stands for a group: 224.0.0.0 to 239.255.255.255, or ff00::/8."""
        if self.family is Family.IPV6:
            return self.address.lower().startswith("ff")
        return 224 <= int(self.address.partition(".")[0] or 0) <= 239

    @property
    def is_ipv4_mapped(self) -> bool:
        """Whether it is an IPv4 peer seen through an IPv6 socket (::ffff:127.0.0.1)."""
        return self.address.lower().startswith("::ffff:") and "." in self.address

    @classmethod
    def from_text(cls, text: str) -> Endpoint:
        """Read back what str() wrote; ValueError for anything else."""
        address, colon, port = text.rpartition(":")
        if not colon or not address:
            raise ValueError(f"not an endpoint: {text!r}")
        return cls(address.removeprefix("[").removesuffix("]"), int(port))
