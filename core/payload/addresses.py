"""Hosts, ports and URLs as people type them, checked before any call is made (pure, any thread).

Law: nothing typed is guessed at. getaddrinfo would take port 65536 for 0, cut a host at NUL, and read "" as every
address of this computer; so whatever is not plainly right is refused here, with the place where it goes wrong.
"""

from __future__ import annotations

import ipaddress
import os
import re
import socket
import sys
from typing import NamedTuple

from core.contract.endpoints import HAS_UNIX, Endpoint, Protocol
from core.contract.faults import BadInput, Fault, Field
from core.payload.escapes import show_name

PORT_MAX = 65535
PATH_MAX_BYTES = 107 if sys.platform == "linux" else 103
"""Of a Unix socket: sizeof sockaddr_un.sun_path without the NUL at its end; 104 bytes on macOS and the BSDs."""

_UNIX_SCHEMES = {"unix": Protocol.TCP, "unixgram": Protocol.UDP}
_HOST_CHARACTERS_MAX = 253  # RFC 1035 2.3.4, without the final dot
_LABEL_CHARACTERS_MAX = 63

_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9._-]")  # no rule allows "_", but computers have it in their names
_HOST_AND_PORT = re.compile(r"(?:\[[^\]]*\]|[^:\[\]]+):[0-9]*")
_URL_PARTS = re.compile(r"(?P<host>\[[^\[\]]*\]|[^:]*)(?::(?P<port>[^:]*))?")
_DIGITS = re.compile(r"[0-9]+")  # not \d and not int(): those take other alphabets' digits, "8_0" and "+80"


class Target(NamedTuple):
    """Where a URL points; for a Unix socket the host is its path and the port 0."""

    protocol: Protocol
    host: str
    port: int
    is_tls: bool = False
    """TLS is spoken over it."""


def parse_host(text: str, field: Field = Field.HOST) -> str:
    """The host to look up: a numeric address (an IPv6 zone stays on it) or a name in its ASCII form (xn--...).

    Blanks round it and brackets round an IPv6 address are dropped. libc's short forms (127.1) pass as names. Raises
    BadInput: HOST_EMPTY, HOST_NUL, HOST_IS_URL, HOST_HAS_PORT or HOST_BAD, the last with a position where there is one.
    """
    host = text.strip()
    offset = len(text) - len(text.lstrip())
    if not host:
        raise BadInput(Fault("HOST_EMPTY", field=field))
    if "\0" in host:
        raise _bad("HOST_NUL", host, field, text.index("\0"))
    if "/" in host:
        raise _bad("HOST_IS_URL", host, field)
    bare = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    if _ip_address(bare) is not None:
        return bare
    if _HOST_AND_PORT.fullmatch(host):
        raise _bad("HOST_HAS_PORT", host, field)
    return _parse_name(host, field, offset)


def parse_path(text: str, field: Field = Field.HOST) -> str:
    """The path of a Unix socket, or on Linux "@" and a name that stands in no folder; blanks round it are dropped.

    A plain name gets "./" before it: then it is seen to be a path. BadInput: NO_UNIX, PATH_EMPTY, HOST_NUL, PATH_LONG.
    """
    path = text.strip()
    if not HAS_UNIX:
        raise BadInput(Fault("NO_UNIX", field=field))
    if path in ("", "@"):
        raise BadInput(Fault("PATH_EMPTY", field=field))
    if "\0" in path:
        raise _bad("HOST_NUL", path, field, text.index("\0"))
    if path.startswith("@") and sys.platform != "linux":
        path = f"./{path}"  # elsewhere there are no such names: then it is a file called so
    path = path if Endpoint(path, 0).is_path else f"./{path}"
    size = len(os.fsencode(path))
    if size > PATH_MAX_BYTES:
        raise BadInput(Fault("PATH_LONG", about=str(PATH_MAX_BYTES), field=field, count=size))
    return path


def parse_port(text: str, field: Field = Field.PORT, *, allow_zero: bool = False) -> int:
    """The port: ASCII digits, 1..65535, or 0 ("any free port") where that is allowed; blanks round it are dropped.

    Raises BadInput: PORT_EMPTY, PORT_NOT_DIGITS (with position), PORT_RANGE or PORT_ZERO. Service names ("http") are
    refused: which number they stand for depends on a file of the system.
    """
    port = text.strip()
    if not port:
        raise BadInput(Fault("PORT_EMPTY", field=field))
    is_negative = port.startswith("-") and len(port) > 1
    digits = _DIGITS.match(port, 1 if is_negative else 0)
    if digits is None or digits.end() < len(port):
        position = text.index(port) + (digits.end() if digits else 0)
        raise _bad("PORT_NOT_DIGITS", port, field, position)
    significant = digits.group().lstrip("0") or "0"
    if is_negative or len(significant) > len(str(PORT_MAX)) or int(significant) > PORT_MAX:
        raise _bad("PORT_RANGE", port, field)
    if significant == "0" and not allow_zero:
        raise BadInput(Fault("PORT_ZERO", field=field))
    return int(significant)


def parse_url(text: str, *, allow_zero: bool = False) -> Target:
    """The target of "tcp://127.0.0.1:9000", "tls://localhost:9443", "udp://[::1]:9001" or "unix:///a/path".

    IPv6 needs its brackets; "unixgram://" is a Unix socket for datagrams.

    Raises BadInput: URL_BAD with a position for its form, and what parse_host() and parse_port() raise for its parts
    (positions are then those within the part).
    """
    url = text.strip()
    scheme, separator, rest = url.partition("://")
    if separator and (kind := _UNIX_SCHEMES.get(scheme.lower())):
        return Target(kind, parse_path(rest), 0)
    try:
        is_tls = scheme.lower() == "tls"
        protocol = Protocol.TCP if is_tls else Protocol(scheme.lower())
    except ValueError:
        raise _bad("URL_BAD", url, Field.NONE, text.index(url)) from None
    if not separator:
        raise _bad("URL_BAD", url, Field.NONE, len(text.rstrip()))
    parts = _URL_PARTS.fullmatch(rest)
    if parts is None:
        raise _bad("URL_BAD", url, Field.HOST, text.index(separator) + len(separator))
    host = parse_host(parts["host"])
    return Target(protocol, host, parse_port(parts["port"] or "", allow_zero=allow_zero), is_tls)


def numeric_endpoint(host: str, port: int) -> Endpoint | None:
    """The endpoint of a path, or of a plain address in its canonical form; None for a name, which must be looked up."""
    if (path := Endpoint(host, 0)).is_path:
        return path
    if (address := _ip_address(host)) is None:
        return None
    if isinstance(address, ipaddress.IPv4Address):
        return Endpoint(str(address), port)
    zone = zone_of(host)
    # inet_ntop writes ::ffff:127.0.0.1 as everybody does; ipaddress does so only from Python 3.13 on.
    canonical = socket.inet_ntop(socket.AF_INET6, address.packed)
    return Endpoint(f"{canonical}%{zone}" if zone else canonical, port)


def zone_of(host: str) -> str:
    """The zone of an IPv6 address ("eth0" of "fe80::1%eth0"), or ""; whether it exists, only the system knows."""
    return host.partition("%")[2]


def _ip_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    zone = zone_of(host)
    return address if zone.isprintable() and " " not in zone else None


def _parse_name(host: str, field: Field, offset: int) -> str:
    """`offset`: where the host begins in what was typed."""
    if host.isascii() and (wrong := _NOT_IN_A_NAME.search(host)):
        raise _bad("HOST_BAD", host, field, offset + wrong.start())
    try:
        name = host.encode("idna").decode("ascii")  # RFC 3490; UnicodeError also for empty and for long labels
    except UnicodeError:
        raise _bad("HOST_BAD", host, field) from None
    labels = name.removesuffix(".").split(".")
    is_long = len(name.removesuffix(".")) > _HOST_CHARACTERS_MAX
    if is_long or _NOT_IN_A_NAME.search(name) or not all(0 < len(label) <= _LABEL_CHARACTERS_MAX for label in labels):
        raise _bad("HOST_BAD", host, field)
    return name


def _bad(name: str, about: str, field: Field, position: int | None = None) -> BadInput:
    return BadInput(Fault(name, about=show_name(about), field=field, position=position))
