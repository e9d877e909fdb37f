"""A reply's part in what one socket says: begun when it is needed, and anew when the reply was changed (engine thread).

Law: a reply never sees the socket; what it says goes through here, and after the end of the socket nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from core.contract.commands import Connect
from core.contract.endpoints import Endpoint
from core.contract.faults import Fault
from core.contract.sockets import Ending, SocketSnapshot
from core.contract.timer import Timer
from core.net.reply_slot import ReplySlot, ends_of
from core.replies.reply import Line, Part, Reply, Talk

if TYPE_CHECKING:
    from core.net.surroundings import Surroundings

_BROKEN = frozenset({Ending.RESET_HERE, Ending.PEER_RESET, Ending.TIMED_OUT, Ending.FAILED})


class Speaker(Protocol):
    """The socket that it speaks for."""

    facts: SocketSnapshot
    lab: Surroundings

    @property
    def has_room(self) -> bool:
        """Whether what is said goes out."""
        ...

    def speak(self, data: bytes, peer: Endpoint | None) -> None:
        """Send what the reply says of its own accord, unless that can't be any more."""
        ...

    def hang_up(self, *, reset: bool, now: bool = False) -> None:
        """Close, or reset, once what was said has gone out; or reset at once."""
        ...

    def note(self, *, fault: Fault = ..., partner: int = ...) -> None:
        """Say what went wrong, or which socket belongs to it."""
        ...

    def act(self, function: Callable[[], None]) -> None:
        """Have the reply do something of its own accord, and then see what it wants now."""
        ...


class Speech:
    """It is also core.replies' Voice."""

    __slots__ = ("_reply", "_slot", "_speaker", "_talk")

    def __init__(self, slot: ReplySlot, speaker: Speaker) -> None:
        self._slot = slot
        self._speaker = speaker
        self._reply: Reply | None = None
        """The one that `_talk` is a part of."""
        self._talk: Talk = Part()

    # For the socket.

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be said."""
        return self._talk.is_over

    @property
    def has_more(self) -> bool:
        """Whether more() has something to say; not after the reply was changed."""
        return self._talk.has_more and self._reply is self._slot.reply

    @property
    def is_busy(self) -> bool:
        """Whether something is still to be said; not after the reply was changed."""
        return (self._talk.has_more or self._talk.is_busy) and self._reply is self._slot.reply

    @property
    def is_full(self) -> bool:
        """Whether nothing should be read for now; not after the reply was changed."""
        return self._talk.is_full and self._reply is self._slot.reply

    def greet(self) -> bytes:
        """What is said before anything came in."""
        return self._in_force().greet()

    def hear(self, data: bytes, peer: Endpoint | None) -> bytes:
        """What is answered to what came in."""
        talk = self._talk if self._reply is self._slot.reply else self._in_force()
        return talk.answer(data, peer)

    def hear_all(self) -> bytes:
        """What is answered to the peer's having finished."""
        return self._in_force().heard_all()

    def more(self) -> bytes:
        """The next piece."""
        return self._talk.more()

    def leave(self) -> None:
        """The socket has ended."""
        talk, self._talk, self._reply = self._talk, Part(), None
        talk.leave()

    def _in_force(self) -> Talk:
        """The part in the conversation, begun anew when another reply is in force."""
        reply = self._slot.reply
        if reply is not self._reply:
            before = self._talk
            self._reply, self._talk = reply, reply.begin(ends_of(self._speaker.facts), self._slot, self)
            before.leave()
        return self._talk

    # For the reply.

    @property
    def has_room(self) -> bool:
        """Whether the peer reads what it is sent."""
        return self._speaker.has_room

    def say(self, data: bytes, peer: Endpoint | None = None) -> None:
        """Send it, unless another reply has taken over."""
        if self._reply is self._slot.reply:
            self._speaker.speak(data, peer)

    def later(self, seconds: float, function: Callable[[], None]) -> Timer:
        """Call it once after that time."""
        return self._speaker.lab.call_later(seconds, partial(self._speaker.act, function))

    def soon(self, function: Callable[[], None]) -> None:
        """Have the engine thread call it (any thread)."""
        self._speaker.lab.call_soon(partial(self._speaker.act, function))

    def end(self, *, reset: bool) -> None:
        """Close or reset, unless another reply has taken over."""
        if self._reply is self._slot.reply:
            self._speaker.hang_up(reset=reset)

    def cut(self) -> None:
        """Reset now, unless another reply has taken over."""
        if self._reply is self._slot.reply and self._speaker.facts.is_open:
            self._speaker.hang_up(reset=True, now=True)

    @property
    def is_broken(self) -> bool:
        """Whether it has ended otherwise than in order."""
        return self._speaker.facts.ending in _BROKEN

    def call(self, call: Connect, reply: Reply, on_failed: Callable[[Fault], None]) -> Line:
        """Call an address for this conversation."""
        from core.net.onward import call_onward  # which knows connections, as this one is known by them

        return call_onward(self._speaker, call, ReplySlot(self._slot.choice, reply), on_failed)

    def tell(self, fault: Fault) -> None:
        """Say what went wrong."""
        self._speaker.note(fault=fault)
