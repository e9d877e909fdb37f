"""What a filter means, row by row and in the plainest way: what the quick way is held against (pure, any thread).

Law: nothing of the quick way is used here but the tree of terms and the stories of the sockets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import assert_never

from core.capture.filtering.language.expression import Node
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
from core.capture.stories.stories import SocketStory, Stories, endpoint_of
from core.contract.endpoints import Endpoint
from core.contract.records import DATAGRAM_CALLS, STREAM_CALLS, Call, CallRecord


def meant(term: Term, records: Sequence[CallRecord], expressions: Mapping[Node, re.Pattern[bytes]]) -> list[int]:
    """The numbers of the rows, by one look at each in order; `expressions`: Python's own for each in the tree."""
    stories = Stories()
    found = []
    for record in records:
        if record.call not in STREAM_CALLS | DATAGRAM_CALLS:
            stories.add(record)
        if _is_meant(term, record, stories.get(record.socket) or SocketStory(record.socket), expressions):
            found.append(record.seq)
    return found


def _is_meant(
    term: Term, record: CallRecord, story: SocketStory, expressions: Mapping[Node, re.Pattern[bytes]]
) -> bool:
    match term:
        case AllOf(terms):
            return all(_is_meant(inner, record, story, expressions) for inner in terms)
        case AnyOf(terms):
            return any(_is_meant(inner, record, story, expressions) for inner in terms)
        case Not(inner):
            return not _is_meant(inner, record, story, expressions)
        case ConnectionIs(number):
            return number in (record.socket, story.parent)
        case PeerIs(pattern):
            peer = _peer(record, story)
            return peer is not None and pattern.fits(peer)
        case Matches(expression):
            return bool(expressions[expression].search(record.payload))
        case _:
            return _is_meant_alone(term, record)


def _is_meant_alone(
    term: CallIs | CausedBy | Failed | ErrorIs | SizeWithin | TimeWithin | SocketIs | Contains, record: CallRecord
) -> bool:
    match term:
        case CallIs(calls):
            return record.call in calls
        case Failed():
            return bool(record.error)
        case CausedBy(kinds):
            return record.cause.kind in kinds
        case ErrorIs(name):
            return record.error == name
        case SizeWithin(least, most):
            return _is_within(len(record.payload), least, most)
        case TimeWithin(earliest, latest):
            return _is_within(record.time_ns, earliest, latest)
        case SocketIs(number):
            return record.socket == number
        case Contains(data, ignore_case):
            return data.lower() in record.payload.lower() if ignore_case else data in record.payload
        case _:
            assert_never(term)


def _is_within(number: int, least: int | None, most: int | None) -> bool:
    return (least is None or number >= least) and (most is None or number <= most)


def _peer(record: CallRecord, story: SocketStory) -> Endpoint | None:
    named = endpoint_of(record.address) if record.call in DATAGRAM_CALLS | {Call.ACCEPT} else None
    return named or story.remote
