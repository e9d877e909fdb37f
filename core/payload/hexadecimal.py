"""Bytes as hexadecimal digits and back, and the classic dump (pure, any thread).

Law: what was typed is taken exactly or refused with its position; nothing is padded, guessed or dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.contract.faults import BadInput, Fault, Field

_GROUP = re.compile(r"[^\s,]+")
_PREFIX = re.compile(r"0[xX](?=.)")
_NOT_A_DIGIT = re.compile(r"[^0-9A-Fa-f]")
_PRINTABLE = bytes(byte if 0x20 <= byte < 0x7F else 0xB7 for byte in range(256))
"""For bytes.translate(): everything that is not printable ASCII becomes a middle dot (in Latin-1)."""
_ROW = 16
_HALF_ROW = 8


def parse_hex(text: str) -> bytes:
    """The bytes of "68 65 6c", "0x68, 0x65" or "68656c": groups of whole bytes, apart by blanks, commas or line ends.

    Raises BadInput with a position: HEX_BAD for the first character that is no digit (ASCII digits only), HEX_ODD for
    the last digit of a group that lacks its other half.
    """
    data = bytearray()
    for group in _GROUP.finditer(text):
        prefix = _PREFIX.match(group.group())
        start = group.start() + (prefix.end() if prefix else 0)
        digits = text[start : group.end()]
        if bad := _NOT_A_DIGIT.search(digits):
            raise _bad("HEX_BAD", text, start + bad.start())
        if len(digits) % 2:
            raise _bad("HEX_ODD", text, group.end() - 1)
        data += bytes.fromhex(digits)
    return bytes(data)


def show_hex(data: bytes) -> str:
    """The bytes as pairs of digits with blanks between them; parse_hex() reads it back."""
    return data.hex(" ")


def dump_lines(data: bytes, first: int = 0) -> Iterator[str]:
    """Lines of 16 bytes: offset, two groups of 8 bytes, and what is printable ASCII (a middle dot for the rest).

    `first` is the offset of data[0], for a part of something longer. Offsets have 4 digits, or more where they need it.
    """
    width = max(4, len(f"{first + len(data):x}"))
    for start in range(0, len(data), _ROW):
        row = data[start : start + _ROW]
        left, right = row[:_HALF_ROW].hex(" "), row[_HALF_ROW:].hex(" ")
        printable = row.translate(_PRINTABLE).decode("latin-1")
        yield f"{first + start:0{width}x}  {left:23}  {right:23}  {printable}"


def _bad(name: str, text: str, position: int) -> BadInput:
    return BadInput(Fault(name, about=text[position], field=Field.DATA, position=position))
