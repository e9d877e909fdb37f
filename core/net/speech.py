"""A reply's part in what one socket says: begun when it is needed, and anew when the reply was changed (engine thread).

Law: a reply never sees the socket; what it says goes through here, and after the end of the socket nowhere.
"""

from __future__ import annotations

from typing import Protocol

from core.contract.endpoints import Endpoint
from core.contract.sockets import SocketSnapshot
from core.net.reply_slot import ReplySlot, ends_of
from core.replies.reply import Part, Reply, Talk


class Speaker(Protocol):
    """The socket that it speaks for."""

    facts: SocketSnapshot

    @property
    def has_room(self) -> bool:
        """Whether what is said goes out."""
        ...

    def speak(self, data: bytes, peer: Endpoint | None) -> None:
        """Send what the reply says of its own accord, unless that can't be any more."""
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

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be said."""
        return self._talk.is_over

    @property
    def has_more(self) -> bool:
        """Whether more() has something to say; not after the reply was changed."""
        return self._talk.has_more and self._reply is self._slot.reply

    def greet(self) -> bytes:
        """What is said before anything came in."""
        return self._in_force().greet()

    def hear(self, data: bytes, peer: Endpoint | None) -> bytes:
        """What is answered to what came in."""
        talk = self._talk if self._reply is self._slot.reply else self._in_force()
        return talk.answer(data, peer)

    def more(self) -> bytes:
        """The next piece."""
        return self._talk.more()

    def leave(self) -> None:
        """The socket has ended."""
        talk, self._talk, self._reply = self._talk, Part(), None
        talk.leave()

    @property
    def has_room(self) -> bool:
        """Whether the peer reads what it is sent."""
        return self._speaker.has_room

    def say(self, data: bytes, peer: Endpoint | None = None) -> None:
        """Send it, unless another reply has taken over."""
        if self._reply is self._slot.reply:
            self._speaker.speak(data, peer)

    def _in_force(self) -> Talk:
        """The part in the conversation, begun anew when another reply is in force."""
        reply = self._slot.reply
        if reply is not self._reply:
            before = self._talk
            self._reply, self._talk = reply, reply.begin(ends_of(self._speaker.facts), self._slot, self)
            before.leave()
        return self._talk
