"""How the bytes of a block are laid out in rows: what a layout is, and the one as hex (pure, any thread).

Law: where a row begins depends on the bytes near it only, never on where somebody began to read: so any place in a
line without end, or in a conversation of 1 GiB, is laid out at once, and the same from above and from below. The rows
of a block hold all of its bytes, each once, in order.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeAlias

CELL = 2048
"""A longer line is cut where the block's bytes come to a multiple of it: no row needs a look further away than that,
and Tk, which takes seconds for a line of 1,000,000 characters, never gets one."""
_PRINTABLE = bytes(byte if 0x20 <= byte < 0x7F else 0xB7 for byte in range(256))
"""For bytes.translate(): what is not printable ASCII becomes a middle dot (in Latin-1)."""
_GROUP = 8

Read: TypeAlias = Callable[[int, int], bytes]
"""The bytes of a block from one offset up to another."""


class RowBytes(NamedTuple):
    """One row: from where to where in its block, and what is shown of it."""

    start: int
    end: int
    text: str


class Layout(Protocol):
    """One way to write a block down."""

    def line(self, read: Read, block: range, offset: int, phase: int = 0) -> list[RowBytes]:
        """The rows of the line with the byte at `offset`.

        `block`: the offsets of the bytes that there are. `phase`: how many went the same way before offset 0, from
        which on they are read as characters.
        """

    def columns(self, row: RowBytes, data: range) -> list[range]:
        """Which columns of a row's text show these bytes of the block."""

    def byte_at(self, row: RowBytes, column: int) -> int:
        """The byte of the block that is shown in a column, or the nearest one in the row."""

    def ends_line(self, text: str) -> bool:
        """Whether a row of this text is the last one of its line."""


@dataclass(frozen=True, slots=True)
class HexLayout:
    """Pairs of digits in groups of eight, and what is printable ASCII."""

    per_row: int

    @classmethod
    def fitting(cls, width: int) -> HexLayout:
        """As many bytes in a row, 16, 8 or 4, as `width` characters can show."""
        return cls(next((count for count in (16, 8) if _printable_at(count) + count <= width), 4))

    def line(self, read: Read, block: range, offset: int, phase: int = 0) -> list[RowBytes]:
        """See Layout."""
        low = offset - offset % self.per_row
        start, end = max(low, block.start), min(low + self.per_row, block.stop)
        data = read(start, end)
        digits = "  ".join(data[at : at + _GROUP].hex(" ") for at in range(0, len(data), _GROUP))
        printable = data.translate(_PRINTABLE).decode("latin-1")
        return [RowBytes(start, end, f"{digits:{_printable_at(self.per_row)}}{printable}")]

    def columns(self, row: RowBytes, data: range) -> list[range]:
        """See Layout."""
        first, stop = max(data.start, row.start) - row.start, min(data.stop, row.end) - row.start
        if first >= stop:
            return []
        printable = _printable_at(self.per_row)
        return [range(_digits_at(first), _digits_at(stop - 1) + 2), range(printable + first, printable + stop)]

    def byte_at(self, row: RowBytes, column: int) -> int:
        """See Layout."""
        printable = _printable_at(self.per_row)
        if column >= printable:
            place = column - printable
        else:
            place = bisect_right(range(self.per_row), column, key=_digits_at) - 1
        return row.start + min(max(place, 0), max(0, row.end - row.start - 1))

    def ends_line(self, text: str) -> bool:
        """See Layout."""
        return True


def _digits_at(place: int) -> int:
    return 3 * place + place // _GROUP


def _printable_at(per_row: int) -> int:
    return _digits_at(per_row - 1) + 4
