"""Which of this computer's sockets are shown: a kind, and words that each must match (pure).

Law: any text is a filter; what is typed never makes an error, only fewer rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum

from core.explain.port_owners import program_of, state_of
from core.machine.port_table import PortLine

_RANGE = re.compile(r"(\d{1,5})-(\d{1,5})")
Test = Callable[[PortLine], bool]


class Kind(Enum):
    """Which sockets at all; the value is what the box says."""

    ALL = "everything"
    BOUND = "bound ports"
    TALKING = "conversations"
    OWN = "this lab’s"


_KINDS: dict[Kind, Test] = {
    Kind.ALL: lambda line: True,
    Kind.BOUND: lambda line: line.is_bound,
    Kind.TALKING: lambda line: not line.is_bound,
    Kind.OWN: lambda line: line.is_this_lab,
}


class PortFilter:
    """`words`: each a port or pid, ports from-to, or a part of what the row says; "port:", "pid:"... ask one column."""

    def __init__(self, kind: Kind = Kind.ALL, words: str = "") -> None:
        self._tests = [_KINDS[kind], *map(_test, words.lower().split())]
        self.is_on = kind is not Kind.ALL or len(self._tests) > 1

    def lets_through(self, line: PortLine) -> bool:
        """Whether it is shown."""
        return all(test(line) for test in self._tests)


def _test(word: str) -> Test:
    column, colon, wanted = word.partition(":")
    if colon and column in _COLUMNS:
        return lambda line: _COLUMNS[column](line, wanted)
    if word.isdecimal():
        return lambda line: _has_port(line, word) or _has_pid(line, word)
    if _RANGE.fullmatch(word):
        return lambda line: _has_port(line, word)
    return lambda line: word in _text_of(line)


def _has_port(line: PortLine, wanted: str) -> bool:
    """One port, at either end; or a local one between two."""
    between = _RANGE.fullmatch(wanted)
    if between is not None:
        return int(between[1]) <= line.local.port <= int(between[2])
    ports = {str(line.local.port), str(line.remote.port) if line.remote is not None else ""}
    return not wanted or (wanted.lstrip("0") or "0") in ports


def _has_pid(line: PortLine, wanted: str) -> bool:
    return not wanted or any(str(owner.pid) == wanted for owner in line.owners)


_COLUMNS: dict[str, Callable[[PortLine, str], bool]] = {
    "port": _has_port,
    "pid": _has_pid,
    "program": lambda line, wanted: wanted in program_of(line).lower(),
    "user": lambda line, wanted: wanted in line.user.lower(),
    "state": lambda line, wanted: wanted in state_of(line).lower(),
}


def _text_of(line: PortLine) -> str:
    """All that a row says but its numbers' columns, in small letters."""
    names = " ".join(owner.program for owner in line.owners)
    ends = f"{line.local} {line.remote or ''}"
    return f"{line.protocol.value} {ends} {state_of(line)} {program_of(line)} {names} {line.user}".lower()
