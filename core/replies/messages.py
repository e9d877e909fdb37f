"""What is to be answered, message by message: a stream has no edges of its own, so each ends with bytes of a choice.

Called by replies, on the engine thread. Law: what has not ended yet is kept up to a bound, and then taken as it is.
"""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from core.contract.endpoints import Endpoint

LONGEST = 65_536
"""Bytes of a message without its end."""


class Message(NamedTuple):
    """One, and of whom."""

    data: bytes
    peer: Endpoint | None


class Messages:
    """The messages of one socket, taken out one by one."""

    def __init__(self, end: bytes) -> None:
        """`end`: what ends a message and does not belong to it; b"": each put() is a message."""
        self._end = end
        self._whole: deque[Message] = deque()
        self._rest = bytearray()
        self._peer: Endpoint | None = None
        self._looked = 0
        """So far there is no end in the rest."""

    def put(self, data: bytes, peer: Endpoint | None) -> None:
        """What came in."""
        if self._end:
            self._rest += data
            self._peer = peer
        else:
            self._whole.append(Message(data, peer))

    def take(self) -> Message | None:
        """The next one; None when none is complete."""
        if not self._end:
            return self._whole.popleft() if self._whole else None
        at = self._rest.find(self._end, self._looked)
        if at < 0 and len(self._rest) <= LONGEST:
            self._looked = max(0, len(self._rest) - len(self._end) + 1)
            return None
        return self._cut(LONGEST, 0) if not 0 <= at <= LONGEST else self._cut(at, len(self._end))

    def finish(self) -> None:
        """Nothing more comes: what is left is a message too."""
        if self._rest and not self._rest.endswith(self._end):
            self._rest += self._end

    def _cut(self, size: int, ending: int) -> Message:
        message = Message(bytes(self._rest[:size]), self._peer)
        del self._rest[: size + ending]
        self._looked = 0
        return message
