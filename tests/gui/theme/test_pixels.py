"""Pictures drawn pixel by pixel, read back by Tk."""

from __future__ import annotations

import tkinter as tk

import pytest

from gui.theme.pixels import Picture

RED, BLUE, WHITE = "#ff0000", "#0000ff", "#ffffff"


def shown(root: tk.Tk, picture: Picture) -> tk.PhotoImage:
    return tk.PhotoImage(master=root, data=picture.png())


@pytest.mark.parametrize("size", [(12, 12), (13, 12), (12, 13), (40, 9), (200, 31)])
def test_a_box_is_filled_outlined_and_round_at_all_its_corners(root: tk.Tk, size: tuple[int, int]) -> None:
    width, height = size
    picture = Picture(width, height)
    picture.box(width, height, 4, [(0, RED), (1, BLUE)], WHITE)
    image = shown(root, picture)
    assert (image.width(), image.height()) == size
    assert image.get(width // 2, height // 2) == (0, 0, 255)
    for x, y in ((0, height // 2), (width - 1, height // 2), (width // 2, 0), (width // 2, height - 1)):
        assert image.get(x, y) == (255, 0, 0)
    for x, y in ((0, 0), (width - 1, 0), (0, height - 1), (width - 1, height - 1)):
        assert image.transparency_get(x, y)


def test_the_edge_of_a_round_corner_is_smooth(root: tk.Tk) -> None:
    picture = Picture(30, 30)
    picture.box(30, 30, 10, [(0, BLUE)], WHITE)
    image = shown(root, picture)
    shades = {image.get(x, y) for x in range(10) for y in range(10)}
    assert len(shades) > 4, "only background and fill: the corner is jagged"


def test_a_stroke_covers_its_line_and_nothing_far_from_it(root: tk.Tk) -> None:
    picture = Picture(20, 20)
    picture.stroke([(3, 3), (17, 17)], 2, RED)
    image = shown(root, picture)
    assert image.get(10, 10) == (255, 0, 0)
    assert image.transparency_get(17, 3)


def test_what_is_drawn_later_lies_above(root: tk.Tk) -> None:
    picture = Picture(20, 20)
    picture.triangle((10, 1), 18, 9, BLUE)
    picture.stroke([(10, 12)], 4, RED)
    image = shown(root, picture)
    assert image.get(10, 12) == (255, 0, 0)
    assert image.get(10, 7) == (0, 0, 255)
    assert image.transparency_get(1, 1)
