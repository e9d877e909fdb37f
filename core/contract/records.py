"""What a call record is: one POSIX call on one of the lab's sockets, with its arguments and its result (any thread).

Law: everything the window shows is a view of these; a record is never changed once made.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple, TypeAlias


class Call(IntEnum):
    """The calls the lab makes. The numbers stand in capture files: never renumber one."""

    SOCKET = 1
    BIND = 2
    LISTEN = 3
    ACCEPT = 4
    CONNECT = 5
    SEND = 6
    RECV = 7
    SENDTO = 8
    RECVFROM = 9
    SHUTDOWN = 10
    CLOSE = 11
    GETSOCKNAME = 12
    GETPEERNAME = 13
    SETSOCKOPT = 14
    GETSOCKOPT = 15
    SETBLOCKING = 16
    GETADDRINFO = 17
    TLS_HANDSHAKE = 64
    """This and the next two are no calls to the system, but work of this program between them, marked as such: see
    LABS_OWN."""
    TLS_READ = 65
    TLS_WRITE = 66

    @property
    def label(self) -> str:
        """The name as POSIX spells it; of what is no call, the lab's own."""
        return self.name.lower()


class CauseKind(IntEnum):
    """Why a call was made. The numbers stand in capture files."""

    COMMAND = 1
    """A person's click or a start option: `Cause.command` is the command's id."""
    READY = 2
    """The kernel said that the socket can be read or written."""
    REPLY = 3
    """The listener's reply to what came in."""
    LOOKUP = 4
    """The lab's own look-up, to show the truth (getsockname, getsockopt)."""
    PYTHON = 5
    """Python made it by itself inside another call (getsockname inside accept)."""
    TIMER = 6
    """A time limit or a retry."""


class Cause(NamedTuple):
    """Why a call was made, and for COMMAND which command."""

    kind: CauseKind
    command: int = 0


Argument: TypeAlias = int | str
"""Numbers as numbers; constants by name ("AF_INET"), endpoints as text: files read on any system."""

Arguments: TypeAlias = tuple[Argument, ...]

RawRecord: TypeAlias = tuple[int, int, int, int, Call, Arguments, int, str, Cause, str, bytes]
"""A CallRecord without its sequence number, as the engine hands it over: making a plain tuple costs 0.05 us, making a
NamedTuple 0.4 us, and an echo makes two records a message."""


class CallRecord(NamedTuple):
    """One POSIX call, or one of LABS_OWN."""

    seq: int
    """1, 2, 3...: the order in which the calls returned; the wall clock may jump, this does not."""
    time_ns: int
    """Wall clock at the start of the call, ns since the epoch."""
    elapsed_ns: int
    """How long the call took, by a clock that never jumps."""
    socket: int
    """The lab's number of the socket (#7)."""
    fd: int
    """The descriptor the call was made on; -1 for socket() and getaddrinfo(), which have none yet."""
    call: Call
    args: Arguments
    """What was passed, without the descriptor and without the payload."""
    result: int
    """What it returned: a descriptor, a count, 0, an option's value; with `error` set, minus the error's number."""
    error: str
    """"" or the error's name: EAGAIN, ECONNREFUSED, EAI_NONAME."""
    cause: Cause
    address: str
    """The endpoint the call gave back or sent to (accept, recvfrom, sendto, getsockname; also send on a connected UDP
    socket, which is how a datagram of no bytes is told from nothing); getaddrinfo: all of them, joined by ", ";
    getsockopt(SO_ERROR): the name of the error it found, whose number may mean something else on another system;
    getsockopt(SO_LINGER): "on, 5 s"; getsockopt(IP_MULTICAST_IF): the interface's address."""
    payload: bytes
    """The bytes the call moved; for a send(), those the kernel took. A capture may keep the first of them only."""

    @property
    def size(self) -> int:
        """How many bytes the call moved: more than `payload` has when the capture was told to keep only so many."""
        return max(self.result, len(self.payload)) if self.payload else 0

    @property
    def moved_bytes(self) -> bool:
        """Whether it is a row of the traffic view: bytes went over, or a whole (perhaps empty) datagram."""
        return not self.error and (
            self.call in DATAGRAM_CALLS or (self.call in _STREAMS and bool(self.payload or self.address))
        )


STREAM_CALLS = frozenset({Call.SEND, Call.RECV})
DATAGRAM_CALLS = frozenset({Call.SENDTO, Call.RECVFROM})
INSIDE_CALLS = frozenset({Call.TLS_READ, Call.TLS_WRITE})
"""What went over inside TLS. The same bytes went over encrypted, by send() and recv(): they are counted there."""
_STREAMS = STREAM_CALLS | INSIDE_CALLS
LABS_OWN = INSIDE_CALLS | {Call.TLS_HANDSHAKE}
"""No calls to the system: no other program sees them, and no packet stands for them."""
INCOMING_CALLS = frozenset({Call.RECV, Call.RECVFROM, Call.TLS_READ})
