"""What every reply is: it takes part in conversations, in each by a function from what came in to what goes out.

Called on the engine thread. Law: a reply is quick and never touches a socket; what it knows of the lab it is told here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.contract.commands import Connect
from core.contract.endpoints import Endpoint
from core.contract.faults import Fault
from core.contract.records import RawRecord
from core.contract.timer import Timer


@dataclass(frozen=True, slots=True)
class Ends:
    """One socket of the lab, and the two ends of its conversation."""

    socket: int
    fd: int | None
    local: Endpoint | None
    remote: Endpoint | None
    """None for a listener, and for a UDP socket that hears from anybody."""


class Company(Protocol):
    """All that share a reply: a listener and the conversations it made that are open now."""

    @property
    def listener(self) -> Ends | None:
        """The switchboard operator; None for a UDP socket or a client."""
        ...

    @property
    def conversations(self) -> Sequence[Ends]:
        """The open ones, in the order in which they began."""
        ...

    def calls(self, socket: int) -> Sequence[RawRecord]:
        """The calls made on one of these sockets, without payload: of a busy one the newest. Only for a reply that
        `wants_calls`."""
        ...


class Line(Protocol):
    """A call that a reply makes itself."""

    def hang_up(self) -> None:
        """Give it up, if it is still on its way."""
        ...


class Voice(Protocol):
    """What a reply may do in one conversation besides answering at once. After the end of that, nothing comes of it."""

    @property
    def is_broken(self) -> bool:
        """Whether the conversation has ended, and otherwise than in order: by a reset, a time-out, a failure."""
        ...

    @property
    def has_room(self) -> bool:
        """Whether the peer reads what it is sent. What is said all the same waits, and what waits takes memory."""
        ...

    def say(self, data: bytes, peer: Endpoint | None = None) -> None:
        """Send these bytes; on a UDP socket, to that peer."""
        ...

    def later(self, seconds: float, function: Callable[[], None]) -> Timer:
        """Call it once after that time."""
        ...

    def soon(self, function: Callable[[], None]) -> None:
        """Have the engine thread call it (any thread)."""
        ...

    def end(self, *, reset: bool) -> None:
        """Close the connection, or reset it, once all that was said has been handed to the system."""
        ...

    def cut(self) -> None:
        """Reset the connection now; what was said and has not gone out is lost."""
        ...

    def call(self, call: Connect, reply: Reply, on_failed: Callable[[Fault], None]) -> Line:
        """Call an address for this conversation (the command's id does not matter); `reply` takes part in the
        connection that comes of it, `on_failed` is told why none does."""
        ...

    def tell(self, fault: Fault) -> None:
        """Say at the socket what went wrong."""
        ...


class Talk(Protocol):
    """A reply's part in one conversation."""

    is_over: bool
    """Nothing more is to be said: once the last answer has gone out, the lab finishes sending."""
    has_more: bool
    """Whether more() is to be called when the peer has room for it."""

    @property
    def is_busy(self) -> bool:
        """Whether it will still say something of its own accord, so that the connection is not closed before."""
        ...

    @property
    def is_full(self) -> bool:
        """Whether nothing more should be read for now."""
        ...

    def greet(self) -> bytes:
        """What to send before anything came in; only asked of a reply that `greets`."""
        ...

    def answer(self, data: bytes, peer: Endpoint | None = None) -> bytes:
        """The bytes to send back for one recv(), or for one datagram of `peer`; b"" for silence."""
        ...

    def more(self) -> bytes:
        """The next piece, while it `has_more`: asked for whenever the one before it is gone, so that none waits."""
        ...

    def heard_all(self) -> bytes:
        """The peer has finished sending; what is answered to that."""
        ...

    def leave(self) -> None:
        """The conversation has ended, or another reply has taken over."""
        ...


class Reply(Protocol):
    """What a listener, its connections or a UDP socket do with what they hear."""

    greets: bool
    """Whether it takes part as soon as a connection is there, and not only when something comes in."""
    finishes: bool
    """Whether the connection is closed here once the peer finished sending and every answer has gone out."""
    wants_calls: bool
    """Whether the calls of its sockets are noted for it."""

    def begin(self, ends: Ends, company: Company, voice: Voice) -> Talk:
        """Take part in a conversation; called before anything else."""
        ...


class Part:
    """A talk that says nothing, for those that say something to begin with."""

    is_over = False
    has_more = False

    @property
    def is_busy(self) -> bool:
        """Never."""
        return False

    @property
    def is_full(self) -> bool:
        """Never."""
        return False

    def greet(self) -> bytes:
        """Nothing."""
        return b""

    def answer(self, data: bytes, peer: Endpoint | None = None) -> bytes:
        """Nothing."""
        return b""

    def more(self) -> bytes:
        """Nothing."""
        return b""

    def heard_all(self) -> bytes:
        """Nothing."""
        return b""

    def leave(self) -> None:
        """Nothing is to be done."""


class Stateless(Part):
    """For replies whose answer depends on what came in alone: they are their own part in every conversation."""

    greets = False
    finishes = True
    wants_calls = False

    def begin(self, _ends: Ends, _company: Company, _voice: Voice) -> Talk:
        """Itself."""
        return self
