r"""Regular expressions as people type them, made into trees (pure, any thread).

    choice    = sequence ("|" sequence)*
    sequence  = (item repeat?)*
    repeat    = "*" | "+" | "?" | "{m}" | "{m,}" | "{m,n}", and a "?" after it that changes nothing
    item      = "(" choice ")" | "(?:" choice ")" | "[" set "]" | "^" | "$" | "." | "\" escape | character
    escape    = d D w W s S (as in ASCII) | r n t f v 0 | xNN | a sign that is no letter or digit

It is bytes that must fit: a character beyond ASCII stands for its bytes in UTF-8, "." is any byte but a line end (0a),
^ and $ are the beginning and the end of all the bytes. There are no look-arounds and no back references: what is left
can be judged in a time that grows only with the number of bytes (see core.capture.filtering.automaton).

Law: what is not in this grammar is refused with its place, never taken for something else.
"""

from __future__ import annotations

import re

from core.capture.filtering.language.expression import (
    BYTES,
    END,
    START,
    Choice,
    Node,
    Repeat,
    Sequence,
    Symbol,
    count_symbols,
)
from core.capture.filtering.language.faults import bad
from core.contract.faults import BadInput

MOST_SYMBOLS = 1000
"""Counted repeats written out: a{1000}{1000} must not take a gigabyte."""
_DEEPEST = 50


def _bits(members: bytes) -> int:
    return sum(1 << member for member in set(members))


_DIGITS = _bits(b"0123456789")
_LETTERS = _bits(bytes(range(ord("a"), ord("z") + 1)))
_CAPITALS_SHIFT = ord("a") - ord("A")
_CAPITALS = _LETTERS >> _CAPITALS_SHIFT
_WORD = _DIGITS | _LETTERS | _CAPITALS | _bits(b"_")
_BLANKS = _bits(b" \t\n\r\f\v")
_CLASSES = {
    "d": _DIGITS,
    "D": BYTES & ~_DIGITS,
    "w": _WORD,
    "W": BYTES & ~_WORD,
    "s": _BLANKS,
    "S": BYTES & ~_BLANKS,
}
_CONTROLS = {"r": 13, "n": 10, "t": 9, "f": 12, "v": 11, "0": 0}
_REPEAT = re.compile(r"(?:([*+?])|\{([0-9]{1,4})(?:(,)([0-9]{1,4})?)?\})\??")
_COUNTS: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}


def parse_expression(text: str, at: int, *, ignore_case: bool) -> Node:
    """The tree of an expression (not empty) that begins at `at`.

    BadInput: FILTER_EXPRESSION_BAD for what can't stand where it stands, FILTER_EXPRESSION_LONG.
    """
    parser = _Parser(text, at, ignore_case=ignore_case)
    node = parser.choice(0)
    if parser.place < len(text):
        raise parser.bad(parser.place)  # a ")" that nothing opened
    if (symbols := count_symbols(node)) > MOST_SYMBOLS:
        raise bad("FILTER_EXPRESSION_LONG", at, text, symbols)
    return node


class _Parser:
    """One pass from the left; `place` is what comes next."""

    def __init__(self, text: str, at: int, *, ignore_case: bool) -> None:
        self.place = 0
        self._text = text
        self._at = at
        self._ignore_case = ignore_case

    def bad(self, place: int, length: int = 1) -> BadInput:
        """What is there can't be there; at the end: the last character lacks something."""
        place = min(place, len(self._text) - 1)
        return bad("FILTER_EXPRESSION_BAD", self._at + place, self._text[place : place + length])

    def choice(self, depth: int) -> Node:
        """Up to a closing parenthesis or the end."""
        if depth > _DEEPEST:
            raise self.bad(self.place - 1)
        options = [self._sequence(depth)]
        while self._take("|"):
            options.append(self._sequence(depth))
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def _sequence(self, depth: int) -> Node:
        items: list[Node] = []
        while self.place < len(self._text) and self._text[self.place] not in "|)":
            if _REPEAT.match(self._text, self.place):
                raise self.bad(self.place)  # nothing to repeat
            item = self._item(depth)
            if repeat := _REPEAT.match(self._text, self.place):
                item = self._repeat(item, repeat)
            items.append(item)
        return items[0] if len(items) == 1 else Sequence(tuple(items))

    def _repeat(self, item: Node, match: re.Match[str]) -> Node:
        self.place = match.end()
        if match[1]:
            return Repeat(item, *_COUNTS[match[1]])
        least = int(match[2])
        most = None if match[3] and not match[4] else int(match[4] or match[2])
        if most is not None and most < least:
            raise self.bad(match.start(), len(match[0]))
        return Repeat(item, least, most)

    def _item(self, depth: int) -> Node:
        start = self.place
        character = self._next()
        match character:
            case "(":
                return self._group(start, depth)
            case "[":
                return self._set(start)
            case ".":
                return Symbol(BYTES & ~_bits(b"\n"))
            case "^":
                return Symbol(1 << START)
            case "$":
                return Symbol(1 << END)
            case "\\":
                return Symbol(self._cased(self._escape()))
            case _:
                return self._character(character)

    def _group(self, start: int, depth: int) -> Node:
        if self._take("?") and not self._take(":"):
            raise self.bad(start, 3)
        inner = self.choice(depth + 1)
        if not self._take(")"):
            raise self.bad(start)
        return inner

    def _set(self, start: int) -> Node:
        """`[a-z]`, `[^\r\n]`; a "]" right at the beginning is a member."""
        negated = self._take("^")
        allowed = 0
        first = self.place
        while self.place == first or not self._take("]"):
            if self.place >= len(self._text):
                raise self.bad(start)
            allowed |= self._members(start)
        allowed = self._cased(allowed)
        return Symbol(BYTES & ~allowed if negated else allowed)

    def _members(self, start: int) -> int:
        place = self.place
        low = self._member()
        if self._text[self.place : self.place + 1] != "-" or self._text[self.place + 1 : self.place + 2] in ("", "]"):
            return low
        self.place += 1
        high = self._member()
        if low.bit_count() != 1 or high.bit_count() != 1 or high < low:
            raise self.bad(place, self.place - place)
        return (high << 1) - low

    def _member(self) -> int:
        place = self.place
        character = self._next()
        if character == "\\":
            return self._escape()
        if not character.isascii():
            raise self.bad(place)  # it is several bytes, and one of them is no member
        return 1 << ord(character)

    def _escape(self) -> int:
        place = self.place - 1
        letter = self._next()
        if letter in _CLASSES:
            return _CLASSES[letter]
        if letter in _CONTROLS:
            return 1 << _CONTROLS[letter]
        if letter == "x" and (digits := re.compile("[0-9A-Fa-f]{2}").match(self._text, self.place)):
            self.place = digits.end()
            return 1 << int(digits[0], 16)
        if not letter or letter.isalnum() or not letter.isascii():
            raise self.bad(place, 2)
        return 1 << ord(letter)

    def _character(self, character: str) -> Node:
        try:
            data = character.encode("utf-8")
        except UnicodeEncodeError:  # half of a surrogate pair
            raise self.bad(self.place - 1) from None
        symbols = tuple(Symbol(self._cased(1 << byte)) for byte in data)
        return symbols[0] if len(symbols) == 1 else Sequence(symbols)

    def _cased(self, allowed: int) -> int:
        """With the other case of its letters, if that is asked for."""
        if not self._ignore_case:
            return allowed
        return allowed | (allowed & _CAPITALS) << _CAPITALS_SHIFT | (allowed & _LETTERS) >> _CAPITALS_SHIFT

    def _next(self) -> str:
        """The next character; "" at the end."""
        character = self._text[self.place : self.place + 1]
        self.place += len(character)
        return character

    def _take(self, character: str) -> bool:
        """Step over this character if it is the next."""
        is_next = self._text.startswith(character, self.place)
        self.place += is_next
        return is_next
