"""The lower half of the window: Traffic or Calls, narrowed or not, with the selected record below (window thread).

Law: all of its views speak of the same selection.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import TYPE_CHECKING

from gui.models.record_filter import RecordFilter
from gui.models.record_index import RecordIndex
from gui.models.record_list import RecordList
from gui.models.record_rows import CallRows, TrafficRows
from gui.models.selection import Scope
from gui.parts import Parts
from gui.views.detail_pane import DetailPane
from gui.views.filter_line import FilterLine
from gui.views.record_view import (
    CALL_COLUMNS,
    NO_CALLS_YET,
    NOTHING_YET,
    TRAFFIC_COLUMNS,
    RecordView,
)
from gui.widgets.flow import Flow
from gui.widgets.segmented import Segmented
from gui.widgets.splitter import Fold, Splitter
from gui.widgets.tooltip import Tooltip

if TYPE_CHECKING:
    from gui.views.filter_help import FilterHelp

VIEWS = (("traffic", "Traffic"), ("calls", "Calls"))
_SCOPES = tuple(Scope)
_FOLD = Fold("bottom", "Fold the selected record away: all the room for the rows", "Bring the selected record back")


class RecordsPane(ttk.Frame):
    """Choose a view, choose what it shows, read a record."""

    def __init__(self, parent: tk.Misc, parts: Parts) -> None:
        super().__init__(parent)
        self._parts = parts
        settings = parts.settings
        bar = Flow(self, parts.theme)
        self.switch = Segmented(bar, parts.theme, VIEWS, self.show)
        only = ttk.Frame(bar)
        self.scope = _scope_box(only, parts)
        self._filter = RecordFilter(parts.capture)
        self.filter = FilterLine(bar, parts, self._filter, self._show_filter_help)
        self._filter_help: FilterHelp | None = None
        self.splitter = Splitter(self, parts.theme, fraction=settings.detail_splitter, fold=_FOLD)
        self.splitter.is_folded = settings.detail_folded
        self.views = _views(self.splitter.top, parts, self._filter)
        self.detail = DetailPane(self.splitter.bottom, parts)
        self._place(bar, only)
        self.scope.bind("<<ComboboxSelected>>", lambda _: self._choose_scope())
        self.bind("<Destroy>", self._end, add=True)
        parts.selection.watch(self.detail.bring_up_to_date)
        self._front = ""
        self.show(settings.view if settings.view in self.views else "traffic")

    def show(self, name: str) -> None:
        """Bring a view to the front."""
        self._front = name
        self.switch.value = name
        for other, view in self.views.items():
            if other == name:
                view.pack(fill="both", expand=True)
            else:
                view.pack_forget()

    @property
    def front(self) -> str:
        """The view in front: "traffic" or "calls"."""
        return self._front

    @property
    def stamp(self) -> object:
        """Equal to what it was before while there is nothing new to show but what comes in."""
        view = self.views[self._front]
        selection = self._parts.selection
        return self._front, selection.side, selection.filter, self._filter.version, view.records.progress

    def bring_up_to_date(self) -> None:
        """Show what there is now, in the view in front and the detail."""
        view = self.views[self._front]
        view.bring_up_to_date()
        self.detail.bring_up_to_date()
        self.filter.bring_up_to_date(len(view.records), view.records.progress)

    def remember(self) -> None:
        """Put what was typed here into the settings."""
        self._parts.settings.filter_history = self.filter.entry.history

    def _end(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self:
            self._filter.close()

    def _show_filter_help(self) -> None:
        from gui.views.filter_help import FilterHelp  # not needed for the first picture

        if self._filter_help is None:
            self._filter_help = FilterHelp(self.winfo_toplevel(), self._parts, self.filter.set)
        self._filter_help.toggle()

    def _choose_scope(self) -> None:
        self._parts.selection.choose_scope(_SCOPES[self.scope.current()])

    def _place(self, bar: Flow, only: ttk.Frame) -> None:
        label = ttk.Label(only, text="only", style="Muted.TLabel")
        label.pack(side="left")
        self.scope.pack(side="left")
        bar.add(self.switch)
        bar.add(self.filter, grow=True)
        bar.add(only)
        bar.pack(fill="x")
        self.splitter.pack(fill="both", expand=True)
        self.detail.pack(fill="both", expand=True)

        def space() -> None:
            gap = self._parts.theme.px(8)
            self.configure(padding=self._parts.theme.px(12))
            label.pack_configure(padx=(0, gap))
            self.splitter.pack_configure(pady=(gap, 0))

        self._parts.theme.follow(self, space)


def _scope_box(parent: tk.Misc, parts: Parts) -> ttk.Combobox:
    box = ttk.Combobox(parent, values=[scope.value for scope in _SCOPES], state="readonly", width=16)
    box.current(0)
    Tooltip(box, parts.theme, lambda: _scope_help(parts.selection.sockets))
    return box


def _scope_help(chosen: tuple[int, ...]) -> str:
    if not chosen:
        return "Which rows the views show. No socket is selected above: “selected socket” shows none."
    names = ", ".join(f"#{number}" for number in chosen[:5]) + ("…" if len(chosen) > 5 else "")
    return f"Which rows the views show. “Selected socket” now means {names}; a listener stands for its connections too."


def _views(parent: tk.Misc, parts: Parts, filter: RecordFilter) -> dict[str, RecordView]:
    capture, selection = parts.capture, parts.selection
    sockets = capture.columns.socket
    traffic = RecordList(
        RecordIndex(filter.traffic, lambda: capture.count, sockets),
        TrafficRows(capture, parts.sockets.remote_text).read,
        selection,
        filter,
    )
    calls = RecordList(
        RecordIndex(filter.calls, lambda: capture.count, sockets),
        CallRows(capture, parts.bridge.command_name).read,
        selection,
        filter,
    )
    return {
        "traffic": RecordView(parent, parts, TRAFFIC_COLUMNS, traffic, NOTHING_YET),
        "calls": RecordView(parent, parts, CALL_COLUMNS, calls, NO_CALLS_YET),
    }
