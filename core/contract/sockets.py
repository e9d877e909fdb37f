"""What the lab knows of one socket, as data: its number, role, state, ends and how it ended (any thread).

Law: this data never holds the socket itself; a number (#7) is never used again, the fd is only an attribute.
"""

from __future__ import annotations

from enum import Enum

from core.contract.commands import AT_ONCE, Reading
from core.contract.endpoints import Endpoint, Family, Protocol
from core.contract.faults import Fault
from core.contract.frozen import frozen
from core.contract.option_commands import Membership, Options
from core.contract.tls import TlsFacts


class Role(Enum):
    """What a socket is for. A listener is the switchboard operator, the others are end points of conversations."""

    LISTENER = "listener"
    ACCEPTED = "accepted connection"
    CLIENT = "client"
    BOUND = "bound UDP socket"


class State(Enum):
    """The life of a socket; the value is the plain word for it. TCP's own state names come from the kernel."""

    CREATED = "created"
    RESOLVING = "looking up the name"
    BOUND = "bound"
    LISTENING = "listening"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    PEER_FINISHED = "peer finished"
    FINISHED_SENDING = "finished sending"
    CLOSED = "closed"


READABLE = (State.CONNECTED, State.FINISHED_SENDING, State.BOUND)
WRITABLE = (State.CONNECTED, State.PEER_FINISHED, State.BOUND)


class Ending(Enum):
    """How a socket ended: different facts, never merged."""

    CLOSED_HERE = "closed here"
    RESET_HERE = "reset here"
    PEER_CLOSED = "peer closed"
    PEER_RESET = "reset by peer"
    CUT_OFF = "cut off inside TLS"
    REFUSED = "refused"
    TIMED_OUT = "timed out"
    CANCELLED = "cancelled"
    FAILED = "failed"
    ENGINE_STOPPED = "lab stopped"


@frozen
class SocketSnapshot:
    """One socket at one moment. Byte counts are not here: they are read from the capture, which is the one truth."""

    number: int
    role: Role
    protocol: Protocol
    requested: str
    """What the person asked for, as typed: "localhost:9000", "127.0.0.1:0"."""
    state: State
    opened_ns: int
    """Wall clock, ns since the epoch."""
    family: Family | None = None
    """None until the name is resolved."""
    fd: int | None = None
    """None before socket() and after close(): the kernel gives the number to somebody else at once."""
    last_fd: int | None = None
    local: Endpoint | None = None
    remote: Endpoint | None = None
    partner: int | None = None
    """For the two sides of a forwarded conversation: the number of the other one."""
    parent: int | None = None
    """For an accepted connection: the number of the listener that made it."""
    dual: bool = False
    """For an IPv6 listener or UDP socket: whether it takes IPv4 peers too."""
    reply: str = "none"
    """The name of the reply in force."""
    reply_data: bytes = b""
    """What it was given."""
    waiting_bytes: int = 0
    """Bytes accepted by the lab for sending that the kernel has not taken yet."""
    dropped: int | None = None
    """UDP: datagrams the kernel dropped because its buffer was full; None where the system can't tell (not Linux)."""
    reading_paused: bool = False
    reading: Reading = AT_ONCE
    """How a person wants it to be read."""
    by_hand: bool = False
    """A listener that accepts only when it is told to."""
    backlog: int | None = None
    """What a listener asked for; the kernel may keep fewer callers waiting."""
    is_stepping: bool = False
    """Its calls wait, each for its Step."""
    next_call: str = ""
    """The call that waits for its Step."""
    options: Options = ()
    """What the kernel last said of its options; empty until somebody has asked."""
    memberships: tuple[Membership, ...] = ()
    """UDP: the groups that it hears."""
    accepting_paused: bool = False
    """A listener out of file descriptors waits before it accepts again."""
    tls: TlsFacts | None = None
    """What is known of its TLS, of a listener what its connections will show; None: it speaks plain."""
    ended_ns: int | None = None
    ending: Ending | None = None
    fault: Fault | None = None
    """The last thing that went wrong on it, also while it lives (an ICMP answer to an earlier datagram...)."""

    @property
    def can_read(self) -> bool:
        """Whether bytes may still come in. Half-close is ordinary: this and `can_write` are two facts."""
        return self.state in READABLE and not self.is_shaking_hands

    @property
    def can_write(self) -> bool:
        """Whether bytes may still be sent."""
        return self.state in WRITABLE and not self.is_shaking_hands

    @property
    def is_shaking_hands(self) -> bool:
        """Whether TCP is connected, and TLS has not begun: the kernel's state knows nothing of TLS."""
        return self.state is State.CONNECTED and self.tls is not None and not self.tls.is_established

    @property
    def has_tcp_states(self) -> bool:
        """Whether the kernel leads it through TCP's states; datagrams and Unix sockets have none."""
        return self.protocol is Protocol.TCP and self.family is not Family.UNIX

    @property
    def is_open(self) -> bool:
        """Whether the socket still lives (or is still on its way to a connection)."""
        return self.state is not State.CLOSED
