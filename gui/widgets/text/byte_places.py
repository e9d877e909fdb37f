"""Bytes as a hex dump and as text, and where each byte stands in them (pure, any thread).

Law: a place in the text leads to the byte that is shown there and back, whatever the bytes are. Columns are counted as
Tk's text widget counts them: a character beyond U+FFFF may take two.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import accumulate
from typing import Protocol, TypeAlias

from core.payload.encodings import UTF_8, Encoding

Place: TypeAlias = tuple[int, int]
"""(line, column) as Tk counts them: lines from 1, columns from 0."""

_PIECE = re.compile(r"\\(?:x[0-9a-f]{2}|u\{[0-9a-f]+\}|.)|.", re.DOTALL)
"""What stands for one character or one byte: an escape, or the character itself."""
_PRINTABLE = bytes(byte if 0x20 <= byte < 0x7F else 0xB7 for byte in range(256))
"""For bytes.translate(): what is not printable ASCII becomes a middle dot (in Latin-1)."""
_GROUP = 8


class Places(Protocol):
    """Some bytes, written down."""

    def lines(self) -> Iterator[str]:
        """What is shown, made line by line: all of it at once can take longer than a window may stand still."""

    @property
    def offset_width(self) -> int:
        """How many characters at the start of each line only say where the line is."""

    def bytes_between(self, start: Place, end: Place) -> range:
        """The bytes of which something is shown from one place to another."""

    def spans(self, data: range) -> Iterator[tuple[Place, Place]]:
        """From where to where these bytes are shown."""


class HexPlaces:
    """Lines of offset, pairs of digits in groups of eight, and what is printable ASCII."""

    def __init__(self, data: bytes, per_line: int) -> None:
        self._data = data
        self._per_line = per_line
        self.offset_width = max(4, len(f"{len(data):x}"))
        self._printable = self._column(per_line - 1) + 4

    @property
    def width(self) -> int:
        """Characters of a full line."""
        return self._printable + self._per_line

    def lines(self) -> Iterator[str]:
        """Line by line."""
        for start in range(0, len(self._data), self._per_line):
            yield self._line(self._data[start : start + self._per_line], start)

    def bytes_between(self, start: Place, end: Place) -> range:
        """By their digits or by their printable characters."""
        first = self._bytes_before(start, lambda index: self._column(index) + 2 <= start[1])
        stop = self._bytes_before(end, lambda index: self._column(index) < end[1])
        return range(first, max(first, stop))

    def spans(self, data: range) -> Iterator[tuple[Place, Place]]:
        """Per line, the digits and the printable characters."""
        first = data.start - data.start % self._per_line
        for start in range(first, data.stop if data else first, self._per_line):
            line = start // self._per_line + 1
            low, high = max(data.start, start) - start, min(data.stop, start + self._per_line) - start
            yield (line, self._column(low)), (line, self._column(high - 1) + 2)
            yield (line, self._printable + low), (line, self._printable + high)

    def _bytes_before(self, place: Place, is_before: Callable[[int], bool]) -> int:
        line, column = place
        if column >= self._printable:
            index = min(column - self._printable, self._per_line)
        else:
            index = sum(map(is_before, range(self._per_line)))
        return min((line - 1) * self._per_line + index, len(self._data))

    def _column(self, index: int) -> int:
        return self.offset_width + 2 + 3 * index + index // _GROUP

    def _line(self, row: bytes, start: int) -> str:
        groups = (row[at : at + _GROUP].hex(" ") for at in range(0, len(row), _GROUP))
        digits = "  ".join(groups).ljust(self._printable - self._column(0))
        return f"{start:0{self.offset_width}x}  {digits}{row.translate(_PRINTABLE).decode('latin-1')}"


class TextPlaces:
    """Lines of text with visible escapes, each as long as the sender made it but for what is cut at 4 KiB."""

    offset_width = 0

    def __init__(self, data: bytes, astral_columns: int, encoding: Encoding = UTF_8) -> None:
        """`astral_columns`: how many columns Tk counts for a character beyond U+FFFF."""
        self._data = data
        self._astral_columns = astral_columns
        self._encoding = encoding

    def lines(self) -> Iterator[str]:
        """Line by line."""
        return self._encoding.lines(self._data)

    def bytes_between(self, start: Place, end: Place) -> range:
        """Those of each character or escape that is at least partly there."""
        first = self._byte(start, lambda column, columns: column + columns <= start[1])
        stop = self._byte(end, lambda column, columns: column < end[1])
        return range(first, max(first, stop))

    def spans(self, data: range) -> Iterator[tuple[Place, Place]]:
        """Per line, the characters and escapes of which a byte is among these."""
        line = bisect_right(self._starts, data.start)
        while data and line <= len(self._lines) and self._starts[line - 1] < data.stop:
            if data.start <= self._starts[line - 1] and self._starts[line] <= data.stop:
                start, end = 0, self._width(line)  # without a look at each character of it
            else:
                start, end = self._columns(line, data)
            yield (line, start), (line, end)
            line += 1

    @cached_property
    def _lines(self) -> list[str]:
        """All lines; only needed once somebody selects."""
        return list(self.lines())

    @cached_property
    def _starts(self) -> list[int]:
        """The first byte of each line, and the end."""
        return [0, *accumulate(len(self._encoding.parse(line)) for line in self._lines)]

    def _byte(self, place: Place, is_before: Callable[[int, int], bool]) -> int:
        line = place[0]
        if line > len(self._lines):
            return self._starts[-1]
        byte, column = self._starts[line - 1], 0
        for columns, size in self._pieces(line):
            if not is_before(column, columns):
                break
            column, byte = column + columns, byte + size
        return byte

    def _columns(self, line: int, data: range) -> tuple[int, int]:
        column, byte, start = 0, self._starts[line - 1], 0
        for columns, size in self._pieces(line):
            if byte >= data.stop:
                break
            column, byte = column + columns, byte + size
            if byte <= data.start:
                start = column
        return start, column

    def _width(self, line: int) -> int:
        text = self._lines[line - 1]
        return len(text) + (self._astral_columns - 1) * sum(character > "\uffff" for character in text)

    def _pieces(self, line: int) -> Iterator[tuple[int, int]]:
        """Columns and bytes of each character or escape of a line."""
        for piece in _PIECE.findall(self._lines[line - 1]):
            yield len(piece) if ord(piece[0]) < 0x10000 else self._astral_columns, len(self._encoding.parse(piece))
