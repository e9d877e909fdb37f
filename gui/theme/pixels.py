"""Small smooth pictures: rounded boxes and strokes drawn by distance, as PNG data for Tk (pure, any thread).

Law: a pixel's share of a shape is how far its middle lies inside the edge, at most one pixel; so edges are smooth at
any size. Tk's own drawing has no smoothing on X11, and pictures in files would be right at one size only.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Sequence
from typing import TypeAlias

Colour: TypeAlias = str
"""#rrggbb"""
Point: TypeAlias = tuple[float, float]
Pixel: TypeAlias = tuple[float, float, float, float]
"""Red, green, blue (0 to 255), and how solid it is (0 to 1)."""
_NOTHING: Pixel = (0, 0, 0, 0)


class Picture:
    """A grid of pixels that starts as nothing. All measures are real pixels."""

    def __init__(self, width: int, height: int) -> None:
        # Rows that are alike are one list until something is drawn into one of them: most rows of a box are alike.
        self._rows = [[_NOTHING] * width] * height

    def box(
        self, width: int, height: int, radius: float, layers: Sequence[tuple[float, Colour]], behind: Colour
    ) -> None:
        """A rounded box in the upper left: its layers from the outside in, as (inset, colour).

        Its outer edge fades into `behind`. No pixel is left half transparent: Tk would read each of those back from the
        screen whenever it draws the box, which is slow on X11.
        """
        shades = [(inset, max(0.0, radius - inset), _pixel(colour)) for inset, colour in layers]
        ground, rest = _pixel(behind), self._rows[0][width:]
        corner = math.ceil(max(radius, layers[-1][0])) + 1
        corner_width, corner_height = min(corner, width // 2), min(corner, height // 2)
        quarters: list[list[Pixel]] = []  # a corner is the same when its rows and columns change places
        for y in range(corner_height + 1):  # the rows between the corners are like the first one below a corner
            quarter = [
                quarters[x][y] if x < y <= corner_width else _box_pixel(x + 0.5, y + 0.5, shades, ground)
                for x in range(corner_width + 1)
            ]
            quarters.append(quarter)
            left, middle = quarter[:corner_width], quarter[-1:] * (width - 2 * corner_width)
            row = [*left, *middle, *reversed(left), *rest]
            if y < corner_height:
                self._rows[y] = self._rows[height - 1 - y] = row
            else:
                self._rows[y : height - y] = [row] * (height - 2 * y)

    def stroke(self, points: Sequence[Point], thickness: float, colour: Colour) -> None:
        """A line through the points, with round ends; a single point is a dot."""
        segments = list(zip(points, points[1:] or points, strict=False))
        reach, shade = thickness / 2 + 1, _pixel(colour)
        left, right = min(x for x, _ in points) - reach, max(x for x, _ in points) + reach
        top, bottom = min(y for _, y in points) - reach, max(y for _, y in points) + reach
        for y in range(max(0, int(top)), min(len(self._rows), int(bottom) + 1)):
            row = self._rows[y] = self._rows[y].copy()
            for x in range(max(0, int(left)), min(len(row), int(right) + 1)):
                near = min(_to_segment(x + 0.5, y + 0.5, start, end) for start, end in segments)
                row[x] = _over(row[x], shade, _share(near - thickness / 2))

    def triangle(self, top: Point, foot: float, half_width: float, colour: Colour) -> None:
        """A filled triangle that stands on the line y = `foot`."""
        x_top, y_top = top
        side = math.hypot(half_width, foot - y_top)
        down, across = (foot - y_top) / side, half_width / side
        shade = _pixel(colour)
        for y in range(len(self._rows)):
            row = self._rows[y] = self._rows[y].copy()
            for x in range(len(row)):
                slope = abs(x + 0.5 - x_top) * down - (y + 0.5 - y_top) * across
                row[x] = _over(row[x], shade, _share(max(y + 0.5 - foot, slope)))

    def png(self) -> bytes:
        """As a PNG file (RFC 2083): a palette with transparency, which is quicker by half than four bytes a pixel.

        Raises ValueError for more than 256 different colours; the largest picture here has some 60.
        """
        different = {id(row): row for row in self._rows}
        palette = {pixel: index for index, pixel in enumerate(set().union(*different.values()))}
        line_of = {key: bytes((0, *map(palette.__getitem__, row))) for key, row in different.items()}
        colours = [_bytes(pixel) for pixel in palette]
        data = zlib.compress(b"".join([line_of[id(row)] for row in self._rows]), 1)
        chunks = (
            (b"IHDR", struct.pack(">IIBBBBB", len(self._rows[0]), len(self._rows), 8, 3, 0, 0, 0)),
            (b"PLTE", b"".join([colour[:3] for colour in colours])),
            (b"tRNS", bytes([colour[3] for colour in colours])),
            (b"IDAT", data),
            (b"IEND", b""),
        )
        return b"\x89PNG\r\n\x1a\n" + b"".join(
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
            for kind, body in chunks
        )


def _box_pixel(x: float, y: float, shades: Sequence[tuple[float, float, Pixel]], ground: Pixel) -> Pixel:
    """The pixel at (x, y) in the upper left quarter of a box; a shade is its inset, radius and colour."""
    pixel, touched = ground, False
    for inset, radius, shade in shades:
        across, down = inset + radius - x, inset + radius - y
        out = math.hypot(across, down) if across > 0 and down > 0 else max(across, down)
        share = _share(out - radius)
        touched = touched or share > 0
        pixel = _over(pixel, shade, share)
    return pixel if touched else _NOTHING


def _to_segment(x: float, y: float, start: Point, end: Point) -> float:
    from_x, from_y = x - start[0], y - start[1]
    dx, dy = end[0] - start[0], end[1] - start[1]
    along = min(1.0, max(0.0, (from_x * dx + from_y * dy) / ((dx * dx + dy * dy) or 1.0)))
    return math.hypot(from_x - along * dx, from_y - along * dy)


def _share(distance: float) -> float:
    return 0.0 if distance >= 0.5 else 1.0 if distance <= -0.5 else 0.5 - distance


def _over(under: Pixel, over: Pixel, share: float) -> Pixel:
    """`over` laid on `under` with that share."""
    if share <= 0:
        return under
    if share >= 1:
        return over
    solid = share + under[3] * (1 - share)
    part = share / solid
    return (
        under[0] + (over[0] - under[0]) * part,
        under[1] + (over[1] - under[1]) * part,
        under[2] + (over[2] - under[2]) * part,
        solid,
    )


def _pixel(colour: Colour) -> Pixel:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16), 1.0


def _bytes(pixel: Pixel) -> bytes:
    return bytes((round(pixel[0]), round(pixel[1]), round(pixel[2]), round(pixel[3] * 255)))
