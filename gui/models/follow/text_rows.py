"""The bytes of a block as rows of text in any encoding, with visible escapes (pure, any thread).

Law: as of sheet_rows.py; and a character is read whole wherever the calls that moved it were cut, as long as nothing
went the other way in between: half a character at the edge of a block stands byte by byte, and what follows it is read
right, for characters are counted from the first byte of their direction.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import east_asian_width

from core.payload.encodings import UTF_8, Encoding
from gui.models.follow.sheet_rows import CELL, Read, RowBytes

_LEAST_WIDTH = 16
_PIECE = re.compile(r"\\(?:x[0-9a-f]{2}|u\{[0-9a-f]+\}|.)|.", re.DOTALL)
"""What stands for one character or one byte: an escape, or the character itself."""
_PLAIN = re.compile(r"[ -\[\]-~]*")


@dataclass(frozen=True, slots=True)
class TextLayout:
    """Lines as the sender ended them, wrapped where `width` characters are full; each end is shown as what it is."""

    width: int
    """At least 16 are used."""
    encoding: Encoding = UTF_8

    def line(self, read: Read, block: range, offset: int, phase: int = 0) -> list[RowBytes]:
        """See Layout."""
        lines = _Lines(self.encoding, read, block, phase)
        start, end = lines.start(offset), lines.end(offset)
        data = read(start, end)
        torn = -(start + phase) % self.encoding.unit
        text = "".join(f"\\x{byte:02x}" for byte in data[:torn]) + self.encoding.show(data[torn:], len(data))
        return list(self._wrapped(text, start))

    def columns(self, row: RowBytes, data: range) -> list[range]:
        """See Layout."""
        column, byte, first, last = 0, row.start, -1, -1
        for piece in _PIECE.findall(row.text):
            after = byte + self._byte_count(piece)
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
            byte += self._byte_count(piece)
        return min(byte, max(row.start, row.end - 1))

    def ends_line(self, text: str) -> bool:
        """See Layout."""
        encoding = self.encoding
        ends = [encoding.show(end.encode(encoding.codec)) for end in encoding.line_ends]
        return any(_PIECE.findall(text)[-1:] == [end] for end in ends)

    def _wrapped(self, text: str, start: int) -> Iterator[RowBytes]:
        """A line of text that begins at the byte `start`, cut so that no character and no escape is torn."""
        columns, unit = max(self.width, _LEAST_WIDTH), self.encoding.unit
        if _PLAIN.fullmatch(text):
            for at in range(0, len(text), columns):
                part = text[at : at + columns]
                yield RowBytes(start + at * unit, start + (at + len(part)) * unit, part)
            return
        row: list[str] = []
        width, end = 0, start
        for piece in _PIECE.findall(text):
            needed = len(piece) if piece[0] < "\x80" else _width(piece)
            room = needed + len("\\n") if piece == "\\r" else needed  # both are one line end, which is not torn
            if width + room > columns and row:
                yield RowBytes(start, end, "".join(row))
                row, width, start = [], 0, end
            row.append(piece)
            width += needed
            end += self._byte_count(piece)
        yield RowBytes(start, end, "".join(row))

    def _byte_count(self, piece: str) -> int:
        """How many bytes a character or an escape stands for."""
        if not piece.startswith("\\"):
            return len(piece.encode(self.encoding.codec))
        if piece.startswith("\\u"):
            return len(chr(int(piece[3:-1], 16)).encode(self.encoding.codec))
        return 1 if piece.startswith("\\x") else self.encoding.unit


class _Lines:
    """Where the lines of a block begin."""

    def __init__(self, encoding: Encoding, read: Read, block: range, phase: int) -> None:
        self._encoding = encoding
        self._read = read
        self._block = block
        self._phase = phase

    def start(self, offset: int) -> int:
        """Where the line begins that holds this byte: three cells back at most."""
        for cell in range(offset // CELL, self._block.start // CELL - 1, -1):
            starts = self._starts(cell)
            found = bisect_right(starts, offset)
            if found:
                return starts[found - 1]
        return self._block.start

    def end(self, offset: int) -> int:
        """Where the next line begins."""
        for cell in range(offset // CELL, (self._block.stop - 1) // CELL + 1):
            starts = self._starts(cell)
            found = bisect_right(starts, offset)
            if found < len(starts):
                return starts[found]
        return self._block.stop

    def _starts(self, cell: int) -> list[int]:
        """Where lines begin in a cell: after each line end, and at its edge when none began in all of the cell before.

        That edge moves on to where it tears no character.
        """
        block, unit = self._block, self._encoding.unit
        edge, before = cell * CELL, max(block.start, (cell - 1) * CELL)
        stop = min(edge + CELL, block.stop)
        data = self._read(before, min(stop + 2 * unit, block.stop))  # a bit more: is a "\r" half of a "\r\n"?
        torn = -(before + self._phase) % unit
        ends = self._encoding.line_end.finditer(data)
        natural = [before + match.end() for match in ends if match.start() % unit == torn]
        starts = [start for start in natural if edge <= start < stop]
        if edge <= block.start:
            return [block.start, *starts] if block.start not in starts else starts
        if before == block.start or any(before < start <= edge for start in natural):
            return starts
        cut = before + torn + self._encoding.whole_from(data[torn:], edge - before - torn)
        return [cut, *starts] if cut < stop and cut not in starts else starts


def _width(character: str) -> int:
    """How many columns it takes at most in a font of fixed width."""
    return 2 if east_asian_width(character) in "WF" else 1
