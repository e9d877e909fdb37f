"""A voice for replies that are tested without a socket: it keeps what they say.

Law: it does no more than what core.replies.reply.Voice promises.
"""

from __future__ import annotations

from core.contract.endpoints import Endpoint


class Ear:
    """Hears what a reply says of its own accord."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self.has_room = True

    def say(self, data: bytes, peer: Endpoint | None = None) -> None:
        """Keep it."""
        self.heard.append(data)
