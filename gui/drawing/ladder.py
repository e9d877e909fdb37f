"""The sequence ladder: lanes from above to below, one row a call, arrows between lanes (pure, any thread).

Law: only the rows handed in are laid out; a row's place depends on its number alone, so scrolling moves nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gui.drawing.cast import Lane
from gui.drawing.measure import Measure, fitted
from gui.drawing.shapes import Box, Disc, Font, Line, Shape, Words
from gui.drawing.steps import Step, Way

LEAST_LANE = 150
_MARGIN = 208
"""Left and right of the lanes, for what stands beside them; the time stands at the very left."""
_DOT, _HEAD = 4, 9
_ROW = 44


class Rung(NamedTuple):
    """One row. `far`: whom the arrow goes to or comes from."""

    seq: int
    time: str
    time_ns: int
    own: Lane
    far: Lane | None
    step: Step


class Picture(NamedTuple):
    """Shapes, and how much room they take."""

    shapes: list[Shape]
    width: int
    height: int


def row_height(measure: Measure, zoom: float) -> int:
    """Pixels from one row to the next: never less than a line of text."""
    return max(round(measure.px(_ROW) * zoom), measure.line_height("LabMono") + measure.px(4))


def head_height(measure: Measure) -> int:
    """Pixels of the names above the lanes."""
    return measure.line_height("LabBold") + measure.line_height("LabSmall") + measure.px(14)


def ladder(
    rungs: Sequence[Rung],
    lanes: Sequence[Lane],
    width: int,
    measure: Measure,
    zoom: float = 1.0,
    selected: int | None = None,
    note: str = "",
) -> Picture:
    """Rows from the top on, in a picture at least `width` wide; `note` stands in its corner."""
    top, row, margin = head_height(measure), row_height(measure, zoom), measure.px(_MARGIN)
    least = max(round(measure.px(LEAST_LANE) * min(zoom, 1.5)), measure.px(120))
    gap = max(least, (width - 2 * margin) // max(1, len(lanes) - 1)) if len(lanes) > 1 else 0
    width = max(width, 2 * margin + gap * max(0, len(lanes) - 1))
    # One lane alone stands in the middle.
    places = {lane.key: margin + gap * at if gap else width // 2 for at, lane in enumerate(lanes)}
    height = top + row * len(rungs)
    shapes: list[Shape] = []
    for at, rung in enumerate(rungs):
        ground = "soft" if rung.seq == selected else "surface"
        shapes.append(Box(0, top + at * row, width, top + (at + 1) * row, ground, key=rung.seq))
    for lane in lanes:
        shapes += _lane(lane, places[lane.key], rungs, top, row, height, measure)
    for at, rung in enumerate(rungs):
        ground = "soft" if rung.seq == selected else "surface"
        shapes += _rung(rung, places, top + at * row, row, ground, measure)
    shapes.append(Box(0, 0, width, top - measure.px(4), "surface"))
    for lane in lanes:
        shapes += _head(lane, places[lane.key], gap or width, measure)
    corner = head_height(measure) - measure.px(4) - measure.line_height("LabSmall") // 2
    shapes.append(Words(measure.px(2), corner, note, "muted", "LabSmall"))
    return Picture(shapes, width, height)


def _lane(
    lane: Lane, x: int, rungs: Sequence[Rung], top: int, row: int, height: int, measure: Measure
) -> Iterator[Shape]:
    """The line of a lane: strong while the socket lives."""
    yield Line(x, top - measure.px(4), x, height, "line", measure.px(1))
    alive = [at for at, rung in enumerate(rungs) if _lives(lane, rung)]
    if alive:
        first, last = alive[0], alive[-1]
        start = top + first * row + (row // 2 if first else 0)
        end = height if last == len(rungs) - 1 else top + (last + 1) * row - row // 3
        yield Line(x, start, x, end, "strong_line", measure.px(2))


def _lives(lane: Lane, rung: Rung) -> bool:
    """Whether the lane's socket is there in that row; what its own calls say comes before any clock."""
    if rung.own.key == lane.key or (rung.step.way is Way.MAKES and rung.far is not None and rung.far.key == lane.key):
        return True
    return (
        lane.socket > 0 and lane.opened_ns <= rung.time_ns and (lane.ended_ns is None or rung.time_ns <= lane.ended_ns)
    )


def _head(lane: Lane, x: int, room: int, measure: Measure) -> Iterator[Shape]:
    room = max(0, room - measure.px(12))
    y = measure.line_height("LabBold") // 2 + measure.px(2)
    yield Words(
        x, y, fitted(lane.title, room, "LabBold", measure), "text" if lane.socket else "muted", "LabBold", "center"
    )
    y += (measure.line_height("LabBold") + measure.line_height("LabSmall")) // 2 + measure.px(1)
    yield Words(x, y, fitted(lane.subtitle, room, "LabSmall", measure), "muted", "LabSmall", "center")


def _rung(rung: Rung, places: dict[str, int], y: int, row: int, ground: str, measure: Measure) -> Iterator[Shape]:
    step, own = rung.step, places[rung.own.key]
    far = places.get(rung.far.key) if rung.far is not None and step.way is not Way.NONE else None
    high = row >= 2 * measure.line_height("LabMono")
    middle = y + (row * 2 // 3 if high else row // 2)
    yield Words(measure.px(2), middle, rung.time, "muted", "LabSmall", key=rung.seq)
    if far is not None and far != own:
        yield from _arrow(rung, own, far, middle, ground, high, measure)
    yield Disc(own, middle, measure.px(_DOT), _solid(step.colour), rung.seq)
    yield from _label(rung, own, far, middle, ground, measure)


def _arrow(rung: Rung, own: int, far: int, y: int, ground: str, high: bool, measure: Measure) -> Iterator[Shape]:
    step, dot = rung.step, measure.px(_DOT)
    start, end = (far, own) if step.way is Way.IN else (own, far)
    inset = dot if end == own else 0
    end += -inset if end > start else inset
    yield Line(start, y, end, y, step.colour, measure.px(2), step.way is Way.MAKES, measure.px(_HEAD), rung.seq)
    room = abs(far - own) - measure.px(40)
    font = _font(step)
    text = fitted(step.caption, room, font, measure)
    above = measure.line_height(font) // 2 + measure.px(2) if high else 0
    yield Words((own + far) // 2, y - above, text, step.colour, font, "center", ground, rung.seq)


def _label(rung: Rung, own: int, far: int | None, y: int, ground: str, measure: Measure) -> Iterator[Shape]:
    """Beside the dot, on the side where no arrow is; without an arrow also what it took, to the right."""
    step, gap = rung.step, measure.px(12)
    left = far is not None and far > own
    colour = step.colour if step.colour == "error" else "muted"
    yield Words(
        own - gap if left else own + gap, y, step.label, colour, "LabMono", "e" if left else "w", ground, rung.seq
    )
    if far is None and step.caption:
        x = own + gap + measure.text_width(step.label, "LabMono") + gap
        text = fitted(step.caption, measure.px(170), _font(step), measure)
        yield Words(x, y, text, step.colour, _font(step), "w", ground, rung.seq)


def _font(step: Step) -> Font:
    """Bytes stand in the fixed-width font."""
    return "LabMono" if step.colour in ("outgoing", "incoming") else "LabSmall"


def _solid(colour: str) -> str:
    return "strong_line" if colour == "muted" else colour
