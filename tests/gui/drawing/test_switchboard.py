"""The switchboard laid out: a lamp for each who waits, a box for each connection made."""

from __future__ import annotations

import pytest

from gui.drawing.measure import Measure
from gui.drawing.shapes import Box, Disc, Words
from gui.drawing.switchboard import MOST_PLACES, Board, switchboard

MEASURE = Measure(round, lambda text, font: 7 * len(text), lambda font: 16)


def board(waiting: int = 0, places: int | None = None, made: int = 0, turned_away: int = 0) -> Board:
    callers, connections = ([f"127.0.0.1:{port}" for port in range(5000, 5000 + count)] for count in (waiting, made))
    return Board("Listener #1", "It waits.", callers, places, turned_away, connections, by_hand=True)


@pytest.mark.parametrize(
    ("waiting", "places", "lit", "free"),
    [
        (0, None, 0, 0),
        (2, 4, 2, 2),
        (2, 2, 2, 0),
        (0, 4097, 0, 1),
        (40, 4097, MOST_PLACES, 0),
        (40, 41, MOST_PLACES, 0),
    ],
)
def test_each_who_waits_is_a_lamp_as_far_as_there_is_room(
    waiting: int, places: int | None, lit: int, free: int
) -> None:
    shapes = switchboard(board(waiting, places), 1200, MEASURE).shapes
    colours = [it.colour for it in shapes if isinstance(it, Disc)]
    assert (colours.count("warning"), colours.count("line")) == (lit, free)
    texts = [it.text for it in shapes if isinstance(it, Words)]
    assert any(text.startswith(f"In the backlog: {waiting}") for text in texts)
    assert (f"and {waiting - lit} more" in texts) == (waiting > lit)


def test_the_newest_connections_are_shown_and_all_are_counted() -> None:
    shapes = switchboard(board(made=30), 1200, MEASURE).shapes
    texts = [it.text for it in shapes if isinstance(it, Words)]
    assert "Connections made: 30" in texts
    assert "127.0.0.1:5029" in texts
    assert sum(isinstance(it, Box) and it.fill == "soft" for it in shapes) == MOST_PLACES


def test_who_was_turned_away_is_counted() -> None:
    texts = [it.text for it in switchboard(board(turned_away=2), 400, MEASURE).shapes if isinstance(it, Words)]
    assert any(text.startswith("2 calls turned away") for text in texts)
