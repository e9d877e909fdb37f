"""The line at the bottom: ports, connections, bytes, rows lost, reading paused (window thread).

Law: what needs a person's eye is said louder than the counts.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import TYPE_CHECKING

from core.payload.numbers import show_size
from gui.models.lab.rates import Rates, Second
from gui.models.lab.status_line import status_line
from gui.parts import Parts
from gui.widgets.said_label import SaidLabel
from gui.widgets.tooltip import Tooltip

if TYPE_CHECKING:
    from gui.widgets.picture.rate_spark import RateSpark


class StatusBar(ttk.Frame):
    """The counts of the whole lab."""

    def __init__(self, parent: tk.Misc, parts: Parts) -> None:
        super().__init__(parent, style="Window.TFrame")
        self._parts = parts
        self.reading_paused = False
        self._label = SaidLabel(self, style="Window.Muted.TLabel")
        self._label.pack(side="left")
        self.spark: RateSpark | None = None
        self._drawn = -1
        self.bind("<Configure>", lambda _: self._fit(), add=True)
        parts.theme.follow(self, self._space)

    def _space(self) -> None:
        self.configure(padding=(self._parts.theme.px(14), self._parts.theme.px(6)))

    def add_chart(self, rates: Rates, show: Callable[[], object], key: str) -> None:
        """The last minute as a small chart, which a click opens large; `key` does as well."""
        from gui.widgets.picture.rate_spark import RateSpark  # not needed for the first picture

        self._rates = rates
        self.spark = RateSpark(self, self._parts.theme, show)
        Tooltip(self.spark, self._parts.theme, lambda: f"{_in_words(rates.last)}\nClick for more ({key})")
        self._fit()

    @property
    def text(self) -> str:
        """What it says."""
        return self._label.text

    def bring_up_to_date(self) -> None:
        """Count."""
        capture = self._parts.capture
        line = status_line(self._parts.sockets, capture.overall, capture.status, reading_paused=self.reading_paused)
        if self._label.say(str(line), "Window.TLabel" if line.alarm else "Window.Muted.TLabel"):
            self._fit()
        if self.spark is not None and self._drawn != self._rates.version:
            self._drawn = self._rates.version
            seconds = self._rates.seconds
            self.spark.show([second.bytes_in for second in seconds], [second.bytes_out for second in seconds])

    def _fit(self) -> None:
        """Words before pictures: where there is no room for both, the chart makes way."""
        if self.spark is None:
            return
        wanted = self._label.winfo_reqwidth() + self.spark.winfo_reqwidth() + 3 * self._parts.theme.px(14)
        if wanted <= self.winfo_width():
            self.spark.pack(side="right")
        else:
            self.spark.pack_forget()


def _in_words(second: Second) -> str:
    return (
        f"Bytes in (up) and out (down), second by second: now {show_size(second.bytes_in)}/s in, "
        f"{show_size(second.bytes_out)}/s out, {second.rows:,} rows/s"
    )
