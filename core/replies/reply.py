"""What every reply is: a function from what came in to what goes out (called on the engine thread).

Law: a reply is quick and never touches a socket.
"""

from __future__ import annotations

from typing import Protocol


class Reply(Protocol):
    """What a listener, its connections or a UDP socket do with what they hear."""

    finishes: bool
    """Whether the connection is closed here once the peer finished sending and every answer has gone out."""

    def answer(self, data: bytes) -> bytes:
        """The bytes to send back for one recv() or one datagram; b"" for silence."""
        ...
