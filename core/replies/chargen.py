"""Chargen: sends lines of changing characters for as long as the peer takes them, as in RFC 864 (engine thread).

A peer that does not read fills the buffers of both systems, and then the lab waits: that is back-pressure. What comes
in is discarded. It ends when the peer closes. A datagram is answered with one line. Everything is recorded, so there
are 140 KB a second and not more: a forgotten caller would fill the disk otherwise.
"""

from __future__ import annotations

from itertools import count

from core.contract.endpoints import Endpoint
from core.contract.timer import Timer
from core.replies.reply import Company, Ends, Part, Talk, Voice

_CHARACTERS = bytes(range(0x20, 0x7F))
_ROUND = b"".join((_CHARACTERS * 2)[start : start + 72] + b"\r\n" for start in range(len(_CHARACTERS)))
"""All 95 different lines, 7,030 bytes."""
_LINE = 74
PAUSE_S = 0.05
"""Between two rounds; each begins where the one before it ended."""


class CharacterGenerator:
    """A stream on each connection, a line for each datagram."""

    greets = True
    finishes = True
    wants_calls = False

    def begin(self, ends: Ends, _company: Company, voice: Voice) -> Talk:
        """TCP or UDP."""
        return _Stream(voice) if ends.remote is not None else _Lines()


class _Stream(Part):
    def __init__(self, voice: Voice) -> None:
        self.has_more = True
        self._voice = voice
        self._pause: Timer | None = None

    @property
    def is_busy(self) -> bool:
        """Always: it ends with the peer."""
        return True

    def more(self) -> bytes:
        self.has_more = False
        self._pause = self._voice.later(PAUSE_S, self._go_on)
        return _ROUND

    def leave(self) -> None:
        if self._pause is not None:
            self._pause.cancel()

    def _go_on(self) -> None:
        self.has_more = True


class _Lines(Part):
    def __init__(self) -> None:
        self._numbers = count()

    def answer(self, data: bytes, peer: Endpoint | None = None) -> bytes:
        at = next(self._numbers) * _LINE % len(_ROUND)
        return _ROUND[at : at + _LINE]
