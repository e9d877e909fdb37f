"""The find bar at work: a search on a thread of its own, and the way from hit to hit in the view (window thread).

Law: another search never waits for the old one; a step that can't be made yet is made as soon as it can.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from core.capture.capture import Capture
from core.contract.faults import Fault
from gui.models.finding.hits_in_view import HitsInView, Rows

if TYPE_CHECKING:
    from core.capture.searching.follower import Follower
    from core.capture.searching.hit_pieces import Piece
    from core.capture.searching.search import Search

_BUDGET_S = 0.004
"""For hits, per look: the window does something else in between."""
_NEARLY = 0.995
"""A capture that grows is never looked through quite to its end."""


class Way(Enum):
    """Where the next hit is looked for."""

    HERE = "at or after"
    NEXT = "after"
    PREVIOUS = "before"


@dataclass(frozen=True, slots=True)
class Found:
    """A hit that was gone to."""

    seq: int
    pieces: tuple[Piece, ...]
    """Where its bytes are; the last of them is in row `seq`."""
    went_round: bool
    """Whether the way led over the end of the view, or its beginning."""


class RecordFind:
    """One search at a time."""

    def __init__(self, capture: Capture) -> None:
        self._capture = capture
        self._needle = b""
        self._ignore_case = False
        self._search: Search | None = None
        self._follower: Follower | None = None
        self._hits: HitsInView | None = None
        self._in_view: object = None
        self._step: tuple[Way, int] | None = None
        self.found: Found | None = None
        """The hit that was gone to last."""

    def look_for(self, needle: bytes, *, ignore_case: bool) -> None:
        """Begin to look for other bytes; none: for nothing."""
        if (needle, ignore_case) == (self._needle, self._ignore_case) and self._search is not None:
            return
        self.stop()
        self._needle, self._ignore_case = needle, ignore_case
        if needle:
            from core.capture.searching.follower import Follower  # not needed before somebody looks for something
            from core.capture.searching.search import Search

            self._search = Search(self._capture, needle, ignore_case=ignore_case)
            self._follower = Follower(self._search.step, "find")

    def stop(self) -> None:
        """Look for nothing any more; returns at once."""
        if self._follower is not None:
            self._follower.stop()
        self._search = self._hits = self._step = self.found = None

    def close(self) -> None:
        """End the thread, and wait for the few milliseconds of work that it may have begun."""
        self.stop()
        if self._follower is not None:
            self._follower.join()

    def go(self, way: Way, seq: int) -> None:
        """Go to a hit, seen from a record; advance() tells when it is there."""
        if self._search is not None:
            self._step = way, seq

    def advance(self, rows: Rows) -> Found | None:
        """Take in what is new; gives the hit that was asked for once it is known which it is."""
        if self._search is None or self._follower is None:
            return None
        if self._search.walked < self._capture.count:
            self._follower.wake()
        if self._hits is None or self._in_view != (rows, rows.version):
            self._in_view = rows, rows.version
            self._hits = HitsInView(self._search, rows)
        self._hits.advance(_BUDGET_S)
        return None if self._step is None else self._make_step(self._hits, *self._step)

    def _make_step(self, hits: HitsInView, way: Way, seq: int) -> Found | None:
        first = self._capture.first
        went_round = False
        after = max(seq - (way is Way.HERE), first - 1)
        target = hits.before(seq, first) if way is Way.PREVIOUS else hits.after(after)
        if target is None and hits.is_complete(self._capture.count):
            went_round = True
            target = hits.before(self._capture.count + 1, first) if way is Way.PREVIOUS else hits.after(first - 1)
            if target is None:  # nowhere
                self._step = None
        if target is None:
            return None
        self._step = None
        self.found = Found(target, self._pieces(target), went_round)
        return self.found

    def _pieces(self, seq: int) -> tuple[Piece, ...]:
        from core.capture.searching.hit_pieces import pieces_of

        hit = self._search.after(seq - 1) if self._search is not None else None
        return () if hit is None or hit.seq != seq else pieces_of(self._capture, hit, len(self._needle))

    def marked(self, seq: int) -> range:
        """The bytes of a record that belong to the hit that was gone to."""
        pieces = () if self.found is None else self.found.pieces
        return next((piece.bytes for piece in pieces if piece.seq == seq), range(0))

    @property
    def is_looking(self) -> bool:
        """Whether there is still something to find out about what is recorded by now."""
        if self._search is None or self.fault is not None:
            return False
        return self._step is not None or self._hits is None or not self._hits.is_complete(self._capture.count)

    @property
    def is_on(self) -> bool:
        """Whether something is looked for."""
        return self._search is not None

    @property
    def progress(self) -> float:
        """How much of the capture was looked at: 0..1; a capture that grows counts as looked at when nearly all is."""
        progress = 1.0 if self._search is None else self._search.progress
        if progress < _NEARLY:
            return progress
        return 1.0

    @property
    def fault(self) -> Fault | None:
        """Why it could not go on."""
        return None if self._follower is None else self._follower.fault

    @property
    def count(self) -> int:
        """In how many rows of the view it was found, as far as it got."""
        return 0 if self._hits is None else self._hits.count(self._capture.first)

    @property
    def place(self) -> int | None:
        """Which of these rows was gone to, from 1."""
        if self._hits is None or self.found is None:
            return None
        return self._hits.place(self.found.seq, self._capture.first)
