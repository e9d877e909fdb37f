"""The Time line view: drag back, and see which ports were held and who talked at that row; live again with one click.

Window thread; the past is worked out by a worker. Law: dragging never waits; what is shown says for which row it is.
"""

from __future__ import annotations

import tkinter as tk
from threading import Event
from tkinter import ttk

from core.capture.errors import CaptureError
from core.capture.stories.moments import Moments
from gui.models.pictures.moment_rows import MomentLists, lists_of
from gui.models.records.reading import clock_text
from gui.models.sockets.socket_rows import SocketRow
from gui.parts import Parts
from gui.tabs.heading import Heading
from gui.views.lower_view import LowerView
from gui.widgets.said_label import SaidLabel
from gui.widgets.table.columns import Column
from gui.widgets.table.list_table import ListRow, ListTable
from gui.widgets.tooltip import Tooltip

PORT_COLUMNS = (
    Column("socket", "socket", 60),
    Column("holds on to", "held on to", 170),
    Column("state", "state", 80, stretch=True),
)
TALK_COLUMNS = (
    Column("socket", "socket", 60),
    Column("local", "local", 140),
    Column("remote", "remote", 140),
    Column("state", "state", 140, stretch=True),
    Column("in", "bytes in", 76, "right"),
    Column("out", "bytes out", 80, "right"),
)
NO_PORTS, NO_TALK = "No port was held then.", "Nobody talked then."
NOTHING_YET = "Nothing has happened yet."


class TimeLineView(LowerView):
    """A scrubber and two lists."""

    has_detail = False

    def __init__(self, parent: tk.Misc, parts: Parts) -> None:
        super().__init__(parent)
        self._parts = parts
        self._moments = Moments(parts.capture)
        self._cancelled = Event()
        self._is_asking = False
        self._wanted: int | None = None
        """The row that was dragged to; None: live."""
        self._shown = -1
        self._known_record: int | None = None
        self._make(parts)
        self.bind("<Destroy>", self._end, add=True)

    @property
    def stamp(self) -> object:
        """Which row is wanted and shown, and the selected record."""
        return self._wanted, self._shown, self._parts.selection.record

    @property
    def is_live(self) -> bool:
        """Whether it shows how things stand now."""
        return self._wanted is None

    def bring_up_to_date(self) -> None:
        """Follow the capture, or stay at the row that was dragged to."""
        capture = self._parts.capture
        first, count = capture.first, capture.count
        self._follow_selection()
        self.scale.configure(from_=first, to=max(first + 1, count))
        if self._wanted is None:
            self.scale.configure(value=count)
        self.live.state(["disabled"] if self.is_live else ["!disabled"])
        for button in (self._back, self._on):
            button.state(["!disabled"] if count else ["disabled"])
        self._ask()

    def go_to(self, seq: int) -> None:
        """Show how things stood right after that row, and select it in the other views."""
        capture = self._parts.capture
        if capture.count >= capture.first:
            self._wanted = min(max(seq, capture.first), capture.count)
            self.scale.configure(value=self._wanted)
            self._known_record = self._wanted
            self._parts.selection.choose_record(self._wanted)
            self._ask()

    def go_live(self) -> None:
        """How things stand now, and go on."""
        self._wanted = None
        self._ask()

    def _make(self, parts: Parts) -> None:
        theme = parts.theme
        top = ttk.Frame(self)
        self._back = ttk.Button(top, text="◀", width=3, style="Quiet.TButton", command=lambda: self._step(-1))
        self.scale = ttk.Scale(top, from_=0, to=1, orient="horizontal", command=self._dragged)
        self._on = ttk.Button(top, text="▶", width=3, style="Quiet.TButton", command=lambda: self._step(1))
        self.live = ttk.Button(top, text="Live", style="Accent.TButton", command=self.go_live)
        self._back.pack(side="left")
        self.live.pack(side="right")
        self._on.pack(side="right", padx=(0, theme.px(8)))
        self.scale.pack(side="left", fill="x", expand=True)
        Tooltip(self.scale, theme, "Drag back to an earlier call; the arrow keys go from call to call")
        Tooltip(self._back, theme, "One call back")
        Tooltip(self._on, theme, "One call on")
        Tooltip(self.live, theme, "How things stand now, and go on with it")
        self.said = SaidLabel(self, style="Bold.TLabel")
        self.summary = SaidLabel(self, style="Muted.TLabel")
        lists = ttk.Frame(self)
        lists.columnconfigure(0, weight=2, uniform="lists")
        lists.columnconfigure(1, weight=3, uniform="lists")
        lists.rowconfigure(1, weight=1)
        self.ports = ListTable(lists, theme, PORT_COLUMNS, empty=NO_PORTS, multiple=False)
        self.talk = ListTable(lists, theme, TALK_COLUMNS, empty=NO_TALK, multiple=False)
        for column, (title, table) in enumerate((("Bound ports", self.ports), ("Conversations", self.talk))):
            heading = Heading(lists, theme)
            heading.say(title)
            gap = (0, theme.px(6)) if column == 0 else (theme.px(6), 0)
            heading.grid(row=0, column=column, sticky="ew", padx=gap)
            table.grid(row=1, column=column, sticky="nsew", padx=gap)
        top.pack(fill="x")
        self.said.pack(anchor="w", pady=(theme.px(6), 0))
        self.summary.pack(anchor="w", pady=(0, theme.px(6)))
        lists.pack(fill="both", expand=True)

    def _dragged(self, place: str) -> None:
        seq = round(float(place))
        if seq != self._wanted and not (self._wanted is None and seq >= self._parts.capture.count):
            self.go_to(seq)

    def _step(self, by: int) -> None:
        self.go_to((self._parts.capture.count if self._wanted is None else self._wanted) + by)

    def _follow_selection(self) -> None:
        """A record that was chosen in another view is a moment too; going live does not lose it."""
        record = self._parts.selection.record
        if record != self._known_record:
            self._known_record = record
            if record is not None:
                self._wanted = record
                self.scale.configure(value=record)

    def _ask(self) -> None:
        """Have the newest wish worked out, one at a time."""
        count = self._parts.capture.count
        seq = count if self._wanted is None else self._wanted
        if self._is_asking or seq == self._shown:
            return
        if not count:
            self.said.say(NOTHING_YET)
            return
        self._is_asking = True

        def work() -> tuple[int, MomentLists] | None:
            try:
                moment = self._moments.at(seq, self._cancelled)
                return seq, lists_of(moment)
            except CaptureError:  # the row went meanwhile, or the view has been closed
                return None

        self._parts.bridge.ask(work, self._answered)

    def _answered(self, answer: tuple[int, MomentLists] | None) -> None:
        self._is_asking = False
        if answer is None or not self.winfo_exists():
            return
        self._shown, lists = answer
        self._say()
        self.summary.say(lists.summary)
        self.ports.show([_list_row(row) for row in lists.ports])
        self.talk.show([_list_row(row) for row in lists.conversations])

    def _say(self) -> None:
        capture = self._parts.capture
        time = clock_text(capture.columns.time_ns[self._shown - 1]) if self._shown else ""
        when = "Now" if self._wanted is None else "As it was"
        self.said.say(f"{when}: after call {self._shown:,} of {capture.count:,}, {time}")

    def _end(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self:
            self._cancelled.set()


def _list_row(row: SocketRow) -> ListRow:
    return ListRow(row.key, row.cells, row.sort, row.tag)
