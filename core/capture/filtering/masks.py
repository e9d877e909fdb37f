"""Masks: for each row of a stretch a byte, 1 when it is meant and 0 when not (pure, any thread).

Law: a mask holds nothing but 0 and 1. Two of them are combined as one great number each: 2 ns a row, where going
through them byte by byte takes 32.
"""

from __future__ import annotations

_OPPOSITE = bytes((1, 0)) + bytes(254)


def none_of(rows: int) -> bytes:
    """No row."""
    return bytes(rows)


def all_of(rows: int) -> bytes:
    """Every row."""
    return b"\1" * rows


def both(one: bytes, other: bytes) -> bytes:
    """The rows of both."""
    return (int.from_bytes(one, "little") & int.from_bytes(other, "little")).to_bytes(len(one), "little")


def either(one: bytes, other: bytes) -> bytes:
    """The rows of at least one."""
    return (int.from_bytes(one, "little") | int.from_bytes(other, "little")).to_bytes(len(one), "little")


def opposite(mask: bytes) -> bytes:
    """The other rows."""
    return mask.translate(_OPPOSITE)


def is_empty(mask: bytes) -> bool:
    """Whether there is no row in it."""
    return 1 not in mask
