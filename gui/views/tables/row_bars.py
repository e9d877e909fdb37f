"""What comes and goes between the choice of a view and its rows: find, go to, a word in passing (window thread).

Law: a bar is made when it is first asked for, and while none is shown they take no room and no time.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import TYPE_CHECKING

from gui.parts import Parts
from gui.views.detail_pane import DetailPane
from gui.views.tables.record_view import RecordView
from gui.widgets.said_label import SaidLabel

if TYPE_CHECKING:
    from gui.views.tables.find_bar import FindBar
    from gui.views.tables.jump_bar import JumpBar

_SAID_MS = 8_000
"""Long enough to be read twice."""


class RowBars(ttk.Frame):
    """See the module."""

    def __init__(self, under: tk.Widget, parts: Parts, view: Callable[[], RecordView], detail: DetailPane) -> None:
        """`under` is packed above it; `view` gives the view in front, one with rows: it is brought there if need be."""
        super().__init__(under.master)
        self._under = under
        self._parts = parts
        self._view = view
        self._detail = detail
        self._find_bar: FindBar | None = None
        self._jump_bar: JumpBar | None = None
        self._timer = ""
        self.note = SaidLabel(self, style="Muted.TLabel")
        """What was said in passing."""
        self.bind("<Destroy>", self._end, add=True)

    @property
    def find_bar(self) -> FindBar:
        """Where text and bytes are looked for."""
        if self._find_bar is None:
            from gui.views.tables.find_bar import FindBar  # not needed for the first picture

            self._find_bar = FindBar(self, self._parts, self._view, self._detail, lambda: self._hide(self.find_bar))
        return self._find_bar

    @property
    def jump_bar(self) -> JumpBar:
        """Where a number or a time is gone to."""
        if self._jump_bar is None:
            from gui.views.tables.jump_bar import JumpBar

            self._jump_bar = JumpBar(self, self._parts, self._view, lambda: self._hide(self.jump_bar))
        return self._jump_bar

    def find(self) -> None:
        """Open the find bar."""
        self._view()
        self._show(self.find_bar)
        self.find_bar.open()

    def find_again(self, name: str) -> None:
        """To the next hit or the one before, by the name of the Way; opens the bar when it is closed."""
        from gui.models.finding.record_find import Way

        if not self.find_bar.winfo_manager():
            self._show(self.find_bar)
            self.find_bar.open()
        self.find_bar.go(Way[name])

    def jump(self) -> None:
        """Open the bar to go somewhere."""
        self._view()
        self._show(self.jump_bar)
        self.jump_bar.open()

    def say(self, message: str) -> None:
        """Say something for a while."""
        self._forget()
        self.note.say(message)
        self._show(self.note)
        self._timer = self.after(_SAID_MS, self._unsay)

    def show_above(self, *, rows: bool) -> None:
        """Another view is in front: with `rows`, or one that has none to find and to go to."""
        if not rows:
            self.pack_forget()
            if self._is_finding:
                self.find_bar.rest()
        elif not self.winfo_manager():
            self.pack(fill="x", after=self._under)

    def bring_up_to_date(self) -> None:
        """The rows may be others, or more."""
        if self._is_finding:
            self.find_bar.bring_up_to_date()

    @property
    def stamp(self) -> object:
        """Changes while there is something new to say."""
        return self.find_bar.stamp if self._is_finding else None

    def remember(self) -> None:
        """What was looked for."""
        if self._find_bar is not None:
            self._parts.settings.find_history = self._find_bar.entry.history

    @property
    def _is_finding(self) -> bool:
        return self._find_bar is not None and bool(self._find_bar.winfo_manager())

    def _show(self, bar: tk.Widget) -> None:
        bar.pack(fill="x", pady=(self._parts.theme.px(8), 0))

    def _hide(self, bar: tk.Widget) -> None:
        """Take a bar away; the rows get the focus that it had."""
        bar.pack_forget()
        self._view().table.tree.focus_set()
        if not self.pack_slaves():
            self.configure(height=1)  # an empty frame keeps its last height otherwise

    def _unsay(self) -> None:
        self._timer = ""
        self.note.pack_forget()
        if not self.pack_slaves():
            self.configure(height=1)

    def _forget(self) -> None:
        if self._timer:
            self.after_cancel(self._timer)
            self._timer = ""

    def _end(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self:
            self._forget()
