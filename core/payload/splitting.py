"""Messages in what was received: their edges, found again in a stream (pure, any thread).

Law: a Splitter finds the same messages however the stream was cut; it keeps no more than one message, and of none more
than MOST bytes: a longer one is given in parts that say so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from core.payload.framing import Delimiter, FixedSize, Framing, LengthPrefix

MOST = 16 * 1024 * 1024


class Message(NamedTuple):
    """One message of a stream; places are counted in bytes from the stream's beginning."""

    start: int
    """Its first byte, that of its length prefix included."""
    body: int
    """The first byte of what it says: behind its length."""
    end: int
    """Where the next one begins."""
    data: bytes
    """Without its length and without the bytes that end it."""
    is_whole: bool = True
    """False for a part of one that is longer than MOST, and for what was left when the stream ended."""


class Splitter:
    """Cuts a stream into messages, from the pieces in which it came."""

    def __init__(self, framing: Framing) -> None:
        self._framing = framing
        self._buffer = bytearray()
        self._start = 0
        self._searched = 0
        """Bytes of the buffer in which no end of a message begins."""
        self._owed = 0
        """Bytes still to come of a message that is longer than MOST."""
        self._goes_on = False
        """Whether the message at the start of the buffer began in a part that was given before."""

    def feed(self, data: bytes) -> Iterator[Message]:
        """Take in a piece; the messages that are complete with it."""
        self._buffer += data
        while (found := self._next()) is not None:
            yield found

    def rest(self) -> Message | None:
        """What has come of a message that is not complete."""
        if not self._buffer:
            return None
        end = self._start + len(self._buffer)
        return Message(self._start, self._start, end, bytes(self._buffer), is_whole=False)

    @property
    def waiting(self) -> int:
        """Bytes of a message that is not complete."""
        return len(self._buffer)

    def cut(self) -> Message | None:
        """The stream goes on elsewhere (a datagram ends, bytes are missing): rest(), and what follows begins anew."""
        rest = self.rest()
        self._start += len(self._buffer)
        self._buffer.clear()
        self._searched = self._owed = 0
        self._goes_on = False
        return rest

    def _next(self) -> Message | None:
        if self._owed:
            part = min(self._owed, MOST)
            if len(self._buffer) < part:
                return None
            self._owed -= part
            return self._take(0, part, part, is_whole=False)
        match self._framing:
            case LengthPrefix(size, order, counts_itself):
                if len(self._buffer) < size:
                    return None
                length = int.from_bytes(self._buffer[:size], order)
                end = length if counts_itself else size + length
                if end < size:  # a length that does not even count itself: it alone is given, and said
                    return self._take(size, size, size, is_whole=False)
                return self._take_to(size, end)
            case Delimiter(mark):
                return self._take_until(mark)
            case FixedSize(size):
                return self._take_to(0, size)

    def _take_to(self, first: int, end: int) -> Message | None:
        """The message that ends there, when all of it has come."""
        if end > MOST:
            self._owed = end
            return self._next()
        return self._take(first, end, end) if len(self._buffer) >= end else None

    def _take_until(self, mark: bytes) -> Message | None:
        window = MOST + len(mark)  # where the edge of one of MOST bytes may still lie
        at = self._buffer.find(mark, self._searched, window)
        if at >= 0:
            went_on, self._goes_on = self._goes_on, False
            return self._take(0, at, at + len(mark), is_whole=not went_on)
        if len(self._buffer) < window:
            self._searched = max(0, len(self._buffer) - len(mark) + 1)
            return None
        self._goes_on = True
        return self._take(0, MOST, MOST, is_whole=False)

    def _take(self, first: int, last: int, end: int, *, is_whole: bool = True) -> Message:
        start = self._start
        message = Message(start, start + first, start + end, bytes(self._buffer[first:last]), is_whole)
        del self._buffer[:end]
        self._start += end
        self._searched = 0
        return message
