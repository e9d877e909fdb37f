"""The jobs of a tab, below its send row: what goes out by itself, and how each ended (window thread).

Law: it takes no room while there are none; each is stopped on its own.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Iterable
from functools import partial
from tkinter import ttk

from core.contract.job_commands import StopJob
from core.contract.jobs import JobSnapshot
from gui.models.sending.job_rows import job_row, summary
from gui.models.sockets.sockets import Side
from gui.parts import Parts
from gui.widgets.flow import Flow
from gui.widgets.said_label import SaidLabel
from gui.widgets.table.columns import Column
from gui.widgets.table.list_table import ListRow, ListTable
from gui.widgets.tooltip import Enabler

COLUMNS = (
    Column("to", "to", 160),
    Column("what", "what", 150),
    Column("every", "every", 56),
    Column("sent", "sent", 174),
    Column("since", "since", 146),
    Column("state", "how it goes", 160, stretch=True),
)
MOST_ROWS = 4
"""In sight at once; the others are scrolled to."""
_EDGES = 12
"""Pixels at text size 100 %: of the table's frame, and what its heading is higher than a row."""


class JobList(ttk.Frame):
    """The table and its buttons."""

    def __init__(self, parent: tk.Misc, parts: Parts, side: Side) -> None:
        super().__init__(parent)
        self._parts = parts
        self._side = side
        self._jobs: dict[int, JobSnapshot] = {}
        self._bar = Flow(self, parts.theme, gap=6)
        self.heading = SaidLabel(self._bar)
        self._bar.add(self.heading)
        self._room = ttk.Frame(self)
        self.stop = self._button("Stop", self._stop_selected)
        self.stop_all = self._button("Stop all", self._stop_all)
        self.remove = self._button("Remove ended", self._remove_ended)
        self.remove.configure(style="Quiet.TButton")
        self._stop_enabler = Enabler(self.stop, parts.theme, help="Send no more of what is selected")
        self._all_enabler = Enabler(self.stop_all, parts.theme, help="Send no more of any of these")
        self._remove_enabler = Enabler(self.remove, parts.theme, help="Take what has ended out of this list")
        self.table = ListTable(self._room, parts.theme, COLUMNS)
        self.table.on_select(lambda _: self._enable())
        self.table.pack(fill="both", expand=True)
        self._room.pack_propagate(False)
        self._bar.pack(fill="x")
        self._room.pack(fill="x")
        parts.theme.follow(self, self._space)

    def _button(self, text: str, do: Callable[[], None]) -> ttk.Button:
        button = ttk.Button(self._bar, text=text, command=do)
        self._bar.add(button, right=True)
        return button

    def bring_up_to_date(self) -> bool:
        """Show them as they are now; whether there are any."""
        socket = self._parts.sockets.get
        all_jobs = self._parts.send_jobs.all()
        jobs = {job.number: job for job in all_jobs if self._parts.sockets.side_of(job.socket) is self._side}
        if len(jobs) != len(self._jobs):
            self._jobs = jobs
            self._space()
        self._jobs = jobs
        rows = [job_row(job, socket(job.socket)) for job in jobs.values()]
        self.table.show([ListRow(row.number, row.cells, None, row.tag) for row in rows])
        if self.heading.say(f"Sending by itself: {summary(list(jobs.values()))}"):
            self._bar.resized()
        self._enable()
        return bool(jobs)

    def _enable(self) -> None:
        running = self._running()
        chosen = [number for number in running if number in self.table.selection]
        why = "Select one that is still running first." if running else "All of these have ended."
        self._stop_enabler.set(bool(chosen), why)
        self._all_enabler.set(bool(running), why)
        self._remove_enabler.set(len(running) < len(self._jobs), "None of these has ended.")

    def _running(self) -> list[int]:
        return [number for number, job in self._jobs.items() if job.is_running]

    def _stop_selected(self) -> None:
        self._stop_these(number for number in self._running() if number in self.table.selection)

    def _stop_all(self) -> None:
        self._stop_these(self._running())

    def _stop_these(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            self._parts.bridge.submit(partial(_stop, number), lambda _: None, lambda _: None)

    def _remove_ended(self) -> None:
        self._parts.send_jobs.remove(number for number, job in self._jobs.items() if not job.is_running)
        self._parts.bridge.hurry()

    def _space(self) -> None:
        theme = self._parts.theme
        rows = 1 + min(max(len(self._jobs), 1), MOST_ROWS)  # the heading is one
        self._room.configure(height=rows * theme.row_height() + theme.px(_EDGES))
        self._room.pack_configure(pady=(theme.px(4), 0))


def _stop(number: int, command: int) -> StopJob:
    return StopJob(command, number)
