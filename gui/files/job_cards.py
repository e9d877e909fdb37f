"""A card for each job that takes a while: how far it is, and a button that cancels it (window thread).

Law: without a job it takes no room and costs nothing.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import Any

from gui.models.files.jobs import Job, Jobs
from gui.theme import Theme
from gui.widgets.card.progress_card import ProgressCard


class JobCards(ttk.Frame):
    """Stands above the tabs, below the notices."""

    def __init__(self, parent: tk.Misc, theme: Theme, jobs: Jobs) -> None:
        super().__init__(parent, style="Window.TFrame")
        self._theme = theme
        self._jobs = jobs
        self.cards: dict[Job[Any], ProgressCard] = {}

    def bring_up_to_date(self) -> bool:
        """Show what is under way now; whether there is anything."""
        lasting = self._jobs.lasting
        for gone in self.cards.keys() - set(lasting):
            self._close(gone)
        for job in lasting:
            if job not in self.cards:
                self._open(job)
            self.cards[job].show(job.progress, cancelled=job.is_cancelled)
        return bool(self._jobs.running)

    def _open(self, job: Job[Any]) -> None:
        card = self.cards[job] = ProgressCard(self, self._theme, job.title, job.cancel)
        card.pack(fill="x", pady=(self._theme.px(8), 0), padx=self._theme.px(8))

    def _close(self, job: Job[Any]) -> None:
        self.cards.pop(job).destroy()
        if not self.cards:
            self.configure(height=1)  # an empty frame keeps its last height otherwise
