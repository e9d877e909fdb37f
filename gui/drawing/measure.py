"""The sizes that a picture is laid out with (pure, any thread).

Law: layout asks here and nowhere else how large text is, so that it can be tested without a window.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from gui.drawing.shapes import Font


class Measure(NamedTuple):
    """How large things are now."""

    px: Callable[[float], int]
    """Pixels of the design in real ones."""
    text_width: Callable[[str, Font], int]
    line_height: Callable[[Font], int]


def fitted(text: str, width: int, font: Font, measure: Measure) -> str:
    """As much of the beginning as fits, with "…" where something is missing."""
    if measure.text_width(text, font) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure.text_width(text[:middle] + "…", font) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low] + "…" if low else ""
