"""A failure as a value: which call, which error, about what; core.explain makes the sentences (any thread).

Law: a fault holds facts only, never a sentence, so that it can be compared, stored and explained in any language.
"""

from __future__ import annotations

import errno
import socket
from enum import Enum

from core.contract.frozen import frozen

_WINSOCK_BASE = 10000
"""Windows numbers its socket errors from WSABASEERR (10000) on and names them WSAE...; the lab drops the WSA."""
_LOCKED = (32, 33)
"""ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION of Windows, which are EACCES to the C library."""


class Field(Enum):
    """The thing a person would have to change to mend a fault."""

    NONE = "none"
    HOST = "host"
    PORT = "port"
    LOCAL_HOST = "local host"
    LOCAL_PORT = "local port"
    TIME_LIMIT = "time limit"
    DATA = "data"
    FILTER = "filter"
    CHECKSUM = "check sum"
    FRAME_END = "end of a message"
    FRAME_SIZE = "size of a message"
    INTERVAL = "interval"
    COUNT = "count"
    DURATION = "duration"
    OPTION = "option"
    FILE = "file"
    DATAGRAM_SIZE = "size of a datagram"
    CERTIFICATE = "certificate"
    KEY = "key"
    AUTHORITY = "authority"
    SERVER_NAME = "server name"
    TLS_VERSION = "TLS version"
    ALPN = "protocol inside (ALPN)"
    GROUP = "group"
    PATTERN = "pattern"
    DELAY = "delay"
    RULES = "rules"
    REPLY = "reply"
    FORWARD = "whom callers are put through to"


@frozen
class Fault:
    """What went wrong. `name` is an errno name (EADDRINUSE), getaddrinfo's (EAI_NONAME) or one of the lab's own.

    The lab's own names are those in core.explain.faults that no system has: PORT_RANGE, CONNECT_TIMEOUT...
    """

    name: str
    call: str = ""
    """The POSIX call that failed; "" when the lab refused before any call."""
    number: int | None = None
    """The system's number of the error (errno, or getaddrinfo's own number)."""
    about: str = ""
    """What it was about: the endpoint, the typed text, the option."""
    field: Field = Field.NONE
    position: int | None = None
    """For typed text: the 0-based index of the character at fault."""
    count: int | None = None
    """How many: seconds waited, bytes not sent, bytes in the datagram..."""
    detail: str = ""
    """A second thing that it was about: the day when a certificate ran out..."""
    within: str = ""
    """The part of something larger that it is in: "rule 3"."""


class BadInput(ValueError):
    """Raised by the parsers of what people type; carries the fault as a value."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.name)
        self.fault = fault


class Broken(OSError):
    """Raised when a conversation can't go on for a reason that the system has no number for; carries the fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.name)
        self.fault = fault


def errno_name(number: int | None) -> str:
    """The name of a system error number as POSIX spells it ("EADDRINUSE"), or "E<number>" where the system has none.

    On Windows WSAECONNRESET (10054) and ECONNRESET are the same thing to the reader, so the WSA is dropped.
    """
    if number is None:
        return "EUNKNOWN"
    # Linux gives two names one number, and Python the one that sockets never use: POSIX and strace say EOPNOTSUPP.
    name = "EOPNOTSUPP" if number == errno.EOPNOTSUPP else errno.errorcode.get(number, f"E{number}")
    return name.removeprefix("WSA") if number >= _WINSOCK_BASE else name


def fault_of(error: OSError, call: str, *, about: str = "", field: Field = Field.NONE) -> Fault:
    """The fault an OSError stands for. gaierror numbers are EAI codes, never errno's."""
    if isinstance(error, Broken):
        return error.fault
    if isinstance(error, socket.gaierror):
        return Fault(name=eai_name(error.errno), call=call, number=error.errno, about=about, field=field)
    if getattr(error, "winerror", None) in _LOCKED:
        return Fault(name="FILE_LOCKED", call=call, number=error.errno, about=about, field=field)
    return Fault(name=errno_name(error.errno), call=call, number=error.errno, about=about, field=field)


def eai_name(number: int | None) -> str:
    """The EAI_... name of a getaddrinfo error. Windows has one number for EAI_NONAME and EAI_NODATA: POSIX' wins."""
    names = [name for name in dir(socket) if name.startswith("EAI_") and getattr(socket, name) == number]
    return "EAI_NONAME" if "EAI_NONAME" in names else min(names, default="EAI_FAIL", key=len)
