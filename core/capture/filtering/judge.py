"""Which rows of a capture a filter means: its terms, put to a stretch of rows at a time (one worker thread).

Law: a term is put only while a row is still in question, and no single operation goes on for more than a few
milliseconds, so that the window's thread gets its turns.
"""

from __future__ import annotations

from array import array
from typing import assert_never

from core.capture.filtering import by_bytes, by_columns, by_socket, masks
from core.capture.filtering.automaton import Automaton
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
from core.capture.filtering.plan import leaves, planned
from core.capture.stretch import Stretch


class Judge:
    """One filter at work on one capture."""

    def __init__(self, term: Term) -> None:
        self._term = planned(term)
        parts = list(leaves(term))
        self._automata = {part.expression: Automaton(part.expression) for part in parts if isinstance(part, Matches)}
        asks_who = any(isinstance(part, ConnectionIs | PeerIs) for part in parts)
        self._acquaintances = by_socket.Acquaintances() if asks_who else None
        self._known: by_socket.Known = []

    def matches(self, rows: Stretch) -> array[int]:
        """The numbers of the rows it means; stretches come in order, from row 1. CaptureError."""
        if self._acquaintances is not None:
            self._known = self._acquaintances.take_in(rows)
        return rows.seqs(self._put(self._term, rows, masks.all_of(len(rows))))

    def _put(self, term: Term, rows: Stretch, wanted: bytes) -> bytes:
        """The rows for which a term is true; it has to be right for those in `wanted` only."""
        match term:
            case AllOf(terms):
                return self._put_all(terms, rows, wanted)
            case AnyOf(terms):
                return self._put_any(terms, rows, wanted)
            case Not(inner):
                return masks.opposite(self._put(inner, rows, wanted))
            case CallIs() | Failed() | SizeWithin() | TimeWithin() | SocketIs():
                return by_columns.judge(term, rows)
            case ConnectionIs(number):
                return by_socket.of_connection(number, self._known)
            case PeerIs(pattern):
                return by_socket.with_peer(pattern, self._known, rows, wanted)
            case _:
                return self._put_to_bodies(term, rows, wanted)

    def _put_to_bodies(self, term: ErrorIs | CausedBy | Contains | Matches, rows: Stretch, wanted: bytes) -> bytes:
        match term:
            case ErrorIs(name):
                return by_bytes.with_error(name, rows, wanted)
            case CausedBy(kinds):
                return by_bytes.caused_by(kinds, rows, wanted)
            case Contains(data, ignore_case):
                return by_bytes.containing(data, rows, ignore_case=ignore_case)
            case Matches(expression):
                return by_bytes.fitting(self._automata[expression], rows, wanted)
            case _:
                assert_never(term)

    def _put_all(self, terms: tuple[Term, ...], rows: Stretch, wanted: bytes) -> bytes:
        for term in terms:
            if masks.is_empty(wanted):
                break
            wanted = masks.both(wanted, self._put(term, rows, wanted))
        return wanted

    def _put_any(self, terms: tuple[Term, ...], rows: Stretch, wanted: bytes) -> bytes:
        found = masks.none_of(len(rows))
        for term in terms:
            if masks.is_empty(wanted):
                break
            found = masks.either(found, masks.both(wanted, self._put(term, rows, wanted)))
            wanted = masks.both(wanted, masks.opposite(found))
        return found
