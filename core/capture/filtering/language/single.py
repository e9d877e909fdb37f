"""What a single token means: a field with its value, a word, a quoted text, an expression (pure, any thread).

Law: a value that a field can't have is refused where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from core.capture.filtering.language.expression_grammar import parse_expression
from core.capture.filtering.language.faults import bad, parse_part
from core.capture.filtering.language.peers import parse_peer
from core.capture.filtering.language.quantities import (
    local_day,
    over_midnight,
    parse_bounds,
    parse_clock,
    parse_seconds,
    parse_size,
    parse_socket,
)
from core.capture.filtering.language.terms import (
    CallIs,
    ConnectionIs,
    Contains,
    ErrorIs,
    Failed,
    Matches,
    PeerIs,
    SizeWithin,
    SocketIs,
    Term,
    TimeWithin,
)
from core.capture.filtering.language.tokens import Token
from core.capture.filtering.language.vocabulary import FIELDS
from core.contract.records import INCOMING_CALLS, Call
from core.payload.escapes import parse_text
from core.payload.hexadecimal import parse_hex

_DIRECTIONS = {"in": CallIs(INCOMING_CALLS), "out": CallIs(frozenset({Call.SEND, Call.SENDTO, Call.TLS_WRITE}))}
_FLAGS: dict[str, Term] = {**_DIRECTIONS, "failed": Failed()}
_CALLS = {call.label: call for call in Call}
_SOCKET = re.compile(r"#[0-9]+")
_ERROR_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_QUOTED_PIECE = re.compile(r'(\\")|(?:[^\\"]|\\[^"])+', re.DOTALL)


def term_of_field(token: Token, value: str, at: int, start_ns: int) -> Term:
    """Of `size>100` and its like; `value` begins at `at`, and may be more than the token has."""
    word = FIELDS.get(token.name)
    if word is None:
        raise bad("FILTER_NAME_UNKNOWN", token.at, token.name)
    if not word.is_ordered and token.sign not in (":", "="):
        raise bad("FILTER_NOT_ORDERED", token.at, token.name)
    if not value:
        raise bad("FILTER_VALUE_MISSING", token.end - 1, token.name)
    match word.name:
        case "text":
            return Contains(_text(value, at, is_quoted=token.is_quoted), ignore_case=True)
        case "size":
            return SizeWithin(*parse_bounds(token.sign, value, at, parse_size))
        case "since":
            return TimeWithin(*parse_bounds(token.sign, value, at, parse_seconds(start_ns)))
        case "time":
            clock = parse_clock(local_day(start_ns))
            return TimeWithin(*over_midnight(parse_bounds(token.sign, value, at, clock)))
        case _:
            return _PLAIN_FIELDS[word.name](value, at)


def term_of_text(token: Token) -> Term:
    """Of a bare word or a quoted text."""
    if not token.is_quoted:
        if (flag := _FLAGS.get(token.value.lower())) is not None:
            return flag
        if _SOCKET.fullmatch(token.value):
            return SocketIs(parse_socket(token.value, token.at))
    if not token.value:
        raise bad("FILTER_VALUE_MISSING", token.at, "text")
    return Contains(_text(token.value, token.value_at, is_quoted=token.is_quoted), ignore_case=True)


def term_of_expression(token: Token) -> Term:
    """Of /what stands between slashes/i."""
    if not token.value:
        raise bad("FILTER_VALUE_MISSING", token.at, "//")
    if token.name not in ("", "i"):
        raise bad("FILTER_LETTER_UNKNOWN", token.end - len(token.name), token.name)
    return Matches(parse_expression(token.value, token.value_at, ignore_case=token.name == "i"))


def _text(value: str, at: int, *, is_quoted: bool) -> bytes:
    r"""The bytes of a text in UTF-8, escapes as in everything that is typed to be sent, and in quotes also \"."""
    if not is_quoted:
        return parse_part(parse_text, value, at)
    pieces = _QUOTED_PIECE.finditer(value)
    return b"".join(b'"' if piece[1] else parse_part(parse_text, piece[0], at + piece.start()) for piece in pieces)


def _hex(value: str, at: int) -> Term:
    data = parse_part(parse_hex, value, at)
    if not data:
        raise bad("FILTER_VALUE_MISSING", at, value)
    return Contains(data)


def _call(value: str, at: int) -> Term:
    call = _CALLS.get(value.lower())
    if call is None:
        raise bad("FILTER_CALL_UNKNOWN", at, value)
    return CallIs(frozenset({call}))


def _direction(value: str, at: int) -> Term:
    direction = _DIRECTIONS.get(value.lower())
    if direction is None:
        raise bad("FILTER_DIRECTION_UNKNOWN", at, value)
    return direction


def _error(value: str, at: int) -> Term:
    if not _ERROR_NAME.fullmatch(value):
        raise bad("FILTER_ERROR_BAD", at, value)
    return ErrorIs(value.upper())


_PLAIN_FIELDS: dict[str, Callable[[str, int], Term]] = {
    "socket": lambda value, at: SocketIs(parse_socket(value, at)),
    "connection": lambda value, at: ConnectionIs(parse_socket(value, at)),
    "peer": lambda value, at: PeerIs(parse_peer(value, at)),
    "call": _call,
    "errno": _error,
    "hex": _hex,
    "dir": _direction,
}
"""What is made of a value (not empty) and its place."""
