"""The reply in force, and the company that shares it: a listener with the conversations it made, or one socket alone.

Runs on the engine thread. Law: changing the reply changes it for all of them, from the next bytes on; and what is noted
for a reply is bounded.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from core.contract.commands import ReplyChoice
from core.contract.records import LABS_OWN, RawRecord
from core.contract.sockets import SocketSnapshot
from core.net.calls import Sink
from core.replies import make
from core.replies.reply import Ends, Reply

_FIRST, _NEWEST = 12, 24
"""Calls noted of each socket: how it came to be, and what was done with it last. What is no call is left out."""


@dataclass(slots=True)
class _Notes:
    first: list[RawRecord] = field(default_factory=list)
    newest: deque[RawRecord] = field(default_factory=lambda: deque(maxlen=_NEWEST))


class ReplySlot:
    """It is also core.replies' Company."""

    __slots__ = ("_conversations", "_notes", "choice", "listener", "reply")

    def __init__(self, choice: ReplyChoice, reply: Reply | None = None) -> None:
        """`reply`: one that is made already."""
        self.choice = choice
        self.reply: Reply = reply if reply is not None else make(choice)
        self.listener: Ends | None = None
        self._conversations: dict[int, Ends] = {}
        self._notes: dict[int, _Notes] = {}

    def set(self, choice: ReplyChoice) -> None:
        """Use another one from the next bytes on."""
        self.choice = choice
        self.reply = make(choice)

    def sink(self, sink: Sink) -> Sink:
        """Where a socket's records go: to `sink`, and if the reply wants to know of them, into the notes too."""
        if not self.reply.wants_calls:
            return sink

        def noted(raw: RawRecord) -> None:
            if raw[4] in LABS_OWN:
                sink(raw)
                return
            notes = self._notes.setdefault(raw[2], _Notes())
            bare = (*raw[:10], b"")
            if len(notes.first) < _FIRST:
                notes.first.append(bare)
            else:
                notes.newest.append(bare)
            sink(raw)

        return noted

    def join(self, ends: Ends) -> None:
        """A conversation began."""
        self._conversations[ends.socket] = ends

    def leave(self, number: int) -> None:
        """It ended."""
        self._conversations.pop(number, None)
        self._notes.pop(number, None)

    @property
    def conversations(self) -> Sequence[Ends]:
        """Those that are open, in the order in which they began."""
        return list(self._conversations.values())

    def calls(self, socket: int) -> Sequence[RawRecord]:
        """What was noted of one of them: its first calls and its newest ones."""
        notes = self._notes.get(socket)
        return [] if notes is None else [*notes.first, *notes.newest]


def ends_of(facts: SocketSnapshot) -> Ends:
    """What a reply is told of a socket."""
    return Ends(facts.number, facts.fd, facts.local, facts.remote)
