"""A regular expression as a tree, and what can be said of it without trying it (pure, any thread).

Law: an expression is a set of byte strings; the tree names them, and says nothing of how they are looked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

START, END = 256, 257
"""Symbols beside the bytes 0..255: before the first byte and after the last."""
BYTES = (1 << 256) - 1


@dataclass(frozen=True, slots=True)
class Symbol:
    """One symbol out of a set: bit n stands for symbol n."""

    allowed: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other; of none: nothing at all."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these."""

    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """At least and at most so many times; None: without bound."""

    item: Node
    least: int
    most: int | None


Node: TypeAlias = Symbol | Sequence | Choice | Repeat


def count_symbols(node: Node) -> int:
    """How many symbols it has with its repeats written out."""
    match node:
        case Symbol():
            return 1
        case Sequence(parts) | Choice(parts):
            return sum(map(count_symbols, parts))
        case Repeat(item, least, most):
            return count_symbols(item) * max(1, least, most or 0)


def needed_text(node: Node) -> bytes:
    """The longest text that is in everything the expression fits, if its letters are made small; b"" when none is."""
    return max(_needed_runs(node), key=len, default=b"")


def _needed_runs(node: Node) -> Iterator[bytes]:
    match node:
        case Symbol():
            yield _only_letter(node)
        case Sequence(items):
            for is_letter, letters in groupby(map(_only_letter, items), key=bool):
                if is_letter:
                    yield b"".join(letters)
            for item in items:
                yield from _needed_runs(item)
        case Repeat(item, least, _):
            if least:
                yield from _needed_runs(item)
        case Choice():
            return


def _only_letter(node: Node) -> bytes:
    """The one byte that a symbol can be, or the small one of the two forms of a letter; else b""."""
    members = [byte for byte in range(256) if node.allowed >> byte & 1] if isinstance(node, Symbol) else []
    small = {bytes([byte]).lower() for byte in members}
    return small.pop() if len(small) == 1 else b""
