"""What the keyboard and the mouse do in a table (window thread).

Law: every key means what it means in any list, and moves among the rows of the model, never of the tree: Tk's own
bindings would scroll the few rows that the tree holds.
"""

from __future__ import annotations

import contextlib
import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING

from gui.widgets.table.row_selection import RowSelection
from gui.widgets.wheel import bind_wheel

if TYPE_CHECKING:
    from gui.widgets.table.virtual_table import VirtualTable

_MENU_KEYS = ("<Shift-F10>", "<Menu>", "<App>")
_SIDEWAYS = 40
"""Pixels: what Tk calls a unit is one."""


class TableInput:
    """Turns events into changes of the selection and of the place."""

    def __init__(self, table: VirtualTable, *, multiple: bool) -> None:
        self._table = table
        self._multiple = multiple
        self._aqua = table.tk.call("tk", "windowingsystem") == "aqua"
        self.on_open: Callable[[int], None] = lambda row: None
        self.on_context: Callable[[int, int, int], None] = lambda row, x_root, y_root: None
        self.on_heading: Callable[[str, int, int], None] = lambda key, x_root, y_root: None
        self.on_copy: Callable[[tuple[range, ...]], None] = self._copy_cells
        self._bind_keys()
        self._bind_mouse()

    def _bind_keys(self) -> None:
        table = self._table
        self._bind_move("Home", lambda _: 0)
        self._bind_move("End", lambda _: table.count - 1)
        # Where nothing is selected, these begin with a row in sight.
        self._bind_move("Up", lambda row: table.first if row is None else row - 1)
        self._bind_move("Down", lambda row: table.first if row is None else row + 1)
        self._bind_move("Prior", lambda row: table.first if row is None else row - table.page)
        self._bind_move("Next", lambda row: table.first if row is None else row + table.page)
        self._on("<space>", lambda _: self._move(lambda row: table.first if row is None else row, extend=False))
        self._on("<Left>", lambda _: table.tree.xview_scroll(-_SIDEWAYS, "units"))
        self._on("<Right>", lambda _: table.tree.xview_scroll(_SIDEWAYS, "units"))
        self._on("<Return>", lambda _: self._open(table.selected))
        self._on("<<Copy>>", lambda _: self._copy())
        for event in ("<<SelectAll>>", "<Command-a>" if self._aqua else "<Control-a>"):
            self._on(event, lambda _: self._select_all())
        for event in _MENU_KEYS:
            with contextlib.suppress(tk.TclError):  # each system knows only its own name for that key
                self._on(event, lambda _: self._menu_at_chosen())

    def _bind_move(self, key: str, move: Callable[[int | None], int]) -> None:
        self._on(f"<{key}>", lambda _: self._move(move, extend=False))
        self._on(f"<Shift-{key}>", lambda _: self._move(move, extend=self._multiple))

    def _bind_mouse(self) -> None:
        with_control = "<Command-Button-1>" if self._aqua else "<Control-Button-1>"
        self._on_row("<Button-1>", lambda row, _: self._choose(lambda rows: rows.choose(row)))
        self._on_row("<Double-Button-1>", lambda row, _: self._open(row))
        if self._multiple:
            self._on_row("<Shift-Button-1>", lambda row, _: self._choose(lambda rows: rows.extend(row)))
            self._on_row(with_control, lambda row, _: self._choose(lambda rows: rows.toggle(row)))
        for event in ("<Button-2>", "<Control-Button-1>") if self._aqua else ("<Button-3>",):
            self._on_row(event, lambda row, event: self._menu(row, event.x_root, event.y_root), self._heading_menu)
        tree = self._table.tree
        bind_wheel(
            tree,
            lambda rows: self._table.scroll_to(self._table.first + rows),
            lambda steps: tree.xview_scroll(steps * _SIDEWAYS, "units"),
        )

    def _on(self, event: str, act: Callable[[tk.Event[tk.Misc]], None]) -> None:
        """Instead of what Tk would do."""

        def acted(event: tk.Event[tk.Misc]) -> str:
            act(event)
            return "break"

        self._table.tree.bind(event, acted)

    def _on_row(
        self,
        event: str,
        act: Callable[[int, tk.Event[tk.Misc]], None],
        on_heading: Callable[[tk.Event[tk.Misc]], None] = lambda event: None,
    ) -> None:
        """The same where rows are; headings and their edges stay Tk's."""

        def acted(event: tk.Event[tk.Misc]) -> str | None:
            if self._table.tree.identify_region(event.x, event.y) in ("heading", "separator"):
                on_heading(event)
                return None
            self._table.tree.focus_set()
            slot = self._table.slot_at(event.y)
            if slot is not None:
                act(self._table.first + slot, event)
            return "break"

        self._table.tree.bind(event, acted, add=True)  # columns are dragged with the same button

    def _move(self, move: Callable[[int | None], int], *, extend: bool) -> None:
        table = self._table
        if not table.count:
            return
        target = min(max(move(table.selected), 0), table.count - 1)
        self._choose(lambda rows: rows.extend(target) if extend else rows.choose(target))

    def _choose(self, change: Callable[[RowSelection], None]) -> None:
        self._table.choose(change)

    def _select_all(self) -> None:
        if self._multiple:
            self._table.choose_all()

    def _open(self, row: int | None) -> None:
        if row is not None:
            self.on_open(row)

    def _copy(self) -> None:
        if self._table.selection:
            self.on_copy(self._table.selection)

    def _copy_cells(self, rows: tuple[range, ...]) -> None:
        self._table.clipboard_clear()
        self._table.clipboard_append(self._table.cells_as_text(rows))

    def _menu_at_chosen(self) -> None:
        tree, row = self._table.tree, self._table.selected
        if row is None:
            self.on_heading(self._table.column_at(1) or "", tree.winfo_rootx(), tree.winfo_rooty())
        else:
            slot = min(max(row - self._table.first, 0), len(tree.get_children()) - 1)
            x, y, _, height = tree.bbox(tree.get_children()[slot]) or (0, 0, 0, 0)
            self._menu(row, tree.winfo_rootx() + x + height, tree.winfo_rooty() + y + height)

    def _heading_menu(self, event: tk.Event[tk.Misc]) -> None:
        self._table.tree.focus_set()
        self.on_heading(self._table.column_at(event.x) or "", event.x_root, event.y_root)

    def _menu(self, row: int, x_root: int, y_root: int) -> None:
        if not any(row in selected for selected in self._table.selection):
            self._choose(lambda rows: rows.choose(row))
        self.on_context(row, x_root, y_root)
