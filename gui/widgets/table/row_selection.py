"""Which rows of a table are selected, as ranges of row numbers (pure, any thread).

Law: a million selected rows cost no more than one, and rows that are added change nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable


class RowSelection:
    """Disjoint ranges in ascending order, the row last chosen, and the one that a range is drawn from."""

    def __init__(self) -> None:
        self._ranges: list[range] = []
        self._anchor = 0
        self.chosen: int | None = None
        """The row last chosen."""

    @property
    def ranges(self) -> tuple[range, ...]:
        """What is selected."""
        return tuple(self._ranges)

    def __contains__(self, row: int) -> bool:
        at = bisect_right(self._ranges, row, key=lambda selected: selected.start) - 1
        return at >= 0 and row in self._ranges[at]

    def clear(self) -> None:
        """Select nothing."""
        self._ranges, self.chosen, self._anchor = [], None, 0

    def choose(self, row: int) -> None:
        """Select this row only."""
        self._ranges, self.chosen, self._anchor = [range(row, row + 1)], row, row

    def choose_all(self, count: int) -> None:
        """Select rows 0 to count - 1."""
        if count:
            self._ranges = [range(count)]
            self.chosen = count - 1 if self.chosen is None else self.chosen

    def choose_these(self, rows: Iterable[int], chosen: int | None) -> None:
        """Select exactly these rows."""
        self._ranges, self.chosen, self._anchor = _joined(range(row, row + 1) for row in rows), chosen, chosen or 0

    def extend(self, row: int) -> None:
        """Select from where the last choice began to this row."""
        if self.chosen is None:
            self.choose(row)
        else:
            self._ranges, self.chosen = [range(min(self._anchor, row), max(self._anchor, row) + 1)], row

    def toggle(self, row: int) -> None:
        """Add this row, or take it away."""
        if row not in self:
            self._ranges = _joined([*self._ranges, range(row, row + 1)])
            self.chosen = row
        else:
            cut = [(range(old.start, row), range(row + 1, old.stop)) if row in old else (old,) for old in self._ranges]
            self._ranges = [part for parts in cut for part in parts if part]
            self.chosen = self._ranges[-1][-1] if self._ranges else None
        self._anchor = row

    def keep_below(self, count: int) -> None:
        """Forget rows that are no longer there: those from `count` on."""
        if self._ranges and self._ranges[-1].stop > count:
            kept = (range(old.start, min(old.stop, count)) for old in self._ranges)
            self._ranges = [old for old in kept if old]
            if self.chosen is not None and self.chosen >= count:
                self.chosen = self._ranges[-1][-1] if self._ranges else None


def _joined(ranges: Iterable[range]) -> list[range]:
    joined: list[range] = []
    for new in sorted(ranges, key=lambda item: item.start):
        if joined and new.start <= joined[-1].stop:
            joined[-1] = range(joined[-1].start, max(joined[-1].stop, new.stop))
        else:
            joined.append(new)
    return joined
