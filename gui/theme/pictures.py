"""The pictures that ttk's elements are made of: boxes of buttons and fields, marks, arrows, signs (window thread).

Law: a picture is drawn once for each look, and Tk keeps it as long as the window. What only a pointer, a pressed button
or the Tab key brings about is drawn after the first sight of the window: until then those pictures are empty.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence

from gui.theme.look import Look
from gui.theme.pixels import Picture, Point

_RADIUS = 4.0
_CONTROL_MIDDLE = (96, 24)
_AREA_MIDDLE = (256, 128)
"""Real pixels of the part of a box that is repeated to fill it: the smaller that is, the slower the window is drawn."""
_MARK = 14
_MARK_GAP = 6
"""From the mark of a check button to its text; part of the picture, because an element's padding is fixed for good."""
_SIGN = 16
_PEN = 1.7
_TICK = ((3.5, 7.4), (6.0, 9.9), (10.5, 4.6))
_ENDS_SEEN_LATER = ("-hover", "-pressed", "-focus")
_STARTS_SEEN_LATER = ("check-", "radio-", "ring")
"""Of names of pictures that nobody sees before the first picture of the window stands, and that nothing is measured
by: ttk takes the size of a mark from the picture of its usual state."""
_EMPTY_SIDE = 64
"""What is not drawn yet has a size all the same: Tk would fill a box for ever with a picture of none."""
_SEEN_AT_ONCE = ("field-focus",)
"""But for these: the cursor stands in a field from the beginning."""
_KINDS: dict[str, tuple[tuple[Point, ...], ...]] = {
    "info": (((8, 4.8),), ((8, 7.6), (8, 11.4))),
    "warning": (((8, 6.2), (8, 9.6)), ((8, 12.3),)),
    "error": (((5.6, 5.6), (10.4, 10.4)), ((10.4, 5.6), (5.6, 10.4))),
}
"""The strokes of i, ! and x."""


class Pictures:
    """Tk names of the pictures of one look. All measures are pixels of the design."""

    def __init__(self, root: tk.Misc, look: Look) -> None:
        self._tk = root.tk
        self._look = look
        self._existing = set(root.image_names())
        self._to_draw: list[tuple[str, Callable[[], Picture]]] = []

    def draw_the_rest(self) -> None:
        """Draw what was left empty."""
        for full, draw in self._to_draw:
            self._tk.call(full, "configure", "-width", 0, "-height", 0, "-data", draw().png())
        self._to_draw.clear()

    @property
    def box_border(self) -> int:
        """How many real pixels at each side of a box belong to its corners."""
        return self._look.px(_RADIUS) + 1

    def box(self, name: str, *layers: tuple[float, str], behind: str = "") -> str:
        """A rounded box for a control: its layers from the outside in, as (inset, colour)."""
        size = self._box_size(_CONTROL_MIDDLE)
        return self._made(name, lambda: self._box(Picture(*size), *size, _RADIUS, layers, behind))

    def area(self, name: str, *layers: tuple[float, str]) -> str:
        """The same for something large."""
        size = self._box_size(_AREA_MIDDLE)
        return self._made(name, lambda: self._box(Picture(*size), *size, _RADIUS, layers))

    def nothing(self) -> str:
        """A box for a control that cannot be seen."""
        return self._made("nothing", lambda: Picture(*self._box_size(_CONTROL_MIDDLE)))

    def thumb(self, name: str, colour: str, size: tuple[int, int], behind: str) -> str:
        """What is dragged in a scroll bar: round ends, a little air at its sides."""
        sides = self._look.px(size[0]), self._look.px(size[1])
        return self._made(name, lambda: self._box(Picture(*sides), *sides, min(size) / 2, [(2, colour)], behind))

    def check(self, name: str, outline: str, fill: str, tick: str = "") -> str:
        """The box of a check button; `tick`: the colour of its mark."""

        def draw() -> Picture:
            picture = self._mark(3, outline, fill)
            if tick:
                self._stroke(picture, _TICK, tick)
            return picture

        return self._made(name, draw)

    def radio(self, name: str, outline: str, fill: str, dot: str = "") -> str:
        """The circle of a radio button; `dot`: the colour of its mark."""

        def draw() -> Picture:
            picture = self._mark(_MARK / 2, outline, fill)
            if dot:
                self._stroke(picture, ((_MARK / 2, _MARK / 2),), dot, pen=6)
            return picture

        return self._made(name, draw)

    def chevron(self, name: str, colour: str) -> str:
        """The arrow of a combo box, with its air."""
        return self._sign(name, colour, ((5, 6.2), (9, 10), (13, 6.2)), width=22)

    def arrow(self, name: str, colour: str, *, down: bool) -> str:
        """The arrow of what can be folded out."""
        return self._sign(name, colour, ((4, 6), (8, 10), (12, 6)) if down else ((6, 4), (10, 8), (6, 12)))

    def cross(self, name: str, colour: str) -> str:
        """Close this."""
        return self._sign(name, colour, ((4, 4), (12, 12)), ((12, 4), (4, 12)))

    def dot(self, name: str, colour: str) -> str:
        """What says that something goes on."""

        def draw() -> Picture:
            picture = Picture(self._look.px(_SIGN), self._look.px(_SIGN))
            self._stroke(picture, ((7, 8),), colour, pen=10)
            return picture

        return self._made(name, draw)

    def kind(self, kind: str, colour: str, mark: str) -> str:
        """The sign of a message: i in a disc, ! in a triangle, x in a disc; never told by colour alone."""
        scale = self._look.scale

        def draw() -> Picture:
            picture = Picture(self._look.px(_SIGN), self._look.px(_SIGN))
            if kind == "warning":
                picture.triangle((8 * scale, scale), 15 * scale, 8 * scale, colour)
            else:
                self._stroke(picture, ((8, 8),), colour, pen=14)
            for points in _KINDS[kind]:
                self._stroke(picture, points, mark)
            return picture

        return self._made(f"kind-{kind}", draw)

    def _box_size(self, middle: tuple[int, int]) -> tuple[int, int]:
        return 2 * self.box_border + middle[0], 2 * self.box_border + middle[1]

    def _sign(self, name: str, colour: str, *strokes: tuple[Point, ...], width: int = _SIGN) -> str:
        def draw() -> Picture:
            picture = Picture(self._look.px(width), self._look.px(_SIGN))
            for points in strokes:
                self._stroke(picture, points, colour)
            return picture

        return self._made(name, draw)

    def _mark(self, radius: float, outline: str, fill: str) -> Picture:
        side = self._look.px(_MARK)
        layers = [(0, outline), (1.2, fill)]
        return self._box(Picture(self._look.px(_MARK + _MARK_GAP), side), side, side, radius, layers)

    def _box(
        self,
        picture: Picture,
        width: int,
        height: int,
        radius: float,
        layers: Sequence[tuple[float, str]],
        behind: str = "",
    ) -> Picture:
        px, ground = self._look.px, behind or self._look.palette.surface
        picture.box(width, height, radius * self._look.scale, [(px(inset), colour) for inset, colour in layers], ground)
        return picture

    def _stroke(self, picture: Picture, points: tuple[Point, ...], colour: str, pen: float = _PEN) -> None:
        scale = self._look.scale
        picture.stroke([(x * scale, y * scale) for x, y in points], pen * scale, colour)

    def _made(self, name: str, draw: Callable[[], Picture]) -> str:
        full = f"socketlab-{self._look.variant}-{name}"
        if full not in self._existing:
            self._existing.add(full)
            if _is_seen_later(name):
                side = self._look.px(_EMPTY_SIDE)
                self._tk.call("image", "create", "photo", full, "-format", "png", "-width", side, "-height", side)
                self._to_draw.append((full, draw))
            else:
                self._tk.call("image", "create", "photo", full, "-format", "png", "-data", draw().png())
        return full


def _is_seen_later(name: str) -> bool:
    return name not in _SEEN_AT_ONCE and (name.endswith(_ENDS_SEEN_LATER) or name.startswith(_STARTS_SEEN_LATER))
