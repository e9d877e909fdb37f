"""Which rows of a sheet are in sight, and where one goes from there (window thread, no tkinter).

Law: rows that come never move what somebody looks at; the end is followed only by who is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Protocol

from gui.models.follow.sheet import Place, Sheet, SheetRow

FAR = 1 << 20
"""Rows; who goes further than that wants to be at the end, or at the beginning."""


class Room(Protocol):
    """How much there is room for."""

    @property
    def most_rows(self) -> int:
        """More rows than can be seen."""

    def fit(self, blocks: Sequence[int]) -> int:
        """How many rows can be seen as a whole, of some that are told by the blocks they are in."""


class SheetPage:
    """A window over a sheet: it begins at the end."""

    def __init__(self, sheet: Sheet, room: Room) -> None:
        self.sheet = sheet
        self.rows: list[SheetRow] = []
        """Those in sight, as of the last lay_out(); the lowest may be seen in part."""
        self._room = room
        self._top: Place | None = None

    @property
    def top(self) -> Place | None:
        """Where the uppermost row begins; None: where it must for the last one to be the lowest."""
        return self._top

    def lay_out(self) -> None:
        """Find the rows as they are now."""
        self.rows = self._from(self._last_top() if self._top is None else self._top)
        if self._top is not None and self.rows and self._ends():
            self._top = None
            self.rows = self._from(self._last_top())

    @property
    def bar(self) -> tuple[float, float]:
        """Which part of the whole is in sight: from, to (0..1)."""
        low, high = self.sheet.weight(self.sheet.begin), self.sheet.weight(self.sheet.end)
        if not self.rows or high <= low:
            return 0.0, 1.0
        last = self.rows[self._fit(self.rows) - 1]
        end = high if self._top is None else self.sheet.weight(Place(last.place.block, last.end))
        return (self.sheet.weight(self.rows[0].place) - low) / (high - low), (end - low) / (high - low)

    def scroll(self, rows: int) -> None:
        """Go down so many rows, or up."""
        if rows > FAR:
            self._top = None
        elif rows < -FAR or not self.rows:
            self._top = self.sheet.begin
        elif rows < 0:
            above = [*islice(self.sheet.rows_before(self.rows[0].place), -rows)]
            self._top = above[-1].place if above else self.sheet.begin
        elif self._top is not None:
            self._top = [*islice(self.sheet.rows_from(self._top), rows + 1)][-1].place

    def jump(self, fraction: float) -> None:
        """Go to a place between the beginning, 0, and the end, 1."""
        self._top = self.sheet.place_at(fraction)

    def see(self, place: Place) -> None:
        """Have a place in sight: where it is not, in the upper third."""
        if self.rows and self.rows[0].place <= place <= self.rows[self._fit(self.rows) - 1].place:
            return
        row = self.sheet.row_at(place)
        if row is not None:
            self._top = [row, *islice(self.sheet.rows_before(row.place), self._room.most_rows // 3)][-1].place

    def _from(self, top: Place) -> list[SheetRow]:
        return [*islice(self.sheet.rows_from(top), self._room.most_rows)]

    def _fit(self, rows: Sequence[SheetRow]) -> int:
        return self._room.fit([row.place.block for row in rows])

    def _last_top(self) -> Place:
        rows = [*islice(self.sheet.rows_before(self.sheet.end), self._room.most_rows)]
        return rows[self._fit(rows) - 1].place if rows else self.sheet.begin

    def _ends(self) -> bool:
        """Whether the last row of all is in sight as a whole."""
        last = next(self.sheet.rows_before(self.sheet.end), None)
        return last is not None and last.place == self.rows[-1].place and self._fit(self.rows) == len(self.rows)
