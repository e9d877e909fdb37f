"""What the forms offer under "Protocol": the transport protocols, and Unix sockets where there are any (data only)."""

from __future__ import annotations

from typing import NamedTuple

from core.contract.endpoints import HAS_UNIX, Endpoint, Protocol


class Transport(NamedTuple):
    """One line of the choice."""

    key: str
    """In the settings, and as the scheme of a URL."""
    label: str
    protocol: Protocol
    has_path: bool = False
    """Whether its end points are paths instead of addresses and ports."""
    is_tls: bool = False
    """TCP with TLS over it."""


_UNIX = (
    Transport("unix", "Unix stream", Protocol.TCP, has_path=True),
    Transport("unixgram", "Unix dgram", Protocol.UDP, has_path=True),
)
TRANSPORTS: tuple[Transport, ...] = (
    Transport("tcp", "TCP", Protocol.TCP),
    Transport("udp", "UDP", Protocol.UDP),
    Transport("tls", "TLS", Protocol.TCP, is_tls=True),
    *(_UNIX if HAS_UNIX else ()),
)
PROTOCOL_WIDTH = max(len(it.label) for it in TRANSPORTS)
"""In characters."""
KEYS = ("tcp", "udp", "tls", "unix", "unixgram")
"""All that settings may name; written on a system with Unix sockets, they may be read on one without."""
USUAL_PATH = "/tmp/lab.sock"
NO_PORT = "A Unix socket has no port: its path alone says where it is"


def index_of_key(key: str) -> int:
    """The line of that key; the first one where the system does not have it."""
    return next((index for index, it in enumerate(TRANSPORTS) if it.key == key), 0)


def index_for(protocol: Protocol, host: str, *, is_tls: bool) -> int:
    """The line of a command's protocol and host."""
    wanted = protocol, Endpoint(host, 0).is_path, is_tls
    return next((index for index, it in enumerate(TRANSPORTS) if (it.protocol, it.has_path, it.is_tls) == wanted), 0)


def label_of(protocol: Protocol, *, is_path: bool) -> str:
    """What the lists call it: TCP, UDP; a Unix socket has no protocol beside its family."""
    return "Unix" if is_path else protocol.name
