"""Which records a list shows: all of them, or those of some sockets, found a slice at a time (window thread).

Law: a filter walks each record once, over the columns in memory only, and never longer than it is given.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from time import perf_counter

_SLICE = 4_096
"""Rows between two looks at the clock: about 0.3 ms."""


class RecordIndex:
    """Row numbers of a list to sequence numbers of records, growing as records come in.

    `records` gives sequence numbers, ascending, only ever more of them; those up to `last` can be read. `sockets` is
    the column of socket numbers (index = sequence number - 1).
    """

    def __init__(
        self, records: Callable[[int], Sequence[int]], last: Callable[[], int], sockets: Sequence[int]
    ) -> None:
        self._records = records
        self.last = last
        self._sockets = sockets
        self._all: Sequence[int] = ()
        self._end = 0
        self._found: array[int] | None = None
        self._walked = 0

    def show_all(self) -> None:
        """Every record, in the order made."""
        self._found = None
        self._walked = 0

    def show_some(self) -> None:
        """Begin to look for the records of some sockets; advance() finds them."""
        self._found = array("q")
        self._walked = 0

    def advance(self, mask: bytes, budget_s: float) -> bool:
        """Look further, at most for `budget_s`; `mask[number]` says whether a socket is wanted.

        True once everything there is has been looked at. A record of a socket beyond the mask waits: its record came in
        before the event that says whose it is.
        """
        last = self.last()
        self._all = self._records(last)
        self._end = bisect_right(self._all, last)
        if self._found is None:
            return True
        deadline = perf_counter() + budget_s
        while self._walked < self._end:
            part = self._all[self._walked : min(self._end, self._walked + _SLICE)]
            if not self._take(part, mask, self._found) or perf_counter() > deadline:
                break
        return self._walked >= self._end

    def _take(self, part: Sequence[int], mask: bytes, found: array[int]) -> bool:
        """Walk one slice; False when it met a socket that the mask does not know yet."""
        gone = bisect_right(part, 0)  # rows that the capture no longer keeps are numbered 0 in its traffic
        here = part[gone:]
        if here:
            sockets = self._sockets[here[0] - 1 : here[-1]]
            first = here[0]
            try:
                found.extend([seq for seq in here if mask[sockets[seq - first]]])
            except IndexError:
                known = next(row for row, seq in enumerate(here) if sockets[seq - first] >= len(mask))
                found.extend([seq for seq in here[:known] if mask[sockets[seq - first]]])
                self._walked += gone + known
                return False
        self._walked += len(part)
        return True

    def __len__(self) -> int:
        """How many rows the list has, as of the last advance()."""
        return self._end if self._found is None else len(self._found)

    def seqs(self, first: int, count: int) -> list[int]:
        """The sequence numbers of some rows, fewer at the end of the list."""
        return list(self._shown[first : min(first + count, len(self))])

    def all_seqs(self) -> Sequence[int]:
        """All of them, as of the last advance()."""
        return self._shown[: len(self)]

    def row_of(self, seq: int) -> int | None:
        """Where a record stands in the list, or None when it is not in it."""
        row = bisect_left(self._shown, seq, 0, len(self))
        return row if row < len(self) and self._shown[row] == seq else None

    def count_between(self, first: int, last: int) -> int:
        """How many of the rows are of records `first` to `last`."""
        size = len(self)
        return bisect_right(self._shown, last, 0, size) - bisect_left(self._shown, first, 0, size)

    def seqs_between(self, first: int, last: int) -> Sequence[int]:
        """Their records."""
        size = len(self)
        return self._shown[bisect_left(self._shown, first, 0, size) : bisect_right(self._shown, last, 0, size)]

    @property
    def waiting(self) -> int | None:
        """The first of its records that was not looked at yet."""
        is_behind = self._found is not None and self._walked < self._end
        return self._all[self._walked] if is_behind else None

    @property
    def progress(self) -> float:
        """How much of the capture has been looked at: 0..1."""
        return self._walked / self._end if self._found is not None and self._end else 1.0

    @property
    def _shown(self) -> Sequence[int]:
        return self._all if self._found is None else self._found
