"""The map of ports laid out: every port has a place of its own square, whatever the text size."""

from __future__ import annotations

from itertools import pairwise

import pytest

from core.machine.port_zones import port_zones
from gui.drawing.measure import Measure
from gui.drawing.port_map import COLUMNS, MEANING, Holder, PortMap, port_map
from gui.drawing.shapes import Box, Words

ZONES = port_zones((32768, 60999))


def drawn(held: dict[int, Holder], percent: int = 100, width: int = 540, selected: int | None = None) -> PortMap:
    scale = percent / 100
    measure = Measure(
        lambda px: round(px * scale),
        lambda text, font: round(7 * len(text) * scale),
        lambda font: round(16 * scale),
    )
    return port_map(ZONES, held, round(width * scale), measure, selected)


@pytest.mark.parametrize("percent", [100, 150, 200, 300])
def test_each_port_is_found_again_where_it_is_drawn(percent: int) -> None:
    made = drawn({}, percent)
    for port in (0, 1, 63, 64, 1023, 1024, 1055, 1056, 32767, 32768, 60999, 61000, 65535):
        band = next(band for band in made.bands if band.zone.first <= port <= band.zone.last)
        x, y = band.place_of(port)
        assert port in made.ports_at(x + band.cell // 2, y + band.cell // 2)
        assert x + band.cell <= made.picture.width
        assert y + band.cell <= made.picture.height


def test_every_port_is_in_one_square() -> None:
    made = drawn({})
    ports: list[int] = []
    for band in made.bands:
        for row in range(band.rows):
            for column in range(COLUMNS):
                ports += made.ports_at(band.x + column * band.cell, band.y + row * band.cell)
    assert ports == list(range(65536))


@pytest.mark.parametrize("percent", [100, 150, 200, 300])
def test_nothing_overlaps_between_zones(percent: int) -> None:
    made = drawn({}, percent)
    edges = [(band.y, band.y + band.rows * band.cell) for band in made.bands]
    assert all(end < begin for (_, end), (begin, _) in pairwise(edges))


def test_beside_the_squares_there_is_no_port() -> None:
    made = drawn({})
    band = made.bands[0]
    assert not made.ports_at(band.x - 1, band.y)
    assert not made.ports_at(band.x, band.y - 1)
    assert not made.ports_at(band.x + COLUMNS * band.cell, band.y)


def marks_at(made: PortMap, port: int) -> list[Box]:
    band = next(band for band in made.bands if band.zone.first <= port <= band.zone.last)
    x, y = band.place_of(port)
    return [
        it for it in made.picture.shapes
        if isinstance(it, Box) and x <= it.x1 and it.x2 < x + band.cell and y <= it.y1 and it.y2 < y + band.cell
    ]  # fmt: skip


def test_holders_differ_in_form_as_well_as_in_colour() -> None:
    ports = {Holder.LAB: 9000, Holder.OTHER: 80, Holder.UNKNOWN: 22, Holder.CONVERSATION: 50000}
    made = drawn({port: holder for holder, port in ports.items()})
    marks = [marks_at(made, port) for port in ports.values()]
    forms = {tuple((bool(it.fill), bool(it.outline), it.x2 - it.x1) for it in mark) for mark in marks}
    colours = {tuple((it.fill, it.outline) for it in mark) for mark in marks}
    assert (len(forms), len(colours)) == (4, 4)
    assert not marks_at(made, 443)


def test_in_a_shared_square_the_lab_is_seen_first() -> None:
    alone = [(it.fill, it.outline) for it in marks_at(drawn({9000: Holder.LAB}), 9000)]
    shared = [(it.fill, it.outline) for it in marks_at(drawn({9000: Holder.LAB, 9001: Holder.OTHER}), 9000)]
    assert shared == alone


def test_zones_say_how_many_ports_are_held_and_the_legend_what_marks_mean() -> None:
    held = {22: Holder.UNKNOWN, 80: Holder.OTHER, 9000: Holder.LAB, 50000: Holder.CONVERSATION}
    texts = [it.text for it in drawn(held).picture.shapes if isinstance(it, Words)]
    assert "System ports 0 to 1,023: 2 held" in texts
    assert "User ports 1,024 to 32,767: 1 held, 32 a square" in texts
    assert "Ephemeral ports 32,768 to 60,999: 0 held, 32 a square" in texts
    assert set(MEANING.values()) <= set(texts)


def test_the_selected_port_has_a_frame_round_its_square() -> None:
    made = drawn({}, selected=8080)
    (frame,) = [it for it in made.picture.shapes if isinstance(it, Box) and it.outline == "text"]
    band = made.bands[1]
    x, y = band.place_of(8080)
    assert (frame.x1, frame.y1) == (x - 2, y - 2)
    assert (frame.x2, frame.y2) == (x + band.cell + 1, y + band.cell + 1)
