"""The menus of a row of Traffic or Calls, and of the headings: narrow to its like, copy, find, go to (window thread).

Law: what can't be done with the selected rows is not offered as if it could.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from core.capture.errors import CaptureError
from core.contract.records import CallRecord
from gui.keys import MODIFIER_NAME, label_of
from gui.models.records.reading import Reading
from gui.parts import Parts
from gui.views.tables.reading_menu import add_encodings, add_time_styles
from gui.widgets.popup import Popup
from gui.widgets.table.virtual_table import VirtualTable


@dataclass(slots=True)
class RowServices:
    """What the lower half does for the rows of its views."""

    narrow: Callable[[str], None] = lambda term: None
    """Add a term to the filter line."""
    find: Callable[[], None] = lambda: None
    jump: Callable[[], None] = lambda: None
    say: Callable[[str], None] = lambda message: None
    """Tell the person something in passing."""
    row_actions: list[tuple[str, Callable[[int], None]]] = field(default_factory=list)
    """What else can be done with a row: what the menu says, and what is called with its record."""


class RowMenu:
    """The menus of one table."""

    def __init__(
        self, table: VirtualTable, parts: Parts, seq_at: Callable[[int], int | None], copy: Callable[[str], None]
    ) -> None:
        """`copy` is called with the name of a CopyForm."""
        self._table = table
        self._parts = parts
        self._seq_at = seq_at
        self._copy = copy
        self._popup = Popup(table, parts.theme)
        self.services = RowServices()

    @property
    def menu(self) -> tk.Menu | None:
        """The one that was opened last."""
        return self._popup.menu

    def open_for_row(self, row: int, x_root: int, y_root: int) -> None:
        """Below the pointer, about a row and those selected with it."""
        menu = self._popup.new()
        seq = self._seq_at(row)
        record = self._record(seq)
        if record is not None:
            self._add_narrowing(menu, record)
            for words, act in self.services.row_actions:
                menu.add_command(label=words, command=partial(act, record.seq))
            menu.add_separator()
        self._add_copying(menu, with_bytes=record is not None and record.moved_bytes)
        menu.add_command(label="Select all", command=self._table.choose_all, accelerator=f"{MODIFIER_NAME}A")
        menu.add_separator()
        menu.add_command(label="Find…", command=self.services.find, accelerator=label_of("find"))
        menu.add_command(label="Go to…", command=self.services.jump, accelerator=label_of("jump"))
        menu.add_separator()
        self._add_cascade(menu, "Time", add_time_styles)
        self._add_cascade(menu, "Text", add_encodings)
        self._add_columns(menu)
        self._popup.open(x_root, y_root)

    def open_for_heading(self, key: str, x_root: int, y_root: int) -> None:
        """About a column, and all of them."""
        menu = self._popup.new()
        if key == "time":
            add_time_styles(menu, self._parts.reading)
        elif key == "data":
            add_encodings(menu, self._parts.reading)
        else:
            self._add_cascade(menu, "Time", add_time_styles)
            self._add_cascade(menu, "Text", add_encodings)
        menu.add_separator()
        self._add_columns(menu)
        self._popup.open(x_root, y_root)

    def _record(self, seq: int | None) -> CallRecord | None:
        try:
            return None if seq is None else self._parts.capture.record(seq)
        except CaptureError:
            return None

    def _add_narrowing(self, menu: tk.Menu, record: CallRecord) -> None:
        from gui.models.finding.only_this import offers_of  # the filter's language is not needed before

        snapshot = self._parts.sockets.get(record.socket)
        offers = offers_of(
            record, self._parts.sockets.remote_text(record.socket), None if snapshot is None else snapshot.parent
        )
        for label, beginning in (("Only", ""), ("Without", "not ")):
            submenu = self._popup.submenu(menu)
            for offer in offers:
                submenu.add_command(
                    label=offer.words, command=partial(self.services.narrow, f"{beginning}{offer.term}")
                )
            menu.add_cascade(label=label, menu=submenu)

    def _add_copying(self, menu: tk.Menu, *, with_bytes: bool) -> None:
        from gui.models.records.record_copy import CopyForm

        submenu = self._popup.submenu(menu)
        for form in CopyForm:
            is_about_bytes = form in (CopyForm.HEX, CopyForm.C)
            submenu.add_command(
                label=form.value,
                command=partial(self._copy, form.name),
                accelerator=f"{MODIFIER_NAME}C" if form is CopyForm.TEXT else "",
                state="disabled" if is_about_bytes and not with_bytes else "normal",
            )
        menu.add_cascade(label="Copy", menu=submenu)

    def _add_columns(self, menu: tk.Menu) -> None:
        """What dragging does, for who has no pointer."""
        submenu = self._popup.submenu(menu)
        first = self._table.columns_in_order[0]
        for key in self._table.columns_in_order[1:]:
            label = f"“{self._table.title_of(key)}” first"
            submenu.add_command(label=label, command=partial(self._table.move_column, key, first))
        submenu.add_separator()
        submenu.add_command(label="As ever", command=self._table.reset_columns)
        menu.add_cascade(label="Columns", menu=submenu)

    def _add_cascade(self, menu: tk.Menu, label: str, fill: Callable[[tk.Menu, Reading], None]) -> None:
        submenu = self._popup.submenu(menu)
        fill(submenu, self._parts.reading)
        menu.add_cascade(label=label, menu=submenu)
