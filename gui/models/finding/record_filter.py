"""The filter line at work: which records it means, found on a thread of its own (window thread).

Law: setting another filter never waits for the old one; a line that is wrong changes nothing that is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.capture.capture import Capture
from core.contract.faults import BadInput, Fault

if TYPE_CHECKING:
    from core.capture.filtering.rows import FilteredRows
    from core.capture.searching.follower import Follower


class RecordFilter:
    """The records that the views show, before the scope box leaves some of them out."""

    def __init__(self, capture: Capture) -> None:
        self.text = ""
        """The line in force."""
        self.version = 0
        """Goes up with every other filter."""
        self._capture = capture
        self._rows: FilteredRows | None = None
        self._follower: Follower | None = None

    def set(self, text: str) -> Fault | None:
        """Begin to look for other records; or say what is wrong with the line, and where."""
        from core.capture.filtering.language.grammar import parse_filter  # not needed before somebody filters
        from core.capture.filtering.language.terms import EVERYTHING
        from core.capture.filtering.rows import FilteredRows
        from core.capture.searching.follower import Follower

        try:
            term = parse_filter(text, self._capture.header.start_ns)
        except BadInput as bad:
            return bad.fault
        if text == self.text:
            return None
        self._stop()
        self.text = text
        self.version += 1
        if term == EVERYTHING:
            self._rows, self._follower = None, None
        else:
            self._rows = FilteredRows(self._capture, term)
            self._follower = Follower(self._rows.step, "filter")
        return None

    def follow(self) -> None:
        """The capture may have grown."""
        if self._rows is not None and self._follower is not None and self._rows.walked < self._capture.count:
            self._follower.wake()

    def close(self) -> None:
        """End the thread, and wait for the few milliseconds of work that it may have begun."""
        follower = self._stop()
        if follower is not None:
            follower.join()

    @property
    def is_on(self) -> bool:
        """Whether some records are left out."""
        return self._rows is not None

    @property
    def progress(self) -> float:
        """How much of the capture it has looked at: 0..1."""
        return 1.0 if self._rows is None else self._rows.progress

    @property
    def reach(self) -> int:
        """The last record of which it is known whether it is one of them."""
        return self._capture.count if self._rows is None else self._rows.walked

    @property
    def fault(self) -> Fault | None:
        """Why it could not go on."""
        return None if self._follower is None else self._follower.fault

    def calls(self, last: int) -> Sequence[int]:
        """The records it means, as far as they are found; `last` is the newest there is."""
        return range(1, last + 1) if self._rows is None else self._rows.found

    def traffic(self, _last: int) -> Sequence[int]:
        """Those of them that moved bytes."""
        return self._capture.traffic if self._rows is None else self._rows.traffic

    def _stop(self) -> Follower | None:
        if self._follower is not None:
            self._follower.stop()
        return self._follower
