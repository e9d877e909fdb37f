"""The rows that a filter means, found a stretch at a time, in a capture that may still grow (one worker thread).

Other threads read the results while they grow. Law: results are in order and only ever grow; each row is judged once.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from itertools import compress

from core.capture.capture import Capture
from core.capture.filtering.judge import Judge
from core.capture.filtering.language.terms import Term


class FilteredRows:
    """One filter on one capture. To be driven by core.capture.follower, or by whoever has a thread to spare."""

    def __init__(self, capture: Capture, term: Term) -> None:
        self.found = array("I")
        """The numbers of the rows it means."""
        self.traffic = array("I")
        """Those of them that moved bytes."""
        self.walked = 0
        """Rows judged: 1 to this one."""
        self._capture = capture
        self._judge = Judge(term)

    def step(self) -> bool:
        """Judge the next stretch; whether there are more rows already. CaptureError when the file can't be read."""
        count = self._capture.count
        if self.walked < count:
            stretch = self._capture.stretch(self.walked + 1, count)
            found = self._judge.matches(stretch)
            self.traffic.extend(self._that_moved_bytes(found))
            self.found.extend(found)
            self.walked = stretch.last
        return self.walked < count

    @property
    def progress(self) -> float:
        """How much of the capture has been judged: 0..1."""
        count = self._capture.count
        return self.walked / count if count else 1.0

    def _that_moved_bytes(self, found: array[int]) -> array[int]:
        if not found:
            return found
        traffic = self._capture.traffic
        moved = traffic[bisect_left(traffic, found[0]) : bisect_right(traffic, found[-1])]
        return array("I", compress(found, map(frozenset(moved).__contains__, found)))
