"""What can be typed, as plain data: subcommands, their options, and what stands after each (main thread).

Law: it is read from the parsers that read the command line, so that nothing is offered that they refuse.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.replies.catalogue import BY_NAME

_FILES = frozenset({"FILE", "OUT"})
_WORDS = {"NAME|TEXT": tuple(BY_NAME)}
"""What a place in the usage stands for, where argparse itself does not know it."""


@dataclass(frozen=True, slots=True)
class Value:
    """What may stand at a place."""

    name: str
    """As the usage calls it."""
    words: tuple[str, ...] = ()
    is_file: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """--record FILE."""

    flags: tuple[str, ...]
    help: str
    value: Value | None
    """None: it stands alone."""


@dataclass(frozen=True, slots=True)
class Subcommand:
    """One subcommand."""

    name: str
    help: str
    options: tuple[Option, ...]
    values: tuple[Value, ...]
    """In the order in which they stand."""

    @property
    def flags(self) -> list[str]:
        """All that begins with a dash."""
        return [flag for option in self.options for flag in option.flags]


def subcommands(parsers: Mapping[str, argparse.ArgumentParser], helps: Mapping[str, str]) -> tuple[Subcommand, ...]:
    """All of them, by the parser of each."""
    return tuple(
        Subcommand(name, helps.get(name, ""), tuple(_options(parser)), tuple(_values(parser)))
        for name, parser in parsers.items()
    )


def _options(parser: argparse.ArgumentParser) -> Iterator[Option]:
    for action in parser._actions:  # argparse has no other way to ask; it has been so since Python 2.7
        if action.option_strings:
            value = None if action.nargs == 0 else _value(action)
            yield Option(tuple(action.option_strings), _plain(action.help), value)


def _values(parser: argparse.ArgumentParser) -> Iterator[Value]:
    return (_value(action) for action in parser._actions if not action.option_strings)


def _value(action: argparse.Action) -> Value:
    name = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    words = tuple(map(str, action.choices)) if action.choices is not None else _WORDS.get(name, ())
    return Value(name, words, name in _FILES)


def _plain(text: str | None) -> str:
    """The help up to what only its whole width has room for."""
    return (text or "").partition(";")[0].partition(" (")[0].replace("%%", "%")
