"""Where a socket can be: protocol, family and endpoint as plain values (any thread).

Law: an Endpoint is always numeric; names are resolved before one is made.
"""

from __future__ import annotations

import errno
import socket
import sys
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias, assert_never

SockAddr: TypeAlias = tuple[str, int] | tuple[str, int, int, int] | str | bytes | None
"""What Python's methods take and give: AF_INET (host, port), AF_INET6 (host, port, flow info, scope id); AF_UNIX a
path, or bytes for Linux' names that stand in no folder, or None or "" for an end that has no name."""

HAS_UNIX = sys.platform != "win32"
"""Windows itself has AF_UNIX, for streams; Python does not offer it there (3.14)."""
_PATH_BEGINS = ("/", "./", "../", "@")
NO_NAME = "(unnamed)"
"""How a Unix socket is called that was never bound: a caller seldom is."""


class Protocol(Enum):
    """The transport protocol a person chooses; a Unix socket has none: TCP stands for a stream, UDP for datagrams."""

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
    UNIX = "Unix"

    @property
    def address_family(self) -> socket.AddressFamily:
        """The number that socket(2) takes for it. OSError where Python has no such family (Unix on Windows)."""
        match self:
            case Family.IPV4:
                return socket.AF_INET
            case Family.IPV6:
                return socket.AF_INET6
            case Family.UNIX:
                if sys.platform == "win32":
                    raise OSError(errno.EAFNOSUPPORT, "no AF_UNIX")
                return socket.AF_UNIX
            case _:
                assert_never(self)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One end of a conversation: a numeric address (an IPv6 zone stays on it: "fe80::1%eth0") and a port, 0..65535.

    A Unix socket's is a path that begins with "/", "./" or "../", or "@" and a name that stands in no folder (Linux),
    or NO_NAME; its port is 0.
    """

    address: str
    port: int

    def __str__(self) -> str:
        """As people write it: 127.0.0.1:9000, [::1]:9000, /run/lab.sock."""
        if self.is_path:
            return self.address
        return f"[{self.address}]:{self.port}" if ":" in self.address else f"{self.address}:{self.port}"

    @property
    def family(self) -> Family:
        """IPv6 addresses are the ones with a colon, those of Unix sockets the ones with a slash or an @ before them."""
        if self.is_path:
            return Family.UNIX
        return Family.IPV6 if ":" in self.address else Family.IPV4

    @property
    def is_path(self) -> bool:
        """Whether it is the end of a Unix socket, which has a path instead of address and port."""
        return _is_path(self.address)

    @property
    def is_wildcard(self) -> bool:
        """Whether it stands for every address of this computer (0.0.0.0 or ::)."""
        return self.address in ("0.0.0.0", "::")

    @property
    def is_multicast(self) -> bool:
        """Whether it stands for a group: 224.0.0.0 to 239.255.255.255, or ff00::/8."""
        if self.family is not Family.IPV4:
            return self.address.lower().startswith("ff")  # no path begins so
        return 224 <= int(self.address.partition(".")[0] or 0) <= 239

    @property
    def is_ipv4_mapped(self) -> bool:
        """Whether it is an IPv4 peer seen through an IPv6 socket (::ffff:127.0.0.1)."""
        return self.address.lower().startswith("::ffff:") and "." in self.address

    @classmethod
    def from_text(cls, text: str) -> Endpoint:
        """Read back what str() wrote; ValueError for anything else."""
        if _is_path(text):
            return cls(text, 0)
        address, colon, port = text.rpartition(":")
        if not colon or not address:
            raise ValueError(f"not an endpoint: {text!r}")
        return cls(address.removeprefix("[").removesuffix("]"), int(port))


def _is_path(text: str) -> bool:
    return text.startswith(_PATH_BEGINS) or text == NO_NAME
