"""A list of records as a view shows it: which ones, and what their rows say (window thread).

Law: only the rows on screen are ever read, and each of them once: a record never changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from gui.models.records.record_index import RecordIndex
from gui.models.records.record_rows import GONE_SEQ
from gui.models.records.selection import Scope, Selection

SEARCH_BUDGET_S = 0.005
"""For a filter, per refresh: 1,000,000 records are walked in about 15 of them."""


_Row = TypeVar("_Row")
"""A record as a view shows it."""


class RowFilter(Protocol):
    """What decides which records there are, before the scope leaves some of them out."""

    @property
    def version(self) -> int:
        """Goes up with every other choice."""
        ...

    @property
    def is_on(self) -> bool:
        """Whether some records are left out."""
        ...

    @property
    def progress(self) -> float:
        """How much of the capture it has looked at: 0..1."""
        ...

    @property
    def reach(self) -> int:
        """The last record of which it is known whether it is one of them."""
        ...


class RecordList(Generic[_Row]):
    """The rows of one view, narrowed to the selection's scope."""

    def __init__(
        self,
        index: RecordIndex,
        read: Callable[[Sequence[int]], list[_Row]],
        selection: Selection,
        filter: RowFilter | None = None,
    ) -> None:
        """`filter`: the one whose records `index` goes through."""
        self._line = filter
        self._line_version = 0
        self._index = index
        self.read = read
        self._selection = selection
        self._filter = selection.filter
        self._mask = b""
        self._mask_version = -1
        self._written: dict[int, _Row] = {}
        self.version = 0
        """Goes up whenever other records are shown."""
        self.reach = 0
        """The last record of which it is known, as of the last advance(), whether it is in this list."""

    def narrow(self) -> bool:
        """Follow the filter line and the selection's scope; True when other records are shown from now on."""
        version = 0 if self._line is None else self._line.version
        if (self._filter, self._line_version) == (self._selection.filter, version):
            return False
        self._line_version = version
        self._written = {}
        self.version += 1
        self.reach = 0
        self._filter = self._selection.filter
        self._mask_version = -1
        if self._selection.scope is Scope.ALL:
            self._index.show_all()
        else:
            self._index.show_some()
        return True

    def advance(self, known: int) -> bool:
        """Take in what came since; `known` counts the sockets there are. True once everything has been looked at."""
        if self._filter[0] is not Scope.ALL and self._mask_version != known:
            self._mask = self._selection.mask()
            self._mask_version = known
        reach = self._index.last() if self._line is None else self._line.reach  # asked first: both grow meanwhile
        done = self._index.advance(self._mask, SEARCH_BUDGET_S)
        waiting = self._index.waiting
        self.reach = reach if waiting is None else min(reach, waiting - 1)
        return done

    @property
    def is_narrow(self) -> bool:
        """Whether some records are left out."""
        return self._filter[0] is not Scope.ALL or (self._line is not None and self._line.is_on)

    def __len__(self) -> int:
        return len(self._index)

    def rows(self, first: int, count: int) -> list[_Row]:
        """Some rows; those asked for last are kept, for a table asks for its page at each refresh."""
        seqs = self._index.seqs(first, count)
        missing = [seq for seq in seqs if seq not in self._written]
        if missing:
            fresh = dict(zip(missing, self.read(missing), strict=True))
            self._written = {seq: fresh[seq] if seq in fresh else self._written[seq] for seq in seqs}
        return [self._written[seq] for seq in seqs]

    def forget_rows(self) -> None:
        """Write them anew: what is known of the sockets has changed, or how a person wants to read them."""
        self._written = {}

    def seqs(self) -> Sequence[int]:
        """The numbers of all its records, as they are now; it goes on growing, they do not."""
        return self._index.all_seqs()

    def seqs_in(self, first: int, count: int) -> list[int]:
        """The records in some rows; 0 for one that the capture no longer keeps."""
        return self._index.seqs(first, count)

    def seq_at(self, row: int) -> int | None:
        """The record in a row; None for one that the capture no longer keeps."""
        found = self._index.seqs(row, 1)
        return found[0] if found and found[0] != GONE_SEQ else None

    def row_of(self, seq: int) -> int | None:
        """The row of a record, None when it is not in this list."""
        return self._index.row_of(seq)

    def count_between(self, first: int, last: int) -> int:
        """How many of its rows are of records `first` to `last`."""
        return self._index.count_between(first, last)

    def seqs_between(self, first: int, last: int) -> Sequence[int]:
        """Those records."""
        return self._index.seqs_between(first, last)

    def before(self, seq: int) -> int | None:
        """The record in the row above that of a record."""
        row = self._index.row_of(seq)
        return self.seq_at(row - 1) if row else None

    @property
    def progress(self) -> float:
        """How much of the capture the filter and the scope have looked at: 0..1."""
        return min(self._index.progress, 1.0 if self._line is None else self._line.progress)


class Shown(NamedTuple):
    """The view in front, and the records in it."""

    title: str
    records: RecordList[Any]
