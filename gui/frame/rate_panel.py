"""The last minute as a large chart: bytes in and out a second, and rows (window thread).

Law: it is drawn once a second while it is open, and when the pointer or its size changes; closed it costs nothing.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import Literal

from core.payload.numbers import show_size
from gui.models.lab.rates import SECONDS, Rates
from gui.theme import Theme
from gui.widgets.card.corner_panel import CornerPanel
from gui.widgets.picture.chart_steps import ago, axis_end, steps, value_at
from gui.widgets.when_idle import WhenIdle

_SIZE = (760, 400)
_BYTES_SHARE = 0.64
"""Of the height: the upper chart has two directions."""


class RatePanel(CornerPanel):
    """Opened from the small chart in the status bar."""

    def __init__(self, parent: tk.Misc, theme: Theme, rates: Rates) -> None:
        super().__init__(parent, theme, "The last 60 seconds", _SIZE)
        self._rates = rates
        self._drawn = -1
        self._pointer: int | None = None
        self._bytes_end = self._rows_end = 1
        self._drawing = WhenIdle(self, self._draw)
        self.canvas = tk.Canvas(self.inside)
        self.canvas.pack(fill="both", expand=True)
        self.canvas.bind("<Configure>", lambda _: self._drawing.ask(), add=True)
        self.canvas.bind("<Motion>", lambda event: self._point(event.x), add=True)
        self.canvas.bind("<Leave>", lambda _: self._point(-1), add=True)
        theme.dress(self.canvas)
        theme.follow(self.canvas, self._drawing.ask)

    @property
    def words(self) -> list[str]:
        """What can be read in it, from top to bottom."""
        return [str(self.tk.call(self.canvas, "itemcget", item, "-text")) for item in self.canvas.find_withtag("words")]

    def bring_up_to_date(self) -> None:
        """Draw when a second is over."""
        if self._drawn != self._rates.version:
            self._draw()

    def _point(self, x: int) -> None:
        left, width = self._across()
        at = value_at(x, left=left, width=width, count=SECONDS)
        if at != self._pointer:
            self._pointer = at
            self._drawing.ask()

    def _across(self) -> tuple[int, int]:
        """Where the charts begin, right of the longest number, and how wide they are."""
        words = (
            _bytes_a_second(self._bytes_end),
            _bytes_a_second(self._bytes_end // 2),
            _rows_a_second(self._rows_end),
        )
        left = max(self._theme.text_width(word, "LabSmall") for word in words) + self._theme.px(12)
        return left, max(1, self.canvas.winfo_width() - left - self._theme.px(4))

    def _draw(self) -> None:
        canvas, palette, line = self.canvas, self._theme.palette, self._theme.line_height("LabSmall")
        canvas.delete("all")
        self._drawn = self._rates.version
        incoming, outgoing, rows = (list(values) for values in zip(*self._rates.seconds, strict=True))
        self._bytes_end, self._rows_end = axis_end(max(*incoming, *outgoing)), axis_end(max(rows))
        base = canvas.winfo_height() - line - line // 4
        room = base - 2 * line - line * 3 // 2
        half, lower = round(room * _BYTES_SHARE) // 2, room - round(room * _BYTES_SHARE)
        middle = 2 * line + half
        self._head()
        self._axis(self._bytes_end, middle, half, _bytes_a_second)
        self._axis(self._bytes_end, middle, -half, _bytes_a_second)
        self._axis(self._rows_end, base, lower, _rows_a_second)
        self._area(incoming, self._bytes_end, middle, half, palette.incoming)
        self._area(outgoing, self._bytes_end, middle, -half, palette.outgoing)
        self._area(rows, self._rows_end, base, lower, palette.muted)
        self._times(base)
        if self._pointer is not None:
            self._mark(self._pointer, 2 * line, base)

    def _head(self) -> None:
        """The legend; under the pointer the values of its second, otherwise those of the last one."""
        palette, at = self._theme.palette, SECONDS - 1 if self._pointer is None else self._pointer
        second, x = self._rates.seconds[at], self._across()[0]
        for words, colour in (
            (f"▲ in {_bytes_a_second(second.bytes_in)}", palette.incoming),
            (f"▼ out {_bytes_a_second(second.bytes_out)}", palette.outgoing),
            (f"■ {_rows_a_second(second.rows)}", palette.muted),
            (ago(at, SECONDS), palette.text),
        ):
            x = self.canvas.bbox(self._write(x, 0, words, "nw", colour))[2] + self._theme.px(18)

    def _area(self, values: Sequence[int], end: int, base: int, height: int, colour: str) -> None:
        left, width = self._across()
        self.canvas.create_polygon(*steps(values, end, left=left, width=width, base=base, height=height), fill=colour)

    def _axis(self, end: int, base: int, height: int, unit: Callable[[int], str]) -> None:
        """The base line, and fainter ones at the half and the end."""
        left, width = self._across()
        palette = self._theme.palette
        for part in (0, 1) if end < 2 else (0, 0.5, 1):
            y = base - round(part * height)
            self.canvas.create_line(left, y, left + width, y, fill=palette.strong_line if part == 0 else palette.line)
            if part or height > 0:  # nought is said once for both directions
                self._write(left - self._theme.px(8), y, unit(round(end * part)), "e", palette.muted)

    def _times(self, base: int) -> None:
        left, width = self._across()
        anchors: dict[int, Literal["nw", "n", "ne"]] = {60: "nw", 0: "ne"}
        for before in (60, 45, 30, 15, 0):
            x = left + round((SECONDS - before) * width / SECONDS)
            words = "now" if before == 0 else f"−{before} s"
            self._write(x, base + self._theme.px(3), words, anchors.get(before, "n"), self._theme.palette.muted)

    def _write(self, x: int, y: int, words: str, anchor: Literal["nw", "n", "ne", "e"], colour: str) -> int:
        return self.canvas.create_text(x, y, text=words, anchor=anchor, fill=colour, font="LabSmall", tags="words")

    def _mark(self, at: int, top: int, base: int) -> None:
        left, width = self._across()
        x = left + round((at + 0.5) * width / SECONDS)
        self.canvas.create_line(x, top, x, base, fill=self._theme.palette.text, dash=(2, 2))


def _bytes_a_second(count: int) -> str:
    return f"{show_size(count)}/s"


def _rows_a_second(count: int) -> str:
    return f"{count:,} rows/s"
