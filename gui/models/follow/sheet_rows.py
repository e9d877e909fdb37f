"""How the bytes of a block are laid out in rows: as text with visible escapes, or as hex (pure, any thread).

Law: where a row begins depends on the bytes near it only, never on where somebody began to read: so any place in a
line without end, or in a conversation of 1 GiB, is laid out at once, and the same from above and from below. The rows
of a block hold all of its bytes, each once, in order.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeAlias
from unicodedata import east_asian_width

from core.payload.escapes import show_text

CELL = 2048
"""A longer line is cut where the block's bytes come to a multiple of it: no row needs a look further away than that,
and Tk, which takes seconds for a line of 1,000,000 characters, never gets one."""
_LEAST_WIDTH = 16
_CONTINUATIONS = 3
"""Of a character in UTF-8, at most."""
_LINE_END = re.compile(rb"\r\n|\r|\n")
_PIECE = re.compile(r"\\(?:x[0-9a-f]{2}|u\{[0-9a-f]+\}|.)|.", re.DOTALL)
"""What stands for one character or one byte: an escape, or the character itself."""
_PLAIN = re.compile(r"[ -\[\]-~]*")
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

    def line(self, read: Read, block: range, offset: int) -> list[RowBytes]:
        """The rows of the line with the byte at `offset`. `block`: the offsets of the bytes that there are."""

    def columns(self, row: RowBytes, data: range) -> list[range]:
        """Which columns of a row's text show these bytes of the block."""

    def byte_at(self, row: RowBytes, column: int) -> int:
        """The byte of the block that is shown in a column, or the nearest one in the row."""

    def ends_line(self, text: str) -> bool:
        """Whether a row of this text is the last one of its line."""


@dataclass(frozen=True, slots=True)
class TextLayout:
    """Lines as the sender ended them, wrapped where `width` characters are full; each end is shown as what it is."""

    width: int
    """At least 16 are used."""

    def line(self, read: Read, block: range, offset: int) -> list[RowBytes]:
        """See Layout."""
        start, end = _line_start(read, block, offset), _line_end(read, block, offset)
        return list(_wrapped(show_text(read(start, end), end - start), start, max(self.width, _LEAST_WIDTH)))

    def columns(self, row: RowBytes, data: range) -> list[range]:
        """See Layout."""
        column, byte, first, last = 0, row.start, -1, -1
        for piece in _PIECE.findall(row.text):
            after = byte + _byte_count(piece)
            if byte < data.stop and after > data.start:
                first, last = column if first < 0 else first, column + len(piece)
            column, byte = column + len(piece), after
        return [range(first, last)] if first >= 0 else []

    def byte_at(self, row: RowBytes, column: int) -> int:
        """See Layout."""
        byte = row.start
        for piece in _PIECE.findall(row.text):
            column -= len(piece)
            if column < 0:
                break
            byte += _byte_count(piece)
        return min(byte, max(row.start, row.end - 1))

    def ends_line(self, text: str) -> bool:
        """See Layout."""
        return _PIECE.findall(text)[-1:] in (["\\n"], ["\\r"])


@dataclass(frozen=True, slots=True)
class HexLayout:
    """Pairs of digits in groups of eight, and what is printable ASCII."""

    per_row: int

    @classmethod
    def fitting(cls, width: int) -> HexLayout:
        """As many bytes in a row, 16, 8 or 4, as `width` characters can show."""
        return cls(next((count for count in (16, 8) if _printable_at(count) + count <= width), 4))

    def line(self, read: Read, block: range, offset: int) -> list[RowBytes]:
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


def _line_start(read: Read, block: range, offset: int) -> int:
    """Where the line begins that holds this byte: three cells back at most."""
    for cell in range(offset // CELL, block.start // CELL - 1, -1):
        starts = _starts(read, block, cell)
        found = bisect_right(starts, offset)
        if found:
            return starts[found - 1]
    return block.start


def _line_end(read: Read, block: range, offset: int) -> int:
    """Where the next line begins."""
    for cell in range(offset // CELL, (block.stop - 1) // CELL + 1):
        starts = _starts(read, block, cell)
        found = bisect_right(starts, offset)
        if found < len(starts):
            return starts[found]
    return block.stop


def _starts(read: Read, block: range, cell: int) -> list[int]:
    """Where lines begin in a cell: after each line end, and at its edge when none began in all of the cell before."""
    edge, before = cell * CELL, max(block.start, (cell - 1) * CELL)
    stop = min(edge + CELL, block.stop)
    data = read(before, min(stop + 1, block.stop))  # one more: is a "\r" the first half of "\r\n"?
    natural = [before + match.end() for match in _LINE_END.finditer(data)]
    starts = [start for start in natural if edge <= start < stop]
    if edge <= block.start:
        return [block.start, *starts] if block.start not in starts else starts
    if before == block.start or any(before < start <= edge for start in natural):
        return starts
    cut = edge
    while cut < min(edge + _CONTINUATIONS, stop) and data[cut - before] & 0xC0 == 0x80:
        cut += 1
    return [cut, *starts] if cut < stop else starts


def _wrapped(text: str, start: int, columns: int) -> Iterator[RowBytes]:
    """A line of text that begins at the byte `start`, cut so that no character and no escape is torn."""
    if _PLAIN.fullmatch(text):
        for at in range(0, len(text), columns):
            part = text[at : at + columns]
            yield RowBytes(start + at, start + at + len(part), part)
        return
    row: list[str] = []
    width, end = 0, start
    for piece in _PIECE.findall(text):
        needed = len(piece) if piece[0] < "\x80" else _width(piece)
        if width + needed > columns and row:
            yield RowBytes(start, end, "".join(row))
            row, width, start = [], 0, end
        row.append(piece)
        width += needed
        end += _byte_count(piece)
    yield RowBytes(start, end, "".join(row))


def _width(character: str) -> int:
    """How many columns it takes at most in a font of fixed width."""
    return 2 if east_asian_width(character) in "WF" else 1


def _byte_count(piece: str) -> int:
    """How many bytes a character or an escape stands for."""
    if not piece.startswith("\\"):
        return len(piece.encode())
    return len(chr(int(piece[3:-1], 16)).encode()) if piece.startswith("\\u") else 1
