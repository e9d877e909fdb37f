"""What may be asked of the engine: the whole list (made by any thread, obeyed by the engine thread).

Law: each command has an id its sender chose, and is answered by exactly one Done or Failed with that id.
"""

from __future__ import annotations

from typing import TypeAlias

from core.contract.endpoints import Endpoint, Protocol
from core.contract.frozen import frozen
from core.contract.job_commands import Repeat, RunSequence, SendFile, StopJob
from core.contract.option_commands import JoinGroup, LeaveGroup, Options, ReadOptions, SetOption
from core.contract.tls import TlsClient, TlsServer

CONNECT_TIMEOUT_S = 10.0
LISTEN_BACKLOG = 4096
"""Linux' own limit (net.core.somaxconn); each system takes what it allows. A caller who finds the backlog full tries
again after 1 s, then 2 s...: with 128 a burst of 1,000 got through at 140 a second, with 4,096 at 5,700 [measured]."""


@frozen
class ReplyChoice:
    """Which reply, by its name in core.replies, and what it is given: the bytes of a fixed text, a path, rules..."""

    name: str = "none"
    data: bytes = b""


NO_REPLY = ReplyChoice()


@frozen
class Listen:
    """Bind a TCP socket and listen. Done carries the listener's number."""

    id: int
    host: str
    port: int
    """0..65535; 0: any free port."""
    reply: ReplyChoice = NO_REPLY
    dual: bool = False
    """For "::": take IPv4 peers too, where the system allows it."""
    backlog: int = LISTEN_BACKLOG
    options: Options = ()
    """Set between socket() and bind(); those of the other IP version are passed over. They win over the lab's own."""
    tls: TlsServer | None = None
    """How its connections speak TLS; None: they do not."""


@frozen
class BindUdp:
    """Bind a UDP socket that hears from anybody. Done carries its number."""

    id: int
    host: str
    port: int
    reply: ReplyChoice = NO_REPLY
    dual: bool = False
    options: Options = ()
    """As those of Listen."""


@frozen
class Connect:
    """Resolve, try each address in turn, connect. Done carries the number of the socket that got through.

    UDP: connect() sets the one peer; with `fixed_peer` false no connect() is made and every datagram names its peer.
    """

    id: int
    protocol: Protocol
    host: str
    port: int
    """1..65535."""
    local_host: str = ""
    """"" leaves the choice to the kernel."""
    local_port: int = 0
    fixed_peer: bool = True
    timeout_s: float = CONNECT_TIMEOUT_S
    """For the look-up and all attempts together, and for the handshake of TLS."""
    options: Options = ()
    """Set between socket() and connect(), on each attempt's socket; those of the other IP version are passed over."""
    tls: TlsClient | None = None
    """TCP: how it speaks TLS; None: it does not."""


@frozen
class Send:
    """Send on a connection or connected UDP socket (or to an unconnected UDP client's own target).

    Done once the kernel took all of it; Failed with `count` bytes not taken when the connection ended first.
    """

    id: int
    socket: int
    data: bytes


@frozen
class SendTo:
    """Send one datagram to a peer, from a bound UDP socket."""

    id: int
    socket: int
    data: bytes
    peer: Endpoint


@frozen
class FinishSending:
    """shutdown(SHUT_WR), after what is still waiting has been sent."""

    id: int
    socket: int


@frozen
class Close:
    """Close a socket; on one that is still connecting: cancel. Bytes the kernel had not taken fail their Send."""

    id: int
    socket: int


@frozen
class Reset:
    """Close a TCP connection with RST (SO_LINGER 0)."""

    id: int
    socket: int


@frozen
class CloseAll:
    """Close the named sockets, or every socket when none is named; a listener's connections go with it."""

    id: int
    sockets: tuple[int, ...] = ()


@frozen
class SetReply:
    """Change the reply of a listener (and of the connections it made) or of a UDP socket, while it runs."""

    id: int
    socket: int
    reply: ReplyChoice


READ_MOST = 64 * 1024
"""What one recv() or recvfrom() takes at the most."""


@frozen
class Reading:
    """How a socket is read. Less than everything at once shows that TCP keeps bytes, not messages."""

    is_on: bool = True
    """False: nothing is taken; what comes in stays with the kernel until its buffer is full."""
    most: int = READ_MOST
    """Bytes that one call takes, 1..READ_MOST. What does not fit stays for the next one; of a datagram it is lost."""
    wait_ms: int = 0
    """Between the kernel's word that there is something and the call; in that time more may come in."""


AT_ONCE = Reading()


@frozen
class SetReading:
    """Read a connection or a UDP socket in another way."""

    id: int
    socket: int
    reading: Reading


@frozen
class SetAccepting:
    """Have a listener accept callers by itself, or only one for each Accept; `backlog`: listen() again with it."""

    id: int
    socket: int
    by_hand: bool
    backlog: int | None = None


@frozen
class Accept:
    """One accept(). Done carries the number of the socket that it made; nobody there: NOBODY_WAITS."""

    id: int
    socket: int


@frozen
class SetStepping:
    """Hold each call on this socket until a Step comes for it; switched off, what waits is made at once."""

    id: int
    socket: int
    is_on: bool


@frozen
class Step:
    """Make the next call that waits on a socket that goes step by step; none there: NOTHING_WAITS."""

    id: int
    socket: int


@frozen
class Stop:
    """Close everything in order and end the engine thread; its Done is followed by Stopped, the last event of all."""

    id: int


Command: TypeAlias = (
    Listen
    | BindUdp
    | Connect
    | Send
    | SendTo
    | Repeat
    | SendFile
    | RunSequence
    | StopJob
    | FinishSending
    | Close
    | Reset
    | CloseAll
    | SetReply
    | SetReading
    | SetAccepting
    | Accept
    | SetOption
    | ReadOptions
    | JoinGroup
    | LeaveGroup
    | SetStepping
    | Step
    | Stop
)
