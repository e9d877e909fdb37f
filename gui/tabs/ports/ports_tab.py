"""The Ports tab: who holds which port of this computer, and what can be done about it (window thread).

Law: table, map, answer and buttons all speak of the same selected port; nothing is asked while the tab is out of sight.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from core.contract.commands import BindUdp, Connect, Listen
from core.machine.port_table import PortLine
from core.payload.numbers import counted
from gui.frame.notices import Notices
from gui.models.ports.port_changes import MarkedLine, PortChanges
from gui.models.ports.port_deeds import Subject, connect_to, held_besides, listen_there, program_to_end
from gui.models.ports.port_words import port_row, who_holds
from gui.parts import Parts
from gui.tabs.heading import Heading
from gui.tabs.ports.deed_row import DeedRow, PortDeed
from gui.tabs.ports.ports_bar import PortsBar
from gui.tabs.ports.ports_map import PortsMap
from gui.tabs.ports.ports_watch import PortsWatch
from gui.tabs.ports.program_ender import ProgramEnder
from gui.widgets.table.columns import Column
from gui.widgets.table.list_table import ListRow, ListTable
from gui.widgets.wrapped_label import WrappedLabel

COLUMNS = (
    Column("change", "change", 70),
    Column("protocol", "protocol", 62),
    Column("local", "local", 138),
    Column("remote", "remote", 138),
    Column("state", "state", 110),
    Column("program", "program", 102, stretch=True),
    Column("pid", "pid", 58, "right"),
    Column("user", "user", 60),
)
ASK = "Type a port and press Look, or choose a row or a square of the map."
LOOKING = "Looking at this computer’s ports…"
NOTHING = "No port matches this filter."
_BOTH = 1_150
"""From this width on, table and map have room beside each other; below it the map takes the table's place."""
_MAP_WIDTH = 530


class PortsTab(ttk.Frame):
    """Question and filter above, table beside map, what can be done below."""

    def __init__(
        self, parent: tk.Misc, parts: Parts, notices: Notices, fill: Callable[[Listen | BindUdp | Connect], None]
    ) -> None:
        """`fill` goes to the form that can ask for a command."""
        super().__init__(parent)
        self._parts = parts
        self._fill = fill
        self._changes = PortChanges()
        self._written: dict[str, tuple[MarkedLine, ListRow]] = {}
        self._port: int | None = None
        self._arranged: tuple[bool, bool] | None = None
        self._is_wide = self._is_map_instead = False
        self.form = PortsBar(self, parts.theme, self.choose_port, self._show)
        self.answer = WrappedLabel(self)
        self.answer.say(ASK)
        self._middle = ttk.Frame(self)
        self._left = ttk.Frame(self._middle)
        self.heading = Heading(self._left, parts.theme)
        self.table = ListTable(self._left, parts.theme, COLUMNS, empty=LOOKING, multiple=False, sort=("local", False))
        self.map = PortsMap(self._middle, parts.theme, self.choose_port)
        self._ender = ProgramEnder(parts, notices, self._ended)
        self.buttons = DeedRow(self, parts.theme, self._deeds(), self._turn_map)
        self.table.on_select(lambda keys: self._chosen(bool(keys)))
        self.table.on_context(lambda _, x, y: self.buttons.pop_up(x, y))
        self._place()
        self.watch = PortsWatch(self, parts.bridge, self._looked)

    @property
    def subject(self) -> Subject:
        """What is selected."""
        selection = self.table.selection
        written = self._written.get(str(selection[0])) if selection else None
        return Subject(written[0].line if written else None, self._port)

    def choose_port(self, port: int) -> None:
        """Select a port, whoever holds it, and say who that is; rows that the filter hides come back."""
        self._port = port
        self._select_port()
        if not self.table.selection and self._lines_of(port):
            self.form.show_all()
            self._select_port()
        if self.form.port.value != str(port):
            self.form.port.value = str(port)
        self._speak()
        self.watch.look_now()

    def _looked(self, lines: Sequence[PortLine]) -> None:
        self._changes.take(lines)
        self._show()
        if self._port is not None and not self.table.selection:
            self._select_port()
        self._speak()

    def _show(self) -> None:
        """The rows that the filter lets through; only what is new is written."""
        filter = self.form.filter
        marked = self._changes.marked()
        before, self._written = self._written, {}
        for entry in marked:
            written = before.get(entry.line.key)
            if written is None or written[0] != entry:
                written = entry, ListRow(*port_row(entry))
            self._written[entry.line.key] = written
        rows = [row for (line, _), row in self._written.values() if filter.lets_through(line)]
        if self.watch.looks:
            self.table.set_empty(NOTHING)
        self.table.show(rows)
        bound = sum(line.is_bound for line in self._changes.lines)
        counts = f"{counted(bound, 'port')} held, {counted(len(self._changes.lines) - bound, 'conversation')}"
        self.heading.say("Ports of this computer", f"{counts}, {len(rows):,} shown" if filter.is_on else counts)

    def _lines_of(self, port: int) -> list[PortLine]:
        """Bound ones first."""
        return sorted((it for it in self._changes.lines if it.local.port == port), key=lambda it: not it.is_bound)

    def _select_port(self) -> None:
        shown = set(self.table.keys_shown)
        lines = [line for line in self._lines_of(self._port or 0) if line.key in shown]
        self.table.select([line.key for line in lines[:1]])

    def _chosen(self, is_row: bool) -> None:
        """A person chose a row; or the selected one has gone, and its port stays selected."""
        line = self.subject.line
        if is_row and line is not None:
            self._port = line.local.port
        self._speak()

    def _speak(self) -> None:
        """Answer, map and buttons."""
        subject, lines = self.subject, self._changes.lines
        if self._port is not None and self.watch.looks:
            self.answer.say(who_holds(self._port, lines))
        self.map.show(lines, self._port)
        possible = (listen_there(subject, lines), connect_to(subject), program_to_end(subject))
        self.buttons.allow([deed if isinstance(deed, str) else "" for deed in possible])

    def _listen(self) -> None:
        command = listen_there(self.subject, self._changes.lines)
        if not isinstance(command, str):
            self._fill(command)

    def _connect(self) -> None:
        command = connect_to(self.subject)
        if not isinstance(command, str):
            self._fill(command)

    def _end(self) -> None:
        pid = program_to_end(self.subject)
        if isinstance(pid, int):
            self._ender.ask(pid, held_besides(pid, self._changes.lines))

    def _ended(self, words: str) -> None:
        self._parts.bridge.hurry()
        self.buttons.said.say(words)
        self.watch.look_now()

    def _deeds(self) -> tuple[PortDeed, ...]:
        return (
            PortDeed("Listen here", "Fill in the Server tab’s form with that port", self._listen),
            PortDeed(
                "Connect to this",
                "Fill in the Client tab’s form: whoever listens there, or the far end of this conversation",
                self._connect,
            ),
            PortDeed("End program…", "End the program that holds it; you are asked first", self._end),
        )

    def _place(self) -> None:
        self.heading.pack(fill="x")
        self.table.pack(fill="both", expand=True)
        self.form.pack(fill="x")
        self.answer.pack(fill="x")
        self.buttons.pack(side="bottom", fill="x")
        self._middle.pack(fill="both", expand=True)
        self._middle.rowconfigure(0, weight=1)
        self._middle.columnconfigure(0, weight=1)
        self._middle.bind("<Configure>", lambda _: self._arrange(), add=True)
        self._parts.theme.follow(self, self._space)

    def _turn_map(self, wanted: bool) -> None:
        """A person wants the map, or not: beside the table for good, in its place for now."""
        if self._is_wide:
            self._parts.settings.ports_map = wanted
        else:
            self._is_map_instead = wanted
        self._arrange()

    def _arrange(self) -> None:
        """Table and map beside each other where there is room; else the table, or the map in its place."""
        is_wide = self._middle.winfo_width() >= self._parts.theme.px(_BOTH)
        with_map = self._parts.settings.ports_map if is_wide else self._is_map_instead
        if (with_map, is_wide) == self._arranged:
            return
        self._arranged, self._is_wide = (with_map, is_wide), is_wide
        self.buttons.tick_map(with_map)
        for part in (self._left, self.map):
            part.grid_forget()
        with_table = is_wide or not with_map
        if with_table:
            self._left.grid(row=0, column=0, sticky="nsew")
        if with_map:
            gap = self._parts.theme.px(14) if with_table else 0
            self.map.grid(row=0, column=int(with_table), sticky="nsew", padx=(gap, 0))
        self._middle.columnconfigure(1, weight=2 * int(with_table and with_map))

    def _space(self) -> None:
        px = self._parts.theme.px
        self.configure(padding=px(14))
        self.answer.pack_configure(pady=px(6))
        self.buttons.pack_configure(pady=(px(8), 0))
        self.map.pane.canvas.configure(width=px(_MAP_WIDTH))
        self._arranged = None
        self._arrange()
