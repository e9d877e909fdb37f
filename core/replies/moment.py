"""What the services that answer once have in common: a caller hears it and is done; each datagram is answered.

Runs on the engine thread. Law: what comes in is not looked at.
"""

from __future__ import annotations

from collections.abc import Callable

from core.contract.endpoints import Endpoint
from core.replies.reply import Company, Ends, Part, Talk, Voice


class OnceForEach:
    """Says what `text` gives, once on a connection, and for each datagram that comes in."""

    greets = True
    finishes = True
    wants_calls = False

    def __init__(self, text: Callable[[], bytes]) -> None:
        self._text = text

    def begin(self, ends: Ends, _company: Company, _voice: Voice) -> Talk:
        """Each conversation hears it for itself."""
        return _Once(self._text) if ends.remote is not None else _Each(self._text)


class _Once(Part):
    def __init__(self, text: Callable[[], bytes]) -> None:
        self._text = text

    def greet(self) -> bytes:
        self.is_over = True
        return self._text()


class _Each(Part):
    def __init__(self, text: Callable[[], bytes]) -> None:
        self._text = text

    def answer(self, data: bytes, peer: Endpoint | None = None) -> bytes:
        return self._text()
