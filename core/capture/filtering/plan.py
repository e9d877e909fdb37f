"""How a tree is best put to rows: cheap terms first, and no dear one where a cheap one tells (pure, any thread).

Law: the tree that comes out means exactly what the one that went in does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from core.capture.filtering.language.expression import needed_text
from core.capture.filtering.language.terms import (
    AllOf,
    AnyOf,
    CallIs,
    CausedBy,
    ConnectionIs,
    Contains,
    ErrorIs,
    Failed,
    Matches,
    Not,
    PeerIs,
    SizeWithin,
    SocketIs,
    Term,
    TimeWithin,
)


def planned(term: Term) -> Term:
    """The same tree, quicker: cheaper terms stand first, and so does the text that an expression can't do without."""
    match term:
        case AllOf(terms):
            return AllOf(tuple(sorted(map(planned, terms), key=_cost)))
        case AnyOf(terms):
            return AnyOf(tuple(sorted(map(planned, terms), key=_cost)))
        case Not(inner):
            return Not(planned(inner))
        case Matches(expression) if needed := needed_text(expression):
            return AllOf((Contains(needed, ignore_case=True), term))
        case _:
            return term


def leaves(term: Term) -> Iterator[Term]:
    """All terms in the tree that hold no others."""
    match term:
        case AllOf(terms) | AnyOf(terms):
            for inner in terms:
                yield from leaves(inner)
        case Not(inner):
            yield from leaves(inner)
        case _:
            yield term


def _cost(term: Term) -> int:
    """As a rank: columns, the few rows that failed, who a socket is, bytes, bytes one at a time."""
    match term:
        case CallIs() | Failed() | SizeWithin() | TimeWithin() | SocketIs():
            return 0
        case ErrorIs():
            return 1
        case CausedBy():
            return 2
        case ConnectionIs() | PeerIs():
            return 2
        case Contains():
            return 3
        case Matches():
            return 4
        case AllOf(terms) | AnyOf(terms):
            return max(map(_cost, terms), default=0)
        case Not(inner):
            return _cost(inner)
        case _:
            assert_never(term)
