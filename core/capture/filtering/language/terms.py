"""What a filter asks of a row, as data: the tree that the grammar makes and that rows are judged by (any thread).

Law: a term holds values only, in the units of the columns; whoever handles terms handles all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from core.capture.filtering.language.expression import Node
from core.capture.filtering.language.peers import PeerPattern
from core.contract.records import Call, CauseKind


@dataclass(frozen=True, slots=True)
class CallIs:
    """It is one of these calls."""

    calls: frozenset[Call]


@dataclass(frozen=True, slots=True)
class Failed:
    """The call gave an error, of whatever name."""


@dataclass(frozen=True, slots=True)
class SizeWithin:
    """The bytes it moved, both bounds included; None: no bound."""

    least: int | None
    most: int | None


@dataclass(frozen=True, slots=True)
class TimeWithin:
    """When the call began, in ns since the epoch, both bounds included; None: no bound."""

    earliest: int | None
    latest: int | None


@dataclass(frozen=True, slots=True)
class SocketIs:
    """It was made on this socket."""

    number: int


@dataclass(frozen=True, slots=True)
class ConnectionIs:
    """It was made on this socket, or on one that this listener accepted."""

    number: int


@dataclass(frozen=True, slots=True)
class PeerIs:
    """Who is at the other end: of the datagram, of the accept(), else of the socket."""

    pattern: PeerPattern


@dataclass(frozen=True, slots=True)
class ErrorIs:
    """The call gave the error of this name."""

    name: str


@dataclass(frozen=True, slots=True)
class CausedBy:
    """It was made for one of these reasons. The language has no word for it: the Calls view folds by it."""

    kinds: frozenset[CauseKind]


@dataclass(frozen=True, slots=True)
class Contains:
    """These bytes (at least one) are somewhere in those it moved."""

    data: bytes
    ignore_case: bool = False
    """Of the letters A to Z."""


@dataclass(frozen=True, slots=True)
class Matches:
    """This expression fits somewhere in the bytes it moved."""

    expression: Node


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one of these is true; of none: any row."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these is true."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """This is not true."""

    term: Term


Term: TypeAlias = (
    CallIs
    | Failed
    | SizeWithin
    | TimeWithin
    | SocketIs
    | ConnectionIs
    | PeerIs
    | ErrorIs
    | CausedBy
    | Contains
    | Matches
    | AllOf
    | AnyOf
    | Not
)
EVERYTHING = AllOf(())
