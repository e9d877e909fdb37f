"""The State view's picture: TCP's states and what leads from one to the next, with the path that sockets took.

Pure, any thread. Law: boxes and arrows come from the tables of core.contract; here they only get their places.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from core.contract.sockets import State
from core.contract.tcp import MEANING, NEXT_TCP, TcpState, TcpStep
from gui.drawing.ladder import Picture
from gui.drawing.measure import Measure, fitted
from gui.drawing.shapes import Anchor, Box, Line, Shape, Words

_S = TcpState
PLACES: dict[TcpState, tuple[int, int]] = {
    _S.CLOSED: (1, 0),
    _S.LISTEN: (0, 1),
    _S.SYN_SENT: (2, 1),
    _S.SYN_RECEIVED: (0, 2),
    _S.ESTABLISHED: (1, 2),
    _S.FIN_WAIT_1: (0, 3),
    _S.CLOSE_WAIT: (2, 3),
    _S.FIN_WAIT_2: (0, 4),
    _S.CLOSING: (1, 4),
    _S.LAST_ACK: (2, 4),
    _S.TIME_WAIT: (0, 5),
}
"""Column and row. Left: whoever is called, and whoever finishes first. Right: who calls, and who finishes last."""
END_PLACE = (2, 5)
"""CLOSED once more, where everything ends: so no arrow goes back across the picture."""
_OWN, _FAR = _COLOURS = ("accent", "warning")
"""The selected socket's colour, and that of the other end."""
_ROWS, _COLUMNS = 6, 3
_PITCH, _BOX_WIDTH, _MOST_WIDTH, _TOP = 76, 214, 1240, 8


class Walk(NamedTuple):
    """One socket's way, and where it is now: what the kernel says if it says anything."""

    name: str
    path: Sequence[TcpState]
    now: TcpState | None
    unseen: frozenset[int] = frozenset()
    """Places in the path, from 0, of steps that no call tells of."""


class LifeWalk(NamedTuple):
    """The same in the lab's own words."""

    name: str
    path: Sequence[State]


class _Place(NamedTuple):
    left: int
    top: int
    right: int
    bottom: int

    @property
    def x(self) -> int:
        return (self.left + self.right) // 2

    @property
    def y(self) -> int:
        return (self.top + self.bottom) // 2


def life_strip(walks: Sequence[LifeWalk], top: int, width: int, measure: Measure) -> Picture:
    """All states of a socket's life in one row, the path numbered, the last one lit."""
    px = measure.px
    gap = px(8)
    titles = [state.value for state in State]
    wanted = [measure.text_width(title, "LabText") + px(20) for title in titles]
    box_height = measure.line_height("LabText") + px(12)
    number_height = measure.line_height("LabSmall") + px(4)
    shapes: list[Shape] = []
    start = px(8)
    x, y = start, top
    for state, title, box in zip(State, titles, wanted, strict=True):
        if x + box > width and x > start:
            x, y = start, y + box_height + number_height + gap
        place = _Place(x, y + number_height, x + box, y + number_height + box_height)
        visits = [_numbers(walk.path, state) for walk in walks]
        now = [bool(walk.path) and walk.path[-1] is state for walk in walks]
        shapes += _box(place, title, "", visits, now, measure)
        x += box + gap
    return Picture(shapes, width, y + number_height + box_height - top)


def tcp_diagram(walks: Sequence[Walk], top: int, width: int, measure: Measure) -> Picture:
    """The eleven states, the arrows between them, and where the sockets came along; at most two walks."""
    px = measure.px
    room = max(width, px(3 * _BOX_WIDTH + 2 * 36))
    grid = _grid(top + px(_TOP), room, measure)
    taken = {
        pair: colour for walk, colour in reversed([*zip(walks, _COLOURS, strict=False)]) for pair in pairwise(walk.path)
    }
    shapes: list[Shape] = []
    # What was taken comes last, over the others.
    edges = sorted(NEXT_TCP.items(), key=lambda edge: (edge[0][0], edge[1]) in taken)
    for (start, step), end in edges:
        shapes += _edge(start, step, end, grid, taken.get((start, end)), measure)
    for state, place in PLACES.items():
        visits = [_numbers(_beginning(walk.path), state, walk.unseen) for walk in walks]
        now = [walk.now is state and not (state is _S.CLOSED and len(walk.path) > 1) for walk in walks]
        shapes += _box(grid[place], state.label, MEANING[state], visits, now, measure)
    visits = [str(len(walk.path)) if _has_ended(walk.path) else "" for walk in walks]
    now = [walk.now is _S.CLOSED and len(walk.path) > 1 for walk in walks]
    shapes += _box(grid[END_PLACE], _S.CLOSED.label, "the conversation is over", visits, now, measure)
    bottom = grid[END_PLACE].bottom
    return Picture(shapes, room, bottom + px(10) - top)


def _grid(top: int, width: int, measure: Measure) -> dict[tuple[int, int], _Place]:
    px = measure.px
    used = min(width - px(4), px(_MOST_WIDTH))
    start = (width - used) // 2
    box_width = px(_BOX_WIDTH)
    high = measure.line_height("LabBold") + measure.line_height("LabSmall") + px(8)
    pitch = max(px(_PITCH), high + measure.line_height("LabSmall") + px(12))
    step = (used - box_width) // (_COLUMNS - 1)
    return {
        (column, row): _Place(
            start + column * step, top + row * pitch, start + column * step + box_width, top + row * pitch + high
        )
        for column in range(_COLUMNS)
        for row in range(_ROWS)
    }


def _box(
    place: _Place, title: str, meaning: str, visits: Sequence[str], now: Sequence[bool], measure: Measure
) -> Iterator[Shape]:
    px = measure.px
    own_now, far_now = now[0] if now else False, len(now) > 1 and now[1]
    visited = any(visits)
    fill = _OWN if own_now else "soft" if visited else "panel"
    if far_now:
        edge = px(4)
        yield Box(place.left - edge, place.top - edge, place.right + edge, place.bottom + edge, _FAR)
        yield Box(place.left - px(1), place.top - px(1), place.right + px(1), place.bottom + px(1), "surface")
    outline = _OWN if visits and visits[0] else _FAR if visited else "line"
    yield Box(*place, fill, outline, width=px(1))
    ink, quiet = ("on_accent", "on_accent") if own_now else ("text", "muted")
    line = measure.line_height("LabBold")
    room = place.right - place.left - px(12)
    if meaning:
        yield Words(
            place.x, place.top + px(4) + line // 2, fitted(title, room, "LabBold", measure), ink, "LabBold", "center"
        )
        y = place.bottom - px(4) - measure.line_height("LabSmall") // 2
        yield Words(place.x, y, fitted(meaning, room, "LabSmall", measure), quiet, "LabSmall", "center")
    else:
        yield Words(place.x, place.y, title, ink, "LabText", "center")
    if visits and visits[0]:
        yield from _badge(place.left, place.top, visits[0], _OWN, "on_accent", measure, to_left=False)
    if len(visits) > 1 and visits[1]:
        yield from _badge(place.right, place.top, visits[1], _FAR, "surface", measure, to_left=True)


def _badge(x: int, y: int, text: str, fill: str, ink: str, measure: Measure, *, to_left: bool) -> Iterator[Shape]:
    """The numbers of a walk, on a corner of the box."""
    width, half = measure.text_width(text, "LabSmall") + measure.px(10), measure.line_height("LabSmall") // 2 + 1
    left = x - width + measure.px(6) if to_left else x - measure.px(6)
    yield Box(left, y - half, left + width, y + half, fill)
    yield Words(left + width // 2, y, text, ink, "LabSmall", "center")


def _edge(
    start: TcpState,
    step: TcpStep,
    end: TcpState,
    grid: Mapping[tuple[int, int], _Place],
    taken: str | None,
    measure: Measure,
) -> Iterator[Shape]:
    """An arrow, in the colour of the walk that took it."""
    px = measure.px
    colour, width, head = (taken, px(2), px(9)) if taken else ("strong_line", px(1), px(7))
    here = grid[PLACES[start]]
    there = grid[END_PLACE if end is _S.CLOSED else PLACES[end]]
    ink = "text" if taken else "muted"
    if step is TcpStep.BROKEN:
        return
    turns = _route(start, end, here, there, px)
    last = len(turns) - 2
    for at, ((x1, y1), (x2, y2)) in enumerate(pairwise(turns)):
        yield Line(x1, y1, x2, y2, colour, width, head=head if at == last else 0)
    x, y, anchor = _label_place(turns, PLACES[start][0] == _COLUMNS - 1, measure)
    yield Words(x, y, step.value, ink, "LabSmall", anchor, "surface")


def _route(
    start: TcpState, end: TcpState, here: _Place, there: _Place, px: Callable[[float], int]
) -> list[tuple[int, int]]:
    """From box to box, upright and level only."""
    if here.x == there.x:
        return [(here.x, here.bottom), (here.x, there.top)]
    if start is _S.TIME_WAIT:  # below what comes from CLOSING
        y = here.bottom - px(8)
        return [(here.right, y), (there.left, y)]
    rightwards = there.x > here.x
    side = here.right if rightwards else here.left
    if here.y == there.y:
        return [(side, here.y), (there.left if rightwards else there.right, here.y)]
    if start is _S.FIN_WAIT_1:  # to CLOSING: below what comes from ESTABLISHED
        y = here.bottom - px(8)
        return [(here.right, y), (there.x, y), (there.x, there.top)]
    if start in (_S.ESTABLISHED, _S.CLOSING, _S.SYN_SENT):
        y = there.top + px(10)
        drop = here.x + (0 if start is not _S.ESTABLISHED else px(24) if rightwards else -px(24))
        return [(drop, here.bottom), (drop, y), (there.left if rightwards else there.right, y)]
    y = here.y
    return [(side, y), (there.x, y), (there.x, there.top)]


def _label_place(turns: Sequence[tuple[int, int]], is_outermost: bool, measure: Measure) -> tuple[int, int, Anchor]:
    """Above the longest level part; beside the arrow, on the inner side, when there is none."""
    level = [(a, b) for a, b in pairwise(turns) if a[1] == b[1]]
    if level:
        (x1, y), (x2, _) = max(level, key=lambda part: abs(part[0][0] - part[1][0]))
        return (x1 + x2) // 2, y - measure.line_height("LabSmall") // 2 - measure.px(2), "center"
    (x, y1), (_, y2) = turns[0], turns[-1]
    gap, middle = measure.px(8), (y1 + y2) // 2
    return (x - gap, middle, "e") if is_outermost else (x + gap, middle, "w")


def _numbers(path: Sequence[object], state: object, unseen: Container[int] = ()) -> str:
    """At which steps of the path this state was come to: "2", "1 5", in parentheses what no call tells of."""
    return " ".join(
        f"({at + 1})" if at in unseen else str(at + 1) for at, came_to in enumerate(path) if came_to is state
    )


def _beginning(path: Sequence[TcpState]) -> Sequence[TcpState]:
    """Without the CLOSED at its end, which has a box of its own."""
    return path[:-1] if _has_ended(path) else path


def _has_ended(path: Sequence[TcpState]) -> bool:
    return len(path) > 1 and path[-1] is _S.CLOSED
