"""Fixed text: answers whatever comes in with the same bytes, once for each recv() or datagram (engine thread).

When the peer finishes sending, the connection is closed after the last answer has gone out.
"""

from __future__ import annotations

from core.contract.endpoints import Endpoint
from core.replies.reply import Stateless


class FixedText(Stateless):
    """One answer for everything."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def answer(self, data: bytes, peer: Endpoint | None = None) -> bytes:
        """The fixed bytes."""
        return self._data
