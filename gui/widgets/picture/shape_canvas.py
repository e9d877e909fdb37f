"""A canvas that draws shapes: all of a picture in one Tcl call, in the colours and fonts of the look (window thread).

Law: each call from Python may have to wait for the interpreter's lock, so a picture is one call, however much is in it.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Iterable
from typing import TypeAlias

from gui.drawing.measure import Measure
from gui.drawing.shapes import Box, Disc, Line, Shape, Words
from gui.theme import Theme

_DRAW = """
namespace eval ::socketlab {}
proc ::socketlab::draw {canvas shapes} {
    $canvas delete all
    foreach shape $shapes { $canvas create {*}$shape }
}
"""
_Command: TypeAlias = tuple[object, ...]
_ANCHORS = {"w": "w", "center": "center", "e": "e"}


def measure_of(theme: Theme) -> Measure:
    """How large things are now."""
    return Measure(theme.px, theme.text_width, theme.line_height)


class ShapeCanvas(tk.Canvas):
    """See the module."""

    def __init__(self, parent: tk.Misc, theme: Theme) -> None:
        super().__init__(parent, highlightthickness=0, borderwidth=0, width=2, height=2)
        self._theme = theme
        self._widths: dict[tuple[str, str], int] = {}
        self.tk.eval(_DRAW)
        theme.dress(self)
        theme.follow(self, self._forget_widths)

    @property
    def measure(self) -> Measure:
        """How large things are now."""
        return measure_of(self._theme)._replace(text_width=self._text_width)

    def draw(self, shapes: Iterable[Shape]) -> None:
        """Show these shapes, and no others."""
        self.tk.call("::socketlab::draw", self, tuple(command for shape in shapes for command in self._commands(shape)))

    def key_at(self, x: int, y: int) -> int:
        """The key of the uppermost shape there that has one, 0 for none; `x`, `y` as events give them."""
        place_x, place_y, near = self.canvasx(x), self.canvasy(y), self._theme.px(3)
        for item in reversed(self.find_overlapping(place_x - near, place_y - near, place_x + near, place_y + near)):
            for tag in self.gettags(item):
                if tag.startswith("k"):
                    return int(tag[1:])
        return 0

    def _commands(self, shape: Shape) -> list[_Command]:
        palette = self._theme.palette
        tags = f"k{shape.key}" if shape.key else ""
        match shape:
            case Line(x1, y1, x2, y2, colour, width, dashed, head):
                arrow = ("-arrow", "last", "-arrowshape", (head, head, head // 2)) if head else ()
                dash = ("-dash", (4 * width, 3 * width)) if dashed else ()
                fill = getattr(palette, colour)
                return [("line", x1, y1, x2, y2, "-fill", fill, "-width", width, "-tags", tags, *arrow, *dash)]
            case Box(x1, y1, x2, y2, fill, outline, _, width):
                edge = getattr(palette, outline) if outline else ""
                ground = getattr(palette, fill) if fill else ""
                return [
                    ("rectangle", x1, y1, x2, y2, "-fill", ground, "-outline", edge, "-width", width, "-tags", tags)
                ]
            case Disc(x, y, radius, colour):
                fill = getattr(palette, colour)
                ends = x - radius, y - radius, x + radius, y + radius
                return [("oval", *ends, "-fill", fill, "-outline", fill, "-tags", tags)]
            case Words():
                return self._words(shape, tags)

    def _words(self, words: Words, tags: str) -> list[_Command]:
        palette, text = self._theme.palette, words.text
        fill = getattr(palette, words.colour)
        made: list[_Command] = []
        if words.ground and text:
            width, half = self._text_width(text, words.font), self._theme.line_height(words.font) // 2
            left = words.x - {"w": 0, "center": width // 2, "e": width}[words.anchor]
            edge, ground = self._theme.px(3), getattr(palette, words.ground)
            ends = left - edge, words.y - half, left + width + edge, words.y + half
            made.append(("rectangle", *ends, "-fill", ground, "-outline", "", "-tags", tags))
        made.append(
            (
                "text",
                words.x,
                words.y,
                "-text",
                text,
                "-fill",
                fill,
                "-font",
                words.font,
                "-anchor",
                words.anchor,
                "-tags",
                tags,
            )
        )
        return made

    def _text_width(self, text: str, font: str) -> int:
        """Remembered: a picture asks for the same words again at each refresh."""
        key = text, font
        if key not in self._widths:
            if len(self._widths) > 10_000:
                self._widths.clear()
            self._widths[key] = self._theme.text_width(text, font)
        return self._widths[key]

    def _forget_widths(self) -> None:
        self._widths.clear()
