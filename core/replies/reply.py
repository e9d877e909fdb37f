"""What every reply is: it takes part in conversations, in each by a function from what came in to what goes out.

Called on the engine thread. Law: a reply is quick and never touches a socket; what it knows of the lab it is told here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from core.contract.endpoints import Endpoint
from core.contract.records import RawRecord


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


class Talk(Protocol):
    """A reply's part in one conversation."""

    is_over: bool
    """Nothing more is to be said: once the last answer has gone out, the lab finishes sending."""

    def answer(self, data: bytes) -> bytes:
        """The bytes to send back for one recv() or one datagram; b"" for silence."""
        ...


class Reply(Protocol):
    """What a listener, its connections or a UDP socket do with what they hear."""

    finishes: bool
    """Whether the connection is closed here once the peer finished sending and every answer has gone out."""
    wants_calls: bool
    """Whether the calls of its sockets are noted for it."""

    def begin(self, ends: Ends, company: Company) -> Talk:
        """Take part in a conversation; called before the first answer."""
        ...


class Stateless:
    """For replies whose answer depends on what came in alone: they are their own part in every conversation."""

    wants_calls = False
    is_over = False

    def begin(self, _ends: Ends, _company: Company) -> Talk:
        """Itself."""
        return self

    def answer(self, data: bytes) -> bytes:
        """What to send back."""
        raise NotImplementedError
