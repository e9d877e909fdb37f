"""The terms that need to know who a socket is: its peer, and the listener that made it (one worker thread).

Law: stretches come in order from row 1, without gaps. What a row tells of a socket holds from that row on, so that a
filter finds the same rows while they come in as in a file that is opened years later.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import compress
from typing import TypeAlias

from core.capture.filtering import masks
from core.capture.filtering.by_columns import table_of
from core.capture.filtering.language.peers import PeerPattern
from core.capture.stories.stories import Stories, endpoint_of
from core.capture.stretch import Stretch
from core.contract.endpoints import Endpoint
from core.contract.records import DATAGRAM_CALLS, INSIDE_CALLS, STREAM_CALLS, Call, CallRecord

_TELLS_OF_ENDS = table_of(frozenset(Call) - STREAM_CALLS - DATAGRAM_CALLS - INSIDE_CALLS)
_NAMES_ITS_PEER = table_of({*DATAGRAM_CALLS, Call.ACCEPT})
"""Calls whose own address is the peer's, whoever the socket's is."""


class Acquaintance:
    """One socket, as it is known for a while. Compared by identity, which is quick."""

    __slots__ = ("number", "parent", "remote")

    def __init__(self, number: int, remote: Endpoint | None = None, parent: int | None = None) -> None:
        self.number = number
        self.remote = remote
        self.parent = parent


Known: TypeAlias = list[Acquaintance]
"""For each row of a stretch, what is known of its socket."""


class Acquaintances(dict[int, Acquaintance]):
    """By socket number, as of the last row that was taken in."""

    def __init__(self) -> None:
        super().__init__()
        self._stories = Stories()

    def __missing__(self, number: int) -> Acquaintance:
        """Nothing is known of a socket before a row tells."""
        stranger = self[number] = Acquaintance(number)
        return stranger

    def take_in(self, rows: Stretch) -> Known:
        """What is known at each row of the next stretch. CaptureError when it can't be read."""
        sockets, telling = rows.socket, rows.call.translate(_TELLS_OF_ENDS)
        known: Known = []
        for record in rows.records(telling) if 1 in telling else ():
            known.extend(map(self.__getitem__, sockets[len(known) : record.seq - rows.first]))
            self._learn(record)
        known.extend(map(self.__getitem__, sockets[len(known) :]))
        return known

    def _learn(self, record: CallRecord) -> None:
        self._stories.add(record)
        story, known = self._stories[record.socket], self[record.socket]
        if (story.remote, story.parent) != (known.remote, known.parent):
            self[record.socket] = Acquaintance(record.socket, story.remote, story.parent)


def of_connection(number: int, known: Known) -> bytes:
    """The rows of this socket, and of those that this listener made."""
    return _ask(known, lambda who: number in (who.number, who.parent))


def with_peer(pattern: PeerPattern, known: Known, rows: Stretch, wanted: bytes) -> bytes:
    """The rows with such a peer. CaptureError."""
    mask = bytearray(_ask(known, lambda who: who.remote is not None and pattern.fits(who.remote)))
    answers: dict[bytes, bool | None] = {}
    for position in compress(range(len(rows)), masks.both(wanted, rows.call.translate(_NAMES_ITS_PEER))):
        texts = rows.packed_texts(position)
        if texts not in answers:
            peer = endpoint_of(rows.texts(position)[1])
            answers[texts] = None if peer is None else pattern.fits(peer)
        if (fits := answers[texts]) is not None:
            mask[position] = fits
    return bytes(mask)


def _ask(known: Known, is_meant: Callable[[Acquaintance], bool]) -> bytes:
    """Ask about each acquaintance once."""
    answers = {who: is_meant(who) for who in set(known)}
    return bytes(map(answers.__getitem__, known))
