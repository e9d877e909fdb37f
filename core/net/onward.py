"""A call that a reply makes for a conversation: nobody asked for it by a command, so no command is answered.

Runs on the engine thread. Law: it comes to one connection in which the reply takes part, or to one word of why not.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from core.contract.commands import Connect
from core.contract.faults import Fault
from core.contract.sockets import Ending
from core.net.causes import REPLY
from core.net.dialing import Dialing, Trip
from core.net.reply_slot import ReplySlot
from core.payload.addresses import numeric_endpoint

if TYPE_CHECKING:
    from core.net.speech import Speaker


class OnwardCall:
    """On its way, or there; it is core.replies' Line."""

    def __init__(self, speaker: Speaker, replies: ReplySlot, on_failed: Callable[[Fault], None]) -> None:
        self.replies = replies
        self.on_failed = on_failed
        self._speaker = speaker
        self._number = 0
        """Of the attempt under way."""

    def attempt(self, number: int) -> int:
        """Another socket is made for it; the number of the one that it is made for."""
        self._number = number
        self._speaker.note(partner=number)
        return self._speaker.facts.number

    def hang_up(self) -> None:
        """Give it up."""
        live = self._speaker.lab.find(self._number)
        if live is not None:
            live.close(REPLY, Ending.CLOSED_HERE)


def call_onward(speaker: Speaker, call: Connect, replies: ReplySlot, on_failed: Callable[[Fault], None]) -> OnwardCall:
    """Set out."""
    onward = OnwardCall(speaker, replies, on_failed)
    numeric = numeric_endpoint(call.host, call.port)
    trip = Trip(call, monotonic() + call.timeout_s, onward=onward)
    Dialing(speaker.lab, trip, (numeric,) if numeric is not None else ()).set_out()
    return onward
