"""A table of any number of rows: a window over a model that gives the rows of one page (window thread).

Law: only what can be seen is asked for; rows that are added never move what a person looks at or has selected, and the
end is followed only by who was at the end.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import Protocol

from gui.theme import Theme
from gui.widgets.popup import Popup
from gui.widgets.table.columns import Column
from gui.widgets.table.row_selection import RowSelection
from gui.widgets.table.table_input import TableInput
from gui.widgets.table.table_window import Row, TableWindow
from gui.widgets.when_idle import WhenIdle

_COPIED_ROWS = 10_000
"""More than that is for an export; a clipboard of a gigabyte stops the other programs too."""


class RowModel(Protocol):
    """What is shown. Cells are text without control characters; any other character is safe."""

    def __len__(self) -> int:
        """How many rows there are now."""

    def rows(self, first: int, count: int) -> Sequence[Row]:
        """Rows `first` to `first + count - 1` as (tag, cells); fewer if there are fewer."""


class VirtualTable(TableWindow):
    """See the module. Rows are counted from 0."""

    def __init__(
        self,
        parent: tk.Misc,
        theme: Theme,
        columns: Sequence[Column],
        model: RowModel,
        *,
        mono: bool = True,
        empty: str = "",
        follow: bool = True,
        multiple: bool = True,
        order: Sequence[str] = (),
    ) -> None:
        """`follow`: stay at the end while rows are added, as long as the person is there. `order`: of the columns."""
        super().__init__(parent, theme, columns, mono=mono, empty=empty, order=order)
        self._model = model
        self._rows = RowSelection()
        self._first, self._page, self._part = 0, 1, False
        self._follows, self._at_end = follow, True
        self._drawn: object = None
        self._on_select: Callable[[int | None], None] = lambda row: None
        self._measuring = WhenIdle(self.tree, self._measure)
        self._bar.configure(command=self._scroll_by_bar)
        self._input = TableInput(self, multiple=multiple)
        self._popup = Popup(self, theme)
        self._input.on_heading = self._offer_usual_columns
        for event in ("<Configure>", "<<ThemeChanged>>"):
            self.tree.bind(event, lambda _: self._measuring.ask(), add=True)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._model)

    @property
    def selection(self) -> tuple[range, ...]:
        """The selected rows, as ascending ranges."""
        return self._rows.ranges

    @property
    def selected(self) -> int | None:
        """The row last chosen."""
        return self._rows.chosen

    @property
    def first(self) -> int:
        """The uppermost row in sight."""
        return self._first

    @property
    def page(self) -> int:
        """How many whole rows are in sight."""
        return self._page

    @property
    def at_end(self) -> bool:
        """Whether the last row is in sight."""
        return self._first + self._page >= self.count

    def on_select(self, callback: Callable[[int | None], None]) -> None:
        """Call it with the row that a person chose."""
        self._on_select = callback

    def on_open(self, callback: Callable[[int], None]) -> None:
        """Call it with the row that was double-clicked, or on which Return was pressed."""
        self._input.on_open = callback

    def on_context(self, callback: Callable[[int, int, int], None]) -> None:
        """Call it with the row and the place on the screen where a menu should open; the row is selected by then."""
        self._input.on_context = callback

    def on_heading(self, callback: Callable[[str, int, int], None]) -> None:
        """Call it with the key of a column and the place on the screen where a menu about it should open."""
        self._input.on_heading = callback

    def on_copy(self, callback: Callable[[tuple[range, ...]], None]) -> None:
        """Call it with the selected rows when they should be copied; without it, their cells are."""
        self._input.on_copy = callback

    def set_model(self, model: RowModel) -> None:
        """Show other rows: nothing is selected, and the end is in sight if it was."""
        self._model = model
        self._rows.clear()
        self._first, self._drawn = 0, None
        self.refresh()

    def refresh(self) -> None:
        """Show the model as it is now; costs next to nothing when nothing in sight changed."""
        total = self.count
        self._rows.keep_below(total)
        last_first = max(0, total - self._page)
        self._first = last_first if self._follows and self._at_end else min(self._first, last_first)
        rows = tuple(self._model.rows(self._first, self._page + self._part))
        selected = tuple(index for index in range(len(rows)) if self._first + index in self._rows)
        drawing = rows, selected
        if drawing != self._drawn:
            self._drawn = drawing
            self.fill(rows, selected)
        self.show_place(self._first, self._page, total)

    def select(self, row: int | None, *, see: bool = True) -> None:
        """Select one row or none; nobody is told."""
        if row is None:
            self._rows.clear()
        else:
            self._rows.choose(row)
        self._show_choice(see)

    def select_these(self, rows: Sequence[int], chosen: int | None, *, see: bool = False) -> None:
        """Select exactly these rows; nobody is told."""
        self._rows.choose_these(rows, chosen)
        self._show_choice(see)

    def choose(self, change: Callable[[RowSelection], None]) -> None:
        """A person changes the selection: show it and tell."""
        change(self._rows)
        self._show_choice(see=True)
        self._on_select(self._rows.chosen)

    def choose_all(self) -> None:
        """A person selects all rows; nothing moves."""
        self._rows.choose_all(self.count)
        self.refresh()
        self._on_select(self._rows.chosen)

    def see(self, row: int) -> None:
        """Scroll as little as needed to have the row in sight."""
        if row < self._first:
            self.scroll_to(row)
        elif row >= self._first + self._page:
            self.scroll_to(row - self._page + 1)
        else:
            self.refresh()

    def see_end(self) -> None:
        """Scroll to the last row, and follow it."""
        self.scroll_to(self.count)

    def scroll_to(self, first: int) -> None:
        """Make `first` the uppermost row in sight, as far as that is possible."""
        self._first = max(0, min(first, self.count - self._page))
        self._at_end = self.at_end
        self.refresh()

    def cells_as_text(self, ranges: tuple[range, ...]) -> str:
        """The cells of these rows with tabs between them; at most 10,000 rows, and then it says so."""
        lines: list[str] = []
        for rows in ranges:
            count = min(len(rows), _COPIED_ROWS - len(lines))
            lines += ["\t".join(cells) for _, cells in self._model.rows(rows.start, count)]
        left = sum(map(len, ranges)) - len(lines)
        return "\n".join([*lines, f"... and {left:,} more rows"] if left else lines)

    def _show_choice(self, see: bool) -> None:
        if see and self._rows.chosen is not None:
            self.see(self._rows.chosen)
        else:
            self.refresh()

    def _offer_usual_columns(self, _key: str, x_root: int, y_root: int) -> None:
        self._popup.new().add_command(label="Columns as ever", command=self.reset_columns)
        self._popup.open(x_root, y_root)

    def _measure(self) -> None:
        self._page, self._part = self.rows_that_fit()
        self._at_end = self._at_end or self.at_end
        self.refresh()

    def _scroll_by_bar(self, verb: str, amount: str, unit: str = "") -> None:
        """What a scroll bar says: "moveto 0.5", "scroll 1 units", "scroll -1 pages"."""
        if verb == "moveto":
            self.scroll_to(round(float(amount) * self.count))
        else:
            self.scroll_to(self._first + int(float(amount)) * (self._page if unit == "pages" else 1))
