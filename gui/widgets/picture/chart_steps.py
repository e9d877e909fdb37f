"""Where the steps of a chart of rates stand, what its axis says, and which second is under the pointer (pure).

Law: horizontal and vertical lines only, since Tk smooths none on X11; an axis ends at 1, 2 or 5 times a power of ten.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain


def axis_end(most: int) -> int:
    """The end of an axis that has room for `most`: 1, 2, 5, 10, 20, 50..."""
    power = 1
    while True:
        for step in (1, 2, 5):
            if step * power >= most:
                return step * power
        power *= 10


def steps(values: Sequence[int], end: int, *, left: int, width: int, base: int, height: int) -> list[int]:
    """The outline of an area, as x, y, x, y...: one step per value from `base` on; a negative height means downwards.

    A value that is not 0 is seen: its step is a pixel high at least.
    """
    least = 1 if height > 0 else -1
    edges = [left + round(at * width / len(values)) for at in range(len(values) + 1)]
    tops = [base - (round(value * height / end) or least) if value else base for value in values]
    corners = chain.from_iterable((x, y, after, y) for x, after, y in zip(edges, edges[1:], tops, strict=False))
    return [edges[0], base, *corners, edges[-1], base]


def value_at(x: int, *, left: int, width: int, count: int) -> int | None:
    """Which of the values stands at `x`, None beside the chart."""
    at = (x - left) * count // max(1, width)
    return at if 0 <= at < count else None


def ago(at: int, count: int) -> str:
    """How long before now the second of a value ended: "the last second", "12 s ago"."""
    seconds = count - 1 - at
    return "the last second" if seconds == 0 else f"{seconds} s ago"
