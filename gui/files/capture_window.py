"""A window on a saved capture: its sockets above, and the same views as in the main window below (window thread).

Law: nothing in it changes the capture; when it is closed, all that it held is let go.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from tkinter import ttk

from core.capture.capture import Capture
from gui.files.capture_files import CaptureFiles
from gui.files.job_cards import JobCards
from gui.frame.notices import Notice, Notices
from gui.keys import bind_shortcuts, label_of
from gui.models.files.jobs import Jobs
from gui.models.files.opened import OpenedCapture
from gui.models.files.opened_words import sockets_heading, summary, title_of, what_is_missing
from gui.models.finding.record_filter import RecordFilter
from gui.models.records.reading import Reading
from gui.models.records.selection import Scope, Selection
from gui.models.why.reasons import Reasons
from gui.parts import Parts
from gui.tabs.heading import Heading
from gui.views.lower_views import ACTIONS as BELOW
from gui.views.records_pane import RecordsPane
from gui.widgets.scrollable import Scrollable
from gui.widgets.splitter import Fold, Splitter
from gui.widgets.table.columns import Column
from gui.widgets.table.list_table import Key, ListRow, ListTable
from gui.widgets.tooltip import Tooltip
from gui.widgets.wrapped_label import WrappedLabel

COLUMNS = (
    Column("socket", "socket", 60),
    Column("role", "role", 138),
    Column("protocol", "protocol", 70),
    Column("local", "local", 136),
    Column("remote", "remote", 136),
    Column("began", "began", 128),
    Column("beginning", "how it began", 184),
    Column("ended", "ended", 128),
    Column("end", "how it ended", 168, stretch=True),
    Column("bytes in", "bytes in", 72, "right"),
    Column("bytes out", "bytes out", 78, "right"),
)
_WIDTH, _HEIGHT = 1360, 840
_OF_THE_SCREEN = 0.92
_LONGEST_END_S = 10.0
_FOLD = Fold("top", "Fold the list of sockets away: all the room for the views below", "Bring the list of sockets back")
_SCOPES = (Scope.ALL, Scope.SOCKET)
"""There are no tabs here that records could belong to."""


class CaptureWindow(tk.Toplevel):
    """Takes the opened capture over, and closes it in the end."""

    def __init__(self, root: tk.Misc, parts: Parts, opened: OpenedCapture, on_close: Callable[[], None]) -> None:
        """`parts`: those of the main window."""
        super().__init__(root)
        self.withdraw()  # until all is in its place
        self.title(title_of(opened))
        parts.theme.dress(self)
        self.opened = opened
        """What it shows."""
        self._on_close = on_close
        self._seen: object = None
        self._parts = parts = _over(parts, opened)
        self.notices = Notices(self, parts.theme)
        self.job_cards = JobCards(self, parts.theme, parts.jobs)
        page = Scrollable(self, parts.theme, on_window=True)
        self.splitter = Splitter(page.body, parts.theme, fraction=0.3, fold=_FOLD)
        self._upper = ttk.Frame(self.splitter.top)
        self.sockets = ListTable(self._upper, parts.theme, COLUMNS, empty="No row of this capture is about a socket.")
        self.records = RecordsPane(self.splitter.bottom, parts)
        self.files = CaptureFiles(self, parts, self.notices, lambda: self.records.shown)
        self._foot = ttk.Frame(self, style="Window.TFrame")
        self.summary = WrappedLabel(self._foot, style="Window.Muted.TLabel")
        self._place(page)
        self._fill()
        self._bind_keys()
        self._appear()

    def bring_up_to_date(self) -> bool:
        """Go on with what is being looked for; True if there was anything new to show."""
        stamp, ended = self.records.stamp, self._parts.jobs.advance()
        works = self.job_cards.bring_up_to_date() or ended
        if stamp == self._seen:
            return works
        self._seen = stamp
        self.records.bring_up_to_date()
        self.files.bring_up_to_date()
        return True

    def close(self) -> None:
        """Take the window away, and close the capture once nobody reads it any more."""
        jobs, capture = self._parts.jobs, self.opened.capture
        jobs.cancel()
        self.destroy()
        self._on_close()
        if jobs.running:
            self._parts.bridge.ask(lambda: _close_after(jobs, capture), lambda _: None)
        else:
            capture.close()

    def _fill(self) -> None:
        self.sockets.show([ListRow(*row) for row in self.opened.rows])
        self.sockets.on_select(self._choose)
        self.sockets.on_open(self._show_only)
        self.summary.say(summary(self.opened))
        missing = what_is_missing(self.opened)
        if missing is not None:
            headline = "Not all of this capture can be read"
            self.notices.show(Notice("warning", headline, missing.sentence, missing.remedy))

    def _choose(self, keys: tuple[Key, ...]) -> None:
        selection = self._parts.selection
        selection.choose_sockets(selection.side, tuple(map(int, keys)))

    def _show_only(self, _key: Key) -> None:
        """The row that was opened is selected by then."""
        self.records.choose_scope(Scope.SOCKET)

    def _place(self, page: Scrollable) -> None:
        heading = Heading(self._upper, self._parts.theme)
        heading.say(*sockets_heading(self.opened))
        for action, text in (("export", "Export…"), ("save", "Save as…")):
            do = self.files.export if action == "export" else self.files.save_as
            button = ttk.Button(heading, text=text, style="Quiet.TButton", command=do)
            button.pack(side="right")
            Tooltip(button, self._parts.theme, label_of(action))
        heading.pack(fill="x")
        self.sockets.pack(fill="both", expand=True)
        self._upper.pack(fill="both", expand=True)
        self.records.pack(fill="both", expand=True)
        self.summary.pack(fill="x")
        self.notices.pack(fill="x")
        self.job_cards.pack(fill="x")
        self._foot.pack(side="bottom", fill="x")
        self.splitter.pack(fill="both", expand=True)
        page.pack(fill="both", expand=True)
        self._parts.theme.follow(self, self._space)

    def _space(self) -> None:
        px = self._parts.theme.px
        self._upper.configure(padding=px(12))
        self._foot.configure(padding=(px(14), px(6)))
        self.splitter.pack_configure(padx=px(8), pady=(px(8), 0))

    def _bind_keys(self) -> None:
        theme = self._parts.theme
        bind_shortcuts(
            self,
            {
                **{action: partial(self.records.do, action) for action in BELOW},
                "save": self.files.save_as,
                "export": self.files.export,
                "larger": theme.larger,
                "smaller": theme.smaller,
                "normal": lambda: theme.set_percent(100),
                "theme": theme.toggle,
                "escape": self.notices.close_newest,
                "close window": self.close,
            },
        )

    def _appear(self) -> None:
        width = min(self._parts.theme.px(_WIDTH), self.winfo_screenwidth())
        height = min(self._parts.theme.px(_HEIGHT), round(self.winfo_screenheight() * _OF_THE_SCREEN))
        self.geometry(f"{width}x{height}")
        self.minsize(480, 360)
        self.protocol("WM_DELETE_WINDOW", self.close)
        self.bring_up_to_date()
        self.deiconify()
        self.lift()
        self.focus_set()


def _over(parts: Parts, opened: OpenedCapture) -> Parts:
    """The parts of the main window, over another capture."""
    capture, sockets, settings = opened.capture, opened.sockets, parts.settings
    selection = Selection(sockets, _SCOPES)
    return replace(
        parts,
        capture=capture,
        jobs=Jobs(),
        sockets=sockets,
        selection=selection,
        filter=RecordFilter(capture),
        reading=Reading(capture.header.start_ns, time_style=settings.time_style, encoding=settings.text_encoding),
        reasons=Reasons(parts.bridge.ask, sockets, selection, capture),
        command_name=_unknown,  # the commands of another run, whose ids mean others here
    )


def _close_after(jobs: Jobs, capture: Capture) -> None:
    """They were told to end, and do when the disk lets them (a worker thread's business)."""
    jobs.join(_LONGEST_END_S)
    capture.close()


def _unknown(_command: int) -> str:
    return ""
