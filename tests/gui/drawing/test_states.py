"""The picture of the states: every state and arrow of the tables has its place, and nothing lies over anything else."""

from __future__ import annotations

from itertools import combinations

import pytest

from core.contract.sockets import State
from core.contract.tcp import MEANING, NEXT_TCP, TcpState, TcpStep
from gui.drawing.measure import Measure
from gui.drawing.shapes import Box, Line, Words
from gui.drawing.states import END_PLACE, PLACES, LifeWalk, Walk, life_strip, tcp_diagram

MEASURE = Measure(round, lambda text, font: 7 * len(text), lambda font: 16)
S = TcpState
CLIENT = Walk(
    "#2", [S.CLOSED, S.SYN_SENT, S.ESTABLISHED, S.FIN_WAIT_1, S.FIN_WAIT_2, S.TIME_WAIT], S.TIME_WAIT, frozenset({4})
)


def texts(walks: list[Walk], width: int = 1300) -> list[str]:
    return [shape.text for shape in tcp_diagram(walks, 0, width, MEASURE).shapes if isinstance(shape, Words)]


def test_every_state_has_one_place_and_a_meaning() -> None:
    assert set(PLACES) == set(MEANING) == set(TcpState)
    places = [*PLACES.values(), END_PLACE]
    assert len(set(places)) == len(places)


def test_every_arrow_of_the_table_is_drawn_with_its_words() -> None:
    shown = texts([])
    for _, step in NEXT_TCP:
        assert step is TcpStep.BROKEN or step.value in shown
    arrows = [it for it in tcp_diagram([], 0, 1300, MEASURE).shapes if isinstance(it, Line) and it.head]
    assert len(arrows) == sum(step is not TcpStep.BROKEN for _, step in NEXT_TCP)


@pytest.mark.parametrize("width", [400, 900, 1300, 3000])
def test_lines_are_upright_or_level_and_boxes_lie_apart(width: int) -> None:
    shapes = tcp_diagram([], 0, width, MEASURE).shapes
    assert all(it.x1 == it.x2 or it.y1 == it.y2 for it in shapes if isinstance(it, Line))
    boxes = [it for it in shapes if isinstance(it, Box)]
    assert len(boxes) == len(TcpState) + 1
    for one, other in combinations(boxes, 2):
        apart = one.x2 < other.x1 or other.x2 < one.x1 or one.y2 < other.y1 or other.y2 < one.y1
        assert apart, f"{one} {other}"


def test_the_path_is_numbered_and_what_no_call_tells_of_is_in_parentheses() -> None:
    numbers = [text for text in texts([CLIENT]) if text.strip("()").isdigit()]
    assert sorted(numbers, key=lambda text: text.strip("()")) == ["1", "2", "3", "4", "(5)", "6"]


def test_the_state_now_is_lit_for_each_end_in_its_own_way() -> None:
    other = Walk("#3", [S.SYN_RECEIVED, S.ESTABLISHED], S.ESTABLISHED)
    boxes = [it for it in tcp_diagram([CLIENT, other], 0, 1300, MEASURE).shapes if isinstance(it, Box)]
    lit = [it for it in boxes if it.fill == "accent" and it.x2 - it.x1 > 200]
    framed = [it for it in boxes if it.fill == "warning" and it.x2 - it.x1 > 200]
    assert len(lit) == len(framed) == 1
    assert lit[0].y1 > framed[0].y2  # TIME-WAIT lies below ESTABLISHED


def test_each_way_has_the_colour_of_the_end_that_took_it() -> None:
    other = Walk("#3", [S.SYN_RECEIVED, S.ESTABLISHED], S.ESTABLISHED)
    arrows = [it for it in tcp_diagram([CLIENT, other], 0, 1300, MEASURE).shapes if isinstance(it, Line) and it.head]
    assert [it.colour for it in arrows if it.colour == "warning"] == ["warning"]
    assert sum(it.colour == "accent" for it in arrows) == len(CLIENT.path) - 1


def test_a_life_that_came_back_to_nothing_is_numbered_in_the_labs_own_words() -> None:
    walk = LifeWalk("#2", [State.CREATED, State.CONNECTING, State.CONNECTED, State.CLOSED])
    strip = life_strip([walk], 0, 1300, MEASURE)
    shown = [it.text for it in strip.shapes if isinstance(it, Words)]
    assert [text for text in shown if not text.isdigit()] == [state.value for state in State]
    assert [text for text in shown if text.isdigit()] == ["1", "2", "3", "4"]
    assert life_strip([walk], 0, 300, MEASURE).height > strip.height  # it goes on in further lines
