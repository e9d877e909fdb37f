"""The fields of one JSON object, taken one by one; what nobody takes is kept for writing it back (any thread).

Law: a value of the wrong kind is refused with its place, never guessed at; a field that this version does not know is
neither an error nor lost.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

from core.contract.faults import BadInput, Fault
from core.session.errors import SessionError

Rest: TypeAlias = Mapping[str, Any]
"""Fields of a newer version, or a person's own: as they stood."""

_T = TypeVar("_T")

_KINDS: dict[type, str] = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}


class Fields:
    """One object of the file."""

    def __init__(self, value: object, place: str) -> None:
        if not isinstance(value, dict):
            raise wrong_kind("an object in braces", place)
        self.place = place
        self._left: dict[str, Any] = dict(value)

    @property
    def rest(self) -> Rest:
        """What was not taken."""
        return dict(self._left)

    def at(self, key: str) -> str:
        """The place of a field."""
        return f"{self.place}.{key}" if self.place else key

    def take(self, key: str, default: _T) -> _T:
        """A value of the same kind as the default, which stands for one that is missing."""
        value = self._left.pop(key, default)
        if type(value) is type(default):
            return value
        if isinstance(default, float) and type(value) is int and abs(value) < 2**53:
            return float(value)  # type: ignore[return-value]  # the default is a float
        raise wrong_kind(_KINDS[type(default)], self.at(key))

    def choose(self, key: str, choices: Mapping[str, _T], default: str) -> _T:
        """What a word stands for."""
        word = self.take(key, default)
        if word not in choices:
            raise SessionError(Fault("SESSION_CHOICE", about=", ".join(choices)), self.at(key))
        return choices[word]

    def need(self, key: str) -> str:
        """A text that must be there."""
        if key not in self._left:
            raise SessionError(Fault("SESSION_MISSING", about=key), self.place)
        return self.take(key, "")

    def parse(self, key: str, text: str, read: Callable[[str], _T]) -> _T:
        """What the text of a field means; what is wrong with it is said with its place."""
        try:
            return read(text)
        except BadInput as error:
            raise SessionError(error.fault, self.at(key)) from None

    def each(self, key: str, read: Callable[[object, str], _T]) -> tuple[_T, ...]:
        """The members of a list, which may be missing; each is read with its own place, counted from 1."""
        values = self._left.pop(key, [])
        if not isinstance(values, list):
            raise wrong_kind("a list in brackets", self.at(key))
        return tuple(read(value, f"{self.at(key)}[{number}]") for number, value in enumerate(values, 1))

    def object(self, key: str) -> Fields:
        """The object of that name, which may be missing."""
        return Fields(self._left.pop(key, {}), self.at(key))

    def has(self, key: str) -> bool:
        """Whether it is there."""
        return key in self._left


def wrong_kind(wanted: str, place: str) -> SessionError:
    """Something else stands there."""
    return SessionError(Fault("SESSION_KIND", about=wanted), place)


def text_of(value: object, place: str) -> str:
    """A member of a list of texts."""
    if not isinstance(value, str):
        raise wrong_kind(_KINDS[str], place)
    return value


def is_plain(value: object) -> bool:
    """Whether it is one text, number, true or false; JSON's numbers reach further than a float does."""
    return isinstance(value, str | bool | int) or (isinstance(value, float) and math.isfinite(value))


def written(fields: Sequence[tuple[str, object, object]], rest: Rest) -> dict[str, Any]:
    """An object again: each (name, value, default) whose value is another than the default, then the rest."""
    return {name: value for name, value, default in fields if value != default} | dict(rest)
