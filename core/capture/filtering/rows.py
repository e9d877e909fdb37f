"""The rows that a filter means, in a capture that may still grow (found on one worker thread, read by any).

Law: what was found is in order and only ever grows; each row is judged once.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from itertools import compress

from core.capture.capture import Capture
from core.capture.columns import Column
from core.capture.filtering.judge import Judge
from core.capture.filtering.language.terms import Term
from core.capture.searching.walker import Walker
from core.capture.stretch import Stretch


class FilteredRows(Walker):
    """One filter on one capture."""

    def __init__(self, capture: Capture, term: Term) -> None:
        super().__init__(capture)
        self.found = Column("Q")
        """The numbers of the rows it means; those of rows that went become 0, as in Capture.traffic."""
        self.traffic = Column("Q")
        """Those of them that moved bytes."""
        self._judge = Judge(term)

    def _take(self, rows: Stretch) -> None:
        found = self._judge.matches(rows)
        self.traffic.extend(self._that_moved_bytes(found))
        self.found.extend(found)

    def _forget_before(self, first: int) -> None:
        for column in (self.found, self.traffic):
            column.let_go(bisect_left(column, first))

    def _that_moved_bytes(self, found: array[int]) -> array[int]:
        if not found:
            return found
        traffic = self._capture.traffic
        moved = traffic[bisect_left(traffic, found[0]) : bisect_right(traffic, found[-1])]
        return array("Q", compress(found, map(frozenset(moved).__contains__, found)))
