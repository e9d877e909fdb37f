"""What is new, changed or gone between two looks at this computer's ports (pure, the window's thread).

Law: the first look has nothing new in it; a mark stays for a few seconds, and what is gone stays with it as long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from time import monotonic
from typing import NamedTuple

from core.machine.port_table import PortLine, Told

MARKED_S = 5.0


class Mark(Enum):
    """What has become of a line since the look before; the value is its sign."""

    NONE = ""
    NEW = "+ new"
    CHANGED = "≠ changed"
    GONE = "− gone"


class MarkedLine(NamedTuple):
    """A line of the newest look, or one that has just gone."""

    line: PortLine
    mark: Mark


class PortChanges:
    """Takes one look after the other."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lines: dict[str, PortLine] = {}
        self._gone: dict[str, PortLine] = {}
        self._marks: dict[str, tuple[Mark, float]] = {}
        """With the time until which each is shown."""
        self._has_looked = False

    def take(self, lines: Iterable[PortLine]) -> None:
        """This is what there is now."""
        before, self._lines = self._lines, {line.key: line for line in lines}
        until = self._clock() + MARKED_S
        if self._has_looked:
            for key, line in self._lines.items():
                earlier = before.get(key)
                if earlier is None:
                    self._marks[key] = Mark.NEW, until
                elif earlier is not line and _has_changed(earlier, line):
                    self._marks[key] = Mark.CHANGED, until
            for key in before.keys() - self._lines.keys():
                self._gone[key] = before[key]
                self._marks[key] = Mark.GONE, until
        self._has_looked = True

    def marked(self) -> Sequence[MarkedLine]:
        """All lines with their marks as they are now."""
        self._forget()
        gone = [line for key, line in self._gone.items() if key not in self._lines]
        none = Mark.NONE, 0.0
        return [MarkedLine(line, self._marks.get(line.key, none)[0]) for line in (*self._lines.values(), *gone)]

    @property
    def lines(self) -> Sequence[PortLine]:
        """Those of the newest look."""
        return tuple(self._lines.values())

    def _forget(self) -> None:
        """Marks whose time is over, and with them what is gone, or has come back."""
        now = self._clock()
        self._marks = {key: marked for key, marked in self._marks.items() if marked[1] > now}
        self._gone = {key: line for key, line in self._gone.items() if key in self._marks and key not in self._lines}


def _has_changed(before: PortLine, after: PortLine) -> bool:
    """Another state, or other owners; that an owner is told later than the socket changes nothing."""
    late = Told.NOT_YET in (before.told, after.told)
    return before.state is not after.state or (not late and before.owners != after.owners)
