"""The rows of a sheet as pieces of tagged text, with a margin that says when, which way and how far (pure, any thread).

Law: the direction of every row is said by a sign as well as by its colour; a row that shows no bytes says so in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from gui.models.follow.sheet import SheetRow
from gui.models.follow.sheet_rows import Layout
from gui.models.records.reading import clock_text

Part: TypeAlias = tuple[str, tuple[str, ...]]
"""Some text and its tags."""

_TIME = len("14:03:11.204512")
_GAP = 2
_LEAST_OFFSET = 6


class Margin:
    """What stands left of the bytes: time, sign, and how many bytes went the same way before."""

    def __init__(self, most: int, *, with_time: bool) -> None:
        """`most`: bytes of the whole conversation."""
        self._time = _TIME + _GAP if with_time else 0
        self._offset = max(_LEAST_OFFSET, len(f"{most:,}"))
        self.width = self._time + 1 + self._offset + 2 * _GAP
        """In characters."""

    def parts(self, row: SheetRow, *, is_new: bool, block: tuple[str, ...]) -> tuple[Part, ...]:
        """`is_new`: another call moved these bytes than those above, so that the time says something."""
        time = clock_text(row.time_ns) if is_new and self._time else ""
        return (
            (f"{time:{self._time}}", ("quiet", *block)),
            (("←" if row.incoming else "→") + " " * _GAP, block),
            (f"{row.offset:>{self._offset},}" + " " * _GAP, ("quiet", *block)),
        )


def parts_of(
    rows: Sequence[SheetRow], layout: Layout, margin: Margin, marked: tuple[int, range] | None
) -> Iterator[tuple[Part, ...]]:
    """The parts of each row, the last of which ends the line. `marked`: a block and which of its bytes."""
    for above, row, below in zip([None, *rows], rows, [*rows[1:], None], strict=False):
        way = "in" if row.incoming else "out"
        begins = above is not None and above.place.block != row.place.block
        ends = below is not None and below.place.block != row.place.block
        block = (way, f"{way} block", *(["begins"] if begins else []), *(["ends"] if ends else []))
        is_new = above is None or begins or above.seq != row.seq
        yield (*margin.parts(row, is_new=is_new, block=block), *_text(row, layout, marked, block), ("\n", block))


def _text(row: SheetRow, layout: Layout, marked: tuple[int, range] | None, block: tuple[str, ...]) -> Iterator[Part]:
    if row.is_note:
        yield row.text, ("quiet", *block)
        return
    column = 0
    if marked is not None and marked[0] == row.place.block:
        for some in layout.columns(row.bytes, marked[1]):
            yield row.text[column : some.start], block
            yield row.text[some.start : some.stop], ("mark", *block)
            column = some.stop
    yield row.text[column:], block


def copied(rows: Sequence[SheetRow], layout: Layout, first: int, last: int) -> str:
    """What is copied of some rows: their text from column `first` of the first to column `last` of the last row.

    Rows that are one line of the sender's are one line again; the margin is left out.
    """
    lines: list[str] = []
    for index, row in enumerate(rows):
        part = row.text[: max(0, last)] if index == len(rows) - 1 else row.text
        lines.append(part[max(0, first) :] if index == 0 else part)
        follows = index + 1 < len(rows) and (
            layout.ends_line(row.text) or rows[index + 1].place.block != row.place.block
        )
        lines.append("\n" if follows else "")
    return "".join(lines)
