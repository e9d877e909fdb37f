"""The lower half of the window: one of its views, what narrows it, and the selected record below (window thread).

Law: all of its views speak of the same selection; a view is made when it is first shown.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import TYPE_CHECKING

from gui.keys import label_of
from gui.models.records.record_list import Shown
from gui.models.records.selection import Scope
from gui.parts import Parts
from gui.views.detail_pane import DetailPane
from gui.views.lower_view import LowerView
from gui.views.lower_views import views_of
from gui.views.tables.filter_line import FilterLine
from gui.views.tables.record_view import RecordView
from gui.views.tables.row_bars import RowBars
from gui.views.tables.row_menu import RowServices
from gui.widgets.flow import Flow
from gui.widgets.segmented import Segmented
from gui.widgets.splitter import Fold, Splitter
from gui.widgets.tooltip import Tooltip

if TYPE_CHECKING:
    from gui.views.tables.filter_help import FilterHelp

_FOLD = Fold("bottom", "Fold the selected record away: all the room for the rows", "Bring the selected record back")


class RecordsPane(ttk.Frame):
    """Choose a view, choose what it shows, read a record."""

    def __init__(self, parent: tk.Misc, parts: Parts) -> None:
        super().__init__(parent)
        self._parts = parts
        settings = parts.settings
        self.entries = {entry.key: entry for entry in views_of(parts)}
        """Those that can be shown."""
        self._bar = Flow(self, parts.theme)
        titles = [(entry.key, entry.title) for entry in self.entries.values()]
        self.switch = Segmented(self._bar, parts.theme, titles, self.show)
        self.filter = FilterLine(self._bar, parts, parts.filter, self._show_filter_help)
        self._only = ttk.Frame(self._bar)
        self.scope = _scope_box(self._only, parts)
        self._filter_help: FilterHelp | None = None
        self.splitter = Splitter(self, parts.theme, fraction=settings.detail_splitter, fold=_FOLD)
        self.splitter.is_folded = settings.detail_folded
        self.views: dict[str, LowerView] = {}
        """Those that have been shown."""
        self._controls: dict[str, tk.Widget] = {}
        self.detail = DetailPane(self.splitter.bottom, parts)
        self.bars = RowBars(self._bar, parts, self._view_with_rows, self.detail)
        self._place()
        self._bind_events()
        self._front = ""
        self.show(settings.view if settings.view in self.entries else "traffic")

    def show(self, name: str) -> None:
        """Bring a view to the front."""
        if name == self._front:
            return
        if self._front:
            self.views[self._front].pack_forget()
        self._front = self.switch.value = name
        if name not in self.views:
            self._make(name)
        view = self.views[name]
        view.pack(fill="both", expand=True)
        for narrowing in (self.filter, self._only):
            self._bar.show(narrowing, view.is_filtered)
        for other, controls in self._controls.items():
            self._bar.show(controls, other == name)
        self.bars.show_above(rows=isinstance(view, RecordView))
        self.splitter.show_bottom(view.has_detail)

    def do(self, action: str) -> None:
        """Do one of lower_views.ACTIONS."""
        match action:
            case "find":
                self.bars.find()
            case "find next":
                self.bars.find_again("NEXT")
            case "find previous":
                self.bars.find_again("PREVIOUS")
            case "jump":
                self.bars.jump()
            case "time":
                self._parts.reading.next_time_style()
            case view if view in self.entries:
                self.show(view)

    @property
    def front(self) -> str:
        """The key of the view in front."""
        return self._front

    @property
    def shown(self) -> Shown | None:
        """The records of the view in front, if it shows such as the filter line and “only” leave over."""
        records = self._view.records_shown
        return None if records is None else Shown(self.switch.buttons[self._front].cget("text"), records)

    @property
    def stamp(self) -> object:
        """Equal to what it was before while there is nothing new to show but what comes in."""
        return self._front, self._view.stamp, self.bars.stamp

    def bring_up_to_date(self) -> None:
        """Show what there is now, in the view in front and the detail."""
        view = self._view
        view.bring_up_to_date()
        if view.has_detail:
            self.detail.bring_up_to_date()
        if view.is_filtered:
            self.filter.bring_up_to_date(*view.found)
        if isinstance(view, RecordView):
            self.bars.bring_up_to_date()

    def remember(self) -> None:
        """Put what was typed and arranged here into the settings."""
        settings = self._parts.settings
        settings.view = self._front
        settings.detail_splitter = self.splitter.fraction
        settings.detail_folded = self.splitter.is_folded
        settings.filter_history = self.filter.entry.history
        settings.time_style = self._parts.reading.time_style.value
        settings.text_encoding = self._parts.reading.encoding.key
        self.bars.remember()
        for view in self.views.values():
            view.remember()

    @property
    def _view(self) -> LowerView:
        return self.views[self._front]

    def _make(self, name: str) -> None:
        view = self.views[name] = self.entries[name].make(self.splitter.top, self._parts)
        if isinstance(view, RecordView):
            self._serve(view.menu.services)
        controls = view.controls(self._bar)
        if controls is not None:
            self._controls[name] = controls
            self._bar.add(controls, grow=True)

    def _serve(self, services: RowServices) -> None:
        services.narrow = self._narrow
        services.find, services.jump, services.say = self.bars.find, self.bars.jump, self.bars.say
        services.row_actions.append(("Follow this conversation", self._follow))

    def _narrow(self, term: str) -> None:
        """Show only what the filter line meant and this term means, too."""
        from gui.models.finding.only_this import narrowed  # the filter's language is not needed before

        self.filter.set(narrowed(self.filter.entry.value, term))

    def _follow(self, seq: int) -> None:
        self._parts.selection.choose_record(seq)
        self.show("follow")

    def _view_with_rows(self) -> RecordView:
        """The view in front, or Traffic in its place where that has no rows to find or to go to."""
        view = self._view
        if not isinstance(view, RecordView):
            self.show("traffic")
            view = self._view
        assert isinstance(view, RecordView)
        return view

    def _bind_events(self) -> None:
        for entry in self.entries.values():
            tip = f"{entry.meaning} ({label_of(entry.key)})"
            Tooltip(self.switch.buttons[entry.key], self._parts.theme, tip)
        self.scope.bind("<<ComboboxSelected>>", lambda _: self._choose_scope())
        self.bind("<Destroy>", self._end, add=True)
        self._parts.selection.watch(self._show_selected)

    def _show_selected(self) -> None:
        """At once: whoever goes through the rows with the arrow keys reads along."""
        if self._view.has_detail:
            self.detail.bring_up_to_date()

    def _end(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self:
            self._parts.filter.close()

    def _show_filter_help(self) -> None:
        from gui.views.tables.filter_help import FilterHelp  # not needed for the first picture

        if self._filter_help is None:
            self._filter_help = FilterHelp(self.winfo_toplevel(), self._parts, self.filter.set)
        self._filter_help.toggle()

    def choose_scope(self, scope: Scope) -> None:
        """Show other rows, as if that had been chosen in the box."""
        selection = self._parts.selection
        self.scope.current(selection.scopes.index(scope))
        selection.choose_scope(scope)

    def _choose_scope(self) -> None:
        selection = self._parts.selection
        selection.choose_scope(selection.scopes[self.scope.current()])

    def _place(self) -> None:
        label = ttk.Label(self._only, text="only", style="Muted.TLabel")
        label.pack(side="left")
        self.scope.pack(side="left")
        self._bar.add(self.switch)
        self._bar.add(self.filter, grow=True)
        self._bar.add(self._only)
        self._bar.pack(fill="x")
        self.splitter.pack(fill="both", expand=True)
        self.detail.pack(fill="both", expand=True)

        def space() -> None:
            gap = self._parts.theme.px(8)
            self.configure(padding=self._parts.theme.px(12))
            label.pack_configure(padx=(0, gap))
            self.splitter.pack_configure(pady=(gap, 0))

        self._parts.theme.follow(self, space)


def _scope_box(parent: tk.Misc, parts: Parts) -> ttk.Combobox:
    box = ttk.Combobox(parent, values=[scope.value for scope in parts.selection.scopes], state="readonly", width=16)
    box.current(0)
    Tooltip(box, parts.theme, lambda: _scope_help(parts.selection.sockets))
    return box


def _scope_help(chosen: tuple[int, ...]) -> str:
    if not chosen:
        return "Which rows the views show. No socket is selected above: “selected socket” shows none."
    names = ", ".join(f"#{number}" for number in chosen[:5]) + ("…" if len(chosen) > 5 else "")
    return f"Which rows the views show. “Selected socket” now means {names}; a listener stands for its connections too."
