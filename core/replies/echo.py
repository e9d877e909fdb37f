"""Echo: sends everything back, byte for byte, as the echo service of RFC 862 does (engine thread).

When the peer finishes sending, the connection is closed after the last byte has gone back.
"""

from __future__ import annotations

from core.contract.endpoints import Endpoint
from core.replies.reply import Stateless


class Echo(Stateless):
    """The same bytes."""

    def answer(self, data: bytes, peer: Endpoint | None = None) -> bytes:
        """What came in, itself: no copy is made."""
        return data
