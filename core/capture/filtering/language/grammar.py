"""From a line to a tree of terms; the grammar stands in the package's own docstring (pure, any thread).

Law: whatever is typed gives a tree, or a BadInput with the place in the line where it goes wrong; nothing is guessed.
"""

from __future__ import annotations

import re

from core.capture.filtering.language.faults import bad
from core.capture.filtering.language.single import term_of_expression, term_of_field, term_of_text
from core.capture.filtering.language.terms import EVERYTHING, AllOf, AnyOf, Not, Term
from core.capture.filtering.language.tokens import Kind, Token, tokens

DEEPEST = 50
"""Parentheses and nots within each other: far more than anybody writes, far less than the stack takes."""
_HEX_GROUP = re.compile(r"(?:0[xX])?[0-9A-Fa-f]+,?")


def parse_filter(text: str, start_ns: int) -> Term:
    """The tree of a line; an empty one means every row. BadInput: see core.capture.filtering.

    `start_ns` is when the recording began (Capture.header has it): on that day are the times of day, and from then on
    `since` counts.
    """
    return _Parser(text, start_ns).whole()


class _Parser:
    """One pass over the tokens from the left."""

    def __init__(self, text: str, start_ns: int) -> None:
        self._text = text
        self._start_ns = start_ns
        self._tokens = list(tokens(text))
        self._place = 0

    def whole(self) -> Term:
        """All of the line."""
        if not self._tokens:
            return EVERYTHING
        term = self._either(0)
        if (extra := self._peek()) is not None:
            raise bad("FILTER_PARENTHESIS_EXTRA", extra.at, extra.value)
        return term

    def _either(self, depth: int) -> Term:
        terms = [self._both(depth)]
        while self._take(Kind.OR):
            terms.append(self._both(depth))
        return terms[0] if len(terms) == 1 else AnyOf(tuple(terms))

    def _both(self, depth: int) -> Term:
        terms = [self._one(depth)]
        while (token := self._peek()) is not None and token.kind not in (Kind.OR, Kind.CLOSE):
            self._take(Kind.AND)
            terms.append(self._one(depth))
        return terms[0] if len(terms) == 1 else AllOf(tuple(terms))

    def _one(self, depth: int) -> Term:
        token = self._next()
        if depth > DEEPEST:
            raise bad("FILTER_TOO_DEEP", token.at, count=DEEPEST)
        match token.kind:
            case Kind.NOT:
                return Not(self._one(depth + 1))
            case Kind.OPEN:
                term = self._either(depth + 1)
                if not self._take(Kind.CLOSE):
                    raise bad("FILTER_PARENTHESIS_OPEN", token.at, token.value)
                return term
            case Kind.FIELD:
                return term_of_field(token, *self._value(token), self._start_ns)
            case Kind.TEXT:
                return term_of_text(token)
            case Kind.EXPRESSION:
                return term_of_expression(token)
            case Kind.AND | Kind.OR | Kind.CLOSE:
                raise bad("FILTER_TERM_MISSING", token.at, token.value)

    def _value(self, token: Token) -> tuple[str, int]:
        """What follows the sign. Hex digits may have blanks between them, so all groups that follow belong to it."""
        if token.name != "hex" or token.is_quoted:
            return token.value, token.value_at
        end = token.end
        while (following := self._peek()) is not None and _is_hex_group(following):
            end = self._next().end
        return self._text[token.value_at : end], token.value_at

    def _peek(self) -> Token | None:
        return self._tokens[self._place] if self._place < len(self._tokens) else None

    def _next(self) -> Token:
        """The next token; at the end: the last one waits for something."""
        token = self._peek()
        if token is None:
            last = self._tokens[-1]
            raise bad("FILTER_TERM_MISSING", last.at, last.value)
        self._place += 1
        return token

    def _take(self, kind: Kind) -> bool:
        """Step over a token of this kind if it is the next."""
        token = self._peek()
        is_next = token is not None and token.kind is kind
        self._place += is_next
        return is_next


def _is_hex_group(token: Token) -> bool:
    return token.kind is Kind.TEXT and not token.is_quoted and _HEX_GROUP.fullmatch(token.value) is not None
