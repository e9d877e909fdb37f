"""A list of conversations: connections of a listener, peers of a UDP socket, or clients (window thread).

Law: what is on screen is always true; rows off screen are renewed a slice at a time, so 5,000 cost what 50 do.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from itertools import islice
from time import monotonic
from tkinter import ttk

from core.contract.sockets import SocketSnapshot
from gui.models.sending.send_form import Recipient, Target
from gui.models.sockets.socket_rows import ConversationRows, Line
from gui.parts import Parts
from gui.widgets.table.columns import Column
from gui.widgets.table.list_table import ListRow, ListTable

COLUMNS = (
    Column("socket", "socket", 56),
    Column("fd", "fd", 44, "right"),
    Column("family", "family", 54),
    Column("type", "type", 66),
    Column("protocol", "protocol", 68),
    Column("local", "local", 132),
    Column("remote", "remote", 132),
    Column("state", "state", 98, stretch=True),
    Column("bytes in", "bytes in", 68, "right"),
    Column("bytes out", "bytes out", 76, "right"),
    Column("age", "age", 54, "right"),
)
RENEWED_AT_ONCE = 100
"""Rows off screen renewed per refresh: about 2 ms."""


class ConversationList(ttk.Frame):
    """A table of lines with their counters."""

    def __init__(self, parent: tk.Misc, parts: Parts, empty: str) -> None:
        super().__init__(parent)
        self._parts = parts
        self._rows = ConversationRows(parts.sockets, parts.capture)
        self._lines: dict[int, Line] = {}
        self._cache: dict[int, tuple[SocketSnapshot, ListRow]] = {}
        self._rotation = 0
        self._seen: tuple[int, int, int] | None = None
        self.is_behind = False
        """Some lines could not be written yet: there is more to show though nothing new has come."""
        self.table = ListTable(self, parts.theme, COLUMNS, empty=empty)
        self.table.pack(fill="both", expand=True)

    def bring_up_to_date(self, lines: Callable[[], Sequence[Line]], *, anew: bool = False) -> None:
        """Show these lines as they are now; `anew`: another list than before."""
        seen = (self._parts.sockets.version, self._parts.capture.count, int(monotonic()))
        if seen == self._seen and not anew:
            return
        if anew or self._seen is None or seen[0] != self._seen[0]:
            self._lines = {line.key: line for line in lines()}
        if anew:
            self._cache.clear()
        self.is_behind = self._renew()
        self.table.show([self._cache[key][1] for key in self._lines if key in self._cache])
        self._seen = None if self.is_behind else seen

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines there are."""
        return tuple(self._lines.values())

    @property
    def selected(self) -> tuple[Line, ...]:
        """The selected lines, in the order on screen."""
        return tuple(self._lines[key] for key in map(int, self.table.selection) if key in self._lines)

    def selected_recipients(self) -> Sequence[Recipient]:
        """Whom "to selected" means."""
        return [_recipient(line) for line in self.selected]

    def all_recipients(self) -> Sequence[Recipient]:
        """Whom "to all" means."""
        return [_recipient(line) for line in self._lines.values()]

    @property
    def snapshots(self) -> tuple[SocketSnapshot, ...]:
        """The sockets of the selected lines, each once."""
        return tuple({line.snapshot.number: line.snapshot for line in self.selected}.values())

    def _renew(self) -> bool:
        """Write rows anew: those on screen, those that changed, and some of the others; True if some must wait."""
        for gone in self._cache.keys() - self._lines.keys():
            del self._cache[gone]
        changed = [key for key, line in self._lines.items() if self._written(key) is not line.snapshot]
        due = {*self._on_screen(), *changed[:RENEWED_AT_ONCE], *self._next_slice()}
        for key in due & self._lines.keys():
            line = self._lines[key]
            self._cache[key] = (line.snapshot, ListRow(*self._rows.row(line)))
        return len(changed) > RENEWED_AT_ONCE

    def _written(self, key: int) -> SocketSnapshot | None:
        """The snapshot that a row was written from."""
        cached = self._cache.get(key)
        return cached[0] if cached else None

    def _next_slice(self) -> list[int]:
        start = self._rotation if self._rotation < len(self._lines) else 0
        self._rotation = start + RENEWED_AT_ONCE
        return list(islice(self._lines, start, self._rotation))

    def _on_screen(self) -> list[int]:
        first = self.table.table.first
        return [int(key) for key in self.table.keys_shown[first : first + self.table.table.page + 1]]


def _recipient(line: Line) -> Recipient:
    return Recipient(Target(line.snapshot.number, line.peer), line.snapshot)
