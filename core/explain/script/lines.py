"""What every form of a program is: lines of text, each with the records it stands for (pure, any thread).

Law: a line that stands for no call of its own (an import, a remark) names no record.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Line(NamedTuple):
    """One line, without its end."""

    text: str
    seqs: tuple[int, ...] = ()
    """The numbers of the records it stands for."""


@dataclass(frozen=True, slots=True)
class Script:
    """A whole program."""

    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """As it is saved: each line ends."""
        return "".join(f"{line.text}\n" for line in self.lines)

    @property
    def first_call(self) -> int:
        """The first line, counted from 0, that stands for a call; 0 when none does."""
        return next((at for at, line in enumerate(self.lines) if line.seqs), 0)

    def lines_of(self, seq: int) -> list[int]:
        """Which lines stand for a record, counted from 0."""
        return [at for at, line in enumerate(self.lines) if seq in line.seqs]
