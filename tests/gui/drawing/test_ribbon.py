"""The stream ribbon laid out: cuts stand where the lengths add up to, and each box is one call."""

from __future__ import annotations

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from gui.drawing.measure import Measure
from gui.drawing.ribbon import Half, Ribbon, Window, ribbon
from gui.drawing.shapes import Box, Line, Words
from gui.models.pictures.stream_pieces import Piece

MEASURE = Measure(round, lambda text, font: 8 * len(text), lambda font: 16)
LEFT, WIDTH = 8, 100_000
EIGHT_PIXELS_A_BYTE = Window(0, 1 / 8)


def half(calls: str, sizes: list[int], first: int = 1) -> Half:
    ends = list(accumulate(sizes, initial=0))
    pieces = [Piece(first + at, ends[at], ends[at + 1]) for at in range(len(sizes))]
    return Half(calls, pieces, ends[-1], len(sizes))


def cuts(shapes: list[object], colour: str) -> list[int]:
    """Where the cuts of one end stand, in bytes."""
    lines = [it for it in shapes if isinstance(it, Line) and it.colour == colour]
    return [(line.x1 - LEFT) // 8 for line in lines]


SIZES = st.lists(st.integers(1, 60), min_size=1, max_size=20)


@given(SIZES, SIZES)
def test_the_cuts_are_the_recorded_lengths(sent: list[int], received: list[int]) -> None:
    made = Ribbon("", half("send", sent), half("recv", received, 100), "", [])
    shapes: list[object] = list(ribbon(made, EIGHT_PIXELS_A_BYTE, LEFT, 0, WIDTH, MEASURE))
    assert cuts(shapes, "outgoing") == list(accumulate(sent))
    assert cuts(shapes, "incoming") == list(accumulate(received))


@given(SIZES, st.data())
def test_of_a_window_in_the_middle_only_its_cuts_are_seen(sizes: list[int], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, sum(sizes)))
    whole = half("send", sizes)
    seen = [piece for piece in whole.pieces if piece.start < start + 10 and piece.end > start]
    made = Ribbon("", whole._replace(pieces=seen), None, "", [])
    shapes: list[object] = list(ribbon(made, Window(start, 1 / 8), LEFT, 0, 80, MEASURE))
    assert cuts(shapes, "outgoing") == [end - start for end in accumulate(sizes) if 0 < end - start <= 10]
    boxes = [it for it in shapes if isinstance(it, Box)]
    assert all(LEFT <= box.x1 <= box.x2 <= LEFT + 81 for box in boxes)


def test_a_call_says_its_name_and_length_and_can_be_chosen() -> None:
    made = Ribbon("#2 → #3", half("send", [15]), half("recv", [5, 5, 5], 10), "hello, socket··", [])
    shapes = ribbon(made, EIGHT_PIXELS_A_BYTE, LEFT, 0, WIDTH, MEASURE)
    texts = [it.text for it in shapes if isinstance(it, Words)]
    assert "send 15" in texts
    assert "hello, socket··" in texts
    assert {it.key for it in shapes if isinstance(it, Box)} == {0, 1, 10, 11, 12}


def test_what_was_sent_and_not_taken_yet_looks_otherwise() -> None:
    made = Ribbon("", half("send", [10]), half("recv", [4]), "", [])
    band = [
        it for it in ribbon(made, EIGHT_PIXELS_A_BYTE, LEFT, 0, WIDTH, MEASURE) if isinstance(it, Box) and not it.key
    ]
    assert [(it.fill, (it.x2 - LEFT) // 8) for it in band] == [("warning_panel", 10), ("soft", 4)]


def test_datagrams_lie_apart_and_one_that_was_cut_shows_how_much() -> None:
    received = Half("recvfrom", [Piece(10, 0, 5), Piece(11, 13, 17)], 9, 2)
    made = Ribbon("", half("sendto", [13, 4]), received, "", [], keeps_edges=True)
    shapes: list[object] = list(ribbon(made, EIGHT_PIXELS_A_BYTE, LEFT, 0, WIDTH, MEASURE))
    assert cuts(shapes, "outgoing") == cuts(shapes, "incoming") == []
    whole = sorted((it.x1, it.x2) for it in shapes if isinstance(it, Box) and it.fill == "warning_panel")
    assert whole[0][1] < whole[1][0]
    taken = sorted(it.x2 - it.x1 for it in shapes if isinstance(it, Box) and it.fill == "soft")
    assert taken[1] < whole[0][1] - whole[0][0]
