"""A sortable table of things that each have a key: sockets, ports; up to some ten thousand (window thread).

Law: a selection belongs to keys, so neither sorting nor rows that come and go can move it to another thing.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from tkinter import ttk
from typing import Any, NamedTuple, TypeAlias

from gui.theme import Theme
from gui.widgets.table.columns import Column
from gui.widgets.table.table_window import Row
from gui.widgets.table.virtual_table import VirtualTable

Key: TypeAlias = int | str


class ListRow(NamedTuple):
    """One thing. `sort` holds a value per column to sort by; without it cells are sorted as text."""

    key: Key
    cells: tuple[str, ...]
    sort: tuple[Any, ...] | None = None
    tag: str = ""


class _SortedRows:
    """The rows in the order shown."""

    def __init__(self) -> None:
        self.in_order: list[ListRow] = []

    def __len__(self) -> int:
        return len(self.in_order)

    def rows(self, first: int, count: int) -> Sequence[Row]:
        return [(row.tag, row.cells) for row in self.in_order[first : first + count]]


class ListTable(ttk.Frame):
    """See the module. It draws what is in sight, by a VirtualTable, so its cost hardly grows with the list."""

    def __init__(
        self,
        parent: tk.Misc,
        theme: Theme,
        columns: Sequence[Column],
        *,
        mono: bool = False,
        empty: str = "",
        multiple: bool = True,
        sort: tuple[str, bool] | None = None,
    ) -> None:
        """`sort`: the key of the column to sort by and whether descending; without it, rows stay as they are given."""
        super().__init__(parent)
        self._columns = tuple(columns)
        self._given: list[ListRow] = []
        self._shown = _SortedRows()
        self._sort = sort
        self._selected: tuple[Key, ...] = ()
        self._on_select: Callable[[tuple[Key, ...]], None] = lambda keys: None
        self.table = VirtualTable(
            self, theme, columns, self._shown, mono=mono, empty=empty, follow=False, multiple=multiple
        )
        self.table.pack(fill="both", expand=True)
        self.table.on_select(lambda _: self._choose())
        self.tree = self.table.tree
        self._show_order()

    @property
    def selection(self) -> tuple[Key, ...]:
        """The keys of the selected rows, in the order shown."""
        return self._selected

    @property
    def keys_shown(self) -> tuple[Key, ...]:
        """All keys, in the order shown."""
        return tuple(row.key for row in self._shown.in_order)

    @property
    def sort(self) -> tuple[str, bool] | None:
        """The key of the column that rows are sorted by, and whether descending."""
        return self._sort

    @property
    def widths(self) -> dict[str, int]:
        """The width of each column that does not stretch, in pixels at text size 100 %."""
        return self.table.widths

    def set_widths(self, widths: Mapping[str, int]) -> None:
        """Bring widths back."""
        self.table.set_widths(widths)

    @property
    def order(self) -> dict[str, int]:
        """The place of each column, from 1; empty while they stand as ever."""
        return self.table.order

    def set_order(self, places: Mapping[str, int]) -> None:
        """Bring an order back."""
        self.table.set_order(places)

    def set_empty(self, text: str) -> None:
        """The hint that is shown while there are no rows."""
        self.table.set_empty(text)

    def set_sort(self, key: str, *, descending: bool = False) -> None:
        """Sort by a column."""
        self._sort = key, descending
        self._show_order()
        self._arrange()

    def show(self, rows: Iterable[ListRow]) -> None:
        """These are all rows now. Whoever listens is told if selected ones are gone."""
        rows = list(rows)
        if rows != self._given:
            self._given = rows
            self._arrange()

    def select(self, keys: Iterable[Key], *, see: bool = True) -> None:
        """Select these rows, as far as they are there; nobody is told."""
        self._apply_selection(set(keys), None, see=see)

    def on_select(self, callback: Callable[[tuple[Key, ...]], None]) -> None:
        """Call it with the keys when a person chose, or when selected rows are gone."""
        self._on_select = callback

    def on_open(self, callback: Callable[[Key], None]) -> None:
        """Call it with the key of the row that was double-clicked, or on which Return was pressed."""
        self.table.on_open(lambda row: callback(self._shown.in_order[row].key))

    def on_context(self, callback: Callable[[Key, int, int], None]) -> None:
        """Call it with the key and the place on the screen where a menu should open; the row is selected by then."""
        self.table.on_context(lambda row, x_root, y_root: callback(self._shown.in_order[row].key, x_root, y_root))

    def item_of(self, key: Key) -> str | None:
        """The tree's item that shows this key now; None while it is out of sight."""
        slot = self.keys_shown.index(key) - self.table.first
        items = self.tree.get_children()
        return items[slot] if 0 <= slot < len(items) else None

    def _arrange(self) -> None:
        """Sort what was given and show it; the selection follows its keys."""
        keys, selected, chosen = self.keys_shown, self._selected, self._chosen_key
        self._shown.in_order = self._in_order()
        if self.keys_shown == keys:
            self.table.refresh()
        else:
            self._apply_selection(set(selected), chosen, see=False)
        if len(self._selected) < len(selected):
            self._on_select(self._selected)

    def _in_order(self) -> list[ListRow]:
        if self._sort is None:
            return list(self._given)
        key, descending = self._sort
        at = [column.key for column in self._columns].index(key)
        return sorted(self._given, key=lambda row: (row.sort or row.cells)[at], reverse=descending)

    @property
    def _chosen_key(self) -> Key | None:
        row = self.table.selected
        return None if row is None else self._shown.in_order[row].key

    def _apply_selection(self, keys: Collection[Key], chosen: Key | None, *, see: bool) -> None:
        """Select the rows of these keys; `chosen` is the one that arrow keys go on from, else the last of them."""
        rows = self._shown.in_order
        selected = [index for index, row in enumerate(rows) if row.key in keys] if keys else []
        self._selected = tuple(rows[index].key for index in selected)
        at = next((index for index in selected if rows[index].key == chosen), selected[-1] if selected else None)
        self.table.select_these(selected, at, see=see)

    def _choose(self) -> None:
        rows = self._shown.in_order
        self._selected = tuple(rows[index].key for selected in self.table.selection for index in selected)
        self._on_select(self._selected)

    def _sort_by(self, column: Column) -> None:
        same = self._sort is not None and self._sort == (column.key, False)
        self.set_sort(column.key, descending=same)

    def _show_order(self) -> None:
        """The column that rows are sorted by has an arrow: up for ascending."""
        for column in self._columns:
            arrow = ""
            if self._sort is not None and self._sort[0] == column.key:
                arrow = " ▾" if self._sort[1] else " ▴"
            self.table.set_heading(column.key, column.title + arrow, partial(self._sort_by, column))
