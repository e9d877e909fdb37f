"""Which rows of a capture a program is made of: those of some sockets, with the listener's that made them (a worker).

Law: what is read is bounded, however long the capture is; what was not read is counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from threading import Event

from core.capture.capture import Capture
from core.capture.pages import Pages
from core.capture.stories.conversations import partners
from core.capture.stories.stories import Stories
from core.contract.records import Call, CallRecord
from core.contract.sockets import Role

MOST_CALLS = 1_000
"""Of one program: more than anybody reads, and read within a tenth of a second."""
NEIGHBOURHOOD = 20_000
"""Rows before and after a socket's first one, among which the other end of its conversation is looked for."""
_LOOK_BACK = 64
"""Rows before an accepted socket's first one, among which the accept() is: the look-up threads may get between."""
_SLICE = 1 << 13
_SETS_UP = frozenset({Call.GETADDRINFO, Call.SOCKET, Call.SETBLOCKING, Call.SETSOCKOPT, Call.BIND, Call.LISTEN,
                      Call.GETSOCKNAME})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a program."""

    records: tuple[CallRecord, ...]
    not_read: int
    """So many more there are, after the last one."""


def rows_of(capture: Capture, sockets: Collection[int] | None) -> Rows:
    """The rows of these sockets (None: of all); for an accepted one also what made its listener, and its accept().

    CaptureError when the disk can't give them back.
    """
    found: list[int] = []
    more = 0
    for seq in _seqs(capture, sockets):
        if len(found) < MOST_CALLS:
            found.append(seq)
        else:
            more += 1
    records = {record.seq: record for record in _read(capture, found)}
    if sockets is not None:
        for record in _operators(capture, list(records.values())):
            records.setdefault(record.seq, record)
    return Rows(tuple(records[seq] for seq in sorted(records)), more)


def conversation_of(capture: Capture, seq: int) -> frozenset[int]:
    """The socket of a row, and the other end of its conversation when that is in the lab too; of a listener, the
    connections that it made soon after.

    CaptureError when the disk can't give the rows back.
    """
    number = capture.columns.socket[seq - 1]
    first = next(_seqs(capture, (number,)), seq)
    stories = Stories()
    for record in _read(capture, list(_telling(capture, first))):
        stories.add(record)
    if (story := stories.get(number)) is not None and story.role is Role.LISTENER:
        return frozenset({number} | {it.number for it in stories.values() if it.parent == number})
    other = partners(stories).get(number)
    return frozenset({number} if other is None else {number, other})


def _seqs(capture: Capture, sockets: Collection[int] | None) -> Iterator[int]:
    """The rows of these sockets, in order, found a slice at a time."""
    first, count = capture.first, capture.count
    if sockets is None:
        yield from range(first, count + 1)
        return
    wanted, column = frozenset(sockets), capture.columns.socket
    for start in range(first - 1, count, _SLICE):
        part = column[start : min(start + _SLICE, count)]
        yield from (seq for seq, number in enumerate(part, start + 1) if number in wanted)


def _telling(capture: Capture, around: int) -> Iterator[int]:
    """The rows near one that tell who talks to whom: those that moved no bytes."""
    columns = capture.columns
    for seq in range(max(capture.first, around - NEIGHBOURHOOD), min(capture.count, around + NEIGHBOURHOOD) + 1):
        if not columns.size[seq - 1]:
            yield seq


def _operators(capture: Capture, records: Sequence[CallRecord]) -> Iterator[CallRecord]:
    """For each accepted socket whose listener is not among the records: the accept(), and how the listener was made."""
    made = {record.socket for record in records if record.call is Call.SOCKET}
    accepts = {record.seq for record in records if record.call is Call.ACCEPT}
    heard: set[int] = set()
    for record in records:
        if record.socket in made or record.socket in heard:
            continue
        heard.add(record.socket)
        accept = _accept_before(capture, record)
        if accept is None or accept.seq in accepts:
            continue
        yield accept
        if accept.socket not in made:
            made.add(accept.socket)
            yield from _set_up(capture, accept.socket)


def _accept_before(capture: Capture, first: CallRecord) -> CallRecord | None:
    """The accept() that gave the descriptor on which a socket was heard of first."""
    calls = capture.columns.call
    near = range(max(capture.first, first.seq - _LOOK_BACK), first.seq)
    candidates = [seq for seq in near if calls[seq - 1] == Call.ACCEPT]
    found = [it for it in _read(capture, candidates) if not it.error and it.result == first.fd]
    return found[-1] if found else None


def _set_up(capture: Capture, listener: int) -> Iterator[CallRecord]:
    seqs: list[int] = []
    for seq in _seqs(capture, (listener,)):
        if capture.columns.call[seq - 1] not in _SETS_UP:
            break
        seqs.append(seq)
    yield from _read(capture, seqs[:_LOOK_BACK])


def _read(capture: Capture, seqs: Sequence[int]) -> Iterator[CallRecord]:
    """These rows, without those that a limit has let go meanwhile."""
    for page in Pages(capture, seqs, lambda _done, _all: None, Event()):
        yield from page
