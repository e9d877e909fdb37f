"""Chargen: sends lines of changing characters for as long as the peer takes them, as in RFC 864 (engine thread).

It is the quickest way to see back-pressure: a peer that does not read fills the buffers of both systems, and then the
lab waits. What comes in is discarded. It ends when the peer closes. A datagram is answered with one line.
"""

from __future__ import annotations

from itertools import count

from core.contract.endpoints import Endpoint
from core.replies.reply import Company, Ends, Part, Talk, Voice

_CHARACTERS = bytes(range(0x20, 0x7F))
_ROUND = b"".join((_CHARACTERS * 2)[start : start + 72] + b"\r\n" for start in range(len(_CHARACTERS)))
"""All 95 different lines, 7,030 bytes."""
_LINE = 74
_PIECE = _ROUND * 4
"""What is handed to the system at once: 28 KB. Each piece begins where the one before it ended."""


class CharacterGenerator:
    """A stream on each connection, a line for each datagram."""

    greets = True
    finishes = True
    wants_calls = False

    def begin(self, ends: Ends, _company: Company, _voice: Voice) -> Talk:
        """TCP or UDP."""
        return _Stream() if ends.remote is not None else _Lines()


class _Stream(Part):
    has_more = True

    def more(self) -> bytes:
        return _PIECE


class _Lines(Part):
    def __init__(self) -> None:
        self._numbers = count()

    def answer(self, data: bytes, peer: Endpoint | None = None) -> bytes:
        at = next(self._numbers) * _LINE % len(_ROUND)
        return _ROUND[at : at + _LINE]
