"""The stream ribbon: the bytes of one direction, the cuts of each send() above them, those of each recv() below.

Pure, any thread. Law: a cut stands exactly where the recorded lengths add up to; UDP keeps its edges, so its datagrams
lie apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gui.drawing.measure import Measure, fitted
from gui.drawing.shapes import Box, Line, Shape, Words
from gui.models.pictures.stream_pieces import Piece


class Half(NamedTuple):
    """What one end did: its pieces in sight, and of how many bytes and calls in all. `calls`: how they are called."""

    calls: str
    pieces: Sequence[Piece]
    length: int
    made: int


class Gauge(NamedTuple):
    """A buffer: how much is in it, and how much there ever was, in bytes; None: the system does not tell."""

    label: str
    value: int | None
    most: int


class Ribbon(NamedTuple):
    """One direction. `sent` or `received` is None when that end is another program."""

    title: str
    sent: Half | None
    received: Half | None
    text: str
    """One character for each byte in sight, when they are large enough to be read."""
    gauges: Sequence[Gauge]
    keeps_edges: bool = False
    """Datagrams: each lies apart."""


class Window(NamedTuple):
    """Which bytes are in sight: from `start` on, `bytes_per_pixel` of them in each pixel."""

    start: int
    bytes_per_pixel: float

    def x(self, offset: int) -> int:
        """Where the edge before that byte stands."""
        return round((offset - self.start) / self.bytes_per_pixel)


_ROW = 30
_UNSEEN = "(another program: its calls cannot be seen from here)"


def ribbon_height(measure: Measure) -> int:
    """Pixels that one ribbon takes."""
    return 4 * _row(measure) + measure.line_height("LabSmall") + measure.px(26)


def ribbon(made: Ribbon, window: Window, left: int, top: int, width: int, measure: Measure) -> list[Shape]:
    """Title, what was sent, the bytes, what was received, the buffers between."""
    px, row = measure.px, _row(measure)
    y = top + measure.line_height("LabBold") // 2
    shapes: list[Shape] = [Words(left, y, made.title, "text", "LabBold")]
    band = top + 2 * row
    shapes += _half(made.sent, "outgoing", window, left, band - row, band - px(3), width, measure)
    shapes += (_datagrams if made.keeps_edges else _band)(made, window, left, band, band + row, width, measure)
    below = band + row + px(3)
    shapes += _half(made.received, "incoming", window, left, below, below + row - px(3), width, measure)
    if not made.keeps_edges:
        shapes += _cuts(made.sent, "outgoing", window, left, band - row, band + row // 2, width, measure)
        shapes += _cuts(made.received, "incoming", window, left, band + row // 2, below + row - px(3), width, measure)
    shapes += _gauges(made.gauges, left, below + row + px(6), measure)
    return shapes


def _row(measure: Measure) -> int:
    return max(measure.px(_ROW), measure.line_height("LabMono") + measure.px(8))


def _half(
    half: Half | None, colour: str, window: Window, left: int, top: int, bottom: int, width: int, measure: Measure
) -> Iterator[Shape]:
    """A box for each call, with its name and length where they fit."""
    middle = (top + bottom) // 2
    if half is None:
        yield Words(left, middle, _UNSEEN, "muted", "LabSmall")
        return
    for piece in half.pieces:
        x1, x2 = _inside(window, piece, left, width)
        if x2 - x1 < measure.px(3):
            yield Box(x1, top, max(x2, x1 + 1), bottom, colour, key=piece.seq)
            continue
        yield Box(x1, top, x2, bottom, "panel", "line", piece.seq)
        text = fitted(f"{half.calls} {piece.end - piece.start:,}", x2 - x1 - measure.px(8), "LabSmall", measure)
        yield Words((x1 + x2) // 2, middle, text, colour, "LabSmall", "center", key=piece.seq)


def _band(
    made: Ribbon, window: Window, left: int, top: int, bottom: int, width: int, measure: Measure
) -> Iterator[Shape]:
    """The bytes: those that were taken, and those still on the way."""
    sent = made.sent.length if made.sent else made.received.length if made.received else 0
    taken = made.received.length if made.received else sent
    last = left + min(width, max(0, window.x(max(sent, taken))))
    until = left + min(width, max(0, window.x(taken)))
    if last > left:
        yield Box(left, top, last, bottom, "warning_panel")
    if until > left:
        yield Box(left, top, until, bottom, "soft")
    if made.text:
        yield Words(left, (top + bottom) // 2, made.text, "text", "LabMono")


def _datagrams(
    made: Ribbon, window: Window, left: int, top: int, bottom: int, width: int, measure: Measure
) -> Iterator[Shape]:
    """Each for itself: what was taken of it, and what was cut off or has not been taken."""
    sent, received = (half.pieces if half is not None else () for half in (made.sent, made.received))
    for pieces, fill in ((sent, "warning_panel"), (received, "soft")):
        for piece in pieces:
            x1, x2 = _inside(window, piece, left, width)
            yield Box(x1 + 1, top, max(x1 + 2, x2 - measure.px(2)), bottom, fill, key=piece.seq)
    if made.text:
        yield Words(left, (top + bottom) // 2, made.text, "text", "LabMono")


def _cuts(
    half: Half | None, colour: str, window: Window, left: int, top: int, bottom: int, width: int, measure: Measure
) -> Iterator[Shape]:
    for piece in half.pieces if half is not None else ():
        x = window.x(piece.end)
        if 0 <= x <= width:
            yield Line(left + x, top, left + x, bottom, colour, measure.px(2), key=piece.seq)


def _inside(window: Window, piece: Piece, left: int, width: int) -> tuple[int, int]:
    return left + max(0, window.x(piece.start)), left + min(width, max(0, window.x(piece.end)))


def _gauges(gauges: Sequence[Gauge], left: int, top: int, measure: Measure) -> Iterator[Shape]:
    px, line = measure.px, measure.line_height("LabSmall")
    x = left
    for gauge in gauges:
        middle = top + line // 2
        said = "not told by this system" if gauge.value is None else f"{gauge.value:,} B"
        yield Words(x, middle, gauge.label, "muted", "LabSmall")
        x += measure.text_width(gauge.label, "LabSmall") + px(8)
        if gauge.value is not None:
            room = px(96)
            yield Box(x, top + px(2), x + room, top + line - px(2), "panel", "line")
            filled = room * gauge.value // max(1, gauge.most)
            if gauge.value:
                yield Box(x, top + px(2), x + max(px(2), filled), top + line - px(2), "warning")
            x += room + px(8)
        yield Words(x, middle, said, "text" if gauge.value else "muted", "LabSmall")
        x += max(measure.text_width(said, "LabSmall"), px(80)) + px(24)
