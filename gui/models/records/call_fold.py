"""Folds the lab's own look-ups and calls that only had to wait out of the Calls view (window thread).

Law: what is folded is counted where it stood, and comes back with one click; nothing leaves the capture.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.capture.capture import Capture
from core.contract.records import Call, CauseKind
from gui.models.finding.record_filter import RecordFilter
from gui.models.records.selection import Scope, Selection

if TYPE_CHECKING:
    from core.capture.filtering.language.terms import Term
    from core.capture.filtering.rows import FilteredRows
    from core.capture.searching.follower import Follower

LOOKUPS = frozenset({Call.GETSOCKNAME, Call.GETPEERNAME, Call.GETSOCKOPT})
_OWN = frozenset({CauseKind.LOOKUP, CauseKind.PYTHON})
RETRIES = ("EAGAIN", "EWOULDBLOCK", "EINTR")
"""Calls that found nothing to do, and are made again."""


class CallFold:
    """The filter line's records, without what is folded; folded or not, it is what the Calls view goes by."""

    def __init__(self, capture: Capture, filter: RecordFilter, selection: Selection, *, is_folded: bool) -> None:
        self._capture = capture
        self._filter = filter
        self._selection = selection
        self.is_folded = is_folded
        self._built = (-1, False)
        self._version = 0
        self._rows: FilteredRows | None = None
        self._follower: Follower | None = None

    def bring_up_to_date(self) -> None:
        """Follow the filter line, the switch and the capture."""
        wanted = self._filter.version, self.is_folded
        if wanted != self._built:
            self._built = wanted
            self._version += 1
            self._build()
        if self._rows is not None and self._follower is not None and self._rows.walked < self._capture.count:
            self._follower.wake()

    def close(self) -> None:
        """End its thread."""
        follower = self._stop()
        if follower is not None:
            follower.join()

    @property
    def version(self) -> int:
        """Goes up whenever other records are meant."""
        return self._version

    @property
    def is_on(self) -> bool:
        """Whether some records are left out, by the filter line or folded."""
        return self.is_folded or self._filter.is_on

    @property
    def progress(self) -> float:
        """How much of the capture it has looked at: 0..1."""
        return self._filter.progress if self._rows is None else self._rows.progress

    @property
    def reach(self) -> int:
        """The last record of which it is known whether it is shown."""
        return self._filter.reach if self._rows is None else self._rows.walked

    def calls(self, last: int) -> Sequence[int]:
        """The records that are not folded."""
        return self._filter.calls(last) if self._rows is None else self._rows.found

    def folded_between(self, seq: int, following: int) -> int:
        """How many records are folded between one that is shown and the next one."""
        if self._rows is None:
            return 0
        following = min(following, self._rows.walked + 1)
        all_of_them = self._filter.calls(following)
        between = all_of_them[bisect_right(all_of_them, seq) : bisect_left(all_of_them, following)]
        if self._selection.scope is Scope.ALL:
            return len(between)
        mask, sockets = self._selection.mask(), self._capture.columns.socket
        return sum(mask[number] for it in between if (number := sockets[it - 1]) < len(mask))

    def _build(self) -> None:
        self._stop()
        self._rows = self._follower = None
        if self.is_folded:
            from core.capture.filtering.language.grammar import parse_filter  # not needed before somebody folds
            from core.capture.filtering.language.terms import AllOf, Not
            from core.capture.filtering.rows import FilteredRows
            from core.capture.searching.follower import Follower

            term = parse_filter(self._filter.text, self._capture.header.start_ns)
            self._rows = FilteredRows(self._capture, AllOf((term, Not(_folded()))))
            self._follower = Follower(self._rows.step, "fold")

    def _stop(self) -> Follower | None:
        if self._follower is not None:
            self._follower.stop()
        return self._follower


def _folded() -> Term:
    """What is folded, as a filter says it."""
    from core.capture.filtering.language.terms import AllOf, AnyOf, CallIs, CausedBy, ErrorIs, Failed

    lookups = AllOf((CallIs(LOOKUPS), CausedBy(_OWN)))
    retries = AllOf((Failed(), AnyOf(tuple(map(ErrorIs, RETRIES)))))
    return AnyOf((lookups, retries))
