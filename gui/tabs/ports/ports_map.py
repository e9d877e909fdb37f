"""The map of all ports beside their table: pointing at a place says who holds it, a click selects it (window thread).

Law: it is drawn anew only when who holds what has changed.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from tkinter import ttk

from core.machine.port_table import PortLine, Told
from core.machine.port_zones import ephemeral_range, port_zones
from core.payload.numbers import counted
from gui.drawing.ladder import Picture
from gui.drawing.measure import Measure
from gui.drawing.port_map import Holder, PortMap, port_map
from gui.models.ports.port_words import who_holds
from gui.theme import Theme
from gui.widgets.picture.picture_pane import PicturePane
from gui.widgets.wrapped_label import WrappedLabel

POINT = "Point at a square to read who holds its ports; click it to select it."
_SAID_LINES = 2
"""Room for what is said, so that the map does not move under the pointer."""


class PortsMap(ttk.Frame):
    """The picture, and a line for what the pointer is on."""

    def __init__(self, parent: tk.Misc, theme: Theme, on_pick: Callable[[int], None]) -> None:
        super().__init__(parent)
        self._on_pick = on_pick
        self._zones = port_zones(ephemeral_range())
        self._lines: Sequence[PortLine] = ()
        self._held: Mapping[int, Holder] = {}
        self._selected: int | None = None
        self._drawn: PortMap | None = None
        self.pane = PicturePane(self, theme, self._picture)
        self._foot = ttk.Frame(self)
        self.said = WrappedLabel(self._foot, style="Muted.TLabel")
        self.said.say(POINT)
        self._foot.pack_propagate(False)
        self.said.pack(fill="x")
        self._foot.pack(side="bottom", fill="x")
        self.pane.pack(fill="both", expand=True)
        self.pane.canvas.bind("<Motion>", lambda event: self._point(event.x, event.y), add=True)
        self.pane.canvas.bind("<Leave>", lambda _: self.said.say(POINT), add=True)
        self.pane.canvas.bind("<Button-1>", lambda event: self._click(event.x, event.y), add=True)
        theme.follow(
            self, lambda: self._foot.configure(height=_SAID_LINES * theme.line_height("LabText") + theme.px(4))
        )

    def show(self, lines: Sequence[PortLine], selected: int | None) -> None:
        """Who holds what now, and which port is selected."""
        self._lines = lines
        held = holders(lines)
        if (held, selected) != (self._held, self._selected):
            self._held, self._selected = held, selected
            self.pane.refresh()

    def place_of(self, port: int) -> tuple[int, int]:
        """The middle of a port's square, in pixels of the picture."""
        assert self._drawn is not None
        band = next(band for band in self._drawn.bands if band.zone.first <= port <= band.zone.last)
        x, y = band.place_of(port)
        return x + band.cell // 2, y + band.cell // 2

    def _picture(self, width: int, measure: Measure) -> Picture:
        width = min(width, self.pane.width_beside_bar)
        self._drawn = port_map(self._zones, self._held, width, measure, self._selected)
        return self._drawn.picture

    def _ports_at(self, x: int, y: int) -> range:
        canvas = self.pane.canvas
        return self._drawn.ports_at(int(canvas.canvasx(x)), int(canvas.canvasy(y))) if self._drawn else range(0)

    def _point(self, x: int, y: int) -> None:
        self.said.say(self._words_for(self._ports_at(x, y)))

    def _words_for(self, ports: range) -> str:
        if not ports:
            return POINT
        held = [port for port in ports if port in self._held]
        if not held:
            name = f"Port {ports[0]}" if len(ports) == 1 else f"Ports {ports[0]} to {ports[-1]}"
            return f"{name}: nobody."
        words = who_holds(self._chief_of(ports), self._lines)
        return words if len(held) == 1 else f"{words}  And {counted(len(held) - 1, 'other port')} up to {held[-1]}."

    def _click(self, x: int, y: int) -> None:
        ports = self._ports_at(x, y)
        if ports:
            self._on_pick(self._chief_of(ports) or 1)

    def _chief_of(self, ports: range) -> int:
        """The one that a square speaks of: whose holder it shows, the lowest of these."""
        return max(ports, key=lambda port: (self._held.get(port, Holder.NOBODY), -port))


def holders(lines: Sequence[PortLine]) -> dict[int, Holder]:
    """Of each port that has one."""
    held: dict[int, Holder] = {}
    for line in lines:
        held[line.local.port] = max(_holder_of(line), held.get(line.local.port, Holder.NOBODY))
    return held


def _holder_of(line: PortLine) -> Holder:
    if not line.is_bound:
        return Holder.CONVERSATION
    if line.is_this_lab:
        return Holder.LAB
    return Holder.OTHER if line.told is Told.KNOWN else Holder.UNKNOWN
