"""The switchboard: who waits in a listener's backlog, as lamps, and the connections that accept() made of them.

Pure, any thread. Law: a lamp is a conversation that the kernel has made already; nothing else is lit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from core.payload.numbers import counted
from gui.drawing.ladder import Picture
from gui.drawing.measure import Measure, fitted
from gui.drawing.shapes import Box, Disc, Line, Shape, Words

MOST_PLACES = 12
_CELL, _ROW = 236, 34


class Board(NamedTuple):
    """What is to be seen. `places`: how many callers may wait; `waiting`: who does. None when that is not known."""

    title: str
    said: str
    waiting: Sequence[str] | None
    places: int | None
    turned_away: int
    made: Sequence[str]
    by_hand: bool


def switchboard(board: Board, width: int, measure: Measure) -> Picture:
    """Callers at the left, the operator between, the connections at the right."""
    px, line = measure.px, measure.line_height("LabText")
    row, cell = max(px(_ROW), line + px(10)), px(_CELL)
    y = px(6) + line // 2
    shapes: list[Shape] = [Words(px(8), y, board.title, "text", "LabBold")]
    y += line + px(2)
    shapes.append(Words(px(8), y, fitted(board.said, width - px(16), "LabText", measure), "muted"))
    top = y + line + px(10)
    left, middle, right = px(8), max(width // 2, cell + px(40)), max(width - cell - px(16), cell * 2 + px(60))
    shapes += _waiting(board, left, top, row, cell, measure)
    shapes += _operator(board, left + cell, middle, right, top, row, measure)
    shapes += _made(board, right, top, row, cell, measure)
    rows = max(min(len(board.waiting or ()), MOST_PLACES) + 3, min(len(board.made), MOST_PLACES) + 2, 4)
    return Picture(shapes, max(width, right + cell + px(8)), top + rows * row + px(30))


def _waiting(board: Board, x: int, top: int, row: int, cell: int, measure: Measure) -> Iterator[Shape]:
    px = measure.px
    if board.waiting is None:
        yield Words(x, top + row // 2, "In the backlog: can’t be told", "text", "LabBold")
        return
    of = f" of {board.places:,} places" if board.places is not None else ""
    yield Words(x, top + row // 2, f"In the backlog: {len(board.waiting):,}{of}", "text", "LabBold")
    shown = list(board.waiting[:MOST_PLACES])
    free = max(0, (board.places or 0) - len(board.waiting))
    empty = free if free + len(shown) <= MOST_PLACES else min(1, MOST_PLACES - len(shown))
    for at, caller in enumerate([*shown, *[""] * empty]):
        y = top + (at + 1) * row + row // 2
        yield Disc(x + px(10), y, px(8), "warning" if caller else "line")
        if not caller:
            yield Disc(x + px(10), y, px(6), "surface")
        yield Words(
            x + px(28), y, caller or "a free place", "text" if caller else "muted", "LabMono" if caller else "LabSmall"
        )
    y = top + (len(shown) + empty + 1) * row + row // 2
    if len(board.waiting) > len(shown):
        yield Words(x + px(28), y, f"and {len(board.waiting) - len(shown):,} more", "muted", "LabSmall")
        y += row
    if board.turned_away:
        text = f"{counted(board.turned_away, 'call')} turned away on this computer since you look: a full backlog"
        yield Words(x, y, text, "error", "LabSmall")


def _operator(board: Board, left: int, x: int, right: int, top: int, row: int, measure: Measure) -> Iterator[Shape]:
    px = measure.px
    y = top + row + row // 2
    half = px(78)
    yield Line(left + px(4), y, x - half, y, "warning" if board.waiting else "line", px(2))
    yield Line(x + half, y, right - px(8), y, "incoming" if board.made else "line", px(2), head=px(9))
    yield Box(x - half, y - row // 2 - px(6), x + half, y + row // 2 + px(6), "accent")
    yield Words(x, y - measure.line_height("LabBold") // 2, "accept()", "on_accent", "LabBold", "center")
    text = "by hand" if board.by_hand else "by itself"
    yield Words(x, y + measure.line_height("LabSmall") // 2, text, "on_accent", "LabSmall", "center")


def _made(board: Board, x: int, top: int, row: int, cell: int, measure: Measure) -> Iterator[Shape]:
    px = measure.px
    yield Words(x, top + row // 2, f"Connections made: {len(board.made):,}", "text", "LabBold")
    newest = board.made[-MOST_PLACES:]
    for at, name in enumerate(newest):
        y = top + (at + 1) * row
        yield Box(x, y + px(3), x + cell, y + row - px(3), "soft", "line")
        yield Words(x + px(10), y + row // 2, fitted(name, cell - px(16), "LabMono", measure), "text", "LabMono")
