"""What may be typed next in a filter line (pure, any thread).

Law: every choice that is offered leaves a line that can become right; where anything may stand, nothing is offered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from core.capture.filtering.language.tokens import Kind, Token, tokens
from core.capture.filtering.language.vocabulary import COMMON_ERRORS, FIELDS, FLAGS, OPERATORS, Word
from core.contract.faults import BadInput
from core.contract.records import Call

MOST_CHOICES = 50
"""A list that is longer helps nobody."""
_ENDS_A_TERM = frozenset({Kind.CLOSE, Kind.FIELD, Kind.TEXT, Kind.EXPRESSION})


@dataclass(frozen=True, slots=True)
class Known:
    """What the capture has, as far as the window knows: values to offer."""

    sockets: Mapping[int, str] = field(default_factory=dict)
    """By number; with a few words about each."""
    peers: Sequence[str] = ()
    errors: Sequence[str] = ()


class Choice(NamedTuple):
    """One thing that may be typed."""

    text: str
    meaning: str


class Completion(NamedTuple):
    """The choices, and which part of the line each would replace: from `start` to `end`."""

    start: int
    end: int
    choices: tuple[Choice, ...]


def complete(text: str, cursor: int, known: Known) -> Completion:
    """What may be typed at the cursor (an index, 0..len(text))."""
    try:
        before = list(tokens(text[:cursor]))
    except BadInput:  # within quotes or slashes
        return Completion(cursor, cursor, ())
    unfinished = before.pop() if before and before[-1].end == cursor else None
    after_term = bool(before) and before[-1].kind in _ENDS_A_TERM
    if unfinished is None or unfinished.kind is Kind.OPEN:
        after_term = after_term and unfinished is None
        return Completion(cursor, cursor, _first(_words("", after_term=after_term)))
    if unfinished.is_quoted or unfinished.kind in (Kind.CLOSE, Kind.EXPRESSION):
        return Completion(cursor, cursor, ())
    if unfinished.kind is Kind.FIELD:
        return Completion(unfinished.value_at, cursor, _first(_values(unfinished, known)))
    if unfinished.value.startswith("#"):
        numbers = _sockets(unfinished.value[1:], known)
        return Completion(unfinished.at + 1, cursor, _first(numbers))
    return Completion(unfinished.at, cursor, _first(_words(unfinished.value.lower(), after_term=after_term)))


def _first(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    return tuple(choice for choice, _ in zip(choices, range(MOST_CHOICES), strict=False))


def _words(beginning: str, *, after_term: bool) -> Iterable[Choice]:
    """Fields, flags and operators; "and" and "or" need something before them."""
    operators = OPERATORS.values() if after_term else [OPERATORS["not"]]
    for word in (*FIELDS.values(), *FLAGS.values(), *operators):
        if word.name.startswith(beginning):
            yield Choice(_typed(word), word.meaning)


def _typed(word: Word) -> str:
    if not word.takes_value:
        return word.name
    return f"{word.name}>" if word.is_ordered else f"{word.name}:"


def _values(token: Token, known: Known) -> Iterable[Choice]:
    match token.name:
        case "socket" | "connection":
            return _sockets(token.value.removeprefix("#"), known)
        case "peer":
            return _beginning_with(token.value, known.peers)
        case "call":
            return _beginning_with(token.value, [call.label for call in Call])
        case "errno":
            return _beginning_with(token.value.upper(), dict.fromkeys((*known.errors, *COMMON_ERRORS)))
        case "dir":
            return _beginning_with(token.value, ("in", "out"))
        case _:
            return ()


def _sockets(beginning: str, known: Known) -> Iterable[Choice]:
    return (Choice(str(number), words) for number, words in known.sockets.items() if str(number).startswith(beginning))


def _beginning_with(beginning: str, values: Iterable[str]) -> Iterable[Choice]:
    return (Choice(value, "") for value in values if value.startswith(beginning))
