r"""The line cut into tokens: parentheses, operators, `name:value`, quoted text, /expressions/, and words (pure).

Law: a token knows where it stands in the line, and all of the line but the blanks is in some token.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from core.capture.filtering.language.faults import bad


class Kind(Enum):
    """What a token is."""

    OPEN = auto()
    CLOSE = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    FIELD = auto()
    """A name, a sign and a value: `name`, `sign`, `value`."""
    TEXT = auto()
    """A bare word or a quoted text: `value`."""
    EXPRESSION = auto()
    """What stands between slashes: `value`; and after them: `name`."""


@dataclass(frozen=True, slots=True)
class Token:
    """One token."""

    kind: Kind
    at: int
    """Where it begins."""
    end: int
    """Where it ends: the index of the character after it."""
    value: str = ""
    value_at: int = 0
    name: str = ""
    sign: str = ""
    """One of : = > >= < <=."""
    is_quoted: bool = False


_QUOTED = r'"((?:[^"\\]|\\.)*)"'
_TOKEN = re.compile(
    rf"""
      (?P<blank>\s+)
    | (?P<open>\() | (?P<close>\))
    | (?P<field>[A-Za-z]+) (?: \s*(?P<order>>=|<=|>|<)\s* | (?P<is>[:=]) )
      (?: (?P<quote>{_QUOTED}) | (?P<value>[^\s()"]*) )
    | (?P<text>{_QUOTED})
    | /(?P<expression>(?:[^/\\]|\\.)*)/(?P<flags>[A-Za-z]*)
    | (?P<word>[^\s()"/][^\s()"]*)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPERATORS = {"and": Kind.AND, "or": Kind.OR, "not": Kind.NOT}


def tokens(text: str) -> Iterator[Token]:
    """The tokens in order. BadInput: FILTER_QUOTE_OPEN or FILTER_SLASH_OPEN, for what is begun and not ended."""
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise bad("FILTER_QUOTE_OPEN" if text[at] == '"' else "FILTER_SLASH_OPEN", at, text[at:])
        if match["blank"] is None:
            yield _token(match)
        at = match.end()


def _token(match: re.Match[str]) -> Token:
    at, end = match.span()
    if match["open"]:
        return Token(Kind.OPEN, at, end, match["open"])
    if match["close"]:
        return Token(Kind.CLOSE, at, end, match["close"])
    if match["field"]:
        return _field(match)
    if match["text"]:
        return Token(Kind.TEXT, at, end, match["text"][1:-1], at + 1, is_quoted=True)
    if match["word"]:
        return Token(_OPERATORS.get(match["word"].lower(), Kind.TEXT), at, end, match["word"], at)
    return Token(Kind.EXPRESSION, at, end, match["expression"], at + 1, match["flags"])


def _field(match: re.Match[str]) -> Token:
    is_quoted = match["quote"] is not None
    value = match["quote"][1:-1] if is_quoted else match["value"]
    return Token(
        kind=Kind.FIELD,
        at=match.start(),
        end=match.end(),
        value=value,
        value_at=match.start("quote") + 1 if is_quoted else match.start("value"),
        name=match["field"].lower(),
        sign=match["is"] or match["order"],
        is_quoted=is_quoted,
    )
