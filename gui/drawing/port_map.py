"""The map of all 65,536 ports, zone by zone: who holds which (pure, any thread).

Law: each port has one place, whatever is held; a cell's form says who holds it, as its colour does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

from core.machine.port_zones import HIGHEST, Zone
from core.payload.numbers import show_count
from gui.drawing.ladder import Picture
from gui.drawing.measure import Measure, fitted
from gui.drawing.shapes import Box, Line, Shape, Words

COLUMNS = 64
_LEAST_CELL, _MOST_CELL = 5, 11
_PORTS_A_CELL = {"System": 1}
_USUAL = 32
"""Ports that share a cell; the system's have one each, for there they stand closest."""
_MARGIN = 10
_STRIPE = 8
"""Squares between two lines to count by."""


class Holder(IntEnum):
    """Who holds a port; where several do, the highest is shown."""

    NOBODY = 0
    CONVERSATION = 1
    """It is the local port of a conversation, and nobody listens there."""
    UNKNOWN = 2
    OTHER = 3
    LAB = 4


MEANING = {
    Holder.LAB: "this lab",
    Holder.OTHER: "another program",
    Holder.UNKNOWN: "can’t be told",
    Holder.CONVERSATION: "a conversation only",
}
"""The legend."""


class Band(NamedTuple):
    """Where a zone stands, in pixels."""

    zone: Zone
    x: int
    y: int
    cell: int
    ports_a_cell: int

    @property
    def rows(self) -> int:
        """How many rows of cells."""
        cells = -(-(self.zone.last - self.zone.first + 1) // self.ports_a_cell)
        return -(-cells // COLUMNS)

    def ports_at(self, x: int, y: int) -> range:
        """The ports of the cell there; empty beside the band."""
        column, row = (x - self.x) // self.cell, (y - self.y) // self.cell
        if not (0 <= column < COLUMNS and 0 <= row < self.rows):
            return range(0)
        first = self.zone.first + (row * COLUMNS + column) * self.ports_a_cell
        return range(first, min(first + self.ports_a_cell, self.zone.last + 1))

    def place_of(self, port: int) -> tuple[int, int]:
        """The upper left corner of its cell."""
        row, column = divmod((port - self.zone.first) // self.ports_a_cell, COLUMNS)
        return self.x + column * self.cell, self.y + row * self.cell


class PortMap(NamedTuple):
    """The picture, and where everything is in it."""

    picture: Picture
    bands: tuple[Band, ...]

    def ports_at(self, x: int, y: int) -> range:
        """The ports that a place stands for."""
        return next((ports for band in self.bands if (ports := band.ports_at(x, y))), range(0))


def port_map(
    zones: Sequence[Zone], held: Mapping[int, Holder], width: int, measure: Measure, selected: int | None = None
) -> PortMap:
    """`held`: the holders of the ports that have one. `selected`: the port that gets a frame."""
    px, line = measure.px, measure.line_height("LabSmall")
    left = px(_MARGIN) + measure.text_width(str(HIGHEST), "LabSmall") + px(6)
    cell = min(max((width - left - px(_MARGIN)) // COLUMNS, px(_LEAST_CELL)), px(_MOST_CELL))
    y, shapes = _legend(left + COLUMNS * cell, cell, measure)
    bands: list[Band] = []
    for zone in zones:
        band = Band(zone, left, y + line + px(4), cell, _PORTS_A_CELL.get(zone.name, _USUAL))
        shapes += _zone(band, held, y + line // 2, measure)
        bands.append(band)
        y = band.y + band.rows * cell + px(8)
    if selected is not None:
        shapes += _frame(bands, selected, px(2))
    return PortMap(Picture(shapes, left + COLUMNS * cell + px(_MARGIN), y), tuple(bands))


def _zone(band: Band, held: Mapping[int, Holder], y: int, measure: Measure) -> Iterator[Shape]:
    zone = band.zone
    there = {port: holder for port, holder in held.items() if zone.first <= port <= zone.last}
    taken = sum(holder > Holder.CONVERSATION for holder in there.values())
    words = f"{zone.name} ports {show_count(zone.first)} to {show_count(zone.last)}: {show_count(taken)} held"
    if band.ports_a_cell > 1:
        words += f", {band.ports_a_cell} a square"
    yield Words(band.x, y, fitted(words, COLUMNS * band.cell, "LabSmall", measure), "muted", "LabSmall")
    yield from _ground(band, measure)
    cells: dict[tuple[int, int], Holder] = {}
    for port, holder in there.items():
        place = band.place_of(port)
        cells[place] = max(holder, cells.get(place, Holder.NOBODY))
    for (left, top), holder in sorted(cells.items()):
        yield from _mark(left, top, band.cell, holder)


def _ground(band: Band, measure: Measure) -> Iterator[Shape]:
    """The zone's area, lines to count by, and the port that a row begins with wherever there is room for it."""
    x, y, cell = band.x, band.y, band.cell
    end_x, end_y = x + COLUMNS * cell, y + band.rows * cell
    yield Box(x, y, end_x - 1, end_y - 1, "hover")
    for column in range(_STRIPE, COLUMNS, _STRIPE):
        yield Line(x + column * cell - 1, y, x + column * cell - 1, end_y, "surface", measure.px(1))
    cells = -(-(band.zone.last - band.zone.first + 1) // band.ports_a_cell)
    if cells % COLUMNS:
        yield Box(x + cells % COLUMNS * cell, end_y - cell, end_x, end_y, "surface")
    rows = -(-measure.line_height("LabSmall") // cell)
    for row in range(0, band.rows, rows):
        top = y + row * cell
        if row:
            yield Line(x, top - 1, end_x, top - 1, "surface", measure.px(1))
        port = band.zone.first + row * COLUMNS * band.ports_a_cell
        yield Words(x - measure.px(6), top + cell // 2, str(port), "muted", "LabSmall", "e")


def _mark(x: int, y: int, cell: int, holder: Holder) -> Iterator[Shape]:
    """The lab's: full, with a dark middle; another's: full; one that is not told: hollow; a conversation: small."""
    end_x, end_y = x + cell - 2, y + cell - 2
    third = max(cell // 3, 1)
    match holder:
        case Holder.LAB:
            yield Box(x, y, end_x, end_y, "accent", "accent")
            yield Box(x + third, y + third, end_x - third + 1, end_y - third + 1, "on_accent")
        case Holder.OTHER:
            yield Box(x, y, end_x, end_y, "ok", "ok")
        case Holder.UNKNOWN:
            yield Box(x, y, end_x, end_y, "", "warning", width=max(cell // 5, 1))
        case Holder.CONVERSATION:
            yield Box(x + third, y + third, end_x - third + 1, end_y - third + 1, "muted")


def _frame(bands: Sequence[Band], port: int, width: int) -> Iterator[Shape]:
    for band in bands:
        if band.zone.first <= port <= band.zone.last:
            x, y = band.place_of(port)
            yield Box(x - width, y - width, x + band.cell + width - 1, y + band.cell + width - 1, "", "text", 0, width)


def _legend(end: int, cell: int, measure: Measure) -> tuple[int, list[Shape]]:
    """Above the zones, in one line, or in several where the room ends; and the height where it ends."""
    px, line = measure.px, measure.line_height("LabSmall") + measure.px(2)
    shapes: list[Shape] = []
    x, y = px(_MARGIN), px(6)
    for holder, words in MEANING.items():
        wide = cell + px(6) + measure.text_width(words, "LabSmall")
        if shapes and x + wide > end:
            x, y = px(_MARGIN), y + line
        shapes += _mark(x, y + (line - cell) // 2, cell, holder)
        shapes.append(Words(x + cell + px(6), y + line // 2, words, "muted", "LabSmall"))
        x += wide + px(16)
    return y + line + px(6), shapes
