"""The hits of a search that lie in rows of one view, as far as both are known (window thread).

Law: each hit is looked at once, in slices that take a few milliseconds; an answer is given only when nothing that is
still to come could change it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from core.capture.searching.search import Search

_SLICE = 4_096
_FEW = 256
_DENSE = 1 << 16
"""With so many rows between the hits of a slice, a set of them takes longer than to look for each hit."""


class Rows(Protocol):
    """What has to be known of the view: RecordList."""

    reach: int
    version: int

    @property
    def is_narrow(self) -> bool:
        """Whether records are left out of it that moved bytes."""

    def row_of(self, seq: int) -> int | None:
        """The row of a record."""

    def count_between(self, first: int, last: int) -> int:
        """How many rows are of these records."""

    def seqs_between(self, first: int, last: int) -> Sequence[int]:
        """Those records."""


class HitsInView:
    """Made anew whenever the search is another one, or the view shows other records."""

    def __init__(self, search: Search, rows: Rows) -> None:
        self._search = search
        self._rows = rows
        self._taken = 0
        self._known = 0
        self._kept: array[int] | None = array("Q") if rows.is_narrow else None

    def advance(self, budget_s: float) -> None:
        """Take in what the search has found; for at most `budget_s`."""
        deadline = perf_counter() + budget_s
        walked = self._search.walked  # asked first: what was found by then can be counted
        found, seqs = len(self._search), self._search.seqs
        if self._kept is None:
            self._taken, self._known = found, walked
            return
        reach = min(walked, self._rows.reach)
        end = bisect_right(seqs, reach, self._taken, found)
        while self._taken < end and perf_counter() < deadline:
            self._take(seqs, end, self._kept)
        self._known = reach if self._taken >= end else seqs[self._taken] - 1

    def _take(self, seqs: Sequence[int], end: int, kept: array[int]) -> None:
        some = seqs[self._taken : min(self._taken + _SLICE, end)]
        if self._rows.count_between(some[0], some[-1]) <= _DENSE:
            kept.extend(filter(frozenset(self._rows.seqs_between(some[0], some[-1])).__contains__, some))
        else:
            some = some[:_FEW]
            kept.extend([seq for seq in some if self._rows.row_of(seq) is not None])
        self._taken += len(some)

    def is_complete(self, count: int) -> bool:
        """Whether all of the `count` records there are were looked at."""
        return self._known >= count

    def count(self, first: int) -> int:
        """How many there are in records from `first` on."""
        return self._size - self._gone(first)

    def place(self, seq: int, first: int) -> int | None:
        """The place of a record among them, from 1; None when it has no hit."""
        at = bisect_left(self._seqs, seq, 0, self._size)
        return at - self._gone(first) + 1 if at < self._size and self._seqs[at] == seq else None

    def after(self, seq: int) -> int | None:
        """The first record with a hit after `seq`, if it is known by now."""
        at = bisect_right(self._seqs, seq, 0, self._size)
        return self._seqs[at] if at < self._size else None

    def before(self, seq: int, first: int) -> int | None:
        """The last record with a hit before `seq`, if that is sure by now."""
        at = bisect_left(self._seqs, seq, 0, self._size)
        return self._seqs[at - 1] if self._known >= seq - 1 and at > self._gone(first) else None

    @property
    def _seqs(self) -> Sequence[int]:
        return self._search.seqs if self._kept is None else self._kept

    @property
    def _size(self) -> int:
        return self._taken if self._kept is None else len(self._kept)

    def _gone(self, first: int) -> int:
        return bisect_left(self._seqs, first, 0, self._size)
